/* What went well: kept, celebrated if somebody likes, with a photo. And pictures of wishes. */
#include "core/photo.h"
#include "web/engine.h"
#include "web/pages_own.h"
#include "web/pages_plan.h"

#define MOST_FORM ((uint32_t)(16u << 20) + (64u << 10))

#define SUCCESS(name, look)                                                                                  \
    { KR_KIND_success, KR_F_success_##name, look }

static const kr_field_spec fields[] = {SUCCESS(words, KR_AS_AREA)};
static const kr_field_spec feast[] = {SUCCESS(celebrate, KR_AS_AREA)};

/* -- pictures -- */

static kr_str *picture_of(kr_kind kind, const void *record) {
    if (kind == KR_KIND_wish) return &((kr_wish *)(uintptr_t)record)->picture;
    return &((kr_success *)(uintptr_t)record)->picture;
}

kr_err kr_plan_picture(kr_request *request, kr_reply *reply, kr_kind kind, kr_error *error) {
    const void *record = kr_plan_asked(request, kind);
    kr_err err =
        record ? kr_photo_bytes(&reply->body, request->arena, *picture_of(kind, record)) : KR_E_NOT_FOUND;
    if (err == KR_E_MEMORY) return kr_fail(error, err, "error.memory", NULL, NULL);
    if (err) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    reply->type = "image/jpeg";
    return KR_OK;
}

typedef struct placing {
    kr_kind kind;
    kr_id record;
    kr_str text;
} placing;

static void fill_picture(kr_draft *draft, void *context) {
    const placing *job = context;
    uint16_t field = job->kind == KR_KIND_wish ? KR_F_wish_picture : KR_F_success_picture;
    kr_draft_text(draft, job->kind, job->record, field, job->text);
}

static kr_err picture_again(kr_request *request, kr_reply *reply, const placing *job, const kr_error *why,
                            kr_error *error) {
    kr_page page;
    const char *path = job->kind == KR_KIND_wish ? "/wensen/" : "/plan/goed/";
    if (!kr_error_of_form(why)) {
        *error = *why;
        return why->code;
    }
    kr_err err = kr_page_open(&page, request, reply, "title.plan.photo", error);
    if (err) return err;
    kr_put_text(page.model, "photo_action", kr_page_link(&page, path, job->record, "/foto"));
    kr_put_bool(page.model, "photo_now", false);
    kr_put_error(request, page.model, "wrong", why);
    kr_page_flow(request, page.model, "/plan", "plan.back");
    reply->status = 422;
    reply->tmpl = "plan-photo-again";
    return KR_OK;
}

kr_err kr_plan_picture_save(kr_request *request, kr_reply *reply, kr_kind kind, kr_error *error) {
    const void *record = kr_plan_asked(request, kind);
    kr_error own = {.code = KR_OK};
    if (!record) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    placing job = {.kind = kind, .text = KR_NONE};
    memcpy(&job.record, record, sizeof job.record); /* every struct begins with its id */
    bool away = kr_str_is(kr_posted(request, "doe"), "weg");
    kr_err err = away ? KR_OK : kr_page_read_photo(request, &job.text, &own);
    if (err) return picture_again(request, reply, &job, &own, error);
    err = kr_page_change(request, kind == KR_KIND_wish ? KR_ACT_WISH : KR_ACT_SUCCESS, fill_picture, &job,
                         error);
    if (err) return err;
    kr_go_to(request, reply, kind == KR_KIND_wish ? "/wensen/" : "/plan/goed/", job.record, "",
             away ? "photo.gone" : "photo.saved");
    return KR_OK;
}

static kr_err wish_picture(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_plan_picture(request, reply, KR_KIND_wish, error);
}

static kr_err wish_picture_save(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_plan_picture_save(request, reply, KR_KIND_wish, error);
}

static kr_err good_picture(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_plan_picture(request, reply, KR_KIND_success, error);
}

static kr_err good_picture_save(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_plan_picture_save(request, reply, KR_KIND_success, error);
}

/* -- the list, and one -- */

static void put_form(const kr_page *page, const kr_success *s, bool typed) {
    kr_model *array = kr_put_array(page->model, "fields");
    for (size_t i = 0; i < KR_COUNT(fields); i++) kr_put_field(page, array, s, fields[i], KR_NONE, typed);
    array = kr_put_array(page->model, "feast");
    for (size_t i = 0; i < KR_COUNT(feast); i++) kr_put_field(page, array, s, feast[i], KR_NONE, typed);
    kr_put_plan_people(page, page->model, "people", s ? s->person : 0);
    kr_put_plan_date(page, page->model, "date", "datum", "plan.ask.on", s ? s->date : 0, typed);
}

static kr_err show_list(kr_request *request, kr_reply *reply, bool typed, kr_str problem, kr_error *error) {
    kr_page page;
    const kr_circle *c = request->view.circle;
    kr_err err = kr_page_open(&page, request, reply, "title.plan.good", error);
    if (err) return err;
    kr_model *array = kr_put_array(page.model, "joys");
    for (size_t i = c->n_successes; i > 0; i--) {
        const kr_success *s = &c->successes[i - 1];
        if (s->gone) continue;
        kr_model *joy = kr_add_object(array);
        kr_put_text(joy, "joy_href", kr_page_link(&page, "/plan/goed/", s->id, ""));
        kr_put_text(joy, "joy", s->words);
        kr_put_text(joy, "joy_day", kr_plan_day(&page, s->date));
        kr_put_text(joy, "joy_how", s->celebrate);
    }
    kr_put_bool(page.model, "has_joys", kr_model_count(array) > 0);
    put_form(&page, NULL, typed);
    kr_put_plan_problem(&page, problem);
    kr_put_plan_way(&page);
    kr_page_flow(request, page.model, "/plan", "plan.back");
    return KR_OK;
}

kr_err kr_page_good(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_list(request, reply, false, KR_NONE, error);
}

static kr_err show_one(kr_request *request, kr_reply *reply, const kr_success *s, bool typed, kr_str problem,
                       kr_error *error) {
    kr_page page;
    kr_kind kind = KR_KIND_none;
    kr_err err = kr_page_open(&page, request, reply, "title.plan.good.one", error);
    if (err) return err;
    put_form(&page, s, typed);
    const kr_action *a = s->action ? kr_circle_record_of(request->view.circle, s->action, &kind) : NULL;
    bool there = a && kind == KR_KIND_action && !a->gone;
    kr_put_text(page.model, "step", there ? a->what : KR_NONE);
    kr_put_text(page.model, "step_href", there ? kr_page_link(&page, "/plan/stap/", a->id, "") : KR_NONE);
    kr_put_text(page.model, "joy", s->words);
    kr_put_text(page.model, "action", kr_page_link(&page, "/plan/goed/", s->id, ""));
    kr_put_text(page.model, "photo_action", kr_page_link(&page, "/plan/goed/", s->id, "/foto"));
    if (kr_photo_there(s->picture))
        kr_put_text(page.model, "photo_now", kr_page_link(&page, "/plan/goed/", s->id, "/foto"));
    else
        kr_put_bool(page.model, "photo_now", false);
    kr_put_plan_problem(&page, problem);
    kr_page_flow(request, page.model, "/plan", "plan.back");
    return KR_OK;
}

kr_err kr_page_good_one(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_success *s = kr_plan_asked(request, KR_KIND_success);
    if (!s) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return show_one(request, reply, s, false, KR_NONE, error);
}

/* -- saving -- */

typedef struct saving {
    kr_request *request;
    kr_id record;
    bool bin;
} saving;

static void fill_good(kr_draft *draft, void *context) {
    saving *job = context;
    const kr_request *request = job->request;
    if (job->bin) {
        kr_draft_bin(draft, job->record);
        return;
    }
    bool is_new = !job->record;
    if (is_new) job->record = kr_draft_new_id(draft);
    kr_id id = job->record;
    for (size_t i = 0; i < KR_COUNT(fields); i++) kr_draft_posted(draft, request, id, fields[i]);
    for (size_t i = 0; i < KR_COUNT(feast); i++) kr_draft_posted(draft, request, id, feast[i]);
    if (kr_posted_has(request, "met"))
        kr_draft_ref(draft, KR_KIND_success, id, KR_F_success_person,
                     kr_plan_posted(draft, request, "met", KR_KIND_person));
    kr_plan_draft_date(draft, request, KR_KIND_success, id, KR_F_success_date, "datum", is_new);
    kr_id run = is_new ? kr_plan_run(draft, request) : 0;
    if (run) kr_draft_ref(draft, KR_KIND_success, id, KR_F_success_run, run);
}

static kr_err save(kr_request *request, kr_reply *reply, const kr_success *s, kr_error *error) {
    saving job = {.request = request, .record = s ? s->id : 0, .bin = s && kr_posted_has(request, "weg")};
    kr_str problem = KR_NONE;
    bool empty = !job.bin && !kr_str_trim(kr_posted(request, "success.words")).len;
    kr_err err = KR_OK;
    if (empty) {
        problem = kr_word(request->prefs.lang, "plan.good.nothing");
        reply->status = 422;
    } else {
        err = kr_page_change(request, job.bin ? KR_ACT_BIN : KR_ACT_SUCCESS, fill_good, &job, error);
    }
    if (err && !kr_plan_refused(request, reply, err, error, &problem)) return err;
    if (problem.len) {
        reply->tmpl = s ? "plan-good-one" : "plan-good";
        return s ? show_one(request, reply, s, true, problem, error)
                 : show_list(request, reply, true, problem, error);
    }
    kr_go(request, reply, "/plan#h-joy", job.bin ? "notice.binned" : "notice.plan.good");
    return KR_OK;
}

kr_err kr_page_good_add(kr_request *request, kr_reply *reply, kr_error *error) {
    return save(request, reply, NULL, error);
}

kr_err kr_page_good_save(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_success *s = kr_plan_asked(request, KR_KIND_success);
    if (!s) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    return save(request, reply, s, error);
}

const kr_route kr_routes_good[] = {
    {"GET", "/kring/:circle/plan/goed", KR_SHARED, false, kr_page_good, "plan-good", KR_PART_PLAN, 0, 0},
    {"POST", "/kring/:circle/plan/goed", KR_SHARED, true, kr_page_good_add, NULL, KR_PART_PLAN, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/goed/:success", KR_SHARED, false, kr_page_good_one, "plan-good-one",
     KR_PART_PLAN, 0, 0},
    {"POST", "/kring/:circle/plan/goed/:success", KR_SHARED, true, kr_page_good_save, NULL, KR_PART_PLAN, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/goed/:success/foto", KR_SHARED, false, good_picture, NULL, KR_PART_PLAN, 0,
     0},
    {"POST", "/kring/:circle/plan/goed/:success/foto", KR_SHARED, true, good_picture_save, NULL, KR_PART_PLAN,
     MOST_FORM, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/wensen/:wish", KR_SHARED, false, kr_page_wish_one, "wish", KR_PART_WISH, 0, 0},
    {"POST", "/kring/:circle/wensen/:wish/doe", KR_SHARED, true, kr_page_wish_do, NULL, KR_PART_WISH, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/wensen/:wish/foto", KR_SHARED, false, wish_picture, NULL, KR_PART_WISH, 0, 0},
    {"POST", "/kring/:circle/wensen/:wish/foto", KR_SHARED, true, wish_picture_save, NULL, KR_PART_WISH,
     MOST_FORM, KR_RIGHT_ADD},
    {0},
};
