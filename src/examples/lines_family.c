#include "examples/story_int.h"

/* The lines of the family tree: kin, union, child, household, bond. */

/* "Jan Mulder as Jan | surname Mulder; born 1944": somebody who is in the family tree alone. Without a name
 * ("as -") for a child that was not born alive. */
static kr_err kin(story *s, kr_str rest, kr_error *error) {
    kr_str handle = story_part(&rest), name = handle;
    size_t as = kr_str_find(handle, KR_STR(" as "));
    if (as != SIZE_MAX) {
        name = kr_str_n(handle.ptr + as + 4, handle.len - as - 4);
        handle.len = as;
    }
    if (s->n_people == STORY_MOST_PEOPLE || story_person(s, handle)) return story_wrong(s, handle, error);
    bool nameless = kr_str_is(name, "-");
    kr_id id = nameless ? kr_draft_new_id(&s->draft) : kr_draft_person(&s->draft, name, KR_what_person);
    if (nameless) kr_draft_number(&s->draft, KR_KIND_person, id, KR_F_person_what, KR_what_person);
    s->names[s->n_people] = handle;
    s->ids[s->n_people++] = id;
    kr_draft_number(&s->draft, KR_KIND_person, id, KR_F_person_only_family, KR_yesno_yes);
    return story_fields(s, id, 0, kr_str_trim(rest), error);
}

/* Both ends of "Hendrik & Geertje"; the second is 0 when there is one. */
static kr_err two(story *s, kr_str pair, kr_id *a, kr_id *b, kr_error *error) {
    kr_str first, second = kr_str_cut(pair, '&', &first);
    *a = story_person(s, kr_str_trim(first));
    *b = second.len ? story_person(s, kr_str_trim(second)) : 0;
    return *a && (*b || !second.len) ? KR_OK : story_wrong(s, pair, error);
}

/* "type married; since 1941" for a record of this kind. */
static kr_err put_fields(story *s, kr_kind kind, kr_id record, kr_str list, kr_error *error) {
    while (list.len) {
        kr_str part, name;
        list = kr_str_cut(list, ';', &part);
        part = kr_str_trim(part);
        kr_str value = kr_str_trim(kr_str_cut(part, ' ', &name));
        const kr_field *field = kr_schema_field_named(kind, name);
        if (!field || !value.len) return story_wrong(s, part, error);
        kr_draft_written(&s->draft, kind, record, field, value);
        if (s->draft.error.code != KR_OK) return story_wrong(s, part, error);
    }
    return KR_OK;
}

/* "Hendrik & Geertje | type married; since 1941". */
static kr_err pair(story *s, kr_str rest, kr_error *error) {
    kr_id a, b;
    kr_str who = story_part(&rest);
    kr_err err = two(s, who, &a, &b, error);
    if (err != KR_OK) return err;
    if (s->n_couples == STORY_MOST_COUPLES) return story_wrong(s, who, error);
    kr_id id = kr_draft_new_id(&s->draft);
    s->couples[s->n_couples++] = (story_couple){a, b, id};
    kr_draft_ref(&s->draft, KR_KIND_union, id, KR_F_union_a, a);
    if (b) kr_draft_ref(&s->draft, KR_KIND_union, id, KR_F_union_b, b);
    return put_fields(s, KR_KIND_union, id, kr_str_trim(rest), error);
}

/* "Sanne | Jan Mulder & Annie | type birth": of a couple named before, or of one parent. */
static kr_err child(story *s, kr_str rest, kr_error *error) {
    kr_str name = story_part(&rest), parents = story_part(&rest);
    kr_id who = story_person(s, name), a, b, id = kr_draft_new_id(&s->draft), couple = 0;
    kr_err err = two(s, parents, &a, &b, error);
    if (err != KR_OK) return err;
    for (size_t i = 0; i < s->n_couples; i++)
        if (s->couples[i].a == a && s->couples[i].b == b) couple = s->couples[i].id;
    if (!who || (b && !couple)) return story_wrong(s, parents, error);
    kr_draft_ref(&s->draft, KR_KIND_parentage, id, KR_F_parentage_child, who);
    if (couple)
        kr_draft_ref(&s->draft, KR_KIND_parentage, id, KR_F_parentage_pair, couple);
    else
        kr_draft_ref(&s->draft, KR_KIND_parentage, id, KR_F_parentage_parent, a);
    return put_fields(s, KR_KIND_parentage, id, kr_str_trim(rest), error);
}

/* "Bij Sanne | Sanne, Bram". */
static kr_err household(story *s, kr_str rest, kr_error *error) {
    kr_id id = kr_draft_new_id(&s->draft);
    kr_draft_text(&s->draft, KR_KIND_household, id, KR_F_household_name, story_part(&rest));
    while (rest.len) {
        kr_str name;
        rest = kr_str_cut(rest, ',', &name);
        kr_id who = story_person(s, kr_str_trim(name));
        if (!who) return story_wrong(s, name, error);
        kr_draft_ref(&s->draft, KR_KIND_person, who, KR_F_person_household, id);
    }
    return KR_OK;
}

/* "Sanne & Bram | type close; told_by Annie; told_on 2026-11-12". */
static kr_err bond(story *s, kr_str rest, kr_error *error) {
    kr_id a, b, id = kr_draft_new_id(&s->draft);
    kr_str who = story_part(&rest);
    kr_err err = two(s, who, &a, &b, error);
    if (err != KR_OK) return err;
    if (!b) return story_wrong(s, who, error);
    kr_draft_ref(&s->draft, KR_KIND_bond, id, KR_F_bond_from, a);
    kr_draft_ref(&s->draft, KR_KIND_bond, id, KR_F_bond_to, b);
    return put_fields(s, KR_KIND_bond, id, kr_str_trim(rest), error);
}

kr_err story_family(story *s, kr_str word, kr_str rest, bool *known, kr_error *error) {
    *known = true;
    if (kr_str_is(word, "kin")) return kin(s, rest, error);
    if (kr_str_is(word, "union")) return pair(s, rest, error);
    if (kr_str_is(word, "child")) return child(s, rest, error);
    if (kr_str_is(word, "household")) return household(s, rest, error);
    if (kr_str_is(word, "bond")) return bond(s, rest, error);
    *known = false;
    return KR_OK;
}
