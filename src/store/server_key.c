/* The server's key: 32 bytes in a file of its own, outside the data folder, so that a copy of the folder is
 * no use without it. From it come all other keys, one per purpose. */
#include "store/store_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static kr_err file_fail(kr_error *error) {
    int os = errno;
    if (os == ENOSPC || os == EDQUOT || os == EFBIG)
        return kr_fail(error, KR_E_FULL, "error.disk_full", "", "");
    if (os == EROFS || os == EACCES || os == EPERM)
        return kr_fail(error, KR_E_READONLY, "error.disk_readonly", "", "");
    if (os == ENOMEM) return kr_no_memory(error);
    return kr_fail(error, KR_E_IO, "error.disk", "", strerror(os));
}

static bool write_whole(int fd, const unsigned char *bytes, size_t len) {
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

/* Makes the new name itself durable. */
static bool sync_parent(const char *path) {
    const char *slash = strrchr(path, '/');
    char *parent = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    if (!parent) return false;
    int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(parent);
    if (fd < 0) return false;
    bool good = fsync(fd) == 0 || errno == EINVAL;
    close(fd);
    return good;
}

/* Written whole under another name and then linked: nobody ever finds half a key, and of two makers one wins.
 */
static kr_err make_key(const char *path, kr_error *error) {
    unsigned char key[KR_KEY_BYTES];
    size_t room = strlen(path) + 32;
    char *fresh = malloc(room);
    if (!fresh) return kr_no_memory(error);
    snprintf(fresh, room, "%s.new-%ld", path, (long)getpid());
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = fd >= 0;
    if (good) {
        randombytes_buf(key, sizeof key);
        good = write_whole(fd, key, sizeof key);
        good = close(fd) == 0 && good;
        sodium_memzero(key, sizeof key);
    }
    if (good && link(fresh, path) && errno != EEXIST) good = false;
    if (good) good = sync_parent(path);
    kr_err err = good ? KR_OK : file_fail(error);
    unlink(fresh);
    free(fresh);
    return err;
}

static kr_err read_key(const char *path, unsigned char key[KR_KEY_BYTES], kr_error *error) {
    unsigned char text[KR_KEY_BYTES + 1];
    size_t len = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? KR_E_NOT_FOUND : file_fail(error);
    while (len < sizeof text) {
        ssize_t n = read(fd, text + len, sizeof text - len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            kr_err err = file_fail(error);
            close(fd);
            return err;
        }
        if (n == 0) break;
        len += (size_t)n;
    }
    close(fd);
    if (len != KR_KEY_BYTES) return kr_fail(error, KR_E_DENIED, "error.key_wrong", "", path);
    memcpy(key, text, KR_KEY_BYTES);
    sodium_memzero(text, sizeof text);
    return KR_OK;
}

kr_err kr_server_key_load(kr_store *store, bool may_make, kr_error *error) {
    unsigned char key[KR_KEY_BYTES];
    kr_err err = read_key(store->key_path, key, error);
    if (err == KR_E_NOT_FOUND && may_make) {
        err = make_key(store->key_path, error);
        if (!err) err = read_key(store->key_path, key, error);
    }
    if (err == KR_E_NOT_FOUND)
        return kr_fail(error, KR_E_NOT_FOUND, "error.key_missing", "", store->key_path);
    if (err) return err;
    for (unsigned purpose = 1; purpose < KR_PURPOSES; purpose++)
        crypto_kdf_derive_from_key(store->keys[purpose], KR_KEY_BYTES, purpose, "kringsrv", key);
    sodium_memzero(key, sizeof key);
    return KR_OK;
}
