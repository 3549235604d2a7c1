/* Learning: invented people to practise with. A practice circle is a circle like any other, whose field
 * `practice` says so for ever; it stands here and not among one's own circles, and nothing comes into it from
 * a real one. */
#include "examples/examples.h"
#include "format/format.h"
#include "guide/guide.h"
#include "web/pages_own.h"

/* A word whose key ends in something that is data: "learn.case.gerda". */
static void put_word_of(const kr_request *request, kr_model *object, const char *name, const char *before,
                        kr_str end, const char *otherwise) {
    kr_buf key;
    kr_str text = KR_NONE;
    kr_buf_init(&key, request->arena, 120);
    kr_put_z(&key, before);
    kr_put(&key, end);
    if (kr_buf_end(&key, &text) != KR_OK || !kr_word_known(text)) text = kr_str_z(otherwise);
    kr_put_text(object, name, kr_word_s(request->prefs.lang, text));
}

static void put_case_words(const kr_request *request, kr_model *object, const char *name, kr_str slug) {
    put_word_of(request, object, name, "learn.case.", slug, "learn.case.other");
}

/* The exercises, by how one does them. */
static size_t put_exercises(const kr_request *request, kr_model *forms) {
    const kr_guides *guides = &request->web->guides;
    size_t n = 0;
    for (unsigned form = 1; form <= kr_guide_list_count(KR_GUIDE_LIST_EXERCISE); form++) {
        kr_model *array = NULL;
        for (size_t i = 0; i < guides->n; i++) {
            const kr_guide *guide = &guides->items[i];
            if (guide->exercise != form) continue;
            if (!array) {
                kr_model *group = kr_add_object(forms);
                put_word_of(request, group, "form", "guide.exercise.",
                            kr_str_z(kr_guide_word(KR_GUIDE_LIST_EXERCISE, form)), "guide.theme.practice");
                array = kr_put_array(group, "exercises");
            }
            const kr_guide_text *text = kr_guide_text_in(guide, (int)request->prefs.lang);
            kr_model *one = kr_add_object(array);
            kr_put_text(one, "id", guide->id);
            kr_put_text(one, "name", text->name);
            kr_put_text(one, "brief", text->brief);
            n++;
        }
    }
    return n;
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
    kr_put_bool(model, "any_exercises", put_exercises(request, kr_put_array(model, "forms")) > 0);
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
    if (!found) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_err err = kr_kring_read(&changes, &count, request->arena, found->kring, error);
    if (err != KR_OK) return err;
    return kr_circle_create(request->web->store, circle, request->account.id, changes, count, request->now,
                            error);
}

/* The practice circle of this case that there is already, or 0. */
static kr_err find_mine(kr_request *request, kr_str slug, kr_id *found, kr_error *error) {
    kr_circle_entry *list;
    size_t count;
    kr_store *store = request->web->store;
    *found = 0;
    kr_err err = kr_circles_of(store, &list, &count, request->arena, request->account.id, error);
    for (size_t i = 0; i < count && err == KR_OK && !*found; i++) {
        kr_snapshot *snapshot;
        err = kr_circle_open(store, &snapshot, request->account.id, list[i].id, error);
        if (err != KR_OK) break;
        if (kr_str_eq(kr_snapshot_circle(snapshot)->self.practice, slug)) *found = list[i].id;
        kr_snapshot_release(store, snapshot);
    }
    return err;
}

/* An exercise is begun on its own page in a practice circle, which is made when there is none. */
kr_err kr_page_learn_do(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_guide *guide = kr_guides_find(&request->web->guides, kr_posted(request, "oefening"));
    if (!guide || !kr_guide_is_exercise(guide))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_str slug = guide->invented.len ? guide->invented : kr_str_z(kr_practice_cases(NULL)->slug);
    kr_id circle;
    kr_err err = find_mine(request, slug, &circle, error);
    if (err == KR_OK && !circle) err = begin_case(request, slug, &circle, error);
    if (err != KR_OK) return err;
    request->base = kr_circle_path(request, circle, "");
    kr_buf path;
    kr_str text;
    kr_buf_init(&path, request->arena, 200);
    kr_put(&path, request->base);
    kr_put_z(&path, "/wegwijzers/");
    kr_put(&path, guide->id);
    err = kr_buf_end(&path, &text);
    if (err != KR_OK) return kr_fail(error, err, "error.memory", NULL, NULL);
    reply->location = text;
    return KR_OK;
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
    if (slug.len == 0) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    kr_err err = begin_case(request, slug, &circle, error);
    if (err != KR_OK) return err;
    err =
        kr_circle_destroy(request->web->store, request->account.id, request->circle_id, request->now, error);
    if (err != KR_OK) return err;
    request->base = kr_circle_path(request, circle, "");
    kr_go(request, reply, "", "learn.again.done");
    return KR_OK;
}
