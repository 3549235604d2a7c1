/* Which columns are needed for what was asked. */
#include "format/case_inside.h"

typedef struct planner {
    kr_case_plan *plan;
    kr_arena *arena;
    const kr_table *const *tables;
    kr_error *error;
    kr_case_table *table;
    kr_err err; /* the first failure sticks */
} planner;

static void fail(planner *p, kr_case_table table, kr_err code, const char *key, kr_str name) {
    char detail[100] = "";
    if (p->err != KR_OK) return;
    if (name.len) memcpy(detail, name.ptr, name.len < 99 ? name.len : 99);
    *p->table = table;
    p->err = kr_fail_at(p->error, code, key, detail, 1, 0);
}

/* Where the column stands among those that are kept; it is kept from now on. */
static size_t want(planner *p, kr_case_table table, kr_str name) {
    kr_case_plan *plan = p->plan;
    const kr_table *t = p->tables[table];
    size_t column = t->width;
    if (p->err != KR_OK) return SIZE_MAX;
    p->err = kr_table_column(t, name, &column, p->error);
    if (p->err != KR_OK) *p->table = table;
    if (p->err == KR_OK && column == t->width)
        fail(p, table, KR_E_NOT_FOUND, "format.error.table_column", name);
    if (p->err != KR_OK) return SIZE_MAX;
    for (size_t i = 0; i < plan->n_columns[table]; i++) {
        if (plan->columns[table][i] == column) return i;
    }
    plan->columns[table][plan->n_columns[table]] = column;
    return plan->n_columns[table]++;
}

static bool has(const planner *p, kr_case_table table, kr_str name) {
    for (size_t i = 0; i < p->tables[table]->width; i++) {
        if (kr_str_eq(p->tables[table]->heads[i], name)) return true;
    }
    return false;
}

static size_t *room(planner *p, size_t n) {
    size_t *all = p->err == KR_OK ? kr_new_n(p->arena, size_t, n) : NULL;
    if (!all && p->err == KR_OK) p->err = kr_fail(p->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return all;
}

static size_t *want_all(planner *p, const kr_words_list *columns) {
    size_t *all = room(p, columns->n);
    for (size_t i = 0; all && i < columns->n; i++) all[i] = want(p, KR_CASE_ALTERS, columns->all[i]);
    return all;
}

static void plan_structure(planner *p, const kr_case_map *map, kr_case_places *at) {
    at->shares = room(p, map->n_shares);
    for (size_t i = 0; at->shares && i < map->n_shares; i++)
        at->shares[i] = want(p, KR_CASE_ALTERS, map->shares[i].column);
    if (map->strength.len) at->strength = want(p, KR_CASE_ALTERS, map->strength);
    at->strength_scores = kr_scores_for(map, map->strength);
}

static void plan_support(planner *p, const kr_case_map *map, kr_case_places *at) {
    at->functions = p->err == KR_OK ? kr_new_n(p->arena, size_t *, map->n_functions) : NULL;
    if (!at->functions && p->err == KR_OK)
        p->err = kr_fail(p->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; p->err == KR_OK && i < map->n_functions; i++)
        at->functions[i] = want_all(p, &map->functions[i].columns);
    at->conflict = want_all(p, &map->conflict);
}

static void plan_composition(planner *p, const kr_case_map *map, kr_case_places *at) {
    at->attributes = room(p, map->n_attributes);
    at->ego_attribute = room(p, map->n_attributes);
    for (size_t i = 0; p->err == KR_OK && i < map->n_attributes; i++) {
        const kr_attribute *a = &map->attributes[i];
        at->attributes[i] = want(p, KR_CASE_ALTERS, a->column);
        at->ego_attribute[i] = a->ego.len ? want(p, KR_CASE_EGOS, a->ego) : SIZE_MAX;
    }
}

static void plan_all(planner *p, const kr_case_map *map, kr_case_places *at) {
    const kr_case_options *o = &p->plan->options;
    kr_str ego = map ? map->ego_id : KR_STR("ego_id"), weight = map ? map->weight : KR_STR("weight");
    for (size_t i = 0; i < KR_CASE_TABLES; i++) {
        (void)want(p, (kr_case_table)i, ego);
        at->comma[i] = p->tables[i]->delimiter != ',';
    }
    at->alter_id = want(p, KR_CASE_ALTERS, map ? map->alter_id : KR_STR("alter_id"));
    at->from = want(p, KR_CASE_TIES, map ? map->from : KR_STR("from"));
    at->to = want(p, KR_CASE_TIES, map ? map->to : KR_STR("to"));
    if ((map && map->valued) || o->has_no_tie || has(p, KR_CASE_TIES, weight))
        at->weight = want(p, KR_CASE_TIES, weight);
    at->weight_scores = kr_scores_for(map, weight);
    if (o->has_where) at->where = want(p, KR_CASE_ALTERS, o->where_column);
    if (!map) return;
    if (o->layout == KR_CASE_STRUCTURE) plan_structure(p, map, at);
    if (o->layout == KR_CASE_SUPPORT) plan_support(p, map, at);
    if (o->layout == KR_CASE_COMPOSITION) plan_composition(p, map, at);
}

kr_err kr_case_plan_make(kr_case_plan *out, kr_arena *arena, const kr_case_map *map,
                         const kr_case_options *options, const kr_table *tables[KR_CASE_TABLES],
                         kr_case_table *table, kr_error *error) {
    kr_case_plan plan = {.map = map, .options = *options};
    planner p = {&plan, arena, tables, error, table, KR_OK};
    plan.at = kr_new(arena, kr_case_places);
    bool enough = plan.at != NULL;
    for (size_t i = 0; i < KR_CASE_TABLES && enough; i++) {
        plan.columns[i] = kr_new_n(arena, size_t, tables[i]->width);
        enough = plan.columns[i] != NULL;
    }
    *table = KR_CASE_TABLES;
    if (!enough) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    plan.at->where = plan.at->strength = plan.at->weight = SIZE_MAX;
    plan_all(&p, map, plan.at);
    if (p.err == KR_OK) *out = plan;
    return p.err;
}
