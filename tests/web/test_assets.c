/* What the binary carries: every file is found, its gzip variant is the same file, and every template
 * compiles. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <zlib.h>

#include "web/assets.h"
#include "web/mustache.h"

static void same_when_unpacked(const kr_asset *asset) {
    unsigned char *bytes = malloc(asset->bytes.len + 1);
    assert_non_null(bytes);
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)asset->gzip.ptr,
                  .avail_in = (unsigned)asset->gzip.len,
                  .next_out = bytes,
                  .avail_out = (unsigned)asset->bytes.len + 1};
    assert_int_equal(inflateInit2(&z, 16 + MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, asset->bytes.len);
    assert_memory_equal(bytes, asset->bytes.ptr, asset->bytes.len);
    inflateEnd(&z);
    free(bytes);
}

static void test_files(void **state) {
    (void)state;
    size_t count;
    const kr_asset *all = kr_assets(&count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(kr_asset_find(all[i].name), &all[i]);
        assert_int_equal(strlen(all[i].hash), 16);
        assert_non_null(strchr(all[i].type, '/'));
        if (all[i].gzip.len > 0) same_when_unpacked(&all[i]);
    }
    assert_null(kr_asset_find(KR_STR("")));
    assert_null(kr_asset_find(KR_STR("../etc/passwd")));
    assert_non_null(kr_asset_find(KR_STR("kring.css")));
    assert_true(kr_asset_find(KR_STR("kring.css"))->gzip.len > 0);
    assert_int_equal(strlen(kr_assets_hash()), 16);
}

static void test_templates(void **state) {
    (void)state;
    size_t count;
    const kr_template_file *all = kr_template_files(&count);
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        kr_arena arena;
        kr_error error = {0};
        kr_template *made;
        kr_arena_init(&arena, kr_heap(), 16 << 20);
        if (kr_template_compile(&made, &arena, all[i].text, &error) != KR_OK)
            fail_msg("%.*s.mustache:%u:%u: %s", KR_ARG(all[i].name), error.line, error.column, error.detail);
        assert_true(kr_str_eq(kr_template_text(all[i].name), all[i].text));
        kr_arena_dispose(&arena);
    }
    assert_int_equal(kr_template_text(KR_STR("no such template")).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files), cmocka_unit_test(test_templates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
