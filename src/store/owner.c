/* Whose a new file is. An operator runs commands as root beside a server that is somebody else: what they
 * make there must be that one's, or the server does not start again. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/store_int.h"

/* The folder that it is in. */
static bool above(const char *path, struct stat *out) {
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') len--;
    while (len && path[len - 1] != '/') len--;
    char *folder = len ? strndup(path, len) : strdup(".");
    bool good = folder && stat(folder, out) == 0;
    free(folder);
    return good;
}

static bool give(int fd, const struct stat *is, const struct stat *to) {
    return (is->st_uid == to->st_uid && is->st_gid == to->st_gid) || fchown(fd, to->st_uid, to->st_gid) == 0;
}

bool kr_owned_as(int fd, const char *path) {
    struct stat is, whose;
    if (geteuid() != 0) return true; /* nobody else can give anything away */
    if (fstat(fd, &is) != 0) return false;
    bool another = lstat(path, &whose) == 0 && (whose.st_dev != is.st_dev || whose.st_ino != is.st_ino);
    return (another || above(path, &whose)) && give(fd, &is, &whose);
}

bool kr_folder_make(const char *path) {
    struct stat is, whose;
    if (mkdir(path, 0700) != 0) return errno == EEXIST;
    if (geteuid() != 0) return true;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool given = fd >= 0 && fstat(fd, &is) == 0 && above(path, &whose) && give(fd, &is, &whose);
    if (fd >= 0) close(fd);
    return given;
}
