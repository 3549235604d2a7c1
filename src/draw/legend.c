/* The legend, from one table: what a symbol means, when it is needed, and how it looks. */
#include "draw/drawing.h"
#include "draw/geno.h"
#include "draw/more.h"
#include "draw/font_metrics.h"

enum {
    SIGN_WEEKLY = 1,
    SIGN_MONTHLY,
    SIGN_RARELY,
    SIGN_CARER,
    SIGN_ACQUAINTED,
    SIGN_SUGGESTED,
    SIGN_GROUP,
    SIGN_PLACE,
    SIGN_ANIMAL,
    SIGN_NEAR,
    SIGN_DIED,
    SIGN_ENDED,
    SIGN_PRIVATE,
    SIGN_LIGHT,
    SIGN_ORDINARY,
    SIGN_STRONG,
    SIGN_SUPPORTIVE,
    SIGN_NEUTRAL,
    SIGN_TENSE,
    SIGN_AMBIVALENT,
    SIGN_GIVES,
    SIGN_COSTS,
    SIGN_BOTH,
    SIGN_PRACTICAL,
    SIGN_LISTENING,
    SIGN_ADVICE,
    SIGN_WEIGHING,
    SIGN_COMPANY
};

/* What the network holds. */
typedef struct facts {
    bool often[6], carer, suggested, group, place, animal, near, died, ended, private_mark, known;
    bool strength[4], tone[5], energy[5], support[6];
} facts;

static void look_at(facts *f, const kr_alter *a, const kr_form *form) {
    const kr_tie *t = a->tie;
    if (a->often < 6) f->often[a->often] = true;
    f->carer |= a->person->carer == KR_yesno_yes;
    f->group |= a->person->what == KR_what_group;
    f->place |= a->person->what == KR_what_place;
    f->animal |= a->person->what == KR_what_animal;
    f->near |= a->person->lives_where && a->person->lives_where <= KR_lives_where_neighbourhood;
    f->died |= kr_person_is_dead(a->person) || (t && t->state == KR_state_died);
    if (form) {
        kr_place place = kr_place_of(form, a);
        f->suggested |= place.ring && place.area && (place.ring_suggested || place.area_suggested);
    }
    if (!t) return;
    f->ended |= t->state == KR_state_ended || t->state == KR_state_broken;
    f->private_mark |= t->private_mark == KR_yesno_yes;
    if (t->strength < 4) f->strength[t->strength] = true;
    if (t->tone < 5) f->tone[t->tone] = true;
    if (t->energy < 5) f->energy[t->energy] = true;
    for (int i = 1; i < 6; i++) f->support[i] |= ((t->gets | t->gives) >> i & 1) != 0;
}

/* Where a fact stands, so that the table can say which one an entry needs. */
#define FACT(member) offsetof(facts, member)
#define EVERYWHERE   0u

typedef struct row {
    uint8_t symbol;
    bool circle, eco;
    unsigned layer; /* 0: whatever is shown */
    const char *group, *key;
    size_t fact[2];
} row;

static const row rows[] = {
    {SIGN_WEEKLY, true, false, KR_LAYER_FREQUENCY, NULL, "legend.weekly", {FACT(often[1]), FACT(often[2])}},
    {SIGN_MONTHLY, true, false, KR_LAYER_FREQUENCY, NULL, "legend.monthly", {FACT(often[3]), FACT(often[3])}},
    {SIGN_RARELY, true, false, KR_LAYER_FREQUENCY, NULL, "legend.rarely", {FACT(often[4]), FACT(often[5])}},
    {SIGN_CARER, true, false, 0, NULL, "legend.carer", {FACT(carer), FACT(carer)}},
    {SIGN_ACQUAINTED,
     true,
     false,
     KR_LAYER_ACQUAINTED,
     NULL,
     "legend.acquainted",
     {FACT(known), FACT(known)}},
    {SIGN_SUGGESTED, true, false, 0, NULL, "legend.suggested", {FACT(suggested), FACT(suggested)}},
    {SIGN_LIGHT,
     false,
     true,
     KR_LAYER_STRENGTH,
     "legend.strength",
     "legend.light",
     {FACT(strength[1]), FACT(strength[1])}},
    {SIGN_ORDINARY,
     false,
     true,
     KR_LAYER_STRENGTH,
     "legend.strength",
     "legend.ordinary",
     {FACT(strength[2]), FACT(strength[2])}},
    {SIGN_STRONG,
     false,
     true,
     KR_LAYER_STRENGTH,
     "legend.strength",
     "legend.strong",
     {FACT(strength[3]), FACT(strength[3])}},
    {SIGN_SUPPORTIVE,
     false,
     true,
     KR_LAYER_TONE,
     "legend.tone",
     "legend.supportive",
     {FACT(tone[1]), FACT(tone[1])}},
    {SIGN_NEUTRAL,
     false,
     true,
     KR_LAYER_TONE,
     "legend.tone",
     "legend.neutral",
     {FACT(tone[2]), FACT(tone[2])}},
    {SIGN_TENSE, false, true, KR_LAYER_TONE, "legend.tone", "legend.tense", {FACT(tone[3]), FACT(tone[3])}},
    {SIGN_AMBIVALENT,
     false,
     true,
     KR_LAYER_TONE,
     "legend.tone",
     "legend.ambivalent",
     {FACT(tone[4]), FACT(tone[4])}},
    {SIGN_GIVES,
     false,
     true,
     KR_LAYER_ENERGY,
     "legend.energy",
     "legend.gives",
     {FACT(energy[1]), FACT(energy[1])}},
    {SIGN_COSTS,
     false,
     true,
     KR_LAYER_ENERGY,
     "legend.energy",
     "legend.costs",
     {FACT(energy[2]), FACT(energy[2])}},
    {SIGN_BOTH,
     false,
     true,
     KR_LAYER_ENERGY,
     "legend.energy",
     "legend.both",
     {FACT(energy[3]), FACT(energy[3])}},
    {SIGN_PRACTICAL,
     false,
     true,
     KR_LAYER_SUPPORT,
     "legend.support",
     "legend.practical",
     {FACT(support[1]), FACT(support[1])}},
    {SIGN_LISTENING,
     false,
     true,
     KR_LAYER_SUPPORT,
     "legend.support",
     "legend.listening",
     {FACT(support[2]), FACT(support[2])}},
    {SIGN_ADVICE,
     false,
     true,
     KR_LAYER_SUPPORT,
     "legend.support",
     "legend.advice",
     {FACT(support[3]), FACT(support[3])}},
    {SIGN_WEIGHING,
     false,
     true,
     KR_LAYER_SUPPORT,
     "legend.support",
     "legend.weighing",
     {FACT(support[4]), FACT(support[4])}},
    {SIGN_COMPANY,
     false,
     true,
     KR_LAYER_SUPPORT,
     "legend.support",
     "legend.company",
     {FACT(support[5]), FACT(support[5])}},
    {SIGN_GROUP, true, true, 0, "legend.kinds", "legend.group", {FACT(group), FACT(group)}},
    {SIGN_PLACE, true, true, 0, "legend.kinds", "legend.place", {FACT(place), FACT(place)}},
    {SIGN_ANIMAL, true, true, 0, "legend.kinds", "legend.animal", {FACT(animal), FACT(animal)}},
    {SIGN_NEAR, true, false, KR_LAYER_AREAS, NULL, "legend.near", {FACT(near), FACT(near)}},
    {SIGN_DIED, true, true, 0, NULL, "legend.died", {FACT(died), FACT(died)}},
    {SIGN_ENDED, true, true, 0, NULL, "legend.ended", {FACT(ended), FACT(ended)}},
    {SIGN_PRIVATE, true, true, 0, NULL, "legend.private", {FACT(private_mark), FACT(private_mark)}},
};

static const kr_form *form_of(kr_drawing as) {
    static const kr_form_id ids[] = {0, KR_FORM_LENSINK, KR_FORM_WARD, KR_FORM_HORIZONS, KR_FORM_RINGS};
    return as >= KR_DRAW_LENSINK && as <= KR_DRAW_RINGS ? kr_form_of(ids[as]) : NULL;
}

static bool holds(const facts *f, size_t at) {
    return *((const bool *)f + at);
}

static bool wanted(const row *r, const facts *f, const kr_draw_options *o) {
    bool eco = o->as == KR_DRAW_ECOGRAM;
    if (eco ? !r->eco : !r->circle) return false;
    if (r->symbol == SIGN_NEAR && o->as != KR_DRAW_WARD) return false;
    if (r->symbol == SIGN_SUGGESTED && kr_draws_wall(o)) return false;
    if (r->symbol == SIGN_PRIVATE && o->paper != KR_SCREEN) return false;
    if (r->layer && !(o->layers & r->layer)) return false;
    return holds(f, r->fact[0]) || holds(f, r->fact[1]);
}

size_t kr_legend(kr_legend_entry *out, size_t cap, const kr_network *network,
                 const kr_draw_options *options) {
    if (options->as > KR_DRAW_ECOGRAM) {
        const kr_drawer *drawer = kr_drawer_of(options->as);
        return drawer && drawer->legend ? drawer->legend(out, cap, network, options) : 0;
    }
    facts f = {.known = network->n_known > 0};
    const kr_form *form = form_of(options->as);
    for (size_t i = 0; i < network->n; i++) look_at(&f, &network->alters[i], form);
    const char *group = NULL;
    size_t n = 0;
    for (size_t i = 0; i < KR_COUNT(rows); i++) {
        if (!wanted(&rows[i], &f, options)) continue;
        const char *mine =
            options->as == KR_DRAW_ECOGRAM ? (rows[i].group ? rows[i].group : "legend.kinds") : NULL;
        if (n < cap)
            out[n] = (kr_legend_entry){mine && mine != group ? mine : NULL, rows[i].key, rows[i].symbol};
        group = mine;
        n++;
    }
    if (options->as == KR_DRAW_ECOGRAM && (options->layers & KR_LAYER_FAMILY))
        n += kr_geno_legend_indoors(n < cap ? out + n : out, n < cap ? cap - n : 0, network, options);
    return n;
}

/* -- how they look
 * ---------------------------------------------------------------------------------------------------- */

static void path(kr_scene *scene, const char *cls, double x, double y, const char *data) {
    kr_shape *s = kr_scene_add(scene, KR_SH_PATH, cls);
    s->x = x;
    s->y = y;
    s->text = kr_str_z(data);
}

static void letter(kr_scene *scene, double x, double y, kr_str text, const char *cls) {
    (void)kr_scene_circle(scene, "g-open", x, y, 8.5);
    kr_shape *s = kr_scene_text(scene, cls, x, y + 4.1, 12, text);
    s->bold = true;
    s->mark = KR_MARK_NONE;
}

#define ZIGZAG "M-22 0L-17.6-6L-8.8 6L0-6L8.8 6L17.6-6L22 0"

static void tie_sign(kr_scene *scene, uint8_t symbol, double x, double y) {
    static const struct {
        uint8_t symbol;
        const char *cls[2], *data[2];
    } signs[] = {
        {SIGN_LIGHT, {"g-w1"}, {"M-22 0H22"}},
        {SIGN_ORDINARY, {"g-w2"}, {"M-22 0H22"}},
        {SIGN_STRONG, {"g-w3"}, {"M-22 0H22"}},
        {SIGN_SUPPORTIVE, {"g-w2"}, {"M-22 0H22"}},
        {SIGN_NEUTRAL, {"g-dots"}, {"M-20 0H22"}},
        {SIGN_TENSE, {"g-zig"}, {ZIGZAG}},
        {SIGN_AMBIVALENT, {"g-zig", "g-w1"}, {ZIGZAG, "M-22 0H22"}},
        {SIGN_GIVES, {"g-w1", "g-fill"}, {"M-10 0H22", "M-23 0-9 7V-7Z"}},
        {SIGN_COSTS, {"g-w1", "g-fill"}, {"M-22 0H10", "M23 0 9 7V-7Z"}},
        {SIGN_BOTH, {"g-w1", "g-fill"}, {"M-10 0H10", "M-23 0-9 7V-7ZM23 0 9 7V-7Z"}},
    };
    for (size_t i = 0; i < KR_COUNT(signs); i++) {
        if (signs[i].symbol != symbol) continue;
        path(scene, signs[i].cls[0], x, y, signs[i].data[0]);
        if (signs[i].cls[1]) path(scene, signs[i].cls[1], x, y, signs[i].data[1]);
    }
}

static bool is_tie(uint8_t symbol) {
    if (symbol >= KR_SIGN_MORE) return kr_more_sign_wide(symbol);
    return symbol >= SIGN_LIGHT && symbol <= SIGN_BOTH;
}

static void support_sign(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text,
                         void *context) {
    static const char *const letters[] = {"draw.letter.practical", "draw.letter.listening",
                                          "draw.letter.advice", "draw.letter.weighing",
                                          "draw.letter.company"};
    letter(scene, x, y, kr_text_of(text, context, letters[symbol - SIGN_PRACTICAL]), "g-letter");
}

void kr_legend_shapes(kr_scene *scene, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    if (symbol >= KR_SIGN_MORE) {
        kr_more_sign(scene, symbol, x, y, text, context);
        return;
    }
    switch (symbol) {
    case SIGN_WEEKLY:
        (void)kr_scene_circle(scene, "g-fill", x, y, 8);
        break;
    case SIGN_MONTHLY:
        (void)kr_scene_circle(scene, "g-open", x, y, 7.5);
        break;
    case SIGN_RARELY:
        (void)kr_scene_circle(scene, "g-dash", x, y, 7.5);
        break;
    case SIGN_CARER:
        path(scene, "g-fill", x, y,
             "M0 6C-8.5 0-6-5.500-3-5.500C-1.400-5.500-.400-4.500 0-3.500C.400-4.500 1.400-5.500 "
             "3-5.500C6-5.500 8.500 0 0 6Z");
        break;
    case SIGN_ACQUAINTED:
        path(scene, "g-line", x, y, "M-8 4Q0-8 8 4");
        break;
    case SIGN_SUGGESTED:
        letter(scene, x, y, KR_STR("?"), "g-letter");
        break;
    case SIGN_GROUP:
        (void)kr_scene_circle(scene, "g-open", x, y, 8);
        (void)kr_scene_circle(scene, "g-thin", x, y, 5);
        break;
    case SIGN_PLACE:
        (void)kr_scene_rect(scene, "g-open", x - 7.5, y - 7.5, 15, 15, 4);
        break;
    case SIGN_ANIMAL:
        path(scene, "g-open", x, y, "M0-8.500L8.500 0L0 8.500L-8.500 0Z");
        break;
    case SIGN_NEAR:
        (void)kr_scene_circle(scene, "g-fill", x, y, 5.5);
        (void)kr_scene_circle(scene, "g-thin", x, y, 8.5);
        break;
    case SIGN_DIED:
        path(scene, "g-line", x, y, "M0-7V7M-4.500-2.500H4.500");
        break;
    case SIGN_ENDED:
        path(scene, "g-line", x, y, "M-5 5L5-5");
        break;
    case SIGN_PRIVATE:
        path(scene, "g-line", x, y,
             "M-5.500-1H5.500V7H-5.500ZM-3.300-1V-3.500A3.300 3.300 0 0 1 3.300-3.500V-1");
        break;
    default:
        if (is_tie(symbol)) tie_sign(scene, symbol, x, y);
        if (symbol >= SIGN_PRACTICAL && symbol <= SIGN_COMPANY)
            support_sign(scene, symbol, x, y, text, context);
        break;
    }
}

void kr_legend_symbol(kr_buf *out, uint8_t symbol, kr_text_fn text, void *context) {
    kr_shape shapes[16];
    kr_scene scene = {.arena = out->arena, .shapes = shapes, .cap = KR_COUNT(shapes)};
    kr_legend_shapes(&scene, symbol, 0, 0, text, context);
    kr_put_z(
        out,
        is_tie(symbol)
            ? "<svg class=\"g-sign g-wide\" viewBox=\"-24 -11 48 22\" aria-hidden=\"true\" "
              "focusable=\"false\">"
            : "<svg class=\"g-sign\" viewBox=\"-10 -10 20 20\" aria-hidden=\"true\" focusable=\"false\">");
    kr_scene_fragment(out, &scene);
    kr_put_z(out, "</svg>");
}

/* -- on paper
 * ---------------------------------------------------------------------------------------------------------
 */

static void legend_row(kr_drawing_work *w, const kr_legend_entry *e, kr_flow *f, bool draw) {
    bool tie = is_tie(e->symbol);
    double font = f->font, icon = tie ? 48 : 20, x, y;
    if (e->group_key) {
        kr_str head = kr_word_for(w, e->group_key);
        if (f->x > f->left) f->x = f->left, f->y += f->pitch;
        kr_flow_next(f, 118, &x, &y);
        if (draw) {
            kr_shape *text = kr_scene_text(w->scene, "m-head", x, y + font * 0.34, font, head);
            text->bold = true;
            text->anchor = KR_START;
        }
    }
    kr_str words = kr_word_for(w, e->key);
    kr_flow_next(f, icon + 8 + kr_text_width(words, 400) * font * 1.02 + 20, &x, &y);
    if (!draw) return;
    kr_legend_shapes(w->scene, e->symbol, x + icon / 2, y, w->options->text, w->options->text_context);
    kr_shape *text = kr_scene_text(w->scene, "m-key", x + icon + 8, y + font * 0.34, font, words);
    text->anchor = KR_START;
}

double kr_put_legend(kr_drawing_work *w, double top, bool draw) {
    return kr_put_legend_at(w, 0, top, draw);
}

double kr_put_legend_at(kr_drawing_work *w, double middle, double top, bool draw) {
    kr_legend_entry entries[KR_MOST_SIGNS];
    size_t n = kr_legend(entries, KR_COUNT(entries), w->network, w->options);
    if (n > KR_COUNT(entries)) n = KR_COUNT(entries);
    if (n == 0) return 0;
    kr_flow f = {middle - w->width / 2 + 12, w->width - 24, 14, 24, 0, top};
    f.x = f.left;
    if (draw) (void)kr_scene_group(w->scene, "g-legend", false);
    for (size_t i = 0; i < n; i++) legend_row(w, &entries[i], &f, draw);
    if (draw) kr_scene_close(w->scene);
    return f.y + f.pitch - top;
}

/* One under the other, around x = 0: for between the columns of a full ecogram. From `first` on, as many
 * groups as fit in `room`; returns the entry after the last. */
size_t kr_put_legend_column(kr_drawing_work *w, size_t first, double top, double room) {
    kr_legend_entry entries[KR_MOST_SIGNS];
    size_t n = kr_legend(entries, KR_COUNT(entries), w->network, w->options), i = first;
    if (n > KR_COUNT(entries)) n = KR_COUNT(entries);
    double font = w->width * 0.0145, pitch = font * 1.6, y = top + pitch / 2, left = -w->width * 0.095;
    for (; i < n; i++, y += pitch) {
        if (entries[i].group_key) {
            size_t more = 1;
            while (i + more < n && !entries[i + more].group_key) more++;
            if (y + pitch * ((double)more + 1) > top + room) break;
            if (i > first) y += pitch * 0.3;
            kr_shape *head = kr_scene_text(w->scene, "m-head", left, y + font * 0.34, font,
                                           kr_word_for(w, entries[i].group_key));
            head->bold = true;
            head->anchor = KR_START;
            y += pitch;
        }
        kr_legend_shapes(w->scene, entries[i].symbol, left + 24, y, w->options->text,
                         w->options->text_context);
        kr_shape *text = kr_scene_text(w->scene, "m-key", left + 56, y + font * 0.34, font,
                                       kr_word_for(w, entries[i].key));
        text->anchor = KR_START;
    }
    return i;
}

double kr_put_title(kr_drawing_work *w, double top) {
    bool cut = false;
    double left = -w->width / 2 + 12, y = top + 30;
    kr_str words = w->given && !w->options->title.len ? w->scene->title : w->options->title;
    if (words.len) {
        kr_str title = kr_text_fit(w->arena, words, (w->width - 24) / 30, 700, &cut);
        kr_shape *text = kr_scene_text(w->scene, "m-title", left, y, 30, title);
        text->anchor = KR_START;
        text->bold = true;
        y += 26;
    }
    if (w->options->date_line.len) {
        kr_str date = kr_text_fit(w->arena, w->options->date_line, (w->width - 24) / 15, 400, &cut);
        kr_shape *text = kr_scene_text(w->scene, "m-date", left, y, 15, date);
        text->anchor = KR_START;
        y += 22;
    }
    return y - top - 4;
}
