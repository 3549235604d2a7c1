#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

static kr_err io_error(kr_error *error, int number) {
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return kr_fail(error, KR_E_NOT_FOUND, "cli.no_file", NULL, NULL);
    case EEXIST:
        return kr_fail(error, KR_E_EXISTS, "cli.exists", NULL, NULL);
    case EACCES:
    case EPERM:
        return kr_fail(error, KR_E_DENIED, "cli.not_allowed", NULL, NULL);
    case EISDIR:
        return kr_fail(error, KR_E_IO, "cli.is_folder", NULL, NULL);
    case ENOSPC:
    case EDQUOT:
        return kr_fail(error, KR_E_FULL, "cli.disk_full", NULL, NULL);
    case EROFS:
        return kr_fail(error, KR_E_READONLY, "cli.read_only", NULL, NULL);
    default:
        return kr_fail(error, KR_E_IO, "cli.io", NULL, strerror(number));
    }
}

static kr_err read_all(cli *c, int fd, kr_str *out, kr_error *error) {
    size_t cap = 65536, len = 0;
    char *bytes = kr_arena_alloc(&c->arena, cap);
    while (bytes) {
        ssize_t n = read(fd, bytes + len, cap - len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return io_error(error, errno);
        if (n == 0) {
            *out = kr_str_n(bytes, len);
            return KR_OK;
        }
        len += (size_t)n;
        if (len < cap) continue;
        if (cap >= CLI_MOST_BYTES) return kr_fail(error, KR_E_LIMIT, "cli.too_large", NULL, NULL);
        bytes = kr_arena_grow(&c->arena, bytes, cap, cap * 2);
        cap *= 2;
    }
    return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

kr_err cli_read(cli *c, const char *path, kr_str *out, kr_error *error) {
    if (strcmp(path, "-") == 0) return read_all(c, STDIN_FILENO, out, error);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return io_error(error, errno);
    kr_err err = read_all(c, fd, out, error);
    (void)close(fd); /* nothing was written */
    return err;
}

static int write_all(int fd, kr_str bytes) {
    for (size_t at = 0; at < bytes.len;) {
        ssize_t n = write(fd, bytes.ptr + at, bytes.len - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        at += (size_t)n;
    }
    return 0;
}

/* The folder a path lies in, as text that may be opened: "a/b" gives "a/", "b" gives "./". */
static kr_err folder_of(cli *c, const char *path, kr_str *out, kr_error *error) {
    const char *slash = strrchr(path, '/');
    kr_str folder = slash ? kr_str_n(path, (size_t)(slash - path) + 1) : KR_STR("./");
    *out = kr_arena_copy(&c->arena, folder);
    return out->ptr ? KR_OK : kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
}

/* The new name is only made when there is nothing by it: link refuses what exists, rename does not. */
static int give_name(const char *temporary, const char *path) {
    if (link(temporary, path) == 0) return unlink(temporary) == 0 ? 0 : errno;
    int number = errno;
    if (number != EPERM && number != EOPNOTSUPP && number != EMLINK) return number;
    /* A disk that knows no links (a stick): claim the name, then put the file in its place. */
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return errno;
    if (close(fd) != 0 || rename(temporary, path) != 0) {
        number = errno;
        (void)unlink(path);
        return number;
    }
    return 0;
}

static int sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return errno;
    int number = fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
    return close(fd) == 0 ? number : errno;
}

static kr_err write_new(cli *c, const char *path, kr_str bytes, kr_error *error) {
    kr_str folder;
    kr_err err = folder_of(c, path, &folder, error);
    if (err != KR_OK) return err;
    kr_buf name;
    kr_str temporary;
    kr_buf_init(&name, &c->arena, 8192);
    kr_put(&name, folder);
    kr_put_z(&name, ".kring-XXXXXX");
    kr_put_c(&name, '\0');
    if (kr_buf_end(&name, &temporary) != KR_OK)
        return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    char *made = kr_arena_alloc(&c->arena, temporary.len);
    if (!made) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    memcpy(made, temporary.ptr, temporary.len);
    int fd = mkstemp(made); /* mode 0600: a circle is nobody else's */
    if (fd < 0) return io_error(error, errno);
    int number = write_all(fd, bytes);
    if (number == 0 && fsync(fd) != 0) number = errno;
    if (close(fd) != 0 && number == 0) number = errno;
    if (number == 0) number = give_name(made, path);
    if (number != 0) {
        (void)unlink(made);
        return io_error(error, number);
    }
    number = sync_folder(folder.ptr);
    return number == 0 ? KR_OK : io_error(error, number);
}

kr_err cli_write(cli *c, const char *path, kr_str bytes, kr_error *error) {
    if (strcmp(path, "-") != 0) return write_new(c, path, bytes, error);
    int number = fflush(stdout) == 0 ? write_all(STDOUT_FILENO, bytes) : errno;
    return number == 0 ? KR_OK : io_error(error, number);
}

kr_err cli_absent(const char *path, kr_error *error) {
    struct stat there;
    if (strcmp(path, "-") == 0) return KR_OK;
    if (lstat(path, &there) == 0) return io_error(error, EEXIST);
    return errno == ENOENT ? KR_OK : io_error(error, errno);
}

kr_err cli_beside(cli *c, const char *name, const char **out, kr_error *error) {
    char own[4096];
    ssize_t len = readlink("/proc/self/exe", own, sizeof own);
    if (len <= 0 || (size_t)len == sizeof own) return io_error(error, len < 0 ? errno : ENAMETOOLONG);
    while (len > 0 && own[len - 1] != '/') len--;
    kr_buf path;
    kr_str whole;
    kr_buf_init(&path, &c->arena, 8192);
    kr_put(&path, kr_str_n(own, (size_t)len));
    kr_put_z(&path, name);
    kr_put_c(&path, '\0');
    if (kr_buf_end(&path, &whole) != KR_OK) return kr_fail(error, KR_E_MEMORY, "error.memory", NULL, NULL);
    *out = whole.ptr;
    return KR_OK;
}
