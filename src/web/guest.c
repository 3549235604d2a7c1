/* What this reader may do: the owner everything, whom they let in what their share says. */
#include "web/engine.h"
#include "web/live.h"

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
    if (right > KR_RIGHT_READ && (request->example || !request->signed_in)) return false;
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
    if (!request->guest || part >= KR_PARTS) return false;
    const kr_share *share = &request->guest->rules;
    if (opened_by_itself(share, record, right)) return true;
    return right == KR_RIGHT_EDIT && kr_share_may(share, part, KR_RIGHT_ADD) && request->view.circle &&
           made_by(request->view.circle, record, kr_reader(request));
}

bool kr_may_field(const kr_request *request, kr_kind kind, uint16_t field, kr_right right) {
    const kr_field *known = kr_schema_field(kind, field);
    if (!request->guest) return kr_may(request, KR_PART_ANY, right);
    return known && known->sensitivity != KR_PRIVATE && kr_may(request, known->part, right);
}

/* -- what pages are told -- */

/* see.plan, adds.plan, edits.plan: may this part be seen, may something be added to it, or changed? */
static void put_parts(const kr_request *request, kr_model *model) {
    static const char *const names[] = {"map",  "family", "feel",   "wish",      "plan",  "time",
                                        "life", "ways",   "sheets", "questions", "reach", "notes"};
    _Static_assert(KR_COUNT(names) == KR_PARTS, "a name for each part");
    kr_model *see = kr_put_object(model, "see"), *adds = kr_put_object(model, "adds"),
             *edits = kr_put_object(model, "edits");
    for (unsigned part = 0; part < KR_PARTS; part++) {
        kr_put_bool(see, names[part], kr_may(request, (kr_part)part, KR_RIGHT_READ));
        kr_put_bool(adds, names[part], kr_may(request, (kr_part)part, KR_RIGHT_ADD));
        kr_put_bool(edits, names[part], kr_may(request, (kr_part)part, KR_RIGHT_EDIT));
    }
}

/* The record that the address is about, when it is about one. */
static bool may_here(const kr_request *request, kr_right right) {
    kr_part part = (kr_part)request->route->part;
    kr_id id;
    if (kr_may(request, part, right)) return true;
    for (size_t i = 1; i < KR_COUNT(request->params); i++)
        if (kr_id_parse(request->params[i], &id) && kr_may_with(request, part, right, id)) return true;
    return false;
}

static void put_may(const kr_request *request, kr_model *model) {
    kr_model *may = kr_put_object(model, "may");
    bool inside = request->view.circle && request->route;
    kr_put_bool(may, "owner", inside && !request->guest && !request->example);
    kr_put_bool(may, "add", inside && may_here(request, KR_RIGHT_ADD));
    kr_put_bool(may, "edit", inside && may_here(request, KR_RIGHT_EDIT));
    kr_put_bool(model, "reads", request->guest && !(inside && may_here(request, KR_RIGHT_ADD)));
    kr_put_bool(model, "reads_most", request->guest && !(inside && may_here(request, KR_RIGHT_EDIT)));
}

static void put_band(const kr_request *request, kr_model *model, kr_str owner) {
    const kr_share_entry *guest = request->guest;
    kr_model *object = kr_put_object(model, "guest");
    kr_word_arg args[] = {KR_WORD_TEXT("name", owner), KR_WORD_TEXT("word", guest->word)};
    kr_put_text(object, "name", owner);
    kr_put_text(object, "word", guest->word);
    kr_put_say(request, object, "say", "guest.band", args, 2);
    kr_put_say(request, object, "as", guest->word.len ? "guest.as" : "guest.as.nothing", args, 2);
    kr_put_say(request, object, "you", "guest.you", args, 1);
    kr_put_bool(object, "proposes",
                guest->rules.propose && kr_share_opens(&guest->rules, KR_PART_ANY, KR_RIGHT_ADD));
    kr_put_say(request, object, "proposal", "guest.proposes", args, 1);
}

static void put_preview(const kr_request *request, kr_model *model) {
    kr_model *object = kr_put_object(model, "preview");
    kr_word_arg arg = KR_WORD_TEXT("name", request->guest->name);
    kr_buf out;
    kr_str way;
    char id[17];
    kr_put_say(request, object, "say", "preview.band", &arg, 1);
    kr_id_text(request->circle_id, id);
    kr_buf_init(&out, request->arena, 100);
    kr_put_z(&out, "/kring/");
    kr_put_z(&out, id);
    kr_put_z(&out, "/delen");
    kr_put_text(object, "out", kr_buf_end(&out, &way) == KR_OK ? way : KR_NONE);
}

/* Where the page hears of changes, and what it shows now. */
static void put_live(const kr_request *request, kr_model *model) {
    const kr_circle *circle = request->view.circle;
    kr_buf out;
    kr_str href;
    char print[17];
    if (!circle || !request->web->live || request->example || request->preview) {
        kr_put_bool(model, "live", false);
        return;
    }
    kr_id_text(kr_live_print(circle, request->guest), print);
    kr_buf_init(&out, request->arena, 200);
    kr_put(&out, request->base);
    kr_put_z(&out, "/levend");
    kr_model *live = kr_put_object(model, "live");
    kr_put_text(live, "href", kr_buf_end(&out, &href) == KR_OK ? href : KR_NONE);
    kr_put_number(live, "seq", (int64_t)circle->n_changes);
    kr_put_text(live, "print", kr_arena_copy(request->arena, kr_str_z(print)));
}

/* "Iemand wil meekijken": a quiet line on every page of the owner, until they said yes or no. The page that
 * asks says so itself. */
static void put_wants(const kr_request *request, kr_model *model) {
    bool wants = false;
    kr_error why = {.code = KR_OK};
    bool owner = request->circle_id && request->signed_in && !request->guest && request->view.circle;
    if (kr_model_get(model, "wants")) return;
    if (owner && kr_share_waits(request->web->store, &wants, request->circle_id, request->now, &why) != KR_OK)
        wants = false;
    kr_put_bool(model, "wants", wants);
}

/* A page of the owner's own circle, also while somebody looks along: there the screen can be made safe. */
static bool owns_page(const kr_request *request) {
    return request->circle_id && request->signed_in && (!request->guest || request->safe);
}

void kr_put_guest(const kr_request *request, kr_model *model) {
    const kr_person *ego = request->view.circle ? kr_circle_ego(request->view.circle) : NULL;
    put_may(request, model);
    put_parts(request, model);
    kr_put_bool(model, "has_known", kr_model_get(model, "known") != NULL);
    if (!kr_model_get(model, "known")) kr_put_array(model, "known");
    kr_put_bool(model, "safe", request->signed_in && kr_request_safe(request));
    kr_put_bool(model, "own_circle", owns_page(request));
    if (request->guest)
        put_band(request, model, ego ? ego->name : KR_NONE);
    else
        kr_put_bool(model, "guest", false);
    if (request->preview && !request->safe)
        put_preview(request, model);
    else
        kr_put_bool(model, "preview", false);
    put_wants(request, model);
    put_live(request, model);
}
