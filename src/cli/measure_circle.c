/* `kring measure FILE`: the measures of one circle, to be read or as a table. */
#include "cli/measure.h"
#include "core/utf8.h"
#include "measure/circle.h"

enum { WITH = KR_WITH_PAID, WITHOUT = KR_WITHOUT_PAID, SIDES = KR_PAID_SIDES };

typedef struct figures {
    kr_measured *all;
    size_t n;
} figures;

static kr_str text_of(double value, char text[33]) {
    return kr_str_n(text, kr_measure_text(value, text));
}

static bool is_with(const kr_measured *a, const kr_measured *b) {
    return strcmp(a->of, b->of) == 0;
}

/* "density": 0.25, or "count": {"family": 3, ...}; names are our own and need no escape. */
static void put_json_side(kr_buf *out, const figures *f, size_t side) {
    char text[33];
    for (size_t i = 0; i < f->n; i++) {
        const kr_measured *one = &f->all[i], *last = i ? one - 1 : NULL,
                          *next = i + 1 < f->n ? one + 1 : NULL;
        bool opens = !last || !is_with(last, one), closes = !next || !is_with(next, one);
        bool first = one->category && (opens || !last->category || strcmp(last->measure, one->measure) != 0);
        bool end = one->category && (closes || !next->category || strcmp(next->measure, one->measure) != 0);
        kr_str value = text_of(one->value[side], text);
        if (last && opens) kr_put_c(out, ',');
        if (opens) {
            kr_put_z(out, "\n  \"");
            kr_put_z(out, one->of);
            kr_put_z(out, "\": {");
        }
        if (!opens && (!one->category || first)) kr_put_c(out, ',');
        if (!one->category || first) {
            kr_put_z(out, "\n    \"");
            kr_put_z(out, one->measure);
            kr_put_z(out, "\": ");
        }
        if (one->category) {
            kr_put_z(out, first ? "{\"" : ", \"");
            kr_put_z(out, one->category);
            kr_put_z(out, "\": ");
        }
        kr_put(out, value.len ? value : KR_STR("null"));
        if (end) kr_put_c(out, '}');
        if (closes) kr_put_c(out, '}');
    }
}

static void put_json(kr_buf *out, const figures *f) {
    kr_put_z(out, "{\"with_paid\": {");
    put_json_side(out, f, WITH);
    kr_put_z(out, "},\n\"without_paid\": {");
    put_json_side(out, f, WITHOUT);
    kr_put_z(out, "}}\n");
}

static void put_padded(kr_buf *out, kr_str text, size_t wide) {
    kr_put(out, text);
    for (size_t n = kr_utf8_count(text); n < wide; n++) kr_put_c(out, ' ');
}

/* For reading: what is known, in columns. */
static void put_plain(kr_buf *out, kr_lang lang, const figures *f) {
    char text[33];
    put_padded(out, KR_NONE, 52);
    put_padded(out, kr_word(lang, "measure.with_paid"), 20);
    kr_put(out, kr_word(lang, "measure.without_paid"));
    kr_put_c(out, '\n');
    for (size_t i = 0; i < f->n; i++) {
        const kr_measured *one = &f->all[i];
        kr_buf name;
        kr_str said = KR_NONE;
        if (!kr_is_defined(one->value[WITH]) && !kr_is_defined(one->value[WITHOUT])) continue;
        kr_buf_init(&name, out->arena, 256);
        kr_put_z(&name, one->of);
        kr_put_c(&name, ' ');
        kr_put_z(&name, one->measure);
        if (one->category) kr_put_c(&name, ' ');
        if (one->category) kr_put_z(&name, one->category);
        if (kr_buf_end(&name, &said) != KR_OK) out->err = KR_E_MEMORY;
        put_padded(out, said, 52);
        put_padded(out, text_of(one->value[WITH], text), 20);
        kr_put(out, text_of(one->value[WITHOUT], text));
        kr_put_c(out, '\n');
    }
}

int measure_circle(cli *c) {
    kr_error error = {0};
    kr_circle circle;
    kr_view view;
    kr_network network;
    kr_buf out;
    kr_str text;
    figures f;
    kr_err err = cli_load(c, c->operand, &circle, &error);
    if (err == KR_OK) err = cli_network(c, &circle, KR_VIEWER_OWNER, &view, &network, &error);
    if (err == KR_OK) err = kr_measured_of(&f.all, &f.n, &c->arena, &circle, &network, &error);
    if (err != KR_OK) return cli_fail(c, c->operand, &error);
    kr_buf_init(&out, &c->arena, CLI_MOST_BYTES);
    if (cli_has(c, OPT_CSV))
        kr_measured_csv(&out, f.all, f.n);
    else if (cli_has(c, OPT_JSON))
        put_json(&out, &f);
    else
        put_plain(&out, c->lang, &f);
    err = kr_buf_end(&out, &text);
    if (err != KR_OK) return cli_fail_key(c, NULL, "error.memory", NULL);
    err = cli_write(c, "-", text, &error);
    return err == KR_OK ? CLI_DONE : cli_fail(c, "-", &error);
}
