/* Learning: invented people to practise with. A practice circle is a circle like any other, whose field
 * `practice` says so for ever; it stands here and not among one's own circles, and nothing comes into it from
 * a real one. */
#include "examples/examples.h"
#include "format/format.h"
#include "web/pages_own.h"

/* The words of a case: "learn.case.gerda". */
static void put_case_words(const kr_request *request, kr_model *object, const char *name, kr_str slug) {
    kr_buf key;
    kr_str text = KR_NONE;
    kr_buf_init(&key, request->arena, 120);
    kr_put_z(&key, "learn.case.");
    kr_put(&key, slug);
    if (kr_buf_end(&key, &text) != KR_OK || !kr_word_known(text)) text = KR_STR("learn.case.other");
    kr_put_text(object, name, kr_word_s(request->prefs.lang, text));
}

static void put_mine(kr_request *request, kr_model *array, kr_id id, const kr_circle *circle) {
    kr_model *one = kr_add_object(array);
    kr_put_circle_title(request, one, "title", circle);
    kr_put_text(one, "href", kr_circle_path(request, id, ""));
    kr_put_text(one, "again", kr_circle_path(request, id, "/opnieuw-oefenen"));
    put_case_words(request, one, "say", circle->self.practice);
}

static kr_err put_all_mine(kr_request *request, kr_model *array, kr_error *error) {
    kr_circle_entry *list;
    size_t count;
    kr_store *store = request->web->store;
    if (!request->signed_in) return KR_OK;
    kr_err err = kr_circles_of(store, &list, &count, request->arena, request->account.id, error);
    for (size_t i = 0; i < count && err == KR_OK; i++) {
        kr_snapshot *snapshot;
        err = kr_circle_open(store, &snapshot, request->account.id, list[i].id, error);
        if (err != KR_OK) break;
        const kr_circle *circle = kr_snapshot_circle(snapshot);
        if (circle->self.practice.len) put_mine(request, array, list[i].id, circle);
        kr_snapshot_release(store, snapshot);
    }
    return err;
}

kr_err kr_page_learn(kr_request *request, kr_reply *reply, kr_error *error) {
    size_t count;
    const kr_example *list = kr_practice_cases(&count);
    kr_model *model = kr_page_model(request, reply, "learn.title");
    kr_model *cases = kr_put_array(model, "cases");
    for (size_t i = 0; i < count; i++) {
        kr_model *one = kr_add_object(cases);
        kr_put_text(one, "slug", kr_str_z(list[i].slug));
        kr_put_text(one, "name", list[i].name);
        put_case_words(request, one, "say", kr_str_z(list[i].slug));
    }
    kr_model *mine = kr_put_array(model, "mine");
    kr_err err = put_all_mine(request, mine, error);
    kr_put_bool(model, "any_mine", kr_model_count(mine) > 0);
    return err;
}

/* A circle of this account with the people of a case. */
static kr_err begin_case(kr_request *request, kr_str slug, kr_id *circle, kr_error *error) {
    kr_change *changes;
    size_t count, cases;
    const kr_example *list = kr_practice_cases(&cases), *found = NULL;
    for (size_t i = 0; i < cases; i++)
        if (kr_str_is(slug, list[i].slug)) found = &list[i];
    if (!found) return kr_fail(error, KR_E_NOT_FOUND, "error.not_found", NULL, NULL);
    kr_err err = kr_kring_read(&changes, &count, request->arena, found->kring, error);
    if (err != KR_OK) return err;
    return kr_circle_create(request->web->store, circle, request->account.id, changes, count, request->now,
                            error);
}

kr_err kr_page_learn_begin(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id circle;
    kr_err err = begin_case(request, kr_posted(request, "geval"), &circle, error);
    if (err == KR_OK) reply->location = kr_circle_path(request, circle, "");
    return err;
}

/* The same people once more, as they were: what was done with them goes. */
kr_err kr_page_learn_again(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id circle;
    kr_str slug = request->view.circle->self.practice;
    if (slug.len == 0) return kr_fail(error, KR_E_NOT_FOUND, "error.not_found", NULL, NULL);
    kr_err err = begin_case(request, slug, &circle, error);
    if (err != KR_OK) return err;
    err =
        kr_circle_destroy(request->web->store, request->account.id, request->circle_id, request->now, error);
    if (err != KR_OK) return err;
    request->base = kr_circle_path(request, circle, "");
    kr_go(request, reply, "", "learn.again.done");
    return KR_OK;
}
