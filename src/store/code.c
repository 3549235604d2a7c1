/* Codes that somebody gets on paper, in a mail or at the table: 20 symbols, 100 bits. Only a keyed hash is
 * kept. */
#include "store/share_int.h"

#include <sodium.h>

#define SYMBOLS 20
_Static_assert(SYMBOLS + SYMBOLS / 5 <= KR_CODE_TEXT, "with its dashes and the NUL");

void kr_door_code(char out[KR_CODE_TEXT]) {
    kr_code_make(out, SYMBOLS);
}

bool kr_door_hash(const kr_store *store, unsigned char out[KR_HASH_BYTES], char kind, kr_str code) {
    unsigned char text[1 + SYMBOLS + 1] = {(unsigned char)kind};
    size_t len = kr_code_normal((char *)text + 1, SYMBOLS + 1, code);
    crypto_generichash(out, KR_HASH_BYTES, text, 1 + len, store->keys[KR_FOR_CODE], KR_KEY_BYTES);
    sodium_memzero(text, sizeof text);
    return len == SYMBOLS;
}
