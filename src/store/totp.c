/* Codes that follow the clock: RFC 6238 over RFC 4226, as authenticator apps make them. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "store/store_int.h"

kr_err kr_totp(char *out, int digits, const unsigned char *secret, size_t len, uint64_t step) {
    unsigned char text[8], mac[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (digits < 6 || digits > 8 || len > INT32_MAX) return KR_E_INVALID;
    for (int i = 7; i >= 0; i--, step >>= 8) text[i] = (unsigned char)step;
    if (!HMAC(EVP_sha1(), secret, (int)len, text, sizeof text, mac, &n) || n != 20) return KR_E_MEMORY;
    unsigned at = mac[19] & 15u;
    uint32_t number =
        (mac[at] & 127u) << 24 | (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    for (int i = digits - 1; i >= 0; i--, number /= 10) out[i] = (char)('0' + number % 10);
    out[digits] = '\0';
    sodium_memzero(mac, sizeof mac);
    return KR_OK;
}

void kr_totp_secret(unsigned char out[KR_TOTP_SECRET]) {
    randombytes_buf(out, KR_TOTP_SECRET);
}
