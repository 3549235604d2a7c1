/* Wishes and dreams in the person's own words: the one place where they are written down and changed. */
#include <stdio.h>

#include "core/photo.h"
#include "draw/icons.h"
#include "web/pages_plan.h"
#include "web/pages_see.h"

#define WISH(name, look)                                                                                     \
    { KR_KIND_wish, KR_F_wish_##name, look }

static const kr_field_spec beside[] = {WISH(why, KR_AS_AREA)};
static const kr_field_spec which[] = {WISH(form, KR_AS_PICK), WISH(domain, KR_AS_SELECT)};
static const kr_field_spec further[] = {WISH(holds_back, KR_AS_AREA), WISH(tried, KR_AS_AREA),
                                        WISH(gains, KR_AS_LINE), WISH(private_mark, KR_AS_CHECK)};

static void put_specs(const kr_page *page, const char *name, const kr_field_spec *specs, size_t n,
                      const kr_wish *wish) {
    kr_model *array = kr_put_array(page->model, name);
    for (size_t i = 0; i < n; i++) kr_put_field(page, array, wish, specs[i], KR_NONE, false);
}

static void put_questions(const kr_page *page, const kr_wish *wish) {
    put_specs(page, "beside", beside, KR_COUNT(beside), wish);
    put_specs(page, "which", which, KR_COUNT(which), wish);
    put_specs(page, "further", further, KR_COUNT(further), wish);
}

static void put_person(kr_model *people, const kr_alter *alter, const kr_wish *wish) {
    char digits[17];
    kr_id_text(alter->person->id, digits);
    kr_model *person = kr_add_object(people);
    kr_put_text(person, "value", kr_str_z(digits));
    kr_put_text(person, "label", alter->person->name);
    kr_put_bool(person, "checked", wish->about == alter->person->id);
}

/* What a wish may be about: somebody (those it began with first), a kind of support, a kind of contact. */
static void put_belongs(const kr_page *page, kr_model *object, const kr_wish *wish, const uint32_t *first,
                        size_t n_first) {
    kr_model *people = kr_put_array(object, "people");
    bool *there = kr_new_n(page->request->arena, bool, page->net.n);
    for (size_t i = 0; there && i < n_first; i++) {
        put_person(people, &page->net.alters[first[i]], wish);
        there[first[i]] = true;
    }
    for (size_t i = 0; there && i < page->net.n; i++)
        if (!there[i]) put_person(people, &page->net.alters[i], wish);
    kr_put_set(page->request, object, "supports", kr_list_of(KR_KIND_wish, KR_F_wish_support), wish->support);
    kr_put_choices(page->request, object, "sectors", kr_list_of(KR_KIND_wish, KR_F_wish_sector),
                   wish->sector);
}

/* "Over Kees", "luisteren", "buur". */
static void put_said(const kr_page *page, kr_model *object, const kr_wish *wish) {
    const kr_person *about = wish->about ? kr_circle_person(page->request->view.circle, wish->about) : NULL;
    bool there = about && kr_person_status(about) == KR_HERE;
    kr_buf kinds = kr_page_buf(page);
    kr_word_arg name = KR_WORD_TEXT("name", there ? about->name : KR_NONE);
    kr_put_bool(object, "over", false);
    if (there) kr_put_say(page->request, object, "over", "wishes.about", &name, 1);
    if (wish->support) {
        kr_page_set(page, &kinds, kr_list_of(KR_KIND_wish, KR_F_wish_support), wish->support);
        if (wish->sector) kr_put_z(&kinds, ", ");
    }
    if (wish->sector)
        kr_put(&kinds, kr_page_choice_low(page, kr_list_of(KR_KIND_wish, KR_F_wish_sector), wish->sector));
    kr_put_text(object, "kinds", kinds.len ? kr_page_high(page, kr_page_text(&kinds)) : KR_NONE);
}

static void put_wish(const kr_page *page, kr_model *array, const kr_wish *wish) {
    char digits[17];
    kr_model *object = kr_add_object(array);
    kr_id_text(wish->id, digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "words", wish->words);
    kr_put_text(object, "href", kr_page_link(page, "/wensen/", wish->id, ""));
    kr_put_text(object, "state",
                wish->state > KR_wish_state_open
                    ? kr_page_choice(page, kr_list_of(KR_KIND_wish, KR_F_wish_state), wish->state)
                    : KR_NONE);
    kr_put_text(object, "goal", kr_page_choice(page, kr_list_of(KR_KIND_wish, KR_F_wish_goal), wish->goal));
    put_said(page, object, wish);
}

/* What was said with a contact stands here too, with the way to it. */
static void put_tie_wishes(const kr_page *page) {
    kr_model *array = kr_put_array(page->model, "with");
    for (size_t i = 0; i < page->net.n; i++) {
        const kr_alter *alter = &page->net.alters[i];
        kr_buf say = kr_page_buf(page);
        kr_say_wish(page, &say, alter);
        if (!say.len || alter->tie->wish == KR_wish_none) continue;
        kr_model *object = kr_add_object(array);
        kr_put_face(page, object, alter);
        kr_put_text(object, "say", kr_page_text(&say));
    }
    kr_put_bool(page->model, "has_with", kr_model_count(array) > 0);
}

/* -- the form for a new wish, begun from what somebody looked at -- */

typedef struct beginning {
    kr_wish wish; /* what is filled in already */
    kr_str question;
    const uint32_t *people;
    size_t n_people;
} beginning;

static kr_err from_observation(const kr_page *page, kr_str about, beginning *b) {
    kr_observation *list;
    size_t count;
    kr_err err = kr_see_all(page, &list, &count);
    if (err) return err;
    const kr_observation *o = kr_see_find(page, list, count, about);
    const kr_answer *answer = kr_page_answer(page, about);
    if (answer) b->wish.words = answer->words;
    if (!o) return KR_OK;
    b->question = kr_see_said(page, o, KR_NOTICE_ASK);
    b->people = o->people;
    b->n_people = o->n_people;
    if (o->n_people == 1) b->wish.about = page->net.alters[o->people[0]].person->id;
    return KR_OK;
}

static kr_err from_idea(const kr_page *page, kr_str about, beginning *b) {
    kr_idea *list;
    size_t count;
    kr_err err =
        kr_ideas(&list, &count, page->request->arena, &page->net, kr_date_of(page->request->local), SIZE_MAX);
    for (size_t i = 0; !err && i < count; i++) {
        const kr_idea *idea = &list[i];
        if (!kr_str_eq(kr_idea_about_of(page, idea), about)) continue;
        b->question = kr_idea_said(page, idea, "step");
        b->wish.words = kr_idea_said(page, idea, "wish");
        b->wish.goal = idea->goal;
        b->wish.support = idea->kind ? 1u << idea->kind : 0;
        b->people = idea->people;
        b->n_people = idea->n_people;
        if (idea->n_people) b->wish.about = page->net.alters[idea->people[0]].person->id;
        break;
    }
    return err;
}

static kr_err put_new(const kr_page *page) {
    const kr_request *request = page->request;
    kr_str about = kr_query(request, "bij");
    beginning b = {.question = KR_NONE};
    kr_err err = KR_OK;
    if (kr_about_plain(about))
        err = kr_str_starts(about, KR_STR("idea.")) ? from_idea(page, about, &b)
                                                    : from_observation(page, about, &b);
    if (err) return err;
    unsigned kind = kr_choice_named(kr_list_of(KR_KIND_wish, KR_F_wish_support), kr_query(request, "steun"));
    if (kind) b.wish.support = 1u << kind;
    unsigned sector = kr_choice_named(kr_list_of(KR_KIND_wish, KR_F_wish_sector), kr_query(request, "soort"));
    if (sector) b.wish.sector = (uint8_t)sector;
    kr_put_text(page->model, "question", b.question);
    kr_put_text(page->model, "begun", b.wish.words);
    kr_put_text(page->model, "bij", kr_about_plain(about) ? about : KR_NONE);
    kr_put_choices(request, page->model, "goals", kr_list_of(KR_KIND_wish, KR_F_wish_goal), b.wish.goal);
    put_belongs(page, page->model, &b.wish, b.people, b.n_people);
    kr_put_bool(page->model, "belongs_open", b.wish.support || b.wish.sector);
    put_questions(page, NULL);
    kr_put_text(page->model, "terug",
                kr_str_is(kr_query(request, "terug"), "plan") ? KR_STR("plan") : KR_NONE);
    kr_put_plan_way(page);
    return KR_OK;
}

kr_err kr_page_wishes(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.wishes", error);
    if (err) return err;
    const kr_circle *circle = request->view.circle;
    kr_model *wishes = kr_put_array(page.model, "wishes");
    for (size_t i = circle->n_wishes; i > 0; i--)
        if (!circle->wishes[i - 1].gone) put_wish(&page, wishes, &circle->wishes[i - 1]);
    kr_put_bool(page.model, "has_wishes", kr_model_count(wishes) > 0);
    put_tie_wishes(&page);
    err = put_new(&page);
    return err ? kr_fail(error, err, "error.memory", "", "") : KR_OK;
}

static const char *const start_keys[] = {"wish.start.eat",  "wish.start.walk", "wish.start.call",
                                         "wish.start.give", "wish.start.sing", "wish.start.fine"};

static const kr_wish *wish_with(const kr_circle *circle, kr_str words) {
    for (size_t i = 0; i < circle->n_wishes; i++)
        if (!circle->wishes[i].gone && kr_str_eq(circle->wishes[i].words, words)) return &circle->wishes[i];
    return NULL;
}

/* The tiles beside naming: ticked ones become a wish, unticked ones go to the bin. */
static void fill_start(kr_draft *draft, const kr_request *request) {
    kr_str values[8];
    size_t count = kr_posted_all(request, "start", values, KR_COUNT(values));
    for (size_t k = 0; k < KR_COUNT(start_keys); k++) {
        kr_str words = kr_word(request->prefs.lang, start_keys[k]);
        const kr_wish *old = wish_with(draft->circle, words);
        bool on = false;
        int64_t nr;
        for (size_t i = 0; i < count && i < KR_COUNT(values); i++)
            on = on || (kr_str_int(values[i], &nr) && nr == (int64_t)k);
        if (on && !old) kr_draft_text(draft, KR_KIND_wish, kr_draft_new_id(draft), KR_F_wish_words, words);
        if (!on && old) kr_draft_bin(draft, old->id);
    }
}

/* Somebody, kinds of support, a kind of contact; a form without these leaves them as they are. */
static void fill_belongs(kr_draft *draft, const kr_request *request, kr_id wish) {
    kr_kind kind = KR_KIND_none;
    kr_id about = 0;
    if (!kr_posted_has(request, "hoort")) return;
    bool known = kr_id_parse(kr_posted(request, "over"), &about) &&
                 kr_circle_record_of(draft->circle, about, &kind) && kind == KR_KIND_person;
    kr_draft_ref(draft, KR_KIND_wish, wish, KR_F_wish_about, known ? about : 0);
    const kr_choice_list *list = kr_list_of(KR_KIND_wish, KR_F_wish_support);
    kr_str values[8];
    size_t count = kr_posted_all(request, "steun", values, KR_COUNT(values));
    uint32_t set = 0;
    for (size_t i = 0; i < count; i++) set |= 1u << kr_choice_named(list, values[i]);
    kr_draft_set(draft, KR_KIND_wish, wish, KR_F_wish_support, set & ~1u);
    kr_draft_written(draft, KR_KIND_wish, wish, kr_schema_field(KR_KIND_wish, KR_F_wish_sector),
                     kr_posted(request, "soort"));
}

/* A suggestion that became a wish or a step has had its answer. */
void kr_see_taken(kr_draft *draft, kr_str about) {
    kr_id record = 0;
    if (!kr_about_plain(about) || !kr_str_starts(about, KR_STR("idea."))) return;
    for (size_t i = draft->circle->n_answers; i > 0 && !record; i--) {
        const kr_answer *answer = &draft->circle->answers[i - 1];
        if (!answer->gone && kr_str_eq(answer->about, about)) record = answer->id;
    }
    if (!record) record = kr_draft_new_id(draft);
    kr_draft_text(draft, KR_KIND_answer, record, KR_F_answer_about, about);
    kr_draft_number(draft, KR_KIND_answer, record, KR_F_answer_fits, KR_fits_fits);
}

typedef struct saving {
    kr_request *request;
    kr_id wish;
} saving;

static void fill_fields(kr_draft *draft, const kr_request *request, kr_id record, bool is_new) {
    kr_draft_text(draft, KR_KIND_wish, record, KR_F_wish_words, kr_posted(request, "words"));
    if (kr_posted_has(request, "goal"))
        kr_draft_written(draft, KR_KIND_wish, record, kr_schema_field(KR_KIND_wish, KR_F_wish_goal),
                         kr_posted(request, "goal"));
    for (size_t i = 0; i < KR_COUNT(beside); i++) kr_draft_posted(draft, request, record, beside[i]);
    for (size_t i = 0; i < KR_COUNT(which); i++) kr_draft_posted(draft, request, record, which[i]);
    for (size_t i = 0; i < KR_COUNT(further); i++) kr_draft_posted(draft, request, record, further[i]);
    fill_belongs(draft, request, record);
    kr_see_taken(draft, kr_posted(request, "bij"));
    kr_id run = is_new ? kr_plan_run(draft, request) : 0;
    if (run) kr_draft_ref(draft, KR_KIND_wish, record, KR_F_wish_run, run);
}

static void fill_wish(kr_draft *draft, void *context) {
    saving *job = context;
    const kr_request *request = job->request;
    kr_id record = 0;
    if (kr_posted_has(request, "begin")) {
        fill_start(draft, request);
        return;
    }
    bool is_new = !kr_id_parse(kr_posted(request, "wens"), &record);
    if (!is_new && !kr_plan_posted(draft, request, "wens", KR_KIND_wish)) return;
    if (is_new) record = kr_draft_new_id(draft);
    job->wish = record;
    if (kr_posted_has(request, "weg"))
        kr_plan_bin_wish(draft, record);
    else
        fill_fields(draft, request, record, is_new);
}

kr_err kr_page_wish_save(kr_request *request, kr_reply *reply, kr_error *error) {
    bool begin = kr_posted_has(request, "begin"), bin = kr_posted_has(request, "weg");
    bool empty = !begin && !bin && !kr_str_trim(kr_posted(request, "words")).len;
    saving job = {request, 0};
    if (!empty) {
        kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_WISH, fill_wish, &job, error);
        if (err) return err;
    }
    bool to_plan = kr_str_is(kr_posted(request, "terug"), "plan") && !empty && !begin;
    const char *notice = empty ? NULL : bin ? "notice.binned" : begin ? "notice.saved" : "notice.wish";
    if (to_plan && job.wish && !bin)
        kr_go_to(request, reply, "/plan#wens-", job.wish, "", notice);
    else
        kr_go(request, reply, begin ? "/namen#h-wens" : to_plan ? "/plan" : "/wensen", notice);
    return KR_OK;
}

/* -- one wish: all of its steps, a picture, changing it -- */

static void put_icons(const kr_page *page, const kr_wish *wish) {
    size_t count;
    const kr_icon *icons = kr_icons(&count);
    kr_model *array = kr_put_array(page->model, "icons");
    for (size_t i = 0; i < count; i++) {
        char key[48];
        snprintf(key, sizeof key, "pic.%s", icons[i].name);
        if (!icons[i].person || !kr_word_known(kr_str_z(key))) continue;
        kr_model *one = kr_add_object(array);
        kr_buf svg = kr_page_buf(page);
        kr_put_icon(&svg, &icons[i]);
        kr_put_text(one, "value", kr_str_z(icons[i].name));
        kr_put_word(page->request, one, "label", key);
        kr_put_markup(one, "sign_svg", kr_page_text(&svg));
        kr_put_bool(one, "on", kr_str_is(wish->pictogram, icons[i].name));
    }
    kr_put_bool(page->model, "has_icon", wish->pictogram.len > 0);
}

kr_err kr_page_wish_one(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_plan plan;
    const kr_moment *since;
    kr_plan_move *moves;
    size_t n;
    const kr_wish *wish = kr_plan_asked(request, KR_KIND_wish);
    if (!wish) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    kr_err err = kr_page_open(&page, request, reply, "title.wish", error);
    if (err) return err;
    err = kr_plan_make(&plan, request->arena, request->view.circle);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    err = kr_plan_since(&page, &since, &moves, &n, error);
    const kr_plan_part *part = kr_plan_part_of(&plan, wish->id);
    if (err) return err;
    if (part) kr_put_plan_part(&page, kr_put_object(page.model, "part"), part, KR_PLAN_ALL, since, moves, n);
    kr_put_text(page.model, "begun", wish->words);
    kr_put_choices(request, page.model, "goals", kr_list_of(KR_KIND_wish, KR_F_wish_goal), wish->goal);
    put_belongs(&page, page.model, wish, NULL, 0);
    kr_put_bool(page.model, "belongs_open", wish->support || wish->sector);
    put_questions(&page, wish);
    put_icons(&page, wish);
    char digits[17];
    kr_id_text(wish->id, digits);
    kr_put_text(page.model, "id", kr_str_z(digits));
    kr_put_bool(page.model, "resting", wish->state == KR_wish_state_resting);
    kr_put_bool(page.model, "came_true", wish->state == KR_wish_state_fulfilled);
    kr_put_text(page.model, "action", kr_page_link(&page, "/wensen/", wish->id, "/doe"));
    kr_put_text(page.model, "photo_action", kr_page_link(&page, "/wensen/", wish->id, "/foto"));
    kr_put_bool(page.model, "photo_now", false);
    if (kr_photo_there(wish->picture))
        kr_put_text(page.model, "photo_now", kr_page_link(&page, "/wensen/", wish->id, "/foto"));
    kr_page_flow(request, page.model, "/plan", "plan.back");
    return KR_OK;
}

/* One press: let it rest, take it up again, come true; another sign. */
static void fill_do(kr_draft *draft, void *context) {
    const saving *job = context;
    kr_str what = kr_posted(job->request, "doe"), sign = kr_posted(job->request, "teken");
    uint8_t state = kr_str_is(what, "rusten") ? KR_wish_state_resting
                    : kr_str_is(what, "uit")  ? KR_wish_state_fulfilled
                                              : KR_wish_state_open;
    if (kr_posted_has(job->request, "teken"))
        kr_draft_text(draft, KR_KIND_wish, job->wish, KR_F_wish_pictogram,
                      kr_icon_named(sign) ? sign : KR_NONE);
    else
        kr_draft_number(draft, KR_KIND_wish, job->wish, KR_F_wish_state, state);
}

kr_err kr_page_wish_do(kr_request *request, kr_reply *reply, kr_error *error) {
    const kr_wish *wish = kr_plan_asked(request, KR_KIND_wish);
    if (!wish) return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    saving job = {request, wish->id};
    bool sign = kr_posted_has(request, "teken"), rest = kr_str_is(kr_posted(request, "doe"), "rusten");
    kr_err err = kr_page_change(request, KR_ACT_WISH, fill_do, &job, error);
    if (err) return err;
    if (sign)
        kr_go_to(request, reply, "/wensen/", wish->id, "", "notice.saved");
    else
        kr_go_to(request, reply, "/plan#wens-", wish->id, "", rest ? "notice.plan.rest" : "notice.saved");
    return KR_OK;
}
