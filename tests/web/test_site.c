/* Requests through the whole web room, over a real store: who may what, forms that survive, policy on every
 * answer. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <zlib.h>

#include "web_help.h"

static const char policy[] =
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' "
    "data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static int begin(void **state) {
    static site s;
    *state = &s;
    return site_open(&s) ? 0 : -1;
}

static int end(void **state) {
    site_close(*state);
    return 0;
}

/* "/kring/:circle/mens/:person" with real or given values. */
static void address(char out[200], const char *pattern, const char *base) {
    kr_str rest = kr_str_z(pattern);
    size_t used = 0;
    if (kr_str_starts(rest, KR_STR("/kring/:circle"))) {
        used = (size_t)snprintf(out, 200, "%s", base);
        rest = kr_str_n(rest.ptr + 14, rest.len - 14);
    }
    for (size_t i = 0; i < rest.len && used < 190; i++) {
        if (rest.ptr[i] != ':') {
            out[used++] = rest.ptr[i];
            continue;
        }
        used += (size_t)snprintf(out + used, 200 - used, "%s", "00000000000000ff");
        while (i + 1 < rest.len && rest.ptr[i + 1] != '/') i++;
    }
    out[used] = '\0';
}

static void check_policy(const kr_output *output, const char *where) {
    if (!kr_str_is(site_header(output, "Content-Security-Policy"), policy))
        fail_msg("no policy at %s", where);
    assert_true(kr_str_is(site_header(output, "X-Content-Type-Options"), "nosniff"));
    assert_true(kr_str_is(site_header(output, "Referrer-Policy"), "same-origin"));
    assert_true(kr_str_is(site_header(output, "Cross-Origin-Opener-Policy"), "same-origin"));
    assert_true(kr_str_is(site_header(output, "Cross-Origin-Resource-Policy"), "same-origin"));
    assert_true(kr_str_is(site_header(output, "Cache-Control"), "no-store"));
    assert_int_equal(site_header(output, "Strict-Transport-Security").len, 0);
}

/* Every route for nobody, for its owner, for somebody else, and without a token: policy everywhere, nothing
 * given away. */
static void every_route_and_role(void **state) {
    site *s = *state;
    char base[40], other[40], path[200], mine[2048];
    assert_true(site_begin(s, "annie", "Annie", base));
    memcpy(mine, s->cookie, sizeof(mine));
    s->cookie[0] = '\0';
    assert_true(site_begin(s, "mark", "Mark", other));
    for (size_t i = 0; i < s->web.n_routes; i++) {
        const kr_route *route = &s->web.routes[i];
        char marks[2048];
        bool post = strcmp(route->method, "POST") == 0;
        address(path, route->path, base);
        memcpy(marks, s->cookie, sizeof(marks));
        /* Mark at Annie's circle */
        kr_output output = site_ask(s, route->method, path, NULL, post ? "csrf=x" : NULL);
        check_policy(&output, route->path);
        if (kr_route_in_circle(route) && !post && output.status != 404)
            fail_msg("%s gives %d", path, output.status);
        if (post && route->csrf && output.status != 403)
            fail_msg("%s without token gives %d", path, output.status);
        /* nobody */
        s->cookie[0] = '\0';
        output = site_ask(s, route->method, path, NULL, post ? "a=1" : NULL);
        check_policy(&output, route->path);
        bool away = output.status == 303 &&
                    kr_str_starts(site_header(&output, "Location"), KR_STR("/inloggen?verder="));
        if (route->who != KR_ANYBODY && !post && !away) fail_msg("%s gives nobody %d", path, output.status);
        if (route->who != KR_ANYBODY && post && output.status != 403)
            fail_msg("%s takes a post of nobody", path);
        /* Annie herself, from another site */
        memcpy(s->cookie, mine, sizeof(mine));
        output = site_ask(s, route->method, path, post ? "Origin: https://elsewhere.example" : NULL,
                          post ? "a=1" : NULL);
        check_policy(&output, route->path);
        if (post && output.status != 403) fail_msg("%s takes a post from elsewhere: %d", path, output.status);
        if (!post && output.status >= 500) fail_msg("%s gives its owner %d", path, output.status);
        memcpy(s->cookie, marks, sizeof(marks));
    }
}

/* Nothing can be changed in an example, and everybody may look at every page of it. */
static void examples_are_for_looking(void **state) {
    site *s = *state;
    char path[200];
    assert_true(s->web.n_examples >= 3);
    for (size_t i = 0; i < s->web.n_routes; i++) {
        const kr_route *route = &s->web.routes[i];
        bool post = strcmp(route->method, "POST") == 0;
        if (!kr_route_in_circle(route)) continue;
        address(path, route->path, "/kring/voorbeeld");
        kr_output output = site_ask(s, route->method, path, NULL, post ? "naam=Piet&zeker=1" : NULL);
        if (post && output.status != 403) fail_msg("%s changes an example: %d", path, output.status);
        if (!post && output.status >= 500) fail_msg("%s gives %d", path, output.status);
    }
    kr_output page = site_ask(s, "GET", "/kring/voorbeeld", NULL, NULL);
    assert_int_equal(page.status, 200);
    assert_true(site_has(&page, "Annie"));
}

static void signing_in_and_out(void **state) {
    site *s = *state;
    char base[40], token[128], body[300];
    assert_true(site_begin(s, "riet", "Riet &amp; co", base));
    kr_output page = site_ask(s, "GET", "/kringen", NULL, NULL);
    assert_int_equal(page.status, 200);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body), "csrf=%s", token);
    page = site_ask(s, "POST", "/uitloggen", NULL, body);
    assert_int_equal(page.status, 303);
    assert_null(strstr(s->cookie, "__Host-kring="));
    assert_true(kr_str_is(site_header(&page, "Clear-Site-Data"), "\"cache\", \"storage\""));
    page = site_ask(s, "POST", "/inloggen", NULL, "login=riet&password=niet+goed");
    assert_int_equal(site_header(&page, "Clear-Site-Data").len, 0);
    assert_int_equal(page.status, 422);
    assert_true(site_has(&page, "value=\"riet\""));
    assert_false(site_has(&page, "niet goed"));
    page =
        site_ask(s, "POST", "/inloggen", NULL, "login=+RIET+&password=een+mooie+zin&verder=//evil.example/");
    assert_int_equal(page.status, 303);
    kr_str cookie = site_header(&page, "Set-Cookie");
    assert_true(kr_str_find(cookie, KR_STR("Secure")) != SIZE_MAX &&
                kr_str_find(cookie, KR_STR("HttpOnly")) != SIZE_MAX);
    assert_true(kr_str_find(cookie, KR_STR("SameSite=Lax")) != SIZE_MAX &&
                kr_str_find(cookie, KR_STR("Path=/;")) != SIZE_MAX);
    assert_true(
        kr_str_is(site_header(&page, "Location"), base)); /* the only circle, and never another site */
    page = site_ask(s, "POST", "/begin", NULL, "login=Riet&name=x&password=een+mooie+zin");
    assert_int_equal(page.status, 303); /* signed in already */
    s->cookie[0] = '\0';
    page = site_ask(s, "POST", "/begin", NULL, "login=Riet&name=Nog+een&password=een+mooie+zin");
    assert_int_equal(page.status, 422); /* taken; what was typed is still there */
    assert_true(site_has(&page, "value=\"Nog een\""));
}

/* Reads the value of a hidden field into `out`, urlencoded as needed for base64url: as it is. */
static bool hidden(const kr_output *page, const char *name, char *out, size_t cap) {
    char mark[60];
    snprintf(mark, sizeof(mark), "name=\"%s\" value=\"", name);
    size_t at = kr_str_find(page->body, kr_str_z(mark));
    kr_str value;
    if (at == SIZE_MAX) return false;
    at += strlen(mark);
    kr_str_cut(kr_str_n(page->body.ptr + at, page->body.len - at), '"', &value);
    return value.len > 0 && (size_t)snprintf(out, cap, "%.*s", KR_ARG(value)) < cap;
}

static void a_form_survives_signing_in_again(void **state) {
    static char sealed[20000], body[24000];
    site *s = *state;
    char base[40], token[128], path[80];
    assert_true(site_begin(s, "corrie", "Corrie", base));
    snprintf(path, sizeof(path), "%s/namen", base);
    kr_output page = site_ask(s, "GET", path, NULL, NULL);
    assert_true(site_token(&page, token));
    s->now += KR_SESSION_IDLE_MS + 60000;
    snprintf(body, sizeof(body), "csrf=%s&naam=Tante+Wil", token);
    page = site_ask(s, "POST", path, NULL, body);
    assert_int_equal(page.status, 200);
    assert_true(hidden(&page, "sealed", sealed, sizeof(sealed)));
    assert_false(site_has(&page, "Tante Wil")); /* sealed: the page itself does not tell */
    snprintf(body, sizeof(body), "login=corrie&password=een+mooie+zin&sealed=%s", sealed);
    page = site_ask(s, "POST", "/inloggen", NULL, body);
    assert_int_equal(page.status, 303);
    page = site_ask(s, "GET", base, NULL, NULL);
    assert_int_equal(page.status, 200);
    assert_true(site_has(&page, "Tante Wil"));
}

static void not_for_another_account(void **state) {
    static char sealed[20000], body[24000];
    site *s = *state;
    char base[40], other[40], token[128], path[80];
    assert_true(site_begin(s, "els", "Els", other));
    s->cookie[0] = '\0';
    assert_true(site_begin(s, "hennie", "Hennie", base));
    snprintf(path, sizeof(path), "%s/namen", base);
    kr_output page = site_ask(s, "GET", path, NULL, NULL);
    assert_true(site_token(&page, token));
    s->now += KR_SESSION_TOTAL_MS + 60000;
    snprintf(body, sizeof(body), "csrf=%sx&naam=Tante+Wil", token);
    page = site_ask(s, "POST", path, NULL, body);
    assert_int_equal(page.status, 403); /* a wrong token: nothing is kept of it without asking */
    assert_true(hidden(&page, "sealed", sealed, sizeof(sealed)));
    snprintf(body, sizeof(body), "login=els&password=een+mooie+zin&sealed=%s", sealed);
    page = site_ask(s, "POST", "/inloggen", NULL, body);
    assert_int_equal(page.status, 403);         /* not the one whose circle it is */
    assert_false(site_has(&page, "Tante Wil")); /* and so not read either */
    s->cookie[0] = '\0';
    snprintf(body, sizeof(body), "csrf=%s&naam=Tante+Wil", token);
    page = site_ask(s, "POST", path, NULL, body);
    assert_true(hidden(&page, "sealed", sealed, sizeof(sealed)));
    snprintf(body, sizeof(body), "login=els&password=een+mooie+zin&sealed=%s", sealed);
    page = site_ask(s, "POST", "/inloggen", NULL, body);
    assert_int_equal(page.status, 403);
    snprintf(body, sizeof(body), "login=hennie&password=een+mooie+zin");
    page = site_ask(s, "POST", "/inloggen", NULL, body);
    assert_int_equal(page.status, 303);
    page = site_ask(s, "GET", base, NULL, NULL);
    assert_false(site_has(&page, "Tante Wil"));
}

/* The mark of the session is gone altogether: after signing in somebody reads what they wrote, and says yes.
 */
static void a_form_without_a_session(void **state) {
    static char sealed[20000], body[24000];
    site *s = *state;
    char base[40], token[128], path[80];
    assert_true(site_begin(s, "dina", "Dina", base));
    snprintf(path, sizeof(path), "%s/namen", base);
    s->cookie[0] = '\0';
    kr_output page = site_ask(s, "POST", path, "Origin: https://elsewhere.example", "csrf=x&naam=Tante+Wil");
    assert_int_equal(page.status, 403);
    assert_false(hidden(&page, "sealed", sealed, sizeof(sealed)));
    page = site_ask(s, "POST", path, NULL, "csrf=x&naam=Tante+Wil");
    assert_int_equal(page.status, 403);
    assert_true(hidden(&page, "sealed", sealed, sizeof(sealed)));
    snprintf(body, sizeof(body), "login=dina&password=een+mooie+zin&sealed=%s", sealed);
    page = site_ask(s, "POST", "/inloggen", NULL, body);
    assert_int_equal(page.status, 200);
    assert_true(site_has(&page, "name=\"naam\" value=\"Tante Wil\"") && site_token(&page, token));
    page = site_ask(s, "GET", base, NULL, NULL);
    assert_false(site_has(&page, "Tante Wil")); /* not before it is said */
    page = site_ask(s, "POST", path, NULL, "csrf=old&naam=Tante+Wil");
    assert_int_equal(page.status, 403);
    assert_true(site_has(&page, "name=\"naam\" value=\"Tante Wil\""));
    snprintf(body, sizeof(body), "csrf=%s&naam=Tante+Wil", token);
    page = site_ask(s, "POST", path, NULL, body);
    assert_int_equal(page.status, 303);
    page = site_ask(s, "GET", base, NULL, NULL);
    assert_true(site_has(&page, "Tante Wil"));
}

static void languages_and_reading(void **state) {
    site *s = *state;
    kr_output page = site_ask(s, "GET", "/", "Accept-Language: en-GB,en;q=0.8,nl;q=0.3", NULL);
    assert_true(site_has(&page, "<html lang=\"en\""));
    page = site_ask(s, "GET", "/", "Accept-Language: de", NULL);
    assert_true(site_has(&page, "<html lang=\"nl\""));
    page = site_ask(s, "POST", "/leesbaar", NULL, "lang=en&text=3&dark=2&calm=1&terug=/hulp");
    assert_int_equal(page.status, 303);
    assert_true(kr_str_is(site_header(&page, "Location"), "/hulp"));
    page = site_ask(s, "GET", "/hulp", NULL, NULL);
    assert_true(site_has(&page, "<html lang=\"en\" class=\"kring-theme k-text-3 k-calm k-dark\""));
    page = site_ask(s, "GET", "/taal/nl?terug=/privacy", "Sec-Fetch-Site: cross-site", NULL);
    page = site_ask(s, "GET", "/hulp", NULL, NULL);
    assert_true(site_has(&page, "<html lang=\"en\"")); /* another site changes nothing */
    page = site_ask(s, "GET", "/taal/nl?terug=/privacy", "Sec-Fetch-Site: same-origin", NULL);
    assert_true(kr_str_is(site_header(&page, "Location"), "/privacy"));
    page = site_ask(s, "GET", "/hulp", NULL, NULL);
    assert_true(site_has(&page, "<html lang=\"nl\""));
}

/* A link may be followed without anybody asking: it changes this browser, never the account. */
static void a_language_by_link(void **state) {
    site *s = *state;
    char base[40], token[128], body[300], mine[2048];
    assert_true(site_begin(s, "tess", "Tess", base));
    kr_output page = site_ask(s, "GET", "/leesbaar", NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body), "csrf=%s&lang=nl&text=2&terug=/hulp", token);
    assert_int_equal(site_ask(s, "POST", "/leesbaar", NULL, body).status, 303);
    snprintf(mine, sizeof(mine), "%s", strstr(s->cookie, "__Host-kring="));
    mine[strcspn(mine, ";")] = '\0';
    assert_int_equal(site_ask(s, "GET", "/taal/en?terug=/hulp", NULL, NULL).status, 303);
    page = site_ask(s, "GET", "/hulp", NULL, NULL);
    assert_true(site_has(&page, "<html lang=\"en\" class=\"kring-theme k-text-2"));
    snprintf(body, sizeof(body), "csrf=%s&name=Tess&word=ik", token);
    assert_int_equal(site_ask(s, "POST", "/account", NULL, body).status, 303);
    char all[2048];
    snprintf(all, sizeof(all), "%s", s->cookie);
    snprintf(s->cookie, sizeof(s->cookie), "%s", mine); /* another browser of the same account */
    page = site_ask(s, "GET", "/hulp", NULL, NULL);
    assert_true(site_has(&page, "<html lang=\"nl\" class=\"kring-theme k-text-2"));
    snprintf(s->cookie, sizeof(s->cookie), "%s", all);
    snprintf(body, sizeof(body), "csrf=%s&lang=nl&text=1&terug=/hulp", token);
    assert_int_equal(site_ask(s, "POST", "/leesbaar", NULL, body).status, 303);
    page = site_ask(s, "GET", "/hulp", NULL, NULL);
    assert_true(site_has(&page, "<html lang=\"nl\"")); /* the form is the last word, also here */
}

/* Whoever guesses fast is told how long to wait; the time that the page says is that of the header. */
static void waiting_is_said(void **state) {
    site *s = *state;
    char base[40];
    kr_output page = {0};
    int64_t seconds = 0;
    assert_true(site_begin(s, "bas", "Bas", base));
    s->cookie[0] = '\0';
    for (int i = 0; i < 30 && page.status != 429; i++)
        page = site_ask(s, "POST", "/inloggen", NULL, "login=bas&password=niet+goed+hoor");
    assert_int_equal(page.status, 429);
    kr_str wait = site_header(&page, "Retry-After");
    assert_true(kr_str_int(wait, &seconds) && seconds > 0);
    char say[60];
    snprintf(say, sizeof(say), "over %.*s seconden", KR_ARG(wait));
    assert_true(site_has(&page, say));
}

/* Keeps only the cookie with this name, or all but that one. */
static void cookies_keep(site *s, const char *name, bool only) {
    char next[sizeof(s->cookie)] = "";
    size_t used = 0;
    kr_str rest = kr_str_z(s->cookie);
    while (rest.len) {
        kr_str one, key;
        rest = kr_str_cut(rest, ';', &one);
        one = kr_str_trim(one);
        kr_str_cut(one, '=', &key);
        if (kr_str_is(key, name) != only) continue;
        used += (size_t)snprintf(next + used, sizeof(next) - used, "%s%.*s", used ? "; " : "", KR_ARG(one));
    }
    memcpy(s->cookie, next, sizeof(next));
}

static int sign_in(site *s, const char *login, const char *password) {
    char body[200];
    snprintf(body, sizeof(body), "login=%s&password=%s", login, password);
    return site_ask(s, "POST", "/inloggen", NULL, body).status;
}

/* Somebody guesses at Noor's password, from a browser of their own. */
static void guess_at(site *s, const char *login) {
    char mine[sizeof(s->cookie)];
    memcpy(mine, s->cookie, sizeof(mine));
    s->cookie[0] = '\0';
    int status = 0;
    for (int i = 0; i < 7; i++) status = sign_in(s, login, "geraden+woord");
    assert_int_equal(status, 429);
    assert_int_equal(sign_in(s, login, "een+mooie+zin"), 429);
    memcpy(s->cookie, mine, sizeof(mine));
}

/* Strangers keep strangers waiting, not the browser in which somebody signed in before. */
static void a_known_browser_does_not_wait(void **state) {
    site *s = *state;
    char base[40], token[128], body[300];
    assert_true(site_begin(s, "noor", "Noor", base));
    assert_non_null(strstr(s->cookie, "__Host-kring-bekend="));
    kr_output page = site_ask(s, "GET", "/kringen", NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body), "csrf=%s", token);
    assert_int_equal(site_ask(s, "POST", "/uitloggen", NULL, body).status, 303);
    assert_null(strstr(s->cookie, "__Host-kring="));
    assert_non_null(strstr(s->cookie, "__Host-kring-bekend=")); /* signing out is no reason to forget */
    guess_at(s, "noor");
    page = site_ask(s, "POST", "/inloggen", NULL, "login=noor&password=een+mooie+zin");
    assert_int_equal(page.status, 303);
    bool said = false;
    for (size_t i = 0; i < page.n_headers; i++) {
        kr_str line = page.headers[i].value;
        if (!kr_str_is(page.headers[i].name, "Set-Cookie") ||
            !kr_str_starts(line, KR_STR("__Host-kring-bekend=")))
            continue;
        size_t end = kr_str_find(line, KR_STR("; "));
        said = kr_str_is(kr_str_n(line.ptr + end, line.len - end),
                         "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000");
    }
    assert_true(said);
    /* known for one account is not known for another */
    cookies_keep(s, "__Host-kring-bekend", true);
    char noor[sizeof(s->cookie)];
    memcpy(noor, s->cookie, sizeof(noor));
    s->cookie[0] = '\0';
    assert_true(site_begin(s, "otto", "Otto", base));
    guess_at(s, "otto");
    memcpy(s->cookie, noor, sizeof(noor));
    assert_int_equal(sign_in(s, "otto", "een+mooie+zin"), 429);
}

/* Who is signed in can change their password whatever happens at the door; wrong ones here have a count of
 * their own. */
static void the_account_page_does_not_wait(void **state) {
    site *s = *state;
    char base[40], token[128], body[300];
    assert_true(site_begin(s, "pim", "Pim", base));
    kr_output page = site_ask(s, "GET", "/account", NULL, NULL);
    assert_true(site_token(&page, token));
    guess_at(s, "pim");
    snprintf(body, sizeof(body), "csrf=%s&old_password=een+mooie+zin&password=een+andere+zin", token);
    page = site_ask(s, "POST", "/account/wachtwoord", NULL, body);
    assert_int_equal(page.status, 303);
    page = site_ask(s, "GET", "/account", NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body), "csrf=%s&old_password=geraden+woord&password=nog+een+andere", token);
    for (int i = 0; i < 7; i++) page = site_ask(s, "POST", "/account/wachtwoord", NULL, body);
    assert_int_equal(page.status, 429);
    assert_true(site_header(&page, "Retry-After").len > 0);
    cookies_keep(s, "__Host-kring-bekend", true);
    assert_int_equal(sign_in(s, "pim", "een+andere+zin"), 303); /* the door is as open as it was */
}

/* A new password, or being signed out everywhere, is a new beginning for the other browsers. */
static void other_browsers_are_forgotten(void **state) {
    site *s = *state;
    char base[40], token[128], body[300], other[sizeof(s->cookie)], mine[sizeof(s->cookie)];
    assert_true(site_begin(s, "rik", "Rik", base));
    memcpy(other, s->cookie, sizeof(other));
    s->cookie[0] = '\0';
    assert_int_equal(sign_in(s, "rik", "een+mooie+zin"), 303);
    kr_output page = site_ask(s, "GET", "/account", NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body), "csrf=%s", token);
    assert_int_equal(site_ask(s, "POST", "/account/overal", NULL, body).status, 303);
    guess_at(s, "rik");
    memcpy(mine, s->cookie, sizeof(mine));
    memcpy(s->cookie, other, sizeof(other));
    assert_int_equal(sign_in(s, "rik", "een+mooie+zin"), 429);
    memcpy(s->cookie, mine, sizeof(mine));
    snprintf(body, sizeof(body), "csrf=%s&old_password=een+mooie+zin&password=een+andere+zin", token);
    assert_int_equal(site_ask(s, "POST", "/account/wachtwoord", NULL, body).status, 303);
    char fresh[sizeof(s->cookie)];
    memcpy(fresh, s->cookie, sizeof(fresh));
    memcpy(s->cookie, mine, sizeof(mine));
    cookies_keep(s, "__Host-kring-bekend", true);
    assert_int_equal(sign_in(s, "rik", "een+andere+zin"), 429); /* a copy of the mark of before */
    memcpy(s->cookie, fresh, sizeof(fresh));
    cookies_keep(s, "__Host-kring-bekend", true);
    assert_int_equal(sign_in(s, "rik", "een+andere+zin"), 303);
}

/* A form with a session and its right token, by what the browser says of the page that sent it. */
static void a_form_from_elsewhere(void **state) {
    static const struct {
        const char *lines;
        int status;
    } cases[] = {{"Origin: https://elsewhere.example", 403},
                 {"Origin: null", 403},
                 {"Origin: http://127.0.0.1:8700.elsewhere.example", 403},
                 {"Origin: http://127.0.0.1", 403},
                 {"Origin: elsewhere\nX-Forwarded-Host: elsewhere", 403},
                 {"Origin: http://elsewhere\nX-Forwarded-Host: elsewhere\nForwarded: host=elsewhere", 403},
                 {"Origin: http://127.0.0.1:8700\nSec-Fetch-Site: cross-site", 403},
                 {"Origin: http://127.0.0.1:8700\nSec-Fetch-Site: same-site", 403},
                 {"Origin: https://elsewhere.example\nSec-Fetch-Site: same-origin", 403},
                 {"X-Origin:\nSec-Fetch-Site: cross-site", 403},
                 {"X-Origin:\nSec-Fetch-Site: something-new", 403},
                 {"X-Origin:\nSec-Fetch-Site: same-origin", 303},
                 {"X-Origin:\nSec-Fetch-Site: none", 303},
                 {"Origin: http://127.0.0.1:8700\nSec-Fetch-Site: same-origin", 303},
                 {"Origin: http://127.0.0.1:8700", 303},
                 {"X-Origin:", 303}}; /* an old browser that says nothing */
    site *s = *state;
    char base[40], token[128], body[300], path[80];
    assert_true(site_begin(s, "jet", "Jet", base));
    snprintf(path, sizeof(path), "%s/namen", base);
    kr_output page = site_ask(s, "GET", path, NULL, NULL);
    assert_true(site_token(&page, token));
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        snprintf(body, sizeof(body), "csrf=%s&naam=Vreemd%zuling", token, i);
        page = site_ask(s, "POST", path, cases[i].lines, body);
        if (page.status != cases[i].status) fail_msg("%s gives %d", cases[i].lines, page.status);
        check_policy(&page, cases[i].lines);
        assert_int_equal(site_has(&page, "uling"), 0);
        if (page.status == 403) assert_true(site_has(&page, "niet van een pagina van Kring"));
        page = site_ask(s, "GET", path, NULL, NULL);
        snprintf(body, sizeof(body), "Vreemd%zuling", i);
        assert_int_equal(site_has(&page, body), cases[i].status == 303);
    }
    /* behind TLS a page of ours has an address with https */
    s->web.behind_tls = true;
    snprintf(body, sizeof(body), "csrf=%s&naam=Iemand", token);
    assert_int_equal(site_ask(s, "POST", path, "Origin: http://127.0.0.1:8700", body).status, 403);
    assert_int_equal(site_ask(s, "POST", path, "Origin: https://127.0.0.1:8700", body).status, 303);
}

/* http elsewhere keeps no secure cookie, and then the sign-in page says so; here it does. */
static void here_or_elsewhere(void **state) {
    static const struct {
        const char *host;
        bool here;
    } cases[] = {{"localhost", true},
                 {"localhost:8700", true},
                 {"127.0.0.1:8700", true},
                 {"[::1]:8700", true},
                 {"[::1]", true},
                 {"localhost.evil.nl", false},
                 {"localhostevil.nl:80", false},
                 {"127.evil.nl", false},
                 {"[::1].evil.nl", false},
                 {"192.168.1.9:8700", false}};
    site *s = *state;
    json_error_t why;
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        kr_header headers[] = {{KR_STR("Host"), kr_str_z(cases[i].host)},
                               {KR_STR("Accept"), KR_STR("application/json")}};
        kr_call call = {.arena = &s->arena,
                        .method = KR_STR("GET"),
                        .target = KR_STR("/inloggen"),
                        .headers = headers,
                        .n_headers = 2};
        kr_output page = {0};
        kr_arena_reset(&s->arena);
        kr_call_answer(&s->web, &call, &page);
        json_t *root = json_loadb(page.body.ptr, page.body.len, 0, &why);
        assert_non_null(root);
        if (json_is_true(json_object_get(root, "insecure")) == cases[i].here)
            print_message("%s\n", cases[i].host);
        assert_int_equal(json_is_true(json_object_get(root, "insecure")), !cases[i].here);
        json_decref(root);
    }
}

/* HSTS: this name, not what stands under it; and a recovery code is not shown again on a page that failed. */
static void what_is_not_said(void **state) {
    site *s = *state;
    s->web.behind_tls = true;
    kr_output page = site_ask(s, "GET", "/", NULL, NULL);
    kr_str line = site_header(&page, "Strict-Transport-Security");
    assert_true(kr_str_starts(line, KR_STR("max-age=")));
    assert_int_equal(kr_str_find(line, KR_STR("includeSubDomains")), SIZE_MAX);
    s->web.behind_tls = false;
    page = site_ask(s, "POST", "/vergeten", "Origin: https://evil.example",
                    "login=een+lange+naam+hier&code=ABCD-EFGH-JKMN-PQRS&password=een+mooie+zin");
    assert_int_equal(page.status, 403);
    assert_false(site_has(&page, "een lange naam hier")); /* words of another site are not shown as ours */
    page =
        site_ask(s, "POST", "/kring/voorbeeld/namen", NULL, "naam=een+lange+naam+hier&code=ABCD-EFGH-JKMN");
    assert_int_equal(page.status, 403);
    assert_true(site_has(&page, "een lange naam hier"));
    assert_false(site_has(&page, "ABCD-EFGH"));
}

static void other_answers(void **state) {
    site *s = *state;
    kr_output page = site_ask(s, "GET", "/nergens", NULL, NULL);
    assert_int_equal(page.status, 404);
    assert_true(site_has(&page, "</html>"));
    page = site_ask(s, "DELETE", "/", NULL, NULL);
    assert_int_equal(page.status, 405);
    assert_true(kr_str_is(site_header(&page, "Allow"), "GET, HEAD"));
    page = site_ask(s, "DELETE", "/begin", NULL, NULL);
    assert_true(kr_str_is(site_header(&page, "Allow"), "GET, HEAD, POST"));
    page = site_ask(s, "GET", "/uitloggen", NULL, NULL);
    assert_int_equal(page.status, 405);
    assert_true(kr_str_is(site_header(&page, "Allow"), "POST"));
    page = site_ask(s, "GET", "/kring/0000000000000001", NULL, NULL);
    assert_int_equal(page.status, 303);
    page = site_ask(s, "GET", "/kring/voorbeeld/mens/zzz", NULL, NULL);
    assert_int_equal(page.status, 404);
    page = site_ask(s, "GET", "/hulp", "Accept: application/json", NULL);
    assert_true(kr_str_is(site_header(&page, "Content-Type"), "application/json"));
    assert_int_equal(page.body.ptr[0], '{');
    page = site_ask(s, "GET", "/hulp", "Accept-Encoding: br, gzip", NULL);
    assert_true(kr_str_is(site_header(&page, "Content-Encoding"), "gzip"));
    assert_int_equal((unsigned char)page.body.ptr[0], 0x1f);
    static char large[KR_MOST_BODY + 100];
    memset(large, 'a', sizeof(large) - 1);
    page = site_ask(s, "POST", "/leesbaar", NULL, large);
    assert_int_equal(page.status, 413);
    check_policy(&page, "a body too large");
}

static void static_files(void **state) {
    site *s = *state;
    char path[100];
    snprintf(path, sizeof(path), "%.*s/kring.css", KR_ARG(s->web.static_base));
    kr_output page = site_ask(s, "GET", path, NULL, NULL);
    assert_int_equal(page.status, 200);
    assert_true(kr_str_is(site_header(&page, "Cache-Control"), "public, max-age=31536000, immutable"));
    page = site_ask(s, "GET", path, "Accept-Encoding: gzip", NULL);
    assert_true(kr_str_is(site_header(&page, "Content-Encoding"), "gzip"));
    assert_int_equal(site_ask(s, "HEAD", path, NULL, NULL).status, 200);
    page = site_ask(s, "POST", path, NULL, "a=b");
    assert_int_equal(page.status, 405);
    assert_true(kr_str_is(site_header(&page, "Allow"), "GET, HEAD"));
    snprintf(path, sizeof(path), "%.*sxkring.css", KR_ARG(s->web.static_base));
    assert_int_equal(site_ask(s, "GET", path, NULL, NULL).status, 404);
    snprintf(path, sizeof(path), "%.*s", KR_ARG(s->web.static_base));
    assert_int_equal(site_ask(s, "GET", path, NULL, NULL).status, 404);
    snprintf(path, sizeof(path), "%.*s/../kring.db", KR_ARG(s->web.static_base));
    page = site_ask(s, "GET", path, NULL, NULL);
    assert_int_equal(page.status, 404);
}

static void a_file_comes_in(void **state) {
    static char sealed[20000], body[24000];
    static const char card[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bram <b>\r\nTEL:0612345678\r\nEND:VCARD\r\n";
    site *s = *state;
    char base[40], token[128], path[80];
    assert_true(site_begin(s, "joost", "Joost", base));
    snprintf(path, sizeof(path), "%s/erbij", base);
    kr_output page = site_ask(s, "GET", path, NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body),
             "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--B\r\nContent-Disposition: "
             "form-data; "
             "name=\"bestand\"; filename=\"x.vcf\"\r\n\r\n%s\r\n--B--\r\n",
             token, card);
    page = site_send(s, "POST", path, NULL, KR_STR("multipart/form-data; boundary=B"), kr_str_z(body));
    assert_int_equal(page.status, 200);
    assert_true(site_has(&page, "Bram &lt;b&gt;"));
    assert_true(hidden(&page, "sealed", sealed, sizeof(sealed)) && site_token(&page, token));
    snprintf(path, sizeof(path), "%s/erbij/neem", base);
    snprintf(body, sizeof(body), "csrf=%s&sealed=%s&neem=0&neem=99", token, sealed);
    page = site_ask(s, "POST", path, NULL, body);
    assert_int_equal(page.status, 303);
    snprintf(path, sizeof(path), "%s/lijst", base);
    page = site_ask(s, "GET", path, NULL, NULL);
    assert_true(site_has(&page, "Bram &lt;b&gt;"));
    assert_false(site_has(&page, "0612345678")); /* not asked for */
    snprintf(path, sizeof(path), "%s/papier?soort=svg&namen=letters", base);
    page = site_ask(s, "GET", path, NULL, NULL);
    assert_int_equal(page.status, 200);
    assert_false(site_has(&page, "Bram"));
    assert_false(site_has(&page, "Joost"));
    snprintf(path, sizeof(path), "%s/bestand.csv", base);
    page = site_ask(s, "GET", path, NULL, NULL);
    assert_true(site_has(&page, "Bram <b>"));
    snprintf(path, sizeof(path), "%s/adresboek.vcf", base);
    page = site_ask(s, "GET", path, NULL, NULL);
    assert_int_equal(page.status, 200);
    assert_true(site_has(&page, "VERSION:4.0\r\n") && site_has(&page, "FN:Bram <b>\r\n"));
    snprintf(path, sizeof(path), "%s/adresboek.vcf?versie=3&meer=1", base);
    page = site_ask(s, "GET", path, NULL, NULL);
    assert_true(site_has(&page, "VERSION:3.0\r\n"));
}

/* Who is only in the family tree stands in the table, as by the command. */
static void table_with_kin(void **state) {
    static const char tree[] =
        "0 HEAD\n0 @I1@ INDI\n1 NAME Annie\n0 @I2@ INDI\n1 NAME Opa Kees\n1 DEAT Y\n0 @F1@ "
        "FAM\n1 HUSB @I2@\n1 CHIL @I1@\n0 TRLR\n";
    static char sealed[8000], body[12000];
    site *s = *state;
    char base[40], token[128], path[80];
    assert_true(site_begin(s, "annie2", "Annie", base));
    kr_output page = site_ask(s, "GET", "/kringen/bestand", NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body),
             "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--B\r\nContent-Disposition: "
             "form-data; "
             "name=\"bestand\"; filename=\"x.ged\"\r\n\r\n%s\r\n--B--\r\n",
             token, tree);
    page = site_send(s, "POST", "/kringen/bestand", NULL, KR_STR("multipart/form-data; boundary=B"),
                     kr_str_z(body));
    assert_int_equal(page.status, 200);
    assert_true(hidden(&page, "sealed", sealed, sizeof(sealed)) && site_token(&page, token));
    snprintf(body, sizeof(body), "csrf=%s&sealed=%s&midden=0", token, sealed);
    page = site_ask(s, "POST", "/kringen/bestand/neem", NULL, body);
    assert_int_equal(page.status, 303);
    snprintf(path, sizeof(path), "%.*s/bestand.csv", KR_ARG(site_header(&page, "Location")));
    page = site_ask(s, "GET", path, NULL, NULL);
    assert_int_equal(page.status, 200);
    assert_true(site_has(&page, "Opa Kees"));
    snprintf(path + strlen(path) - strlen("bestand.csv"), 20, "adresboek.vcf");
    page = site_ask(s, "GET", path, NULL, NULL);
    assert_false(site_has(&page, "Opa Kees"));
}

static void gone_is_gone(void **state) {
    site *s = *state;
    char base[40], token[128], path[80], body[300];
    assert_true(site_begin(s, "truus", "Truus", base));
    snprintf(path, sizeof(path), "%s/weg", base);
    kr_output page = site_ask(s, "GET", path, NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body), "csrf=%s", token);
    page = site_ask(s, "POST", path, NULL, body);
    assert_int_equal(page.status, 422); /* not sure yet */
    snprintf(body, sizeof(body), "csrf=%s&zeker=1", token);
    page = site_ask(s, "POST", path, NULL, body);
    assert_int_equal(page.status, 303);
    page = site_ask(s, "GET", base, NULL, NULL);
    assert_int_equal(page.status, 404);
    page = site_ask(s, "GET", "/account", NULL, NULL);
    assert_true(site_token(&page, token));
    snprintf(body, sizeof(body), "csrf=%s&zeker=1&password=een+mooie+zin", token);
    page = site_ask(s, "POST", "/account/weg", NULL, body);
    assert_int_equal(page.status, 303);
    page = site_ask(s, "POST", "/inloggen", NULL, "login=truus&password=een+mooie+zin");
    assert_int_equal(page.status, 422);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_route_and_role, begin, end),
        cmocka_unit_test_setup_teardown(examples_are_for_looking, begin, end),
        cmocka_unit_test_setup_teardown(signing_in_and_out, begin, end),
        cmocka_unit_test_setup_teardown(a_form_survives_signing_in_again, begin, end),
        cmocka_unit_test_setup_teardown(not_for_another_account, begin, end),
        cmocka_unit_test_setup_teardown(a_form_without_a_session, begin, end),
        cmocka_unit_test_setup_teardown(languages_and_reading, begin, end),
        cmocka_unit_test_setup_teardown(a_language_by_link, begin, end),
        cmocka_unit_test_setup_teardown(waiting_is_said, begin, end),
        cmocka_unit_test_setup_teardown(a_known_browser_does_not_wait, begin, end),
        cmocka_unit_test_setup_teardown(the_account_page_does_not_wait, begin, end),
        cmocka_unit_test_setup_teardown(other_browsers_are_forgotten, begin, end),
        cmocka_unit_test_setup_teardown(a_form_from_elsewhere, begin, end),
        cmocka_unit_test_setup_teardown(here_or_elsewhere, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_said, begin, end),
        cmocka_unit_test_setup_teardown(other_answers, begin, end),
        cmocka_unit_test_setup_teardown(static_files, begin, end),
        cmocka_unit_test_setup_teardown(a_file_comes_in, begin, end),
        cmocka_unit_test_setup_teardown(table_with_kin, begin, end),
        cmocka_unit_test_setup_teardown(gone_is_gone, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
