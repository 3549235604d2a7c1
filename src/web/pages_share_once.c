/* Asking somebody once, by a link without an account; and what came back, which the owner puts where it
 * belongs or lets be. */
#include "web/engine.h"
#include "web/pages_plan.h"
#include "web/pages_share.h"

#include <stdio.h>

#define ONCE_DAYS 14

static const char *const kind_names[] = {
    [KR_ONCE_SUGGEST] = "suggest", [KR_ONCE_ANSWER] = "answer", [KR_ONCE_STEP] = "step"};

static uint8_t kind_named(kr_str name) {
    for (uint8_t i = KR_ONCE_SUGGEST; i <= KR_ONCE_STEP; i++)
        if (kr_str_is(name, kind_names[i])) return i;
    return 0;
}

/* -- asking
 * --------------------------------------------------------------------------------------------------- */

static void put_kinds(const kr_page *page, uint8_t chosen, bool steps) {
    kr_model *array = kr_put_array(page->model, "kinds");
    for (uint8_t i = KR_ONCE_SUGGEST; i <= KR_ONCE_STEP; i++) {
        char key[48], say[48];
        if (i == KR_ONCE_STEP && !steps) continue;
        kr_model *one = kr_add_object(array);
        snprintf(key, sizeof key, "once.kind.%s", kind_names[i]);
        snprintf(say, sizeof say, "once.kind.%s.say", kind_names[i]);
        kr_put_text(one, "value", kr_str_z(kind_names[i]));
        kr_put_text(one, "label", kr_word_s(page->lang, kr_str_z(kr_page_z(page, kr_str_z(key)))));
        kr_put_text(one, "say", kr_word_s(page->lang, kr_str_z(kr_page_z(page, kr_str_z(say)))));
        kr_put_bool(one, "checked", i == chosen);
    }
}

static bool put_steps(const kr_page *page, kr_id chosen) {
    const kr_circle *c = page->request->view.circle;
    kr_model *array = kr_put_array(page->model, "steps");
    for (size_t i = 0; i < c->n_actions; i++) {
        const kr_action *step = &c->actions[i];
        char digits[17];
        if (step->gone || step->outcome || !step->what.len) continue;
        kr_model *one = kr_add_object(array);
        kr_id_text(step->id, digits);
        kr_put_text(one, "value", kr_str_z(digits));
        kr_put_text(one, "label", step->what);
        kr_put_bool(one, "checked", step->id == chosen);
    }
    return kr_model_count(array) > 0;
}

static kr_err show_new(kr_request *request, kr_reply *reply, const char *wrong, kr_error *error) {
    kr_page page;
    kr_id step = 0;
    kr_err err = kr_page_open(&page, request, reply, "once.title", error);
    if (err != KR_OK) return err;
    kr_page_model(request, reply, "once.title");
    kr_page_flow(request, page.model, "/delen", "share.back");
    kr_str posted = kr_posted(request, "stap");
    if (!kr_id_parse(posted.len ? posted : kr_query(request, "stap"), &step)) step = 0;
    uint8_t kind = kind_named(kr_posted(request, "soort"));
    bool steps = put_steps(&page, step);
    put_kinds(&page, kind ? kind : step ? KR_ONCE_STEP : KR_ONCE_SUGGEST, steps);
    kr_put_bool(page.model, "has_steps", steps);
    kr_put_text(page.model, "whom", kr_posted(request, "wie"));
    kr_put_text(page.model, "asked", kr_posted(request, "vraag"));
    if (wrong)
        kr_put_word(request, page.model, "wrong", wrong);
    else
        kr_put_bool(page.model, "wrong", false);
    reply->tmpl = "delen-vraag";
    return KR_OK;
}

kr_err kr_page_once_new(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_new(request, reply, NULL, error);
}

/* The words of a step are the question, unless the owner wrote something else. */
static const char *read_once(kr_request *request, kr_once *once) {
    kr_kind kind = KR_KIND_none;
    once->kind = kind_named(kr_posted(request, "soort"));
    once->whom = kr_str_trim(kr_posted(request, "wie"));
    once->asked = kr_str_trim(kr_posted(request, "vraag"));
    once->made = request->now;
    once->until = request->now + ONCE_DAYS * KR_DAY_MS;
    if (!once->kind) return "once.wrong.kind";
    if (once->kind == KR_ONCE_STEP) {
        const kr_action *step = kr_id_parse(kr_posted(request, "stap"), &once->about)
                                    ? kr_circle_record_of(request->view.circle, once->about, &kind)
                                    : NULL;
        if (!step || kind != KR_KIND_action || step->gone) return "once.wrong.step";
        if (!once->asked.len) once->asked = step->what;
    } else {
        once->about = 0;
    }
    if (!once->whom.len) return "once.wrong.whom";
    return once->asked.len ? NULL : "once.wrong.asked";
}

kr_err kr_page_once_make(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_once once = {0};
    char code[KR_CODE_TEXT];
    const char *wrong = read_once(request, &once);
    if (wrong) {
        reply->status = 422;
        return show_new(request, reply, wrong, error);
    }
    kr_err err = kr_once_make(request->web->store, code, request->account.id, request->circle_id, &once,
                              request->now, error);
    if (err != KR_OK) return err;
    kr_model *model = kr_page_model(request, reply, "once.link.title");
    kr_page_flow(request, model, "/delen", "share.back");
    kr_put_text(model, "whom", once.whom);
    kr_put_text(model, "call", kr_share_call(once.whom));
    kr_put_text(model, "asked", once.asked);
    kr_put_text(model, "owner", request->account.name);
    kr_put_share_code(request, model, "/eenmaal", code);
    kr_buf date;
    kr_str text = KR_NONE;
    kr_buf_init(&date, request->arena, 100);
    kr_say_date(&date, request->prefs.lang, kr_date_of(kr_clock_local(once.until)));
    kr_put_text(model, "until", kr_buf_end(&date, &text) == KR_OK ? text : KR_NONE);
    return KR_OK;
}

/* -- what came back
 * ------------------------------------------------------------------------------------------- */

static void put_once(const kr_page *page, kr_model *array, const kr_once *once) {
    static const char *const outcomes[] = {"once.outcome.none", "once.outcome.done", "once.outcome.later",
                                           "once.outcome.help"};
    char digits[17];
    kr_model *one = kr_add_object(array);
    kr_id_text(once->id, digits);
    kr_put_text(one, "id", kr_str_z(digits));
    kr_put_text(one, "whom", once->whom);
    kr_put_text(one, "call", kr_share_call(once->whom));
    kr_put_initials_of(page, one, "initials", once->whom);
    kr_put_text(one, "asked", once->asked);
    kr_put_text(one, "said", once->said);
    kr_put_bool(one, "is_step", once->kind == KR_ONCE_STEP);
    kr_put_bool(one, "has_said", once->said.len > 0);
    kr_put_word(page->request, one, "outcome", outcomes[once->outcome < 4 ? once->outcome : 0]);
    kr_put_bool(one, "has_outcome", once->outcome > 0 && once->outcome < 4);
    kr_put_text(one, "day", kr_share_day(page->request, once->answered ? once->answered : once->made));
    kr_put_text(one, "act_href", kr_share_link(page->request, "/delen/antwoorden/", once->id, ""));
}

static kr_err all_onces(kr_request *request, kr_once **out, size_t *count, kr_error *error) {
    *out = NULL;
    *count = 0;
    if (request->example) return KR_OK;
    return kr_onces_of(request->web->store, out, count, request->arena, request->account.id,
                       request->circle_id, error);
}

kr_err kr_page_answers(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_once *list;
    size_t count;
    kr_err err = kr_page_open(&page, request, reply, "answers.title", error);
    if (err == KR_OK) err = all_onces(request, &list, &count, error);
    if (err != KR_OK) return err;
    kr_page_model(request, reply, "answers.title");
    kr_page_flow(request, page.model, "/delen", "share.back");
    kr_model *answers = kr_put_array(page.model, "answers"), *asked = kr_put_array(page.model, "asked");
    for (size_t i = 0; i < count; i++) {
        if (list[i].ended) continue;
        if (list[i].answered)
            put_once(&page, answers, &list[i]);
        else if (request->now < list[i].until)
            put_once(&page, asked, &list[i]);
    }
    kr_put_bool(page.model, "has_answers", kr_model_count(answers) > 0);
    kr_put_bool(page.model, "has_asked", kr_model_count(asked) > 0);
    return KR_OK;
}

typedef struct placing {
    kr_request *request;
    const kr_once *once;
    kr_str what, words;
} placing;

/* "Sanne: gedaan, het was gezellig" beside the step; done is said of it, the rest is only told. */
static void fill_step(kr_draft *draft, const placing *job) {
    static const char *const outcomes[] = {NULL, "once.outcome.done", "once.outcome.later",
                                           "once.outcome.help"};
    const kr_once *once = job->once;
    kr_kind kind = KR_KIND_none;
    const kr_action *step = kr_circle_record_of(draft->circle, once->about, &kind);
    kr_buf out;
    kr_str text = KR_NONE;
    if (!step || kind != KR_KIND_action || step->gone) return;
    kr_buf_init(&out, draft->arena, 16000);
    if (step->outcome_words.len) {
        kr_put(&out, step->outcome_words);
        kr_put_c(&out, '\n');
    }
    kr_put(&out, once->whom);
    kr_put_z(&out, ": ");
    if (once->outcome && once->outcome < 4)
        kr_put(&out, kr_word(job->request->prefs.lang, outcomes[once->outcome]));
    if (once->outcome && once->said.len) kr_put_z(&out, ". ");
    kr_put(&out, once->said);
    if (kr_buf_end(&out, &text) != KR_OK) return;
    kr_draft_text(draft, KR_KIND_action, step->id, KR_F_action_outcome_words, text);
    if (once->outcome != 1) return;
    kr_draft_number(draft, KR_KIND_action, step->id, KR_F_action_outcome, KR_outcome_did);
    kr_draft_number(draft, KR_KIND_action, step->id, KR_F_action_outcome_on, kr_date_of(job->request->local));
}

static void fill(kr_draft *draft, void *context) {
    placing *job = context;
    if (kr_str_is(job->what, "persoon")) {
        (void)kr_draft_contact(draft, job->words, KR_what_person);
    } else if (kr_str_is(job->what, "wens")) {
        kr_draft_text(draft, KR_KIND_wish, kr_draft_new_id(draft), KR_F_wish_words, job->words);
    } else if (kr_str_is(job->what, "stap")) {
        kr_id id = kr_draft_new_id(draft);
        kr_draft_text(draft, KR_KIND_action, id, KR_F_action_what, job->words);
    } else if (kr_str_is(job->what, "erbij")) {
        fill_step(draft, job);
    }
}

static const kr_once *asked_once(kr_request *request, kr_error *error, kr_err *err) {
    kr_once *list;
    size_t count;
    kr_id id = 0;
    *err = all_onces(request, &list, &count, error);
    for (size_t i = 0; *err == KR_OK && kr_id_parse(request->params[1], &id) && i < count; i++)
        if (list[i].id == id) return &list[i];
    if (*err == KR_OK) *err = kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    return NULL;
}

/* What it became is kept first; then the link is done with. Whoever presses twice finds it done. */
kr_err kr_page_answers_do(kr_request *request, kr_reply *reply, kr_error *error) {
    static const struct {
        const char *what, *notice;
        kr_act act;
    } ways[] = {{"persoon", "answers.did.person", KR_ACT_NAME},
                {"wens", "answers.did.wish", KR_ACT_WISH},
                {"stap", "answers.did.step", KR_ACT_PLAN},
                {"erbij", "answers.did.beside", KR_ACT_OUTCOME}};
    kr_err err;
    const kr_once *once = asked_once(request, error, &err);
    const char *notice = "answers.did.let";
    if (!once) return err;
    placing job = {request, once, kr_posted(request, "doe"), kr_str_trim(kr_posted(request, "woorden"))};
    if (!job.words.len) job.words = once->said;
    for (size_t i = 0; i < KR_COUNT(ways) && !once->ended; i++) {
        if (!kr_str_is(job.what, ways[i].what)) continue;
        notice = ways[i].notice;
        err = kr_page_change(request, ways[i].act, fill, &job, error);
        if (err != KR_OK) return err;
    }
    if (!once->ended)
        err = kr_once_end(request->web->store, request->account.id, request->circle_id, once->id,
                          request->now, error);
    if (err != KR_OK) return err;
    kr_go(request, reply, "/delen/antwoorden", once->answered ? notice : "answers.did.end");
    return KR_OK;
}
