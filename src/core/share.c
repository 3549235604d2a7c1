#include "core/share_int.h"

/* The view of a guest: every assignment of the whole circle is judged, and what stays is folded anew. */

/* EXIST: of somebody who is there, but of whom nothing may be seen (their name speaks of somebody hidden),
 * only that they are: what points at them needs them. */
enum { DROP = 0, KEEP, CLEAR, EXIST };

typedef struct maker {
    kr_sieve s;
    kr_arena *arena; /* of the view; the sieve has its own, which goes at the end */
    uint8_t *verdict;
    uint32_t *part; /* of an assignment to a set: which elements stay */
    size_t kept;
} maker;

static bool is_mine(const maker *m, const kr_change *change) {
    return m->s.share->guest && change->author == m->s.share->guest;
}

/* -- may this value be seen? -- */

static bool points_at_shown(const maker *m, kr_id id) {
    uint32_t to = kr_sieve_of(&m->s, id);
    return to != KR_SIEVE_NOBODY && (m->s.is[to] & KR_SIEVE_SHOWN);
}

/* What the guest wrote they know, and it would tell them more when it went; what the person in the middle is
 * called they know too. */
static kr_err text_shown(bool *out, maker *m, const kr_change *change, const kr_assignment *a) {
    *out = true;
    kr_kind kind = (kr_kind)a->kind;
    if (!m->s.names || is_mine(m, change) || kr_share__is_code(kind, a->field)) return KR_OK;
    bool name = kind == KR_KIND_person && (a->field == KR_F_person_name || a->field == KR_F_person_surname);
    if (name && a->record == m->s.circle->self.ego) return KR_OK;
    bool named;
    kr_err err = kr_share_names_in(&named, m->s.names, a->value.text, name);
    if (err == KR_OK) *out = !named;
    return err;
}

/* Of a note that is for whoever helps only how it reads now: before, it may have been the owner's. */
static bool is_older_note(const kr_assignment *a, kr_kind kind, const void *record) {
    if (kind != KR_KIND_run_step || a->field != KR_F_run_step_note || kr_share__off(KR_RULE_NOTE))
        return false;
    return a->op == KR_OP_SET && a->value.text.ptr != ((const kr_run_step *)record)->note.ptr;
}

static kr_err judge(uint8_t *out, maker *m, const kr_change *change, const kr_assignment *a, uint32_t who) {
    *out = DROP;
    if (who == KR_SIEVE_NOBODY || !(m->s.is[who] & KR_SIEVE_SHOWN)) return KR_OK;
    kr_kind kind = (kr_kind)a->kind;
    const kr_field *field = m->s.fields[kind][a->field];
    const void *record = kr_sieve_record_at(&m->s, who, kind);
    if (!kr_sieve_field(&m->s, who, kind, record, field)) return KR_OK;
    bool shown = true;
    kr_err err = KR_OK;
    if (a->op == KR_OP_SET && field->type == KR_REF) shown = points_at_shown(m, a->value.ref);
    if (a->op == KR_OP_SET && field->type == KR_TEXT)
        err = is_older_note(a, kind, record) ? (shown = false, KR_OK) : text_shown(&shown, m, change, a);
    if (err == KR_OK) *out = shown ? KEEP : CLEAR;
    return err;
}

/* With the part TIME: all that was ever said. */
static kr_err judge_all(maker *m) {
    const kr_circle *c = m->s.circle;
    size_t at = 0;
    kr_err err = KR_OK;
    for (size_t i = 0; i < c->n_changes; i++)
        for (size_t j = 0; j < c->changes[i].count && err == KR_OK; j++, at++) {
            err = judge(&m->verdict[at], m, &c->changes[i], &c->changes[i].assignments[j], m->s.who[at]);
            m->part[at] = UINT32_MAX;
        }
    return err;
}

/* -- without the part TIME: what holds now -- */

/* What is done with the field of a record, walking from the newest change to the oldest: `done` when nothing
 * older is needed. The guest's own changes stay, and what stood there before them, which they saw: so that
 * they can be taken back. */
typedef struct walk {
    uint64_t *done;                                 /* by record: a bit for each field */
    uint32_t *bits;                                 /* the same for each element of each set */
    uint32_t at[KR_KIND_LAST + 1][KR_SIEVE_FIELDS]; /* which of the sets of its kind, from 0 */
    uint32_t sets[KR_KIND_LAST + 1];                /* how many sets a kind has */
    uint32_t base[KR_KIND_LAST + 1];                /* where those of its first record stand */
} walk;

static kr_err walk_begin(walk *w, maker *m) {
    const kr_sieve *s = &m->s;
    *w = (walk){0};
    size_t total = 0;
    for (int kind = KR_KIND_circle; kind <= KR_KIND_LAST; kind++) {
        for (int f = 0; f < KR_SIEVE_FIELDS; f++) {
            const kr_field *field = s->fields[kind][f];
            if (field && field->type == KR_SET) w->at[kind][f] = w->sets[kind]++;
        }
        w->base[kind] = (uint32_t)total;
        total += (size_t)w->sets[kind] * (s->base[kind + 1] - s->base[kind]);
    }
    w->done = kr_new_n(s->arena, uint64_t, s->base[KR_KIND_LAST + 1]);
    w->bits = kr_new_n(s->arena, uint32_t, total + 1);
    return w->done && w->bits ? KR_OK : KR_E_MEMORY;
}

/* Elements of a set join and leave one by one, so each of them has a newest change. */
static uint32_t keep_elements(walk *w, const maker *m, const kr_assignment *a, uint32_t who, bool mine) {
    uint32_t slot =
        w->base[a->kind] + w->sets[a->kind] * (who - m->s.base[a->kind]) + w->at[a->kind][a->field];
    uint32_t *done = &w->bits[slot];
    uint32_t touched = (a->op == KR_OP_CLEAR ? UINT32_MAX : a->value.set) & ~*done;
    if (mine) return touched;
    *done |= touched;
    return a->op == KR_OP_ADD ? touched : 0;
}

static kr_err keep_one(maker *m, walk *w, const kr_change *change, const kr_assignment *a, size_t at) {
    uint32_t who = m->s.who[at];
    m->verdict[at] = DROP;
    if (who == KR_SIEVE_NOBODY || w->done[who] >> a->field & 1) return KR_OK;
    kr_err err = judge(&m->verdict[at], m, change, a, who);
    if (err != KR_OK || m->verdict[at] == DROP) return err;
    bool mine = is_mine(m, change);
    if (a->type == KR_SET) {
        m->part[at] = keep_elements(w, m, a, who, mine);
        if (!m->part[at]) m->verdict[at] = DROP;
    } else if (!mine) {
        w->done[who] |= (uint64_t)1 << a->field;
    }
    return KR_OK;
}

static kr_err keep_newest(maker *m, walk *w) {
    const kr_circle *c = m->s.circle;
    size_t at = m->s.n_assignments;
    kr_err err = walk_begin(w, m);
    for (size_t i = c->n_changes; i > 0; i--) {
        const kr_change *change = &c->changes[i - 1];
        for (size_t j = change->count; j > 0 && err == KR_OK; j--)
            err = keep_one(m, w, change, &change->assignments[j - 1], --at);
    }
    return err;
}

/* -- the changes anew -- */

/* In place of a value that may not be seen the field is unknown; where nothing stood before, there is nothing
 * to say. */
static void settle_one(maker *m, uint64_t *known, const kr_assignment *a, size_t at) {
    uint64_t *of = &known[m->s.who[at]], bit = (uint64_t)1 << a->field;
    if (m->verdict[at] == CLEAR && !(*of & bit)) m->verdict[at] = DROP;
    if (m->verdict[at] == CLEAR) *of &= ~bit;
    if (m->verdict[at] == KEEP) *of |= bit;
    m->kept += m->verdict[at] != DROP;
}

/* When a person was first spoken of, and whether something of that may be seen. */
typedef struct first {
    size_t at, change; /* 0: not yet; else one more */
    bool seen;
} first;

/* Every person who is shown is there from their first change on; without TIME from any. */
static void let_exist(maker *m, first *of, bool all) {
    const kr_circle *c = m->s.circle;
    uint32_t base = m->s.base[KR_KIND_person];
    size_t at = 0;
    for (size_t i = 0; i < c->n_changes; i++)
        for (size_t j = 0; j < c->changes[i].count; j++, at++) {
            if (m->s.who[at] < base || m->s.who[at] >= base + c->n_persons) continue;
            first *f = &of[m->s.who[at] - base];
            if (!f->at) f->at = at + 1, f->change = i + 1;
            if (m->verdict[at] != DROP && (!all || f->change == i + 1)) f->seen = true;
        }
    for (size_t i = 0; i < c->n_persons; i++) {
        bool shown = m->s.is[base + i] & KR_SIEVE_SHOWN;
        if (!shown || of[i].seen || !of[i].at) continue;
        m->verdict[of[i].at - 1] = EXIST;
        m->kept++;
    }
}

static kr_err settle(maker *m, bool all) {
    const kr_circle *c = m->s.circle;
    uint64_t *known = kr_new_n(m->s.arena, uint64_t, m->s.base[KR_KIND_LAST + 1]);
    first *of = kr_new_n(m->s.arena, first, c->n_persons + 1);
    size_t at = 0;
    if (!known || !of) return KR_E_MEMORY;
    for (size_t i = 0; i < c->n_changes; i++)
        for (size_t j = 0; j < c->changes[i].count; j++, at++)
            if (m->verdict[at] != DROP) settle_one(m, known, &c->changes[i].assignments[j], at);
    let_exist(m, of, all);
    return KR_OK;
}

static size_t copy_kept(const maker *m, kr_assignment *to, const kr_change *from, size_t at) {
    size_t n = 0;
    for (size_t j = 0; j < from->count; j++, at++) {
        if (m->verdict[at] == DROP) continue;
        kr_assignment *a = &to[n++];
        *a = from->assignments[j];
        if (m->verdict[at] == CLEAR || m->verdict[at] == EXIST) {
            a->op = KR_OP_CLEAR;
            a->value = (kr_value){0};
            if (m->verdict[at] == EXIST) a->field = KR_F_person_gone, a->type = KR_TIME;
        } else if (a->op == KR_OP_ADD || a->op == KR_OP_REMOVE) {
            a->value.set &= m->part[at];
        }
    }
    return n;
}

/* Who did it: the guest and the owner, nobody else. When: with TIME, and of the guest's own. */
static void put_maker(const maker *m, kr_change *out, const kr_change *in) {
    const kr_share *share = m->s.share;
    bool mine = is_mine(m, in), owner = share->owner && in->author == share->owner;
    out->base = in->base;
    out->act = in->act;
    if (mine || kr_share__reads(share, KR_PART_TIME)) out->at_ms = in->at_ms;
    if (mine) out->device = in->device;
    if (mine || owner || kr_share__off(KR_RULE_WHO)) {
        out->author = in->author;
        out->author_name = in->author_name;
    }
}

static kr_err make_changes(kr_change **out, maker *m) {
    const kr_circle *c = m->s.circle;
    kr_change *changes = kr_arena_grow(m->arena, NULL, 0, (c->n_changes + 1) * sizeof *changes);
    kr_assignment *items = kr_arena_grow(m->arena, NULL, 0, (m->kept + 1) * sizeof *items);
    if (!changes || !items) return KR_E_MEMORY;
    size_t at = 0;
    for (size_t i = 0; i < c->n_changes; i++) {
        const kr_change *in = &c->changes[i];
        kr_change *to = &changes[i];
        *to = (kr_change){.seq = in->seq, .author_name = KR_NONE, .assignments = items};
        to->count = copy_kept(m, items, in, at);
        items += to->count;
        at += in->count;
        if (!to->count) continue;
        put_maker(m, to, in);
        bool there = in->undoes && in->undoes <= i && changes[in->undoes - 1].count;
        if (there) to->undoes = in->undoes;
    }
    *out = changes;
    return KR_OK;
}

static kr_err filter(kr_change **out, maker *m, kr_arena *scratch, const kr_circle *circle,
                     const kr_share *share) {
    kr_err err = kr_sieve_make(&m->s, scratch, circle, share);
    if (err != KR_OK) return err;
    m->verdict = kr_arena_grow(scratch, NULL, 0, m->s.n_assignments + 1);
    m->part = kr_arena_grow(scratch, NULL, 0, (m->s.n_assignments + 1) * sizeof *m->part);
    walk *w = kr_new(scratch, walk);
    if (!m->verdict || !m->part || !w) return KR_E_MEMORY;
    bool all = kr_share__reads(share, KR_PART_TIME) || kr_share__off(KR_RULE_BEFORE);
    err = all ? judge_all(m) : keep_newest(m, w);
    if (err == KR_OK) err = settle(m, all);
    return err == KR_OK ? make_changes(out, m) : err;
}

kr_err kr_view_shared(kr_view *out, kr_arena *arena, const kr_circle *circle, const kr_share *share,
                      uint64_t upto, kr_error *error) {
    if (circle->self.gone) return kr_fail(error, KR_E_NOT_FOUND, "error.no_circle", NULL, NULL);
    if (upto && !kr_share__reads(share, KR_PART_TIME))
        return kr_fail(error, KR_E_DENIED, "error.share_right", NULL, NULL);
    kr_arena scratch;
    kr_arena_init(&scratch, arena->allocator, SIZE_MAX / 2);
    maker *m = kr_new(&scratch, maker);
    kr_change *changes = NULL;
    kr_circle *shown = kr_new(arena, kr_circle);
    kr_err err = KR_E_MEMORY;
    if (m && shown) {
        m->arena = arena;
        err = filter(&changes, m, &scratch, circle, share);
    }
    kr_arena_dispose(&scratch);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    size_t count = upto && upto < circle->n_changes ? (size_t)upto : circle->n_changes;
    err = kr_circle_fold(shown, arena, changes, count, error);
    if (err == KR_OK) *out = (kr_view){shown, KR_VIEWER_GUEST, count};
    return err;
}

size_t kr_share_left_out(const kr_circle *whole, const kr_circle *shown, kr_id *out, size_t cap) {
    size_t n = 0;
    for (size_t i = 0; i < whole->n_persons; i++) {
        const kr_person *p = &whole->persons[i];
        if (kr_person_status(p) != KR_HERE || kr_circle_person(shown, p->id)) continue;
        if (n < cap) out[n] = p->id;
        n++;
    }
    return n;
}

size_t kr_share_nameless(const kr_circle *whole, const kr_circle *shown, kr_id *out, size_t cap) {
    size_t n = 0;
    for (size_t i = 0; i < whole->n_persons; i++) {
        const kr_person *p = &whole->persons[i], *seen = kr_circle_person(shown, p->id);
        if (kr_person_status(p) != KR_HERE || !p->name.len || !seen || seen->name.len) continue;
        if (n < cap) out[n] = p->id;
        n++;
    }
    return n;
}
