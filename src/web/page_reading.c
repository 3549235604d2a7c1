/* "Leesbaar": text size, calm, dark, language. Kept with the account, and in a cookie for before signing in.
 */
#include "web/pages_own.h"

static const char *const sizes[] = {"reading.text.0", "reading.text.1", "reading.text.2", "reading.text.3"};
static const char *const modes[] = {"reading.dark.0", "reading.dark.1", "reading.dark.2"};

static void put_options(kr_request *request, kr_model *model, const char *name, const char *const *keys,
                        size_t count, int chosen) {
    kr_model *array = kr_put_array(model, name);
    for (size_t i = 0; i < count; i++) {
        kr_model *option = kr_add_object(array);
        kr_put_number(option, "value", (int64_t)i);
        kr_put_word(request, option, "label", keys[i]);
        kr_put_bool(option, "checked", (int)i == chosen);
    }
}

kr_err kr_page_reading(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    kr_str back = kr_safe_path(request->web, kr_query(request, "terug"));
    kr_model *model = kr_page_model(request, reply, "reading.title");
    put_options(request, model, "sizes", sizes, KR_COUNT(sizes), request->prefs.text);
    put_options(request, model, "modes", modes, KR_COUNT(modes), request->prefs.dark);
    kr_put_bool(model, "dutch", request->prefs.lang == KR_NL);
    kr_put_bool(model, "english", request->prefs.lang == KR_EN);
    kr_put_text(model, "terug", back.len ? back : KR_STR("/"));
    return KR_OK;
}

static kr_err keep(kr_request *request, kr_error *error) {
    kr_set_cookie(request, KR_COOKIE_PREFS, kr_prefs_cookie(request->arena, &request->prefs, false),
                  365 * 24 * 3600);
    if (!request->signed_in) return KR_OK;
    return kr_account_update(request->web->store, request->account.id, request->account.name,
                             kr_prefs_json(request->arena, &request->prefs), error);
}

static int number(kr_request *request, const char *name, int most) {
    int64_t value;
    return kr_str_int(kr_posted(request, name), &value) && value >= 0 && value <= most ? (int)value : 0;
}

kr_err kr_page_reading_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_str back = kr_safe_path(request->web, kr_posted(request, "terug"));
    request->prefs.text = number(request, "text", 3);
    request->prefs.dark = number(request, "dark", 2);
    request->prefs.calm = kr_posted_has(request, "calm");
    (void)kr_lang_parse(kr_posted(request, "lang"), &request->prefs.lang);
    kr_err err = keep(request, error);
    if (err != KR_OK) return err;
    reply->location = back.len ? back : KR_STR("/");
    return KR_OK;
}

/* A link, so that it works where it stands. It sets a cookie and nothing else, because a link may be followed
 * without anybody asking: what stands with the account changes only by the form. */
kr_err kr_page_lang(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_str site = kr_header_in(request->call, "sec-fetch-site");
    kr_str back = kr_safe_path(request->web, kr_query(request, "terug"));
    bool ours = site.len == 0 || kr_str_is(site, "same-origin") || kr_str_is(site, "none");
    (void)error;
    if (ours && kr_lang_parse(request->params[0], &request->prefs.lang))
        kr_set_cookie(request, KR_COOKIE_PREFS, kr_prefs_cookie(request->arena, &request->prefs, true),
                      365 * 24 * 3600);
    reply->location = back.len ? back : KR_STR("/");
    return KR_OK;
}
