/* What a guest changed and the owner has not accepted yet: the change, sealed with the circle's key. */
#include "store/share_int.h"

#include <sodium.h>

#include "core/draft.h"

#define TRIES 20
#define PLACE 48

typedef struct row {
    kr_id id, circle, share, account;
    int64_t at;
    kr_str sealed; /* in the arena */
} row;

static void place_of(unsigned char out[PLACE], const row *r, const kr_circle_key *key) {
    const uint64_t values[] = {r->id, r->circle, r->share, r->account, (uint64_t)r->at, key->version};
    _Static_assert(sizeof values == PLACE, "all of the row");
    for (size_t i = 0; i < KR_COUNT(values); i++) kr_put_u64(out + 8 * i, values[i]);
}

static kr_err seal(row *r, kr_arena *arena, const kr_change *change, const kr_circle_key *key) {
    unsigned char place[PLACE];
    kr_buf buf;
    kr_str plain;
    kr_buf_init(&buf, arena, KR_MAX_CHANGE_BYTES);
    kr_change_encode(&buf, change);
    if (kr_buf_end(&buf, &plain)) return buf.len > KR_MAX_CHANGE_BYTES / 2 ? KR_E_LIMIT : KR_E_MEMORY;
    unsigned char *sealed = kr_arena_alloc(arena, plain.len + KR_SEAL_EXTRA);
    if (!sealed) return KR_E_MEMORY;
    place_of(place, r, key);
    kr_seal(sealed, key->body, plain, place, sizeof place);
    r->sealed = kr_str_n((char *)sealed, plain.len + KR_SEAL_EXTRA);
    return KR_OK;
}

static kr_err unseal(kr_change *out, kr_arena *arena, const row *r, const kr_circle_key *key,
                     kr_error *error) {
    unsigned char place[PLACE];
    size_t len = r->sealed.len > KR_SEAL_EXTRA ? r->sealed.len - KR_SEAL_EXTRA : 0;
    unsigned char *plain = kr_arena_alloc(arena, len + 1);
    if (!plain) return kr_no_memory(error);
    place_of(place, r, key);
    if (!kr_unseal(plain, key->body, r->sealed, place, sizeof place)) return kr_damaged(error, "proposal");
    kr_err err = kr_change_decode(out, arena, kr_str_n((char *)plain, len), error);
    return err == KR_E_CORRUPT ? kr_damaged(error, "proposal") : err;
}

/* -- keeping one -- */
typedef struct fresh {
    kr_store *store;
    const kr_snapshot *shown;
    row row;
    kr_look look;
} fresh;

static kr_err add_row(kr_db *db, void *context, kr_error *error) {
    const fresh *f = context;
    const row *r = &f->row;
    sqlite3_stmt *st = NULL;
    int64_t waiting = 0;
    kr_err err = kr_share_stands(db, f->shown, error);
    if (!err) err = kr_still_keyed(db, &f->shown->head, error);
    if (!err) err = kr_count_rows(db, KR_SQL_PROPOSAL_COUNT, r->circle, INT64_MAX, &waiting, error);
    if (!err && waiting >= KR_MOST_PROPOSALS)
        err = kr_fail(error, KR_E_LIMIT, "error.proposals_many", "", "");
    if (!err) err = kr_db_use(db, KR_SQL_PROPOSAL_ADD, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, r->id);
    kr_bind_id(db, st, 2, r->circle);
    kr_bind_id(db, st, 3, r->share);
    kr_bind_id(db, st, 4, r->account);
    kr_bind_int(db, st, 5, r->at);
    kr_bind_blob(db, st, 6, r->sealed.ptr, r->sealed.len);
    err = kr_db_run(db, st, NULL, error);
    return err ? err : kr_ledger_add(f->store, db, r->circle, &f->look, error);
}

kr_err kr_proposal_add(kr_store *store, const kr_snapshot *shown, kr_arena *arena, const kr_change *change,
                       int64_t now, kr_error *error) {
    const kr_share_entry *share = &shown->share;
    kr_change numbered = *change;
    fresh f = {.store = store, .shown = shown};
    f.row = (row){.id = kr_random_id(),
                  .circle = share->circle,
                  .share = share->id,
                  .account = share->rules.guest,
                  .at = now};
    const kr_look look = {.account = share->rules.guest,
                          .share = share->id,
                          .object = f.row.id,
                          .event = KR_EVENT_PROPOSED,
                          .action = KR_ACTION_CREATE,
                          .role = share->role,
                          .ground = KR_GROUND_LET_IN};
    f.look = kr_look_at(&look, now);
    numbered.seq = shown->head.seq + 1;
    kr_err err = seal(&f.row, arena, &numbered, &shown->whole->key);
    if (err == KR_E_LIMIT) return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    if (err) return kr_no_memory(error);
    return kr_write(store, add_row, &f, false, error);
}

/* -- reading -- */
static kr_err list_rows(row **out, size_t *count, kr_arena *arena, kr_db *db, kr_id circle, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool there = true;
    size_t n = 0, cap = 0;
    row *list = NULL;
    kr_err err = kr_db_use(db, KR_SQL_PROPOSALS, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    while (!err) {
        err = kr_db_step(db, st, &there, error);
        if (err || !there) break;
        if (n == cap) {
            cap = cap ? cap * 2 : 16;
            list = kr_arena_grow(arena, list, n * sizeof *list, cap * sizeof *list);
            if (!list) err = kr_no_memory(error);
        }
        if (!err) {
            list[n] = (row){kr_column_id(st, 0),         circle,
                            kr_column_id(st, 1),         kr_column_id(st, 2),
                            sqlite3_column_int64(st, 3), kr_arena_copy(arena, kr_column_blob(st, 4))};
            if (!list[n++].sealed.ptr) err = kr_no_memory(error);
        }
    }
    kr_db_done(st);
    *out = list;
    *count = n;
    return err;
}

static kr_err rows_now(kr_store *store, row **out, size_t *count, kr_circle_key *key, kr_arena *arena,
                       kr_id owner, kr_id circle, kr_error *error) {
    kr_head head;
    kr_db *db = NULL;
    kr_err err = KR_E_CONFLICT;
    for (int tries = 0; tries < TRIES && err == KR_E_CONFLICT; tries++) {
        err = kr_circle_keyed(store, &head, key, owner, circle, error);
        if (!err) err = kr_reader_take(store, &db, error);
        if (err) return err;
        err = kr_db_do(db, KR_SQL_BEGIN, error);
        if (!err) err = kr_still_keyed(db, &head, error);
        if (!err) err = list_rows(out, count, arena, db, circle, error);
        kr_reader_give(store, db);
    }
    return err == KR_E_CONFLICT ? kr_fail(error, KR_E_BUSY, "error.busy", "", "") : err;
}

kr_err kr_proposals_of(kr_store *store, kr_proposal **out, size_t *count, kr_arena *arena, kr_id account,
                       kr_id circle, kr_error *error) {
    kr_circle_key key;
    row *rows = NULL;
    size_t n = 0;
    kr_err err = rows_now(store, &rows, &n, &key, arena, account ? account : 1, circle, error);
    kr_proposal *list = err ? NULL : kr_new_n(arena, kr_proposal, n + 1);
    if (!err && !list) err = kr_no_memory(error);
    for (size_t i = 0; !err && i < n; i++) {
        const row *r = &rows[i];
        list[i] = (kr_proposal){.id = r->id, .share = r->share, .account = r->account, .at = r->at};
        err = unseal(&list[i].change, arena, r, &key, error);
    }
    sodium_memzero(&key, sizeof key);
    if (err) return err;
    *out = list;
    *count = n;
    return KR_OK;
}

/* -- the owner's word -- */
typedef struct taking {
    kr_store *store;
    const kr_proposal *proposal;
    kr_id circle;
    bool anyway;
    int64_t now;
    kr_look look;
} taking;

static kr_err make_taken(void *context, kr_arena *arena, const kr_circle *now, kr_change *out,
                         kr_error *error) {
    const taking *t = context;
    const kr_change *change = &t->proposal->change;
    kr_draft draft;
    kr_maker maker = {.author = change->author, .device = change->device};
    kr_draft_begin(&draft, arena, now, maker, KR_ACT_OTHER, change->base);
    draft.items = kr_new_n(arena, kr_assignment, change->count + 1);
    if (!draft.items) return kr_no_memory(error);
    if (change->count) memcpy(draft.items, change->assignments, change->count * sizeof *draft.items);
    draft.count = draft.cap = change->count;
    if (!t->anyway && kr_draft_conflicts(&draft, NULL, 0) > 0)
        return kr_fail(error, KR_E_CONFLICT, "error.conflict", "", "");
    *out = *change;
    out->author = t->proposal->account;
    out->at_ms = t->now;
    out->base = now->n_changes;
    out->undoes = 0;
    return KR_OK;
}

static kr_err drop_row(kr_db *db, void *context, kr_error *error) {
    const taking *t = context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_PROPOSAL_DROP, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, t->proposal->id);
    kr_bind_id(db, st, 2, t->circle);
    err = kr_db_run(db, st, &touched, error);
    if (!err && !touched) err = kr_fail(error, KR_E_NOT_FOUND, "error.no_proposal", "", "");
    return err ? err : kr_ledger_add(t->store, db, t->circle, &t->look, error);
}

static const kr_proposal *find(const kr_proposal *list, size_t count, kr_id id) {
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id) return &list[i];
    return NULL;
}

kr_err kr_proposal_take(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle, kr_id proposal,
                        bool accept, bool anyway, int64_t now, kr_error *error) {
    kr_arena arena;
    kr_proposal *list = NULL;
    size_t count = 0;
    kr_arena_init(&arena, kr_heap(), (size_t)KR_MOST_PROPOSALS * KR_MAX_CHANGE_BYTES);
    kr_err err = kr_proposals_of(store, &list, &count, &arena, account, circle, error);
    const kr_proposal *found = err ? NULL : find(list, count, proposal);
    if (!err && !found) err = kr_fail(error, KR_E_NOT_FOUND, "error.no_proposal", "", "");
    if (!err) {
        const kr_look look = {.account = account,
                              .share = found->share,
                              .object = proposal,
                              .event = accept ? KR_EVENT_PROPOSAL_ACCEPTED : KR_EVENT_PROPOSAL_DECLINED,
                              .action = accept ? KR_ACTION_UPDATE : KR_ACTION_DELETE,
                              .ground = KR_GROUND_OWN};
        taking t = {store, found, circle, anyway, now, kr_look_at(&look, now)};
        if (accept)
            err = kr_circle_change_along(store, out, account, circle, make_taken, &t, drop_row, error);
        else
            err = kr_write(store, drop_row, &t, true, error);
    }
    kr_arena_dispose(&arena);
    return err;
}

/* -- with a new key -- */
static bool goes(const kr_resealing *r, const kr_assignment *a) {
    return r->erased(r->context, a->record) ||
           (a->type == KR_REF && a->op == KR_OP_SET && r->erased(r->context, a->value.ref));
}

static kr_err put_resealed(kr_db *db, const row *r, bool empty, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, empty ? KR_SQL_PROPOSAL_DROP : KR_SQL_PROPOSAL_RESEAL, &st, error);
    if (err) return err;
    if (empty) {
        kr_bind_id(db, st, 1, r->id);
        kr_bind_id(db, st, 2, r->circle);
    } else {
        kr_bind_blob(db, st, 1, r->sealed.ptr, r->sealed.len);
        kr_bind_id(db, st, 2, r->id);
    }
    return kr_db_run(db, st, NULL, error);
}

kr_err kr_proposals_reseal(kr_db *db, const kr_resealing *r, kr_arena *arena, kr_error *error) {
    row *rows = NULL;
    size_t n = 0;
    kr_err err = list_rows(&rows, &n, arena, db, r->before->circle, error);
    for (size_t i = 0; !err && i < n; i++) {
        kr_change change;
        size_t kept = 0;
        err = unseal(&change, arena, &rows[i], r->old_key, error);
        if (err == KR_E_CORRUPT) { /* it stays what it is: damaged */
            err = KR_OK;
            continue;
        }
        kr_assignment *left = err ? NULL : kr_new_n(arena, kr_assignment, change.count + 1);
        if (!left) return kr_no_memory(error);
        for (size_t j = 0; j < change.count; j++)
            if (!goes(r, &change.assignments[j])) left[kept++] = change.assignments[j];
        change.assignments = left;
        change.count = kept;
        if (r->reduce && kept && kr_reduce_change(&change, arena, r->reduce, &change))
            return kr_no_memory(error);
        kept = change.count;
        if (seal(&rows[i], arena, &change, r->new_key)) return kr_no_memory(error);
        err = put_resealed(db, &rows[i], kept == 0, error);
    }
    return err;
}

kr_err kr_proposals_check(kr_db *db, const kr_head *head, const kr_circle_key *key, kr_arena *arena,
                          size_t *bad, kr_error *error) {
    row *rows = NULL;
    size_t n = 0;
    kr_err err = list_rows(&rows, &n, arena, db, head->circle, error);
    for (size_t i = 0; !err && i < n; i++) {
        kr_change change;
        err = unseal(&change, arena, &rows[i], key, NULL);
        *bad += err == KR_E_CORRUPT;
        if (err == KR_E_CORRUPT) err = KR_OK;
        if (err) err = kr_no_memory(error);
    }
    return err;
}
