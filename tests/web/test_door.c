/* Who gives way when nearly all connections are taken. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/door.h"

typedef struct visitor {
    int ours, theirs;
    kr_seat *seat;
} visitor;

static visitor come(kr_door *door, uint32_t address, int64_t now) {
    int pair[2];
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(address)};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    return (visitor){pair[0], pair[1], kr_door_enter(door, pair[0], (const struct sockaddr *)&from, now)};
}

static bool shown_out(const visitor *v) {
    struct pollfd at = {.fd = v->theirs, .events = POLLIN};
    char byte;
    return poll(&at, 1, 0) == 1 && read(v->theirs, &byte, 1) == 0;
}

static void leave(kr_door *door, visitor *v) {
    kr_door_leave(door, v->seat);
    close(v->ours);
    close(v->theirs);
}

static size_t gone(const visitor *all, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) n += shown_out(&all[i]);
    return n;
}

static void the_longest_waiting_gives_way(void **state) {
    static kr_door door;
    static visitor all[KR_SEATS + 1];
    (void)state;
    kr_door_init(&door);
    for (int i = 0; i < KR_SEATS_KEPT; i++) all[i] = come(&door, 0x0a000001u + (unsigned)i * 256, i);
    assert_int_equal(gone(all, KR_SEATS_KEPT), 0);
    assert_true(kr_seat_busy(all[0].seat)); /* is being answered */
    assert_true(kr_seat_busy(all[1].seat)); /* was answered, and asks nothing more */
    kr_seat_sends(all[1].seat, 5000);
    kr_seat_waits(all[1].seat, 5000);
    assert_true(kr_seat_busy(all[2].seat)); /* reads slowly */
    kr_seat_sends(all[2].seat, 5000);
    all[KR_SEATS_KEPT] = come(&door, 0x0b000001u, 6000);
    assert_int_equal(gone(all, KR_SEATS_KEPT + 1), 1);
    assert_true(shown_out(&all[3]));
    assert_false(kr_seat_busy(all[3].seat)); /* too late: it is not answered any more */
    kr_seat_waits(all[3].seat, 6000);
    assert_false(kr_seat_busy(all[3].seat));
    leave(&door, &all[3]);
    all[3] = come(&door, 0x0b000002u, 6001);
    assert_true(shown_out(&all[4]));
    assert_false(kr_door_crowded(&door));
    for (int i = KR_SEATS_KEPT + 1; i < KR_SEATS; i++) all[i] = come(&door, 0x0b000003u, 6002);
    assert_true(kr_door_crowded(&door));
    assert_null(come(&door, 0x0c000001u, 6003).seat); /* no seat: it is let be, and never counted */
    for (int i = 0; i < KR_SEATS; i++) leave(&door, &all[i]);
    assert_int_equal(door.taken, 0);
    kr_door_dispose(&door);
}

/* Who holds more than a quarter takes no other's seat. */
static void a_crowd_makes_room_among_itself(void **state) {
    static kr_door door;
    static visitor all[KR_SEATS];
    (void)state;
    kr_door_init(&door);
    for (int i = 0; i < KR_SEATS_KEPT; i++)
        all[i] = come(&door, i < 100 ? 0x0a000001u + (unsigned)i : 0x0b000001u, i);
    all[256] = come(&door, 0x0b000001u, 1000);
    assert_true(shown_out(&all[100]));
    all[257] = come(&door, 0x0c000001u, 1001);
    assert_true(shown_out(&all[0]));
    assert_int_equal(gone(all, 258), 2);
    for (int i = 0; i < 258; i++) leave(&door, &all[i]);
    kr_door_dispose(&door);
}

/* When nobody waits, whoever reads an answer for long does give way; who is being answered never. */
static void slow_readers(void **state) {
    static kr_door door;
    static visitor all[KR_SEATS];
    (void)state;
    kr_door_init(&door);
    for (int i = 0; i < KR_SEATS_KEPT; i++) {
        all[i] = come(&door, 0x0a000001u, 0);
        assert_true(kr_seat_busy(all[i].seat));
    }
    all[256] = come(&door, 0x0b000001u, 60000);
    assert_true(kr_seat_busy(all[256].seat));
    assert_int_equal(gone(all, 257), 0);
    kr_seat_sends(all[7].seat, 0);
    kr_seat_sends(all[8].seat, 55000);
    all[257] = come(&door, 0x0b000001u, 60000);
    assert_true(kr_seat_busy(all[257].seat));
    assert_true(shown_out(&all[7]));
    leave(&door, &all[7]);
    all[7] = come(&door, 0x0b000001u, 60001);
    assert_false(shown_out(&all[8])); /* not for long yet */
    for (int i = 0; i < 258; i++) leave(&door, &all[i]);
    kr_door_dispose(&door);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_waiting_gives_way),
        cmocka_unit_test(a_crowd_makes_room_among_itself),
        cmocka_unit_test(slow_readers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
