#include "cli/cli.h"
#include "format/format.h"
#include "web/engine.h"

/* The people as a table, or as an address book. */
static kr_err people(cli *c, const kr_circle *circle, kr_viewer viewer, const char *to, kr_str *out,
                     kr_error *error) {
    kr_view view;
    kr_network network;
    kr_buf text;
    bool book = strncmp(to, "vcard", 5) == 0;
    kr_vcard_options options = {.four = strcmp(to, "vcard") == 0, .with_remarks = cli_has(c, OPT_NOTES)};
    kr_err err = cli_network(c, circle, viewer, &view, &network, error);
    if (err != KR_OK) return err;
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    if (!book) err = kr_network_with_kin(&network, &c->arena);
    if (err == KR_OK)
        err = book                      ? kr_vcard_write(&text, &network, &options)
              : strcmp(to, "json") == 0 ? kr_json_write(&text, &network)
                                        : kr_csv_write(&text, &network, true);
    if (err == KR_OK) err = kr_buf_end(&text, out);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

/* The family tree. What only the owner sees leaves only when asked for. */
static kr_err tree(cli *c, const kr_circle *circle, kr_viewer viewer, bool seven, kr_str *out,
                   kr_error *error) {
    kr_view view;
    kr_buf text;
    kr_gedcom_options options = {.seven = seven,
                                 .with_private = cli_has(c, OPT_PRIVATE),
                                 .with_notes = cli_has(c, OPT_NOTES),
                                 .today = kr_date_of(kr_clock_local(cli_maker(KR_NONE).at_ms))};
    kr_err err = kr_view_make(&view, &c->arena, circle, viewer, 0, error);
    if (err != KR_OK) return err;
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    err = kr_gedcom_write(&text, &c->arena, &view, &options, error);
    if (err != KR_OK) return err;
    return kr_buf_end(&text, out) == KR_OK ? KR_OK : kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

static bool is_picture(const char *to) {
    return strcmp(to, "svg") == 0 || strcmp(to, "pdf") == 0 || strcmp(to, "png") == 0;
}

/* Options that say something only of some kinds of file. */
static int fitting(cli *c, const char *to) {
    static const cli_opt drawing[] = {OPT_AS,   OPT_PAPER,       OPT_LARGE,  OPT_AREA,
                                      OPT_ROOT, OPT_GENERATIONS, OPT_LAYERS, OPT_PLAIN};
    bool tree = strncmp(to, "gedcom", 6) == 0, book = strncmp(to, "vcard", 5) == 0;
    for (size_t i = 0; i < KR_COUNT(drawing) && !is_picture(to); i++) {
        if (cli_has(c, drawing[i])) return cli_misuse(c, "cli.only_picture", cli_options[drawing[i]].name);
    }
    if (cli_has(c, OPT_NOTES) && !tree && !book) return cli_misuse(c, "cli.only_notes", "--notes");
    return CLI_DONE;
}

/* For research tools and studies: the code to end with. -1: some other kind of file, and the options fit. */
static int for_research(cli *c, const char *to) {
    static const char *const graphs[] = {"egor", "egoweb", "networkcanvas", "graphml", "gexf"};
    bool research = strcmp(to, "research") == 0, graph = false;
    for (size_t i = 0; i < KR_COUNT(graphs); i++) graph = graph || strcmp(to, graphs[i]) == 0;
    if (c->n_operands > 1 && !research) return cli_misuse(c, "cli.too_many", c->operands[1]);
    if (cli_has(c, OPT_NAMES) && !graph) return cli_misuse(c, "cli.not_here", "--names");
    if ((cli_has(c, OPT_TEXT) || cli_has(c, OPT_KEY)) && !research)
        return cli_misuse(c, "cli.not_here", "--text, --key");
    if (cli_has(c, OPT_INITIALS) && (graph || research)) return cli_misuse(c, "cli.not_here", "--initials");
    if (cli_has(c, OPT_PRIVATE) && ((graph && !cli_has(c, OPT_NAMES)) || research))
        return cli_misuse(c, "cli.not_here", "--private");
    if (cli_has(c, OPT_PRIVATE) && !graph && !research && strncmp(to, "gedcom", 6) != 0)
        return cli_misuse(c, "cli.only_gedcom", "--private");
    if (research) return cli_export_research(c);
    return graph ? cli_export_graph(c) : -1;
}

int cmd_export(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    kr_str bytes;
    const char *out = c->values[OPT_OUT], *to = c->values[OPT_FILE];
    kr_viewer viewer = cli_has(c, OPT_INITIALS) ? KR_VIEWER_INITIALS : KR_VIEWER_OWNER;
    int code = fitting(c, to);
    if (code != CLI_DONE) return code;
    code = for_research(c, to);
    if (code >= 0) return code;
    if (is_picture(to)) {
        if (!cli_has(c, OPT_AS)) c->values[OPT_AS] = "lensink";
        c->values[OPT_PICTURE] = to;
        return cmd_draw(c);
    }
    kr_err err = cli_absent(out, &error);
    if (err != KR_OK) return cli_fail(c, out, &error);
    err = cli_load(c, c->operand, &circle, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    if (strcmp(to, "kring") == 0) {
        err = cli_save(c, out, &circle, viewer, &error);
    } else {
        if (strncmp(to, "gedcom", 6) == 0)
            err = tree(c, &circle, viewer, strcmp(to, "gedcom") == 0, &bytes, &error);
        else
            err = people(c, &circle, viewer, to, &bytes, &error);
        if (err == KR_OK) err = cli_write(c, out, bytes, &error);
    }
    return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
}
