/* A .kring as a list of people to take: from its history when it has one, else from the readable part, which
 * other programs and people can write too. */
#include "format/inside.h"
#include "core/num.h"

#include <jansson.h>

/* -- with a history
 * ----------------------------------------------------------------------------------------------- */

static bool is_detail(const kr_field *field) {
    return field->kind == KR_KIND_person &&
           (field->number == KR_F_person_phone || field->number == KR_F_person_email ||
            field->number == KR_F_person_address);
}

typedef struct lister {
    kr_rows rows;
    kr_column columns[KR_MOST_COLUMNS];
    size_t n_columns;
    bool with_details;
} lister;

static void put_contact(lister *l, const kr_network *network, const kr_alter *alter) {
    for (size_t i = 0; i < l->n_columns; i++) {
        const kr_field *field = l->columns[i].field;
        if (field->kind == KR_KIND_person && field->number == KR_F_person_name) continue;
        kr_assignment value = kr_column_value(network, alter, field);
        if (value.op != KR_OP_SET) continue;
        if (is_detail(field) && !l->with_details) {
            kr_rows_note(&l->rows, "format.note.details", KR_NONE, 0);
            continue;
        }
        kr_buf buf;
        kr_str written = KR_NONE;
        kr_buf_init(&buf, l->rows.arena, 1u << 20);
        kr_put_written(&buf, field, &value);
        if (l->rows.err == KR_OK) l->rows.err = kr_buf_end(&buf, &written);
        kr_rows_field(&l->rows, field, written, 0);
    }
    size_t row = kr_rows_row(&l->rows, alter->person->name, alter->person->name.len > 0, 0);
    if (row == SIZE_MAX) return;
    l->rows.import->rows[row].mark = alter->person->id;
    l->rows.import->rows[row].is_ego = alter->person == network->ego;
}

static void put_network(lister *l, const kr_network *network) {
    size_t before = network->ego != NULL;
    if (network->ego) put_contact(l, network, &(kr_alter){.person = network->ego});
    for (size_t i = 0; i < network->n && l->rows.err == KR_OK; i++)
        put_contact(l, network, &network->alters[i]);
    for (size_t i = 0; i < network->n_known; i++)
        kr_rows_pair(&l->rows, before + network->pairs[i].a, before + network->pairs[i].b, false);
}

static kr_err from_history(kr_import **out, lister *l, const kr_change *changes, size_t count,
                           kr_error *error) {
    kr_circle circle;
    kr_view view;
    kr_network network;
    kr_arena *arena = l->rows.arena;
    kr_err err = kr_circle_fold(&circle, arena, changes, count, error);
    if (err == KR_OK) err = kr_view_make(&view, arena, &circle, KR_VIEWER_OWNER, 0, error);
    if (err != KR_OK) return err;
    if (kr_network_make(&network, arena, &view) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    put_network(l, &network);
    l->rows.import->changes = changes;
    l->rows.import->n_changes = count;
    l->rows.import->title = circle.self.title;
    return kr_rows_end(&l->rows, out, error);
}

/* -- without
 * ------------------------------------------------------------------------------------------------------ */

/* Ties with the person in the middle, by the id of the other one. */
typedef struct tie_entry {
    kr_str who;
    const json_t *tie;
    bool turned; /* the person in the middle is `b` */
} tie_entry;

typedef struct plain {
    lister *l;
    kr_str ego;
    tie_entry *ties;
    size_t n_ties;
} plain;

static kr_str borrowed(const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? kr_str_n(json_string_value(value), json_string_length(value)) : KR_NONE;
}

/* A value in its written form: texts as they are, numbers in digits, lists with spaces between. */
static kr_str written_of(kr_rows *rows, const json_t *value) {
    kr_buf buf;
    kr_str out = KR_NONE;
    kr_buf_init(&buf, rows->arena, 1u << 20);
    if (json_is_string(value)) kr_put(&buf, kr_str_n(json_string_value(value), json_string_length(value)));
    if (json_is_integer(value)) kr_put_int(&buf, (int64_t)json_integer_value(value));
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        if (i) kr_put_c(&buf, ' ');
        if (json_is_string(item)) kr_put(&buf, kr_str_n(json_string_value(item), json_string_length(item)));
    }
    if (rows->err == KR_OK) rows->err = kr_buf_end(&buf, &out);
    return out;
}

static const kr_field *turned(const kr_field *field) {
    if (field->number == KR_F_tie_gets) return kr_schema_field(KR_KIND_tie, KR_F_tie_gives);
    if (field->number == KR_F_tie_gives) return kr_schema_field(KR_KIND_tie, KR_F_tie_gets);
    return field;
}

static void put_fields(lister *l, const json_t *object, kr_kind kind, bool turn) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value) {
        const kr_field *field = kr_schema_field_named(kind, kr_str_z(key));
        bool known = strcmp(key, "id") == 0 || strcmp(key, "name") == 0;
        if (kind == KR_KIND_tie) known = known || strcmp(key, "a") == 0 || strcmp(key, "b") == 0;
        if (known) continue;
        if (!field || field->type == KR_TIME || field->type == KR_REF)
            kr_rows_note(&l->rows, "format.note.column", kr_str_z(key), 0);
        else if (is_detail(field) && !l->with_details)
            kr_rows_note(&l->rows, "format.note.details", KR_NONE, 0);
        else
            kr_rows_field(&l->rows, turn ? turned(field) : field, written_of(&l->rows, value), 0);
    }
}

static int by_who(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(((const tie_entry *)a)->who, ((const tie_entry *)b)->who);
}

static const tie_entry *tie_with(const plain *p, kr_str who) {
    size_t low = 0, high = p->n_ties;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kr_str_cmp(p->ties[middle].who, who) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return who.len && low < p->n_ties && kr_str_eq(p->ties[low].who, who) ? &p->ties[low] : NULL;
}

static void gather_ties(plain *p, const json_t *ties) {
    kr_arena *arena = p->l->rows.arena;
    size_t n = json_array_size(ties);
    p->ties = kr_new_n(arena, tie_entry, n);
    tie_entry *scratch = kr_new_n(arena, tie_entry, n);
    if (!p->ties || !scratch) p->l->rows.err = KR_E_MEMORY;
    for (size_t i = 0; i < n && p->l->rows.err == KR_OK; i++) {
        const json_t *tie = json_array_get(ties, i);
        kr_str a = borrowed(tie, "a"), b = borrowed(tie, "b");
        bool from = kr_str_eq(a, p->ego), to = kr_str_eq(b, p->ego);
        if (p->ego.len == 0 || from == to) continue;
        p->ties[p->n_ties++] = (tie_entry){from ? b : a, tie, to};
    }
    if (p->l->rows.err == KR_OK) kr_sort(p->ties, p->n_ties, sizeof *scratch, by_who, NULL, scratch);
}

static kr_str copied(kr_rows *rows, kr_str s) {
    kr_str copy = kr_arena_copy(rows->arena, s);
    if (!copy.ptr && rows->err == KR_OK) rows->err = KR_E_MEMORY;
    return copy.ptr ? copy : KR_NONE;
}

/* "Jan" will do for a person, too. */
static void put_plain_person(plain *p, const json_t *who) {
    kr_rows *rows = &p->l->rows;
    kr_str id = borrowed(who, "id"), name = borrowed(who, "name");
    if (json_is_string(who)) name = kr_str_n(json_string_value(who), json_string_length(who));
    name = kr_str_trim(copied(rows, name));
    const tie_entry *tie = tie_with(p, id);
    if (json_is_object(who)) put_fields(p->l, who, KR_KIND_person, false);
    if (tie) put_fields(p->l, tie->tie, KR_KIND_tie, tie->turned);
    size_t row = kr_rows_row(rows, name, name.len > 0, 0);
    if (row == SIZE_MAX) return;
    rows->import->rows[row].is_ego = p->ego.len > 0 && kr_str_eq(id, p->ego);
    kr_id mark;
    if (kr_id_parse(id, &mark)) rows->import->rows[row].mark = mark;
}

/* Those who know each other, by the ids of the file. */
typedef struct place {
    kr_str id;
    size_t row;
} place;

static int by_id(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(((const place *)a)->id, ((const place *)b)->id);
}

static size_t row_of(const place *places, size_t n, kr_str id) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kr_str_cmp(places[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return id.len && low < n && kr_str_eq(places[low].id, id) ? places[low].row : SIZE_MAX;
}

static void put_pairs(plain *p, const json_t *people, const json_t *ties) {
    kr_rows *rows = &p->l->rows;
    size_t n = json_array_size(people);
    place *places = kr_new_n(rows->arena, place, n), *scratch = kr_new_n(rows->arena, place, n);
    if (!places || !scratch) rows->err = KR_E_MEMORY;
    if (rows->err != KR_OK) return;
    for (size_t i = 0; i < n; i++) places[i] = (place){borrowed(json_array_get(people, i), "id"), i};
    kr_sort(places, n, sizeof *places, by_id, NULL, scratch);
    for (size_t i = 0; i < json_array_size(ties); i++) {
        const json_t *tie = json_array_get(ties, i);
        kr_str a = borrowed(tie, "a"), b = borrowed(tie, "b");
        bool with_ego = p->ego.len && (kr_str_eq(a, p->ego) || kr_str_eq(b, p->ego));
        bool not = kr_str_is(borrowed(tie, "acquainted"), "no");
        if (!with_ego && !not ) kr_rows_pair(rows, row_of(places, n, a), row_of(places, n, b), false);
    }
}

static kr_err from_people(kr_import **out, lister *l, const json_t *root, kr_error *error) {
    const json_t *circle = json_object_get(root, "circle"), *people = json_object_get(circle, "people");
    const json_t *ties = json_object_get(circle, "ties");
    if (!json_is_array(people)) return kr_fail(error, KR_E_SYNTAX, "format.error.kring_changes", NULL, NULL);
    plain p = {.l = l, .ego = borrowed(circle, "ego")};
    gather_ties(&p, ties);
    for (size_t i = 0; i < json_array_size(people) && l->rows.err == KR_OK; i++)
        put_plain_person(&p, json_array_get(people, i));
    put_pairs(&p, people, ties);
    if (l->rows.err == KR_OK)
        l->rows.err =
            kr_one_line(&l->rows.import->title, l->rows.arena, copied(&l->rows, borrowed(circle, "title")));
    return kr_rows_end(&l->rows, out, error);
}

kr_err kr_kring_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_details, kr_error *error) {
    lister l = {.with_details = with_details};
    json_t *root;
    kr_change *changes;
    size_t count;
    if (bytes.len > KR_KRING_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "64");
    if (kr_rows_begin(&l.rows, arena, KR_FORMAT_KRING) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    l.n_columns = kr_columns(l.columns);
    kr_err err = kr_json_read(&root, arena, bytes, error);
    if (err != KR_OK) return err;
    err = kr_kring_changes(&changes, &count, arena, root, error);
    if (err == KR_OK)
        err = from_history(out, &l, changes, count, error);
    else if (err == KR_E_NOT_FOUND)
        err = from_people(out, &l, root, error);
    json_decref(root);
    return err;
}
