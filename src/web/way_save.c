/* What is written at a step becomes a change. */
#include "core/utf8.h"
#include "web/way.h"

#include <stdio.h>

#define MOST_WORDS 8000

typedef struct turn {
    kr_id run;
    kr_str step;
    int64_t round, number;
} turn;

static kr_str posted(const kr_request *request, const char *prefix, size_t nr) {
    char name[16];
    snprintf(name, sizeof name, "%s%zu", prefix, nr);
    return kr_posted(request, name);
}

/* What belongs to a turn of a step, whether it is an answer or the step itself. The first turn and round go
 * unsaid. */
static void fill_place(kr_draft *draft, kr_kind kind, kr_id id, const turn *t) {
    bool answer = kind == KR_KIND_run_answer;
    kr_draft_ref(draft, kind, id, answer ? KR_F_run_answer_run : KR_F_run_step_run, t->run);
    kr_draft_text(draft, kind, id, answer ? KR_F_run_answer_step : KR_F_run_step_step, t->step);
    if (t->round > 1)
        kr_draft_number(draft, kind, id, answer ? KR_F_run_answer_round : KR_F_run_step_round, t->round);
    if (t->number > 1)
        kr_draft_number(draft, kind, id, answer ? KR_F_run_answer_turn : KR_F_run_step_turn, t->number);
}

static void fill_answers(kr_draft *draft, const kr_way_saving *job, const turn *t, size_t n) {
    for (size_t q = 1; q <= n; q++) {
        kr_str words = kr_str_trim(posted(job->request, "a", q));
        bool skipped = posted(job->request, "over", q).len > 0;
        const kr_run_answer *before =
            kr_way_answer(draft->circle, t->run, t->step, t->round, t->number, (int64_t)q);
        if (!before && !words.len && !skipped) continue;
        kr_id id = before ? before->id : kr_draft_new_id(draft);
        if (!before) {
            fill_place(draft, KR_KIND_run_answer, id, t);
            kr_draft_number(draft, KR_KIND_run_answer, id, KR_F_run_answer_question, (int64_t)q);
        }
        kr_draft_text(draft, KR_KIND_run_answer, id, KR_F_run_answer_words, words);
        if (skipped)
            kr_draft_number(draft, KR_KIND_run_answer, id, KR_F_run_answer_skipped, KR_yesno_yes);
        else
            kr_draft_clear(draft, KR_KIND_run_answer, id, KR_F_run_answer_skipped);
    }
}

static bool kept_before(const kr_circle *circle, kr_id run, kr_str words) {
    for (size_t i = 0; i < circle->n_successes; i++)
        if (!circle->successes[i].gone && circle->successes[i].run == run &&
            kr_str_eq(circle->successes[i].words, words))
            return true;
    return false;
}

/* What went well, kept as a small success beside the note, when it was asked for. */
static void fill_success(kr_draft *draft, const kr_way_saving *job, kr_str note) {
    kr_str words = kr_utf8_head(note, 4000);
    if (!kr_posted_has(job->request, "gelukt") || !note.len || kept_before(draft->circle, job->run, words))
        return;
    kr_id id = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_success, id, KR_F_success_words, words);
    kr_draft_number(draft, KR_KIND_success, id, KR_F_success_date, kr_date_of(job->request->local));
    kr_draft_ref(draft, KR_KIND_success, id, KR_F_success_run, job->run);
}

static uint8_t state_after(kr_str what, uint8_t before) {
    if (kr_str_is(what, "klaar")) return KR_step_state_done;
    if (kr_str_is(what, "overslaan")) return KR_step_state_skipped;
    if (kr_str_is(what, "terug") || !before) return KR_step_state_busy;
    return before;
}

static void fill_state(kr_draft *draft, const kr_way_saving *job, kr_id id, uint8_t before, kr_str what) {
    uint8_t now = state_after(what, before);
    kr_draft_number(draft, KR_KIND_run_step, id, KR_F_run_step_state, now);
    if (now == KR_step_state_busy)
        kr_draft_clear(draft, KR_KIND_run_step, id, KR_F_run_step_date);
    else if (now != before)
        kr_draft_number(draft, KR_KIND_run_step, id, KR_F_run_step_date, kr_date_of(job->request->local));
}

/* Where the talk ended, and that the walk goes on (or rests). */
static void fill_run(kr_draft *draft, const kr_way *way, size_t at, kr_str what) {
    kr_id run = way->run->id;
    bool on = kr_str_is(what, "klaar") || kr_str_is(what, "overslaan");
    size_t next = on ? kr_way_next(way, at) : at;
    if (next != SIZE_MAX) kr_draft_text(draft, KR_KIND_run, run, KR_F_run_step, way->guide->steps[next].id);
    if (kr_str_is(what, "pauze"))
        kr_draft_number(draft, KR_KIND_run, run, KR_F_run_state, KR_run_state_paused);
    else if (way->run->state == KR_run_state_paused)
        kr_draft_number(draft, KR_KIND_run, run, KR_F_run_state, KR_run_state_going);
}

void kr_way_fill_step(kr_draft *draft, void *context) {
    const kr_way_saving *job = context;
    kr_way way;
    kr_error error;
    if (kr_way_open(&way, job->request, draft->circle, job->run, &error) != KR_OK || !way.guide) return;
    const kr_way_at *now = &way.at[job->at];
    kr_str what = kr_posted(job->request, "doe"), step = way.guide->steps[job->at].id;
    turn t = {job->run, step, way.round, now->turn};
    kr_id id = now->said ? now->said->id : kr_draft_new_id(draft);
    if (!now->said) fill_place(draft, KR_KIND_run_step, id, &t);
    fill_answers(draft, job, &t, way.text->steps[job->at].n_questions);
    kr_str note = kr_str_trim(kr_posted(job->request, "notitie"));
    kr_draft_text(draft, KR_KIND_run_step, id, KR_F_run_step_note, note);
    bool helper = kr_str_is(kr_posted(job->request, "voor"), "helper");
    if (note.len)
        kr_draft_number(draft, KR_KIND_run_step, id, KR_F_run_step_note_for,
                        helper ? KR_note_for_helper : KR_note_for_me);
    fill_success(draft, job, note);
    fill_state(draft, job, id, now->state, what);
    fill_run(draft, &way, job->at, what);
    if (!kr_str_is(what, "nogeens")) return;
    turn again = {job->run, step, way.round, now->turn + 1};
    id = kr_draft_new_id(draft);
    fill_place(draft, KR_KIND_run_step, id, &again);
    kr_draft_number(draft, KR_KIND_run_step, id, KR_F_run_step_state, KR_step_state_busy);
}
