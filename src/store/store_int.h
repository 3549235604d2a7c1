/* What the files of the store share among themselves. Nobody outside src/store and its tests includes this.
 *
 * kring.db, as SQL in sql.c:
 *   account  sealed name, login and prefs; sealed password hash; a keyed index of the login
 *   attempt  wrong passwords per login index (known browsers, and who is signed in: apart), so that guessing
 *            slows down, also over restarts
 *   session  keyed hash of the token in the cookie
 *   browser  keyed hash of the token of a browser in which somebody signed in before
 *   factor   sealed secret of the second factor and the last step used; spare: keyed hashes of reserve codes
 *   passkey  keyed hash of a device's number for an account; sealed number, public key and name
 *   outside  keyed hash of issuer and subject -> account
 *   used     keyed hashes of what counts once
 *   circle   owner and the authenticated head of the list of changes
 *   change   (circle, seq) -> one sealed change
 *   look     who looked, a keyed chain per circle; look_head is its end, look_anchor where it begins after
 *            older rows were taken away
 *   outbox   mail that must still leave, sealed; posted: when an account sent one, for a day
 * keys.db:
 *   circle_key  the wrapped keys of a circle, newest version and retired ones; the newest change seen
 *   erased      which records were erased with which key version: replayed on a restored kring.db
 *   destroyed   circles and accounts that must not come back
 *   account_key the wrapped key of each account
 *
 * Locks, in the order in which they are taken: entry->lock (one circle), keys_lock, then one of cache.lock,
 * readers.lock, writer.lock, argon.lock, ledger.lock, seen.lock, heads.lock, accounts.lock (never two of
 * these).
 */
#ifndef KR_STORE_INT_H
#define KR_STORE_INT_H

#include <pthread.h>
#include <stdatomic.h>
#include <sqlite3.h>

#include "store/sign.h"

#define KR_KEY_BYTES  32
#define KR_HASH_BYTES 32
#define KR_SEAL_EXTRA 40 /* nonce and tag */
#define KR_DAY_MS     (24 * 3600 * 1000LL)
#define KR_BIN_MS     (30 * KR_DAY_MS)

/* Where a failure changes nothing: the line says why, or tidying does it again. */
static inline void kr_may_fail(kr_err err) {
    (void)err;
}

/* -- one database connection and its prepared statements (sql.c) -- */
typedef enum kr_sql {
    KR_SQL_BEGIN,
    KR_SQL_BEGIN_WRITE,
    KR_SQL_COMMIT,
    KR_SQL_ROLLBACK,
    KR_SQL_SAVE,
    KR_SQL_SAVE_OK,
    KR_SQL_SAVE_BACK,
    KR_SQL_META_GET,
    KR_SQL_META_PUT,
    KR_SQL_META_NAMED,
    KR_SQL_META_NAMED_PUT,
    KR_SQL_META_NAMED_DROP,
    KR_SQL_ACCOUNT_ADD,
    KR_SQL_ACCOUNT_BY_LOGIN,
    KR_SQL_ACCOUNT_GET,
    KR_SQL_ACCOUNT_SEALED,
    KR_SQL_ACCOUNT_PASSWORD,
    KR_SQL_ACCOUNT_RECOVERED,
    KR_SQL_ACCOUNT_DROP,
    KR_SQL_ACCOUNT_FLAGS,
    KR_SQL_ACCOUNT_DISABLE,
    KR_SQL_ACCOUNT_ADMINISTRATOR,
    KR_SQL_ACCOUNT_NUMBERS,
    KR_SQL_CIRCLE_NUMBERS,
    KR_SQL_ACCOUNTS,
    KR_SQL_ACCOUNT_LOGIN,
    KR_SQL_ACCOUNT_TRIES,
    KR_SQL_ACCOUNT_RESEAL,
    KR_SQL_ATTEMPT_GET,
    KR_SQL_ATTEMPT_PUT,
    KR_SQL_ATTEMPT_DROP,
    KR_SQL_ATTEMPT_TIDY,
    KR_SQL_SESSION_ADD,
    KR_SQL_SESSION_GET,
    KR_SQL_VISIT,
    KR_SQL_SESSION_SEEN,
    KR_SQL_SESSION_ALIVE,
    KR_SQL_SESSION_DROP,
    KR_SQL_SESSION_DROP_ALL,
    KR_SQL_SESSION_TIDY,
    KR_SQL_BROWSER_GET,
    KR_SQL_BROWSER_PUT,
    KR_SQL_BROWSER_TRIM,
    KR_SQL_BROWSER_TRIES,
    KR_SQL_BROWSER_DROP_ALL,
    KR_SQL_BROWSER_TIDY,
    KR_SQL_SESSION_LIST,
    KR_SQL_SESSION_DROP_OF,
    KR_SQL_WAYS,
    KR_SQL_FACTOR_GET,
    KR_SQL_FACTOR_PUT,
    KR_SQL_FACTOR_STEP,
    KR_SQL_FACTOR_DROP,
    KR_SQL_SPARE_ADD,
    KR_SQL_SPARE_USE,
    KR_SQL_SPARE_DROP,
    KR_SQL_USED_ADD,
    KR_SQL_USED_TIDY,
    KR_SQL_PASSKEY_ADD,
    KR_SQL_PASSKEY_FIND,
    KR_SQL_PASSKEY_LIST,
    KR_SQL_PASSKEY_USED,
    KR_SQL_PASSKEY_DROP,
    KR_SQL_PASSKEYS_DROP,
    KR_SQL_OUTSIDE_ADD,
    KR_SQL_OUTSIDE_FIND,
    KR_SQL_OUTSIDE_LIST,
    KR_SQL_OUTSIDE_DROP,
    KR_SQL_OUTSIDES_DROP,
    KR_SQL_ACCOUNT_BARE,
    KR_SQL_CIRCLE_ADD,
    KR_SQL_CIRCLE_GET,
    KR_SQL_CIRCLE_HEAD,
    KR_SQL_CIRCLE_DROP,
    KR_SQL_CIRCLES_OF,
    KR_SQL_CIRCLES_COUNT,
    KR_SQL_CIRCLES_BIN,
    KR_SQL_CIRCLE_VERSION,
    KR_SQL_CIRCLE_USED,
    KR_SQL_CIRCLES_QUIET,
    KR_SQL_CHANGE_ADD,
    KR_SQL_CHANGE_RESEAL,
    KR_SQL_CHANGES,
    KR_SQL_LOOK_SAME,
    KR_SQL_LOOK_HEAD,
    KR_SQL_LOOK_ANCHOR,
    KR_SQL_LOOK_LAST,
    KR_SQL_LOOK_ADD,
    KR_SQL_LOOK_HEAD_PUT,
    KR_SQL_LOOKS,
    KR_SQL_LOOKS_DROP,
    KR_SQL_LOOK_HEAD_DROP,
    KR_SQL_LOOK_ANCHOR_DROP,
    KR_SQL_SHARES,
    KR_SQL_SHARE_PUT,
    KR_SQL_SHARE_HEAD,
    KR_SQL_SHARE_HEAD_PUT,
    KR_SQL_SHARE_CIRCLE,
    KR_SQL_SHARE_OPEN,
    KR_SQL_SHARES_WITH,
    KR_SQL_SHARES_ASKED,
    KR_SQL_SHARES_GUEST,
    KR_SQL_SHARES_WITHDRAWN,
    KR_SQL_SHARE_LOOKED,
    KR_SQL_SHARE_WAITS,
    KR_SQL_DOOR,
    KR_SQL_INVITE_ADD,
    KR_SQL_INVITE_FIND,
    KR_SQL_INVITE_OPENED,
    KR_SQL_INVITE_END,
    KR_SQL_INVITE_COUNT,
    KR_SQL_INVITE_TIDY,
    KR_SQL_ONCE_ADD,
    KR_SQL_ONCE_PUT,
    KR_SQL_ONCE_FIND,
    KR_SQL_ONCE_GET,
    KR_SQL_ONCES,
    KR_SQL_ONCE_COUNT,
    KR_SQL_ONCE_TIDY,
    KR_SQL_PROPOSAL_ADD,
    KR_SQL_PROPOSALS,
    KR_SQL_PROPOSAL_RESEAL,
    KR_SQL_PROPOSAL_DROP,
    KR_SQL_PROPOSAL_COUNT,
    KR_SQL_PROPOSAL_TIDY,
    KR_SQL_PROPOSALS_BY,
    KR_SQL_SHARE_ALIVE,
    KR_SQL_SHARE_DROP,
    KR_SQL_INVITES,
    KR_SQL_CIRCLES,
    KR_SQL_LOOK_LISTS,
    KR_SQL_LOOK_MAC,
    KR_SQL_LOOKS_PRUNE,
    KR_SQL_LOOK_ANCHOR_PUT,
    KR_SQL_SHARE_SEEN,
    KR_SQL_SHARE_SEEN_PUT,
    KR_SQL_SHARE_SEEN_DROP,
    KR_SQL_SHARE_SEEN_FORGET,
    KR_SQL_KEY_SEEN_FORGET,
    KR_SQL_KEY_SEEN_OF,
    KR_SQL_WITHDRAWN_HAS,
    KR_SQL_WITHDRAWN_ADD,
    KR_SQL_WITHDRAWN_DROP,
    KR_SQL_WITHDRAWN_ALL,
    KR_SQL_KEY_ADD,
    KR_SQL_KEY_GET,
    KR_SQL_KEY_LAST,
    KR_SQL_KEY_RETIRE,
    KR_SQL_KEY_SEEN,
    KR_SQL_KEY_DROP,
    KR_SQL_KEY_ALL,
    KR_SQL_KEY_USED,
    KR_SQL_KEY_TIDY,
    KR_SQL_KEY_WRAPPED,
    KR_SQL_KEY_REWRAP,
    KR_SQL_ACCOUNT_KEY_ADD,
    KR_SQL_ACCOUNT_KEY_GET,
    KR_SQL_ACCOUNT_KEY_DROP,
    KR_SQL_ACCOUNT_KEYS,
    KR_SQL_ACCOUNT_KEY_REWRAP,
    KR_SQL_ERASED_ADD,
    KR_SQL_ERASED_NEWER,
    KR_SQL_ERASED_LAST,
    KR_SQL_ERASED_DROP,
    KR_SQL_ERASED_TAKE_BACK,
    KR_SQL_DESTROYED_ADD,
    KR_SQL_DESTROYED_HAS,
    KR_SQL_DESTROYED_ALL,
    KR_SQL_OUTBOX_ADD,
    KR_SQL_OUTBOX_DROP_ABOUT,
    KR_SQL_OUTBOX_OF,
    KR_SQL_OUTBOX_WAKE,
    KR_SQL_OUTBOX_GIVE_UP,
    KR_SQL_OUTBOX_NEXT,
    KR_SQL_OUTBOX_CLAIM,
    KR_SQL_OUTBOX_HAND,
    KR_SQL_OUTBOX_SENT,
    KR_SQL_OUTBOX_BACK,
    KR_SQL_OUTBOX_REFUSED,
    KR_SQL_OUTBOX_TIDY,
    KR_SQL_POSTED_COUNT,
    KR_SQL_POSTED_ADD,
    KR_SQL_POSTED_TIDY,
    KR_SQL_COUNT
} kr_sql;

/* Used by one thread at a time. bind_rc keeps the first binding that failed until the next step reports it.
 */
typedef struct kr_db {
    sqlite3 *handle;
    sqlite3_stmt *stmts[KR_SQL_COUNT];
    int bind_rc;
} kr_db;

/* Opens with the house's pragmas. `schema` are the steps from an empty file to today, NULL at the end; those
 * that this file did not have yet are run. NULL: as it is. */
kr_err kr_db_open(kr_db *db, const char *path, const char *const *schema, kr_error *error) KR_CHECKED;
void kr_db_close(kr_db *db);
extern const char *const kr_schema_main[], *const kr_schema_keys[];
/* SQLite's result code as ours: full, read-only, busy, damaged, or just broken. */
kr_err kr_db_fail(const kr_db *db, int rc, kr_error *error);
/* A statement ready for binding; end it with kr_db_done or kr_db_run. */
kr_err kr_db_use(kr_db *db, kr_sql which, sqlite3_stmt **out, kr_error *error) KR_CHECKED;
void kr_bind_int(kr_db *db, sqlite3_stmt *st, int at, int64_t value);
void kr_bind_id(kr_db *db, sqlite3_stmt *st, int at, kr_id value);
/* Borrowed until kr_db_done. */
void kr_bind_blob(kr_db *db, sqlite3_stmt *st, int at, const void *bytes, size_t len);
void kr_bind_text(kr_db *db, sqlite3_stmt *st, int at, const char *text);
kr_err kr_db_step(kr_db *db, sqlite3_stmt *st, bool *row, kr_error *error) KR_CHECKED;
void kr_db_done(sqlite3_stmt *st);
/* Steps to the end and lets go; *touched (may be NULL) gets the number of rows changed. */
kr_err kr_db_run(kr_db *db, sqlite3_stmt *st, int *touched, kr_error *error) KR_CHECKED;
/* A statement without arguments. */
kr_err kr_db_do(kr_db *db, kr_sql which, kr_error *error) KR_CHECKED;
/* Ends a transaction that is still open, without what it wrote. */
void kr_db_back(kr_db *db);
kr_id kr_column_id(sqlite3_stmt *st, int at);
/* A page of numbers: at most `cap` rows of `width` columns go into `out`, one row after the other; *count
 * gets how many rows there were. `bound` are the parameters. */
typedef struct kr_asked {
    kr_sql sql;
    kr_id bound[2];
    int n_bound, width;
    size_t cap;
} kr_asked;
kr_err kr_db_numbers(kr_db *db, const kr_asked *asked, kr_id *out, size_t *count, kr_error *error) KR_CHECKED;
/* Copies exactly `len` bytes; false when the column holds another length. */
bool kr_column_bytes(sqlite3_stmt *st, int at, void *out, size_t len);
kr_str kr_column_blob(sqlite3_stmt *st, int at);

/* -- group commit (writer.c) -- */
/* Runs inside a transaction on the writing connection. May be run a second time after a roll-back, so it only
 * reads its context, or sets what it would set again. Takes no lock. */
typedef kr_err (*kr_job_fn)(kr_db *db, void *context, kr_error *error);

typedef struct kr_job {
    kr_job_fn run;
    void *context;
    kr_err err;
    kr_error error;
    bool done, empty_log; /* empty_log: leave nothing of the old pages in the write-ahead log */
    pthread_cond_t wake;
    struct kr_job *next;
} kr_job;

typedef struct kr_writer {
    kr_db db;
    pthread_mutex_t lock;
    kr_job *first, *last;
    bool busy;
} kr_writer;

/* Durable when it returns KR_OK; nothing of it is stored otherwise. */
kr_err kr_write(kr_store *store, kr_job_fn run, void *context, bool empty_log, kr_error *error) KR_CHECKED;

/* -- decoded circles (snapshot.c) -- */
/* What the circle's row says, all of it covered by `mac`. */
typedef struct kr_head {
    kr_id circle, account;
    int64_t created;
    uint64_t version;  /* of the key */
    uint64_t seq;      /* of the last change */
    int64_t bin_since; /* the oldest thing in the bin, in whole days; 0: the bin is empty */
    unsigned char chain[KR_HASH_BYTES], mac[KR_HASH_BYTES];
} kr_head;

typedef struct kr_circle_key {
    uint64_t version;
    unsigned char body[KR_KEY_BYTES], head[KR_KEY_BYTES];
} kr_circle_key;

/* The decoded changes, shared by the snapshots of one circle. Only grows; items beyond a snapshot's own count
 * are not that snapshot's business. Written under the lock of the circle. */
typedef struct kr_change_log {
    atomic_uint refs;
    kr_arena arena;
    kr_change *items;
    size_t cap;
} kr_change_log;

/* One state of a share, among the shares of one moment. No padding: compared as bytes. */
typedef struct kr_share_mark {
    kr_id id, guest;
    int64_t made, until, opened, confirmed, withdrawn;
    uint64_t version, set_n;
    unsigned char seal[KR_SEAL_EXTRA], set_mac[KR_HASH_BYTES];
} kr_share_mark;

struct kr_snapshot {
    atomic_uint refs;
    kr_arena arena; /* what the circle was folded in */
    kr_circle circle;
    kr_change_log *log;
    kr_head head;
    kr_circle_key key;
    /* only of one that was filtered for a share */
    kr_snapshot *whole, *next_shown;
    kr_share_mark mark;
    kr_share_entry share;
};

/* A circle that is in use or cached. `now` and `next` are guarded by cache.lock; `lock` is held while a
 * change is made or the circle is read in. `next` is published before its commit, so that a reader who finds
 * it in the database already need not wait for the writer. */
typedef struct kr_entry {
    kr_id circle;
    pthread_mutex_t lock;
    kr_snapshot *now, *next;
    kr_snapshot *shown; /* of `now`, filtered for shares; a list */
    size_t bytes;
    unsigned pins, used; /* used: the cache's round in which it was last touched */
    struct kr_entry *chain, *newer, *older;
} kr_entry;

#define KR_CACHE_BUCKETS 1024
typedef struct kr_cache {
    pthread_mutex_t lock;
    kr_entry *buckets[KR_CACHE_BUCKETS];
    kr_entry *newest, *oldest;
    size_t bytes, limit;
    unsigned round;
} kr_cache;

kr_change_log *kr_log_new(kr_store *store);
void kr_log_release(kr_change_log *log);
/* Puts `change` at place `at`, keeping the `at` items before it. */
kr_err kr_log_put(kr_change_log *log, size_t at, const kr_change *change) KR_CHECKED;
/* Folds the first head->seq changes of the log, which it holds on to. `before` (may be NULL): a circle folded
 * from the first of them, to go on from. */
kr_err kr_snapshot_fold(kr_store *store, kr_snapshot **out, kr_change_log *log, const kr_circle *before,
                        const kr_head *head, const kr_circle_key *key, kr_error *error) KR_CHECKED;
kr_snapshot *kr_snapshot_hold(kr_snapshot *snapshot);
/* The cached snapshot that is exactly at this head, held; NULL when there is none. */
kr_snapshot *kr_cache_find(kr_store *store, const kr_head *head);
/* The entry of this circle, locked; made when it is not there. NULL: no memory. */
kr_entry *kr_cache_enter(kr_store *store, kr_id circle);
void kr_cache_leave(kr_store *store, kr_entry *entry);
/* Takes over the caller's hold on `snapshot` (may be NULL). */
void kr_cache_put_next(kr_store *store, kr_entry *entry, kr_snapshot *snapshot);
void kr_cache_put_now(kr_store *store, kr_entry *entry, kr_snapshot *snapshot);
/* The cached circle as this state of a share sees it, held; NULL when there is none. */
kr_snapshot *kr_cache_find_shown(kr_store *store, const kr_head *head, const kr_share_mark *mark);
/* Keeps a filtered snapshot of `now` as long as that one; takes over the caller's hold. */
void kr_cache_put_shown(kr_store *store, kr_entry *entry, kr_snapshot *shown);
/* A share was changed: an older state of it that is put back is checked anew, and found out. */
void kr_cache_drop_shown(kr_store *store, kr_entry *entry);
/* Lets go of what nobody used since the call before. */
void kr_cache_cool(kr_store *store);
void kr_cache_clear(kr_store *store);

/* -- the store -- */
typedef enum kr_purpose {
    KR_FOR_CHECK = 1,
    KR_FOR_LOGIN,
    KR_FOR_ACCOUNT,
    KR_FOR_PASSWORD,
    KR_FOR_RECOVERY,
    KR_FOR_TOKEN,
    KR_FOR_CSRF,
    KR_FOR_WRAP,
    KR_FOR_TEXT,
    KR_FOR_LEDGER,
    KR_FOR_BROWSER,
    KR_FOR_CONFIRM,
    KR_FOR_FACTOR,
    KR_FOR_SPARE,
    KR_FOR_USED,
    KR_FOR_PASSKEY,
    KR_FOR_OUTSIDE,
    KR_FOR_REASON,
    KR_FOR_RING,
    KR_FOR_CODE,
    KR_PURPOSES
} kr_purpose;

#define KR_READERS      8
#define KR_RECENT_LOOKS 1024
#define KR_SEEN_MOST    256

typedef struct kr_seen {
    kr_id circle;
    uint64_t version, seq;
} kr_seen;

/* A row of meta. */
typedef struct kr_meta_row {
    size_t len;
    unsigned char bytes[1024];
} kr_meta_row;
typedef struct kr_ring_rows {
    kr_meta_row store, ring, next, prev;
} kr_ring_rows;
typedef struct kr_ring kr_ring; /* key_ring.h */
/* Where the server's key comes from: the first of these that is there. */
typedef struct kr_key_source {
    bool given; /* from the environment: */
    unsigned char text[KR_KEY_BYTES];
    char *command; /* words between spaces; its output is the key */
    const char *path;
} kr_key_source;

struct kr_store {
    char *dir, *main_path, *keys_path, *key_path, *heads_path;
    unsigned char source[16];                     /* the store's own id */
    unsigned char (*_Atomic keys)[KR_KEY_BYTES];  /* by kr_purpose; in locked memory */
    unsigned char (*_Atomic other)[KR_KEY_BYTES]; /* while the server's key is being changed, the other one:
                                                     what `keys` does not open, this may. NULL */
    kr_ring *rings, *ring, *other_ring;           /* all known; those of `keys` and `other`. keys_lock */
    bool announced;                               /* `other` is the next one, else the one before */
    kr_ring_rows ring_rows;
    kr_key_source key_from;
    struct {
        pthread_mutex_t lock;
        struct kr_account_keys *slots; /* account_key.c; in locked memory */
    } accounts;
    atomic_bool accounts_own;      /* each account has its own key */
    atomic_llong strangers;        /* the quarter of an hour in which a name of nobody was noted last */
    int stop_after;                /* tests: changing the server's key stops after this step */
    atomic_int_fast64_t kept_day;  /* the day on which circles were looked through that nobody opens */
    const kr_allocator *allocator; /* for snapshots; tests put a failing one here */
    kr_writer writer;
    struct {
        pthread_mutex_t lock;
        pthread_cond_t free;
        kr_db db[KR_READERS];
        bool open[KR_READERS], lent[KR_READERS];
    } readers;
    pthread_mutex_t keys_lock;
    kr_db keys_db;
    kr_cache cache;
    struct {
        pthread_mutex_t lock;
        pthread_cond_t free;
        int slots, waiting;
    } argon;
    struct { /* sign-ins that were wrong, from browsers that are not known, in this minute; atomic each */
        atomic_llong minute;
        atomic_int wrong;
    } crowd;
    struct { /* accounts that people made themselves in this hour; atomic each */
        atomic_llong hour;
        atomic_int made;
        int most;
    } newcomers;
    struct {
        pthread_mutex_t lock;
        kr_look looks[KR_RECENT_LOOKS];
        kr_id circles[KR_RECENT_LOOKS];
    } ledger;
    struct {
        pthread_mutex_t lock;
        kr_seen items[KR_SEEN_MOST];
        size_t count;
        int64_t written; /* monotonic ms */
    } seen;
    struct { /* heads.c */
        pthread_mutex_t lock;
        kr_id circles[KR_SEEN_MOST];
        size_t count;
        int64_t written; /* monotonic ms */
        int fd;          /* -1: there is none */
    } heads;
};

/* A reading connection; waits when all are lent. */
kr_err kr_reader_take(kr_store *store, kr_db **out, kr_error *error) KR_CHECKED;
void kr_reader_give(kr_store *store, kr_db *db);
/* kr_db_numbers by a reading connection. */
kr_err kr_numbers_read(kr_store *store, const kr_asked *asked, kr_id *out, size_t *count,
                       kr_error *error) KR_CHECKED;

/* -- keys (keys.c) -- */
kr_err kr_server_key_load(kr_store *store, bool may_make, kr_error *error) KR_CHECKED;
/* Looks whether another process changed the server's key, and learns it. Called before something is sealed by
 * it that is kept; four rows are read. */
kr_err kr_server_key_fresh(kr_store *store, kr_error *error) KR_CHECKED;
/* Sealed by the newest server key, or by the other one while it is being changed. */
bool kr_unseal_for(const kr_store *store, unsigned char *out, kr_purpose purpose, kr_str sealed,
                   const void *bound, size_t bound_len);
/* Lets go of the server key before, two hours after it was changed; nothing when there is none. `force`: now.
 */
kr_err kr_server_key_settle(kr_store *store, bool force, int64_t now, kr_error *error) KR_CHECKED;

/* -- the key of an account (account_key.c) -- */
typedef struct kr_account_key {
    unsigned char texts[KR_KEY_BYTES], password[KR_KEY_BYTES];
} kr_account_key;
/* KR_E_NOT_FOUND, without a word, when it has none: one of before accounts had keys, or one that is gone. */
kr_err kr_account_key_get(kr_store *store, kr_account_key *out, kr_id account, kr_error *error) KR_CHECKED;
/* The same; made when there is none. */
kr_err kr_account_key_make(kr_store *store, kr_account_key *out, kr_id account, kr_error *error) KR_CHECKED;
/* Something small of an account, sealed by its own key: bound to `what` (one letter per kind) and `id`. `out`
 * has room for len + KR_SEAL_EXTRA; when opening, for len - KR_SEAL_EXTRA. KR_E_CORRUPT (error.store_damaged)
 * when it does not open. Not inside a transaction. */
kr_err kr_own_seal(kr_store *store, unsigned char *out, kr_id account, char what, kr_id id, kr_str plain,
                   kr_error *error) KR_CHECKED;
kr_err kr_own_unseal(kr_store *store, unsigned char *out, kr_id account, char what, kr_id id, kr_str sealed,
                     kr_error *error) KR_CHECKED;
/* KR_E_CORRUPT when what an account signs in with does not open in its place. For verifying. */
kr_err kr_account_password_whole(kr_store *store, kr_arena *arena, kr_id account, kr_error *error) KR_CHECKED;
kr_err kr_second_whole(kr_store *store, kr_id account, kr_error *error) KR_CHECKED;
/* The same with a key that is at hand already. */
void kr_own_bound(unsigned char out[17], kr_id account, char what, kr_id id);
/* Destroys it and remembers that the account must stay away. */
kr_err kr_account_key_destroy(kr_store *store, kr_id account, int64_t now, kr_error *error) KR_CHECKED;
/* The index of the sign-in name in these sealed texts, by these keys (account.c). */
kr_err kr_account_index_of(kr_store *store, unsigned char out[KR_HASH_BYTES],
                           unsigned char (*keys)[KR_KEY_BYTES], kr_arena *arena, kr_id account, kr_str sealed,
                           kr_error *error) KR_CHECKED;
/* What is sealed by the server's key, by that of the account; unchanged when it was already. */
kr_err kr_account_to_own(kr_store *store, kr_str *sealed, kr_str *password, kr_arena *arena, kr_id account,
                         kr_error *error) KR_CHECKED;
/* Seals the texts and passwords of accounts from before with keys of their own (account_move.c). */
kr_err kr_accounts_own_keys(kr_store *store, kr_error *error) KR_CHECKED;
/* The login index of every account, by these keys of a server key; by the newest (account_move.c). */
kr_err kr_accounts_index_by(kr_store *store, unsigned char (*keys)[KR_KEY_BYTES], kr_error *error) KR_CHECKED;
kr_err kr_accounts_index(kr_store *store, kr_error *error) KR_CHECKED;
/* Who has this sign-in name? KR_E_NOT_FOUND (error.no_login): nobody (account.c). */
kr_err kr_account_named(kr_store *store, kr_id *out, kr_str login, kr_error *error) KR_CHECKED;
/* Within a transaction: KR_E_DENIED (error.disabled) when the account may not come in (operator.c). */
kr_err kr_account_allowed(kr_db *db, kr_id account, kr_error *error) KR_CHECKED;
/* A row in the chain of the door. Nothing depends on it, so that a full disk sends nobody away. */
void kr_door_note(kr_store *store, uint8_t event, kr_id account, uint8_t way, uint8_t outcome, int64_t now);
/* Drops the row of an account that was deleted (account.c). KR_E_NOT_FOUND: there is none. */
kr_err kr_account_gone(kr_store *store, kr_id account, kr_error *error) KR_CHECKED;
/* One transaction on keys.db, with its lock. kr_keys_end commits, or rolls back when err is not KR_OK. */
kr_err kr_keys_begin(kr_store *store, kr_error *error) KR_CHECKED;
kr_err kr_keys_end(kr_store *store, kr_err err, kr_error *error) KR_CHECKED;
/* Leaves nothing of destroyed keys in the write-ahead log. */
void kr_keys_empty_log(kr_store *store);
/* A record that a circle sealed anew leaves out, and how; kept in keys.db by these numbers. */
typedef enum kr_cut_how {
    KR_CUT_ERASE,   /* with what points at it */
    KR_CUT_AWAY,    /* the same, and of a person every text that says the name says initials */
    KR_CUT_INITIALS /* the person stays, as initials: see core/reduce.h */
} kr_cut_how;
typedef struct kr_cut {
    kr_id record;
    uint8_t how;
} kr_cut;
/* A fresh key for this version of the circle, stored wrapped before it returns. `cuts` (may be empty) is what
 * this version leaves out. */
kr_err kr_key_make(kr_store *store, kr_circle_key *out, kr_id circle, uint64_t version, const kr_cut *cuts,
                   size_t count, int64_t now, kr_error *error) KR_CHECKED;
/* KR_E_CORRUPT (error.circle_damaged) when there is none or it does not open. *seen: the newest change known.
 */
kr_err kr_key_get(kr_store *store, kr_circle_key *out, kr_id circle, uint64_t version, uint64_t *seen,
                  kr_error *error) KR_CHECKED;
kr_err kr_key_last(kr_store *store, kr_id circle, uint64_t *version, kr_error *error) KR_CHECKED;
kr_err kr_key_retire(kr_store *store, kr_id circle, uint64_t version, int64_t now,
                     kr_error *error) KR_CHECKED;
/* An erasure that did not happen: its list goes; its key stays for 30 days, for a commit that turns up after
 * a crash. */
void kr_key_abandon(kr_store *store, kr_id circle, uint64_t version, int64_t now);
/* What versions after this one leave out. */
kr_err kr_erased_after(kr_store *store, kr_cut **out, size_t *count, kr_arena *arena, kr_id circle,
                       uint64_t version, kr_error *error) KR_CHECKED;
/* Up to `cap` circles after `after`, in order: those with erasures (`versions`: the newest), or those
 * destroyed (NULL). */
kr_err kr_keys_list(kr_store *store, kr_id *out, uint64_t *versions, size_t cap, size_t *count, kr_id after,
                    kr_error *error) KR_CHECKED;
/* Destroys all keys of the circle and remembers that it must stay away. */
kr_err kr_key_destroy(kr_store *store, kr_id circle, int64_t now, kr_error *error) KR_CHECKED;
kr_err kr_key_destroyed(kr_store *store, kr_id circle, bool *out, kr_error *error) KR_CHECKED;
/* Retires keys that no circle uses, and destroys those retired 30 days ago. */
kr_err kr_keys_tidy(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;
/* Notes that this change was committed; written to keys.db now and then, to notice an older kring.db put
 * back. */
void kr_seen_note(kr_store *store, const kr_head *head);
void kr_seen_flush(kr_store *store);

/* -- sealing (seal.c) -- */
void kr_put_u64(unsigned char out[8], uint64_t value);
uint64_t kr_get_u64(const unsigned char in[8]);
/* `out` has room for len + KR_SEAL_EXTRA. */
void kr_seal(unsigned char *out, const unsigned char key[KR_KEY_BYTES], kr_str plain, const void *bound,
             size_t bound_len);
/* `out` has room for sealed.len - KR_SEAL_EXTRA. False when it does not open. */
bool kr_unseal(unsigned char *out, const unsigned char key[KR_KEY_BYTES], kr_str sealed, const void *bound,
               size_t bound_len);
/* A change body: bound to circle, seq and key version. In the arena. */
kr_err kr_body_seal(kr_str *out, kr_arena *arena, const kr_head *at, const kr_circle_key *key, uint64_t seq,
                    kr_str plain) KR_CHECKED;
kr_err kr_body_unseal(kr_str *out, kr_arena *arena, const kr_head *at, const kr_circle_key *key, uint64_t seq,
                      kr_str sealed) KR_CHECKED;
/* The running hash over sealed bodies, and the seal on the head. */
void kr_chain_start(kr_head *head);
void kr_chain_add(kr_head *head, uint64_t seq, kr_str sealed);
void kr_head_mac(unsigned char out[KR_HASH_BYTES], const kr_head *head, const kr_circle_key *key);

/* -- passwords (password.c) -- */
#define KR_PASSWORD_TEXT 128
kr_err kr_password_make(kr_store *store, char out[KR_PASSWORD_TEXT], kr_str password,
                        kr_error *error) KR_CHECKED;
/* `hash` NULL: costs the same and says no. */
kr_err kr_password_check(kr_store *store, bool *right, const char *hash, kr_str password,
                         kr_error *error) KR_CHECKED;
/* Counts a try for this login before it is checked, so that many at once count too. KR_E_BUSY while it must
 * wait. */
kr_err kr_attempt_begin(kr_store *store, const unsigned char login[KR_HASH_BYTES], int64_t now,
                        kr_error *error) KR_CHECKED;
/* Many names, few tries each: when all strangers together are wrong this often, strangers wait until the
 * minute is over (KR_E_BUSY, "error.wait"). A browser in which somebody signed in before never waits for it.
 */
#define KR_CROWD_MOST 300
kr_err kr_crowd_look(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;
void kr_crowd_note(kr_store *store, int64_t now);
kr_err kr_attempt_clear(kr_store *store, const unsigned char login[KR_HASH_BYTES],
                        kr_error *error) KR_CHECKED;
/* -- known browsers (browser.c) -- */
/* What is kept of a token for this account, and what its tries are counted under. False: no token looks so.
 */
bool kr_browser_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account, kr_str token);
kr_err kr_browser_known(kr_store *store, bool *out, const unsigned char hash[KR_HASH_BYTES], int64_t now,
                        kr_error *error) KR_CHECKED;
/* Inside a transaction: those of the account go, with their tries, but for this one. */
kr_err kr_browsers_drop(kr_db *db, kr_id account, const unsigned char but[KR_HASH_BYTES],
                        kr_error *error) KR_CHECKED;
/* So many random symbols in groups of five, none of which is mistaken for another; `out` has room for them,
 * the dashes and the NUL. And a code as people type it: capitals, without spaces, at most `most`. */
void kr_code_make(char *out, size_t symbols);
size_t kr_code_normal(char *out, size_t most, kr_str code);
/* 25 random symbols in groups of five; and what is kept of them. */
void kr_recovery_make(char out[64]);
void kr_recovery_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account, kr_str code);

/* -- second factor (factor.c) -- */
/* Under what its tries are counted; `browser` (may be KR_NONE) only when the account signed in there. */
kr_err kr_second_tries(kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id account, kr_str browser,
                       int64_t now, kr_error *error) KR_CHECKED;
/* Inside a transaction: the second factor of the account is gone, reserve codes too. */
kr_err kr_second_drop(kr_db *db, kr_id account, kr_error *error) KR_CHECKED;

/* An account from its sealed texts, which live in the arena (account.c). */
kr_err kr_account_unseal(kr_store *store, kr_account *out, kr_arena *arena, kr_id account, kr_str sealed,
                         kr_error *error) KR_CHECKED;

/* -- circles (circle_load.c, erase.c) -- */
kr_err kr_head_read(kr_db *db, kr_head *out, kr_id circle, kr_error *error) KR_CHECKED;
/* The columns of a circle's row from `at` on, but for its id. False when they cannot be of a head. */
bool kr_head_columns(sqlite3_stmt *st, int at, kr_head *out);
/* In every member: what was checked once stands for the other only then. */
bool kr_head_same(const kr_head *a, const kr_head *b);
/* The newest snapshot, held. The caller has entered the circle. account 0: anybody's. */
kr_err kr_circle_load(kr_store *store, kr_snapshot **out, kr_entry *entry, kr_id account,
                      kr_error *error) KR_CHECKED;
/* The oldest thing in the bin, as a whole day in ms; 0 when it is empty. */
int64_t kr_bin_since(const kr_circle *circle);
/* Which records to erase, decided under the lock of the circle. */
typedef kr_err (*kr_pick_fn)(void *context, kr_arena *arena, const kr_circle *circle, kr_cut **out,
                             size_t *count);
kr_err kr_erase_picked(kr_store *store, kr_id account, kr_id circle, kr_pick_fn pick, void *context,
                       int64_t now, kr_error *error) KR_CHECKED;
/* Numbers, encodes and seals the next change, and decodes again what will be stored, so that nothing is
 * stored that cannot be read. Moves `head` on. *sealed is in the arena. */
kr_err kr_log_append(kr_change_log *log, kr_head *head, const kr_circle_key *key, kr_arena *arena,
                     const kr_change *change, kr_str *sealed, kr_error *error) KR_CHECKED;
/* The snapshot of the log as far as `head`, with its own head complete and signed. */
kr_err kr_log_finish(kr_store *store, kr_snapshot **out, kr_change_log *log, const kr_circle *before,
                     const kr_head *head, const kr_circle_key *key, kr_error *error) KR_CHECKED;
/* A new head for the circle's row. KR_E_CONFLICT when that row was not `before` in every member: another
 * process was there first. */
kr_err kr_head_write(kr_db *db, const kr_head *before, const kr_head *after, kr_error *error) KR_CHECKED;
kr_err kr_change_put(kr_db *db, kr_id circle, uint64_t seq, kr_str body, kr_error *error) KR_CHECKED;
/* As kr_circle_change; `along` is done in the same transaction, with the same context. */
kr_err kr_circle_change_along(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle,
                              kr_make_fn make, void *context, kr_job_fn along, kr_error *error) KR_CHECKED;
/* How long, by circle.keep_for; 0: for good (keep.c). */
int64_t kr_kept_ms(uint8_t keep_for);
/* Destroys circles whose time is over; at most once a day. */
kr_err kr_keep_tidy(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;
/* Is there such a circle, and is it this account's (0: anybody's)? */
kr_err kr_circle_owned(kr_store *store, kr_id account, kr_id circle, kr_error *error) KR_CHECKED;
kr_err kr_circle_drop(kr_store *store, kr_id circle, kr_error *error) KR_CHECKED;

/* -- the ledger (ledger.c) -- */
typedef struct kr_chain_end {
    uint64_t n;
    unsigned char mac[KR_HASH_BYTES]; /* of the row with that number */
} kr_chain_end;
/* The row as kr_look_note writes it: what was not said filled in, the time as the event asks. */
kr_look kr_look_at(const kr_look *look, int64_t now);
/* Inside a transaction: the next row of this list. */
kr_err kr_ledger_add(const kr_store *store, kr_db *db, kr_id circle, const kr_look *look,
                     kr_error *error) KR_CHECKED;
/* `broken`: this is the first row that does not follow the one before. */
typedef kr_err (*kr_ledger_fn)(void *context, const kr_look *look, const unsigned char mac[KR_HASH_BYTES],
                               bool broken);
/* All rows of a list, oldest first, inside a transaction. `arena` NULL: reasons are not opened. */
kr_err kr_ledger_walk(const kr_store *store, kr_db *db, kr_arena *arena, kr_id circle, kr_ledger_fn each,
                      void *context, kr_chain_end *end, bool *whole, kr_error *error) KR_CHECKED;
/* The seal on an anchor: rows up to and with `end` were taken away on purpose. */
void kr_anchor_mac(const kr_store *store, unsigned char out[KR_HASH_BYTES], kr_id circle,
                   const kr_chain_end *end);

kr_err kr_damaged(kr_error *error, const char *detail);
kr_err kr_no_circle(kr_error *error);
kr_err kr_no_memory(kr_error *error);

/* -- whose a new file is (owner.c) -- */
/* As root: gives the file just made, which is or will be called `path`, to the owner of another file that has
 * that name, else of the folder it is in. For anybody else nothing. False, with errno: that could not be
 * done. */
bool kr_owned_as(int fd, const char *path);
/* A folder for its owner only (0700), who is the owner of the folder it is in. True when it was there
 * already; else errno says. */
bool kr_folder_make(const char *path);
kr_id kr_random_id(void);

#endif
