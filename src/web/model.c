/* Models. Members are taken from an arena by the dozen and never move; an object with more than a few gets a
 * table to find them by. */
#include "web/model.h"

#include "core/utf8.h"

enum { AT_ONCE = 24, TEXT_AT_ONCE = 2048, FEW = 8, FIRST_TABLE = 64 };

/* What all values of one model share. */
typedef struct keep {
    kr_arena *arena;
    bool lost;
    kr_member *members; /* not used yet */
    size_t n_members;
    char *bytes; /* not used yet, for texts */
    size_t n_bytes;
} keep;

typedef struct kr_members {
    keep *keep;
    kr_member *first, *last;
    uint32_t count;
    uint32_t cap;      /* of the table, a power of two; 0: there is none yet */
    kr_member **table; /* open addressing, at most half full */
} kr_members;

/* -- room
 * ------------------------------------------------------------------------------------------------------------
 */

static void *room(keep *k, size_t size) {
    void *ptr = kr_arena_grow(k->arena, NULL, 0, size);
    if (!ptr) k->lost = true;
    return ptr;
}

static kr_member *new_member(keep *k) {
    if (k->n_members == 0) {
        k->members = room(k, AT_ONCE * sizeof *k->members);
        if (!k->members) return NULL;
        k->n_members = AT_ONCE;
    }
    k->n_members--;
    return k->members++;
}

static kr_members *new_members(keep *k) {
    kr_members *made = room(k, sizeof *made);
    if (made) *made = (kr_members){.keep = k};
    return made;
}

static char *new_bytes(keep *k, size_t len) {
    if (len > TEXT_AT_ONCE / 4) return room(k, len);
    if (len > k->n_bytes) {
        k->n_bytes = 0;
        k->bytes = room(k, TEXT_AT_ONCE);
        if (!k->bytes) return NULL;
        k->n_bytes = TEXT_AT_ONCE;
    }
    char *ptr = k->bytes;
    k->bytes += len;
    k->n_bytes -= len;
    return ptr;
}

static kr_members *members_of(const kr_model *value) {
    return value && value->kind >= KR_MODEL_LIST ? value->as.members : NULL;
}

kr_model *kr_model_make(kr_arena *arena) {
    keep *k = kr_new(arena, keep);
    kr_model *made = kr_new(arena, kr_model);
    if (!k || !made) return NULL;
    k->arena = arena;
    *made = (kr_model){.kind = KR_MODEL_OBJECT, .as.members = new_members(k)};
    return made->as.members ? made : NULL;
}

kr_err kr_model_ok(const kr_model *model) {
    const kr_members *members = members_of(model);
    if (!members || members->keep->lost || members->keep->arena->refused) return KR_E_MEMORY;
    return KR_OK;
}

void kr_put_lost(kr_model *into) {
    kr_members *members = members_of(into);
    if (members) members->keep->lost = true;
}

/* -- finding
 * ---------------------------------------------------------------------------------------------------------
 */

static bool is_named(const kr_member *member, kr_str name, uint32_t hash) {
    return member->hash == hash && member->len == name.len && memcmp(member->name, name.ptr, name.len) == 0;
}

static kr_member *find(const kr_members *members, kr_str name, uint32_t hash) {
    if (members->cap) {
        for (uint32_t at = hash;; at++) {
            kr_member *member = members->table[at & (members->cap - 1)];
            if (!member || is_named(member, name, hash)) return member;
        }
    }
    kr_member *member = members->first;
    while (member && !is_named(member, name, hash)) member = member->next;
    return member;
}

static void enter(kr_members *members, kr_member *member) {
    uint32_t at = member->hash;
    while (members->table[at & (members->cap - 1)]) at++;
    members->table[at & (members->cap - 1)] = member;
}

static bool grow_table(kr_members *members) {
    uint32_t cap = members->cap ? members->cap * 2 : FIRST_TABLE;
    kr_member **table = room(members->keep, cap * sizeof(kr_member *));
    if (!table) return false;
    for (uint32_t i = 0; i < cap; i++) table[i] = NULL;
    members->table = table;
    members->cap = cap;
    for (kr_member *m = members->first; m; m = m->next) enter(members, m);
    return true;
}

kr_model *kr_model_find(const kr_model *object, kr_str name, uint32_t hash) {
    if (!object || object->kind != KR_MODEL_OBJECT) return NULL;
    kr_member *found = find(object->as.members, name, hash);
    return found ? &found->value : NULL;
}

kr_model *kr_model_get(const kr_model *object, const char *name) {
    kr_str key = kr_str_z(name);
    return kr_model_find(object, key, kr_hash(key));
}

size_t kr_model_count(const kr_model *value) {
    const kr_members *members = members_of(value);
    return members ? members->count : 0;
}

const kr_member *kr_model_first(const kr_model *value) {
    const kr_members *members = members_of(value);
    return members ? members->first : NULL;
}

kr_model *kr_model_last(const kr_model *list) {
    const kr_members *members = members_of(list);
    return members && members->last ? &members->last->value : NULL;
}

/* -- putting
 * ---------------------------------------------------------------------------------------------------------
 */

static kr_model *append(kr_members *members, kr_str name, uint32_t hash) {
    kr_member *member = new_member(members->keep);
    if (!member) return NULL;
    *member = (kr_member){.name = name.ptr, .len = (uint32_t)name.len, .hash = hash};
    if (members->last)
        members->last->next = member;
    else
        members->first = member;
    members->last = member;
    members->count++;
    return &member->value;
}

/* Where the value goes; NULL when there is nowhere. */
static kr_model *slot(kr_model *into, const char *name) {
    kr_members *members = members_of(into);
    if (!members || members->keep->lost) return NULL;
    if (into->kind == KR_MODEL_LIST) return append(members, KR_NONE, 0);
    kr_str key = kr_str_z(name);
    uint32_t hash = kr_hash(key);
    kr_member *old = find(members, key, hash);
    if (old) return &old->value;
    bool few = members->count < FEW;
    if (!few && members->count * 2 >= members->cap && !grow_table(members)) return NULL;
    kr_model *made = append(members, key, hash);
    if (made && !few) enter(members, members->last);
    return made;
}

/* While copying: is all of it ASCII? */
static bool copy_ascii(char *to, const char *from, size_t len) {
    uint64_t seen = 0, word;
    size_t at = 0;
    for (; at + 8 <= len; at += 8) {
        memcpy(&word, from + at, 8);
        memcpy(to + at, &word, 8);
        seen |= word;
    }
    unsigned char rest = 0;
    for (; at < len; at++) {
        to[at] = from[at];
        rest |= (unsigned char)from[at];
    }
    return !(seen & 0x8080808080808080u) && rest < 0x80;
}

static bool repair(keep *k, kr_str text, kr_str *out) {
    kr_buf buf;
    if (text.len > SIZE_MAX / 4) return false;
    kr_buf_init(&buf, k->arena, text.len * 3);
    for (size_t at = 0; at < text.len;) kr_put_utf8(&buf, kr_utf8_next(text, &at));
    return kr_buf_end(&buf, out) == KR_OK;
}

static void set_text(keep *k, kr_model *value, kr_str text) {
    if (text.len > UINT32_MAX) {
        k->lost = true;
        text = KR_NONE;
    }
    *value = (kr_model){.kind = KR_MODEL_TEXT, .len = (uint32_t)text.len, .as.text = text.ptr};
}

void kr_put_text(kr_model *into, const char *name, kr_str value) {
    kr_model *to = slot(into, name);
    if (!to) return;
    keep *k = into->as.members->keep;
    if (value.len == 0) {
        set_text(k, to, KR_NONE);
        return;
    }
    char *copy = new_bytes(k, value.len);
    if (!copy) return;
    if (!copy_ascii(copy, value.ptr, value.len) && !kr_utf8_valid(value)) {
        if (!repair(k, value, &value)) k->lost = true;
        set_text(k, to, value);
    } else {
        set_text(k, to, kr_str_n(copy, value.len));
    }
}

void kr_put_markup(kr_model *into, const char *name, kr_str value) {
    kr_model *to = slot(into, name);
    if (to) set_text(into->as.members->keep, to, value);
}

void kr_put_drawn(kr_model *into, const char *name, kr_write_fn write, const void *what) {
    kr_model *to = slot(into, name);
    kr_drawn *drawn = to ? room(into->as.members->keep, sizeof *drawn) : NULL;
    if (!drawn) return;
    *drawn = (kr_drawn){write, what};
    *to = (kr_model){.kind = KR_MODEL_DRAWN, .as.drawn = drawn};
}

void kr_put_number(kr_model *into, const char *name, int64_t value) {
    kr_model *to = slot(into, name);
    if (to) *to = (kr_model){.kind = KR_MODEL_NUMBER, .as.number = value};
}

void kr_put_bool(kr_model *into, const char *name, bool value) {
    kr_model *to = slot(into, name);
    if (to) *to = (kr_model){.kind = value ? KR_MODEL_TRUE : KR_MODEL_FALSE};
}

void kr_put_null(kr_model *into, const char *name) {
    kr_model *to = slot(into, name);
    if (to) *to = (kr_model){.kind = KR_MODEL_NULL};
}

static kr_model *put_members(kr_model *into, const char *name, kr_model_kind kind) {
    kr_model *to = slot(into, name);
    kr_members *made = to ? new_members(into->as.members->keep) : NULL;
    if (!made) return NULL;
    *to = (kr_model){.kind = (uint8_t)kind, .as.members = made};
    return to;
}

kr_model *kr_put_object(kr_model *into, const char *name) {
    return put_members(into, name, KR_MODEL_OBJECT);
}

kr_model *kr_put_array(kr_model *into, const char *name) {
    return put_members(into, name, KR_MODEL_LIST);
}

kr_model *kr_add_object(kr_model *array) {
    return put_members(array, NULL, KR_MODEL_OBJECT);
}

/* -- as JSON
 * ---------------------------------------------------------------------------------------------------------
 */

static void json_text(kr_buf *out, kr_str text) {
    static const char hex[] = "0123456789abcdef";
    size_t from = 0;
    kr_put_c(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        kr_put(out, kr_str_n(text.ptr + from, i - from));
        from = i + 1;
        kr_put_c(out, '\\');
        if (c >= 0x20) {
            kr_put_c(out, (char)c);
        } else if (c == '\n') {
            kr_put_c(out, 'n');
        } else {
            kr_put(out, KR_STR("u00"));
            kr_put_c(out, hex[c >> 4]);
            kr_put_c(out, hex[c & 15]);
        }
    }
    kr_put(out, kr_str_n(text.ptr + from, text.len - from));
    kr_put_c(out, '"');
}

static void json_drawn(kr_buf *out, const kr_drawn *drawn) {
    kr_buf text;
    kr_str said;
    kr_buf_init(&text, out->arena, out->max);
    drawn->write(&text, drawn->what);
    kr_err err = kr_buf_end(&text, &said);
    if (err == KR_OK)
        json_text(out, said);
    else if (out->err == KR_OK)
        out->err = err;
}

static void json_members(kr_buf *out, const kr_model *value) {
    bool object = value->kind == KR_MODEL_OBJECT;
    kr_put_c(out, object ? '{' : '[');
    for (const kr_member *m = kr_model_first(value); m; m = m->next) {
        if (m != kr_model_first(value)) kr_put_c(out, ',');
        if (object) {
            json_text(out, kr_str_n(m->name, m->len));
            kr_put_c(out, ':');
        }
        kr_model_json(out, &m->value);
    }
    kr_put_c(out, object ? '}' : ']');
}

void kr_model_json(kr_buf *out, const kr_model *value) {
    switch ((kr_model_kind)value->kind) {
    case KR_MODEL_NULL:
        kr_put(out, KR_STR("null"));
        return;
    case KR_MODEL_FALSE:
        kr_put(out, KR_STR("false"));
        return;
    case KR_MODEL_TRUE:
        kr_put(out, KR_STR("true"));
        return;
    case KR_MODEL_NUMBER:
        kr_put_int(out, value->as.number);
        return;
    case KR_MODEL_TEXT:
        json_text(out, kr_str_n(value->as.text, value->len));
        return;
    case KR_MODEL_DRAWN:
        json_drawn(out, value->as.drawn);
        return;
    case KR_MODEL_LIST:
    case KR_MODEL_OBJECT:
        json_members(out, value);
        return;
    }
}
