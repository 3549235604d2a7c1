/* One's own strengths and what others see: one calm page, to read again and to print. The addresses of this
 * room. */
#include <stdio.h>

#include "web/pages_ask.h"

#define PERSON(name, look)                                                                                   \
    { KR_KIND_person, KR_F_person_##name, look }

static const kr_field_spec own[] = {PERSON(strengths, KR_AS_AREA), PERSON(talents, KR_AS_AREA),
                                    PERSON(comfort, KR_AS_AREA)};
static const kr_field_spec seen[] = {{KR_KIND_talent, KR_F_talent_words, KR_AS_LINE},
                                     {KR_KIND_talent, KR_F_talent_seen_by, KR_AS_LINE}};

void kr_put_own_nav(const kr_page *page, const char *current) {
    static const struct {
        const char *path, *key;
    } pages[] = {{"/sterk", "own.strengths"},
                 {"/talenten", "own.talents"},
                 {"/rollen", "own.roles"},
                 {"/hulp-vragen", "own.asking"}};
    kr_model *nav = kr_put_array(page->model, "own_nav");
    for (size_t i = 0; i < KR_COUNT(pages); i++) {
        kr_model *one = kr_add_object(nav);
        kr_put_text(one, "href", kr_page_link(page, pages[i].path, 0, ""));
        kr_put_word(page->request, one, "label", pages[i].key);
        kr_put_bool(one, "current", strcmp(pages[i].path, current) == 0);
    }
}

/* What I can and like, and apart from that what somebody else saw in me. */
static void put_talents(const kr_page *page) {
    const kr_circle *c = page->request->view.circle;
    kr_model *mine = kr_put_array(page->model, "talents"), *others = kr_put_array(page->model, "seen");
    for (size_t i = 0; i < c->n_talents; i++) {
        const kr_talent *t = &c->talents[i];
        if (t->gone || (t->person && t->person != c->self.ego)) continue;
        kr_model *one = kr_add_object(t->seen_by.len ? others : mine);
        kr_put_text(one, "line", t->words);
        kr_put_text(one, "by", t->seen_by);
        kr_put_text(one, "go", kr_page_link(page, "/talenten/", t->id, ""));
    }
    kr_put_bool(page->model, "has_talents", kr_model_count(mine) > 0);
    kr_put_bool(page->model, "has_seen", kr_model_count(others) > 0);
}

static void put_roles(const kr_page *page) {
    const kr_circle *c = page->request->view.circle;
    kr_model *roles = kr_put_array(page->model, "roles"), *went = kr_put_array(page->model, "went_well");
    for (size_t i = 0; i < c->n_roles; i++) {
        const kr_role *role = &c->roles[i];
        if (role->gone || role->state != KR_role_state_have || !role->words.len) continue;
        kr_model *one = kr_add_object(roles);
        kr_put_text(one, "line", role->words);
        kr_put_text(one, "go", kr_page_link(page, "/rollen/", role->id, ""));
    }
    for (size_t i = c->n_successes; i > 0 && kr_model_count(went) < 5; i--)
        if (!c->successes[i - 1].gone && c->successes[i - 1].words.len)
            kr_put_text(kr_add_object(went), "line", c->successes[i - 1].words);
    kr_put_bool(page->model, "has_roles", kr_model_count(roles) > 0);
    kr_put_bool(page->model, "has_went_well", kr_model_count(went) > 0);
}

static kr_err show(kr_request *request, kr_reply *reply, bool typed, kr_str problem, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.strengths", error);
    if (err) return err;
    const kr_person *ego = page.net.ego;
    kr_model *form = kr_put_array(page.model, "fields");
    for (size_t i = 0; i < KR_COUNT(own); i++) kr_put_field(&page, form, ego, own[i], KR_NONE, typed);
    form = kr_put_array(page.model, "seen_fields");
    for (size_t i = 0; i < KR_COUNT(seen); i++) kr_put_field(&page, form, NULL, seen[i], KR_NONE, false);
    kr_put_lines(&page, page.model, "strengths", ego ? ego->strengths : KR_NONE);
    kr_put_lines(&page, page.model, "comfort", ego ? ego->comfort : KR_NONE);
    kr_put_lines(&page, page.model, "earlier", ego ? ego->talents : KR_NONE);
    kr_put_bool(page.model, "has_strengths", ego && ego->strengths.len);
    kr_put_bool(page.model, "has_comfort", ego && ego->comfort.len);
    kr_put_bool(page.model, "has_earlier", ego && ego->talents.len);
    kr_put_bool(page.model, "open", problem.len > 0);
    kr_put_text(page.model, "name", kr_str_z(page.ego));
    put_talents(&page);
    put_roles(&page);
    if (problem.len)
        kr_put_text(page.model, "problem", problem);
    else
        kr_put_bool(page.model, "problem", false);
    kr_put_own_nav(&page, "/sterk");
    return KR_OK;
}

kr_err kr_page_strengths(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, false, KR_NONE, error);
}

static void fill(kr_draft *draft, void *context) {
    const kr_request *request = context;
    if (!draft->circle->self.ego) return;
    for (size_t i = 0; i < KR_COUNT(own); i++)
        kr_draft_posted(draft, request, draft->circle->self.ego, own[i]);
}

kr_err kr_page_strengths_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = kr_page_change(request, KR_ACT_SELF, fill, request, error);
    if (err == KR_E_INVALID || err == KR_E_LIMIT) {
        kr_buf say;
        kr_buf_init(&say, request->arena, 4096);
        kr_say_error(&say, request->prefs.lang, error);
        reply->status = 422;
        reply->tmpl = "strengths";
        return show(request, reply, true, kr_str_n(say.ptr ? say.ptr : "", say.len), error);
    }
    if (err) return err;
    kr_go(request, reply, "/sterk", "notice.saved");
    return KR_OK;
}

#define SHOW(path, page, tmpl)                                                                               \
    { "GET", "/kring/:circle" path, KR_SHARED, false, page, tmpl, KR_PART_PLAN, 0, 0 }
/* A page that only asks something: for whom may add it. */
#define ASK(path, page, tmpl)                                                                                \
    { "GET", "/kring/:circle" path, KR_SHARED, false, page, tmpl, KR_PART_PLAN, 0, KR_RIGHT_ADD }
#define SAVE(path, page)                                                                                     \
    { "POST", "/kring/:circle" path, KR_SHARED, true, page, NULL, KR_PART_PLAN, 0, KR_RIGHT_ADD }

const kr_route kr_routes_asking[] = {
    SHOW("/hulp-vragen", kr_page_askings, "askings"),
    ASK("/hulp-vragen/nieuw", kr_page_asking_new, "asking-new"),
    SAVE("/hulp-vragen/nieuw", kr_page_asking_add),
    SHOW("/hulp-vragen/:asking", kr_page_asking, "asking"),
    SAVE("/hulp-vragen/:asking", kr_page_asking_act),
    ASK("/hulp-vragen/:asking/stap/:step", kr_page_asking_step, "small-step"),
    SAVE("/hulp-vragen/:asking/stap/:step", kr_page_asking_step_save),
    SHOW("/hulp-vragen/:asking/oefenen", kr_page_rehearse, "rehearse"),
    SAVE("/hulp-vragen/:asking/oefenen", kr_page_rehearse_save),
    SHOW("/hulp-vragen/:asking/kaartje", kr_page_asking_card, "asking-card"),
    SHOW("/talenten", kr_page_talents, "talents"),
    SAVE("/talenten", kr_page_talent_add),
    SHOW("/talenten/kaart", kr_page_talent_card, "talent-card"),
    SHOW("/talenten/:talent", kr_page_talent, "talent"),
    SAVE("/talenten/:talent", kr_page_talent_act),
    SHOW("/rollen", kr_page_roles, "roles"),
    SAVE("/rollen", kr_page_role_add),
    SHOW("/rollen/:role", kr_page_role, "role"),
    SAVE("/rollen/:role", kr_page_role_act),
    ASK("/rollen/:role/stap/:step", kr_page_role_step, "small-step"),
    SAVE("/rollen/:role/stap/:step", kr_page_role_step_save),
    SHOW("/sterk", kr_page_strengths, "strengths"),
    SAVE("/sterk", kr_page_strengths_save),
    {0},
};
