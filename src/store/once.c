/* Taking part once, by a link and without an account: the link shows one question and takes one answer.
 * Question and answer are sealed with the circle's key, bound to the rest of the row. */
#include "store/share_int.h"

#include <sodium.h>

#include "core/utf8.h"

#define KIND       'o'
#define LIVES_MS   (14 * KR_DAY_MS)
#define MOST_MS    (180 * KR_DAY_MS)
#define WHOM_MOST  100
#define ASKED_MOST 1000
#define SAID_MOST  4000
#define TRIES      20
#define PLACE      (64 + KR_HASH_BYTES)

typedef struct row {
    kr_id id, circle;
    int64_t kind, made, until, answered, ended;
    unsigned char code[KR_HASH_BYTES];
    kr_str sealed; /* in the arena */
} row;

static void place_of(unsigned char out[PLACE], const row *r, const kr_circle_key *key) {
    const uint64_t values[] = {r->id,
                               r->circle,
                               (uint64_t)r->kind,
                               (uint64_t)r->made,
                               (uint64_t)r->until,
                               (uint64_t)r->answered,
                               (uint64_t)r->ended,
                               key->version};
    for (size_t i = 0; i < KR_COUNT(values); i++) kr_put_u64(out + 8 * i, values[i]);
    memcpy(out + sizeof values, r->code, KR_HASH_BYTES);
}

static kr_err seal(row *r, kr_arena *arena, const kr_once *once, const kr_circle_key *key) {
    unsigned char place[PLACE];
    size_t at = 9, room = 256 + once->whom.len + once->asked.len + once->said.len;
    unsigned char *plain = kr_arena_alloc(arena, room), *sealed = kr_arena_alloc(arena, room + KR_SEAL_EXTRA);
    if (!plain || !sealed) return KR_E_MEMORY;
    kr_put_u64(plain, once->about);
    plain[8] = once->outcome;
    kr_pack_text(plain, room - 64, &at, once->whom);
    kr_pack_text(plain, room - 64, &at, once->asked);
    kr_pack_text(plain, room - 64, &at, once->said);
    size_t len = (at + 63) & ~(size_t)63;
    if (len > room) return KR_E_LIMIT;
    r->answered = once->answered;
    r->ended = once->ended;
    place_of(place, r, key);
    kr_seal(sealed, key->body, kr_str_n((char *)plain, len), place, sizeof place);
    sodium_memzero(plain, room);
    r->sealed = kr_str_n((char *)sealed, len + KR_SEAL_EXTRA);
    return KR_OK;
}

static kr_err unseal(kr_once *out, kr_arena *arena, const row *r, const kr_circle_key *key, kr_error *error) {
    unsigned char place[PLACE];
    kr_once once = {.id = r->id,
                    .circle = r->circle,
                    .kind = (uint8_t)r->kind,
                    .made = r->made,
                    .until = r->until,
                    .answered = r->answered,
                    .ended = r->ended};
    size_t at = 9, len = r->sealed.len > KR_SEAL_EXTRA ? r->sealed.len - KR_SEAL_EXTRA : 0;
    unsigned char *plain = kr_arena_alloc(arena, len + 1);
    if (!plain) return kr_no_memory(error);
    place_of(place, r, key);
    if (len < at || !kr_unseal(plain, key->body, r->sealed, place, sizeof place) ||
        !kr_unpack_text(plain, len, &at, &once.whom) || !kr_unpack_text(plain, len, &at, &once.asked) ||
        !kr_unpack_text(plain, len, &at, &once.said))
        return kr_damaged(error, "link");
    once.about = kr_get_u64(plain);
    once.outcome = plain[8];
    *out = once;
    return KR_OK;
}

/* -- rows -- */
static bool take_columns(sqlite3_stmt *st, row *r, kr_arena *arena) {
    r->id = kr_column_id(st, 0);
    r->circle = kr_column_id(st, 1);
    r->kind = sqlite3_column_int64(st, 2);
    r->made = sqlite3_column_int64(st, 3);
    r->until = sqlite3_column_int64(st, 4);
    r->answered = sqlite3_column_int64(st, 5);
    r->ended = sqlite3_column_int64(st, 6);
    if (!kr_column_bytes(st, 7, r->code, KR_HASH_BYTES)) memset(r->code, 0, KR_HASH_BYTES);
    r->sealed = kr_arena_copy(arena, kr_column_blob(st, 8));
    return r->sealed.ptr != NULL;
}

/* By its code, or by its number when `id` is given. */
static kr_err find(kr_db *db, row *out, kr_arena *arena, const unsigned char *code, kr_id id,
                   kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool there = false, good = true;
    kr_err err = kr_db_use(db, id ? KR_SQL_ONCE_GET : KR_SQL_ONCE_FIND, &st, error);
    if (err) return err;
    if (id)
        kr_bind_id(db, st, 1, id);
    else
        kr_bind_blob(db, st, 1, code, KR_HASH_BYTES);
    err = kr_db_step(db, st, &there, error);
    if (!err && there) good = take_columns(st, out, arena);
    kr_db_done(st);
    if (err) return err;
    if (!good) return kr_no_memory(error);
    if (!there || (!id && sodium_memcmp(out->code, code, KR_HASH_BYTES)))
        return kr_fail(error, KR_E_NOT_FOUND, "error.once_code", "", "");
    return KR_OK;
}

/* -- making -- */
typedef struct fresh {
    kr_store *store;
    kr_head head;
    row row;
    kr_look look;
    int64_t now;
} fresh;

static kr_err add_row(kr_db *db, void *context, kr_error *error) {
    const fresh *f = context;
    const row *r = &f->row;
    sqlite3_stmt *st = NULL;
    int64_t open = 0;
    kr_err err = kr_still_keyed(db, &f->head, error);
    if (!err) err = kr_count_rows(db, KR_SQL_ONCE_COUNT, r->circle, f->now, &open, error);
    if (!err && open >= KR_MOST_ONCES) err = kr_fail(error, KR_E_LIMIT, "error.onces_many", "", "");
    if (!err) err = kr_db_use(db, KR_SQL_ONCE_ADD, &st, error);
    if (err) return err;
    const int64_t values[] = {(int64_t)r->id, (int64_t)r->circle, r->kind, r->made,
                              r->until,       r->answered,        r->ended};
    for (int i = 0; i < (int)KR_COUNT(values); i++) kr_bind_int(db, st, i + 1, values[i]);
    kr_bind_blob(db, st, 8, r->code, KR_HASH_BYTES);
    kr_bind_blob(db, st, 9, r->sealed.ptr, r->sealed.len);
    err = kr_db_run(db, st, NULL, error);
    return err ? err : kr_ledger_add(f->store, db, r->circle, &f->look, error);
}

static kr_err check_text(kr_str text, const char *field, size_t most, kr_error *error) {
    if (!kr_utf8_valid(text)) return kr_fail(error, KR_E_INVALID, "error.share_signs", field, "");
    if (kr_utf8_count(text) > most) return kr_fail(error, KR_E_INVALID, "error.share_long", field, "");
    return KR_OK;
}

static kr_err make_sealed(kr_store *store, fresh *f, const kr_once *once, kr_id account, kr_arena *arena,
                          kr_error *error) {
    kr_circle_key key;
    kr_err err = KR_E_CONFLICT;
    for (int n = 0; n < TRIES && err == KR_E_CONFLICT; n++) {
        kr_arena_reset(arena);
        err = kr_circle_keyed(store, &f->head, &key, account ? account : 1, f->row.circle, error);
        if (!err && seal(&f->row, arena, once, &key)) err = kr_no_memory(error);
        if (!err) err = kr_write(store, add_row, f, false, error);
    }
    sodium_memzero(&key, sizeof key);
    return err == KR_E_CONFLICT ? kr_fail(error, KR_E_BUSY, "error.busy", "", "") : err;
}

kr_err kr_once_make(kr_store *store, char code[KR_CODE_TEXT], kr_id account, kr_id circle,
                    const kr_once *once, int64_t now, kr_error *error) {
    char text[KR_CODE_TEXT];
    kr_arena arena;
    kr_once wish = {.about = once->about,
                    .whom = kr_str_trim(once->whom),
                    .asked = kr_str_trim(once->asked),
                    .said = KR_NONE};
    kr_err err = check_text(wish.whom, "whom", WHOM_MOST, error);
    if (!err) err = check_text(wish.asked, "asked", ASKED_MOST, error);
    if (!err && (once->kind < KR_ONCE_SUGGEST || once->kind > KR_ONCE_STEP))
        err = kr_fail(error, KR_E_INVALID, "error.share_rules", "kind", "");
    if (err) return err;
    fresh f = {.store = store, .now = now};
    f.row = (row){.id = kr_random_id(), .circle = circle, .kind = once->kind, .made = now};
    f.row.until = once->until > now ? once->until : now + LIVES_MS;
    if (f.row.until > now + MOST_MS) f.row.until = now + MOST_MS;
    kr_door_code(text);
    (void)kr_door_hash(store, f.row.code, KIND, kr_str_z(text));
    const kr_look look = {.account = account,
                          .object = f.row.id,
                          .event = KR_EVENT_ONCE_MADE,
                          .action = KR_ACTION_CREATE,
                          .ground = KR_GROUND_OWN};
    f.look = kr_look_at(&look, now);
    kr_arena_init(&arena, kr_heap(), KR_SHARE_ARENA);
    err = make_sealed(store, &f, &wish, account, &arena, error);
    kr_arena_dispose(&arena);
    if (!err) memcpy(code, text, sizeof text);
    sodium_memzero(text, sizeof text);
    return err;
}

/* -- reading -- */
static bool is_open(const kr_once *once, int64_t now) {
    return !once->ended && !once->answered && now < once->until;
}

static kr_err wrong(kr_error *error) {
    return kr_fail(error, KR_E_NOT_FOUND, "error.once_code", "", "");
}

static kr_err read_row(kr_store *store, row *out, kr_arena *arena, const unsigned char *code, kr_id id,
                       kr_error *error) {
    kr_db *db = NULL;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = find(db, out, arena, code, id, error);
    kr_reader_give(store, db);
    return err;
}

kr_err kr_once_find(kr_store *store, kr_once *out, kr_arena *arena, kr_str code, int64_t now,
                    kr_error *error) {
    unsigned char hash[KR_HASH_BYTES];
    kr_head head;
    kr_circle_key key;
    kr_once once;
    row r;
    if (!kr_door_hash(store, hash, KIND, code)) return wrong(error);
    kr_err err = read_row(store, &r, arena, hash, 0, error);
    if (!err) err = kr_circle_keyed(store, &head, &key, 0, r.circle, error);
    if (!err) {
        err = unseal(&once, arena, &r, &key, error);
        sodium_memzero(&key, sizeof key);
    }
    if (err == KR_E_CORRUPT || (!err && !is_open(&once, now))) return wrong(error);
    if (err) return err;
    const kr_look look = {.object = once.id, .event = KR_EVENT_ONCE_LOOKED, .ground = KR_GROUND_LET_IN};
    err = kr_look_note(store, once.circle, &look, now, error);
    if (!err) *out = once;
    return err;
}

static kr_err list_rows(kr_store *store, row **out, size_t *count, kr_arena *arena, const kr_head *head,
                        kr_db *db, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool there = true;
    size_t n = 0, cap = 0;
    row *list = NULL;
    (void)store;
    kr_err err = kr_db_use(db, KR_SQL_ONCES, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, head->circle);
    while (!err) {
        err = kr_db_step(db, st, &there, error);
        if (err || !there) break;
        if (n == cap) {
            cap = cap ? cap * 2 : 16;
            list = kr_arena_grow(arena, list, n * sizeof *list, cap * sizeof *list);
            if (!list) err = kr_no_memory(error);
        }
        if (!err && !take_columns(st, &list[n], arena)) err = kr_no_memory(error);
        n++;
    }
    kr_db_done(st);
    *out = list;
    *count = n;
    return err;
}

kr_err kr_onces_of(kr_store *store, kr_once **out, size_t *count, kr_arena *arena, kr_id account,
                   kr_id circle, kr_error *error) {
    kr_head head;
    kr_circle_key key;
    kr_db *db = NULL;
    row *rows = NULL;
    size_t n = 0;
    kr_err err = KR_E_CONFLICT;
    for (int tries = 0; tries < TRIES && err == KR_E_CONFLICT; tries++) {
        err = kr_circle_keyed(store, &head, &key, account ? account : 1, circle, error);
        if (!err) err = kr_reader_take(store, &db, error);
        if (err) return err;
        err = kr_db_do(db, KR_SQL_BEGIN, error);
        if (!err) err = kr_still_keyed(db, &head, error);
        if (!err) err = list_rows(store, &rows, &n, arena, &head, db, error);
        kr_reader_give(store, db);
    }
    kr_once *list = err ? NULL : kr_new_n(arena, kr_once, n + 1);
    if (!err && !list) err = kr_no_memory(error);
    for (size_t i = 0; !err && i < n; i++) err = unseal(&list[i], arena, &rows[i], &key, error);
    sodium_memzero(&key, sizeof key);
    if (err) return err;
    *out = list;
    *count = n;
    return KR_OK;
}

/* -- answering and ending -- */
typedef struct editing {
    kr_store *store;
    kr_head head;
    kr_circle_key key;
    kr_arena arena;
    const unsigned char *code; /* or */
    kr_id id;
    kr_str said;
    uint8_t outcome;
    int64_t now;
    kr_look look;
} editing;

static kr_err put_edited(kr_db *db, const row *r, kr_str before, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_ONCE_PUT, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, r->answered);
    kr_bind_int(db, st, 2, r->ended);
    kr_bind_blob(db, st, 3, r->sealed.ptr, r->sealed.len);
    kr_bind_id(db, st, 4, r->id);
    kr_bind_blob(db, st, 5, before.ptr, before.len);
    return kr_db_run(db, st, NULL, error);
}

static kr_err edit_row(kr_db *db, void *context, kr_error *error) {
    editing *e = context;
    row r;
    kr_once once;
    kr_arena_reset(&e->arena);
    kr_err err = kr_still_keyed(db, &e->head, error);
    if (!err) err = find(db, &r, &e->arena, e->code, e->id, error);
    if (!err && r.circle != e->head.circle) err = wrong(error);
    if (!err) err = unseal(&once, &e->arena, &r, &e->key, error);
    /* the owner also closes what was answered, once it is put where it belongs */
    if (!err && (e->code ? !is_open(&once, e->now) : once.ended != 0)) err = wrong(error);
    if (err) return err;
    if (e->code) {
        once.said = e->said;
        once.outcome = e->outcome;
        once.answered = e->now;
    } else
        once.ended = e->now;
    kr_str before = r.sealed;
    e->look.object = once.id;
    if (seal(&r, &e->arena, &once, &e->key)) return kr_no_memory(error);
    err = put_edited(db, &r, before, error);
    return err ? err : kr_ledger_add(e->store, db, r.circle, &e->look, error);
}

static kr_err edit(kr_store *store, editing *e, kr_id owner, kr_id circle, kr_error *error) {
    kr_err err = KR_E_CONFLICT;
    e->store = store;
    kr_arena_init(&e->arena, kr_heap(), KR_SHARE_ARENA);
    for (int n = 0; n < TRIES && err == KR_E_CONFLICT; n++) {
        err = kr_circle_keyed(store, &e->head, &e->key, owner, circle, error);
        if (!err) err = kr_write(store, edit_row, e, false, error);
    }
    sodium_memzero(&e->key, sizeof e->key);
    kr_arena_dispose(&e->arena);
    return err == KR_E_CONFLICT ? kr_fail(error, KR_E_BUSY, "error.busy", "", "") : err;
}

kr_err kr_once_answer(kr_store *store, kr_str code, kr_str said, uint8_t outcome, int64_t now,
                      kr_error *error) {
    unsigned char hash[KR_HASH_BYTES];
    kr_arena arena;
    row r;
    said = kr_str_trim(said);
    kr_err err = check_text(said, "said", SAID_MOST, error);
    if (!err && outcome > 3) err = kr_fail(error, KR_E_INVALID, "error.share_rules", "outcome", "");
    if (err) return err;
    if (!kr_door_hash(store, hash, KIND, code)) return wrong(error);
    kr_arena_init(&arena, kr_heap(), KR_SHARE_ARENA);
    err = read_row(store, &r, &arena, hash, 0, error);
    kr_arena_dispose(&arena);
    if (err) return err;
    const kr_look look = {
        .event = KR_EVENT_ONCE_ANSWERED, .action = KR_ACTION_CREATE, .ground = KR_GROUND_LET_IN};
    editing e = {.code = hash, .said = said, .outcome = outcome, .now = now, .look = kr_look_at(&look, now)};
    err = edit(store, &e, 0, r.circle, error);
    return err == KR_E_CORRUPT ? wrong(error) : err;
}

kr_err kr_once_end(kr_store *store, kr_id account, kr_id circle, kr_id once, int64_t now, kr_error *error) {
    const kr_look look = {.account = account,
                          .event = KR_EVENT_ONCE_ENDED,
                          .action = KR_ACTION_DELETE,
                          .ground = KR_GROUND_OWN};
    editing e = {.id = once, .now = now, .look = kr_look_at(&look, now)};
    if (!once) return wrong(error);
    return edit(store, &e, account ? account : 1, circle, error);
}

/* -- with a new key -- */
static kr_err without_names(kr_once *once, kr_arena *arena, const kr_resealing *r) {
    kr_str *texts[] = {&once->whom, &once->asked, &once->said};
    kr_err err = KR_OK;
    for (size_t i = 0; !err && r->reduce && i < KR_COUNT(texts); i++)
        err = kr_reduce_text(texts[i], arena, r->reduce, *texts[i]);
    return err;
}

kr_err kr_onces_reseal(kr_db *db, const kr_resealing *r, kr_arena *arena, kr_error *error) {
    row *rows = NULL;
    size_t n = 0;
    kr_err err = list_rows(r->store, &rows, &n, arena, r->before, db, error);
    for (size_t i = 0; !err && i < n; i++) {
        kr_once once;
        kr_str before = rows[i].sealed;
        err = unseal(&once, arena, &rows[i], r->old_key, error);
        if (err == KR_E_CORRUPT) { /* it stays what it is: damaged */
            err = KR_OK;
            continue;
        }
        if (!err && r->erased(r->context, once.about)) once.about = 0;
        if (!err && without_names(&once, arena, r)) err = kr_no_memory(error);
        if (!err && seal(&rows[i], arena, &once, r->new_key)) err = kr_no_memory(error);
        if (!err) err = put_edited(db, &rows[i], before, error);
    }
    return err;
}

kr_err kr_onces_check(kr_store *store, kr_db *db, const kr_head *head, const kr_circle_key *key,
                      kr_arena *arena, size_t *bad, kr_error *error) {
    row *rows = NULL;
    size_t n = 0;
    kr_err err = list_rows(store, &rows, &n, arena, head, db, error);
    for (size_t i = 0; !err && i < n; i++) {
        kr_once once;
        err = unseal(&once, arena, &rows[i], key, NULL);
        *bad += err == KR_E_CORRUPT;
        if (err == KR_E_CORRUPT) err = KR_OK;
        if (err) err = kr_no_memory(error);
    }
    return err;
}
