#include "web/door.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* Whoever reads an answer for longer than this may have to give way, too. */
#define READS_MS 10000

enum { NOBODY, WAITS, BUSY, SENDS, GONE };

void kr_door_init(kr_door *door) {
    memset(door, 0, sizeof(*door));
    pthread_mutex_init(&door->lock, NULL);
}

void kr_door_dispose(kr_door *door) {
    pthread_mutex_destroy(&door->lock);
}

/* Of IPv6 the first half: one household or firm has all of the rest. */
static uint64_t place_of(const struct sockaddr *address) {
    unsigned char bytes[8] = {0};
    uint64_t place;
    if (address && address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof(in));
        memcpy(bytes + 4, &in.sin_addr, 4);
    } else if (address && address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof(in));
        if (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr))
            memcpy(bytes + 4, in.sin6_addr.s6_addr + 12, 4);
        else
            memcpy(bytes, in.sin6_addr.s6_addr, 8);
    }
    memcpy(&place, bytes, sizeof(place));
    return place;
}

static bool older(const kr_seat *seat, const kr_seat *than) {
    return !than || atomic_load(&seat->since) < atomic_load(&than->since);
}

/* Who came from a place that holds more than a quarter makes room among their own; anybody else takes the
 * seat of whoever keeps others waiting longest. Behind a proxy all come from one place, and then it is the
 * longest of all. */
static kr_seat *who_gives_way(kr_door *door, const kr_seat *newcomer, int64_t now) {
    kr_seat *waits = NULL, *sends = NULL;
    size_t same = 0;
    for (size_t i = 0; i < KR_SEATS; i++)
        same += atomic_load(&door->seats[i].state) != NOBODY && door->seats[i].place == newcomer->place;
    bool own = same > KR_SEATS_KEPT / 4;
    for (size_t i = 0; i < KR_SEATS; i++) {
        kr_seat *seat = &door->seats[i];
        int state = atomic_load(&seat->state);
        if (seat == newcomer || (own && seat->place != newcomer->place)) continue;
        if (state == WAITS && older(seat, waits)) waits = seat;
        if (state == SENDS && now - atomic_load(&seat->since) > READS_MS && older(seat, sends)) sends = seat;
    }
    return waits ? waits : sends;
}

/* Only shut here: the thread of that connection then finds its end, and closes it itself. */
static void make_room(kr_door *door, const kr_seat *newcomer, int64_t now) {
    kr_seat *seat = who_gives_way(door, newcomer, now);
    if (!seat) return;
    int state = atomic_load(&seat->state);
    bool still = state == WAITS || state == SENDS;
    if (still && atomic_compare_exchange_strong(&seat->state, &state, GONE))
        (void)shutdown(seat->fd, SHUT_RDWR);
}

kr_seat *kr_door_enter(kr_door *door, int fd, const struct sockaddr *address, int64_t now) {
    kr_seat *seat = NULL;
    pthread_mutex_lock(&door->lock);
    for (size_t i = 0; i < KR_SEATS && !seat; i++)
        if (atomic_load(&door->seats[i].state) == NOBODY) seat = &door->seats[i];
    if (seat) {
        seat->fd = fd;
        seat->place = place_of(address);
        atomic_store(&seat->since, now);
        atomic_store(&seat->state, WAITS);
        if (++door->taken > KR_SEATS_KEPT) make_room(door, seat, now);
    }
    pthread_mutex_unlock(&door->lock);
    return seat;
}

bool kr_door_crowded(kr_door *door) {
    pthread_mutex_lock(&door->lock);
    bool crowded = door->taken > KR_SEATS - KR_SEATS_LAST;
    pthread_mutex_unlock(&door->lock);
    return crowded;
}

void kr_door_leave(kr_door *door, kr_seat *seat) {
    if (!seat) return;
    pthread_mutex_lock(&door->lock);
    atomic_store(&seat->state, NOBODY);
    door->taken--;
    pthread_mutex_unlock(&door->lock);
}

bool kr_seat_busy(kr_seat *seat) {
    int state = WAITS;
    return !seat || atomic_compare_exchange_strong(&seat->state, &state, BUSY) || state == BUSY;
}

void kr_seat_sends(kr_seat *seat, int64_t now) {
    int state = BUSY;
    if (!seat) return;
    atomic_store(&seat->since, now);
    (void)atomic_compare_exchange_strong(&seat->state, &state, SENDS);
}

void kr_seat_waits(kr_seat *seat, int64_t now) {
    if (!seat) return;
    int state = atomic_load(&seat->state);
    atomic_store(&seat->since, now);
    while (state != GONE && !atomic_compare_exchange_weak(&seat->state, &state, WAITS)) continue;
}
