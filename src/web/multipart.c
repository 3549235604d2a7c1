/* multipart/form-data (RFC 7578), as browsers send it. Values are slices of the body; nothing is copied. */
#include "core/utf8.h"
#include "web/engine.h"

#define MOST_PARTS    KR_MOST_FIELDS
#define MOST_HEADERS  4096
#define MOST_BOUNDARY 70

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool starts_folded(kr_str s, const char *with) {
    size_t i = 0;
    for (; with[i]; i++)
        if (i >= s.len || small(s.ptr[i]) != with[i]) return false;
    return true;
}

/* The value of `name=` in "form-data; name="a"; filename="b.csv"". Quoted with \" as browsers do it (they
 * send %22). */
static bool parameter(kr_str line, const char *name, kr_str *out) {
    size_t want = strlen(name);
    bool quoted = false;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '"') quoted = !quoted;
        if (quoted || line.ptr[i] != ';') continue;
        size_t at = i + 1;
        while (at < line.len && line.ptr[at] == ' ') at++;
        kr_str rest = kr_str_n(line.ptr + at, line.len - at);
        if (!starts_folded(rest, name) || rest.len <= want || rest.ptr[want] != '=') continue;
        rest = kr_str_n(rest.ptr + want + 1, rest.len - want - 1);
        if (rest.len && rest.ptr[0] == '"') {
            size_t end = 1;
            while (end < rest.len && rest.ptr[end] != '"') end++;
            if (end == rest.len) return false;
            *out = kr_str_n(rest.ptr + 1, end - 1);
        } else {
            kr_str_cut(rest, ';', out);
            *out = kr_str_trim(*out);
        }
        return true;
    }
    return false;
}

/* Where `mark` (at most 74 bytes) begins at or after `from`; SIZE_MAX. */
static size_t find(kr_str bytes, size_t from, kr_str mark) {
    while (from + mark.len <= bytes.len) {
        const char *hit = memchr(bytes.ptr + from, mark.ptr[0], bytes.len - mark.len - from + 1);
        if (!hit) return SIZE_MAX;
        from = (size_t)(hit - bytes.ptr);
        if (memcmp(hit, mark.ptr, mark.len) == 0) return from;
        from++;
    }
    return SIZE_MAX;
}

/* The header lines of one part: its name, and of a file its name. */
static bool part_headers(kr_str headers, kr_field_in *field) {
    bool named = false;
    while (headers.len) {
        kr_str line;
        headers = kr_str_cut(headers, '\n', &line);
        line = kr_str_trim(line);
        if (!starts_folded(line, "content-disposition:")) continue;
        kr_str value = kr_str_n(line.ptr + 20, line.len - 20);
        if (named || !starts_folded(kr_str_trim(value), "form-data")) return false;
        named = parameter(value, "name", &field->name);
        field->filename = KR_NONE;
        field->is_file = parameter(value, "filename", &field->filename);
    }
    return named && kr_utf8_valid(field->name) &&
           (field->filename.len == 0 || kr_utf8_valid(field->filename));
}

/* CRLF becomes LF in what somebody typed, as in other forms. */
static kr_err unify(kr_str *value, kr_arena *arena) {
    if (!kr_utf8_valid(*value) && value->len) return KR_E_SYNTAX;
    if (!memchr(value->ptr, '\r', value->len)) return KR_OK;
    char *text = kr_arena_alloc(arena, value->len);
    if (!text) return KR_E_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < value->len; i++) {
        bool line = value->ptr[i] == '\r';
        if (line && i + 1 < value->len && value->ptr[i + 1] == '\n') i++;
        text[n++] = line ? '\n' : value->ptr[i];
    }
    *value = kr_str_n(text, n);
    return KR_OK;
}

/* One part, from just behind its boundary line; *at goes to the next boundary. */
static kr_err part(kr_field_in *field, kr_arena *arena, kr_str bytes, size_t *at, kr_str mark) {
    size_t blank = find(bytes, *at, KR_STR("\r\n\r\n"));
    if (blank == SIZE_MAX) return KR_E_SYNTAX;
    if (blank - *at > MOST_HEADERS) return KR_E_LIMIT;
    if (!part_headers(kr_str_n(bytes.ptr + *at, blank - *at), field)) return KR_E_SYNTAX;
    size_t end = find(bytes, blank + 2, mark);
    if (end == SIZE_MAX) return KR_E_SYNTAX;
    size_t begin = blank + 4;
    field->value = end >= begin ? kr_str_n(bytes.ptr + begin, end - begin) : KR_NONE;
    *at = end + mark.len;
    return field->is_file ? KR_OK : unify(&field->value, arena);
}

/* "\r\n--BOUNDARY" from the content type. */
static bool boundary_mark(char out[MOST_BOUNDARY + 4], kr_str *mark, kr_str content_type) {
    kr_str boundary;
    if (!parameter(content_type, "boundary", &boundary)) return false;
    if (boundary.len == 0 || boundary.len > MOST_BOUNDARY) return false;
    memcpy(out, "\r\n--", 4);
    memcpy(out + 4, boundary.ptr, boundary.len);
    *mark = kr_str_n(out, boundary.len + 4);
    return true;
}

kr_err kr_parse_multipart(kr_field_in **out, size_t *count, kr_arena *arena, kr_str content_type,
                          kr_str bytes) {
    char text[MOST_BOUNDARY + 4];
    kr_str mark;
    if (!boundary_mark(text, &mark, content_type)) return KR_E_SYNTAX;
    size_t cap = 16, n = 0;
    kr_field_in *fields = kr_new_n(arena, kr_field_in, cap);
    if (!fields) return KR_E_MEMORY;
    /* the first boundary has no line break before it */
    kr_str opening = kr_str_n(mark.ptr + 2, mark.len - 2);
    if (!kr_str_starts(bytes, opening)) return KR_E_SYNTAX;
    size_t at = opening.len;
    while (at + 2 <= bytes.len && memcmp(bytes.ptr + at, "--", 2) != 0) {
        if (memcmp(bytes.ptr + at, "\r\n", 2) != 0) return KR_E_SYNTAX;
        if (n == MOST_PARTS) return KR_E_LIMIT;
        if (n == cap) {
            kr_field_in *more = kr_new_n(arena, kr_field_in, cap * 2);
            if (!more) return KR_E_MEMORY;
            memcpy(more, fields, n * sizeof(*fields));
            fields = more;
            cap *= 2;
        }
        at += 2;
        kr_err err = part(&fields[n], arena, bytes, &at, mark);
        if (err != KR_OK) return err;
        n++;
    }
    if (at + 2 > bytes.len) return KR_E_SYNTAX;
    *out = fields;
    *count = n;
    return KR_OK;
}
