/* The circle over time: a picture for each moment, and each step in sentences. */
#include "web/pages_life.h"
#include "web/story_words.h"
#include "web/thens.h"

static kr_str page_word(void *context, const char *key) {
    const kr_page *page = context;
    return kr_word(page->lang, key);
}

static void code_of(const kr_point *point, char out[17]) {
    if (point->moment)
        kr_id_text(point->moment->id, out);
    else
        memcpy(out, "nu", 3);
}

static kr_err put_step(const kr_page *page, kr_model *array, const kr_then *thens, const kr_point *points,
                       size_t from, size_t to, kr_error *error) {
    kr_story story;
    char a[17], b[17];
    kr_model *step = kr_add_object(array);
    if (kr_story_make(&story, page->request->arena, &points[from].view, &points[to].view) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    kr_put_text(step, "from", thens[from].name);
    kr_put_text(step, "to", thens[to].name);
    kr_put_text(step, "day", thens[to].day);
    kr_put_text(step, "remark", points[to].moment ? points[to].moment->remark : KR_NONE);
    kr_put_story(page, step, &story);
    code_of(&points[from], a);
    code_of(&points[to], b);
    kr_buf href = kr_page_buf(page);
    kr_put(&href, page->request->base);
    kr_put_z(&href, "/tijd?van=");
    kr_put_z(&href, a);
    kr_put_z(&href, "&tot=");
    kr_put_z(&href, b);
    kr_put_z(&href, "#h-naast");
    kr_put_text(step, "href", kr_page_text(&href));
    return KR_OK;
}

kr_err kr_page_over_time(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    kr_then *thens;
    const kr_point *points;
    size_t count;
    kr_err err = kr_page_open(&page, request, reply, "title.over_time", error);
    if (!err)
        err = kr_thens_make(&thens, &count, &points, request->arena, request->view.circle,
                            request->view.viewer, page.lang, request->local, error);
    if (err) return err;
    kr_model *steps = kr_put_array(page.model, "steps");
    for (size_t i = 1; i < count && !err; i++) err = put_step(&page, steps, thens, points, i - 1, i, error);
    kr_model *whole = kr_put_array(page.model, "whole");
    if (!err && count > 2) err = put_step(&page, whole, thens, points, 0, count - 1, error);
    if (err) return err;
    kr_put_bool(page.model, "has_steps", count > 1);
    kr_put_bool(page.model, "has_whole", count > 2);
    kr_draw_options options = {.as = KR_DRAW_OVER_TIME,
                               .moments = thens,
                               .n_moments = count,
                               .text = page_word,
                               .text_context = &page};
    return kr_put_both(&page, &options, "over.drawing", error);
}
