/* The handshake of an open page (RFC 6455, 4.2): a request like any other, which is answered with 101. */
#include "web/engine.h"
#include "web/live.h"
#include "web/ws.h"

static bool says(const kr_request *request, const char *header, const char *word) {
    kr_str line = kr_header_in(request->call, header), one;
    kr_str want = kr_str_z(word);
    while (line.len) {
        line = kr_str_cut(line, ',', &one);
        one = kr_str_trim(one);
        if (one.len != want.len) continue;
        size_t i = 0;
        while (i < one.len && (one.ptr[i] | 0x20) == want.ptr[i]) i++;
        if (i == one.len) return true;
    }
    return false;
}

uint64_t kr_live_print(const kr_circle *circle, const kr_share_entry *guest) {
    uint64_t print = 1469598103934665603u + (guest ? guest->version : 0);
    for (size_t i = 0; i < circle->n_changes; i++) {
        const kr_change *change = &circle->changes[i];
        if (change->count == 0) continue; /* of a guest: something they do not see */
        print = (print ^ change->seq) * 1099511628211u;
        print = (print ^ change->count) * 1099511628211u;
    }
    return print;
}

kr_err kr_page_live(kr_request *request, kr_reply *reply, kr_error *error) {
    uint64_t now = kr_live_print(request->view.circle, request->guest);
    kr_id shown;
    kr_live_seat *seat = kr_new(request->arena, kr_live_seat);
    char accept[KR_WS_ACCEPT];
    bool asked = says(request, "upgrade", "websocket") && says(request, "connection", "upgrade") &&
                 kr_str_is(kr_header_in(request->call, "sec-websocket-version"), "13") &&
                 kr_ws_accept(accept, kr_header_in(request->call, "sec-websocket-key"));
    if (!seat) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (request->example || request->preview)
        return kr_fail(error, KR_E_NOT_FOUND, "error.say.404", NULL, NULL);
    if (!asked || request->call->http10) return kr_fail(error, KR_E_SYNTAX, "error.say.400", NULL, NULL);
    /* no other site may listen along: a browser always says which page opens a socket */
    if (kr_header_in(request->call, "origin").len == 0 || !kr_request_same_site(request))
        return kr_fail(error, KR_E_DENIED, "error.elsewhere", NULL, NULL);
    if (!kr_live_room(request->web->live, request->account.id))
        return kr_fail(error, KR_E_BUSY, "error.say.503", NULL, NULL);
    *seat = (kr_live_seat){.account = request->account.id,
                           .circle = request->circle_id,
                           .session = request->session.id,
                           .print = now,
                           .seq = request->view.circle->n_changes};
    /* the page was made a moment ago; when it is behind, it hears so at once */
    if (kr_id_parse(kr_query(request, "van"), &shown) && shown != now) {
        seat->print = shown;
    }
    reply->accept = kr_arena_copy(request->arena, kr_str_z(accept));
    reply->live = seat;
    return KR_OK;
}
