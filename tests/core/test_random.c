/* Properties that hold for any circle: thousands of random changes, each followed by every invariant; the
 * binary form gives back what was put in; a stranger's view holds no name; memory may run out at any
 * allocation. */
#include "core_help.h"

#include <stdlib.h>

#include "core/utf8.h"

static const char *const some_names[] = {
    "Sanne Jansen", "Corrie van Dam", "Yusuf Özdemir", "de mevrouw van 14", "Émile",
    "Wim",          "Moes",           "Buurtbus"};

/* A random field of a random record gets a random value; often nonsense, which must be refused. */
static void random_step(grow *g, kr_draft *draft) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    const kr_field *f = &fields[grow_random(g) % count];
    kr_network n = grow_network(g);
    if (n.n == 0) return;
    const kr_alter *alter = &n.alters[grow_random(g) % n.n];
    kr_id record = f->kind == KR_KIND_circle ? KR_CIRCLE_RECORD
                   : f->kind == KR_KIND_tie  ? (alter->tie ? alter->tie->id : 0)
                                             : alter->person->id;
    bool own_kind = f->kind == KR_KIND_circle || f->kind == KR_KIND_tie || f->kind == KR_KIND_person;
    if (!record || !own_kind || f->type == KR_REF || kr_str_is(kr_str_z(f->name), "gone")) return;
    int64_t value = (int64_t)(grow_random(g) % 9);
    if (f->type == KR_TEXT)
        kr_draft_text(draft, f->kind, record, f->number, kr_str_z(some_names[value % 8]));
    else if (f->type == KR_SET)
        kr_draft_set(draft, f->kind, record, f->number, (uint32_t)(grow_random(g) % 64) << 1);
    else
        kr_draft_number(draft, f->kind, record, f->number,
                        f->type == KR_DATE ? 19980000 + value * 100 : value);
}

static void random_change(grow *g) {
    kr_draft draft;
    size_t kept;
    kr_network n = grow_network(g);
    kr_id a = n.n ? n.alters[grow_random(g) % n.n].person->id : 0,
          b = n.n ? n.alters[grow_random(g) % n.n].person->id : 0;
    grow_draft(g, &draft, KR_ACT_SAY);
    switch (grow_random(g) % 12) {
    case 0:
        kr_draft_contact(&draft, kr_str_z(some_names[grow_random(g) % 8]), 0);
        break;
    case 1:
        kr_draft_acquainted(&draft, a, b, (uint8_t)(grow_random(g) % 3));
        break;
    case 2:
        kr_draft_merge(&draft, a, b);
        break;
    case 3:
        kr_draft_bin(&draft, a);
        break;
    case 4:
        kr_draft_leave(&draft, a);
        break;
    case 5:
    case 6:
        kr_draft_undo(&draft, 1 + grow_random(g) % g->n, &kept);
        break;
    case 7:
        kr_draft_moment(&draft, KR_STR("een moment"), KR_NONE);
        break;
    default:
        for (int i = 0; i < 4; i++) random_step(g, &draft);
    }
    kr_error error = {0};
    kr_err err = grow_change(g, &draft, &error);
    bool fine = err == KR_OK || err == KR_E_INVALID || err == KR_E_NOT_FOUND || err == KR_E_CONFLICT;
    if (!fine) fail_msg("%s %s %s", error.key, error.field, error.detail);
}

static void every_invariant_holds(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        grow g;
        kr_id ids[8];
        grow_begin(&g, NULL);
        g.seed = seed;
        grow_people(&g, "Annie de Groot", some_names, ids, 8);
        for (int i = 0; i < 300; i++) random_change(&g);
        assert_true(g.n > 100);
        grow_end(&g);
    }
}

static bool same_circle(const kr_circle *a, const kr_circle *b) {
    if (a->n_persons != b->n_persons || a->n_ties != b->n_ties || a->n_moments != b->n_moments) return false;
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < a->n_persons + a->n_ties; i++) {
        bool person = i < a->n_persons;
        const void *x = person ? (const void *)&a->persons[i] : &a->ties[i - a->n_persons];
        const void *y = person ? (const void *)&b->persons[i] : &b->ties[i - a->n_persons];
        for (size_t f = 0; f < count; f++) {
            if (fields[f].kind != (person ? KR_KIND_person : KR_KIND_tie)) continue;
            kr_assignment v = kr_record_get(x, fields[f].kind, &fields[f]),
                          w = kr_record_get(y, fields[f].kind, &fields[f]);
            bool text = fields[f].type == KR_TEXT;
            if (v.record != w.record || v.op != w.op) return false;
            if (text ? !kr_str_eq(v.value.text, w.value.text) : v.value.number != w.value.number)
                return false;
            if (v.value.set != w.value.set || v.value.ref != w.value.ref) return false;
        }
    }
    return true;
}

static void binary_form_is_lossless(void **state) {
    (void)state;
    grow g;
    kr_id ids[8];
    grow_begin(&g, NULL);
    grow_people(&g, "Annie de Groot", some_names, ids, 8);
    for (int i = 0; i < 200; i++) random_change(&g);
    kr_buf buf;
    kr_str bytes, again;
    kr_buf_init(&buf, &g.arena, 1 << 24);
    kr_changes_encode(&buf, g.changes, g.n);
    assert_int_equal(kr_buf_end(&buf, &bytes), KR_OK);
    kr_change *back;
    size_t count;
    kr_circle circle;
    assert_int_equal(kr_changes_decode(&back, &count, &g.arena, bytes, NULL), KR_OK);
    assert_int_equal(count, g.n);
    assert_int_equal(kr_circle_fold(&circle, &g.arena, back, count, NULL), KR_OK);
    assert_true(same_circle(&circle, &g.circle));
    kr_buf_init(&buf, &g.arena, 1 << 24);
    kr_changes_encode(&buf, back, count);
    assert_int_equal(kr_buf_end(&buf, &again), KR_OK);
    assert_true(kr_str_eq(bytes, again));
    /* Every shortening and many flips give an error or another circle, never a crash. */
    for (size_t cut = 0; cut < bytes.len; cut += 7)
        assert_int_not_equal(kr_changes_decode(&back, &count, &g.arena, kr_str_n(bytes.ptr, cut), NULL),
                             KR_OK);
    char *flipped = malloc(bytes.len);
    assert_non_null(flipped);
    for (size_t i = 0; i < bytes.len; i += 11) {
        memcpy(flipped, bytes.ptr, bytes.len);
        flipped[i] = (char)(flipped[i] ^ (1 << i % 8));
        kr_arena scratch;
        kr_arena_init(&scratch, kr_heap(), 1 << 26);
        if (kr_changes_decode(&back, &count, &scratch, kr_str_n(flipped, bytes.len), NULL) == KR_OK &&
            kr_circle_fold(&circle, &scratch, back, count, NULL) == KR_OK)
            (void)!kr_circle_check(&circle, NULL);
        kr_arena_dispose(&scratch);
    }
    free(flipped);
    grow_end(&g);
}

/* What a newer program wrote is kept, byte for byte, and does not disturb. */
static void newer_fields_survive(void **state) {
    (void)state;
    grow g;
    kr_id ids[8];
    grow_begin(&g, NULL);
    grow_people(&g, "Annie", some_names, ids, 8);
    kr_assignment newer[] = {
        {.record = ids[0],
         .kind = KR_KIND_person,
         .field = 60,
         .op = KR_OP_SET,
         .type = KR_TEXT,
         .value = {.text = KR_STR("later")}},
        {.record = 999,
         .kind = 4000,
         .field = 9,
         .op = KR_OP_SET,
         .type = KR_NUMBER,
         .value = {.number = -5}},
    };
    kr_change change = g.changes[g.n - 1];
    change.assignments = newer;
    change.count = 2;
    kr_buf buf;
    kr_str bytes;
    kr_change back;
    kr_circle circle;
    kr_buf_init(&buf, &g.arena, 1 << 16);
    kr_change_encode(&buf, &change);
    assert_int_equal(kr_buf_end(&buf, &bytes), KR_OK);
    assert_int_equal(kr_change_decode(&back, &g.arena, bytes, NULL), KR_OK);
    assert_int_equal(back.count, 2);
    assert_int_equal(back.assignments[1].kind, 4000);
    assert_int_equal(back.assignments[1].value.number, -5);
    assert_int_equal(kr_circle_fold(&circle, &g.arena, &back, 1, NULL), KR_OK);
    grow_end(&g);
}

static bool holds(kr_str text, const char *needle) {
    return kr_str_find(text, kr_str_z(needle)) != SIZE_MAX;
}

static void initials_hold_no_name(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        grow g;
        kr_id ids[8];
        grow_begin(&g, NULL);
        g.seed = seed;
        grow_people(&g, "Annie de Groot", some_names, ids, 8);
        for (int i = 0; i < 200; i++) random_change(&g);
        kr_draft draft;
        kr_network n = grow_network(&g);
        if (n.n && n.alters[0].tie) {
            grow_draft(&g, &draft, KR_ACT_SAY);
            kr_draft_number(&draft, KR_KIND_tie, n.alters[0].tie->id, KR_F_tie_private_mark, KR_yesno_yes);
            (void)!grow_change(&g, &draft, NULL);
        }
        for (uint64_t upto = 0; upto <= g.n; upto += 37) {
            kr_view view;
            kr_buf buf;
            kr_str bytes;
            assert_int_equal(kr_view_make(&view, &g.arena, &g.circle, KR_VIEWER_INITIALS, upto, NULL), KR_OK);
            kr_buf_init(&buf, &g.arena, 1 << 24);
            kr_changes_encode(&buf, view.circle->changes, view.circle->n_changes);
            assert_int_equal(kr_buf_end(&buf, &bytes), KR_OK);
            static const char *const secrets[] = {"Annie",  "Groot", "Sanne",    "Jansen",
                                                  "Corrie", "Yusuf", "mevrouw",  "Émile",
                                                  "Wim",    "Moes",  "Buurtbus", "moment"};
            for (size_t i = 0; i < KR_COUNT(secrets); i++) assert_false(holds(bytes, secrets[i]));
            for (size_t i = 0; i < view.circle->n_persons; i++) {
                const kr_tie *t =
                    kr_circle_tie_between(&g.circle, g.circle.self.ego, view.circle->persons[i].id);
                assert_false(t && t->private_mark == KR_yesno_yes);
            }
        }
        grow_end(&g);
    }
}

/* -- memory runs out
 * --------------------------------------------------------------------------------------------------- */

typedef struct failing {
    long left;
    long live;
} failing;

static void *failing_alloc(void *context, size_t size) {
    failing *f = context;
    if (f->left-- <= 0) return NULL;
    f->live++;
    return malloc(size);
}

static void failing_release(void *context, void *ptr) {
    ((failing *)context)->live -= ptr != NULL;
    free(ptr);
}

/* A whole life in one arena: name, say, merge, undo, view, compare, observe. Returns the first error. */
static kr_err one_life(grow *g) {
    kr_draft draft;
    kr_id ids[8] = {0};
    size_t kept, count;
    kr_err err;
    grow_draft(g, &draft, KR_ACT_BEGIN);
    kr_draft_ego(&draft, KR_STR("Annie"));
    if ((err = grow_change(g, &draft, NULL)) != KR_OK) return err;
    grow_draft(g, &draft, KR_ACT_NAME);
    for (int i = 0; i < 8; i++) ids[i] = kr_draft_contact(&draft, kr_str_z(some_names[i]), 0);
    for (int i = 1; i < 8; i++) kr_draft_acquainted(&draft, ids[0], ids[i], KR_yesno_yes);
    if ((err = grow_change(g, &draft, NULL)) != KR_OK) return err;
    grow_draft(g, &draft, KR_ACT_MERGE);
    kr_draft_merge(&draft, ids[0], ids[1]);
    if ((err = grow_change(g, &draft, NULL)) != KR_OK) return err;
    grow_draft(g, &draft, KR_ACT_UNDO);
    kr_draft_undo(&draft, g->n, &kept);
    if ((err = grow_change(g, &draft, NULL)) != KR_OK) return err;
    kr_view past, now;
    kr_network network;
    kr_difference *differences;
    kr_observation *seen;
    if ((err = kr_view_make(&past, &g->arena, &g->circle, KR_VIEWER_INITIALS, 2, NULL)) != KR_OK) return err;
    if ((err = kr_view_make(&now, &g->arena, &g->circle, KR_VIEWER_OWNER, 0, NULL)) != KR_OK) return err;
    if ((err = kr_view_compare(&differences, &count, &g->arena, &past, &now)) != KR_OK) return err;
    if ((err = kr_network_make(&network, &g->arena, &now)) != KR_OK) return err;
    return kr_observe(&seen, &count, &g->arena, &network, 20261121, 12);
}

static void memory_may_run_out_anywhere(void **state) {
    (void)state;
    long nth = 0;
    for (kr_err err = KR_E_MEMORY; err != KR_OK; nth++) {
        failing f = {nth, 0};
        kr_allocator allocator = {failing_alloc, failing_release, &f};
        grow g;
        grow_begin(&g, &allocator);
        /* Small blocks, so that there are many allocations to fail. */
        g.arena.next_block = 64;
        err = one_life(&g);
        assert_true(err == KR_OK || err == KR_E_MEMORY);
        grow_end(&g);
        assert_int_equal(f.live, 0);
        assert_true(nth < 5000);
    }
    assert_true(nth > 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_invariant_holds),       cmocka_unit_test(binary_form_is_lossless),
        cmocka_unit_test(newer_fields_survive),        cmocka_unit_test(initials_hold_no_name),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
