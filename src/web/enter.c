/* The circle in the address, and as whom the reader comes in: its owner, a guest, the owner looking through a
 * guest's eyes, or anybody at an example. */
#include "web/engine.h"
#include "web/live.h"

#include <stdio.h>

static kr_err not_here(kr_error *error) {
    return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
}

static kr_err open_example(kr_request *request, const kr_example_circle *example, kr_error *error) {
    request->example = true;
    return kr_view_make(&request->view, request->arena, &example->circle, KR_VIEWER_OWNER, 0, error);
}

static kr_err set_base(kr_request *request) {
    kr_buf out;
    kr_buf_init(&out, request->arena, 200);
    kr_put_z(&out, "/kring/");
    kr_put(&out, request->params[0]);
    return kr_buf_end(&out, &request->base);
}

static kr_look_ground ground_of(const kr_share_entry *guest) {
    if (!guest) return KR_GROUND_OWN;
    return guest->role == KR_ROLE_REPRESENTATIVE ? KR_GROUND_REPRESENT : KR_GROUND_LET_IN;
}

/* Whoever looks is written down before the first answer. The owner may see their own circle also while the
 * disk is full or cannot be written; nobody else is let in then. */
static kr_err note_look(kr_request *request, const kr_route *route, kr_error *error) {
    kr_error why = {0};
    bool reads = kr_str_is(kr_str_z(route->method), "GET");
    const kr_share_entry *guest = request->guest;
    const kr_look look = {.account = request->account.id,
                          .session = request->session.id,
                          .share = guest ? guest->id : 0,
                          .on_behalf =
                              guest && guest->role == KR_ROLE_REPRESENTATIVE ? guest->rules.owner : 0,
                          .action = reads ? KR_ACTION_READ : KR_ACTION_UPDATE,
                          .part = route->part < KR_PARTS ? route->part : (uint8_t)KR_PART_MAP,
                          .role = guest ? guest->role : 0,
                          .ground = (uint8_t)ground_of(guest)};
    if (request->preview || route->page == kr_page_live) return KR_OK;
    kr_err err = kr_look_note(request->web->store, request->circle_id, &look, request->now, &why);
    bool disk = err == KR_E_FULL || err == KR_E_READONLY || err == KR_E_IO;
    if (err == KR_OK || (disk && !request->guest)) return KR_OK;
    *error = why;
    return err;
}

/* It was read together with who asks; but whoever signed in on the way is somebody else. */
static kr_err take_snapshot(kr_request *request, kr_access *access, kr_error *error) {
    kr_visit *visit = &request->visit;
    bool read = visit->snapshot && visit->circle == request->circle_id &&
                visit->session.account == request->account.id;
    if (!read)
        return kr_circle_enter(request->web->store, &request->snapshot, access, request->arena,
                               request->account.id, request->circle_id, request->now, error);
    request->snapshot = visit->snapshot;
    visit->snapshot = NULL;
    *access = visit->access;
    if (!access->share.id) access->owner = true;
    return KR_OK;
}

/* Of "CIRCLE" and "CIRCLE~SHARE", the second the owner's look through the eyes of that share. */
static bool read_address(kr_request *request, kr_id *share) {
    kr_str circle, eyes = kr_str_cut(request->params[0], '~', &circle);
    *share = 0;
    if (!kr_id_parse(circle, &request->circle_id)) return false;
    if (circle.len == request->params[0].len) return true;
    request->preview = true;
    return kr_id_parse(eyes, share);
}

/* Is the route open to this guest, by its part or by the one record it is about? */
static bool opened(const kr_request *request, const kr_route *route, const kr_str params[4]) {
    kr_right right = route->right ? (kr_right)route->right : KR_RIGHT_READ;
    const kr_share *share = &request->guest->rules;
    if (route->who != KR_SHARED) return false;
    if (kr_share_opens(share, (kr_part)route->part, right)) return true;
    for (size_t i = 0; i < share->n_ones; i++)
        for (size_t k = 1; k < KR_COUNT(request->params); k++) {
            kr_id id;
            if (kr_id_parse(params[k], &id) && id == share->ones[i].record &&
                share->ones[i].right >= (uint8_t)right)
                return true;
        }
    return false;
}

bool kr_may_go(const kr_request *request, const char *path) {
    char whole[200];
    kr_str params[4];
    bool other;
    if (!request->guest) return true;
    int n = snprintf(whole, sizeof whole, "/kring/-%.*s", (int)strcspn(path, "?#"), path);
    if (n < 0 || (size_t)n >= sizeof whole) return false;
    const kr_route *route =
        kr_route_find(request->web->router, KR_STR("GET"), kr_str_z(whole), params, &other);
    return route && opened(request, route, params);
}

static kr_err let_in(kr_request *request, const kr_access *access, kr_error *error) {
    kr_share_entry *guest = kr_new(request->arena, kr_share_entry);
    if (!guest) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    *guest = access->share;
    request->guest = guest;
    return KR_OK;
}

/* For whom it is not open it is as if it were not there: the same answer as for a number that never was. */
static kr_err enter(kr_request *request, const kr_route *route, kr_error *error) {
    kr_access access = {.owner = false};
    kr_id share;
    if (!read_address(request, &share)) return not_here(error);
    kr_err err = !request->preview
                     ? take_snapshot(request, &access, error)
                     : kr_circle_enter_as(request->web->store, &request->snapshot, &access, request->arena,
                                          request->account.id, request->circle_id, share, error);
    if (err == KR_E_NOT_FOUND) return not_here(error);
    if (err == KR_OK && !access.owner) err = let_in(request, &access, error);
    if (err != KR_OK) return err;
    if (request->guest && !opened(request, route, request->params)) return not_here(error);
    if (request->preview && !kr_str_is(kr_str_z(route->method), "GET"))
        return kr_fail(error, KR_E_DENIED, "preview.only", NULL, NULL);
    return KR_OK;
}

/* Somebody looks along at the owner's screen: the map and the family tree, without whom is behind a private
 * tie, and without anything inner. Whatever else is asked for is closed until they are alone. */
static kr_err enter_safe(kr_request *request, const kr_route *route, kr_error *error) {
    kr_access access = {.share = {.name = KR_STR("")}};
    access.share.rules.owner = request->account.id;
    access.share.rules.rights[KR_PART_MAP] = KR_RIGHT_READ;
    access.share.rules.rights[KR_PART_FAMILY] = KR_RIGHT_READ;
    kr_err err = let_in(request, &access, error);
    if (err != KR_OK) return err;
    request->preview = request->safe = true;
    if (!opened(request, route, request->params) || !kr_str_is(kr_str_z(route->method), "GET"))
        return kr_fail(error, KR_E_DENIED, "safe.closed", NULL, NULL);
    return kr_view_shared(&request->view, request->arena, kr_snapshot_circle(request->snapshot),
                          &request->guest->rules, 0, error);
}

kr_err kr_request_enter(kr_request *request, const kr_route *route, kr_error *error) {
    const kr_example_circle *example = kr_example_at(request->web, request->params[0]);
    if (set_base(request) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    request->route = route;
    if (example) return open_example(request, example, error);
    kr_err err = enter(request, route, error);
    if (err == KR_OK) err = note_look(request, route, error);
    if (err != KR_OK) {
        request->guest = NULL;
        request->preview = false;
        return err;
    }
    if (!request->guest && kr_request_safe(request)) return enter_safe(request, route, error);
    return kr_view_make(&request->view, request->arena, kr_snapshot_circle(request->snapshot),
                        request->guest ? KR_VIEWER_GUEST : KR_VIEWER_OWNER, 0, error);
}

kr_id kr_circle_in(const kr_route *route, kr_str param) {
    kr_id circle;
    return kr_route_in_circle(route) && kr_id_parse(param, &circle) ? circle : 0;
}
