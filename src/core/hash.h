/* A number for a short text, to find it by. For names that this program chose itself: somebody who chooses
 * the texts can make them collide. The same on every machine (tools/po_table.mjs computes it too). */
#ifndef KR_HASH_H
#define KR_HASH_H

#include "core/base.h"

static inline uint64_t kr_hash_load4(const char *ptr) {
    const unsigned char *c = (const unsigned char *)ptr;
    return (uint64_t)c[0] | (uint64_t)c[1] << 8 | (uint64_t)c[2] << 16 | (uint64_t)c[3] << 24;
}

static inline uint64_t kr_hash_load8(const char *ptr) {
    return kr_hash_load4(ptr) | kr_hash_load4(ptr + 4) << 32;
}

/* At most seven bytes. */
static inline uint64_t kr_hash_short(kr_str s) {
    const unsigned char *c = (const unsigned char *)s.ptr;
    if (s.len >= 4) return kr_hash_load4(s.ptr) | kr_hash_load4(s.ptr + s.len - 4) << 32;
    return s.len == 0 ? 0 : (uint64_t)c[0] | (uint64_t)c[s.len / 2] << 8 | (uint64_t)c[s.len - 1] << 16;
}

/* O(bytes), eight at a time; the last eight may overlap those before. */
static inline uint32_t kr_hash(kr_str s) {
    uint64_t hash = s.len;
    for (size_t at = 0; at + 8 < s.len; at += 8) {
        hash = (hash ^ kr_hash_load8(s.ptr + at)) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    hash = (hash ^ (s.len < 8 ? kr_hash_short(s) : kr_hash_load8(s.ptr + s.len - 8))) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(hash >> 32);
}

#endif
