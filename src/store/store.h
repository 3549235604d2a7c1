/* Where circles live: SQLite, sealed bodies, one key per circle; accounts, sessions, the ledger of access.
 *
 * Data folder DIR: kring.db (accounts, sessions, changes), keys.db (wrapped keys). The server's key is a file
 * outside it (DIR.key unless given). A thief of the folder, its logs or its backups reads no name of a circle
 * or an account. Thread-safe: any thread may call any function with its own arena. Times are ms since 1970
 * and come from the caller. */
#ifndef KR_STORE_H
#define KR_STORE_H

#include "core/circle.h"
#include "store/access.h"
#include "store/ledger.h"

typedef struct kr_store kr_store;

typedef struct kr_store_options {
    const char *dir;        /* made when it is not there */
    const char *key_file;   /* NULL: dir + ".key"; made (mode 0600) with a new folder */
    const char *heads_file; /* NULL: dir + ".heads"; the witness of ledgers and circles, outside the folder */
    const char *key;        /* instead of the file: the server's key, 64 hexadecimal digits or base64; NULL */
    const char *key_command; /* instead: words between spaces, run without a shell; what it says within 30
                                seconds is the key; NULL */
    size_t cache_bytes;      /* 0: 64 MiB */
    int argon_slots;         /* password hashes at once; 0: half of the processors */
    int new_accounts;        /* that people may make themselves in an hour; 0: KR_NEWCOMERS_MOST */
} kr_store_options;

kr_err kr_store_open(kr_store **out, const kr_store_options *options, kr_error *error) KR_CHECKED;
void kr_store_close(kr_store *store);
/* A random source for kr_maker. */
kr_ids kr_store_ids(kr_store *store);

/* -- accounts -- */
typedef struct kr_account {
    kr_id id;
    kr_str name; /* what to call them */
    kr_str login;
    kr_str prefs; /* JSON: language, text size, calm, dark, own word */
} kr_account;

/* Limits: login 1..100 code points (folded and trimmed for the index), name 1..100, password 8..200 code
 * points, any. Errors: KR_E_EXISTS (key "error.login_taken"), KR_E_INVALID with field. `recovery` gets a
 * printable code. */
kr_err kr_account_create(kr_store *store, kr_id *out, kr_str login, kr_str name, kr_str password, int64_t now,
                         char recovery[64], kr_error *error) KR_CHECKED;
/* Somebody is about to make their own account, or made one. KR_E_BUSY (error.newcomers, with the seconds in
 * detail): too many were made in this hour, counted for the whole server and since it began. The operator
 * makes them all the same. */
#define KR_NEWCOMERS_MOST 500
kr_err kr_newcomer_look(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;
void kr_newcomer_note(kr_store *store, int64_t now);
/* Same answer and same cost for an unknown name and a wrong password: KR_E_DENIED. Slows down after failures
 * per name (KR_E_BUSY, key "error.wait", with the seconds in detail). */
kr_err kr_account_check(kr_store *store, kr_id *out, kr_str login, kr_str password, int64_t now,
                        kr_error *error) KR_CHECKED;
/* The same from a browser with this token (KR_NONE: none): one in which the account signed in before has
 * tries of its own, so that strangers who guess never keep it waiting. */
kr_err kr_account_check_from(kr_store *store, kr_id *out, kr_str login, kr_str password, kr_str browser,
                             int64_t now, kr_error *error) KR_CHECKED;
/* The password once more, of who is signed in. Its tries are counted apart from those of signing in. */
kr_err kr_account_confirm(kr_store *store, kr_id account, kr_str password, int64_t now,
                          kr_error *error) KR_CHECKED;
/* New password by the recovery code; gives a new code; ends all sessions, forgets known browsers. Never
 * slowed down: a code cannot be guessed, and it must help who is kept waiting by somebody else's guesses. */
kr_err kr_account_recover(kr_store *store, kr_id *out, kr_str login, kr_str recovery, kr_str password,
                          int64_t now, char fresh[64], kr_error *error) KR_CHECKED;
/* The old password is checked as by kr_account_confirm. Sessions and known browsers stay as they are. */
kr_err kr_account_password(kr_store *store, kr_id account, kr_str old_password, kr_str password, int64_t now,
                           kr_error *error) KR_CHECKED;
kr_err kr_account_get(kr_store *store, kr_account *out, kr_arena *arena, kr_id account,
                      kr_error *error) KR_CHECKED;
kr_err kr_account_update(kr_store *store, kr_id account, kr_str name, kr_str prefs,
                         kr_error *error) KR_CHECKED;
/* With all its circles, at once and for good. */
kr_err kr_account_delete(kr_store *store, kr_id account, int64_t now, kr_error *error) KR_CHECKED;

/* -- sessions -- */
#define KR_SESSION_IDLE_MS  (2 * 3600 * 1000LL)
#define KR_SESSION_TOTAL_MS (12 * 3600 * 1000LL)
#define KR_TOKEN_TEXT       44 /* characters in the cookie, and the NUL */

typedef struct kr_session {
    kr_id id, account;
    bool expired;             /* known, but too old: may sign in again and send its form once more */
    int64_t begun;            /* when they signed in */
    unsigned char secret[32]; /* for CSRF tokens; never leaves the server */
} kr_session;

/* A fresh token for each sign-in; only its hash is stored. */
kr_err kr_session_begin(kr_store *store, char token[KR_TOKEN_TEXT], kr_id account, int64_t now,
                        kr_error *error) KR_CHECKED;
/* KR_E_NOT_FOUND for an unknown token. Expired sessions are found for 30 days. Prolongs at most once a
 * minute. */
kr_err kr_session_find(kr_store *store, kr_session *out, kr_str token, int64_t now,
                       kr_error *error) KR_CHECKED;
/* KR_OK while this session may be used; KR_E_DENIED when it is too old, KR_E_NOT_FOUND when it was ended.
 * Does not prolong it. */
kr_err kr_session_alive(kr_store *store, kr_id session, int64_t now, kr_error *error) KR_CHECKED;
kr_err kr_session_end(kr_store *store, kr_id session, kr_error *error) KR_CHECKED;
kr_err kr_session_end_all(kr_store *store, kr_id account, kr_id but, kr_error *error) KR_CHECKED;

/* Who asks, and what circle for, in one reading of the database. */
typedef struct kr_visit {
    kr_session session;
    kr_account account; /* of the session, in the arena; nobody when it is expired */
    kr_id circle;
    struct kr_snapshot *snapshot; /* that circle as it stands, for a guest already filtered; the caller's to
                                     release. NULL: it is not this account's nor shared with it, or not read
                                     in yet; kr_circle_enter knows which */
    kr_access access;             /* with a snapshot: how they stand to it */
} kr_visit;
/* The same answers as kr_session_find; `circle` may be 0. */
kr_err kr_visit_begin(kr_store *store, kr_visit *out, kr_arena *arena, kr_str token, kr_id circle,
                      int64_t now, kr_error *error) KR_CHECKED;

/* -- known browsers -- */
#define KR_BROWSER_MS (365 * 24 * 3600 * 1000LL)

/* Remembers for a year that this account signed in here. `token` gets what the browser keeps: what it has
 * now, or a fresh one when that is none. Only a keyed hash is stored, at most 8 for each account: the oldest
 * goes. */
kr_err kr_browser_keep(kr_store *store, char token[KR_TOKEN_TEXT], kr_id account, kr_str now_has, int64_t now,
                       kr_error *error) KR_CHECKED;
/* Forgets all of this account, but the one with this token (KR_NONE: none). */
kr_err kr_browsers_forget(kr_store *store, kr_id account, kr_str but, kr_error *error) KR_CHECKED;

/* -- circles -- */
typedef struct kr_circle_entry {
    kr_id id;
    int64_t created;
} kr_circle_entry;

/* A decoded circle: immutable, shared, counted. Readers never wait for writers. */
typedef struct kr_snapshot kr_snapshot;
const kr_circle *kr_snapshot_circle(const kr_snapshot *snapshot);
void kr_snapshot_release(kr_store *store, kr_snapshot *snapshot);

/* A new circle of this account with its first changes (may be none). KR_E_LIMIT (error.circles_many): it has
 * KR_MOST_CIRCLES already. */
#define KR_MOST_CIRCLES 500
kr_err kr_circle_create(kr_store *store, kr_id *out, kr_id account, const kr_change *changes, size_t count,
                        int64_t now, kr_error *error) KR_CHECKED;
kr_err kr_circles_of(kr_store *store, kr_circle_entry **out, size_t *count, kr_arena *arena, kr_id account,
                     kr_error *error) KR_CHECKED;
/* The circle as it stands, brought up to date. KR_E_NOT_FOUND when there is none or it is not this account's:
 * the same answer. */
kr_err kr_circle_open(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle,
                      kr_error *error) KR_CHECKED;
/* Makes one change under the lock of the circle: `make` is called with the newest state and fills in a change
 * (seq is set by the store); it is durable (full sync) when this returns KR_OK. `out` (may be NULL) gets the
 * next snapshot. */
typedef kr_err (*kr_make_fn)(void *context, kr_arena *arena, const kr_circle *now, kr_change *out,
                             kr_error *error);
kr_err kr_circle_change(kr_store *store, kr_snapshot **out, kr_id account, kr_id circle, kr_make_fn make,
                        void *context, kr_error *error) KR_CHECKED;
/* Erases for good, sealing what stays under a new key: assignments to and references at these records. Ties
 * of an erased person, and persons who were merged into one, go along. The numbers of the changes stay; an
 * emptied one is KR_ACT_ERASED. O(changes of the circle). */
kr_err kr_circle_erase(kr_store *store, kr_id account, kr_id circle, const kr_id *records, size_t count,
                       int64_t now, kr_error *error) KR_CHECKED;
/* Somebody who would rather not be on the map. Initials: they stay where they stand, with nothing that says
 * who they are (core/reduce.h). Away: erased. Either way every text of the circle, its shares, links and
 * proposals, now and in history, says initials where it said their name; what stays is sealed under a new
 * key, and an older database is treated the same when it is put back. Nothing happens for the person in the
 * middle or one that is not there. O(text bytes of the circle). */
typedef enum kr_reduce_how { KR_REDUCE_INITIALS = 1, KR_REDUCE_AWAY } kr_reduce_how;
kr_err kr_circle_reduce(kr_store *store, kr_id account, kr_id circle, kr_id person, kr_reduce_how how,
                        int64_t now, kr_error *error) KR_CHECKED;
/* When the circle is erased if nobody opens it, as its owner chose (circle.keep_for); 0: it is kept. */
kr_err kr_circle_kept_until(kr_store *store, kr_id account, kr_id circle, int64_t *out,
                            kr_error *error) KR_CHECKED;
/* Destroys the key: the circle is gone, from backups too. */
kr_err kr_circle_destroy(kr_store *store, kr_id account, kr_id circle, int64_t now,
                         kr_error *error) KR_CHECKED;
/* Empties bins older than 30 days, forgets old sessions, destroys old keys. Called at start and every hour.
 */
kr_err kr_store_tidy(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;

/* -- sealing for the web room -- */
/* Seals a form that must survive signing in again, bound to `purpose`. base64url text. */
kr_err kr_seal_text(kr_store *store, kr_str *out, kr_arena *arena, kr_str purpose, kr_str plain,
                    kr_error *error) KR_CHECKED;
kr_err kr_unseal_text(kr_store *store, kr_str *out, kr_arena *arena, kr_str purpose, kr_str sealed,
                      kr_error *error) KR_CHECKED;
/* A CSRF token for this session, masked anew each time; and its check in constant time. */
void kr_csrf_token(const kr_session *session, char out[96]);
bool kr_csrf_check(const kr_session *session, kr_str token);

#endif
