/* From a list of people to a draft: which format it is, who seems to be there already, and putting them in.
 */
#include "format/headings.h"
#include "format/study.h"
#include "format/tree.h"
#include "core/num.h"
#include "core/utf8.h"

static const char *const format_names[] = {"",        "kring", "csv",    "vcard",         "easynwk", "gedcom",
                                           "genopro", "egor",  "egoweb", "networkcanvas", "graphml", "gexf"};

kr_format kr_format_named(kr_str name) {
    for (unsigned i = 1; i < KR_COUNT(format_names); i++) {
        if (kr_str_is(name, format_names[i])) return (kr_format)i;
    }
    return (kr_format)0;
}

static bool begins_with_word(kr_str s, const char *upper) {
    size_t n = strlen(upper);
    if (s.len < n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? (char)(s.ptr[i] - 'a' + 'A') : s.ptr[i];
        if (c != upper[i]) return false;
    }
    return true;
}

/* Letters and such, as a table in a known character set has. Files of office programs and pictures do not. */
static bool is_text(kr_str head) {
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.ptr[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
    }
    return head.len > 0;
}

/* A table of a study says in its first line to whom in the middle a row belongs. */
static bool is_study_table(kr_str head) {
    char words[40];
    size_t begin = 0;
    for (size_t i = 0; i <= head.len; i++) {
        char c = i < head.len ? head.ptr[i] : '\n';
        if (c != ',' && c != ';' && c != '\t' && c != '\n' && c != '\r') continue;
        kr_str cell = kr_str_n(words, kr_letters_only(kr_str_n(head.ptr + begin, i - begin), words));
        if (kr_str_is(cell, "egoid") || kr_str_is(cell, "networkcanvasegouuid")) return true;
        if (c == '\n' || c == '\r') return false;
        begin = i + 1;
    }
    return false;
}

/* Of XML: by the name of its first element. */
static kr_format guess_xml(kr_str head) {
    if (kr_str_find(head, KR_STR("<graphml")) != SIZE_MAX)
        return kr_str_find(head, KR_STR("networkCanvas")) != SIZE_MAX ? KR_FORMAT_NETWORKCANVAS
                                                                      : KR_FORMAT_GRAPHML;
    if (kr_str_find(head, KR_STR("<GenoPro>")) != SIZE_MAX) return KR_FORMAT_GENOPRO; /* out of its zip */
    return kr_str_find(head, KR_STR("<gexf")) != SIZE_MAX ? KR_FORMAT_GEXF : (kr_format)0;
}

static kr_format guess_json(kr_str head) {
    if (kr_str_find(head, KR_STR("\"kring\"")) != SIZE_MAX) return KR_FORMAT_KRING;
    static const char *const theirs[] = {"\"versions\"", "\"alteri\"", "\"nwk\"", "\"ego\""};
    for (size_t i = 0; i < KR_COUNT(theirs); i++) {
        if (kr_str_find(head, kr_str_z(theirs[i])) != SIZE_MAX) return KR_FORMAT_EASYNWK;
    }
    return (kr_format)0;
}

kr_format kr_format_guess(kr_str bytes) {
    kr_str head = kr_str_n(bytes.ptr, bytes.len < 65536 ? bytes.len : 65536);
    if (kr_is_zip(bytes))
        return kr_zip_holds(bytes, "data.xml")   ? KR_FORMAT_GENOPRO
               : kr_zip_holds(bytes, ".ged")     ? KR_FORMAT_GEDCOM
               : kr_zip_holds(bytes, "_ego.csv") ? KR_FORMAT_NETWORKCANVAS
               : kr_zip_holds(bytes, "egos.csv") ? KR_FORMAT_EGOR
               : kr_zip_holds(bytes, ".graphml") ? KR_FORMAT_GRAPHML
               : kr_zip_holds(bytes, ".gexf")    ? KR_FORMAT_GEXF
                                                 : (kr_format)0;
    bool wide = kr_is_utf16(head);
    if (kr_str_starts(head, KR_STR("\xEF\xBB\xBF"))) head = kr_str_n(head.ptr + 3, head.len - 3);
    char narrow[64];
    if (wide) {
        /* Only to see how it begins: the other byte of each pair is 0. */
        size_t n = 0, low = (unsigned char)head.ptr[0] == 0xFF ? 2 : 3;
        for (size_t i = low; i < head.len && n < sizeof narrow; i += 2) narrow[n++] = head.ptr[i];
        head = kr_str_n(narrow, n);
    }
    kr_str start = kr_str_trim(head);
    if (begins_with_word(start, "BEGIN:VCARD")) return KR_FORMAT_VCARD;
    if (begins_with_word(start, "0 HEAD")) return KR_FORMAT_GEDCOM;
    if (start.len && start.ptr[0] == '{') return guess_json(start);
    if (start.len && start.ptr[0] == '<') return guess_xml(start);
    if (start.len == 0 || start.ptr[0] == '[' || kr_str_starts(start, KR_STR("%PDF"))) return (kr_format)0;
    if (!is_text(head)) return (kr_format)0;
    return is_study_table(head) ? KR_FORMAT_EGOR : KR_FORMAT_CSV;
}

/* A study with one person in the middle; what was noted of the files stands with it. */
static kr_err read_one_case(kr_import **out, kr_arena *arena, kr_format format, kr_str bytes,
                            bool with_details, kr_error *error) {
    kr_study *study;
    kr_file file = {KR_NONE, bytes}, *files;
    size_t count;
    kr_study_options options = {.with_details = with_details};
    kr_err err = kr_study_unpack(&files, &count, arena, file, error);
    if (err == KR_OK) err = kr_study_read(&study, arena, format, files, count, &options, error);
    if (err != KR_OK) return err;
    if (study->n_cases != 1) return kr_fail(error, KR_E_UNSUPPORTED, "format.error.cases", NULL, NULL);
    kr_import *import = study->cases[0].import;
    kr_import_note *notes = kr_new_n(arena, kr_import_note, import->n_notes + study->n_notes);
    if (!notes) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (study->n_notes) memcpy(notes, study->notes, study->n_notes * sizeof *notes);
    if (import->n_notes) memcpy(notes + study->n_notes, import->notes, import->n_notes * sizeof *notes);
    import->notes = notes;
    import->n_notes += study->n_notes;
    *out = import;
    return KR_OK;
}

kr_err kr_import_read(kr_import **out, kr_arena *arena, kr_format format, kr_str bytes, bool with_details,
                      kr_error *error) {
    bool tree = format == KR_FORMAT_GEDCOM || format == KR_FORMAT_GENOPRO;
    if (tree && bytes.len > KR_TREE_MOST_BYTES)
        return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "64");
    if (!tree && format != KR_FORMAT_KRING && bytes.len > KR_IMPORT_MOST_BYTES)
        return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "16");
    if (kr_str_trim(bytes).len == 0) return kr_fail(error, KR_E_SYNTAX, "format.error.empty", NULL, NULL);
    switch (format) {
    case KR_FORMAT_KRING:
        return kr_kring_import(out, arena, bytes, with_details, error);
    case KR_FORMAT_CSV:
        return kr_csv_import(out, arena, bytes, with_details, error);
    case KR_FORMAT_VCARD:
        return kr_vcard_import(out, arena, bytes, with_details, error);
    case KR_FORMAT_EASYNWK:
        return kr_easynwk_import(out, arena, bytes, error);
    case KR_FORMAT_GEDCOM:
        return kr_gedcom_import(out, arena, bytes, with_details, error);
    case KR_FORMAT_GENOPRO:
        return kr_genopro_import(out, arena, bytes, with_details, error);
    case KR_FORMAT_EGOR:
    case KR_FORMAT_EGOWEB:
    case KR_FORMAT_NETWORKCANVAS:
    case KR_FORMAT_GRAPHML:
    case KR_FORMAT_GEXF:
        return read_one_case(out, arena, format, bytes, with_details, error);
    }
    return kr_fail(error, KR_E_UNSUPPORTED, "format.error.unknown", NULL, NULL);
}

void kr_import_call_nameless(kr_import *import, kr_str name) {
    for (size_t i = 0; i < import->n_rows; i++) {
        kr_import_row *row = &import->rows[i];
        if (!row->named && kr_str_is(row->name, KR_IMPORT_NAMELESS)) row->name = name;
    }
    for (size_t i = 0; i < import->n_notes; i++) {
        kr_import_note *note = &import->notes[i];
        bool about = strcmp(note->key, "format.note.nameless") == 0;
        if (about && kr_str_is(note->detail, KR_IMPORT_NAMELESS)) note->detail = name;
    }
    for (size_t i = 0; i + 1 < import->n_versions; i++)
        kr_import_call_nameless(import->versions[i].map, name);
}

/* -- who is there already
 * ----------------------------------------------------------------------------------------- */

typedef struct person_key {
    kr_str key;
    kr_id id;
    size_t order;
} person_key;

static int by_key(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(((const person_key *)a)->key, ((const person_key *)b)->key);
}

static int by_id(const void *a, const void *b, void *context) {
    const person_key *x = a, *y = b;
    (void)context;
    return x->id < y->id ? -1 : x->id > y->id;
}

static kr_id find_key(const person_key *keys, size_t n, kr_str key) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (kr_str_cmp(keys[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return key.len && low < n && kr_str_eq(keys[low].key, key) ? keys[low].id : 0;
}

static kr_id find_id(const person_key *keys, size_t n, kr_id id) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (keys[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && keys[low].id == id ? id : 0;
}

/* Our own lists name people by their number; that is surer than a name. */
static kr_err match_all(kr_import *import, kr_arena *arena, const kr_network *network) {
    size_t n = network->n;
    person_key *names = kr_new_n(arena, person_key, n), *ids = kr_new_n(arena, person_key, n);
    person_key *scratch = kr_new_n(arena, person_key, n);
    if (!names || !ids || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        names[i] = (person_key){.id = network->alters[i].person->id};
        kr_err err = kr_name_key(&names[i].key, arena, network->alters[i].person->name);
        if (err != KR_OK) return err;
    }
    memcpy(ids, names, n * sizeof *ids);
    kr_sort(names, n, sizeof *names, by_key, NULL, scratch);
    kr_sort(ids, n, sizeof *ids, by_id, NULL, scratch);
    for (size_t i = 0; i < import->n_rows; i++) {
        kr_import_row *row = &import->rows[i];
        kr_str key;
        row->same_as = 0;
        if (row->is_ego) continue;
        if (row->mark) row->same_as = find_id(ids, n, row->mark);
        if (row->same_as || !row->named) continue;
        kr_err err = kr_name_key(&key, arena, row->name);
        if (err != KR_OK) return err;
        row->same_as = find_key(names, n, key);
    }
    return KR_OK;
}

void kr_import_match(kr_import *import, const kr_network *network) {
    kr_arena arena;
    kr_arena_init(&arena, kr_heap(), 256u << 20);
    /* Without memory nobody seems to be there already, which takes nothing away. */
    if (match_all(import, &arena, network) != KR_OK) {
        for (size_t i = 0; i < import->n_rows; i++) import->rows[i].same_as = 0;
    }
    kr_arena_dispose(&arena);
}
