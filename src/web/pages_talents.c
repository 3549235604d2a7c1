/* Talents: what somebody can, knows or likes, of the one in the middle and of the people around. */
#include <stdio.h>

#include "web/pages_ask.h"

#define TALENT(name, look)                                                                                   \
    { KR_KIND_talent, KR_F_talent_##name, look }

static const kr_field_spec fields[] = {TALENT(words, KR_AS_LINE), TALENT(form, KR_AS_DUO),
                                       TALENT(seen_by, KR_AS_LINE), TALENT(share, KR_AS_CHECK),
                                       TALENT(private_mark, KR_AS_CHECK)};

/* Of the person in the middle goes by 0. */
static bool is_of(const kr_circle *circle, const kr_talent *t, kr_id person) {
    kr_id whose = t->person == circle->self.ego ? 0 : t->person;
    return !t->gone && whose == person;
}

static void put_talent(const kr_page *page, kr_model *array, const kr_talent *t) {
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "words", t->words);
    kr_put_text(one, "go", kr_page_link(page, "/talenten/", t->id, ""));
    kr_put_bool(one, "shared", t->share == KR_yesno_yes && t->private_mark != KR_yesno_yes);
    kr_put_bool(one, "seen", false);
    kr_word_arg by = KR_WORD_TEXT("who", t->seen_by);
    if (t->seen_by.len) kr_put_say(page->request, one, "seen", "talent.seen", &by, 1);
}

/* For whom a list of talents is: a card is given away, so what is the owner's alone is on none. */
typedef enum shows { SHOWS_ALL, SHOWS_GIVEN, SHOWS_SHARED } shows;

static bool is_shown(const kr_talent *t, shows what) {
    if (what != SHOWS_ALL && t->private_mark == KR_yesno_yes) return false;
    return what != SHOWS_SHARED || t->share == KR_yesno_yes;
}

/* groups: [{label, talents}] of somebody, by what kind of talent; how many there are. */
static size_t put_groups(const kr_page *page, kr_model *object, kr_id person, shows what) {
    static const uint8_t forms[] = {KR_talent_form_can, KR_talent_form_know, KR_talent_form_like, 0};
    const kr_circle *c = page->request->view.circle;
    kr_model *groups = kr_put_array(object, "groups");
    size_t all = 0;
    for (size_t f = 0; f < KR_COUNT(forms); f++) {
        kr_model *list = NULL;
        for (size_t i = 0; i < c->n_talents; i++) {
            const kr_talent *t = &c->talents[i];
            if (!is_of(c, t, person) || t->form != forms[f]) continue;
            if (!is_shown(t, what)) continue;
            if (!list) {
                kr_model *group = kr_add_object(groups);
                char key[96];
                kr_small_key(key, person ? "talent.of" : "talent.my", forms[f]);
                kr_put_word(page->request, group, "label", key);
                list = kr_put_array(group, "talents");
            }
            put_talent(page, list, t);
            all++;
        }
    }
    return all;
}

static kr_str card_path(const kr_page *page, kr_id person) {
    return person ? kr_page_link(page, "/talenten/kaart?wie=", person, "")
                  : kr_page_link(page, "/talenten/kaart", 0, "");
}

static void put_people(const kr_page *page, kr_id chosen) {
    kr_model *people = kr_put_array(page->model, "people");
    for (size_t i = 0; i < page->net.n; i++) {
        kr_model *one = kr_add_object(people);
        kr_put_id(one, "value", page->net.alters[i].person->id);
        kr_put_text(one, "label", page->net.alters[i].person->name);
        kr_put_bool(one, "checked", page->net.alters[i].person->id == chosen);
    }
}

/* Everybody around with talents; what was written with a contact earlier stands here too. */
static void put_others(const kr_page *page) {
    kr_model *others = kr_put_array(page->model, "others");
    const kr_circle *c = page->request->view.circle;
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        bool any = alter->person->talents.len > 0;
        for (size_t k = 0; k < c->n_talents && !any; k++) any = is_of(c, &c->talents[k], alter->person->id);
        if (!any) continue;
        kr_model *one = kr_add_object(others);
        kr_put_face(page, one, alter);
        kr_put_bool(one, "has", put_groups(page, one, alter->person->id, SHOWS_ALL) > 0);
        kr_put_text(one, "earlier", alter->person->talents);
        kr_put_text(one, "card", card_path(page, alter->person->id));
    }
    kr_put_bool(page->model, "has_others", kr_model_count(others) > 0);
}

static kr_err show(kr_request *request, kr_reply *reply, bool typed, bool problem, kr_error *error) {
    kr_page page;
    kr_id who = 0;
    kr_err err = kr_page_open(&page, request, reply, "title.talents", error);
    if (err) return err;
    if (!kr_id_parse(typed ? kr_posted(request, "wie") : kr_query(request, "wie"), &who)) who = 0;
    kr_model *me = kr_put_object(page.model, "mine");
    kr_put_bool(me, "has", put_groups(&page, me, 0, SHOWS_ALL) > 0);
    kr_put_text(me, "earlier", page.net.ego ? page.net.ego->talents : KR_NONE);
    put_others(&page);
    put_people(&page, who);
    kr_put_text(page.model, "card", card_path(&page, 0));
    kr_model *form = kr_put_array(page.model, "fields");
    for (size_t i = 0; i < KR_COUNT(fields); i++) kr_put_field(&page, form, NULL, fields[i], KR_NONE, typed);
    if (problem)
        kr_put_word(request, page.model, "problem", "talent.nothing");
    else
        kr_put_bool(page.model, "problem", false);
    kr_put_own_nav(&page, "/talenten");
    return KR_OK;
}

kr_err kr_page_talents(kr_request *request, kr_reply *reply, kr_error *error) {
    return show(request, reply, false, false, error);
}

typedef struct saving {
    kr_request *request;
    const kr_talent *talent; /* NULL: a new one */
    kr_id id;
    const char *notice;
} saving;

static void fill_words(kr_draft *draft, saving *job) {
    job->id = job->talent ? job->talent->id : kr_draft_new_id(draft);
    for (size_t i = 0; i < KR_COUNT(fields); i++) kr_draft_posted(draft, job->request, job->id, fields[i]);
    kr_draft_ref(draft, KR_KIND_talent, job->id, KR_F_talent_person,
                 kr_posted_person(draft, job->request, "wie"));
}

/* Beside a wish: a small step in the plan, for one's own wish or for what one would like with somebody. */
static void fill_step(kr_draft *draft, saving *job) {
    const kr_talent *t = job->talent;
    kr_id wish_id = 0;
    bool own = kr_id_parse(kr_posted(job->request, "wens"), &wish_id);
    const kr_wish *wish = own ? kr_wish_of(draft->circle, wish_id) : NULL;
    kr_id person = kr_posted_person(draft, job->request, "met");
    if (!wish && !person) return;
    if (t->person && t->person != draft->circle->self.ego) person = t->person;
    const kr_person *who = person ? kr_circle_person(draft->circle, person) : NULL;
    bool theirs = who && t->person == who->id;
    kr_word_arg args[] = {KR_WORD_TEXT("name", who ? who->name : KR_NONE), KR_WORD_TEXT("talent", t->words)};
    kr_buf buf;
    kr_str what = KR_NONE;
    kr_buf_init(&buf, draft->arena, 400);
    kr_say(&buf, job->request->prefs.lang,
           theirs ? "talent.step.theirs"
           : who  ? "talent.step.with"
                  : "talent.step.mine",
           args, 2);
    if (kr_buf_end(&buf, &what) == KR_OK) kr_draft_action(draft, what, person, wish ? wish->id : 0);
}

static void fill(kr_draft *draft, void *context) {
    saving *job = context;
    kr_str what = kr_posted(job->request, "doe");
    if (kr_str_is(what, "weg") && job->talent) {
        kr_draft_bin(draft, job->talent->id);
        job->notice = "notice.binned";
    } else if (kr_str_is(what, "stap") && job->talent) {
        fill_step(draft, job);
        job->notice = "notice.asking.step";
    } else {
        fill_words(draft, job);
        job->notice = "notice.saved";
    }
}

kr_err kr_page_talent_add(kr_request *request, kr_reply *reply, kr_error *error) {
    saving job = {request, NULL, 0, NULL};
    if (!kr_str_trim(kr_posted(request, "talent.words")).len) {
        reply->status = 422;
        reply->tmpl = "talents";
        return show(request, reply, true, true, error);
    }
    kr_err err = kr_page_change(request, KR_ACT_PLAN, fill, &job, error);
    if (err) return err;
    kr_go(request, reply, kr_str_is(kr_posted(request, "terug"), "sterk") ? "/sterk#h-ander" : "/talenten",
          job.notice);
    return KR_OK;
}

/* Wishes that this talent could lie beside: one's own, and what one would like with somebody. */
static void put_wishes(const kr_page *page, const kr_talent *t) {
    const kr_circle *c = page->request->view.circle;
    kr_model *list = kr_put_array(page->model, "wishes");
    bool mine = is_of(c, t, 0);
    for (size_t i = c->n_wishes; i > 0; i--) {
        const kr_wish *wish = &c->wishes[i - 1];
        if (wish->gone || wish->state == KR_wish_state_fulfilled) continue;
        kr_model *one = kr_add_object(list);
        kr_put_text(one, "words", wish->words);
        kr_put_text(one, "field", KR_STR("wens"));
        kr_put_id(one, "value", wish->id);
        kr_put_bool(one, "who", false);
    }
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        bool fits = mine || alter->person->id == t->person;
        if (!alter->tie || !alter->tie->wish_words.len || !fits) continue;
        kr_model *one = kr_add_object(list);
        kr_put_text(one, "words", alter->tie->wish_words);
        kr_put_text(one, "field", KR_STR("met"));
        kr_put_id(one, "value", alter->person->id);
        kr_put_text(one, "who", alter->person->name);
    }
    kr_put_bool(page->model, "has_wishes", kr_model_count(list) > 0);
}

kr_err kr_page_talent(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_talent *t = kr_small_asked(request, KR_KIND_talent);
    if (!t) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.talents", error);
    if (err) return err;
    kr_model *form = kr_put_array(page.model, "fields");
    for (size_t i = 0; i < KR_COUNT(fields); i++) kr_put_field(&page, form, t, fields[i], KR_NONE, false);
    put_people(&page, t->person);
    put_wishes(&page, t);
    kr_put_text(page.model, "words", t->words);
    kr_put_text(page.model, "action", kr_page_link(&page, "/talenten/", t->id, ""));
    kr_page_flow(request, page.model, "/talenten", "talent.back");
    return KR_OK;
}

kr_err kr_page_talent_act(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_talent *t = kr_small_asked(request, KR_KIND_talent);
    if (!t) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    saving job = {request, t, t->id, NULL};
    bool away = kr_str_is(kr_posted(request, "doe"), "weg");
    bool step = kr_str_is(kr_posted(request, "doe"), "stap");
    kr_err err = kr_page_change(request, away ? KR_ACT_BIN : KR_ACT_PLAN, fill, &job, error);
    if (err) return err;
    if (step)
        kr_go_to(request, reply, "/talenten/", job.id, "#h-naast", job.notice);
    else
        kr_go(request, reply, "/talenten", job.notice);
    return KR_OK;
}

kr_err kr_page_talent_card(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_id who = 0;
    kr_err err = kr_page_open(&page, request, reply, "title.talents", error);
    if (err) return err;
    bool all = kr_str_is(kr_query(request, "alles"), "1");
    const kr_alter *alter = kr_id_parse(kr_query(request, "wie"), &who) ? kr_page_alter(&page, who) : NULL;
    kr_put_text(page.model, "name", alter ? alter->person->name : kr_str_z(page.ego));
    shows what = all ? SHOWS_GIVEN : SHOWS_SHARED;
    kr_put_bool(page.model, "has", put_groups(&page, page.model, alter ? who : 0, what) > 0);
    kr_put_bool(page.model, "all", all);
    kr_put_text(page.model, "all_href",
                alter ? kr_page_link(&page, "/talenten/kaart?wie=", who, all ? "" : "&alles=1")
                      : kr_page_link(&page, all ? "/talenten/kaart" : "/talenten/kaart?alles=1", 0, ""));
    kr_page_flow(request, page.model, "/talenten", "talent.back");
    return KR_OK;
}
