/* Memory that runs out, at every place once: the arena of a request reaches its limit, or no more comes from
 * below. An answer always comes, a form is never shown with a value lost, and nothing is half done. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "web_help.h"

static void *arena_alloc(void *context, size_t size) {
    long *left = context;
    if (*left == 0) return NULL;
    if (*left > 0) --*left;
    return malloc(size);
}

static void arena_release(void *context, void *ptr) {
    (void)context;
    free(ptr);
}

/* With this much memory the page must come whole or not at all. */
static bool comes(site *s, const char *path, size_t limit, size_t length) {
    kr_arena_dispose(&s->arena);
    kr_arena_init(&s->arena, kr_heap(), limit);
    kr_output page = site_ask(s, "GET", path, NULL, NULL);
    if (page.status == 200 && page.body.len + 64 < length)
        fail_msg("%s lost something within %zu bytes", path, limit);
    if (page.status != 200 && page.status != 503 && page.status != 500 && page.status != 400)
        fail_msg("%s gives %d within %zu bytes", path, page.status, limit);
    return page.status == 200;
}

static void every_value_or_no_page(void **state) {
    static site s;
    char base[40], path[80];
    (void)state;
    assert_true(site_open(&s) && site_begin(&s, "riet", "Riet", base));
    const char *const pages[] = {"/kringen", "/account", "/leesbaar", base, "/kring/voorbeeld/meenemen"};
    for (size_t p = 0; p < KR_COUNT(pages); p++) {
        snprintf(path, sizeof(path), "%s", pages[p]);
        kr_arena_dispose(&s.arena);
        kr_arena_init(&s.arena, kr_heap(), KR_REQUEST_MEMORY);
        kr_output page = site_ask(&s, "GET", path, NULL, NULL);
        assert_int_equal(page.status, 200);
        size_t length = page.body.len, needed = s.arena.used;
        assert_true(needed > 8192);
        for (size_t limit = 2048; limit < needed; limit += 16 * (1 + limit / 8192))
            comes(&s, path, limit, length);
        /* near its end every place counts: what is lost last is lost most easily */
        for (size_t limit = needed - 8192; limit < needed; limit += 16) comes(&s, path, limit, length);
        assert_true(comes(&s, path, needed, length));
    }
    kr_arena_dispose(&s.arena);
    kr_arena_init(&s.arena, kr_heap(), KR_REQUEST_MEMORY);
    site_close(&s);
}

/* Refuses once, and has enough again afterwards. */
static void *arena_alloc_but_one(void *context, size_t size) {
    long *left = context;
    return (*left)-- == 0 ? NULL : malloc(size);
}

/* One piece of memory that is refused in the middle: what was to stand in it must not be missing silently. */
static void lost_once(void **state) {
    static site s;
    char base[40], path[80];
    long left = -1;
    const kr_allocator once = {arena_alloc_but_one, arena_release, &left};
    (void)state;
    assert_true(site_open(&s) && site_begin(&s, "riet", "Riet", base));
    static const char *const pages[] = {"/kringen",
                                        "/account",
                                        "/leesbaar",
                                        "~",
                                        "/kring/voorbeeld/meenemen",
                                        "~/delen",
                                        "~/delen/nieuw",
                                        "~/overdragen",
                                        "~/delen/vraag-iemand",
                                        "~/delen/antwoorden",
                                        "~/gekeken",
                                        "/meekijken",
                                        "/eenmaal",

                                        "/account/sleutels"};
    for (size_t p = 0; p < KR_COUNT(pages); p++) {
        bool inside = pages[p][0] == '~';
        snprintf(path, sizeof(path), "%s%s", inside ? base : "", pages[p] + inside);
        kr_output page = site_ask(&s, "GET", path, NULL, NULL);
        assert_int_equal(page.status, 200);
        size_t length = page.body.len;
        bool refused = true;
        for (long n = 1; refused; n++) {
            refused = false;
            /* filling up a little moves the place where the next piece is asked for */
            for (size_t fill = 16; fill < 3400; fill += p < 5 ? 48 : 480) {
                kr_arena_dispose(&s.arena);
                left = n;
                kr_arena_init(&s.arena, &once, KR_REQUEST_MEMORY);
                s.fill = fill;
                page = site_ask(&s, "GET", path, NULL, NULL);
                refused = refused || left < 0;
                if (page.status == 200 && page.body.len < length)
                    fail_msg("%s lost something: piece %ld, filled %zu", path, n, fill);
            }
        }
        s.fill = 0;
        kr_arena_dispose(&s.arena);
        kr_arena_init(&s.arena, kr_heap(), KR_REQUEST_MEMORY);
    }
    site_close(&s);
}

static void all_or_nothing(void **state) {
    static site s;
    char base[40], path[80], token[128], body[300], name[40];
    long left = -1;
    const kr_allocator failing = {arena_alloc, arena_release, &left};
    (void)state;
    assert_true(site_open(&s) && site_begin(&s, "riet", "Riet", base));
    snprintf(path, sizeof(path), "%s/namen", base);
    kr_arena_dispose(&s.arena);
    bool well = false;
    for (long n = 0; n < 60 && !well; n++) {
        left = -1;
        kr_arena_init(&s.arena, &failing, KR_REQUEST_MEMORY);
        kr_output page = site_ask(&s, "GET", path, NULL, NULL);
        assert_true(site_token(&page, token));
        kr_arena_dispose(&s.arena);
        kr_arena_init(&s.arena, &failing, KR_REQUEST_MEMORY);
        snprintf(name, sizeof(name), "Tante%ld", n);
        snprintf(body, sizeof(body), "csrf=%s&naam=%s", token, name);
        left = n + 1; /* the test itself keeps the cookie in the arena */
        page = site_ask(&s, "POST", path, NULL, body);
        well = left > 0;
        int status = page.status;
        left = -1;
        kr_arena_dispose(&s.arena);
        kr_arena_init(&s.arena, &failing, KR_REQUEST_MEMORY);
        page = site_ask(&s, "GET", path, NULL, NULL);
        assert_int_equal(page.status, 200);
        if (status == 303 && !site_has(&page, name)) fail_msg("said so, but %s is not there", name);
        kr_arena_dispose(&s.arena);
    }
    assert_true(well);
    kr_arena_init(&s.arena, kr_heap(), KR_REQUEST_MEMORY);
    site_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_value_or_no_page), cmocka_unit_test(lost_once),
                                       cmocka_unit_test(all_or_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
