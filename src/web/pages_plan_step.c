/* One small step: writing it down, making it smaller, giving it another place, and how it went. */
#include "web/pages_plan.h"

#define ACTION(name, look)                                                                                   \
    { KR_KIND_action, KR_F_action_##name, look }

static const kr_field_spec first[] = {ACTION(what, KR_AS_AREA)};
static const kr_field_spec when[] = {ACTION(when_words, KR_AS_LINE)};
static const kr_field_spec who[] = {ACTION(with_whom, KR_AS_LINE), ACTION(who_does, KR_AS_LINE)};
static const kr_field_spec more[] = {ACTION(radio, KR_AS_PICK), ACTION(direction, KR_AS_PICK),
                                     ACTION(layer, KR_AS_PICK), ACTION(private_mark, KR_AS_CHECK)};

typedef struct form {
    kr_request *request;
    const kr_action *action; /* NULL: a new one */
    bool typed;
    kr_str problem;
} form;

static kr_id typed_id(const kr_request *request, const char *name) {
    kr_id id;
    return kr_id_parse(kr_posted(request, name), &id) ? id : 0;
}

static kr_id asked_id(const kr_request *request, const char *name) {
    kr_id id;
    return kr_id_parse(kr_query(request, name), &id) ? id : 0;
}

static void put_fields(const kr_page *page, const char *name, const kr_field_spec *specs, size_t n,
                       const form *f) {
    kr_model *array = kr_put_array(page->model, name);
    for (size_t i = 0; i < n; i++) kr_put_field(page, array, f->action, specs[i], KR_NONE, f->typed);
}

/* What may be done with a step that is there: how it went, its pieces, its place. */
static kr_err put_existing(const kr_page *page, const kr_action *a) {
    kr_plan plan;
    kr_err err = kr_plan_make(&plan, page->request->arena, page->request->view.circle);
    if (err) return err;
    char digits[17];
    kr_id_text(a->id, digits);
    kr_put_text(page->model, "step_id", kr_str_z(digits));
    kr_put_text(page->model, "step_href", kr_page_link(page, "/plan/stap/", a->id, ""));
    kr_put_choices(page->request, page->model, "outcomes", kr_list_of(KR_KIND_action, KR_F_action_outcome),
                   a->outcome);
    kr_put_text(page->model, "said", a->outcome_words);
    kr_put_plan_date(page, page->model, "on", "dag", "plan.ask.on", a->outcome_on, false);
    kr_put_bool(page->model, "later", a->outcome == KR_outcome_another_time);
    const kr_plan_part *part = kr_plan_part_of(&plan, a->id);
    const kr_success *kept = NULL;
    kr_model *pieces = kr_put_array(page->model, "pieces");
    for (size_t i = 0; part && i < part->n; i++) {
        if (part->steps[i].action == a) kept = part->steps[i].kept;
        if (part->steps[i].of != a) continue;
        kr_model *piece = kr_add_object(pieces);
        kr_put_text(piece, "what", part->steps[i].action->what);
        kr_put_text(piece, "href", kr_page_link(page, "/plan/stap/", part->steps[i].action->id, ""));
    }
    kr_put_bool(page->model, "has_pieces", kr_model_count(pieces) > 0);
    kr_put_bool(page->model, "can_keep",
                !kept && (a->outcome == KR_outcome_did || a->outcome == KR_outcome_tried));
    return KR_OK;
}

static kr_err show(form *f, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_action *a = f->action;
    kr_request *request = f->request;
    kr_err err = kr_page_open(&page, request, reply, a ? "title.plan.step" : "title.plan.step.new", error);
    if (err) return err;
    put_fields(&page, "first", first, KR_COUNT(first), f);
    put_fields(&page, "whens", when, KR_COUNT(when), f);
    put_fields(&page, "whos", who, KR_COUNT(who), f);
    put_fields(&page, "more", more, KR_COUNT(more), f);
    kr_id wish = f->typed ? typed_id(request, "wens") : a ? a->wish : asked_id(request, "wens");
    kr_put_plan_wishes(&page, page.model, "wishes", wish);
    kr_put_bool(page.model, "has_wishes", kr_model_count(kr_model_get(page.model, "wishes")) > 0);
    kr_put_plan_people(&page, page.model, "people",
                       f->typed ? typed_id(request, "met")
                       : a      ? a->person
                                : asked_id(request, "met"));
    kr_put_plan_date(&page, page.model, "date", "datum", "plan.ask.date", a ? a->date : 0, f->typed);
    kr_put_bool(page.model, "more_open", a && (a->radio || a->direction || a->layer));
    kr_put_bool(page.model, "is_new", a == NULL);
    kr_put_text(page.model, "what", a ? a->what : KR_NONE);
    kr_put_text(page.model, "action",
                a ? kr_page_link(&page, "/plan/stap/", a->id, "")
                  : kr_page_link(&page, "/plan/stap/erbij", 0, ""));
    kr_put_plan_problem(&page, f->problem);
    kr_put_plan_way(&page);
    kr_page_flow(request, page.model, "/plan", "plan.back");
    err = a ? put_existing(&page, a) : KR_OK;
    return err ? kr_fail(error, err, "error.memory", "", "") : KR_OK;
}

kr_err kr_page_step_new(kr_request *request, kr_reply *reply, kr_error *error) {
    form f = {.request = request, .problem = KR_NONE};
    return show(&f, reply, error);
}

kr_err kr_page_step(kr_request *request, kr_reply *reply, kr_error *error) {
    form f = {.request = request, .action = kr_plan_asked(request, KR_KIND_action), .problem = KR_NONE};
    if (!f.action) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return show(&f, reply, error);
}

/* -- saving -- */

typedef struct saving {
    kr_request *request;
    kr_id step; /* 0: a new one, filled in */
    const kr_action *action;
    bool bin;
} saving;

static void fill_step(kr_draft *draft, void *context) {
    saving *job = context;
    const kr_request *request = job->request;
    if (job->bin) {
        kr_draft_bin(draft, job->step);
        return;
    }
    bool is_new = !job->step;
    if (is_new) job->step = kr_draft_new_id(draft);
    kr_id id = job->step;
    for (size_t i = 0; i < KR_COUNT(first); i++) kr_draft_posted(draft, request, id, first[i]);
    for (size_t i = 0; i < KR_COUNT(when); i++) kr_draft_posted(draft, request, id, when[i]);
    for (size_t i = 0; i < KR_COUNT(who); i++) kr_draft_posted(draft, request, id, who[i]);
    for (size_t i = 0; i < KR_COUNT(more); i++) kr_draft_posted(draft, request, id, more[i]);
    if (kr_posted_has(request, "wens"))
        kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_wish,
                     kr_plan_posted(draft, request, "wens", KR_KIND_wish));
    if (kr_posted_has(request, "met"))
        kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_person,
                     kr_plan_posted(draft, request, "met", KR_KIND_person));
    if (kr_posted_has(request, "datum"))
        kr_plan_draft_date(draft, request, KR_KIND_action, id, KR_F_action_date, "datum", false);
    kr_id run = is_new ? kr_plan_run(draft, request) : 0;
    if (run) kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_run, run);
}

static kr_err save(form *f, kr_reply *reply, kr_error *error) {
    kr_request *request = f->request;
    saving job = {.request = request, .step = f->action ? f->action->id : 0};
    job.bin = f->action && kr_posted_has(request, "weg");
    bool empty = !job.bin && !kr_str_trim(kr_posted(request, "action.what")).len;
    kr_err err = KR_OK;
    if (empty) {
        f->problem = kr_word(request->prefs.lang, "plan.step.nothing");
        reply->status = 422;
    } else {
        err = kr_page_change(request, job.bin ? KR_ACT_BIN : KR_ACT_PLAN, fill_step, &job, error);
    }
    if (err && !kr_plan_refused(request, reply, err, error, &f->problem)) return err;
    if (f->problem.len) {
        f->typed = true;
        reply->tmpl = "plan-step";
        return show(f, reply, error);
    }
    if (job.bin)
        kr_go(request, reply, "/plan", "notice.binned");
    else
        kr_go_to(request, reply, "/plan#stap-", job.step, "",
                 f->action ? "notice.saved" : "notice.plan.step");
    return KR_OK;
}

kr_err kr_page_step_add(kr_request *request, kr_reply *reply, kr_error *error) {
    form f = {.request = request, .problem = KR_NONE};
    return save(&f, reply, error);
}

kr_err kr_page_step_save(kr_request *request, kr_reply *reply, kr_error *error) {
    form f = {.request = request, .action = kr_plan_asked(request, KR_KIND_action), .problem = KR_NONE};
    if (!f.action) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return save(&f, reply, error);
}

/* -- one press: earlier, later, kept as something that went well -- */

static void fill_do(kr_draft *draft, void *context) {
    const saving *job = context;
    kr_str what = kr_posted(job->request, "doe");
    kr_kind kind = KR_KIND_none;
    const kr_action *a = kr_circle_record_of(draft->circle, job->step, &kind);
    if (!a || kind != KR_KIND_action) return;
    if (kr_str_is(what, "goed")) kr_plan_keep(draft, a, kr_date_of(job->request->local));
    if (kr_str_is(what, "eerder")) kr_plan_shift(draft, a->id, true);
    if (kr_str_is(what, "later")) kr_plan_shift(draft, a->id, false);
}

kr_err kr_page_step_do(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_action *a = kr_plan_asked(request, KR_KIND_action);
    if (!a) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    saving job = {.request = request, .step = a->id};
    bool good = kr_str_is(kr_posted(request, "doe"), "goed");
    kr_err err = kr_page_change(request, good ? KR_ACT_SUCCESS : KR_ACT_PLAN, fill_do, &job, error);
    if (err) return err;
    if (good)
        kr_go(request, reply, "/plan#h-joy", "notice.plan.good");
    else
        kr_go_to(request, reply, "/plan#stap-", job.step, "", "notice.saved");
    return KR_OK;
}

/* -- how it went -- */

static void fill_outcome(kr_draft *draft, void *context) {
    const saving *job = context;
    const kr_request *request = job->request;
    const kr_field *field = kr_schema_field(KR_KIND_action, KR_F_action_outcome);
    unsigned how = kr_choice_named(field->list, kr_posted(request, "hoe"));
    kr_draft_number(draft, KR_KIND_action, job->step, KR_F_action_outcome, how);
    if (kr_posted_has(request, "woorden"))
        kr_draft_text(draft, KR_KIND_action, job->step, KR_F_action_outcome_words,
                      kr_posted(request, "woorden"));
    if (how == KR_outcome_another_time) {
        kr_draft_clear(draft, KR_KIND_action, job->step, KR_F_action_outcome_on);
        kr_plan_draft_date(draft, request, KR_KIND_action, job->step, KR_F_action_date, "nieuw", false);
        kr_draft_text(draft, KR_KIND_action, job->step, KR_F_action_when_words,
                      kr_posted(request, "wanneer"));
    } else if (how) {
        kr_plan_draft_date(draft, request, KR_KIND_action, job->step, KR_F_action_outcome_on, "dag", true);
    } else {
        kr_draft_clear(draft, KR_KIND_action, job->step, KR_F_action_outcome_on);
    }
}

kr_err kr_page_step_outcome(kr_request *request, kr_reply *reply, kr_error *error) {
    static const char *const notices[] = {"notice.saved", "notice.plan.did", "notice.plan.tried",
                                          "notice.plan.later"};
    form f = {.request = request, .action = kr_plan_asked(request, KR_KIND_action), .problem = KR_NONE};
    if (!f.action) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    saving job = {.request = request, .step = f.action->id};
    unsigned how =
        kr_choice_named(kr_list_of(KR_KIND_action, KR_F_action_outcome), kr_posted(request, "hoe"));
    kr_err err = kr_posted_has(request, "hoe")
                     ? kr_page_change(request, KR_ACT_OUTCOME, fill_outcome, &job, error)
                     : KR_OK;
    if (err && !kr_plan_refused(request, reply, err, error, &f.problem)) return err;
    if (f.problem.len) {
        reply->tmpl = "plan-step";
        return show(&f, reply, error);
    }
    kr_go_to(request, reply, "/plan#stap-", job.step, "",
             kr_posted_has(request, "hoe") ? notices[how] : NULL);
    return KR_OK;
}

/* -- smaller -- */

kr_err kr_page_smaller(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_action *a = kr_plan_asked(request, KR_KIND_action);
    if (!a) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.plan.smaller", error);
    if (err) return err;
    kr_put_text(page.model, "what", a->what);
    kr_put_text(page.model, "action", kr_page_link(&page, "/plan/stap/", a->id, "/kleiner"));
    kr_model *lines = kr_put_array(page.model, "lines");
    for (int i = 1; i <= 4; i++) kr_put_number(kr_add_object(lines), "nr", i);
    kr_page_flow(request, page.model, "/plan", "plan.back");
    return KR_OK;
}

static void fill_smaller(kr_draft *draft, void *context) {
    const saving *job = context;
    kr_str pieces[KR_PLAN_PIECES];
    kr_kind kind = KR_KIND_none;
    const kr_action *a = kr_circle_record_of(draft->circle, job->step, &kind);
    size_t n = kr_posted_all(job->request, "stukje", pieces, KR_COUNT(pieces));
    if (a && kind == KR_KIND_action)
        kr_plan_split(draft, a, pieces, n < KR_COUNT(pieces) ? n : KR_COUNT(pieces));
}

kr_err kr_page_smaller_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_action *a = kr_plan_asked(request, KR_KIND_action);
    if (!a) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    saving job = {.request = request, .step = a->id};
    uint64_t before = request->view.circle->n_changes;
    kr_err err = kr_page_change(request, KR_ACT_PLAN, fill_smaller, &job, error);
    if (err) return err;
    bool any = request->view.circle->n_changes > before;
    kr_go(request, reply, "/plan", any ? "notice.plan.smaller" : NULL);
    return KR_OK;
}
