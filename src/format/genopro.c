/* GenoPro: a zip with one Data.xml. People, families, who is parent or child in which. */
#include <expat.h>

#include "core/num.h"
#include "core/utf8.h"
#include "format/tree.h"

#define MOST_DEPTH 32
#define MOST_TEXT  100000u

typedef struct mark {
    kr_str id;
    uint32_t index;
} mark;

typedef struct link {
    kr_str family, person, how;
    uint32_t line;
} link;

/* Whose event it is. */
typedef struct owner {
    uint32_t index;
    bool of_union;
} event_owner;

typedef struct reader {
    kr_tree *tree;
    XML_Parser parser;
    const char *path[MOST_DEPTH]; /* names of the open elements, in the arena */
    int depth;
    kr_buf text; /* since the last tag */
    kr_tree_person *person;
    kr_tree_union *pair;
    kr_str birth, death; /* as written */
    link *links;
    size_t n_links, cap_links;
    bool refused;
} reader;

static void fail(reader *r, kr_err err) {
    if (r->tree->err == KR_OK) r->tree->err = err;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

static kr_str copied(reader *r, kr_str s) {
    kr_str copy = kr_arena_copy(r->tree->arena, s);
    if (!copy.ptr) fail(r, KR_E_MEMORY);
    return copy.ptr ? copy : KR_NONE;
}

static kr_str attribute(reader *r, const XML_Char **attributes, const char *name) {
    for (size_t i = 0; attributes[i]; i += 2) {
        if (strcmp(attributes[i], name) == 0) return copied(r, kr_str_z(attributes[i + 1]));
    }
    return KR_NONE;
}

static uint32_t line_of(const reader *r) {
    return (uint32_t)XML_GetCurrentLineNumber(r->parser);
}

static bool is_at(const reader *r, int level, const char *name) {
    return level < r->depth && strcmp(r->path[level], name) == 0;
}

static void XMLCALL on_text(void *context, const XML_Char *text, int len) {
    reader *r = context;
    if (r->text.len + (size_t)len <= MOST_TEXT) kr_put(&r->text, kr_str_n(text, (size_t)len));
    if (r->text.err != KR_OK) fail(r, r->text.err);
}

/* What stood before the first element within: a name of several parts has its whole form there. */
static void before_parts(reader *r) {
    if (r->depth == 4 && is_at(r, 2, "Individual") && is_at(r, 3, "Name") && r->person &&
        r->person->name.len == 0) {
        kr_str whole = copied(r, kr_str_trim(kr_str_n(r->text.ptr, r->text.len)));
        r->person->name = kr_tree_text(r->tree, KR_KIND_person, KR_F_person_name, whole, line_of(r));
    }
    r->text.len = 0;
}

static void begin_record(reader *r, const char *name, const XML_Char **attributes) {
    if (strcmp(name, "Individual") == 0) {
        kr_str id = attribute(r, attributes, "ID");
        r->birth = r->death = KR_NONE;
        r->person = kr_tree_person_add(r->tree);
        if (r->person) r->person->mark = id.len <= 200 ? id : KR_NONE, r->person->line = line_of(r);
    } else if (strcmp(name, "Family") == 0) {
        kr_str id = attribute(r, attributes, "ID");
        r->pair = kr_tree_union_add(r->tree);
        if (r->pair) r->pair->mark = id.len <= 200 ? id : KR_NONE, r->pair->line = line_of(r);
    } else if (strcmp(name, "PedigreeLink") == 0) {
        link *all = kr_grow_one(r->tree->arena, r->links, r->n_links, &r->cap_links, sizeof *all);
        if (!all || r->n_links >= KR_TREE_MOST) {
            fail(r, all ? KR_E_LIMIT : KR_E_MEMORY);
            return;
        }
        r->links = all;
        all[r->n_links++] = (link){attribute(r, attributes, "Family"), attribute(r, attributes, "Individual"),
                                   attribute(r, attributes, "PedigreeLink"), line_of(r)};
    } else if (strcmp(name, "GenoMap") != 0) {
        kr_tree_note(r->tree, "format.note.genopro", kr_str_z(name), line_of(r));
    }
    if (r->tree->err != KR_OK) fail(r, r->tree->err);
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes) {
    reader *r = context;
    before_parts(r);
    if (r->depth >= MOST_DEPTH) {
        r->refused = true;
        fail(r, KR_E_LIMIT);
        return;
    }
    kr_str copy = copied(r, kr_str_z(name));
    r->path[r->depth++] = copy.ptr;
    if (r->depth == 3 && !is_at(r, 1, "Global") && !is_at(r, 1, "Software"))
        begin_record(r, name, attributes);
}

/* "~1200", "<1003", ">1052", "7.2.999", "0888": as GEDCOM says it. */
static kr_str phrase_of(reader *r, kr_str written) {
    static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                         "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    kr_buf out;
    kr_str phrase = KR_NONE, day, month, rest = kr_str_trim(written);
    int64_t d, m;
    kr_buf_init(&out, r->tree->arena, rest.len + 64);
    if (rest.len && (rest.ptr[0] == '~' || rest.ptr[0] == '<' || rest.ptr[0] == '>')) {
        kr_put_z(&out, rest.ptr[0] == '~' ? "ABT " : rest.ptr[0] == '<' ? "BEF " : "AFT ");
        rest = kr_str_trim(kr_str_n(rest.ptr + 1, rest.len - 1));
    }
    kr_str year = kr_str_cut(rest, '.', &day);
    year = kr_str_cut(year, '.', &month);
    if (year.len && kr_str_int(day, &d) && kr_str_int(month, &m) && m >= 1 && m <= 12 && d >= 1 && d <= 31) {
        kr_put_int(&out, d);
        kr_put_c(&out, ' ');
        kr_put_z(&out, months[m - 1]);
        kr_put_c(&out, ' ');
        rest = year;
    }
    while (rest.len > 1 && rest.ptr[0] == '0') rest = kr_str_n(rest.ptr + 1, rest.len - 1);
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.ptr[i];
        kr_put_c(&out, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    if (kr_buf_end(&out, &phrase) != KR_OK) fail(r, KR_E_MEMORY);
    return phrase;
}

/* A date of which the field cannot say all stands in an event too. */
static kr_date take_date(reader *r, kr_str written, const char *tag, event_owner owner, uint8_t kind) {
    if (written.len == 0) return 0;
    kr_str phrase = phrase_of(r, written);
    kr_gedcom_date date = kr_gedcom_date_read(phrase);
    if (date.plain) return date.date;
    kr_tree_event *event = kr_tree_event_add(r->tree);
    if (!event) return date.date;
    *event = (kr_tree_event){.owner = owner.index,
                             .of_union = owner.of_union,
                             .kind = kind,
                             .tag = kr_str_z(tag),
                             .date = date.date};
    event->detail = kr_tree_text(r->tree, KR_KIND_event, KR_F_event_detail, phrase, line_of(r));
    return date.date;
}

static void end_person(reader *r) {
    kr_tree_person *p = r->person;
    event_owner owner = {(uint32_t)r->tree->n_persons - 1, false};
    p->named = p->name.len > 0;
    if (!p->named) p->name = KR_STR("?");
    p->born = take_date(r, r->birth, "BIRT", owner, KR_event_kind_birth);
    p->died = take_date(r, r->death, "DEAT", owner, KR_event_kind_death);
    if (p->dead && !p->died && r->death.len == 0) {
        kr_tree_event *event = kr_tree_event_add(r->tree);
        if (event)
            *event =
                (kr_tree_event){.owner = owner.index, .kind = KR_event_kind_death, .tag = KR_STR("DEAT")};
    }
    r->person = NULL;
}

/* The end of an element within a person; `text` is what stood in it. */
static void person_part(reader *r, kr_str text) {
    kr_tree_person *p = r->person;
    uint32_t line = line_of(r);
    bool first = r->depth == 4, second = r->depth == 5;
    if (first && is_at(r, 3, "Name") && p->name.len == 0)
        p->name = kr_tree_text(r->tree, KR_KIND_person, KR_F_person_name, copied(r, text), line);
    if (second && is_at(r, 3, "Name") && is_at(r, 4, "Last"))
        p->surname = kr_tree_text(r->tree, KR_KIND_person, KR_F_person_surname, copied(r, text), line);
    if (first && is_at(r, 3, "Gender") && text.len)
        p->gender = text.ptr[0] == 'M'   ? KR_gender_man
                    : text.ptr[0] == 'F' ? KR_gender_woman
                                         : KR_gender_unknown;
    if (first && is_at(r, 3, "IsDead")) p->dead = text.len && text.ptr[0] == 'Y';
    if (first && is_at(r, 3, "Comment"))
        p->note = kr_tree_text(r->tree, KR_KIND_person, KR_F_person_family_note, copied(r, text), line);
    if (second && is_at(r, 4, "Date") && is_at(r, 3, "Birth")) r->birth = copied(r, kr_utf8_head(text, 200));
    if (second && is_at(r, 4, "Date") && is_at(r, 3, "Death")) r->death = copied(r, kr_utf8_head(text, 200));
}

static const struct {
    const char *word;
    uint8_t type, end;
} relations[] = {{"Marriage", KR_union_type_married, 0},
                 {"Widowed", KR_union_type_married, KR_union_end_widowed},
                 {"Divorce", KR_union_type_married, KR_union_end_divorced},
                 {"Annulment", KR_union_type_married, KR_union_end_annulled},
                 {"Separation", KR_union_type_married, KR_union_end_separated},
                 {"SeparationLegal", KR_union_type_married, KR_union_end_bed_and_board},
                 {"Cohabitation", KR_union_type_living_together, 0},
                 {"CohabitationAndSeparation", KR_union_type_living_together, KR_union_end_ended},
                 {"Engagement", KR_union_type_engaged, 0},
                 {"EngagementAndSeparation", KR_union_type_engaged, KR_union_end_ended},
                 {"LoveAffair", KR_union_type_affair, 0},
                 {"CasualRelationship", KR_union_type_casual, 0},
                 {"TemporaryRelation", KR_union_type_casual, 0}};

static void pair_part(reader *r, kr_str text) {
    for (size_t i = 0; r->depth == 4 && is_at(r, 3, "Relation") && i < KR_COUNT(relations); i++) {
        if (!kr_str_is(text, relations[i].word)) continue;
        r->pair->type = relations[i].type;
        r->pair->end = relations[i].end;
    }
}

static void XMLCALL on_end(void *context, const XML_Char *name) {
    reader *r = context;
    kr_str text = kr_str_trim(kr_str_n(r->text.ptr ? r->text.ptr : "", r->text.len));
    (void)name;
    if (r->person && r->depth > 3) person_part(r, text);
    if (r->pair && r->depth > 3) pair_part(r, text);
    if (r->person && r->depth == 3) end_person(r);
    if (r->depth == 3) r->pair = NULL;
    if (r->depth == 2 && is_at(r, 1, "Date")) {
        kr_str phrase = phrase_of(r, kr_utf8_head(text, 200));
        r->tree->today = kr_gedcom_date_read(phrase).date;
    }
    r->depth--;
    r->text.len = 0;
    if (r->tree->err != KR_OK) fail(r, r->tree->err);
}

/* Nothing of ours has one, and entities grow without end. */
static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal) {
    reader *r = context;
    (void)name, (void)system, (void)public, (void)internal;
    r->refused = true;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

/* -- links -- */

static int by_id(const void *a, const void *b, void *context) {
    (void)context;
    return kr_str_cmp(((const mark *)a)->id, ((const mark *)b)->id);
}

static uint32_t index_of(const mark *marks, size_t n, kr_str id) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (kr_str_cmp(marks[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return id.len && low < n && kr_str_eq(marks[low].id, id) ? marks[low].index : KR_NOBODY;
}

static void take_link(kr_tree *t, const link *l, uint32_t person, uint32_t pair) {
    kr_tree_union *u = &t->unions[pair];
    if (kr_str_is(l->how, "Parent")) {
        uint32_t *place = u->a == KR_NOBODY ? &u->a : &u->b;
        if (*place != KR_NOBODY || u->a == person)
            kr_tree_note(t, "format.note.pointer_twice", l->person, l->line);
        else
            *place = person;
        return;
    }
    kr_tree_child *c = kr_tree_child_add(t);
    if (!c) return;
    *c = (kr_tree_child){.person = person, .pair = pair};
    if (kr_str_is(l->how, "Adopted")) c->type = KR_parentage_type_adopted;
    if (kr_str_is(l->how, "Foster")) c->type = KR_parentage_type_foster;
}

static kr_err take_links(reader *r) {
    kr_tree *t = r->tree;
    mark *persons = kr_new_n(t->arena, mark, t->n_persons + 1),
         *pairs = kr_new_n(t->arena, mark, t->n_unions + 1);
    mark *scratch = kr_new_n(t->arena, mark, t->n_persons + t->n_unions + 1);
    if (!persons || !pairs || !scratch) return KR_E_MEMORY;
    for (size_t i = 0; i < t->n_persons; i++) persons[i] = (mark){t->persons[i].mark, (uint32_t)i};
    for (size_t i = 0; i < t->n_unions; i++) pairs[i] = (mark){t->unions[i].mark, (uint32_t)i};
    kr_sort(persons, t->n_persons, sizeof *persons, by_id, NULL, scratch);
    kr_sort(pairs, t->n_unions, sizeof *pairs, by_id, NULL, scratch);
    for (size_t i = 0; i < r->n_links; i++) {
        const link *l = &r->links[i];
        uint32_t person = index_of(persons, t->n_persons, l->person),
                 pair = index_of(pairs, t->n_unions, l->family);
        if (person == KR_NOBODY || pair == KR_NOBODY)
            kr_tree_note(t, "format.note.pointer", person == KR_NOBODY ? l->person : l->family, l->line);
        else
            take_link(t, l, person, pair);
    }
    return KR_OK;
}

static kr_err parse(reader *r, kr_str xml, kr_error *error) {
    r->parser = XML_ParserCreate(NULL);
    if (!r->parser) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    bool read = XML_Parse(r->parser, xml.ptr, (int)xml.len, 1) == XML_STATUS_OK;
    bool memory = XML_GetErrorCode(r->parser) == XML_ERROR_NO_MEMORY;
    uint32_t line = line_of(r);
    XML_ParserFree(r->parser);
    r->parser = NULL;
    if (memory || r->tree->err == KR_E_MEMORY) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (r->refused || (!read && r->tree->err == KR_OK))
        return kr_fail_at(error, KR_E_SYNTAX, "format.error.xml", NULL, line, 0);
    return KR_OK;
}

kr_err kr_genopro_import(kr_import **out, kr_arena *arena, kr_str bytes, bool with_notes, kr_error *error) {
    reader r = {0};
    kr_str xml = bytes;
    kr_err err = kr_is_zip(bytes) ? kr_zip_member(&xml, arena, bytes, "data.xml", error) : KR_OK;
    if (err != KR_OK) return err;
    if (kr_tree_begin(&r.tree, arena, KR_FORMAT_GENOPRO, with_notes) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_buf_init(&r.text, arena, MOST_TEXT + 64);
    kr_put_z(&r.text, " ");
    r.text.len = 0;
    err = parse(&r, xml, error);
    if (err != KR_OK) return err;
    if (r.tree->err == KR_OK && take_links(&r) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    return kr_tree_end(r.tree, out, error);
}
