/* What this reader may do: the owner everything, whom they let in what their share says. */
#include "web/engine.h"

static bool looks_only(const kr_request *request) {
    return request->example || request->preview;
}

static bool somewhere(const kr_share *share, kr_right right) {
    for (unsigned part = 0; part < KR_PARTS; part++)
        if (kr_share_may(share, (kr_part)part, right)) return true;
    for (size_t i = 0; i < share->n_ones; i++)
        if (share->ones[i].right >= (uint8_t)right) return true;
    return false;
}

bool kr_share_opens(const kr_share *share, kr_part part, kr_right right) {
    return part < KR_PARTS ? kr_share_may(share, part, right) : somewhere(share, right);
}

bool kr_may(const kr_request *request, kr_part part, kr_right right) {
    if (right > KR_RIGHT_READ && (looks_only(request) || !request->signed_in)) return false;
    return !request->guest || kr_share_opens(&request->guest->rules, part, right);
}

static bool opened_by_itself(const kr_share *share, kr_id record, kr_right right) {
    for (size_t i = 0; i < share->n_ones; i++)
        if (share->ones[i].record == record) return share->ones[i].right >= (uint8_t)right;
    return false;
}

/* Whoever made the first change to it. */
static bool made_by(const kr_circle *circle, kr_id record, kr_id account) {
    for (size_t c = 0; c < circle->n_changes; c++) {
        const kr_change *change = &circle->changes[c];
        for (size_t i = 0; i < change->count; i++)
            if (change->assignments[i].record == record) return change->author == account;
    }
    return false;
}

bool kr_may_with(const kr_request *request, kr_part part, kr_right right, kr_id record) {
    if (kr_may(request, part, right)) return true;
    if (right > KR_RIGHT_READ && looks_only(request)) return false;
    if (!request->guest || part >= KR_PARTS) return false;
    const kr_share *share = &request->guest->rules;
    if (opened_by_itself(share, record, right)) return true;
    return right == KR_RIGHT_EDIT && kr_share_may(share, part, KR_RIGHT_ADD) && request->view.circle &&
           made_by(request->view.circle, record, request->account.id);
}

bool kr_may_field(const kr_request *request, kr_kind kind, uint16_t field, kr_right right) {
    const kr_field *known = kr_schema_field(kind, field);
    if (!request->guest) return kr_may(request, KR_PART_ANY, right);
    return known && known->sensitivity != KR_PRIVATE && kr_may(request, known->part, right);
}
