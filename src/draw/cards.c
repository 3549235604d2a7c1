/* Three cards: relatives, friends, services. Who is there now stands on the card; who could be stands apart
 * below, as a reserve to draw on. */
#include "draw/cards.h"

#include "draw/font_metrics.h"
#include "draw/netmap.h"

const kr_card kr_cards[KR_CARDS] = {
    {"among.card.family", 1u << KR_sector_household | 1u << KR_sector_family, 1, KR_sector_family},
    {"among.card.friends",
     1u << KR_sector_friend | 1u << KR_sector_acquaintance | 1u << KR_sector_neighbour |
         1u << KR_sector_colleague | 1u << KR_sector_fellow,
     2, KR_sector_friend},
    {"among.card.services",
     1u << KR_sector_volunteer | 1u << KR_sector_professional | 1u << KR_sector_spiritual |
         1u << KR_sector_society,
     3, KR_sector_society}};

size_t kr_card_of(const kr_person *person) {
    for (size_t c = 0; person->sector && c < KR_CARDS; c++)
        if (kr_cards[c].sectors >> person->sector & 1) return c + 1;
    return 0;
}

#define GAP  14.0
#define PAD  16.0
#define ROW  40.0
#define R    14.0
#define FONT 15.5

enum { HERE, POSSIBLE, AROUND, OPEN, ZONES };
static const char *const zone_keys[ZONES] = {"zone.personal", "zone.possible", "zone.around",
                                             "among.card.open"};

typedef struct zone {
    uint32_t *who;
    size_t n;
} zone;

typedef struct card {
    zone zones[ZONES];
    const char *key;
    uint8_t tint;
    double x, y, width;
    size_t columns;
} card;

static kr_err fill(kr_drawing_work *w, card *cards) {
    const kr_network *net = w->network;
    for (size_t c = 0; c <= KR_CARDS; c++) {
        cards[c] = (card){.key = c < KR_CARDS ? kr_cards[c].key : "among.card.none",
                          .tint = c < KR_CARDS ? kr_cards[c].tint : 0};
        for (size_t z = 0; z < ZONES; z++) {
            cards[c].zones[z].who = kr_new_n(w->arena, uint32_t, net->n + 1);
            if (!cards[c].zones[z].who) return KR_E_MEMORY;
        }
    }
    for (uint32_t i = 0; i < net->n; i++) {
        const kr_alter *a = &net->alters[i];
        size_t c = kr_card_of(a->person), said = a->tie ? a->tie->zone : 0;
        zone *z = &cards[c ? c - 1 : KR_CARDS].zones[c && said && said < ZONES ? said - 1 : OPEN];
        z->who[z->n++] = i;
    }
    return net->n ? KR_OK : KR_E_NOT_FOUND;
}

static void put_heading(kr_drawing_work *w, const card *c, const char *key, double y, double size) {
    kr_shape *text =
        kr_scene_text(w->scene, c->tint ? "d-head" : "d-head q0", c->x + PAD, y, size, kr_word_for(w, key));
    text->anchor = KR_START;
    text->bold = true;
    text->tint = c->tint;
}

static void put_name(kr_drawing_work *w, const kr_spot *s, double room) {
    kr_label label = kr_label_break(s->name, room / FONT);
    bool cut = false, again = false;
    double y = s->y + (KR_FONT_ASCENT - KR_FONT_DESCENT - (label.lines - 1) * KR_FONT_LINE) / 2 * FONT;
    kr_shape *text = kr_scene_text(w->scene, "t", s->x + R + 9, y, FONT,
                                   kr_text_fit(w->arena, label.line[0], room / FONT, 400, &cut));
    if (label.lines == 2) text->extra = kr_text_fit(w->arena, label.line[1], room / FONT, 400, &again);
    text->anchor = KR_START;
    text->owner = s->alter + 1;
    text->mark = KR_MARK_NAME;
    text->cut = cut || again || s->cut;
}

static void put_one(kr_drawing_work *w, kr_spot *s, uint8_t tint, int look, double room) {
    const kr_person *person = w->network->alters[s->alter].person;
    kr_scene *scene = w->scene;
    const char *symbol = !tint ? "m-d f1 q0" : look == 0 ? "m-d f0" : look == 1 ? "m-d f1" : "m-d f2";
    kr_shape *item = kr_scene_add(scene, KR_SH_ITEM, NULL);
    item->x = s->x;
    item->y = s->y;
    item->tint = tint;
    item->current = s->selected;
    kr_shape *link = kr_scene_add(scene, KR_SH_LINK, symbol);
    link->ring = 3;
    link->text = kr_told_circle(w, s);
    link->extra = kr_person_href(w, person->id);
    (void)kr_scene_rect(scene, "sel", s->x - R - 4, s->y - ROW / 2 + 2, room + 2 * R + 14, ROW - 4, 8);
    kr_put_symbol(scene, person->what, s->x, s->y, R, false, s->alter + 1);
    put_name(w, s, room);
    kr_scene_close(scene);
    kr_shape *text = kr_scene_text(scene,
                                   !tint       ? "m-di f1 q0"
                                   : look == 0 ? "m-di f0"
                                               : "m-di f1",
                                   s->x, s->y + 4.4, 12.4, kr_initials_of(w->arena, person->name));
    text->bold = true;
    text->hidden = true;
    text->mark = KR_MARK_NONE;
    kr_scene_close(scene);
    scene->persons++;
}

static kr_str list_words(kr_drawing_work *w, const card *c, size_t z) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, w->arena, 4096);
    kr_put(&buf, kr_word_for(w, c->key));
    kr_put_z(&buf, ", ");
    kr_put(&buf, kr_word_for(w, zone_keys[z]));
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    return out;
}

static double rows_of(const card *c, size_t z) {
    return (double)((c->zones[z].n + c->columns - 1) / c->columns);
}

static double put_rows(kr_drawing_work *w, const card *c, size_t z, double y) {
    double cell = (c->width - 2 * PAD + 8) / (double)c->columns;
    if (!c->zones[z].n) return y;
    kr_scene_add(w->scene, KR_SH_LIST, NULL)->text = list_words(w, c, z);
    for (size_t i = 0; i < c->zones[z].n; i++) {
        kr_spot s = w->spots[c->zones[z].who[i]];
        s.x = c->x + PAD + R + (double)(i % c->columns) * cell;
        s.y = y + (double)(i / c->columns) * ROW + ROW / 2;
        put_one(w, &s, c->tint, z == HERE ? 0 : z == OPEN ? 1 : 2, cell - 2 * R - 16);
    }
    kr_scene_close(w->scene);
    return y + rows_of(c, z) * ROW;
}

static kr_shape *put_box(kr_drawing_work *w, const card *c, const char *cls, double y, double height) {
    kr_shape *box = kr_scene_rect(w->scene, cls, c->x, y, c->width, height, 14);
    box->tint = c->tint;
    box->ring = 3;
    return box;
}

/* The card itself: its name, and who is in the personal zone. */
static double here_height(const card *c) {
    return PAD + 50 + (c->zones[HERE].n ? rows_of(c, HERE) * ROW : ROW) + 8;
}

static double put_here(kr_drawing_work *w, const card *c, double y, double height) {
    (void)kr_scene_group(w->scene, NULL, true);
    put_box(w, c, "d-card", y, height);
    put_heading(w, c, c->key, y + PAD + 13, 18);
    put_heading(w, c, zone_keys[HERE], y + PAD + 38, 13.2);
    kr_scene_close(w->scene);
    (void)put_rows(w, c, HERE, y + PAD + 50);
    return y + height + 10;
}

/* The two reserves, in one open frame. */
static double reserve_height(const card *c) {
    double tall = 0;
    for (size_t z = POSSIBLE; z <= AROUND; z++) tall += c->zones[z].n ? 32 + rows_of(c, z) * ROW : 0;
    return tall > 0 ? tall + 38 : 0;
}

static double put_reserve(kr_drawing_work *w, const card *c, double y, double height) {
    if (height <= 0) return y;
    double at = y + 34;
    (void)kr_scene_group(w->scene, NULL, true);
    put_box(w, c, "d-card d-open", y, height);
    put_heading(w, c, "among.card.reserve", y + 26, 15);
    kr_scene_close(w->scene);
    for (size_t z = POSSIBLE; z <= AROUND; z++) {
        if (!c->zones[z].n) continue;
        (void)kr_scene_group(w->scene, NULL, true);
        put_heading(w, c, zone_keys[z], at + 18, 13.2);
        kr_scene_close(w->scene);
        at = put_rows(w, c, z, at + 28) + 4;
    }
    return y + height + 10;
}

/* Nothing is said about them yet. */
static double put_open(kr_drawing_work *w, const card *c, const char *key, double y) {
    if (!c->zones[OPEN].n) return y;
    double height = 38 + rows_of(c, OPEN) * ROW + 6;
    (void)kr_scene_group(w->scene, NULL, true);
    (void)put_box(w, c, "m-waitbox", y, height);
    put_heading(w, c, key, y + 24, 13.2);
    kr_scene_close(w->scene);
    (void)put_rows(w, c, OPEN, y + 34);
    return y + height + 10;
}

static double put_cards(kr_drawing_work *w, card *cards) {
    double y = 0, bottom = 0, tall = 0, reserve = 0, width = (w->width - 2 * GAP) / KR_CARDS;
    for (size_t c = 0; c < KR_CARDS; c++) {
        cards[c].width = w->narrow ? w->width : width;
        cards[c].columns = 1;
        cards[c].x = w->narrow ? 0 : (double)c * (width + GAP);
        if (here_height(&cards[c]) > tall) tall = here_height(&cards[c]);
        if (reserve_height(&cards[c]) > reserve) reserve = reserve_height(&cards[c]);
    }
    for (size_t c = 0; c < KR_CARDS; c++) {
        double at = put_here(w, &cards[c], y, w->narrow ? here_height(&cards[c]) : tall);
        at = put_reserve(w, &cards[c], at,
                         reserve_height(&cards[c]) > 0 && !w->narrow ? reserve : reserve_height(&cards[c]));
        at = put_open(w, &cards[c], zone_keys[OPEN], at);
        if (w->narrow) y = at + 12;
        if (at > bottom) bottom = at;
    }
    return bottom;
}

static kr_err draw(kr_drawing_work *w) {
    card cards[KR_CARDS + 1];
    kr_err err = kr_work_spots(w);
    if (err == KR_OK) err = fill(w, cards);
    if (err != KR_OK) return err;
    w->width = w->narrow ? 344 : 820;
    w->scene->left = w->scene->top = w->narrow ? -8 : -4;
    double bottom = put_cards(w, cards);
    card *none = &cards[KR_CARDS];
    none->width = w->width;
    none->columns = w->narrow ? 1 : 3;
    bottom = put_open(w, none, none->key, bottom + (none->zones[OPEN].n ? 6 : 0));
    w->scene->height = bottom - 10 - 2 * w->scene->top;
    w->scene->width = w->width - 2 * w->scene->left;
    w->scene->root_class = kr_wide_class(w->scene->width, w->narrow);
    return KR_OK;
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *net, const kr_draw_options *o) {
    static const kr_legend_entry rows[] = {{NULL, "zone.personal", KR_SIGNS_CARDS},
                                           {NULL, "among.legend.reserve", KR_SIGNS_CARDS + 2},
                                           {NULL, "among.card.open", KR_SIGNS_CARDS + 1}};
    bool there[3] = {false};
    unsigned kinds = 0;
    size_t n = 0;
    (void)o;
    for (size_t i = 0; i < net->n; i++) {
        const kr_alter *a = &net->alters[i];
        size_t zone_said = kr_card_of(a->person) && a->tie ? a->tie->zone : 0;
        there[zone_said == KR_zone_personal ? 0 : zone_said ? 1 : 2] = true;
        kinds |= 1u << a->person->what;
    }
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        if (!there[i]) continue;
        if (n < cap) out[n] = rows[i];
        n++;
    }
    return kr_ringed_kinds(out, cap, n, kinds);
}

void kr_cards_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    static const char *const looks[] = {"g-fill", "g-open", "g-dash"};
    (void)text, (void)context;
    (void)kr_scene_circle(scene, looks[(symbol - KR_SIGNS_CARDS) % 3], x, y, 7.5);
}

const kr_drawer kr_draws_cards = {KR_DRAW_CARDS, "draw.title.cards", "draw.desc.cards", draw, legend};
