/* The page of somebody who was asked once: no account, nothing of the circle but the question, one answer. */
#include "web/engine.h"
#include "web/pages_own.h"
#include "web/pages_share.h"

#define SAID_MOST 4000

/* The three faces of this page: the code, the question, thanks. */
static kr_model *face(kr_request *request, kr_reply *reply, const kr_error *wrong, const kr_once *once,
                      bool done) {
    kr_model *model = kr_page_model(request, reply, "onceme.title");
    kr_put_error(request, model, "wrong", wrong);
    kr_put_text(model, "typed", kr_posted(request, "code"));
    kr_put_bool(model, "done", done);
    if (!once) {
        kr_put_bool(model, "question", false);
        return model;
    }
    kr_model *question = kr_put_object(model, "question");
    kr_put_text(question, "asked", once->asked);
    kr_put_text(question, "whom", once->whom);
    kr_put_text(question, "code", kr_posted(request, "code"));
    kr_put_text(question, "said", kr_posted(request, "antwoord"));
    kr_put_bool(question, "is_step", once->kind == KR_ONCE_STEP);
    kr_put_bool(question, "is_suggestion", once->kind == KR_ONCE_SUGGEST);
    return model;
}

kr_err kr_page_once_show(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    (void)face(request, reply, NULL, NULL, false);
    return KR_OK;
}

/* Wrong, used, ended: the same answer. */
static kr_err refuse(kr_request *request, kr_reply *reply, kr_error *own, kr_error *error) {
    if (own->code == KR_E_NOT_FOUND || own->code == KR_E_INVALID)
        (void)kr_fail(own, KR_E_INVALID, "onceme.wrong", NULL, NULL);
    if (!kr_error_of_form(own)) {
        if (error) *error = *own;
        return own->code;
    }
    reply->status = own->code == KR_E_BUSY ? 429 : 422;
    kr_reply_retry(request, reply, own);
    (void)face(request, reply, own, NULL, false);
    return KR_OK;
}

kr_err kr_page_once_open(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_once once = {0};
    kr_error own = {.code = KR_OK};
    kr_err err = kr_once_find(request->web->store, &once, request->arena,
                              kr_str_trim(kr_posted(request, "code")), request->now, &own);
    if (err != KR_OK) return refuse(request, reply, &own, error);
    (void)face(request, reply, NULL, &once, false);
    return KR_OK;
}

kr_err kr_page_once_answer(kr_request *request, kr_reply *reply, kr_error *error) {
    static const char *const outcomes[] = {"", "gedaan", "later", "hulp"};
    kr_once once = {0};
    kr_error own = {.code = KR_OK};
    kr_str code = kr_str_trim(kr_posted(request, "code")), said = kr_str_trim(kr_posted(request, "antwoord"));
    uint8_t outcome = 0;
    kr_err err = kr_once_find(request->web->store, &once, request->arena, code, request->now, &own);
    if (err != KR_OK) return refuse(request, reply, &own, error);
    for (uint8_t i = 1; i < 4 && once.kind == KR_ONCE_STEP; i++)
        if (kr_str_is(kr_posted(request, "hoe"), outcomes[i])) outcome = i;
    if ((!said.len && !outcome) || said.len > SAID_MOST * 4) {
        (void)kr_fail(&own, KR_E_INVALID, said.len ? "onceme.long" : "onceme.empty", NULL, NULL);
        reply->status = 422;
        (void)face(request, reply, &own, &once, false);
        return KR_OK;
    }
    err = kr_once_answer(request->web->store, code, said, outcome, request->now, &own);
    if (err != KR_OK) return refuse(request, reply, &own, error);
    (void)face(request, reply, NULL, NULL, true);
    return KR_OK;
}
