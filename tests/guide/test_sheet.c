/* Forms of sheets: those built in, what is read, what is refused and where, and memory that runs out at every
 * allocation in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "guide/sheet.h"

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

static void read_built_in(kr_sheet_forms *forms, kr_arena *arena) {
    size_t n;
    kr_guide_report report;
    const kr_guide_file *files = kr_sheet_files(&n);
    assert_int_equal(kr_sheet_forms_read(forms, arena, NULL, files, n, true, &report), KR_OK);
    for (size_t i = 0; i < report.n; i++)
        print_message("%.*s:%u %.*s\n", KR_ARG(report.items[i].file), report.items[i].line,
                      KR_ARG(report.items[i].key));
    assert_int_equal(report.n, 0);
}

static void built_in(void **state) {
    (void)state;
    static const char *const wanted[] = {
        "carer-talk",    "support-talk",  "friendship",  "life-story",       "practise-contact",
        "neighbourhood", "recovery",      "family-talk", "online",           "quez",
        "triad",         "poster",        "life-book",   "if-no-longer",     "compass",
        "issue",         "support-cycle", "zones",       "mantelscan-front", "working-together"};
    kr_arena arena;
    kr_sheet_forms forms;
    kr_arena_init(&arena, kr_heap(), 64u << 20);
    read_built_in(&forms, &arena);
    assert_true(forms.n >= KR_COUNT(wanted));
    for (size_t i = 0; i < KR_COUNT(wanted); i++)
        assert_non_null(kr_sheet_form_find(&forms, kr_str_z(wanted[i])));
    for (size_t i = 0; i < forms.n; i++) {
        const kr_sheet_form *form = &forms.items[i];
        assert_non_null(form->texts[KR_GUIDE_NL]); /* ours are there in both */
        assert_non_null(form->texts[KR_GUIDE_EN]);
        assert_true(form->look != KR_GUIDE_look_cards || (form->n_cards >= 8 && form->n_cards <= 20));
        if (i) assert_true(forms.items[i - 1].purpose <= form->purpose);
    }
    kr_arena_dispose(&arena);
}

/* Every set of cards, and every page of this kind, that a step of a guide opens is there. */
static void guides_find_theirs(void **state) {
    (void)state;
    static const struct {
        unsigned tool;
        const char *form;
    } pages[] = {{KR_GUIDE_tool_poster, "poster"},
                 {KR_GUIDE_tool_life_book, "life-book"},
                 {KR_GUIDE_tool_compass, "compass"},
                 {KR_GUIDE_tool_if_no_longer, "if-no-longer"},
                 {KR_GUIDE_tool_issue, "issue"},
                 {KR_GUIDE_tool_triad, "triad"},
                 {KR_GUIDE_tool_support_cycle, "support-cycle"}};
    kr_arena arena;
    kr_sheet_forms forms;
    kr_guides guides;
    kr_guide_report report;
    size_t n, decks = 0, sheets = 0;
    kr_arena_init(&arena, kr_heap(), 64u << 20);
    read_built_in(&forms, &arena);
    const kr_guide_file *files = kr_guide_files(&n);
    assert_int_equal(kr_guides_read(&guides, &arena, NULL, files, n, false, &report), KR_OK);
    for (size_t g = 0; g < guides.n; g++) {
        for (size_t s = 0; s < guides.items[g].n_steps; s++) {
            const kr_guide_step *step = &guides.items[g].steps[s];
            bool deck = step->tool == KR_GUIDE_tool_deck;
            if (!deck && step->tool != KR_GUIDE_tool_sheet) continue;
            const kr_sheet_form *form = kr_sheet_form_find(&forms, step->set);
            if (!form)
                print_message("%.*s: no such sheet %.*s\n", KR_ARG(guides.items[g].id), KR_ARG(step->set));
            assert_non_null(form);
            assert_int_equal(form->look == KR_GUIDE_look_cards, deck);
            decks += deck;
            sheets += !deck;
        }
    }
    assert_true(decks >= 40 && sheets > 0);
    for (size_t i = 0; i < KR_COUNT(pages); i++)
        assert_non_null(kr_sheet_form_find(&forms, kr_str_z(pages[i].form)));
    kr_arena_dispose(&arena);
}

#define TEXTS "name: Klein\nshort: Een klein blad.\naim: Om te zien of het werkt.\nhow: Schrijf maar.\n"
static const char structure[] = "id: klein\nlook: voices\npurpose: together\nsource: eigen\n"
                                "voices: [ik, jij]\nsections:\n"
                                "  - id: een\n    places:\n"
                                "      - {id: kies, kind: choice, options: [ja, nee]}\n"
                                "      - {id: zeg, kind: text, picture: true}\n"
                                "  - id: samen\n    shared: true\n    ages: [3, 9]\n    places:\n"
                                "      - {id: lijst, kind: line, rows: 4, person: true, events: true}\n";
static const char texts[] =
    TEXTS "voices:\n  ik: {name: Ik, say: U begint.}\n  jij: {name: De ander, say: Daarna u.}\n"
          "sections:\n  een: {title: Het een, differ: Waarom anders?}\n  samen: {title: Samen, say: Met ons "
          "allen.}\n"
          "places:\n  kies: {ask: Wilt u dit?, options: {ja: Graag, nee: Liever niet}}\n"
          "  zeg: {ask: Wat zegt u?, hint: Kort mag.}\n  lijst: {ask: Wie doet wat?}\n";

static void a_form_of_ones_own(void **state) {
    (void)state;
    kr_arena arena;
    kr_sheet_forms base, forms;
    kr_guide_report report;
    kr_arena_init(&arena, kr_heap(), 64u << 20);
    read_built_in(&base, &arena);
    kr_guide_file files[] = {{KR_STR("sheets/klein.nl.yaml"), kr_str_z(texts)},
                             {KR_STR("sheets/klein.yaml"), kr_str_z(structure)}};
    assert_int_equal(kr_sheet_forms_read(&forms, &arena, &base, files, 2, true, &report), KR_OK);
    for (size_t i = 0; i < report.n; i++)
        print_message("%u %.*s %.*s\n", report.items[i].line, KR_ARG(report.items[i].key),
                      KR_ARG(report.items[i].what));
    assert_int_equal(report.n, 0);
    assert_int_equal(forms.n, base.n + 1);
    const kr_sheet_form *form = kr_sheet_form_find(&forms, KR_STR("klein"));
    assert_non_null(form);
    assert_int_equal(form->n_voices, 2);
    assert_int_equal(form->n_sections, 2);
    assert_int_equal(form->n_places, 3);
    assert_true(form->sections[1].shared && form->sections[1].aged);
    assert_int_equal(form->sections[1].from, 3);
    assert_int_equal(form->sections[1].to, 9);
    assert_int_equal(form->places[2].rows, 4);
    assert_true(form->places[2].person && form->places[2].events && form->places[1].picture);
    const kr_sheet_text *text = kr_sheet_text_in(form, KR_GUIDE_EN); /* one language is enough */
    assert_true(kr_str_is(text->name, "Klein"));
    assert_true(kr_str_is(text->sections[0].differ, "Waarom anders?"));
    size_t no = kr_sheet_option_at(form, &form->places[0], KR_STR("nee"));
    assert_int_equal(no, 1);
    assert_true(kr_str_is(text->options[no], "Liever niet"));
    assert_int_equal(kr_sheet_option_at(form, &form->places[0], KR_STR("misschien")), SIZE_MAX);
    kr_arena_dispose(&arena);
}

/* Structure and texts of one wrong form each, and what is said of it: line and key. */
static const struct {
    const char *structure, *texts;
    uint32_t line;
    const char *key;
} wrong[] = {
    {"id: x\nlook: cards\npurpose: talk\nsource: a\ncards: [a, a]\n", NULL, 5, "guide.error.twice"},
    {"id: x\nlook: cards\npurpose: talk\nsource: a\ncards: [A]\n", NULL, 5, "guide.error.id"},
    {"id: x\nlook: cards\npurpose: talk\nsource: a\ncards: []\n", NULL, 5, "guide.error.missing"},
    {"id: x\nlook: kaart\npurpose: talk\nsource: a\n", NULL, 2, "guide.error.word"},
    {"id: y\nlook: cards\npurpose: talk\nsource: a\ncards: [a]\n", NULL, 1, "guide.error.file_id"},
    {"id: x\nlook: cards\npurpose: talk\nsource: a\ncards: [a]\nvoices: [b]\n", NULL, 6, "guide.error.look"},
    {"id: x\nlook: form\npurpose: talk\nsource: a\nsections: [{id: a, shared: true, places: [{id: b, kind: "
     "line}]}]\n",
     NULL, 5, "guide.error.shared"},
    {"id: x\nlook: form\npurpose: talk\nsource: a\nsections: [{id: a, places: [{id: b, kind: line, options: "
     "[c]}]}]\n",
     NULL, 5, "guide.error.options"},
    {"id: x\nlook: form\npurpose: talk\nsource: a\nsections: [{id: a, places: [{id: b, kind: choice}]}]\n",
     NULL, 5, "guide.error.missing"},
    {"id: x\nlook: form\npurpose: talk\nsource: a\nsections:\n  - id: a\n    places:\n      - {id: b, kind: "
     "line}\n"
     "      - {id: b, kind: line}\n",
     NULL, 9, "guide.error.twice"},
    {"id: x\nlook: form\npurpose: talk\nsource: a\nsections: [{id: a, places: [{id: b, kind: text, events: "
     "true}]}]\n",
     NULL, 5, "guide.error.events_rows"},
    {"id: x\nlook: cards\npurpose: talk\nsource: a\ncards: [a]\n", TEXTS "cards:\n  a: {hint: Zo}\n", 6,
     "guide.error.missing"},
    {"id: x\nlook: cards\npurpose: talk\nsource: a\ncards: [a]\n", TEXTS "cards:\n  b: {ask: Zo?}\n", 6,
     "guide.error.sheet_none"},
    {"id: x\nlook: cards\npurpose: talk\nsource: a\ncards: [a]\n",
     TEXTS "cards:\n  a: {ask: Zo?}\nextra: 1\n", 7, "guide.error.key"},
};

static void refused(void **state) {
    (void)state;
    for (size_t i = 0; i < KR_COUNT(wrong); i++) {
        kr_arena arena;
        kr_sheet_forms forms;
        kr_guide_report report;
        bool said = false;
        kr_arena_init(&arena, kr_heap(), 16u << 20);
        kr_guide_file files[] = {{KR_STR("x.yaml"), kr_str_z(wrong[i].structure)},
                                 {KR_STR("x.nl.yaml"), kr_str_z(wrong[i].texts ? wrong[i].texts : "")}};
        size_t n = wrong[i].texts ? 2 : 1;
        assert_int_equal(kr_sheet_forms_read(&forms, &arena, NULL, files, n, false, &report), KR_OK);
        for (size_t k = 0; k < report.n; k++)
            said = said ||
                   (report.items[k].line == wrong[i].line && kr_str_is(report.items[k].key, wrong[i].key));
        for (size_t k = 0; k < report.n && !said; k++)
            print_message("%zu: %u %.*s\n", i, report.items[k].line, KR_ARG(report.items[k].key));
        assert_true(said);
        assert_int_equal(forms.n, 0);
        kr_arena_dispose(&arena);
    }
}

static void memory_runs_out(void **state) {
    (void)state;
    kr_guide_file files[] = {{KR_STR("klein.yaml"), kr_str_z(structure)},
                             {KR_STR("klein.nl.yaml"), kr_str_z(texts)}};
    for (size_t at = 1;; at++) {
        meagre m = {.fail_at = at};
        kr_allocator allocator = {.alloc = meagre_alloc, .release = meagre_release, .context = &m};
        kr_arena arena;
        kr_sheet_forms forms = {0};
        kr_guide_report report = {0};
        kr_arena_init(&arena, &allocator, 16u << 20);
        kr_err err = kr_sheet_forms_read(&forms, &arena, NULL, files, 2, true, &report);
        kr_arena_dispose(&arena);
        assert_int_equal(m.alive, 0);
        if (m.count < at) {
            assert_int_equal(err, KR_OK);
            return;
        }
        assert_int_equal(err, KR_E_MEMORY);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(built_in), cmocka_unit_test(guides_find_theirs),
                                       cmocka_unit_test(a_form_of_ones_own), cmocka_unit_test(refused),
                                       cmocka_unit_test(memory_runs_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
