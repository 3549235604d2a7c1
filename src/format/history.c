/* A new circle from an import. Dated maps become moments: each map is one change, in the order of time, so
 * that the earlier ones can be looked at and compared. */
#include "format/apply.h"
#include "format/tree.h"
#include "core/num.h"
#include "core/utf8.h"

typedef struct maker {
    kr_arena *arena;
    kr_maker by;
    kr_change *changes;
    size_t count, cap;
    kr_circle circle;
    kr_id ego;
    kr_error *error;
} maker;

static kr_err begin(maker *m, kr_draft *draft, kr_act act) {
    kr_err err = kr_circle_fold(&m->circle, m->arena, m->changes, m->count, m->error);
    if (err == KR_OK) kr_draft_begin(draft, m->arena, &m->circle, m->by, act, m->count);
    return err;
}

/* A map that is the same as the one before it changes nothing, and is no change. */
static kr_err end(maker *m, kr_draft *draft) {
    if (draft->error.code == KR_OK && draft->count == 0) return KR_OK;
    if (m->count >= m->cap) return kr_fail(m->error, KR_E_LIMIT, "format.error.versions", NULL, "200");
    kr_err err = kr_draft_end(draft, &m->changes[m->count], m->error);
    if (err == KR_OK) m->count++;
    return err;
}

static kr_err first_change(maker *m, const kr_import *import, kr_str ego_name) {
    kr_draft draft;
    kr_err err = begin(m, &draft, KR_ACT_BEGIN);
    if (err != KR_OK) return err;
    m->ego = kr_apply_ego(&draft, import, ego_name);
    kr_draft_text(&draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_title,
                  kr_utf8_head(import->title, 120));
    return end(m, &draft);
}

/* -- one person through all versions
 * ------------------------------------------------------------------------------ */

typedef struct seen {
    uint64_t mark;
    kr_id person;
    size_t version; /* in which they were seen last, from 1 */
    const kr_import_row *row;
} seen;

/* Open addressing by mark; persons without a mark are new in each version. */
typedef struct seen_table {
    seen *slots;
    size_t cap;
} seen_table;

static seen *slot_of(const seen_table *table, uint64_t mark) {
    uint64_t hash = mark * 0x9e3779b97f4a7c15u;
    size_t at = (size_t)(hash >> 32) & (table->cap - 1);
    while (table->slots[at].mark && table->slots[at].mark != mark) at = (at + 1) & (table->cap - 1);
    return &table->slots[at];
}

static kr_err make_table(seen_table *table, kr_arena *arena, const kr_import *import) {
    size_t rows = 8;
    for (size_t i = 0; i < import->n_versions; i++) rows += import->versions[i].map->n_rows;
    for (table->cap = 16; table->cap < rows * 2;) table->cap *= 2;
    table->slots = kr_new_n(arena, seen, table->cap);
    return table->slots ? KR_OK : KR_E_MEMORY;
}

static bool says(const kr_import_row *row, const kr_field *field) {
    for (size_t i = 0; i < row->n_fields; i++) {
        if (row->fields[i].field == field) return true;
    }
    return false;
}

/* What an earlier map said and this one does not say any more. */
static void clear_unsaid(kr_draft *draft, const kr_import_row *before, const kr_import_row *row, kr_id person,
                         kr_id tie) {
    for (size_t i = 0; i < before->n_fields; i++) {
        const kr_field *field = before->fields[i].field;
        if (says(row, field)) continue;
        kr_id record = field->kind == KR_KIND_tie ? tie : person;
        bool what = field->kind == KR_KIND_person && field->number == KR_F_person_what;
        if (what)
            kr_draft_number(draft, field->kind, record, field->number, KR_what_person);
        else
            kr_draft_written(draft, field->kind, record, field, KR_NONE);
    }
}

static kr_id follow_row(maker *m, kr_draft *draft, const kr_import_row *row, seen *known, size_t version) {
    kr_id person = known ? known->person : 0;
    if (!person) {
        person = kr_draft_contact(draft, row->name, kr_row_what(row));
    } else {
        kr_draft_text(draft, KR_KIND_person, person, KR_F_person_name, row->name);
        if (known->version + 1 < version) kr_draft_return(draft, person);
    }
    kr_id tie = person ? kr_draft_tie(draft, m->ego, person) : 0;
    if (known && known->row && tie) clear_unsaid(draft, known->row, row, person, tie);
    if (tie) kr_row_fields(draft, row, person, tie, false);
    if (known) *known = (seen){row->mark, person, version, row};
    return person;
}

static void leave_absent(kr_draft *draft, seen_table *table, size_t version) {
    for (size_t i = 0; i < table->cap; i++) {
        const seen *s = &table->slots[i];
        if (s->mark && s->version + 1 == version) kr_draft_leave(draft, s->person);
    }
}

/* Two persons, the lowest id first. */
typedef struct ends {
    kr_id low, high;
} ends;

static ends ends_of(kr_id a, kr_id b) {
    return a < b ? (ends){a, b} : (ends){b, a};
}

static int by_ends(const void *a, const void *b, void *context) {
    const ends *x = a, *y = b;
    (void)context;
    if (x->low != y->low) return x->low < y->low ? -1 : 1;
    return x->high < y->high ? -1 : x->high > y->high;
}

static bool has_ends(const ends *sorted, size_t n, ends wanted) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = by_ends(&sorted[middle], &wanted, NULL);
        if (order == 0) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Who knows whom by this map; pairs that it does not have any more are unknown again. */
static kr_err follow_pairs(maker *m, kr_draft *draft, const kr_import *map, const kr_id *ids) {
    ends *pairs = kr_new_n(m->arena, ends, map->n_pairs), *scratch = kr_new_n(m->arena, ends, map->n_pairs);
    size_t n = 0;
    if (!pairs || !scratch) return kr_fail(m->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < map->n_pairs; i++) {
        kr_id a = ids[map->pairs[i].a], b = ids[map->pairs[i].b];
        if (!a || !b || a == b) continue;
        kr_apply_pair(draft, &map->pairs[i], a, b);
        pairs[n++] = ends_of(a, b);
    }
    kr_sort(pairs, n, sizeof *pairs, by_ends, NULL, scratch);
    const kr_circle *c = draft->circle;
    for (size_t i = 0; i < c->n_ties; i++) {
        const kr_tie *t = &c->ties[i];
        if (t->acquainted && !has_ends(pairs, n, ends_of(t->a, t->b)))
            kr_draft_acquainted(draft, t->a, t->b, 0);
    }
    return KR_OK;
}

/* Rows of older maps are taken when the newest one does not say otherwise. */
static bool is_refused(const kr_import *newest, const seen_table *refused, const kr_import_row *row) {
    if (!row->take) return true;
    return newest->n_versions > 1 && row->mark && slot_of(refused, row->mark)->mark == row->mark;
}

static kr_err apply_version(maker *m, seen_table *table, const seen_table *refused, const kr_import *newest,
                            size_t version) {
    const kr_import *map = newest->versions[version - 1].map;
    kr_draft draft;
    kr_err err = begin(m, &draft, KR_ACT_IMPORT);
    kr_id *ids = err == KR_OK ? kr_new_n(m->arena, kr_id, map->n_rows + 1) : NULL;
    if (err != KR_OK) return err;
    if (!ids) return kr_fail(m->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < map->n_rows && draft.error.code == KR_OK; i++) {
        const kr_import_row *row = &map->rows[i];
        if (row->is_ego || is_refused(newest, refused, row)) continue;
        seen *known = row->mark ? slot_of(table, row->mark) : NULL;
        /* The same number twice in one map: the second is somebody else. */
        if (known && known->mark && known->version == version) known = NULL;
        ids[i] = follow_row(m, &draft, row, known, version);
    }
    leave_absent(&draft, table, version);
    err = follow_pairs(m, &draft, map, ids);
    return err == KR_OK ? end(m, &draft) : err;
}

/* -- moments
 * ------------------------------------------------------------------------------------------------------ */

/* Noon of that day, so that it is the same day everywhere. */
static int64_t noon_of(kr_date date) {
    int64_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (month < 1) month = 1;
    if (day < 1) day = 1;
    if (month <= 2) year--;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    return days * 86400000 + 43200000;
}

static kr_err keep_moment(maker *m, const struct kr_import_version *version) {
    kr_draft draft;
    char text[11];
    kr_str name = kr_str_trim(kr_utf8_head(version->title, 120));
    if (name.len == 0) name = kr_str_n(text, kr_date_text(version->date, text));
    if (name.len == 0) return KR_OK;
    kr_err err = begin(m, &draft, KR_ACT_MOMENT);
    if (err != KR_OK) return err;
    kr_id moment = kr_draft_moment(&draft, name, KR_NONE);
    int64_t at = version->date ? noon_of(version->date) : 0;
    if (moment && at > 0) kr_draft_number(&draft, KR_KIND_moment, moment, KR_F_moment_at, at);
    return end(m, &draft);
}

static kr_err follow_versions(maker *m, const kr_import *import) {
    seen_table table, refused;
    if (make_table(&table, m->arena, import) != KR_OK || make_table(&refused, m->arena, import) != KR_OK)
        return kr_fail(m->error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < import->n_rows; i++) {
        const kr_import_row *row = &import->rows[i];
        if (row->mark && !row->take) slot_of(&refused, row->mark)->mark = row->mark;
    }
    for (size_t i = 1; i <= import->n_versions; i++) {
        kr_err err = apply_version(m, &table, &refused, import, i);
        if (err == KR_OK) err = keep_moment(m, &import->versions[i - 1]);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

static kr_err import_once(maker *m, const kr_import *import) {
    kr_draft draft;
    kr_err err = begin(m, &draft, KR_ACT_IMPORT);
    if (err == KR_OK) err = kr_import_apply(&draft, import, KR_NONE, NULL, m->error);
    return err == KR_OK ? end(m, &draft) : err;
}

kr_err kr_import_history(kr_change **changes, size_t *count, kr_arena *arena, const kr_import *import,
                         kr_maker by, kr_str ego_name, kr_error *error) {
    if (import->n_changes > 0) {
        kr_change *copy = kr_new_n(arena, kr_change, import->n_changes);
        if (!copy) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
        memcpy(copy, import->changes, import->n_changes * sizeof *copy);
        *changes = copy;
        *count = import->n_changes;
        return KR_OK;
    }
    if (import->tree) return kr_tree_history(changes, count, arena, import, by, ego_name, error);
    maker m = {.arena = arena, .by = by, .cap = 2 + 2 * import->n_versions, .error = error};
    m.changes = kr_new_n(arena, kr_change, m.cap);
    if (!m.changes) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_err err = first_change(&m, import, ego_name);
    if (err == KR_OK) err = import->n_versions ? follow_versions(&m, import) : import_once(&m, import);
    if (err != KR_OK) return err;
    *changes = m.changes;
    *count = m.count;
    return KR_OK;
}
