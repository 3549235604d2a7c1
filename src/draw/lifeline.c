/* The life line: what happened along the years, in parallel strands, and who was there. A turning point
 * stands out by its form; people appear and leave as thin lines with their name where they begin. */
#include "draw/lifeline.h"

#include "draw/font_metrics.h"
#include "draw/text.h"

/* More than these do not fit on any sheet that can be read. */
#define MOST_EVENTS 1500

enum { EVENT = KR_SIGNS_LIFELINE, TURNING, PERIOD, PERSON, CAME, THERE, HELPED, LEFT, DIED, OPEN, TODAY };

double kr_lifeline_x(const kr_lifeline *l, double year) {
    return l->left + (year - l->first) * l->width / (l->last - l->first);
}

int kr_lifeline_step(double per_year, double room) {
    static const int steps[] = {1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 5000};
    for (size_t i = 0; i < KR_COUNT(steps); i++)
        if (steps[i] * per_year >= room) return steps[i];
    return 10000;
}

void kr_lifeline_heading(kr_lifeline *l, const char *key, double x, double y) {
    kr_shape *text = kr_scene_text(l->w->scene, "l-head", x, y, l->font, kr_word_for(l->w, key));
    text->anchor = KR_START;
    text->bold = true;
}

static int year_of(const kr_event *e) {
    return (e->date ? e->date : e->until) / 10000;
}

static kr_str label_text(kr_lifeline *l, const kr_life_event *event) {
    kr_buf buf;
    kr_str text = (kr_str){NULL, 0};
    kr_buf_init(&buf, l->w->arena, 4000);
    if (event->at) {
        kr_put_int(&buf, year_of(event->event));
        kr_put_c(&buf, ' ');
    }
    kr_put(&buf, event->event->what);
    if (kr_buf_end(&buf, &text) != KR_OK) l->w->scene->err = KR_E_MEMORY;
    return text;
}

kr_life_label kr_lifeline_label(kr_lifeline *l, const kr_life_event *event, double most) {
    int weight = event->event->turning ? 700 : 400;
    kr_str text = label_text(l, event);
    /* Bold is a little wider than what the breaking reckons with. */
    kr_label broken = kr_label_break(text, most / l->font * (weight == 700 ? 0.93 : 1));
    kr_life_label out = {.lines = broken.lines};
    for (int i = 0; i < broken.lines; i++) {
        bool cut;
        out.line[i] = kr_text_fit(l->w->arena, broken.line[i], most / l->font, weight, &cut);
        if (!out.line[i].ptr) l->w->scene->err = KR_E_MEMORY, out.line[i] = KR_NONE;
        double width = kr_text_width(out.line[i], weight) * l->font;
        if (width > out.width) out.width = width;
    }
    return out;
}

/* -- one event -- */

/* "1969 Getrouwd met Jan. Keerpunt. Erbij: Corrie, Sanne." */
static kr_str told(kr_lifeline *l, const kr_life_event *event) {
    kr_buf buf;
    kr_str text = KR_NONE;
    kr_buf_init(&buf, l->w->arena, 8000);
    /* Begins as what is seen, so that whoever speaks to the computer can say that. */
    kr_put(&buf, label_text(l, event));
    if (event->until) {
        kr_put_z(&buf, " (");
        kr_put_int(&buf, year_of(event->event));
        kr_put_z(&buf, " - ");
        kr_put_int(&buf, event->event->until / 10000);
        kr_put_c(&buf, ')');
    }
    if (event->event->turning) {
        kr_put_z(&buf, ". ");
        kr_put(&buf, kr_word_for(l->w, "life.sign.turning"));
    }
    for (size_t i = 0; i < event->there; i++) {
        kr_put_z(&buf, i ? ", " : ". ");
        if (i == 0) kr_put(&buf, kr_word_for(l->w, "life.with")), kr_put_c(&buf, ' ');
        kr_put(&buf, l->life.presences[event->first + i].person->name);
    }
    if (kr_buf_end(&buf, &text) != KR_OK) l->w->scene->err = KR_E_MEMORY;
    return text;
}

static kr_str event_href(kr_lifeline *l, kr_id id) {
    kr_str prefix = l->w->options->event_prefix;
    char *ptr = prefix.len ? kr_arena_alloc(l->w->arena, prefix.len + 17) : NULL;
    if (!ptr) return KR_NONE;
    memcpy(ptr, prefix.ptr, prefix.len);
    kr_id_text(id, ptr + prefix.len);
    return kr_str_n(ptr, prefix.len + 16);
}

static uint8_t tint_of(uint8_t strand) {
    static const uint8_t tints[] = {0, 3, 1, 4, 2, 0, 0};
    return strand < KR_COUNT(tints) ? tints[strand] : 0;
}

static void put_mark(kr_lifeline *l, const kr_life_event *event, double x, double y, double x_until) {
    kr_scene *s = l->w->scene;
    kr_shape *mark;
    if (event->event->turning) {
        mark = kr_scene_add(s, KR_SH_DIAMOND, "l-turn");
        mark->x = x, mark->y = y, mark->a = 8;
    } else {
        mark = kr_scene_circle(s, "l-mark", x, y, 5);
    }
    mark->tint = tint_of(event->strand);
    mark->mark = KR_MARK_SYMBOL;
    if (x_until <= x) return;
    /* Below the mark, as thin as it can be seen, and as long as it took. */
    kr_shape *bar = kr_scene_rect(s, "l-bar", x, y - 2, x_until - x, 4, 2);
    bar->tint = mark->tint;
}

void kr_lifeline_event(kr_lifeline *l, const kr_life_event *event, const kr_life_label *label, double x,
                       double y, double x_until, int side) {
    kr_scene *s = l->w->scene;
    kr_shape *item = kr_scene_add(s, KR_SH_ITEM, "l-item");
    item->x = x, item->y = y;
    kr_shape *link = kr_scene_add(s, KR_SH_LINK, "l-event");
    link->text = told(l, event);
    link->extra = event_href(l, event->event->id);
    double room = label->lines * l->slot;
    kr_shape *hit = kr_scene_rect(s, "l-hit", side < 0 ? x - 12 - label->width : x - 10,
                                  y - l->slot / 2 + (side == 0 ? l->slot : 0), label->width + 24, room, 4);
    hit->hidden = true;
    put_mark(l, event, x, y, x_until);
    double base = y + l->font * 0.34 + (side == 0 ? l->slot : 0);
    double from = side > 0 ? (x_until > x ? x_until : x) + 13 : side < 0 ? x - 13 : x - 5;
    kr_shape *text = kr_scene_text(s, "l-text", from, base, l->font, label->line[0]);
    text->anchor = side < 0 ? KR_LAST : KR_START;
    text->bold = event->event->turning != 0;
    if (label->lines > 1) text->extra = label->line[1];
    kr_scene_close(s);
    kr_scene_close(s);
}

/* -- years and today -- */

void kr_lifeline_years(kr_lifeline *l, double top, double bottom) {
    kr_scene *s = l->w->scene;
    int step = kr_lifeline_step(l->width / (l->last - l->first), l->w->narrow ? 44 : 62);
    double today = l->life.today, x_today = today ? kr_lifeline_x(l, today) : -1000;
    double half = kr_text_width(kr_word_for(l->w, "life.today"), 700) * l->font / 2 + 22;
    kr_scene_group(s, "l-years", true);
    for (int year = ((int)l->first + step - 1) / step * step; year <= (int)l->last; year += step) {
        double x = kr_lifeline_x(l, year);
        char digits[12];
        kr_shape *rule = kr_scene_add(s, KR_SH_LINE, "l-rule");
        rule->x = rule->a = x;
        rule->y = top + 8, rule->b = bottom;
        if (x > x_today - half && x < x_today + half) continue;
        size_t len = kr_date_text((kr_date)year * 10000, digits);
        kr_str text = kr_arena_copy(l->w->arena, kr_str_n(digits, len));
        (void)kr_scene_text(s, "l-year", x, top, l->font, text);
    }
    if (today) {
        kr_shape *rule = kr_scene_add(s, KR_SH_LINE, "l-today");
        rule->x = rule->a = x_today;
        rule->y = top + 8, rule->b = bottom;
        kr_shape *text = kr_scene_text(s, "l-now", x_today, top, l->font, kr_word_for(l->w, "life.today"));
        text->bold = true;
        if (x_today + half - 22 > l->right) l->right = x_today + half - 22;
    }
    kr_scene_close(s);
}

/* -- the whole -- */

static void reach(kr_lifeline *l, double year) {
    if (year <= 0) return;
    if (!l->first || year < l->first) l->first = year;
    if (year > l->last) l->last = year;
}

static void range_of(kr_lifeline *l) {
    const kr_life *life = &l->life;
    for (size_t i = 0; i < life->n_dated; i++) {
        reach(l, life->events[i].at);
        reach(l, life->events[i].until);
    }
    for (size_t i = 0; i < life->n_spans; i++) {
        reach(l, life->spans[i].from);
        reach(l, life->spans[i].until);
    }
    if (life->born && (!l->first || life->born < l->first)) reach(l, life->born);
    reach(l, life->today);
    int first = (int)l->first;
    l->first = first;
    if (l->last < l->first + 1) l->last = l->first + 1;
}

static kr_err draw(kr_drawing_work *w) {
    kr_lifeline l = {.w = w};
    if (kr_life_make(&l.life, w->arena, w->network, w->options->today) != KR_OK) return KR_E_MEMORY;
    if (l.life.n_events == 0 && l.life.n_spans == 0) return KR_E_NOT_FOUND;
    if (l.life.n_events > MOST_EVENTS) return KR_E_LIMIT;
    range_of(&l);
    bool large = w->options->large && !w->narrow;
    l.font = w->narrow ? 14 : large ? 16 : 13.5;
    l.slot = l.font * 1.62;
    w->scene->root_class = w->narrow ? "m-svg d-svg l-svg l-small" : "m-svg d-svg l-svg";
    if (w->narrow) w->scene->name = "lifeline-small";
    double height = w->narrow ? kr_lifeline_narrow(&l) : kr_lifeline_wide(&l);
    w->scene->left = -6;
    w->scene->top = -l.font - 6;
    w->scene->width = l.right + 12;
    w->scene->height = height + l.font + 14;
    w->scene->persons = l.life.n_spans;
    return KR_OK;
}

/* -- legend -- */

static size_t legend(kr_legend_entry *out, size_t cap, const kr_network *network,
                     const kr_draw_options *options) {
    static const char *const keys[] = {"life.sign.event",  "life.sign.turning", "life.sign.period",
                                       "life.sign.person", "life.sign.came",    "life.sign.there",
                                       "life.sign.helped", "life.sign.left",    "life.sign.died",
                                       "life.sign.open",   "life.sign.today"};
    bool has[KR_COUNT(keys)] = {true, [3] = network->n > 0, [10] = options->today != 0};
    const kr_circle *c = network->circle;
    for (size_t i = 0; c && i < c->n_events; i++) {
        if (c->events[i].gone) continue;
        has[1] |= c->events[i].turning != 0;
        has[2] |= c->events[i].until != 0;
    }
    for (size_t i = 0; c && i < c->n_presences; i++)
        if (!c->presences[i].gone && c->presences[i].part >= 1 && c->presences[i].part <= 4)
            has[3 + c->presences[i].part] = true;
    for (size_t i = 0; c && i < c->n_persons; i++) has[8] |= c->persons[i].died && !c->persons[i].gone;
    for (size_t i = 0; c && i < c->n_ties; i++)
        has[9] |=
            (c->ties[i].state == KR_state_ended || c->ties[i].state == KR_state_broken) && !c->ties[i].gone;
    size_t n = 0;
    for (size_t i = 0; i < KR_COUNT(keys); i++) {
        if (!has[i]) continue;
        if (n < cap)
            out[n] = (kr_legend_entry){n ? NULL : "life.legend", keys[i], (uint8_t)(KR_SIGNS_LIFELINE + i)};
        n++;
    }
    return n;
}

static void line(kr_scene *s, const char *cls, double x, double y, double to) {
    kr_shape *shape = kr_scene_add(s, KR_SH_LINE, cls);
    shape->x = x, shape->y = shape->b = y, shape->a = to;
}

void kr_lifeline_sign(kr_scene *s, uint8_t symbol, double x, double y, kr_text_fn text, void *context) {
    (void)text, (void)context;
    if (symbol > TODAY) {
        kr_over_time_sign(s, symbol, x, y);
        return;
    }
    if (symbol >= CAME && symbol <= DIED) {
        kr_lifeline_presence(s, (uint8_t)(symbol - CAME + 1), x, y, 0);
        return;
    }
    if (symbol == EVENT || symbol == PERIOD)
        (void)kr_scene_circle(s, "l-mark q0", symbol == EVENT ? x : x - 6, y, 5);
    if (symbol == PERIOD) (void)kr_scene_rect(s, "l-bar q0", x - 6, y - 2, 16, 4, 2);
    if (symbol == PERSON) line(s, "l-life", x - 9, y, x + 9);
    if (symbol == OPEN) line(s, "l-life l-fade", x - 9, y, x + 9);
    if (symbol == TURNING) {
        kr_shape *turn = kr_scene_add(s, KR_SH_DIAMOND, "l-turn q0");
        turn->x = x, turn->y = y, turn->a = 8;
    }
    if (symbol == TODAY) {
        kr_shape *rule = kr_scene_add(s, KR_SH_LINE, "l-today");
        rule->x = rule->a = x;
        rule->y = y - 9, rule->b = y + 9;
    }
}

const kr_drawer kr_draws_lifeline = {KR_DRAW_LIFELINE, "draw.title.lifeline", "draw.desc.lifeline", draw,
                                     legend};
