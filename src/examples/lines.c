#include "examples/story_int.h"

/* The lines inside a change. */

kr_id story_person(const story *s, kr_str name) {
    for (size_t i = 0; i < s->n_people; i++) {
        if (kr_str_eq(s->names[i], name)) return s->ids[i];
    }
    const kr_person *ego = kr_circle_ego(&s->circle);
    return ego && kr_str_eq(ego->name, name) ? ego->id : 0;
}

static kr_id ego_of(const story *s) {
    return s->circle.self.ego;
}

kr_err story_fields(story *s, kr_id person, kr_id tie, kr_str list, kr_error *error) {
    while (list.len) {
        kr_str part, name;
        list = kr_str_cut(list, ';', &part);
        part = kr_str_trim(part);
        kr_str value = kr_str_trim(kr_str_cut(part, ' ', &name));
        const kr_field *field = tie ? kr_schema_field_named(KR_KIND_tie, name) : NULL;
        kr_id record = tie;
        if (!field && person) {
            field = kr_schema_field_named(KR_KIND_person, name);
            record = person;
        }
        if (!field || value.len == 0) return story_wrong(s, part, error);
        kr_draft_written(&s->draft, field->kind, record, field, value);
        if (s->draft.error.code != KR_OK) return story_wrong(s, part, error);
    }
    return KR_OK;
}

static kr_err newcomer(story *s, kr_str rest, kr_error *error) {
    static const struct {
        const char *end;
        uint8_t what;
    } kinds[] = {{" (animal)", KR_what_animal}, {" (group)", KR_what_group}, {" (place)", KR_what_place}};
    uint8_t what = KR_what_person;
    for (size_t i = 0; i < KR_COUNT(kinds); i++) {
        if (!kr_str_ends(rest, kr_str_z(kinds[i].end))) continue;
        what = kinds[i].what;
        rest.len -= strlen(kinds[i].end);
    }
    if (s->n_people == STORY_MOST_PEOPLE || story_person(s, rest)) return story_wrong(s, rest, error);
    s->names[s->n_people] = rest;
    s->ids[s->n_people++] = kr_draft_contact(&s->draft, rest, what);
    return KR_OK;
}

/* "Sanne ~ Bram, Joost: between family"; `mark` is " ~ " or " !~ ". */
static kr_err acquainted(story *s, kr_str line, kr_str mark, uint8_t yesno, kr_error *error) {
    size_t at = kr_str_find(line, mark);
    kr_id a = story_person(s, kr_str_n(line.ptr, at));
    kr_str others = kr_str_n(line.ptr + at + mark.len, line.len - at - mark.len), said = KR_NONE;
    size_t colon = kr_str_find(others, KR_STR(": "));
    if (colon != SIZE_MAX) {
        said = kr_str_n(others.ptr + colon + 2, others.len - colon - 2);
        others.len = colon;
    }
    while (others.len) {
        kr_str name;
        others = kr_str_cut(others, ',', &name);
        kr_id b = story_person(s, kr_str_trim(name));
        if (!a || !b) return story_wrong(s, name, error);
        kr_draft_acquainted(&s->draft, a, b, yesno);
        kr_err err = story_fields(s, 0, kr_draft_tie(&s->draft, a, b), said, error);
        if (err != KR_OK) return err;
    }
    return KR_OK;
}

kr_str story_part(kr_str *rest) {
    kr_str part;
    *rest = kr_str_cut(*rest, '|', &part);
    return kr_str_trim(part);
}

/* A record told in parts: each goes into one field, in this order. */
static kr_err record(story *s, kr_kind kind, const uint16_t *numbers, size_t count, kr_str rest,
                     kr_error *error) {
    kr_id id = kr_draft_new_id(&s->draft);
    if (kind == KR_KIND_event) s->event = id;
    for (size_t i = 0; i < count && rest.len; i++) {
        kr_str part = story_part(&rest);
        const kr_field *field = kr_schema_field(kind, numbers[i]);
        if (part.len == 0) continue;
        if (field->type == KR_REF) {
            kr_id about = story_person(s, part);
            if (!about) return story_wrong(s, part, error);
            kr_draft_ref(&s->draft, kind, id, field->number, about);
        } else {
            kr_draft_written(&s->draft, kind, id, field, part);
            if (i == 0 && kind == KR_KIND_wish) story_tell(s, kind, part, id);
        }
        if (s->draft.error.code != KR_OK) return story_wrong(s, part, error);
    }
    return KR_OK;
}

static kr_err circle_field(story *s, kr_str rest, kr_error *error) {
    kr_str name;
    kr_str value = kr_str_cut(rest, ' ', &name);
    const kr_field *field = kr_schema_field_named(KR_KIND_circle, name);
    if (!field) return story_wrong(s, rest, error);
    kr_draft_written(&s->draft, KR_KIND_circle, KR_CIRCLE_RECORD, field, value);
    return s->draft.error.code == KR_OK ? KR_OK : story_wrong(s, rest, error);
}

/* "helped Corrie, Sanne": at the event told before. */
static kr_err presence(story *s, uint8_t part, kr_str rest, kr_error *error) {
    while (rest.len) {
        kr_str name;
        rest = kr_str_cut(rest, ',', &name);
        kr_id person = story_person(s, kr_str_trim(name));
        if (!person || !s->event) return story_wrong(s, name, error);
        kr_id id = kr_draft_new_id(&s->draft);
        kr_draft_ref(&s->draft, KR_KIND_presence, id, KR_F_presence_event, s->event);
        kr_draft_ref(&s->draft, KR_KIND_presence, id, KR_F_presence_person, person);
        kr_draft_number(&s->draft, KR_KIND_presence, id, KR_F_presence_part, part);
    }
    return KR_OK;
}

static kr_err leave(story *s, kr_str name, kr_error *error) {
    kr_id id = story_person(s, name);
    if (!id) return story_wrong(s, name, error);
    kr_draft_leave(&s->draft, id);
    return KR_OK;
}

/* Words that begin a line. *known tells whether this was one. */
static kr_err by_word(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) {
    static const uint16_t wish[] = {KR_F_wish_words, KR_F_wish_goal, KR_F_wish_about};
    static const uint16_t event[] = {KR_F_event_date,   KR_F_event_what,    KR_F_event_place,
                                     KR_F_event_people, KR_F_event_turning, KR_F_event_strand,
                                     KR_F_event_kind,   KR_F_event_until,   KR_F_event_remark};
    static const uint16_t answer[] = {KR_F_answer_about, KR_F_answer_fits, KR_F_answer_words};
    *known = true;
    if (kr_str_is(word, "+")) return newcomer(s, rest, error);
    if (kr_str_is(word, "-")) return leave(s, rest, error);
    if (kr_str_is(word, "me")) return story_fields(s, ego_of(s), 0, rest, error);
    if (kr_str_is(word, "circle")) return circle_field(s, rest, error);
    if (kr_str_is(word, "wish")) return record(s, KR_KIND_wish, wish, KR_COUNT(wish), rest, error);
    for (unsigned part = KR_presence_part_came; part <= KR_presence_part_left; part++) {
        const kr_choice_list *parts = kr_schema_field(KR_KIND_presence, KR_F_presence_part)->list;
        if (kr_str_is(word, kr_choice_name(parts, part))) return presence(s, (uint8_t)part, rest, error);
    }
    if (kr_str_is(word, "plan")) return story_plan(s, rest, error);
    if (kr_str_is(word, "event")) return record(s, KR_KIND_event, event, KR_COUNT(event), rest, error);
    if (kr_str_is(word, "answer")) return record(s, KR_KIND_answer, answer, KR_COUNT(answer), rest, error);
    if (kr_str_is(word, "middle")) {
        kr_draft_ego(&s->draft, rest);
    } else if (kr_str_is(word, "moment")) {
        kr_str name = story_part(&rest);
        kr_draft_moment(&s->draft, name, kr_str_trim(rest));
    } else if (kr_str_is(word, "undo")) {
        size_t kept;
        s->draft.undoes = s->circle.n_changes;
        kr_draft_undo(&s->draft, s->circle.n_changes, &kept);
    } else {
        *known = false;
    }
    return KR_OK;
}

kr_err story_line(story *s, kr_str line, kr_error *error) {
    bool known;
    kr_str word;
    kr_str rest = kr_str_cut(line, ' ', &word);
    kr_err err = by_word(s, word, rest, &known, error);
    if (err == KR_OK && !known) err = story_family(s, word, rest, &known, error);
    if (err == KR_OK && !known) err = story_way(s, word, rest, &known, error);
    if (err == KR_OK && !known) err = story_sheet(s, word, rest, &known, error);
    if (err == KR_OK && !known) err = story_filled(s, word, rest, &known, error);
    if (err != KR_OK || known) {
        return err == KR_OK && s->draft.error.code != KR_OK ? story_wrong(s, line, error) : err;
    }
    if (kr_str_find(line, KR_STR(" !~ ")) != SIZE_MAX)
        return acquainted(s, line, KR_STR(" !~ "), KR_yesno_no, error);
    if (kr_str_find(line, KR_STR(" ~ ")) != SIZE_MAX)
        return acquainted(s, line, KR_STR(" ~ "), KR_yesno_yes, error);
    size_t colon = kr_str_find(line, KR_STR(": "));
    kr_id person = colon == SIZE_MAX ? 0 : story_person(s, kr_str_n(line.ptr, colon));
    if (!person) return story_wrong(s, line, error);
    kr_id tie = kr_draft_tie(&s->draft, ego_of(s), person);
    return story_fields(s, person, tie, kr_str_n(line.ptr + colon + 2, line.len - colon - 2), error);
}
