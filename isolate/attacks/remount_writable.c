/* What was mounted read-only can be mounted again, writable. */
#include <sys/mount.h>
#include <sys/statvfs.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_remount_writable = {
    .name = "remount-writable",
    .title = "make a read-only mount writable",
    .group = GROUP_MOUNTS,
    .tries = "mount(MS_REMOUNT) of /proc without the flag for read-only.",
    .source = "mount(2); the way out of a privileged container",
    .stopped = "It needs CAP_SYS_ADMIN in the user namespace of the mounts; the filter "
               "refuses it; and Landlock lets nobody mount.",
    .layers = STOPS(CAPABILITIES) | STOPS(SECCOMP) | STOPS(USER) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct statvfs status;
    /* Of this mount alone: MS_BIND leaves the file system as it is. */
    int done = mount(NULL, "/proc", NULL,
                     MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    if (done < 0)
        attempt_refused(attempt, "mount(/proc, MS_REMOUNT | MS_BIND)");
    else if (statvfs("/proc", &status) == 0 && status.f_flag & ST_RDONLY)
        attempt_blocked(attempt, "/proc is still read-only");
    else
        attempt_open(attempt, "/proc is writable now");
}
