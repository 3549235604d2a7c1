/* What stands in the store's own ledger, as lines of NEN 7513; and numbers without people. */
#include <sqlite3.h>
#include <time.h>

#include "apart/confine.h"
#include "cli/admin.h"
#include "core/num.h"
#include "store/verify.h"

const char *admin_moment(char out[32], int64_t at) {
    time_t seconds = (time_t)(at / 1000);
    struct tm t;
    out[0] = '\0';
    if (!at || !gmtime_r(&seconds, &t)) return out;
    size_t n = strftime(out, 32, "%Y-%m-%dT%H:%M:%S", &t);
    snprintf(out + n, 32 - n, ".%03dZ", (int)(at % 1000));
    return out;
}

void admin_hex(char out[17], kr_id id) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) out[i] = digits[id >> (60 - 4 * i) & 15];
    out[16] = '\0';
}

/* -- audit -- */
typedef struct event_name {
    uint8_t event;
    const char *name;
} event_name;

static const event_name event_names[] = {
    {KR_EVENT_SIGNED_IN, "signed-in"},
    {KR_EVENT_SIGN_IN_REFUSED, "sign-in-refused"},
    {KR_EVENT_SIGNED_OUT, "signed-out"},
    {KR_EVENT_PASSWORD_RENEWED, "password-renewed"},
    {KR_EVENT_REFUSED, "refused"},
    {KR_EVENT_ACCOUNT_DISABLED, "account-disabled"},
    {KR_EVENT_ACCOUNT_ENABLED, "account-enabled"},
    {KR_EVENT_KEY_ROTATED, "server-key-changed"},
    {KR_EVENT_BACKUP, "backup"},
    {KR_EVENT_RESTORE, "restore"},
    {KR_EVENT_VERIFIED, "verified"},
    {KR_EVENT_PRUNED, "ledger-pruned"},
    {KR_EVENT_SUPPORT, "support-access"},
    {KR_EVENT_EMERGENCY, "emergency-access"},
    {KR_EVENT_ACCOUNT_CREATED, "account-created"},
    {KR_EVENT_ADMINISTRATOR, "administrator"},
};

static const char *name_of(uint8_t event) {
    for (size_t i = 0; i < KR_COUNT(event_names); i++)
        if (event_names[i].event == event) return event_names[i].name;
    return "other";
}

static const char *purpose_of(uint8_t ground) {
    static const char *const names[] = {"",     "own",     "shared",   "representative",
                                        "duty", "support", "emergency"};
    return ground < KR_COUNT(names) ? names[ground] : "";
}

static void put_json(kr_buf *out, kr_str text) {
    kr_put_c(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\') kr_put_c(out, '\\');
        kr_put_c(out, c < 0x20 ? ' ' : (char)c);
    }
    kr_put_c(out, '"');
}

static void put_pair(kr_buf *out, const char *name, const char *value) {
    kr_put_c(out, '"');
    kr_put_z(out, name);
    kr_put_z(out, "\":");
    put_json(out, kr_str_z(value));
}

/* "password", "password+code": how somebody came in, or tried to. */
static void put_way(kr_buf *out, uint8_t way) {
    static const char *const firsts[16] = {"",         "registration", "password", "passkey", "organisation",
                                           "recovery", "new-password"};
    const char *first = firsts[way & 15], *second = way & KR_SIGN_CODE  ? "code"
                                                    : way & KR_SIGN_KEY ? "passkey"
                                                                        : "";
    kr_put_z(out, ",\"AuthenticationMethod\":\"");
    kr_put_z(out, first ? first : "");
    if (first && *first && *second) kr_put_c(out, '+');
    kr_put_z(out, second);
    kr_put_c(out, '"');
}

static void put_user(kr_buf *out, const kr_look *look) {
    char id[17];
    bool by_person = look->account || look->event < KR_EVENT_ACCOUNT_DISABLED;
    admin_hex(id, look->account);
    kr_put_z(out, ",\"User\":[{");
    put_pair(out, "UserID", !by_person ? "operator" : look->account ? id : "unknown");
    kr_put_z(out, ",\"UserIsRequestor\":true,");
    put_pair(out, "RoleIDCode", look->event >= KR_EVENT_ACCOUNT_DISABLED ? "operator" : "account");
    kr_put_c(out, ',');
    put_pair(out, "PurposeOfUse", purpose_of(look->ground));
    if (look->role && look->event < KR_EVENT_ACCOUNT_DISABLED) put_way(out, look->role);
    if (look->session) {
        admin_hex(id, look->session);
        kr_put_z(out, ",\"NetworkAccessPointTypeCode\":5,");
        put_pair(out, "NetworkAccessPointID", id);
    }
    kr_put_z(out, "}]");
}

static void put_object(kr_buf *out, const kr_look *look) {
    char id[17];
    if (look->object) {
        admin_hex(id, look->object);
        kr_put_z(out, ",\"Object\":[{\"ParticipantObjectTypeCode\":1,\"ParticipantObjectTypeCodeRole\":11,");
        put_pair(out, "ParticipantObjectIDTypeCode", "account");
        kr_put_c(out, ',');
        put_pair(out, "ParticipantObjectID", id);
        kr_put_z(out, "}]");
        return;
    }
    kr_put_z(out, ",\"Object\":[{\"ParticipantObjectTypeCode\":2,\"ParticipantObjectTypeCodeRole\":3,");
    put_pair(out, "ParticipantObjectIDTypeCode", "store");
    kr_put_z(out, "}]");
}

static int put_look(const kr_look *look, const char *source) {
    kr_buf out;
    kr_str line;
    char at[32];
    const char action[2] = {(char)look->action, '\0'};
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 1u << 16);
    kr_buf_init(&out, &arena, 16384);
    kr_put_z(&out, "{\"EventID\":");
    kr_put_int(&out, look->event);
    kr_put_c(&out, ',');
    put_pair(&out, "EventTypeCode", name_of(look->event));
    kr_put_c(&out, ',');
    put_pair(&out, "EventActionCode", action);
    kr_put_c(&out, ',');
    put_pair(&out, "EventDateTime", admin_moment(at, look->at));
    kr_put_z(&out, ",\"EventOutcomeIndicator\":");
    kr_put_int(&out, look->outcome);
    put_user(&out, look);
    put_object(&out, look);
    kr_put_z(&out, ",\"Source\":{");
    put_pair(&out, "AuditEnterpriseSiteID", source);
    kr_put_z(&out, ",\"AuditSourceID\":\"kring\",\"AuditSourceTypeCode\":4}");
    if (look->why.len) {
        kr_put_z(&out, ",\"Reason\":");
        put_json(&out, look->why);
    }
    kr_put_z(&out, "}\n");
    bool good = kr_buf_end(&out, &line) == KR_OK && fwrite(line.ptr, 1, line.len, stdout) == line.len;
    kr_arena_dispose(&arena);
    return good ? CLI_DONE : CLI_WRONG;
}

bool admin_day(const char *text, int64_t *out) {
    int64_t part[3] = {0};
    kr_str rest = kr_str_z(text), word;
    if (strlen(text) != 10) return false;
    for (int i = 0; i < 3; i++) {
        rest = kr_str_cut(rest, '-', &word);
        if (!kr_str_int(word, &part[i])) return false;
    }
    if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31) return false;
    /* days since 1970 of the proleptic calendar */
    int64_t y = part[0] - (part[1] <= 2), era = y / 400, yoe = y - era * 400;
    int64_t doy = (153 * (part[1] + (part[1] > 2 ? -3 : 9)) + 2) / 5 + part[2] - 1;
    *out = (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468) * 86400000;
    return true;
}

/* Both chains, in the order of time. */
static int show_looks(cli *c, kr_store *store, int64_t since, bool *whole, kr_error *error) {
    static const kr_id chains[2] = {0, KR_LEDGER_DOOR};
    kr_look *looks[2] = {NULL, NULL};
    size_t count[2] = {0}, at[2] = {0};
    char source[33];
    int code = CLI_DONE;
    kr_store_source(store, source);
    for (int i = 0; i < 2; i++) {
        bool good = true;
        kr_err err = kr_ledger_read(store, &looks[i], &count[i], &good, &c->arena, chains[i], error);
        if (err != KR_OK) return CLI_WRONG;
        *whole = *whole && good;
    }
    while (code == CLI_DONE && (at[0] < count[0] || at[1] < count[1])) {
        int i = at[0] == count[0] || (at[1] < count[1] && looks[1][at[1]].at < looks[0][at[0]].at);
        const kr_look *look = &looks[i][at[i]++];
        if (look->at >= since) code = put_look(look, source);
    }
    return code;
}

int admin_audit(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    int64_t since = 0;
    bool whole = true;
    const char *said = cli_value(c, OPT_SINCE, NULL);
    if (said && !admin_day(said, &since)) return cli_misuse(c, "admin.since", said);
    int code = admin_open(c, 1, &store);
    if (code != CLI_DONE) return code;
    code = show_looks(c, store, since, &whole, &error);
    if (code != CLI_DONE) return admin_end(c, store, error.code ? error.code : KR_E_IO, &error);
    kr_store_close(store);
    return whole ? CLI_DONE : cli_fail_key(c, NULL, "admin.audit_broken", NULL);
}

/* -- report -- */
static void report_json(const kr_numbers *n) {
    char backup[32], verify[32];
    printf(
        "{\"version\":\"" KR_VERSION "\",\"sqlite\":\"%s\",\"schema\":%u,\"accounts\":%llu,\"disabled\":%llu,"
        "\"administrators\":%llu,\"circles\":%llu,\"changes\":%llu,\"bytes\":%llu,\"key_version\":%llu,"
        "\"key_changing\":%s,\"backup_at\":\"%s\",\"backup_bytes\":%llu,\"verified_at\":\"%s\","
        "\"findings\":%llu,\"landlock\":%d}\n",
        sqlite3_libversion(), n->schema, (unsigned long long)n->accounts, (unsigned long long)n->disabled,
        (unsigned long long)n->administrators, (unsigned long long)n->circles, (unsigned long long)n->changes,
        (unsigned long long)n->bytes, (unsigned long long)n->key_version, n->key_changing ? "true" : "false",
        admin_moment(backup, n->backup_at), (unsigned long long)n->backup_bytes,
        admin_moment(verify, n->verify_at), (unsigned long long)n->findings, kr_confine_files_version());
}

static void report_words(cli *c, const kr_numbers *n) {
    char backup[32], verify[32];
    kr_word_arg args[] = {KR_WORD_TEXT("version", KR_STR(KR_VERSION)),
                          KR_WORD_TEXT("sqlite", kr_str_z(sqlite3_libversion())),
                          KR_WORD_NUMBER("schema", n->schema),
                          KR_WORD_NUMBER("accounts", (int64_t)n->accounts),
                          KR_WORD_NUMBER("disabled", (int64_t)n->disabled),
                          KR_WORD_NUMBER("administrators", (int64_t)n->administrators),
                          KR_WORD_NUMBER("circles", (int64_t)n->circles),
                          KR_WORD_NUMBER("changes", (int64_t)n->changes),
                          KR_WORD_NUMBER("bytes", (int64_t)n->bytes),
                          KR_WORD_NUMBER("key", (int64_t)n->key_version),
                          KR_WORD_TEXT("backup", kr_str_z(admin_moment(backup, n->backup_at))),
                          KR_WORD_TEXT("verify", kr_str_z(admin_moment(verify, n->verify_at))),
                          KR_WORD_NUMBER("findings", (int64_t)n->findings)};
    cli_say(c, stdout, "admin.report", args, KR_COUNT(args));
    cli_say(c, stdout, n->backup_at ? "admin.report_backup" : "admin.report_no_backup", args, KR_COUNT(args));
    cli_say(c, stdout, n->verify_at ? "admin.report_verify" : "admin.report_no_verify", args, KR_COUNT(args));
    if (n->key_changing) cli_say(c, stdout, "admin.key.changing", args, KR_COUNT(args));
    const kr_word_arg lock[] = {KR_WORD_TEXT("what", KR_STR("Landlock")),
                                KR_WORD_NUMBER("version", kr_confine_files_version())};
    cli_say(c, stdout, lock[1].number > 0 ? "confine.report" : "confine.without", lock, KR_COUNT(lock));
}

int admin_report(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_numbers numbers;
    int code = admin_open(c, 1, &store);
    if (code != CLI_DONE) return code;
    kr_err err = kr_operator_numbers(store, &numbers, &error);
    if (err == KR_OK && cli_has(c, OPT_JSON))
        report_json(&numbers);
    else if (err == KR_OK)
        report_words(c, &numbers);
    return admin_end(c, store, err, &error);
}
