/* Erasing records for good: their assignments, and whatever points at them, leave every change; what stays is
 * sealed anew under a new key. The order makes a crash harmless at any point: the new key is in keys.db
 * before kring.db speaks of it, and the old one is retired only after; it is destroyed 30 days later. Which
 * records were erased is kept with the new key, so that a kring.db from a backup is cleaned again (tidy.c).
 */
#include "store/share_int.h"

#include <sodium.h>

#define ERASE_MOST ((size_t)512 << 20)
#define TRIES      20

/* -- a set of ids -- */
typedef struct id_set {
    kr_id *slots;
    size_t mask, count;
} id_set;

static size_t slot_of(const id_set *set, kr_id id) {
    uint64_t h = id ^ id >> 32;
    size_t at = (size_t)(h * 0x9e3779b97f4a7c15u >> 20) & set->mask;
    while (set->slots[at] && set->slots[at] != id) at = (at + 1) & set->mask;
    return at;
}

static bool id_in(const id_set *set, kr_id id) {
    return id && set->slots[slot_of(set, id)] == id;
}

static void id_add(id_set *set, kr_id id) {
    size_t at = slot_of(set, id);
    if (!id || set->slots[at]) return;
    set->slots[at] = id;
    set->count++;
}

static bool id_set_make(id_set *set, kr_arena *arena, size_t most) {
    size_t cap = 16;
    while (cap < most * 2) cap *= 2;
    set->slots = kr_new_n(arena, kr_id, cap);
    set->mask = cap - 1;
    set->count = 0;
    return set->slots != NULL;
}

/* -- what goes along -- */
/* Somebody who turned out to be an erased person is that person. Every person is walked once: those on the
 * way are remembered as seen. */
static void add_merged(id_set *set, id_set *walked, const kr_circle *c) {
    for (size_t i = 0; i < c->n_persons; i++) {
        const kr_person *p = &c->persons[i];
        while (p && !id_in(set, p->id) && !id_in(walked, p->id)) {
            id_add(walked, p->id);
            p = kr_circle_person(c, p->merged_into);
        }
        if (!p || !id_in(set, p->id)) continue;
        for (p = &c->persons[i]; p && !id_in(set, p->id); p = kr_circle_person(c, p->merged_into))
            id_add(set, p->id);
    }
}

static bool picks(kr_cut cut, bool named) {
    if (cut.record == KR_CIRCLE_RECORD) return false;
    return named ? cut.how != KR_CUT_ERASE : cut.how != KR_CUT_INITIALS;
}

/* Those of the picked that go, or (`named`) whose names go, with whoever turned out to be one of them. */
static kr_err picked_set(id_set *set, kr_arena *arena, const kr_circle *c, const kr_cut *picked, size_t count,
                         bool named) {
    id_set walked;
    size_t most = count + c->n_persons + c->n_ties;
    if (!id_set_make(set, arena, most) || !id_set_make(&walked, arena, most)) return KR_E_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (picks(picked[i], named)) id_add(set, picked[i].record);
    if (set->count) add_merged(set, &walked, c);
    return KR_OK;
}

/* A tie says as much about the person at its other end as about its own. */
static kr_err close_set(id_set *set, kr_arena *arena, const kr_circle *c, const kr_cut *picked,
                        size_t count) {
    kr_err err = picked_set(set, arena, c, picked, count, false);
    if (err) return err;
    for (size_t i = 0; i < c->n_ties; i++)
        if (id_in(set, c->ties[i].a) || id_in(set, c->ties[i].b)) id_add(set, c->ties[i].id);
    return KR_OK;
}

static bool goes(const id_set *set, const kr_assignment *a) {
    return id_in(set, a->record) || (a->type == KR_REF && a->op == KR_OP_SET && id_in(set, a->value.ref));
}

static kr_err without(kr_change *out, kr_arena *arena, const kr_change *change, const id_set *set) {
    *out = *change;
    size_t n = 0;
    for (size_t i = 0; i < change->count; i++) n += !goes(set, &change->assignments[i]);
    if (n == change->count) return KR_OK;
    kr_assignment *kept = kr_new_n(arena, kr_assignment, n ? n : 1);
    if (!kept) return KR_E_MEMORY;
    out->assignments = kept;
    out->count = n;
    for (size_t i = 0; i < change->count; i++)
        if (!goes(set, &change->assignments[i])) *kept++ = change->assignments[i];
    if (n == 0) out->act = KR_ACT_ERASED;
    return KR_OK;
}

/* What goes, and whose names go out of texts. */
typedef struct going {
    id_set erased, named;
    kr_reduce *reduce; /* NULL: nobody's */
} going;

/* -- sealing anew -- */
typedef struct renewed {
    const kr_head *before, *after;
    const kr_str *bodies;
    kr_resealing *beside;
} renewed;

static kr_err put_renewed(kr_db *db, void *context, kr_error *error) {
    const renewed *r = context;
    kr_err err = kr_head_write(db, r->before, r->after, error);
    for (uint64_t i = 0; !err && i < r->after->seq; i++) {
        sqlite3_stmt *st = NULL;
        err = kr_db_use(db, KR_SQL_CHANGE_RESEAL, &st, error);
        if (err) break;
        kr_bind_blob(db, st, 1, r->bodies[i].ptr, r->bodies[i].len);
        kr_bind_id(db, st, 2, r->after->circle);
        kr_bind_int(db, st, 3, (int64_t)i + 1);
        err = kr_db_run(db, st, NULL, error);
    }
    return err ? err : kr_shares_reseal(db, r->beside, error);
}

static bool is_erased(const void *context, kr_id record) {
    return id_in(context, record);
}

static kr_err left_of(kr_change *out, kr_arena *arena, const kr_change *change, const going *cut) {
    kr_err err = without(out, arena, change, &cut->erased);
    return err || !cut->reduce ? err : kr_reduce_change(out, arena, cut->reduce, out);
}

/* The whole list without the erased, sealed under `key`, and its snapshot. */
static kr_err renew(kr_store *store, kr_snapshot **out, const kr_str **out_bodies, kr_arena *arena,
                    const kr_snapshot *now, const going *cut, const kr_circle_key *key, kr_error *error) {
    kr_head head = now->head;
    size_t count = (size_t)now->head.seq;
    kr_str *bodies = kr_new_n(arena, kr_str, count + 1);
    kr_change_log *log = kr_log_new(store);
    kr_err err = bodies && log ? KR_OK : kr_no_memory(error);
    kr_chain_start(&head);
    head.version = key->version;
    for (size_t i = 0; !err && i < count; i++) {
        kr_change change;
        err = left_of(&change, arena, &now->circle.changes[i], cut);
        if (err)
            err = kr_no_memory(error);
        else
            err = kr_log_append(log, &head, key, arena, &change, &bodies[i], error);
    }
    if (!err) err = kr_log_finish(store, out, log, NULL, &head, key, error);
    if (!err) *out_bodies = bodies;
    kr_log_release(log);
    return err;
}

static kr_err commit(kr_store *store, kr_entry *entry, const kr_snapshot *now, kr_snapshot *next,
                     const kr_str *bodies, const going *cut, kr_error *error) {
    kr_resealing beside = {.store = store,
                           .before = &now->head,
                           .after = &next->head,
                           .old_key = &now->key,
                           .new_key = &next->key,
                           .erased = is_erased,
                           .context = &cut->erased,
                           .reduce = cut->reduce};
    renewed r = {&now->head, &next->head, bodies, &beside};
    kr_cache_put_next(store, entry, kr_snapshot_hold(next));
    kr_err err = kr_write(store, put_renewed, &r, true, error);
    kr_cache_put_now(store, entry, err ? NULL : kr_snapshot_hold(next));
    if (!err && beside.shares) kr_share_seen_note(store, entry->circle, beside.shares);
    return err;
}

/* What keys.db remembers of it. */
static kr_cut *listed(const going *cut, kr_arena *arena, size_t *count) {
    const id_set *erased = &cut->erased, *named = &cut->named;
    kr_cut *list = kr_new_n(arena, kr_cut, erased->count + named->count + 1);
    size_t n = 0;
    for (size_t i = 0; list && i <= erased->mask; i++)
        if (erased->slots[i])
            list[n++] =
                (kr_cut){erased->slots[i], id_in(named, erased->slots[i]) ? KR_CUT_AWAY : KR_CUT_ERASE};
    for (size_t i = 0; list && i <= named->mask; i++)
        if (named->slots[i] && !id_in(erased, named->slots[i]))
            list[n++] = (kr_cut){named->slots[i], KR_CUT_INITIALS};
    *count = n;
    return list;
}

static kr_err cut_make(going *out, kr_arena *arena, const kr_circle *c, const kr_cut *picked, size_t count) {
    size_t n = 0;
    out->reduce = NULL;
    kr_err err = close_set(&out->erased, arena, c, picked, count);
    if (!err) err = picked_set(&out->named, arena, c, picked, count, true);
    if (err || !out->named.count) return err;
    kr_id *people = kr_new_n(arena, kr_id, out->named.count);
    if (!people) return KR_E_MEMORY;
    for (size_t i = 0; i <= out->named.mask; i++)
        if (out->named.slots[i]) people[n++] = out->named.slots[i];
    return kr_reduce_make(&out->reduce, arena, c, people, n);
}

static kr_err erase_set(kr_store *store, kr_entry *entry, const kr_snapshot *now, kr_arena *arena,
                        const going *cut, int64_t at, kr_error *error) {
    kr_circle_key key;
    kr_snapshot *next = NULL;
    const kr_str *bodies = NULL;
    uint64_t last = 0;
    size_t count = 0;
    const kr_cut *cuts = listed(cut, arena, &count);
    if (!cuts) return kr_no_memory(error);
    kr_err err = kr_key_last(store, entry->circle, &last, error);
    if (!err && last < now->head.version) last = now->head.version;
    if (!err) err = kr_key_make(store, &key, entry->circle, last + 1, cuts, count, at, error);
    if (err) return err;
    err = renew(store, &next, &bodies, arena, now, cut, &key, error);
    if (!err) err = commit(store, entry, now, next, bodies, cut, error);
    sodium_memzero(&key, sizeof key);
    kr_snapshot_release(store, next);
    if (err) {
        kr_key_abandon(store, entry->circle, last + 1, at);
        return err;
    }
    /* when this fails, tidying retires it */
    kr_may_fail(kr_key_retire(store, entry->circle, now->head.version, at, NULL));
    return KR_OK;
}

static kr_err erase_once(kr_store *store, kr_entry *entry, kr_id account, kr_pick_fn pick, void *context,
                         kr_arena *arena, int64_t at, kr_error *error) {
    kr_snapshot *now = NULL;
    kr_cut *picked = NULL;
    size_t count = 0;
    going cut;
    kr_err err = kr_circle_load(store, &now, entry, account, error);
    if (err) return err;
    err = pick(context, arena, &now->circle, &picked, &count);
    if (!err && count) err = cut_make(&cut, arena, &now->circle, picked, count);
    if (err)
        err = err == KR_E_LIMIT ? kr_fail(error, err, "error.too_many_records", "", "") : kr_no_memory(error);
    else if (count)
        err = erase_set(store, entry, now, arena, &cut, at, error);
    kr_snapshot_release(store, now);
    return err;
}

kr_err kr_erase_picked(kr_store *store, kr_id account, kr_id circle, kr_pick_fn pick, void *context,
                       int64_t now, kr_error *error) {
    kr_arena arena;
    kr_entry *entry = kr_cache_enter(store, circle);
    if (!entry) return kr_no_memory(error);
    kr_arena_init(&arena, store->allocator, ERASE_MOST);
    kr_err err = KR_E_CONFLICT;
    for (int n = 0; n < TRIES && err == KR_E_CONFLICT; n++) {
        kr_arena_reset(&arena);
        err = erase_once(store, entry, account, pick, context, &arena, now, error);
    }
    kr_cache_leave(store, entry);
    kr_arena_dispose(&arena);
    return err == KR_E_CONFLICT ? kr_fail(error, KR_E_BUSY, "error.busy", "", "") : err;
}

typedef struct given {
    const kr_id *records;
    size_t count;
    uint8_t how;
} given;

static kr_err pick_given(void *context, kr_arena *arena, const kr_circle *circle, kr_cut **out,
                         size_t *count) {
    const given *g = context;
    (void)circle;
    kr_cut *cuts = kr_new_n(arena, kr_cut, g->count + 1);
    if (!cuts) return KR_E_MEMORY;
    for (size_t i = 0; i < g->count; i++) cuts[i] = (kr_cut){g->records[i], g->how};
    *out = cuts;
    *count = g->count;
    return KR_OK;
}

kr_err kr_circle_erase(kr_store *store, kr_id account, kr_id circle, const kr_id *records, size_t count,
                       int64_t now, kr_error *error) {
    given g = {records, count, KR_CUT_ERASE};
    return kr_erase_picked(store, account, circle, pick_given, &g, now, error);
}

/* Never the one in the middle: whose map this is. */
static kr_err pick_person(void *context, kr_arena *arena, const kr_circle *circle, kr_cut **out,
                          size_t *count) {
    const given *g = context;
    const kr_person *person = kr_circle_person(circle, g->records[0]);
    const kr_person *ego = kr_circle_ego(circle);
    *count = 0;
    if (!person || person == ego || (ego && person->merged_into == ego->id)) return KR_OK;
    return pick_given(context, arena, circle, out, count);
}

kr_err kr_circle_reduce(kr_store *store, kr_id account, kr_id circle, kr_id person, kr_reduce_how how,
                        int64_t now, kr_error *error) {
    given g = {&person, 1, how == KR_REDUCE_AWAY ? KR_CUT_AWAY : KR_CUT_INITIALS};
    return kr_erase_picked(store, account, circle, pick_person, &g, now, error);
}
