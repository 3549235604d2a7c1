/* The photo in its text field: what Kring keeps comes back the same; anything else is no photo. And who sees
 * it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "core/photo.h"
#include "core/view.h"
#include "core_help.h"

/* The skeleton of a JPEG of 200 by 100: tables, size, beginning of the picture. */
static const unsigned char jpeg[] = {0xFF, 0xD8, 0xFF, 0xE0, 0,    4,    'J', 'F', 0xFF, 0xDB, 0,    5,
                                     1,    2,    3,    0xFF, 0xC0, 0,    11,  8,   0,    100,  0,    200,
                                     1,    1,    17,   0,    0xFF, 0xDA, 0,   4,   1,    2,    9,    9,
                                     9,    9,    9,    9,    9,    9,    9,   9,   9,    9,    0xFF, 0xD9};

static kr_str with(kr_arena *arena, size_t at, unsigned char byte) {
    kr_str copy = kr_arena_copy(arena, kr_str_n((const char *)jpeg, sizeof jpeg));
    ((char *)(uintptr_t)copy.ptr)[at] = (char)byte;
    return copy;
}

static void test_there_and_back(void **state) {
    kr_arena arena;
    kr_str text, bytes, all = kr_str_n((const char *)jpeg, sizeof jpeg);
    (void)state;
    kr_arena_init(&arena, kr_heap(), 1 << 20);
    /* every length of the last group of letters */
    for (size_t less = 0; less < 3; less++) {
        kr_str part = kr_str_n(all.ptr, all.len - less);
        assert_int_equal(kr_photo_text(&text, &arena, part), KR_OK);
        assert_int_equal(text.len % 4, 0);
        assert_true(kr_photo_there(text));
        assert_int_equal(kr_photo_bytes(&bytes, &arena, text), KR_OK);
        assert_true(kr_str_eq(bytes, part));
    }
    /* as another program writes it (base64 of coreutils) */
    assert_int_equal(kr_photo_text(&text, &arena, all), KR_OK);
    assert_true(kr_str_starts(text, KR_STR("/9j/4AAESkb/2wAFAQID/8AACwgAZADIAQERAP/aAAQBAg")));
    kr_arena_dispose(&arena);
}

static void test_not_a_photo(void **state) {
    kr_arena arena;
    kr_str out = KR_NONE;
    (void)state;
    kr_arena_init(&arena, kr_heap(), 1 << 22);
    /* place and marker: metadata, remark, colour profile, too wide, too high, no height, a length beyond */
    static const struct {
        size_t at;
        unsigned char byte;
    } wrong[] = {{0, 0},  {1, 0},  {3, 0xE1}, {3, 0xFE}, {3, 0xE2}, {22, 5},
                 {20, 5}, {21, 0}, {4, 200},  {5, 1},    {2, 0}};
    for (size_t i = 0; i < KR_COUNT(wrong); i++)
        assert_int_equal(kr_photo_text(&out, &arena, with(&arena, wrong[i].at, wrong[i].byte)), KR_E_INVALID);
    for (size_t len = 0; len < 32; len++)
        assert_int_equal(kr_photo_text(&out, &arena, kr_str_n((const char *)jpeg, len)), KR_E_INVALID);
    char text[400];
    memset(text, 'A', sizeof text);
    memcpy(text, "/9j/", 4);
    assert_int_equal(kr_photo_bytes(&out, &arena, kr_str_n(text, sizeof text)), KR_E_NOT_FOUND);
    static const char *const odd[] = {"", "x", "/9j/", "data:image/svg+xml,<svg onload=alert(1)>",
                                      "<script>"};
    for (size_t i = 0; i < KR_COUNT(odd); i++)
        assert_int_equal(kr_photo_bytes(&out, &arena, kr_str_z(odd[i])), KR_E_NOT_FOUND);
    kr_str good;
    assert_int_equal(kr_photo_text(&good, &arena, kr_str_n((const char *)jpeg, sizeof jpeg)), KR_OK);
    /* one letter that is none, anywhere, makes it no photo */
    for (size_t i = 0; i < good.len; i++) {
        kr_str copy = kr_arena_copy(&arena, good);
        ((char *)(uintptr_t)copy.ptr)[i] = '"';
        assert_int_equal(kr_photo_bytes(&out, &arena, copy), KR_E_NOT_FOUND);
    }
    assert_int_equal(out.len, 0);
    kr_arena_dispose(&arena);
}

/* On the wall a photo may hang; whoever sees initials sees no face. */
static void test_who_sees(void **state) {
    static const char *const names[] = {"Corrie", NULL};
    static const kr_viewer viewers[] = {KR_VIEWER_OWNER, KR_VIEWER_WALL, KR_VIEWER_INITIALS};
    grow g;
    kr_id ids[1];
    kr_draft draft;
    kr_str text;
    (void)state;
    grow_begin(&g, NULL);
    grow_people(&g, "Annie", names, ids, 1);
    assert_int_equal(kr_photo_text(&text, &g.arena, kr_str_n((const char *)jpeg, sizeof jpeg)), KR_OK);
    grow_draft(&g, &draft, KR_ACT_SAY);
    kr_draft_text(&draft, KR_KIND_person, ids[0], KR_F_person_photo, text);
    assert_int_equal(grow_change(&g, &draft, NULL), KR_OK);
    for (size_t i = 0; i < KR_COUNT(viewers); i++) {
        kr_view view;
        assert_int_equal(kr_view_make(&view, &g.arena, &g.circle, viewers[i], 0, NULL), KR_OK);
        const kr_person *person = kr_circle_person(view.circle, ids[0]);
        assert_non_null(person);
        assert_int_equal(kr_photo_there(person->photo), viewers[i] != KR_VIEWER_INITIALS);
        kr_buf buf;
        kr_str all;
        kr_buf_init(&buf, &g.arena, 1 << 20);
        kr_changes_encode(&buf, view.circle->changes, view.circle->n_changes);
        assert_int_equal(kr_buf_end(&buf, &all), KR_OK);
        assert_int_equal(kr_str_find(all, KR_STR("/9j/")) != SIZE_MAX, viewers[i] != KR_VIEWER_INITIALS);
    }
    grow_end(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_there_and_back),
                                       cmocka_unit_test(test_not_a_photo), cmocka_unit_test(test_who_sees)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
