/* Where the server's key comes from. Nobody outside src/store includes this. */
#ifndef KR_STORE_KEY_SOURCE_H
#define KR_STORE_KEY_SOURCE_H

#include "store/store_int.h"

/* KR_E_NOT_FOUND without a word when the file is not there. A command has 30 seconds and 4 KB. */
kr_err kr_key_fetch(const kr_key_source *source, unsigned char key[KR_KEY_BYTES], kr_error *error) KR_CHECKED;
/* 32 bytes as they are, 64 hexadecimal digits, or base64; space around the last two. */
bool kr_key_read(unsigned char key[KR_KEY_BYTES], const unsigned char *bytes, size_t len);
/* A new key in a new file (mode 0600); one that is there stays. */
kr_err kr_key_file_make(const char *path, kr_error *error) KR_CHECKED;
/* Another key in this file; that of `version` stays beside it. */
kr_err kr_key_file_put(const char *path, const unsigned char key[KR_KEY_BYTES], uint64_t version,
                       kr_error *error) KR_CHECKED;

#endif
