/* One step of a walk: what it is for, the questions, the tool, a note, and beside it what who helps reads. */
#include "web/tools.h"
#include "web/way.h"

#include <stdio.h>

typedef struct step_page {
    kr_page page;
    const kr_way *way;
    size_t at;
    const kr_guide_step *step;
    const kr_guide_step_text *text;
    bool typed;
} step_page;

static kr_str typed_of(const step_page *s, const char *prefix, size_t nr) {
    char name[16];
    snprintf(name, sizeof name, "%s%zu", prefix, nr);
    return kr_posted(s->page.request, name);
}

static void put_questions(const step_page *s) {
    kr_model *array = kr_put_array(s->page.model, "questions");
    const kr_circle *circle = s->page.request->view.circle;
    for (size_t q = 1; q <= s->text->n_questions; q++) {
        const kr_guide_question *question = &s->text->questions[q - 1];
        const kr_run_answer *answer = kr_way_answer(circle, s->way->run->id, s->step->id, s->way->round,
                                                    s->way->at[s->at].turn, (int64_t)q);
        kr_model *one = kr_add_object(array);
        kr_word_arg of[] = {KR_WORD_NUMBER("n", (int64_t)q),
                            KR_WORD_NUMBER("all", (int64_t)s->text->n_questions)};
        kr_put_number(one, "nr", (int64_t)q);
        kr_put_text(one, "ask", question->ask);
        kr_put_text(one, "hint", question->hint);
        kr_put_text(one, "value", s->typed ? typed_of(s, "a", q) : answer ? answer->words : KR_NONE);
        kr_put_bool(one, "skipped",
                    s->typed ? typed_of(s, "over", q).len > 0 : answer && answer->skipped == KR_yesno_yes);
        kr_put_say(s->page.request, one, "of", "way.question.of", of, 2);
    }
    kr_put_bool(s->page.model, "has_questions", s->text->n_questions > 0);
}

/* "/ecogram?weg=RUN/STEP": a page that is opened from here shows the way back. */
kr_str kr_way_tool(const kr_page *page, const kr_way *way, const kr_guide_step *step) {
    char digits[17];
    kr_str path = kr_tool_path(page->request->web, page->request->arena, step);
    kr_buf href = kr_page_buf(page);
    if (kr_guide_tool_later(step->tool) || (!path.len && step->tool != KR_GUIDE_tool_circle)) return KR_NONE;
    kr_id_text(way->run->id, digits);
    kr_put(&href, page->request->base);
    kr_put(&href, path);
    kr_put_z(&href, kr_str_find(path, KR_STR("?")) == SIZE_MAX ? "?weg=" : "&weg=");
    kr_put_z(&href, digits);
    kr_put_c(&href, '/');
    kr_put(&href, step->id);
    return kr_page_text(&href);
}

/* The sheet or cards a step lies ready; NULL. */
static const kr_sheet_form *form_of(const kr_page *page, const kr_guide_step *step) {
    bool sheet = step->tool == KR_GUIDE_tool_deck || step->tool == KR_GUIDE_tool_sheet;
    return sheet ? kr_sheet_form_find(&page->request->web->sheets, step->set) : NULL;
}

/* What the tool is called: a set has a name of its own. */
static kr_str tool_name(const kr_page *page, const kr_guide_step *step) {
    const kr_web *web = page->request->web;
    const kr_sheet_form *form = form_of(page, step);
    const kr_question_set *set =
        step->tool == KR_GUIDE_tool_questions ? kr_questions_find(&web->questions, step->set) : NULL;
    if (form) return kr_sheet_text_in(form, (int)page->lang)->name;
    if (set) return set->set->title.in[page->lang];
    return kr_page_high(page, kr_guide_said(page, KR_GUIDE_LIST_TOOL, step->tool));
}

static void put_tool(const step_page *s) {
    const kr_page *page = &s->page;
    unsigned tool = s->step->tool;
    if (tool <= KR_GUIDE_tool_none) {
        kr_put_bool(page->model, "tool", false);
        return;
    }
    char key[48];
    kr_model *one = kr_put_object(page->model, "tool");
    kr_str path = kr_tool_path(page->request->web, page->request->arena, s->step);
    bool later = kr_guide_tool_later(tool), there = path.len || tool == KR_GUIDE_tool_circle;
    const char *word = kr_guide_word(KR_GUIDE_LIST_TOOL, tool);
    kr_put_text(one, "tool_label", tool_name(page, s->step));
    kr_put_text(one, "icon", kr_str_z(kr_tool_icon(tool)));
    snprintf(key, sizeof key, "tool.%s", word);
    const kr_sheet_form *form = form_of(page, s->step);
    if (form)
        kr_put_text(one, "say", kr_sheet_text_in(form, (int)page->lang)->brief);
    else
        kr_put_word(page->request, one, "say", later || there ? key : "tool.not_here");
    kr_put_bool(one, "later", later || !there);
    if (later || !there) return;
    kr_put_text(one, "tool_href", kr_way_tool(page, s->way, s->step));
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)page->net.n);
    bool people = tool == KR_GUIDE_tool_circle || tool == KR_GUIDE_tool_names || tool == KR_GUIDE_tool_list;
    kr_put_bool(one, "count", false);
    if (people && page->net.n) kr_put_say(page->request, one, "count", "tool.people", &n, 1);
}

static void put_note(const step_page *s) {
    const kr_page *page = &s->page;
    const kr_run_step *said = s->way->at[s->at].said;
    kr_str helper = s->way->run->helper;
    bool open = s->typed ? kr_str_is(kr_posted(page->request, "voor"), "helper")
                         : said && said->note_for == KR_note_for_helper;
    kr_put_text(page->model, "note",
                s->typed ? kr_posted(page->request, "notitie")
                : said   ? said->note
                         : KR_NONE);
    kr_put_bool(page->model, "for_helper", open);
    if (helper.len)
        kr_put_maybe(page, page->model, "helper_may", "way.note.helper", "who", helper);
    else
        kr_put_word(page->request, page->model, "helper_may", "way.note.somebody");
    kr_put_bool(page->model, "kept", s->typed && kr_posted_has(page->request, "gelukt"));
}

/* Who is in the room, whether others wait outside, in which meeting, and that it may be done again. */
static void put_around(const step_page *s) {
    const kr_page *page = &s->page;
    kr_str who = kr_guide_said_set(page, KR_GUIDE_LIST_PRESENT, s->step->present);
    kr_word_arg session = KR_WORD_NUMBER("n", s->step->session),
                minutes = KR_WORD_NUMBER("n", s->step->minutes);
    kr_word_arg turn = KR_WORD_NUMBER("n", s->way->at[s->at].turn);
    kr_put_maybe(page, page->model, "present", s->step->closed ? "way.closed" : "way.present", "who", who);
    kr_put_bool(page->model, "closed", s->step->closed);
    kr_put_bool(page->model, "session", false);
    kr_put_bool(page->model, "minutes", false);
    kr_put_bool(page->model, "turn", false);
    if (s->step->session) kr_put_say(page->request, page->model, "session", "way.session", &session, 1);
    if (s->step->minutes) kr_put_say(page->request, page->model, "minutes", "way.minutes", &minutes, 1);
    if (turn.number > 1) kr_put_say(page->request, page->model, "turn", "way.turn", &turn, 1);
    kr_put_bool(page->model, "optional", s->step->optional);
    kr_put_bool(page->model, "repeat", s->step->repeat);
}

/* A guide of visits says how many there are about; near the end that is told, kindly. */
static void put_limit(const step_page *s) {
    const kr_page *page = &s->page;
    const kr_guide *guide = s->way->guide;
    const kr_circle *circle = page->request->view.circle;
    int64_t had = 0;
    kr_put_bool(page->model, "limit", false);
    if (!s->step->repeat || (!guide->most_visits && !guide->most_weeks)) return;
    for (size_t i = 0; i < circle->n_run_steps; i++) {
        const kr_run_step *said = &circle->run_steps[i];
        had += !said->gone && said->run == s->way->run->id && said->state == KR_step_state_done &&
               kr_str_eq(said->step, s->step->id);
    }
    kr_word_arg args[] = {KR_WORD_NUMBER("n", guide->most_visits), KR_WORD_NUMBER("had", had),
                          KR_WORD_NUMBER("weeks", guide->most_weeks)};
    const char *key = !guide->most_visits         ? "way.limit.weeks"
                      : had >= guide->most_visits ? "way.limit.reached"
                      : had > 0                   ? "way.limit.had"
                                                  : "way.limit";
    kr_put_say(page->request, page->model, "limit", key, args, 3);
}

/* What was said at this step before: in an earlier round, or an earlier time. */
static void put_earlier(const step_page *s) {
    const kr_page *page = &s->page;
    const kr_circle *circle = page->request->view.circle;
    kr_model *array = kr_put_array(page->model, "earlier");
    for (size_t i = circle->n_run_steps; i > 0; i--) {
        const kr_run_step *said = &circle->run_steps[i - 1];
        if (said->gone || said == s->way->at[s->at].said || said->run != s->way->run->id ||
            !kr_str_eq(said->step, s->step->id))
            continue;
        kr_model *one = kr_add_object(array);
        kr_str date = kr_page_date(page, said->date);
        kr_put_text(one, "when", date.len ? date : kr_word(page->lang, "way.before"));
        kr_put_text(one, "earlier_note", said->note);
        kr_model *items = kr_put_array(one, "items");
        for (size_t q = 1; q <= s->text->n_questions; q++) {
            const kr_run_answer *a = kr_way_answer(circle, said->run, said->step, kr_way_count(said->round),
                                                   kr_way_count(said->turn), (int64_t)q);
            if (!a || !a->words.len) continue;
            kr_model *item = kr_add_object(items);
            kr_put_text(item, "ask", s->text->questions[q - 1].ask);
            kr_put_text(item, "words", a->words);
        }
    }
    kr_put_bool(page->model, "has_earlier", kr_model_count(array) > 0);
}

static void put_side(const step_page *s) {
    const kr_page *page = &s->page;
    const kr_run *run = s->way->run;
    kr_buf who = kr_page_buf(page);
    kr_put(&who, run->helper);
    if (run->helper.len && run->helper_role.len) kr_put_z(&who, ", ");
    kr_put(&who, run->helper_role);
    if (who.len)
        kr_put_maybe(page, page->model, "helper_title", "way.for", "who", kr_page_text(&who));
    else
        kr_put_word(page->request, page->model, "helper_title", "way.for.somebody");
    kr_put_sentences(page->model, "helper", s->text->helper, 0);
    kr_put_text(page->model, "next_date", kr_page_high(page, kr_page_date(page, run->next_date)));
    kr_put_text(page->model, "next_words", run->next_words);
    kr_put_bool(page->model, "has_next", run->next_date || run->next_words.len);
    kr_model *fields = kr_put_array(page->model, "next_fields");
    kr_put_field(page, fields, run, (kr_field_spec){KR_KIND_run, KR_F_run_next_date, KR_AS_LINE}, KR_NONE,
                 false);
    kr_put_field(page, fields, run, (kr_field_spec){KR_KIND_run, KR_F_run_next_words, KR_AS_LINE}, KR_NONE,
                 false);
}

static void put_text(const step_page *s) {
    const kr_page *page = &s->page;
    kr_word_arg of[] = {KR_WORD_NUMBER("n", (int64_t)s->at + 1),
                        KR_WORD_NUMBER("all", (int64_t)s->way->guide->n_steps)};
    kr_put_say(page->request, page->model, "nr", "way.step.of", of, 2);
    kr_word_arg nr = KR_WORD_NUMBER("n", (int64_t)s->at + 1);
    kr_put_say(page->request, page->model, "crumb", "way.step", &nr, 1);
    kr_put_text(page->model, "step_title", s->text->title);
    kr_put_text(page->model, "step_id", s->step->id);
    kr_put_text(page->model, "purpose", s->text->purpose);
    kr_put_text(page->model, "outcome", s->text->outcome);
    kr_put_sentences(page->model, "person", s->text->person, 2);
    kr_put_text(page->model, "way_href", kr_way_link(page, s->way, KR_NONE));
    kr_put_text(page->model, "href", kr_way_link(page, s->way, s->step->id));
    uint8_t state = s->way->at[s->at].state;
    kr_put_bool(page->model, "done", state == KR_step_state_done);
    kr_put_bool(page->model, "over", state >= KR_step_state_done);
    kr_put_bool(page->model, "resting", s->way->run->state == KR_run_state_paused);
    kr_put_bool(page->model, "stopped", s->way->run->state >= KR_run_state_stopped);
}

kr_err kr_page_step_show(kr_request *request, kr_reply *reply, const kr_way *way, size_t at, bool typed,
                         kr_str problem, kr_error *error) {
    step_page s = {
        .way = way, .at = at, .step = &way->guide->steps[at], .text = &way->text->steps[at], .typed = typed};
    kr_err err = kr_page_open(&s.page, request, reply, "title.ways", error);
    if (err) return err;
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)at + 1), KR_WORD_TEXT("step", s.text->title),
                          KR_WORD_TEXT("guide", way->text->name)};
    kr_put_say(request, s.page.model, "title", "title.step", args, 3);
    if (problem.len)
        kr_put_text(s.page.model, "problem", problem);
    else
        kr_put_bool(s.page.model, "problem", false);
    kr_put_way_head(&s.page, way);
    kr_put_path(&s.page, s.page.model, way, at);
    put_text(&s);
    put_around(&s);
    put_limit(&s);
    put_questions(&s);
    put_tool(&s);
    put_note(&s);
    put_earlier(&s);
    put_side(&s);
    return KR_OK;
}
