/* Sealing: XChaCha20-Poly1305 with a random nonce before the text. What a sealed thing is bound to (whose
 * row, which place) is authenticated with it, so that no row opens in another's place. */
#include "store/store_int.h"

#include <sodium.h>

#define NONCE     crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TEXT_MOST (4u << 20)

_Static_assert(KR_SEAL_EXTRA == NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES, "sizes of libsodium");

void kr_put_u64(unsigned char out[8], uint64_t value) {
    for (int i = 0; i < 8; i++) out[i] = (unsigned char)(value >> (8 * i));
}

uint64_t kr_get_u64(const unsigned char in[8]) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value |= (uint64_t)in[i] << (8 * i);
    return value;
}

void kr_seal(unsigned char *out, const unsigned char key[KR_KEY_BYTES], kr_str plain, const void *bound,
             size_t bound_len) {
    randombytes_buf(out, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, (const unsigned char *)plain.ptr, plain.len,
                                               bound, bound_len, NULL, out, key);
}

bool kr_unseal(unsigned char *out, const unsigned char key[KR_KEY_BYTES], kr_str sealed, const void *bound,
               size_t bound_len) {
    if (sealed.len < KR_SEAL_EXTRA) return false;
    const unsigned char *in = (const unsigned char *)sealed.ptr;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, in + NONCE, sealed.len - NONCE, bound,
                                                      bound_len, in, key) == 0;
}

static void body_place(unsigned char out[24], const kr_head *at, const kr_circle_key *key, uint64_t seq) {
    kr_put_u64(out, at->circle);
    kr_put_u64(out + 8, seq);
    kr_put_u64(out + 16, key->version);
}

kr_err kr_body_seal(kr_str *out, kr_arena *arena, const kr_head *at, const kr_circle_key *key, uint64_t seq,
                    kr_str plain) {
    unsigned char place[24];
    unsigned char *sealed = kr_arena_alloc(arena, plain.len + KR_SEAL_EXTRA);
    if (!sealed) return KR_E_MEMORY;
    body_place(place, at, key, seq);
    kr_seal(sealed, key->body, plain, place, sizeof place);
    *out = kr_str_n((char *)sealed, plain.len + KR_SEAL_EXTRA);
    return KR_OK;
}

kr_err kr_body_unseal(kr_str *out, kr_arena *arena, const kr_head *at, const kr_circle_key *key, uint64_t seq,
                      kr_str sealed) {
    unsigned char place[24];
    if (sealed.len < KR_SEAL_EXTRA) return KR_E_CORRUPT;
    size_t len = sealed.len - KR_SEAL_EXTRA;
    unsigned char *plain = kr_arena_alloc(arena, len ? len : 1);
    if (!plain) return KR_E_MEMORY;
    body_place(place, at, key, seq);
    if (!kr_unseal(plain, key->body, sealed, place, sizeof place)) return KR_E_CORRUPT;
    *out = kr_str_n((char *)plain, len);
    return KR_OK;
}

void kr_chain_start(kr_head *head) {
    head->seq = 0;
    memset(head->chain, 0, sizeof head->chain);
}

void kr_chain_add(kr_head *head, uint64_t seq, kr_str sealed) {
    unsigned char number[8];
    crypto_generichash_state state;
    kr_put_u64(number, seq);
    crypto_generichash_init(&state, NULL, 0, KR_HASH_BYTES);
    crypto_generichash_update(&state, head->chain, KR_HASH_BYTES);
    crypto_generichash_update(&state, number, sizeof number);
    crypto_generichash_update(&state, (const unsigned char *)sealed.ptr, sealed.len);
    crypto_generichash_final(&state, head->chain, KR_HASH_BYTES);
    head->seq = seq;
}

void kr_head_mac(unsigned char out[KR_HASH_BYTES], const kr_head *head, const kr_circle_key *key) {
    unsigned char text[48 + KR_HASH_BYTES];
    kr_put_u64(text, head->circle);
    kr_put_u64(text + 8, head->account);
    kr_put_u64(text + 16, (uint64_t)head->created);
    kr_put_u64(text + 24, head->version);
    kr_put_u64(text + 32, head->seq);
    kr_put_u64(text + 40, (uint64_t)head->bin_since);
    memcpy(text + 48, head->chain, KR_HASH_BYTES);
    crypto_generichash(out, KR_HASH_BYTES, text, sizeof text, key->head, KR_KEY_BYTES);
}

kr_err kr_seal_text(kr_store *store, kr_str *out, kr_arena *arena, kr_str purpose, kr_str plain,
                    kr_error *error) {
    if (plain.len > TEXT_MOST) return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    size_t len = plain.len + KR_SEAL_EXTRA;
    size_t room = sodium_base64_encoded_len(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    unsigned char *sealed = kr_arena_alloc(arena, len);
    char *text = kr_arena_alloc(arena, room);
    if (!sealed || !text) return kr_no_memory(error);
    kr_seal(sealed, store->keys[KR_FOR_TEXT], plain, purpose.ptr, purpose.len);
    sodium_bin2base64(text, room, sealed, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    *out = kr_str_n(text, room - 1);
    return KR_OK;
}

kr_err kr_unseal_text(kr_store *store, kr_str *out, kr_arena *arena, kr_str purpose, kr_str sealed,
                      kr_error *error) {
    if (sealed.len > 2 * (size_t)TEXT_MOST) return kr_fail(error, KR_E_LIMIT, "error.too_large", "", "");
    size_t len = 0;
    unsigned char *bytes = kr_arena_alloc(arena, sealed.len + 1);
    unsigned char *plain = kr_arena_alloc(arena, sealed.len + 1);
    if (!bytes || !plain) return kr_no_memory(error);
    if (sodium_base642bin(bytes, sealed.len, sealed.ptr, sealed.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) ||
        !kr_unseal_for(store, plain, KR_FOR_TEXT, kr_str_n((char *)bytes, len), purpose.ptr, purpose.len))
        return kr_fail(error, KR_E_DENIED, "error.seal", "", "");
    *out = kr_str_n((char *)plain, len - KR_SEAL_EXTRA);
    return KR_OK;
}
