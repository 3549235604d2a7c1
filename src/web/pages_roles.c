/* Valued roles: had, have, would like; and making a new one in small steps. What a role brings is said in
 * words and never counted. */
#include "web/pages_ask.h"

#include <stdio.h>

#define ROLE(name, look)                                                                                     \
    { KR_KIND_role, KR_F_role_##name, look }

static const kr_field_spec begin[] = {ROLE(words, KR_AS_LINE), ROLE(state, KR_AS_PICK)};

/* In the order of making one: from what somebody can and wants, by a small step, to who is glad of it. */
static const kr_small_step steps[] = {
    {"welke", ROLE(words, KR_AS_LINE), KR_SMALL_FIELD, "role.words"},
    {"nu", ROLE(state, KR_AS_PICK), KR_SMALL_FIELD, "role.state"},
    {"talent", ROLE(talent, KR_AS_OWN), KR_SMALL_TALENT, "role.talent"},
    {"wens", ROLE(wish, KR_AS_OWN), KR_SMALL_WISH, "role.wish"},
    {"begin", ROLE(small_step, KR_AS_OWN), KR_SMALL_START, "role.step"},
    {"voor-wie", ROLE(needed_by, KR_AS_LINE), KR_SMALL_FIELD, "role.needed"},
    {"wie-ziet", ROLE(recognised_by, KR_AS_LINE), KR_SMALL_FIELD, "role.seen"},
    {"samen", ROLE(group, KR_AS_CHECK), KR_SMALL_FIELD, "role.group"},
    {"waar", ROLE(place, KR_AS_LINE), KR_SMALL_FIELD, "role.place"},
    {"sinds", ROLE(since, KR_AS_SHORT), KR_SMALL_FIELD, "role.since"},
    {"brengt", ROLE(goods, KR_AS_PICK), KR_SMALL_FIELD, "role.goods"},
};
static const kr_small_way way = {KR_KIND_role, "/rollen/", "title.roles",
                                 "role.flow",  steps,      KR_COUNT(steps)};

kr_err kr_page_role_step(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_small_show(request, reply, &way, error);
}

kr_err kr_page_role_step_save(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_small_save(request, reply, &way, error);
}

static kr_str goods_of(const kr_page *page, const kr_role *role) {
    kr_buf goods = kr_page_buf(page), line = kr_page_buf(page);
    if (!role->goods) return KR_NONE;
    kr_page_set(page, &goods, kr_list_of(KR_KIND_role, KR_F_role_goods), role->goods);
    kr_say_with(page, &line, "role.brings", "what", kr_page_text(&goods));
    return kr_page_text(&line);
}

static void put_role(const kr_page *page, kr_model *array, const kr_role *role) {
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "words", role->words.len ? role->words : kr_word(page->lang, "role.nameless"));
    kr_put_text(one, "go", kr_page_link(page, way.path, role->id, ""));
    kr_put_text(one, "place", role->place);
    kr_put_text(one, "brings", goods_of(page, role));
    kr_put_bool(one, "group", role->group == KR_yesno_yes);
    kr_put_text(one, "begin", role->state == KR_role_state_idea ? role->small_step : KR_NONE);
}

static void put_groups(const kr_page *page) {
    static const uint8_t states[] = {KR_role_state_have, KR_role_state_idea, KR_role_state_had, 0};
    const kr_circle *c = page->request->view.circle;
    kr_model *groups = kr_put_array(page->model, "groups");
    for (size_t s = 0; s < KR_COUNT(states); s++) {
        kr_model *list = NULL;
        for (size_t i = 0; i < c->n_roles; i++) {
            if (c->roles[i].gone || c->roles[i].state != states[s]) continue;
            if (!list) {
                kr_model *group = kr_add_object(groups);
                char key[96];
                kr_small_key(key, "role.list", states[s]);
                kr_put_word(page->request, group, "label", key);
                list = kr_put_array(group, "roles");
            }
            put_role(page, list, &c->roles[i]);
        }
    }
    kr_put_bool(page->model, "has_roles", kr_model_count(groups) > 0);
}

static kr_err show(kr_request *request, kr_reply *reply, bool problem, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.roles", error);
    if (err) return err;
    put_groups(&page);
    kr_model *form = kr_put_array(page.model, "fields");
    for (size_t i = 0; i < KR_COUNT(begin); i++) kr_put_field(&page, form, NULL, begin[i], KR_NONE, problem);
    if (problem)
        kr_put_word(request, page.model, "problem", "role.nothing");
    else
        kr_put_bool(page.model, "problem", false);
    kr_put_own_nav(&page, "/rollen");
    return KR_OK;
}

kr_err kr_page_roles(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, false, error);
}

typedef struct saving {
    kr_request *request;
    const kr_role *role;
    kr_id id;
    const char *notice;
} saving;

static void fill_add(kr_draft *draft, void *context) {
    saving *job = context;
    job->id = kr_draft_new_id(draft);
    for (size_t i = 0; i < KR_COUNT(begin); i++) kr_draft_posted(draft, job->request, job->id, begin[i]);
}

kr_err kr_page_role_add(kr_request *request, kr_reply *reply, kr_error *error) {
    saving job = {request, NULL, 0, NULL};
    if (!kr_str_trim(kr_posted(request, "role.words")).len) {
        reply->status = 422;
        reply->tmpl = "roles";
        return show(request, reply, true, error);
    }
    kr_err err = kr_page_change(request, KR_ACT_PLAN, fill_add, &job, error);
    if (err) return err;
    bool idea = kr_str_is(kr_posted(request, "role.state"), "idea");
    kr_go_to(request, reply, way.path, job.id, idea ? "/stap/talent" : "/stap/brengt", NULL);
    return KR_OK;
}

kr_err kr_page_role(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_role *role = kr_small_asked(request, KR_KIND_role);
    if (!role) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.roles", error);
    if (err) return err;
    kr_put_text(page.model, "words", role->words.len ? role->words : kr_word(page.lang, "role.nameless"));
    kr_put_text(page.model, "self", kr_page_link(&page, way.path, role->id, ""));
    kr_put_text(page.model, "brings", goods_of(&page, role));
    kr_put_bool(page.model, "can_step", role->small_step.len > 0);
    kr_small_rows(&page, page.model, &way, role);
    kr_page_flow(request, page.model, "/rollen", "role.back");
    return KR_OK;
}

static void fill_act(kr_draft *draft, void *context) {
    saving *job = context;
    kr_str what = kr_posted(job->request, "doe");
    if (kr_str_is(what, "weg")) {
        kr_draft_bin(draft, job->role->id);
        job->notice = "notice.binned";
    } else if (kr_str_is(what, "stap") && job->role->small_step.len) {
        const kr_wish *wish = kr_wish_of(draft->circle, job->role->wish);
        kr_draft_action(draft, job->role->small_step, 0, wish ? wish->id : 0);
        job->notice = "notice.asking.step";
    }
}

kr_err kr_page_role_act(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_role *role = kr_small_asked(request, KR_KIND_role);
    if (!role) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    bool away = kr_str_is(kr_posted(request, "doe"), "weg");
    saving job = {request, role, role->id, NULL};
    kr_err err = kr_page_change(request, away ? KR_ACT_BIN : KR_ACT_PLAN, fill_act, &job, error);
    if (err) return err;
    if (away)
        kr_go(request, reply, "/rollen", job.notice);
    else
        kr_go_to(request, reply, way.path, job.id, "", job.notice);
    return KR_OK;
}
