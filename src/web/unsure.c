/* A form of which it is not certain who sent it: the session is gone, or there is another one now. Nothing is
 * kept of it until the person who is signed in has read it and says that it may. */
#include "core/utf8.h"
#include "web/engine.h"

static bool ends_with(kr_str path, const char *tail) {
    kr_str end = kr_str_z(tail);
    return path.len >= end.len && kr_str_eq(kr_str_n(path.ptr + path.len - end.len, end.len), end);
}

static bool machinery(kr_str name) {
    return kr_str_is(name, "csrf") || kr_str_is(name, "seq") || kr_str_is(name, "base") ||
           kr_str_is(name, "terug");
}

bool kr_form_carries(const kr_request *request, const kr_route *route) {
    static const char *const never[] = {"/weg",  "/ongedaan", "/opnieuw",    "/bak",
                                        "/doe",  "/samen",    "/erbij",      "/neem",
                                        "/stop", "/bevestig", "/uitnodigen", "/delen/met/:share"};
    bool any = false;
    if (!kr_route_in_circle(route) || kr_example_at(request->web, request->params[0])) return false;
    if (request->call->body.len > KR_MOST_SEALED) return false;
    for (size_t i = 0; i < KR_COUNT(never); i++)
        if (ends_with(kr_str_z(route->path), never[i])) return false;
    for (size_t i = 0; i < request->n_form; i++) {
        if (request->form[i].is_file) return false;
        any = any || (!machinery(request->form[i].name) && request->form[i].value.len > 0);
    }
    return any;
}

/* Ticks and numbers mean nothing to a reader; what somebody typed does. */
static bool is_typed(kr_str value) {
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
        if (!plain) return true;
    }
    return false;
}

kr_err kr_form_confirm(kr_request *request, kr_reply *reply) {
    kr_model *model = kr_page_model(request, reply, "unsure.title");
    kr_model *fields = kr_put_array(model, "fields"), *lines = kr_put_array(model, "lines");
    for (size_t i = 0; i < request->n_form; i++) {
        const kr_field_in *field = &request->form[i];
        if (field->is_file || kr_str_is(field->name, "csrf")) continue;
        kr_model *object = kr_add_object(fields);
        kr_put_text(object, "name", field->name);
        kr_put_text(object, "value", field->value);
        if (!machinery(field->name) && is_typed(field->value))
            kr_put_text(kr_add_object(lines), "line", field->value);
    }
    kr_put_bool(model, "has_lines", kr_model_count(lines) > 0);
    kr_put_text(model, "action", request->path);
    kr_put_text(model, "leave", request->base.len ? request->base : KR_STR("/kringen"));
    reply->tmpl = "unsure";
    return KR_OK;
}
