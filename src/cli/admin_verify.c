#include "cli/admin.h"
#include "store/verify.h"

typedef struct finding_list {
    cli *c;
    bool json;
} finding_list;

static const char *finding_key(kr_finding_kind kind) {
    static const char *const keys[] = {NULL,
                                       "admin.found.file",
                                       "admin.found.account",
                                       "admin.found.head",
                                       "admin.found.key",
                                       "admin.found.body",
                                       "admin.found.cut",
                                       "admin.found.older",
                                       "admin.found.gone",
                                       "admin.found.share",
                                       "admin.found.ledger",
                                       "admin.found.heads"};
    return kind > 0 && (size_t)kind < KR_COUNT(keys) ? keys[kind] : "admin.found.file";
}

static void say_finding(void *context, const kr_finding *f) {
    const finding_list *l = context;
    char circle[17], account[17];
    admin_hex(circle, f->circle);
    admin_hex(account, f->account);
    if (l->json) {
        printf("{\"finding\":\"%s\",\"circle\":\"%s\",\"account\":\"%s\",\"at\":%llu,\"detail\":\"%s\"}\n",
               finding_key(f->kind) + sizeof "admin.found." - 1, circle, account, (unsigned long long)f->at,
               f->detail ? f->detail : "");
        return;
    }
    kr_word_arg args[] = {KR_WORD_TEXT("circle", kr_str_z(f->circle ? circle : account)),
                          KR_WORD_NUMBER("at", (int64_t)f->at),
                          KR_WORD_TEXT("detail", kr_str_z(f->detail ? f->detail : ""))};
    cli_say(l->c, stdout, finding_key(f->kind), args, KR_COUNT(args));
}

int admin_verify(cli *c) {
    kr_store *store = NULL;
    kr_error error = {0};
    kr_verified v = {0};
    finding_list list = {c, cli_has(c, OPT_JSON)};
    int code = admin_open(c, 1, &store);
    if (code != CLI_DONE) return code;
    int64_t now = admin_now();
    kr_err err = kr_store_verify(store, &v, say_finding, &list, &error);
    if (err == KR_OK) err = kr_operator_last(store, "verify", now, v.findings, &error);
    if (err == KR_OK)
        err = kr_operator_note(store, KR_EVENT_VERIFIED, 0, 0, KR_NONE,
                               v.findings ? KR_OUTCOME_FAILED : KR_OUTCOME_DONE, now, &error);
    if (err != KR_OK) return admin_end(c, store, err, &error);
    kr_word_arg args[] = {
        KR_WORD_NUMBER("accounts", (int64_t)v.accounts), KR_WORD_NUMBER("circles", (int64_t)v.circles),
        KR_WORD_NUMBER("changes", (int64_t)v.changes), KR_WORD_NUMBER("looks", (int64_t)v.looks),
        KR_WORD_NUMBER("n", (int64_t)v.findings)};
    cli_say(c, list.json ? stderr : stdout, v.findings ? "admin.verify_found" : "admin.verify_good", args,
            KR_COUNT(args));
    kr_store_close(store);
    return v.findings ? CLI_WRONG : CLI_DONE;
}
