#include "draw/eco.h"

#include "core/num.h"
#include "draw/font_metrics.h"

bool kr_eco_hidden(const kr_eco *e, const kr_alter *alter) {
    return alter->paid && !(e->w->options->layers & KR_LAYER_PAID);
}

static bool lives_here(const kr_alter *alter) {
    const kr_person *p = alter->person;
    if (p->lives_where == KR_lives_where_same_house) return true;
    return p->what == KR_what_animal && p->lives_where == 0;
}

/* Into the house, while it has room. */
static void gather_home(kr_eco *e) {
    kr_drawing_work *w = e->w;
    for (size_t i = 0; i < w->n && !e->house; i++) {
        if (!lives_here(&w->network->alters[i]) || kr_eco_hidden(e, &w->network->alters[i])) continue;
        if (e->n_home < KR_COUNT(e->home))
            e->home[e->n_home++] = (uint32_t)i, w->spots[i].area = KR_ECO_INSIDE;
    }
}

/* By area, in the order of naming. False when there is no memory. */
static bool gather(kr_eco *e) {
    kr_drawing_work *w = e->w;
    const kr_eco_area *areas = kr_eco_areas();
    uint8_t *area = kr_new_n(w->arena, uint8_t, w->n + 1);
    if (!area) return false;
    gather_home(e);
    for (size_t i = 0; i < w->n; i++) {
        const kr_alter *alter = &w->network->alters[i];
        bool out = w->spots[i].area == KR_ECO_INSIDE || kr_eco_hidden(e, alter);
        area[i] = out ? KR_ECO_AREAS : (uint8_t)kr_eco_area_of(alter);
    }
    for (size_t a = 0; a < KR_ECO_AREAS; a++) {
        kr_eco_group group = {.first = e->around, .tint = areas[a].tint};
        bool wanted = w->options->zoom_area <= 0 || (size_t)w->options->zoom_area == a + 1;
        for (size_t i = 0; wanted && i < w->n; i++) {
            if (area[i] == a) e->order[e->around++] = (uint32_t)i;
        }
        group.n = e->around - group.first;
        if (!group.n) continue;
        group.title = kr_word_for(w, areas[a].key);
        e->groups[e->n++] = group;
    }
    return true;
}

static void words(kr_eco *e) {
    static const char *const letters[] = {NULL,
                                          "draw.letter.practical",
                                          "draw.letter.listening",
                                          "draw.letter.advice",
                                          "draw.letter.weighing",
                                          "draw.letter.company"};
    static const char *const strength[] = {NULL, "draw.tie.light", "draw.tie.ordinary", "draw.tie.strong"};
    static const char *const tone[] = {NULL, "draw.tone.supportive", "draw.tone.neutral", "draw.tone.tense",
                                       "draw.tone.ambivalent"};
    static const char *const energy[] = {NULL, "draw.energy.gives", "draw.energy.costs", "draw.energy.both",
                                         "draw.energy.neither"};
    for (size_t i = 1; i < 6; i++) e->letters[i] = kr_word_for(e->w, letters[i]);
    for (size_t i = 1; i < 4; i++) e->strength[i] = kr_word_for(e->w, strength[i]);
    for (size_t i = 1; i < 5; i++) e->tone[i] = kr_word_for(e->w, tone[i]);
    for (size_t i = 1; i < 5; i++) e->energy[i] = kr_word_for(e->w, energy[i]);
}

static void also(kr_buf *out, kr_str text) {
    if (text.len == 0) return;
    kr_put(out, KR_STR(", "));
    kr_put(out, text);
}

/* "Sanne, dochter, sterke band, steunend, geeft energie". */
kr_str kr_eco_told(kr_eco *e, const kr_spot *s) {
    const kr_alter *alter = &e->w->network->alters[s->alter];
    const kr_tie *t = alter->tie;
    unsigned layers = e->w->options->layers;
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, e->w->arena, 4096);
    kr_put(&buf, alter->person->name);
    also(&buf, alter->person->role);
    if (t && t->strength < 4 && (layers & KR_LAYER_STRENGTH)) also(&buf, e->strength[t->strength]);
    if (t && t->tone < 5 && (layers & KR_LAYER_TONE)) also(&buf, e->tone[t->tone]);
    if (t && t->energy < 5 && (layers & KR_LAYER_ENERGY)) also(&buf, e->energy[t->energy]);
    if (s->past) also(&buf, s->died ? e->w->said.died : e->w->said.ended);
    if (kr_buf_end(&buf, &out) != KR_OK) e->w->scene->err = KR_E_MEMORY;
    return out;
}

/* -- the house
 * ---------------------------------------------------------------------------------------------------- */

/* How high the rows in the house are together, and how wide the circle around them must be. */
static double rows_top(const kr_eco *e) {
    return e->n_home ? -(66 + 21.0 * (double)e->n_home) / 2 - 6 : -32;
}

static void size_home(kr_eco *e) {
    double top = rows_top(e), y = top + 78, radius = 84;
    for (size_t i = 0; i < e->n_home; i++, y += 21) {
        const kr_spot *s = &e->w->spots[e->home[i]];
        double half = kr_spot_line(s, KR_LV_LINE1) / 2, far = y + 11 > -y + 11 ? y + 11 : -y + 11;
        double need = kr_sqrt(half * half + far * far) + 8;
        if (need > radius) radius = need;
    }
    if (e->n_home && 30 - top > radius) radius = 30 - top;
    e->home_radius = radius < 96 && e->n_home ? 96 : radius;
}

static void put_me(kr_eco *e, double y) {
    kr_drawing_work *w = e->w;
    kr_str name =
        w->network->ego && w->network->ego->name.len ? w->network->ego->name : kr_word_for(w, "draw.me");
    kr_str initials = kr_initials_of(w->arena, name);
    kr_scene_circle(w->scene, "e-me", 0, y, 22)->mark = KR_MARK_SYMBOL;
    kr_shape *text = kr_scene_text(w->scene, "e-met", 0, y + 5.5, 15.5, initials);
    text->bold = true;
    text->mark = KR_MARK_NONE;
    bool cut;
    name = kr_text_fit(w->arena, name, (2 * e->home_radius - 30) / 17, 700, &cut);
    text = kr_scene_text(w->scene, "m-head", 0, y + 40, 17, name);
    text->bold = true;
}

void kr_eco_home_put(kr_eco *e) {
    kr_drawing_work *w = e->w;
    double top = rows_top(e), cy = e->cy;
    if (e->house) {
        kr_eco_house_put(e);
        return;
    }
    (void)kr_scene_group(w->scene, "e-home", true);
    (void)kr_scene_circle(w->scene, "e-home__c", 0, cy, e->home_radius);
    put_me(e, cy + top + 22);
    kr_scene_close(w->scene);
    if (!e->n_home) return;
    kr_shape *list = kr_scene_add(w->scene, KR_SH_LIST, "q0");
    list->text = kr_word_for(w, "draw.home");
    double y = cy + top + 66 + 12;
    for (size_t i = 0; i < e->n_home; i++, y += 21) {
        kr_spot *s = &w->spots[e->home[i]];
        s->level = KR_LV_LINE1;
        s->x = -kr_spot_line(s, KR_LV_LINE1) / 2 + kr_sizes[KR_LV_LINE1].r;
        s->y = y;
        kr_put_person(w, s, 0, 4, kr_eco_told(e, s));
        w->scene->persons++;
    }
    kr_scene_close(w->scene);
}

/* -- all together
 * --------------------------------------------------------------------------------------------------- */

static void finish(kr_eco *e) {
    kr_drawing_work *w = e->w;
    w->scene->left = -w->width / 2 - w->margin;
    w->scene->width = w->width + 2 * w->margin;
    w->scene->top = w->height > 0 ? -w->margin : e->top;
    w->scene->height = w->height > 0 ? w->height + 2 * w->margin : e->bottom - e->top;
}

/* Who stands where; `open`: the house opens into its family tree. */
static kr_err prepare(kr_eco *e, bool open) {
    kr_drawing_work *w = e->w;
    kr_err err = KR_OK;
    e->n = e->around = e->n_home = 0;
    e->house = NULL;
    for (size_t i = 0; i < w->n; i++) w->spots[i].area = 0;
    if (open) err = kr_eco_house(e);
    if (err != KR_OK) return err;
    if (!gather(e)) return KR_E_MEMORY;
    words(e);
    if (!e->house) size_home(e);
    return KR_OK;
}

/* False when it does not fit on this sheet. */
static bool put(kr_eco *e) {
    kr_drawing_work *w = e->w;
    bool paper = w->height > 0;
    /* On larger paper than was asked for stand the very many; large type is for fewer. */
    if (!w->scene->grown && kr_eco_round(e)) {
        kr_eco_round_put(e);
        if (paper) (void)kr_put_legend(w, w->height - kr_put_legend(w, 0, false), true);
        return true;
    }
    if (w->comfortable) return false;
    if (!w->scene->grown && kr_eco_fan(e)) {
        kr_eco_fan_put(e);
        return true;
    }
    return !w->options->large && kr_eco_many(e);
}

kr_err kr_eco_scene(kr_drawing_work *w) {
    kr_eco e = {.w = w};
    const kr_draw_options *asked = w->options;
    kr_draw_options closed = *asked;
    bool open = (w->options->layers & KR_LAYER_FAMILY) != 0;
    e.grid = kr_arena_grow(w->arena, NULL, 0, sizeof(kr_grid)); /* cleared before each round */
    e.order = kr_new_n(w->arena, uint32_t, w->n + 1);
    e.rays = kr_arena_grow(w->arena, NULL, 0, (w->n + 1) * sizeof *e.rays); /* written before they are read */
    e.strokes = kr_arena_grow(w->arena, NULL, 0, (w->n + 1) * sizeof *e.strokes);
    if (!e.grid || !e.order || !e.rays || !e.strokes) return KR_E_MEMORY;
    kr_err err = prepare(&e, open);
    if (err != KR_OK) return err;
    e.top = w->height > 0 ? kr_put_title(w, 0) + 6 : 0;
    if (!put(&e)) {
        /* A house that leaves no room for everybody else stays closed. */
        if (!e.house || w->comfortable) return KR_E_LIMIT;
        closed.layers &= ~(unsigned)KR_LAYER_FAMILY;
        w->options = &closed;
        err = prepare(&e, false);
        if (err != KR_OK) return err;
        if (!put(&e)) return KR_E_LIMIT;
    }
    finish(&e);
    w->options = asked;
    return KR_OK;
}
