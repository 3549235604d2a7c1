/* On the other side: whoever was invited types the code, says that it is right, and waits for the owner. And
 * stepping out again. */
#include "web/engine.h"
#include "web/pages_own.h"
#include "web/pages_share.h"

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong) {
    kr_model *model = kr_page_model(request, reply, "meet.title");
    kr_put_error(request, model, "wrong", wrong);
    kr_put_text(model, "typed", wrong ? kr_posted(request, "code") : KR_NONE);
    kr_put_bool(model, "met", false);
    kr_put_bool(model, "terms", false);
    return KR_OK;
}

/* Whoever is to act for the owner reads what that is before anything is bound. */
static kr_err show_terms(kr_request *request, kr_reply *reply, const kr_share_entry *share) {
    (void)show(request, reply, NULL);
    kr_page page = {.request = request, .lang = request->prefs.lang};
    kr_model *terms = kr_put_object(reply->model, "terms");
    kr_word_arg arg = KR_WORD_TEXT("owner", share->name);
    kr_put_say(request, terms, "heading", "hand.take.heading", &arg, 1);
    kr_put_text(terms, "owner", share->name);
    kr_put_text(terms, "acts", kr_share_basis(request, share));
    kr_put_text(terms, "until", kr_share_until(&page, share->until));
    kr_put_text(terms, "code", kr_posted(request, "code"));
    return KR_OK;
}

kr_err kr_page_meet_show(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    return show(request, reply, NULL);
}

/* Whatever is wrong with a code, the answer is the same. */
kr_err kr_page_meet(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry share = {0};
    kr_error own = {.code = KR_OK};
    kr_str code = kr_str_trim(kr_posted(request, "code"));
    kr_err err = kr_invite_look(request->web->store, &share, request->arena, request->account.id, code,
                                request->now, &own);
    if (err == KR_OK && share.role == KR_ROLE_REPRESENTATIVE && !kr_posted_has(request, "neemaan"))
        return show_terms(request, reply, &share);
    if (err == KR_OK)
        err = kr_invite_open(request->web->store, &share, request->arena, request->account.id, code,
                             request->now, &own);
    if (err == KR_E_NOT_FOUND || err == KR_E_INVALID)
        err = kr_fail(&own, KR_E_INVALID, "meet.wrong", NULL, NULL);
    if (err != KR_OK && kr_error_of_form(&own)) {
        reply->status = own.code == KR_E_BUSY ? 429 : 422;
        kr_reply_retry(request, reply, &own);
        return show(request, reply, &own);
    }
    if (err != KR_OK) {
        if (error) *error = own;
        return err;
    }
    kr_model *model = kr_page_model(request, reply, "meet.title");
    kr_put_bool(model, "wrong", false);
    kr_put_text(model, "typed", KR_NONE);
    kr_put_bool(model, "terms", false);
    kr_model *met = kr_put_object(model, "met");
    kr_put_text(met, "owner", share.name);
    kr_put_text(met, "no_href", kr_share_link(request, "/kringen/gedeeld/", share.id, "/weg"));
    return KR_OK;
}

/* -- stepping out
 * --------------------------------------------------------------------------------------------- */

static kr_err asked(kr_request *request, kr_id *id, kr_error *error) {
    if (kr_id_parse(request->params[0], id)) return KR_OK;
    return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
}

kr_err kr_page_leave_show(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_share_entry *list;
    size_t count;
    kr_id id;
    kr_err err = asked(request, &id, error);
    if (err == KR_OK)
        err = kr_shared_with(request->web->store, &list, &count, request->arena, request->account.id,
                             request->now, error);
    for (size_t i = 0; err == KR_OK && i < count; i++) {
        if (list[i].id != id) continue;
        kr_model *model = kr_page_model(request, reply, "leave.title");
        kr_model *flow = kr_put_object(model, "flow");
        kr_put_text(flow, "back", KR_STR("/kringen"));
        kr_put_word(request, flow, "label", "leave.back");
        kr_put_text(model, "owner", list[i].name);
        kr_put_text(model, "leave_href", kr_share_link(request, "/kringen/gedeeld/", id, "/weg"));
        return KR_OK;
    }
    return err != KR_OK ? err : kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
}

kr_err kr_page_leave(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id id;
    kr_err err = asked(request, &id, error);
    if (err == KR_OK) err = kr_share_leave(request->web->store, request->account.id, id, request->now, error);
    if (err == KR_OK) kr_go(request, reply, "/kringen", "leave.done");
    return err;
}
