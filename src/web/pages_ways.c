/* Walks along guides: mine, one of them with all that was said, and going on, resting, stopping or looking
 * back. Stopping is always possible, and nobody asks why. */
#include "core/utf8.h"
#include "web/way.h"

/* -- mine -- */

static void put_way(const kr_page *page, kr_model *array, const kr_way *way) {
    static const char *const states[] = {"way.state.going", "way.state.going", "way.state.paused",
                                         "way.state.stopped", "way.state.finished"};
    kr_model *one = kr_add_object(array);
    uint8_t state = way->run->state < KR_COUNT(states) ? way->run->state : 0;
    kr_put_text(one, "name", kr_way_name(page, way));
    kr_put_text(one, "about", way->run->about);
    kr_put_text(one, "helper", way->run->helper);
    kr_put_text(one, "way_href", kr_way_link(page, way, KR_NONE));
    kr_put_text(one, "on_href",
                way->guide ? kr_way_link(page, way, way->guide->steps[way->here].id) : KR_NONE);
    kr_put_text(one, "step", way->guide ? way->text->steps[way->here].title : KR_NONE);
    kr_put_word(page->request, one, "state", states[state]);
    kr_put_maybe(page, one, "started", "way.started", "date", kr_page_date(page, way->run->started));
    kr_buf next = kr_page_buf(page);
    kr_put(&next, kr_page_date(page, way->run->next_date));
    if (way->run->next_date && way->run->next_words.len) kr_put_z(&next, ", ");
    kr_put(&next, way->run->next_words);
    kr_put_maybe(page, one, "next", "way.next.say", "when", kr_page_text(&next));
}

static kr_err show_mine(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.ways", error);
    if (err) return err;
    const kr_circle *circle = request->view.circle;
    kr_model *on = kr_put_array(page.model, "on"), *over = kr_put_array(page.model, "past");
    for (size_t i = circle->n_runs; i > 0; i--) {
        kr_way way;
        if (circle->runs[i - 1].gone) continue;
        err = kr_way_open(&way, request, circle, circle->runs[i - 1].id, error);
        if (err) return err;
        put_way(&page, way.run->state >= KR_run_state_stopped ? over : on, &way);
    }
    kr_put_bool(page.model, "has_on", kr_model_count(on) > 0);
    kr_put_bool(page.model, "has_past", kr_model_count(over) > 0);
    return KR_OK;
}

/* -- one of them, with all that was said -- */

/* One turn of one step. `shared`: somebody looks along, so notes for oneself alone stay away. */
static bool put_said(const kr_page *page, kr_model *array, const kr_way *way, const kr_run_step *said,
                     bool shared) {
    const kr_circle *circle = page->request->view.circle;
    size_t at = way->guide ? kr_guide_step_at(way->guide, said->step) : SIZE_MAX;
    bool note = said->note.len && (!shared || said->note_for == KR_note_for_helper), any = note;
    const kr_run_answer *answers[KR_GUIDE_MOST_QUESTIONS] = {0};
    for (size_t q = 0; q < KR_GUIDE_MOST_QUESTIONS; q++) {
        answers[q] = kr_way_answer(circle, said->run, said->step, kr_way_count(said->round),
                                   kr_way_count(said->turn), (int64_t)q + 1);
        if (answers[q] && !answers[q]->words.len) answers[q] = NULL;
        any = any || answers[q];
    }
    if (!any) return false;
    kr_model *one = kr_add_object(array), *items = kr_put_array(one, "items");
    kr_put_text(one, "step_title", at != SIZE_MAX ? way->text->steps[at].title : said->step);
    kr_put_text(one, "href", at != SIZE_MAX ? kr_way_link(page, way, said->step) : KR_NONE);
    kr_put_text(one, "when", kr_page_date(page, said->date));
    kr_put_text(one, "note", note ? said->note : KR_NONE);
    kr_put_bool(one, "mine", said->note_for != KR_note_for_helper);
    for (size_t q = 0; q < KR_GUIDE_MOST_QUESTIONS; q++) {
        if (!answers[q]) continue;
        bool asked = at != SIZE_MAX && q < way->text->steps[at].n_questions;
        kr_model *item = kr_add_object(items);
        kr_put_text(item, "ask", asked ? way->text->steps[at].questions[q].ask : KR_NONE);
        kr_put_text(item, "words", answers[q]->words);
    }
    return true;
}

/* Of one round, in the order of the steps. */
static void put_round(const kr_page *page, kr_model *rounds, const kr_way *way, int64_t round, bool shared) {
    const kr_circle *circle = page->request->view.circle;
    kr_model *one = kr_add_object(rounds), *array = kr_put_array(one, "said");
    kr_word_arg n = KR_WORD_NUMBER("n", round);
    size_t steps = way->guide ? way->guide->n_steps : 0;
    kr_put_bool(one, "round_name", false);
    if (way->round > 1) kr_put_say(page->request, one, "round_name", "way.round", &n, 1);
    for (size_t at = 0; at <= steps; at++) {
        for (size_t i = 0; i < circle->n_run_steps; i++) {
            const kr_run_step *said = &circle->run_steps[i];
            if (said->gone || said->run != way->run->id || kr_way_count(said->round) != round) continue;
            bool here = at < steps ? kr_str_eq(said->step, way->guide->steps[at].id)
                                   : !way->guide || kr_guide_step_at(way->guide, said->step) == SIZE_MAX;
            if (here) (void)put_said(page, array, way, said, shared);
        }
    }
    kr_put_bool(one, "any_said", kr_model_count(array) > 0);
}

static void put_successes(const kr_page *page, const kr_way *way) {
    const kr_circle *circle = page->request->view.circle;
    kr_model *array = kr_put_array(page->model, "successes");
    for (size_t i = 0; i < circle->n_successes; i++) {
        const kr_success *success = &circle->successes[i];
        if (success->gone || success->run != way->run->id) continue;
        char digits[17];
        kr_model *one = kr_add_object(array);
        kr_id_text(success->id, digits);
        kr_put_text(one, "id", kr_str_z(digits));
        kr_put_text(one, "words", success->words);
        kr_put_text(one, "when", kr_page_date(page, success->date));
        kr_put_text(one, "celebrate", success->celebrate);
    }
    kr_put_bool(page->model, "has_successes", kr_model_count(array) > 0);
}

static void put_state(const kr_page *page, const kr_way *way) {
    uint8_t state = way->run->state;
    bool cycle = way->guide && way->guide->shape == KR_GUIDE_shape_cycle;
    kr_put_bool(page->model, "going", state <= KR_run_state_going);
    kr_put_bool(page->model, "resting", state == KR_run_state_paused);
    kr_put_bool(page->model, "stopped", state == KR_run_state_stopped);
    kr_put_bool(page->model, "finished", state == KR_run_state_finished);
    kr_put_bool(page->model, "open", state <= KR_run_state_paused);
    kr_put_bool(page->model, "ended", way->guide && way->ended && state <= KR_run_state_paused);
    kr_put_bool(page->model, "cycle", cycle);
    kr_put_bool(page->model, "here", way->guide != NULL);
    kr_put_text(page->model, "on_href",
                way->guide ? kr_way_link(page, way, way->guide->steps[way->here].id) : KR_NONE);
    kr_put_text(page->model, "on_step", way->guide ? way->text->steps[way->here].title : KR_NONE);
    kr_buf cards = kr_page_buf(page);
    kr_put(&cards, page->request->base);
    kr_put_z(&cards, "/wegwijzers/");
    kr_put(&cards, way->run->guide);
    kr_put_text(page->model, "guide_href", kr_page_text(&cards));
    kr_put_text(page->model, "way_href", kr_way_link(page, way, KR_NONE));
}

static void put_who(const kr_page *page, const kr_way *way) {
    static const kr_field_spec fields[] = {{KR_KIND_run, KR_F_run_helper, KR_AS_LINE},
                                           {KR_KIND_run, KR_F_run_helper_role, KR_AS_LINE},
                                           {KR_KIND_run, KR_F_run_about, KR_AS_LINE},
                                           {KR_KIND_run, KR_F_run_next_date, KR_AS_LINE},
                                           {KR_KIND_run, KR_F_run_next_words, KR_AS_LINE}};
    kr_model *array = kr_put_array(page->model, "fields");
    for (size_t i = 0; i < KR_COUNT(fields); i++)
        kr_put_field(page, array, way->run, fields[i], KR_NONE, false);
    kr_buf next = kr_page_buf(page);
    kr_put(&next, kr_page_high(page, kr_page_date(page, way->run->next_date)));
    if (way->run->next_date && way->run->next_words.len) kr_put_z(&next, ", ");
    kr_put(&next, way->run->next_words);
    kr_put_text(page->model, "next", kr_page_text(&next));
    if (way->run->helper.len)
        kr_put_maybe(page, page->model, "shared_label", "way.shared.with", "who", way->run->helper);
    else
        kr_put_word(page->request, page->model, "shared_label", "way.shared");
}

static kr_err show_way(kr_request *request, kr_reply *reply, const kr_way *way, kr_str problem,
                       kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.ways", error);
    if (err) return err;
    bool shared = kr_str_is(kr_query(request, "samen"), "1");
    kr_put_text(page.model, "title", kr_way_name(&page, way));
    kr_put_way_head(&page, way);
    put_state(&page, way);
    put_who(&page, way);
    kr_put_array(page.model, "groups");
    if (way->guide)
        kr_put_path(&page, page.model, way, way->run->state <= KR_run_state_paused ? way->here : SIZE_MAX);
    kr_model *rounds = kr_put_array(page.model, "rounds");
    for (int64_t round = way->round; round > 0 && way->round - round < 50; round--)
        put_round(&page, rounds, way, round, shared);
    put_successes(&page, way);
    kr_put_bool(page.model, "shared", shared);
    if (problem.len)
        kr_put_text(page.model, "problem", problem);
    else
        kr_put_bool(page.model, "problem", false);
    return KR_OK;
}

static kr_err show_one(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_way way;
    kr_err err = kr_way_asked(&way, request, error);
    return err ? err : show_way(request, reply, &way, KR_NONE, error);
}

/* -- going on, resting, stopping -- */

typedef struct turning {
    kr_request *request;
    kr_id run;
    const kr_way *way;
} turning;

static void fill_fields(kr_draft *draft, const turning *job) {
    static const uint8_t fields[] = {KR_F_run_helper, KR_F_run_helper_role, KR_F_run_about,
                                     KR_F_run_next_date, KR_F_run_next_words};
    for (size_t i = 0; i < KR_COUNT(fields); i++)
        kr_draft_posted(draft, job->request, job->run, (kr_field_spec){KR_KIND_run, fields[i], KR_AS_LINE});
}

/* A new round begins at the first step; what was written in this one stays. */
static void fill_round(kr_draft *draft, const turning *job) {
    if (!job->way->guide) return;
    kr_draft_number(draft, KR_KIND_run, job->run, KR_F_run_round, job->way->round + 1);
    kr_draft_text(draft, KR_KIND_run, job->run, KR_F_run_step, job->way->guide->steps[0].id);
    kr_draft_number(draft, KR_KIND_run, job->run, KR_F_run_state, KR_run_state_going);
}

static void fill_celebrate(kr_draft *draft, const turning *job) {
    kr_id id = 0;
    kr_kind kind = KR_KIND_none;
    const kr_success *success = kr_id_parse(kr_posted(job->request, "succes"), &id)
                                    ? kr_circle_record_of(draft->circle, id, &kind)
                                    : NULL;
    if (!success || kind != KR_KIND_success || success->run != job->run) return;
    kr_draft_text(draft, KR_KIND_success, id, KR_F_success_celebrate,
                  kr_utf8_head(kr_str_trim(kr_posted(job->request, "vieren")), 2000));
}

static const struct {
    const char *word, *notice;
    uint8_t state;
} turns[] = {{"pauze", "notice.way.paused", KR_run_state_paused},
             {"stop", "notice.way.stopped", KR_run_state_stopped},
             {"verder", NULL, KR_run_state_going},
             {"af", "notice.way.finished", KR_run_state_finished}};

static void fill_turn(kr_draft *draft, void *context) {
    const turning *job = context;
    kr_str what = kr_posted(job->request, "doe");
    for (size_t i = 0; i < KR_COUNT(turns); i++)
        if (kr_str_is(what, turns[i].word))
            kr_draft_number(draft, KR_KIND_run, job->run, KR_F_run_state, turns[i].state);
    if (kr_str_is(what, "ronde")) fill_round(draft, job);
    if (kr_str_is(what, "weg")) kr_draft_bin(draft, job->run);
    if (kr_str_is(what, "wie")) fill_fields(draft, job);
    if (kr_str_is(what, "vier")) fill_celebrate(draft, job);
}

static kr_str problem_of(const kr_request *request, const kr_error *error) {
    kr_buf say;
    kr_str problem;
    kr_buf_init(&say, request->arena, 4096);
    kr_say_error(&say, request->prefs.lang, error);
    return kr_buf_end(&say, &problem) == KR_OK ? problem : KR_STR("?");
}

/* Where one goes after this. */
static void go_on(kr_request *request, kr_reply *reply, const kr_way *way) {
    kr_str what = kr_posted(request, "doe"), step = kr_posted(request, "terug");
    kr_page page = {.request = request, .lang = request->prefs.lang};
    bool on = kr_str_is(what, "verder") || kr_str_is(what, "ronde");
    const char *notice = kr_str_is(what, "weg")                              ? "notice.binned"
                         : kr_str_is(what, "wie") || kr_str_is(what, "vier") ? "notice.saved"
                                                                             : NULL;
    for (size_t i = 0; i < KR_COUNT(turns); i++)
        if (kr_str_is(what, turns[i].word)) notice = turns[i].notice;
    if (kr_str_is(what, "weg")) {
        kr_go(request, reply, "/wegen", notice);
        return;
    }
    kr_go_to(request, reply, "/weg/", way->run->id, "", notice);
    if (!way->guide) return;
    if (on)
        reply->location =
            kr_way_link(&page, way, way->guide->steps[kr_str_is(what, "ronde") ? 0 : way->here].id);
    else if (kr_guide_step_at(way->guide, step) != SIZE_MAX)
        reply->location = kr_way_link(&page, way, step);
}

static kr_err act(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_way way;
    kr_err err = kr_way_asked(&way, request, error);
    if (err) return err;
    turning job = {request, way.run->id, &way};
    bool bin = kr_str_is(kr_posted(request, "doe"), "weg");
    err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_WAY, fill_turn, &job, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) {
        kr_error none;
        reply->status = 422;
        reply->tmpl = "weg-een";
        return show_way(request, reply, &way, problem_of(request, error), &none);
    }
    if (err == KR_OK) go_on(request, reply, &way);
    return err;
}

/* -- a step -- */

static kr_err asked_step(kr_way *way, size_t *at, const kr_request *request, kr_error *error) {
    kr_err err = kr_way_asked(way, request, error);
    if (err) return err;
    *at = way->guide ? kr_guide_step_at(way->guide, request->params[2]) : SIZE_MAX;
    return *at == SIZE_MAX ? kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "") : KR_OK;
}

static kr_err show_step(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_way way;
    size_t at;
    kr_err err = asked_step(&way, &at, request, error);
    return err ? err : kr_page_step_show(request, reply, &way, at, false, KR_NONE, error);
}

static kr_err save_step(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_way way, after;
    size_t at;
    kr_err err = asked_step(&way, &at, request, error);
    if (err) return err;
    kr_way_saving job = {request, way.run->id, at};
    kr_page page = {.request = request, .lang = request->prefs.lang};
    kr_str what = kr_posted(request, "doe");
    err = kr_page_change(request, KR_ACT_WAY, kr_way_fill_step, &job, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) {
        kr_error none;
        reply->status = 422;
        reply->tmpl = "stap";
        return kr_page_step_show(request, reply, &way, at, true, problem_of(request, error), &none);
    }
    if (err == KR_OK) err = kr_way_asked(&after, request, error);
    if (err) return err;
    bool on = kr_str_is(what, "klaar") || kr_str_is(what, "overslaan"), opens = kr_str_is(what, "open");
    if (kr_str_is(what, "pauze"))
        kr_go(request, reply, "/wegen", "notice.way.paused");
    else
        kr_go_to(request, reply, "/weg/", after.run->id, "", on || opens ? NULL : "notice.saved");
    if (on && !after.ended) reply->location = kr_way_link(&page, &after, after.guide->steps[after.here].id);
    if (!on && !kr_str_is(what, "pauze"))
        reply->location = kr_way_link(&page, &after, after.guide->steps[at].id);
    kr_str tool = opens ? kr_way_tool(&page, &after, &after.guide->steps[at]) : KR_NONE;
    if (tool.len) reply->location = tool;
    return KR_OK;
}

const kr_route kr_routes_ways[] = {
    {"GET", "/kring/:circle/wegen", KR_SHARED, false, show_mine, "wegen", KR_PART_WAYS, 0, 0},
    {"GET", "/kring/:circle/weg/:run", KR_SHARED, false, show_one, "weg-een", KR_PART_WAYS, 0, 0},
    {"POST", "/kring/:circle/weg/:run", KR_SHARED, true, act, NULL, KR_PART_WAYS, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/weg/:run/:step", KR_SHARED, false, show_step, "stap", KR_PART_WAYS, 0, 0},
    {"POST", "/kring/:circle/weg/:run/:step", KR_SHARED, true, save_step, NULL, KR_PART_WAYS, 1u << 20,
     KR_RIGHT_ADD},
    {0},
};
