/* Tables and maps of measures: failing memory at every allocation, wrong maps, bytes that come one at a time.
 */
#include "../format/format_help.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/case.h"

static const char map_text[] =
    "columns: {strength: close}\n"
    "scores: {weight: {none: 0, good: 1}, close: {far: 1/5, near: 1}}\n"
    "shares: {prop_near: {column: close, values: [near], count: near}}\n"
    "support: {functions: {affective: [talk], material: help}, conflict: talk}\n"
    "attributes:\n"
    "  sex: {categories: [woman, man], ego: sex, reference: {woman: 0.5}, ties: yes}\n"
    "  age: {type: numeric, ego: age}\n";
static const char *const tables_text[KR_CASE_TABLES] = {
    "ego_id,sex,age\n1,woman,40\n",
    ("ego_id,alter_id,sex,age,close,talk,help\n1,2,woman,30,near,yes,no\n1,10,man,,far,no,yes\n1,1,\xE9,50,"
     "near,no,no\n"),
    "ego_id,from,to,weight\n1,1,2,good\n1,10,2,good\n1,2,10,none\n",
};

typedef struct part {
    const char *rest;
    size_t step;
} part;

static kr_err more(void *context, char *into, size_t most, size_t *got, kr_error *error) {
    part *p = context;
    size_t len = strlen(p->rest);
    (void)error;
    *got = len < p->step ? len : p->step;
    if (*got > most) *got = most;
    memcpy(into, p->rest, *got);
    p->rest += *got;
    return KR_OK;
}

static kr_err take(kr_case_row *rows, size_t *n, kr_arena *arena, kr_table *table, const kr_case_plan *plan,
                   unsigned which) {
    bool there = true;
    *n = 0;
    for (;;) {
        kr_err err = kr_table_next(table, &there, NULL);
        if (err != KR_OK || !there) return err;
        kr_str *cells = kr_new_n(arena, kr_str, plan->n_columns[which]);
        if (!cells) return KR_E_MEMORY;
        for (size_t i = 0; i < plan->n_columns[which]; i++) {
            cells[i] = kr_arena_copy(arena, table->cells[plan->columns[which][i]]);
            if (!cells[i].ptr) return KR_E_MEMORY;
        }
        rows[(*n)++] = (kr_case_row){cells, table->line};
    }
}

static kr_err put(kr_buf *out, kr_arena *arena, kr_table tables[KR_CASE_TABLES], const kr_case_map *map,
                  kr_case_layout layout, kr_error *error) {
    kr_case_options options = {.layout = layout};
    const kr_table *heads[KR_CASE_TABLES] = {&tables[0], &tables[1], &tables[2]};
    kr_case_row rows[KR_CASE_TABLES][8];
    size_t n[KR_CASE_TABLES];
    kr_case_plan plan;
    kr_case_table where;
    kr_case_faults faults = {.unknown_ties = 0};
    kr_err err = kr_case_plan_make(&plan, arena, map, &options, heads, &where, error);
    for (unsigned i = 0; i < KR_CASE_TABLES && err == KR_OK; i++)
        err = take(rows[i], &n[i], arena, &tables[i], &plan, i);
    if (err != KR_OK) return err;
    kr_case ego = {rows[0][0], rows[1], rows[2], n[1], n[2]};
    kr_case_put_head(out, &plan);
    return kr_case_put(out, &plan, arena, &ego, &faults, &where, error);
}

static kr_err whole_way(kr_str *text, kr_arena *arena, kr_case_layout layout, size_t step, kr_error *error) {
    kr_case_map *map;
    kr_table tables[KR_CASE_TABLES];
    part parts[KR_CASE_TABLES];
    kr_buf out;
    unsigned open = 0;
    kr_buf_init(&out, arena, 1u << 20);
    kr_err err = kr_case_map_read(&map, arena, kr_str_z(map_text), error);
    while (err == KR_OK && open < KR_CASE_TABLES) {
        parts[open] = (part){tables_text[open], step};
        err = kr_table_begin(&tables[open], arena, more, &parts[open], error);
        open += err == KR_OK;
    }
    if (err == KR_OK) err = put(&out, arena, tables, map, layout, error);
    while (open-- > 0) kr_table_end(&tables[open]);
    return err == KR_OK ? kr_buf_end(&out, text) : err;
}

static void a_few_bytes_at_a_time(void **state) {
    (void)state;
    for (unsigned layout = KR_CASE_STRUCTURE; layout <= KR_CASE_SUPPORT; layout++) {
        kr_arena arena;
        kr_error error;
        kr_str want, have;
        kr_arena_init(&arena, kr_heap(), (size_t)1 << 30);
        assert_int_equal(whole_way(&want, &arena, (kr_case_layout)layout, 1 << 20, &error), KR_OK);
        assert_true(want.len > 40);
        for (size_t step = 1; step < 40; step += 3) {
            assert_int_equal(whole_way(&have, &arena, (kr_case_layout)layout, step, &error), KR_OK);
            assert_true(kr_str_eq(have, want));
        }
        kr_arena_dispose(&arena);
    }
}

typedef struct meagre {
    size_t count, fail_at, alive;
} meagre;

static void *meagre_alloc(void *context, size_t size) {
    meagre *m = context;
    if (++m->count == m->fail_at) return NULL;
    m->alive++;
    return malloc(size);
}

static void meagre_release(void *context, void *ptr) {
    meagre *m = context;
    m->alive -= ptr != NULL;
    free(ptr);
}

static void memory_runs_out(void **state) {
    (void)state;
    for (unsigned layout = KR_CASE_STRUCTURE; layout <= KR_CASE_SUPPORT; layout++) {
        for (size_t fail_at = 1;; fail_at++) {
            meagre m = {0, fail_at, 0};
            kr_allocator allocator = {meagre_alloc, meagre_release, &m};
            kr_arena arena;
            kr_error error;
            kr_str text;
            kr_arena_init(&arena, &allocator, (size_t)1 << 30);
            kr_err err = whole_way(&text, &arena, (kr_case_layout)layout, 4096, &error);
            kr_arena_dispose(&arena);
            assert_int_equal(m.alive, 0);
            if (m.count < fail_at) {
                assert_int_equal(err, KR_OK);
                assert_true(fail_at > 3);
                break;
            }
            assert_int_equal(err, KR_E_MEMORY);
        }
        /* And within a block, with room for three tables at most. */
        for (size_t limit = 1;; limit += limit < 4000 ? 61 : limit / 3) {
            kr_arena arena;
            kr_error error;
            kr_str text;
            kr_arena_init(&arena, kr_heap(), limit);
            kr_err err = whole_way(&text, &arena, (kr_case_layout)layout, 4096, &error);
            kr_arena_dispose(&arena);
            if (err == KR_OK) break;
            assert_true(err == KR_E_MEMORY);
        }
    }
}

/* Every tests/reject/NAME.map is refused with the key and line that stand beside it. */
static void wrong_maps(void **state) {
    (void)state;
    DIR *folder = opendir("tests/reject");
    size_t seen = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[512], have[96];
        help h;
        kr_case_map *map = NULL;
        if (!kr_str_ends(kr_str_z(entry->d_name), KR_STR(".map"))) continue;
        help_begin(&h, NULL);
        (void)snprintf(path, sizeof path, "tests/reject/%s", entry->d_name);
        kr_str bytes = help_read(path);
        (void)snprintf(path, sizeof path, "tests/reject/%s.expected", entry->d_name);
        kr_str want = help_read(path);
        assert_true(bytes.ptr && want.ptr);
        assert_int_not_equal(kr_case_map_read(&map, &h.arena, bytes, &h.error), KR_OK);
        (void)snprintf(have, sizeof have, "%s %u", h.error.key, h.error.line);
        if (!kr_str_is(kr_str_trim(want), have)) print_message("%s: %s\n", entry->d_name, have);
        assert_true(kr_str_is(kr_str_trim(want), have) && !map);
        free((void *)(uintptr_t)bytes.ptr);
        free((void *)(uintptr_t)want.ptr);
        help_end(&h);
        seen++;
    }
    (void)closedir(folder);
    assert_true(seen >= 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_few_bytes_at_a_time),
                                       cmocka_unit_test(memory_runs_out), cmocka_unit_test(wrong_maps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
