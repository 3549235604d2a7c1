#include "core/schema.h"

/* One array of choices per list ... */
#define CHOICES(list)              static const kr_choice rows_##list[] = {
#define CHOICE(list, number, name) {number, #name},
#define END(list)                                                                                            \
    }                                                                                                        \
    ;
#include "core/schema.def"
#undef CHOICES
#undef CHOICE
#undef END

/* ... one kr_choice_list per list ... */
#define CHOICES(list) static const kr_choice_list list_##list = {#list, rows_##list, KR_COUNT(rows_##list)};
#define CHOICE(list, number, name)
#define END(list)
#include "core/schema.def"
#undef CHOICES

/* ... all of them ... */
#define CHOICES(list) &list_##list,
static const kr_choice_list *const lists[] = {
#include "core/schema.def"
};
#undef CHOICES
#undef CHOICE
#undef END

/* ... and the fields, which point at them. */
#define LIST(choices)       LIST_##choices
#define LIST_none           NULL
#define STRUCT_circle       kr_circle_record
#define STRUCT_person       kr_person
#define STRUCT_tie          kr_tie
#define STRUCT_moment       kr_moment
#define STRUCT_event        kr_event
#define STRUCT_wish         kr_wish
#define STRUCT_answer       kr_answer
#define STRUCT_union        kr_union
#define STRUCT_parentage    kr_parentage
#define STRUCT_bond         kr_bond
#define STRUCT_household    kr_household
#define STRUCT_moved        kr_moved
#define STRUCT_own_form     kr_own_form
#define STRUCT_form_place   kr_form_place
#define STRUCT_nomination   kr_nomination
#define STRUCT_presence     kr_presence
#define STRUCT_action       kr_action
#define STRUCT_success      kr_success
#define STRUCT_talent       kr_talent
#define STRUCT_role         kr_role
#define STRUCT_gift         kr_gift
#define STRUCT_review       kr_review
#define STRUCT_asking       kr_asking
#define STRUCT_run          kr_run
#define STRUCT_run_step     kr_run_step
#define STRUCT_run_answer   kr_run_answer
#define STRUCT_sheet        kr_sheet
#define STRUCT_sheet_part   kr_sheet_part
#define STRUCT_filled       kr_filled
#define STRUCT_filled_item  kr_filled_item
#define LIST_keep_for       &list_keep_for
#define LIST_after_death    &list_after_death
#define LIST_yesno          &list_yesno
#define LIST_well_being     &list_well_being
#define LIST_wish_state     &list_wish_state
#define LIST_wish_form      &list_wish_form
#define LIST_radio          &list_radio
#define LIST_direction      &list_direction
#define LIST_layer          &list_layer
#define LIST_outcome        &list_outcome
#define LIST_talent_form    &list_talent_form
#define LIST_role_state     &list_role_state
#define LIST_good           &list_good
#define LIST_review_form    &list_review_form
#define LIST_ask_way        &list_ask_way
#define LIST_ask_answer     &list_ask_answer
#define LIST_run_state      &list_run_state
#define LIST_step_state     &list_step_state
#define LIST_note_for       &list_note_for
#define LIST_filled_by      &list_filled_by
#define LIST_what           &list_what
#define LIST_sector         &list_sector
#define LIST_domain         &list_domain
#define LIST_age_group      &list_age_group
#define LIST_gender         &list_gender
#define LIST_marital        &list_marital
#define LIST_work           &list_work
#define LIST_schooling      &list_schooling
#define LIST_lives_where    &list_lives_where
#define LIST_importance     &list_importance
#define LIST_knows          &list_knows
#define LIST_gets_about     &list_gets_about
#define LIST_channel        &list_channel
#define LIST_closeness      &list_closeness
#define LIST_lensink_area   &list_lensink_area
#define LIST_ward_ring      &list_ward_ring
#define LIST_ward_area      &list_ward_area
#define LIST_horizon        &list_horizon
#define LIST_horizon_area   &list_horizon_area
#define LIST_strength       &list_strength
#define LIST_tone           &list_tone
#define LIST_energy         &list_energy
#define LIST_state          &list_state
#define LIST_frequency      &list_frequency
#define LIST_faces          &list_faces
#define LIST_support        &list_support
#define LIST_balance        &list_balance
#define LIST_capital        &list_capital
#define LIST_origin         &list_origin
#define LIST_would          &list_would
#define LIST_wish           &list_wish
#define LIST_between        &list_between
#define LIST_turning        &list_turning
#define LIST_goal           &list_goal
#define LIST_fits           &list_fits
#define LIST_prompt         &list_prompt
#define LIST_list           &list_list
#define LIST_arrival        &list_arrival
#define LIST_orientation    &list_orientation
#define LIST_condition      &list_condition
#define LIST_mark           &list_mark
#define LIST_zone           &list_zone
#define LIST_visit          &list_visit
#define LIST_drawn_line     &list_drawn_line
#define LIST_event_kind     &list_event_kind
#define LIST_strand         &list_strand
#define LIST_union_type     &list_union_type
#define LIST_union_end      &list_union_end
#define LIST_parentage_type &list_parentage_type
#define LIST_twin_type      &list_twin_type
#define LIST_bond_type      &list_bond_type
#define LIST_presence_part  &list_presence_part
#define FIELD(kind, number, name, type, limit, choices, sensitivity, part)                                   \
    {KR_KIND_##kind,   number,         #name,                                                                \
     KR_##type,        limit,          LIST(choices),                                                        \
     KR_##sensitivity, KR_PART_##part, offsetof(STRUCT_##kind, name)},
static const kr_field fields[] = {
#include "core/schema.def"
};
#undef FIELD

/* Kinds count from 1 without gaps. */
static const struct {
    const char *name;
    size_t size;
} kinds[] = {
    {NULL, 0},
#define KIND(number, name) {#name, sizeof(STRUCT_##name)},
#include "core/schema.def"
#undef KIND
};

const kr_field *kr_schema_fields(size_t *count) {
    *count = KR_COUNT(fields);
    return fields;
}

/* Where the fields of each kind begin: they stand together and count from 1 without gaps. */
#define FIELD(kind, number, name, type, limit, choices, sensitivity, part) ROW_##kind##_##number,
enum {
#include "core/schema.def"
};
#undef FIELD
static const uint16_t first_rows[] = {
    0,
#define KIND(number, name) ROW_##name##_1,
#include "core/schema.def"
#undef KIND
};

const kr_field *kr_schema_field(kr_kind kind, uint16_t number) {
    if ((size_t)kind >= KR_COUNT(first_rows) || number == 0) return NULL;
    size_t at = first_rows[kind] + (size_t)number - 1;
    bool known = at < KR_COUNT(fields) && fields[at].kind == kind && fields[at].number == number;
    return known ? &fields[at] : NULL;
}

const kr_field *kr_schema_field_named(kr_kind kind, kr_str name) {
    for (size_t i = 0; i < KR_COUNT(fields); i++) {
        if (fields[i].kind == kind && kr_str_is(name, fields[i].name)) return &fields[i];
    }
    return NULL;
}

const char *kr_kind_name(kr_kind kind) {
    return (size_t)kind < KR_COUNT(kinds) ? kinds[kind].name : NULL;
}

kr_kind kr_kind_named(kr_str name) {
    for (size_t i = 1; i < KR_COUNT(kinds); i++) {
        if (kr_str_is(name, kinds[i].name)) return (kr_kind)i;
    }
    return KR_KIND_none;
}

size_t kr_kind_size(kr_kind kind) {
    return (size_t)kind < KR_COUNT(kinds) ? kinds[kind].size : 0;
}

const char *kr_choice_name(const kr_choice_list *list, unsigned number) {
    for (size_t i = 0; list && i < list->count; i++) {
        if (list->choices[i].number == number) return list->choices[i].name;
    }
    return NULL;
}

unsigned kr_choice_named(const kr_choice_list *list, kr_str name) {
    for (size_t i = 0; list && i < list->count; i++) {
        if (kr_str_is(name, list->choices[i].name)) return list->choices[i].number;
    }
    return 0;
}

const kr_choice_list *kr_choice_list_named(kr_str name) {
    for (size_t i = 0; i < KR_COUNT(lists); i++) {
        if (kr_str_is(name, lists[i]->name)) return lists[i];
    }
    return NULL;
}
