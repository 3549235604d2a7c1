/* The plan: wishes with their steps, what went well, what one likes to give, and the day to look back. */
#include "web/pages_plan.h"

#include <stdio.h>

#include "core/num.h"
#include "core/photo.h"
#include "web/pages_see.h"

/* So many wishes stand there with their steps; the others as a line that leads to them. A plan of hundreds of
 * steps is no plan that anybody reads at once. */
#define WISHES_SHOWN 6
#define JOYS_SHOWN   5
#define IDEAS_SEEN   60

/* -- wishes -- */

typedef struct since {
    const kr_moment *moment;
    kr_plan_move *moves;
    size_t n;
} since;

static void put_parts(const kr_page *page, const kr_plan *plan, const since *s) {
    kr_model *open = kr_put_array(page->model, "open"), *rest = kr_put_array(page->model, "resting"),
             *came = kr_put_array(page->model, "fulfilled_ones");
    kr_model *more = kr_put_array(page->model, "further");
    for (size_t i = 0; i < plan->n; i++) {
        kr_model *array = i < WISHES_SHOWN && i < plan->n_open ? open
                          : i < plan->n_open                   ? more
                          : i < plan->n_open + plan->n_resting ? rest
                                                               : came;
        if (array == open || array == came)
            kr_put_plan_part(page, kr_add_object(array), &plan->parts[i],
                             array == open ? KR_PLAN_SOME : KR_PLAN_NONE, s->moment, s->moves, s->n);
        else
            kr_put_plan_line(page, kr_add_object(array), plan->parts[i].wish);
    }
    kr_put_bool(page->model, "has_further", kr_model_count(more) > 0);
    kr_put_bool(page->model, "has_resting", plan->n_resting > 0);
    kr_put_bool(page->model, "has_fulfilled", plan->n > plan->n_open + plan->n_resting);
    kr_put_bool(page->model, "has_alone", plan->alone.n > 0);
    kr_put_bool(page->model, "alone", false);
    if (plan->alone.n)
        kr_put_plan_part(page, kr_put_object(page->model, "alone"), &plan->alone,
                         kr_query(page->request, "los").len ? KR_PLAN_ALL : KR_PLAN_SOME, NULL, NULL, 0);
    kr_put_bool(page->model, "nothing", plan->n == 0 && plan->alone.n == 0);
}

/* -- a suggestion -- */

static kr_err find_idea(const kr_page *page, kr_str about, kr_idea *out, bool *found) {
    kr_idea *list;
    size_t count;
    kr_err err = kr_ideas(&list, &count, page->request->arena, &page->net, kr_date_of(page->request->local),
                          about.len ? SIZE_MAX : IDEAS_SEEN);
    *found = false;
    for (size_t i = 0; !err && i < count && !*found; i++) {
        kr_str of = kr_idea_about_of(page, &list[i]);
        *found = about.len ? kr_str_eq(of, about) : !kr_see_aside(kr_page_answer(page, of));
        if (*found) *out = list[i];
    }
    return err;
}

static kr_err put_idea(const kr_page *page) {
    kr_idea idea;
    bool found;
    kr_err err = find_idea(page, KR_NONE, &idea, &found);
    kr_put_bool(page->model, "idea", false);
    if (err || !found) return err;
    kr_model *object = kr_put_object(page->model, "idea");
    kr_put_text(object, "about", kr_idea_about_of(page, &idea));
    kr_put_text(object, "idea_title", kr_idea_said(page, &idea, "title"));
    kr_put_text(object, "reason", kr_idea_said(page, &idea, "why"));
    kr_put_text(object, "step", kr_idea_said(page, &idea, "step"));
    return KR_OK;
}

typedef struct taking {
    kr_request *request;
    kr_str about, what;
    kr_id person, made;
    unsigned radio, direction;
} taking;

static kr_id open_wish_about(const kr_circle *c, kr_id person) {
    for (size_t i = 0; person && i < c->n_wishes; i++)
        if (!c->wishes[i].gone && c->wishes[i].about == person && c->wishes[i].state <= KR_wish_state_open)
            return c->wishes[i].id;
    return 0;
}

static void fill_idea(kr_draft *draft, void *context) {
    taking *job = context;
    kr_id id = kr_draft_new_id(draft);
    job->made = id;
    kr_draft_text(draft, KR_KIND_action, id, KR_F_action_what, job->what);
    kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_person, job->person);
    kr_draft_ref(draft, KR_KIND_action, id, KR_F_action_wish, open_wish_about(draft->circle, job->person));
    kr_draft_number(draft, KR_KIND_action, id, KR_F_action_radio, job->radio);
    kr_draft_number(draft, KR_KIND_action, id, KR_F_action_direction, job->direction);
    kr_see_taken(draft, job->about);
}

kr_err kr_page_idea_take(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_idea idea;
    bool found = false;
    taking job = {.request = request, .about = kr_posted(request, "about")};
    kr_err err = kr_page_open(&page, request, reply, "title.plan", error);
    if (err) return err;
    if (kr_about_plain(job.about)) err = find_idea(&page, job.about, &idea, &found);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    if (!found) {
        kr_go(request, reply, "/plan", NULL);
        return KR_OK;
    }
    kr_str way = kr_str_z(kr_idea_way_name(idea.way));
    job.what = kr_idea_said(&page, &idea, "step");
    job.radio = kr_choice_named(kr_list_of(KR_KIND_action, KR_F_action_radio), way);
    job.direction = kr_choice_named(kr_list_of(KR_KIND_action, KR_F_action_direction), way);
    if (idea.n_people) job.person = page.net.alters[idea.people[0]].person->id;
    err = kr_page_change(request, KR_ACT_PLAN, fill_idea, &job, error);
    if (err) return err;
    kr_go_to(request, reply, "/plan#stap-", job.made, "", "notice.plan.step");
    return KR_OK;
}

/* -- what went well -- */

static int by_day(const void *a, const void *b, void *context) {
    const kr_success *x = *(const kr_success *const *)a, *y = *(const kr_success *const *)b;
    (void)context;
    if (x->date != y->date) return x->date > y->date ? -1 : 1;
    return x > y ? -1 : x < y;
}

static void put_joys(const kr_page *page) {
    const kr_circle *c = page->request->view.circle;
    const kr_success **list = kr_new_n(page->request->arena, const kr_success *, c->n_successes + 1),
                     **scratch = kr_new_n(page->request->arena, const kr_success *, c->n_successes + 1);
    kr_model *joys = kr_put_array(page->model, "joys");
    size_t n = 0;
    for (size_t i = 0; list && scratch && i < c->n_successes; i++)
        if (!c->successes[i].gone) list[n++] = &c->successes[i];
    if (n) kr_sort(list, n, sizeof *list, by_day, NULL, scratch);
    for (size_t i = 0; i < n && i < JOYS_SHOWN; i++) {
        kr_model *joy = kr_add_object(joys);
        kr_put_text(joy, "joy_href", kr_page_link(page, "/plan/goed/", list[i]->id, ""));
        kr_put_text(joy, "joy", list[i]->words);
        kr_put_text(joy, "joy_day", kr_plan_day(page, list[i]->date));
        if (kr_photo_there(list[i]->picture))
            kr_put_text(joy, "joy_photo", kr_page_link(page, "/plan/goed/", list[i]->id, "/foto"));
        else
            kr_put_bool(joy, "joy_photo", false);
    }
    kr_put_bool(page->model, "has_joys", n > 0);
    kr_put_text(page->model, "celebrate",
                n ? kr_page_link(page, "/plan/goed/", list[0]->id, "#vieren") : KR_NONE);
}

/* -- what one likes to give -- */

/* On the page of gifts also for whom, to be changed. */
static void put_gifts(const kr_page *page, bool people) {
    const kr_circle *c = page->request->view.circle;
    kr_model *gifts = kr_put_array(page->model, "gifts");
    for (size_t i = 0; i < c->n_gifts; i++) {
        const kr_gift *g = &c->gifts[i];
        const kr_person *who = kr_plan_person(c, g->person);
        char digits[17];
        if (g->gone || !g->words.len) continue;
        kr_model *gift = kr_add_object(gifts);
        kr_id_text(g->id, digits);
        kr_put_text(gift, "gift_id", kr_str_z(digits));
        kr_put_text(gift, "gift", g->words);
        kr_put_text(gift, "for", who ? who->name : KR_NONE);
        kr_put_bool(gift, "checked", g->ready == KR_yesno_yes);
        if (people) kr_put_plan_people(page, gift, "people", g->person);
    }
    kr_put_bool(page->model, "has_gifts", kr_model_count(gifts) > 0);
    if (people) kr_put_plan_people(page, page->model, "all_people", 0);
}

kr_err kr_page_gifts(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.plan.gifts", error);
    if (err) return err;
    put_gifts(&page, true);
    kr_page_flow(request, page.model, "/plan", "plan.back");
    return KR_OK;
}

static void fill_gift(kr_draft *draft, const kr_request *request, kr_id id) {
    kr_draft_text(draft, KR_KIND_gift, id, KR_F_gift_words, kr_posted(request, "iets"));
    if (kr_posted_has(request, "wie"))
        kr_draft_ref(draft, KR_KIND_gift, id, KR_F_gift_person,
                     kr_plan_posted(draft, request, "wie", KR_KIND_person));
}

/* Ticks are those of the whole list; a form about one gift has its number. */
static void fill_gifts(kr_draft *draft, void *context) {
    const kr_request *request = context;
    const kr_circle *c = draft->circle;
    kr_id one = kr_plan_posted(draft, request, "gift", KR_KIND_gift);
    if (one && kr_posted_has(request, "weg")) {
        kr_draft_bin(draft, one);
        return;
    }
    if (one) {
        fill_gift(draft, request, one);
        return;
    }
    if (kr_str_trim(kr_posted(request, "iets")).len) {
        kr_id id = kr_draft_new_id(draft);
        fill_gift(draft, request, id);
        kr_draft_number(draft, KR_KIND_gift, id, KR_F_gift_ready, KR_yesno_yes);
    }
    if (!kr_posted_has(request, "lijst")) return;
    size_t n = 0;
    kr_str *ticked = kr_new_n(draft->arena, kr_str, c->n_gifts + 1);
    if (ticked) n = kr_posted_all(request, "terug", ticked, c->n_gifts);
    for (size_t i = 0; ticked && i < c->n_gifts; i++) {
        bool on = false;
        kr_id id;
        if (c->gifts[i].gone) continue;
        for (size_t k = 0; k < n && k < c->n_gifts && !on; k++)
            on = kr_id_parse(ticked[k], &id) && id == c->gifts[i].id;
        kr_draft_number(draft, KR_KIND_gift, c->gifts[i].id, KR_F_gift_ready, on ? KR_yesno_yes : 0);
    }
}

kr_err kr_page_gifts_save(kr_request *request, kr_reply *reply, kr_error *error) {
    bool bin = kr_posted_has(request, "weg");
    kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_PLAN, fill_gifts, request, error);
    if (err) return err;
    kr_go(request, reply, kr_posted_has(request, "lijst") ? "/plan#h-terug" : "/plan/geven",
          bin ? "notice.binned" : "notice.saved");
    return KR_OK;
}

/* -- the day to look back -- */

static void put_review(const kr_page *page) {
    const kr_circle *c = page->request->view.circle;
    const kr_review *next = NULL;
    for (size_t i = 0; i < c->n_reviews; i++) {
        const kr_review *r = &c->reviews[i];
        if (r->gone || r->held == KR_yesno_yes) continue;
        if (!next || (r->date && (!next->date || r->date < next->date))) next = r;
    }
    kr_put_bool(page->model, "review", false);
    if (!next) return;
    kr_model *object = kr_put_object(page->model, "review");
    kr_str day = kr_plan_day(page, next->date);
    kr_word_arg args[] = {KR_WORD_TEXT("day", day), KR_WORD_TEXT("who", next->with_whom)};
    kr_put_say(page->request, object, "line",
               day.len && next->with_whom.len ? "plan.review.day_with"
               : day.len                      ? "plan.review.day"
               : next->with_whom.len          ? "plan.review.with"
                                              : "plan.review.some",
               args, KR_COUNT(args));
    kr_put_text(object, "href", kr_page_link(page, "/plan/terugkijken/", next->id, ""));
    kr_put_bool(object, "due", next->date && next->date <= kr_date_of(page->request->local));
    kr_put_bool(object, "care", next->form == KR_review_form_after_care);
}

kr_err kr_page_plan(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_plan plan;
    since s;
    kr_err err = kr_page_open(&page, request, reply, "title.plan", error);
    if (err) return err;
    err = kr_plan_make(&plan, request->arena, request->view.circle);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    err = kr_plan_since(&page, &s.moment, &s.moves, &s.n, error);
    if (err) return err;
    put_parts(&page, &plan, &s);
    put_joys(&page);
    put_gifts(&page, false);
    put_review(&page);
    kr_put_plan_way(&page);
    err = put_idea(&page);
    return err ? kr_fail(error, err, "error.memory", "", "") : KR_OK;
}

const kr_route kr_routes_plan[] = {
    {"GET", "/kring/:circle/plan", KR_SHARED, false, kr_page_plan, "plan", KR_PART_PLAN, 0, 0},
    {"POST", "/kring/:circle/plan/idee/neem", KR_SHARED, true, kr_page_idea_take, NULL, KR_PART_PLAN, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/geven", KR_SHARED, false, kr_page_gifts, "plan-gifts", KR_PART_PLAN, 0, 0},
    {"POST", "/kring/:circle/plan/geven", KR_SHARED, true, kr_page_gifts_save, NULL, KR_PART_PLAN, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/stap/erbij", KR_SHARED, false, kr_page_step_new, "plan-step", KR_PART_PLAN,
     0, KR_RIGHT_ADD},
    {"POST", "/kring/:circle/plan/stap/erbij", KR_SHARED, true, kr_page_step_add, NULL, KR_PART_PLAN, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/stap/:step", KR_SHARED, false, kr_page_step, "plan-step", KR_PART_PLAN, 0,
     0},
    {"POST", "/kring/:circle/plan/stap/:step", KR_SHARED, true, kr_page_step_save, NULL, KR_PART_PLAN, 0,
     KR_RIGHT_ADD},
    {"POST", "/kring/:circle/plan/stap/:step/doe", KR_SHARED, true, kr_page_step_do, NULL, KR_PART_PLAN, 0,
     KR_RIGHT_ADD},
    {"POST", "/kring/:circle/plan/stap/:step/hoe", KR_SHARED, true, kr_page_step_outcome, NULL, KR_PART_PLAN,
     0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/stap/:step/kleiner", KR_SHARED, false, kr_page_smaller, "plan-smaller",
     KR_PART_PLAN, 0, KR_RIGHT_ADD},
    {"POST", "/kring/:circle/plan/stap/:step/kleiner", KR_SHARED, true, kr_page_smaller_save, NULL,
     KR_PART_PLAN, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/terugkijken", KR_SHARED, false, kr_page_reviews, "plan-reviews",
     KR_PART_PLAN, 0, 0},
    {"POST", "/kring/:circle/plan/terugkijken", KR_SHARED, true, kr_page_review_add, NULL, KR_PART_PLAN, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/terugkijken/:review", KR_SHARED, false, kr_page_review, "plan-review",
     KR_PART_PLAN, 0, 0},
    {"POST", "/kring/:circle/plan/terugkijken/:review", KR_SHARED, true, kr_page_review_save, NULL,
     KR_PART_PLAN, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/plan/papier", KR_SHARED, false, kr_page_plan_paper, "plan-paper", KR_PART_PLAN, 0,
     0},
    {0},
};
