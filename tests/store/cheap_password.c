/* For programs that are not about passwords: made as cheaply as can be, in that program only (linked with
 * --wrap=crypto_pwhash_str). */
#include <sodium.h>

int __real_crypto_pwhash_str(char *out, const char *text, unsigned long long len, unsigned long long ops,
                             size_t mem);
int __wrap_crypto_pwhash_str(char *out, const char *text, unsigned long long len, unsigned long long ops,
                             size_t mem);
int __wrap_crypto_pwhash_str(char *out, const char *text, unsigned long long len, unsigned long long ops,
                             size_t mem) {
    (void)ops;
    (void)mem;
    return __real_crypto_pwhash_str(out, text, len, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN);
}
