/* A way of small steps: one question on a page, each of which may be skipped. */
#include "web/pages_ask.h"

#include <stdio.h>

#include "core/lines.h"

#define MOST_EXAMPLES 12

const void *kr_small_asked(const kr_request *request, kr_kind kind) {
    kr_id id;
    kr_kind found = KR_KIND_none;
    if (!kr_id_parse(request->params[1], &id)) return NULL;
    const void *record = kr_circle_record_of(request->view.circle, id, &found);
    return record && found == kind && !kr_record_gone(record, kind) ? record : NULL;
}

static kr_id id_of(const void *record) {
    kr_id id;
    memcpy(&id, record, sizeof id); /* every struct begins with its id */
    return id;
}

void kr_put_id(kr_model *object, const char *name, kr_id id) {
    char digits[17];
    kr_id_text(id, digits);
    kr_put_text(object, name, kr_str_z(digits));
}

void kr_small_key(char *out, const char *base, size_t n) {
    snprintf(out, 96, "%s.%u", base, (unsigned)n);
}

void kr_put_lines(const kr_page *page, kr_model *object, const char *name, kr_str text) {
    kr_model *lines = kr_put_array(object, name);
    (void)page;
    while (text.len) {
        kr_str one;
        text = kr_str_cut(text, '\n', &one);
        one = kr_str_trim(one);
        if (one.len) kr_put_text(kr_add_object(lines), "line", one);
    }
}

const kr_wish *kr_wish_of(const kr_circle *circle, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const kr_wish *wish = id ? kr_circle_record_of(circle, id, &kind) : NULL;
    return wish && kind == KR_KIND_wish && !wish->gone ? wish : NULL;
}

const kr_talent *kr_talent_of(const kr_circle *circle, kr_id id) {
    kr_kind kind = KR_KIND_none;
    const kr_talent *talent = id ? kr_circle_record_of(circle, id, &kind) : NULL;
    return talent && kind == KR_KIND_talent && !talent->gone ? talent : NULL;
}

kr_id kr_posted_person(const kr_draft *draft, const kr_request *request, const char *name) {
    kr_id id = 0;
    kr_kind kind = KR_KIND_none;
    bool known = kr_id_parse(kr_posted(request, name), &id) &&
                 kr_circle_record_of(draft->circle, id, &kind) && kind == KR_KIND_person;
    return known && id != draft->circle->self.ego ? id : 0;
}

/* -- where a step is
 * ---------------------------------------------------------------------------------------------------- */

static size_t step_of(const kr_small_way *way, kr_str slug) {
    for (size_t i = 0; i < way->n; i++)
        if (kr_str_is(slug, way->steps[i].slug)) return i;
    return SIZE_MAX;
}

/* The address of a step of this record, or of the page where everything stands. */
static kr_str step_path(const kr_page *page, const kr_small_way *way, kr_id id, size_t step) {
    char tail[64] = "";
    if (step < way->n) snprintf(tail, sizeof tail, "/stap/%s", way->steps[step].slug);
    return kr_page_link(page, way->path, id, tail);
}

static kr_assignment held(const kr_small_step *step, const void *record) {
    return kr_record_get(record, (kr_kind)step->spec.kind,
                         kr_schema_field((kr_kind)step->spec.kind, step->spec.field));
}

static kr_str held_text(const kr_small_step *step, const void *record) {
    kr_assignment a = held(step, record);
    return a.op == KR_OP_CLEAR ? KR_NONE : a.value.text;
}

static kr_id held_ref(const kr_small_step *step, const void *record) {
    kr_assignment a = held(step, record);
    return a.op == KR_OP_CLEAR ? 0 : a.value.ref;
}

/* What a step says, in words, and what is chosen by name. */
static kr_str said(const kr_page *page, const kr_small_step *step, const void *record) {
    const kr_circle *circle = page->request->view.circle;
    if (step->look == KR_SMALL_WHO) {
        const kr_person *p = kr_circle_person(circle, held_ref(step, record));
        return p && !p->gone ? p->name : KR_NONE;
    }
    if (step->look == KR_SMALL_WISH) {
        const kr_wish *wish = kr_wish_of(circle, held_ref(step, record));
        return wish ? wish->words : KR_NONE;
    }
    if (step->look == KR_SMALL_TALENT) {
        const kr_talent *talent = kr_talent_of(circle, held_ref(step, record));
        return talent ? talent->words : KR_NONE;
    }
    return kr_page_high(page, kr_field_words(page, record, step->spec));
}

void kr_small_rows(const kr_page *page, kr_model *object, const kr_small_way *way, const void *record) {
    kr_model *rows = kr_put_array(object, "rows");
    for (size_t i = 0; i < way->n; i++) {
        kr_model *row = kr_add_object(rows);
        kr_str text = said(page, &way->steps[i], record);
        char key[96];
        snprintf(key, sizeof key, "%s.row", way->steps[i].key);
        kr_put_word(page->request, row, "label", key);
        kr_put_lines(page, row, "lines", text);
        kr_put_bool(row, "has", text.len > 0);
        kr_put_text(row, "href", step_path(page, way, id_of(record), i));
    }
}

/* -- examples
 * ---------------------------------------------------------------------------------------------------- */

static size_t examples_of(kr_lang lang, const kr_small_step *step, kr_str *out) {
    size_t n = 0;
    for (; n < MOST_EXAMPLES; n++) {
        char key[96];
        kr_small_key(key, step->key, n + 1);
        if (!kr_word_known(kr_str_z(key))) break;
        out[n] = kr_word(lang, key);
    }
    return n;
}

/* An example counts as ticked in whichever language it was. */
static void put_ticks(const kr_page *page, const kr_small_step *step, kr_str text) {
    kr_str known[2 * MOST_EXAMPLES];
    size_t n = examples_of(KR_NL, step, known);
    n += examples_of(KR_EN, step, known + n);
    kr_model *ticks = kr_put_array(page->model, "ticks");
    for (size_t i = 0; i < n / 2; i++) {
        kr_model *tick = kr_add_object(ticks);
        kr_put_number(tick, "value", (int64_t)i + 1);
        kr_put_text(tick, "label", known[page->lang == KR_NL ? i : n / 2 + i]);
        kr_put_bool(tick, "checked", kr_lines_has(text, known[i]) || kr_lines_has(text, known[n / 2 + i]));
    }
    kr_buf own = kr_page_buf(page);
    kr_lines_rest(&own, text, known, n);
    kr_put_text(page->model, "own", kr_page_text(&own));
}

static void put_starts(const kr_page *page, const kr_small_step *step) {
    kr_str known[MOST_EXAMPLES];
    size_t n = examples_of(page->lang, step, known);
    kr_model *starts = kr_put_array(page->model, "starts");
    for (size_t i = 0; i < n; i++) {
        kr_model *one = kr_add_object(starts);
        kr_put_number(one, "value", (int64_t)i + 1);
        kr_put_text(one, "label", known[i]);
    }
}

/* -- choosing one of one's own records
 * ----------------------------------------------------------------------------------- */

static void put_choice(kr_model *array, kr_id id, kr_str label, kr_id chosen) {
    kr_model *one = kr_add_object(array);
    kr_put_id(one, "value", id);
    kr_put_text(one, "label", label);
    kr_put_bool(one, "checked", id == chosen);
}

static void put_records(const kr_page *page, const kr_small_step *step, kr_id chosen) {
    const kr_circle *c = page->request->view.circle;
    kr_model *array = kr_put_array(page->model, "records");
    if (step->look == KR_SMALL_WISH)
        for (size_t i = c->n_wishes; i > 0; i--)
            if (!c->wishes[i - 1].gone)
                put_choice(array, c->wishes[i - 1].id, c->wishes[i - 1].words, chosen);
    if (step->look == KR_SMALL_TALENT)
        for (size_t i = 0; i < c->n_talents; i++)
            if (!c->talents[i].gone && !c->talents[i].person)
                put_choice(array, c->talents[i].id, c->talents[i].words, chosen);
    kr_put_bool(page->model, "has_records", kr_model_count(array) > 0);
}

/* -- the page
 * ---------------------------------------------------------------------------------------------------- */

static kr_err put_look(const kr_page *page, const kr_small_step *step, const void *record, bool typed) {
    kr_model *fields = kr_put_array(page->model, "fields");
    bool lines = step->look == KR_SMALL_TICKS || step->look == KR_SMALL_START;
    kr_put_bool(page->model, "is_ticks", step->look == KR_SMALL_TICKS);
    kr_put_bool(page->model, "is_start", step->look == KR_SMALL_START);
    kr_put_bool(page->model, "is_who", step->look == KR_SMALL_WHO);
    kr_put_bool(page->model, "is_record", step->look == KR_SMALL_WISH || step->look == KR_SMALL_TALENT);
    if (step->look == KR_SMALL_FIELD) kr_put_field(page, fields, record, step->spec, KR_NONE, typed);
    if (step->look == KR_SMALL_TICKS) put_ticks(page, step, held_text(step, record));
    if (step->look == KR_SMALL_START) {
        put_starts(page, step);
        kr_put_text(page->model, "own", held_text(step, record));
    }
    if (!lines && step->look != KR_SMALL_FIELD) put_records(page, step, held_ref(step, record));
    return step->look == KR_SMALL_WHO ? kr_put_ask_people(page, page->model, held_ref(step, record)) : KR_OK;
}

static void put_words(const kr_page *page, const kr_small_step *step) {
    char key[96];
    snprintf(key, sizeof key, "%s.ask", step->key);
    kr_put_word(page->request, page->model, "ask", key);
    snprintf(key, sizeof key, "%s.say", step->key);
    kr_put_word(page->request, page->model, "say", key);
    char name[48];
    kr_field_name(name, step->spec);
    kr_put_text(page->model, "field", kr_str_z(name));
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_small_way *way, kr_str problem,
                   kr_error *error) {
    kr_page page;
    const void *record = kr_small_asked(request, way->kind);
    size_t at = step_of(way, request->params[2]);
    if (!record || at == SIZE_MAX) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, way->title_key, error);
    if (err) return err;
    char back[64], digits[17];
    kr_id_text(id_of(record), digits);
    snprintf(back, sizeof back, "%s%s", way->path, digits);
    put_words(&page, &way->steps[at]);
    err = put_look(&page, &way->steps[at], record, problem.len > 0);
    kr_put_bool(page.model, "problem", false);
    if (problem.len) kr_put_text(page.model, "problem", problem);
    kr_put_text(page.model, "action", step_path(&page, way, id_of(record), at));
    kr_put_text(page.model, "next", step_path(&page, way, id_of(record), at + 1));
    kr_put_bool(page.model, "last", at + 1 == way->n);
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)at + 1), KR_WORD_NUMBER("of", (int64_t)way->n)};
    kr_put_say(request, page.model, "place", "small.place", args, 2);
    kr_page_flow(request, page.model, back, way->back_key);
    return err ? kr_fail(error, err, "error.memory", "", "") : KR_OK;
}

kr_err kr_small_show(kr_request *request, kr_reply *reply, const kr_small_way *way, kr_error *error) {
    return show(request, reply, way, KR_NONE, error);
}

/* -- saving
 * ---------------------------------------------------------------------------------------------------- */

typedef struct saving {
    kr_request *request;
    const kr_small_step *step;
    const void *record;
    kr_id id;
} saving;

static kr_str ticked(const saving *job, kr_arena *arena) {
    kr_str known[MOST_EXAMPLES], values[MOST_EXAMPLES], text = KR_NONE;
    size_t n = examples_of(job->request->prefs.lang, job->step, known);
    size_t count = kr_posted_all(job->request, "regel", values, MOST_EXAMPLES);
    kr_buf out;
    kr_buf_init(&out, arena, 4096);
    for (size_t i = 0; i < count && i < MOST_EXAMPLES; i++) {
        int64_t nr;
        if (kr_str_int(values[i], &nr) && nr >= 1 && (size_t)nr <= n) kr_lines_add(&out, known[nr - 1]);
    }
    kr_lines_add(&out, kr_posted(job->request, "eigen"));
    return kr_buf_end(&out, &text) == KR_OK ? text : kr_posted(job->request, "eigen");
}

/* One's own words, and below them the sentence that was taken. */
static kr_str started(const saving *job, kr_arena *arena) {
    kr_str known[MOST_EXAMPLES], text = KR_NONE, own = kr_posted(job->request, "eigen");
    size_t n = examples_of(job->request->prefs.lang, job->step, known);
    int64_t nr;
    if (!kr_str_int(kr_posted(job->request, "zin"), &nr) || nr < 1 || (size_t)nr > n) return own;
    kr_buf out;
    kr_buf_init(&out, arena, 4096);
    kr_put(&out, kr_str_trim(own));
    if (out.len) kr_put_c(&out, '\n');
    kr_put(&out, known[nr - 1]);
    return kr_buf_end(&out, &text) == KR_OK ? text : own;
}

static kr_id chosen_record(const saving *job, const kr_circle *circle) {
    kr_id id = 0;
    if (!kr_id_parse(kr_posted(job->request, "kies"), &id)) return 0;
    bool there =
        job->step->look == KR_SMALL_WISH ? kr_wish_of(circle, id) != NULL : kr_talent_of(circle, id) != NULL;
    return there ? id : 0;
}

static void fill(kr_draft *draft, void *context) {
    const saving *job = context;
    kr_kind kind = (kr_kind)job->step->spec.kind;
    uint16_t field = job->step->spec.field;
    switch ((kr_small_look)job->step->look) {
    case KR_SMALL_FIELD:
        kr_draft_posted(draft, job->request, job->id, job->step->spec);
        break;
    case KR_SMALL_TICKS:
        kr_draft_text(draft, kind, job->id, field, ticked(job, draft->arena));
        break;
    case KR_SMALL_START:
        kr_draft_text(draft, kind, job->id, field, started(job, draft->arena));
        break;
    case KR_SMALL_WHO:
        kr_draft_ref(draft, kind, job->id, field, kr_posted_person(draft, job->request, "wie"));
        break;
    case KR_SMALL_WISH:
    case KR_SMALL_TALENT:
        kr_draft_ref(draft, kind, job->id, field, chosen_record(job, draft->circle));
        break;
    }
}

/* What could not be kept is asked again, with what was typed. */
static kr_err again(kr_request *request, kr_reply *reply, const kr_small_way *way, kr_error *error) {
    kr_buf say;
    kr_str problem = KR_STR("?");
    kr_buf_init(&say, request->arena, 4096);
    kr_say_error(&say, request->prefs.lang, error);
    if (kr_buf_end(&say, &problem) != KR_OK) problem = KR_STR("?");
    reply->status = 422;
    reply->tmpl = "small-step";
    return show(request, reply, way, problem, error);
}

kr_err kr_small_save(kr_request *request, kr_reply *reply, const kr_small_way *way, kr_error *error) {
    const void *record = kr_small_asked(request, way->kind);
    size_t at = step_of(way, request->params[2]);
    if (!record || at == SIZE_MAX) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    saving job = {request, &way->steps[at], record, id_of(record)};
    kr_err err = kr_page_change(request, KR_ACT_PLAN, fill, &job, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) return again(request, reply, way, error);
    if (err) return err;
    char tail[64] = "";
    size_t to = kr_posted_has(request, "zin") ? at : kr_posted_has(request, "klaar") ? way->n : at + 1;
    if (to < way->n) snprintf(tail, sizeof tail, "/stap/%s", way->steps[to].slug);
    kr_go_to(request, reply, way->path, job.id, tail, to < way->n ? NULL : "notice.saved");
    return KR_OK;
}
