/* When it does not work: a friendly page in the reader's language, with what they typed still on it. */
#include "core/utf8.h"
#include "web/engine.h"

int kr_status_of(const kr_error *error) {
    switch (error->code) {
    case KR_E_NOT_FOUND:
        return 404;
    case KR_E_DENIED:
        return 403;
    case KR_E_CONFLICT:
    case KR_E_EXISTS:
        return 409;
    case KR_E_SYNTAX:
    case KR_E_INVALID:
    case KR_E_UNSUPPORTED:
        return 422;
    case KR_E_LIMIT:
        return 413;
    case KR_E_BUSY:
        return strcmp(error->key, "error.wait") == 0 ? 429 : 503;
    case KR_E_MEMORY:
    case KR_E_FULL:
    case KR_E_READONLY:
        return 503;
    case KR_OK:
    case KR_E_IO:
    case KR_E_CORRUPT:
        break;
    }
    return 500;
}

/* "error.title.404" */
static const char *page_key(char out[32], const char *start, int status) {
    int shown = status == 429 ? 503 : status;
    size_t n = strlen(start);
    memcpy(out, start, n);
    out[n] = (char)('0' + shown / 100);
    out[n + 1] = (char)('0' + shown / 10 % 10);
    out[n + 2] = (char)('0' + shown % 10);
    out[n + 3] = 0;
    return out;
}

/* What is never shown again: what pages carry for themselves, and what only its owner may know. */
static bool hidden_field(kr_str name) {
    static const char *const hidden[] = {"csrf",   "seq",  "base",  "sealed", "terug",
                                         "verder", "code", "token", "secret", "app_code"};
    for (size_t i = 0; i < KR_COUNT(hidden); i++)
        if (kr_str_is(name, hidden[i])) return true;
    return kr_str_find(name, KR_STR("password")) != SIZE_MAX;
}

/* What somebody wrote in a form that could not be carried out: sentences, not ticks. Nothing of what another
 * site sent: its words would stand on a page of ours. */
static void put_typed(kr_request *request, kr_model *model) {
    kr_buf out;
    kr_str text = KR_NONE;
    if (kr_request_from(request) == KR_FROM_ELSEWHERE) request->n_form = 0;
    kr_buf_init(&out, request->arena, 64 << 10);
    for (size_t i = 0; i < request->n_form; i++) {
        const kr_field_in *field = &request->form[i];
        if (field->is_file || hidden_field(field->name)) continue;
        if (kr_utf8_count(field->value) < 12 && !memchr(field->value.ptr, ' ', field->value.len)) continue;
        kr_put(&out, field->value);
        kr_put_c(&out, '\n');
    }
    kr_put_text(model, "typed", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
}

static void put_sentence(kr_request *request, kr_model *model, int status, const kr_error *error) {
    char key[32];
    kr_buf out;
    kr_str text = KR_NONE;
    /* a sentence about the machinery helps nobody; one about what was asked does */
    bool own = error && error->key[0] && kr_word_known(kr_str_z(error->key)) && status != 500;
    if (!own) {
        kr_put_word(request, model, "say", page_key(key, "error.say.", status == 422 ? 400 : status));
        return;
    }
    kr_buf_init(&out, request->arena, 4096);
    kr_say_error(&out, request->prefs.lang, error);
    kr_put_text(model, "say", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
}

void kr_reply_retry(kr_request *request, kr_reply *reply, const kr_error *error) {
    int64_t seconds;
    if (!error || (strcmp(error->key, "error.wait") != 0 && strcmp(error->key, "error.newcomers") != 0))
        return;
    kr_str copy = kr_arena_copy(request->arena, kr_str_z(error->detail));
    if (copy.ptr && kr_str_int(copy, &seconds) && seconds > 0) reply->retry = copy;
}

/* Which methods this address does know (RFC 9110, 15.5.6). */
static kr_str allowed(const kr_request *request) {
    const kr_web *web = request->web;
    kr_str params[4];
    bool other;
    bool get = kr_route_find(web->router, KR_STR("GET"), request->path, params, &other) != NULL;
    bool post = kr_route_find(web->router, KR_STR("POST"), request->path, params, &other) != NULL;
    return get && post ? KR_STR("GET, HEAD, POST") : get ? KR_STR("GET, HEAD") : KR_STR("POST");
}

void kr_reply_error(kr_request *request, int status, const kr_error *error, kr_output *output) {
    char key[32];
    kr_reply reply = {.status = status};
    kr_error own = {.code = KR_OK};
    request->arena->refused = false; /* what was lost of the page is no part of this one */
    kr_model *model = kr_page_model(request, &reply, page_key(key, "error.title.", status));
    put_sentence(request, model, status, error);
    put_typed(request, model);
    kr_put_number(model, "status", status);
    kr_put_text(model, "error", kr_str_z(error ? error->key : ""));
    kr_reply_retry(request, &reply, error);
    output->n_headers = 0;
    if (status == 405) kr_output_header(output, "Allow", allowed(request));
    kr_err err =
        kr_reply_write(request, kr_web_template(request->web, KR_STR("error")), &reply, output, &own);
    if (err == KR_OK) return;
    output->n_headers = 0;
    kr_output_plain(output, status);
    kr_output_policy(request->web, output, false);
}
