/* Looking back together: days to do so, and a calm page when the day is there. */
#include "web/pages_plan.h"

#define REVIEW(name, look)                                                                                   \
    { KR_KIND_review, KR_F_review_##name, look }

#define MOST_LINES 20

static const kr_field_spec fields[] = {REVIEW(form, KR_AS_PICK), REVIEW(with_whom, KR_AS_LINE)};
static const kr_field_spec words[] = {REVIEW(words, KR_AS_AREA)};

static void put_form(const kr_page *page, const kr_review *r, bool typed) {
    kr_model *array = kr_put_array(page->model, "fields");
    for (size_t i = 0; i < KR_COUNT(fields); i++) kr_put_field(page, array, r, fields[i], KR_NONE, typed);
    kr_put_plan_date(page, page->model, "date", "datum", "plan.ask.date", r ? r->date : 0, typed);
    kr_put_plan_wishes(page, page->model, "wishes", r ? r->wish : 0);
    kr_put_bool(page->model, "has_wishes", kr_model_count(kr_model_get(page->model, "wishes")) > 0);
}

static void put_line(const kr_page *page, kr_model *array, const kr_review *r) {
    kr_model *one = kr_add_object(array);
    kr_str day = kr_plan_day(page, r->date);
    kr_put_text(one, "href", kr_page_link(page, "/plan/terugkijken/", r->id, ""));
    kr_put_text(one, "day", day.len ? day : kr_word(page->lang, "plan.review.no_day"));
    kr_put_text(one, "with", r->with_whom);
    kr_put_text(one, "form", kr_page_choice(page, kr_list_of(KR_KIND_review, KR_F_review_form), r->form));
    kr_put_text(one, "said", r->words);
}

static kr_err show_list(kr_request *request, kr_reply *reply, bool typed, kr_str problem, kr_error *error) {
    kr_page page;
    const kr_circle *c = request->view.circle;
    kr_err err = kr_page_open(&page, request, reply, "title.plan.reviews", error);
    if (err) return err;
    kr_model *ahead = kr_put_array(page.model, "ahead"), *held = kr_put_array(page.model, "held");
    for (size_t i = 0; i < c->n_reviews; i++)
        if (!c->reviews[i].gone)
            put_line(&page, c->reviews[i].held == KR_yesno_yes ? held : ahead, &c->reviews[i]);
    kr_put_bool(page.model, "has_ahead", kr_model_count(ahead) > 0);
    kr_put_bool(page.model, "has_held", kr_model_count(held) > 0);
    put_form(&page, NULL, typed);
    kr_put_plan_problem(&page, problem);
    kr_put_plan_way(&page);
    kr_page_flow(request, page.model, "/plan", "plan.back");
    return KR_OK;
}

kr_err kr_page_reviews(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_list(request, reply, false, KR_NONE, error);
}

/* -- one -- */

/* What was done or tried, newest first; and what went well. Only about the wish, when there is one. */
static void put_done(const kr_page *page, const kr_review *r) {
    const kr_circle *c = page->request->view.circle;
    kr_model *done = kr_put_array(page->model, "done"), *good = kr_put_array(page->model, "good");
    for (size_t i = c->n_actions; i > 0 && kr_model_count(done) < MOST_LINES; i--) {
        const kr_action *a = &c->actions[i - 1];
        if (a->gone || (a->outcome != KR_outcome_did && a->outcome != KR_outcome_tried)) continue;
        if (r->wish && a->wish != r->wish) continue;
        kr_model *one = kr_add_object(done);
        kr_put_text(one, "what", a->what);
        kr_put_text(one, "outcome",
                    kr_page_choice(page, kr_list_of(KR_KIND_action, KR_F_action_outcome), a->outcome));
        kr_put_text(one, "said", a->outcome_words);
    }
    for (size_t i = c->n_successes; i > 0 && kr_model_count(good) < MOST_LINES; i--) {
        const kr_success *s = &c->successes[i - 1];
        if (!s->gone) kr_put_text(kr_add_object(good), "joy", s->words);
    }
    kr_put_bool(page->model, "has_done", kr_model_count(done) > 0);
    kr_put_bool(page->model, "has_good", kr_model_count(good) > 0);
}

static kr_err put_moved(const kr_page *page, kr_error *error) {
    const kr_moment *since;
    kr_plan_move *moves;
    size_t count;
    kr_err err = kr_plan_since(page, &since, &moves, &count, error);
    if (err) return err;
    kr_model *array = kr_put_array(page->model, "moves");
    for (size_t i = 0; i < count && i < MOST_LINES; i++)
        kr_put_text(kr_add_object(array), "line", kr_plan_move_said(page, &moves[i]));
    kr_put_bool(page->model, "has_moves", count > 0);
    kr_put_text(page->model, "moment", since ? since->name : KR_NONE);
    return KR_OK;
}

static kr_err show_one(kr_request *request, kr_reply *reply, const kr_review *r, bool typed, kr_str problem,
                       kr_error *error) {
    static const char *const questions[][4] = {
        {"plan.look.good", "plan.look.people", "plan.look.now", "plan.look.rest"},
        {"plan.care.how", "plan.care.stayed", "plan.care.people", "plan.care.more"}};
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.plan.review", error);
    if (err) return err;
    kr_model *array = kr_put_array(page.model, "questions");
    for (size_t i = 0; i < 4; i++)
        kr_put_word(request, kr_add_object(array), "question",
                    questions[r->form == KR_review_form_after_care][i]);
    put_form(&page, r, typed);
    array = kr_put_array(page.model, "own");
    for (size_t i = 0; i < KR_COUNT(words); i++) kr_put_field(&page, array, r, words[i], KR_NONE, typed);
    put_done(&page, r);
    err = put_moved(&page, error);
    if (err) return err;
    kr_str day = kr_plan_day(&page, r->date);
    kr_put_text(page.model, "day", day);
    kr_put_text(page.model, "with", r->with_whom);
    kr_put_bool(page.model, "is_held", r->held == KR_yesno_yes);
    kr_put_text(page.model, "action", kr_page_link(&page, "/plan/terugkijken/", r->id, ""));
    kr_put_plan_problem(&page, problem);
    kr_page_flow(request, page.model, "/plan", "plan.back");
    return KR_OK;
}

kr_err kr_page_review(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_review *r = kr_plan_asked(request, KR_KIND_review);
    if (!r) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return show_one(request, reply, r, false, KR_NONE, error);
}

/* -- saving -- */

typedef struct saving {
    kr_request *request;
    kr_id record;
    bool bin, held;
} saving;

static void fill_review(kr_draft *draft, void *context) {
    saving *job = context;
    const kr_request *request = job->request;
    if (job->bin) {
        kr_draft_bin(draft, job->record);
        return;
    }
    bool is_new = !job->record;
    if (is_new) job->record = kr_draft_new_id(draft);
    kr_id id = job->record;
    for (size_t i = 0; i < KR_COUNT(fields); i++) kr_draft_posted(draft, request, id, fields[i]);
    for (size_t i = 0; i < KR_COUNT(words); i++) kr_draft_posted(draft, request, id, words[i]);
    if (kr_posted_has(request, "datum"))
        kr_plan_draft_date(draft, request, KR_KIND_review, id, KR_F_review_date, "datum", false);
    if (kr_posted_has(request, "wens"))
        kr_draft_ref(draft, KR_KIND_review, id, KR_F_review_wish,
                     kr_plan_posted(draft, request, "wens", KR_KIND_wish));
    if (is_new && !kr_posted_has(request, "review.form"))
        kr_draft_number(draft, KR_KIND_review, id, KR_F_review_form, KR_review_form_look_back);
    if (job->held) kr_draft_number(draft, KR_KIND_review, id, KR_F_review_held, KR_yesno_yes);
    kr_id run = is_new ? kr_plan_run(draft, request) : 0;
    if (run) kr_draft_ref(draft, KR_KIND_review, id, KR_F_review_run, run);
}

static kr_err save(kr_request *request, kr_reply *reply, const kr_review *r, kr_error *error) {
    saving job = {.request = request, .record = r ? r->id : 0};
    kr_str problem = KR_NONE;
    job.bin = r && kr_posted_has(request, "weg");
    job.held = r && kr_posted_has(request, "geweest");
    kr_err err = kr_page_change(request,
                                job.bin    ? KR_ACT_BIN
                                : job.held ? KR_ACT_REVIEW
                                           : KR_ACT_PLAN,
                                fill_review, &job, error);
    if (err && !kr_plan_refused(request, reply, err, error, &problem)) return err;
    if (problem.len) {
        reply->tmpl = r ? "plan-review" : "plan-reviews";
        return r ? show_one(request, reply, r, true, problem, error)
                 : show_list(request, reply, true, problem, error);
    }
    kr_go(request, reply, "/plan#h-samen", job.bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}

kr_err kr_page_review_add(kr_request *request, kr_reply *reply, kr_error *error) {
    return save(request, reply, NULL, error);
}

kr_err kr_page_review_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_review *r = kr_plan_asked(request, KR_KIND_review);
    if (!r) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return save(request, reply, r, error);
}
