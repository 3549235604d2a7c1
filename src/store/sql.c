/* All SQL of the store in one place, and the few steps that every statement goes through. */
#include "store/store_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static const char first_main[] =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID, STRICT;"
    "CREATE TABLE account(id INTEGER PRIMARY KEY, login BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL,"
    " password BLOB NOT NULL, recovery BLOB NOT NULL, created INTEGER NOT NULL) STRICT;"
    "CREATE TABLE attempt(login BLOB PRIMARY KEY, failures INTEGER NOT NULL, last INTEGER NOT NULL,"
    " until INTEGER NOT NULL) WITHOUT ROWID, STRICT;"
    "CREATE TABLE session(id INTEGER PRIMARY KEY, token BLOB NOT NULL UNIQUE,"
    " account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,"
    " begun INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT;"
    "CREATE INDEX session_account ON session(account);"
    "CREATE TABLE circle(id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id),"
    " created INTEGER NOT NULL, version INTEGER NOT NULL, seq INTEGER NOT NULL, bin_since INTEGER NOT NULL,"
    " chain BLOB NOT NULL, mac BLOB NOT NULL) STRICT;"
    "CREATE INDEX circle_account ON circle(account, created);"
    "CREATE INDEX circle_bin ON circle(bin_since) WHERE bin_since > 0;"
    "CREATE TABLE change(circle INTEGER NOT NULL REFERENCES circle(id) ON DELETE CASCADE, seq INTEGER NOT "
    "NULL,"
    " body BLOB NOT NULL, PRIMARY KEY(circle, seq)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE look(circle INTEGER NOT NULL REFERENCES circle(id) ON DELETE CASCADE, n INTEGER NOT NULL,"
    " account INTEGER NOT NULL, part INTEGER NOT NULL, at INTEGER NOT NULL, mac BLOB NOT NULL,"
    " PRIMARY KEY(circle, n), UNIQUE(circle, at, account, part)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE look_head(circle INTEGER PRIMARY KEY REFERENCES circle(id) ON DELETE CASCADE,"
    " n INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;"
    "PRAGMA user_version = 1;";

static const char known_browsers[] =
    "CREATE TABLE browser(token BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id)"
    " ON DELETE CASCADE, at INTEGER NOT NULL) WITHOUT ROWID, STRICT;"
    "CREATE INDEX browser_account ON browser(account);"
    "PRAGMA user_version = 2;";

static const char second_factor[] =
    "ALTER TABLE account ADD COLUMN bare INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE session ADD COLUMN device INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE factor(account INTEGER PRIMARY KEY REFERENCES account(id) ON DELETE CASCADE,"
    " sealed BLOB NOT NULL, step INTEGER NOT NULL, since INTEGER NOT NULL) STRICT;"
    "CREATE TABLE spare(account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,"
    " code BLOB NOT NULL, PRIMARY KEY(account, code)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE used(mark BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID, STRICT;"
    "CREATE TABLE passkey(id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id)"
    " ON DELETE CASCADE, credential BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL, alg INTEGER NOT NULL,"
    " counter INTEGER NOT NULL, made INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;"
    "CREATE INDEX passkey_account ON passkey(account, made);"
    "CREATE TABLE outside(id INTEGER PRIMARY KEY, subject BLOB NOT NULL UNIQUE, account INTEGER NOT NULL"
    " REFERENCES account(id) ON DELETE CASCADE, sealed BLOB NOT NULL, made INTEGER NOT NULL) STRICT;"
    "CREATE INDEX outside_account ON outside(account, made);"
    "PRAGMA user_version = 3;";

/* The fields of NEN 7513. Rows from before keep their mac, which says less (form 1). No row hangs on that of
 * a circle any more: circle 0 is the store's own list. */
static const char fuller_ledger[] =
    "CREATE TABLE look_new(circle INTEGER NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL,"
    " account INTEGER NOT NULL, session INTEGER NOT NULL, share INTEGER NOT NULL, object INTEGER NOT NULL,"
    " on_behalf INTEGER NOT NULL, event INTEGER NOT NULL, action INTEGER NOT NULL, outcome INTEGER NOT NULL,"
    " part INTEGER NOT NULL, role INTEGER NOT NULL, ground INTEGER NOT NULL, why BLOB NOT NULL,"
    " form INTEGER NOT NULL, mac BLOB NOT NULL, PRIMARY KEY(circle, n)) WITHOUT ROWID, STRICT;"
    "INSERT INTO look_new SELECT circle, n, at, account, 0, 0, 0, 0, 1, 82, 0, part, 0, 1, x'', 1, mac FROM "
    "look;"
    "DROP TABLE look;"
    "ALTER TABLE look_new RENAME TO look;"
    "CREATE INDEX look_same ON look(circle, at, account, part);"
    "CREATE INDEX look_share ON look(share, at) WHERE share <> 0;"
    "CREATE TABLE look_head_new(circle INTEGER PRIMARY KEY, n INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;"
    "INSERT INTO look_head_new SELECT circle, n, mac FROM look_head;"
    "DROP TABLE look_head;"
    "ALTER TABLE look_head_new RENAME TO look_head;"
    "CREATE TABLE look_anchor(circle INTEGER PRIMARY KEY, n INTEGER NOT NULL, mac BLOB NOT NULL,"
    " seal BLOB NOT NULL) STRICT;"
    "PRAGMA user_version = 4;";

/* Who was let in (share_int.h). */
static const char shares[] =
    "CREATE TABLE share(id INTEGER PRIMARY KEY, circle INTEGER NOT NULL REFERENCES circle(id) ON DELETE "
    "CASCADE,"
    " guest INTEGER NOT NULL, made INTEGER NOT NULL, until INTEGER NOT NULL, opened INTEGER NOT NULL,"
    " confirmed INTEGER NOT NULL, withdrawn INTEGER NOT NULL, version INTEGER NOT NULL,"
    " sealed BLOB NOT NULL) STRICT;"
    "CREATE INDEX share_circle ON share(circle);"
    "CREATE INDEX share_guest ON share(guest, circle) WHERE guest <> 0;"
    "CREATE TABLE share_head(circle INTEGER PRIMARY KEY REFERENCES circle(id) ON DELETE CASCADE,"
    " n INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;"
    "CREATE TABLE invite(id INTEGER PRIMARY KEY, share INTEGER NOT NULL REFERENCES share(id) ON DELETE "
    "CASCADE,"
    " circle INTEGER NOT NULL, way INTEGER NOT NULL, made INTEGER NOT NULL, until INTEGER NOT NULL,"
    " opened INTEGER NOT NULL, ended INTEGER NOT NULL, code BLOB NOT NULL UNIQUE, mac BLOB NOT NULL) STRICT;"
    "CREATE INDEX invite_share ON invite(share);"
    "CREATE INDEX invite_circle ON invite(circle);"
    "CREATE TABLE once(id INTEGER PRIMARY KEY, circle INTEGER NOT NULL REFERENCES circle(id) ON DELETE "
    "CASCADE,"
    " kind INTEGER NOT NULL, made INTEGER NOT NULL, until INTEGER NOT NULL, answered INTEGER NOT NULL,"
    " ended INTEGER NOT NULL, code BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;"
    "CREATE INDEX once_circle ON once(circle, made);"
    "CREATE TABLE proposal(id INTEGER PRIMARY KEY, circle INTEGER NOT NULL REFERENCES circle(id) ON DELETE "
    "CASCADE,"
    " share INTEGER NOT NULL, account INTEGER NOT NULL, at INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;"
    "CREATE INDEX proposal_circle ON proposal(circle, at);"
    "PRAGMA user_version = 5;";

/* Who may not come in, and who may open the administrator's page. */
static const char operators[] = "ALTER TABLE account ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;"
                                "ALTER TABLE account ADD COLUMN administrator INTEGER NOT NULL DEFAULT 0;"
                                "PRAGMA user_version = 6;";

/* What is in a mail, and for whom, stands in `sealed`; empty when it did not arrive. */
static const char mail_out[] =
    "CREATE TABLE outbox(id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id)"
    " ON DELETE CASCADE, circle INTEGER NOT NULL REFERENCES circle(id) ON DELETE CASCADE,"
    " about INTEGER NOT NULL, sealed BLOB NOT NULL, made INTEGER NOT NULL, next INTEGER NOT NULL,"
    " tries INTEGER NOT NULL DEFAULT 0, unsure INTEGER NOT NULL DEFAULT 0,"
    " state INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX outbox_next ON outbox(next) WHERE state = 0;"
    "CREATE INDEX outbox_circle ON outbox(circle);"
    "CREATE INDEX outbox_account ON outbox(account, about);"
    "CREATE TABLE posted(account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,"
    " at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX posted_account ON posted(account, at);"
    "PRAGMA user_version = 7;";

static const char first_keys[] =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID, STRICT;"
    "CREATE TABLE circle_key(circle INTEGER NOT NULL, version INTEGER NOT NULL, wrapped BLOB NOT NULL,"
    " seen INTEGER, retired INTEGER, PRIMARY KEY(circle, version)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE erased(circle INTEGER NOT NULL, version INTEGER NOT NULL, record INTEGER NOT NULL,"
    " at INTEGER NOT NULL, PRIMARY KEY(circle, version, record)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE destroyed(circle INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;"
    "PRAGMA user_version = 1;";

static const char account_keys[] =
    "CREATE TABLE account_key(account INTEGER PRIMARY KEY, wrapped BLOB NOT NULL) STRICT;"
    "PRAGMA user_version = 2;";

static const char shares_seen[] =
    "CREATE TABLE share_seen(circle INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;"
    "CREATE TABLE withdrawn(circle INTEGER NOT NULL, share INTEGER NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY(circle, share)) WITHOUT ROWID, STRICT;"
    "PRAGMA user_version = 3;";

/* How a record went: 0 erased; 1 erased, and its name out of every text; 2 reduced to initials. */
static const char cuts[] = "ALTER TABLE erased ADD COLUMN how INTEGER NOT NULL DEFAULT 0;"
                           "PRAGMA user_version = 4;";

/* By which share an account comes in: one that counts now; of several the newest. */
#define COMES_IN(account, circle, now)                                                                       \
    "(SELECT id FROM share WHERE guest = " account " AND guest <> 0 AND circle = " circle                    \
    " AND confirmed > 0 AND withdrawn = 0 AND (until = 0 OR until > " now ")"                                \
    " ORDER BY confirmed DESC, id LIMIT 1)"
#define SHARE_COLUMNS                                                                                        \
    "h.id, h.guest, h.made, h.until, h.opened, h.confirmed, h.withdrawn, h.version, h.sealed"

/* Each step ends by saying which one it was. */
const char *const kr_schema_main[] = {first_main, known_browsers, second_factor, fuller_ledger,
                                      shares,     operators,      mail_out,      NULL};
const char *const kr_schema_keys[] = {first_keys, account_keys, shares_seen, cuts, NULL};

static const char *const texts[KR_SQL_COUNT] = {
    [KR_SQL_BEGIN] = "BEGIN",
    [KR_SQL_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [KR_SQL_COMMIT] = "COMMIT",
    [KR_SQL_ROLLBACK] = "ROLLBACK",
    [KR_SQL_SAVE] = "SAVEPOINT job",
    [KR_SQL_SAVE_OK] = "RELEASE job",
    [KR_SQL_SAVE_BACK] = "ROLLBACK TO job",
    [KR_SQL_META_GET] = "SELECT value FROM meta WHERE name = 'store'",
    [KR_SQL_META_PUT] = "INSERT INTO meta(name, value) VALUES('store', ?1)",
    [KR_SQL_META_NAMED] = "SELECT value FROM meta WHERE name = ?1",
    [KR_SQL_META_NAMED_PUT] = "INSERT INTO meta(name, value) VALUES(?1, ?2)"
                              " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
    [KR_SQL_META_NAMED_DROP] = "DELETE FROM meta WHERE name = ?1",

    [KR_SQL_ACCOUNT_ADD] = "INSERT INTO account(id, login, sealed, password, recovery, created)"
                           " VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(login) DO NOTHING",
    [KR_SQL_ACCOUNT_BARE] = "UPDATE account SET bare = ?1 WHERE id = ?2",
    [KR_SQL_ACCOUNT_BY_LOGIN] = "SELECT id, password, recovery FROM account WHERE login = ?1",
    [KR_SQL_ACCOUNT_GET] = "SELECT sealed, password, login FROM account WHERE id = ?1",
    [KR_SQL_ACCOUNT_SEALED] = "UPDATE account SET sealed = ?1 WHERE id = ?2 AND sealed = ?3",
    [KR_SQL_ACCOUNT_PASSWORD] = "UPDATE account SET password = ?1, bare = 0 WHERE id = ?2",
    [KR_SQL_ACCOUNT_RECOVERED] =
        "UPDATE account SET password = ?1, recovery = ?2, bare = 0 WHERE id = ?3 AND recovery = ?4",
    [KR_SQL_ACCOUNT_DROP] = "DELETE FROM account WHERE id = ?1",
    [KR_SQL_ACCOUNT_FLAGS] = "SELECT disabled, administrator FROM account WHERE id = ?1",
    [KR_SQL_ACCOUNT_DISABLE] = "UPDATE account SET disabled = ?1 WHERE id = ?2",
    [KR_SQL_ACCOUNT_ADMINISTRATOR] = "UPDATE account SET administrator = ?1 WHERE id = ?2",
    [KR_SQL_ACCOUNT_NUMBERS] = "SELECT count(*), total(disabled), total(administrator) FROM account",
    [KR_SQL_CIRCLE_NUMBERS] = "SELECT count(*), total(seq) FROM circle",
    [KR_SQL_ACCOUNTS] = "SELECT id, login, sealed, password FROM account WHERE id > ?1 ORDER BY id LIMIT 256",
    [KR_SQL_ACCOUNT_LOGIN] = "UPDATE OR IGNORE account SET login = ?1 WHERE id = ?2 AND login = ?3",
    [KR_SQL_ACCOUNT_TRIES] = "UPDATE OR REPLACE attempt SET login = ?1 WHERE login = ?2",
    [KR_SQL_ACCOUNT_RESEAL] = "UPDATE account SET sealed = ?1, password = ?2 WHERE id = ?3 AND sealed = ?4"
                              " AND password = ?5",
    [KR_SQL_ATTEMPT_GET] = "SELECT failures, last, until FROM attempt WHERE login = ?1",
    [KR_SQL_ATTEMPT_PUT] =
        "INSERT INTO attempt(login, failures, last, until) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(login)"
        " DO UPDATE SET failures = excluded.failures, last = excluded.last, until = excluded.until",
    [KR_SQL_ATTEMPT_DROP] = "DELETE FROM attempt WHERE login = ?1",
    [KR_SQL_ATTEMPT_TIDY] = "DELETE FROM attempt WHERE last < ?1",
    [KR_SQL_SESSION_ADD] = "INSERT INTO session(id, token, account, begun, seen, device)"
                           " VALUES(?1, ?2, ?3, ?4, ?4, ?5)",
    [KR_SQL_SESSION_GET] = "SELECT id, account, begun, seen FROM session WHERE token = ?1",
    /* who asks and what they ask for, of one moment */
    [KR_SQL_VISIT] =
        "SELECT s.id, s.account, s.begun, s.seen, a.sealed, c.account, c.created, c.version, c.seq,"
        " c.bin_since, c.chain, c.mac, " SHARE_COLUMNS ", t.n, t.mac"
        " FROM session s LEFT JOIN account a ON a.id = s.account LEFT JOIN circle c ON c.id = ?2"
        " LEFT JOIN share h ON h.id = " COMES_IN(
            "s.account", "?2", "?3") " LEFT JOIN share_head t ON t.circle = h.circle WHERE s.token = ?1",
    [KR_SQL_SESSION_SEEN] = "UPDATE session SET seen = ?1 WHERE id = ?2 AND seen < ?1",
    [KR_SQL_SESSION_ALIVE] = "SELECT begun, seen FROM session WHERE id = ?1",
    [KR_SQL_SESSION_DROP] = "DELETE FROM session WHERE id = ?1",
    [KR_SQL_SESSION_DROP_ALL] = "DELETE FROM session WHERE account = ?1 AND id <> ?2",
    [KR_SQL_SESSION_TIDY] = "DELETE FROM session WHERE seen < ?1",
    [KR_SQL_BROWSER_GET] = "SELECT at FROM browser WHERE token = ?1",
    [KR_SQL_BROWSER_PUT] = "INSERT INTO browser(token, account, at) VALUES(?1, ?2, ?3)"
                           " ON CONFLICT(token) DO UPDATE SET at = excluded.at",
    [KR_SQL_BROWSER_TRIM] =
        "DELETE FROM browser WHERE account = ?1 AND token NOT IN (SELECT token FROM browser"
        " WHERE account = ?1 ORDER BY token = ?2 DESC, at DESC LIMIT ?3)",
    [KR_SQL_BROWSER_TRIES] = "DELETE FROM attempt WHERE login IN"
                             " (SELECT token FROM browser WHERE account = ?1 AND token <> ?2)",
    [KR_SQL_BROWSER_DROP_ALL] = "DELETE FROM browser WHERE account = ?1 AND token <> ?2",
    [KR_SQL_BROWSER_TIDY] = "DELETE FROM browser WHERE at < ?1",

    [KR_SQL_SESSION_LIST] =
        "SELECT id, begun, seen, device FROM session WHERE account = ?1 AND seen >= ?2 AND begun >= ?3"
        " ORDER BY seen DESC, id LIMIT 100",
    [KR_SQL_SESSION_DROP_OF] = "DELETE FROM session WHERE account = ?1 AND id = ?2",
    [KR_SQL_WAYS] = "SELECT a.bare, f.since, (SELECT count(*) FROM spare WHERE account = a.id),"
                    " (SELECT count(*) FROM passkey WHERE account = a.id), a.password FROM account a"
                    " LEFT JOIN factor f ON f.account = a.id WHERE a.id = ?1",
    [KR_SQL_FACTOR_GET] = "SELECT sealed, step FROM factor WHERE account = ?1",
    [KR_SQL_FACTOR_PUT] =
        "INSERT INTO factor(account, sealed, step, since) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(account)"
        " DO UPDATE SET sealed = excluded.sealed, step = excluded.step, since = excluded.since",
    [KR_SQL_FACTOR_STEP] = "UPDATE factor SET step = ?1 WHERE account = ?2 AND step < ?1",
    [KR_SQL_FACTOR_DROP] = "DELETE FROM factor WHERE account = ?1",
    [KR_SQL_SPARE_ADD] = "INSERT INTO spare(account, code) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
    [KR_SQL_SPARE_USE] = "DELETE FROM spare WHERE account = ?1 AND code = ?2",
    [KR_SQL_SPARE_DROP] = "DELETE FROM spare WHERE account = ?1",
    [KR_SQL_USED_ADD] = "INSERT INTO used(mark, until) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
    [KR_SQL_USED_TIDY] = "DELETE FROM used WHERE until < ?1",
    [KR_SQL_PASSKEY_ADD] = "INSERT INTO passkey(id, account, credential, sealed, alg, counter, made, used)"
                           " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, 0) ON CONFLICT(credential) DO NOTHING",
    [KR_SQL_PASSKEY_FIND] =
        "SELECT id, account, sealed, alg, counter, made, used FROM passkey WHERE credential = ?1",
    [KR_SQL_PASSKEY_LIST] = "SELECT id, account, sealed, alg, counter, made, used FROM passkey"
                            " WHERE account = ?1 ORDER BY made, id",
    [KR_SQL_PASSKEY_USED] = "UPDATE passkey SET counter = ?1, used = ?2 WHERE id = ?3"
                            " AND (counter < ?1 OR (counter = 0 AND ?1 = 0))",
    [KR_SQL_PASSKEY_DROP] = "DELETE FROM passkey WHERE account = ?1 AND id = ?2",
    [KR_SQL_PASSKEYS_DROP] = "DELETE FROM passkey WHERE account = ?1",
    [KR_SQL_OUTSIDE_ADD] = "INSERT INTO outside(id, subject, account, sealed, made)"
                           " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(subject) DO NOTHING",
    [KR_SQL_OUTSIDE_FIND] = "SELECT account, id, sealed FROM outside WHERE subject = ?1",
    [KR_SQL_OUTSIDE_LIST] =
        "SELECT id, sealed, made, subject FROM outside WHERE account = ?1 ORDER BY made, id",
    [KR_SQL_OUTSIDE_DROP] = "DELETE FROM outside WHERE account = ?1 AND id = ?2",
    [KR_SQL_OUTSIDES_DROP] = "DELETE FROM outside WHERE account = ?1",

    [KR_SQL_CIRCLE_ADD] = "INSERT INTO circle(id, account, created, version, seq, bin_since, chain, mac)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [KR_SQL_CIRCLE_GET] =
        "SELECT account, created, version, seq, bin_since, chain, mac FROM circle WHERE id = ?1",
    [KR_SQL_CIRCLE_HEAD] = "UPDATE circle SET version = ?1, seq = ?2, bin_since = ?3, chain = ?4, mac = ?5"
                           " WHERE id = ?6 AND version = ?7 AND seq = ?8 AND account = ?9 AND created = ?10"
                           " AND bin_since = ?11 AND chain = ?12 AND mac = ?13",
    [KR_SQL_CIRCLE_DROP] = "DELETE FROM circle WHERE id = ?1",
    [KR_SQL_CIRCLES_OF] = "SELECT id, created FROM circle WHERE account = ?1 ORDER BY created, id",
    [KR_SQL_CIRCLES_COUNT] = "SELECT count(*) FROM circle WHERE account = ?1",
    [KR_SQL_CIRCLES_BIN] = "SELECT id FROM circle WHERE bin_since > 0 AND bin_since <= ?1",
    [KR_SQL_CIRCLE_VERSION] = "SELECT version FROM circle WHERE id = ?1",
    [KR_SQL_CIRCLE_USED] =
        "SELECT max(created, coalesce((SELECT at FROM look WHERE circle = c.id ORDER BY n DESC LIMIT 1), 0))"
        " FROM circle c WHERE c.id = ?1",
    [KR_SQL_CIRCLES_QUIET] =
        "SELECT c.id, max(c.created, coalesce((SELECT at FROM look WHERE circle = c.id ORDER BY n DESC LIMIT "
        "1),"
        " 0)) AS used FROM circle c WHERE c.id > ?1 AND used <= ?2 ORDER BY c.id LIMIT 64",
    [KR_SQL_CHANGE_ADD] = "INSERT INTO change(circle, seq, body) VALUES(?1, ?2, ?3)",
    [KR_SQL_CHANGE_RESEAL] = "UPDATE change SET body = ?1 WHERE circle = ?2 AND seq = ?3",
    [KR_SQL_CHANGES] = "SELECT seq, body FROM change WHERE circle = ?1 AND seq > ?2 ORDER BY seq",
    [KR_SQL_LOOK_SAME] =
        "SELECT n, at, account, session, share, object, on_behalf, event, action, outcome, part, role, ground"
        " FROM look WHERE circle = ?1 AND at = ?2 AND account = ?3 AND part = ?4",
    [KR_SQL_LOOK_HEAD] = "SELECT n, mac FROM look_head WHERE circle = ?1",
    [KR_SQL_LOOK_ANCHOR] = "SELECT n, mac, seal FROM look_anchor WHERE circle = ?1",
    [KR_SQL_LOOK_LAST] = "SELECT n, mac FROM look WHERE circle = ?1 ORDER BY n DESC LIMIT 1",
    [KR_SQL_LOOK_ADD] =
        "INSERT INTO look(circle, n, at, account, session, share, object, on_behalf, event, action, outcome,"
        " part, role, ground, why, form, mac)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    [KR_SQL_LOOK_HEAD_PUT] = "INSERT INTO look_head(circle, n, mac) VALUES(?1, ?2, ?3)"
                             " ON CONFLICT(circle) DO UPDATE SET n = excluded.n, mac = excluded.mac",
    [KR_SQL_LOOKS] = "SELECT n, at, account, session, share, object, on_behalf, event, action, outcome, "
                     "part, role, ground,"
                     " why, form, mac FROM look WHERE circle = ?1 ORDER BY n",
    [KR_SQL_LOOKS_DROP] = "DELETE FROM look WHERE circle = ?1",
    [KR_SQL_LOOK_HEAD_DROP] = "DELETE FROM look_head WHERE circle = ?1",
    [KR_SQL_LOOK_ANCHOR_DROP] = "DELETE FROM look_anchor WHERE circle = ?1",

    [KR_SQL_SHARES] = "SELECT " SHARE_COLUMNS " FROM share h WHERE h.circle = ?1 ORDER BY h.id",
    [KR_SQL_SHARE_PUT] =
        "INSERT INTO share(id, circle, guest, made, until, opened, confirmed, withdrawn, version, sealed)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT(id) DO UPDATE SET"
        " guest = excluded.guest, made = excluded.made, until = excluded.until, opened = excluded.opened,"
        " confirmed = excluded.confirmed, withdrawn = excluded.withdrawn, version = excluded.version,"
        " sealed = excluded.sealed WHERE circle = excluded.circle",
    [KR_SQL_SHARE_HEAD] = "SELECT n, mac FROM share_head WHERE circle = ?1",
    [KR_SQL_SHARE_HEAD_PUT] = "INSERT INTO share_head(circle, n, mac) VALUES(?1, ?2, ?3)"
                              " ON CONFLICT(circle) DO UPDATE SET n = excluded.n, mac = excluded.mac",
    [KR_SQL_SHARE_CIRCLE] = "SELECT circle FROM share WHERE id = ?1 AND guest = ?2 AND guest <> 0",
    /* may this one still write? */
    [KR_SQL_SHARE_OPEN] = "SELECT 1 FROM share WHERE id = ?1 AND version = ?2 AND withdrawn = 0",
    [KR_SQL_SHARES_WITH] = "SELECT h.circle, h.id FROM share h WHERE h.guest = ?1 AND h.guest <> 0"
                           " AND h.id = " COMES_IN("?1", "h.circle", "?2") " ORDER BY h.confirmed DESC, h.id",
    [KR_SQL_SHARES_ASKED] = "SELECT circle, id FROM share WHERE guest = ?1 AND guest <> 0 AND opened > 0"
                            " AND confirmed = 0 AND withdrawn = 0 AND (until = 0 OR until > ?2) ORDER BY id",
    [KR_SQL_SHARES_GUEST] = "SELECT id FROM share WHERE guest = ?1 AND guest <> 0 AND withdrawn = 0",
    [KR_SQL_SHARES_WITHDRAWN] = "SELECT circle, id, withdrawn FROM share WHERE withdrawn > 0 AND id > ?1"
                                " ORDER BY id LIMIT 256",
    [KR_SQL_SHARE_WAITS] = "SELECT 1 FROM share WHERE circle = ?1 AND opened > 0 AND confirmed = 0"
                           " AND withdrawn = 0 AND (until = 0 OR until > ?2) LIMIT 1",
    [KR_SQL_SHARE_LOOKED] = "SELECT max(at) FROM look WHERE share = ?1 AND share <> 0 AND circle = ?2"
                            " AND event = 1",
    [KR_SQL_DOOR] = "SELECT c.account, c.created, c.version, c.seq, c.bin_since, c.chain, c.mac,"
                    " " SHARE_COLUMNS ", t.n, t.mac FROM circle c"
                    " LEFT JOIN share h ON h.id = " COMES_IN(
                        "?2", "?1", "?3") " LEFT JOIN share_head t ON t.circle = h.circle WHERE c.id = ?1",
    [KR_SQL_INVITE_ADD] = "INSERT INTO invite(id, share, circle, way, made, until, opened, ended, code, mac)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, ?8)",
    [KR_SQL_INVITE_FIND] =
        "SELECT id, share, circle, way, made, until, opened, ended, code, mac FROM invite WHERE code = ?1",
    [KR_SQL_INVITE_OPENED] = "UPDATE invite SET opened = ?1, ended = ?1 WHERE id = ?2 AND ended = 0",
    [KR_SQL_INVITE_END] = "UPDATE invite SET ended = ?1 WHERE share = ?2 AND ended = 0",
    [KR_SQL_INVITE_COUNT] = "SELECT count(*) FROM invite WHERE circle = ?1 AND ended = 0 AND until > ?2",
    [KR_SQL_INVITE_TIDY] = "DELETE FROM invite WHERE until < ?1 OR (ended > 0 AND ended < ?1)",
    [KR_SQL_ONCE_ADD] = "INSERT INTO once(id, circle, kind, made, until, answered, ended, code, sealed)"
                        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [KR_SQL_ONCE_PUT] =
        "UPDATE once SET answered = ?1, ended = ?2, sealed = ?3 WHERE id = ?4 AND sealed = ?5",
    [KR_SQL_ONCE_FIND] =
        "SELECT id, circle, kind, made, until, answered, ended, code, sealed FROM once WHERE code = ?1",
    [KR_SQL_ONCE_GET] =
        "SELECT id, circle, kind, made, until, answered, ended, code, sealed FROM once WHERE id = ?1",
    [KR_SQL_ONCES] = "SELECT id, circle, kind, made, until, answered, ended, code, sealed FROM once"
                     " WHERE circle = ?1 ORDER BY made DESC, id",
    [KR_SQL_ONCE_COUNT] =
        "SELECT count(*) FROM once WHERE circle = ?1 AND ended = 0 AND answered = 0 AND until > ?2",
    [KR_SQL_ONCE_TIDY] =
        "DELETE FROM once WHERE (ended > 0 AND ended < ?1) OR (until < ?1 AND answered < ?1)",
    [KR_SQL_PROPOSAL_ADD] = "INSERT INTO proposal(id, circle, share, account, at, sealed)"
                            " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [KR_SQL_PROPOSALS] = "SELECT id, share, account, at, sealed FROM proposal WHERE circle = ?1"
                         " ORDER BY at, id",
    [KR_SQL_PROPOSAL_RESEAL] = "UPDATE proposal SET sealed = ?1 WHERE id = ?2",
    [KR_SQL_PROPOSAL_DROP] = "DELETE FROM proposal WHERE id = ?1 AND circle = ?2",
    [KR_SQL_PROPOSAL_COUNT] = "SELECT count(*) FROM proposal WHERE circle = ?1 AND at < ?2",
    [KR_SQL_PROPOSAL_TIDY] = "DELETE FROM proposal WHERE at < ?1 AND share IN"
                             " (SELECT id FROM share WHERE withdrawn > 0 AND withdrawn < ?1)",
    [KR_SQL_PROPOSALS_BY] = "DELETE FROM proposal WHERE account = ?1",
    [KR_SQL_SHARE_DROP] = "DELETE FROM share WHERE id = ?1",
    [KR_SQL_SHARE_ALIVE] = "SELECT 1 FROM share WHERE id = ?1 AND circle = ?2 AND withdrawn = 0",
    [KR_SQL_INVITES] =
        "SELECT id, share, circle, way, made, until, opened, ended, code, mac FROM invite WHERE circle = ?1",
    [KR_SQL_CIRCLES] = "SELECT id FROM circle WHERE id > ?1 ORDER BY id LIMIT 256",
    [KR_SQL_LOOK_LISTS] = "SELECT circle FROM look_head WHERE circle > ?1 ORDER BY circle LIMIT 256",
    [KR_SQL_LOOK_MAC] = "SELECT mac FROM look WHERE circle = ?1 AND n = ?2",
    [KR_SQL_LOOKS_PRUNE] = "DELETE FROM look WHERE circle = ?1 AND n <= ?2",
    [KR_SQL_LOOK_ANCHOR_PUT] =
        "INSERT INTO look_anchor(circle, n, mac, seal) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(circle)"
        " DO UPDATE SET n = excluded.n, mac = excluded.mac, seal = excluded.seal",

    [KR_SQL_SHARE_SEEN] = "SELECT n FROM share_seen WHERE circle = ?1",
    [KR_SQL_SHARE_SEEN_PUT] = "INSERT INTO share_seen(circle, n) VALUES(?1, ?2) ON CONFLICT(circle)"
                              " DO UPDATE SET n = excluded.n WHERE n < excluded.n",
    [KR_SQL_SHARE_SEEN_DROP] = "DELETE FROM share_seen WHERE circle = ?1",
    [KR_SQL_SHARE_SEEN_FORGET] = "DELETE FROM share_seen",
    [KR_SQL_KEY_SEEN_FORGET] = "UPDATE circle_key SET seen = NULL",
    [KR_SQL_KEY_SEEN_OF] = "SELECT DISTINCT circle FROM circle_key WHERE circle > ?1 AND seen > 0"
                           " AND retired IS NULL ORDER BY circle LIMIT 256",
    [KR_SQL_WITHDRAWN_HAS] = "SELECT 1 FROM withdrawn WHERE circle = ?1 AND share = ?2",
    [KR_SQL_WITHDRAWN_ADD] =
        "INSERT INTO withdrawn(circle, share, at) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING",
    [KR_SQL_WITHDRAWN_DROP] = "DELETE FROM withdrawn WHERE circle = ?1",
    [KR_SQL_WITHDRAWN_ALL] = "SELECT circle, share FROM withdrawn WHERE (circle, share) > (?1, ?2)"
                             " ORDER BY circle, share LIMIT 256",
    [KR_SQL_KEY_ADD] = "INSERT INTO circle_key(circle, version, wrapped, seen) VALUES(?1, ?2, ?3, 0)",
    [KR_SQL_KEY_GET] = "SELECT wrapped, seen FROM circle_key WHERE circle = ?1 AND version = ?2",
    [KR_SQL_KEY_LAST] = "SELECT max(version) FROM circle_key WHERE circle = ?1",
    [KR_SQL_KEY_RETIRE] =
        "UPDATE circle_key SET retired = ?1 WHERE circle = ?2 AND version = ?3 AND retired IS NULL",
    [KR_SQL_KEY_SEEN] = "UPDATE circle_key SET seen = ?1 WHERE circle = ?2 AND version = ?3 AND seen < ?1",
    [KR_SQL_KEY_DROP] = "DELETE FROM circle_key WHERE circle = ?1",
    [KR_SQL_KEY_ALL] = "SELECT circle, version, retired FROM circle_key WHERE (circle, version) > (?1, ?2)"
                       " ORDER BY circle, version LIMIT 256",
    [KR_SQL_KEY_USED] = "UPDATE circle_key SET retired = NULL WHERE circle = ?1 AND version = ?2",
    [KR_SQL_KEY_TIDY] = "DELETE FROM circle_key WHERE retired < ?1",
    [KR_SQL_KEY_WRAPPED] = "SELECT circle, version, wrapped FROM circle_key WHERE (circle, version) >"
                           " (?1, ?2) ORDER BY circle, version LIMIT 1",
    [KR_SQL_KEY_REWRAP] = "UPDATE circle_key SET wrapped = ?1 WHERE circle = ?2 AND version = ?3",
    [KR_SQL_ACCOUNT_KEY_ADD] = "INSERT INTO account_key(account, wrapped) VALUES(?1, ?2)"
                               " ON CONFLICT DO NOTHING",
    [KR_SQL_ACCOUNT_KEY_GET] = "SELECT wrapped FROM account_key WHERE account = ?1",
    [KR_SQL_ACCOUNT_KEY_DROP] = "DELETE FROM account_key WHERE account = ?1",
    [KR_SQL_ACCOUNT_KEYS] = "SELECT account, wrapped FROM account_key WHERE account > ?1 ORDER BY account"
                            " LIMIT 1",
    [KR_SQL_ACCOUNT_KEY_REWRAP] = "UPDATE account_key SET wrapped = ?1 WHERE account = ?2",
    [KR_SQL_ERASED_ADD] = "INSERT INTO erased(circle, version, record, at, how) VALUES(?1, ?2, ?3, ?4, ?5)"
                          " ON CONFLICT DO NOTHING",
    [KR_SQL_ERASED_NEWER] = "SELECT record, min(how), max(how) FROM erased WHERE circle = ?1 AND version > ?2"
                            " GROUP BY record",
    [KR_SQL_ERASED_LAST] = "SELECT circle, max(version) FROM erased WHERE circle > ?1 GROUP BY circle"
                           " ORDER BY circle LIMIT 256",
    [KR_SQL_ERASED_DROP] = "DELETE FROM erased WHERE circle = ?1",
    [KR_SQL_ERASED_TAKE_BACK] = "DELETE FROM erased WHERE circle = ?1 AND version = ?2",
    [KR_SQL_DESTROYED_ADD] = "INSERT INTO destroyed(circle, at) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
    [KR_SQL_DESTROYED_HAS] = "SELECT 1 FROM destroyed WHERE circle = ?1",
    [KR_SQL_DESTROYED_ALL] = "SELECT circle FROM destroyed WHERE circle > ?1 ORDER BY circle LIMIT 256",

    [KR_SQL_OUTBOX_ADD] = "INSERT INTO outbox(id, account, circle, about, sealed, made, next)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    [KR_SQL_OUTBOX_DROP_ABOUT] = "DELETE FROM outbox WHERE account = ?1 AND about = ?2",
    [KR_SQL_OUTBOX_OF] =
        "SELECT about, made, state FROM outbox WHERE account = ?1 AND circle = ?2 ORDER BY made, id",
    [KR_SQL_OUTBOX_WAKE] = "UPDATE outbox SET next = ?1 WHERE state = 0 AND next > ?1",
    [KR_SQL_OUTBOX_GIVE_UP] = "UPDATE outbox SET state = 1, sealed = x'' WHERE state = 0 AND next <= ?1"
                              " AND (made <= ?2 OR unsure >= ?3)",
    [KR_SQL_OUTBOX_NEXT] = "SELECT id, account, next, tries, sealed FROM outbox WHERE state = 0"
                           " ORDER BY next LIMIT 1",
    [KR_SQL_OUTBOX_CLAIM] = "UPDATE outbox SET next = ?1, tries = tries + 1 WHERE id = ?2",
    [KR_SQL_OUTBOX_HAND] = "UPDATE outbox SET unsure = unsure + 1 WHERE id = ?1 AND state = 0",
    [KR_SQL_OUTBOX_SENT] = "DELETE FROM outbox WHERE id = ?1",
    [KR_SQL_OUTBOX_BACK] = "UPDATE outbox SET unsure = unsure - ?2 WHERE id = ?1",
    [KR_SQL_OUTBOX_REFUSED] = "UPDATE outbox SET state = 1, sealed = x'' WHERE id = ?1",
    [KR_SQL_OUTBOX_TIDY] = "DELETE FROM outbox WHERE state = 1 AND made < ?1",
    [KR_SQL_POSTED_COUNT] = "SELECT count(*) FROM posted WHERE account = ?1 AND at > ?2",
    [KR_SQL_POSTED_ADD] = "INSERT INTO posted(account, at) VALUES(?1, ?2)",
    [KR_SQL_POSTED_TIDY] = "DELETE FROM posted WHERE at < ?1",
};

/* secure_delete: what is deleted is overwritten with zeros. temp_store: nothing is sorted in files.
 * trusted_schema: a tampered schema cannot call functions. busy_timeout: another process may be writing. */
static const char pragmas[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = "
    "ON;"
    "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1000;"
    "PRAGMA journal_size_limit = 16777216;";

static kr_err run_text(kr_db *db, const char *text, kr_error *error) {
    int rc = sqlite3_exec(db->handle, text, NULL, NULL, NULL);
    return rc == SQLITE_OK ? KR_OK : kr_db_fail(db, rc, error);
}

static kr_err user_version(kr_db *db, int *out, kr_error *error) {
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db->handle, "PRAGMA user_version", -1, &st, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_step(st);
    if (rc == SQLITE_ROW) *out = sqlite3_column_int(st, 0);
    kr_err err = rc == SQLITE_ROW ? KR_OK : kr_db_fail(db, rc, error);
    sqlite3_finalize(st);
    return err;
}

static kr_err make_schema(kr_db *db, const char *const *schema, kr_error *error) {
    int version = 0, newest = 0;
    kr_err err = user_version(db, &version, error);
    if (err || !schema) return err;
    while (schema[newest]) newest++;
    if (version > newest) return kr_fail(error, KR_E_UNSUPPORTED, "error.store_newer", "", "");
    if (version == newest) return KR_OK;
    err = kr_db_do(db, KR_SQL_BEGIN_WRITE, error);
    if (err) return err;
    /* another process may have made it while this one waited */
    err = user_version(db, &version, error);
    for (int step = version; !err && step < newest; step++) err = run_text(db, schema[step], error);
    if (!err) err = kr_db_do(db, KR_SQL_COMMIT, error);
    if (err) kr_db_back(db);
    return err;
}

/* Nobody else reads the files, also in a folder that was there before and lets others look in: SQLite would
 * make them by the umask. Only a file that is new is opened here, since closing one that is in use would take
 * SQLite's locks along. Its write-ahead log gets the same mode. */
static void make_private(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return; /* what went wrong, SQLite will say */
    (void)kr_owned_as(fd, path);
    close(fd);
}

kr_err kr_db_open(kr_db *db, const char *path, const char *const *schema, kr_error *error) {
    *db = (kr_db){0};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    make_private(path);
    int rc = sqlite3_open_v2(path, &db->handle, flags, NULL);
    kr_err err = rc == SQLITE_OK ? KR_OK : kr_db_fail(db, rc, error);
    if (!err) sqlite3_busy_timeout(db->handle, 5000);
    if (!err) err = run_text(db, pragmas, error);
    if (!err) err = make_schema(db, schema, error);
    /* ready beforehand: going back must not need memory */
    sqlite3_stmt *st = NULL;
    if (!err) err = kr_db_use(db, KR_SQL_ROLLBACK, &st, error);
    if (err) kr_db_close(db);
    return err;
}

void kr_db_close(kr_db *db) {
    for (int i = 0; i < KR_SQL_COUNT; i++) {
        sqlite3_finalize(db->stmts[i]);
        db->stmts[i] = NULL;
    }
    sqlite3_close(db->handle);
    db->handle = NULL;
}

static bool is_full(int os) {
    return os == ENOSPC || os == EDQUOT || os == EFBIG;
}

/* Why the system refused. SQLite itself only tells ENOSPC from the rest; a quota or a limit on the size of
 * files is no less full. The write-ahead log is where nearly all is written, so its answer counts before that
 * of the database. */
static int system_reason(const kr_db *db, int base) {
    sqlite3_file *log = NULL;
    int os = 0;
    if (base != SQLITE_IOERR && base != SQLITE_CANTOPEN) return 0;
    if (base == SQLITE_CANTOPEN && sqlite3_db_readonly(db->handle, "main") == 1) return EROFS;
    if (base == SQLITE_CANTOPEN) return sqlite3_system_errno(db->handle);
    if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log &&
        log->pMethods)
        (void)log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &os);
    if (!os) (void)sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_LAST_ERRNO, &os);
    return os ? os : sqlite3_system_errno(db->handle);
}

kr_err kr_db_fail(const kr_db *db, int rc, kr_error *error) {
    int base = rc & 0xff;
    int os = system_reason(db, base);
    const char *detail = sqlite3_errstr(rc); /* never the text of a statement, let alone a value */
    if (base == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM) return kr_no_memory(error);
    if (base == SQLITE_FULL || is_full(os)) return kr_fail(error, KR_E_FULL, "error.disk_full", "", detail);
    if (base == SQLITE_READONLY || os == EROFS || os == EACCES || os == EPERM)
        return kr_fail(error, KR_E_READONLY, "error.disk_readonly", "", detail);
    if (base == SQLITE_BUSY || base == SQLITE_LOCKED)
        return kr_fail(error, KR_E_BUSY, "error.busy", "", detail);
    if (base == SQLITE_CORRUPT || base == SQLITE_NOTADB)
        return kr_fail(error, KR_E_CORRUPT, "error.store_damaged", "", detail);
    if (rc == SQLITE_CONSTRAINT_FOREIGNKEY) return kr_fail(error, KR_E_NOT_FOUND, "error.no_account", "", "");
    if (base == SQLITE_CONSTRAINT) return kr_fail(error, KR_E_CONFLICT, "error.busy", "", detail);
    return kr_fail(error, KR_E_IO, "error.disk", "", detail);
}

kr_err kr_db_use(kr_db *db, kr_sql which, sqlite3_stmt **out, kr_error *error) {
    if (!db->stmts[which]) {
        int rc = sqlite3_prepare_v3(db->handle, texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                                    &db->stmts[which], NULL);
        if (rc != SQLITE_OK) return kr_db_fail(db, rc, error);
    }
    db->bind_rc = SQLITE_OK;
    *out = db->stmts[which];
    return KR_OK;
}

static void bound(kr_db *db, int rc) {
    if (db->bind_rc == SQLITE_OK) db->bind_rc = rc;
}

void kr_bind_int(kr_db *db, sqlite3_stmt *st, int at, int64_t value) {
    bound(db, sqlite3_bind_int64(st, at, value));
}

void kr_bind_id(kr_db *db, sqlite3_stmt *st, int at, kr_id value) {
    bound(db, sqlite3_bind_int64(st, at, (int64_t)value));
}

void kr_bind_blob(kr_db *db, sqlite3_stmt *st, int at, const void *bytes, size_t len) {
    bound(db, sqlite3_bind_blob64(st, at, bytes, len, SQLITE_STATIC));
}

void kr_bind_text(kr_db *db, sqlite3_stmt *st, int at, const char *text) {
    bound(db, sqlite3_bind_text(st, at, text, -1, SQLITE_STATIC));
}

kr_err kr_db_step(kr_db *db, sqlite3_stmt *st, bool *row, kr_error *error) {
    int rc = db->bind_rc == SQLITE_OK ? sqlite3_step(st) : db->bind_rc;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) return kr_db_fail(db, rc, error);
    *row = rc == SQLITE_ROW;
    return KR_OK;
}

void kr_db_done(sqlite3_stmt *st) {
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
}

kr_err kr_db_run(kr_db *db, sqlite3_stmt *st, int *touched, kr_error *error) {
    bool row = true;
    kr_err err = KR_OK;
    while (!err && row) err = kr_db_step(db, st, &row, error);
    if (!err && touched) *touched = sqlite3_changes(db->handle);
    kr_db_done(st);
    return err;
}

kr_err kr_db_do(kr_db *db, kr_sql which, kr_error *error) {
    sqlite3_stmt *st = NULL;
    if (which == KR_SQL_BEGIN || which == KR_SQL_BEGIN_WRITE)
        kr_db_back(db); /* if going back failed before */
    kr_err err = kr_db_use(db, which, &st, error);
    return err ? err : kr_db_run(db, st, NULL, error);
}

void kr_db_back(kr_db *db) {
    /* a full disk may already have rolled it back */
    if (!sqlite3_get_autocommit(db->handle)) kr_may_fail(kr_db_do(db, KR_SQL_ROLLBACK, NULL));
}

kr_id kr_column_id(sqlite3_stmt *st, int at) {
    return (kr_id)sqlite3_column_int64(st, at);
}

kr_err kr_db_numbers(kr_db *db, const kr_asked *asked, kr_id *out, size_t *count, kr_error *error) {
    sqlite3_stmt *st = NULL;
    bool row = true;
    size_t n = 0;
    kr_err err = kr_db_use(db, asked->sql, &st, error);
    if (err) return err;
    for (int i = 0; i < asked->n_bound; i++) kr_bind_id(db, st, i + 1, asked->bound[i]);
    while (!err && n < asked->cap) {
        err = kr_db_step(db, st, &row, error);
        if (err || !row) break;
        for (int i = 0; i < asked->width; i++) *out++ = kr_column_id(st, i);
        n++;
    }
    kr_db_done(st);
    *count = n;
    return err;
}

kr_str kr_column_blob(sqlite3_stmt *st, int at) {
    const void *bytes = sqlite3_column_blob(st, at);
    int len = sqlite3_column_bytes(st, at);
    return bytes && len > 0 ? kr_str_n(bytes, (size_t)len) : KR_NONE;
}

bool kr_column_bytes(sqlite3_stmt *st, int at, void *out, size_t len) {
    kr_str blob = kr_column_blob(st, at);
    if (blob.len != len) return false;
    memcpy(out, blob.ptr, len);
    return true;
}
