/* The way of a request: address -> route -> who -> circle -> form -> page -> reply. */
#include "core/utf8.h"
#include "web/assets.h"
#include "web/engine.h"
#include "web/live.h"
#include "web/pages_own.h"

static const kr_route *route_of(const kr_web *web, kr_str method, kr_str path, kr_str params[4],
                                bool *other) {
    return kr_route_find(web->router, method, path, params, other);
}

kr_str kr_safe_path(const kr_web *web, kr_str path) {
    kr_str params[4], plain;
    bool other;
    if (path.len < 1 || path.len > 400 || path.ptr[0] != '/') return KR_NONE;
    if (path.len > 1 && (path.ptr[1] == '/' || path.ptr[1] == '\\')) return KR_NONE;
    for (size_t i = 0; i < path.len; i++)
        if ((unsigned char)path.ptr[i] <= 0x20 || (unsigned char)path.ptr[i] >= 0x7f || path.ptr[i] == '\\')
            return KR_NONE;
    kr_str_cut(path, '?', &plain);
    return route_of(web, KR_STR("GET"), plain, params, &other) ? path : KR_NONE;
}

static bool known(const kr_web *web, const kr_call *call) {
    kr_str token = kr_parse_cookie(kr_header_in(call, "cookie"), KR_COOKIE_SESSION);
    kr_session session;
    kr_error why;
    return token.len > 0 && token.len < KR_TOKEN_TEXT &&
           kr_session_find(web->store, &session, token, web->clock(web->clock_context), &why) == KR_OK &&
           !session.expired;
}

int kr_call_open(const kr_web *web, kr_call *call) {
    kr_str path, query, params[4];
    bool other;
    if (!kr_gate(call->method, call->target, call->http10, call->headers, call->n_headers)) return 400;
    if (!kr_parse_target(call->arena, call->target, &path, &query)) return 400;
    const kr_route *route = route_of(web, call->method, path, params, &other);
    call->content_type = kr_header_in(call, "content-type");
    call->most_body = route && route->most_bytes ? route->most_bytes : KR_MOST_BODY;
    /* a large body is read only for somebody who is signed in */
    if (call->most_body > KR_MOST_UNKNOWN && !known(web, call)) call->most_body = KR_MOST_UNKNOWN;
    return 0;
}

/* -- may this be done?
 * -------------------------------------------------------------------------------------------- */

static bool needs_account(const kr_request *request, const kr_route *route) {
    if (route->who == KR_ANYBODY) return false;
    if (kr_route_in_circle(route) && kr_example_at(request->web, request->params[0])) return false;
    return !request->signed_in;
}

/* A post needs the token of its session; without a session it must be certain that a page of ours sent it. */
static bool trusted(const kr_request *request, const kr_route *route) {
    if (kr_str_is(kr_str_z(route->method), "GET")) return true;
    if (request->signed_in && route->csrf)
        return kr_csrf_check(&request->session, kr_posted(request, "csrf"));
    return kr_request_same_site(request);
}

static bool sent_by_expired(const kr_request *request) {
    return request->session.expired && kr_csrf_check(&request->session, kr_posted(request, "csrf"));
}

/* Somebody must sign in first. A form they sent waits, sealed, inside the sign-in page. When the session is
 * gone altogether nobody can tell whose it is: whoever signs in is then asked first. */
static kr_err ask_sign_in(kr_request *request, const kr_route *route, kr_reply *reply, kr_error *error) {
    bool get = kr_str_is(kr_str_z(route->method), "GET");
    if (request->wants_json) return kr_fail(error, KR_E_DENIED, "sign.needed", NULL, NULL);
    if (get) {
        kr_buf out;
        kr_buf_init(&out, request->arena, 2048);
        kr_put_z(&out, "/inloggen?verder=");
        kr_put(&out, kr_safe_path(request->web, request->path));
        return kr_buf_end(&out, &reply->location);
    }
    bool sure = sent_by_expired(request), carried = sure;
    kr_str sealed = KR_NONE;
    if (!sure) carried = kr_request_same_site(request) && kr_form_carries(request, route);
    if (carried) {
        kr_err err = kr_request_seal(request, sure ? request->session.account : 0, &sealed, error);
        if (err != KR_OK) return err;
    }
    kr_model *model = kr_page_model(request, reply, carried ? "sign.again" : "sign.title");
    if (!sure) reply->status = 403;
    kr_put_text(model, "sealed", sealed);
    kr_put_bool(model, "again", sure);
    kr_put_bool(model, "unsure", carried && !sure);
    kr_put_bool(model, "first", !carried);
    kr_put_insecure(request, model);
    kr_put_bool(model, "wrong", false);
    kr_put_text(model, "login", KR_NONE);
    kr_put_text(model, "verder", KR_NONE);
    reply->tmpl = "inloggen";
    return kr_put_sign_ways(request, model, error);
}

/* Who signed in anew in another tab has a form with the token of before: they may say that it is theirs. */
static bool may_confirm(const kr_request *request, const kr_route *route) {
    return request->signed_in && !request->wants_json && !request->fragment &&
           kr_request_same_site(request) && kr_form_carries(request, route);
}

/* A form that crosses what somebody else changed since asks what to keep. */
static kr_err turn_to(const kr_route *route, kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = route->page(request, reply, error);
    return err == KR_E_CONFLICT && request->n_conflicts ? kr_page_conflicts(request, reply, error) : err;
}

/* What somebody who is signed in asked and was not given is written down: who, when and of what kind, not
 * what. */
static void tell_refused(kr_request *request, const kr_route *route, kr_err err) {
    bool get = kr_str_is(kr_str_z(route->method), "GET");
    if (err == KR_E_NOT_FOUND)
        kr_request_told(request, KR_EVENT_REFUSED, get ? KR_ACTION_READ : KR_ACTION_UPDATE,
                        KR_OUTCOME_REFUSED);
}

static kr_err refuse_form(kr_request *request, const char *key, kr_error *error) {
    kr_request_told(request, KR_EVENT_REFUSED, KR_ACTION_EXECUTE, KR_OUTCOME_REFUSED);
    return kr_fail(error, KR_E_DENIED, key, NULL, NULL);
}

static kr_err carry_out(kr_request *request, const kr_route *route, kr_reply *reply, kr_error *error) {
    /* what another site sent is not carried out, whatever is in it, and not kept for after signing in */
    if (!kr_str_is(kr_str_z(route->method), "GET") && kr_request_from(request) == KR_FROM_ELSEWHERE)
        return refuse_form(request, "error.elsewhere", error);
    if (needs_account(request, route)) return ask_sign_in(request, route, reply, error);
    bool trust = trusted(request, route);
    if (!trust && !may_confirm(request, route)) return refuse_form(request, "error.say.403", error);
    if (kr_route_in_circle(route)) {
        kr_err err = kr_request_enter(request, route, error);
        if (err != KR_OK) tell_refused(request, route, err);
        if (err != KR_OK) return err;
        if (request->example && !kr_str_is(kr_str_z(route->method), "GET"))
            return kr_fail(error, KR_E_DENIED, "error.example", NULL, NULL);
    }
    if (!trust) {
        reply->status = 403;
        return kr_form_confirm(request, reply);
    }
    return turn_to(route, request, reply, error);
}

kr_err kr_request_resume(kr_request *request, const kr_sealed_form *form, kr_reply *reply, kr_error *error) {
    bool other;
    kr_err err;
    kr_call *call = kr_new(request->arena, kr_call);
    if (!call) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    *call = *request->call;
    call->content_type = form->content_type;
    call->body = form->body;
    request->call = call;
    request->path = form->path;
    const kr_route *route = route_of(request->web, KR_STR("POST"), form->path, request->params, &other);
    if (!route || route->who == KR_ANYBODY)
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    err = kr_request_form(request, error);
    if (err == KR_OK && kr_route_in_circle(route)) err = kr_request_enter(request, route, error);
    if (err == KR_OK)
        err = form->unsure ? kr_form_confirm(request, reply) : turn_to(route, request, reply, error);
    if (!reply->tmpl) reply->tmpl = route->tmpl;
    return err;
}

/* -- the answer
 * ------------------------------------------------------------------------------------------------------ */

static void serve_static(const kr_web *web, const kr_call *call, kr_str path, kr_output *output) {
    kr_str name = kr_str_n(path.ptr + web->static_base.len, path.len - web->static_base.len);
    kr_str gzip = KR_NONE;
    bool read = kr_str_is(call->method, "GET") || kr_str_is(call->method, "HEAD");
    const kr_asset *asset = kr_asset_find(kr_str_n(name.ptr + 1, name.len - 1));
    output->route = "/s/:hash/:file";
    if (!asset || !read) {
        kr_output_plain(output, asset ? 405 : 404);
        if (asset) kr_output_header(output, "Allow", KR_STR("GET, HEAD"));
        kr_output_policy(web, output, false);
        return;
    }
    output->status = 200;
    output->body = asset->bytes;
    if (asset->gzip.len && kr_parse_accepts(kr_header_in(call, "accept-encoding"), "gzip", NULL))
        gzip = asset->gzip;
    if (gzip.len) {
        output->body = gzip;
        kr_output_header(output, "Content-Encoding", KR_STR("gzip"));
    }
    kr_output_header(output, "Content-Type", kr_str_z(asset->type));
    kr_output_header(output, "Vary", KR_STR("Accept-Encoding"));
    kr_output_policy(web, output, true);
}

/* "/s/HASH/name" and nothing that only begins like it. */
static bool is_static(const kr_web *web, kr_str path) {
    size_t n = web->static_base.len;
    return kr_str_starts(path, web->static_base) && path.len > n && path.ptr[n] == '/';
}

static kr_err start_request(kr_web *web, const kr_call *call, kr_request *request, kr_error *error) {
    kr_str query;
    request->arena = call->arena;
    request->web = web;
    request->call = call;
    request->method = call->method;
    request->now = web->clock(web->clock_context);
    request->local = kr_clock_local(request->now);
    request->base = KR_NONE;
    request->path = KR_STR("/");
    kr_prefs_read(request, call);
    if (!kr_parse_target(call->arena, call->target, &request->path, &query))
        return kr_fail(error, KR_E_SYNTAX, "error.say.400", NULL, NULL);
    if (kr_parse_form(&request->query, &request->n_query, call->arena, query) != KR_OK)
        return kr_fail(error, KR_E_SYNTAX, "error.say.400", NULL, NULL);
    kr_str accept = kr_header_in(call, "accept");
    request->wants_json =
        kr_parse_accepts(accept, "application/json", NULL) && !kr_parse_accepts(accept, "text/html", NULL);
    request->fragment = kr_str_is(kr_header_in(call, "x-kring"), "part");
    return KR_OK;
}

/* What has a page: who asks, what they sent, and then the page itself. */
static kr_err run(kr_request *request, const kr_route *route, kr_reply *reply, kr_error *error) {
    kr_err err = kr_request_who(request, kr_circle_in(route, request->params[0]), error);
    if (err == KR_OK && kr_str_is(request->method, "POST")) err = kr_request_form(request, error);
    if (err == KR_OK) err = carry_out(request, route, reply, error);
    return err;
}

static const kr_template *template_of(const kr_web *web, const kr_route *route, const kr_reply *reply) {
    if (reply->tmpl) return kr_web_template(web, kr_str_z(reply->tmpl));
    return web->route_templates[route - web->routes];
}

static void answer_page(kr_web *web, kr_request *request, kr_output *output) {
    kr_error error = {.code = KR_OK};
    kr_reply reply = {0};
    bool other = false;
    const kr_route *route = route_of(web, request->method, request->path, request->params, &other);
    output->route = route ? route->path : other ? "(other method)" : "(no route)";
    if (!route) {
        kr_error none = {.code = KR_OK};
        if (kr_request_who(request, 0, &none) != KR_OK) request->signed_in = false;
        kr_reply_error(request, other ? 405 : 404, NULL, output);
        return;
    }
    kr_err err = request->call->body_too_large ? kr_fail(&error, KR_E_LIMIT, "error.say.413", NULL, NULL)
                                               : run(request, route, &reply, &error);
    if (err == KR_OK) err = kr_reply_write(request, template_of(web, route, &reply), &reply, output, &error);
    if (err == KR_OK) return;
    if (error.code == KR_OK) (void)kr_fail(&error, err, "error.say.500", NULL, NULL);
    output->n_headers = 0;
    kr_reply_error(request, kr_status_of(&error), &error, output);
}

void kr_call_answer(kr_web *web, const kr_call *call, kr_output *output) {
    kr_request request = {0};
    kr_error error = {.code = KR_OK};
    output->n_headers = 0;
    output->body = KR_NONE;
    output->route = "(unreadable)";
    if (start_request(web, call, &request, &error) != KR_OK) {
        kr_reply_error(&request, 400, &error, output);
    } else if (is_static(web, request.path)) {
        serve_static(web, call, request.path, output);
        return;
    } else if (web->bench.len && kr_str_is(request.path, "/bench")) {
        output->status = 200;
        output->body = web->bench;
        output->route = "/bench";
        kr_output_header(output, "Content-Type", KR_STR("text/html; charset=utf-8"));
        kr_output_policy(web, output, false);
    } else {
        answer_page(web, &request, output);
    }
    /* whoever has this circle open, or was signed in elsewhere, may have something else to see now */
    if (kr_str_is(request.method, "POST") && output->status < 400)
        kr_live_poke(web->live, request.circle_id, request.circle_id ? 0 : request.account.id);
    kr_snapshot_release(web->store, request.snapshot);
    kr_snapshot_release(web->store, request.visit.snapshot);
    kr_output_compress(call, output);
}
