/* The gate and the readers of addresses, forms, cookies; the router; the clock of Amsterdam. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "web/engine.h"

#define H(n, v)                                                                                              \
    { KR_STR(n), KR_STR(v) }

static bool gate(const kr_header *headers, size_t n) {
    return kr_gate(KR_STR("GET"), KR_STR("/"), false, headers, n);
}

static void gate_reads_one_way_only(void **state) {
    (void)state;
    const kr_header plain[] = {H("Host", "a"), H("Content-Length", "5")};
    const kr_header both[] = {H("Host", "a"), H("Content-Length", "5"), H("Transfer-Encoding", "chunked")};
    const kr_header lengths[] = {H("Host", "a"), H("Content-Length", "5"), H("content-length", "5")};
    const kr_header list[] = {H("Host", "a"), H("Content-Length", "5, 5")};
    const kr_header signed_length[] = {H("Host", "a"), H("Content-Length", "+5")};
    const kr_header hosts[] = {H("Host", "a"), H("HOST", "b")};
    const kr_header space[] = {H("Host", "a"), H("X y", "1")};
    const kr_header coding[] = {H("Host", "a"), H("Transfer-Encoding", "gzip, chunked")};
    const kr_header cookies[] = {H("Host", "a"), H("Cookie", "a=1"), H("Cookie", "a=2")};
    const kr_header line[] = {H("Host", "a"), H("X-A", "1\r\nX-B: 2")};
    const kr_header accepts[] = {H("Host", "a"), H("Accept", "text/html"), H("Accept", "*/*")};
    assert_true(gate(plain, 2));
    assert_true(gate(accepts, 3));
    assert_false(gate(both, 3));
    assert_false(gate(lengths, 3));
    assert_false(gate(list, 2));
    assert_false(gate(signed_length, 2));
    assert_false(gate(hosts, 2));
    assert_false(gate(plain + 1, 1)); /* no Host */
    assert_false(gate(space, 2));
    assert_false(gate(coding, 2));
    assert_false(gate(cookies, 3));
    assert_false(gate(line, 2));
    assert_true(kr_gate(KR_STR("GET"), KR_STR("/"), true, NULL, 0)); /* HTTP/1.0 may leave it out */
    assert_false(kr_gate(KR_STR("GE T"), KR_STR("/"), false, plain, 2));
    assert_false(kr_gate(KR_STR("GET"), KR_STR("http://a/"), false, plain, 2));
    assert_false(kr_gate(KR_STR("GET"), KR_STR("/a b"), false, plain, 2));
}

static void addresses(void **state) {
    (void)state;
    kr_arena arena;
    kr_str path, query;
    kr_arena_init(&arena, kr_heap(), 1 << 20);
    assert_true(kr_parse_target(&arena, KR_STR("/a%20b/%C3%A9?x=%zz"), &path, &query));
    assert_true(kr_str_is(path, "/a b/é"));
    assert_true(kr_str_is(query, "x=%zz"));
    assert_false(kr_parse_target(&arena, KR_STR("/%00"), &path, &query));
    assert_false(kr_parse_target(&arena, KR_STR("/%0a"), &path, &query));
    assert_false(kr_parse_target(&arena, KR_STR("/%ff"), &path, &query));
    assert_false(kr_parse_target(&arena, KR_STR("/%4"), &path, &query));
    assert_false(kr_parse_target(&arena, KR_STR("/%5C"), &path, &query));
    kr_arena_dispose(&arena);
}

static void forms(void **state) {
    (void)state;
    kr_arena arena;
    kr_field_in *fields;
    size_t count;
    kr_arena_init(&arena, kr_heap(), 4 << 20);
    assert_int_equal(kr_parse_form(&fields, &count, &arena, KR_STR("a=1&&b=x+y%0D%0Az&c&a=2&=v")), KR_OK);
    assert_int_equal(count, 5);
    assert_true(kr_str_is(fields[1].value, "x y\nz"));
    assert_true(kr_str_is(fields[2].name, "c"));
    assert_true(kr_str_is(fields[2].value, ""));
    assert_int_equal(kr_parse_form(&fields, &count, &arena, KR_STR("a=%f")), KR_E_SYNTAX);
    assert_int_equal(kr_parse_form(&fields, &count, &arena, KR_STR("a=%00")), KR_E_SYNTAX);
    assert_int_equal(kr_parse_form(&fields, &count, &arena, KR_STR("a=%C3")), KR_E_SYNTAX);
    char *many = kr_arena_alloc(&arena, KR_MOST_FIELDS + 10);
    memset(many, '&', KR_MOST_FIELDS + 10);
    assert_int_equal(kr_parse_form(&fields, &count, &arena, kr_str_n(many, KR_MOST_FIELDS + 10)), KR_E_LIMIT);
    kr_arena_dispose(&arena);
}

static void many_fields_are_found(void **state) {
    (void)state;
    kr_arena arena;
    kr_buf body;
    kr_str text;
    kr_request request = {0};
    kr_arena_init(&arena, kr_heap(), 16 << 20);
    request.arena = &arena;
    kr_buf_init(&body, &arena, 1 << 20);
    for (int i = 0; i < 5000; i++) {
        kr_put_z(&body, "f");
        kr_put_int(&body, i);
        kr_put_z(&body, "=");
        kr_put_int(&body, i * 3);
        kr_put_z(&body, "&");
    }
    kr_put_z(&body, "f7=again");
    assert_int_equal(kr_buf_end(&body, &text), KR_OK);
    assert_int_equal(kr_parse_form(&request.form, &request.n_form, &arena, text), KR_OK);
    assert_int_equal(kr_fields_index(&request), KR_OK);
    assert_true(kr_str_is(kr_posted(&request, "f4999"), "14997"));
    assert_true(kr_str_is(kr_posted(&request, "f7"), "21")); /* the first one counts */
    assert_false(kr_posted_has(&request, "f5000"));
    kr_arena_dispose(&arena);
}

static const char multi[] = "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx\r\ny\r\n"
                            "--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a;b.vcf\"\r\n"
                            "Content-Type: text/vcard\r\n\r\nBEGIN\r\n--B-not\r\nEND\r\n"
                            "--B\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n--B--\r\n";

static void parts(void **state) {
    (void)state;
    kr_arena arena;
    kr_field_in *fields;
    size_t count;
    kr_str type = KR_STR("multipart/form-data; boundary=B");
    kr_arena_init(&arena, kr_heap(), 1 << 20);
    /* "--B-not" begins like a boundary; browsers choose one that is nowhere in the file, so it ends the part:
     * refused */
    assert_int_equal(kr_parse_multipart(&fields, &count, &arena, type, kr_str_z(multi)), KR_E_SYNTAX);
    kr_str sound = KR_STR("--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx\r\ny\r\n"
                          "--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a;b.vcf\"\r\n"
                          "Content-Type: text/vcard\r\n\r\nBEGIN\r\nEND\r\n"
                          "--B\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n--B--\r\n");
    assert_int_equal(kr_parse_multipart(&fields, &count, &arena, type, sound), KR_OK);
    assert_int_equal(count, 3);
    assert_true(kr_str_is(fields[0].value, "x\ny"));
    assert_true(fields[1].is_file);
    assert_true(kr_str_is(fields[1].filename, "a;b.vcf"));
    assert_true(kr_str_is(fields[1].value, "BEGIN\r\nEND"));
    assert_true(kr_str_is(fields[2].name, "empty"));
    assert_int_equal(fields[2].value.len, 0);
    for (size_t cut = 0; cut + 4 < sound.len; cut++)
        assert_int_not_equal(kr_parse_multipart(&fields, &count, &arena, type, kr_str_n(sound.ptr, cut)),
                             KR_OK);
    assert_int_equal(kr_parse_multipart(&fields, &count, &arena, KR_STR("multipart/form-data"), sound),
                     KR_E_SYNTAX);
    kr_arena_dispose(&arena);
}

static void cookies_and_wishes(void **state) {
    (void)state;
    int q = 0;
    assert_true(
        kr_str_is(kr_parse_cookie(KR_STR("a=1; __Host-kring=tok=en; b=2"), "__Host-kring"), "tok=en"));
    assert_int_equal(kr_parse_cookie(KR_STR("x__Host-kring=1"), "__Host-kring").len, 0);
    assert_true(kr_parse_accepts(KR_STR("deflate, gzip;q=0.5"), "gzip", &q));
    assert_int_equal(q, 500);
    assert_false(kr_parse_accepts(KR_STR("gzip;q=0"), "gzip", NULL));
    assert_false(kr_parse_accepts(KR_STR("gzipped"), "gzip", NULL));
}

static kr_err no_page(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)request;
    (void)reply;
    (void)error;
    return KR_OK;
}

static void router(void **state) {
    (void)state;
    const kr_route routes[] = {
        {"GET", "/", KR_ANYBODY, false, no_page, NULL, 0, 0, 0},
        {"GET", "/kring/:circle/mens/:person", KR_OWNER, false, no_page, NULL, 0, 0, 0},
        {"GET", "/kring/:circle/mens/nieuw", KR_OWNER, false, no_page, NULL, 0, 0, 0},
        {"POST", "/kring/:circle", KR_OWNER, true, no_page, NULL, 0, 0, 0}};
    kr_str params[4];
    bool other;
    kr_arena arena;
    kr_branch *root;
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    assert_int_equal(kr_router_make(&root, &arena, routes, KR_COUNT(routes)), KR_OK);
    assert_ptr_equal(kr_route_find(root, KR_STR("GET"), KR_STR("/"), params, &other), &routes[0]);
    assert_ptr_equal(kr_route_find(root, KR_STR("HEAD"), KR_STR("/"), params, &other), &routes[0]);
    assert_ptr_equal(kr_route_find(root, KR_STR("GET"), KR_STR("/kring/12/mens/34"), params, &other),
                     &routes[1]);
    assert_true(kr_str_is(params[0], "12") && kr_str_is(params[1], "34"));
    assert_ptr_equal(kr_route_find(root, KR_STR("GET"), KR_STR("/kring/12/mens/nieuw"), params, &other),
                     &routes[2]);
    assert_null(kr_route_find(root, KR_STR("GET"), KR_STR("/kring/12"), params, &other));
    assert_true(other);
    assert_null(kr_route_find(root, KR_STR("GET"), KR_STR("/kring//mens/34"), params, &other));
    assert_null(kr_route_find(root, KR_STR("GET"), KR_STR("/kring/12/mens/34/"), params, &other));
    assert_null(kr_route_find(root, KR_STR("GET"), KR_STR("/kring/12/mens"), params, &other));
    assert_null(kr_route_find(root, KR_STR("GET"), KR_STR(""), params, &other));
    assert_null(kr_route_find(root, KR_STR("GET"), KR_STR("kring"), params, &other));
    assert_null(kr_route_find(root, KR_STR("GET"), KR_STR("/a/b/c/d/e/f/g/h/i/j/k/l/m/n"), params, &other));
    /* the most words win, wherever they stand; of two alike the first */
    const kr_route more[] = {{"GET", "/:a/b/:c", KR_ANYBODY, false, no_page, NULL, 0, 0, 0},
                             {"GET", "/x/:b/:c", KR_ANYBODY, false, no_page, NULL, 0, 0, 0},
                             {"GET", "/:a/:b/c", KR_ANYBODY, false, no_page, NULL, 0, 0, 0},
                             {"GET", "/:a/b/c", KR_ANYBODY, false, no_page, NULL, 0, 0, 0},
                             {"POST", "/x/:b/:c", KR_ANYBODY, false, no_page, NULL, 0, 0, 0},
                             {"GET", "/x/:b/:c", KR_ANYBODY, false, no_page, NULL, 0, 0, 0}};
    assert_int_equal(kr_router_make(&root, &arena, more, KR_COUNT(more)), KR_OK);
    assert_ptr_equal(kr_route_find(root, KR_STR("GET"), KR_STR("/x/b/c"), params, &other), &more[3]);
    assert_true(kr_str_is(params[0], "x") && other);
    assert_ptr_equal(kr_route_find(root, KR_STR("GET"), KR_STR("/x/y/z"), params, &other), &more[1]);
    assert_true(kr_str_is(params[0], "y") && kr_str_is(params[1], "z"));
    assert_ptr_equal(kr_route_find(root, KR_STR("GET"), KR_STR("/y/b/z"), params, &other), &more[0]);
    assert_ptr_equal(kr_route_find(root, KR_STR("POST"), KR_STR("/x/b/c"), params, &other), &more[4]);
    assert_null(kr_route_find(root, KR_STR("PUT"), KR_STR("/y/y/y"), params, &other));
    assert_false(other);
    kr_arena_dispose(&arena);
}

/* Made with `TZ=Europe/Amsterdam date`; the two hours a year at which the clock changes, and one second
 * before. */
static void clock_of_amsterdam(void **state) {
    (void)state;
    static const struct {
        int64_t utc_s;
        int hours;
    } known[] = {{1774745999, 1}, {1774746000, 2}, {1792889999, 2}, {1792890000, 1}, {1763726400, 1},
                 {1750000000, 2}, {951782400, 1},  {1711846799, 1}, {1711846800, 2}, {1729990800, 1}};
    for (size_t i = 0; i < KR_COUNT(known); i++)
        assert_int_equal(kr_clock_local(known[i].utc_s * 1000) - known[i].utc_s * 1000,
                         known[i].hours * 3600000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gate_reads_one_way_only),
        cmocka_unit_test(addresses),
        cmocka_unit_test(forms),
        cmocka_unit_test(many_fields_are_found),
        cmocka_unit_test(parts),
        cmocka_unit_test(cookies_and_wishes),
        cmocka_unit_test(router),
        cmocka_unit_test(clock_of_amsterdam),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
