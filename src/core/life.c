#include "core/life.h"

#include "core/num.h"

double kr_life_year(kr_date date) {
    int year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (!date) return 0;
    if (!month) return year + 0.5;
    return year + (month - 1 + (day ? (day - 1) / 31.0 : 0.5)) / 12;
}

/* Which strand an event belongs to when nobody said so. */
static uint8_t strand_of(const kr_event *e) {
    static const uint8_t by_kind[] = {KR_strand_other,  KR_strand_love,   KR_strand_love,   KR_strand_love,
                                      KR_strand_love,   KR_strand_home,   KR_strand_home,   KR_strand_people,
                                      KR_strand_people, KR_strand_health, KR_strand_health, KR_strand_work,
                                      KR_strand_work,   KR_strand_work,   KR_strand_health, KR_strand_other,
                                      KR_strand_people, KR_strand_love,   KR_strand_other,  KR_strand_other};
    static const uint8_t by_turning[] = {KR_strand_other, KR_strand_home, KR_strand_love, KR_strand_love,
                                         KR_strand_work,  KR_strand_work, KR_strand_other};
    if (e->strand) return e->strand;
    if (e->kind && e->kind < KR_COUNT(by_kind)) return by_kind[e->kind];
    return e->turning < KR_COUNT(by_turning) ? by_turning[e->turning] : KR_strand_other;
}

static bool mine(const kr_circle *c, const kr_event *e) {
    if (e->gone || !e->what.len) return false;
    if (e->in_tree != KR_yesno_yes || e->about == c->self.ego) return true;
    if (e->about) return false;
    kr_kind kind = KR_KIND_none;
    const kr_union *pair = kr_circle_record_of(c, e->pair, &kind);
    return pair && kind == KR_KIND_union && (pair->a == c->self.ego || pair->b == c->self.ego);
}

static int by_date(const void *a, const void *b, void *context) {
    double x = ((const kr_life_event *)a)->at, y = ((const kr_life_event *)b)->at;
    (void)context;
    if ((x == 0) != (y == 0)) return x == 0 ? 1 : -1;
    return x < y ? -1 : x > y;
}

static int by_beginning(const void *a, const void *b, void *context) {
    const kr_life_span *x = a, *y = b;
    (void)context;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->until < y->until ? -1 : x->until > y->until;
}

static int by_event(const void *a, const void *b, void *context) {
    size_t x = ((const kr_life_presence *)a)->event, y = ((const kr_life_presence *)b)->event;
    (void)context;
    return x < y ? -1 : x > y;
}

/* `place`: for each event of the circle its place on the life line + 1. */
static kr_err gather_events(kr_life *out, kr_arena *arena, const kr_circle *c, size_t *place) {
    kr_life_event *scratch = kr_new_n(arena, kr_life_event, c->n_events + 1);
    out->events = kr_new_n(arena, kr_life_event, c->n_events + 1);
    if (!scratch || !out->events) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_events; i++) {
        const kr_event *e = &c->events[i];
        if (!mine(c, e)) continue;
        kr_life_event one = {.event = e, .at = kr_life_year(e->date), .strand = strand_of(e)};
        one.until = kr_life_year(e->until);
        if (!one.at && one.until) one.at = one.until;
        if (one.until <= one.at) one.until = 0;
        out->n_dated += one.at != 0;
        out->events[out->n_events++] = one;
    }
    kr_sort(out->events, out->n_events, sizeof *out->events, by_date, NULL, scratch);
    for (size_t i = 0; i < out->n_events; i++) place[out->events[i].event - c->events] = i + 1;
    return KR_OK;
}

static kr_err gather_presences(kr_life *out, kr_arena *arena, const kr_circle *c, const size_t *place) {
    kr_life_presence *scratch = kr_new_n(arena, kr_life_presence, c->n_presences + 1);
    out->presences = kr_new_n(arena, kr_life_presence, c->n_presences + 1);
    if (!scratch || !out->presences) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_presences; i++) {
        const kr_presence *p = &c->presences[i];
        kr_kind kind = KR_KIND_none;
        const kr_event *event = kr_circle_record_of(c, p->event, &kind);
        const kr_person *person = kr_circle_person(c, p->person);
        if (p->gone || !event || kind != KR_KIND_event || !person || !person->name.len) continue;
        kr_status status = kr_person_status(person);
        if (status == KR_GONE || status == KR_MERGED || !place[event - c->events]) continue;
        out->presences[out->n_presences++] =
            (kr_life_presence){p, person, place[event - c->events] - 1, SIZE_MAX};
    }
    kr_sort(out->presences, out->n_presences, sizeof *out->presences, by_event, NULL, scratch);
    for (size_t i = 0; i < out->n_presences; i++) {
        kr_life_event *e = &out->events[out->presences[i].event];
        if (e->there++ == 0) e->first = i;
    }
    return KR_OK;
}

/* What the presences of one person say: when they came, went, and were first named. */
typedef struct said {
    double came, went, first;
} said;

static void note(said *s, const kr_life *life, const kr_life_presence *p) {
    double at = life->events[p->event].at;
    if (!at) return;
    if (!s->first || at < s->first) s->first = at;
    if (p->said->part == KR_presence_part_came && (!s->came || at < s->came)) s->came = at;
    if (p->said->part == KR_presence_part_left && at > s->went) s->went = at;
}

static bool span_of(kr_life_span *out, const kr_alter *alter, const said *s, double today) {
    const kr_person *p = alter->person;
    double since = alter->tie ? kr_life_year(alter->tie->since) : 0;
    double died = kr_life_year(p->died), left = p->left ? kr_life_year(kr_date_of(p->left)) : 0;
    kr_life_span one = {.person = p, .from = since ? since : s->came, .from_known = true};
    if (!one.from || (s->came && s->came < one.from)) one.from = s->came ? s->came : s->first;
    one.from_known = since || s->came;
    if (!one.from) return false;
    if (s->first && s->first < one.from) one.from = s->first;
    one.until = died ? died : left ? left : s->went;
    one.died = died && one.until == died;
    uint8_t state = alter->tie ? alter->tie->state : 0;
    bool over = state == KR_state_ended || state == KR_state_died || state == KR_state_broken;
    one.unknown_end = over && !one.until;
    one.goes_on = !one.until && !over;
    if (!one.until) one.until = today > one.from ? today : one.from;
    if (one.until < one.from) one.until = one.from;
    *out = one;
    return true;
}

static size_t add_spans(kr_life *out, const kr_circle *c, const kr_alter *alters, size_t n, const said *all,
                        bool named_only) {
    size_t without = 0;
    for (size_t i = 0; i < n; i++) {
        const said *s = &all[alters[i].person - c->persons];
        if (named_only && !s->first) continue;
        if (span_of(&out->spans[out->n_spans], &alters[i], s, out->today))
            out->n_spans++;
        else
            without++;
    }
    return without;
}

static kr_err gather_spans(kr_life *out, kr_arena *arena, const kr_network *net) {
    const kr_circle *c = net->circle;
    size_t most = net->n + net->n_left + net->n_kin + 1;
    kr_life_span *scratch = kr_new_n(arena, kr_life_span, most);
    said *all = kr_new_n(arena, said, c->n_persons + 1);
    size_t *place = kr_new_n(arena, size_t, c->n_persons + 1);
    out->spans = kr_new_n(arena, kr_life_span, most);
    if (!scratch || !all || !place || !out->spans) return KR_E_MEMORY;
    for (size_t i = 0; i < out->n_presences; i++)
        note(&all[out->presences[i].person - c->persons], out, &out->presences[i]);
    out->n_others = add_spans(out, c, net->alters, net->n, all, false);
    (void)add_spans(out, c, net->left, net->n_left, all, false);
    (void)add_spans(out, c, net->kin, net->n_kin, all, true);
    kr_sort(out->spans, out->n_spans, sizeof *out->spans, by_beginning, NULL, scratch);
    for (size_t i = 0; i < out->n_spans; i++) place[out->spans[i].person - c->persons] = i + 1;
    for (size_t i = 0; i < out->n_presences; i++) {
        size_t at = place[out->presences[i].person - c->persons];
        out->presences[i].span = at ? at - 1 : SIZE_MAX;
    }
    return KR_OK;
}

kr_err kr_life_make(kr_life *out, kr_arena *arena, const kr_network *network, kr_date today) {
    const kr_circle *c = network->circle;
    kr_life life = {.today = kr_life_year(today)};
    *out = life;
    if (!c) return KR_OK;
    const kr_person *ego = network->ego;
    if (ego) life.born = ego->born ? kr_life_year(ego->born) : (double)ego->birth_year;
    size_t *place = kr_new_n(arena, size_t, c->n_events + 1);
    if (!place || gather_events(&life, arena, c, place) != KR_OK) return KR_E_MEMORY;
    if (gather_presences(&life, arena, c, place) != KR_OK) return KR_E_MEMORY;
    if (gather_spans(&life, arena, network) != KR_OK) return KR_E_MEMORY;
    *out = life;
    return KR_OK;
}
