/* Giving up what a process does not need: other files (Landlock), other calls (seccomp), new rights, traces
 * of its memory. For the web process and for the courier; the worker that draws has a narrower lock of its
 * own (src/worker/lock.c). */
#ifndef KR_APART_CONFINE_H
#define KR_APART_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum kr_reach {
    KR_REACH_READ = 1,
    KR_REACH_WRITE = 2 /* read too; files may come and go */
} kr_reach;
typedef struct kr_reach_path {
    const char *path; /* a folder with all below it, or a file; left out when it is not there, or NULL */
    kr_reach reach;
} kr_reach_path;

typedef struct kr_confined {
    bool files, calls; /* did the kernel take it? */
    const char *wrong; /* what did not work out, for a line in a log; NULL */
} kr_confined;

/* Is this a build for the sanitizers? They need what is given up: nothing is done then. */
bool kr_confine_checked(void);
/* Does this kernel keep files away (Landlock)? Its version; 0: no. */
int kr_confine_files_version(void);

/* Only these paths from now on. Of this thread and those it makes: before there are others. false: refused
 * though the kernel has it; true without `files` on a kernel that has not. No `network`: no TCP either,
 * where the kernel can see to that. */
bool kr_confine_files(const kr_reach_path *paths, size_t count, bool network, kr_confined *out);
/* Only the calls that a server (`network`: a client) makes: no programs, no tracing, no mounts, no other
 * user, no new socket (but with `network`), no files made or thrown away with `network`. */
bool kr_confine_calls(bool network, kr_confined *out);
/* No core file, no look into the memory by others of this user, no rights by a program that has more. */
bool kr_confine_self(void);

#endif
