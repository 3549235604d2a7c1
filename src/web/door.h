/* Who is connected. Connections are few, and whoever only holds one open must not keep others out: when
 * nearly all are taken, the one that has waited longest for somebody to finish asking gives way to who comes
 * in.
 *
 * Thread-safe. Times are steady milliseconds. */
#ifndef KR_DOOR_H
#define KR_DOOR_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockaddr;

/* More than this do not come in at all: libmicrohttpd then closes who was just let in. */
#define KR_SEATS 320
/* Above this somebody gives way. In between stand those who were shown out and have not left yet. */
#define KR_SEATS_KEPT 256
/* With fewer left than this, newcomers wait a little until others have left. */
#define KR_SEATS_LAST 32

typedef struct kr_seat {
    atomic_int state;
    atomic_llong since;
    uint64_t place; /* from where: an address, of IPv6 the network */
    int fd;
} kr_seat;

typedef struct kr_door {
    pthread_mutex_t lock;
    unsigned taken;
    kr_seat seats[KR_SEATS];
} kr_door;

void kr_door_init(kr_door *door);
void kr_door_dispose(kr_door *door);
/* A connection begins; its socket stays the caller's. NULL: not kept count of. O(KR_SEATS). */
kr_seat *kr_door_enter(kr_door *door, int fd, const struct sockaddr *address, int64_t now);
bool kr_door_crowded(kr_door *door);
/* Its socket is about to be closed. `seat` may be NULL here and below. */
void kr_door_leave(kr_door *door, kr_seat *seat);
/* All of a request is there: from now on it is not cut off. False: it was already. */
bool kr_seat_busy(kr_seat *seat);
/* The answer is on its way. */
void kr_seat_sends(kr_seat *seat, int64_t now);
/* The answer was heard; the next request may come. */
void kr_seat_waits(kr_seat *seat, int64_t now);

#endif
