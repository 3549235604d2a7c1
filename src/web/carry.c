#include "web/carry.h"

#include <zlib.h>

#include "format/format.h"

/* Above this the page would become too heavy for a phone. */
#define MOST_CARRIED ((size_t)4 << 20)

static kr_str sealed_for(kr_request *request, const char *purpose) {
    kr_buf out;
    kr_str text;
    char id[17];
    kr_id_text(request->account.id, id);
    kr_buf_init(&out, request->arena, 64);
    kr_put_z(&out, purpose);
    kr_put_z(&out, id);
    return kr_buf_end(&out, &text) == KR_OK ? text : KR_NONE;
}

kr_str kr_carry_seal(kr_request *request, const char *purpose, kr_str bytes) {
    kr_str sealed;
    kr_error why;
    uLongf size = compressBound((uLong)bytes.len);
    char *packed = kr_arena_alloc(request->arena, size);
    if (!packed) return KR_NONE;
    if (compress2((Bytef *)packed, &size, (const Bytef *)bytes.ptr, (uLong)bytes.len, 6) != Z_OK)
        return KR_NONE;
    if (size > MOST_CARRIED) return KR_NONE;
    if (kr_seal_text(request->web->store, &sealed, request->arena, sealed_for(request, purpose),
                     kr_str_n(packed, size), &why) != KR_OK)
        return KR_NONE;
    return sealed;
}

kr_err kr_carry_open(kr_request *request, const char *purpose, kr_str sealed, kr_str *out, kr_error *error) {
    kr_str packed;
    kr_err err = kr_unseal_text(request->web->store, &packed, request->arena, sealed_for(request, purpose),
                                sealed, error);
    if (err != KR_OK) return kr_fail(error, KR_E_INVALID, "bring.again", NULL, NULL);
    uLongf size = KR_IMPORT_MOST_BYTES;
    char *bytes = kr_arena_alloc(request->arena, size);
    if (!bytes) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    if (uncompress((Bytef *)bytes, &size, (const Bytef *)packed.ptr, (uLong)packed.len) != Z_OK)
        return kr_fail(error, KR_E_INVALID, "bring.again", NULL, NULL);
    *out = kr_str_n(bytes, size);
    return KR_OK;
}
