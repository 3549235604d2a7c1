/* What of the disk the worker may read: the fonts, and the libraries it is made of. Not the circles, nor
 * their key, which lie where the same user can read them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "worker/worker.h"

/* Every right that the first version of Landlock knows, so that all is refused that is not allowed below. */
#define ALL_RIGHTS ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)
#define READING    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

static const char *const folders[] = {"/usr", "/lib", "/lib64", "/var/cache/fontconfig"};

/* A folder that is not there need not be allowed. */
static bool allow(int rules, const char *path) {
    struct landlock_path_beneath_attr beneath = {.allowed_access = READING};
    beneath.parent_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (beneath.parent_fd < 0) return true;
    bool added = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
    return close(beneath.parent_fd) == 0 && added;
}

bool worker_reach(void) {
    struct landlock_ruleset_attr rights = {.handled_access_fs = ALL_RIGHTS};
    char own[2048], fonts[2100];
    long made = syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
    /* A kernel without Landlock, or one that has it switched off, still has the other limits. */
    if (made < 0) return errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM;
    int rules = (int)made;
    bool good = true;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) good = good && allow(rules, folders[i]);
    for (size_t i = 0; worker_place(i) && worker_folder(own, sizeof own); i++) {
        int n = snprintf(fonts, sizeof fonts, "%s/%s", own, worker_place(i));
        if (n > 0 && (size_t)n < sizeof fonts) good = good && allow(rules, fonts);
    }
    good = good && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    return close(rules) == 0 && good;
}
