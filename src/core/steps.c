#include "core/draft_int.h"

/* The larger steps of a draft: people, ties, leaving, the bin, moments. */

kr_id kr_draft_new_id(kr_draft *draft) {
    if (draft->error.code != KR_OK) return 0;
    kr_kind kind;
    for (int tries = 0; tries < 64; tries++) {
        kr_id id = draft->maker.ids.next(draft->maker.ids.context);
        /* Small numbers are kept for records that are always there. */
        if (id < 256) continue;
        if (!draft->circle->index || !kr_circle_record_of(draft->circle, id, &kind)) return id;
    }
    kr_draft__fail(draft, KR_E_BUSY, "error.no_new_number", NULL);
    return 0;
}

kr_id kr_draft_person(kr_draft *draft, kr_str name, uint8_t what) {
    if (kr_str_trim(name).len == 0) kr_draft__fail(draft, KR_E_INVALID, "error.name_empty", "name");
    kr_id id = kr_draft_new_id(draft);
    if (!id) return 0;
    kr_draft_text(draft, KR_KIND_person, id, KR_F_person_name, name);
    kr_draft_number(draft, KR_KIND_person, id, KR_F_person_what, what ? what : KR_what_person);
    return draft->error.code == KR_OK ? id : 0;
}

static kr_id ego_of(const kr_draft *draft) {
    return kr_draft_get(draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego).value.ref;
}

kr_id kr_draft_contact(kr_draft *draft, kr_str name, uint8_t what) {
    kr_id ego = ego_of(draft);
    if (!ego) kr_draft__fail(draft, KR_E_INVALID, "error.ego_missing", NULL);
    kr_id id = kr_draft_person(draft, name, what);
    if (id) kr_draft_tie(draft, ego, id);
    return draft->error.code == KR_OK ? id : 0;
}

void kr_draft_ego(kr_draft *draft, kr_str name) {
    kr_id ego = ego_of(draft);
    if (ego) {
        if (kr_str_trim(name).len == 0) kr_draft__fail(draft, KR_E_INVALID, "error.name_empty", "name");
        kr_draft_text(draft, KR_KIND_person, ego, KR_F_person_name, name);
        return;
    }
    ego = kr_draft_person(draft, name, KR_what_person);
    if (ego) kr_draft_ref(draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_ego, ego);
}

/* Pairs that have a tie, lowest id first; filled from the circle at the first question. */
static kr_err know_pairs(kr_draft *draft) {
    if (draft->pairs) return KR_OK;
    /* Also when the circle has no ties, so that this is done once: a pair nobody can be. */
    kr_err err = kr_draft__keep(&draft->pairs, draft->arena, UINT64_MAX, UINT64_MAX, 0);
    for (size_t i = 0; i < draft->circle->n_ties && err == KR_OK; i++) {
        const kr_tie *t = &draft->circle->ties[i];
        if (t->gone || !t->a || !t->b) continue;
        kr_id low = t->a < t->b ? t->a : t->b, high = t->a < t->b ? t->b : t->a;
        err = kr_draft__keep(&draft->pairs, draft->arena, low, high, t->id);
    }
    return err;
}

kr_id kr_draft_tie(kr_draft *draft, kr_id a, kr_id b) {
    if (draft->error.code != KR_OK) return 0;
    if (!a || !b || a == b) {
        kr_draft__fail(draft, KR_E_INVALID, "error.tie_ends", NULL);
        return 0;
    }
    if (know_pairs(draft) != KR_OK) {
        kr_draft__fail(draft, KR_E_MEMORY, "error.memory", NULL);
        return 0;
    }
    kr_id low = a < b ? a : b, high = a < b ? b : a;
    kr_id tie = kr_draft__find(draft->pairs, low, high);
    if (tie) return tie;
    tie = kr_draft_new_id(draft);
    if (!tie) return 0;
    kr_draft_ref(draft, KR_KIND_tie, tie, KR_F_tie_a, a);
    kr_draft_ref(draft, KR_KIND_tie, tie, KR_F_tie_b, b);
    if (kr_draft__keep(&draft->pairs, draft->arena, low, high, tie) != KR_OK)
        kr_draft__fail(draft, KR_E_MEMORY, "error.memory", NULL);
    return draft->error.code == KR_OK ? tie : 0;
}

void kr_draft_acquainted(kr_draft *draft, kr_id a, kr_id b, uint8_t yesno) {
    /* Nothing to take back when nothing was ever said about these two. */
    if (!yesno && draft->error.code == KR_OK && know_pairs(draft) == KR_OK) {
        kr_id low = a < b ? a : b, high = a < b ? b : a;
        if (!kr_draft__find(draft->pairs, low, high)) return;
    }
    kr_id tie = kr_draft_tie(draft, a, b);
    if (tie) kr_draft_number(draft, KR_KIND_tie, tie, KR_F_tie_acquainted, yesno);
}

void kr_draft_leave(kr_draft *draft, kr_id person) {
    kr_draft_number(draft, KR_KIND_person, person, KR_F_person_left, draft->maker.at_ms);
}

void kr_draft_return(kr_draft *draft, kr_id person) {
    kr_draft_clear(draft, KR_KIND_person, person, KR_F_person_left);
}

/* The field that says since when a record of this kind is in the bin. */
static uint16_t gone_field(kr_kind kind) {
    const kr_field *field = kr_schema_field_named(kind, KR_STR("gone"));
    return field ? field->number : 0;
}

void kr_draft_bin(kr_draft *draft, kr_id record) {
    kr_kind kind = KR_KIND_none;
    if (!draft->circle->index || !kr_circle_record_of(draft->circle, record, &kind)) {
        kr_draft__fail(draft, KR_E_NOT_FOUND, "error.not_here", NULL);
        return;
    }
    if (record == draft->circle->self.ego) {
        kr_draft__fail(draft, KR_E_INVALID, "error.ego_stays", NULL);
        return;
    }
    kr_draft_number(draft, kind, record, gone_field(kind), draft->maker.at_ms);
}

void kr_draft_restore(kr_draft *draft, kr_id record) {
    kr_kind kind = KR_KIND_none;
    if (!draft->circle->index || !kr_circle_record_of(draft->circle, record, &kind)) {
        kr_draft__fail(draft, KR_E_NOT_FOUND, "error.not_here", NULL);
        return;
    }
    kr_draft_clear(draft, kind, record, gone_field(kind));
}

kr_id kr_draft_moment(kr_draft *draft, kr_str name, kr_str remark) {
    if (kr_str_trim(name).len == 0) kr_draft__fail(draft, KR_E_INVALID, "error.name_empty", "name");
    kr_id id = kr_draft_new_id(draft);
    if (!id) return 0;
    kr_draft_text(draft, KR_KIND_moment, id, KR_F_moment_name, name);
    kr_draft_text(draft, KR_KIND_moment, id, KR_F_moment_remark, remark);
    /* The moment is its own change, so it holds everything before it. */
    kr_draft_number(draft, KR_KIND_moment, id, KR_F_moment_upto, (int64_t)draft->circle->n_changes);
    kr_draft_number(draft, KR_KIND_moment, id, KR_F_moment_at, draft->maker.at_ms);
    return draft->error.code == KR_OK ? id : 0;
}
