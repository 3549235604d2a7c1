/* Pages that stay open: a socket for each, which says only that something changed ({"seq":N}: fetch the page
 * anew; 0 when it is not a newer change that made it so) or that it is over ({"gone":true}), never what.
 *
 * All sockets are looked after by one thread. They are no seats of the door (door.h): their connection was
 * taken over from the server. Thread-safe. */
#ifndef KR_LIVE_H
#define KR_LIVE_H

#include "store/share.h"
#include "web/web.h"

#define KR_LIVE_MOST 1000 /* sockets at once */
#define KR_LIVE_EACH 20   /* of one account */

typedef struct kr_live kr_live;

/* Who sits behind a socket, and where. */
typedef struct kr_live_seat {
    kr_id account, circle, session;
    uint64_t print; /* of the circle as their page shows it; see kr_live_print */
    uint64_t seq;   /* the newest change at that time */
} kr_live_seat;

/* `clock` as of kr_web. */
kr_err kr_live_start(kr_live **out, kr_store *store, int64_t (*clock)(void *context), void *clock_context,
                     kr_error *error) KR_CHECKED;
/* Hangs up on everybody. NULL is allowed, here and below. */
void kr_live_stop(kr_live *live);
/* Is there room for one more of this account? */
bool kr_live_room(kr_live *live, kr_id account);
/* Takes over the socket, with what was already read from it; closes it when there is no room. */
void kr_live_enter(kr_live *live, const kr_live_seat *seat, int fd, const void *already, size_t count);
/* Something was done in this circle, or by this account (0: none): their sockets are looked at now. */
void kr_live_poke(kr_live *live, kr_id circle, kr_id account);
/* How many sockets there are. */
size_t kr_live_count(kr_live *live);

/* Differs when anything that this reader sees of the log differs, or how a guest is let in. O(changes). */
uint64_t kr_live_print(const kr_circle *circle, const kr_share_entry *guest);

/* GET /kring/:circle/levend: the handshake. */
kr_err kr_page_live(kr_request *request, kr_reply *reply, kr_error *error);

#endif
