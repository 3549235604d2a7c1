/* A change made by a page, and where to go afterwards. */
#include "web/engine.h"
#include "web/way.h"

typedef struct making {
    kr_request *request;
    kr_act act;
    kr_fill_fn fill;
    void *context;
    bool nothing; /* the form changed nothing */
} making;

/* The number of the newest change that the form was made from; what is there now when it does not say. */
static uint64_t base_of(const kr_request *request, const kr_circle *now) {
    int64_t base;
    if (!kr_str_int(kr_posted(request, "base"), &base) || base < 0 || (uint64_t)base > now->n_changes)
        return now->n_changes;
    return (uint64_t)base;
}

static kr_err make(void *context, kr_arena *arena, const kr_circle *now, kr_change *out, kr_error *error) {
    making *m = context;
    kr_request *request = m->request;
    kr_draft draft;
    kr_maker maker = {.author = request->account.id,
                      .author_name = request->account.name,
                      .device = request->session.id,
                      .at_ms = request->now,
                      .ids = kr_store_ids(request->web->store)};
    kr_draft_begin(&draft, arena, now, maker, m->act, base_of(request, now));
    m->fill(&draft, m->context);
    if (draft.error.code == KR_OK && kr_draft_conflicts(&draft, NULL, 0) > 0) {
        kr_conflicts_keep(request, &draft);
        return kr_fail(error, KR_E_CONFLICT, "error.conflict", NULL, NULL);
    }
    kr_err err = kr_draft_end(&draft, out, error);
    m->nothing = err == KR_E_NOT_FOUND && error && strcmp(error->key, "error.nothing_changed") == 0;
    return err;
}

/* By its owner, or by a guest, whose change is judged by the store. */
static kr_err keep(kr_request *request, kr_snapshot **next, making *m, kr_error *error) {
    kr_store *store = request->web->store;
    kr_id account = request->account.id;
    return request->guest ? kr_circle_change_as(store, next, &request->proposed, account, request->circle_id,
                                                make, m, request->now, error)
                          : kr_circle_change(store, next, account, request->circle_id, make, m, error);
}

kr_err kr_page_change(kr_request *request, kr_act act, kr_fill_fn fill, void *context, kr_error *error) {
    making m = {.request = request, .act = act, .fill = fill, .context = context, .nothing = false};
    kr_snapshot *next = NULL;
    kr_error own = {.code = KR_OK};
    if (request->preview) return kr_fail(error, KR_E_DENIED, "preview.only", NULL, NULL);
    if (request->example || !request->signed_in)
        return kr_fail(error, KR_E_DENIED, "error.example", NULL, NULL);
    kr_err err = keep(request, &next, &m, &own);
    if (m.nothing && err == KR_E_NOT_FOUND) return KR_OK;
    if (err == KR_OK && request->proposed) return KR_OK; /* nothing is as it was not */
    if (err != KR_OK) {
        if (error) *error = own;
        return err;
    }
    /* The page may still hold records of the circle as it was: that stays until the answer is given. */
    if (!request->visit.snapshot)
        request->visit.snapshot = request->snapshot;
    else
        kr_snapshot_release(request->web->store, request->snapshot);
    request->snapshot = next;
    return kr_view_make(&request->view, request->arena, kr_snapshot_circle(next), request->view.viewer, 0,
                        error);
}

void kr_go(kr_request *request, kr_reply *reply, const char *path, const char *notice_key) {
    kr_go_to(request, reply, path, 0, "", notice_key);
}

/* Somebody who came from a step of a walk keeps the way back: the address gets "weg=RUN/STEP" before its
 * "#". */
static kr_str with_way(kr_request *request, kr_str location) {
    kr_buf out;
    kr_str place, from = kr_way_from(request), with;
    if (!from.len || kr_str_find(location, KR_STR("weg=")) != SIZE_MAX ||
        kr_str_find(location, KR_STR("/weg/")) != SIZE_MAX)
        return location;
    place = kr_str_cut(location, '#', &location);
    kr_buf_init(&out, request->arena, 4096);
    kr_put(&out, location);
    kr_put_z(&out, kr_str_find(location, KR_STR("?")) == SIZE_MAX ? "?weg=" : "&weg=");
    kr_put(&out, from);
    if (place.len) kr_put_c(&out, '#');
    kr_put(&out, place);
    return kr_buf_end(&out, &with) == KR_OK ? with : location;
}

void kr_go_to(kr_request *request, kr_reply *reply, const char *path, kr_id id, const char *tail,
              const char *notice_key) {
    kr_buf out;
    kr_str location;
    char digits[17] = "";
    if (id) kr_id_text(id, digits);
    kr_buf_init(&out, request->arena, 4096);
    kr_put(&out, request->base);
    kr_put_z(&out, path);
    kr_put_z(&out, digits);
    kr_put_z(&out, tail);
    bool whole = kr_buf_end(&out, &location) == KR_OK && location.len;
    reply->location = whole ? with_way(request, location) : KR_STR("/");
    if (request->proposed) notice_key = KR_NOTICE_WAITS;
    if (notice_key) kr_set_cookie(request, KR_COOKIE_NOTICE, kr_str_z(notice_key), 60);
}

const kr_person *kr_page_person(kr_request *request) {
    kr_id id;
    if (!kr_id_parse(request->params[1], &id) || !request->view.circle) return NULL;
    return kr_circle_person(request->view.circle, id);
}
