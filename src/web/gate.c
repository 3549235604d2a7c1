/* The framing gate. Two programs that read the same bytes as different requests are how requests are
 * smuggled; so what could be read in two ways is not read at all. */
#include "web/engine.h"

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_name(kr_str a, const char *b) {
    size_t i = 0;
    for (; i < a.len && b[i]; i++)
        if (lower(a.ptr[i]) != b[i]) return false;
    return i == a.len && b[i] == 0;
}

static bool token(kr_str s) {
    static const char marks[] = "!#$%&'*+-.^_`|~";
    if (s.len == 0) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == 0 || !strchr(marks, c))) return false;
    }
    return true;
}

static bool clean(kr_str value) {
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) return false;
    }
    return true;
}

static bool digits(kr_str s) {
    if (s.len == 0 || s.len > 18) return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    return true;
}

/* Headers that mean one thing and stand there once. */
static const char *const once[] = {"host",           "content-length", "transfer-encoding", "content-type",
                                   "cookie",         "origin",         "referer",           "authorization",
                                   "sec-fetch-site", "expect",         "connection",        "upgrade"};
enum { HOST, LENGTH, ENCODING };

bool kr_gate(kr_str method, kr_str target, bool http10, const kr_header *headers, size_t count) {
    unsigned seen[KR_COUNT(once)] = {0};
    if (!token(method) || target.len == 0 || target.len > 8000 || target.ptr[0] != '/') return false;
    if (!clean(target) || memchr(target.ptr, ' ', target.len) || memchr(target.ptr, '#', target.len))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!token(headers[i].name) || !clean(headers[i].value)) return false;
        for (size_t k = 0; k < KR_COUNT(once); k++)
            if (same_name(headers[i].name, once[k])) {
                if (++seen[k] > 1) return false;
                if (k == LENGTH && !digits(headers[i].value)) return false;
                if (k == ENCODING && !same_name(headers[i].value, "chunked")) return false;
                if (k == HOST && headers[i].value.len == 0) return false;
            }
    }
    if (seen[LENGTH] && seen[ENCODING]) return false;
    if (seen[ENCODING] && http10) return false;
    return seen[HOST] == 1 || http10;
}

bool kr_gate_lines(const char *version, const kr_header *headers, size_t count) {
    uintptr_t end = (uintptr_t)version + strlen(version);
    for (size_t i = 0; i < count; i++) {
        if ((uintptr_t)headers[i].name.ptr - end != 2) return false;
        end = (uintptr_t)headers[i].value.ptr + headers[i].value.len;
    }
    return true;
}

kr_str kr_header_in(const kr_call *call, const char *name) {
    for (size_t i = 0; i < call->n_headers; i++)
        if (same_name(call->headers[i].name, name)) return call->headers[i].value;
    return KR_NONE;
}
