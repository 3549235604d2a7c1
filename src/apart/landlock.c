/* Which files a process may reach. The numbers are the kernel's; headers of some years ago miss the newest.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "apart/confine.h"

#define REFER     (1ull << 13) /* since version 2 */
#define TRUNCATE  (1ull << 14) /* 3 */
#define IOCTL_DEV (1ull << 15) /* 5 */
#define TCP       3ull         /* 4: bind, connect */
#define SCOPES    3ull         /* 6: abstract sockets of others, signals to others */

typedef struct rights {
    uint64_t files, net, scopes;
} rights;

static rights all_of(int version, bool network) {
    rights all = {.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    if (version >= 2) all.files |= REFER;
    if (version >= 3) all.files |= TRUNCATE;
    if (version >= 5) all.files |= IOCTL_DEV;
    if (version >= 4 && !network) all.net = TCP;
    if (version >= 6) all.scopes = SCOPES;
    return all;
}

static uint64_t asked(const rights *all, kr_reach reach, bool folder) {
    uint64_t read = LANDLOCK_ACCESS_FS_READ_FILE, write = LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE;
    if (folder) {
        read |= LANDLOCK_ACCESS_FS_READ_DIR;
        write |= LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                 LANDLOCK_ACCESS_FS_REMOVE_DIR | REFER;
    }
    return all->files & (reach == KR_REACH_WRITE ? read | write : read);
}

static bool allow(int rules, const rights *all, const kr_reach_path *one) {
    struct stat is;
    struct landlock_path_beneath_attr beneath = {0};
    int fd = one->path ? open(one->path, O_PATH | O_CLOEXEC) : -1;
    if (fd < 0) return true;
    bool added = fstat(fd, &is) == 0;
    beneath.parent_fd = fd;
    beneath.allowed_access = asked(all, one->reach, added && S_ISDIR(is.st_mode));
    added = added && syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
    return close(fd) == 0 && added;
}

int kr_confine_files_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version > 0 ? (int)version : 0;
}

bool kr_confine_files(const kr_reach_path *paths, size_t count, bool network, kr_confined *out) {
    int version = kr_confine_files_version();
    if (kr_confine_checked()) return true;
    if (version == 0) {
        out->wrong = "Landlock";
        return true;
    }
    rights all = all_of(version, network);
    size_t size = version >= 6 ? sizeof all : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
    long made = syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (made < 0) return false;
    bool good = true;
    for (size_t i = 0; i < count; i++) good = good && allow((int)made, &all, &paths[i]);
    good = good && syscall(SYS_landlock_restrict_self, (int)made, 0) == 0;
    out->files = good;
    return close((int)made) == 0 && good;
}
