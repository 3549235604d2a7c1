/* Three tables and a map, with a line of dashes between them: one ego measured in each layout. The bytes come
 * a few at a time, as from a pipe. */
#include "format/case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MEMORY ((size_t)256 << 20)
#define ROWS   400

typedef struct part {
    kr_str rest;
    size_t step;
} part;

static kr_err more(void *context, char *into, size_t most, size_t *got, kr_error *error) {
    part *p = context;
    (void)error;
    *got = p->rest.len < p->step ? p->rest.len : p->step;
    if (*got > most) *got = most;
    if (*got) memcpy(into, p->rest.ptr, *got);
    p->rest = kr_str_n(p->rest.ptr + *got, p->rest.len - *got);
    return KR_OK;
}

/* Up to a line of three dashes. */
static kr_str next_part(kr_str *rest) {
    size_t at = kr_str_find(*rest, KR_STR("\n---\n"));
    kr_str head = at == SIZE_MAX ? *rest : kr_str_n(rest->ptr, at + 1);
    *rest = at == SIZE_MAX ? KR_NONE : kr_str_n(rest->ptr + at + 5, rest->len - at - 5);
    return head;
}

/* The wanted cells of at most ROWS rows. */
static size_t take(kr_case_row *rows, kr_arena *arena, kr_table *table, const kr_case_plan *plan,
                   unsigned which) {
    size_t n = 0;
    bool there = true;
    while (n < ROWS && kr_table_next(table, &there, NULL) == KR_OK && there) {
        kr_str *cells = kr_new_n(arena, kr_str, plan->n_columns[which]);
        if (!cells) return n;
        for (size_t i = 0; i < plan->n_columns[which]; i++) {
            cells[i] = kr_arena_copy(arena, table->cells[plan->columns[which][i]]);
            if (!cells[i].ptr) return n;
        }
        rows[n++] = (kr_case_row){cells, table->line};
    }
    return n;
}

static void measure(kr_arena *arena, const kr_case_plan *plan, kr_table tables[KR_CASE_TABLES]) {
    static kr_case_row rows[KR_CASE_TABLES][ROWS];
    kr_case ego = {.n_alters = 0};
    kr_case_faults faults = {.unknown_ties = 0};
    kr_case_table where;
    kr_buf out;
    kr_str text;
    if (!take(rows[0], arena, &tables[0], plan, 0)) return;
    ego.ego = rows[0][0];
    ego.alters = rows[1];
    ego.n_alters = take(rows[1], arena, &tables[1], plan, 1);
    ego.ties = rows[2];
    ego.n_ties = take(rows[2], arena, &tables[2], plan, 2);
    kr_buf_init(&out, arena, (size_t)16 << 20);
    kr_case_put_head(&out, plan);
    if (kr_case_put(&out, plan, arena, &ego, &faults, &where, NULL) != KR_OK) return;
    if (kr_buf_end(&out, &text) != KR_OK) return;
    if (kr_str_find(text, KR_STR("nan")) != SIZE_MAX && ego.n_alters == 0 && !plan->map) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (unsigned layout = KR_CASE_STRUCTURE; layout <= KR_CASE_SUPPORT; layout++) {
        kr_str rest = kr_str_n((const char *)data, size);
        kr_arena arena;
        kr_table tables[KR_CASE_TABLES];
        part parts[KR_CASE_TABLES];
        const kr_table *heads[KR_CASE_TABLES];
        kr_case_map *map = NULL;
        kr_case_plan plan;
        kr_case_table where;
        kr_case_options options = {.layout = (kr_case_layout)layout};
        unsigned open = 0;
        kr_arena_init(&arena, kr_heap(), MEMORY);
        for (; open < KR_CASE_TABLES; open++) {
            parts[open] = (part){next_part(&rest), 1 + size % 97 * (open + 1)};
            if (kr_table_begin(&tables[open], &arena, more, &parts[open], NULL) != KR_OK) break;
            heads[open] = &tables[open];
        }
        bool mapped = rest.len && kr_case_map_read(&map, &arena, rest, NULL) == KR_OK;
        if (open == KR_CASE_TABLES &&
            kr_case_plan_make(&plan, &arena, mapped ? map : NULL, &options, heads, &where, NULL) == KR_OK)
            measure(&arena, &plan, tables);
        while (open-- > 0) kr_table_end(&tables[open]);
        kr_arena_dispose(&arena);
    }
    return 0;
}
