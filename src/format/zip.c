/* One file out of a zip, by its central directory. What lies in it is unpacked within limits. */
#include <zlib.h>

#include "format/graph.h"
#include "format/tree.h"

#define MOST_ENTRIES 1000u
#define TAIL         22u
#define ENTRY        46u
#define LOCAL        30u

static uint32_t u16(const char *p) {
    const unsigned char *c = (const unsigned char *)p;
    return (uint32_t)c[0] | (uint32_t)c[1] << 8;
}

static uint32_t u32(const char *p) {
    return u16(p) | u16(p + 2) << 16;
}

bool kr_is_zip(kr_str bytes) {
    return bytes.len >= TAIL && memcmp(bytes.ptr, "PK\003\004", 4) == 0;
}

typedef struct entry {
    kr_str name;
    uint32_t method, flags, crc, packed, size, at;
} entry;

static bool ends_with(kr_str name, const char *ending) {
    size_t n = strlen(ending);
    if (name.len < n) return false;
    for (size_t i = 0; i < n; i++) {
        char c = name.ptr[name.len - n + i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (c != ending[i]) return false;
    }
    return true;
}

/* Where the directory begins and how many entries it has, from the end of the file. */
static bool find_directory(kr_str bytes, uint32_t *at, uint32_t *count) {
    size_t least = bytes.len > TAIL + 65535 ? bytes.len - TAIL - 65535 : 0;
    for (size_t i = bytes.len - TAIL + 1; i-- > least;) {
        if (memcmp(bytes.ptr + i, "PK\005\006", 4) != 0) continue;
        *count = u16(bytes.ptr + i + 10);
        *at = u32(bytes.ptr + i + 16);
        return *at <= bytes.len;
    }
    return false;
}

/* The entry at *at in the directory; moves *at behind it. */
static bool next_entry(kr_str bytes, uint32_t *at, entry *out) {
    if (bytes.len - *at < ENTRY || memcmp(bytes.ptr + *at, "PK\001\002", 4) != 0) return false;
    const char *e = bytes.ptr + *at;
    size_t name = u16(e + 28), rest = (size_t)u16(e + 30) + u16(e + 32);
    if (bytes.len - *at - ENTRY < name + rest) return false;
    *out = (entry){kr_str_n(e + ENTRY, name),
                   u16(e + 10),
                   u16(e + 8),
                   u32(e + 16),
                   u32(e + 20),
                   u32(e + 24),
                   u32(e + 42)};
    *at += (uint32_t)(ENTRY + name + rest);
    return true;
}

static bool find_entry(kr_str bytes, const char *ending, entry *out) {
    uint32_t at, count;
    if (!kr_is_zip(bytes) || !find_directory(bytes, &at, &count)) return false;
    for (uint32_t i = 0; i < count && i < MOST_ENTRIES; i++) {
        if (!next_entry(bytes, &at, out)) return false;
        if (ends_with(out->name, ending)) return true;
    }
    return false;
}

bool kr_zip_holds(kr_str bytes, const char *ending) {
    entry e;
    return find_entry(bytes, ending, &e);
}

static kr_err unpack(kr_arena *arena, kr_str packed, const entry *e, kr_str *out) {
    char *room = kr_arena_alloc(arena, (size_t)e->size + 1);
    z_stream z = {0};
    if (!room) return KR_E_MEMORY;
    int code = inflateInit2(&z, -MAX_WBITS);
    if (code != Z_OK) return code == Z_MEM_ERROR ? KR_E_MEMORY : KR_E_SYNTAX;
    z.next_in = (Bytef *)(uintptr_t)packed.ptr;
    z.avail_in = (uInt)packed.len;
    z.next_out = (Bytef *)room;
    z.avail_out = (uInt)e->size + 1;
    code = inflate(&z, Z_FINISH);
    size_t size = e->size + 1 - z.avail_out;
    (void)inflateEnd(&z);
    if (code == Z_MEM_ERROR) return KR_E_MEMORY;
    if (code != Z_STREAM_END || size != e->size) return KR_E_SYNTAX;
    *out = kr_str_n(room, size);
    return KR_OK;
}

static kr_err read_entry(kr_str *out, kr_arena *arena, kr_str bytes, const entry *e, size_t most,
                         kr_error *error) {
    if (e->flags & 1 || (e->method != 0 && e->method != 8))
        return kr_fail(error, KR_E_UNSUPPORTED, "format.error.zip_kind", NULL, NULL);
    if (e->size > most) return kr_fail(error, KR_E_LIMIT, "format.error.bytes", NULL, "64");
    bool there =
        bytes.len >= LOCAL && e->at <= bytes.len - LOCAL && memcmp(bytes.ptr + e->at, "PK\003\004", 4) == 0;
    size_t head = there ? LOCAL + (size_t)u16(bytes.ptr + e->at + 26) + u16(bytes.ptr + e->at + 28) : 0;
    if (!there || bytes.len - e->at < head || bytes.len - e->at - head < e->packed)
        return kr_fail(error, KR_E_SYNTAX, "format.error.zip", NULL, NULL);
    kr_str packed = kr_str_n(bytes.ptr + e->at + head, e->packed), text = packed;
    kr_err err = e->method == 8 ? unpack(arena, packed, e, &text) : KR_OK;
    if (err == KR_E_MEMORY) return kr_fail(error, err, "error.memory", NULL, NULL);
    if (err != KR_OK || text.len != e->size ||
        crc32(crc32(0, NULL, 0), (const Bytef *)text.ptr, (uInt)text.len) != e->crc)
        return kr_fail(error, KR_E_SYNTAX, "format.error.zip", NULL, NULL);
    *out = text;
    return KR_OK;
}

kr_err kr_zip_member(kr_str *out, kr_arena *arena, kr_str bytes, const char *ending, kr_error *error) {
    entry e;
    if (!find_entry(bytes, ending, &e))
        return kr_fail(error, KR_E_NOT_FOUND, "format.error.zip_file", NULL, ending);
    return read_entry(out, arena, bytes, &e, KR_TREE_MOST_BYTES, error);
}

kr_err kr_zip_files(kr_file **out, size_t *n, kr_arena *arena, kr_str bytes, size_t most, kr_error *error) {
    uint32_t at, count;
    entry e;
    if (!kr_is_zip(bytes) || !find_directory(bytes, &at, &count))
        return kr_fail(error, KR_E_SYNTAX, "format.error.zip", NULL, NULL);
    kr_file *files = kr_new_n(arena, kr_file, (size_t)count + 1);
    size_t have = 0;
    if (!files) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    for (uint32_t i = 0; i < count; i++) {
        kr_str text;
        if (!next_entry(bytes, &at, &e)) return kr_fail(error, KR_E_SYNTAX, "format.error.zip", NULL, NULL);
        /* A folder, or what a Mac keeps beside a file. */
        if (e.name.len == 0 || ends_with(e.name, "/") || kr_str_starts(e.name, KR_STR("__MACOSX/"))) continue;
        kr_err err = read_entry(&text, arena, bytes, &e, most, error);
        if (err != KR_OK) return err;
        most -= text.len;
        files[have++] = (kr_file){e.name, text};
    }
    *out = files;
    *n = have;
    return KR_OK;
}
