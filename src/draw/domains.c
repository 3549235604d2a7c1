/* People and places per domain of life: a calm card for each domain, places beside the people with a symbol
 * of their own. Somebody may stand in several. */
#include "draw/ringed.h"

#include "draw/font_metrics.h"

/* In the order of the choices; which of the four colours. */
static const struct {
    uint8_t domain, tint;
    const char *key;
} rows[] = {
    {KR_domain_home, 1, "domain.home"},
    {KR_domain_work, 4, "domain.work"},
    {KR_domain_school, 3, "domain.school"},
    {KR_domain_sport, 2, "domain.sport"},
    {KR_domain_hobby, 2, "domain.hobby"},
    {KR_domain_culture, 1, "domain.culture"},
    {KR_domain_faith, 4, "domain.faith"},
    {KR_domain_shared, 3, "domain.shared"},
    {KR_domain_neighbourhood, 3, "domain.neighbourhood"},
    {KR_domain_online, 2, "domain.online"},
    {KR_domain_care, 1, "domain.care"},
    {KR_domain_shops, 4, "domain.shops"},
};

#define GAP   12.0
#define PAD   14.0
#define ROW   36.0
#define R     13.0
#define FONT  13.2
#define HEAD  15.5
#define LARGE 9 /* more than this: a card as wide as the drawing */

typedef struct card {
    size_t row; /* of the table above */
    uint32_t *who;
    size_t n, n_people; /* people, groups and animals first, then places */
    kr_label title;
    size_t columns;
    double x, y, width, height;
} card;

static bool stands_in(const kr_alter *a, uint8_t domain) {
    uint32_t set = a->person->domain | (a->tie ? a->tie->domains : 0);
    return set >> domain & 1;
}

static bool is_place(const kr_alter *a) {
    return a->person->what == KR_what_place;
}

static kr_err fill(kr_drawing_work *w, card *cards) {
    size_t total = 0;
    for (size_t c = 0; c < KR_COUNT(rows); c++) {
        cards[c] = (card){.row = c, .who = kr_new_n(w->arena, uint32_t, w->network->n + 1)};
        if (!cards[c].who) return KR_E_MEMORY;
        for (int places = 0; places < 2; places++) {
            for (size_t i = 0; i < w->network->n; i++) {
                const kr_alter *a = &w->network->alters[i];
                if (is_place(a) == places && stands_in(a, rows[c].domain))
                    cards[c].who[cards[c].n++] = (uint32_t)i;
            }
            if (!places) cards[c].n_people = cards[c].n;
        }
        total += cards[c].n;
    }
    return total ? KR_OK : KR_E_NOT_FOUND;
}

static double title_height(const card *c) {
    return KR_FONT_LINE * HEAD * c->title.lines + 10;
}

static void measure(kr_drawing_work *w, card *c, double width, size_t columns) {
    size_t places = c->n - c->n_people;
    c->width = width;
    c->columns = columns;
    c->title = kr_label_break(kr_word_for(w, rows[c->row].key), (width - 2 * PAD) / (HEAD * 1.08));
    size_t lines = (c->n_people + columns - 1) / columns + (places + columns - 1) / columns;
    c->height = PAD + title_height(c) + (double)lines * ROW + (places && c->n_people ? 10 : 0) + 8;
}

/* Small cards in rows, as high as the highest of the row; large ones below them. Returns the height. */
static double set_out(kr_drawing_work *w, card *cards) {
    size_t across = w->narrow ? 1 : 4, wide_columns = w->narrow ? 2 : 4, in_row[4], n = 0;
    double y = 0, width = (w->width - (double)(across - 1) * GAP) / (double)across;
    for (size_t i = 0; i <= KR_COUNT(rows); i++) {
        bool last = i == KR_COUNT(rows), large = !last && cards[i].n > LARGE;
        if (!last && !large) {
            measure(w, &cards[i], width, w->narrow ? 2 : 1);
            in_row[n++] = i;
        }
        if (n == 0 || (n < across && !last)) continue;
        double tall = 0;
        for (size_t k = 0; k < n; k++) tall = cards[in_row[k]].height > tall ? cards[in_row[k]].height : tall;
        for (size_t k = 0; k < n; k++) {
            cards[in_row[k]].x = (double)k * (width + GAP);
            cards[in_row[k]].y = y;
            cards[in_row[k]].height = tall;
        }
        y += tall + GAP;
        n = 0;
    }
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        if (cards[i].n <= LARGE) continue;
        measure(w, &cards[i], w->width, wide_columns);
        cards[i].x = 0;
        cards[i].y = y;
        y += cards[i].height + GAP;
    }
    return y - GAP;
}

static void put_name(kr_drawing_work *w, const kr_spot *s, double x, double room) {
    kr_label label = kr_label_break(s->name, room / FONT);
    bool cut = false, cut_again = false;
    double y = s->y + (KR_FONT_ASCENT - KR_FONT_DESCENT - (label.lines - 1) * KR_FONT_LINE) / 2 * FONT;
    kr_shape *text = kr_scene_text(w->scene, "t", x, y, FONT,
                                   kr_text_fit(w->arena, label.line[0], room / FONT, 400, &cut));
    if (label.lines == 2) text->extra = kr_text_fit(w->arena, label.line[1], room / FONT, 400, &cut_again);
    text->anchor = KR_START;
    text->owner = s->alter + 1;
    text->mark = KR_MARK_NAME;
    text->cut = cut || cut_again || s->cut;
}

static void put_one(kr_drawing_work *w, kr_spot *s, uint8_t tint, double room) {
    const kr_alter *a = &w->network->alters[s->alter];
    kr_scene *scene = w->scene;
    kr_shape *item = kr_scene_add(scene, KR_SH_ITEM, NULL);
    item->x = s->x;
    item->y = s->y;
    item->tint = tint;
    kr_shape *link = kr_scene_add(scene, KR_SH_LINK, is_place(a) ? "m-d f1" : "m-d f0");
    link->ring = 3;
    link->text = kr_told_circle(w, s);
    link->extra = kr_person_href(w, a->person->id);
    (void)kr_scene_rect(scene, "sel", s->x - R - 3, s->y - ROW / 2 + 1, room + 2 * R + 12, ROW - 2, 8);
    kr_put_symbol(scene, a->person->what, s->x, s->y, R, false, s->alter + 1);
    put_name(w, s, s->x + R + 7, room);
    kr_scene_close(scene);
    kr_shape *text = kr_scene_text(scene, is_place(a) ? "m-di f1" : "m-di f0", s->x, s->y + 4.4, 12.4,
                                   kr_initials_of(w->arena, a->person->name));
    text->bold = true;
    text->hidden = true;
    text->mark = KR_MARK_NONE;
    kr_scene_close(scene);
}

static kr_str list_words(kr_drawing_work *w, const card *c) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, w->arena, 4096);
    kr_put(&buf, kr_word_for(w, rows[c->row].key));
    kr_put_z(&buf, ", ");
    kr_put_int(&buf, (int64_t)c->n);
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    return out;
}

static void put_card(kr_drawing_work *w, const card *c, bool *drawn) {
    kr_scene *scene = w->scene;
    uint8_t tint = rows[c->row].tint;
    (void)kr_scene_group(scene, NULL, true);
    kr_shape *ground =
        kr_scene_rect(scene, c->n ? "d-card" : "d-card d-open", c->x, c->y, c->width, c->height, 14);
    ground->tint = tint;
    ground->ring = 3;
    kr_shape *text = kr_scene_text(scene, "d-head", c->x + PAD, c->y + PAD + 12, HEAD, c->title.line[0]);
    if (c->title.lines == 2) text->extra = c->title.line[1];
    text->anchor = KR_START;
    text->bold = true;
    text->tint = tint;
    double y = c->y + PAD + title_height(c), cell = (c->width - 2 * PAD) / (double)c->columns;
    size_t lines = (c->n_people + c->columns - 1) / c->columns;
    double places = y + (double)lines * ROW + (lines ? 10 : 0);
    if (lines && c->n > c->n_people) {
        kr_shape *rule = kr_scene_add(scene, KR_SH_LINE, "d-rule");
        rule->x = c->x + PAD, rule->a = c->x + c->width - PAD;
        rule->y = rule->b = places - 6;
    }
    kr_scene_close(scene);
    if (!c->n) return;
    kr_scene_add(scene, KR_SH_LIST, NULL)->text = list_words(w, c);
    for (size_t i = 0; i < c->n; i++) {
        bool place = i >= c->n_people;
        size_t at = place ? i - c->n_people : i;
        kr_spot s = w->spots[c->who[i]];
        s.x = c->x + PAD + R + (double)(at % c->columns) * cell;
        s.y = (place ? places : y) + (double)(at / c->columns) * ROW + ROW / 2;
        put_one(w, &s, tint, cell - 2 * R - 14);
        scene->persons += !drawn[s.alter];
        drawn[s.alter] = true;
    }
    kr_scene_close(scene);
}

static kr_err draw(kr_drawing_work *w) {
    card cards[KR_COUNT(rows)];
    bool *drawn = kr_new_n(w->arena, bool, w->network->n + 1);
    kr_err err = kr_work_spots(w);
    if (err == KR_OK && !drawn) err = KR_E_MEMORY;
    if (err == KR_OK) err = fill(w, cards);
    if (err != KR_OK) return err;
    w->scene->left = w->scene->top = w->narrow ? -8 : -4;
    w->width = w->narrow ? 344 : 800;
    w->scene->height = set_out(w, cards) - 2 * w->scene->top;
    w->scene->width = w->width - 2 * w->scene->left;
    w->scene->root_class = w->narrow ? "m-svg d-svg m-narrow" : "m-svg d-svg";
    for (size_t c = 0; c < KR_COUNT(cards); c++) put_card(w, &cards[c], drawn);
    return KR_OK;
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *net, const kr_draw_options *o) {
    unsigned kinds = 0;
    (void)o;
    for (size_t i = 0; i < net->n; i++) {
        const kr_alter *a = &net->alters[i];
        if (a->person->domain || (a->tie && a->tie->domains)) kinds |= 1u << a->person->what;
    }
    return kr_ringed_kinds(out, cap, 0, kinds);
}

/* Its symbols are those of the function web. */
void kr_domains_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    (void)scene, (void)symbol, (void)x, (void)y, (void)text, (void)context;
}

const kr_drawer kr_draws_domains = {KR_DRAW_DOMAINS, "draw.title.domains", "draw.desc.domains", draw, legend};
