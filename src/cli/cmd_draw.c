#include "cli/cli.h"
#include "core/utf8.h"
#include "draw/draw.h"
#include "web/engine.h"
#include "web/thens.h"

static kr_str text_of(void *context, const char *key) {
    const cli *c = context;
    return kr_word(c->lang, key);
}

/* "svg", "pdf" or "png": as asked for, else by the name of the output, else svg. NULL: a name that says
 * nothing. */
static const char *picture_of(const cli *c) {
    static const char *const kinds[] = {"svg", "pdf", "png"};
    if (cli_has(c, OPT_PICTURE)) return c->values[OPT_PICTURE];
    if (strcmp(c->values[OPT_OUT], "-") == 0) return "svg";
    const char *dot = strrchr(c->values[OPT_OUT], '.');
    for (size_t i = 0; dot && i < KR_COUNT(kinds); i++) {
        if (strcmp(dot + 1, kinds[i]) == 0) return kinds[i];
    }
    return NULL;
}

/* The areas of a drawing, by their keys; returns how many. */
static size_t areas_of(kr_drawing as, const char *keys[KR_ECO_AREAS]) {
    static const kr_form_id forms[] = {0, KR_FORM_LENSINK, KR_FORM_WARD, KR_FORM_HORIZONS, KR_FORM_RINGS};
    size_t n = KR_ECO_AREAS;
    if (as > KR_DRAW_ECOGRAM) return 0;
    if (as == KR_DRAW_ECOGRAM) {
        for (size_t i = 0; i < n; i++) keys[i] = kr_eco_areas()[i].key;
        return n;
    }
    const kr_form *form = kr_form_of(forms[as]);
    n = form->n_areas > 1 ? form->n_areas : 0;
    for (size_t i = 0; i < n; i++) keys[i] = form->areas[i].key;
    return n;
}

/* Whatever the capitals. */
static bool same_word(kr_str a, kr_str b) {
    size_t at = 0, bt = 0;
    while (at < a.len && bt < b.len) {
        if (kr_utf8_fold(kr_utf8_next(a, &at)) != kr_utf8_fold(kr_utf8_next(b, &bt))) return false;
    }
    return at == a.len && bt == b.len;
}

/* --area by name or number into *area; false when this drawing has none such, and *names says which it has.
 */
static bool find_area(cli *c, kr_drawing as, int *area, kr_str *names) {
    const char *keys[KR_ECO_AREAS];
    size_t n = areas_of(as, keys);
    kr_str wish = kr_str_z(c->values[OPT_AREA]);
    int64_t number = 0;
    kr_buf all;
    kr_buf_init(&all, &c->arena, 4096);
    if (kr_str_int(wish, &number) && number >= 1 && number <= (int64_t)n) *area = (int)number;
    for (size_t i = 0; i < n; i++) {
        kr_str name = kr_word(c->lang, keys[i]);
        if (same_word(name, wish)) *area = (int)i + 1;
        if (i) kr_put_z(&all, ", ");
        kr_put(&all, name);
    }
    kr_put_c(&all, 0);
    return kr_buf_end(&all, names) == KR_OK && *area > 0;
}

static kr_err make_scene(cli *c, const kr_circle *circle, kr_draw_options *options, kr_scene **scene,
                         kr_network *network, kr_error *error) {
    kr_view view;
    kr_viewer viewer = kr_drawing_viewer(options->as, cli_has(c, OPT_INITIALS));
    kr_then *moments;
    options->large = options->large || cli_has(c, OPT_LARGE);
    options->roles = true;
    options->text = text_of;
    options->text_context = c;
    kr_err err = cli_network(c, circle, viewer, &view, network, error);
    if (err != KR_OK) return err;
    if (cli_heading(c, &view, network, &options->title, &options->date_line) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    /* Other drawings say themselves what they show. */
    if (options->as > KR_DRAW_ECOGRAM && options->as != KR_DRAW_MAP) options->title = KR_NONE;
    if (options->as == KR_DRAW_OVER_TIME) {
        int64_t at = circle->n_changes ? circle->changes[circle->n_changes - 1].at_ms : 0;
        err = kr_thens_make(&moments, &options->n_moments, NULL, &c->arena, circle, viewer, c->lang,
                            kr_clock_local(at), error);
        if (err != KR_OK) return err;
        options->moments = moments;
    }
    return kr_scene_make(scene, &c->arena, network, options, error);
}

static void put_number(kr_buf *json, const char *name, double number) {
    kr_put_z(json, json->len > 1 ? ", \"" : "\"");
    kr_put_z(json, name);
    kr_put_z(json, "\": ");
    kr_put_num(json, number);
}

/* `names`: how many there are besides the person in the middle, in this kind of drawing. */
static int report(cli *c, const kr_scene *scene, size_t names) {
    kr_scene_report found;
    kr_buf json;
    kr_str text;
    kr_error error = {0};
    if (kr_scene_check(&found, &c->arena, scene) != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    kr_buf_init(&json, &c->arena, 4096);
    kr_put_c(&json, '{');
    put_number(&json, "persons", (double)found.persons);
    put_number(&json, "overlaps", (double)found.overlaps);
    put_number(&json, "names", (double)names);
    put_number(&json, "shortened", (double)found.shortened);
    put_number(&json, "smallest_pt", found.smallest);
    put_number(&json, "sheets", (double)kr_scene_sheets(scene));
    put_number(&json, "crossings", (double)found.crossings);
    put_number(&json, "through", (double)found.through);
    put_number(&json, "bends", (double)found.bends);
    put_number(&json, "width", found.width);
    put_number(&json, "height", found.height);
    put_number(&json, "longest", found.longest);
    kr_put_z(&json, "}\n");
    if (kr_buf_end(&json, &text) != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    return cli_write(c, "-", text, &error) == KR_OK ? CLI_DONE : cli_fail(c, "-", &error);
}

/* Paper that people hold is readable; a picture is looked at on a screen, and one can come nearer. */
static int sheets_of(const cli *c, const char *kind) {
    const char *wish = cli_value(c, OPT_SHEETS, kind && strcmp(kind, "pdf") == 0 ? "readable" : "one");
    return strcmp(wish, "many") == 0  ? KR_SHEETS_MANY
           : strcmp(wish, "one") == 0 ? KR_SHEETS_ONE
                                      : KR_SHEETS_READABLE;
}

/* A PDF has a page for each sheet, with a form feed between them, as the worker wants them; a picture shows
 * all in one. */
static kr_err put_sheets(cli *c, kr_buf *out, const kr_scene *scene, const char *kind) {
    size_t n = strcmp(kind, "pdf") == 0 ? kr_scene_sheets(scene) : 0;
    kr_err err = KR_OK;
    if (n == 0) kr_scene_svg(out, scene, true);
    for (size_t i = 0; i < n && err == KR_OK; i++) {
        if (i) kr_put_c(out, '\f');
        err = kr_scene_sheet_svg(out, &c->arena, scene, i);
    }
    if (n > 1) {
        kr_word_arg arg = KR_WORD_NUMBER("n", (int64_t)n);
        cli_say(c, stderr, "cli.sheets", &arg, 1);
    }
    return err;
}

int cmd_draw(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    kr_network network;
    kr_scene *scene = NULL;
    kr_buf text;
    kr_str bytes;
    bool check = cli_has(c, OPT_CHECK);
    const char *out = c->values[OPT_OUT], *kind = NULL;
    kr_draw_options options = {0};
    kr_str names = KR_STR("");
    if (!check && !out) return cli_misuse(c, "cli.missing_out", NULL);
    if (!check && !(kind = picture_of(c))) return cli_misuse(c, "cli.which_picture", out);
    bool map = strncmp(c->values[OPT_AS], "map:", 4) == 0;
    options.as = map ? KR_DRAW_MAP : kr_drawing_named(kr_str_z(c->values[OPT_AS]));
    if (cli_has(c, OPT_AREA) && !find_area(c, options.as, &options.zoom_area, &names))
        return cli_misuse(c, "cli.which_area", names.ptr);
    if (!check && cli_absent(out, &error) != KR_OK) return cli_fail(c, out, &error);
    kr_err err = cli_load(c, c->operand, &circle, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    int code = cli_draw_options(c, &circle, &options);
    if (code != CLI_DONE) return code;
    options.sheets = sheets_of(c, kind);
    err = make_scene(c, &circle, &options, &scene, &network, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    if (check) return report(c, scene, network.n + (options.as == KR_DRAW_GENOGRAM ? network.n_kin : 0));
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    if (put_sheets(c, &text, scene, kind) != KR_OK || kr_buf_end(&text, &bytes) != KR_OK)
        return cli_fail_key(c, NULL, "error.memory", NULL);
    if (strcmp(kind, "svg") != 0) err = cli_paper(c, kind, bytes, &bytes, &error);
    if (err == KR_OK) err = cli_write(c, out, bytes, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
}
