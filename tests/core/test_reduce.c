/* What is left of somebody as initials, in texts, and what the owner keeps for themselves. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/draft.h"
#include "core/observe.h"
#include "core/reduce.h"
#include "core/share.h"
#include "core_help.h"

static kr_id next_id(void *context) {
    return ++*(kr_id *)context;
}

typedef struct world {
    kr_arena arena;
    kr_circle circle;
    kr_change changes[8];
    size_t n;
    kr_id last, ego, corrie, joop;
} world;

static kr_draft begin(world *w) {
    kr_draft d;
    kr_maker maker = {.author = 7, .author_name = KR_STR("Annie"), .at_ms = 1, .ids = {next_id, &w->last}};
    kr_draft_begin(&d, &w->arena, &w->circle, maker, KR_ACT_SAY, w->n);
    return d;
}

static void end(world *w, kr_draft *d) {
    kr_error error = {0};
    assert_int_equal(kr_draft_end(d, &w->changes[w->n], &error), KR_OK);
    w->n++;
    assert_int_equal(kr_circle_fold(&w->circle, &w->arena, w->changes, w->n, &error), KR_OK);
}

static void start(world *w) {
    memset(w, 0, sizeof *w);
    w->last = 1000; /* small numbers are kept for what is always there */
    kr_arena_init(&w->arena, kr_heap(), (size_t)32 << 20);
    kr_draft d = begin(w);
    kr_draft_ego(&d, KR_STR("Annie"));
    w->corrie = kr_draft_contact(&d, KR_STR("Corrie van Dam"), KR_what_person);
    w->joop = kr_draft_contact(&d, KR_STR("Jo Dam"), KR_what_person);
    end(w, &d);
    w->ego = w->circle.self.ego;
}

static kr_reduce *reduce_of(world *w, kr_id person) {
    kr_reduce *r;
    assert_int_equal(kr_reduce_make(&r, &w->arena, &w->circle, &person, 1), KR_OK);
    return r;
}

static void becomes(world *w, const kr_reduce *r, const char *text, const char *left) {
    kr_str out;
    assert_int_equal(kr_reduce_text(&out, &w->arena, r, kr_str_z(text)), KR_OK);
    if (!kr_str_is(out, left)) print_error("%s: %.*s\n", text, (int)out.len, out.ptr);
    assert_true(kr_str_is(out, left));
}

static void test_texts(void **state) {
    world w;
    (void)state;
    start(&w);
    kr_reduce *r = reduce_of(&w, w.corrie);
    becomes(&w, r, "Corrie", "C.");
    becomes(&w, r, "met CORRIE, en Corries kat", "met C., en C.s kat");
    becomes(&w, r, "c\xc3\xb3rrie", "C.");                         /* however it is written */
    becomes(&w, r, "Coor en Cor", "Coor en Cor");                  /* not who it is */
    becomes(&w, r, "de dam bij Amsterdam", "de D. bij Amsterdam"); /* words begin with it, or not */
    becomes(&w, r, "van alles", "van alles");
    becomes(&w, r, "", "");
    becomes(&w, r, "\xff\xfe Corrie\xff", "\xff\xfe C.\xff"); /* broken text as well */
    r = reduce_of(&w, w.joop);
    becomes(&w, r, "Jo, Jos en jo", "J., Jos en J."); /* two letters: only as a word */
    kr_arena_dispose(&w.arena);
}

static void test_find(void **state) {
    world w;
    kr_reduce_found *found;
    size_t n;
    (void)state;
    start(&w);
    kr_draft d = begin(&w);
    kr_draft_text(&d, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_story, KR_STR("Naast Corrie"));
    kr_draft_text(&d, KR_KIND_person, w.corrie, KR_F_person_remark, KR_STR("Corrie zelf"));
    kr_draft_text(&d, KR_KIND_person, w.joop, KR_F_person_remark, KR_STR("broer van Corrie"));
    kr_draft_text(&d, KR_KIND_person, w.joop, KR_F_person_photo, KR_STR("Dam+/Corrie/abc"));
    end(&w, &d);
    assert_int_equal(kr_reduce_find(&found, &n, &w.arena, reduce_of(&w, w.corrie), &w.circle), KR_OK);
    assert_int_equal(n, 2); /* not their own, no picture, and not the surname of another */
    assert_true(found[0].kind == KR_KIND_circle && kr_str_is(found[0].left, "Naast C."));
    assert_true(found[1].record == w.joop && kr_str_is(found[1].left, "broer van C."));
    kr_arena_dispose(&w.arena);
}

/* Every field of the schema is kept or dropped on purpose: of a person no text but initials, no number. */
static void test_every_field(void **state) {
    world w;
    size_t count;
    (void)state;
    start(&w);
    kr_reduce *r = reduce_of(&w, w.corrie);
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind != KR_KIND_person) continue;
        kr_assignment a = {.record = w.corrie,
                           .kind = KR_KIND_person,
                           .field = fields[i].number,
                           .op = KR_OP_SET,
                           .type = (uint8_t)fields[i].type,
                           .value = {.text = KR_STR("Xanthippe Q"), .number = 1, .set = 2, .ref = 3}};
        kr_change out, in = {.seq = 1, .assignments = &a, .count = 1};
        assert_int_equal(kr_reduce_change(&out, &w.arena, r, &in), KR_OK);
        for (size_t k = 0; k < out.count; k++) {
            assert_true(out.assignments[k].type != KR_NUMBER);
            assert_true(
                out.assignments[k].type != KR_TEXT ||
                (fields[i].number == KR_F_person_name && kr_str_is(out.assignments[k].value.text, "X.Q.")));
        }
        bool health = fields[i].number == KR_F_person_condition || fields[i].number == KR_F_person_mark ||
                      fields[i].number == KR_F_person_orientation;
        if (health) assert_int_equal(out.count, 0);
    }
    kr_arena_dispose(&w.arena);
}

/* A wish, an event, a step, a talent and a sheet marked as the owner's alone are not there for a guest who
 * may see everything, nor is what hangs on them. */
static void test_private_records(void **state) {
    world w;
    kr_view view;
    kr_error error = {0};
    (void)state;
    start(&w);
    kr_draft d = begin(&w);
    static const struct {
        uint16_t kind, words, mark;
    } of[] = {{KR_KIND_wish, KR_F_wish_words, KR_F_wish_private_mark},
              {KR_KIND_event, KR_F_event_what, KR_F_event_private_mark},
              {KR_KIND_action, KR_F_action_what, KR_F_action_private_mark},
              {KR_KIND_talent, KR_F_talent_words, KR_F_talent_private_mark},
              {KR_KIND_sheet, KR_F_sheet_title, KR_F_sheet_private_mark}};
    kr_id marked[5], open[5];
    for (size_t i = 0; i < KR_COUNT(of); i++) {
        marked[i] = kr_draft_new_id(&d);
        open[i] = kr_draft_new_id(&d);
        kr_draft_text(&d, (kr_kind)of[i].kind, marked[i], of[i].words, KR_STR("Geheim"));
        kr_draft_number(&d, (kr_kind)of[i].kind, marked[i], of[i].mark, KR_yesno_yes);
        kr_draft_text(&d, (kr_kind)of[i].kind, open[i], of[i].words, KR_STR("Open"));
    }
    kr_id part = kr_draft_new_id(&d), there = kr_draft_new_id(&d);
    kr_draft_ref(&d, KR_KIND_sheet_part, part, KR_F_sheet_part_sheet, marked[4]);
    kr_draft_text(&d, KR_KIND_sheet_part, part, KR_F_sheet_part_words, KR_STR("Geheim"));
    kr_draft_ref(&d, KR_KIND_presence, there, KR_F_presence_event, marked[1]);
    kr_draft_ref(&d, KR_KIND_presence, there, KR_F_presence_person, w.joop);
    end(&w, &d);
    kr_share share = {.guest = 9, .owner = 7, .self_too = true};
    for (unsigned p = 0; p < KR_PARTS; p++) share.rights[p] = KR_RIGHT_EDIT;
    assert_int_equal(kr_view_shared(&view, &w.arena, &w.circle, &share, 0, &error), KR_OK);
    for (size_t i = 0; i < KR_COUNT(of); i++) {
        kr_kind kind;
        assert_null(kr_circle_record_of(view.circle, marked[i], &kind));
        assert_non_null(kr_circle_record_of(view.circle, open[i], &kind));
    }
    kr_kind kind;
    assert_null(kr_circle_record_of(view.circle, part, &kind));
    assert_null(kr_circle_record_of(view.circle, there, &kind));
    for (size_t c = 0; c < view.circle->n_changes; c++)
        for (size_t i = 0; i < view.circle->changes[c].count; i++)
            assert_false(kr_str_is(view.circle->changes[c].assignments[i].value.text, "Geheim"));
    assert_int_equal(kr_view_make(&view, &w.arena, &w.circle, KR_VIEWER_LIFE, 0, &error), KR_OK);
    assert_null(kr_circle_record_of(view.circle, marked[1], &kind));
    assert_non_null(kr_circle_record_of(view.circle, open[1], &kind));
    kr_arena_dispose(&w.arena);
}

/* Who would rather not be on the map is named by no observation or suggestion. */
static void test_who_objects(void **state) {
    world w;
    kr_view view;
    kr_network net;
    kr_error error = {0};
    (void)state;
    start(&w);
    kr_draft d = begin(&w);
    kr_draft_number(&d, KR_KIND_person, w.corrie, KR_F_person_knows, KR_knows_objects);
    end(&w, &d);
    assert_int_equal(kr_view_make(&view, &w.arena, &w.circle, KR_VIEWER_OWNER, 0, &error), KR_OK);
    assert_int_equal(kr_network_make(&net, &w.arena, &view), KR_OK);
    for (size_t i = 0; i < net.n; i++)
        assert_int_equal(kr_see_nameable(&net.alters[i]), net.alters[i].person->id != w.corrie);
    /* nor is anybody else shown them, in whatever is shared */
    kr_share share = {.guest = 9, .owner = 7, .self_too = true};
    for (unsigned p = 0; p < KR_PARTS; p++) share.rights[p] = KR_RIGHT_EDIT;
    assert_int_equal(kr_view_shared(&view, &w.arena, &w.circle, &share, 0, &error), KR_OK);
    assert_null(kr_circle_person(view.circle, w.corrie));
    assert_non_null(kr_circle_person(view.circle, w.joop));
    kr_arena_dispose(&w.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts), cmocka_unit_test(test_find), cmocka_unit_test(test_every_field),
        cmocka_unit_test(test_private_records), cmocka_unit_test(test_who_objects)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
