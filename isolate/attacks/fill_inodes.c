/* A disk is also full when it has no more inodes, and in a tmpfs each is memory of the
 * kernel. */
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_fill_inodes = {
    .name = "fill-inodes",
    .title = "make files without end",
    .group = GROUP_SHARES,
    .tries = "Makes a file, and asks how many there may be: more than 100,000 are taken "
             "for without end.",
    .source = "tmpfs of the kernel documentation: nr_inodes",
    .stopped = "The layer that is written to has a limit on files, too.",
    .layers = STOPS(ROOT),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    enum { MANY = 100000 };
    struct statvfs status;
    cleanup_fd int fd = open("/one-of-many", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0 || fstatvfs(fd, &status) < 0) {
        attempt_refused(attempt, "/one-of-many");
        return;
    }
    unlink("/one-of-many");
    if (status.f_ffree > MANY)
        attempt_open(attempt, "%llu files can be made",
                     (unsigned long long)status.f_ffree);
    else
        attempt_blocked(attempt, "there is room for %llu files",
                        (unsigned long long)status.f_ffree);
}
