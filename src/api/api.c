/* The public interface on top of the rooms below. */
#include "api/kring.h"

#include <stdlib.h>

#include "core/observe.h"
#include "draw/draw.h"
#include "format/study.h"
#include "measure/measure.h"
#include "words/notice.h"

#define MOST_MEMORY ((size_t)1 << 30)
#define MOST_BYTES  (64u << 20)
#define MOST_SAID   24

struct kring_circle {
    kr_arena arena; /* of the circle and all text that is lent */
    kr_circle whole;
    kr_view view;
    kr_network network;
    kr_viewer viewer;
    const char *ego;
    const char **names, **ids;
    const char **values; /* person × field of the schema, for persons and ties; "" unknown */
    size_t n_fields;
};

/* -- problems -- */

static kring_status status_of(kr_err err) {
    switch (err) {
    case KR_OK:
        return KRING_OK;
    case KR_E_MEMORY:
        return KRING_MEMORY;
    case KR_E_LIMIT:
        return KRING_LIMIT;
    case KR_E_NOT_FOUND:
        return KRING_NOT_FOUND;
    case KR_E_UNSUPPORTED:
        return KRING_UNSUPPORTED;
    case KR_E_SYNTAX:
    case KR_E_CORRUPT:
        return KRING_SYNTAX;
    default:
        return KRING_INVALID;
    }
}

static void copy_to(char *out, size_t room, kr_str s) {
    size_t n = s.len < room ? s.len : room - 1;
    while (n > 0 && n < s.len && ((unsigned char)s.ptr[n] & 0xC0) == 0x80) n--; /* no half letters */
    memcpy(out, s.ptr, n);
    out[n] = '\0';
}

static kring_status tell(kring_problem *problem, kr_arena *arena, kring_status status,
                         const kr_error *error) {
    kr_buf text;
    kr_str said;
    if (!problem) return status;
    *problem = (kring_problem){.status = status, .line = error->line, .column = error->column};
    copy_to(problem->key, sizeof problem->key, kr_str_z(error->key));
    kr_buf_init(&text, arena, 4096);
    if (error->key[0]) kr_say_error(&text, KR_EN, error);
    if (kr_buf_end(&text, &said) == KR_OK) copy_to(problem->sentence, sizeof problem->sentence, said);
    return status;
}

static kring_status fail(kring_problem *problem, kr_arena *arena, kr_err err, const char *key,
                         const char *detail) {
    kr_error error = {0};
    (void)kr_fail(&error, err, key, NULL, detail);
    return tell(problem, arena, status_of(err), &error);
}

static kring_status out_of_memory(kring_problem *problem) {
    if (problem)
        *problem = (kring_problem){
            .status = KRING_MEMORY, .key = "error.memory", .sentence = "There is no memory left."};
    return KRING_MEMORY;
}

/* -- text that the caller keeps -- */

static kring_status give(kring_text *out, const kr_buf *text, kring_problem *problem) {
    kr_str bytes;
    kr_err err = kr_buf_end(text, &bytes);
    if (err == KR_E_LIMIT) return fail(problem, text->arena, err, "api.large", NULL);
    char *copy = err == KR_OK ? malloc(bytes.len + 1) : NULL;
    if (!copy) return out_of_memory(problem);
    if (bytes.len) memcpy(copy, bytes.ptr, bytes.len);
    copy[bytes.len] = '\0';
    *out = (kring_text){copy, bytes.len};
    return KRING_OK;
}

void kring_text_free(kring_text *text) {
    if (!text) return;
    free(text->bytes);
    *text = (kring_text){NULL, 0};
}

/* -- opening -- */

static const char *lend(kr_arena *arena, kr_str s, bool *failed) {
    if (s.len == 0) return "";
    kr_str copy = kr_arena_copy(arena, s);
    *failed = *failed || !copy.ptr;
    return copy.ptr ? copy.ptr : "";
}

static const char *value_of(kring_circle *c, const kr_alter *alter, const kr_field *field, bool *failed) {
    kr_buf text;
    kr_str said = KR_NONE;
    const void *record =
        field->kind == KR_KIND_person ? (const void *)alter->person : (const void *)alter->tie;
    if (!record) return "";
    kr_assignment value = kr_record_get(record, field->kind, field);
    if (value.op != KR_OP_SET) return "";
    kr_buf_init(&text, &c->arena, 1u << 20);
    kr_put_written(&text, field, &value);
    *failed = *failed || kr_buf_end(&text, &said) != KR_OK;
    return lend(&c->arena, said, failed);
}

/* All that is lent is made here, so that reading a circle never changes it. */
static kr_err lend_all(kring_circle *c) {
    const kr_field *fields = kr_schema_fields(&c->n_fields);
    size_t n = c->network.n;
    bool failed = false;
    c->names = kr_new_n(&c->arena, const char *, n + 1);
    c->ids = kr_new_n(&c->arena, const char *, n + 1);
    c->values = kr_new_n(&c->arena, const char *, n * c->n_fields + 1);
    if (!c->names || !c->ids || !c->values) return KR_E_MEMORY;
    c->ego = c->network.ego ? lend(&c->arena, c->network.ego->name, &failed) : "";
    for (size_t i = 0; i < n && !failed; i++) {
        const kr_alter *alter = &c->network.alters[i];
        char id[17];
        kr_id_text(alter->person->id, id);
        c->ids[i] = lend(&c->arena, kr_str_n(id, 16), &failed);
        c->names[i] = lend(&c->arena, alter->person->name, &failed);
        for (size_t f = 0; f < c->n_fields; f++) {
            bool ours = fields[f].kind == KR_KIND_person || fields[f].kind == KR_KIND_tie;
            c->values[i * c->n_fields + f] = ours ? value_of(c, alter, &fields[f], &failed) : "";
        }
    }
    return failed ? KR_E_MEMORY : KR_OK;
}

static kr_err open_bytes(kring_circle *c, kr_str bytes, kr_error *error) {
    kr_change *changes;
    size_t count;
    kr_str copy = kr_arena_copy(&c->arena, bytes);
    if (!copy.ptr) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_err err = kr_kring_read(&changes, &count, &c->arena, copy, error);
    if (err == KR_OK) err = kr_circle_fold(&c->whole, &c->arena, changes, count, error);
    if (err == KR_OK) err = kr_view_make(&c->view, &c->arena, &c->whole, c->viewer, 0, error);
    if (err != KR_OK) return err;
    err = kr_network_make(&c->network, &c->arena, &c->view);
    if (err == KR_OK) err = lend_all(c);
    return err == KR_OK ? KR_OK : kr_fail(error, err, "error.memory", NULL, NULL);
}

kring_status kring_open(kring_circle **out, const void *bytes, size_t length, kring_viewer viewer,
                        kring_problem *problem) {
    static const kr_viewer viewers[] = {KR_VIEWER_OWNER, KR_VIEWER_WALL, KR_VIEWER_INITIALS};
    kr_error error = {0};
    kring_circle *c = calloc(1, sizeof *c);
    if (!c) return out_of_memory(problem);
    kr_arena_init(&c->arena, kr_heap(), MOST_MEMORY);
    kring_status status = KRING_OK;
    if ((unsigned)viewer >= KR_COUNT(viewers)) {
        status = fail(problem, &c->arena, KR_E_INVALID, "api.viewer", NULL);
    } else if (length > MOST_BYTES) {
        status = fail(problem, &c->arena, KR_E_LIMIT, "format.error.bytes", "64");
    } else {
        c->viewer = viewers[viewer];
        kr_err err = open_bytes(c, kr_str_n(bytes ? bytes : "", bytes ? length : 0), &error);
        if (err != KR_OK) status = tell(problem, &c->arena, status_of(err), &error);
    }
    if (status == KRING_OK)
        *out = c;
    else
        kring_close(c);
    return status;
}

void kring_close(kring_circle *circle) {
    if (!circle) return;
    kr_arena_dispose(&circle->arena);
    free(circle);
}

const char *kring_version(void) {
    return KR_VERSION;
}

/* -- who is there -- */

size_t kring_people(const kring_circle *circle) {
    return circle->network.n;
}

const char *kring_ego(const kring_circle *circle) {
    return circle->ego;
}

const char *kring_person_id(const kring_circle *circle, size_t person) {
    return person < circle->network.n ? circle->ids[person] : NULL;
}

const char *kring_person_name(const kring_circle *circle, size_t person) {
    return person < circle->network.n ? circle->names[person] : NULL;
}

const char *kring_person_field(const kring_circle *circle, size_t person, const char *field) {
    kr_str name = kr_str_z(field);
    size_t n;
    const kr_field *found = kr_schema_field_named(KR_KIND_person, name), *all = kr_schema_fields(&n);
    if (!found && kr_str_starts(name, KR_STR("tie_")))
        found = kr_schema_field_named(KR_KIND_tie, kr_str_n(name.ptr + 4, name.len - 4));
    if (!found) found = kr_schema_field_named(KR_KIND_tie, name);
    if (!found || person >= circle->network.n) return NULL;
    return circle->values[person * circle->n_fields + (size_t)(found - all)];
}

int kring_acquainted(const kring_circle *circle, size_t person, size_t other) {
    if (person >= circle->network.n || other >= circle->network.n || person == other) return -1;
    uint8_t said = kr_network_acquainted(&circle->network, person, other);
    return said == KR_yesno_yes ? 1 : said == KR_yesno_no ? 0 : -1;
}

/* -- what is made of it: each call has memory of its own -- */

static kr_lang lang_of(kring_language language) {
    return language == KRING_DUTCH ? KR_NL : KR_EN;
}

static kr_str word_of(void *context, const char *key) {
    const kr_lang *lang = context;
    return kr_word(*lang, key);
}

static kring_status draw(const kring_circle *c, kr_arena *arena, kr_drawing as, kr_lang lang, kring_text *out,
                         kring_problem *problem) {
    kr_draw_options options = {.as = as,
                               .layers = KR_LAYER_ALL | KR_LAYER_YEARS | KR_LAYER_HOUSEHOLDS,
                               .paper = KR_A4,
                               .roles = true,
                               .title = c->view.circle->self.title,
                               .text = word_of,
                               .text_context = &lang};
    kr_error error = {0};
    kr_scene *scene;
    kr_buf text;
    if (options.title.len == 0) options.title = kr_str_z(c->ego);
    kr_err err = kr_scene_make(&scene, arena, &c->network, &options, &error);
    if (err != KR_OK) return tell(problem, arena, status_of(err), &error);
    kr_buf_init(&text, arena, MOST_BYTES);
    kr_scene_svg(&text, scene, true);
    return give(out, &text, problem);
}

kring_status kring_draw(const kring_circle *circle, const char *drawing, kring_language language,
                        kring_text *out, kring_problem *problem) {
    kr_arena arena;
    kring_status status;
    kr_drawing as = kr_drawing_named(kr_str_z(drawing));
    kr_arena_init(&arena, kr_heap(), MOST_MEMORY);
    if (!as)
        status = fail(problem, &arena, KR_E_NOT_FOUND, "api.drawing", drawing);
    else if (as == KR_DRAW_OVER_TIME || as == KR_DRAW_MAP)
        status = fail(problem, &arena, KR_E_UNSUPPORTED, "api.not_yet", drawing);
    else
        status = draw(circle, &arena, as, lang_of(language), out, problem);
    kr_arena_dispose(&arena);
    return status;
}

kring_status kring_measure(const kring_circle *circle, const char *measure, double *out,
                           kring_problem *problem) {
    kr_arena arena;
    kr_ego_net net;
    kr_structure figures;
    size_t count, at = 0;
    const kr_measure *measures = kr_measures(KR_MEASURES_STRUCTURE, &count);
    kr_arena_init(&arena, kr_heap(), MOST_MEMORY);
    kring_status status = KRING_OK;
    while (at < count && strcmp(measures[at].name, measure ? measure : "") != 0) at++;
    kr_err err = at < count ? KR_OK : KR_E_NOT_FOUND;
    if (err == KR_OK) err = kr_ego_net_of(&net, NULL, &arena, &circle->network, true);
    if (err == KR_OK) err = kr_structure_of(&figures, NULL, &arena, &net, KR_PART_ALL);
    if (err == KR_E_NOT_FOUND)
        status = fail(problem, &arena, err, "api.measure", measure);
    else if (err != KR_OK)
        status = fail(problem, &arena, err, err == KR_E_LIMIT ? "api.large" : "error.memory", NULL);
    else if (!kr_is_defined(figures.of[at]))
        status = KRING_UNDEFINED;
    else
        *out = figures.of[at];
    if (status == KRING_UNDEFINED) {
        (void)fail(problem, &arena, KR_E_INVALID, "api.undefined", measure);
        if (problem) problem->status = KRING_UNDEFINED;
    }
    kr_arena_dispose(&arena);
    return status;
}

static kring_status observe(const kring_circle *c, kr_arena *arena, kr_date today, kr_lang lang,
                            kring_text *out, kring_problem *problem) {
    kr_observation *list;
    size_t count;
    kr_buf text;
    kr_err err = kr_observe(&list, &count, arena, &c->network, today, MOST_SAID);
    if (err != KR_OK) return out_of_memory(problem);
    kr_buf_init(&text, arena, 1u << 20);
    for (size_t i = 0; i < count; i++) {
        kr_say_notice(&text, lang, &c->network, &list[i], KR_NOTICE_SAY);
        kr_put_c(&text, '\t');
        kr_say_notice(&text, lang, &c->network, &list[i], KR_NOTICE_ASK);
        kr_put_c(&text, '\n');
    }
    return give(out, &text, problem);
}

kring_status kring_observe(const kring_circle *circle, const char *today, kring_language language,
                           kring_text *out, kring_problem *problem) {
    kr_arena arena;
    kr_date date;
    kring_status status;
    kr_arena_init(&arena, kr_heap(), MOST_MEMORY);
    if (kr_date_parse(kr_str_z(today), &date) && date % 100)
        status = observe(circle, &arena, date, lang_of(language), out, problem);
    else
        status = fail(problem, &arena, KR_E_INVALID, "api.date", today);
    kr_arena_dispose(&arena);
    return status;
}

static kr_err write_as(kr_buf *text, kr_arena *arena, const kring_circle *c, kr_str format, kr_error *error) {
    kr_gedcom_options gedcom = {.seven = true};
    if (kr_str_is(format, "csv")) return kr_csv_write(text, &c->network, false);
    if (kr_str_is(format, "json")) return kr_json_write(text, &c->network);
    if (kr_str_is(format, "kring")) return kr_kring_write(text, &c->view, error);
    if (kr_str_is(format, "gedcom")) return kr_gedcom_write(text, arena, &c->view, &gedcom, error);
    if (kr_str_is(format, "graphml")) return kr_graphml_write(text, arena, &c->network, false, error);
    if (kr_str_is(format, "gexf")) return kr_gexf_write(text, arena, &c->whole, c->viewer, error);
    return kr_fail(error, KR_E_NOT_FOUND, "api.format", NULL, NULL);
}

kring_status kring_export(const kring_circle *circle, const char *format, kring_text *out,
                          kring_problem *problem) {
    kr_arena arena;
    kr_buf text;
    kr_error error = {0};
    kr_arena_init(&arena, kr_heap(), MOST_MEMORY);
    kr_buf_init(&text, &arena, MOST_BYTES);
    kr_err err = write_as(&text, &arena, circle, kr_str_z(format), &error);
    if (err == KR_E_MEMORY) (void)kr_fail(&error, err, "error.memory", NULL, NULL);
    kring_status status =
        err == KR_OK ? give(out, &text, problem) : tell(problem, &arena, status_of(err), &error);
    kr_arena_dispose(&arena);
    return status;
}
