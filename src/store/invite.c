/* Invitations: a code that works once, binds the share to whoever opens it first, and lets them see nothing
 * until the owner has said that it is the right one. */
#include "store/share_int.h"

#include <sodium.h>

#include "store/outbox_int.h"

#define TABLE_MS  (15 * 60 * 1000LL)
#define LETTER_MS (14 * KR_DAY_MS)
#define KIND      'i'

typedef struct row {
    kr_id id, share, circle;
    int64_t way, made, until, opened, ended;
    unsigned char code[KR_HASH_BYTES], mac[KR_HASH_BYTES];
    const kr_putting *mail; /* when it is made, the mail that brings it; or NULL */
} row;

/* So that nobody who writes in the database moves their own code to another share. Whether it was opened is
 * not covered: the share says so too. */
static void row_mac(const kr_store *store, unsigned char out[KR_HASH_BYTES], const row *r) {
    const uint64_t values[] = {
        r->id, r->share, r->circle, (uint64_t)r->way, (uint64_t)r->made, (uint64_t)r->until};
    unsigned char text[sizeof values + KR_HASH_BYTES];
    for (size_t i = 0; i < KR_COUNT(values); i++) kr_put_u64(text + 8 * i, values[i]);
    memcpy(text + sizeof values, r->code, KR_HASH_BYTES);
    crypto_generichash(out, KR_HASH_BYTES, text, sizeof text, store->keys[KR_FOR_CODE], KR_KEY_BYTES);
}

/* -- making -- */
kr_err kr_count_rows(kr_db *db, kr_sql which, kr_id id, int64_t now, int64_t *out, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool there = false;
    kr_err err = kr_db_use(db, which, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, id);
    kr_bind_int(db, st, 2, now);
    err = kr_db_step(db, st, &there, error);
    if (!err) *out = there ? sqlite3_column_int64(st, 0) : 0;
    kr_db_done(st);
    return err;
}

static kr_err unopened(kr_sharing *s, kr_share_entry *entry, kr_error *error) {
    if (entry->withdrawn) return kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    if (entry->opened) return kr_fail(error, KR_E_EXISTS, "error.invite_opened", "", "");
    (void)s;
    return KR_OK;
}

static kr_err put_invite(kr_sharing *s, kr_db *db, kr_error *error) {
    row *r = s->context;
    sqlite3_stmt *st = NULL;
    int64_t open = 0;
    kr_err err = kr_db_use(db, KR_SQL_INVITE_END, &st, error); /* a newer code ends older ones */
    if (err) return err;
    kr_bind_int(db, st, 1, s->now);
    kr_bind_id(db, st, 2, s->entry.id);
    err = kr_db_run(db, st, NULL, error);
    if (!err) err = kr_count_rows(db, KR_SQL_INVITE_COUNT, s->circle, s->now, &open, error);
    if (!err && open >= KR_MOST_INVITES) err = kr_fail(error, KR_E_LIMIT, "error.invites_many", "", "");
    if (!err) err = kr_db_use(db, KR_SQL_INVITE_ADD, &st, error);
    if (err) return err;
    row_mac(s->store, r->mac, r);
    kr_bind_id(db, st, 1, r->id);
    kr_bind_id(db, st, 2, r->share);
    kr_bind_id(db, st, 3, r->circle);
    kr_bind_int(db, st, 4, r->way);
    kr_bind_int(db, st, 5, r->made);
    kr_bind_int(db, st, 6, r->until);
    kr_bind_blob(db, st, 7, r->code, KR_HASH_BYTES);
    kr_bind_blob(db, st, 8, r->mac, KR_HASH_BYTES);
    err = kr_db_run(db, st, NULL, error);
    /* a mail with the code before this one is of no use any more */
    if (!err) err = kr_outbox_drop_in(db, s->head.account, r->share, error);
    return !err && r->mail ? kr_putting_row(db, r->mail, error) : err;
}

static kr_err make(kr_store *store, const char *fresh, const kr_putting *mail, kr_id account, kr_id circle,
                   kr_id share, kr_invite_way way, int64_t now, kr_error *error) {
    if (!share) return kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    row r = {.id = kr_random_id(),
             .share = share,
             .circle = circle,
             .way = way,
             .made = now,
             .until = now + (way == KR_INVITE_TABLE ? TABLE_MS : LETTER_MS),
             .mail = mail};
    (void)kr_door_hash(store, r.code, KIND, kr_str_z(fresh));
    kr_sharing s = {.owner = account ? account : 1,
                    .circle = circle,
                    .id = share,
                    .edit = unopened,
                    .along = put_invite,
                    .context = &r,
                    .look = {.account = account,
                             .event = KR_EVENT_INVITE_MADE,
                             .action = KR_ACTION_CREATE,
                             .ground = KR_GROUND_OWN},
                    .now = now};
    kr_err err = kr_share_edit(store, &s, error);
    kr_sharing_end(&s);
    return err;
}

kr_err kr_invite_make(kr_store *store, char code[KR_CODE_TEXT], kr_id account, kr_id circle, kr_id share,
                      kr_invite_way way, int64_t now, kr_error *error) {
    char fresh[KR_CODE_TEXT];
    kr_door_code(fresh);
    kr_err err = make(store, fresh, NULL, account, circle, share, way, now, error);
    if (!err) memcpy(code, fresh, sizeof fresh);
    sodium_memzero(fresh, sizeof fresh);
    return err;
}

kr_err kr_invite_post(kr_store *store, kr_id account, kr_id circle, kr_id share, kr_invite_write write,
                      void *context, int64_t now, kr_error *error) {
    char fresh[KR_CODE_TEXT];
    kr_putting mail;
    kr_str body = KR_NONE;
    kr_door_code(fresh);
    kr_err err = kr_circle_owned(store, account, circle, error);
    if (!err) err = write(context, fresh, &body, error);
    if (!err) err = kr_putting_begin(store, &mail, account, circle, share, body, now, error);
    if (!err) {
        err = make(store, fresh, &mail, account, circle, share, KR_INVITE_MAIL, now, error);
        kr_putting_end(&mail);
    }
    sodium_memzero(fresh, sizeof fresh);
    return err;
}

/* -- opening -- */
static kr_err wrong(kr_error *error) {
    return kr_fail(error, KR_E_NOT_FOUND, "error.invite_code", "code", "");
}

static bool take_columns(sqlite3_stmt *st, row *r) {
    r->id = kr_column_id(st, 0);
    r->share = kr_column_id(st, 1);
    r->circle = kr_column_id(st, 2);
    r->way = sqlite3_column_int64(st, 3);
    r->made = sqlite3_column_int64(st, 4);
    r->until = sqlite3_column_int64(st, 5);
    r->opened = sqlite3_column_int64(st, 6);
    r->ended = sqlite3_column_int64(st, 7);
    return kr_column_bytes(st, 8, r->code, KR_HASH_BYTES) && kr_column_bytes(st, 9, r->mac, KR_HASH_BYTES);
}

static kr_err find_row(kr_db *db, row *r, bool *there, kr_error *error) {
    sqlite3_stmt *st = NULL;
    unsigned char code[KR_HASH_BYTES];
    kr_err err = kr_db_use(db, KR_SQL_INVITE_FIND, &st, error);
    if (err) return err;
    kr_bind_blob(db, st, 1, r->code, KR_HASH_BYTES);
    err = kr_db_step(db, st, there, error);
    if (!err && *there) {
        memcpy(code, r->code, KR_HASH_BYTES);
        *there = take_columns(st, r) && sodium_memcmp(code, r->code, KR_HASH_BYTES) == 0;
    }
    kr_db_done(st);
    return err;
}

/* By its code, genuine and still open. */
static kr_err find_open(kr_store *store, row *r, int64_t now, kr_error *error) {
    unsigned char mac[KR_HASH_BYTES];
    kr_db *db = NULL;
    bool there = false;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = find_row(db, r, &there, error);
    kr_reader_give(store, db);
    if (err) return err;
    row_mac(store, mac, r);
    if (!there || sodium_memcmp(mac, r->mac, KR_HASH_BYTES) || r->ended || now >= r->until)
        return wrong(error);
    return KR_OK;
}

static kr_err bind_guest(kr_sharing *s, kr_share_entry *entry, kr_error *error) {
    if (entry->withdrawn || entry->opened || s->look.account == s->head.account) return wrong(error);
    entry->rules.guest = s->look.account;
    entry->opened = s->now;
    s->look.role = entry->role;
    return KR_OK;
}

static kr_err mark_opened(kr_sharing *s, kr_db *db, kr_error *error) {
    const row *r = s->context;
    sqlite3_stmt *st = NULL;
    int touched = 0;
    kr_err err = kr_db_use(db, KR_SQL_INVITE_OPENED, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, s->now);
    kr_bind_id(db, st, 2, r->id);
    err = kr_db_run(db, st, &touched, error);
    return !err && !touched ? wrong(error) : err;
}

static kr_err open_by(kr_store *store, kr_share_entry *out, kr_arena *arena, row *r, kr_id account,
                      int64_t now, kr_error *error) {
    kr_account owner;
    kr_sharing s = {.circle = r->circle,
                    .id = r->share,
                    .edit = bind_guest,
                    .along = mark_opened,
                    .context = r,
                    .look = {.account = account,
                             .event = KR_EVENT_INVITE_OPENED,
                             .action = KR_ACTION_EXECUTE,
                             .ground = KR_GROUND_LET_IN},
                    .now = now};
    kr_err err = kr_share_edit(store, &s, error);
    if (!err) err = kr_account_get(store, &owner, arena, s.head.account, error);
    if (!err)
        *out = (kr_share_entry){.id = s.entry.id,
                                .circle = s.circle,
                                .name = owner.name,
                                .word = KR_NONE,
                                .why = KR_NONE,
                                .role = s.entry.role,
                                .basis = s.entry.basis,
                                .since = s.entry.since,
                                .made = s.entry.made,
                                .until = s.entry.until,
                                .opened = s.entry.opened,
                                .version = s.entry.version};
    kr_sharing_end(&s);
    return err;
}

/* What an account's tries are counted under, apart from those of signing in. */
static void tries_of(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account) {
    unsigned char text[9] = {'t'};
    kr_put_u64(text + 1, account);
    crypto_generichash(out, KR_HASH_BYTES, text, sizeof text, store->keys[KR_FOR_CODE], KR_KEY_BYTES);
}

static kr_err look_at(kr_store *store, kr_share_entry *out, kr_arena *arena, const row *r, kr_id account,
                      kr_error *error) {
    kr_head head;
    kr_circle_key key;
    kr_share_set set;
    kr_share_entry e = {0};
    kr_account owner;
    kr_err err = kr_shares_now(store, &head, &key, &set, arena, 0, r->circle, error);
    if (err) return err;
    const kr_share_row *found = kr_share_find(&set, r->share);
    err = found ? kr_share_open(&e, arena, found, &head, &key, error) : wrong(error);
    sodium_memzero(&key, sizeof key);
    if (!err && (e.withdrawn || e.opened || account == head.account)) err = wrong(error);
    if (!err) err = kr_account_get(store, &owner, arena, head.account, error);
    if (err) return err;
    *out = (kr_share_entry){.id = e.id,
                            .circle = r->circle,
                            .name = owner.name,
                            .word = KR_NONE,
                            .why = KR_NONE,
                            .role = e.role,
                            .basis = e.basis,
                            .since = e.since,
                            .made = e.made,
                            .until = e.until,
                            .version = e.version};
    return KR_OK;
}

/* A wrong code is slowed down, whatever it is for. */
static kr_err by_code(kr_store *store, kr_share_entry *out, kr_arena *arena, kr_id account, kr_str code,
                      bool open, int64_t now, kr_error *error) {
    unsigned char tries[KR_HASH_BYTES];
    row r = {0};
    if (!account) return wrong(error);
    tries_of(store, tries, account);
    kr_err err = kr_attempt_begin(store, tries, now, error);
    if (err) return err;
    bool looks_right = kr_door_hash(store, r.code, KIND, code);
    err = find_open(store, &r, now, error);
    if (!err && !looks_right) err = wrong(error);
    if (!err && open) err = open_by(store, out, arena, &r, account, now, error);
    if (!err && !open) err = look_at(store, out, arena, &r, account, error);
    if (err == KR_E_CORRUPT) err = wrong(error); /* damage is the owner's to hear of */
    if (!err) kr_may_fail(kr_attempt_clear(store, tries, NULL));
    return err;
}

kr_err kr_invite_open(kr_store *store, kr_share_entry *out, kr_arena *arena, kr_id account, kr_str code,
                      int64_t now, kr_error *error) {
    return by_code(store, out, arena, account, code, true, now, error);
}

kr_err kr_invite_look(kr_store *store, kr_share_entry *out, kr_arena *arena, kr_id account, kr_str code,
                      int64_t now, kr_error *error) {
    return by_code(store, out, arena, account, code, false, now, error);
}

/* -- the owner says who it is -- */
static kr_err confirm(kr_sharing *s, kr_share_entry *entry, kr_error *error) {
    const bool *yes = s->context;
    if (!entry->opened || entry->withdrawn || entry->confirmed)
        return kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    if (*yes)
        entry->confirmed = s->now;
    else
        entry->withdrawn = s->now;
    s->look.role = entry->role;
    if (*yes && entry->role == KR_ROLE_REPRESENTATIVE) s->look.event = KR_EVENT_HANDED_OVER;
    return KR_OK;
}

/* Who is let in once more comes in by the newest share; an older one must not be left behind it. */
static kr_err end_older(kr_store *store, kr_id account, kr_id circle, const kr_share_entry *fresh,
                        int64_t now, kr_error *error) {
    kr_share_entry *all = NULL;
    kr_arena arena;
    size_t count = 0;
    kr_arena_init(&arena, kr_heap(), KR_SHARE_ARENA);
    kr_err err = kr_shares_of(store, &all, &count, &arena, account, circle, error);
    for (size_t i = 0; !err && i < count; i++)
        if (all[i].rules.guest == fresh->rules.guest && all[i].id != fresh->id && !all[i].withdrawn)
            err = kr_share_withdraw(store, account, circle, all[i].id, now, error);
    kr_arena_dispose(&arena);
    return err;
}

kr_err kr_share_confirm(kr_store *store, kr_id account, kr_id circle, kr_id share, bool yes, int64_t now,
                        kr_error *error) {
    if (!share) return kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    kr_sharing s = {.owner = account ? account : 1,
                    .circle = circle,
                    .id = share,
                    .edit = confirm,
                    .context = &yes,
                    .look = {.account = account,
                             .event = yes ? KR_EVENT_SHARE_CONFIRMED : KR_EVENT_SHARE_WITHDRAWN,
                             .action = yes ? KR_ACTION_UPDATE : KR_ACTION_DELETE,
                             .ground = KR_GROUND_OWN},
                    .now = now};
    kr_err err = kr_share_edit(store, &s, error);
    if (!err && yes) err = end_older(store, account, circle, &s.entry, now, error);
    kr_sharing_end(&s);
    return err;
}

/* -- for looking whether all is as it was -- */
kr_err kr_invites_check(const kr_store *store, kr_db *db, kr_id circle, size_t *bad, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool there = true;
    kr_err err = kr_db_use(db, KR_SQL_INVITES, &st, error);
    if (err) return err;
    kr_bind_id(db, st, 1, circle);
    while (!err) {
        unsigned char mac[KR_HASH_BYTES];
        row r = {0};
        err = kr_db_step(db, st, &there, error);
        if (err || !there) break;
        bool good = take_columns(st, &r);
        row_mac(store, mac, &r);
        *bad += !good || sodium_memcmp(mac, r.mac, KR_HASH_BYTES) != 0;
    }
    kr_db_done(st);
    return err;
}
