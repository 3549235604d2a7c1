/* What stands out in random circles: nobody with a private mark is named, no sentence judges, counts fit
 * names. */
#include "../core/core_help.h"

#include <stdio.h>

#include "core/ideas.h"
#include "core/traits.h"
#include "words/notice.h"
#include "words/sentence.h"

#define TODAY 20261121
enum { CIRCLES = 60, MOST = 24 };

static const char *const judging[] = {
    "zwak",     "tekort",   "te weinig", "te veel", "score",      "norm",        "slecht", "eenzaam",
    "isol",     "probleem", "fout",      "helaas",  "gebrek",     "onvoldoende", "beter",  "minste",
    "meest",    "nul ",     "nul.",      "u moet",  "zou moeten", "weak",        "lack",   "too few",
    "too many", "poor",     "lonely",    "problem", "worse",      "better",      "least",  "the most",
    "zero ",    "you must", "should",    "{",       "}"};
/* Where a word like these belongs to the question itself. */
static const char *const allowed[] = {"beter leren kennen", "beter willen leren kennen",
                                      "know each other better", "know better"};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool holds(kr_str text, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= text.len; i++) {
        size_t k = 0;
        while (k < n && lower(text.ptr[i + k]) == word[k]) k++;
        if (k == n) return true;
    }
    return false;
}

static void check_words(kr_str text) {
    for (size_t i = 0; i < KR_COUNT(judging); i++) {
        bool fine = false;
        for (size_t k = 0; k < KR_COUNT(allowed); k++) fine = fine || holds(text, allowed[k]);
        if (!fine && holds(text, judging[i])) fail_msg("\"%s\" in: %.*s", judging[i], KR_ARG(text));
    }
    assert_true(text.len > 0);
}

static uint64_t roll(grow *g, uint64_t sides) {
    return grow_random(g) % sides;
}

/* Any value that the schema allows; texts are short and told apart. */
static void put_random(grow *g, kr_draft *d, kr_kind kind, kr_id record, const kr_field *f) {
    if (f->type == KR_TEXT)
        kr_draft_text(d, kind, record, f->number, KR_STR("iets wat iemand schreef"));
    else if (f->type == KR_SET)
        kr_draft_set(d, kind, record, f->number,
                     1u << f->list->choices[roll(g, f->list->count)].number |
                         1u << f->list->choices[roll(g, f->list->count)].number);
    else if (f->type == KR_CHOICE)
        kr_draft_number(d, kind, record, f->number, f->list->choices[roll(g, f->list->count)].number);
    else if (f->type == KR_DATE)
        kr_draft_number(d, kind, record, f->number, 20000000 + (int64_t)roll(g, 27) * 10000);
    else if (f->type == KR_NUMBER)
        kr_draft_number(d, kind, record, f->number, (int64_t)roll(g, 90));
}

/* Fields that decide who is there at all, or what two people are, are set apart. */
static bool is_free(const kr_field *f) {
    static const char *const not_these[] = {"name",       "gone", "left", "photo",   "private_mark",
                                            "acquainted", "died", "dead", "between", "only_family"};
    for (size_t i = 0; i < KR_COUNT(not_these); i++)
        if (kr_str_is(kr_str_z(f->name), not_these[i])) return false;
    return f->type != KR_REF && f->type != KR_TIME && f->limit != 1;
}

static void tell_some(grow *g, kr_draft *d, kr_kind kind, kr_id record, unsigned of_ten) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++)
        if (fields[i].kind == kind && is_free(&fields[i]) && roll(g, 10) < of_ten)
            put_random(g, d, kind, record, &fields[i]);
}

/* A circle of any size with anything said; who is hidden has a name that begins with Geheim. */
static void make_circle(grow *g, uint64_t seed) {
    static char names[MOST][24];
    const char *list[MOST];
    kr_id ids[MOST];
    kr_draft d;
    grow_begin(g, NULL);
    g->seed = seed;
    size_t n = roll(g, MOST), told = 1 + roll(g, 9);
    for (size_t i = 0; i < n; i++) {
        snprintf(names[i], sizeof names[i], "%s%c",
                 roll(g, 5) == 0 ? "Geheim"
                 : i % 3         ? "Naam"
                                 : "naam",
                 (char)('a' + i));
        list[i] = names[i];
    }
    grow_people(g, "Annie", list, ids, n);
    grow_draft(g, &d, KR_ACT_SAY);
    tell_some(g, &d, KR_KIND_person, g->circle.self.ego, (unsigned)told);
    for (size_t i = 0; i < n; i++) {
        kr_id tie = kr_draft_tie(&d, g->circle.self.ego, ids[i]);
        tell_some(g, &d, KR_KIND_person, ids[i], (unsigned)told);
        tell_some(g, &d, KR_KIND_tie, tie, (unsigned)told);
        bool dead = roll(g, 12) == 0;
        if (dead) kr_draft_number(&d, KR_KIND_person, ids[i], KR_F_person_dead, KR_yesno_yes);
        if (names[i][0] == 'G') kr_draft_number(&d, KR_KIND_tie, tie, KR_F_tie_private_mark, KR_yesno_yes);
        for (size_t k = 0; k < i; k++)
            if (roll(g, 3) == 0) kr_draft_acquainted(&d, ids[k], ids[i], (uint8_t)(1 + roll(g, 2)));
        if (roll(g, 6) == 0) {
            kr_id wish = kr_draft_new_id(&d);
            tell_some(g, &d, KR_KIND_wish, wish, 9);
            kr_draft_ref(&d, KR_KIND_wish, wish, KR_F_wish_about, ids[i]);
        }
    }
    kr_err err = grow_change(g, &d, NULL);
    if (err != KR_OK && err != KR_E_NOT_FOUND) fail_msg("seed %u", (unsigned)seed);
}

static kr_str said(grow *g, kr_lang lang, const kr_network *n, const kr_observation *o, kr_notice_part part) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, &g->arena, 1 << 16);
    kr_say_notice(&out, lang, n, o, part);
    assert_int_equal(kr_buf_end(&out, &text), KR_OK);
    return text;
}

/* A sentence with two forms and names in it has as many names as it counts. */
static void check_number(const kr_observation *o, const char *part) {
    char key[80];
    snprintf(key, sizeof key, "%s.%s", o->key, part);
    const kr_sentence *sentence = kr_sentence_find(kr_str_z(key));
    if (!sentence || !sentence->plural || !holds(sentence->text[0][0], "{names}")) return;
    if (o->n != (int64_t)o->n_people) fail_msg("%s counts %d and names %zu", key, (int)o->n, o->n_people);
}

static void check_circle(grow *g, uint64_t *spoke) {
    kr_network n = grow_network(g);
    kr_observation *seen;
    size_t count;
    assert_int_equal(kr_observe(&seen, &count, &g->arena, &n, TODAY, 1000), KR_OK);
    for (size_t i = 0; i < count; i++) {
        for (int lang = KR_NL; lang <= KR_EN; lang++) {
            for (int part = KR_NOTICE_TITLE; part <= KR_NOTICE_COUNT; part++) {
                kr_str text = said(g, (kr_lang)lang, &n, &seen[i], (kr_notice_part)part);
                if (holds(text, "geheim")) fail_msg("a private name in: %.*s", KR_ARG(text));
                if (part > KR_NOTICE_ASK) continue;
                check_words(text);
                if (text.ptr[0] >= 'a' && text.ptr[0] <= 'z') fail_msg("begins small: %.*s", KR_ARG(text));
            }
        }
        check_number(&seen[i], "say");
        check_number(&seen[i], "ask");
        check_number(&seen[i], "title");
        assert_true(seen[i].held >= 0 && seen[i].known >= 0 && seen[i].unknown >= 0);
        assert_true(seen[i].n >= 0 && seen[i].rule);
    }
    *spoke += count;
}

static void nobody_is_named_or_judged(void **state) {
    (void)state;
    uint64_t spoke = 0;
    for (uint64_t seed = 1; seed <= CIRCLES; seed++) {
        grow g;
        make_circle(&g, seed * 977);
        check_circle(&g, &spoke);
        grow_end(&g);
    }
    assert_true(spoke > CIRCLES * 10);
}

/* Suggestions and characteristics name nobody who is private or dead either. */
static void ideas_and_traits(void **state) {
    (void)state;
    size_t thought = 0;
    for (uint64_t seed = 1; seed <= CIRCLES; seed++) {
        grow g;
        kr_idea *ideas;
        kr_trait *traits;
        size_t count;
        make_circle(&g, seed * 31);
        kr_network n = grow_network(&g);
        assert_int_equal(kr_ideas(&ideas, &count, &g.arena, &n, TODAY, 1000), KR_OK);
        thought += count;
        for (size_t i = 0; i < count; i++) {
            if (i) assert_true(ideas[i].step >= ideas[i - 1].step);
            for (size_t k = 0; k < ideas[i].n_people + ideas[i].n_others; k++) {
                size_t at =
                    k < ideas[i].n_people ? ideas[i].people[k] : ideas[i].others[k - ideas[i].n_people];
                assert_true(kr_see_nameable(&n.alters[at]));
                assert_int_not_equal(n.alters[at].tie->wish, KR_wish_none);
            }
        }
        for (int paid = 0; paid < 2; paid++) {
            assert_int_equal(kr_traits(&traits, &count, &g.arena, &n, TODAY, paid == 1), KR_OK);
            for (size_t i = 0; i < count; i++)
                for (size_t p = 0; p < traits[i].n_parts; p++) {
                    const kr_trait_part *part = &traits[i].parts[p];
                    assert_true(part->n_people <= part->count);
                    for (size_t k = 0; k < part->n_people; k++) {
                        const kr_alter *a = &n.alters[part->people[k]];
                        assert_true(kr_see_nameable(a) && (paid || !a->paid));
                    }
                }
        }
        grow_end(&g);
    }
    assert_true(thought > CIRCLES);
}

/* What a rule is, without a circle: the manual has it in both languages, numbers filled in and names open. */
static void every_rule_can_be_read(void **state) {
    (void)state;
    const kr_rule *rules[200];
    grow g;
    grow_begin(&g, NULL);
    size_t n = kr_rules(rules, KR_COUNT(rules));
    for (size_t i = 0; i < n; i++) {
        for (int lang = KR_NL; lang <= KR_EN; lang++) {
            for (int part = KR_NOTICE_TITLE; part <= KR_NOTICE_NOT; part++) {
                kr_buf out;
                kr_str text;
                kr_buf_init(&out, &g.arena, 1 << 16);
                kr_say_rule(&out, (kr_lang)lang, rules[i], (kr_notice_part)part);
                assert_int_equal(kr_buf_end(&out, &text), KR_OK);
                if (!text.len || kr_str_starts(text, KR_STR("see.")))
                    fail_msg("%s part %d", rules[i]->key, part);
                if (part >= KR_NOTICE_LOOKS && holds(text, "{"))
                    fail_msg("%s leaves open: %.*s", rules[i]->key, KR_ARG(text));
                if (part == KR_NOTICE_NOT && lang == KR_NL &&
                    !kr_str_starts(text, KR_STR("Kring zegt niet ")))
                    fail_msg("%s says what it does not say: %.*s", rules[i]->key, KR_ARG(text));
            }
        }
    }
    grow_end(&g);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(nobody_is_named_or_judged),
                                       cmocka_unit_test(ideas_and_traits),
                                       cmocka_unit_test(every_rule_can_be_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
