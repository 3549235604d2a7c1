/* Drawings beside what comes out: a line through time, when somebody wants one, and a wheel. */
#include "core/num.h"
#include "web/pages_questions.h"

#define WIDE    640.0
#define HIGH    200.0
#define EDGE    28.0
#define AROUND  150.0
#define MOST_AT 60

static void put_point(kr_buf *out, double x, double y) {
    kr_put_num(out, x);
    kr_put_c(out, ',');
    kr_put_num(out, y);
    kr_put_c(out, ' ');
}

static void put_begin(const kr_page *page, kr_buf *out, const char *box, const char *key) {
    kr_put_z(out, "<svg class=\"k-qdraw\" viewBox=\"");
    kr_put_z(out, box);
    kr_put_z(out, "\" role=\"img\" aria-label=\"");
    kr_put_xml(out, kr_word(page->lang, key));
    kr_put_z(out, "\">");
}

static void put_text(kr_buf *out, double x, double y, const char *anchor, kr_str text) {
    kr_put_z(out, "<text x=\"");
    kr_put_num(out, x);
    kr_put_z(out, "\" y=\"");
    kr_put_num(out, y);
    kr_put_z(out, "\" text-anchor=\"");
    kr_put_z(out, anchor);
    kr_put_z(out, "\">");
    kr_put_xml(out, text);
    kr_put_z(out, "</text>");
}

static void put_dot(kr_buf *out, double x, double y) {
    kr_put_z(out, "<circle r=\"5\" cx=\"");
    kr_put_num(out, x);
    kr_put_z(out, "\" cy=\"");
    kr_put_num(out, y);
    kr_put_z(out, "\"/>");
}

static kr_str figure(const kr_page *page, double value) {
    kr_buf out = kr_page_buf(page);
    kr_ask_put_number(&out, page->lang, value);
    return kr_page_text(&out);
}

kr_str kr_ask_line_svg(const kr_page *page, const double *values, size_t n, double least, double most) {
    kr_buf out = kr_page_buf(page);
    double step = n > 1 ? (WIDE - 3 * EDGE) / (double)(n - 1) : 0, span = most > least ? most - least : 1;
    put_begin(page, &out, "0 0 640 200", "ask.time.svg");
    kr_put_z(&out, "<path class=\"k-qdraw__edge\" d=\"M48 28H612M48 172H612\"/>");
    put_text(&out, 40, 33, "end", figure(page, most));
    put_text(&out, 40, 177, "end", figure(page, least));
    kr_put_z(&out, "<polyline points=\"");
    for (size_t i = 0; i < n; i++)
        put_point(&out, 2 * EDGE + step * (double)i,
                  HIGH - EDGE - (values[i] - least) / span * (HIGH - 2 * EDGE));
    kr_put_z(&out, "\"/>");
    for (size_t i = 0; i < n; i++)
        put_dot(&out, 2 * EDGE + step * (double)i,
                HIGH - EDGE - (values[i] - least) / span * (HIGH - 2 * EDGE));
    kr_put_z(&out, "</svg>");
    return kr_page_text(&out);
}

static void put_spoke(kr_buf *out, double x, double y) {
    kr_put_z(out, "<path class=\"k-qdraw__edge\" d=\"M320 200L");
    put_point(out, x, y);
    kr_put_z(out, "\"/>");
}

kr_str kr_ask_wheel_svg(const kr_page *page, const double values[8], const kr_str names[8]) {
    kr_buf out = kr_page_buf(page);
    put_begin(page, &out, "0 0 640 400", "ask.wheel.svg");
    kr_put_z(&out, "<circle class=\"k-qdraw__edge\" cx=\"320\" cy=\"200\" r=\"150\"/>"
                   "<circle class=\"k-qdraw__edge\" cx=\"320\" cy=\"200\" r=\"75\"/>");
    for (int i = 0; i < 8; i++) {
        double angle = KR_PI * (2 * i + 1) / 8 - KR_PI / 2, x = kr_cos(angle), y = kr_sin(angle);
        put_spoke(&out, 320 + AROUND * x, 200 + AROUND * y);
        put_text(&out, 320 + (AROUND + 14) * x, 205 + (AROUND + 14) * y, x > 0 ? "start" : "end", names[i]);
    }
    /* A spoke about which nothing was said has no dot, and no line runs through it. */
    for (int i = 0; i < 8; i++) {
        double angle = KR_PI * (2 * i + 1) / 8 - KR_PI / 2, next = KR_PI * (2 * i + 3) / 8 - KR_PI / 2;
        double here = values[i], there = values[(i + 1) % 8];
        if (here < 0) continue;
        double x = 320 + AROUND * here / 10 * kr_cos(angle), y = 200 + AROUND * here / 10 * kr_sin(angle);
        if (there >= 0) {
            kr_put_z(&out, "<polyline points=\"");
            put_point(&out, x, y);
            put_point(&out, 320 + AROUND * there / 10 * kr_cos(next),
                      200 + AROUND * there / 10 * kr_sin(next));
            kr_put_z(&out, "\"/>");
        }
        put_dot(&out, x, y);
    }
    kr_put_z(&out, "</svg>");
    return kr_page_text(&out);
}

/* -- through time
 * ------------------------------------------------------------------------------------------ */
typedef struct times {
    const kr_filled *filled[MOST_AT];
    kr_ask_score *scores[MOST_AT];
    size_t n_scores[MOST_AT], n;
} times;

static bool same_voice(const kr_filled *a, const kr_filled *b) {
    bool one = a->by == KR_filled_by_other, two = b->by == KR_filled_by_other;
    return one == two && (!one || kr_str_eq(a->by_whom, b->by_whom));
}

static int64_t time_of(const kr_filled *filled) {
    return filled->finished ? filled->finished : filled->started;
}

/* Only those that somebody wanted on the line, by the same voice, in the order of time. */
static void collect(const kr_page *page, const kr_question_set *set, const kr_filled *mine, times *t) {
    const kr_circle *c = page->request->view.circle;
    for (size_t i = 0; i < c->n_fillings && t->n < MOST_AT; i++) {
        const kr_filled *one = &c->fillings[i];
        kr_ask_filled answers;
        bool ours = !one->gone && one->line == KR_yesno_yes && kr_str_eq(one->questions, set->id);
        if (!ours || !same_voice(one, mine)) continue;
        if (kr_filled_answers(&answers, page->request->arena, c, set->set, one->id) != KR_OK) return;
        size_t at = t->n;
        while (at > 0 && time_of(t->filled[at - 1]) > time_of(one)) {
            t->filled[at] = t->filled[at - 1];
            t->scores[at] = t->scores[at - 1];
            t->n_scores[at] = t->n_scores[at - 1];
            at--;
        }
        if (kr_ask_scores(&t->scores[at], &t->n_scores[at], page->request->arena, &answers) != KR_OK) return;
        t->filled[at] = one;
        t->n++;
    }
}

static void put_scale(const kr_page *page, kr_model *array, const times *t, size_t scale) {
    double values[MOST_AT];
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        if (scale < t->n_scores[i] && t->scores[i][scale].state == KR_ASK_SCORED)
            values[n++] = t->scores[i][scale].value;
    if (n < 2) return;
    const kr_ask_score *first = &t->scores[0][scale];
    kr_model *object = kr_add_object(array), *rows = kr_put_array(object, "rows");
    kr_put_text(object, "label",
                kr_ask_word(page->lang, "scale", first->scale->instrument, first->scale->name));
    kr_put_markup(object, "line_svg", kr_ask_line_svg(page, values, n, first->least, first->most));
    for (size_t i = 0; i < t->n; i++) {
        const kr_ask_score *one = scale < t->n_scores[i] ? &t->scores[i][scale] : NULL;
        if (!one || one->state != KR_ASK_SCORED) continue;
        kr_model *row = kr_add_object(rows);
        kr_put_text(row, "when", kr_page_day(page, time_of(t->filled[i])));
        kr_put_text(row, "value", figure(page, one->value));
    }
}

void kr_put_through_time(const kr_page *page, kr_model *model, const kr_question_set *set,
                         const kr_filled *filled) {
    times *t = kr_new(page->request->arena, times);
    kr_model *array = kr_put_array(model, "times");
    if (t && filled->line == KR_yesno_yes) collect(page, set, filled, t);
    for (size_t i = 0; t && t->n > 1 && i < t->n_scores[0]; i++) put_scale(page, array, t, i);
    kr_put_bool(model, "has_times", kr_model_count(array) > 0);
}
