/* What a browser says of a passkey, made or shown: JSON, and what a device made. The first byte chooses, the
 * second says how long the JSON is (in fours). */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "web/webauthn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const int algs[] = {-7, -8, -257, -36};
    static const size_t keys[] = {64, 32, 259, 64};
    static const char key[300] = {4, 1};
    const kr_ceremony at = {KR_STR("http://localhost"), KR_STR("localhost"),
                            KR_STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")};
    kr_arena arena;
    kr_passkey made = {.id = 0};
    uint32_t counter = 0;
    if (size < 2) return 0;
    size_t json = (size_t)data[1] * 4 < size - 2 ? (size_t)data[1] * 4 : size - 2;
    kr_str client = kr_str_n((const char *)data + 2, json);
    kr_str rest = kr_str_n((const char *)data + 2 + json, size - 2 - json);
    kr_arena_init(&arena, kr_heap(), 1u << 20);
    if (data[0] & 1) {
        size_t which = data[0] >> 1 & 3, half = rest.len > 37 ? 37 : rest.len / 2;
        const kr_passkey known = {.alg = algs[which], .key = kr_str_n(key, keys[which])};
        if (kr_webauthn_shown(&known, &counter, &at, client, kr_str_n(rest.ptr, half),
                              kr_str_n(rest.ptr + half, rest.len - half), NULL) == KR_OK)
            abort(); /* nobody can sign for this key by chance */
    } else if (kr_webauthn_made(&made, &arena, &at, client, rest, NULL) == KR_OK) {
        if (!made.credential.len || made.credential.len > KR_PASSKEY_ID_MOST ||
            made.key.len > KR_PASSKEY_KEY_MOST)
            abort();
    }
    kr_arena_dispose(&arena);
    return 0;
}
