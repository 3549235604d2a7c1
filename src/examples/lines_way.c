#include "examples/story_int.h"

/* The lines of a walk along a guide: way, way-step, way-said, way-at, way-success. */

/* "GUIDE | started | helper | role | next date | next words": what follows is about this walk. */
static kr_err way(story *s, kr_str rest, kr_error *error) {
    static const uint16_t fields[] = {KR_F_run_guide,       KR_F_run_started,   KR_F_run_helper,
                                      KR_F_run_helper_role, KR_F_run_next_date, KR_F_run_next_words};
    s->way = kr_draft_new_id(&s->draft);
    for (size_t i = 0; i < KR_COUNT(fields); i++) {
        kr_str part = story_part(&rest);
        if (part.len)
            kr_draft_written(&s->draft, KR_KIND_run, s->way, kr_schema_field(KR_KIND_run, fields[i]), part);
    }
    kr_draft_number(&s->draft, KR_KIND_run, s->way, KR_F_run_state, KR_run_state_going);
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, rest, error);
}

/* "STEP | done | date | note | helper": a step of the walk told before. */
static kr_err step(story *s, kr_str rest, kr_error *error) {
    static const uint16_t fields[] = {KR_F_run_step_step, KR_F_run_step_state, KR_F_run_step_date,
                                      KR_F_run_step_note, KR_F_run_step_note_for};
    kr_id id = kr_draft_new_id(&s->draft);
    kr_str first = rest;
    if (!s->way) return story_wrong(s, rest, error);
    s->way_step = story_part(&first);
    kr_draft_ref(&s->draft, KR_KIND_run_step, id, KR_F_run_step_run, s->way);
    for (size_t i = 0; i < KR_COUNT(fields); i++) {
        kr_str part = story_part(&rest);
        if (part.len)
            kr_draft_written(&s->draft, KR_KIND_run_step, id, kr_schema_field(KR_KIND_run_step, fields[i]),
                             part);
    }
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, rest, error);
}

/* "1 | words": the answer to a question of that step. */
static kr_err said(story *s, kr_str rest, kr_error *error) {
    kr_id id = kr_draft_new_id(&s->draft);
    int64_t question = 0;
    if (!s->way || !s->way_step.len || !kr_str_int(story_part(&rest), &question))
        return story_wrong(s, rest, error);
    kr_draft_ref(&s->draft, KR_KIND_run_answer, id, KR_F_run_answer_run, s->way);
    kr_draft_text(&s->draft, KR_KIND_run_answer, id, KR_F_run_answer_step, s->way_step);
    kr_draft_number(&s->draft, KR_KIND_run_answer, id, KR_F_run_answer_question, question);
    kr_draft_text(&s->draft, KR_KIND_run_answer, id, KR_F_run_answer_words, kr_str_trim(rest));
    return KR_OK;
}

static kr_err success(story *s, kr_str rest, kr_error *error) {
    kr_id id = kr_draft_new_id(&s->draft);
    kr_str words = story_part(&rest), date = story_part(&rest);
    if (!s->way) return story_wrong(s, words, error);
    kr_draft_text(&s->draft, KR_KIND_success, id, KR_F_success_words, words);
    kr_draft_written(&s->draft, KR_KIND_success, id, kr_schema_field(KR_KIND_success, KR_F_success_date),
                     date);
    kr_draft_ref(&s->draft, KR_KIND_success, id, KR_F_success_run, s->way);
    return KR_OK;
}

kr_err story_way(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) {
    *known = true;
    if (kr_str_is(word, "way")) return way(s, rest, error);
    if (kr_str_is(word, "way-step")) return step(s, rest, error);
    if (kr_str_is(word, "way-said")) return said(s, rest, error);
    if (kr_str_is(word, "way-success")) return success(s, rest, error);
    *known = kr_str_is(word, "way-at");
    if (*known) kr_draft_text(&s->draft, KR_KIND_run, s->way, KR_F_run_step, rest);
    return KR_OK;
}
