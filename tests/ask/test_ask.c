/* Question sets: what is read and refused, which questions are asked with which answers, the way through a
 * set and back, and answers that come back as they were, with what Kring does not know. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "ask/ask.h"

typedef struct room {
    kr_arena arena;
} room;

static void begin(room *r) {
    kr_arena_init(&r->arena, kr_heap(), 64u << 20);
}

static void end(room *r) {
    kr_arena_dispose(&r->arena);
}

static kr_ask_set *set_of(room *r, const char *json) {
    kr_ask_set *set = NULL;
    kr_error error = {0};
    kr_err err = kr_ask_read(&set, &r->arena, kr_str_z(json), &error);
    if (err != KR_OK) print_message("%s %s\n", error.key, error.detail);
    assert_int_equal(err, KR_OK);
    return set;
}

static kr_ask_filled fill(room *r, const kr_ask_set *set, const kr_ask_answer *answers, size_t n) {
    kr_ask_filled filled;
    assert_int_equal(kr_ask_fill(&filled, &r->arena, set, answers, n), KR_OK);
    return filled;
}

static kr_str file_of(kr_arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    char *bytes = kr_arena_alloc(arena, 2u << 20);
    assert_non_null(bytes);
    assert_non_null(file);
    size_t len = fread(bytes, 1, 2u << 20, file);
    assert_int_equal(fclose(file), 0);
    return kr_str_n(bytes, len);
}

#define HEAD       "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"item\":["
#define CODE(code) "{\"valueCoding\":{\"code\":\"" code "\",\"display\":\"" code "\"}}"

static void every_type_is_read(void **state) {
    static const char json[] =
        HEAD "{\"linkId\":\"g\",\"type\":\"group\",\"text\":\"G\",\"item\":["
             "{\"linkId\":\"d\",\"type\":\"display\",\"text\":\"D\"},"
             "{\"linkId\":\"b\",\"type\":\"boolean\",\"required\":true},"
             "{\"linkId\":\"n\",\"type\":\"decimal\"},"
             "{\"linkId\":\"i\",\"type\":\"integer\",\"extension\":[{\"url\":\"http://hl7.org/fhir/"
             "StructureDefinition/maxValue\",\"valueInteger\":10}]},"
             "{\"linkId\":\"t\",\"type\":\"date\"},{\"linkId\":\"s\",\"type\":\"string\",\"maxLength\":3},"
             "{\"linkId\":\"x\",\"type\":\"text\",\"readOnly\":true},"
             "{\"linkId\":\"c\",\"type\":\"choice\",\"repeats\":true,\"answerOption\":[" CODE(
                 "a") ",{\"valueString\":\"los\"},{\"valueInteger\":3}]},"
                      "{\"linkId\":\"o\",\"type\":\"open-choice\",\"answerOption\":[{\"valueCoding\":{"
                      "\"code\":\"z\",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
                      "ordinalValue\",\"valueDecimal\":2.5}]}}]}"
                      "]}]}";
    static const struct {
        const char *link;
        uint8_t type;
        const char *good, *bad;
    } want[] = {{"b", KR_ASK_BOOLEAN, "true", "yes"}, {"n", KR_ASK_DECIMAL, "-3.25", "3,5"},
                {"i", KR_ASK_INTEGER, "10", "11"},    {"t", KR_ASK_DATE, "2026-11-12", "12-11-2026"},
                {"s", KR_ASK_STRING, "abc", "abcd"},  {"x", KR_ASK_TEXT, "woorden", ""},
                {"c", KR_ASK_CHOICE, "los", "vast"},  {"o", KR_ASK_OPEN_CHOICE, "iets anders", ""}};
    room r;
    (void)state;
    begin(&r);
    kr_ask_set *set = set_of(&r, json);
    assert_int_equal(set->n_items, 10);
    assert_int_equal(set->items[0].end, 10);
    for (size_t i = 0; i < KR_COUNT(want); i++) {
        uint32_t at = kr_ask_find(set, kr_str_z(want[i].link));
        assert_int_not_equal(at, KR_ASK_NOWHERE);
        assert_int_equal(set->items[at].type, want[i].type);
        assert_true(kr_ask_fits(&set->items[at], kr_str_z(want[i].good)));
        assert_false(kr_ask_fits(&set->items[at], kr_str_z(want[i].bad)));
    }
    const kr_ask_item *open = &set->items[kr_ask_find(set, KR_STR("o"))];
    assert_true(open->options[0].weighted && open->options[0].weight == 2.5);
    assert_int_equal(kr_ask_find(set, KR_STR("niets")), KR_ASK_NOWHERE);
    /* Nothing is required: an empty set of answers goes from the first question to the end. */
    kr_ask_filled filled = fill(&r, set, NULL, 0);
    kr_ask_screen at = kr_ask_first(&filled);
    size_t seen = 0;
    for (; at.place == KR_ASK_QUESTION; at = kr_ask_next(&filled, at)) seen++;
    assert_int_equal(seen, 7); /* eight questions, one of them only to be read */
    end(&r);
}

static void words_in_two_languages(void **state) {
    static const char json[] =
        HEAD "{\"linkId\":\"a\",\"type\":\"string\",\"text\":\"Hoe?\",\"_text\":{\"extension\":[{\"url\":"
             "\"http://hl7.org/fhir/StructureDefinition/translation\","
             "\"extension\":[{\"url\":\"lang\",\"valueCode\":\"en-GB\"},{\"url\":\"content\",\"valueString\":"
             "\"How?\"}]}]}}]}";
    room r;
    (void)state;
    begin(&r);
    kr_ask_set *set = set_of(&r, json);
    assert_true(kr_str_is(set->items[0].text.in[KR_ASK_NL], "Hoe?"));
    assert_true(kr_str_is(set->items[0].text.in[KR_ASK_EN], "How?"));
    end(&r);
}

/* One question and one that depends on it: is it asked? */
static void conditions(void **state) {
    static const struct {
        const char *type, *when, *answer;
        bool on;
    } cases[] = {
        {"integer", "{\"question\":\"q\",\"operator\":\">\",\"answerInteger\":3}", "4", true},
        {"integer", "{\"question\":\"q\",\"operator\":\">\",\"answerInteger\":3}", "3", false},
        {"integer", "{\"question\":\"q\",\"operator\":\">=\",\"answerInteger\":3}", "3", true},
        {"integer", "{\"question\":\"q\",\"operator\":\"<\",\"answerInteger\":10}", "9", true},
        {"integer", "{\"question\":\"q\",\"operator\":\"<=\",\"answerInteger\":9}", "10", false},
        {"decimal", "{\"question\":\"q\",\"operator\":\"=\",\"answerDecimal\":2.5}", "2.50", true},
        {"decimal", "{\"question\":\"q\",\"operator\":\"!=\",\"answerDecimal\":2.5}", "2.5", false},
        {"date", "{\"question\":\"q\",\"operator\":\">\",\"answerDate\":\"2026-01-31\"}", "2026-02-01", true},
        {"date", "{\"question\":\"q\",\"operator\":\"<=\",\"answerDate\":\"2026-01-31\"}", "2026-02-01",
         false},
        {"boolean", "{\"question\":\"q\",\"operator\":\"=\",\"answerBoolean\":true}", "true", true},
        {"boolean", "{\"question\":\"q\",\"operator\":\"=\",\"answerBoolean\":true}", "false", false},
        {"string", "{\"question\":\"q\",\"operator\":\"exists\",\"answerBoolean\":true}", "x", true},
        {"string", "{\"question\":\"q\",\"operator\":\"exists\",\"answerBoolean\":true}", NULL, false},
        {"string", "{\"question\":\"q\",\"operator\":\"exists\",\"answerBoolean\":false}", NULL, true},
        {"string", "{\"question\":\"q\",\"operator\":\"!=\",\"answerString\":\"x\"}", NULL, true},
        {"string", "{\"question\":\"q\",\"operator\":\"=\",\"answerString\":\"x\"}", NULL, false},
        {"string", "{\"question\":\"q\",\"operator\":\"exists\",\"answerBoolean\":true}", "?", false},
    };
    (void)state;
    for (size_t i = 0; i < KR_COUNT(cases); i++) {
        char json[1024];
        room r;
        begin(&r);
        (void)snprintf(
            json, sizeof json,
            HEAD
            "{\"linkId\":\"q\",\"type\":\"%s\"},{\"linkId\":\"p\",\"type\":\"string\",\"enableWhen\":[%s]}]}",
            cases[i].type, cases[i].when);
        kr_ask_set *set = set_of(&r, json);
        bool unknown = cases[i].answer && cases[i].answer[0] == '?';
        kr_ask_answer one = {KR_STR("q"), 1, unknown ? KR_NONE : kr_str_z(cases[i].answer), unknown};
        kr_ask_filled filled = fill(&r, set, &one, cases[i].answer != NULL);
        if (kr_ask_on(&filled, 1, 1) != cases[i].on)
            print_message("%s with %s\n", cases[i].when, cases[i].answer);
        assert_int_equal(kr_ask_on(&filled, 1, 1), cases[i].on);
        end(&r);
    }
}

static void any_and_all(void **state) {
#define TWO(behavior)                                                                                        \
    HEAD "{\"linkId\":\"a\",\"type\":\"boolean\"},{\"linkId\":\"b\",\"type\":\"boolean\"},"                  \
         "{\"linkId\":\"p\",\"type\":\"string\",\"enableBehavior\":\"" behavior "\",\"enableWhen\":["        \
         "{\"question\":\"a\",\"operator\":\"=\",\"answerBoolean\":true},"                                   \
         "{\"question\":\"b\",\"operator\":\"=\",\"answerBoolean\":true}]},"                                 \
         "{\"linkId\":\"after\",\"type\":\"string\",\"enableWhen\":[{\"question\":\"p\",\"operator\":"       \
         "\"exists\",\"answerBoolean\":true}]}]}"
    kr_ask_answer answers[] = {{KR_STR("a"), 1, KR_STR("true"), false},
                               {KR_STR("b"), 1, KR_STR("false"), false},
                               {KR_STR("p"), 1, KR_STR("x"), false}};
    room r;
    (void)state;
    begin(&r);
    kr_ask_filled any = fill(&r, set_of(&r, TWO("any")), answers, 3),
                  all = fill(&r, set_of(&r, TWO("all")), answers, 3);
    assert_true(kr_ask_on(&any, 2, 1));
    assert_false(kr_ask_on(&all, 2, 1));
    /* An answer to a question that is not asked any more counts for nothing. */
    assert_true(kr_ask_on(&any, 3, 1));
    assert_false(kr_ask_on(&all, 3, 1));
    end(&r);
}

static const char people[] = HEAD "{\"linkId\":\"first\",\"type\":\"string\"},"
                                  "{\"linkId\":\"who\",\"type\":\"group\",\"repeats\":true,\"item\":["
                                  "{\"linkId\":\"name\",\"type\":\"string\"},"
                                  "{\"linkId\":\"near\",\"type\":\"boolean\"},"
                                  "{\"linkId\":\"why\",\"type\":\"string\",\"enableWhen\":[{\"question\":"
                                  "\"near\",\"operator\":\"=\",\"answerBoolean\":true}]}]},"
                                  "{\"linkId\":\"last\",\"type\":\"string\"}]}";

static void look(kr_ask_screen at, uint8_t place, uint32_t item, uint32_t instance) {
    assert_int_equal(at.place, place);
    assert_int_equal(at.item, item);
    assert_int_equal(at.instance, instance);
}

/* first(0) who(1)[name(2) near(3) why(4)] last(5) */
static void through_and_back(void **state) {
    kr_ask_answer answers[] = {{KR_STR("name"), 1, KR_STR("Sanne"), false},
                               {KR_STR("near"), 1, KR_STR("true"), false},
                               {KR_STR("name"), KR_ASK_TURNS + 1, KR_STR("Bram"), false},
                               {KR_STR("near"), KR_ASK_TURNS + 1, KR_STR("false"), false}};
    room r;
    (void)state;
    begin(&r);
    kr_ask_set *set = set_of(&r, people);
    kr_ask_filled filled = fill(&r, set, answers, 4);
    kr_ask_screen at = kr_ask_first(&filled), path[12];
    size_t n = 0;
    for (; at.place != KR_ASK_END; at = kr_ask_next(&filled, at)) path[n++] = at;
    assert_int_equal(n, 9);
    look(path[0], KR_ASK_QUESTION, 0, 1);
    look(path[3], KR_ASK_QUESTION, 4, 1); /* why, of Sanne */
    look(path[4], KR_ASK_AGAIN, 1, 1);
    look(path[6], KR_ASK_QUESTION, 3, 2); /* near, of Bram; why is not asked */
    look(path[7], KR_ASK_AGAIN, 1, 2);
    look(path[8], KR_ASK_QUESTION, 5, 1);
    for (size_t i = 1; i < n; i++) {
        kr_ask_screen back = kr_ask_before(&filled, path[i]);
        look(back, path[i - 1].place, path[i - 1].item, path[i - 1].instance);
    }
    look(kr_ask_open_instance(&filled, 1, 3), KR_ASK_QUESTION, 2, 3);
    look(kr_ask_before(&filled, (kr_ask_screen){KR_ASK_QUESTION, 2, 3}), KR_ASK_AGAIN, 1, 2);
    look(kr_ask_resume(&filled), KR_ASK_AGAIN, 1, 2);
    end(&r);
}

static void not_known_is_an_answer(void **state) {
    kr_ask_answer one = {KR_STR("first"), 1, KR_NONE, true};
    room r;
    (void)state;
    begin(&r);
    kr_ask_filled filled = fill(&r, set_of(&r, people), &one, 1);
    look(kr_ask_resume(&filled), KR_ASK_QUESTION, 2, 1);
    end(&r);
}

/* What Kring does not know of an answer comes back, what it knows may change. */
static void back_as_it_was(void **state) {
    static const char json[] =
        "{\"resourceType\":\"QuestionnaireResponse\",\"id\":\"r7\",\"meta\":{\"tag\":[{\"code\":\"eigen\"}]},"
        "\"questionnaire\":\"urn:x|2\",\"status\":\"completed\",\"authored\":\"2026-11-12\","
        "\"source\":{\"type\":\"RelatedPerson\",\"display\":\"Sanne\",\"reference\":\"RelatedPerson/"
        "9\"},\"item\":["
        "{\"linkId\":\"first\",\"extension\":[{\"url\":\"urn:iets\",\"valueString\":\"blijft\"}],\"answer\":["
        "{\"id\":\"a1\",\"valueString\":\"Dag\"}]},"
        "{\"linkId\":\"who\",\"item\":[{\"linkId\":\"name\",\"answer\":[{\"valueString\":\"Bram\"}]}]},"
        "{\"linkId\":\"who\",\"item\":[{\"linkId\":\"name\",\"answer\":[{\"valueString\":\"Corrie\"}]},"
        "{\"linkId\":\"near\",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
        "data-absent-reason\",\"valueCode\":\"asked-unknown\"}]}]},"
        "{\"linkId\":\"vreemd\",\"answer\":[{\"valueQuantity\":{\"value\":3}}]}]}";
    room r;
    kr_error error = {0};
    kr_ask_response *response;
    kr_buf out;
    kr_str text;
    (void)state;
    begin(&r);
    kr_ask_set *set = set_of(&r, people);
    assert_int_equal(kr_ask_read_response(&response, &r.arena, set, kr_str_z(json), &error), KR_OK);
    assert_int_equal(response->n_answers, 4);
    assert_true(response->by_other && response->completed && kr_str_is(response->by_whom, "Sanne"));
    assert_int_equal(response->answers[2].turn, KR_ASK_TURNS + 1);
    assert_true(response->answers[3].unknown);
    response->answers[1].value = KR_STR("Bram de Groot");
    kr_ask_filled filled = fill(&r, set, response->answers, response->n_answers);
    kr_buf_init(&out, &r.arena, 1u << 20);
    assert_int_equal(kr_ask_write(&out, &r.arena, &filled, response), KR_OK);
    assert_int_equal(kr_buf_end(&out, &text), KR_OK);
    static const kr_str there[] = {
        {"eigen", 5},  {"r7", 2},     {"blijft", 6},         {"\"a1\"", 4},         {"RelatedPerson/9", 15},
        {"vreemd", 6}, {"Corrie", 6}, {"valueQuantity", 13}, {"asked-unknown", 13}, {"Bram de Groot", 13},
        {"urn:x|2", 7}};
    for (size_t i = 0; i < KR_COUNT(there); i++) {
        if (kr_str_find(text, there[i]) == SIZE_MAX) print_message("lost: %.*s\n", KR_ARG(there[i]));
        assert_int_not_equal(kr_str_find(text, there[i]), SIZE_MAX);
    }
    kr_ask_response *again;
    assert_int_equal(kr_ask_read_response(&again, &r.arena, set, text, &error), KR_OK);
    assert_int_equal(again->n_answers, 4);
    assert_true(kr_str_is(again->answers[1].value, "Bram de Groot"));
    end(&r);
}

static void from_nothing(void **state) {
    kr_ask_answer answers[] = {
        {KR_STR("b"), 1, KR_STR("true"), false}, {KR_STR("c"), 1, KR_STR("a"), false},
        {KR_STR("c"), 2, KR_STR("z"), false},    {KR_STR("i"), 1, KR_STR("7"), false},
        {KR_STR("n"), 1, KR_STR("3.5"), false},  {KR_STR("t"), 1, KR_STR("2026-11"), false}};
    static const char json[] =
        HEAD "{\"linkId\":\"b\",\"type\":\"boolean\"},"
             "{\"linkId\":\"c\",\"type\":\"choice\",\"repeats\":true,\"answerOption\":[" CODE("a") "," CODE(
                 "z") "]},"
                      "{\"linkId\":\"i\",\"type\":\"integer\"},{\"linkId\":\"n\",\"type\":\"decimal\"},{"
                      "\"linkId\":\"t\",\"type\":\"date\"}]}";
    kr_ask_response empty = {.questionnaire = KR_STR("urn:x"), .completed = true}, *again;
    room r;
    kr_error error = {0};
    kr_buf out;
    kr_str text;
    (void)state;
    begin(&r);
    kr_ask_set *set = set_of(&r, json);
    kr_ask_filled filled = fill(&r, set, answers, KR_COUNT(answers));
    kr_buf_init(&out, &r.arena, 1u << 20);
    assert_int_equal(kr_ask_write(&out, &r.arena, &filled, &empty), KR_OK);
    assert_int_equal(kr_buf_end(&out, &text), KR_OK);
    assert_int_not_equal(kr_str_find(text, KR_STR("\"valueDecimal\": 3.5")), SIZE_MAX);
    assert_int_not_equal(kr_str_find(text, KR_STR("\"valueBoolean\": true")), SIZE_MAX);
    assert_int_equal(kr_ask_read_response(&again, &r.arena, set, text, &error), KR_OK);
    assert_int_equal(again->n_answers, KR_COUNT(answers));
    for (size_t i = 0; i < KR_COUNT(answers); i++) {
        assert_true(kr_str_eq(again->answers[i].link_id, answers[i].link_id));
        assert_int_equal(again->answers[i].turn, answers[i].turn);
        assert_true(kr_str_eq(again->answers[i].value, answers[i].value));
    }
    end(&r);
}

/* Beside each file stands what is said of it: "KEY DETAIL". Those named response.* are answers to
 * people.json. */
static void refused(void **state) {
    DIR *folder = opendir("tests/reject/ask");
    size_t seen = 0;
    (void)state;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        kr_str name = kr_str_z(entry->d_name);
        char path[512], said[512];
        kr_error error = {0};
        kr_ask_response *response;
        kr_ask_set *set;
        room r;
        if (!kr_str_ends(name, KR_STR(".json"))) continue;
        begin(&r);
        (void)snprintf(path, sizeof path, "tests/reject/ask/%s", entry->d_name);
        kr_str json = file_of(&r.arena, path);
        (void)snprintf(path, sizeof path, "tests/reject/ask/%s.expected", entry->d_name);
        kr_str want = kr_str_trim(file_of(&r.arena, path));
        kr_err err = kr_str_starts(name, KR_STR("response."))
                         ? kr_ask_read_response(&response, &r.arena, set_of(&r, people), json, &error)
                         : kr_ask_read(&set, &r.arena, json, &error);
        assert_int_not_equal(err, KR_OK);
        (void)snprintf(said, sizeof said, "%s %s", error.key, error.detail);
        if (!kr_str_eq(want, kr_str_trim(kr_str_z(said)))) print_message("%s: %s\n", entry->d_name, said);
        assert_true(kr_str_eq(want, kr_str_trim(kr_str_z(said))));
        seen++;
        end(&r);
    }
    assert_int_equal(closedir(folder), 0);
    assert_true(seen >= 15);
}

static void too_large(void **state) {
    room r;
    kr_ask_set *set;
    kr_error error = {0};
    (void)state;
    begin(&r);
    char *bytes = kr_arena_alloc(&r.arena, KR_ASK_MOST_BYTES + 1);
    assert_non_null(bytes);
    memset(bytes, ' ', KR_ASK_MOST_BYTES + 1);
    assert_int_equal(kr_ask_read(&set, &r.arena, kr_str_n(bytes, KR_ASK_MOST_BYTES + 1), &error), KR_E_LIMIT);
    assert_string_equal(error.key, "ask.error.large");
    end(&r);
}

static void our_own_sets(void **state) {
    size_t n;
    const kr_ask_file *files = kr_ask_files(&n);
    (void)state;
    assert_true(n >= 7);
    for (size_t i = 0; i < n; i++) {
        room r;
        kr_ask_set *set;
        kr_error error = {0};
        begin(&r);
        kr_err err = kr_ask_read(&set, &r.arena, files[i].bytes, &error);
        if (err != KR_OK) print_message("%.*s: %s %s\n", KR_ARG(files[i].name), error.key, error.detail);
        assert_int_equal(err, KR_OK);
        assert_true(set->minutes > 0 && set->title.in[0].len > 0 && set->publisher.len > 0);
        assert_false(kr_str_eq(set->title.in[0], set->title.in[1]));
        for (uint32_t k = 0; k < set->n_items; k++) {
            assert_true(set->items[k].text.in[0].len > 0);
            assert_false(kr_str_eq(set->items[k].text.in[0], set->items[k].text.in[1]));
        }
        end(&r);
    }
}

/* Memory that runs out at every allocation in turn is an error and nothing else. */
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

static void without_memory(void **state) {
    size_t n, done = 0;
    const kr_ask_file *files = kr_ask_files(&n);
    (void)state;
    for (size_t at = 1; !done && at < 2000; at++) {
        meagre m = {.fail_at = at};
        kr_allocator allocator = {meagre_alloc, meagre_release, &m};
        kr_arena arena;
        kr_ask_set *set;
        kr_ask_filled filled;
        kr_error error = {0};
        kr_arena_init(&arena, &allocator, 64u << 20);
        kr_err err = kr_ask_read(&set, &arena, files[n - 1].bytes, &error);
        if (err == KR_OK) err = kr_ask_fill(&filled, &arena, set, NULL, 0);
        assert_true(err == KR_OK || err == KR_E_MEMORY || err == KR_E_LIMIT);
        done = err == KR_OK && m.count < at;
        kr_arena_dispose(&arena);
        assert_int_equal(m.alive, 0);
    }
    assert_true(done);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_type_is_read),
                                       cmocka_unit_test(words_in_two_languages),
                                       cmocka_unit_test(conditions),
                                       cmocka_unit_test(any_and_all),
                                       cmocka_unit_test(through_and_back),
                                       cmocka_unit_test(not_known_is_an_answer),
                                       cmocka_unit_test(back_as_it_was),
                                       cmocka_unit_test(from_nothing),
                                       cmocka_unit_test(refused),
                                       cmocka_unit_test(too_large),
                                       cmocka_unit_test(our_own_sets),
                                       cmocka_unit_test(without_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
