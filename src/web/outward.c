#include "web/outward.h"

#include <stdlib.h>

#include "web/engine.h"
#include "web/helpers.h"

#define MOST_AT_ONCE 4
#define ANSWER_MS    25000

static kr_wire_field field(kr_wire_tag tag, kr_str text) {
    return (kr_wire_field){(uint8_t)tag, text.len ? text.ptr : "", text.len};
}

static bool ask(const kr_courier *courier, const kr_fetch *fetch) {
    kr_wire_field fields[6];
    size_t n = 0;
    fields[n++] = field(KR_TAG_URL, fetch->url);
    if (fetch->body.ptr) fields[n++] = field(KR_TAG_BODY, fetch->body);
    if (fetch->type.len) fields[n++] = field(KR_TAG_TYPE, fetch->type);
    if (fetch->user.len) fields[n++] = field(KR_TAG_USER, fetch->user);
    if (fetch->secret.len) fields[n++] = field(KR_TAG_SECRET, fetch->secret);
    if (fetch->bearer.len) fields[n++] = field(KR_TAG_BEARER, fetch->bearer);
    return kr_wire_send(courier->in, KR_WIRE_FETCH, fields, n);
}

static kr_str part(kr_arena *arena, const kr_wire *wire, kr_wire_tag tag) {
    const kr_wire_field *f = kr_wire_find(wire, tag);
    return f && f->len ? kr_arena_copy(arena, kr_str_n(f->ptr, f->len)) : KR_STR("");
}

static kr_err take(kr_fetched *out, kr_arena *arena, const kr_wire *wire, kr_error *error) {
    const kr_wire_field *result = kr_wire_find(wire, KR_TAG_RESULT), *code = kr_wire_find(wire, KR_TAG_CODE);
    int64_t status = 0;
    if (wire->kind != KR_WIRE_FETCHED || !result || result->len != 1)
        return kr_fail(error, KR_E_IO, "outward.failed", NULL, NULL);
    if (result->ptr[0] == KR_RESULT_REFUSED) return kr_fail(error, KR_E_DENIED, "outward.host", NULL, NULL);
    if (result->ptr[0] != KR_RESULT_DONE || !code || !kr_str_int(kr_str_n(code->ptr, code->len), &status))
        return kr_fail(error, KR_E_IO, "outward.failed", NULL, NULL);
    kr_fetched got = {(int)status, part(arena, wire, KR_TAG_TYPE), part(arena, wire, KR_TAG_BODY)};
    if (!got.type.ptr || !got.body.ptr) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    *out = got;
    return KR_OK;
}

kr_err kr_outward_fetch(kr_web *web, kr_fetched *out, kr_arena *arena, const kr_fetch *fetch,
                        kr_error *error) {
    kr_courier courier;
    unsigned char *bytes = NULL;
    kr_wire wire;
    if (web->spawner <= 0) return kr_fail(error, KR_E_UNSUPPORTED, "outward.none", NULL, NULL);
    if (atomic_fetch_add(&web->asking, 1) >= MOST_AT_ONCE || !kr_courier_open(web, &courier)) {
        atomic_fetch_sub(&web->asking, 1);
        return kr_fail(error, KR_E_BUSY, "error.say.503", NULL, NULL);
    }
    bool answered = ask(&courier, fetch) && kr_wire_read(courier.out, ANSWER_MS, &bytes, &wire);
    kr_courier_close(&courier);
    atomic_fetch_sub(&web->asking, 1);
    kr_err err =
        answered ? take(out, arena, &wire, error) : kr_fail(error, KR_E_IO, "outward.failed", NULL, NULL);
    free(bytes);
    return err;
}
