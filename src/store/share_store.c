/* Making, changing and ending shares: each under the lock of the circle, in one transaction with its row in
 * the ledger. */
#include "store/share_int.h"

#include <sodium.h>

#include "core/utf8.h"
#include "store/heads.h"
#include "store/outbox_int.h"

#define TRIES     20
#define NAME_MOST 100
#define WORD_MOST 200
#define WHY_MOST  1000

/* -- the key to seal with -- */
kr_err kr_circle_keyed(kr_store *store, kr_head *head, kr_circle_key *key, kr_id owner, kr_id circle,
                       kr_error *error) {
    kr_db *db = NULL;
    uint64_t seen;
    unsigned char mac[KR_HASH_BYTES];
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_head_read(db, head, circle, error);
    kr_reader_give(store, db);
    if (!err && owner && head->account != owner) err = kr_no_circle(error);
    if (!err) err = kr_key_get(store, key, circle, head->version, &seen, error);
    if (err) return err;
    kr_head_mac(mac, head, key); /* another account written into the row is no owner */
    return sodium_memcmp(mac, head->mac, KR_HASH_BYTES) ? kr_damaged(error, "head") : KR_OK;
}

kr_err kr_still_keyed(kr_db *db, const kr_head *head, kr_error *error) {
    kr_head now;
    kr_err err = kr_head_read(db, &now, head->circle, error);
    if (err) return err;
    if (now.account != head->account) return kr_no_circle(error);
    return now.version == head->version ? KR_OK : kr_fail(error, KR_E_CONFLICT, "error.busy", "", "");
}

/* -- one share becomes another -- */
static size_t standing(const kr_share_set *set) {
    size_t n = 0;
    for (size_t i = 0; i < set->count; i++) n += !set->rows[i].withdrawn;
    return n;
}

static kr_err open_old(kr_sharing *s, kr_error *error) {
    if (!s->id) {
        if (standing(&s->set) >= KR_MOST_SHARES || s->set.count >= KR_MOST_ENDED)
            return kr_fail(error, KR_E_LIMIT, "error.shares_many", "", "");
        s->entry = (kr_share_entry){.circle = s->circle, .made = s->now, .rules.owner = s->head.account};
        return KR_OK;
    }
    const kr_share_row *row = kr_share_find(&s->set, s->id);
    if (!row) return kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    return kr_share_open(&s->entry, &s->arena, row, &s->head, &s->key, error);
}

/* The row at its place in the order of numbers. */
static void place_row(kr_share_set *set, const kr_share_row *row) {
    kr_share_row *there = kr_share_find(set, row->id);
    if (there) {
        *there = *row;
        return;
    }
    size_t at = set->count++;
    for (; at > 0 && (int64_t)set->rows[at - 1].id > (int64_t)row->id; at--)
        set->rows[at] = set->rows[at - 1];
    set->rows[at] = *row;
}

static kr_err put_new(kr_sharing *s, kr_db *db, kr_id fresh, kr_error *error) {
    kr_share_row row;
    s->entry.version++;
    if (!s->id) s->entry.id = fresh;
    if (kr_share_close(&row, &s->arena, &s->entry, s->circle, &s->key)) return kr_no_memory(error);
    place_row(&s->set, &row);
    kr_err err = kr_share_row_put(db, s->circle, &row, error);
    if (!err) err = kr_shares_sign(db, &s->set, &s->key, true, error);
    if (err) return err;
    kr_look look = kr_look_at(&s->look, s->now);
    look.share = s->entry.id;
    return kr_ledger_add(s->store, db, s->circle, &look, error);
}

static kr_err edit_share(kr_db *db, void *context, kr_error *error) {
    kr_sharing *s = context;
    kr_arena_reset(&s->arena);
    kr_err err = kr_still_keyed(db, &s->head, error);
    if (!err) err = kr_shares_read(db, &s->set, &s->arena, s->circle, error);
    if (!err) err = kr_shares_check(&s->set, &s->key, error);
    if (!err && s->set.n < s->seen) err = kr_damaged(error, "older shares");
    if (!err) err = open_old(s, error);
    if (!err) err = s->edit(s, &s->entry, error);
    if (!err) err = put_new(s, db, kr_random_id(), error);
    return !err && s->along ? s->along(s, db, error) : err;
}

static kr_err edit_once(kr_store *store, kr_sharing *s, kr_error *error) {
    kr_err err = kr_circle_keyed(store, &s->head, &s->key, s->owner, s->circle, error);
    if (!err) err = kr_share_seen(store, s->circle, &s->seen, error);
    return err ? err : kr_write(store, edit_share, s, false, error);
}

kr_err kr_share_edit(kr_store *store, kr_sharing *s, kr_error *error) {
    s->store = store;
    kr_arena_init(&s->arena, kr_heap(), KR_SHARE_ARENA);
    kr_entry *entry = kr_cache_enter(store, s->circle);
    if (!entry) return kr_no_memory(error);
    kr_err err = KR_E_CONFLICT;
    for (int n = 0; n < TRIES && err == KR_E_CONFLICT; n++) err = edit_once(store, s, error);
    sodium_memzero(&s->key, sizeof s->key);
    if (!err && s->entry.withdrawn) kr_withdrawn_note(store, s->circle, s->entry.id, s->now);
    if (!err) kr_share_seen_note(store, s->circle, s->set.n);
    if (!err) kr_heads_note(store, s->circle);
    kr_cache_drop_shown(store, entry);
    kr_cache_leave(store, entry);
    return err == KR_E_CONFLICT ? kr_fail(error, KR_E_BUSY, "error.busy", "", "") : err;
}

void kr_sharing_end(kr_sharing *s) {
    kr_arena_dispose(&s->arena);
}

/* -- by the owner -- */
static kr_err check_text(kr_str text, const char *field, size_t least, size_t most, kr_error *error) {
    if (!kr_utf8_valid(text)) return kr_fail(error, KR_E_INVALID, "error.share_signs", field, "");
    size_t n = kr_utf8_count(text);
    if (n < least) return kr_fail(error, KR_E_INVALID, "error.share_name", field, "");
    if (n > most) return kr_fail(error, KR_E_INVALID, "error.share_long", field, "");
    return KR_OK;
}

static bool rules_fit(const kr_share_entry *e) {
    bool good = e->role <= KR_ROLE_REPRESENTATIVE && e->rules.n_ones <= KR_MOST_SHARE_ONES && e->until >= 0;
    bool acts = e->role == KR_ROLE_REPRESENTATIVE; /* by something, since a day */
    good = good && e->basis <= KR_BASIS_LAST && (e->basis != 0) == acts && (e->since > 0) == acts;
    for (size_t i = 0; i < KR_PARTS; i++) good = good && e->rules.rights[i] <= KR_RIGHT_EDIT;
    for (size_t i = 0; good && i < e->rules.n_ones; i++) good = e->rules.ones[i].right <= KR_RIGHT_EDIT;
    return good;
}

/* What the owner may word anew; who the guest is, and since when, stays. */
static kr_err reword(kr_sharing *s, kr_share_entry *entry, kr_error *error) {
    const kr_share_entry *wish = s->context;
    if (entry->withdrawn) return kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    /* what somebody said yes to when they took it on */
    bool acts = s->id && (entry->role == KR_ROLE_REPRESENTATIVE || wish->role == KR_ROLE_REPRESENTATIVE);
    if (acts && (entry->role != wish->role || entry->basis != wish->basis || entry->since != wish->since))
        return kr_fail(error, KR_E_INVALID, "error.share_rules", "", "");
    kr_id guest = entry->rules.guest, owner = entry->rules.owner;
    entry->rules = wish->rules;
    entry->rules.guest = guest;
    entry->rules.owner = owner;
    entry->name = kr_str_trim(wish->name);
    entry->word = kr_str_trim(wish->word);
    entry->why = kr_str_trim(wish->why);
    entry->role = wish->role;
    entry->basis = wish->basis;
    entry->since = wish->since;
    entry->until = wish->until;
    return KR_OK;
}

kr_err kr_share_put(kr_store *store, kr_id *id, kr_id account, kr_id circle, const kr_share_entry *share,
                    int64_t now, kr_error *error) {
    kr_share_entry wish = *share;
    kr_err err = check_text(kr_str_trim(wish.name), "name", 1, NAME_MOST, error);
    if (!err) err = check_text(kr_str_trim(wish.word), "word", 0, WORD_MOST, error);
    if (!err) err = check_text(kr_str_trim(wish.why), "why", 0, WHY_MOST, error);
    if (!err && !rules_fit(&wish)) err = kr_fail(error, KR_E_INVALID, "error.share_rules", "", "");
    if (err) return err;
    kr_sharing s = {.owner = account ? account : 1, /* account 0 owns nothing */
                    .circle = circle,
                    .id = *id,
                    .edit = reword,
                    .context = &wish,
                    .look = {.account = account,
                             .event = *id ? KR_EVENT_SHARE_CHANGED : KR_EVENT_SHARE_MADE,
                             .action = *id ? KR_ACTION_UPDATE : KR_ACTION_CREATE,
                             .role = wish.role,
                             .ground = KR_GROUND_OWN},
                    .now = now};
    err = kr_share_edit(store, &s, error);
    if (!err) *id = s.entry.id;
    kr_sharing_end(&s);
    return err;
}

/* Nor does a mail about it leave any more. */
static kr_err end_invites(kr_sharing *s, kr_db *db, kr_error *error) {
    sqlite3_stmt *st = NULL;
    kr_err err = kr_db_use(db, KR_SQL_INVITE_END, &st, error);
    if (err) return err;
    kr_bind_int(db, st, 1, s->now);
    kr_bind_id(db, st, 2, s->entry.id);
    err = kr_db_run(db, st, NULL, error);
    return err ? err : kr_outbox_drop_in(db, s->head.account, s->entry.id, error);
}

static kr_err withdraw(kr_sharing *s, kr_share_entry *entry, kr_error *error) {
    const kr_id *guest = s->context; /* who steps out; NULL: the owner ends it */
    if (guest && entry->rules.guest != *guest)
        return kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    if (!entry->withdrawn) entry->withdrawn = s->now > 0 ? s->now : 1;
    return KR_OK;
}

kr_err kr_share_withdraw(kr_store *store, kr_id account, kr_id circle, kr_id share, int64_t now,
                         kr_error *error) {
    if (!share) return kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    kr_sharing s = {.owner = account ? account : 1,
                    .circle = circle,
                    .id = share,
                    .edit = withdraw,
                    .along = end_invites,
                    .look = {.account = account,
                             .event = KR_EVENT_SHARE_WITHDRAWN,
                             .action = KR_ACTION_DELETE,
                             .ground = KR_GROUND_OWN},
                    .now = now};
    kr_err err = kr_share_edit(store, &s, error);
    kr_sharing_end(&s);
    return err;
}

kr_err kr_share_end(kr_store *store, kr_id circle, kr_id share, int64_t now, kr_error *error) {
    kr_sharing s = {
        .circle = circle,
        .id = share,
        .edit = withdraw,
        .along = end_invites,
        .look = {.event = KR_EVENT_SHARE_WITHDRAWN, .action = KR_ACTION_DELETE, .ground = KR_GROUND_DUTY},
        .now = now};
    kr_err err = kr_share_edit(store, &s, error);
    kr_sharing_end(&s);
    return err;
}

/* -- by the guest -- */
static kr_err circle_of(kr_store *store, kr_id *circle, kr_id share, kr_id guest, kr_error *error) {
    kr_db *db = NULL;
    sqlite3_stmt *st = NULL;
    bool row = false;
    kr_err err = kr_reader_take(store, &db, error);
    if (err) return err;
    err = kr_db_use(db, KR_SQL_SHARE_CIRCLE, &st, error);
    if (!err) {
        kr_bind_id(db, st, 1, share);
        kr_bind_id(db, st, 2, guest);
        err = kr_db_step(db, st, &row, error);
        if (!err && row) *circle = kr_column_id(st, 0);
        kr_db_done(st);
    }
    kr_reader_give(store, db);
    return err || row ? err : kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
}

kr_err kr_share_leave(kr_store *store, kr_id account, kr_id share, int64_t now, kr_error *error) {
    kr_id circle = 0;
    kr_err err = circle_of(store, &circle, share, account, error);
    if (err) return err;
    kr_sharing s = {.circle = circle,
                    .id = share,
                    .edit = withdraw,
                    .along = end_invites,
                    .context = &account,
                    .look = {.account = account,
                             .event = KR_EVENT_SHARE_LEFT,
                             .action = KR_ACTION_DELETE,
                             .ground = KR_GROUND_LET_IN},
                    .now = now};
    err = kr_share_edit(store, &s, error);
    kr_sharing_end(&s);
    if (err == KR_E_CORRUPT) err = kr_fail(error, KR_E_NOT_FOUND, "error.no_share", "", "");
    return err;
}
