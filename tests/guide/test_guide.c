/* The guides: what is read, what is refused and where, what follows from one bad file, and memory that runs
 * out at every allocation in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "guide/guide.h"

typedef struct meagre {
    size_t count, fail_at, alive;
} meagre;

static void *meagre_alloc(void *context, size_t size) {
    meagre *m = context;
    if (++m->count == m->fail_at) return NULL;
    void *ptr = malloc(size);
    m->alive += ptr != NULL;
    return ptr;
}

static void meagre_release(void *context, void *ptr) {
    meagre *m = context;
    m->alive -= ptr != NULL;
    free(ptr);
}

/* A file in the arena; ptr NULL when it is not there. */
static kr_str read_file(kr_arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    char *bytes = kr_arena_alloc(arena, 1u << 20);
    assert_non_null(bytes);
    if (!file) return (kr_str){NULL, 0};
    size_t len = fread(bytes, 1, 1u << 20, file);
    assert_int_equal(fclose(file), 0);
    return kr_str_n(bytes, len);
}

/* The files of one guide in tests/reject/guide that are there. */
static size_t files_of(kr_arena *arena, const char *name, kr_guide_file *files) {
    static const char *const endings[] = {".yaml", ".nl.yaml", ".en.yaml", ".fr.yaml"};
    size_t n = 0;
    for (size_t i = 0; i < KR_COUNT(endings); i++) {
        char path[256];
        (void)snprintf(path, sizeof path, "tests/reject/guide/%s%s", name, endings[i]);
        files[n].bytes = read_file(arena, path);
        files[n].name = kr_arena_copy(arena, kr_str_z(path));
        n += files[n].bytes.ptr != NULL;
    }
    return n;
}

static void must_fit(const char *name, const kr_guide_report *report, kr_str want) {
    for (size_t i = 0; i < report->n; i++) {
        const kr_guide_problem *one = &report->items[i];
        char have[256];
        kr_str line;
        want = kr_str_cut(want, '\n', &line);
        size_t folder = sizeof "tests/reject/guide/" - 1;
        (void)snprintf(have, sizeof have, "%.*s %u %.*s", (int)(one->file.len - folder),
                       one->file.ptr + folder, one->line, KR_ARG(one->key));
        if (!kr_str_is(line, have)) print_message("%s: %s, not %.*s\n", name, have, KR_ARG(line));
        assert_true(kr_str_is(line, have));
    }
    if (want.len) print_message("%s: not said: %.*s\n", name, KR_ARG(want));
    assert_int_equal(want.len, 0);
}

/* Beside each stands what is said of it: "FILE LINE KEY", a line each. */
static void refused(void **state) {
    (void)state;
    DIR *folder = opendir("tests/reject/guide");
    assert_non_null(folder);
    size_t seen = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        kr_str name = kr_str_z(entry->d_name), stem;
        if (!kr_str_is(kr_str_cut(name, '.', &stem), "expected")) continue;
        kr_arena arena;
        kr_arena_init(&arena, kr_heap(), 64u << 20);
        char id[128], path[256];
        (void)snprintf(id, sizeof id, "%.*s", KR_ARG(stem));
        (void)snprintf(path, sizeof path, "tests/reject/guide/%s.expected", id);
        kr_guide_file files[4];
        kr_guides guides;
        kr_guide_report report;
        size_t n = files_of(&arena, id, files);
        assert_true(n > 0);
        kr_str want = read_file(&arena, path);
        assert_int_equal(kr_guides_read(&guides, &arena, NULL, files, n, true, &report), KR_OK);
        must_fit(id, &report, want);
        bool sound = want.len == 0, remark = report.n == 1 && report.items[0].remark;
        bool other = kr_str_is(stem, "language"); /* the guide itself is whole */
        assert_int_equal(guides.n, sound || remark || other ? 1 : 0);
        kr_arena_dispose(&arena);
        seen++;
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(seen >= 60);
}

static const char structure[] =
    "id: klein\n"
    "theme: carers\n"
    "shape: conference\n"
    "main: [MEE, PLA]\n"
    "also: [ROS]\n"
    "choose: {goals: [decide-together, dream-plan], who: [family], minutes: 45, easy: true}\n"
    "time: {sessions: [2, 3], minutes: 90, weeks: 6}\n"
    "needs: {training: course, leader: independent}\n"
    "evidence: {level: study, year: 2012, source: \"Een boek\"}\n"
    "licence: permission\n"
    "source: C34\n"
    "phases: [{id: begin, steps: [ready]}, {id: day, steps: [closed, show]}]\n"
    "steps:\n"
    "  - {id: ready, kind: plan, present: [person, coordinator], minutes: 30, optional: true}\n"
    "  - {id: closed, kind: meet, tool: conference, present: [person, family], closed: true}\n"
    "  - {id: show, kind: draw, tool: circle, with: {form: horizons}, present: [network],\n"
    "     repeat: true, print: false}\n";
static const char dutch[] =
    "name: Klein\n"
    "short: Een kleine.\n"
    "aim: Kijken.\n"
    "for_whom: Wie wil.\n"
    "by_whom: Alleen.\n"
    "time: Kort.\n"
    "evidence: Niets.\n"
    "phases: {day: De dag, begin: Het begin}\n"
    "steps:\n"
    "  show: {title: C, purpose: c, person: c, helper: c, outcome: c, questions: [{ask: C?, hint: h}, {ask: "
    "D?}]}\n"
    "  ready: {title: A, purpose: a, person: a, helper: a, outcome: a, questions: [{ask: A?}]}\n"
    "  closed: {title: B, purpose: b, person: b, helper: b, outcome: b, questions: [{ask: B?}]}\n";

static kr_guide_file file_of(const char *name, const char *bytes) {
    return (kr_guide_file){kr_str_z(name), kr_str_z(bytes)};
}

static void steps_are_there(const kr_guide *guide) {
    assert_int_equal(guide->n_steps, 3);
    assert_true(guide->steps[0].optional && !guide->steps[0].repeat && guide->steps[0].print);
    assert_int_equal(guide->steps[0].tool, KR_GUIDE_tool_none);
    assert_int_equal(guide->steps[0].minutes, 30);
    assert_true(guide->steps[1].closed && kr_guide_tool_later(guide->steps[1].tool));
    assert_int_equal(guide->steps[2].form, KR_GUIDE_form_horizons);
    assert_true(guide->steps[2].repeat && !guide->steps[2].print);
    assert_int_equal(guide->steps[2].present, KR_GUIDE_BIT(KR_GUIDE_present_network));
    assert_false(kr_guide_tool_later(guide->steps[2].tool));
    assert_int_equal(guide->n_phases, 2);
    assert_int_equal(guide->phases[1].first, 1);
    assert_int_equal(guide->phases[1].count, 2);
    assert_int_equal(guide->steps[0].phase, 0);
    assert_int_equal(guide->steps[2].phase, 1);
}

static void everything_is_read(void **state) {
    (void)state;
    kr_arena arena;
    kr_guides guides;
    kr_guide_report report;
    kr_guide_file files[] = {file_of("klein.nl.yaml", dutch), file_of("README.md", "x"),
                             file_of("klein.yaml", structure)};
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    assert_int_equal(kr_guides_read(&guides, &arena, NULL, files, 3, true, &report), KR_OK);
    assert_int_equal(report.n, 0);
    const kr_guide *guide = kr_guides_find(&guides, KR_STR("klein"));
    assert_non_null(guide);
    assert_null(kr_guides_find(&guides, KR_STR("groot")));
    assert_int_equal(guide->nr, 0);
    assert_int_equal(guide->main,
                     KR_GUIDE_BIT(KR_GUIDE_capability_mee) | KR_GUIDE_BIT(KR_GUIDE_capability_pla));
    assert_int_equal(guide->also, KR_GUIDE_BIT(KR_GUIDE_capability_ros));
    assert_int_equal(guide->n_goals, 2);
    assert_int_equal(guide->goals[1], KR_GUIDE_goal_dream_plan);
    assert_int_equal(guide->first_minutes, 45);
    assert_true(guide->easy);
    assert_int_equal(guide->sessions.from, 2);
    assert_int_equal(guide->sessions.to, 3);
    assert_int_equal(guide->minutes.from, 90);
    assert_int_equal(guide->minutes.to, 90);
    assert_int_equal(guide->evidence_year, 2012);
    assert_true(kr_str_is(guide->evidence_source, "Een boek"));
    assert_int_equal(guide->leader, KR_GUIDE_leader_independent);
    assert_int_equal(guide->licence, KR_GUIDE_licence_permission);
    steps_are_there(guide);
    const kr_guide_text *text = kr_guide_text_in(guide, KR_GUIDE_EN); /* there is only Dutch */
    assert_true(text == guide->texts[KR_GUIDE_NL] && !guide->texts[KR_GUIDE_EN]);
    assert_true(kr_str_is(text->phases[0], "Het begin") && kr_str_is(text->phases[1], "De dag"));
    assert_true(kr_str_is(text->steps[0].title, "A") && kr_str_is(text->steps[2].title, "C"));
    assert_int_equal(text->steps[2].n_questions, 2);
    assert_true(kr_str_is(text->steps[2].questions[0].hint, "h") &&
                text->steps[2].questions[1].hint.len == 0);
    assert_int_equal(text->before.len, 0);
    kr_arena_dispose(&arena);
}

/* One bad guide stops no other, and what is built in stays what it is. */
static void beside_others(void **state) {
    (void)state;
    kr_arena arena;
    kr_guides built_in, all;
    kr_guide_report report;
    size_t n;
    const kr_guide_file *files = kr_guide_files(&n);
    kr_guide_file own[] = {file_of("a/klein.yaml", structure), file_of("a/klein.nl.yaml", dutch),
                           file_of("a/kapot.yaml", "id: kapot\n"),
                           file_of("a/groslijst.yaml", "id: groslijst\n"),
                           file_of("b/klein.yaml", structure)};
    kr_arena_init(&arena, kr_heap(), 64u << 20);
    assert_int_equal(kr_guides_read(&built_in, &arena, NULL, files, n, false, &report), KR_OK);
    assert_non_null(kr_guides_find(&built_in, KR_STR("groslijst")));
    assert_int_equal(kr_guides_read(&all, &arena, &built_in, own, 4, false, &report), KR_OK);
    assert_true(report.n > 0);
    assert_int_equal(all.n, built_in.n + 1);
    const kr_guide *klein = kr_guides_find(&all, KR_STR("klein"));
    assert_non_null(klein);
    assert_true(klein - all.items >= (ptrdiff_t)KR_GUIDE_MOST_NR); /* those without a number come last */
    assert_int_equal(kr_guides_find(&all, KR_STR("groslijst"))->nr, 1);
    for (size_t i = 1; i < built_in.n && built_in.items[i].nr; i++)
        assert_true(built_in.items[i - 1].nr < built_in.items[i].nr);
    assert_int_equal(kr_guides_read(&all, &arena, NULL, own, 5, false, &report), KR_OK);
    assert_int_equal(all.n, 0); /* twice the same file: which one is meant? */
    kr_arena_dispose(&arena);
}

static void limits_hold(void **state) {
    (void)state;
    kr_arena arena;
    kr_guides guides;
    kr_guide_report report;
    kr_arena_init(&arena, kr_heap(), 64u << 20);
    kr_guide_file *files = calloc(KR_GUIDE_MOST_FILES + 1, sizeof *files);
    assert_non_null(files);
    assert_int_equal(kr_guides_read(&guides, &arena, NULL, files, KR_GUIDE_MOST_FILES + 1, false, &report),
                     KR_E_LIMIT);
    for (size_t i = 0; i < KR_GUIDE_MOST_FILES; i++) files[i] = file_of("x.yaml", "{");
    assert_int_equal(kr_guides_read(&guides, &arena, NULL, files, KR_GUIDE_MOST_FILES, false, &report),
                     KR_OK);
    assert_int_equal(report.n, KR_GUIDE_MOST_PROBLEMS);
    assert_int_equal(report.n + report.left_off, KR_GUIDE_MOST_FILES);
    free(files);
    kr_arena_dispose(&arena);
}

/* The allocator here is the one under the arena; libyaml's own is the C library's and is left alone. */
static void memory_runs_out(void **state) {
    (void)state;
    kr_guide_file files[] = {file_of("klein.yaml", structure), file_of("klein.nl.yaml", dutch),
                             file_of("kapot.yaml", "id: kapot\nsteps: [a, b]\n")};
    kr_err err = KR_E_MEMORY;
    size_t failed = 0;
    for (size_t at = 1; err == KR_E_MEMORY; at++) {
        meagre m = {.fail_at = at};
        kr_allocator allocator = {meagre_alloc, meagre_release, &m};
        kr_arena arena;
        kr_guides guides = {NULL, 7};
        kr_guide_report report = {0};
        kr_arena_init(&arena, &allocator, 8u << 20);
        err = kr_guides_read(&guides, &arena, NULL, files, 3, true, &report);
        assert_true(err == KR_OK || err == KR_E_MEMORY);
        assert_int_equal(guides.n, err == KR_OK ? 1 : 7); /* untouched when it failed */
        failed += err == KR_E_MEMORY;
        kr_arena_dispose(&arena);
        assert_int_equal(m.alive, 0);
    }
    assert_true(failed >= 2);
    err = KR_E_MEMORY;
    for (size_t limit = 0; err == KR_E_MEMORY; limit += 97) { /* and at every limit of the arena */
        kr_arena arena;
        kr_guides guides;
        kr_guide_report report;
        kr_arena_init(&arena, kr_heap(), limit);
        err = kr_guides_read(&guides, &arena, NULL, files, 3, true, &report);
        assert_true(err == KR_OK || err == KR_E_MEMORY);
        kr_arena_dispose(&arena);
    }
    assert_int_equal(err, KR_OK);
}

static void words_and_numbers(void **state) {
    (void)state;
    char nr[4];
    for (unsigned list = 0; list < KR_GUIDE_LISTS; list++) {
        assert_non_null(kr_guide_list_name((kr_guide_list)list));
        assert_true(kr_guide_list_count((kr_guide_list)list) < 64);
        assert_null(kr_guide_word((kr_guide_list)list, 0));
        assert_null(kr_guide_word((kr_guide_list)list, kr_guide_list_count((kr_guide_list)list) + 1));
        for (unsigned i = 1; i <= kr_guide_list_count((kr_guide_list)list); i++) {
            kr_str word = kr_str_z(kr_guide_word((kr_guide_list)list, i));
            assert_int_equal(kr_guide_word_find((kr_guide_list)list, word), i);
        }
    }
    assert_int_equal(kr_guide_list_count(KR_GUIDE_LIST_CAPABILITY), 16);
    assert_int_equal(kr_guide_list_count(KR_GUIDE_LIST_TOOL) + 1, KR_GUIDE_tools_end);
    assert_int_equal(kr_guide_nr_text(44, nr), 3);
    assert_string_equal(nr, "C44");
    assert_int_equal(kr_guide_nr_text(45, nr), 2);
    assert_string_equal(nr, "D1");
    assert_int_equal(kr_guide_nr_text(0, nr), 0);
    assert_int_equal(kr_guide_nr_text(82, nr), 0);
}

/* Counted by hand. */
static void reading_level(void **state) {
    (void)state;
    kr_reading found = kr_reading_of(
        KR_STR("Een twee drie. Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
               "vijftien zestien zeventien achttien negentien twintig één. Klaar."),
        KR_GUIDE_NL, true);
    assert_int_equal(found.words, 21);
    assert_true(kr_str_starts(found.sentence, KR_STR("Een twee drie vier")));
    assert_true(kr_str_ends(found.sentence, KR_STR("één.")));
    /* Twenty words are not too many, and a dash or a bracket is no word. */
    found = kr_reading_of(
        KR_STR("Een twee drie vier vijf zes zeven acht – negen tien elf twaalf dertien (veertien) "
               "vijftien zestien zeventien achttien negentien zo'n"),
        KR_GUIDE_NL, true);
    assert_int_equal(found.words, 0);
    assert_int_equal(found.sentence.len, 0);
    assert_true(kr_str_is(kr_reading_of(KR_STR("U Móet niets."), KR_GUIDE_NL, true).word, "Móet"));
    assert_int_equal(kr_reading_of(KR_STR("U moet niets."), KR_GUIDE_NL, false).word.len, 0);
    assert_true(kr_str_is(kr_reading_of(KR_STR("Een zwak net."), KR_GUIDE_NL, false).word, "zwak"));
    assert_int_equal(
        kr_reading_of(KR_STR("Een zwakbegaafd net, een tekorten-lijst."), KR_GUIDE_NL, true).word.len, 0);
    /* What somebody may say stands in quotes. */
    assert_int_equal(kr_reading_of(KR_STR("Zeg: \"Wil je mee?\" Of ‘moet dat’?"), KR_GUIDE_NL, true).word.len,
                     0);
    assert_true(kr_str_is(kr_reading_of(KR_STR("Zeg \"kom\" als je wilt."), KR_GUIDE_NL, true).word, "je"));
    assert_int_equal(kr_reading_of(KR_STR("You must not."), KR_GUIDE_NL, true).word.len, 0);
    assert_true(kr_str_is(kr_reading_of(KR_STR("You must not."), KR_GUIDE_EN, true).word, "must"));
    assert_int_equal(kr_reading_of(KR_NONE, KR_GUIDE_EN, true).words, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused),         cmocka_unit_test(everything_is_read),
        cmocka_unit_test(beside_others),   cmocka_unit_test(limits_hold),
        cmocka_unit_test(memory_runs_out), cmocka_unit_test(words_and_numbers),
        cmocka_unit_test(reading_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
