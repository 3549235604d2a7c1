#include "cli/cli.h"
#include "core/utf8.h"
#include "format/format.h"
#include "web/paper.h"

enum { COLUMNS = 5 };

typedef struct row {
    kr_str cells[COLUMNS];
} row;

/* A choice in words: "sector.neighbour" from the catalogue. */
static kr_str choice_word(cli *c, kr_kind kind, uint16_t number, unsigned choice) {
    const kr_field *field = kr_schema_field(kind, number);
    const char *name = choice ? kr_choice_name(field->list, choice) : NULL;
    if (!name) return KR_NONE;
    kr_buf key;
    kr_str said;
    kr_buf_init(&key, &c->arena, 128);
    kr_put_z(&key, field->list->name);
    kr_put_c(&key, '.');
    kr_put_z(&key, name);
    return kr_buf_end(&key, &said) == KR_OK ? kr_word_s(c->lang, said) : KR_NONE;
}

/* On one line: what breaks a line or moves the cursor becomes a space. */
static kr_str one_line(cli *c, kr_str text) {
    kr_buf out;
    kr_str line;
    kr_buf_init(&out, &c->arena, CLI_MOST_BYTES);
    for (size_t at = 0; at < text.len;) {
        uint32_t point = kr_utf8_next(text, &at);
        bool breaks = point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029;
        kr_put_utf8(&out, breaks ? ' ' : point);
    }
    return kr_buf_end(&out, &line) == KR_OK ? line : KR_NONE;
}

static row row_of(cli *c, const kr_alter *alter) {
    unsigned close = alter->tie ? alter->tie->closeness : 0;
    bool kin = alter->person->only_family == KR_yesno_yes;
    return (row){{one_line(c, alter->person->name), one_line(c, alter->person->role),
                  kin ? kr_word(c->lang, "cli.only_family")
                      : choice_word(c, KR_KIND_person, KR_F_person_sector, alter->person->sector),
                  choice_word(c, KR_KIND_tie, KR_F_tie_closeness, close),
                  choice_word(c, KR_KIND_tie, KR_F_tie_live, alter->often)}};
}

static void put_row(kr_buf *out, const row *r, const size_t *widths) {
    size_t owed = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (r->cells[i].len) {
            for (; owed > 0; owed--) kr_put_c(out, ' ');
            kr_put(out, r->cells[i]);
        }
        owed += widths[i] + 2 - kr_utf8_count(r->cells[i]);
    }
    kr_put_c(out, '\n');
}

static kr_err put_table(cli *c, kr_buf *out, const kr_network *network) {
    static const char *const heads[COLUMNS] = {"cli.col.name", "cli.col.role", "cli.col.sector",
                                               "cli.col.closeness", "cli.col.often"};
    size_t widths[COLUMNS] = {0};
    row *rows = kr_new_n(&c->arena, row, network->n + 1);
    if (!rows) return KR_E_MEMORY;
    for (size_t i = 0; i < COLUMNS; i++) rows[0].cells[i] = kr_word(c->lang, heads[i]);
    for (size_t i = 0; i < network->n; i++) rows[i + 1] = row_of(c, &network->alters[i]);
    for (size_t r = 0; r <= network->n; r++) {
        for (size_t i = 0; i < COLUMNS; i++) {
            size_t wide = kr_utf8_count(rows[r].cells[i]);
            if (wide > widths[i]) widths[i] = wide;
        }
    }
    for (size_t r = 0; r <= network->n; r++) put_row(out, &rows[r], widths);
    return KR_OK;
}

/* On sheets of A4, for paper: what the wall may see. */
static int on_paper(cli *c, const char *out) {
    kr_error error = {0};
    kr_circle circle;
    kr_view view;
    kr_network network;
    kr_list_paper paper = {.large = cli_has(c, OPT_LARGE)};
    kr_buf text;
    kr_str bytes;
    const char *dot = strrchr(out, '.');
    if (strcmp(out, "-") != 0 && (!dot || strcmp(dot, ".pdf") != 0))
        return cli_misuse(c, "cli.list_pdf", out);
    if (cli_absent(out, &error) != KR_OK) return cli_fail(c, out, &error);
    kr_viewer viewer = cli_has(c, OPT_INITIALS) ? KR_VIEWER_INITIALS : KR_VIEWER_WALL;
    kr_err err = cli_load(c, c->operand, &circle, &error);
    if (err == KR_OK) err = cli_network(c, &circle, viewer, &view, &network, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    err = cli_heading(c, &view, &network, &paper.title, &paper.date_line);
    if (err == KR_OK) kr_list_svg(&text, c->lang, &network, &paper);
    if (err == KR_OK) err = kr_buf_end(&text, &bytes);
    if (err != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    err = cli_paper(c, "pdf", bytes, &bytes, &error);
    if (err == KR_OK) err = cli_write(c, out, bytes, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, out, &error);
}

int cmd_list(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    kr_view view;
    kr_network network;
    kr_buf text;
    kr_str said;
    if (cli_has(c, OPT_JSON) && cli_has(c, OPT_CSV)) return cli_misuse(c, "cli.one_of_two", "--json, --csv");
    if (cli_has(c, OPT_OUT) && (cli_has(c, OPT_JSON) || cli_has(c, OPT_CSV)))
        return cli_misuse(c, "cli.one_of_two", "-o, --json, --csv");
    if (cli_has(c, OPT_OUT)) return on_paper(c, c->values[OPT_OUT]);
    kr_viewer viewer = cli_has(c, OPT_INITIALS) ? KR_VIEWER_INITIALS : KR_VIEWER_OWNER;
    kr_err err = cli_load(c, c->operand, &circle, &error);
    if (err == KR_OK) err = cli_network(c, &circle, viewer, &view, &network, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    if (kr_network_with_kin(&network, &c->arena) != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    kr_buf_init(&text, &c->arena, CLI_MOST_BYTES);
    err = cli_has(c, OPT_JSON)  ? kr_json_write(&text, &network)
          : cli_has(c, OPT_CSV) ? kr_csv_write(&text, &network, false)
                                : put_table(c, &text, &network);
    if (err == KR_OK) err = kr_buf_end(&text, &said);
    if (err != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    err = cli_write(c, "-", said, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, "-", &error);
}
