#include "core/share_int.h"

/* Who is behind a private tie, and everything that speaks of them, however far away: a step of a wish about
 * them, the asking of that step. The same for what is inner about the guest, but only along what the owner
 * writes for themselves. Each reference is walked once, from what is pointed at to what points. */

/* References by what they point at: those of number n stand in from[first[n]] up to from[first[n + 1]]. */
typedef struct pointers {
    kr_sieve *s;
    uint32_t *first, *from;
    bool counting;
} pointers;

/* References that say nothing of the record as a whole. */
static bool is_loose(kr_kind kind, uint16_t field) {
    return kind == KR_KIND_circle || (kind == KR_KIND_person && field != KR_F_person_merged_into) ||
           (kind == KR_KIND_union && field == KR_F_union_custody);
}

static void see(pointers *p, uint32_t from, kr_id to) {
    uint32_t number = to ? kr_sieve_of(p->s, to) : KR_SIEVE_NOBODY;
    if (number == KR_SIEVE_NOBODY || number == 0) return;
    if (p->counting)
        p->first[number + 1]++;
    else
        p->from[p->first[number]++] = from;
}

static void see_field(pointers *p, const kr_field *field) {
    size_t n, size = kr_kind_size(field->kind);
    const char *record = kr_circle_records(p->s->circle, field->kind, &n);
    for (size_t i = 0; i < n; i++, record += size) {
        uint32_t from = p->s->base[field->kind] + (uint32_t)i;
        if (field->type == KR_REF) {
            kr_id to;
            memcpy(&to, record + field->offset, sizeof to);
            see(p, from, to);
        } else { /* the key of an answer */
            size_t at = 0;
            kr_str about = ((const kr_answer *)(const void *)record)->about;
            for (kr_id id = kr_share__in_key(about, &at); id; id = kr_share__in_key(about, &at))
                see(p, from, id);
        }
    }
}

static void see_all(pointers *p, bool counting) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    p->counting = counting;
    for (size_t i = 0; i < count; i++) {
        const kr_field *f = &fields[i];
        bool key = f->kind == KR_KIND_answer && f->number == KR_F_answer_about;
        if (key || (f->type == KR_REF && !is_loose(f->kind, f->number))) see_field(p, f);
    }
}

static kr_err gather(pointers *p) {
    uint32_t n = p->s->base[KR_KIND_LAST + 1];
    p->first = kr_new_n(p->s->arena, uint32_t, (size_t)n + 2);
    if (!p->first) return KR_E_MEMORY;
    see_all(p, true);
    for (uint32_t i = 0; i <= n; i++) p->first[i + 1] += p->first[i];
    p->from = kr_new_n(p->s->arena, uint32_t, (size_t)p->first[n] + 1);
    if (!p->from) return KR_E_MEMORY;
    see_all(p, false);
    /* Filling moved each beginning to its end, which is where the next one begins. */
    for (uint32_t i = n + 1; i > 0; i--) p->first[i] = p->first[i - 1];
    p->first[0] = 0;
    return KR_OK;
}

/* Kinds in which somebody writes for themselves about another. */
static bool is_inner_kind(kr_kind kind) {
    switch (kind) {
    case KR_KIND_event:
    case KR_KIND_presence:
    case KR_KIND_wish:
    case KR_KIND_answer:
    case KR_KIND_nomination:
    case KR_KIND_action:
    case KR_KIND_success:
    case KR_KIND_talent:
    case KR_KIND_role:
    case KR_KIND_gift:
    case KR_KIND_review:
    case KR_KIND_asking:
    case KR_KIND_sheet:
    case KR_KIND_sheet_part:
    case KR_KIND_filled:
    case KR_KIND_filled_item:
        return true;
    default:
        return false;
    }
}

static kr_kind kind_of(const kr_sieve *s, uint32_t number) {
    kr_kind kind;
    (void)kr_sieve_record(s, number, &kind);
    return kind;
}

/* What points at whoever stands in the queue gets the mark, and stands in the queue then. */
static void spread(pointers *p, uint32_t *queue, size_t n, uint8_t mark) {
    kr_sieve *s = p->s;
    for (size_t at = 0; at < n; at++) {
        uint32_t target = queue[at];
        for (uint32_t i = p->first[target]; i < p->first[target + 1]; i++) {
            uint32_t from = p->from[i];
            if (s->is[from] & mark) continue;
            bool self = mark == KR_SIEVE_SELF;
            kr_kind kind = self ? kind_of(s, from) : KR_KIND_none;
            /* That the guest was there says nothing of them; what they made is theirs. */
            if (self && (!is_inner_kind(kind) || (s->is[from] & KR_SIEVE_MINE) ||
                         (kind == KR_KIND_presence && at == 0)))
                continue;
            s->is[from] |= mark;
            queue[n++] = from;
        }
    }
}

static size_t behind_private_ties(kr_sieve *s, uint32_t *queue) {
    const kr_circle *c = s->circle;
    size_t n = 0;
    for (size_t i = 0; i < c->n_ties && !kr_share__off(KR_RULE_TIE); i++) {
        const kr_tie *t = &c->ties[i];
        if (t->private_mark != KR_yesno_yes) continue;
        const kr_id ends[] = {t->a, t->b};
        for (size_t e = 0; e < 2; e++) {
            uint32_t who = kr_sieve_number(s, ends[e], KR_KIND_person);
            if (who == KR_SIEVE_NOBODY || ends[e] == c->self.ego || s->is[who] & KR_SIEVE_PRIVATE) continue;
            s->is[who] |= KR_SIEVE_PRIVATE;
            queue[n++] = who;
        }
    }
    return n;
}

/* Whoever would rather not be on the map is on nobody else's screen either. */
static size_t who_object(kr_sieve *s, uint32_t *queue, size_t n) {
    const kr_circle *c = s->circle;
    for (size_t i = 0; i < c->n_persons && !kr_share__off(KR_RULE_TIE); i++) {
        uint32_t which = s->base[KR_KIND_person] + (uint32_t)i;
        const kr_person *p = &c->persons[i];
        if (p->knows != KR_knows_objects || p->id == c->self.ego || s->is[which] & KR_SIEVE_PRIVATE) continue;
        s->is[which] |= KR_SIEVE_PRIVATE;
        queue[n++] = which;
    }
    return n;
}

/* A wish, something that happened, a step, a talent, a sheet that the owner keeps for themselves. */
static size_t kept_apart(kr_sieve *s, uint32_t *queue, size_t n) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t f = 0; f < count && !kr_share__off(KR_RULE_TIE); f++) {
        size_t many, size = kr_kind_size(fields[f].kind);
        const char *record = kr_circle_records(s->circle, fields[f].kind, &many);
        bool marks = fields[f].kind != KR_KIND_tie && kr_str_is(kr_str_z(fields[f].name), "private_mark");
        for (size_t i = 0; marks && i < many; i++, record += size) {
            uint32_t which = s->base[fields[f].kind] + (uint32_t)i;
            uint8_t mark = *(const uint8_t *)(record + fields[f].offset);
            if (mark != KR_yesno_yes || s->is[which] & KR_SIEVE_PRIVATE) continue;
            s->is[which] |= KR_SIEVE_PRIVATE;
            queue[n++] = which;
        }
    }
    return n;
}

kr_err kr_sieve_mark(kr_sieve *s) {
    uint32_t *queue = kr_new_n(s->arena, uint32_t, (size_t)s->base[KR_KIND_LAST + 1] + 1);
    if (!queue) return KR_E_MEMORY;
    size_t hidden = kept_apart(s, queue, who_object(s, queue, behind_private_ties(s, queue)));
    bool self = s->share->person && !s->share->self_too && !kr_share__off(KR_RULE_SELF);
    uint32_t guest = self ? kr_sieve_number(s, s->share->person, KR_KIND_person) : KR_SIEVE_NOBODY;
    if (!hidden && guest == KR_SIEVE_NOBODY) return KR_OK;
    pointers p = {.s = s};
    kr_err err = gather(&p);
    if (err != KR_OK) return err;
    /* Whoever turned out to be them is them; the ties of the person in the middle with them are marked too.
     */
    if (hidden && !kr_share__off(KR_RULE_ABOUT)) spread(&p, queue, hidden, KR_SIEVE_PRIVATE);
    if (guest != KR_SIEVE_NOBODY) {
        queue[0] = guest;
        spread(&p, queue, 1, KR_SIEVE_SELF);
    }
    return KR_OK;
}
