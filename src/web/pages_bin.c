/* The bin: what was thrown away can come back for thirty days, and is then erased everywhere. */
#include "web/engine.h"
#include "web/pages.h"

#define DAYS_MS (30 * 86400000LL)

/* Nobody threw this away: it lies here because its making was turned back, at that very moment. */
static bool by_undo(const kr_circle *circle, int64_t gone) {
    for (size_t i = circle->n_changes; i > 0; i--)
        if (circle->changes[i - 1].act == KR_ACT_UNDO && circle->changes[i - 1].at_ms == gone) return true;
    return false;
}

static void put_gone(const kr_page *page, kr_model *array, kr_id id, const char *kind_key, kr_str name,
                     int64_t gone) {
    if (!gone) return;
    char digits[17];
    int64_t shift = page->request->local - page->request->now;
    kr_model *object = kr_add_object(array);
    kr_id_text(id, digits);
    kr_put_text(object, "id", kr_str_z(digits));
    kr_put_text(object, "name", name.len ? name : kr_word(page->lang, "bin.nameless"));
    kr_put_word(page->request, object, "kind", kind_key);
    kr_put_initials_of(page, object, "initials", name);
    kr_put_bool(object, "turned_back", by_undo(page->request->view.circle, gone));
    kr_buf date = kr_page_buf(page);
    kr_say_date(&date, page->lang, kr_date_of(gone + DAYS_MS + shift));
    kr_put_text(object, "until", kr_page_text(&date));
}

/* The name of the guide that was walked along. */
static kr_str walked(const kr_page *page, const kr_run *run) {
    const kr_guide *guide = kr_guides_find(&page->request->web->guides, run->guide);
    return guide ? kr_guide_text_in(guide, (int)page->lang)->name : run->guide;
}

kr_err kr_page_bin(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.bin", error);
    if (err) return err;
    const kr_circle *c = request->view.circle;
    kr_model *gone = kr_put_array(page.model, "gone");
    for (size_t i = 0; i < c->n_persons; i++)
        put_gone(&page, gone, c->persons[i].id, "kind.person", c->persons[i].name, c->persons[i].gone);
    for (size_t i = 0; i < c->n_wishes; i++)
        put_gone(&page, gone, c->wishes[i].id, "kind.wish", c->wishes[i].words, c->wishes[i].gone);
    for (size_t i = 0; i < c->n_events; i++)
        put_gone(&page, gone, c->events[i].id, "kind.event", c->events[i].what, c->events[i].gone);
    for (size_t i = 0; i < c->n_moments; i++)
        put_gone(&page, gone, c->moments[i].id, "kind.moment", c->moments[i].name, c->moments[i].gone);
    for (size_t i = 0; i < c->n_runs; i++)
        put_gone(&page, gone, c->runs[i].id, "kind.run", walked(&page, &c->runs[i]), c->runs[i].gone);
    kr_put_bool(page.model, "has_gone", kr_model_count(gone) > 0);
    kr_page_flow(request, page.model, "/lijst", "bin.back");
    return KR_OK;
}

static void fill_restore(kr_draft *draft, void *context) {
    kr_draft_restore(draft, *(const kr_id *)context);
}

/* A person is erased together with the ties they are in, a walk with all that was written on it. */
static kr_err erase(kr_request *request, kr_id record, kr_error *error) {
    const kr_circle *circle = request->view.circle;
    kr_id *all =
        kr_new_n(request->arena, kr_id, circle->n_ties + circle->n_run_steps + circle->n_run_answers + 1);
    size_t count = 0;
    if (!all) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    all[count++] = record;
    for (size_t i = 0; i < circle->n_ties; i++)
        if (circle->ties[i].a == record || circle->ties[i].b == record) all[count++] = circle->ties[i].id;
    for (size_t i = 0; i < circle->n_run_steps; i++)
        if (circle->run_steps[i].run == record) all[count++] = circle->run_steps[i].id;
    for (size_t i = 0; i < circle->n_run_answers; i++)
        if (circle->run_answers[i].run == record) all[count++] = circle->run_answers[i].id;
    return kr_circle_erase(request->web->store, request->account.id, request->circle_id, all, count,
                           request->now, error);
}

static bool is_gone(const kr_circle *circle, kr_id record) {
    kr_kind kind = KR_KIND_none;
    const void *found = kr_circle_record_of(circle, record, &kind);
    if (!found) return false;
    if (kind == KR_KIND_person) return ((const kr_person *)found)->gone != 0;
    if (kind == KR_KIND_wish) return ((const kr_wish *)found)->gone != 0;
    if (kind == KR_KIND_run) return ((const kr_run *)found)->gone != 0;
    if (kind == KR_KIND_event) return ((const kr_event *)found)->gone != 0;
    return kind == KR_KIND_moment && ((const kr_moment *)found)->gone != 0;
}

kr_err kr_page_bin_act(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_id record = 0;
    bool back = kr_id_parse(kr_posted(request, "terug"), &record);
    bool away = !back && kr_id_parse(kr_posted(request, "wis"), &record);
    if ((!back && !away) || !is_gone(request->view.circle, record))
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", "", "");
    if (request->example) return kr_fail(error, KR_E_DENIED, "error.example", "", "");
    kr_err err = back ? kr_page_change(request, KR_ACT_RESTORE, fill_restore, &record, error)
                      : erase(request, record, error);
    if (err) return err;
    kr_go(request, reply, "/bak", back ? "notice.restored" : "notice.erased");
    return KR_OK;
}
