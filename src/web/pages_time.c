/* Time: named moments, two of them side by side, the story in sentences, and who did what. */
#include "web/live.h"
#include "web/pages.h"

#include <stdio.h>

#include "draw/draw.h"
#include "web/pages_plan.h"
#include "web/story_words.h"

#define MOMENTS_DRAWN 8
#define HISTORY_HERE  8

/* A point in the list of changes: a moment, or now. */
typedef struct point {
    const kr_moment *moment; /* NULL: now */
    uint64_t upto;
    kr_view view;
    kr_network net;
} point;

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

static kr_err open_point(const kr_page *page, point *p, kr_error *error) {
    const kr_circle *circle = page->request->view.circle;
    kr_arena *arena = page->request->arena;
    uint64_t upto = p->upto < circle->n_changes ? p->upto : 0;
    kr_err err = kr_view_make(&p->view, arena, circle, page->request->view.viewer, upto, error);
    if (err) return err;
    err = kr_network_make(&p->net, arena, &p->view);
    return err ? kr_fail(error, err, "error.memory", "", "") : KR_OK;
}

static point point_of(const kr_page *page, const kr_moment *moment) {
    uint64_t all = page->request->view.circle->n_changes;
    return (point){.moment = moment, .upto = moment && moment->upto > 0 ? (uint64_t)moment->upto : all};
}

static kr_str day_of(const kr_page *page, const kr_moment *moment) {
    kr_buf buf = kr_page_buf(page);
    int64_t shift = page->request->local - page->request->now;
    kr_date date = kr_date_of(moment ? moment->at + shift : page->request->local);
    kr_say_date(&buf, page->lang, date);
    return kr_page_text(&buf);
}

static kr_str name_of(const kr_page *page, const kr_moment *moment) {
    return moment ? moment->name : kr_word(page->lang, "time.now");
}

static void moment_code(const kr_moment *moment, char out[17]) {
    if (moment)
        kr_id_text(moment->id, out);
    else
        memcpy(out, "nu", 3);
}

/* All moments that are not in the bin, oldest first. */
static size_t moments_of(const kr_page *page, const kr_moment ***out) {
    const kr_circle *circle = page->request->view.circle;
    const kr_moment **list = kr_new_n(page->request->arena, const kr_moment *, circle->n_moments + 1);
    size_t count = 0;
    for (size_t i = 0; list && i < circle->n_moments; i++)
        if (!circle->moments[i].gone) list[count++] = &circle->moments[i];
    *out = list;
    return count;
}

static bool asked_moment(const kr_page *page, const char *name, const kr_moment **list, size_t count,
                         const kr_moment **out) {
    kr_str code = kr_query(page->request, name);
    kr_id id;
    if (kr_str_is(code, "nu")) {
        *out = NULL;
        return true;
    }
    if (!kr_id_parse(code, &id)) return false;
    for (size_t i = 0; i < count; i++)
        if (list[i]->id == id) {
            *out = list[i];
            return true;
        }
    return false;
}

static kr_err put_picture(const kr_page *page, kr_model *object, const kr_network *net) {
    uint32_t *all = kr_new_n(page->request->arena, uint32_t, net->n + 1);
    kr_buf svg = kr_page_buf(page);
    if (!all) return KR_E_MEMORY;
    for (size_t i = 0; i < net->n; i++) all[i] = (uint32_t)i;
    kr_err err =
        kr_atlas_svg(&svg, page->request->arena, net, all, net->n, false, page_word, (void *)(uintptr_t)page);
    if (!err) kr_put_markup(object, "picture_svg", kr_page_text(&svg));
    return err;
}

static kr_err put_life(const kr_page *page, const kr_moment **list, size_t count, const point *from,
                       const point *to, kr_error *error) {
    kr_model *life = kr_put_array(page->model, "life");
    char code[17], other[17];
    for (size_t i = count > MOMENTS_DRAWN ? count - MOMENTS_DRAWN : 0; i < count; i++) {
        kr_model *object = kr_add_object(life);
        point p = point_of(page, list[i]);
        kr_err err = open_point(page, &p, error);
        if (!err) err = put_picture(page, object, &p.net);
        if (err) return err;
        moment_code(list[i], code);
        moment_code(to->moment == list[i] ? NULL : to->moment, other);
        kr_buf href = kr_page_buf(page);
        kr_put(&href, page->request->base);
        kr_put_z(&href, "/tijd?van=");
        kr_put_z(&href, code);
        kr_put_z(&href, "&tot=");
        kr_put_z(&href, other);
        kr_put_z(&href, "#h-naast");
        kr_put_text(object, "href", kr_page_text(&href));
        kr_put_text(object, "code", kr_str_z(code));
        kr_put_text(object, "name", list[i]->name);
        kr_put_text(object, "day", day_of(page, list[i]));
        kr_put_text(object, "remark", list[i]->remark);
        kr_put_bool(object, "on", list[i] == from->moment || list[i] == to->moment);
    }
    kr_put_bool(page->model, "has_life", count > 0);
    kr_word_arg n = KR_WORD_NUMBER("n", (int64_t)count);
    kr_put_say(page->request, page->model, "moments", count ? "time.moments" : "time.moments.none", &n, 1);
    return KR_OK;
}

static void put_choice(const kr_page *page, const char *name, const kr_moment **list, size_t count,
                       const kr_moment *chosen) {
    kr_model *array = kr_put_array(page->model, name);
    char code[17];
    for (size_t i = 0; i <= count; i++) {
        const kr_moment *moment = i < count ? list[i] : NULL;
        kr_model *option = kr_add_object(array);
        moment_code(moment, code);
        kr_put_text(option, "value", kr_str_z(code));
        kr_put_text(option, "label", name_of(page, moment));
        kr_put_bool(option, "checked", moment == chosen);
    }
}

static kr_err put_side(const kr_page *page, const char *name, const point *p, const kr_difference *list,
                       size_t count, bool after) {
    kr_model *object = kr_put_object(page->model, name);
    kr_buf svg = kr_page_buf(page);
    kr_err err = kr_change_svg(&svg, page->request->arena, &p->net, list, count, after, page_word,
                               (void *)(uintptr_t)page);
    if (err) return err;
    kr_put_markup(object, "picture_svg", kr_page_text(&svg));
    kr_put_text(object, "name", name_of(page, p->moment));
    kr_put_text(object, "day", day_of(page, p->moment));
    return KR_OK;
}

/* "Van binnen naar buiten: heel dichtbij, vrienden, ...": in the pictures there is no room for these names.
 */
static void put_rings(const kr_page *page) {
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    kr_buf said = kr_page_buf(page);
    kr_put(&said, kr_word(page->lang, "draw.rings"));
    for (size_t r = 0; r < form->n_rings; r++) {
        kr_put_z(&said, r ? ", " : " ");
        kr_put(&said, kr_word(page->lang, form->ring_keys[r]));
    }
    kr_put_c(&said, '.');
    kr_put_text(page->model, "rings", kr_page_text(&said));
}

static kr_err put_two(const kr_page *page, point *from, point *to, kr_error *error) {
    kr_story story;
    kr_err err = open_point(page, from, error);
    if (!err) err = open_point(page, to, error);
    if (err) return err;
    err = kr_story_make(&story, page->request->arena, &from->view, &to->view);
    if (!err) err = put_side(page, "left", from, story.differences, story.n_differences, false);
    if (!err) err = put_side(page, "right", to, story.differences, story.n_differences, true);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    kr_put_story(page, page->model, &story);
    err = kr_put_plan_moves(page, to->view.circle, &story);
    if (err) return kr_fail(error, err, "error.memory", "", "");
    put_rings(page);
    char a[17], b[17], about[48];
    moment_code(from->moment, a);
    moment_code(to->moment, b);
    snprintf(about, sizeof about, "time:%s:%s", a, b);
    const kr_answer *answer = kr_page_answer(page, kr_str_z(about));
    kr_put_text(page->model, "about", kr_str_z(about));
    kr_put_text(page->model, "answer", answer ? answer->words : KR_NONE);
    return KR_OK;
}

/* After undoing a step of which something was changed since: what stays as it is now. */
static void put_stayed(const kr_page *page) {
    int64_t seq;
    const kr_circle *circle = page->request->view.circle;
    kr_model *array = kr_put_array(page->model, "stayed");
    if (kr_str_int(kr_query(page->request, "bleef"), &seq) && seq >= 1 &&
        (uint64_t)seq <= circle->n_changes && circle->n_changes &&
        circle->changes[circle->n_changes - 1].undoes == (uint64_t)seq) {
        const kr_change *done = &circle->changes[seq - 1], *undo = &circle->changes[circle->n_changes - 1];
        for (size_t i = 0; i < done->count && kr_model_count(array) < 12; i++) {
            const kr_assignment *a = &done->assignments[i];
            bool back = false;
            for (size_t u = 0; u < undo->count && !back; u++)
                back = undo->assignments[u].record == a->record && undo->assignments[u].field == a->field;
            const kr_field *field = kr_schema_field((kr_kind)a->kind, a->field);
            if (back || !field || field->type == KR_REF || field->type == KR_TIME) continue;
            char key[64];
            snprintf(key, sizeof key, "field.%s.%s", kr_kind_name(field->kind), field->name);
            kr_put_word(page->request, kr_add_object(array), "label", key);
        }
    }
    kr_put_bool(page->model, "has_stayed", kr_model_count(array) > 0);
}

kr_err kr_page_time(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_err err = kr_page_open(&page, request, reply, "title.time", error);
    if (err) return err;
    const kr_moment **list;
    size_t count = moments_of(&page, &list);
    const kr_moment *from = NULL, *to = NULL;
    if (!list) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    if (count) from = list[count - 1];
    /* A moment kept just now says nothing beside now; then the one before it does. */
    if (count > 1 && from->upto + 1 >= (int64_t)request->view.circle->n_changes) {
        to = from;
        from = list[count - 2];
    }
    asked_moment(&page, "tot", list, count, &to);
    asked_moment(&page, "van", list, count, &from);
    point left = point_of(&page, from), right = point_of(&page, to);
    err = put_life(&page, list, count, &left, &right, error);
    if (err) return err;
    put_choice(&page, "from", list, count, from);
    put_choice(&page, "to", list, count, to);
    kr_put_bool(page.model, "two", count > 0);
    if (count > 0) err = put_two(&page, &left, &right, error);
    if (err) return err;
    put_stayed(&page);
    kr_put_history(&page, kr_put_array(page.model, "history"), 0, HISTORY_HERE);
    kr_put_bool(page.model, "has_history", request->view.circle->n_changes > 0);
    return KR_OK;
}

static void fill_moment(kr_draft *draft, void *context) {
    const kr_request *request = context;
    kr_id record;
    kr_kind kind = KR_KIND_none;
    if (kr_id_parse(kr_posted(request, "weg"), &record)) {
        kr_circle_record_of(draft->circle, record, &kind);
        if (kind == KR_KIND_moment) kr_draft_bin(draft, record);
        return;
    }
    kr_str name = kr_str_trim(kr_posted(request, "naam"));
    kr_buf date;
    kr_buf_init(&date, draft->arena, 200);
    kr_say_date(&date, request->prefs.lang, kr_date_of(request->local));
    kr_str day = KR_NONE;
    if (kr_buf_end(&date, &day) != KR_OK) day = KR_STR("?");
    kr_draft_moment(draft, name.len ? name : day, kr_posted(request, "opmerking"));
}

kr_err kr_page_moment_save(kr_request *request, kr_reply *reply, kr_error *error) {
    bool bin = kr_posted_has(request, "weg");
    kr_err err = kr_page_change(request, bin ? KR_ACT_BIN : KR_ACT_MOMENT, fill_moment, request, error);
    if (err) return err;
    kr_go(request, reply, bin ? "/bak" : "/tijd", bin ? "notice.binned" : "notice.moment");
    return KR_OK;
}

const kr_route kr_routes_time[] = {
    {"GET", "/kring/:circle/tijd", KR_SHARED, false, kr_page_time, "time", KR_PART_TIME, 0, 0},
    {"POST", "/kring/:circle/tijd", KR_SHARED, true, kr_page_moment_save, NULL, KR_PART_TIME, 0,
     KR_RIGHT_ADD},
    {"GET", "/kring/:circle/tijd/alles", KR_SHARED, false, kr_page_history, "history", KR_PART_TIME, 0, 0},
    {"POST", "/kring/:circle/ongedaan", KR_SHARED, true, kr_page_undo, NULL, KR_PART_ANY, 0, KR_RIGHT_ADD},
    {"POST", "/kring/:circle/opnieuw", KR_SHARED, true, kr_page_redo, NULL, KR_PART_ANY, 0, KR_RIGHT_ADD},
    {"GET", "/kring/:circle/bak", KR_OWNER, false, kr_page_bin, "bin", KR_PART_MAP, 0, 0},
    {"POST", "/kring/:circle/bak", KR_OWNER, true, kr_page_bin_act, NULL, KR_PART_MAP, 0, 0},
    {"GET", "/kring/:circle/levend", KR_SHARED, false, kr_page_live, NULL, KR_PART_ANY, 0, 0},
    {0},
};
