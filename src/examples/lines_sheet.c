#include "examples/story_int.h"

/* The lines of a sheet that was filled in: sheet, part. */

/* "FORM | title | date | by whom": what follows stands on this sheet. */
static kr_err sheet(story *s, kr_str rest, kr_error *error) {
    static const uint16_t fields[] = {KR_F_sheet_form, KR_F_sheet_title, KR_F_sheet_date, KR_F_sheet_by_whom};
    s->sheet = kr_draft_new_id(&s->draft);
    s->sheet_rows = 0;
    for (size_t i = 0; i < KR_COUNT(fields); i++) {
        kr_str part = story_part(&rest);
        if (part.len)
            kr_draft_written(&s->draft, KR_KIND_sheet, s->sheet, kr_schema_field(KR_KIND_sheet, fields[i]),
                             part);
    }
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, rest, error);
}

/* "PLACE | words | person | icon | yes or no | voice" */
static kr_err part(story *s, kr_str rest, kr_error *error) {
    kr_id id = kr_draft_new_id(&s->draft);
    kr_str place = story_part(&rest), words = story_part(&rest), person = story_part(&rest),
           icon = story_part(&rest), chosen = story_part(&rest), voice = story_part(&rest);
    kr_id who = person.len ? story_person(s, person) : 0;
    if (!s->sheet || (person.len && !who)) return story_wrong(s, place, error);
    kr_draft_ref(&s->draft, KR_KIND_sheet_part, id, KR_F_sheet_part_sheet, s->sheet);
    kr_draft_text(&s->draft, KR_KIND_sheet_part, id, KR_F_sheet_part_place, place);
    kr_draft_text(&s->draft, KR_KIND_sheet_part, id, KR_F_sheet_part_words, words);
    kr_draft_text(&s->draft, KR_KIND_sheet_part, id, KR_F_sheet_part_voice, voice);
    kr_draft_ref(&s->draft, KR_KIND_sheet_part, id, KR_F_sheet_part_person, who);
    kr_draft_number(&s->draft, KR_KIND_sheet_part, id, KR_F_sheet_part_rank, ++s->sheet_rows);
    if (icon.len) {
        kr_buf picture;
        kr_str text;
        kr_buf_init(&picture, s->arena, 80);
        kr_put_z(&picture, "icon:");
        kr_put(&picture, icon);
        if (kr_buf_end(&picture, &text) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
        kr_draft_text(&s->draft, KR_KIND_sheet_part, id, KR_F_sheet_part_picture, text);
    }
    if (chosen.len)
        kr_draft_written(&s->draft, KR_KIND_sheet_part, id,
                         kr_schema_field(KR_KIND_sheet_part, KR_F_sheet_part_chosen), chosen);
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, place, error);
}

kr_err story_sheet(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) {
    bool is_sheet = kr_str_is(word, "sheet");
    *known = is_sheet || kr_str_is(word, "part");
    if (is_sheet) return sheet(s, rest, error);
    return *known ? part(s, rest, error) : KR_OK;
}
