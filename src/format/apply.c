/* Putting the rows of an import into a draft. */
#include "format/apply.h"
#include "format/tree.h"

static kr_id ego_of(const kr_draft *draft) {
    if (draft->error.code != KR_OK) return 0;
    return kr_draft_get(draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
}

uint8_t kr_row_what(const kr_import_row *row) {
    for (size_t i = 0; i < row->n_fields; i++) {
        const kr_field *field = row->fields[i].field;
        if (field->kind == KR_KIND_person && field->number == KR_F_person_what)
            return (uint8_t)kr_choice_named(field->list, row->fields[i].written);
    }
    return 0;
}

void kr_row_fields(kr_draft *draft, const kr_import_row *row, kr_id person, kr_id tie, bool only_empty) {
    for (size_t i = 0; i < row->n_fields && draft->error.code == KR_OK; i++) {
        const kr_field *field = row->fields[i].field;
        kr_id record = field->kind == KR_KIND_tie ? tie : person;
        if (!record) continue;
        if (only_empty && kr_draft_get(draft, field->kind, record, field->number).op == KR_OP_SET) continue;
        kr_draft_written(draft, field->kind, record, field, row->fields[i].written);
    }
}

static const kr_import_row *ego_row(const kr_import *import) {
    for (size_t i = 0; i < import->n_rows; i++) {
        if (import->rows[i].is_ego) return &import->rows[i];
    }
    return NULL;
}

kr_id kr_apply_ego(kr_draft *draft, const kr_import *import, kr_str ego_name) {
    const kr_import_row *row = ego_row(import);
    ego_name = kr_str_trim(ego_name);
    if (ego_name.len == 0 && row && row->named) ego_name = row->name;
    if (ego_name.len == 0) ego_name = KR_STR("Ik");
    kr_draft_ego(draft, ego_name);
    kr_id ego = ego_of(draft);
    if (row && ego) kr_row_fields(draft, row, ego, 0, false);
    return ego;
}

void kr_apply_pair(kr_draft *draft, const kr_import_pair *pair, kr_id a, kr_id b) {
    kr_draft_acquainted(draft, a, b, pair->no ? KR_yesno_no : KR_yesno_yes);
    if (!pair->strength && !pair->between) return;
    kr_id tie = kr_draft_tie(draft, a, b);
    if (tie && pair->strength) kr_draft_number(draft, KR_KIND_tie, tie, KR_F_tie_strength, pair->strength);
    if (tie && pair->between) kr_draft_set(draft, KR_KIND_tie, tie, KR_F_tie_between, pair->between);
}

static kr_id apply_row(kr_draft *draft, const kr_import_row *row, kr_id ego, kr_import_counts *sum) {
    bool known =
        row->join && row->same_as && draft->circle->index && kr_circle_person(draft->circle, row->same_as);
    kr_id person = known ? row->same_as : kr_draft_contact(draft, row->name, kr_row_what(row));
    kr_id tie = person ? kr_draft_tie(draft, ego, person) : 0;
    if (tie) kr_row_fields(draft, row, person, tie, known);
    sum->joined += known;
    sum->taken += !known;
    return person;
}

kr_err kr_import_apply(kr_draft *draft, const kr_import *import, kr_str ego_name, kr_import_counts *counts,
                       kr_error *error) {
    if (import->tree) return kr_tree_apply(draft, import, ego_name, counts, error);
    kr_import_counts sum = {0, 0, 0, 0};
    kr_id ego = ego_of(draft);
    bool had_ego = ego != 0;
    if (!ego) ego = kr_apply_ego(draft, import, ego_name);
    kr_id *ids = kr_new_n(draft->arena, kr_id, import->n_rows + 1);
    if (!ids) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < import->n_rows && draft->error.code == KR_OK; i++) {
        const kr_import_row *row = &import->rows[i];
        if (row->is_ego)
            sum.left += had_ego;
        else if (row->take)
            ids[i] = apply_row(draft, row, ego, &sum);
        else
            sum.left++;
    }
    for (size_t i = 0; i < import->n_pairs && draft->error.code == KR_OK; i++) {
        kr_id a = ids[import->pairs[i].a], b = ids[import->pairs[i].b];
        if (!a || !b || a == b || a == ego || b == ego) continue;
        kr_apply_pair(draft, &import->pairs[i], a, b);
        sum.pairs += !import->pairs[i].no;
    }
    if (draft->error.code != KR_OK) {
        if (error) *error = draft->error;
        return draft->error.code;
    }
    if (counts) *counts = sum;
    return KR_OK;
}
