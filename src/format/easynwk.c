/* Maps made with easyNWK (St. Pölten): a record with dated versions, or one bare map. The place of a person
 * is an angle and a distance there; here it is the area and the horizon in which they lie. */
#include "format/inside.h"
#include "core/num.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

#define MOST_VERSIONS 200

static kr_str text_of(kr_rows *rows, const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    kr_str copy = KR_NONE;
    if (json_is_string(value))
        copy = kr_arena_copy(rows->arena, kr_str_n(json_string_value(value), json_string_length(value)));
    if (!copy.ptr && rows->err == KR_OK) rows->err = KR_E_MEMORY;
    return copy.ptr ? copy : KR_NONE;
}

static bool number_of(const json_t *object, const char *key, double *out) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_number(value)) return false;
    *out = json_number_value(value);
    return true;
}

static int64_t whole_of(const json_t *object, const char *key, int64_t otherwise) {
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? (int64_t)json_integer_value(value) : otherwise;
}

static void put_person(kr_rows *rows, const json_t *who) {
    kr_str gender = text_of(rows, who, "currentGender"), age = text_of(rows, who, "age");
    const kr_field *field = kr_schema_field(KR_KIND_person, KR_F_person_gender);
    int64_t years = whole_of(who, "age", -1);
    kr_rows_choice(rows, KR_KIND_person, KR_F_person_gender, kr_choice_guess(field->list, gender));
    if (years >= 0 || kr_str_int(kr_str_trim(age), &years))
        kr_rows_choice(rows, KR_KIND_person, KR_F_person_age_group, kr_age_group(years));
    kr_rows_field(rows, kr_schema_field(KR_KIND_person, KR_F_person_remark), text_of(rows, who, "note"), 0);
}

/* The four areas, counter-clockwise from the right. */
static void put_area(kr_rows *rows, double angle) {
    static const uint8_t areas[] = {KR_horizon_area_family, KR_horizon_area_friends,
                                    KR_horizon_area_colleagues, KR_horizon_area_professionals};
    static const uint8_t sectors[] = {KR_sector_family, KR_sector_friend, KR_sector_colleague,
                                      KR_sector_professional};
    double turned = fmod(angle, 360);
    if (turned < 0) turned += 360;
    size_t quarter = turned >= 270 ? 3 : (size_t)(turned / 90);
    kr_rows_choice(rows, KR_KIND_tie, KR_F_tie_horizon_area, areas[quarter]);
    kr_rows_choice(rows, KR_KIND_person, KR_F_person_sector, sectors[quarter]);
}

static void put_horizon(kr_rows *rows, double distance) {
    if (distance > 100 || distance < 0) {
        kr_rows_note(rows, "format.note.outside", KR_NONE, 0);
        return;
    }
    /* The limits as that tool has them, rounded. */
    unsigned horizon = distance < 33.33   ? KR_horizon_close
                       : distance < 66.67 ? KR_horizon_middle
                                          : KR_horizon_loose;
    kr_rows_choice(rows, KR_KIND_tie, KR_F_tie_horizon, horizon);
}

/* Exactly where they stand and how the line is drawn: for that tool's own table, and to give it back. */
static void put_exactly(kr_rows *rows, const json_t *who) {
    static const uint8_t lines[] = {KR_drawn_line_none, KR_drawn_line_single, KR_drawn_line_multiplex};
    double distance;
    char text[24];
    int64_t line = whole_of(who, "edgeType", -1);
    if (line >= 0 && line < (int64_t)KR_COUNT(lines))
        kr_rows_choice(rows, KR_KIND_tie, KR_F_tie_drawn_line, lines[line]);
    if (!number_of(who, "distance", &distance) || !(distance >= 0 && distance <= 1000)) return;
    (void)snprintf(text, sizeof text, "%lld", (long long)(distance * 1e6));
    kr_str copy = kr_arena_copy(rows->arena, kr_str_z(text));
    if (!copy.ptr && rows->err == KR_OK) rows->err = KR_E_MEMORY;
    if (copy.ptr) kr_rows_field(rows, kr_schema_field(KR_KIND_tie, KR_F_tie_horizon_distance), copy, 0);
}

/* What is drawn otherwise in Kring. */
static void note_more(kr_rows *rows, const json_t *who, kr_str name, bool deceased) {
    int64_t edge = whole_of(who, "edgeType", 1);
    bool human = !json_is_false(json_object_get(who, "human"));
    if (edge == 0 && human && !deceased) kr_rows_note(rows, "format.note.no_line", name, 0);
    if (edge == 2) kr_rows_note(rows, "format.note.multiplex", name, 0);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)who, key, value) {
        bool empty = json_is_null(value) || json_is_false(value) ||
                     (json_is_string(value) && json_string_length(value) == 0) ||
                     (json_is_array(value) && json_array_size(value) == 0);
        bool support = strstr(key, "upport") || strstr(key, "onflict") || strstr(key, "moji");
        if (support && !empty) kr_rows_note(rows, "format.note.easynwk_field", kr_str_z(key), 0);
    }
}

static void put_alter(kr_rows *rows, const json_t *who) {
    double angle, distance;
    bool deceased = json_is_true(json_object_get(who, "deceased"));
    kr_str name = kr_str_trim(text_of(rows, who, "name"));
    if (json_is_false(json_object_get(who, "human")))
        kr_rows_choice(rows, KR_KIND_person, KR_F_person_what, KR_what_animal);
    kr_rows_field(rows, kr_schema_field(KR_KIND_person, KR_F_person_role), text_of(rows, who, "role"), 0);
    put_person(rows, who);
    if (number_of(who, "angle", &angle)) put_area(rows, angle);
    if (number_of(who, "distance", &distance)) put_horizon(rows, distance);
    put_exactly(rows, who);
    if (deceased) kr_rows_choice(rows, KR_KIND_tie, KR_F_tie_state, KR_state_died);
    note_more(rows, who, name, deceased);
    int64_t mark = whole_of(who, "id", 0);
    size_t row = kr_rows_row(rows, name, name.len > 0, 0);
    if (row != SIZE_MAX && mark > 0) rows->import->rows[row].mark = (uint64_t)mark;
}

static int by_mark(const void *a, const void *b, void *context) {
    const kr_import_row *const *x = a, *const *y = b;
    (void)context;
    return (*x)->mark < (*y)->mark ? -1 : (*x)->mark > (*y)->mark;
}

/* SIZE_MAX when nobody has this number. */
static size_t row_of(kr_import_row *const *sorted, size_t n, const kr_import_row *first, int64_t mark) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle]->mark < (uint64_t)mark)
            low = middle + 1;
        else
            high = middle;
    }
    return mark > 0 && low < n && sorted[low]->mark == (uint64_t)mark ? (size_t)(sorted[low] - first)
                                                                      : SIZE_MAX;
}

static void put_connections(kr_rows *rows, const json_t *connections) {
    kr_import *import = rows->import;
    kr_import_row **sorted = kr_new_n(rows->arena, kr_import_row *, import->n_rows + 1);
    kr_import_row **scratch = kr_new_n(rows->arena, kr_import_row *, import->n_rows + 1);
    if (!sorted || !scratch) rows->err = KR_E_MEMORY;
    if (rows->err != KR_OK) return;
    for (size_t i = 0; i < import->n_rows; i++) sorted[i] = &import->rows[i];
    kr_sort(sorted, import->n_rows, sizeof *sorted, by_mark, NULL, scratch);
    for (size_t i = 0; i < json_array_size(connections); i++) {
        const json_t *c = json_array_get(connections, i);
        size_t a = row_of(sorted, import->n_rows, import->rows, whole_of(c, "id1", 0));
        size_t b = row_of(sorted, import->n_rows, import->rows, whole_of(c, "id2", 0));
        if (a == SIZE_MAX || b == SIZE_MAX)
            kr_rows_note(rows, "format.note.connection", KR_NONE, 0);
        else if (whole_of(c, "edgeType", 1) != 0)
            kr_rows_pair(rows, a, b, whole_of(c, "edgeType", 1) == 2);
    }
}

static kr_err read_map(kr_import **out, kr_arena *arena, const json_t *nwk, kr_error *error) {
    kr_rows rows;
    const json_t *ego = json_object_get(nwk, "ego"), *alteri = json_object_get(nwk, "alteri");
    if (!json_is_array(alteri)) return kr_fail(error, KR_E_SYNTAX, "format.error.easynwk", "alteri", NULL);
    if (kr_rows_begin(&rows, arena, KR_FORMAT_EASYNWK) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (json_is_object(ego)) {
        put_person(&rows, ego);
        kr_str name = kr_str_trim(text_of(&rows, ego, "name"));
        size_t row = kr_rows_row(&rows, name, name.len > 0, 0);
        if (row != SIZE_MAX) rows.import->rows[row].is_ego = true;
    }
    for (size_t i = 0; i < json_array_size(alteri) && rows.err == KR_OK; i++) {
        const json_t *who = json_array_get(alteri, i);
        if (!json_is_object(who)) return kr_fail(error, KR_E_SYNTAX, "format.error.easynwk", "alteri", NULL);
        put_alter(&rows, who);
    }
    put_connections(&rows, json_object_get(nwk, "connections"));
    return kr_rows_end(&rows, out, error);
}

typedef struct kr_import_version version;

static kr_err read_version(version *out, kr_arena *arena, const json_t *v, size_t *rows_left,
                           kr_error *error) {
    const json_t *nwk = json_object_get(v, "nwk");
    if (!json_is_object(nwk)) return kr_fail(error, KR_E_SYNTAX, "format.error.easynwk", "nwk", NULL);
    const char *title = json_string_value(json_object_get(v, "title"));
    const char *date = json_string_value(json_object_get(v, "date"));
    kr_err err = read_map(&out->map, arena, nwk, error);
    if (err != KR_OK) return err;
    if (out->map->n_rows > *rows_left) return kr_fail(error, KR_E_LIMIT, "format.error.rows", NULL, "10000");
    *rows_left -= out->map->n_rows;
    if (!date || !kr_date_guess(kr_str_z(date), &out->date)) out->date = 0;
    kr_str copy = kr_arena_copy(arena, kr_str_z(title));
    if (!copy.ptr || kr_one_line(&out->title, arena, copy) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return KR_OK;
}

static int by_date(const void *a, const void *b, void *context) {
    const version *x = *(version *const *)a, *y = *(version *const *)b;
    (void)context;
    return x->date < y->date ? -1 : x->date > y->date;
}

/* Oldest first; one without a date stays behind the one before it. */
static kr_err sort_versions(version *sorted, kr_arena *arena, version *all, size_t n) {
    version **order = kr_new_n(arena, version *, n), **scratch = kr_new_n(arena, version *, n);
    kr_date *dates = kr_new_n(arena, kr_date, n);
    if (!order || !scratch || !dates) return KR_E_MEMORY;
    kr_date last = 0;
    for (size_t i = 0; i < n; i++) {
        order[i] = &all[i];
        dates[i] = all[i].date;
        last = all[i].date ? all[i].date : last;
        all[i].date = last;
    }
    kr_sort(order, n, sizeof *order, by_date, NULL, scratch);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = *order[i];
        sorted[i].date = dates[order[i] - all];
    }
    return KR_OK;
}

static kr_err read_versions(kr_import **out, kr_arena *arena, const json_t *list, kr_error *error) {
    size_t n = json_array_size(list), rows_left = KR_IMPORT_MOST_ROWS;
    if (n == 0) return kr_fail(error, KR_E_SYNTAX, "format.error.easynwk", "versions", NULL);
    if (n > MOST_VERSIONS) return kr_fail(error, KR_E_LIMIT, "format.error.versions", NULL, "200");
    version *all = kr_new_n(arena, version, n), *sorted = kr_new_n(arena, version, n);
    if (!all || !sorted) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        kr_err err = read_version(&all[i], arena, json_array_get(list, i), &rows_left, error);
        if (err != KR_OK) return err;
    }
    if (sort_versions(sorted, arena, all, n) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_import *newest = sorted[n - 1].map;
    newest->versions = sorted;
    newest->n_versions = n;
    *out = newest;
    return KR_OK;
}

static kr_err read_root(kr_import **out, kr_arena *arena, const json_t *root, kr_error *error) {
    const json_t *versions = json_object_get(root, "versions"), *nwk = json_object_get(root, "nwk");
    if (json_is_array(versions)) return read_versions(out, arena, versions, error);
    if (json_is_object(nwk)) return read_map(out, arena, nwk, error);
    return read_map(out, arena, root, error);
}

/* Before version 2 a map was lines that begin with E, F, N, P or L and a semicolon. */
static bool is_old(kr_str bytes) {
    kr_str text = kr_str_trim(bytes);
    return text.len > 1 && memchr("EFNPL", text.ptr[0], 5) && text.ptr[1] == ';';
}

kr_err kr_easynwk_import(kr_import **out, kr_arena *arena, kr_str bytes, kr_error *error) {
    if (is_old(bytes)) return kr_fail(error, KR_E_UNSUPPORTED, "format.error.easynwk_old", NULL, NULL);
    json_t *root;
    kr_err err = kr_json_read(&root, arena, bytes, error);
    if (err != KR_OK) return err;
    err = read_root(out, arena, root, error);
    json_decref(root);
    return err;
}
