#include "web/pages_own.h"

void kr_put_error(kr_request *request, kr_model *model, const char *name, const kr_error *error) {
    if (!error || error->code == KR_OK) {
        kr_put_bool(model, name, false);
        return;
    }
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, request->arena, 4096);
    kr_say_error(&out, request->prefs.lang, error);
    kr_put_text(model, name, kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
}

bool kr_error_of_form(const kr_error *error) {
    switch (error->code) {
    case KR_E_INVALID:
    case KR_E_EXISTS:
    case KR_E_DENIED:
    case KR_E_BUSY:
    case KR_E_LIMIT:
    case KR_E_SYNTAX:
    case KR_E_UNSUPPORTED:
        return true;
    default:
        return false;
    }
}

kr_str kr_circle_path(kr_request *request, kr_id circle, const char *tail) {
    char id[17];
    kr_buf out;
    kr_str text;
    kr_id_text(circle, id);
    kr_buf_init(&out, request->arena, 400);
    kr_put_z(&out, "/kring/");
    kr_put_z(&out, id);
    kr_put_z(&out, tail);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_STR("/kringen");
}

kr_err kr_circle_begin(kr_request *request, kr_id *out, kr_str ego, kr_str filled_by, bool agreed,
                       kr_error *error) {
    static const kr_circle nobody;
    kr_store *store = request->web->store;
    kr_maker maker = {.author = request->account.id,
                      .author_name = request->account.name,
                      .device = request->session.id,
                      .at_ms = request->now,
                      .ids = kr_store_ids(store)};
    kr_draft draft;
    kr_change change;
    kr_draft_begin(&draft, request->arena, &nobody, maker, KR_ACT_BEGIN, 0);
    kr_draft_ego(&draft, ego);
    kr_draft_text(&draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_filled_by, filled_by);
    if (filled_by.len) {
        kr_draft_number(&draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_filled_on,
                        kr_date_of(request->local));
        kr_draft_number(&draft, KR_KIND_circle, KR_CIRCLE_RECORD, KR_F_circle_filled_agreed,
                        agreed ? KR_yesno_yes : 0);
    }
    kr_err err = kr_draft_end(&draft, &change, error);
    if (err != KR_OK) return err;
    return kr_circle_create(store, out, request->account.id, &change, 1, request->now, error);
}

/* The whole name counts, not how it begins: localhost.example.org is somebody else's. */
static bool local_host(kr_str host) {
    kr_str name;
    (void)kr_str_cut(host, ':', &name);
    if (kr_str_is(host, "[::1]") || kr_str_starts(host, KR_STR("[::1]:"))) return true;
    if (kr_str_is(name, "localhost")) return true;
    if (!kr_str_starts(name, KR_STR("127."))) return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] != '.' && (name.ptr[i] < '0' || name.ptr[i] > '9')) return false;
    return true;
}

void kr_put_insecure(kr_request *request, kr_model *model) {
    kr_put_bool(model, "insecure",
                !request->web->behind_tls && !local_host(kr_header_in(request->call, "host")));
}

void kr_put_field_value(kr_request *request, kr_model *model, const char *name) {
    kr_put_text(model, name, kr_posted(request, name));
}

void kr_put_circle_title(kr_request *request, kr_model *object, const char *name, const kr_circle *circle) {
    const kr_person *ego = kr_circle_ego(circle);
    kr_word_arg arg = KR_WORD_TEXT("name", ego ? ego->name : KR_NONE);
    if (circle->self.title.len)
        kr_put_text(object, name, circle->self.title);
    else if (ego && ego->name.len)
        kr_put_say(request, object, name, "layout.circle.of", &arg, 1);
    else
        kr_put_word(request, object, name, "layout.circle.own");
}
