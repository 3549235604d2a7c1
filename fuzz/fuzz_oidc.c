/* A token of an organisation, and its keys: the first line is the set of keys, the rest the token. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "web/oidc_token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const kr_oidc_expect expect = {KR_STR("https://login.example"), KR_STR("kring"), KR_STR("nonce"),
                                   KR_STR("toegang"), 1760000000000LL};
    kr_oidc_person who;
    kr_arena arena;
    kr_str keys;
    json_error_t why;
    kr_str token = kr_str_cut(kr_str_n((const char *)data, size), '\n', &keys);
    json_t *set = json_loadb(keys.ptr, keys.len, 0, &why);
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    kr_err err = kr_oidc_check(&who, &arena, set, token, &expect, NULL);
    if (err == KR_OK && (who.subject.len == 0 || who.subject.len > 255)) abort();
    kr_arena_dispose(&arena);
    json_decref(set);
    return 0;
}
