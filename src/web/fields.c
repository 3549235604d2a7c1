/* Finding what was posted by its name. A page with all pairs of a circle has thousands of fields, so there is
 * an index. */
#include "web/engine.h"

struct kr_field_index {
    uint32_t *slots; /* index + 1; 0 free */
    size_t cap;      /* a power of two */
};

static size_t hash(kr_str name) {
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < name.len; i++) h = (h ^ (unsigned char)name.ptr[i]) * 1099511628211u;
    return (size_t)(h ^ (h >> 29));
}

/* Slots are probed at most this far: names made to collide cost no more than a linear search through a few.
 */
#define PROBES 64

kr_err kr_fields_index(kr_request *request) {
    request->form_index = NULL;
    if (request->n_form <= 24) return KR_OK;
    size_t cap = 64;
    while (cap < request->n_form * 2) cap *= 2;
    struct kr_field_index *index = kr_new(request->arena, struct kr_field_index);
    if (!index) return KR_E_MEMORY;
    index->slots = kr_new_n(request->arena, uint32_t, cap);
    index->cap = cap;
    if (!index->slots) return KR_E_MEMORY;
    for (size_t i = 0; i < request->n_form; i++) {
        size_t at = hash(request->form[i].name), tries = 0;
        for (; tries < PROBES; tries++, at++) {
            uint32_t *slot = &index->slots[at & (cap - 1)];
            if (*slot && !kr_str_eq(request->form[*slot - 1].name, request->form[i].name)) continue;
            if (!*slot) *slot = (uint32_t)i + 1; /* the first value wins */
            break;
        }
        if (tries == PROBES) return KR_E_LIMIT;
    }
    request->form_index = index;
    return KR_OK;
}

static const kr_field_in *find(const kr_field_in *fields, size_t count, kr_str name) {
    for (size_t i = 0; i < count; i++)
        if (kr_str_eq(fields[i].name, name)) return &fields[i];
    return NULL;
}

static const kr_field_in *posted(const kr_request *request, const char *name) {
    const struct kr_field_index *index = request->form_index;
    kr_str key = kr_str_z(name);
    if (!index) return find(request->form, request->n_form, key);
    for (size_t at = hash(key), tries = 0; tries < PROBES; tries++, at++) {
        uint32_t slot = index->slots[at & (index->cap - 1)];
        if (!slot) return NULL;
        if (kr_str_eq(request->form[slot - 1].name, key)) return &request->form[slot - 1];
    }
    return NULL;
}

kr_str kr_query(const kr_request *request, const char *name) {
    const kr_field_in *field = find(request->query, request->n_query, kr_str_z(name));
    return field ? field->value : KR_NONE;
}

kr_str kr_posted(const kr_request *request, const char *name) {
    const kr_field_in *field = posted(request, name);
    return field ? field->value : KR_NONE;
}

bool kr_posted_has(const kr_request *request, const char *name) {
    return posted(request, name) != NULL;
}

size_t kr_posted_all(const kr_request *request, const char *name, kr_str *out, size_t cap) {
    size_t n = 0;
    for (size_t i = 0; i < request->n_form && n < cap; i++)
        if (kr_str_is(request->form[i].name, name)) out[n++] = request->form[i].value;
    return n;
}
