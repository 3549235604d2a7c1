/* One person in a drawing, and the words that are read aloud for it. */
#include "core/num.h"
#include "core/photo.h"
#include "core/utf8.h"
#include "draw/drawing.h"
#include "draw/font_metrics.h"

kr_str kr_word_for(const kr_drawing_work *work, const char *key) {
    return kr_text_of(work->options->text, work->options->text_context, key);
}

void kr_work_words(kr_drawing_work *w) {
    static const char *const often[6] = {NULL,
                                         "draw.often.daily",
                                         "draw.often.weekly",
                                         "draw.often.monthly",
                                         "draw.often.yearly",
                                         "draw.often.never"};
    for (int i = 1; i < 6; i++) w->said.often[i] = kr_word_for(w, often[i]);
    w->said.one = kr_word_for(w, "draw.people.one");
    w->said.many = kr_word_for(w, "draw.people.many");
    w->said.carer = kr_word_for(w, "draw.carer");
    w->said.suggested = kr_word_for(w, "draw.suggested");
    w->said.died = kr_word_for(w, "draw.died");
    w->said.ended = kr_word_for(w, "draw.ended");
    w->said.waiting = kr_word_for(w, kr_draws_wall(w->options) ? "draw.also" : "draw.waiting");
    w->said.list = kr_word_for(w, "draw.list");
    w->said.group = kr_word_for(w, "draw.group");
    w->said.place = kr_word_for(w, "draw.place");
    w->said.animal = kr_word_for(w, "draw.animal");
    if (!w->form || !w->form->id) return;
    for (size_t i = 0; i < w->form->n_rings; i++) w->ring[i] = kr_word_for(w, w->form->ring_keys[i]);
    for (size_t i = 0; i < w->form->n_areas; i++) w->area[i] = kr_word_for(w, w->form->areas[i].key);
}

kr_str kr_work_count(const kr_drawing_work *w, size_t n) {
    return n == 1 ? w->said.one : kr_text_number(w->arena, w->said.many, n);
}

/* Longer names are shortened: about eighty letters. */
#define LONGEST 44.0

kr_err kr_work_spots(kr_drawing_work *w) {
    const kr_network *net = w->network;
    w->n = net->n;
    w->spots = kr_new_n(w->arena, kr_spot, net->n + 1);
    if (!w->spots) return KR_E_MEMORY;
    for (size_t i = 0; i < net->n; i++) {
        const kr_alter *alter = &net->alters[i];
        kr_spot *s = &w->spots[i];
        uint8_t state = alter->tie ? alter->tie->state : 0;
        s->alter = (uint32_t)i;
        s->name = alter->person->name;
        /* No letter is wider than one em and a bit: a short name surely fits. */
        if (s->name.len > LONGEST * 0.8) s->name = kr_text_fit(w->arena, s->name, LONGEST, 400, &s->cut);
        if (!s->name.ptr) return KR_E_MEMORY;
        s->label = kr_label_break(s->name, 6.2);
        s->em = s->label.whole;
        s->carer = alter->person->carer == KR_yesno_yes;
        s->selected = w->options->selected && alter->person->id == w->options->selected;
        s->died = state == KR_state_died || kr_person_is_dead(alter->person);
        s->past = s->died || state == KR_state_ended || state == KR_state_broken;
        s->angular = alter->person->what == KR_what_place || alter->person->what == KR_what_animal;
        s->role = w->options->roles && alter->person->role.len > 0;
        if (s->role) s->role_em = kr_text_width(alter->person->role, 400);
        if (s->role_em > 12) s->role = false;
    }
    return KR_OK;
}

int kr_often_look(const kr_drawing_work *w, const kr_alter *alter) {
    static const int look[6] = {3, 0, 0, 1, 2, 2};
    if (!(w->options->layers & KR_LAYER_FREQUENCY) || !w->form) return 0;
    return alter->often < 6 ? look[alter->often] : 3;
}

kr_str kr_person_href(kr_drawing_work *w, kr_id person) {
    kr_str prefix = w->options->link_prefix;
    if (prefix.len == 0) return KR_NONE;
    char *ptr = kr_arena_alloc(w->arena, prefix.len + 17);
    if (!ptr) {
        w->scene->err = KR_E_MEMORY;
        return KR_NONE;
    }
    memcpy(ptr, prefix.ptr, prefix.len);
    kr_id_text(person, ptr + prefix.len);
    return kr_str_n(ptr, prefix.len + 16);
}

kr_str kr_initials_of(kr_arena *arena, kr_str name) {
    kr_buf buf;
    kr_str out = {NULL, 0};
    kr_buf_init(&buf, arena, 64);
    kr_put_initials(&buf, name);
    return kr_buf_end(&buf, &out) == KR_OK ? out : (kr_str){NULL, 0};
}

/* A word from the catalogue in the middle of a sentence. */
static void put_lower(kr_buf *out, kr_str word) {
    if (word.len && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z') {
        kr_put_c(out, (char)(word.ptr[0] + 32));
        word = kr_str_n(word.ptr + 1, word.len - 1);
    }
    kr_put(out, word);
}

static void also(kr_buf *out, kr_str words) {
    if (words.len == 0) return;
    kr_put(out, KR_STR(", "));
    put_lower(out, words);
}

kr_str kr_told_circle(kr_drawing_work *w, const kr_spot *s) {
    const kr_alter *alter = &w->network->alters[s->alter];
    const kr_str kinds[] = {KR_NONE, KR_NONE, w->said.group, w->said.place, w->said.animal};
    kr_buf buf;
    kr_str out = {NULL, 0};
    kr_buf_init(&buf, w->arena, 4096);
    (void)kr_buf_room(&buf, alter->person->name.len + alter->person->role.len + 100); /* about */
    kr_put(&buf, alter->person->name);
    if (alter->person->role.len) {
        kr_put(&buf, KR_STR(", "));
        kr_put(&buf, alter->person->role);
    }
    if (alter->person->what < KR_COUNT(kinds)) also(&buf, kinds[alter->person->what]);
    if (s->ring) also(&buf, w->ring[s->ring - 1]);
    if (s->ring && s->suggested) also(&buf, w->said.suggested);
    if (alter->often && alter->often < 6) also(&buf, w->said.often[alter->often]);
    if (s->carer) also(&buf, w->said.carer);
    if (s->past) also(&buf, s->died ? w->said.died : w->said.ended);
    also(&buf, s->also);
    if (kr_buf_end(&buf, &out) != KR_OK) w->scene->err = KR_E_MEMORY;
    return out.ptr ? out : KR_NONE;
}

void kr_put_symbol(kr_scene *scene, uint8_t what, double x, double y, double r, bool bare, uint32_t owner) {
    kr_shape *shape;
    if (what == KR_what_place) {
        shape = kr_scene_rect(scene, "n", x - r * 0.92, y - r * 0.92, r * 1.84, r * 1.84, r * 0.42);
    } else if (what == KR_what_animal) {
        shape = kr_scene_add(scene, KR_SH_DIAMOND, "n");
        shape->x = x;
        shape->y = y;
        shape->a = r;
    } else {
        shape = kr_scene_circle(scene, "n", x, y, r);
    }
    shape->bare = bare;
    shape->owner = owner;
    shape->mark = KR_MARK_SYMBOL;
    if (what == KR_what_group) {
        shape = kr_scene_circle(scene, "m-in", x, y, r * 0.78);
        shape->owner = owner;
    }
}

static const char heart[] =
    "M0 4.6C-6 .6-4.6-3.8-2-3.8-.9-3.8-.2-3.1 0-2.4.2-3.1.9-3.8 2-3.8 4.6-3.8 6 .6 0 4.6Z";
static const char cross[] = "M0-4.5V4.5M-3-1.6H3";
static const char plus[] = "M0-3.6V3.6M-3.6 0H3.6";
static const char slash[] = "M-3.2 3.2L3.2-3.2";
static const char lock[] = "M-3.2-.6H3.2V4H-3.2ZM-1.9-.6V-2.2A1.9 1.9 0 0 1 1.9-2.2V-.6";

/* A small sign in a white circle beside the symbol. */
static kr_shape *badge(kr_scene *scene, const char *cls, double x, double y, double r, uint32_t owner,
                       bool bare) {
    kr_shape *group = kr_scene_group(scene, cls, false);
    group->x = x;
    group->y = y;
    group->a = 1;
    group->bare = bare;
    kr_shape *circle = kr_scene_circle(scene, bare ? "heart" : "m-b", x, y, r);
    circle->owner = owner;
    circle->mark = KR_MARK_PART;
    return circle;
}

static void sign(kr_scene *scene, const char *cls, double x, double y, const char *path) {
    kr_shape *shape = kr_scene_add(scene, KR_SH_PATH, cls);
    shape->x = x;
    shape->y = y;
    shape->text = kr_str_z(path);
    kr_scene_close(scene);
}

static void put_badges(kr_drawing_work *w, const kr_spot *s, double r, bool bare) {
    kr_scene *scene = w->scene;
    uint32_t owner = s->alter + 1;
    const kr_tie *tie = w->network->alters[s->alter].tie;
    double k = r / 20;
    if (s->carer) {
        (void)badge(scene, "hb", s->x - 16 * k, s->y - 15 * k, bare ? 9 : 8, owner, bare);
        sign(scene, "heartp", s->x - 16 * k, s->y - 15 * k, heart);
    }
    if (s->suggested) {
        double x = s->x + 16 * k, y = s->y - 15 * k;
        (void)badge(scene, "m-q", x, y, 7.5, owner, false);
        kr_shape *text = kr_scene_text(scene, NULL, x, y + 3.9, 11, KR_STR("?"));
        text->bold = true;
        text->hidden = true;
        text->mark = KR_MARK_NONE;
        kr_scene_close(scene);
    }
    if (s->past && !s->carer) {
        (void)badge(scene, "m-x", s->x - 16 * k, s->y - 15 * k, 7, owner, false);
        sign(scene, NULL, s->x - 16 * k, s->y - 15 * k, s->died ? cross : slash);
    }
    if (s->badge && !s->past && !s->carer) {
        (void)badge(scene, "m-x", s->x - 18 * k, s->y - 17 * k, 7, owner, false);
        sign(scene, NULL, s->x - 18 * k, s->y - 17 * k, s->badge == KR_BADGE_WANT ? plus : slash);
    }
    if (tie && tie->private_mark == KR_yesno_yes && w->options->paper == KR_SCREEN) {
        (void)badge(scene, "m-lock", s->x + 13 * k, s->y + 13 * k, 6.5, owner, false);
        sign(scene, NULL, s->x + 13 * k, s->y + 13 * k, lock);
    }
}

/* Where a finger may tap. Around somebody who is chosen it is drawn, as a ring: it takes no more room than
 * anybody has, so that choosing moves nobody. */
static kr_shape *hit(kr_scene *scene, const kr_spot *s, double r, bool bare) {
    kr_shape *shape = kr_scene_circle(scene, "sel", s->x, s->y, r);
    shape->bare = bare;
    return shape;
}

static void name_at(kr_drawing_work *w, const kr_spot *s, const char *cls, double x, double y, double font,
                    kr_anchor anchor, bool bare) {
    kr_shape *text = kr_scene_text(w->scene, cls, x, y, font, s->name);
    text->anchor = anchor;
    text->bare = bare;
    text->cut = s->cut;
    text->owner = s->alter + 1;
    text->mark = KR_MARK_NAME;
    if (anchor == KR_MIDDLE && s->label.lines == 2) {
        text->text = s->label.line[0];
        text->extra = s->label.line[1];
    }
}

static void put_initials(kr_drawing_work *w, const kr_spot *s, int look, double font, bool bare) {
    static const char *const classes[2][4] = {{"m-di f0", "m-di f1", "m-di f2", "m-di f3"},
                                              {"m-i f0", "m-i f1", "m-i f2", "m-i f3"}};
    kr_str initials = kr_initials_of(w->arena, w->network->alters[s->alter].person->name);
    kr_shape *text = kr_scene_text(w->scene, classes[bare][look], s->x, s->y + font * 0.35, font, initials);
    text->bold = true;
    text->hidden = true;
    text->bare = bare;
    text->mark = KR_MARK_NONE;
}

bool kr_photo_wanted(const kr_drawing_work *w, const kr_person *person) {
    return (w->options->layers & KR_LAYER_PHOTOS) && kr_photo_there(person->photo);
}

/* Only where a symbol is large enough to know a face in. */
static bool shows_photo(const kr_drawing_work *w, const kr_spot *s) {
    return s->level <= KR_LV_CLOSE && kr_photo_wanted(w, w->network->alters[s->alter].person);
}

bool kr_draw_photo(kr_drawing_work *w, const kr_person *person, double x, double y, double half, kr_cut cut) {
    kr_str sound, prefix = w->options->photo_prefix;
    if (prefix.len == 0 && kr_photo_bytes(&sound, w->arena, person->photo) != KR_OK) return false;
    kr_shape *image = kr_scene_add(w->scene, KR_SH_IMAGE, "m-photo");
    image->x = x;
    image->y = y;
    image->a = half;
    image->c = cut;
    image->text = person->photo;
    if (prefix.len == 0) return true;
    char *ptr = kr_arena_alloc(w->arena, prefix.len + 21);
    if (!ptr) {
        w->scene->err = KR_E_MEMORY;
        return false;
    }
    memcpy(ptr, prefix.ptr, prefix.len);
    kr_id_text(person->id, ptr + prefix.len);
    memcpy(ptr + prefix.len + 16, "/foto", 5);
    image->extra = kr_str_n(ptr, prefix.len + 21);
    return true;
}

/* The photo within the outline of the symbol, which goes on saying what it says. */
static void put_photo(kr_drawing_work *w, const kr_spot *s, double r) {
    static const double within[] = {1, 1, 0.76, 1, 0.68}; /* an animal is a diamond */
    const kr_person *person = w->network->alters[s->alter].person;
    double part = person->what < KR_COUNT(within) ? within[person->what] : 1;
    (void)kr_draw_photo(w, person, s->x, s->y, r * part - 1, KR_CUT_ROUND);
}

static const kr_size *full_size(const kr_spot *s) {
    return &kr_sizes[s->level < KR_LV_FULL ? KR_LV_FULL : s->level];
}

/* Where the name stands: below the symbol, or above it. */
static double name_line(const kr_spot *s, const kr_size *size) {
    double drop = size->r + 0.75;
    if (s->above) return s->y - drop - (KR_FONT_DESCENT + KR_FONT_LINE * (s->label.lines - 1)) * size->font;
    return s->y + drop + KR_FONT_ASCENT * size->font;
}

/* Small, below the name. */
static void put_role(kr_drawing_work *w, const kr_spot *s, kr_str words) {
    const kr_size *size = full_size(s);
    double small = size->font * 0.81, y = name_line(s, size);
    y += KR_FONT_LINE * size->font * (s->label.lines - 1) + KR_FONT_DESCENT * size->font +
         KR_FONT_ASCENT * small;
    kr_shape *role = kr_scene_text(w->scene, "m-role", s->x, y, small, words);
    role->owner = s->alter + 1;
    role->hidden = s->note.len > 0; /* said in other words already */
}

/* Symbol with initials inside and the name below. */
static void put_full(kr_drawing_work *w, const kr_spot *s, bool bare) {
    const kr_alter *alter = &w->network->alters[s->alter];
    const kr_size *size = full_size(s);
    (void)hit(w->scene, s, s->selected ? size->r + 4 : size->r + 7 > 17 ? size->r + 7 : 17, bare);
    kr_put_symbol(w->scene, alter->person->what, s->x, s->y, size->r, bare, s->alter + 1);
    if (shows_photo(w, s)) put_photo(w, s, size->r);
    bool near = w->form && w->form->id == KR_FORM_WARD && (w->options->layers & KR_LAYER_AREAS) &&
                alter->person->lives_where && alter->person->lives_where <= KR_lives_where_neighbourhood;
    if (near) (void)kr_scene_circle(w->scene, "m-near", s->x, s->y, size->r + 4);
    put_badges(w, s, size->r, bare);
    name_at(w, s, bare ? "l" : "t", s->x, name_line(s, size), size->font, KR_MIDDLE, bare);
    if (s->shows_role && !s->note.len) put_role(w, s, alter->person->role);
}

/* What stands behind the name of a dot: marks for a suggestion, somebody who died, a carer. */
static void put_behind(kr_drawing_work *w, const kr_spot *s, double x, double y, double font) {
    if (s->suggested || s->died) {
        kr_str marks = s->died ? KR_STR("\xe2\x80\xa0") : KR_STR("?");
        if (s->suggested && s->died) marks = KR_STR("?\xe2\x80\xa0");
        kr_shape *text = kr_scene_text(w->scene, "m-role", x, y, font, marks);
        text->anchor = KR_START;
        text->hidden = true;
        text->owner = s->alter + 1;
        text->mark = KR_MARK_PART;
        x += (s->suggested && s->died ? 1.1 : 0.6) * font;
    }
    if (s->carer) {
        kr_shape *group = kr_scene_group(w->scene, "m-h", false);
        group->x = x + 5;
        group->y = s->y;
        group->a = 1;
        sign(w->scene, "heartp", x + 5, s->y, heart);
    }
}

/* Dot or small symbol with the name beside it. */
static void put_line(kr_drawing_work *w, const kr_spot *s) {
    const kr_alter *alter = &w->network->alters[s->alter];
    const kr_size *size = &kr_sizes[s->level];
    double wide = kr_spot_line(s, (kr_level)s->level), half = KR_FONT_LINE * size->font / 2;
    if (s->level == KR_LV_BESIDE) half = size->r;
    double left = s->left ? s->x + size->r - wide : s->x - size->r;
    (void)kr_scene_rect(w->scene, "sel", left - 2, s->y - half, wide + 4, 2 * half, 4);
    kr_put_symbol(w->scene, alter->person->what, s->x, s->y, size->r, false, s->alter + 1);
    double x = s->left ? left : s->x + size->r + 4,
           y = s->y + (KR_FONT_ASCENT - KR_FONT_DESCENT) / 2 * size->font;
    name_at(w, s, "t", x, y, size->font, KR_START, false);
    put_behind(w, s, x + s->em * size->font + size->font * 0.2, y, size->font);
}

static void put_number(kr_drawing_work *w, const kr_spot *s) {
    const kr_size *size = &kr_sizes[s->level];
    kr_put_symbol(w->scene, w->network->alters[s->alter].person->what, s->x, s->y, size->r, false,
                  s->alter + 1);
    if (kr_level_numbered(s->level)) {
        kr_str number = kr_text_number(w->arena, KR_STR("{n}"), s->number);
        kr_shape *in = kr_scene_text(w->scene, "m-num", s->x, s->y + (s->level == KR_LV_TOUCH ? 4.3 : 3.6),
                                     size->font, number);
        in->mark = KR_MARK_NONE;
        in->hidden = true;
        kr_shape *text = kr_scene_text(w->scene, "m-nr", s->list_x, s->list_y, s->list_font, number);
        text->anchor = KR_LAST;
        text->bold = true;
        text->hidden = true;
    }
    if (s->list_font > 0)
        name_at(w, s, "m-li", s->list_x + (kr_level_numbered(s->level) ? 4 : 0), s->list_y, s->list_font,
                KR_START, false);
}

void kr_put_person(kr_drawing_work *w, const kr_spot *s, uint8_t tint, uint8_t shade, kr_str told) {
    static const char *const classes[3][2][4] = {
        {{"m-p f0", "m-p f1", "m-p f2", "m-p f3"},
         {"m-p f0 is-past", "m-p f1 is-past", "m-p f2 is-past", "m-p f3 is-past"}},
        {{"m-d f0", "m-d f1", "m-d f2", "m-d f3"},
         {"m-d f0 is-past", "m-d f1 is-past", "m-d f2 is-past", "m-d f3 is-past"}},
        {{"m-d m-s f0", "m-d m-s f1", "m-d m-s f2", "m-d m-s f3"},
         {"m-d m-s f0 is-past", "m-d m-s f1 is-past", "m-d m-s f2 is-past", "m-d m-s f3 is-past"}}};
    const kr_alter *alter = &w->network->alters[s->alter];
    bool bare = s->level < KR_LV_FULL;
    int look = s->look ? s->look - 1 : kr_often_look(w, alter);
    bool line = s->level == KR_LV_TOUCH || (s->level >= KR_LV_LINE1 && s->level < KR_LV_BESIDE);
    kr_shape *item = kr_scene_add(w->scene, KR_SH_ITEM, NULL);
    item->x = s->x;
    item->y = s->y;
    item->tint = tint;
    kr_shape *link = kr_scene_add(w->scene, KR_SH_LINK, classes[bare ? 0 : line ? 2 : 1][s->past][look]);
    link->ring = shade;
    link->current = s->selected;
    link->text = told;
    link->extra = kr_person_href(w, alter->person->id);
    if (kr_level_listed(s->level))
        put_number(w, s);
    else if (s->level <= KR_LV_SMALL)
        put_full(w, s, bare);
    else
        put_line(w, s);
    kr_scene_close(w->scene);
    /* Beside the link, not in it: what stands in a link must be in its name. */
    if (s->shows_role && s->note.len && s->level <= KR_LV_SMALL && !line) put_role(w, s, s->note);
    if (shows_photo(w, s)) {
        kr_scene_close(w->scene);
        return;
    }
    if (bare || (s->level <= KR_LV_SMALL && !line) || s->level == KR_LV_BESIDE)
        put_initials(w, s, look, s->level <= KR_LV_FULL ? 14 : 12, bare);
    kr_scene_close(w->scene);
}
