/* More than a password: the second factor, passkeys, somebody's account at an organisation, and the list of
 * where one is signed in. Thread-safe, as store.h. */
#ifndef KR_STORE_SIGN_H
#define KR_STORE_SIGN_H

#include "store/store.h"

/* -- what an account signs in with -- */
typedef struct kr_ways {
    bool password; /* false: made by an organisation's sign-in, nobody knows a password */
    bool second;   /* after the password a second proof is asked */
    int64_t since; /* when that was switched on */
    size_t spare;  /* reserve codes that are left */
    size_t passkeys;
} kr_ways;
/* KR_E_NOT_FOUND: no such account. */
kr_err kr_account_ways(kr_store *store, kr_ways *out, kr_id account, kr_error *error) KR_CHECKED;
/* Other with every other password: what was promised before it was changed does not hold after. */
#define KR_STAMP_BYTES 16
kr_err kr_account_stamp(kr_store *store, unsigned char out[KR_STAMP_BYTES], kr_id account,
                        kr_error *error) KR_CHECKED;
/* Does this sheet belong to this name? As kr_account_recover, and nothing is changed. */
kr_err kr_account_recover_check(kr_store *store, kr_id *out, kr_str login, kr_str recovery,
                                kr_error *error) KR_CHECKED;

/* May this be the password of this account? As kr_account_password says why not. */
kr_err kr_account_password_fits(kr_store *store, kr_id account, kr_str password, kr_error *error) KR_CHECKED;

/* Another password, for who proved already who they are. Sessions and known browsers stay as they are.
 * `alone`: from now on nothing else opens the account; its passkeys and what links it to an organisation go,
 * with the password or not at all. */
kr_err kr_account_password_put(kr_store *store, kr_id account, kr_str password, bool alone,
                               kr_error *error) KR_CHECKED;

/* -- second factor: codes that follow the clock (RFC 6238: SHA-1, 6 digits, 30 seconds) -- */
#define KR_TOTP_SECRET  20
#define KR_TOTP_STEP_MS 30000
#define KR_SPARE_CODES  10
#define KR_SPARE_TEXT   12 /* "7K2QM-9F4XA" and the NUL */

/* `digits` is 6 to 8; out has room for them and the NUL. */
kr_err kr_totp(char *out, int digits, const unsigned char *secret, size_t len, uint64_t step) KR_CHECKED;
void kr_totp_secret(unsigned char out[KR_TOTP_SECRET]);
/* Switches on, if the code is one of this secret now (else KR_E_DENIED, key "error.code"); that code is used
 * up. New reserve codes; old ones and an old secret are gone. */
kr_err kr_second_on(kr_store *store, kr_id account, const unsigned char secret[KR_TOTP_SECRET], kr_str code,
                    int64_t now, char spare[KR_SPARE_CODES][KR_SPARE_TEXT], kr_error *error) KR_CHECKED;
/* A code of the app (of this step or a neighbour, each counts once) or a reserve code, which is then used up.
 * Wrong: KR_E_DENIED, key "error.code". Tries are counted per account, and apart for a browser in which the
 * account signed in before: KR_E_BUSY as kr_account_check. */
kr_err kr_second_check(kr_store *store, kr_id account, kr_str code, kr_str browser, int64_t now,
                       kr_error *error) KR_CHECKED;
/* The tries of another second proof, counted with those of codes: begin before it is looked at, clear when it
 * was right. */
kr_err kr_second_try(kr_store *store, kr_id account, kr_str browser, int64_t now, kr_error *error) KR_CHECKED;
kr_err kr_second_clear(kr_store *store, kr_id account, kr_str browser, kr_error *error) KR_CHECKED;
kr_err kr_second_spare(kr_store *store, kr_id account, char spare[KR_SPARE_CODES][KR_SPARE_TEXT],
                       kr_error *error) KR_CHECKED;
kr_err kr_second_off(kr_store *store, kr_id account, kr_error *error) KR_CHECKED;

/* -- where somebody is signed in -- */
typedef enum kr_device { KR_DEVICE_UNTOLD, KR_DEVICE_COMPUTER, KR_DEVICE_PHONE } kr_device;
#define KR_SEEN_MS (15 * 60 * 1000LL)
typedef struct kr_session_entry {
    kr_id id;
    int64_t begun;
    int64_t seen; /* beginning of the quarter of an hour in which it was used last */
    uint8_t device;
} kr_session_entry;
/* As kr_session_begin; the device is all that is kept of where. `way` (kr_sign_way) stands in the ledger. */
kr_err kr_session_begin_on(kr_store *store, char token[KR_TOKEN_TEXT], kr_id account, kr_device device,
                           uint8_t way, int64_t now, kr_error *error) KR_CHECKED;
/* Those that still count, the newest in use first; at most 100. */
kr_err kr_sessions_of(kr_store *store, kr_session_entry **out, size_t *count, kr_arena *arena, kr_id account,
                      int64_t now, kr_error *error) KR_CHECKED;
/* KR_E_NOT_FOUND when it is not this account's. */
kr_err kr_session_end_of(kr_store *store, kr_id account, kr_id session, kr_error *error) KR_CHECKED;

/* -- what counts once -- */
/* Notes these bytes until then; KR_E_EXISTS when they were noted before. `kind` tells whose they are. */
kr_err kr_used_note(kr_store *store, const char *kind, kr_str bytes, int64_t until,
                    kr_error *error) KR_CHECKED;

/* -- passkeys (WebAuthn) -- */
#define KR_PASSKEYS_MOST     20
#define KR_PASSKEY_HANDLE    32
#define KR_PASSKEY_ID_MOST   1023
#define KR_PASSKEY_KEY_MOST  520
#define KR_PASSKEY_NAME_MOST 60
typedef struct kr_passkey {
    kr_id id, account;
    kr_str credential; /* as the device made it */
    kr_str key;        /* public key as libfido2 gives it */
    kr_str name;       /* as its owner calls it */
    int32_t alg;       /* COSE number */
    uint32_t counter;
    int64_t made;
    int64_t used; /* beginning of a quarter of an hour; 0: never */
} kr_passkey;
/* By what name a device knows an account: says nothing of it. */
void kr_passkey_handle(const kr_store *store, unsigned char out[KR_PASSKEY_HANDLE], kr_id account);
/* KR_E_EXISTS: this device is known already; KR_E_LIMIT: there are too many. */
kr_err kr_passkey_add(kr_store *store, kr_id *out, const kr_passkey *passkey, int64_t now,
                      kr_error *error) KR_CHECKED;
/* By the number the device gave. KR_E_NOT_FOUND. */
kr_err kr_passkey_find(kr_store *store, kr_passkey *out, kr_arena *arena, kr_str credential,
                       kr_error *error) KR_CHECKED;
kr_err kr_passkeys_of(kr_store *store, kr_passkey **out, size_t *count, kr_arena *arena, kr_id account,
                      kr_error *error) KR_CHECKED;
/* It was used. KR_E_DENIED when its counter did not grow (0 both times: it keeps none): a copy, or an old
 * answer. */
kr_err kr_passkey_used(kr_store *store, kr_id passkey, uint32_t counter, int64_t now,
                       kr_error *error) KR_CHECKED;
kr_err kr_passkey_drop(kr_store *store, kr_id account, kr_id passkey, kr_error *error) KR_CHECKED;

/* -- an account at an organisation (OpenID Connect) -- */
typedef struct kr_outside {
    kr_id id, account;
    kr_str provider; /* name in the settings, sealed */
    int64_t made;
} kr_outside;
/* Whose is this subject of this issuer? KR_E_NOT_FOUND. */
kr_err kr_outside_find(kr_store *store, kr_id *account, kr_str issuer, kr_str subject,
                       kr_error *error) KR_CHECKED;
/* KR_E_EXISTS when it is somebody's already. */
kr_err kr_outside_add(kr_store *store, kr_id account, kr_str issuer, kr_str subject, kr_str provider,
                      int64_t now, kr_error *error) KR_CHECKED;
/* A new account without a password, with this link. `recovery` gets its sheet. */
kr_err kr_outside_create(kr_store *store, kr_id *out, kr_str name, kr_str issuer, kr_str subject,
                         kr_str provider, int64_t now, char recovery[64], kr_error *error) KR_CHECKED;
kr_err kr_outsides_of(kr_store *store, kr_outside **out, size_t *count, kr_arena *arena, kr_id account,
                      kr_error *error) KR_CHECKED;
kr_err kr_outside_drop(kr_store *store, kr_id account, kr_id outside, kr_error *error) KR_CHECKED;

#endif
