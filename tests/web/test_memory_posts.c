/* Memory that runs out in the middle of what is sent: inviting, sharing and taking back, links for once,
 * proposals, handing over, and the second proof with all its steps. Each piece is refused once. What the
 * answer says was done, is done; a page that is shown is whole; and what was refused did nothing by halves.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "scene.h"
#include "store/sign.h"

typedef struct act {
    const person *who;
    char path[120], fields[600];
    kr_id share, once; /* what this time is about */
    char name[32];     /* a name of this time's own */
    char secret[400];  /* as the page sealed it; empty when none was asked for */
    char shown[60];    /* as it stands there to be typed */
} act;

typedef struct step {
    const char *what;
    void (*prepare)(scene *at, act *a);
    void (*after)(scene *at, const act *a, bool said, const kr_output *page);
    bool costs; /* a password is hashed: fewer places */
    bool shows; /* nothing is sent: a page is asked for */
} step;

static long times;

static void *alloc_but_one(void *context, size_t size) {
    long *left = context;
    return (*left)-- == 0 ? NULL : malloc(size);
}

static void release(void *context, void *ptr) {
    (void)context;
    free(ptr);
}

static void plenty(scene *at) {
    at->s.fill = 0;
    kr_arena_dispose(&at->s.arena);
    kr_arena_init(&at->s.arena, kr_heap(), KR_REQUEST_MEMORY);
}

/* -- what is there, as the store says it -- */

#define WELL(call)                                                                                           \
    do {                                                                                                     \
        kr_err well_ = (call);                                                                               \
        if (well_) fail_msg("%s: %s", #call, error.key);                                                     \
    } while (0)

static bool share_of(scene *at, kr_share_entry *out, kr_id id, const char *name) {
    kr_share_entry *list;
    size_t count;
    kr_error error = {.code = KR_OK};
    WELL(kr_shares_of(at->s.store, &list, &count, &at->arena, at->annie.account, at->circle, &error));
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id || (name && kr_str_is(list[i].name, name))) {
            *out = list[i];
            return true;
        }
    return false;
}

static bool once_of(scene *at, kr_once *out, kr_id id, const char *whom) {
    kr_once *list;
    size_t count;
    kr_error error = {.code = KR_OK};
    WELL(kr_onces_of(at->s.store, &list, &count, &at->arena, at->annie.account, at->circle, &error));
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id || (whom && kr_str_is(list[i].whom, whom))) {
            *out = list[i];
            return true;
        }
    return false;
}

static bool page_has(scene *at, const person *who, const char *path, const char *words) {
    char whole[140];
    snprintf(whole, sizeof whole, "%s%s", at->base, path);
    scene_become(at, who);
    kr_output page = site_ask(&at->s, "GET", whole, NULL, NULL);
    return page.status == 200 && site_has(&page, words);
}

/* -- shares -- */

static void new_share(scene *at, act *a) {
    kr_error error = {.code = KR_OK};
    kr_share_entry entry = {.name = kr_str_z(a->name), .role = KR_ROLE_FRIEND};
    entry.rules.rights[KR_PART_MAP] = KR_RIGHT_READ;
    a->share = 0;
    WELL(kr_share_put(at->s.store, &a->share, at->annie.account, at->circle, &entry, at->s.now, &error));
}

static void invited(scene *at, act *a, char code[KR_CODE_TEXT]) {
    kr_error error = {.code = KR_OK};
    new_share(at, a);
    WELL(kr_invite_make(at->s.store, code, at->annie.account, at->circle, a->share, KR_INVITE_TABLE,
                        at->s.now, &error));
}

static void opened(scene *at, act *a) {
    char code[KR_CODE_TEXT];
    kr_share_entry entry;
    kr_error error = {.code = KR_OK};
    invited(at, a, code);
    WELL(
        kr_invite_open(at->s.store, &entry, &at->arena, at->henk.account, kr_str_z(code), at->s.now, &error));
}

static void let_in(scene *at, act *a) {
    kr_error error = {.code = KR_OK};
    opened(at, a);
    WELL(kr_share_confirm(at->s.store, at->annie.account, at->circle, a->share, true, at->s.now, &error));
}

static void at_share(const scene *at, act *a, const char *tail) {
    char id[17];
    kr_id_text(a->share, id);
    snprintf(a->path, sizeof a->path, "%s/delen/met/%s%s", at->base, id, tail);
}

/* Not one share more than before stays open, or there would be too many. */
static void end_share(scene *at, const act *a) {
    kr_share_entry share;
    kr_error error = {.code = KR_OK};
    if (share_of(at, &share, a->share, a->name) && !share.withdrawn)
        WELL(kr_share_withdraw(at->s.store, at->annie.account, at->circle, share.id, at->s.now, &error));
}

static void ask_first(scene *at, act *a) {
    snprintf(a->path, sizeof a->path, "%s/delen/nieuw", at->base);
    snprintf(a->fields, sizeof a->fields, "eerst=1&wie=&naam=%s&wat=friend", a->name);
}

static void asked_first(scene *at, const act *a, bool said, const kr_output *page) {
    kr_share_entry share;
    if (said) assert_true(site_has(page, a->name));
    assert_false(share_of(at, &share, 0, a->name));
}

static void make_share(scene *at, act *a) {
    snprintf(a->path, sizeof a->path, "%s/delen/nieuw", at->base);
    snprintf(a->fields, sizeof a->fields, "wie=&naam=%s&wat=friend&ziet=map&ziet=plan&woord=Buurvrouw&tot=30",
             a->name);
}

static void made_share(scene *at, const act *a, bool said, const kr_output *page) {
    kr_share_entry share;
    bool there = share_of(at, &share, 0, a->name);
    (void)page;
    assert_true(there || !said);
    if (there) {
        assert_true(kr_str_is(share.word, "Buurvrouw") && share.until > at->s.now);
        assert_int_equal(share.rules.rights[KR_PART_MAP], KR_RIGHT_READ);
        assert_int_equal(share.rules.rights[KR_PART_PLAN], KR_RIGHT_READ);
    }
    end_share(at, a);
}

static void change_share(scene *at, act *a) {
    let_in(at, a);
    at_share(at, a, "");
    snprintf(a->fields, sizeof a->fields, "naam=%s&wat=friend&ziet=wish&woord=Meelezer&tot=30", a->name);
}

static void changed_share(scene *at, const act *a, bool said, const kr_output *page) {
    kr_share_entry share;
    (void)page;
    assert_true(share_of(at, &share, a->share, NULL));
    bool map = share.rules.rights[KR_PART_MAP], wish = share.rules.rights[KR_PART_WISH];
    assert_true(wish || !said);
    assert_true(map != wish && kr_str_is(share.name, a->name));
    assert_true(kr_str_is(share.word, wish ? "Meelezer" : "") && (share.until > 0) == wish);
    end_share(at, a);
}

static void invite(scene *at, act *a) {
    new_share(at, a);
    at_share(at, a, "/uitnodigen");
    snprintf(a->fields, sizeof a->fields, "hoe=brief");
}

/* Whoever reads the page can type what it says. */
static void code_on(const kr_output *page, char out[60]) {
    kr_str mark = KR_STR("k-code__c\">"), code;
    size_t k = kr_str_find(page->body, mark);
    assert_true(k != SIZE_MAX);
    kr_str_cut(kr_str_n(page->body.ptr + k + mark.len, page->body.len - k - mark.len), '<', &code);
    snprintf(out, 60, "%.*s", KR_ARG(code));
}

static void invited_by_page(scene *at, const act *a, bool said, const kr_output *page) {
    char code[60];
    kr_share_entry share;
    kr_error error = {.code = KR_OK};
    if (said) {
        code_on(page, code);
        WELL(kr_invite_look(at->s.store, &share, &at->arena, at->henk.account, kr_str_z(code), at->s.now,
                            &error));
    }
    end_share(at, a);
}

static void meet(scene *at, act *a) {
    char code[KR_CODE_TEXT];
    kr_share_entry entry;
    kr_error error = {.code = KR_OK};
    invited(at, a, code);
    /* what went wrong last time counts as a try; a code that is right ends that */
    WELL(
        kr_invite_look(at->s.store, &entry, &at->arena, at->henk.account, kr_str_z(code), at->s.now, &error));
    a->who = &at->henk;
    snprintf(a->path, sizeof a->path, "/meekijken");
    snprintf(a->fields, sizeof a->fields, "code=%s", code);
}

static void met(scene *at, const act *a, bool said, const kr_output *page) {
    kr_share_entry share;
    if (said) assert_true(site_has(page, "Annie"));
    assert_true(share_of(at, &share, a->share, NULL));
    assert_true(!said || (share.opened && share.rules.guest == at->henk.account));
    assert_false(share.confirmed);
    end_share(at, a);
}

static void confirm(scene *at, act *a) {
    opened(at, a);
    at_share(at, a, "/bevestig");
    snprintf(a->fields, sizeof a->fields, "klopt=%s", times % 2 ? "ja" : "nee");
}

static void confirmed(scene *at, const act *a, bool said, const kr_output *page) {
    kr_share_entry share;
    bool yes = strcmp(a->fields, "klopt=ja") == 0;
    (void)page;
    assert_true(share_of(at, &share, a->share, NULL));
    if (said) assert_true(yes ? share.confirmed != 0 : share.withdrawn != 0);
    if (!yes) assert_false(share.confirmed);
    if (yes) assert_false(share.withdrawn);
    end_share(at, a);
}

static void stop(scene *at, act *a) {
    let_in(at, a);
    at_share(at, a, "/stop");
}

static void stopped(scene *at, const act *a, bool said, const kr_output *page) {
    kr_share_entry share;
    (void)page;
    assert_true(share_of(at, &share, a->share, NULL));
    assert_true(share.withdrawn || !said);
    scene_become(at, &at->henk);
    assert_int_equal(site_ask(&at->s, "GET", at->base, NULL, NULL).status, share.withdrawn ? 404 : 200);
    end_share(at, a);
}

static void leave(scene *at, act *a) {
    char id[17];
    let_in(at, a);
    kr_id_text(a->share, id);
    a->who = &at->henk;
    snprintf(a->path, sizeof a->path, "/kringen/gedeeld/%s/weg", id);
}

static void hand_over(scene *at, act *a) {
    snprintf(a->path, sizeof a->path, "%s/overdragen", at->base);
    snprintf(a->fields, sizeof a->fields,
             "naam=%s&grond=mentor&sinds=2025-05-03&zeker=1&password=een+mooie+zin", a->name);
}

static void handed_over(scene *at, const act *a, bool said, const kr_output *page) {
    kr_share_entry share;
    bool there = share_of(at, &share, 0, a->name);
    (void)page;
    assert_true(there || !said);
    if (there) assert_true(share.role == KR_ROLE_REPRESENTATIVE && share.basis && share.since == 20250503);
    end_share(at, a);
}

/* -- once, and proposals -- */

static void once_there(scene *at, act *a, char code[KR_CODE_TEXT]) {
    kr_once once = {.kind = KR_ONCE_SUGGEST,
                    .whom = kr_str_z(a->name),
                    .asked = KR_STR("Wat lijkt u leuk?"),
                    .made = at->s.now,
                    .until = at->s.now + 14 * (int64_t)86400000};
    kr_error error = {.code = KR_OK};
    WELL(kr_once_make(at->s.store, code, at->annie.account, at->circle, &once, at->s.now, &error));
    assert_true(once_of(at, &once, 0, a->name));
    a->once = once.id;
}

static void end_once(scene *at, const act *a) {
    kr_once once;
    kr_error error = {.code = KR_OK};
    if (once_of(at, &once, a->once, a->name) && !once.ended)
        WELL(kr_once_end(at->s.store, at->annie.account, at->circle, once.id, at->s.now, &error));
}

static void ask_once(scene *at, act *a) {
    snprintf(a->path, sizeof a->path, "%s/delen/vraag-iemand", at->base);
    snprintf(a->fields, sizeof a->fields, "wie=%s&soort=answer&vraag=Komt+u+eten", a->name);
}

static void asked_once(scene *at, const act *a, bool said, const kr_output *page) {
    kr_once once;
    bool there = once_of(at, &once, 0, a->name);
    assert_true(there || !said);
    if (said) assert_true(site_has(page, "/eenmaal#"));
    if (there) assert_true(kr_str_is(once.asked, "Komt u eten") && once.until > at->s.now);
    end_once(at, a);
}

static void open_once(scene *at, act *a) {
    char code[KR_CODE_TEXT];
    once_there(at, a, code);
    a->who = NULL;
    snprintf(a->path, sizeof a->path, "/eenmaal");
    snprintf(a->fields, sizeof a->fields, "code=%s", code);
}

static void opened_once(scene *at, const act *a, bool said, const kr_output *page) {
    if (said) assert_true(site_has(page, "Wat lijkt u leuk?"));
    end_once(at, a);
}

static void answer_once(scene *at, act *a) {
    size_t used;
    open_once(at, a);
    used = strlen(a->fields);
    snprintf(a->path, sizeof a->path, "/eenmaal/antwoord");
    snprintf(a->fields + used, sizeof a->fields - used, "&antwoord=Schaatsen+op+het+ven");
}

static void answered_once(scene *at, const act *a, bool said, const kr_output *page) {
    kr_once once;
    (void)page;
    assert_true(once_of(at, &once, a->once, NULL));
    assert_true(once.answered || !said);
    assert_true(kr_str_is(once.said, once.answered ? "Schaatsen op het ven" : ""));
    end_once(at, a);
}

static void place_answer(scene *at, act *a) {
    char code[KR_CODE_TEXT], id[17];
    kr_error error = {.code = KR_OK};
    once_there(at, a, code);
    WELL(kr_once_answer(at->s.store, kr_str_z(code), kr_str_z(a->name), 0, at->s.now, &error));
    kr_id_text(a->once, id);
    snprintf(a->path, sizeof a->path, "%s/delen/antwoorden/%s", at->base, id);
    snprintf(a->fields, sizeof a->fields, "doe=wens");
}

/* It is done with only when the wish is there. */
static void placed_answer(scene *at, const act *a, bool said, const kr_output *page) {
    kr_once once;
    (void)page;
    assert_true(once_of(at, &once, a->once, NULL));
    assert_true(once.ended || !said);
    if (once.ended) assert_true(page_has(at, &at->annie, "/wensen", a->name));
    end_once(at, a);
}

/* Whoever is nobody yet needs none: where the form comes from counts. */
static void take_token(scene *at, const person *who, char token[128]) {
    token[0] = '\0';
    if (!who) return;
    kr_output page = site_ask(&at->s, "GET", "/account", NULL, NULL);
    assert_true(site_token(&page, token));
}

static kr_output post(scene *at, const person *who, const char *path, const char *fields) {
    static char token[128], body[900];
    scene_become(at, who);
    take_token(at, who, token);
    snprintf(body, sizeof body, "csrf=%s&%s", token, fields);
    return site_ask(&at->s, "POST", path, NULL, body);
}

static kr_proposal *newest_proposal(scene *at) {
    kr_proposal *list;
    size_t count;
    kr_error error = {.code = KR_OK};
    WELL(kr_proposals_of(at->s.store, &list, &count, &at->arena, at->annie.account, at->circle, &error));
    return count ? &list[0] : NULL;
}

static void take_proposal(scene *at, act *a) {
    uint8_t rights[KR_PARTS];
    char path[80], id[17];
    scene_only(rights, KR_PART_MAP, KR_RIGHT_EDIT);
    scene_let_in(at, rights, true);
    snprintf(path, sizeof path, "%s/namen", at->base);
    snprintf(a->fields, sizeof a->fields, "naam=%s", a->name);
    assert_int_equal(post(at, &at->sanne, path, a->fields).status, 303);
    kr_proposal *proposal = newest_proposal(at);
    assert_non_null(proposal);
    kr_id_text(proposal->id, id);
    snprintf(a->path, sizeof a->path, "%s/delen/voorstellen/%s", at->base, id);
    snprintf(a->fields, sizeof a->fields, "doe=%s", times % 2 ? "ja" : "nee");
}

static void took_proposal(scene *at, const act *a, bool said, const kr_output *page) {
    bool yes = strcmp(a->fields, "doe=ja") == 0, waits = newest_proposal(at) != NULL;
    kr_error error = {.code = KR_OK};
    kr_snapshot *snapshot = NULL;
    (void)page;
    assert_true(!waits || !said);
    assert_int_equal(page_has(at, &at->annie, "/lijst", a->name), yes && !waits);
    if (!waits) return;
    WELL(kr_proposal_take(at->s.store, &snapshot, at->annie.account, at->circle, newest_proposal(at)->id,
                          false, false, at->s.now, &error));
    if (snapshot) kr_snapshot_release(at->s.store, snapshot);
}

/* -- the second proof -- */

static const unsigned char app[KR_TOTP_SECRET] = "een geheim van 20..";

static void code_now(const scene *at, const unsigned char *secret, char out[8]) {
    assert_int_equal(kr_totp(out, 6, secret, KR_TOTP_SECRET, (uint64_t)(at->s.now / 30000)), KR_OK);
}

static kr_ways ways_of(scene *at) {
    kr_ways ways;
    kr_error error = {.code = KR_OK};
    WELL(kr_account_ways(at->s.store, &ways, at->henk.account, &error));
    return ways;
}

static void switched_off(scene *at, act *a) {
    kr_error error = {.code = KR_OK};
    a->who = &at->henk;
    if (ways_of(at).second) WELL(kr_second_off(at->s.store, at->henk.account, &error));
}

static void switched_on(scene *at, act *a) {
    char code[8], spare[KR_SPARE_CODES][KR_SPARE_TEXT];
    kr_error error = {.code = KR_OK};
    switched_off(at, a);
    code_now(at, app, code);
    WELL(kr_second_on(at->s.store, at->henk.account, app, kr_str_z(code), at->s.now, spare, &error));
    at->s.now += 60000; /* each code counts once */
}

/* As the page gave it: what the app shows, and the same sealed. */
static void take_secret(scene *at, act *a, unsigned char out[KR_TOTP_SECRET]) {
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    kr_str mark = KR_STR("k-geheim\">"), sealed = KR_STR("name=\"secret\" value=\""), text;
    scene_become(at, &at->henk);
    kr_output page = site_ask(&at->s, "GET", "/account/tweede", NULL, NULL);
    size_t k = kr_str_find(page.body, mark), n = 0, s = kr_str_find(page.body, sealed);
    assert_true(k != SIZE_MAX && s != SIZE_MAX);
    uint32_t bits = 0;
    int have = 0;
    kr_str_cut(kr_str_n(page.body.ptr + k + mark.len, page.body.len - k - mark.len), '<', &text);
    snprintf(a->shown, sizeof a->shown, "%.*s", KR_ARG(text));
    for (k += mark.len; page.body.ptr[k] != '<'; k++) {
        const char *found = strchr(signs, page.body.ptr[k]);
        if (!found) continue;
        bits = bits << 5 | (uint32_t)(found - signs);
        have += 5;
        if (have < 8 || n == KR_TOTP_SECRET) continue;
        have -= 8;
        out[n++] = (unsigned char)(bits >> have);
    }
    assert_int_equal(n, KR_TOTP_SECRET);
    kr_str_cut(kr_str_n(page.body.ptr + s + sealed.len, page.body.len - s - sealed.len), '"', &text);
    assert_true(text.len < sizeof a->secret);
    snprintf(a->secret, sizeof a->secret, "%.*s", KR_ARG(text));
}

static void page_off(scene *at, act *a) {
    switched_off(at, a);
    snprintf(a->path, sizeof a->path, "/account/tweede");
}

static void page_on(scene *at, act *a) {
    switched_on(at, a);
    snprintf(a->path, sizeof a->path, "/account/tweede");
}

static void shown(scene *at, const act *a, bool said, const kr_output *page) {
    (void)at;
    (void)a;
    if (said) assert_true(site_has(page, "name=\"password\""));
}

static void turn_on(scene *at, act *a) {
    unsigned char secret[KR_TOTP_SECRET];
    char code[8];
    switched_off(at, a);
    take_secret(at, a, secret);
    code_now(at, secret, code);
    snprintf(a->path, sizeof a->path, "/account/tweede");
    assert_true(strchr(a->secret, '+') == NULL && strchr(a->secret, '&') == NULL);
    snprintf(a->fields, sizeof a->fields, "secret=%s&app_code=%s&password=een+mooie+zin", a->secret, code);
}

static void turned_on(scene *at, const act *a, bool said, const kr_output *page) {
    kr_ways ways = ways_of(at);
    (void)a;
    assert_true(ways.second || !said);
    if (ways.second) assert_int_equal(ways.spare, KR_SPARE_CODES);
    if (!said) return;
    size_t codes = 0;
    for (kr_str rest = page->body;; codes++) {
        size_t k = kr_str_find(rest, KR_STR("<code>"));
        if (k == SIZE_MAX) break;
        rest = kr_str_n(rest.ptr + k + 6, rest.len - k - 6);
    }
    assert_int_equal(codes, KR_SPARE_CODES);
}

static void turn_on_wrong(scene *at, act *a) {
    turn_on(at, a);
    snprintf(a->fields, sizeof a->fields, "secret=%s&app_code=x&password=een+mooie+zin", a->secret);
}

static void not_turned_on(scene *at, const act *a, bool said, const kr_output *page) {
    if (said) assert_true(a->shown[0] && site_has(page, a->shown));
    assert_false(ways_of(at).second);
}

static void prove_with(scene *at, act *a, const char *path) {
    char code[8];
    switched_on(at, a);
    code_now(at, app, code);
    snprintf(a->path, sizeof a->path, "%s", path);
    snprintf(a->fields, sizeof a->fields, "password=een+mooie+zin&code=%s", code);
}

static void new_spare(scene *at, act *a) {
    prove_with(at, a, "/account/tweede/reserve");
}

static void turn_off(scene *at, act *a) {
    prove_with(at, a, "/account/tweede/uit");
}

static void turned_off(scene *at, const act *a, bool said, const kr_output *page) {
    (void)a;
    (void)page;
    assert_true(!ways_of(at).second || !said);
}

static void sign_in(scene *at, act *a) {
    switched_on(at, a);
    a->who = NULL;
    snprintf(a->path, sizeof a->path, "/inloggen");
    snprintf(a->fields, sizeof a->fields, "login=henk&password=een+mooie+zin&sealed=");
}

/* Nobody is in before the second proof, whatever was lost. */
static void asked_for_code(scene *at, const act *a, bool said, const kr_output *page) {
    (void)a;
    if (said) assert_true(site_has(page, "name=\"token\""));
    assert_null(strstr(at->s.cookie, "kring="));
}

static void sign_in_code(scene *at, act *a) {
    char code[8];
    kr_str mark = KR_STR("name=\"token\" value=\""), token;
    sign_in(at, a);
    kr_output page = post(at, NULL, a->path, a->fields);
    size_t k = kr_str_find(page.body, mark);
    assert_true(k != SIZE_MAX);
    kr_str_cut(kr_str_n(page.body.ptr + k + mark.len, page.body.len - k - mark.len), '"', &token);
    code_now(at, app, code);
    snprintf(a->path, sizeof a->path, "/inloggen/code");
    assert_true((size_t)snprintf(a->fields, sizeof a->fields, "token=%.*s&sealed=&code=%s", KR_ARG(token),
                                 code) < sizeof a->fields);
}

static void signed_in(scene *at, const act *a, bool said, const kr_output *page) {
    (void)a;
    (void)page;
    if (said) assert_non_null(strstr(at->s.cookie, "kring="));
}

/* -- each piece is refused once -- */

/* What stands on a page, but for a square of a code: how long that is goes by the code. */
static size_t told(const kr_output *page) {
    kr_str rest = page->body;
    size_t length = 0;
    for (;;) {
        size_t k = kr_str_find(rest, KR_STR("class=\"k-qr\""));
        if (k == SIZE_MAX) return length + rest.len;
        length += k;
        rest = kr_str_n(rest.ptr + k, rest.len - k);
        k = kr_str_find(rest, KR_STR("</svg>"));
        assert_true(k != SIZE_MAX);
        rest = kr_str_n(rest.ptr + k, rest.len - k);
    }
}

static const step steps[] = {
    {"whom to share with", ask_first, asked_first, false, false},
    {"a share", make_share, made_share, false, false},
    {"another share", change_share, changed_share, false, false},
    {"an invitation", invite, invited_by_page, false, false},
    {"a code that is typed", meet, met, false, false},
    {"is that them", confirm, confirmed, false, false},
    {"taking back", stop, stopped, false, false},
    {"stepping out", leave, stopped, false, false},
    {"handing over", hand_over, handed_over, true, false},
    {"asking once", ask_once, asked_once, false, false},
    {"opening a link", open_once, opened_once, false, false},
    {"answering once", answer_once, answered_once, false, false},
    {"what becomes of an answer", place_answer, placed_answer, false, false},
    {"a proposal", take_proposal, took_proposal, false, false},
    {"the page to switch on", page_off, shown, false, true},
    {"the page of what is on", page_on, shown, false, true},
    {"switching on", turn_on, turned_on, true, false},
    {"a wrong code", turn_on_wrong, not_turned_on, true, false},
    {"other spare codes", new_spare, turned_on, true, false},
    {"switching off", turn_off, turned_off, true, false},
    {"a password, with a second proof", sign_in, asked_for_code, true, false},
    {"the second proof", sign_in_code, signed_in, true, false},
};

static kr_output act_once(scene *at, const step *s, act *a, const kr_allocator *from, size_t fill) {
    static char token[128], body[900];
    plenty(at);
    kr_arena_reset(&at->arena);
    *a = (act){.who = &at->annie};
    at->s.now += 1000;
    snprintf(a->name, sizeof a->name, "Zeldzaam%ld", ++times);
    s->prepare(at, a);
    scene_become(at, a->who);
    take_token(at, a->who, token);
    assert_true((size_t)snprintf(body, sizeof body, "csrf=%s&%s", token, a->fields) < sizeof body);
    kr_arena_dispose(&at->s.arena);
    kr_arena_init(&at->s.arena, from, KR_REQUEST_MEMORY);
    at->s.fill = fill;
    return s->shows ? site_ask(&at->s, "GET", a->path, NULL, NULL)
                    : site_ask(&at->s, "POST", a->path, NULL, body);
}

/* The answer is read where it lies; then there is plenty again. */
static void settle(scene *at, const step *s, const act *a, bool said, const kr_output *page) {
    static char copy[1 << 20];
    kr_output kept = *page;
    assert_true(page->body.len < sizeof copy);
    if (page->body.len) memcpy(copy, page->body.ptr, page->body.len);
    kept.body = kr_str_n(copy, page->body.len);
    plenty(at);
    s->after(at, a, said, &kept);
}

static void each_piece(scene *at, const step *s) {
    long left = -1, tried = 0;
    const kr_allocator once = {alloc_but_one, release, &left};
    act a;
    kr_output page = act_once(at, s, &a, kr_heap(), 0);
    int well = page.status;
    size_t length = told(&page);
    if (well != 200 && well != 303 && well != 422) fail_msg("%s: %d", s->what, well);
    settle(at, s, &a, true, &page);
    bool refused = true;
    for (long n = 1; refused; n++) {
        refused = false;
        for (size_t fill = 16; fill < 3400; fill += s->costs ? 840 : 560) {
            left = n;
            page = act_once(at, s, &a, &once, fill);
            refused = refused || left < 0;
            tried += left < 0;
            bool said = page.status == well;
            /* names and codes are all of a length, but for the number in a name */
            if (said && told(&page) + 16 < length)
                fail_msg("%s lost something: piece %ld, filled %zu", s->what, n, fill);
            if (!said && page.status != 503 && page.status != 500 && page.status != 400)
                fail_msg("%s gives %d: piece %ld, filled %zu", s->what, page.status, n, fill);
            settle(at, s, &a, said, &page);
        }
    }
    if (!tried) fail_msg("%s: nothing was refused", s->what);
}

static void said_is_done(void **state) {
    scene *at = *state;
    for (size_t i = 0; i < KR_COUNT(steps); i++) {
        long before = times;
        each_piece(at, &steps[i]);
        print_message("%s: %ld times\n", steps[i].what, times - before);
    }
    plenty(at);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(said_is_done, scene_begin, scene_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
