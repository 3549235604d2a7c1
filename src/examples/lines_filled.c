#include "examples/story_int.h"

/* The lines of a question set that somebody filled in: filled, answer-to, not-known. */

/* "SET | self | | title | 2026-11-12": who, and the name when it is another. At the hour of the change. */
static kr_err filled(story *s, kr_str rest, kr_error *error) {
    static const uint16_t fields[] = {KR_F_filled_questions, KR_F_filled_by,   KR_F_filled_by_whom,
                                      KR_F_filled_title,     KR_F_filled_line, KR_F_filled_own_words};
    s->filled = kr_draft_new_id(&s->draft);
    for (size_t i = 0; i < KR_COUNT(fields); i++) {
        kr_str part = story_part(&rest);
        if (part.len)
            kr_draft_written(&s->draft, KR_KIND_filled, s->filled, kr_schema_field(KR_KIND_filled, fields[i]),
                             part);
    }
    int64_t at = s->draft.maker.at_ms;
    kr_draft_text(&s->draft, KR_KIND_filled, s->filled, KR_F_filled_version, KR_STR("1"));
    kr_draft_number(&s->draft, KR_KIND_filled, s->filled, KR_F_filled_started, at);
    kr_draft_number(&s->draft, KR_KIND_filled, s->filled, KR_F_filled_finished, at);
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, rest, error);
}

/* "wheel.body | 6" */
static kr_err answer(story *s, kr_str rest, bool known, kr_error *error) {
    kr_str link = story_part(&rest);
    if (!s->filled || link.len == 0) return story_wrong(s, link, error);
    kr_id id = kr_draft_new_id(&s->draft);
    kr_draft_ref(&s->draft, KR_KIND_filled_item, id, KR_F_filled_item_filled, s->filled);
    kr_draft_text(&s->draft, KR_KIND_filled_item, id, KR_F_filled_item_item, link);
    kr_draft_number(&s->draft, KR_KIND_filled_item, id, KR_F_filled_item_turn, 1);
    if (known)
        kr_draft_text(&s->draft, KR_KIND_filled_item, id, KR_F_filled_item_answer, kr_str_trim(rest));
    else
        kr_draft_number(&s->draft, KR_KIND_filled_item, id, KR_F_filled_item_unknown, KR_yesno_yes);
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, link, error);
}

kr_err story_filled(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) {
    *known = true;
    if (kr_str_is(word, "filled")) return filled(s, rest, error);
    if (kr_str_is(word, "answer-to")) return answer(s, rest, true, error);
    *known = kr_str_is(word, "not-known");
    return *known ? answer(s, rest, false, error) : KR_OK;
}
