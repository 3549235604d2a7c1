/* The plan on paper, and what was agreed: who does what, and when, with room for names. */
#include "web/pages_plan.h"

#define ROOM_FOR_NAMES 4

static bool is_open(const kr_action *a) {
    return !a->outcome || a->outcome == KR_outcome_another_time;
}

static void put_row(const kr_page *page, kr_model *array, const kr_plan_step *step) {
    const kr_action *a = step->action;
    kr_model *row = kr_add_object(array);
    kr_put_text(row, "what", a->what);
    kr_put_text(row, "who", kr_page_high(page, kr_plan_who(page, a, kr_str_z(page->ego))));
    kr_put_text(row, "when", kr_plan_when(page, a));
    kr_put_text(row, "outcome",
                is_open(a)
                    ? KR_NONE
                    : kr_page_choice(page, kr_list_of(KR_KIND_action, KR_F_action_outcome), a->outcome));
    kr_put_text(row, "said", is_open(a) ? KR_NONE : a->outcome_words);
}

static void put_part(const kr_page *page, kr_model *array, const kr_plan_part *part, bool agreed) {
    size_t open = 0;
    for (size_t i = 0; i < part->n; i++) open += is_open(part->steps[i].action);
    if (agreed ? open == 0 : !part->wish && part->n == 0) return;
    kr_model *object = kr_add_object(array);
    kr_put_text(object, "wish", part->wish ? part->wish->words : KR_NONE);
    kr_put_text(object, "why", part->wish ? part->wish->why : KR_NONE);
    kr_model *rows = kr_put_array(object, "rows");
    for (size_t i = 0; i < part->n; i++)
        if (!agreed || is_open(part->steps[i].action)) put_row(page, rows, &part->steps[i]);
    kr_put_bool(object, "has_rows", kr_model_count(rows) > 0);
}

/* The person in the middle and everybody in an open step; the rest is room to write. */
static void put_names(const kr_page *page, const kr_plan *plan) {
    kr_model *array = kr_put_array(page->model, "names");
    const kr_circle *c = page->request->view.circle;
    const kr_person *seen[ROOM_FOR_NAMES];
    size_t n = 0;
    kr_put_text(kr_add_object(array), "name", kr_str_z(page->ego));
    for (size_t p = 0; p <= plan->n; p++) {
        const kr_plan_part *part = p < plan->n ? &plan->parts[p] : &plan->alone;
        if (p >= plan->n_open && p < plan->n) continue;
        for (size_t i = 0; i < part->n && n < KR_COUNT(seen); i++) {
            const kr_person *with = kr_plan_person(c, part->steps[i].action->person);
            bool there = !with || !is_open(part->steps[i].action);
            for (size_t k = 0; k < n && !there; k++) there = seen[k] == with;
            if (there) continue;
            seen[n++] = with;
            kr_put_text(kr_add_object(array), "name", with->name);
        }
    }
    for (size_t k = n; k < ROOM_FOR_NAMES; k++) kr_put_text(kr_add_object(array), "name", KR_NONE);
}

kr_err kr_page_plan_paper(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_plan plan;
    bool agreed = kr_str_is(kr_query(request, "wat"), "afspraken"),
         large = kr_query(request, "groot").len > 0;
    kr_err err =
        kr_page_open(&page, request, reply, agreed ? "title.plan.agreed" : "title.plan.paper", error);
    if (err) return err;
    err = kr_plan_make(&plan, request->arena, request->view.circle);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_model *parts = kr_put_array(page.model, "parts");
    for (size_t i = 0; i < plan.n_open; i++) put_part(&page, parts, &plan.parts[i], agreed);
    put_part(&page, parts, &plan.alone, agreed);
    kr_put_bool(page.model, "has_parts", kr_model_count(parts) > 0);
    kr_model *joys = kr_put_array(page.model, "joys");
    const kr_circle *c = request->view.circle;
    for (size_t i = c->n_successes; !agreed && i > 0 && kr_model_count(joys) < 8; i--)
        if (!c->successes[i - 1].gone) kr_put_text(kr_add_object(joys), "joy", c->successes[i - 1].words);
    kr_put_bool(page.model, "has_joys", kr_model_count(joys) > 0);
    kr_put_bool(page.model, "agreed", agreed);
    kr_put_bool(page.model, "large", large);
    put_names(&page, &plan);
    kr_buf date = kr_page_buf(&page);
    kr_say_date(&date, page.lang, kr_date_of(request->local));
    kr_put_text(page.model, "date", kr_page_text(&date));
    kr_put_text(page.model, "other",
                kr_page_link(&page, agreed ? "/plan/papier" : "/plan/papier?wat=afspraken", 0, ""));
    kr_put_text(
        page.model, "size",
        kr_page_link(&page,
                     agreed ? (large ? "/plan/papier?wat=afspraken" : "/plan/papier?wat=afspraken&groot=1")
                            : (large ? "/plan/papier" : "/plan/papier?groot=1"),
                     0, ""));
    return KR_OK;
}
