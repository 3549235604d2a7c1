#include "apart/wire.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static uint32_t number(const unsigned char in[4]) {
    return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

static void put_number(unsigned char out[4], size_t value) {
    for (int i = 0; i < 4; i++) out[i] = (unsigned char)(value >> (8 * i));
}

bool kr_wire_parse(kr_wire *out, const unsigned char *bytes, size_t len) {
    if (len < 1 || len > KR_WIRE_MOST) return false;
    kr_wire wire = {.kind = bytes[0]};
    for (size_t at = 1; at < len;) {
        if (wire.count == KR_WIRE_FIELDS || len - at < 5) return false;
        size_t size = number(bytes + at + 1);
        if (size > len - at - 5) return false;
        wire.fields[wire.count++] = (kr_wire_field){bytes[at], (const char *)bytes + at + 5, size};
        at += 5 + size;
    }
    *out = wire;
    return true;
}

const kr_wire_field *kr_wire_find(const kr_wire *wire, kr_wire_tag tag) {
    for (size_t i = 0; i < wire->count; i++)
        if (wire->fields[i].tag == tag) return &wire->fields[i];
    return NULL;
}

bool kr_wire_text(const kr_wire *wire, kr_wire_tag tag, char *out, size_t cap) {
    const kr_wire_field *field = kr_wire_find(wire, tag);
    if (!field || field->len == 0 || field->len >= cap || memchr(field->ptr, 0, field->len)) return false;
    memcpy(out, field->ptr, field->len);
    out[field->len] = '\0';
    return true;
}

static bool write_all(int fd, const unsigned char *bytes, size_t len) {
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

unsigned char *kr_wire_pack(size_t *len, uint8_t kind, const kr_wire_field *fields, size_t count) {
    size_t size = 1;
    for (size_t i = 0; i < count; i++) {
        if (fields[i].len > KR_WIRE_MOST) return NULL;
        size += 5 + fields[i].len;
        if (size > KR_WIRE_MOST) return NULL;
    }
    unsigned char *bytes = malloc(size + 4), *at = bytes;
    if (!bytes) return NULL;
    put_number(at, size);
    at[4] = kind;
    at += 5;
    for (size_t i = 0; i < count; i++) {
        *at = fields[i].tag;
        put_number(at + 1, fields[i].len);
        if (fields[i].len) memcpy(at + 5, fields[i].ptr, fields[i].len);
        at += 5 + fields[i].len;
    }
    *len = size + 4;
    return bytes;
}

bool kr_wire_send(int fd, uint8_t kind, const kr_wire_field *fields, size_t count) {
    size_t len = 0;
    unsigned char *bytes = kr_wire_pack(&len, kind, fields, count);
    bool sent = bytes && write_all(fd, bytes, len);
    free(bytes);
    return sent;
}

static int64_t steady_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool read_all(int fd, unsigned char *out, size_t len, int64_t until) {
    while (len) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        int64_t left = until < 0 ? -1 : until - steady_ms();
        if (until >= 0 && left <= 0) return false;
        int ready = poll(&wait, 1, (int)left);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        ssize_t n = read(fd, out, len);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) return false;
        out += n;
        len -= (size_t)n;
    }
    return true;
}

bool kr_wire_read(int fd, int ms, unsigned char **bytes, kr_wire *out) {
    unsigned char head[4];
    int64_t until = ms < 0 ? -1 : steady_ms() + ms;
    if (!read_all(fd, head, sizeof head, until)) return false;
    size_t len = number(head);
    if (len < 1 || len > KR_WIRE_MOST) return false;
    unsigned char *body = malloc(len);
    if (!body) return false;
    if (!read_all(fd, body, len, until) || !kr_wire_parse(out, body, len)) {
        free(body);
        return false;
    }
    *bytes = body;
    return true;
}
