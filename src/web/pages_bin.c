/* The bin: what was thrown away can come back for thirty days, and is then erased everywhere. */
#include "web/engine.h"
#include "web/pages.h"
#include "web/pages_plan.h"
#include "web/sheet.h"

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

/* What somebody can throw away by itself, in the order of the page. */
static const struct {
    kr_kind kind;
    const char *key;
} kinds[] = {
    {KR_KIND_person, "kind.person"},   {KR_KIND_wish, "kind.wish"},    {KR_KIND_action, "kind.action"},
    {KR_KIND_success, "kind.success"}, {KR_KIND_gift, "kind.gift"},    {KR_KIND_review, "kind.review"},
    {KR_KIND_talent, "kind.talent"},   {KR_KIND_role, "kind.role"},    {KR_KIND_asking, "kind.asking"},
    {KR_KIND_run, "kind.run"},         {KR_KIND_sheet, "kind.sheet"},  {KR_KIND_filled, "kind.filled"},
    {KR_KIND_event, "kind.event"},     {KR_KIND_moment, "kind.moment"}};

static kr_str called(const kr_page *page, kr_kind kind, const void *record) {
    if (kind == KR_KIND_person) return ((const kr_person *)record)->name;
    if (kind == KR_KIND_event) return ((const kr_event *)record)->what;
    if (kind == KR_KIND_moment) return ((const kr_moment *)record)->name;
    if (kind == KR_KIND_run) return walked(page, record);
    return kr_page_record_words(kind, record);
}

/* A step that went along with its wish comes back with it, and does not lie here by itself. */
static bool went_along(const kr_circle *c, kr_kind kind, const void *record) {
    kr_kind of = KR_KIND_none;
    const kr_action *a = record;
    const kr_wish *wish = kind == KR_KIND_action && a->wish ? kr_circle_record_of(c, a->wish, &of) : NULL;
    return wish && of == KR_KIND_wish && wish->gone && wish->gone == a->gone;
}

kr_err kr_page_bin(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.bin", error);
    if (err) return err;
    const kr_circle *c = request->view.circle;
    kr_model *gone = kr_put_array(page.model, "gone");
    for (size_t k = 0; k < KR_COUNT(kinds); k++) {
        size_t n;
        const char *record = kr_circle_records(c, kinds[k].kind, &n);
        for (size_t i = 0; i < n; i++, record += kr_kind_size(kinds[k].kind)) {
            kr_id id;
            memcpy(&id, record, sizeof id); /* every struct begins with its id */
            if (!went_along(c, kinds[k].kind, record))
                put_gone(&page, gone, id, kinds[k].key, called(&page, kinds[k].kind, record),
                         kr_record_gone(record, kinds[k].kind));
        }
    }
    kr_put_bool(page.model, "has_gone", kr_model_count(gone) > 0);
    kr_page_flow(request, page.model, "/lijst", "bin.back");
    return KR_OK;
}

static void fill_restore(kr_draft *draft, void *context) {
    kr_id record = *(const kr_id *)context;
    kr_kind kind = KR_KIND_none;
    (void)kr_circle_record_of(draft->circle, record, &kind);
    if (kind == KR_KIND_wish)
        kr_plan_restore_wish(draft, record);
    else if (kind == KR_KIND_sheet)
        kr_leaf_restore(draft, record);
    else
        kr_draft_restore(draft, record);
}

/* What is nothing without the other: a tie without one of its two, the steps of a wish that went along with
 * it, the answers of a list or a walk. */
static const struct {
    kr_kind kind;
    uint16_t field;
} owned[] = {{KR_KIND_tie, KR_F_tie_a},
             {KR_KIND_tie, KR_F_tie_b},
             {KR_KIND_action, KR_F_action_wish},
             {KR_KIND_run_step, KR_F_run_step_run},
             {KR_KIND_run_answer, KR_F_run_answer_run},
             {KR_KIND_sheet_part, KR_F_sheet_part_sheet},
             {KR_KIND_filled_item, KR_F_filled_item_filled}};

/* Those that belong to `record`, into `out` when there is one. */
static size_t find_owned(const kr_circle *c, kr_id record, kr_id *out) {
    size_t count = 0, n;
    for (size_t k = 0; k < KR_COUNT(owned); k++) {
        const kr_field *field = kr_schema_field(owned[k].kind, owned[k].field);
        const char *one = kr_circle_records(c, owned[k].kind, &n);
        for (size_t i = 0; i < n; i++, one += kr_kind_size(owned[k].kind)) {
            kr_id id;
            bool stays = owned[k].kind == KR_KIND_action && !went_along(c, KR_KIND_action, one);
            memcpy(&id, one, sizeof id); /* every struct begins with its id */
            if (stays || kr_record_get(one, owned[k].kind, field).value.ref != record) continue;
            if (out) out[count] = id;
            count++;
        }
    }
    return count;
}

/* Together with what belongs to it. */
static kr_err erase(kr_request *request, kr_id record, kr_error *error) {
    const kr_circle *circle = request->view.circle;
    size_t count = find_owned(circle, record, NULL);
    kr_id *all = kr_new_n(request->arena, kr_id, count + 1);
    if (!all) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    all[0] = record;
    (void)find_owned(circle, record, all + 1);
    return kr_circle_erase(request->web->store, request->account.id, request->circle_id, all, count + 1,
                           request->now, error);
}

static bool is_gone(const kr_circle *circle, kr_id record) {
    kr_kind kind = KR_KIND_none;
    const void *found = kr_circle_record_of(circle, record, &kind);
    for (size_t k = 0; found && k < KR_COUNT(kinds); k++)
        if (kinds[k].kind == kind) return kr_record_gone(found, kind) != 0;
    return false;
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
