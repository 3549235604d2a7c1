/* Old rows of who looked go, by the operator's choice. */
#include "cli/admin.h"
#include "store/verify.h"

/* What NEN 7513 and the law ask of care providers. */
#define YEARS_ASKED 5
/* Who looked yesterday can always be read tomorrow: no command wipes out fresh traces. */
#define YEARS_LEAST 1
#define YEARS_MOST  100

/* The same day some years ago, "2021-11-22". */
static void years_ago(char out[11], int64_t now, int64_t years) {
    char moment[32];
    int64_t year = 0;
    admin_moment(moment, now);
    memcpy(out, moment, 10);
    out[10] = '\0';
    if (!kr_str_int(kr_str_n(out, 4), &year)) return;
    snprintf(moment, sizeof moment, "%04d", (int)(year - years) % 10000);
    memcpy(out, moment, 4);
}

/* The day, and what the operator said. */
static kr_str why_of(cli *c, const char *day) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, &c->arena, 4096);
    kr_put_z(&out, day);
    if (cli_has(c, OPT_REASON)) {
        kr_put_z(&out, ": ");
        kr_put_z(&out, cli_value(c, OPT_REASON, ""));
    }
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

static int prune(cli *c, const char *day, int64_t before, int64_t now) {
    kr_store *store = NULL;
    kr_error error = {0};
    uint64_t gone = 0;
    kr_str why = why_of(c, day);
    if (!why.len) return cli_fail_key(c, NULL, "error.too_large", NULL);
    int code = admin_open(c, 1, &store);
    if (code != CLI_DONE) return code;
    kr_err err = kr_ledger_prune(store, before, why, now, &gone, &error);
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)gone), KR_WORD_TEXT("day", kr_str_z(day))};
    if (gone)
        cli_say(c, stdout, "admin.pruned", args, KR_COUNT(args));
    else if (err == KR_OK)
        cli_say(c, stdout, "admin.prune_nothing", args, KR_COUNT(args));
    if (err != KR_E_CORRUPT) return admin_end(c, store, err, &error);
    kr_store_close(store);
    return cli_fail_key(c, NULL, "admin.prune_damaged", NULL);
}

int admin_prune(cli *c) {
    int64_t years = 0, before = 0, now = admin_now();
    char day[11];
    const char *said = cli_value(c, OPT_KEEP, NULL);
    if (!said) return cli_misuse(c, "admin.prune_years", NULL);
    if (!kr_str_int(kr_str_z(said), &years) || years < YEARS_LEAST || years > YEARS_MOST)
        return cli_misuse(c, "admin.prune_years", NULL);
    if (years < YEARS_ASKED && !*cli_value(c, OPT_REASON, ""))
        return cli_misuse(c, "admin.prune_short", NULL);
    years_ago(day, now, years);
    if (!admin_day(day, &before)) return cli_fail_key(c, NULL, "error.too_large", NULL);
    return prune(c, day, before, now);
}
