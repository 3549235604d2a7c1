/* The library as somebody else's program has it: its header and nothing more. The first argument is a circle
 * of the examples. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <kring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *bytes;
static size_t length;

static kring_circle *opened(kring_viewer viewer) {
    kring_circle *circle = NULL;
    kring_problem problem;
    assert_int_equal(kring_open(&circle, bytes, length, viewer, &problem), KRING_OK);
    assert_non_null(circle);
    return circle;
}

static void people(void **state) {
    (void)state;
    kring_circle *circle = opened(KRING_OWNER);
    size_t n = kring_people(circle), pairs = 0;
    assert_true(n >= 5);
    assert_true(strlen(kring_ego(circle)) > 0);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(strlen(kring_person_id(circle, i)), 16);
        assert_true(strlen(kring_person_name(circle, i)) > 0);
        assert_string_equal(kring_person_field(circle, i, "name"), kring_person_name(circle, i));
        assert_non_null(kring_person_field(circle, i, "closeness"));
        assert_string_equal(kring_person_field(circle, i, "tie_closeness"),
                            kring_person_field(circle, i, "closeness"));
        assert_null(kring_person_field(circle, i, "colour"));
        for (size_t k = 0; k < i; k++) {
            assert_int_equal(kring_acquainted(circle, i, k), kring_acquainted(circle, k, i));
            pairs += kring_acquainted(circle, i, k) == 1;
        }
    }
    assert_true(pairs > 0);
    assert_null(kring_person_id(circle, n));
    assert_null(kring_person_name(circle, n));
    assert_null(kring_person_field(circle, n, "name"));
    assert_int_equal(kring_acquainted(circle, 0, n), -1);
    assert_int_equal(kring_acquainted(circle, 0, 0), -1);
    kring_close(circle);
}

/* Whoever may not see it, does not get it by another way either. */
static void viewers(void **state) {
    (void)state;
    kring_circle *owner = opened(KRING_OWNER), *initials = opened(KRING_INITIALS);
    static const char *const formats[] = {"csv", "json", "kring", "gedcom", "graphml", "gexf"};
    kring_text text = {NULL, 0};
    for (size_t f = 0; f < 6; f++) {
        assert_int_equal(kring_export(initials, formats[f], &text, NULL), KRING_OK);
        assert_int_equal(strlen(text.bytes), text.length);
        for (size_t i = 0; i < kring_people(owner); i++) {
            const char *name = kring_person_name(owner, i);
            if (strlen(name) > 4) assert_null(strstr(text.bytes, name));
        }
        kring_text_free(&text);
    }
    kring_close(owner);
    kring_close(initials);
}

static void drawings(void **state) {
    (void)state;
    kring_circle *circle = opened(KRING_WALL);
    static const char *const all[] = {"lensink",  "wijkecogram", "horizons", "rings",         "ecogram",
                                      "genogram", "functions",   "domains",  "sociogram",     "group",
                                      "matrix",   "cards",       "lifeline", "neighbourhood", "plain"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        kring_text svg = {NULL, 0}, again = {NULL, 0};
        kring_problem problem;
        kring_status status = kring_draw(circle, all[i], KRING_DUTCH, &svg, &problem);
        if (strcmp(all[i], "group") == 0) { /* nobody chose anybody in this circle */
            assert_int_equal(status, KRING_NOT_FOUND);
            assert_non_null(strstr(problem.sentence, "nothing"));
            continue;
        }
        assert_int_equal(status, KRING_OK);
        assert_non_null(strstr(svg.bytes, "<svg"));
        assert_int_equal(kring_draw(circle, all[i], KRING_DUTCH, &again, &problem), KRING_OK);
        assert_string_equal(svg.bytes, again.bytes);
        kring_text_free(&svg);
        kring_text_free(&again);
    }
    kring_close(circle);
}

static void figures_and_sentences(void **state) {
    (void)state;
    kring_circle *circle = opened(KRING_OWNER);
    kring_problem problem;
    kring_text text = {NULL, 0};
    double size = -1, density = -1;
    assert_int_equal(kring_measure(circle, "size", &size, NULL), KRING_OK);
    assert_true(size >= 3 && size <= (double)kring_people(circle));
    assert_int_equal(kring_measure(circle, "density", &density, NULL), KRING_OK);
    assert_true(density > 0 && density <= 1);
    assert_int_equal(kring_measure(circle, "beauty", &size, &problem), KRING_NOT_FOUND);
    assert_non_null(strstr(problem.sentence, "beauty"));
    assert_int_equal(kring_observe(circle, "2026-11-21", KRING_ENGLISH, &text, &problem), KRING_OK);
    assert_non_null(strchr(text.bytes, '\t'));
    kring_text_free(&text);
    assert_int_equal(kring_observe(circle, "soon", KRING_ENGLISH, &text, &problem), KRING_INVALID);
    assert_null(text.bytes);
    kring_close(circle);
}

static void what_goes_wrong(void **state) {
    (void)state;
    kring_problem problem;
    kring_circle *circle = NULL;
    kring_text text = {NULL, 0};
    assert_int_equal(kring_open(&circle, "{\n \"format\": 3", 14, KRING_OWNER, &problem), KRING_SYNTAX);
    assert_null(circle);
    assert_int_equal(problem.line, 2);
    assert_true(strlen(problem.sentence) > 10 && strlen(problem.key) > 3);
    assert_int_equal(kring_open(&circle, NULL, 0, KRING_OWNER, NULL), KRING_SYNTAX);
    assert_int_equal(kring_open(&circle, bytes, length, (kring_viewer)7, &problem), KRING_INVALID);
    assert_int_equal(kring_open(&circle, bytes, ((size_t)64 << 20) + 1, KRING_OWNER, &problem), KRING_LIMIT);
    for (size_t cut = 0; cut < length; cut += length / 37 + 1)
        assert_true(kring_open(&circle, bytes, cut, KRING_OWNER, &problem) != KRING_OK);
    assert_null(circle);
    circle = opened(KRING_OWNER);
    assert_int_equal(kring_draw(circle, "portrait", KRING_DUTCH, &text, &problem), KRING_NOT_FOUND);
    assert_int_equal(kring_draw(circle, "over-time", KRING_DUTCH, &text, &problem), KRING_UNSUPPORTED);
    assert_int_equal(kring_export(circle, "docx", &text, &problem), KRING_NOT_FOUND);
    assert_null(text.bytes);
    kring_close(circle);
    kring_close(NULL);
    kring_text_free(NULL);
    assert_non_null(strchr(kring_version(), '.'));
}

int main(int argc, char **argv) {
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    bytes = malloc(64u << 20);
    if (!file || !bytes) return 2;
    length = fread(bytes, 1, 64u << 20, file);
    (void)fclose(file);
    const struct CMUnitTest tests[] = {cmocka_unit_test(people), cmocka_unit_test(viewers),
                                       cmocka_unit_test(drawings), cmocka_unit_test(figures_and_sentences),
                                       cmocka_unit_test(what_goes_wrong)};
    int wrong = cmocka_run_group_tests(tests, NULL, NULL);
    free(bytes);
    return wrong;
}
