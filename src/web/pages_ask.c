/* Asking somebody for help: whom, what, in which words, and what came of it. Every question may stay open,
 * and not asking is an answer too. */
#include "web/pages_ask.h"

#include <stdio.h>

#define ASKING(name, look)                                                                                   \
    { KR_KIND_asking, KR_F_asking_##name, look }

static const kr_small_step steps[] = {
    {"wie", ASKING(person, KR_AS_OWN), KR_SMALL_WHO, "asking.who"},
    {"wat", ASKING(what, KR_AS_AREA), KR_SMALL_FIELD, "asking.what"},
    {"drempel", ASKING(threshold, KR_AS_OWN), KR_SMALL_TICKS, "asking.threshold"},
    {"woorden", ASKING(words, KR_AS_OWN), KR_SMALL_START, "asking.words"},
    {"terug", ASKING(give_back, KR_AS_OWN), KR_SMALL_TICKS, "asking.back"},
    {"nee", ASKING(if_no, KR_AS_OWN), KR_SMALL_TICKS, "asking.no"},
    {"hoe", ASKING(way, KR_AS_PICK), KR_SMALL_FIELD, "asking.way"},
    {"wens", ASKING(wish, KR_AS_OWN), KR_SMALL_WISH, "asking.wish"},
};
static const kr_small_way way = {KR_KIND_asking, "/hulp-vragen/", "title.asking",
                                 "asking.flow",  steps,           KR_COUNT(steps)};

kr_err kr_page_asking_step(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_small_show(request, reply, &way, error);
}

kr_err kr_page_asking_step_save(kr_request *request, kr_reply *reply, kr_error *error) {
    return kr_small_save(request, reply, &way, error);
}

/* -- whom
 * ---------------------------------------------------------------------------------------------------- */

/* "U zei ja bij praktische hulp en gezelschap." */
static kr_str hint_words(const kr_page *page, const kr_ask_hint *hint) {
    static const char *const keys[] = {"asking.hint.yes", "asking.hint.perhaps", "asking.hint.no"};
    const uint32_t sets[] = {hint->yes, hint->perhaps, hint->no};
    const kr_choice_list *list = kr_list_of(KR_KIND_tie, KR_F_tie_gets);
    kr_buf all = kr_page_buf(page);
    for (size_t i = 0; i < KR_COUNT(sets); i++) {
        if (!sets[i]) continue;
        kr_buf kinds = kr_page_buf(page);
        kr_page_set(page, &kinds, list, sets[i]);
        if (all.len) kr_put_c(&all, ' ');
        kr_say_with(page, &all, keys[i], "what", kr_page_text(&kinds));
    }
    return kr_page_text(&all);
}

kr_err kr_put_ask_people(const kr_page *page, kr_model *object, kr_id chosen) {
    static const char *const keys[KR_ASK_GROUPS] = {"asking.group.yes", "asking.group.perhaps",
                                                    "asking.group.open", "asking.group.no"};
    kr_ask_hint *hints;
    size_t n;
    kr_err err = kr_ask_hints(&hints, &n, page->request->arena, &page->net);
    if (err) return err;
    kr_model *groups = kr_put_array(object, "groups"), *group = NULL, *people = NULL;
    bool any = false;
    int last = -1;
    for (size_t i = 0; i < n; i++) {
        const kr_alter *alter = &page->net.alters[hints[i].who];
        if ((int)hints[i].group != last) {
            last = (int)hints[i].group;
            group = kr_add_object(groups);
            kr_put_word(page->request, group, "label", keys[last]);
            /* Whom one said yes to stands open; where that is nobody, everybody does. */
            kr_put_bool(group, "open", last <= KR_ASK_PERHAPS || kr_model_count(groups) == 1);
            people = kr_put_array(group, "people");
        }
        kr_model *one = kr_add_object(people);
        bool chosen_one = alter->person->id == chosen;
        kr_put_face(page, one, alter);
        kr_put_text(one, "hint", hint_words(page, &hints[i]));
        kr_put_bool(one, "checked", chosen_one);
        if (chosen_one) kr_put_bool(group, "open", true);
        any |= chosen_one;
    }
    kr_put_bool(object, "nobody", !any);
    return KR_OK;
}

/* -- the list
 * ---------------------------------------------------------------------------------------------------- */

static const kr_person *asked_person(const kr_circle *circle, kr_id id) {
    const kr_person *p = id ? kr_circle_person(circle, id) : NULL;
    return p && !p->gone ? p : NULL;
}

static void put_asking(const kr_page *page, kr_model *array, const kr_asking *a) {
    const kr_person *who = asked_person(page->request->view.circle, a->person);
    const kr_alter *alter = who ? kr_page_alter(page, who->id) : NULL;
    kr_model *one = kr_add_object(array);
    kr_put_text(one, "name", who ? who->name : kr_word(page->lang, "asking.nobody"));
    kr_put_bool(one, "photo", false);
    kr_put_bool(one, "tint", false);
    kr_put_text(one, "initials", KR_STR("?"));
    if (alter) kr_put_face(page, one, alter);
    kr_put_text(one, "go", kr_page_link(page, way.path, a->id, ""));
    kr_put_text(one, "what", a->what.len ? a->what : a->words);
    char key[96];
    snprintf(key, sizeof key, "asking.came.%s",
             a->answer ? kr_choice_name(kr_list_of(KR_KIND_asking, KR_F_asking_answer), a->answer) : "open");
    kr_put_word(page->request, one, "came", key);
}

kr_err kr_page_askings(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.asking", error);
    if (err) return err;
    const kr_circle *c = request->view.circle;
    kr_model *list = kr_put_array(page.model, "askings");
    for (size_t i = c->n_askings; i > 0; i--)
        if (!c->askings[i - 1].gone) put_asking(&page, list, &c->askings[i - 1]);
    kr_put_bool(page.model, "has_askings", kr_model_count(list) > 0);
    kr_model *why = kr_put_array(page.model, "reasons");
    for (size_t i = 1;; i++) {
        char key[96];
        kr_small_key(key, "asking.threshold", i);
        if (!kr_word_known(kr_str_z(key))) break;
        kr_put_word(request, kr_add_object(why), "line", key);
    }
    kr_put_own_nav(&page, "/hulp-vragen");
    return KR_OK;
}

/* -- a new one
 * ---------------------------------------------------------------------------------------------------- */

static kr_err show_new(kr_request *request, kr_reply *reply, bool problem, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.asking", error);
    if (err) return err;
    kr_id who = 0, like = 0;
    kr_kind kind = KR_KIND_none;
    kr_str what = kr_query(request, "wat");
    if (!kr_id_parse(kr_query(request, "wie"), &who)) who = 0;
    /* The same question for somebody else. */
    const kr_asking *other = kr_id_parse(kr_query(request, "zoals"), &like)
                                 ? kr_circle_record_of(request->view.circle, like, &kind)
                                 : NULL;
    if (other && kind == KR_KIND_asking && !other->gone) {
        what = other->what;
        kr_put_id(page.model, "like", other->id);
    } else {
        kr_put_text(page.model, "like", KR_NONE);
    }
    kr_put_text(page.model, "what", what);
    if (problem)
        kr_put_word(request, page.model, "problem", "asking.new.nothing");
    else
        kr_put_bool(page.model, "problem", false);
    err = kr_put_ask_people(&page, page.model, who);
    kr_page_flow(request, page.model, "/hulp-vragen", "asking.list");
    return err ? kr_fail(error, err, "error.memory", "", "") : KR_OK;
}

kr_err kr_page_asking_new(kr_request *request, kr_reply *reply, kr_error *error) {
    return show_new(request, reply, false, error);
}

typedef struct adding {
    kr_request *request;
    kr_id id;
} adding;

static void fill_new(kr_draft *draft, void *context) {
    adding *job = context;
    kr_id like = 0;
    kr_kind kind = KR_KIND_none;
    job->id = kr_draft_new_id(draft);
    kr_draft_ref(draft, KR_KIND_asking, job->id, KR_F_asking_person,
                 kr_posted_person(draft, job->request, "wie"));
    kr_draft_text(draft, KR_KIND_asking, job->id, KR_F_asking_what, kr_posted(job->request, "wat"));
    const kr_asking *other = kr_id_parse(kr_posted(job->request, "zoals"), &like)
                                 ? kr_circle_record_of(draft->circle, like, &kind)
                                 : NULL;
    if (!other || kind != KR_KIND_asking) return;
    kr_draft_text(draft, KR_KIND_asking, job->id, KR_F_asking_words, other->words);
    kr_draft_text(draft, KR_KIND_asking, job->id, KR_F_asking_give_back, other->give_back);
    kr_draft_text(draft, KR_KIND_asking, job->id, KR_F_asking_if_no, other->if_no);
    kr_draft_ref(draft, KR_KIND_asking, job->id, KR_F_asking_wish, other->wish);
}

kr_err kr_page_asking_add(kr_request *request, kr_reply *reply, kr_error *error) {
    adding job = {request, 0};
    bool nothing = !kr_posted(request, "wie").len && !kr_str_trim(kr_posted(request, "wat")).len;
    if (nothing) {
        reply->status = 422;
        reply->tmpl = "asking-new";
        return show_new(request, reply, true, error);
    }
    kr_err err = kr_page_change(request, KR_ACT_PLAN, fill_new, &job, error);
    if (err) return err;
    kr_go_to(request, reply, way.path, job.id, kr_posted(request, "zoals").len ? "" : "/stap/drempel", NULL);
    return KR_OK;
}

/* -- one
 * ---------------------------------------------------------------------------------------------------- */

/* The live step in the plan that came of it; NULL. */
static const kr_action *action_of(const kr_circle *circle, const kr_asking *a) {
    kr_kind kind = KR_KIND_none;
    const kr_action *action = a->action ? kr_circle_record_of(circle, a->action, &kind) : NULL;
    return action && kind == KR_KIND_action && !action->gone ? action : NULL;
}

static void put_answers(const kr_page *page, const kr_asking *a) {
    const kr_choice_list *list = kr_list_of(KR_KIND_asking, KR_F_asking_answer);
    kr_put_choices(page->request, page->model, "answers", list, a->answer);
    kr_put_bool(page->model, "answered", a->answer != 0);
    char key[96];
    snprintf(key, sizeof key, "asking.after.%s", a->answer ? kr_choice_name(list, a->answer) : "open");
    kr_put_word(page->request, page->model, "after", key);
    kr_put_bool(page->model, "said_yes", a->answer == KR_ask_answer_yes);
    kr_put_bool(page->model, "elsewhere", a->answer && a->answer != KR_ask_answer_yes);
    const kr_action *action = action_of(page->request->view.circle, a);
    kr_put_text(page->model, "action_words", action ? action->what : KR_NONE);
    kr_put_bool(page->model, "has_action", action != NULL);
}

static void put_one(const kr_page *page, const kr_asking *a) {
    const kr_person *who = asked_person(page->request->view.circle, a->person);
    kr_word_arg name = KR_WORD_TEXT("name", who ? who->name : KR_NONE);
    kr_put_id(page->model, "id", a->id);
    kr_put_say(page->request, page->model, "heading", who ? "asking.heading" : "asking.heading.nobody", &name,
               1);
    kr_put_bool(page->model, "has_who", who != NULL);
    kr_put_text(page->model, "who", who ? who->name : KR_NONE);
    kr_put_text(page->model, "what", a->what);
    kr_put_lines(page, page->model, "words", a->words);
    kr_put_lines(page, page->model, "back_lines", a->give_back);
    kr_put_lines(page, page->model, "no_lines", a->if_no);
    kr_put_bool(page->model, "has_words", a->words.len > 0);
    kr_put_bool(page->model, "has_back", a->give_back.len > 0);
    kr_put_bool(page->model, "has_no", a->if_no.len > 0);
    kr_put_text(page->model, "way",
                kr_page_choice(page, kr_list_of(KR_KIND_asking, KR_F_asking_way), a->way));
    kr_put_lines(page, page->model, "rehearsed", a->rehearsed);
    kr_put_bool(page->model, "has_rehearsed", a->rehearsed.len > 0);
    kr_put_text(page->model, "rehearse", kr_page_link(page, way.path, a->id, "/oefenen"));
    kr_put_text(page->model, "card", kr_page_link(page, way.path, a->id, "/kaartje"));
    kr_put_text(page->model, "self", kr_page_link(page, way.path, a->id, ""));
}

kr_err kr_page_asking(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_asking *a = kr_small_asked(request, KR_KIND_asking);
    if (!a) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.asking", error);
    if (err) return err;
    put_one(&page, a);
    put_answers(&page, a);
    kr_small_rows(&page, page.model, &way, a);
    kr_page_flow(request, page.model, "/hulp-vragen", "asking.list");
    return KR_OK;
}

kr_err kr_page_asking_card(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    const kr_asking *a = kr_small_asked(request, KR_KIND_asking);
    if (!a) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.asking", error);
    if (err) return err;
    char path[48], digits[17];
    put_one(&page, a);
    kr_id_text(a->id, digits);
    snprintf(path, sizeof path, "%s%s", way.path, digits);
    kr_page_flow(request, page.model, path, "asking.flow");
    return KR_OK;
}

/* -- what came of it
 * ---------------------------------------------------------------------------------------------------- */

kr_id kr_draft_action(kr_draft *draft, kr_str what, kr_id person, kr_id wish) {
    const kr_circle *c = draft->circle;
    for (size_t i = 0; i < c->n_actions; i++) {
        const kr_action *old = &c->actions[i];
        if (!old->gone && !old->outcome && old->person == person && kr_str_eq(old->what, kr_str_trim(what)))
            return old->id;
    }
    kr_id id = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_action, id, KR_F_action_what, what);
    kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_person, person);
    kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_wish, wish);
    return id;
}

typedef struct acting {
    kr_request *request;
    const kr_asking *asking;
    const char *notice;
} acting;

/* A yes becomes a step in the plan, with the person and the wish. */
static void fill_action(kr_draft *draft, const acting *job) {
    const kr_asking *a = job->asking;
    if (action_of(draft->circle, a)) return;
    const kr_person *who = asked_person(draft->circle, a->person);
    kr_word_arg name = KR_WORD_TEXT("name", who ? who->name : KR_NONE);
    kr_str what = a->what.len ? a->what : a->words;
    kr_buf buf;
    kr_buf_init(&buf, draft->arena, 400);
    if (!what.len) {
        kr_say(&buf, job->request->prefs.lang, who ? "asking.action" : "asking.action.nobody", &name, 1);
        if (kr_buf_end(&buf, &what) != KR_OK) return;
    }
    const kr_wish *wish = kr_wish_of(draft->circle, a->wish);
    kr_id action = kr_draft_action(draft, what, who ? who->id : 0, wish ? wish->id : 0);
    kr_draft_ref(draft, KR_KIND_asking, a->id, KR_F_asking_action, action);
}

static void fill_act(kr_draft *draft, void *context) {
    acting *job = context;
    kr_id id = job->asking->id;
    const kr_field *answer = kr_schema_field(KR_KIND_asking, KR_F_asking_answer);
    kr_str what = kr_posted(job->request, "doe");
    if (kr_str_is(what, "weg")) {
        kr_draft_bin(draft, id);
        job->notice = "notice.binned";
    } else if (kr_str_is(what, "stap")) {
        fill_action(draft, job);
        job->notice = "notice.asking.step";
    } else if (kr_str_is(what, "niet-deze")) {
        kr_draft_ref(draft, KR_KIND_asking, id, KR_F_asking_person, 0);
        job->notice = "notice.asking.not_this";
    } else if (kr_str_is(what, "nu-niet")) {
        kr_draft_number(draft, KR_KIND_asking, id, KR_F_asking_answer, KR_ask_answer_not_asked);
        job->notice = "notice.asking.not_now";
    } else if (kr_posted_has(job->request, "antwoord")) {
        kr_draft_written(draft, KR_KIND_asking, id, answer, kr_posted(job->request, "antwoord"));
        job->notice = "notice.saved";
    }
}

kr_err kr_page_asking_act(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_asking *a = kr_small_asked(request, KR_KIND_asking);
    if (!a) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    bool away = kr_str_is(kr_posted(request, "doe"), "weg");
    acting job = {request, a, NULL};
    kr_id id = a->id;
    kr_err err = kr_page_change(request, away ? KR_ACT_BIN : KR_ACT_PLAN, fill_act, &job, error);
    if (err) return err;
    if (away)
        kr_go(request, reply, "/hulp-vragen", job.notice);
    else
        kr_go_to(request, reply, way.path, id, "#h-liep", job.notice);
    return KR_OK;
}
