/* What who runs the server may ask of the store: its key, backups, numbers, accounts. Nothing here gives a
 * name or anything out of a circle. Thread-safe, as store.h. */
#ifndef KR_STORE_OPERATOR_H
#define KR_STORE_OPERATOR_H

#include "store/store.h"

/* -- the server's key (rotate.c) -- */
#define KR_KEY_KEPT_MS (2 * 3600 * 1000LL)

typedef enum kr_key_from { KR_KEY_OF_FILE = 1, KR_KEY_OF_ENV, KR_KEY_OF_COMMAND } kr_key_from;
typedef struct kr_key_status {
    uint64_t version;
    int64_t since; /* 0: since the data folder was made */
    kr_key_from from;
    char mark[9];            /* to tell keys apart; says nothing of the key */
    bool changing;           /* the key before is known still */
    bool source_old;         /* the file, environment or command gives the key before */
    uint64_t keys, old_keys; /* wrapped keys, and those still under the key before */
} kr_key_status;
kr_err kr_key_status_of(kr_store *store, kr_key_status *out, kr_error *error) KR_CHECKED;
/* Another server key: all keys of circles and accounts are wrapped anew, and sign-in names get another index.
 * A server that runs goes on and learns it by itself. Stopped anywhere, nothing is lost: done again it goes
 * on where it was. `key`: as in kr_store_options, must be given unless the key is in a file; NULL: random.
 * The key before is let go two hours later (tidying), or by kr_key_change_end. KR_E_EXISTS
 * (error.key_same): it is this key already. O(accounts + circles). */
kr_err kr_key_change(kr_store *store, const char *key, int64_t now, kr_error *error) KR_CHECKED;
/* Now; KR_E_CONFLICT (error.key_source) when the file, environment or command still gives the key before. */
kr_err kr_key_change_end(kr_store *store, int64_t now, kr_error *error) KR_CHECKED;

/* -- accounts, by the sign-in name that is typed in; nobody gets a list. What is done stands in the ledger,
 * where whom it touches sees it. `by`: the account of an administrator; 0: the command -- */
typedef struct kr_account_flags {
    bool disabled, administrator;
} kr_account_flags;
kr_err kr_account_flags_of(kr_store *store, kr_account_flags *out, kr_id account, kr_error *error) KR_CHECKED;
/* KR_E_NOT_FOUND (error.no_login). */
kr_err kr_operator_find(kr_store *store, kr_id *out, kr_str login, kr_error *error) KR_CHECKED;
/* Nobody knows its password; who has the recovery code makes one. */
kr_err kr_operator_create(kr_store *store, kr_id by, kr_id *out, kr_str login, kr_str name, int64_t now,
                          char recovery[64], kr_error *error) KR_CHECKED;
/* Signed out everywhere, and signing in is refused (KR_E_DENIED, error.disabled). The circles stay theirs. */
kr_err kr_operator_disable(kr_store *store, kr_id by, kr_id account, bool disabled, kr_str why, int64_t now,
                           kr_error *error) KR_CHECKED;
kr_err kr_operator_administrator(kr_store *store, kr_id by, kr_id account, bool on, kr_str why, int64_t now,
                                 kr_error *error) KR_CHECKED;
/* A row in the store's own ledger; `event` a kr_look_event. account 0: all. Support and emergency want a
 * reason. */
kr_err kr_operator_note(kr_store *store, uint8_t event, kr_id by, kr_id account, kr_str why, uint8_t outcome,
                        int64_t now, kr_error *error) KR_CHECKED;

/* The owner died: does with this circle what they chose for it (erase everything, or nothing). *gone tells.
 * Needs a reason, which stands in the ledger; nothing of the circle is shown. */
kr_err kr_circle_after_death(kr_store *store, kr_id circle, kr_str why, bool *gone, int64_t now,
                             kr_error *error) KR_CHECKED;

/* -- numbers without people -- */
typedef struct kr_numbers {
    uint64_t accounts, disabled, administrators, circles, changes;
    uint64_t bytes; /* of both databases */
    unsigned schema;
    uint64_t key_version;
    bool key_changing;
    int64_t backup_at; /* 0: never */
    uint64_t backup_bytes;
    int64_t verify_at;
    uint64_t findings; /* of that time */
} kr_numbers;
kr_err kr_operator_numbers(kr_store *store, kr_numbers *out, kr_error *error) KR_CHECKED;
/* Remembers when "backup" or "verify" was done last, and a number. */
kr_err kr_operator_last(kr_store *store, const char *what, int64_t now, uint64_t number,
                        kr_error *error) KR_CHECKED;

/* -- backups (backup.c) -- */
typedef struct kr_backup {
    char file[40]; /* of kring.db, in the folder; that of keys.db is keys.db */
    uint64_t bytes;
    unsigned gone; /* older copies of kring.db that were removed */
} kr_backup;
/* Copies both databases into the folder (made when it is not there) while everything goes on: each as it was
 * at one moment, kring.db first, so that no key is lacking. Of keys.db only the newest copy stays: an older
 * one would bring back what was erased. `keep`: how many copies of kring.db stay; 0: all. Durable, and
 * checked by SQLite, when it returns. */
kr_err kr_store_backup(kr_store *store, kr_backup *out, const char *folder, unsigned keep, int64_t now,
                       kr_error *error) KR_CHECKED;
/* Puts a copy of kring.db (`file`; NULL: the newest of the folder) and keys.db (`keys`: a newer one than that
 * of the folder; NULL) in the data folder of `options`, which must hold neither; opens it, and erases again
 * what people erased since. What was known of newer states is forgotten. */
kr_err kr_store_restore(kr_store **out, const kr_store_options *options, const char *folder, const char *file,
                        const char *keys, int64_t now, kr_error *error) KR_CHECKED;

#endif
