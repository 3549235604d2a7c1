/* One person: the shape, what is written around it, and what is read aloud. */
#include "draw/geno.h"

static void path(kr_scene *scene, const char *cls, double x, double y, const char *data) {
    kr_shape *s = kr_scene_add(scene, KR_SH_PATH, cls);
    s->x = x;
    s->y = y;
    s->text = kr_str_z(data);
}

/* Path data made of letters and of numbers times `k`: "M-1 0H1" at any size. */
static void scaled(kr_scene *scene, const char *cls, double x, double y, const char *shape, double k) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, scene->arena, 4096);
    for (const char *at = shape; *at;) {
        bool number = *at == '-' || *at == '.' || (*at >= '0' && *at <= '9');
        if (!number) {
            kr_put_c(&out, *at++);
            continue;
        }
        double sign = 1, value = 0, unit = 1;
        if (*at == '-') sign = -1, at++;
        for (; *at >= '0' && *at <= '9'; at++) value = value * 10 + (*at - '0');
        if (*at == '.') {
            for (at++; *at >= '0' && *at <= '9'; at++) unit /= 10, value += unit * (*at - '0');
        }
        kr_put_num(&out, sign * value * k);
    }
    if (kr_buf_end(&out, &text) != KR_OK) scene->err = KR_E_MEMORY;
    kr_shape *s = kr_scene_add(scene, KR_SH_PATH, cls);
    s->x = x;
    s->y = y;
    s->text = text;
}

#define DOME "M-1 1V0C-1-.56-.56-1 0-1C.56-1 1-.56 1 0V1Z"

typedef enum form { SQUARE, ROUND, DOME_FORM, DIAMOND, TRIANGLE } form;

static void outline(kr_scene *scene, form f, const char *cls, double x, double y, double r) {
    kr_shape *s;
    switch (f) {
    case SQUARE:
        (void)kr_scene_rect(scene, cls, x - r, y - r, 2 * r, 2 * r, 0);
        break;
    case ROUND:
        (void)kr_scene_circle(scene, cls, x, y, r);
        break;
    case DOME_FORM:
        scaled(scene, cls, x, y, DOME, r);
        break;
    case DIAMOND:
        s = kr_scene_add(scene, KR_SH_DIAMOND, cls);
        s->x = x, s->y = y, s->a = r;
        break;
    default:
        scaled(scene, cls, x, y, "M0-1L1 .78H-1Z", r);
        break;
    }
}

static form form_of(const kr_geno_look *k) {
    if (k->what == KR_what_animal) return DIAMOND;
    if (k->arrival == KR_arrival_expected || k->arrival == KR_arrival_miscarriage ||
        k->arrival == KR_arrival_abortion)
        return TRIANGLE;
    switch (k->gender) {
    case KR_gender_man:
    case KR_gender_trans_man:
        return SQUARE;
    case KR_gender_woman:
    case KR_gender_trans_woman:
        return ROUND;
    default:
        return DOME_FORM;
    }
}

/* Half fills, hatched when it is only suspected, with a line across when it is over. */
static void conditions(kr_scene *scene, const kr_geno_look *k, form f, double x, double y, double r) {
    static const char *const lower[] = {"M-1 0H1V1H-1Z", "M-1 0C-1 1.33 1 1.33 1 0Z", "M-1 0H1V1H-1Z"};
    static const char *const left[] = {"M0-1V1H-1V-1Z", "M0-1C-1.33-1-1.33 1 0 1Z",
                                       "M0-1V1H-1V0C-1-.56-.56-1 0-1Z"};
    if (f > DOME_FORM) return;
    unsigned set = k->conditions;
    bool addicted = set >> KR_condition_addiction & 1, maybe = set >> KR_condition_addiction_maybe & 1,
         over = set >> KR_condition_addiction_over & 1, ill = set >> KR_condition_illness & 1,
         better = set >> KR_condition_illness_better & 1;
    if (addicted) scaled(scene, "g-half", x, y, lower[f], r);
    if (maybe || over) scaled(scene, maybe ? "g-halfm" : "g-halfo", x, y, lower[f], r);
    if (ill) scaled(scene, "g-half", x, y, left[f], r);
    if (better) scaled(scene, "g-halfo", x, y, left[f], r);
    if (maybe) scaled(scene, "g-x", x, y, "M-.7 .3L-.3 .7M-.2 .3L.2 .7M.3 .3L.7 .7", r);
}

static void crossed(kr_scene *scene, form f, double x, double y, double r, bool age, bool face) {
    double out = f == SQUARE || f == DOME_FORM ? 1 : 0.71, in = age ? 0.46 : 0;
    kr_buf data;
    kr_str text = KR_NONE;
    kr_buf_init(&data, scene->arena, 512);
    for (size_t i = 0; i < 4; i++) {
        double sx = i == 0 || i == 3 ? -1 : 1, sy = i == 0 || i == 2 ? -1 : 1;
        double top = f == DOME_FORM && sy < 0 ? 0.71 : out;
        kr_put_c(&data, 'M');
        kr_put_num(&data, sx * top * r);
        kr_put_c(&data, ' ');
        kr_put_num(&data, sy * top * r);
        kr_put_c(&data, 'L');
        kr_put_num(&data, sx * in * r);
        kr_put_c(&data, ' ');
        kr_put_num(&data, sy * in * r);
    }
    if (kr_buf_end(&data, &text) != KR_OK) scene->err = KR_E_MEMORY;
    if (face) {
        /* White below the ink, to be seen on a dark face too. */
        kr_shape *under = kr_scene_add(scene, KR_SH_PATH, "g-xu");
        under->x = x, under->y = y, under->text = text;
    }
    kr_shape *s = kr_scene_add(scene, KR_SH_PATH, "g-x");
    s->x = x, s->y = y, s->text = text;
}

/* A face within the outline; the outline goes on saying what it says. */
static void put_face(const kr_geno_look *k, form f, double x, double y, double r) {
    static const kr_cut cuts[] = {KR_CUT_NONE, KR_CUT_ROUND, KR_CUT_DOME, KR_CUT_DIAMOND};
    if (k->face && f < TRIANGLE)
        (void)kr_draw_photo(k->w, k->face, x, y, f == DIAMOND ? r - 1.5 : r - 1, cuts[f]);
}

void kr_geno_shape(kr_scene *scene, const kr_geno_look *k, double x, double y, double r, uint32_t owner) {
    form f = form_of(k);
    size_t first = scene->count;
    bool loss = k->arrival == KR_arrival_miscarriage || k->arrival == KR_arrival_abortion;
    if (f == DIAMOND) r *= 0.7;
    if (loss || k->arrival == KR_arrival_stillborn) r *= 0.56;
    if (k->root) outline(scene, f, "g-s", x, y, r + 5);
    outline(scene, f, "g-s", x, y, r);
    if (scene->err == KR_OK && scene->count > first) {
        scene->shapes[first].mark = KR_MARK_SYMBOL;
        scene->shapes[first].owner = owner;
        if (f == DOME_FORM || f == TRIANGLE) scene->shapes[first].a = k->root ? r + 5 : r;
    }
    put_face(k, f, x, y, r);
    if (k->gender == KR_gender_trans_man && f == SQUARE) outline(scene, ROUND, "g-x", x, y, r * 0.72);
    if (k->gender == KR_gender_trans_woman && f == ROUND) outline(scene, SQUARE, "g-x", x, y, r * 0.55);
    conditions(scene, k, f, x, y, r);
    if (k->gender == KR_gender_intersex) scaled(scene, "g-x", x, y, "M-.45 .72H.45M0 .5V.94", r);
    if (k->orientation == KR_orientation_lgb || k->orientation == KR_orientation_other)
        scaled(scene, "g-x", x, y, "M-.42-.72H.42L0-.2Z", r);
    if (loss || k->arrival == KR_arrival_stillborn || k->died) {
        if (loss)
            scaled(scene, "g-x", x, y, "M-.85-.7L.85 1M.85-.7L-.85 1", r);
        else
            crossed(scene, f, x, y, r, k->died && k->arrival != KR_arrival_stillborn && r > 15,
                    k->face != NULL);
    }
    if (k->arrival == KR_arrival_abortion) scaled(scene, "g-x", x, y, "M-1.15 .15H1.15", r);
}

/* -- what is written -- */

static kr_shape *small(kr_geno *g, uint32_t i, const char *cls, double x, double y, double size,
                       kr_anchor anchor, kr_str text) {
    kr_shape *t = kr_scene_text(g->w->scene, cls, x, y, size, text);
    t->anchor = (uint8_t)anchor;
    t->hidden = true;
    t->owner = i + 1;
    return t;
}

static kr_str number(kr_geno *g, int n) {
    kr_str text = kr_text_number(g->arena, KR_STR("{n}"), (size_t)(n > 0 ? n : 0));
    if (!text.ptr) g->w->scene->err = KR_E_MEMORY;
    return text.ptr ? text : KR_NONE;
}

static void put_years(kr_geno *g, uint32_t i, double x, double y) {
    const kr_geno_person *p = &g->persons[i];
    int born = kr_person_born_year(p->who), died = kr_person_died_year(p->who);
    bool loss = p->who->arrival > KR_arrival_expected;
    if (g->only) return; /* no room indoors */
    double top = y - 31 - (i == g->root ? 6 : 0);
    if (loss) {
        int year = born ? born : died;
        if (year) (void)small(g, i, "g-years", x, y + 30, KR_GENO_YEARS, KR_MIDDLE, number(g, year));
        return;
    }
    if (born) (void)small(g, i, "g-years", x - 7, top, KR_GENO_YEARS, KR_LAST, number(g, born));
    if (died) (void)small(g, i, "g-years", x + 7, top, KR_GENO_YEARS, KR_START, number(g, died));
}

static void put_inside(kr_geno *g, uint32_t i, double x, double y) {
    const kr_person *p = g->persons[i].who;
    int age = kr_person_age(p, g->options->today);
    bool small_shape = p->arrival > KR_arrival_alive || p->what == KR_what_animal;
    kr_str text = KR_NONE;
    if (kr_photo_wanted(g->w, p) && !small_shape) return;
    if (age >= 0 && (g->options->layers & KR_LAYER_YEARS) && !g->simple && !small_shape)
        text = number(g, age);
    else if (!small_shape &&
             (p->gender == 0 || p->gender == KR_gender_unknown || p->gender == KR_gender_other))
        text = KR_STR("?");
    if (!text.len) return;
    kr_shape *t = small(g, i, "g-age", x, y + 5.5, i == g->root ? 18 : 16, KR_MIDDLE, text);
    t->bold = true;
    t->mark = KR_MARK_NONE;
}

static void put_name(kr_geno *g, uint32_t i, double x, double y) {
    const kr_geno_person *p = &g->persons[i];
    bool loss = p->who->arrival > KR_arrival_expected && !p->name.len;
    if (!p->name.len || loss) return;
    double drop = i == g->root ? 6 : 0, size = i == g->root ? 18 : KR_GENO_NAME;
    if (p->who->what == KR_what_animal) drop = -4, size = KR_GENO_SMALL;
    if (p->who->arrival > KR_arrival_expected) drop = 11;
    kr_shape *t = kr_scene_text(g->w->scene, p->who->what == KR_what_animal ? "g-name g-name--s" : "g-name",
                                x, y + 41 + drop, size, p->label.line[0]);
    if (p->label.lines == 2) t->extra = p->label.line[1];
    t->mark = KR_MARK_NAME;
    t->cut = p->cut;
    t->bold = i == g->root;
    t->owner = i + 1;
}

/* Beside the shape: letters, a wave for who came from elsewhere, a mark for an institution or a therapist. */
static void put_marks(kr_geno *g, uint32_t i, double x, double y) {
    uint32_t marks = g->persons[i].who->mark;
    double at = y - 12;
    static const struct {
        uint8_t mark;
        const char *key, *data;
    } all[] = {{KR_mark_smoker, "geno.mark.smoker", NULL},
               {KR_mark_weight, "geno.mark.weight", NULL},
               {KR_mark_language, "geno.mark.language", NULL},
               {KR_mark_migration, NULL, "M0-5Q4-9 8-5T16-5"},
               {KR_mark_cultures, NULL, "M0-5Q4-9 8-5T16-5M0 0Q4-4 8 0T16 0"},
               {KR_mark_secret, "geno.mark.secret", "M0 4 9-12 18 4Z"},
               {KR_mark_institution, NULL, "M1 2V-6L8-10 15-6V2ZM6 2V-3H10V2"},
               {KR_mark_therapist, "geno.mark.therapist", NULL}};
    for (size_t k = 0; k < KR_COUNT(all); k++) {
        if (!(marks >> all[k].mark & 1)) continue;
        if (all[k].data) path(g->w->scene, "g-x", x + KR_GENO_HALF + 3, at, all[k].data);
        if (all[k].key) {
            kr_shape *t = small(g, i, "g-markt", x + KR_GENO_HALF + (all[k].data ? 12 : 5), at + 1,
                                all[k].data ? 11 : 12, all[k].data ? KR_MIDDLE : KR_START,
                                kr_word_for(g->w, all[k].key));
            t->mark = KR_MARK_NONE;
        }
        at += 17;
    }
}

static kr_geno_look look_of(const kr_geno *g, uint32_t i) {
    const kr_person *p = g->persons[i].who;
    bool private_layer = kr_geno_layer(g, KR_LAYER_CONDITIONS);
    return (kr_geno_look){.gender = p->gender,
                          .what = p->what,
                          .arrival = p->arrival,
                          .orientation = private_layer ? p->orientation : 0,
                          .conditions = private_layer ? p->condition : 0,
                          .root = i == g->root,
                          .died = kr_person_is_dead(p),
                          .w = g->w,
                          .face = kr_photo_wanted(g->w, p) ? p : NULL};
}

void kr_geno_symbol(kr_geno *g, uint32_t i) {
    const kr_geno_person *p = &g->persons[i];
    kr_scene *scene = g->w->scene;
    double x = g->items[i].x, y = kr_geno_y(g, i);
    kr_geno_look look = look_of(g, i);
    kr_shape *item = kr_scene_add(scene, KR_SH_ITEM, NULL);
    item->x = x;
    item->y = y;
    kr_shape *link = kr_scene_add(scene, KR_SH_LINK,
                                  look.root   ? "g-p g-index"
                                  : look.died ? "g-p g-dead"
                                              : "g-p");
    link->text = kr_geno_told(g, i);
    /* Indoors the links lead to those around; the one in the middle and the late have no page there. */
    if (!g->only || kr_network_index(g->w->network, p->who->id) != SIZE_MAX)
        link->extra = kr_person_href(g->w, p->who->id);
    link->current = g->options->selected && p->who->id == g->options->selected;
    double half = g->items[i].left < 33 ? 33 : g->items[i].left, reach = KR_GENO_HALF + (look.root ? 9 : 5);
    (void)kr_scene_rect(scene, "g-hit", x - (half < 36 ? half : 36), y - reach, 2 * (half < 36 ? half : 36),
                        reach + (p->label.lines == 2 ? 70 : 50), 12);
    kr_geno_shape(scene, &look, x, y, KR_GENO_HALF, i + 1);
    put_name(g, i, x, y);
    kr_scene_close(scene);
    if (!g->simple) {
        put_inside(g, i, x, y);
        if (g->options->layers & KR_LAYER_YEARS) put_years(g, i, x, y);
        if (kr_geno_layer(g, KR_LAYER_CONDITIONS)) put_marks(g, i, x, y);
    }
    if (p->folded) path(scene, "g-plus", x, y + KR_GENO_HALF + 1, "M-6 0H6M0-6V6");
    kr_scene_close(scene);
}

/* -- what is read aloud: "Sanne Mulder, dochter, 1971, 55 jaar" -- */

static void also(kr_buf *out, kr_str text) {
    if (!text.len) return;
    kr_put(out, KR_STR(", "));
    kr_put(out, text);
}

kr_str kr_geno_told(kr_geno *g, uint32_t i) {
    const kr_person *p = g->persons[i].who;
    int born = kr_person_born_year(p), died = kr_person_died_year(p),
        age = kr_person_age(p, g->options->today);
    static const char *const arrivals[] = {
        NULL, NULL, "geno.expected", "geno.miscarriage", "geno.abortion", "geno.stillborn"};
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, g->arena, 8192);
    kr_put(&buf, p->name.len ? p->name : kr_word_for(g->w, "geno.nameless"));
    if (p->surname.len && kr_str_find(p->name, p->surname) == SIZE_MAX)
        kr_put_c(&buf, ' '), kr_put(&buf, p->surname);
    also(&buf, p->role);
    if (p->arrival < KR_COUNT(arrivals) && arrivals[p->arrival])
        also(&buf, kr_word_for(g->w, arrivals[p->arrival]));
    if (born) also(&buf, number(g, born));
    if (died) {
        kr_put(&buf, born ? KR_STR("\xe2\x80\x93") : KR_STR(", \xe2\x80\xa0 "));
        kr_put(&buf, number(g, died));
    }
    if (age >= 0) {
        kr_str words =
            kr_text_number(g->arena, kr_word_for(g->w, died ? "geno.became" : "geno.age"), (size_t)age);
        also(&buf, words.ptr ? words : KR_NONE);
    } else if (kr_person_is_dead(p)) {
        also(&buf, kr_word_for(g->w, "draw.died"));
    }
    if (kr_buf_end(&buf, &out) != KR_OK) g->w->scene->err = KR_E_MEMORY;
    return out;
}
