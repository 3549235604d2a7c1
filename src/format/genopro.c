/* GenoPro: a zip with one Data.xml. The parts of each record that Kring knows are gathered; all others are
 * told about, once for each name. */
#include "core/utf8.h"
#include "format/genopro_in.h"

/* Below a record: "Birth.Date"; of an attribute "@ID" or "Position@GenoMap". */
typedef struct geno_field {
    const char *path;
    geno_part part;
} geno_field;

typedef struct geno_record {
    const char *name;
    const geno_field *fields;
    size_t n;
    void (*end)(genopro *g);
} geno_record;

static const geno_field of_person[] = {{"@ID", GENO_ID},
                                       {"@IndividualInternalHyperlink", GENO_ALIAS},
                                       {"Name", GENO_NAME},
                                       {"Name.Display", GENO_DISPLAY},
                                       {"Name.First", GENO_FIRST},
                                       {"Name.Middle", GENO_MIDDLE},
                                       {"Name.Last", GENO_LAST},
                                       {"Position", GENO_POSITION},
                                       {"Position@GenoMap", GENO_SHEET},
                                       {"Position@BoundaryRect", GENO_NOTHING},
                                       {"Gender", GENO_GENDER},
                                       {"IsDead", GENO_DEAD},
                                       {"Birth.Date", GENO_BIRTH},
                                       {"Birth.Place", GENO_BIRTH_PLACE},
                                       {"Birth.PregnancyLength", GENO_PREGNANT},
                                       {"Death.Date", GENO_DEATH},
                                       {"Death.Place", GENO_DEATH_PLACE},
                                       {"Death.Cause", GENO_CAUSE},
                                       {"Occupations", GENO_WORK},
                                       {"Comment", GENO_NOTE}};
static const geno_field of_family[] = {
    {"@ID", GENO_ID}, {"Relation", GENO_WORD}, {"Unions", GENO_PAIRS}, {"Comment", GENO_NOTE}};
static const geno_field of_pedigree[] = {
    {"@PedigreeLink", GENO_WORD}, {"@Family", GENO_TO}, {"@Individual", GENO_FROM}, {"@Twin", GENO_TWIN}};
static const geno_field of_twin[] = {
    {"@ID", GENO_ID}, {"@TwinLink", GENO_WORD}, {"@Family", GENO_NOTHING}, {"@Siblings", GENO_NOTHING}};
static const geno_field of_bond[] = {{"@ID", GENO_NOTHING},        {"@EmotionalLink", GENO_WORD},
                                     {"@Entity1", GENO_FROM},      {"@Entity2", GENO_TO},
                                     {"EmotionalLink", GENO_WORD}, {"Entity1", GENO_FROM},
                                     {"Entity2", GENO_TO},         {"Comment", GENO_NOTE}};
static const geno_field of_social[] = {{"@ID", GENO_NOTHING},
                                       {"@Connection", GENO_WORD},
                                       {"@Entity1", GENO_FROM},
                                       {"@Entity2", GENO_TO},
                                       {"Comment", GENO_NOTE}};
static const geno_field of_place[] = {{"@ID", GENO_ID}, {"Name", GENO_NAME}};
static const geno_field of_work[] = {{"@ID", GENO_ID}, {"Title", GENO_NAME}};
static const geno_field of_wedding[] = {{"@ID", GENO_ID},
                                        {"Date", GENO_DATE},
                                        {"Place", GENO_PLACE},
                                        {"Divorce.Date", GENO_DIVORCE},
                                        {"Comment", GENO_NOTE}};
static const geno_field of_sheet[] = {{"@Name", GENO_ID},
                                      {"@Position", GENO_NOTHING},
                                      {"@BoundaryRect", GENO_NOTHING},
                                      {"@Zoom", GENO_NOTHING}};

static const geno_record records[] = {{"Individual", of_person, KR_COUNT(of_person), geno_end_person},
                                      {"Family", of_family, KR_COUNT(of_family), geno_end_family},
                                      {"PedigreeLink", of_pedigree, KR_COUNT(of_pedigree), geno_end_pedigree},
                                      {"Twin", of_twin, KR_COUNT(of_twin), geno_end_twin},
                                      {"EmotionalRelationship", of_bond, KR_COUNT(of_bond), geno_end_bond},
                                      {"SocialRelationship", of_social, KR_COUNT(of_social), geno_end_social},
                                      {"Place", of_place, KR_COUNT(of_place), geno_end_place},
                                      {"Occupation", of_work, KR_COUNT(of_work), geno_end_work},
                                      {"Marriage", of_wedding, KR_COUNT(of_wedding), geno_end_wedding},
                                      {"GenoMap", of_sheet, KR_COUNT(of_sheet), geno_end_sheet}};

void geno_fail(genopro *g, kr_err err) {
    if (g->tree->err == KR_OK) g->tree->err = err;
    kr_xml_fail(&g->xml, err);
}

uint32_t geno_line(const genopro *g) {
    return kr_xml_line(&g->xml);
}

void geno_left(genopro *g, const char *path) {
    kr_tree_note(g->tree, "format.note.genopro", kr_str_z(path), geno_line(g));
}

void geno_left_word(genopro *g, const char *path, kr_str word, uint32_t line) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, g->tree->arena, 400);
    kr_put_z(&out, path);
    kr_put_c(&out, ' ');
    kr_put(&out, kr_utf8_head(word, 60));
    if (kr_buf_end(&out, &text) != KR_OK) geno_fail(g, KR_E_MEMORY);
    kr_tree_note(g->tree, "format.note.genopro", text, line);
}

static bool is_at(const genopro *g, int level, const char *name) {
    return level < g->depth && strcmp(g->path[level], name) == 0;
}

/* -- paths -- */

/* The open elements from `level` on: "Birth.Date"; then "@attribute". Of what is too long, the beginning. */
static void path_of(const genopro *g, int level, const char *attribute, char out[120]) {
    size_t n = 0;
    for (int i = level; i <= g->depth; i++) {
        const char *part = i < g->depth ? g->path[i] : attribute;
        size_t len = part ? strlen(part) : 0;
        if (!part || n + len + 2 > 120) break;
        if (i == g->depth)
            out[n++] = '@';
        else if (i > level)
            out[n++] = '.';
        memcpy(out + n, part, len);
        n += len;
    }
    out[n] = '\0';
}

/* Does the record have this part? `within`: also when only something within it. */
static const geno_field *field_of(const genopro *g, const char *path, bool within) {
    size_t len = strlen(path);
    for (size_t i = 0; i < g->record->n; i++) {
        const geno_field *field = &g->record->fields[i];
        if (strncmp(field->path, path, len) != 0) continue;
        char next = field->path[len];
        if (next == '\0' || (within && (next == '.' || next == '@'))) return field;
    }
    return NULL;
}

/* A part is there once; what comes a second time is told. */
static void take(genopro *g, const char *attribute, kr_str value) {
    char path[120];
    value = kr_str_trim(value);
    if (!g->record || g->unknown || value.len == 0) return;
    path_of(g, 3, attribute, path);
    const geno_field *field = field_of(g, path, false);
    if (field && field->part == GENO_NOTHING) return;
    if (field && g->parts[field->part].len == 0) {
        g->parts[field->part] = kr_xml_copy(&g->xml, value);
        return;
    }
    path_of(g, 2, attribute, path);
    geno_left(g, path);
}

/* -- elements -- */

/* What is not known is told once, at its outermost element. Software and date are about the file. */
static void meet(genopro *g) {
    char path[120];
    if (g->unknown || g->depth < 2) return;
    if (g->depth == 2 && is_at(g, 1, "Global")) {
        g->unknown = 2;
        geno_left(g, "Global");
    }
    if (g->depth < 3 || is_at(g, 1, "Global") || is_at(g, 1, "Software")) return;
    if (g->depth == 3) {
        g->record = NULL;
        g->line = geno_line(g);
        memset(g->parts, 0, sizeof g->parts);
        for (size_t i = 0; i < KR_COUNT(records); i++) {
            if (is_at(g, 2, records[i].name)) g->record = &records[i];
        }
        if (g->record) return;
    }
    path_of(g, 3, NULL, path);
    if (g->depth > 3 && (!g->record || field_of(g, path, true))) return;
    path_of(g, 2, NULL, path);
    geno_left(g, path);
    g->unknown = g->depth;
}

static void on_begin(kr_xml *xml, kr_str name, const XML_Char **attributes) {
    genopro *g = xml->context;
    /* A name of several parts has its whole form before the first of them. */
    if (g->depth > 2) take(g, NULL, kr_str_n(xml->text.ptr ? xml->text.ptr : "", xml->text.len));
    kr_str copy = kr_xml_copy(xml, name);
    g->depth = xml->depth;
    g->path[g->depth - 1] = copy.ptr ? copy.ptr : "";
    if (g->depth == 1 && !is_at(g, 0, "GenoPro")) {
        g->other = true;
        g->line = geno_line(g);
        kr_xml_fail(xml, KR_E_SYNTAX);
        return;
    }
    meet(g);
    for (size_t i = 0; attributes[i] && g->depth > 2; i += 2)
        take(g, attributes[i], kr_str_z(attributes[i + 1]));
    if (g->tree->err != KR_OK) geno_fail(g, g->tree->err);
}

static void on_end(kr_xml *xml, kr_str name, kr_str text) {
    genopro *g = xml->context;
    (void)name;
    if (g->depth == 2 && is_at(g, 1, "Date")) g->tree->today = kr_gedcom_date_read(geno_phrase(g, text)).date;
    if (g->depth > 2) take(g, NULL, text);
    if (g->depth == 3 && g->record) {
        g->record->end(g);
        g->record = NULL;
    }
    if (g->unknown == g->depth) g->unknown = 0;
    g->depth--;
    if (g->tree->err != KR_OK) geno_fail(g, g->tree->err);
}

kr_err kr_genopro_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_notes, kr_error *error) {
    genopro *g = kr_new(arena, genopro);
    kr_str text = bytes;
    if (!g) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_err err = kr_is_zip(bytes) ? kr_zip_member(&text, arena, bytes, "data.xml", error) : KR_OK;
    if (err != KR_OK) return err;
    if (kr_tree_begin(&g->tree, arena, KR_FORMAT_GENOPRO, with_notes) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    g->xml = (kr_xml){.context = g, .on_begin = on_begin, .on_end = on_end};
    err = kr_xml_read(&g->xml, arena, text, error);
    if (g->other) return kr_fail_at(error, KR_E_SYNTAX, "format.error.not_genopro", NULL, g->line, 0);
    if (err != KR_OK && g->tree->err == KR_OK) return err;
    if (g->tree->err == KR_OK && geno_settle(g) != KR_OK) g->tree->err = KR_E_MEMORY;
    return kr_tree_end(g->tree, out, error);
}
