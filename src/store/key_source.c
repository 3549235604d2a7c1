/* Where the server's key comes from: a file of its own outside the data folder, words handed in (from the
 * environment), or a command whose output it is, such as a client of a hardware or cloud key store. */
#include "store/key_source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define MOST_TEXT  4096
#define MOST_WORDS 64
#define COMMAND_MS 30000

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
static kr_err write_new(const char *path, const char *owned_as, const unsigned char key[KR_KEY_BYTES],
                        kr_error *error) {
    size_t room = strlen(path) + 32;
    char *fresh = malloc(room);
    if (!fresh) return kr_no_memory(error);
    snprintf(fresh, room, "%s.new-%ld", path, (long)getpid());
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = fd >= 0;
    if (good) {
        good = kr_owned_as(fd, owned_as) && write_whole(fd, key, KR_KEY_BYTES);
        good = close(fd) == 0 && good;
    }
    if (good && link(fresh, path) && errno != EEXIST) good = false;
    if (good) good = sync_parent(path);
    kr_err err = good ? KR_OK : file_fail(error);
    unlink(fresh);
    free(fresh);
    return err;
}

kr_err kr_key_file_make(const char *path, kr_error *error) {
    unsigned char key[KR_KEY_BYTES];
    randombytes_buf(key, sizeof key);
    kr_err err = write_new(path, path, key, error);
    sodium_memzero(key, sizeof key);
    return err;
}

/* What was left under another name when the making of a key was cut off: nobody knows of it, and it may be a
 * key that counts. Where it cannot be looked for, it stays. */
static void sweep(const char *path) {
    static const char *const ends[] = {".new-", ".next.new-"};
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t len = strlen(name);
    char *parent = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    DIR *dir = parent ? opendir(parent) : NULL;
    for (const struct dirent *e; dir && (e = readdir(dir));)
        for (size_t i = 0; i < KR_COUNT(ends); i++)
            if (strncmp(e->d_name, name, len) == 0 && strncmp(e->d_name + len, ends[i], strlen(ends[i])) == 0)
                (void)unlinkat(dirfd(dir), e->d_name, 0);
    if (dir) closedir(dir);
    free(parent);
}

/* The one before is kept beside it as PATH.before-N: copies of the data folder from before the change open
 * with nothing else. */
kr_err kr_key_file_put(const char *path, const unsigned char key[KR_KEY_BYTES], uint64_t version,
                       kr_error *error) {
    size_t room = strlen(path) + 48;
    char *fresh = malloc(2 * room);
    if (!fresh) return kr_no_memory(error);
    char *before = fresh + room;
    snprintf(fresh, room, "%s.next", path);
    snprintf(before, room, "%s.before-%llu", path, (unsigned long long)version);
    unlink(fresh);
    kr_err err = write_new(fresh, path, key, error);
    if (!err && link(path, before) && errno != EEXIST) err = file_fail(error);
    if (!err && (rename(fresh, path) || !sync_parent(path))) err = file_fail(error);
    if (!err) sweep(path);
    free(fresh);
    return err;
}

/* -- what a key looks like -- */
static bool is_space(unsigned char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool kr_key_read(unsigned char key[KR_KEY_BYTES], const unsigned char *bytes, size_t len) {
    size_t n = 0;
    if (len == KR_KEY_BYTES) {
        memcpy(key, bytes, KR_KEY_BYTES);
        return true;
    }
    while (len && is_space(bytes[len - 1])) len--;
    while (len && is_space(bytes[0])) bytes++, len--;
    const char *text = (const char *)bytes, *end = text;
    if (len == 2 * (size_t)KR_KEY_BYTES)
        return sodium_hex2bin(key, KR_KEY_BYTES, text, len, NULL, &n, &end) == 0 && n == KR_KEY_BYTES &&
               end == text + len;
    int variant = len == 44 ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
    return (len == 43 || len == 44) &&
           sodium_base642bin(key, KR_KEY_BYTES, text, len, NULL, &n, &end, variant) == 0 &&
           n == KR_KEY_BYTES && end == text + len;
}

static kr_err read_file(const char *path, unsigned char key[KR_KEY_BYTES], kr_error *error) {
    unsigned char text[MOST_TEXT];
    size_t len = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && (errno == EACCES || errno == EPERM))
        return kr_fail(error, KR_E_DENIED, "error.key_unreadable", "", path);
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
    bool good = len < sizeof text && kr_key_read(key, text, len);
    sodium_memzero(text, sizeof text);
    return good ? KR_OK : kr_fail(error, KR_E_DENIED, "error.key_wrong", "", path);
}

/* -- a command -- */
static int64_t steady(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Words between spaces; no shell looks at them. `text` is cut up. */
static bool cut_words(char *text, char *words[MOST_WORDS + 1]) {
    size_t n = 0;
    for (char *at = text; *at;) {
        while (*at == ' ') *at++ = '\0';
        if (!*at) break;
        if (n == MOST_WORDS) return false;
        words[n++] = at;
        while (*at && *at != ' ') at++;
    }
    words[n] = NULL;
    return n > 0;
}

static bool begin_command(char *const words[], pid_t *child, int *out) {
    int ends[2];
    sigset_t none;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t how;
    if (pipe(ends)) return false;
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    sigemptyset(&none); /* what a server holds back, its command need not */
    int wrong = posix_spawn_file_actions_init(&actions);
    if (!wrong && !(wrong = posix_spawnattr_init(&how))) {
        wrong = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        if (!wrong) wrong = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        if (!wrong) wrong = posix_spawnattr_setsigmask(&how, &none);
        if (!wrong) wrong = posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
        if (!wrong) wrong = posix_spawnp(child, words[0], &actions, &how, words, environ);
        (void)posix_spawnattr_destroy(&how);
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    if (wrong) close(ends[0]);
    *out = ends[0];
    return !wrong;
}

/* Reads to the end, no longer than COMMAND_MS; SIZE_MAX when it took longer or said too much. */
static size_t hear(int fd, unsigned char text[MOST_TEXT]) {
    int64_t until = steady() + COMMAND_MS;
    size_t len = 0;
    while (len < MOST_TEXT) {
        struct pollfd wait = {fd, POLLIN, 0};
        int64_t left = until - steady();
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return SIZE_MAX;
        ssize_t n = read(fd, text + len, MOST_TEXT - len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return SIZE_MAX;
        if (n == 0) return len;
        len += (size_t)n;
    }
    return SIZE_MAX;
}

/* It closed its output; it may still be at its last words. */
static bool ended_well(pid_t child) {
    int status = 0;
    int64_t until = steady() + 2000;
    const struct timespec a_little = {.tv_nsec = 5000000};
    pid_t got;
    while ((got = waitpid(child, &status, WNOHANG)) == 0 && steady() < until)
        (void)nanosleep(&a_little, NULL);
    if (got == 0) {
        kill(child, SIGKILL);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
        return false;
    }
    return got == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static kr_err ask_command(const char *command, unsigned char key[KR_KEY_BYTES], kr_error *error) {
    unsigned char text[MOST_TEXT];
    char *words[MOST_WORDS + 1], *copy = strdup(command);
    pid_t child = 0;
    int out = -1;
    if (!copy) return kr_no_memory(error);
    bool good = cut_words(copy, words) && begin_command(words, &child, &out);
    if (good) {
        size_t len = hear(out, text);
        close(out);
        if (len == SIZE_MAX) kill(child, SIGKILL);
        good = ended_well(child) && len != SIZE_MAX && kr_key_read(key, text, len);
        sodium_memzero(text, sizeof text);
    }
    free(copy);
    return good ? KR_OK : kr_fail(error, KR_E_DENIED, "error.key_command", "", "");
}

kr_err kr_key_fetch(const kr_key_source *source, unsigned char key[KR_KEY_BYTES], kr_error *error) {
    if (source->given) {
        memcpy(key, source->text, KR_KEY_BYTES);
        return KR_OK;
    }
    if (source->command) return ask_command(source->command, key, error);
    return read_file(source->path, key, error);
}
