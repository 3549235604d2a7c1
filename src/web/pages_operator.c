/* For who runs the server: numbers without people, accounts by the sign-in name that is typed in, and what
 * stands open. No page here leads into a circle. Also what anybody may read about safety. */
#include "store/operator.h"
#include "web/second.h"

#define DAY_MS (24 * 3600 * 1000LL)

/* The one place that says who may: an administrator whose signing in asks for a second proof. */
typedef enum kr_keeper { KR_KEEPER_NOT, KR_KEEPER_BARE, KR_KEEPER_YES } kr_keeper;

static kr_err keeper_of(kr_request *request, kr_keeper *out, kr_error *error) {
    kr_account_flags flags;
    kr_ways ways;
    *out = KR_KEEPER_NOT;
    kr_err err = kr_account_flags_of(request->web->store, &flags, request->account.id, error);
    if (err != KR_OK || !flags.administrator) return err;
    err = kr_account_ways(request->web->store, &ways, request->account.id, error);
    /* without a password here the organisation of who signs in asks for it */
    if (err == KR_OK) *out = ways.second || !ways.password ? KR_KEEPER_YES : KR_KEEPER_BARE;
    return err;
}

/* For anybody else there is no such page. */
static kr_err must_keep(kr_request *request, kr_error *error) {
    kr_keeper keeper;
    kr_err err = keeper_of(request, &keeper, error);
    if (err == KR_OK && keeper != KR_KEEPER_YES)
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    return err;
}

/* -- what stands there -- */
static void put_fact(kr_request *request, kr_model *facts, const char *key, uint64_t number) {
    kr_model *fact = kr_add_object(facts);
    kr_put_word(request, fact, "name", key);
    kr_put_number(fact, "value", (int64_t)number);
}

static void put_day(kr_request *request, kr_model *model, const char *name, int64_t at) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, request->arena, 200);
    if (at) kr_say_moment(&out, request->prefs.lang, kr_clock_local(at), request->local);
    if (kr_buf_end(&out, &text) != KR_OK) kr_put_lost(model);
    kr_put_text(model, name, text);
}

static void put_problem(kr_request *request, kr_model *problems, bool there, const char *key) {
    if (there) kr_put_word(request, kr_add_object(problems), "say", key);
}

static void put_numbers(kr_request *request, kr_model *model, const kr_numbers *n) {
    kr_model *facts = kr_put_array(model, "facts");
    put_fact(request, facts, "operator.accounts", n->accounts);
    put_fact(request, facts, "operator.disabled", n->disabled);
    put_fact(request, facts, "operator.administrators", n->administrators);
    put_fact(request, facts, "operator.circles", n->circles);
    put_fact(request, facts, "operator.changes", n->changes);
    put_fact(request, facts, "operator.megabytes", (n->bytes + 999999) / 1000000);
    put_fact(request, facts, "operator.key", n->key_version);
    put_day(request, model, "backup", n->backup_at);
    put_day(request, model, "verify", n->verify_at);
    kr_put_number(model, "findings", (int64_t)n->findings);
    kr_put_bool(model, "found", n->findings > 0);
    kr_model *problems = kr_put_array(model, "problems");
    int64_t now = request->now;
    put_problem(request, problems, !n->backup_at, "operator.problem.no_backup");
    put_problem(request, problems, n->backup_at && now - n->backup_at > 2 * DAY_MS,
                "operator.problem.old_backup");
    put_problem(request, problems, !n->verify_at || now - n->verify_at > 35 * DAY_MS,
                "operator.problem.verify");
    put_problem(request, problems, n->findings > 0, "operator.problem.findings");
    put_problem(request, problems, n->key_changing, "operator.problem.key");
    put_problem(request, problems, !request->web->contact.len, "operator.problem.contact");
    kr_put_bool(model, "has_problems", kr_model_count(problems) > 0);
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong, const char *where,
                   kr_error *error) {
    kr_numbers numbers;
    kr_model *model = kr_page_model(request, reply, "operator.title");
    kr_err err = kr_operator_numbers(request->web->store, &numbers, error);
    if (err != KR_OK) return err;
    put_numbers(request, model, &numbers);
    kr_put_bool(model, "keeper", true);
    kr_put_error(request, model, "wrong", wrong);
    kr_put_bool(model, "wrong_new", wrong && strcmp(where, "new") == 0);
    kr_put_bool(model, "wrong_state", wrong && strcmp(where, "state") == 0);
    kr_put_field_value(request, model, "login");
    kr_put_field_value(request, model, "name");
    reply->tmpl = "beheer";
    return KR_OK;
}

static kr_err page_show(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_keeper keeper;
    kr_err err = keeper_of(request, &keeper, error);
    if (err != KR_OK) return err;
    if (keeper == KR_KEEPER_NOT) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    if (keeper == KR_KEEPER_YES) return show(request, reply, NULL, "", error);
    kr_model *model = kr_page_model(request, reply, "operator.title");
    kr_put_bool(model, "keeper", false);
    return KR_OK;
}

/* Back to the form with the reason, or on as a page of its own when it is nobody's typing. */
static kr_err refuse(kr_request *request, kr_reply *reply, const kr_error *own, const char *where,
                     kr_error *error) {
    if (own->code == KR_E_NOT_FOUND) {
        reply->status = 422;
        return show(request, reply, own, where, error);
    }
    kr_err err = kr_form_refused(request, reply, own, error);
    return err ? err : show(request, reply, own, where, error);
}

static kr_err page_create(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id account;
    char recovery[64];
    kr_error own = {.code = KR_OK};
    kr_str login = kr_str_trim(kr_posted(request, "login")), name = kr_str_trim(kr_posted(request, "name"));
    kr_err err = must_keep(request, error);
    if (err != KR_OK) return err;
    err = kr_operator_create(request->web->store, request->account.id, &account, login,
                             name.len ? name : login, request->now, recovery, &own);
    if (err != KR_OK) return refuse(request, reply, &own, "new", error);
    kr_model *model = kr_page_model(request, reply, "operator.made");
    kr_put_text(model, "code", kr_str_z(recovery));
    kr_put_text(model, "login", login);
    reply->tmpl = "beheer-code";
    return KR_OK;
}

static kr_err page_state(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id account;
    kr_error own = {.code = KR_OK};
    bool close = kr_str_is(kr_posted(request, "do"), "close");
    kr_err err = must_keep(request, error);
    if (err != KR_OK) return err;
    err = kr_operator_find(request->web->store, &account, kr_posted(request, "login"), &own);
    /* nobody closes the door on themselves by a slip */
    if (err == KR_OK && account == request->account.id)
        err = kr_fail(&own, KR_E_INVALID, "operator.own", "login", NULL);
    if (err == KR_OK && kr_posted(request, "reason").len > 200)
        err = kr_fail(&own, KR_E_INVALID, "operator.reason_long", "reason", NULL);
    if (err == KR_OK)
        err = kr_operator_disable(request->web->store, request->account.id, account, close,
                                  kr_str_trim(kr_posted(request, "reason")), request->now, &own);
    if (err != KR_OK) return refuse(request, reply, &own, "state", error);
    kr_go(request, reply, "/beheer", close ? "operator.closed" : "operator.opened");
    return KR_OK;
}

/* -- for anybody -- */
static kr_err page_safety(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    kr_model *model = kr_page_model(request, reply, "safety.title");
    kr_put_bool(model, "contact", request->web->contact.len > 0);
    return KR_OK;
}

static void put_two(kr_buf *out, int number) {
    if (number < 10) kr_put_c(out, '0');
    kr_put_int(out, number);
}

/* RFC 9116. It must be read again within half a year. */
static kr_err page_security_txt(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_buf out;
    if (!request->web->contact.len) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_date day = kr_date_of(request->now + 180 * DAY_MS);
    kr_buf_init(&out, request->arena, 1024);
    kr_put_z(&out, "Contact: ");
    kr_put(&out, request->web->contact);
    kr_put_z(&out, "\nExpires: ");
    kr_put_int(&out, day / 10000);
    kr_put_c(&out, '-');
    put_two(&out, day / 100 % 100);
    kr_put_c(&out, '-');
    put_two(&out, day % 100);
    kr_put_z(&out, "T00:00:00Z\nPreferred-Languages: nl, en\n");
    reply->type = "text/plain; charset=utf-8";
    return kr_buf_end(&out, &reply->body) == KR_OK ? KR_OK
                                                   : kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

const kr_route kr_routes_operator[] = {
    {"GET", "/beheer", KR_SIGNED_IN, false, page_show, "beheer", 0, 0, 0},
    {"POST", "/beheer/account", KR_SIGNED_IN, true, page_create, "beheer", 0, 16u << 10, 0},
    {"POST", "/beheer/sluiten", KR_SIGNED_IN, true, page_state, "beheer", 0, 16u << 10, 0},
    {"GET", "/veiligheid", KR_ANYBODY, false, page_safety, "veiligheid", 0, 0, 0},
    {"GET", "/.well-known/security.txt", KR_ANYBODY, false, page_security_txt, NULL, 0, 0, 0},
    {0},
};
