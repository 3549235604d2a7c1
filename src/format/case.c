/* The measures of one ego from its rows. */
#include "core/num.h"
#include "format/case_inside.h"

/* One ego while it is worked on. kept: alters that count for structure and composition, by their marks. */
typedef struct work {
    const kr_case_plan *plan;
    const kr_case_places *at;
    const kr_case *rows;
    kr_arena *arena;
    kr_case_faults *faults;
    kr_case_table *table;
    kr_error *error;
    const kr_case_row **kept;
    int64_t *numbers; /* their marks, when all of them are whole numbers; else NULL */
    size_t n;
    kr_ego_net net;
    kr_ego_weight *weights;
    size_t n_weights;
} work;

static kr_err memory(const work *w) {
    return kr_fail(w->error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

/* Something about one cell. `slot`: its place among the kept columns. */
static kr_err wrong(const work *w, kr_case_table table, kr_err code, const char *key, const kr_case_row *row,
                    size_t slot) {
    char detail[100] = "";
    kr_str cell = row->cells[slot];
    if (cell.len) memcpy(detail, cell.ptr, cell.len < 99 ? cell.len : 99);
    *w->table = table;
    return kr_fail_at(w->error, code, key, detail, row->line, (uint32_t)w->plan->columns[table][slot] + 1);
}

/* What a cell is worth; KR_UNDEFINED when it is not known. */
static kr_err value_of(const work *w, kr_case_table table, const kr_case_row *row, size_t slot,
                       const kr_scores *scores, double *out) {
    kr_str cell = kr_str_trim(row->cells[slot]);
    *out = KR_UNDEFINED;
    if (scores && kr_score_of(scores, cell, out)) return KR_OK;
    if (kr_cell_is_unknown(cell)) return KR_OK;
    if (!scores && kr_cell_number(cell, w->at->comma[table], out)) return KR_OK;
    return wrong(w, table, KR_E_INVALID, scores ? "format.error.table_score" : "format.error.table_number",
                 row, slot);
}

/* -- Alters --------------------------------------------------------------------------------------------- */

static int by_mark(const void *a, const void *b, void *context) {
    const kr_case_row *const *x = a, *const *y = b;
    size_t slot = *(const size_t *)context;
    return kr_mark_cmp(kr_str_trim((*x)->cells[slot]), kr_str_trim((*y)->cells[slot]));
}

static kr_err check_marks(work *w, const kr_case_row **all, size_t n) {
    size_t slot = w->at->alter_id;
    for (size_t i = 0; i < n; i++) {
        kr_str mark = kr_str_trim(all[i]->cells[slot]);
        if (mark.len == 0)
            return wrong(w, KR_CASE_ALTERS, KR_E_INVALID, "format.error.table_no_mark", all[i], slot);
        if (i > 0 && kr_str_eq(mark, kr_str_trim(all[i - 1]->cells[slot])))
            return wrong(w, KR_CASE_ALTERS, KR_E_EXISTS, "format.error.table_alter_twice",
                         all[i]->line > all[i - 1]->line ? all[i] : all[i - 1], slot);
    }
    return KR_OK;
}

static kr_err keep_alters(work *w) {
    const kr_case_options *o = &w->plan->options;
    size_t n = w->rows->n_alters, slot = w->at->alter_id;
    const kr_case_row **all = kr_new_n(w->arena, const kr_case_row *, n);
    const kr_case_row **scratch = kr_new_n(w->arena, const kr_case_row *, n);
    if (!all || !scratch) return memory(w);
    for (size_t i = 0; i < n; i++) all[i] = &w->rows->alters[i];
    kr_sort(all, n, sizeof *all, by_mark, &slot, scratch);
    kr_err err = check_marks(w, all, n);
    if (err != KR_OK) return err;
    for (size_t i = 0; i < n; i++) {
        bool counts = !o->has_where || kr_str_eq(kr_str_trim(all[i]->cells[w->at->where]), o->where_value);
        if (counts || o->layout == KR_CASE_SUPPORT) all[w->n++] = all[i];
    }
    w->kept = all;
    w->numbers = kr_new_n(w->arena, int64_t, w->n);
    if (!w->numbers) return memory(w);
    for (size_t i = 0; w->numbers && i < w->n; i++) {
        if (!kr_str_int(kr_str_trim(all[i]->cells[slot]), &w->numbers[i])) w->numbers = NULL;
    }
    return KR_OK;
}

/* -- Ties ----------------------------------------------------------------------------------------------- */

static kr_str mark_at(const work *w, size_t i) {
    return kr_str_trim(w->kept[i]->cells[w->at->alter_id]);
}

/* Marks are in order by number first; "7" and "07" are one number and two marks. */
static size_t first_by_number(const work *w, int64_t number) {
    size_t low = 0, high = w->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t first_by_mark(const work *w, kr_str mark) {
    size_t low = 0, high = w->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (kr_mark_cmp(mark_at(w, middle), mark) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* n when there is nobody by this mark. */
static uint32_t alter_at(const work *w, kr_str mark) {
    int64_t number;
    mark = kr_str_trim(mark);
    if (!w->numbers) {
        size_t at = first_by_mark(w, mark);
        return (uint32_t)(at < w->n && kr_str_eq(mark_at(w, at), mark) ? at : w->n);
    }
    if (!kr_str_int(mark, &number)) return (uint32_t)w->n;
    for (size_t at = first_by_number(w, number); at < w->n && w->numbers[at] == number; at++) {
        if (kr_str_eq(mark_at(w, at), mark)) return (uint32_t)at;
    }
    return (uint32_t)w->n;
}

/* Is this row a tie, and how strong: an unknown weight, the word for none and 0 are none. */
static kr_err weight_of(work *w, const kr_case_row *row, bool *is, double *weight) {
    const kr_case_options *o = &w->plan->options;
    size_t slot = w->at->weight;
    *is = true;
    *weight = 1;
    if (slot == SIZE_MAX) return KR_OK;
    kr_str cell = kr_str_trim(row->cells[slot]);
    *is = !(o->has_no_tie && kr_str_eq(cell, o->no_tie));
    if (!*is) return KR_OK;
    *is = !kr_cell_is_unknown(cell);
    w->faults->unknown_ties += !*is;
    if (!*is) return KR_OK;
    if (!w->plan->map || !w->plan->map->valued) { /* any word is a tie, but 0 */
        bool number = kr_cell_number(cell, w->at->comma[KR_CASE_TIES], weight);
        *is = !number || *weight != 0;
        return KR_OK;
    }
    kr_err err = value_of(w, KR_CASE_TIES, row, slot, w->at->weight_scores, weight);
    *is = err == KR_OK && *weight != 0;
    return err;
}

static kr_err read_ties(work *w) {
    size_t n = w->rows->n_ties, count = 0;
    kr_ego_tie *ties = kr_new_n(w->arena, kr_ego_tie, n);
    w->weights = kr_new_n(w->arena, kr_ego_weight, n);
    if (!ties || !w->weights) return memory(w);
    for (size_t i = 0; i < n; i++) {
        const kr_case_row *row = &w->rows->ties[i];
        bool is;
        double weight;
        kr_err err = weight_of(w, row, &is, &weight);
        if (err != KR_OK) return err;
        if (!is) continue;
        uint32_t a = alter_at(w, row->cells[w->at->from]), b = alter_at(w, row->cells[w->at->to]);
        ties[count++] = (kr_ego_tie){a, b};
        w->weights[w->n_weights++] = (kr_ego_weight){a, b, weight};
    }
    kr_ego_faults found;
    kr_err err = kr_ego_net_make(&w->net, w->arena, w->n, ties, count, &found);
    if (err == KR_E_LIMIT) return wrong(w, KR_CASE_ALTERS, err, "format.error.table_alters", w->kept[0], 0);
    if (err != KR_OK) return memory(w);
    w->faults->ties.loops += found.loops;
    w->faults->ties.doubles += found.doubles;
    w->faults->ties.unlisted += found.unlisted;
    return KR_OK;
}

/* -- Out ------------------------------------------------------------------------------------------------ */

static void put_value(kr_buf *out, double value) {
    char text[33];
    kr_put(out, kr_str_n(text, kr_measure_text(value, text)));
}

static void put_next(kr_buf *out, double value) {
    kr_put_c(out, ',');
    put_value(out, value);
}

static void put_next_name(kr_buf *out, const char *before, kr_str name) {
    kr_put_c(out, ',');
    kr_put_z(out, before);
    kr_put_table_cell(out, name);
}

static void put_names(kr_buf *out, kr_measure_group group) {
    size_t n;
    const kr_measure *all = kr_measures(group, &n);
    for (size_t i = 0; i < n; i++) put_next_name(out, "", kr_str_z(all[i].name));
}

static void put_structure_head(kr_buf *out, const kr_case_plan *plan) {
    const kr_case_map *map = plan->map;
    put_names(out, KR_MEASURES_STRUCTURE);
    if (plan->options.has_where) put_next_name(out, "", KR_STR("size_all"));
    if (!map) return;
    if (map->valued) put_next_name(out, "", KR_STR("valued_density"));
    if (map->strength.len) kr_put_z(out, ",weighted_constraint,weighted_effective_size");
    for (size_t i = 0; i < map->n_shares; i++) {
        if (map->shares[i].count.len) put_next_name(out, "", map->shares[i].count);
        put_next_name(out, "", map->shares[i].name);
    }
}

static void put_support_head(kr_buf *out, const kr_case_plan *plan) {
    const kr_case_map *map = plan->map;
    kr_put_z(out, ",size_all");
    if (!map || !map->n_functions) return;
    for (size_t i = 0; i < map->n_functions; i++) put_next_name(out, "providers_", map->functions[i].name);
    if (map->conflict.n) kr_put_z(out, ",conflict_alters");
    for (size_t i = 0; i < map->n_functions; i++) put_next_name(out, "prop_", map->functions[i].name);
    if (map->conflict.n) kr_put_z(out, ",prop_conflict");
    size_t n;
    const kr_measure *all = kr_measures(KR_MEASURES_SUPPORT, &n);
    for (size_t i = 0; i < n; i++) {
        if (i != KR_P_support_and_conflict || map->conflict.n) put_next_name(out, "", kr_str_z(all[i].name));
    }
}

void kr_case_put_head(kr_buf *out, const kr_case_plan *plan) {
    kr_put_z(out, "ego_id");
    switch (plan->options.layout) {
    case KR_CASE_STRUCTURE:
        put_structure_head(out, plan);
        break;
    case KR_CASE_EACH_ALTER:
        kr_put_z(out, ",alter_id");
        put_names(out, KR_MEASURES_ALTER);
        break;
    case KR_CASE_COMPOSITION:
        kr_put_z(out, ",attribute,measure,category,value");
        break;
    case KR_CASE_SUPPORT:
        put_support_head(out, plan);
        break;
    }
    kr_put_c(out, '\n');
}

static kr_str ego_mark(const work *w) {
    return kr_str_trim(w->rows->ego.cells[0]);
}

static kr_err strengths_of(const work *w, double **out) {
    double *all = kr_new_n(w->arena, double, w->n);
    if (!all) return memory(w);
    for (size_t i = 0; i < w->n; i++) {
        kr_err err =
            value_of(w, KR_CASE_ALTERS, w->kept[i], w->at->strength, w->at->strength_scores, &all[i]);
        if (err != KR_OK) return err;
    }
    *out = all;
    return KR_OK;
}

static void put_shares(kr_buf *out, const work *w) {
    for (size_t i = 0; i < w->plan->map->n_shares; i++) {
        const kr_named_share *share = &w->plan->map->shares[i];
        size_t known = 0, count = 0;
        for (size_t j = 0; j < w->n; j++) {
            kr_str cell = kr_str_trim(w->kept[j]->cells[w->at->shares[i]]);
            bool in = kr_word_place(&share->values, cell) > 0;
            known += in || !kr_cell_is_unknown(cell);
            count += in;
        }
        if (share->count.len) put_next(out, (double)count);
        put_next(out, known ? (double)count / (double)known : KR_UNDEFINED);
    }
}

static kr_err put_structure(kr_buf *out, work *w) {
    const kr_case_map *map = w->plan->map;
    kr_structure s;
    kr_err err = kr_structure_of(&s, NULL, w->arena, &w->net, KR_PART_ALL);
    if (err != KR_OK) return memory(w);
    kr_put_table_cell(out, ego_mark(w));
    for (size_t i = 0; i < KR_S_COUNT; i++) put_next(out, s.of[i]);
    if (w->plan->options.has_where) put_next(out, (double)w->rows->n_alters);
    if (map && (map->valued || map->strength.len)) {
        kr_weighted weighted;
        double *strength = NULL;
        if (map->strength.len) err = strengths_of(w, &strength);
        if (err != KR_OK) return err;
        err = kr_weighted_of(&weighted, w->arena, w->n, strength, w->weights, w->n_weights);
        if (err != KR_OK) return memory(w);
        if (map->valued) put_next(out, weighted.of[KR_W_valued_density]);
        if (map->strength.len) {
            put_next(out, weighted.of[KR_W_weighted_constraint]);
            put_next(out, weighted.of[KR_W_weighted_effective_size]);
        }
    }
    if (map) put_shares(out, w);
    kr_put_c(out, '\n');
    return KR_OK;
}

static kr_err put_alters(kr_buf *out, work *w) {
    kr_structure s;
    kr_alter_structure *alters = kr_new_n(w->arena, kr_alter_structure, w->n);
    unsigned parts = KR_PART_COMPONENTS | KR_PART_BETWEENNESS | KR_PART_CUTS | KR_PART_CONSTRAINT;
    if (!alters || kr_structure_of(&s, alters, w->arena, &w->net, parts) != KR_OK) return memory(w);
    for (size_t j = 0; j < w->n; j++) {
        kr_put_table_cell(out, ego_mark(w));
        put_next_name(out, "", kr_str_trim(w->kept[j]->cells[w->at->alter_id]));
        for (size_t i = 0; i < KR_A_COUNT; i++) put_next(out, alters[j].of[i]);
        kr_put_c(out, '\n');
    }
    return KR_OK;
}

/* -- Composition ---------------------------------------------------------------------------------------- */

static void put_figure(kr_buf *out, const work *w, const kr_attribute *a, const char *measure,
                       kr_str category, double value) {
    kr_put_table_cell(out, ego_mark(w));
    put_next_name(out, "", a->name);
    put_next_name(out, "", kr_str_z(measure));
    put_next_name(out, "", category);
    put_next(out, value);
    kr_put_c(out, '\n');
}

/* Is this figure asked for by the map. */
static bool is_wanted(const kr_attribute *a, size_t measure) {
    if (measure >= KR_C_n_same_as_ego && measure <= KR_C_ei_with_ego) return a->ego.len > 0;
    if (measure == KR_C_coleman_homophily) return a->ego.len > 0 && a->reference;
    return measure < KR_C_ties_within || a->ties;
}

static void put_category(kr_buf *out, const work *w, const kr_attribute *a, const kr_category *c) {
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_CATEGORY, &n);
    for (size_t i = 0; i < n; i++) {
        if (!is_wanted(a, i)) continue;
        if (i != KR_C_count && i != KR_C_proportion) {
            put_figure(out, w, a, names[i].name, KR_NONE, c->of[i]);
            continue;
        }
        for (size_t k = 0; k < a->categories.n; k++)
            put_figure(out, w, a, names[i].name, a->categories.all[k],
                       i == KR_C_count ? c->counts[k] : c->proportions[k]);
    }
}

static uint16_t category_of(const work *w, const kr_attribute *a, kr_str cell) {
    cell = kr_str_trim(cell);
    uint16_t place = kr_word_place(&a->categories, cell);
    w->faults->other_values += !place && !kr_cell_is_unknown(cell);
    return place;
}

static kr_err put_categories(kr_buf *out, work *w, size_t i) {
    const kr_attribute *a = &w->plan->map->attributes[i];
    uint16_t *values = kr_new_n(w->arena, uint16_t, w->n), ego = 0;
    kr_category c;
    if (!values) return memory(w);
    for (size_t j = 0; j < w->n; j++) values[j] = category_of(w, a, w->kept[j]->cells[w->at->attributes[i]]);
    if (a->ego.len) ego = category_of(w, a, w->rows->ego.cells[w->at->ego_attribute[i]]);
    if (kr_category_of(&c, w->arena, &w->net, values, (uint16_t)a->categories.n, ego, a->reference) != KR_OK)
        return memory(w);
    put_category(out, w, a, &c);
    return KR_OK;
}

static kr_err put_numbers(kr_buf *out, work *w, size_t i) {
    const kr_attribute *a = &w->plan->map->attributes[i];
    const kr_scores *scores = a->scores.n ? &a->scores : kr_scores_for(w->plan->map, a->column);
    double *values = kr_new_n(w->arena, double, w->n), ego = KR_UNDEFINED;
    kr_numeric numeric;
    size_t n;
    const kr_measure *names = kr_measures(KR_MEASURES_NUMERIC, &n);
    if (!values) return memory(w);
    for (size_t j = 0; j < w->n; j++) {
        kr_err err = value_of(w, KR_CASE_ALTERS, w->kept[j], w->at->attributes[i], scores, &values[j]);
        if (err != KR_OK) return err;
    }
    if (a->ego.len) {
        kr_err err = value_of(w, KR_CASE_EGOS, &w->rows->ego, w->at->ego_attribute[i], scores, &ego);
        if (err != KR_OK) return err;
    }
    if (kr_numeric_of(&numeric, w->arena, values, w->n, ego) != KR_OK) return memory(w);
    for (size_t k = 0; k < n; k++) {
        bool beside_ego = k == KR_N_mean_abs_diff_ego || k == KR_N_rms_diff_ego;
        if (!beside_ego || a->ego.len) put_figure(out, w, a, names[k].name, KR_NONE, numeric.of[k]);
    }
    return KR_OK;
}

static kr_err put_composition(kr_buf *out, work *w) {
    kr_err err = KR_OK;
    for (size_t i = 0; w->plan->map && err == KR_OK && i < w->plan->map->n_attributes; i++)
        err = w->plan->map->attributes[i].numeric ? put_numbers(out, w, i) : put_categories(out, w, i);
    return err;
}

/* -- Support -------------------------------------------------------------------------------------------- */

static bool any_yes(const work *w, const kr_case_row *row, const size_t *slots, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (kr_word_place(&w->plan->map->yes, kr_str_trim(row->cells[slots[i]]))) return true;
    }
    return false;
}

static kr_err put_support(kr_buf *out, work *w) {
    const kr_case_map *map = w->plan->map;
    kr_support s;
    uint32_t *gives = kr_new_n(w->arena, uint32_t, w->n);
    bool *conflict = kr_new_n(w->arena, bool, w->n);
    if (!gives || !conflict) return memory(w);
    kr_put_table_cell(out, ego_mark(w));
    put_next(out, (double)w->n);
    for (size_t j = 0; map && j < w->n; j++) {
        conflict[j] = any_yes(w, w->kept[j], w->at->conflict, map->conflict.n);
        for (size_t f = 0; f < map->n_functions; f++)
            gives[j] |= (uint32_t)any_yes(w, w->kept[j], w->at->functions[f], map->functions[f].columns.n)
                        << f;
    }
    if (map && map->n_functions) {
        kr_support_of(&s, gives, conflict, w->n, (unsigned)map->n_functions);
        for (size_t f = 0; f < map->n_functions; f++) put_next(out, s.providers[f]);
        if (map->conflict.n) put_next(out, s.conflict);
        for (size_t f = 0; f < map->n_functions; f++) put_next(out, s.share[f]);
        if (map->conflict.n) put_next(out, s.conflict_share);
        for (size_t i = 0; i < KR_P_COUNT; i++) {
            if (i != KR_P_support_and_conflict || map->conflict.n) put_next(out, s.of[i]);
        }
    }
    kr_put_c(out, '\n');
    return KR_OK;
}

kr_err kr_case_put(kr_buf *out, const kr_case_plan *plan, kr_arena *scratch, const kr_case *ego,
                   kr_case_faults *faults, kr_case_table *table, kr_error *error) {
    kr_case_faults found = *faults;
    work w = {.plan = plan,
              .at = plan->at,
              .rows = ego,
              .arena = scratch,
              .faults = &found,
              .table = table,
              .error = error};
    *table = KR_CASE_TABLES;
    kr_err err = keep_alters(&w);
    bool ties = plan->options.layout != KR_CASE_SUPPORT;
    if (err == KR_OK && ties) err = read_ties(&w);
    if (err != KR_OK) return err;
    switch (plan->options.layout) {
    case KR_CASE_STRUCTURE:
        err = put_structure(out, &w);
        break;
    case KR_CASE_EACH_ALTER:
        err = put_alters(out, &w);
        break;
    case KR_CASE_COMPOSITION:
        err = put_composition(out, &w);
        break;
    case KR_CASE_SUPPORT:
        err = put_support(out, &w);
        break;
    }
    if (err != KR_OK) return err;
    if (out->err != KR_OK) return kr_fail(error, out->err, "error.memory", NULL, NULL);
    *faults = found;
    return KR_OK;
}
