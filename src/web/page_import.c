/* Bringing people in from a file: upload, see beforehand who would come, say who is the same, take.
 * Nothing is kept in between: the file travels inside the page, compressed and sealed; a very large one is
 * asked for again. */
#include "core/utf8.h"
#include "format/format.h"
#include "web/carry.h"
#include "web/pages_own.h"
#include "web/placed.h"

typedef struct bringing {
    kr_request *request;
    kr_import *import;
    kr_str bytes;
    kr_format format;
    bool details;
} bringing;

static bool is_new(const kr_request *request) {
    return request->view.circle == NULL;
}

/* A practice circle holds invented people only. */
static kr_err not_to_practise(const kr_request *request, kr_error *error) {
    bool practice = !is_new(request) && request->view.circle->self.practice.len > 0;
    return practice ? kr_fail(error, KR_E_DENIED, "learn.no_file", NULL, NULL) : KR_OK;
}

static kr_err find_bytes(kr_request *request, kr_str *out, kr_error *error) {
    kr_str sealed = kr_posted(request, "sealed");
    *out = kr_posted(request, "bestand");
    if (out->len == 0 && sealed.len) return kr_carry_open(request, "import:", sealed, out, error);
    if (out->len == 0) return kr_fail(error, KR_E_INVALID, "bring.no_file", NULL, NULL);
    if (out->len > KR_IMPORT_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "error.say.413", NULL, NULL);
    return KR_OK;
}

static kr_err read_file(kr_request *request, bringing *b, kr_error *error) {
    kr_network net;
    b->request = request;
    b->details = kr_posted_has(request, "details");
    kr_err err = not_to_practise(request, error);
    if (err == KR_OK) err = find_bytes(request, &b->bytes, error);
    if (err != KR_OK) return err;
    b->format = kr_format_guess(b->bytes);
    if (!b->format) return kr_fail(error, KR_E_UNSUPPORTED, "bring.unknown", NULL, NULL);
    err = kr_import_read(&b->import, request->arena, b->format, b->bytes, b->details, error);
    if (err != KR_OK) return err;
    kr_import_call_nameless(b->import, kr_word(request->prefs.lang, "bring.nameless"));
    if (is_new(request)) return KR_OK;
    err = kr_network_make(&net, request->arena, &request->view);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    kr_import_match(b->import, &net);
    return KR_OK;
}

/* -- first step: which file
 * ------------------------------------------------------------------------------------------ */

static kr_str step_path(kr_request *request, const char *tail) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, request->arena, 200);
    kr_put(&out, is_new(request) ? KR_STR("/kringen/bestand") : request->base);
    if (!is_new(request)) kr_put_z(&out, "/erbij");
    kr_put_z(&out, tail);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

static kr_err show_upload(kr_request *request, kr_reply *reply, const kr_error *wrong) {
    bool fresh = is_new(request);
    kr_model *model = kr_page_model(request, reply, fresh ? "bring.title.new" : "bring.title");
    kr_page_flow(request, model, fresh ? "/kringen" : "", fresh ? "bring.back.new" : "bring.back");
    kr_put_error(request, model, "wrong", wrong);
    kr_put_bool(model, "new", fresh);
    kr_put_text(model, "action", step_path(request, ""));
    reply->tmpl = "erbij";
    return KR_OK;
}

kr_err kr_page_bring_show(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = not_to_practise(request, error);
    if (err != KR_OK) return err;
    return show_upload(request, reply, NULL);
}

/* -- second step: who would come
 * -------------------------------------------------------------------------------------- */

static void say_value(const kr_request *request, kr_buf *out, const kr_import_field *field) {
    kr_str rest = field->written;
    bool first = true;
    if (field->field->kind == KR_KIND_person && field->field->number == KR_F_person_photo) {
        kr_put(out, kr_word(request->prefs.lang, "photo.comes")); /* not the letters it is kept in */
        return;
    }
    if (!field->field->list) {
        kr_put(out, kr_utf8_head(rest, 60));
        return;
    }
    while (rest.len) {
        kr_str name;
        char key[96];
        rest = kr_str_cut(rest, ' ', &name);
        size_t list = strlen(field->field->list->name);
        if (name.len == 0 || list + name.len + 2 > sizeof(key)) continue;
        memcpy(key, field->field->list->name, list);
        key[list] = '.';
        memcpy(key + list + 1, name.ptr, name.len);
        key[list + 1 + name.len] = '\0';
        if (!first) kr_put_z(out, ", ");
        kr_put(out, kr_word(request->prefs.lang, key));
        first = false;
    }
}

/* "Rol: buurvrouw · Sinds: 1998" */
static void put_details(const kr_request *request, kr_model *object, const kr_import_row *row) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, request->arena, 4096);
    for (size_t i = 0; i < row->n_fields && i < 12; i++) {
        const kr_field *field = row->fields[i].field;
        char key[96] = "field.";
        size_t kind = strlen(kr_kind_name(field->kind)), name = strlen(field->name);
        if (kind + name + 8 > sizeof(key)) continue;
        memcpy(key + 6, kr_kind_name(field->kind), kind);
        key[6 + kind] = '.';
        memcpy(key + 7 + kind, field->name, name + 1);
        if (out.len) kr_put_z(&out, " · ");
        kr_str asked = kr_word(request->prefs.lang, key);
        kr_put(&out, asked);
        kr_put_z(&out,
                 asked.len && asked.ptr[asked.len - 1] == '?' ? " " : ": "); /* some names are questions */
        say_value(request, &out, &row->fields[i]);
    }
    kr_put_text(object, "details", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
}

static void put_row(const bringing *b, kr_model *rows, size_t index) {
    const kr_import_row *row = &b->import->rows[index];
    const kr_person *same = row->same_as ? kr_circle_person(b->request->view.circle, row->same_as) : NULL;
    kr_model *object = kr_add_object(rows);
    kr_put_number(object, "index", (int64_t)index);
    kr_put_text(object, "name", row->name);
    kr_put_bool(object, "take", row->take);
    put_details(b->request, object, row);
    if (!same) {
        kr_put_bool(object, "same", false);
        return;
    }
    kr_model *match = kr_put_object(object, "same");
    kr_put_text(match, "who", same->name);
    kr_put_text(match, "role", same->role);
}

static bool is_column(const kr_import_note *note) {
    return strcmp(note->key, "format.note.column") == 0 || strcmp(note->key, "format.note.property") == 0;
}

/* What the file has and Kring has no place for: how much in one line, and under it, for who wants to know,
 * what the file calls it: those are names of machinery. */
static void put_columns(const bringing *b, kr_model *notes) {
    kr_buf out;
    kr_str text;
    kr_buf_init(&out, b->request->arena, 2000);
    int64_t count = 0;
    for (size_t i = 0; i < b->import->n_notes; i++) {
        if (!is_column(&b->import->notes[i])) continue;
        count++;
        if (out.len > 1000) continue;
        if (out.len) kr_put_z(&out, ", ");
        kr_put(&out, kr_utf8_head(b->import->notes[i].detail, 60));
    }
    if (kr_buf_end(&out, &text) != KR_OK || text.len == 0) return;
    kr_word_arg arg = KR_WORD_NUMBER("n", count);
    kr_model *note = kr_add_object(notes);
    kr_put_say(b->request, note, "note", "bring.columns", &arg, 1);
    kr_put_text(note, "called", text);
}

static void put_notes(const bringing *b, kr_model *model) {
    kr_model *notes = kr_put_array(model, "notes");
    put_columns(b, notes);
    for (size_t i = 0; i < b->import->n_notes && i < 40; i++) {
        const kr_import_note *note = &b->import->notes[i];
        if (is_column(note)) continue;
        kr_word_arg args[] = {KR_WORD_TEXT("detail", note->detail), KR_WORD_NUMBER("line", note->line),
                              KR_WORD_NUMBER("count", note->count), KR_WORD_NUMBER("n", note->count)};
        kr_model *object = kr_add_object(notes);
        kr_put_say(b->request, object, "note", note->key, args, KR_COUNT(args));
        kr_put_bool(object, "called", false);
    }
}

/* Who can stand in the middle of a family tree; beyond this a page is too heavy. */
#define MOST_MIDDLES 3000u

static void put_middles(const bringing *b, kr_model *model) {
    kr_model *middles = kr_put_array(model, "middles");
    for (size_t i = 0; i < b->import->n_rows && i < MOST_MIDDLES; i++) {
        kr_model *object = kr_add_object(middles);
        kr_put_number(object, "index", (int64_t)i);
        kr_put_text(object, "name", b->import->rows[i].name);
    }
}

static kr_str ego_name(const kr_import *import) {
    for (size_t i = 0; i < import->n_rows; i++)
        if (import->rows[i].is_ego) return import->rows[i].name;
    return import->title;
}

static kr_err show_rows(const bringing *b, kr_reply *reply) {
    kr_request *request = b->request;
    bool fresh = is_new(request), whole = fresh && b->import->n_changes > 0;
    bool tree = b->import->tree != NULL;
    kr_model *model = kr_page_model(request, reply, fresh ? "bring.title.new" : "bring.title");
    kr_model *rows = kr_put_array(model, "rows");
    kr_str sealed = kr_carry_seal(request, "import:", b->bytes);
    size_t people = 0;
    kr_page_flow(request, model, fresh ? "/kringen/bestand" : "/erbij", "bring.other_file");
    for (size_t i = 0; i < b->import->n_rows; i++) {
        if (b->import->rows[i].is_ego && !tree) continue;
        people++;
        /* Of a family tree everybody comes; only who seems to be here already is asked about. */
        if (!whole && (!tree || b->import->rows[i].same_as)) put_row(b, rows, i);
    }
    kr_put_number(model, "n", (int64_t)people);
    kr_put_bool(model, "none", people == 0);
    kr_put_bool(model, "new", fresh);
    kr_put_bool(model, "whole", whole);
    kr_put_bool(model, "tree", tree);
    if (tree && fresh) put_middles(b, model);
    kr_put_text(model, "ego_name", ego_name(b->import));
    kr_put_text(model, "action", step_path(request, "/neem"));
    kr_put_text(model, "sealed", sealed);
    kr_put_bool(model, "too_large", sealed.len == 0);
    kr_put_bool(model, "details", b->details);
    put_notes(b, model);
    return KR_OK;
}

/* A file that cannot be read is told about where the file was chosen. */
static kr_err refuse(kr_request *request, kr_reply *reply, const kr_error *own, kr_error *error) {
    if (!kr_error_of_form(own)) {
        if (error) *error = *own;
        return own->code;
    }
    reply->status = 422;
    return show_upload(request, reply, own);
}

kr_err kr_page_bring(kr_request *request, kr_reply *reply, kr_error *error) {
    bringing b = {0};
    kr_error own = {.code = KR_OK};
    if (read_file(request, &b, &own) != KR_OK) return refuse(request, reply, &own, error);
    return show_rows(&b, reply);
}

/* -- third step: take
 * ---------------------------------------------------------------------------------------------------- */

/* Of a family tree: who was chosen to stand in the middle of a new circle. */
static void choose_middle(bringing *b) {
    int64_t index;
    kr_import *import = b->import;
    if (!import->tree || !is_new(b->request)) return;
    if (!kr_str_int(kr_posted(b->request, "midden"), &index) || index < 0) return;
    if ((size_t)index >= import->n_rows) return;
    for (size_t i = 0; i < import->n_rows; i++) import->rows[i].is_ego = i == (size_t)index;
}

/* Who is ticked, and who was said to be the same. Indices that are not there are ignored. */
static void settle(bringing *b) {
    kr_request *request = b->request;
    kr_import *import = b->import;
    bool tree = import->tree != NULL;
    for (size_t i = 0; i < import->n_rows; i++)
        import->rows[i].take = import->rows[i].is_ego || (tree && !import->rows[i].same_as);
    choose_middle(b);
    for (size_t i = 0; i < request->n_form; i++) {
        int64_t index;
        if (!kr_str_is(request->form[i].name, "neem") || !kr_str_int(request->form[i].value, &index))
            continue;
        if (index >= 0 && (size_t)index < import->n_rows) import->rows[index].take = true;
    }
    for (size_t i = 0; i < import->n_rows; i++) {
        kr_import_row *row = &import->rows[i];
        kr_buf name;
        kr_str text;
        if (!row->same_as) continue;
        kr_buf_init(&name, request->arena, 40);
        kr_put_z(&name, "zelfde.");
        kr_put_int(&name, (int64_t)i);
        kr_put_c(&name, '\0');
        row->join = kr_buf_end(&name, &text) == KR_OK && kr_str_is(kr_posted(request, text.ptr), "ja");
        if (!row->join) row->same_as = 0;
    }
}

static void fill(kr_draft *draft, void *context) {
    const bringing *b = context;
    kr_error own = {.code = KR_OK};
    kr_err err = kr_import_apply(draft, b->import, KR_NONE, NULL, &own);
    if (err != KR_OK && draft->error.code == KR_OK) draft->error = own;
}

static kr_err take_new(bringing *b, kr_id *circle, kr_error *error) {
    kr_request *request = b->request;
    kr_store *store = request->web->store;
    kr_change *changes;
    size_t count;
    kr_maker maker = {.author = request->account.id,
                      .author_name = request->account.name,
                      .device = request->session.id,
                      .at_ms = request->now,
                      .ids = kr_store_ids(store)};
    kr_str name = kr_str_trim(kr_posted(request, "naam"));
    if (name.len == 0) name = ego_name(b->import).len ? KR_NONE : request->account.name;
    kr_err err = kr_import_history(&changes, &count, request->arena, b->import, maker, name, error);
    if (err == KR_OK)
        err = kr_placed_add(&changes, &count, request->arena, b->import, maker, request->prefs.lang, error);
    if (err != KR_OK) return err;
    return kr_circle_create(store, circle, request->account.id, changes, count, request->now, error);
}

kr_err kr_page_bring_take(kr_request *request, kr_reply *reply, kr_error *error) {
    bringing b = {0};
    kr_id circle;
    kr_error own = {.code = KR_OK};
    if (read_file(request, &b, &own) != KR_OK) return refuse(request, reply, &own, error);
    if (!is_new(request) || b.import->n_changes == 0) settle(&b);
    if (!is_new(request)) {
        kr_err err = kr_page_change(request, KR_ACT_IMPORT, fill, &b, &own);
        if (err != KR_OK) return refuse(request, reply, &own, error);
        kr_go(request, reply, "/lijst", "bring.done");
        return KR_OK;
    }
    if (take_new(&b, &circle, &own) != KR_OK) return refuse(request, reply, &own, error);
    reply->location = kr_circle_path(request, circle, "");
    kr_set_cookie(request, KR_COOKIE_NOTICE,
                  b.import->n_changes ? KR_STR("bring.done.whole") : KR_STR("bring.done"), 60);
    return KR_OK;
}
