/* Plain: the person in the middle, few people around, large, with a photo or an icon; at most three kinds of
 * line, each with a face. More people are more pictures, one for each part of life. */
#include "draw/plain.h"

#include "core/num.h"
#include "draw/more.h"
#include "draw/text.h"

enum { FINE = KR_SIGNS_PLAIN, ORDINARY, HARD };

kr_plain_kind kr_plain_kind_of(const kr_tie *tie) {
    static const uint8_t by_tone[] = {KR_PLAIN_OPEN, KR_PLAIN_FINE, KR_PLAIN_ORDINARY, KR_PLAIN_HARD,
                                      KR_PLAIN_HARD};
    static const uint8_t by_energy[] = {KR_PLAIN_OPEN, KR_PLAIN_FINE, KR_PLAIN_HARD, KR_PLAIN_ORDINARY,
                                        KR_PLAIN_ORDINARY};
    if (!tie) return KR_PLAIN_OPEN;
    if (tie->tone && tie->tone < KR_COUNT(by_tone)) return (kr_plain_kind)by_tone[tie->tone];
    return tie->energy < KR_COUNT(by_energy) ? (kr_plain_kind)by_energy[tie->energy] : KR_PLAIN_OPEN;
}

int kr_plain_group_of(const kr_alter *alter) {
    static const uint8_t by_sector[] = {0, 1, 1, 2, 3, 3, 2, 2, 4, 4, 4, 3};
    static const uint8_t by_area[] = {5, 1, 3, 4, 2};
    const kr_person *p = alter->person;
    if (p->sector && p->sector < KR_COUNT(by_sector)) return by_sector[p->sector];
    kr_place place = kr_place_of(kr_form_of(KR_FORM_LENSINK), alter);
    if (place.area && place.area <= kr_form_of(KR_FORM_LENSINK)->n_areas)
        return by_area[kr_form_of(KR_FORM_LENSINK)->areas[place.area - 1].choice % KR_COUNT(by_area)];
    return p->what == KR_what_animal ? 1 : 5;
}

static const struct {
    const char *key, *icon;
} groups[] = {{"plain.group.all", "people"},     {"plain.group.home", "home"},
              {"plain.group.friends", "friend"}, {"plain.group.near", "neighbour"},
              {"plain.group.help", "help"},      {"plain.group.other", "people"}};

const char *kr_plain_group_key(int group) {
    return groups[group >= 0 && group <= KR_PLAIN_GROUPS ? group : 0].key;
}

const kr_icon *kr_plain_group_icon(int group) {
    return kr_icon_named(kr_str_z(groups[group >= 0 && group <= KR_PLAIN_GROUPS ? group : 0].icon));
}

const kr_icon *kr_plain_icon_of(const kr_person *p) {
    static const char *const usual[] = {NULL, NULL, "people", "home", "dog"};
    const kr_icon *chosen = kr_icon_named(p->pictogram);
    if (chosen) return chosen;
    return p->what < KR_COUNT(usual) && usual[p->what] ? kr_icon_named(kr_str_z(usual[p->what])) : NULL;
}

/* -- sizes of one picture -- */

typedef struct plain {
    kr_drawing_work *w;
    size_t most;                       /* people in one picture */
    double wide, high, rx, ry, r, ego; /* the picture, the ring, symbols */
    double font, head;
} plain;

static plain sizes_of(kr_drawing_work *w) {
    if (w->narrow) return (plain){w, KR_PLAIN_NARROW, 360, 590, 122, 216, 36, 42, 17, 0};
    size_t most = w->options->paper == KR_SCREEN ? KR_PLAIN_NARROW : KR_PLAIN_WIDE;
    return (plain){w, most, 720, 600, 262, 206, 46, 56, w->options->large ? 27 : 24, 0};
}

static void put_zigzag(kr_scene *s, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0, dy = y1 - y0, length = kr_sqrt(dx * dx + dy * dy);
    kr_buf buf;
    int teeth = length < 40 ? 5 : (int)(length / 9);
    if (length < 1) return;
    kr_buf_init(&buf, s->arena, 8000);
    kr_put_z(&buf, "M0 0");
    for (int i = 1; i < teeth; i++) {
        double t = (double)i / teeth * length, side = (i % 2 ? 1 : -1) * (length < 40 ? 3 : 5);
        kr_put_c(&buf, 'L');
        kr_put_num(&buf, (dx * t - dy * side) / length);
        kr_put_c(&buf, ' ');
        kr_put_num(&buf, (dy * t + dx * side) / length);
    }
    kr_put_c(&buf, 'L');
    kr_put_num(&buf, dx);
    kr_put_c(&buf, ' ');
    kr_put_num(&buf, dy);
    kr_shape *path = kr_scene_add(s, KR_SH_PATH, "p-line p-hard");
    path->x = x0, path->y = y0;
    if (kr_buf_end(&buf, &path->text) != KR_OK) s->err = KR_E_MEMORY;
}

static void put_line(kr_scene *s, kr_plain_kind kind, double x0, double y0, double x1, double y1) {
    if (kind == KR_PLAIN_HARD) {
        put_zigzag(s, x0, y0, x1, y1);
        return;
    }
    kr_shape *line = kr_scene_add(s, KR_SH_LINE, kind == KR_PLAIN_FINE ? "p-line p-fine" : "p-line");
    line->x = x0, line->y = y0, line->a = x1, line->b = y1;
    line->line = true;
}

static void put_face(kr_scene *s, kr_plain_kind kind, double x, double y, double size) {
    static const char *const faces[] = {"", "happy", "ordinary", "hard"};
    (void)kr_scene_circle(s, "p-back", x, y, size / 2);
    kr_scene_icon(s, size < 20 ? "p-face p-tiny" : "p-face", kr_icon_named(kr_str_z(faces[kind])), x, y,
                  size);
}

/* A photo cut round by a frame of the colour of the sheet: that works in every reader of SVG. */
static void put_photo(kr_drawing_work *w, const kr_person *person, double x, double y, double r) {
    kr_scene *s = w->scene;
    kr_str prefix = w->options->photo_prefix;
    kr_shape *image = kr_scene_add(s, KR_SH_IMAGE, "p-photo");
    image->x = x, image->y = y, image->a = r;
    image->text = person->photo;
    char *ptr = prefix.len ? kr_arena_alloc(w->arena, prefix.len + 21) : NULL;
    if (ptr) {
        memcpy(ptr, prefix.ptr, prefix.len);
        kr_id_text(person->id, ptr + prefix.len);
        memcpy(ptr + prefix.len + 16, "/foto", 5);
        image->extra = kr_str_n(ptr, prefix.len + 21);
    }
    kr_buf buf;
    kr_buf_init(&buf, s->arena, 1000);
    const double around[] = {-r - 1, r + 1, r};
    kr_put_c(&buf, 'M'), kr_put_num(&buf, around[0]), kr_put_c(&buf, ' '), kr_put_num(&buf, around[0]);
    kr_put_c(&buf, 'H'), kr_put_num(&buf, around[1]), kr_put_c(&buf, 'V'), kr_put_num(&buf, around[1]);
    kr_put_c(&buf, 'H'), kr_put_num(&buf, around[0]), kr_put_c(&buf, 'Z');
    for (int half = 0; half < 3; half++) {
        kr_put_c(&buf, half ? 'A' : 'M');
        if (half) kr_put_num(&buf, r), kr_put_c(&buf, ' '), kr_put_num(&buf, r), kr_put_z(&buf, " 0 0 1 ");
        kr_put_num(&buf, half == 1 ? r : -r);
        kr_put_z(&buf, " 0");
    }
    kr_put_c(&buf, 'Z');
    kr_shape *frame = kr_scene_add(s, KR_SH_PATH, "p-frame");
    frame->x = x, frame->y = y;
    if (kr_buf_end(&buf, &frame->text) != KR_OK) s->err = KR_E_MEMORY;
}

/* Photo or icon in a circle. */
static void put_portrait(const plain *p, const kr_person *person, double x, double y, double r, bool ego) {
    kr_scene *s = p->w->scene;
    kr_shape *circle = kr_scene_circle(s, ego ? "p-ego" : "p-who", x, y, r);
    circle->mark = KR_MARK_SYMBOL;
    if (person && person->photo.len) {
        put_photo(p->w, person, x, y, r - 3);
        return;
    }
    const kr_icon *icon = person ? kr_plain_icon_of(person) : kr_icon_named(KR_STR("person"));
    if (icon) kr_scene_icon(s, ego ? "p-icon p-mine" : "p-icon", icon, x, y, r * 1.16);
}

/* Initials where there is neither; beside the link, because they are not what it is called. */
static void put_letters(const plain *p, const kr_person *person, double x, double y, double r, bool ego) {
    if (!person || person->photo.len || kr_plain_icon_of(person)) return;
    kr_str initials = kr_initials_of(p->w->arena, person->name);
    kr_shape *text = kr_scene_text(p->w->scene, ego ? "p-letters p-mine" : "p-letters", x, y + r * 0.24,
                                   r * 0.68, initials);
    text->mark = KR_MARK_NONE;
    text->bold = true;
    text->hidden = true;
}

static kr_str told(const plain *p, const kr_alter *alter) {
    static const char *const keys[] = {NULL, "plain.fine", "plain.ordinary", "plain.hard"};
    kr_plain_kind kind = kr_plain_kind_of(alter->tie);
    kr_buf buf;
    kr_str text = KR_NONE;
    kr_buf_init(&buf, p->w->arena, 4000);
    kr_put(&buf, alter->person->name);
    if (keys[kind]) kr_put_z(&buf, ", "), kr_put(&buf, kr_word_for(p->w, keys[kind]));
    if (kr_buf_end(&buf, &text) != KR_OK) p->w->scene->err = KR_E_MEMORY;
    return text;
}

static void put_somebody(const plain *p, const kr_alter *alter, double x, double y, double up) {
    kr_scene *s = p->w->scene;
    kr_shape *item = kr_scene_add(s, KR_SH_ITEM, NULL);
    item->x = x, item->y = y;
    kr_shape *link = kr_scene_add(s, KR_SH_LINK, "p-link");
    link->text = told(p, alter);
    link->extra = kr_person_href(p->w, alter->person->id);
    put_portrait(p, alter->person, x, y, p->r, false);
    bool cut;
    double most = (p->w->narrow ? 112 : 168) / p->font;
    kr_str name = kr_text_fit(p->w->arena, alter->person->name, most, 600, &cut);
    kr_shape *text = kr_scene_text(
        s, "p-name", x, up < 0 ? y - p->r - p->font * 0.45 : y + p->r + p->font * 1.15, p->font, name);
    text->mark = KR_MARK_NAME;
    text->bold = true;
    text->cut = cut;
    kr_scene_close(s);
    put_letters(p, alter->person, x, y, p->r, false);
    kr_scene_close(s);
}

/* One picture around (cx, cy). */
static void put_picture(const plain *p, const kr_alter *const *people, size_t n, double cx, double cy) {
    kr_scene *s = p->w->scene;
    double x[KR_PLAIN_WIDE], y[KR_PLAIN_WIDE];
    kr_scene_group(s, NULL, true);
    for (size_t i = 0; i < n; i++) {
        double angle = (double)i / (double)n * 2 * KR_PI - KR_PI / 2;
        if (n == 2) angle = i ? 0 : KR_PI;
        x[i] = cx + p->rx * kr_cos(angle);
        y[i] = cy + p->ry * kr_sin(angle);
        kr_plain_kind kind = kr_plain_kind_of(people[i]->tie);
        if (kind == KR_PLAIN_OPEN) continue;
        double dx = x[i] - cx, dy = y[i] - cy, length = kr_sqrt(dx * dx + dy * dy);
        double from = (p->ego + 3) / length, to = 1 - (p->r + 3) / length, middle = (from + to) / 2;
        put_line(s, kind, cx + dx * from, cy + dy * from, cx + dx * to, cy + dy * to);
        put_face(s, kind, cx + dx * middle, cy + dy * middle, p->r * 0.74);
    }
    put_portrait(p, p->w->network->ego, cx, cy, p->ego, true);
    put_letters(p, p->w->network->ego, cx, cy, p->ego, true);
    kr_scene_close(s);
    for (size_t i = 0; i < n; i++) put_somebody(p, people[i], x[i], y[i], y[i] < cy - 10 ? -1 : 1);
}

static void put_heading(const plain *p, int group, double x, double y) {
    kr_scene *s = p->w->scene;
    kr_str words = kr_word_for(p->w, kr_plain_group_key(group));
    kr_shape *text = kr_scene_text(s, "p-head", x + 20, y, 26, words);
    text->bold = true;
    double half = kr_text_width(words, 700) * 13;
    kr_scene_icon(s, "p-small", kr_plain_group_icon(group), x - half, y - 9, 30);
}

/* The people of a group, a picture's worth at a time; returns how many pictures there are now. */
static size_t put_group(plain *p, int group, const kr_alter **people, size_t n, size_t pictures,
                        size_t columns) {
    size_t parts = (n + p->most - 1) / p->most,
           asked = (size_t)(p->w->options->page > 0 ? p->w->options->page : 0);
    for (size_t part = 0, from = 0; part < parts; part++) {
        /* As many in each, as good as it goes: 9 are 5 and 4. */
        size_t here = (n - from + (parts - part) - 1) / (parts - part);
        if (!asked || asked == part + 1 || (asked > parts && part + 1 == parts)) {
            double left = (double)(pictures % columns) * p->wide,
                   top = (double)(pictures / columns) * (p->high + p->head);
            if (p->head > 0) put_heading(p, group, left + p->wide / 2, top + 30);
            put_picture(p, people + from, here, left + p->wide / 2, top + p->head + p->high / 2);
            p->w->scene->persons += here;
            pictures++;
        }
        from += here;
    }
    return pictures;
}

static kr_err draw(kr_drawing_work *w) {
    plain p = sizes_of(w);
    const kr_alter **people = kr_new_n(w->arena, const kr_alter *, w->n + 1);
    if (!people) return KR_E_MEMORY;
    int zoom = w->options->zoom_area;
    bool one = zoom == 0 && w->n <= p.most;
    p.head = zoom || one ? 0 : 50;
    size_t columns = zoom || one || w->narrow ? 1 : 2, pictures = 0;
    kr_shape *list = kr_scene_add(w->scene, KR_SH_LIST, NULL);
    list->text = kr_word_for(w, "plain.list");
    for (int group = one ? 0 : 1; group <= (one ? 0 : KR_PLAIN_GROUPS); group++) {
        size_t n = 0;
        if (zoom && zoom != group) continue;
        for (size_t i = 0; i < w->n; i++)
            if (one || kr_plain_group_of(&w->network->alters[i]) == group)
                people[n++] = &w->network->alters[i];
        pictures = put_group(&p, group, people, n, pictures, columns);
    }
    kr_scene_close(w->scene);
    if (!pictures && zoom) return KR_E_NOT_FOUND;
    if (!pictures) put_picture(&p, people, 0, p.wide / 2, p.high / 2), pictures = 1;
    size_t rows = (pictures + columns - 1) / columns;
    w->scene->root_class = w->narrow ? "m-svg d-svg p-svg l-small" : "m-svg d-svg p-svg";
    if (w->narrow) w->scene->name = "plain-small";
    w->scene->width = p.wide * (double)(pictures < columns ? pictures : columns);
    w->scene->height = (p.high + p.head) * (double)rows;
    return KR_OK;
}

void kr_plain_sign(kr_scene *s, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    (void)text, (void)context;
    kr_plain_kind kind = (kr_plain_kind)(symbol - KR_SIGNS_PLAIN + 1);
    if (symbol > HARD) return;
    put_line(s, kind, x - 10, y + 6, x + 10, y + 6);
    put_face(s, kind, x, y - 3, 14);
}

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *network,
                     const kr_draw_options *options) {
    static const char *const keys[] = {NULL, "plain.fine", "plain.ordinary", "plain.hard"};
    bool has[4] = {false};
    size_t n = 0;
    (void)options;
    for (size_t i = 0; i < network->n; i++) has[kr_plain_kind_of(network->alters[i].tie)] = true;
    for (uint8_t kind = KR_PLAIN_FINE; kind <= KR_PLAIN_HARD; kind++) {
        if (!has[kind]) continue;
        if (n < cap)
            out[n] = (kr_legend_entry){n ? NULL : "plain.legend", keys[kind],
                                       (uint8_t)(KR_SIGNS_PLAIN + kind - 1)};
        n++;
    }
    return n;
}

const kr_drawer kr_draws_plain = {KR_DRAW_PLAIN, "draw.title.plain", "draw.desc.plain", draw, legend};
