#include "core/share_int.h"

/* What goes for a field by itself: which part it needs, and which fields go along with every record. */

bool kr_share__reads(const kr_share *share, kr_part part) {
    return part < KR_PARTS && kr_share_may(share, part, KR_RIGHT_READ);
}

bool kr_share__is_calling(kr_kind kind, uint16_t field) {
    return kind == KR_KIND_person &&
           (field == KR_F_person_name || field == KR_F_person_what || field == KR_F_person_role ||
            field == KR_F_person_left || field == KR_F_person_merged_into);
}

bool kr_share__is_essential(kr_kind kind, uint16_t field) {
    static const struct {
        uint8_t kind, field;
    } essential[] = {
        {KR_KIND_circle, KR_F_circle_ego},
        {KR_KIND_tie, KR_F_tie_a},
        {KR_KIND_tie, KR_F_tie_b},
        {KR_KIND_union, KR_F_union_a},
        {KR_KIND_union, KR_F_union_b},
        {KR_KIND_parentage, KR_F_parentage_child},
        {KR_KIND_parentage, KR_F_parentage_pair},
        {KR_KIND_parentage, KR_F_parentage_parent},
        {KR_KIND_moved, KR_F_moved_person},
        {KR_KIND_form_place, KR_F_form_place_form},
        {KR_KIND_form_place, KR_F_form_place_person},
        {KR_KIND_nomination, KR_F_nomination_from},
        {KR_KIND_nomination, KR_F_nomination_to},
        {KR_KIND_presence, KR_F_presence_event},
        {KR_KIND_presence, KR_F_presence_person},
        {KR_KIND_event, KR_F_event_about},
        {KR_KIND_event, KR_F_event_pair},
        {KR_KIND_gift, KR_F_gift_person},
        {KR_KIND_talent, KR_F_talent_person},
        {KR_KIND_asking, KR_F_asking_person},
        {KR_KIND_run_step, KR_F_run_step_run},
        {KR_KIND_run_answer, KR_F_run_answer_run},
        {KR_KIND_sheet_part, KR_F_sheet_part_sheet},
        {KR_KIND_filled, KR_F_filled_about},
        {KR_KIND_filled_item, KR_F_filled_item_filled},
    };
    for (size_t i = 0; i < KR_COUNT(essential); i++)
        if (essential[i].kind == kind && essential[i].field == field) return true;
    return false;
}

kr_part kr_share__home(kr_kind kind) {
    static const uint8_t home[KR_KIND_LAST + 1] = {
        [KR_KIND_none] = KR_PARTS,
        [KR_KIND_circle] = KR_PART_MAP,
        [KR_KIND_person] = KR_PART_MAP,
        [KR_KIND_tie] = KR_PART_MAP,
        [KR_KIND_moment] = KR_PART_TIME,
        [KR_KIND_event] = KR_PART_LIFE,
        [KR_KIND_wish] = KR_PART_WISH,
        [KR_KIND_answer] = KR_PART_FEEL,
        [KR_KIND_union] = KR_PART_FAMILY,
        [KR_KIND_parentage] = KR_PART_FAMILY,
        [KR_KIND_bond] = KR_PARTS,
        [KR_KIND_household] = KR_PART_FAMILY,
        [KR_KIND_moved] = KR_PART_MAP,
        [KR_KIND_own_form] = KR_PART_MAP,
        [KR_KIND_form_place] = KR_PART_MAP,
        [KR_KIND_nomination] = KR_PART_LIFE,
        [KR_KIND_presence] = KR_PART_LIFE,
        [KR_KIND_action] = KR_PART_PLAN,
        [KR_KIND_success] = KR_PART_PLAN,
        [KR_KIND_talent] = KR_PART_PLAN,
        [KR_KIND_role] = KR_PART_PLAN,
        [KR_KIND_gift] = KR_PART_PLAN,
        [KR_KIND_review] = KR_PART_PLAN,
        [KR_KIND_asking] = KR_PART_PLAN,
        [KR_KIND_run] = KR_PART_WAYS,
        [KR_KIND_run_step] = KR_PART_WAYS,
        [KR_KIND_run_answer] = KR_PART_WAYS,
        [KR_KIND_sheet] = KR_PART_SHEETS,
        [KR_KIND_sheet_part] = KR_PART_SHEETS,
        [KR_KIND_filled] = KR_PART_QUESTIONS,
        [KR_KIND_filled_item] = KR_PART_QUESTIONS,
    };
    return kind >= KR_KIND_none && kind <= KR_KIND_LAST ? (kr_part)home[kind] : KR_PARTS;
}

bool kr_share__is_own_inner(const kr_share *share, kr_kind kind, const void *record, const kr_field *field) {
    /* Their own number and address they know. */
    if (share->self_too || !share->person || field->sensitivity != KR_INNER || field->part == KR_PART_REACH ||
        kr_share__off(KR_RULE_SELF))
        return false;
    if (kind == KR_KIND_person) return ((const kr_person *)record)->id == share->person;
    if (kind != KR_KIND_tie) return false;
    const kr_tie *tie = record;
    return tie->a == share->person || tie->b == share->person;
}

bool kr_share__is_own_note(kr_kind kind, const void *record, uint16_t field) {
    if (kind != KR_KIND_run_step || kr_share__off(KR_RULE_NOTE)) return false;
    if (field != KR_F_run_step_note && field != KR_F_run_step_note_for) return false;
    const kr_run_step *step = record;
    return step->note.len > 0 && step->note_for != KR_note_for_helper;
}

bool kr_share__is_code(kr_kind kind, uint16_t field) {
    static const struct {
        uint8_t kind, field;
    } codes[] = {
        {KR_KIND_circle, KR_F_circle_practice},
        {KR_KIND_person, KR_F_person_photo},
        {KR_KIND_person, KR_F_person_pictogram},
        {KR_KIND_wish, KR_F_wish_picture},
        {KR_KIND_wish, KR_F_wish_pictogram},
        {KR_KIND_answer, KR_F_answer_about},
        {KR_KIND_moved, KR_F_moved_drawing},
        {KR_KIND_success, KR_F_success_picture},
        {KR_KIND_run, KR_F_run_guide},
        {KR_KIND_run, KR_F_run_step},
        {KR_KIND_run_step, KR_F_run_step_step},
        {KR_KIND_run_answer, KR_F_run_answer_step},
        {KR_KIND_sheet, KR_F_sheet_form},
        {KR_KIND_sheet_part, KR_F_sheet_part_place},
        {KR_KIND_sheet_part, KR_F_sheet_part_picture},
        {KR_KIND_filled, KR_F_filled_questions},
        {KR_KIND_filled, KR_F_filled_version},
        {KR_KIND_filled_item, KR_F_filled_item_item},
    };
    for (size_t i = 0; i < KR_COUNT(codes); i++)
        if (codes[i].kind == kind && codes[i].field == field) return true;
    return false;
}

uint8_t kr_share__one(const kr_share *share, kr_id record) {
    for (size_t i = 0; i < share->n_ones && i < KR_MOST_SHARE_ONES; i++)
        if (share->ones[i].record == record) return share->ones[i].right;
    return KR_RIGHT_NONE;
}

kr_id kr_share__in_key(kr_str about, size_t *at) {
    enum { DIGITS = 16 };
    while (*at < about.len) {
        size_t from = *at;
        while (*at < about.len && about.ptr[*at] != ':') ++*at;
        kr_id id;
        bool is_id = *at - from == DIGITS && kr_id_parse(kr_str_n(about.ptr + from, DIGITS), &id);
        ++*at;
        if (is_id) return id;
    }
    return 0;
}
