/* The circles of one account, and those shared with it: the list, a new one, destroying one. */
#include "web/pages_own.h"
#include "web/pages_share.h"

#include <stdio.h>

static void put_last_change(kr_request *request, kr_model *object, const kr_circle *circle) {
    kr_buf out;
    kr_str text = KR_NONE;
    kr_buf_init(&out, request->arena, 200);
    if (circle->n_changes) {
        int64_t at = kr_clock_local(circle->changes[circle->n_changes - 1].at_ms);
        kr_say_moment(&out, request->prefs.lang, at, request->local);
    }
    kr_put_text(object, "when", kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE);
}

/* How many names stand around the one in the middle, and when this circle came to be here: two circles may
 * have the same title, after taking one's own file in. */
static kr_err put_apart(kr_request *request, kr_model *object, const kr_circle *circle, int64_t created,
                        kr_error *error) {
    kr_view view;
    kr_network net;
    kr_err err = kr_view_make(&view, request->arena, circle, KR_VIEWER_OWNER, 0, error);
    if (err != KR_OK) return err;
    err = kr_network_make(&net, request->arena, &view);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    kr_buf out;
    kr_str made = KR_NONE;
    kr_buf_init(&out, request->arena, 100);
    kr_say_date(&out, request->prefs.lang, kr_date_of(kr_clock_local(created)));
    if (kr_buf_end(&out, &made) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)net.n), KR_WORD_TEXT("made", made)};
    kr_put_say(request, object, "apart", net.n ? "circles.apart" : "circles.apart.new", args, 2);
    return KR_OK;
}

/* Two months before a circle is erased because nobody opens it, its owner reads so here. */
static kr_err put_ends(kr_request *request, kr_model *one, kr_id circle, kr_error *error) {
    int64_t until = 0;
    kr_err err = kr_circle_kept_until(request->web->store, request->account.id, circle, &until, error);
    if (err || !until || until - request->now > 61 * 86400000LL) {
        kr_put_bool(one, "ends", false);
        return err;
    }
    kr_buf out;
    kr_str day = KR_NONE;
    kr_buf_init(&out, request->arena, 100);
    kr_say_date(&out, request->prefs.lang, kr_date_of(kr_clock_local(until)));
    if (kr_buf_end(&out, &day) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    kr_word_arg arg = KR_WORD_TEXT("until", day);
    kr_put_say(request, one, "ends", "keep.ends", &arg, 1);
    return KR_OK;
}

static kr_err put_entry(kr_request *request, kr_model *array, const kr_circle_entry *entry, kr_error *error) {
    kr_id id = entry->id;
    kr_snapshot *snapshot;
    kr_store *store = request->web->store;
    kr_err err = kr_circle_open(store, &snapshot, request->account.id, id, error);
    if (err != KR_OK) return err;
    const kr_circle *circle = kr_snapshot_circle(snapshot);
    if (circle->self.practice.len) { /* stands under learning */
        kr_snapshot_release(store, snapshot);
        return KR_OK;
    }
    const kr_person *ego = kr_circle_ego(circle);
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "href", kr_circle_path(request, id, ""));
    kr_put_circle_title(request, one, "title", circle);
    kr_put_text(one, "filled", KR_NONE);
    if (circle->self.filled_by.len) {
        kr_word_arg args[] = {KR_WORD_TEXT("name", ego ? ego->name : KR_NONE),
                              KR_WORD_TEXT("by", circle->self.filled_by)};
        kr_put_say(request, one, "filled", "layout.filled", args, 2);
    }
    put_last_change(request, one, circle);
    err = put_apart(request, one, circle, entry->created, error);
    kr_snapshot_release(store, snapshot);
    return err ? err : put_ends(request, one, id, error);
}

/* What somebody else lets this account see: whose it is, and as what one is there. Nothing more. */
static kr_err put_shared(kr_request *request, kr_model *model, kr_error *error) {
    kr_share_entry *list;
    size_t count;
    kr_model *array = kr_put_array(model, "shared");
    kr_err err = kr_shared_with(request->web->store, &list, &count, request->arena, request->account.id,
                                request->now, error);
    for (size_t i = 0; err == KR_OK && i < count; i++) {
        const char *role = kr_share_role_name(list[i].role);
        char key[48];
        kr_model *one = kr_add_object(array);
        snprintf(key, sizeof key, "share.role.%s", role ? role : "alongside");
        kr_put_text(one, "href", kr_circle_path(request, list[i].circle, ""));
        kr_put_text(one, "leave_href", kr_share_link(request, "/kringen/gedeeld/", list[i].id, "/weg"));
        kr_put_text(one, "owner", list[i].name);
        kr_put_text(one, "word", kr_word_s(request->prefs.lang, kr_str_z(key)));
    }
    kr_put_bool(model, "any_shared", kr_model_count(array) > 0);
    return err;
}

/* Whose invitation was opened, while its owner has not answered: or it seems as if nothing had come of it. */
static kr_err put_asked(kr_request *request, kr_model *model, kr_error *error) {
    kr_share_entry *list;
    size_t count;
    kr_model *array = kr_put_array(model, "asked");
    kr_err err = kr_shares_asked(request->web->store, &list, &count, request->arena, request->account.id,
                                 request->now, error);
    for (size_t i = 0; err == KR_OK && i < count; i++)
        kr_put_text(kr_add_object(array), "owner", list[i].name);
    return err;
}

static kr_err show(kr_request *request, kr_reply *reply, const kr_error *wrong, kr_error *error) {
    kr_circle_entry *list;
    size_t count;
    kr_model *model = kr_page_model(request, reply, "circles.title");
    kr_model *array = kr_put_array(model, "circles");
    kr_put_error(request, model, "wrong", wrong);
    kr_put_field_value(request, model, "voor");
    kr_put_field_value(request, model, "door");
    kr_put_bool(model, "ander", kr_posted_has(request, "ander"));
    kr_err err =
        kr_circles_of(request->web->store, &list, &count, request->arena, request->account.id, error);
    for (size_t i = 0; i < count && err == KR_OK; i++) err = put_entry(request, array, &list[i], error);
    if (err == KR_OK) err = put_shared(request, model, error);
    if (err == KR_OK) err = put_asked(request, model, error);
    kr_put_bool(model, "any", err == KR_OK && kr_model_count(array) > 0);
    return err;
}

kr_err kr_page_circles(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, NULL, error);
}

kr_err kr_page_circle_new(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id circle;
    kr_error own = {.code = KR_OK};
    kr_str name = kr_str_trim(kr_posted(request, "voor")), by = kr_str_trim(kr_posted(request, "door"));
    bool other = kr_posted_has(request, "ander");
    if (name.len == 0) name = request->account.name;
    if (!other) by = KR_NONE;
    if (other && by.len == 0) by = request->account.name;
    kr_err err = kr_circle_begin(request, &circle, name, by, kr_posted_has(request, "akkoord"), &own);
    if (err == KR_OK) {
        reply->location = kr_circle_path(request, circle, "/namen");
        return KR_OK;
    }
    if (kr_error_of_form(&own)) {
        reply->status = 422;
        reply->tmpl = "kringen";
        return show(request, reply, &own, error);
    }
    if (error) *error = own;
    return err;
}

/* -- really away
 * -------------------------------------------------------------------------------------------------- */

static kr_err show_gone(kr_request *request, kr_reply *reply, bool unsure) {
    kr_model *model = kr_page_model(request, reply, "gone.title");
    kr_page_flow(request, model, "/meenemen", "gone.back");
    kr_put_bool(model, "unsure", unsure);
    reply->tmpl = "weg";
    return KR_OK;
}

kr_err kr_page_circle_gone(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    return show_gone(request, reply, false);
}

kr_err kr_page_circle_destroy(kr_request *request, kr_reply *reply, kr_error *error) {
    if (!kr_posted_has(request, "zeker")) {
        reply->status = 422;
        return show_gone(request, reply, true);
    }
    kr_err err =
        kr_circle_destroy(request->web->store, request->account.id, request->circle_id, request->now, error);
    if (err != KR_OK) return err;
    request->base = KR_NONE;
    kr_go(request, reply, "/kringen", "gone.done");
    return KR_OK;
}
