/* Three tables, brought together by the marks of their egos; one ego is in memory at a time. */
#include "cli/measure.h"

#define TELL_EVERY 100000u
#define MOST_BYTES ((size_t)1 << 30)

typedef struct egor {
    cli *c;
    measure_source sources[KR_CASE_TABLES];
    kr_case_plan plan;
    kr_case_faults faults;
    uint64_t egos, strays; /* strays: rows of egos that are not in the first table */
    kr_arena arena;        /* of one ego */
    const char *map_path;
    kr_case_table where; /* which table an error is about */
} egor;

/* Rows of the ego at hand, copied. */
typedef struct rows {
    kr_case_row *all;
    size_t n, cap;
} rows;

static kr_err memory(kr_error *error) {
    return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

static kr_err copy_row(kr_case_row *out, kr_arena *arena, const measure_row *row, kr_error *error) {
    size_t len = 0;
    for (size_t i = 0; i < row->n; i++) len += row->cells[i].len;
    kr_str *cells = kr_arena_alloc(arena, row->n * sizeof *cells + len);
    if (!cells) return memory(error);
    char *text = (char *)(cells + row->n);
    for (size_t i = 0; i < row->n; i++) {
        cells[i] = kr_str_n(text, row->cells[i].len);
        if (row->cells[i].len) memcpy(text, row->cells[i].ptr, row->cells[i].len);
        text += row->cells[i].len;
    }
    *out = (kr_case_row){cells, row->line};
    return KR_OK;
}

static kr_err add_row(rows *r, kr_arena *arena, const measure_row *row, size_t most, kr_error *error) {
    if (r->n >= most) return kr_fail_at(error, KR_E_LIMIT, "format.error.table_alters", "", row->line, 0);
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 64;
        kr_case_row *all = kr_new_n(arena, kr_case_row, cap);
        if (!all) return memory(error);
        if (r->n) memcpy(all, r->all, r->n * sizeof *all);
        r->all = all;
        r->cap = cap;
    }
    kr_err err = copy_row(&r->all[r->n], arena, row, error);
    r->n += err == KR_OK;
    return err;
}

/* The rows of this ego; those of egos that are not there are passed over and counted. */
static kr_err gather(egor *e, kr_case_table table, kr_str ego, rows *out, kr_error *error) {
    measure_source *s = &e->sources[table];
    size_t most = table == KR_CASE_ALTERS ? KR_CASE_MOST_ALTERS : KR_CASE_MOST_TIES;
    e->where = table;
    while (s->there) {
        int order = kr_mark_cmp(kr_str_trim(s->row.cells[0]), ego);
        if (order > 0) return KR_OK;
        kr_err err = order == 0 ? add_row(out, &e->arena, &s->row, most, error) : KR_OK;
        e->strays += order < 0;
        if (err == KR_OK) err = measure_source_next(s, error);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

static kr_err one_ego(egor *e, kr_error *error) {
    measure_source *egos = &e->sources[KR_CASE_EGOS];
    rows alters = {0}, ties = {0};
    kr_case ego = {0};
    kr_buf out;
    kr_str text;
    e->where = KR_CASE_EGOS;
    kr_err err = copy_row(&ego.ego, &e->arena, &egos->row, error);
    if (err != KR_OK) return err;
    kr_str mark = kr_str_trim(ego.ego.cells[0]);
    err = measure_source_next(egos, error);
    if (err == KR_OK && egos->there && kr_str_eq(kr_str_trim(egos->row.cells[0]), mark))
        err = kr_fail_at(error, KR_E_EXISTS, "format.error.table_ego_twice", NULL, egos->row.line,
                         (uint32_t)egos->columns[0] + 1);
    if (err == KR_OK) err = gather(e, KR_CASE_ALTERS, mark, &alters, error);
    if (err == KR_OK) err = gather(e, KR_CASE_TIES, mark, &ties, error);
    if (err != KR_OK) return err;
    ego.alters = alters.all;
    ego.n_alters = alters.n;
    ego.ties = ties.all;
    ego.n_ties = ties.n;
    kr_buf_init(&out, &e->arena, MOST_BYTES);
    err = kr_case_put(&out, &e->plan, &e->arena, &ego, &e->faults, &e->where, error);
    if (err != KR_OK) return err;
    e->where = KR_CASE_TABLES;
    if (kr_buf_end(&out, &text) != KR_OK) return memory(error);
    if (fwrite(text.ptr, 1, text.len, stdout) != text.len)
        return kr_fail(error, KR_E_IO, "cli.no_output", NULL, NULL);
    return KR_OK;
}

static void tell(cli *c, const char *key, uint64_t n) {
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)n)};
    if (n) cli_say(c, stderr, key, args, 1);
}

static void tell_faults(egor *e) {
    tell(e->c, "measure.loops", e->faults.ties.loops);
    tell(e->c, "measure.doubles", e->faults.ties.doubles);
    tell(e->c, "measure.unlisted", e->faults.ties.unlisted);
    tell(e->c, "measure.unknown_ties", e->faults.unknown_ties);
    tell(e->c, "measure.other_values", e->faults.other_values);
    tell(e->c, "measure.strays", e->strays);
}

static kr_err all_egos(egor *e, kr_error *error) {
    kr_buf head;
    kr_str text;
    kr_buf_init(&head, &e->c->arena, 1u << 20);
    kr_case_put_head(&head, &e->plan);
    if (kr_buf_end(&head, &text) != KR_OK) return memory(error);
    if (fwrite(text.ptr, 1, text.len, stdout) != text.len)
        return kr_fail(error, KR_E_IO, "cli.no_output", NULL, NULL);
    while (e->sources[KR_CASE_EGOS].there) {
        kr_err err = one_ego(e, error);
        if (err != KR_OK) return err;
        kr_arena_reset(&e->arena);
        if (++e->egos % TELL_EVERY == 0) tell(e->c, "measure.egos", e->egos);
    }
    for (size_t i = KR_CASE_ALTERS; i < KR_CASE_TABLES; i++) {
        measure_source *s = &e->sources[i];
        e->where = (kr_case_table)i;
        for (kr_err err; s->there; e->strays++) {
            if ((err = measure_source_next(s, error)) != KR_OK) return err;
        }
    }
    return KR_OK;
}

/* "COLUMN=VALUE" */
static bool parse_where(const char *text, kr_case_options *o) {
    kr_str whole = kr_str_z(text);
    o->where_value = kr_str_trim(kr_str_cut(whole, '=', &o->where_column));
    o->has_where = o->where_column.len > 0 && o->where_column.len < whole.len;
    return o->has_where;
}

static kr_err read_map(egor *e, const kr_case_map **out, kr_error *error) {
    kr_case_map *map;
    kr_str bytes;
    e->map_path = e->c->values[OPT_COLUMNS];
    if (!e->map_path) return KR_OK;
    kr_err err = cli_read(e->c, e->map_path, &bytes, error);
    if (err == KR_OK) err = kr_case_map_read(&map, &e->c->arena, bytes, error);
    if (err == KR_OK) *out = map;
    return err;
}

static kr_err measure(egor *e, const kr_case_options *options, kr_error *error) {
    const kr_case_map *map = NULL;
    const kr_table *tables[KR_CASE_TABLES];
    e->where = KR_CASE_TABLES;
    kr_err err = read_map(e, &map, error);
    for (size_t i = 0; i < KR_CASE_TABLES && err == KR_OK; i++) {
        e->where = (kr_case_table)i;
        err = measure_source_open(&e->sources[i], e->c, e->c->operands[i], error);
        tables[i] = &e->sources[i].table;
    }
    if (err == KR_OK) err = kr_case_plan_make(&e->plan, &e->c->arena, map, options, tables, &e->where, error);
    for (size_t i = 0; i < KR_CASE_TABLES && err == KR_OK; i++) {
        e->where = (kr_case_table)i;
        err = measure_source_begin(&e->sources[i], e->plan.columns[i], e->plan.n_columns[i], error);
    }
    return err == KR_OK ? all_egos(e, error) : err;
}

static int layout_of(cli *c, kr_case_options *o) {
    static const cli_opt layouts[] = {OPT_COMPOSITION, OPT_ALTERS, OPT_SUPPORT};
    static const kr_case_layout meant[] = {KR_CASE_COMPOSITION, KR_CASE_EACH_ALTER, KR_CASE_SUPPORT};
    size_t asked = 0;
    for (size_t i = 0; i < KR_COUNT(layouts); i++) {
        if (!cli_has(c, layouts[i])) continue;
        o->layout = meant[i];
        asked++;
    }
    if (asked > 1) return cli_misuse(c, "cli.one_of_two", "--composition, --alters, --support");
    if (cli_has(c, OPT_JSON)) return cli_misuse(c, "cli.one_of_two", "--egor, --json");
    if (cli_has(c, OPT_WHERE) && !parse_where(c->values[OPT_WHERE], o))
        return cli_misuse(c, "measure.where", c->values[OPT_WHERE]);
    if (cli_has(c, OPT_NO_TIE)) {
        o->has_no_tie = true;
        o->no_tie = kr_str_trim(kr_str_z(c->values[OPT_NO_TIE]));
    }
    size_t standard = 0;
    for (size_t i = 0; i < c->n_operands; i++) standard += strcmp(c->operands[i], "-") == 0;
    return standard > 1 ? cli_misuse(c, "measure.one_standard", NULL) : CLI_DONE;
}

int measure_egor(cli *c) {
    kr_case_options options = {.layout = KR_CASE_STRUCTURE};
    kr_error error = {0};
    egor e = {.c = c};
    if (c->n_operands != KR_CASE_TABLES) return cli_misuse(c, "measure.three_files", NULL);
    int code = layout_of(c, &options);
    if (code != CLI_DONE) return code;
    kr_arena_init(&e.arena, kr_heap(), MOST_BYTES);
    kr_err err = measure(&e, &options, &error);
    if (err == KR_OK && fflush(stdout) != 0) err = kr_fail(&error, KR_E_IO, "cli.no_output", NULL, NULL);
    if (err == KR_OK) tell_faults(&e);
    for (size_t i = 0; i < KR_CASE_TABLES; i++) measure_source_close(&e.sources[i]);
    kr_arena_dispose(&e.arena);
    if (err == KR_OK) return CLI_DONE;
    return cli_fail(c, e.where < KR_CASE_TABLES ? c->operands[e.where] : e.map_path, &error);
}
