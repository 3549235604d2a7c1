/* Question sets: which there are, one of them with what was filled in before, beginning, and files. */
#include "web/pages_questions.h"

#include "core/utf8.h"
#include "web/pages_own.h"

#include <stdio.h>

#define MOST_FILE 60000u /* of a response: it is kept beside the answers */

const kr_route kr_routes_questions[] = {
    {"GET", "/kring/:circle/vragenlijsten", KR_SHARED, false, kr_page_questions, "vragenlijsten",
     KR_PART_QUESTIONS, 0, 0},
    {"GET", "/kring/:circle/vragenlijsten/:set", KR_SHARED, false, kr_page_question_set, "vragenlijst",
     KR_PART_QUESTIONS, 0, 0},
    {"POST", "/kring/:circle/vragenlijsten/:set", KR_SHARED, true, kr_page_question_begin, NULL,
     KR_PART_QUESTIONS, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/vragenlijsten/:set/vragen.json", KR_OWNER, false, kr_page_question_blank, NULL,
     KR_PART_FEEL, 0, 0},
    {"POST", "/kring/:circle/vragenlijsten/:set/binnen", KR_OWNER, true, kr_page_question_bring,
     "vragenlijst", KR_PART_FEEL, 0, 0},
    {"GET", "/kring/:circle/vragenlijsten/:set/:filled", KR_SHARED, false, kr_page_question, "vraag",
     KR_PART_QUESTIONS, 0, KR_RIGHT_ADD},
    {"POST", "/kring/:circle/vragenlijsten/:set/:filled", KR_SHARED, true, kr_page_question_answer, "vraag",
     KR_PART_QUESTIONS, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/vragenlijsten/:set/:filled/uitkomst", KR_SHARED, false, kr_page_question_out,
     "uitkomst", KR_PART_QUESTIONS, 0, 0},
    {"POST", "/kring/:circle/vragenlijsten/:set/:filled/uitkomst", KR_SHARED, true, kr_page_question_keep,
     NULL, KR_PART_QUESTIONS, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/vragenlijsten/:set/:filled/antwoorden.json", KR_OWNER, false,
     kr_page_question_export, NULL, KR_PART_FEEL, 0, 0},
    {0},
};

/* -- all of them
 * ------------------------------------------------------------------------------------------ */
static kr_str full(const kr_page *page, kr_str path) {
    return kr_page_link(page, kr_page_z(page, path), 0, "");
}

static void put_about(const kr_page *page, kr_model *object, const kr_question_set *set) {
    const kr_ask_set *is = set->set;
    kr_word_arg minutes = KR_WORD_NUMBER("n", is->minutes), by = KR_WORD_TEXT("name", is->publisher);
    kr_str title = kr_page_words(page, is->title);
    kr_put_text(object, "name", title.len ? title : set->id);
    kr_put_text(object, "say", kr_page_words(page, is->description));
    kr_put_text(object, "purpose", kr_page_words(page, is->purpose));
    kr_put_bool(object, "minutes", false);
    kr_put_bool(object, "by", false);
    if (is->minutes) kr_put_say(page->request, object, "minutes", "ask.minutes", &minutes, 1);
    if (is->publisher.len) kr_put_say(page->request, object, "by", "ask.by", &by, 1);
}

static bool is_busy(const kr_circle *circle, kr_str set) {
    for (size_t i = 0; i < circle->n_fillings; i++) {
        const kr_filled *one = &circle->fillings[i];
        if (!one->gone && !one->finished && kr_str_eq(one->questions, set)) return true;
    }
    return false;
}

static void put_sets(const kr_page *page) {
    const kr_questions *all = &page->request->web->questions;
    kr_model *own = kr_put_array(page->model, "own"), *loaded = kr_put_array(page->model, "loaded");
    for (size_t i = 0; i < all->n; i++) {
        kr_model *object = kr_add_object(all->items[i].own ? own : loaded);
        kr_put_text(object, "href", full(page, kr_filled_path(page->request, all->items[i].id, 0, "")));
        put_about(page, object, &all->items[i]);
        kr_put_bool(object, "busy", is_busy(page->request->view.circle, all->items[i].id));
    }
    kr_put_bool(page->model, "has_loaded", kr_model_count(loaded) > 0);
}

kr_err kr_page_questions(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    size_t n;
    kr_err err = kr_page_open(&page, request, reply, "title.ask", error);
    if (err) return err;
    put_sets(&page);
    kr_model *absent = kr_put_array(page.model, "absent");
    const kr_question_list *lists = kr_question_lists(&n);
    for (size_t i = 0; i < n; i++) {
        if (kr_questions_find(&request->web->questions, kr_str_z(lists[i].id))) continue;
        kr_model *object = kr_add_object(absent);
        kr_put_text(object, "href", full(&page, kr_filled_path(request, kr_str_z(lists[i].id), 0, "")));
        kr_put_text(object, "name", kr_ask_word(page.lang, "instrument", lists[i].id, NULL));
        kr_put_text(object, "say", kr_ask_word(page.lang, "about", lists[i].id, NULL));
    }
    kr_put_bool(page.model, "has_absent", kr_model_count(absent) > 0);
    kr_page_flow(request, page.model, "", "ask.to_circle");
    return KR_OK;
}

/* -- one of them
 * ------------------------------------------------------------------------------------------ */
static void put_filling(const kr_page *page, kr_model *array, const kr_filled *one, kr_str set) {
    kr_model *object = kr_add_object(array);
    kr_str by = kr_filled_by(page, one);
    kr_word_arg name = KR_WORD_TEXT("name", by);
    kr_word_arg date = KR_WORD_TEXT("date", kr_page_day(page, one->finished ? one->finished : one->started));
    kr_put_say(page->request, object, "when", one->finished ? "ask.done_on" : "ask.begun_on", &date, 1);
    kr_put_say(page->request, object, "by", by.len ? "ask.earlier.other" : "ask.earlier.self", &name, 1);
    kr_put_bool(object, "busy", !one->finished);
    kr_put_text(object, "href",
                full(page, kr_filled_path(page->request, set, one->id, one->finished ? "/uitkomst" : "")));
}

/* A list of somebody else's that is not here: what it is, what can be done, and what there is instead. */
static kr_err show_absent(kr_page *page, const kr_question_list *list) {
    kr_request *request = page->request;
    char file[80];
    (void)snprintf(file, sizeof file, "%s.json", list->id);
    kr_word_arg arg = KR_WORD_TEXT("file", kr_arena_copy(request->arena, kr_str_z(file)));
    kr_model *object = kr_put_object(page->model, "absent");
    kr_put_text(object, "say", kr_ask_word(page->lang, "about", list->id, NULL));
    kr_put_say(request, object, "how", "ask.absent.do", &arg, 1);
    kr_put_bool(object, "special", false);
    if (list->word) kr_put_text(object, "special", kr_ask_word(page->lang, "absent", list->word, NULL));
    const kr_question_set *ours = kr_questions_find(&request->web->questions, kr_str_z(list->instead));
    kr_put_bool(object, "ours", ours != NULL);
    if (ours) {
        kr_put_text(object, "name", kr_page_words(page, ours->set->title));
        kr_put_text(object, "href", full(page, kr_filled_path(request, ours->id, 0, "")));
    }
    char deck[80];
    (void)snprintf(deck, sizeof deck, "/bladen/%s", list->deck ? list->deck : "");
    kr_put_bool(object, "deck", false);
    if (list->deck) kr_put_text(object, "deck", kr_page_link(page, deck, 0, ""));
    kr_put_text(page->model, "name", kr_ask_word(page->lang, "instrument", list->id, NULL));
    return KR_OK;
}

static const kr_question_list *list_named(kr_str id) {
    size_t n;
    const kr_question_list *lists = kr_question_lists(&n);
    for (size_t i = 0; i < n; i++)
        if (kr_str_is(id, lists[i].id)) return &lists[i];
    return NULL;
}

static kr_err show_set(kr_request *request, kr_reply *reply, const kr_error *wrong, kr_error *error) {
    kr_page page;
    const kr_question_set *set = kr_asked_set(request);
    const kr_question_list *list = list_named(request->params[1]);
    if (!set && !list) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.ask", error);
    if (err) return err;
    kr_page_flow(request, page.model, "/vragenlijsten", "ask.back_to_all");
    kr_put_bool(page.model, "absent", false);
    kr_put_bool(page.model, "set", set != NULL);
    kr_put_error(request, page.model, "wrong", wrong);
    kr_put_text(page.model, "action", full(&page, kr_filled_path(request, request->params[1], 0, "")));
    kr_put_text(page.model, "weg", kr_query(request, "weg"));
    kr_model *earlier = kr_put_array(page.model, "earlier");
    for (size_t i = request->view.circle->n_fillings; set && i > 0; i--) {
        const kr_filled *one = &request->view.circle->fillings[i - 1];
        if (!one->gone && kr_str_eq(one->questions, set->id)) put_filling(&page, earlier, one, set->id);
    }
    kr_put_bool(page.model, "has_earlier", kr_model_count(earlier) > 0);
    if (set) put_about(&page, page.model, set);
    return set ? KR_OK : show_absent(&page, list);
}

kr_err kr_page_question_set(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_set(request, reply, NULL, error);
}

kr_err kr_page_question_blank(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_question_set *set = kr_asked_set(request);
    kr_buf name;
    kr_str called;
    if (!set) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_buf_init(&name, request->arena, 200);
    kr_put(&name, set->id);
    kr_put_z(&name, ".json");
    if (kr_buf_end(&name, &called) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    reply->body = set->set->json;
    reply->type = "application/fhir+json; charset=utf-8";
    reply->filename = called;
    return KR_OK;
}

/* -- beginning
 * ------------------------------------------------------------------------------------------ */
typedef struct beginning {
    kr_request *request;
    const kr_question_set *set;
    const kr_ask_response *response; /* from a file; NULL */
    kr_id filled;
} beginning;

/* "RUN/STEP": the walk this belongs to, when it is one of this circle. */
static kr_id run_of(const kr_circle *circle, kr_str way) {
    kr_id run = 0;
    kr_kind kind;
    kr_str id;
    (void)kr_str_cut(way, '/', &id);
    if (!kr_id_parse(id, &run) || !kr_circle_record_of(circle, run, &kind) || kind != KR_KIND_run) return 0;
    return run;
}

static void fill_head(kr_draft *draft, beginning *job) {
    const kr_request *request = job->request;
    const kr_ask_set *set = job->set->set;
    const kr_ask_response *from = job->response;
    bool other = from ? from->by_other : kr_str_is(kr_posted(request, "wie"), "other");
    kr_str name = from ? from->by_whom : kr_posted(request, "naam");
    job->filled = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_filled, job->filled, KR_F_filled_questions, job->set->id);
    kr_draft_text(draft, KR_KIND_filled, job->filled, KR_F_filled_version,
                  kr_str_n(set->version.ptr, set->version.len < 60 ? set->version.len : 0));
    kr_draft_text(draft, KR_KIND_filled, job->filled, KR_F_filled_title,
                  kr_utf8_head(set->title.in[request->prefs.lang], 100));
    kr_draft_number(draft, KR_KIND_filled, job->filled, KR_F_filled_by,
                    other ? KR_filled_by_other : KR_filled_by_self);
    if (other)
        kr_draft_text(draft, KR_KIND_filled, job->filled, KR_F_filled_by_whom, kr_utf8_head(name, 100));
    kr_draft_number(draft, KR_KIND_filled, job->filled, KR_F_filled_started, request->now);
    kr_id run = run_of(draft->circle, kr_posted(request, "weg"));
    if (run) kr_draft_ref(draft, KR_KIND_filled, job->filled, KR_F_filled_run, run);
}

static void fill_begin(kr_draft *draft, void *context) {
    fill_head(draft, context);
}

kr_err kr_page_question_begin(kr_request *request, kr_reply *reply, kr_error *error) {
    beginning job = {.request = request, .set = kr_asked_set(request)};
    if (!job.set) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_change(request, KR_ACT_SHEET, fill_begin, &job, error);
    if (err) return err;
    kr_go(request, reply, kr_filled_path(request, job.set->id, job.filled, "").ptr, NULL);
    return KR_OK;
}

/* -- answers from a file
 * ------------------------------------------------------------------------------------------ */
/* Midday of a day, so that it is that day in every place. */
static int64_t moment_of(kr_str authored, int64_t otherwise) {
    kr_date date;
    if (authored.len < 10 || !kr_date_parse(kr_str_n(authored.ptr, 10), &date)) return otherwise;
    int64_t y = date / 10000, m = date / 100 % 100, d = date % 100;
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int64_t days = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
    return (days * 24 + 12) * 3600000;
}

static void fill_brought(kr_draft *draft, void *context) {
    beginning *job = context;
    const kr_ask_response *r = job->response;
    fill_head(draft, job);
    int64_t at = moment_of(r->authored, job->request->now);
    kr_draft_number(draft, KR_KIND_filled, job->filled, KR_F_filled_started, at);
    if (r->completed) kr_draft_number(draft, KR_KIND_filled, job->filled, KR_F_filled_finished, at);
    kr_draft_text(draft, KR_KIND_filled, job->filled, KR_F_filled_rest, r->json);
    for (size_t i = 0; i < r->n_answers; i++) {
        kr_id one = kr_draft_new_id(draft);
        kr_draft_ref(draft, KR_KIND_filled_item, one, KR_F_filled_item_filled, job->filled);
        kr_draft_text(draft, KR_KIND_filled_item, one, KR_F_filled_item_item, r->answers[i].link_id);
        kr_draft_number(draft, KR_KIND_filled_item, one, KR_F_filled_item_turn, r->answers[i].turn);
        kr_draft_text(draft, KR_KIND_filled_item, one, KR_F_filled_item_answer, r->answers[i].value);
        if (r->answers[i].unknown)
            kr_draft_number(draft, KR_KIND_filled_item, one, KR_F_filled_item_unknown, KR_yesno_yes);
    }
}

kr_err kr_page_question_bring(kr_request *request, kr_reply *reply, kr_error *error) {
    beginning job = {.request = request, .set = kr_asked_set(request)};
    kr_ask_response *response = NULL;
    kr_str bytes = kr_posted(request, "bestand");
    kr_error wrong = {0};
    if (!job.set) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = bytes.len == 0 ? kr_fail(&wrong, KR_E_INVALID, "ask.bring.none", NULL, NULL)
                 : bytes.len > MOST_FILE
                     ? kr_fail(&wrong, KR_E_LIMIT, "ask.error.large", NULL, NULL)
                     : kr_ask_read_response(&response, request->arena, job.set->set, bytes, &wrong);
    job.response = response;
    if (err == KR_OK) err = kr_page_change(request, KR_ACT_IMPORT, fill_brought, &job, &wrong);
    if (err == KR_E_INVALID || err == KR_E_LIMIT || err == KR_E_SYNTAX) {
        reply->status = 422;
        return show_set(request, reply, &wrong, error);
    }
    if (err) return kr_fail(error, err, wrong.key, wrong.field, wrong.detail);
    kr_go(request, reply, kr_filled_path(request, job.set->id, job.filled, "/uitkomst").ptr,
          "notice.ask.brought");
    return KR_OK;
}
