/* Scoring, against cases worked out by hand from what the makers of each list say. The lists here have
 * numbers for questions: no item text is in this tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "ask/score.h"

#define MOST_ITEMS 60

/* A list: names of items (behind the instrument, "1-13" for a row), and what their answers weigh; "" for
 * boolean, "#" for a number. Answers: one token for each item, "?" for not known, "-" for none. */
typedef struct worked {
    const char *instrument, *items, *weights, *answers;
} worked;

typedef struct room {
    kr_arena arena;
    kr_ask_score *scores;
    size_t n;
} room;

static size_t put_item(char *json, size_t cap, const worked *w, const char *name) {
    size_t n = (size_t)snprintf(json, cap, "{\"linkId\":\"%s.%s\",\"type\":\"%s\"", w->instrument, name,
                                w->weights[0] == '#' ? "integer"
                                : w->weights[0]      ? "choice"
                                                     : "boolean");
    if (w->weights[0] && w->weights[0] != '#') {
        kr_str rest = kr_str_z(w->weights), one;
        n += (size_t)snprintf(json + n, cap - n, ",\"answerOption\":[");
        for (bool first = true; rest.len; first = false) {
            rest = kr_str_cut(rest, ' ', &one);
            n += (size_t)snprintf(
                json + n, cap - n,
                "%s{\"valueCoding\":{\"code\":\"%.*s\",\"extension\":[{\"url\":"
                "\"http://hl7.org/fhir/StructureDefinition/ordinalValue\",\"valueDecimal\":%.*s}]}}",
                first ? "" : ",", KR_ARG(one), KR_ARG(one));
        }
        n += (size_t)snprintf(json + n, cap - n, "]");
    }
    return n + (size_t)snprintf(json + n, cap - n, "}");
}

/* "family.1-5 vas" as single names. */
static size_t names_of(const char *items, char names[MOST_ITEMS][40]) {
    kr_str rest = kr_str_z(items), token;
    size_t n = 0;
    while (rest.len) {
        int from, to, at = 0;
        rest = kr_str_cut(rest, ' ', &token);
        char text[40];
        (void)snprintf(text, sizeof text, "%.*s", KR_ARG(token));
        char *dot = strrchr(text, '.');
        if (sscanf(dot ? dot + 1 : text, "%d-%d%n", &from, &to, &at) == 2 && at > 0) {
            for (int i = from; i <= to; i++)
                (void)snprintf(names[n++], 40, "%.*s%d", dot ? (int)(dot - text + 1) : 0, text, i);
        } else {
            (void)snprintf(names[n++], 40, "%s", text);
        }
        assert_true(n < MOST_ITEMS);
    }
    return n;
}

static room score(worked w) {
    static char json[60000], names[MOST_ITEMS][40], links[MOST_ITEMS][80];
    kr_ask_answer answers[MOST_ITEMS];
    kr_ask_filled filled;
    kr_ask_set *set;
    kr_error error = {0};
    room r = {.n = 0};
    size_t count = names_of(w.items, names), n = 0, given = 0;
    n = (size_t)snprintf(json, sizeof json, "{\"resourceType\":\"Questionnaire\",\"item\":[");
    kr_str rest = kr_str_z(w.answers), one;
    for (size_t i = 0; i < count; i++) {
        if (i) json[n++] = ',';
        n += put_item(json + n, sizeof json - n, &w, names[i]);
        rest = kr_str_cut(rest, ' ', &one);
        if (one.len == 0 || one.ptr[0] == '-') continue;
        (void)snprintf(links[i], sizeof links[i], "%s.%s", w.instrument, names[i]);
        bool unknown = one.ptr[0] == '?';
        answers[given++] = (kr_ask_answer){kr_str_z(links[i]), 1, unknown ? KR_NONE : one, unknown};
    }
    assert_int_equal(rest.len, 0);
    n += (size_t)snprintf(json + n, sizeof json - n, "]}");
    kr_arena_init(&r.arena, kr_heap(), 16u << 20);
    kr_err err = kr_ask_read(&set, &r.arena, kr_str_n(json, n), &error);
    if (err != KR_OK) print_message("%s %s\n%s\n", error.key, error.detail, json);
    assert_int_equal(err, KR_OK);
    assert_int_equal(kr_ask_fill(&filled, &r.arena, set, answers, given), KR_OK);
    assert_int_equal(kr_ask_scores(&r.scores, &r.n, &r.arena, &filled), KR_OK);
    assert_int_equal(kr_ask_scored(set), r.n > 0);
    return r;
}

static const kr_ask_score *of(const room *r, const char *name) {
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->scores[i].scale->name, name) == 0) return &r->scores[i];
    fail_msg("no scale %s", name);
    return NULL;
}

static void is(worked w, const char *name, double value, int band) {
    room r = score(w);
    const kr_ask_score *s = of(&r, name);
    if (s->state != KR_ASK_SCORED || s->value < value - 1e-9 || s->value > value + 1e-9 || s->band != band)
        print_message("%s.%s: state %d, %f, band %d\n", w.instrument, name, s->state, s->value, s->band);
    assert_int_equal(s->state, KR_ASK_SCORED);
    assert_true(s->value > value - 1e-9 && s->value < value + 1e-9);
    assert_int_equal(s->band, band);
    kr_arena_dispose(&r.arena);
}

static void has_none(worked w, const char *name, kr_ask_state why) {
    room r = score(w);
    assert_int_equal(of(&r, name)->state, why);
    kr_arena_dispose(&r.arena);
}

#define CSI(answers) ((worked){"csi", "1-13", "", answers})

static void csi(void **state) {
    (void)state;
    /* Yes to 1, 2, 3, 5, 8 and 13: 1+1+1+1+1+1 = 6. The line is at 7: below it. */
    is(CSI("true true true false true false false true false false false false true"), "total", 6, 0);
    /* And yes to 9: 7, on the line, and the line itself counts. */
    is(CSI("true true true false true false false true true false false false true"), "total", 7, 7);
    is(CSI("true true true true true true true true true true true true true"), "total", 13, 7);
    is(CSI("false false false false false false false false false false false false false"), "total", 0, 0);
    /* The makers say nothing of missing answers; ours: then nothing comes out. */
    has_none(CSI("true true true ? true false false true true false false false true"), "total",
             KR_ASK_UNANSWERED);
    has_none(CSI("true true true - true false false true true false false false true"), "total",
             KR_ASK_UNANSWERED);
    /* As choices with 1 and 0. */
    is((worked){"csi", "1-13", "0 1", "1 0 1 0 1 0 1 0 1 0 1 0 1"}, "total", 7, 7);
    /* A file with twelve items is not this list. */
    has_none((worked){"csi", "1-12", "", "true true true true true true true true true true true true"},
             "total", KR_ASK_NO_ITEMS);
}

static void ediz(void **state) {
    (void)state;
    /* 1 Nee! 2 Nee 3 Min of meer 4 Ja 5 Ja!. From 3 on it is a point:
     * 1 2 3 4 5 3 2 1 4 -> 0 0 1 1 1 1 0 0 1 = 5. No line is drawn. */
    is((worked){"ediz", "1-9", "1 2 3 4 5", "1 2 3 4 5 3 2 1 4"}, "total", 5, -1);
    is((worked){"ediz", "1-9", "1 2 3 4 5", "2 2 2 2 2 2 2 2 2"}, "total", 0, -1);
    is((worked){"ediz", "1-9", "1 2 3 4 5", "3 3 3 3 3 3 3 3 3"}, "total", 9, -1);
    has_none((worked){"ediz", "1-9", "1 2 3 4 5", "3 3 3 3 3 3 3 3 ?"}, "total", KR_ASK_UNANSWERED);
    /* Four answers in a row have no middle: then the file does not say what counts. */
    has_none((worked){"ediz", "1-9", "1 2 3 4", "3 3 3 3 3 3 3 3 3"}, "total", KR_ASK_NO_WEIGHTS);
}

static void ediz_plus(void **state) {
    (void)state;
    /* 15 answers that are each worth 0 or 1. None 0, light 1-3, moderate 4-8, heavy 9-15. */
    is((worked){"ediz-plus", "1-15", "0 1", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"}, "total", 0, 0);
    is((worked){"ediz-plus", "1-15", "0 1", "1 1 1 0 0 0 0 0 0 0 0 0 0 0 0"}, "total", 3, 1);
    is((worked){"ediz-plus", "1-15", "0 1", "1 1 1 1 0 0 0 0 0 0 0 0 0 0 0"}, "total", 4, 4);
    is((worked){"ediz-plus", "1-15", "0 1", "1 1 1 1 1 1 1 1 0 0 0 0 0 0 0"}, "total", 8, 4);
    is((worked){"ediz-plus", "1-15", "0 1", "1 1 1 1 1 1 1 1 1 0 0 0 0 0 0"}, "total", 9, 9);
    /* A weight of 2 cannot be. */
    has_none((worked){"ediz-plus", "1-15", "0 1 2", "2 1 1 1 1 1 1 1 1 0 0 0 0 0 0"}, "total",
             KR_ASK_NO_WEIGHTS);
}

#define CRA_ITEMS "self-esteem.1-7 family.1-5 finances.1-3 schedule.1-5 health.1-4"
static void cra(void **state) {
    worked w = {"cra", CRA_ITEMS, "1 2 3 4 5", "5 4 5 4 5 4 5 1 2 1 2 1 3 3 3 4 5 4 5 4 2 2 3 3"};
    (void)state;
    is(w, "self-esteem", 32.0 / 7, -1); /* 5+4+5+4+5+4+5 = 32, by seven */
    is(w, "family", 1.4, -1);           /* 1+2+1+2+1 = 7, by five */
    is(w, "finances", 3, -1);           /* 3+3+3 = 9, by three */
    is(w, "schedule", 4.4, -1);         /* 4+5+4+5+4 = 22, by five */
    is(w, "health", 2.5, -1);           /* 2+2+3+3 = 10, by four */
    room r = score(w);
    assert_int_equal(r.n, 5); /* never one total */
    kr_arena_dispose(&r.arena);
    /* One missing in the family part: that part has none, the others stay. */
    w.answers = "5 4 5 4 5 4 5 1 2 ? 2 1 3 3 3 4 5 4 5 4 2 2 3 3";
    has_none(w, "family", KR_ASK_UNANSWERED);
    is(w, "finances", 3, -1);
}

#define CARERQOL "fulfilment relational mental daily financial support physical"
static void carerqol(void **state) {
    (void)state;
    /* 0 no, 1 some, 2 a lot. Fulfilment 2 and support 1 count as they are; relational 0, mental 1, daily 2,
     * financial 0, physical 1 the other way round: 2, 1, 0, 2, 1. 2+2+1+0+2+1+1 = 9. */
    is((worked){"carerqol", CARERQOL, "0 1 2", "2 0 1 2 0 1 1"}, "total", 9, -1);
    is((worked){"carerqol", CARERQOL, "0 1 2", "2 0 0 0 0 2 0"}, "total", 14, -1); /* the best */
    is((worked){"carerqol", CARERQOL, "0 1 2", "0 2 2 2 2 0 2"}, "total", 0, -1);  /* the worst */
    has_none((worked){"carerqol", CARERQOL, "0 1 2", "2 0 1 2 0 1 ?"}, "total", KR_ASK_UNANSWERED);
    is((worked){"carerqol", "vas", "#", "7"}, "happiness", 7, -1);
    has_none((worked){"carerqol", "vas", "#", "11"}, "happiness", KR_ASK_NO_WEIGHTS);
}

static void ssl(void **state) {
    worked twelve = {"ssl-12", "everyday.1-4 problems.1-4 esteem.1-4", "1 2 3 4", "1 2 3 4 2 2 2 2 4 4 3 3"};
    worked long_list = {"ssl-i", "everyday.1-4 problems.1-8 negative.1-7", "1 2 3 4",
                        "1 2 3 4 2 2 2 2 1 1 1 1 1 1 1 2 1 1 1"};
    (void)state;
    is(twelve, "everyday", 10, -1); /* 1+2+3+4 */
    is(twelve, "problems", 8, -1);  /* 2+2+2+2 */
    is(twelve, "esteem", 14, -1);   /* 4+4+3+3 */
    is(twelve, "total", 32, -1);    /* 10+8+14, between 12 and 48 */
    room r = score(twelve);
    assert_true(of(&r, "total")->least == 12 && of(&r, "total")->most == 48);
    kr_arena_dispose(&r.arena);
    is(long_list, "everyday", 10, -1);
    is(long_list, "problems", 12, -1); /* 2*4 + 1*4 */
    is(long_list, "negative", 8, -1);  /* 1+1+1+2+1+1+1 */
    is((worked){"ssl-d", "company.1-5", "1 2 3 4", "3 3 2 1 1"}, "company", 10, -1);
    /* Eight questions of the health monitors: 3+3+3+2+2+2+2+2 = 19, on the line. And 18, below it. */
    is((worked){"ssl-d8", "1-8", "1 2 3", "3 3 3 2 2 2 2 2"}, "total", 19, 19);
    is((worked){"ssl-d8", "1-8", "1 2 3", "3 3 2 2 2 2 2 2"}, "total", 18, 8);
}

static void lsns(void **state) {
    (void)state;
    /* 2+2+1 family, 3+2+1 friends: 5 (below 6), 6 (on the line), 11 together (below 12). */
    worked w = {"lsns-6", "1-6", "0 1 2 3 4 5", "2 2 1 3 2 1"};
    is(w, "family", 5, 0);
    is(w, "friends", 6, 6);
    is(w, "total", 11, 0);
    is((worked){"lsns-6", "1-6", "0 1 2 3 4 5", "2 2 2 2 2 2"}, "total", 12, 12);
    is((worked){"lsns-6", "1-6", "0 1 2 3 4 5", "5 5 5 5 5 5"}, "total", 30, 12);
    has_none((worked){"lsns-6", "1-6", "0 1 2 3 4 5", "2 2 1 3 2 ?"}, "total", KR_ASK_UNANSWERED);
    is((worked){"lsns-6", "1-6", "0 1 2 3 4 5", "2 2 1 3 2 ?"}, "family", 5, 0);
}

/* 1 no, 2 more or less, 3 yes. Items 1, 4, 7, 8 and 11 are put positively (social): a point for 1 and 2. The
 * other six (emotional): a point for 2 and 3. */
static void djg_11(void **state) {
    /*                                             1 2 3 4 5 6 7 8 9 10 11 */
    worked w = {"djg-11", "1-11", "1 2 3", "3 1 2 2 3 1 3 1 1 1 3"};
    (void)state;
    is(w, "emotional", 2, -1); /* 2:0 3:1 5:1 6:0 9:0 10:0 */
    is(w, "social", 2, -1);    /* 1:0 4:1 7:0 8:1 11:0 */
    is(w, "total", 4, 3);      /* moderate: 3 to 8 */
    is((worked){"djg-11", "1-11", "1 2 3", "3 1 1 3 1 1 3 3 1 1 3"}, "total", 0, 0);
    is((worked){"djg-11", "1-11", "1 2 3", "2 2 2 2 2 2 2 2 2 2 2"}, "total", 11, 9);
    is((worked){"djg-11", "1-11", "1 2 3", "1 3 3 1 3 3 1 1 3 1 3"}, "total", 9, 9); /* all but 10 and 11 */
    /* One missing in the whole: the rest counts. 2:0 3:1 5:1 6:0 9:0 and 10 missing; social 2: 4. */
    worked one = {"djg-11", "1-11", "1 2 3", "3 1 2 2 3 1 3 1 1 ? 3"};
    is(one, "total", 4, 3);
    is(one, "social", 2, -1);
    has_none(one, "emotional", KR_ASK_UNANSWERED);
    has_none((worked){"djg-11", "1-11", "1 2 3", "3 1 2 2 3 1 3 1 ? ? 3"}, "total", KR_ASK_UNANSWERED);
    /* Five answers, no! to yes!: the middle is 3. 1,4,7,8,11 <= 3 and the others >= 3:
     * 1:4->0 2:3->1 3:5->1 4:3->1 5:2->0 6:1->0 7:5->0 8:1->1 9:2->0 10:3->1 11:4->0 = 5. */
    is((worked){"djg-11", "1-11", "1 2 3 4 5", "4 3 5 3 2 1 5 1 2 3 4"}, "total", 5, 3);
}

/* In the order of CBS: 1, 4 and 6 emotional, 2, 3 and 5 social. */
static void djg_6(void **state) {
    worked w = {"djg-6", "1-6", "1 2 3", "2 3 2 1 1 1"};
    (void)state;
    is(w, "emotional", 1, 1); /* 1:1 4:0 6:0 */
    is(w, "social", 2, 1);    /* 2:0 3:1 5:1 */
    is(w, "total", 3, 2);     /* 2 to 4 */
    is((worked){"djg-6", "1-6", "1 2 3", "1 3 3 1 3 2"}, "total", 1, 0);
    is((worked){"djg-6", "1-6", "1 2 3", "3 1 1 3 1 1"}, "total", 5, 5);
    is((worked){"djg-6", "1-6", "1 2 3", "3 1 1 3 1 1"}, "social", 3, 3);
    is((worked){"djg-6", "1-6", "1 2 3", "3 1 1 3 1 ?"}, "total", 5, 5); /* one missing: five of five */
    has_none((worked){"djg-6", "1-6", "1 2 3", "3 1 1 3 1 ?"}, "emotional", KR_ASK_UNANSWERED);
    has_none((worked){"djg-6", "1-6", "1 2 3", "3 1 1 3 ? ?"}, "total", KR_ASK_UNANSWERED);
}

static void wheel(void **state) {
    worked w = {"wheel", "body feelings rights", "#", "6 ? 10"};
    room r = score(w);
    (void)state;
    assert_int_equal(r.n, 3); /* one for each domain, nothing together */
    kr_arena_dispose(&r.arena);
    is(w, "body", 6, -1);
    is(w, "rights", 10, -1);
    has_none(w, "feelings", KR_ASK_UNANSWERED);
}

static void nothing_without_weights(void **state) {
    kr_arena arena;
    kr_ask_set *set;
    kr_ask_filled filled;
    kr_ask_score *scores;
    kr_error error = {0};
    size_t n;
    static const char json[] = "{\"resourceType\":\"Questionnaire\",\"item\":[{\"linkId\":\"q9\",\"type\":"
                               "\"choice\",\"extension\":[{\"url\":"
                               "\"urn:kring:instrument-item\",\"valueString\":\"wheel.body\"}],"
                               "\"answerOption\":[{\"valueString\":\"8\"}]}]}";
    kr_ask_answer one = {KR_STR("q9"), 1, KR_STR("8"), false};
    (void)state;
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    assert_int_equal(kr_ask_read(&set, &arena, kr_str_z(json), &error), KR_OK);
    assert_int_equal(kr_ask_fill(&filled, &arena, set, &one, 1), KR_OK);
    assert_int_equal(kr_ask_scores(&scores, &n, &arena, &filled), KR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(scores[0].state, KR_ASK_NO_WEIGHTS);
    kr_arena_dispose(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(csi),
                                       cmocka_unit_test(ediz),
                                       cmocka_unit_test(ediz_plus),
                                       cmocka_unit_test(cra),
                                       cmocka_unit_test(carerqol),
                                       cmocka_unit_test(ssl),
                                       cmocka_unit_test(lsns),
                                       cmocka_unit_test(djg_11),
                                       cmocka_unit_test(djg_6),
                                       cmocka_unit_test(wheel),
                                       cmocka_unit_test(nothing_without_weights)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
