/* The frames of an open page, byte for byte from the standard, and what is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "web/ws.h"

static kr_ws_event take(kr_ws *ws, const char *bytes, size_t count, size_t *used, unsigned char *payload,
                        size_t *length) {
    return kr_ws_take(ws, (const unsigned char *)bytes, count, used, payload, length);
}

/* RFC 6455, 1.3. */
static void the_key_of_the_standard(void **state) {
    char accept[KR_WS_ACCEPT];
    (void)state;
    assert_true(kr_ws_accept(accept, KR_STR("dGhlIHNhbXBsZSBub25jZQ==")));
    assert_string_equal(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assert_false(kr_ws_accept(accept, KR_STR("")));
    assert_false(kr_ws_accept(accept, KR_STR("dGhlIHNhbXBsZSBub25jZQ")));
    assert_false(kr_ws_accept(accept, KR_STR("dGhlIHNhbXBsZSBub25jZQAA")));
    assert_false(kr_ws_accept(accept, KR_STR("!!!!IHNhbXBsZSBub25jZQ==")));
}

/* RFC 6455, 5.7: a masked pong of "Hello", and its answer unmasked. */
static void frames_of_the_standard(void **state) {
    static const char pong[] = "\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
    static const char ping[] = "\x89\x05\x48\x65\x6c\x6c\x6f";
    kr_ws ws = {.n = 0};
    unsigned char payload[KR_WS_MOST], frame[KR_WS_MOST + 2];
    size_t used, length;
    (void)state;
    assert_int_equal(take(&ws, pong, 11, &used, payload, &length), KR_WS_PONG);
    assert_int_equal(used, 11);
    assert_int_equal(length, 5);
    assert_memory_equal(payload, "Hello", 5);
    assert_int_equal(kr_ws_frame(frame, 9, "Hello", 5), 7);
    assert_memory_equal(frame, ping, 7);
}

static void in_pieces(void **state) {
    static const char two[] = "\x89\x81\x01\x02\x03\x04y\x88\x80\x00\x00\x00\x00";
    kr_ws ws = {.n = 0};
    unsigned char payload[KR_WS_MOST];
    size_t used, length;
    (void)state;
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(take(&ws, two + i, 1, &used, payload, &length), KR_WS_MORE);
    assert_int_equal(take(&ws, two + 6, 7, &used, payload, &length), KR_WS_PING);
    assert_int_equal(used, 1);
    assert_int_equal(payload[0], 'x');
    assert_int_equal(take(&ws, two + 7, 6, &used, payload, &length), KR_WS_CLOSE);
    assert_int_equal(length, 0);
}

static void anything_else_is_broken(void **state) {
    static const struct {
        const char *bytes;
        size_t count;
    } wrong[] = {{"\x81\x80\x00\x00\x00\x00", 6},
                 {"\x89\x00", 2},
                 {"\x89\xfe\x01\x00", 4},
                 {"\x09\x80", 2},
                 {"\xc9\x80", 2},
                 {"\x8b\x80", 2},
                 {"\x80\x80", 2},
                 {"GET / HTTP/1.1", 14},
                 {"\x89\xff", 2}};
    unsigned char payload[KR_WS_MOST];
    size_t used, length;
    (void)state;
    for (size_t i = 0; i < KR_COUNT(wrong); i++) {
        kr_ws ws = {.n = 0};
        assert_int_equal(take(&ws, wrong[i].bytes, wrong[i].count, &used, payload, &length), KR_WS_BROKEN);
        assert_int_equal(take(&ws, "\x89\x80\x00\x00\x00\x00", 6, &used, payload, &length), KR_WS_BROKEN);
        assert_int_equal(used, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_key_of_the_standard),
        cmocka_unit_test(frames_of_the_standard),
        cmocka_unit_test(in_pieces),
        cmocka_unit_test(anything_else_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
