#include "web/second.h"

#include <sodium.h>

#define PENDING_MS (10 * 60 * 1000LL)
#define FRESH_MS   (10 * 60 * 1000LL)
#define MOST_PLAIN 8192

static const char purpose[] = "second step";

/* -- what waits for the second proof -- */
/* "LEN:bytes", so that nothing in a password or an address can be taken for something else. */
void kr_put_part(kr_buf *out, kr_str part) {
    kr_put_int(out, (int64_t)part.len);
    kr_put_c(out, ':');
    kr_put(out, part);
}

bool kr_take_part(kr_str *rest, kr_str *out) {
    kr_str number;
    int64_t len;
    kr_str after = kr_str_cut(*rest, ':', &number);
    if (number.len == rest->len || !kr_str_int(number, &len) || len < 0 || (size_t)len > after.len)
        return false;
    *out = kr_str_n(after.ptr, (size_t)len);
    *rest = kr_str_n(after.ptr + len, after.len - (size_t)len);
    return true;
}

kr_err kr_pending_seal(kr_request *request, kr_str *out, const kr_pending *pending, kr_error *error) {
    unsigned char stamp[KR_STAMP_BYTES];
    char id[17];
    kr_buf plain, number;
    kr_str text, made;
    kr_err err = kr_account_stamp(request->web->store, stamp, pending->account, error);
    if (err) return err;
    kr_id_text(pending->account, id);
    kr_buf_init(&number, request->arena, 64);
    kr_put_int(&number, request->now);
    kr_buf_init(&plain, request->arena, MOST_PLAIN);
    kr_put_c(&plain, (char)pending->after);
    if (kr_buf_end(&number, &made) == KR_OK) kr_put_part(&plain, made);
    kr_put_part(&plain, kr_str_z(id));
    kr_put_part(&plain, kr_str_n((const char *)stamp, sizeof stamp));
    kr_put_part(&plain, pending->go_on);
    kr_put_part(&plain, pending->login);
    kr_put_part(&plain, pending->recovery);
    kr_put_part(&plain, pending->password);
    err = kr_buf_end(&plain, &text);
    if (err) return kr_fail(error, err, "error.memory", NULL, NULL);
    return kr_seal_text(request->web->store, out, request->arena, kr_str_z(purpose), text, error);
}

static kr_err late(kr_error *error) {
    return kr_fail(error, KR_E_DENIED, "second.late", NULL, NULL);
}

kr_err kr_pending_open(kr_request *request, kr_pending *out, kr_str token, kr_error *error) {
    unsigned char stamp[KR_STAMP_BYTES];
    kr_str rest, made, id, was;
    int64_t at;
    kr_pending p = {.account = 0};
    kr_error why = {.code = KR_OK};
    kr_err err = kr_unseal_text(request->web->store, &rest, request->arena, kr_str_z(purpose), token, &why);
    if (err == KR_E_DENIED || err == KR_E_LIMIT || (!err && rest.len == 0)) return late(error);
    if (err) return kr_fail(error, err, "error.memory", NULL, NULL);
    p.after = (kr_after)rest.ptr[0];
    rest = kr_str_n(rest.ptr + 1, rest.len - 1);
    if (!kr_take_part(&rest, &made) || !kr_take_part(&rest, &id) || !kr_take_part(&rest, &was) ||
        !kr_take_part(&rest, &p.go_on) || !kr_take_part(&rest, &p.login) ||
        !kr_take_part(&rest, &p.recovery) || !kr_take_part(&rest, &p.password) || rest.len)
        return late(error);
    if (!kr_str_int(made, &at) || at > request->now || request->now - at > PENDING_MS ||
        !kr_id_parse(id, &p.account))
        return late(error);
    err = kr_account_stamp(request->web->store, stamp, p.account, &why);
    if (err == KR_E_NOT_FOUND) return late(error);
    if (err) {
        if (error) *error = why;
        return err;
    }
    if (was.len != sizeof stamp || sodium_memcmp(was.ptr, stamp, sizeof stamp)) return late(error);
    *out = p;
    return KR_OK;
}

/* -- proving once more -- */
kr_err kr_prove(kr_request *request, const char *field, kr_error *error) {
    kr_store *store = request->web->store;
    kr_id account = request->account.id;
    kr_ways ways;
    kr_err err = kr_account_ways(store, &ways, account, error);
    if (err) return err;
    if (ways.password) {
        err = kr_account_confirm(store, account, kr_posted(request, field), request->now, error);
        if (err == KR_E_DENIED) return kr_fail(error, err, "account.password.wrong", NULL, NULL);
    } else if (request->now - request->session.begun > FRESH_MS) {
        err = kr_fail(error, KR_E_DENIED, "prove.again", NULL, NULL);
    }
    if (err || !ways.second) return err;
    return kr_second_check(store, account, kr_str_trim(kr_posted(request, "code")),
                           kr_request_browser(request), request->now, error);
}

kr_err kr_put_prove(kr_request *request, kr_model *model, const char *name, const char *id, kr_error *error) {
    kr_ways ways;
    kr_err err = kr_account_ways(request->web->store, &ways, request->account.id, error);
    if (err) return err;
    kr_model *prove = kr_put_object(model, name);
    kr_put_text(prove, "id", kr_str_z(id));
    kr_put_bool(prove, "ask_password", ways.password);
    kr_put_bool(prove, "ask_code", ways.second);
    return KR_OK;
}

void kr_put_moment(kr_request *request, kr_model *object, const char *name, int64_t ms) {
    int64_t at = kr_clock_local(ms);
    bool today = kr_date_of(at) == kr_date_of(request->local);
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, request->arena, 200);
    if (today)
        kr_say_clock(&out, request->prefs.lang, (int)(at / 60000 % 1440));
    else
        kr_say_date(&out, request->prefs.lang, kr_date_of(at));
    if (kr_buf_end(&out, &text) != KR_OK) kr_put_lost(object);
    kr_word_arg arg = KR_WORD_TEXT(today ? "clock" : "date", text);
    kr_put_say(request, object, name, today ? "where.today" : "where.day", &arg, 1);
}

kr_err kr_form_refused(kr_request *request, kr_reply *reply, const kr_error *own, kr_error *error) {
    if (!kr_error_of_form(own)) {
        if (error) *error = *own;
        return own->code;
    }
    reply->status = own->code == KR_E_BUSY ? 429 : 422;
    kr_reply_retry(request, reply, own);
    return KR_OK;
}
