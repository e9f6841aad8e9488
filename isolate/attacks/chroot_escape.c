/* chroot() changes what / means, and nothing else. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"
#include "labs/kit/cleanup.h"

const struct attack attack_chroot_escape = {
    .name = "chroot-escape",
    .title = "break out of chroot",
    .group = GROUP_MOUNTS,
    .tries = "Keeps a directory open, makes a second root below it with chroot(), goes "
             "back to the open directory, which is now outside of the root, and climbs "
             "with .. to the root of the host.",
    .source = "chroot(2): \"This call does not change the current working directory\"; "
              "known since 1999",
    .stopped = "pivot_root() exchanges the mount, so there is nothing above. chroot() "
               "also needs a capability, and the filter refuses it.",
    .layers = STOPS(PIVOT) | STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER),
    .prepare = bait_host_root,
    .attempt = attempt_chroot_escape,
};

/* Is the working directory the root of the host? */
static bool is_host(const struct attempt *attempt)
{
    struct stat here;
    char seen[64];
    if (stat(".", &here) < 0)
        return false;
    snprintf(seen, sizeof seen, "%llu %llu", (unsigned long long)here.st_dev,
             (unsigned long long)here.st_ino);
    return !strcmp(seen, attempt->bait);
}

int bait_host_root(struct trap *trap, struct error *error)
{
    struct stat root;
    if (stat("/", &root) < 0)
        return error_errno(error, STATUS_HOST, "/");
    snprintf(trap->bait, sizeof trap->bait, "%llu %llu", (unsigned long long)root.st_dev,
             (unsigned long long)root.st_ino);
    return 0;
}

void attempt_chroot_escape(struct attempt *attempt)
{
    char second[PATH_MAX];
    cleanup_fd int before = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    attempt_own(attempt, "second", second);
    mkdir(second, 0700);
    if (chroot(second) < 0) {
        attempt_refused(attempt, "chroot");
        return;
    }
    if (fchdir(before) < 0) {
        attempt_refused(attempt, "fchdir");
        return;
    }
    for (int i = 0; i < 64 && chdir("..") == 0; i++)
        ;
    if (is_host(attempt))
        attempt_open(attempt, "after chroot(), fchdir() and .. this is the host's root");
    else
        attempt_blocked(attempt, "chroot() works, but above the root there is nothing");
}
