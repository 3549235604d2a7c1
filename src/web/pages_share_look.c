/* How a circle looks through somebody's eyes: a small circle of what they see, and in words what they do and
 * do not. The drawing is made from the very circle that the store would give them. */
#include "core/num.h"
#include "core/utf8.h"
#include "web/engine.h"
#include "web/pages_share.h"

#define INNER 56.0
#define OUTER 386.0
#define DOT   22.0
#define NAMES 12

typedef struct little {
    kr_buf *out;
    const kr_form *form;
    uint32_t here[KR_FORM_RINGS][KR_FORM_AREAS], put[KR_FORM_RINGS][KR_FORM_AREAS];
} little;

static double ring_edge(const little *l, size_t ring) {
    static const double four[] = {INNER, 152, 232, 312, OUTER}; /* the inmost is wider: it has least room */
    if (l->form->n_rings == 4) return four[ring];
    return INNER + (OUTER - INNER) * (double)ring / (double)l->form->n_rings;
}

static void put_polar(kr_buf *out, char letter, double radius, double degrees) {
    double a = degrees * KR_PI / 180;
    kr_put_point(out, letter, radius * kr_sin(a), -radius * kr_cos(a));
}

static void put_arc(kr_buf *out, double radius, int sweep, double degrees) {
    double a = degrees * KR_PI / 180;
    kr_put_c(out, 'A');
    kr_put_num(out, radius);
    kr_put_c(out, ' ');
    kr_put_num(out, radius);
    kr_put_z(out, sweep ? " 0 0 1 " : " 0 0 0 ");
    kr_put_num(out, radius * kr_sin(a));
    kr_put_c(out, ' ');
    kr_put_num(out, -radius * kr_cos(a));
}

static void put_ground(const little *l) {
    kr_buf *out = l->out;
    for (size_t area = 0; area < l->form->n_areas; area++) {
        const kr_form_area *a = &l->form->areas[area];
        for (size_t ring = l->form->n_rings; ring > 0; ring--) {
            kr_put_z(out, "<path class=\"w q");
            kr_put_int(out, a->tint);
            kr_put_z(out, " r");
            kr_put_int(out, (int64_t)ring);
            kr_put_z(out, "\" d=\"");
            put_polar(out, 'M', ring_edge(l, ring), a->from);
            put_arc(out, ring_edge(l, ring), 1, a->to);
            put_polar(out, 'L', ring_edge(l, ring - 1), a->to);
            put_arc(out, ring_edge(l, ring - 1), 0, a->from);
            kr_put_z(out, "Z\"/>");
        }
    }
    for (size_t ring = 1; ring < l->form->n_rings; ring++) {
        kr_put_z(out, "<circle class=\"m-ring\" r=\"");
        kr_put_num(out, ring_edge(l, ring));
        kr_put_z(out, "\"/>");
    }
    kr_put_z(out, "<path class=\"m-axis\" d=\"");
    for (size_t area = 0; area < l->form->n_areas; area++) {
        put_polar(out, 'M', INNER, l->form->areas[area].from);
        put_polar(out, 'L', OUTER, l->form->areas[area].from);
    }
    kr_put_z(out, "\"/>");
}

/* Rows of one cell, each evenly over its arc; a cell with many gets more rows and smaller dots. */
static void put_dot(little *l, const kr_alter *alter, kr_place place) {
    const kr_form_area *a = &l->form->areas[place.area - 1];
    uint32_t many = l->here[place.ring - 1][place.area - 1], at = l->put[place.ring - 1][place.area - 1]++;
    double low = ring_edge(l, place.ring - 1u), high = ring_edge(l, place.ring);
    double middle = (low + high) / 2, arc = (a->to - a->from) * KR_PI / 180 * middle;
    uint32_t per_row = arc > 52 ? (uint32_t)(arc / 52) : 1;
    uint32_t rows = (many + per_row - 1) / per_row, row, of;
    if (rows > 3) rows = 3;
    per_row = (many + rows - 1) / rows;
    row = at / per_row;
    of = row + 1 < rows ? per_row : many - per_row * (rows - 1);
    double radius = low + (high - low) * (row + 1) / (rows + 1);
    double degrees = a->from + (a->to - a->from) * (at % per_row + 0.5) / of;
    double dot = rows > 1 ? DOT * 0.6 : DOT, turn = degrees * KR_PI / 180;
    kr_put_z(l->out, "<circle class=\"k-prev__p q");
    kr_put_int(l->out, a->tint);
    kr_put_z(l->out, "\" cx=\"");
    kr_put_num(l->out, radius * kr_sin(turn));
    kr_put_z(l->out, "\" cy=\"");
    kr_put_num(l->out, -radius * kr_cos(turn));
    kr_put_z(l->out, "\" r=\"");
    kr_put_num(l->out, dot);
    kr_put_z(l->out, "\"/>");
    if (rows > 1) return;
    kr_put_z(l->out, "<text class=\"k-prev__i\" x=\"");
    kr_put_num(l->out, radius * kr_sin(turn));
    kr_put_z(l->out, "\" y=\"");
    kr_put_num(l->out, -radius * kr_cos(turn) + 6);
    kr_put_z(l->out, "\">");
    kr_buf initials;
    kr_str text = KR_NONE;
    kr_buf_init(&initials, l->out->arena, 64);
    kr_put_initials(&initials, alter->person->name);
    if (kr_buf_end(&initials, &text) == KR_OK) kr_put_xml(l->out, text);
    kr_put_z(l->out, "</text>");
}

static void draw(kr_buf *out, const kr_network *net, kr_str label) {
    little l = {.out = out, .form = kr_form_of(KR_FORM_LENSINK)};
    for (size_t i = 0; i < net->n; i++) {
        kr_place place = kr_place_of(l.form, &net->alters[i]);
        if (place.ring && place.area) l.here[place.ring - 1][place.area - 1]++;
    }
    kr_put_z(out, "<svg class=\"k-prev\" viewBox=\"-400 -400 800 800\" role=\"img\" aria-label=\"");
    kr_put_xml(out, label);
    kr_put_z(out, "\"><g aria-hidden=\"true\">");
    put_ground(&l);
    for (size_t i = 0; i < net->n; i++) {
        kr_place place = kr_place_of(l.form, &net->alters[i]);
        if (place.ring && place.area) put_dot(&l, &net->alters[i], place);
    }
    kr_put_z(out, "<circle class=\"m-me\" r=\"48\"/><text class=\"k-prev__me\" y=\"8\">");
    if (net->ego) kr_put_xml(out, kr_share_call(net->ego->name));
    kr_put_z(out, "</text></g></svg>");
}

/* -- in words
 * ------------------------------------------------------------------------------------------------- */

static void put_not(const kr_page *page, kr_model *object, const kr_circle *shown,
                    const kr_share_entry *share) {
    kr_str names[NAMES + 1];
    const kr_circle *whole = page->request->view.circle;
    kr_id *left = kr_new_n(page->request->arena, kr_id, whole->n_persons + 1);
    size_t all = 0, n = 0, others = 0;
    if (left && share->rules.rights[KR_PART_MAP])
        all = kr_share_left_out(whole, shown, left, whole->n_persons);
    for (size_t i = 0; i < all; i++) {
        const kr_person *person = kr_circle_person(whole, left[i]);
        if (!person || !person->name.len) continue;
        /* who stands in the family tree alone goes with it: "de stamboom" is said already */
        if (person->only_family == KR_yesno_yes && !share->rules.rights[KR_PART_FAMILY]) continue;
        if (n < NAMES)
            names[n++] = person->name;
        else
            others++;
    }
    if (others) {
        kr_buf more = kr_page_buf(page);
        kr_word_arg arg = KR_WORD_NUMBER("n", (int64_t)others);
        kr_say(&more, page->lang, "share.others", &arg, 1);
        names[n++] = kr_page_text(&more);
    }
    kr_str text = kr_share_say_parts(page, &share->rules, true, 0, names, n);
    kr_put_text(object, "sees_not",
                text.len ? kr_page_high(page, text) : kr_word(page->lang, "share.closed.nothing"));
}

/* Who is there for them without a name. */
static void put_nameless(const kr_page *page, kr_model *object, const kr_circle *shown,
                         const kr_share_entry *share) {
    kr_id ids[NAMES];
    kr_str names[NAMES];
    const kr_circle *whole = page->request->view.circle;
    size_t all = share->rules.rights[KR_PART_MAP] ? kr_share_nameless(whole, shown, ids, NAMES) : 0, n = 0;
    for (size_t i = 0; i < all && i < NAMES; i++) {
        const kr_person *person = kr_circle_person(whole, ids[i]);
        if (person) names[n++] = person->name;
    }
    kr_buf list = kr_page_buf(page), say = kr_page_buf(page);
    kr_say_names(&list, page->lang, names, n, n);
    kr_word_arg args[] = {KR_WORD_TEXT("call", kr_share_call(share->name)),
                          KR_WORD_TEXT("names", kr_page_text(&list)), KR_WORD_NUMBER("n", (int64_t)all)};
    if (n) kr_say(&say, page->lang, "share.look.nameless", args, 3);
    kr_put_text(object, "nameless", kr_page_text(&say));
}

static kr_err put_look(const kr_page *page, kr_model *object, const kr_share_entry *share,
                       const kr_circle *shown, kr_error *error) {
    kr_view view;
    kr_network net;
    kr_err err = kr_view_make(&view, page->request->arena, shown, KR_VIEWER_GUEST, 0, error);
    if (err != KR_OK) return err;
    if (kr_network_make(&net, page->request->arena, &view))
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    bool map = share->rules.rights[KR_PART_MAP] != KR_RIGHT_NONE;
    kr_word_arg args[] = {KR_WORD_TEXT("call", kr_share_call(share->name)),
                          KR_WORD_NUMBER("n", (int64_t)net.n)};
    kr_buf svg = kr_page_buf(page), label = kr_page_buf(page);
    kr_put_bool(object, "map", map);
    kr_say(&label, page->lang, "share.look.svg", args, 2);
    if (map) draw(&svg, &net, kr_page_text(&label));
    kr_put_markup(object, "svg", kr_page_text(&svg));
    kr_put_share_name(page->request, object, share);
    kr_str text = kr_share_say_parts(page, &share->rules, false, net.n, NULL, 0);
    kr_put_text(object, "sees",
                text.len ? kr_page_high(page, text) : kr_word(page->lang, "share.part.nothing"));
    put_not(page, object, shown, share);
    put_nameless(page, object, shown, share);
    return KR_OK;
}

kr_err kr_put_share_look(const kr_page *page, kr_model *object, const kr_share_entry *share,
                         kr_error *error) {
    kr_request *request = page->request;
    kr_snapshot *snapshot;
    kr_access access;
    kr_err err = kr_circle_enter_as(request->web->store, &snapshot, &access, request->arena,
                                    request->account.id, request->circle_id, share->id, error);
    if (err != KR_OK) return err;
    err = put_look(page, object, share, kr_snapshot_circle(snapshot), error);
    kr_snapshot_release(request->web->store, snapshot);
    return err;
}
