/* For who is not safe, or not alone at the screen: leaving quickly, a page that tells nothing, and a view for
 * when somebody looks along. */
#include "web/pages_own.h"

#define DAY_SECONDS 86400

/* Ends what was open here and lets the browser throw away what it kept. Works for anybody: whoever has to
 * leave must not be asked anything. */
kr_err kr_page_leave_fast(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    kr_error why = {.code = KR_OK};
    /* leaving does not wait until the session could be ended: this browser loses it in any case */
    if (request->signed_in && kr_session_end(request->web->store, request->session.id, &why) != KR_OK)
        why.code = KR_OK;
    request->signed_in = false;
    kr_set_cookie(request, KR_COOKIE_SESSION, KR_NONE, -1);
    kr_set_cookie(request, KR_COOKIE_NOTICE, KR_NONE, -1);
    kr_set_cookie(request, KR_COOKIE_SAFE, KR_NONE, -1);
    reply->forget = true;
    reply->location = KR_STR("/welkom");
    return KR_OK;
}

/* Today's date and nothing else. */
kr_err kr_page_plain_day(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    kr_buf out;
    kr_str day = KR_NONE;
    kr_buf_init(&out, request->arena, 200);
    kr_say_date(&out, request->prefs.lang, kr_date_of(request->local));
    kr_model *model = kr_page_model(request, reply, "plain_day.title");
    kr_put_text(model, "day", kr_buf_end(&out, &day) == KR_OK ? day : KR_NONE);
    return KR_OK;
}

kr_err kr_page_screen(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    bool on = kr_str_is(kr_posted(request, "kijkt"), "ja");
    kr_str back = kr_safe_path(request->web, kr_posted(request, "terug"));
    kr_set_cookie(request, KR_COOKIE_SAFE, on ? KR_STR("1") : KR_NONE, on ? DAY_SECONDS : -1);
    reply->location = back.len ? back : KR_STR("/kringen");
    return KR_OK;
}

bool kr_request_safe(const kr_request *request) {
    return kr_parse_cookie(kr_header_in(request->call, "cookie"), KR_COOKIE_SAFE).len > 0;
}

const kr_route kr_routes_safe[] = {
    {"POST", "/snel-weg", KR_ANYBODY, false, kr_page_leave_fast, NULL, 0, 4096, 0},
    {"GET", "/welkom", KR_ANYBODY, false, kr_page_plain_day, "welkom", 0, 0, 0},
    {"GET", "/veilig", KR_ANYBODY, false, kr_page_prose, "veilig", 0, 0, 0},
    {"POST", "/scherm", KR_SIGNED_IN, true, kr_page_screen, NULL, 0, 4096, 0},
    {0},
};
