#include "web/thens.h"

#include "web/engine.h"

#define MOST 24

static kr_str day_of(kr_arena *arena, kr_lang lang, int64_t ms) {
    kr_buf buf;
    kr_str text = KR_NONE;
    kr_buf_init(&buf, arena, 200);
    kr_say_date(&buf, lang, kr_date_of(ms));
    return kr_buf_end(&buf, &text) == KR_OK ? text : KR_NONE;
}

/* The points that are shown, without their views. */
static size_t choose(kr_point *out, const kr_circle *c) {
    size_t n = 0;
    int64_t last = 0;
    for (size_t i = 0; i < c->n_moments; i++) {
        if (c->moments[i].gone) continue;
        out[n++] = (kr_point){.moment = &c->moments[i]};
        last = c->moments[i].upto;
    }
    /* The change that kept the moment is no change of the circle. */
    if (!n || last + 1 < (int64_t)c->n_changes) out[n++] = (kr_point){.moment = NULL};
    return n;
}

static kr_err make_one(kr_then *then, kr_point *point, kr_arena *arena, const kr_circle *circle,
                       kr_viewer viewer, kr_error *error) {
    uint64_t upto = point->moment && point->moment->upto > 0 ? (uint64_t)point->moment->upto : 0;
    kr_err err = kr_view_make(&point->view, arena, circle, viewer, upto, error);
    if (err != KR_OK) return err;
    if (kr_network_make(&then->network, arena, &point->view) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    return KR_OK;
}

kr_err kr_thens_make(kr_then **out, size_t *count, const kr_point **points, kr_arena *arena,
                     const kr_circle *circle, kr_viewer viewer, kr_lang lang, int64_t now_ms,
                     kr_error *error) {
    kr_point *all = kr_new_n(arena, kr_point, circle->n_moments + 1);
    kr_then *list = kr_new_n(arena, kr_then, MOST + 1);
    if (!all || !list) return kr_fail(error, KR_E_MEMORY, "error.memory", "", "");
    size_t n = choose(all, circle);
    if (n > MOST) all += n - MOST, n = MOST;
    for (size_t i = 0; i < n; i++) {
        const kr_moment *m = all[i].moment;
        kr_err err = make_one(&list[i], &all[i], arena, circle, viewer, error);
        if (err != KR_OK) return err;
        /* A name somebody gave may hold a name. */
        list[i].name = !m ? kr_word(lang, "over.now") : viewer == KR_VIEWER_INITIALS ? KR_NONE : m->name;
        list[i].day = m && !m->at ? KR_NONE : day_of(arena, lang, m ? kr_clock_local(m->at) : now_ms);
    }
    *out = list;
    *count = n;
    if (points) *points = all;
    return KR_OK;
}
