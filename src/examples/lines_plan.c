#include "examples/story_int.h"

/* Wishes, steps, what went well, gifts, days to look back, talents, sheets: whatever goes by its own words.
 */

void story_tell(story *s, kr_kind kind, kr_str words, kr_id id) {
    if (s->n_told < STORY_MOST_TOLD && words.len) s->told[s->n_told++] = (story_told){kind, words, id};
}

/* The record of these words; of any kind when `kind` is none. */
static kr_id told(const story *s, kr_kind kind, kr_str words) {
    for (size_t i = s->n_told; i > 0; i--)
        if ((kind == KR_KIND_none || s->told[i - 1].kind == kind) && kr_str_eq(s->told[i - 1].words, words))
            return s->told[i - 1].id;
    return 0;
}

static const kr_field *words_field(kr_kind kind) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++)
        if (fields[i].kind == kind && fields[i].type == KR_TEXT) return &fields[i];
    return NULL;
}

static kr_err one_field(story *s, kr_kind kind, kr_id id, kr_str part, kr_error *error) {
    kr_str name;
    kr_str value = kr_str_trim(kr_str_cut(part, ' ', &name));
    const kr_field *field = kr_schema_field_named(kind, name);
    if (!field || value.len == 0) return story_wrong(s, part, error);
    if (field->type == KR_REF) {
        kr_id to = story_person(s, value);
        if (!to) to = told(s, KR_KIND_none, value);
        if (!to) return story_wrong(s, part, error);
        kr_draft_ref(&s->draft, kind, id, field->number, to);
    } else {
        kr_draft_written(&s->draft, kind, id, field, value);
    }
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, part, error);
}

kr_err story_plan(story *s, kr_str rest, kr_error *error) {
    kr_str name;
    kr_str after = kr_str_cut(rest, ' ', &name);
    kr_kind kind = kr_kind_named(name);
    kr_str words = story_part(&after);
    if (kind == KR_KIND_none) return story_wrong(s, rest, error);
    kr_id id = told(s, kind, words);
    if (!id) {
        const kr_ids usual = s->draft.maker.ids;
        s->draft.maker.ids = (kr_ids){story_next_id, &s->plan_seed};
        id = kr_draft_new_id(&s->draft);
        s->draft.maker.ids = usual;
        story_tell(s, kind, words, id);
        if (words.len) kr_draft_written(&s->draft, kind, id, words_field(kind), words);
    }
    while (after.len) {
        kr_str part;
        after = kr_str_cut(after, ';', &part);
        kr_err err = one_field(s, kind, id, kr_str_trim(part), error);
        if (err != KR_OK) return err;
    }
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, rest, error);
}
