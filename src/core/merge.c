#include "core/draft_int.h"

/* Fills what `to` does not say yet with what `from` says. Sets are joined. */
static void fill_from(kr_draft *draft, kr_kind kind, kr_id to, kr_id from) {
    size_t count;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        const kr_field *field = &fields[i];
        bool state = kr_str_is(kr_str_z(field->name), "gone") || kr_str_is(kr_str_z(field->name), "left") ||
                     field->type == KR_REF;
        if (field->kind != kind || state) continue;
        kr_assignment mine = kr_draft_get(draft, kind, to, field->number);
        kr_assignment theirs = kr_draft_get(draft, kind, from, field->number);
        if (theirs.op == KR_OP_CLEAR) continue;
        if (field->type == KR_SET) {
            kr_draft_set(draft, kind, to, field->number, mine.value.set | theirs.value.set);
        } else if (mine.op == KR_OP_CLEAR) {
            theirs.record = to;
            kr_draft__put(draft, theirs);
        }
    }
}

/* In a tie, a gets and gives; seen from the other end these two change places. */
static void take_tie(kr_draft *draft, const kr_tie *old, kr_id keep, kr_id lose) {
    kr_id other = old->a == lose ? old->b : old->a;
    if (other != keep) {
        kr_id tie = old->a == lose ? kr_draft_tie(draft, keep, other) : kr_draft_tie(draft, other, keep);
        if (tie) fill_from(draft, KR_KIND_tie, tie, old->id);
    }
    kr_draft_number(draft, KR_KIND_tie, old->id, KR_F_tie_gone, draft->maker.at_ms);
}

/* Wishes, steps, talents, sheets, question sets: what named the one names the other. */
static bool is_named_in(kr_part part) {
    return part == KR_PART_WISH || part == KR_PART_PLAN || part == KR_PART_WAYS || part == KR_PART_SHEETS ||
           part == KR_PART_QUESTIONS;
}

static void take_names(kr_draft *draft, kr_id keep, kr_id lose) {
    size_t count, n;
    const kr_field *fields = kr_schema_fields(&count);
    for (size_t i = 0; i < count; i++) {
        const kr_field *field = &fields[i];
        if (field->type != KR_REF || !is_named_in(field->part)) continue;
        const char *record = kr_circle_records(draft->circle, field->kind, &n);
        for (size_t k = 0; k < n; k++, record += kr_kind_size(field->kind)) {
            kr_id id, ref;
            memcpy(&id, record, sizeof id); /* every struct begins with its id */
            memcpy(&ref, record + field->offset, sizeof ref);
            if (ref == lose) kr_draft_ref(draft, field->kind, id, field->number, keep);
        }
    }
}

void kr_draft_merge(kr_draft *draft, kr_id keep, kr_id lose) {
    const kr_circle *c = draft->circle;
    const kr_person *kept = c->index ? kr_circle_person(c, keep) : NULL;
    const kr_person *lost = c->index ? kr_circle_person(c, lose) : NULL;
    if (!kept || !lost || keep == lose || lost->merged_into || kept->merged_into) {
        kr_draft__fail(draft, KR_E_INVALID, "error.merge_who", NULL);
        return;
    }
    if (lose == c->self.ego) {
        kr_draft__fail(draft, KR_E_INVALID, "error.ego_stays", NULL);
        return;
    }
    fill_from(draft, KR_KIND_person, keep, lose);
    for (size_t i = 0; i < c->n_ties; i++) {
        const kr_tie *t = &c->ties[i];
        if (!t->gone && (t->a == lose || t->b == lose)) take_tie(draft, t, keep, lose);
    }
    take_names(draft, keep, lose);
    kr_draft_ref(draft, KR_KIND_person, lose, KR_F_person_merged_into, keep);
}
