/* To cover a file, runtimes mount /dev/null over it: the /dev/null of the image. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_masked_path_link = {
    .name = "masked-path-link",
    .title = "have another file mounted as a cover",
    .group = GROUP_MOUNTS,
    .tries = "In the image /dev/null is a link to /proc/sys/kernel/core_pattern. A "
             "runtime that mounts \"/dev/null\" over /proc/kallsyms lends that file, "
             "writable, in its place.",
    .source = "CVE-2025-31133 (runc), CVE-2025-52565 (the same with /dev/console)",
    .stopped = "Devices are cut out of the host as descriptors before the image is "
               "looked at, and /dev of the image is covered before anything is masked.",
    .layers = STOPS(DEV) | STOPS(PROC),
    .absent =
        "No layer of ours can be left out in a way that would use the /dev of the image.",
    .may_refuse = true,
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    char link[256];
    snprintf(link, sizeof link, "%s/dev/null", trap->root);
    if (symlink("/proc/sys/kernel/core_pattern", link) < 0)
        return error_errno(error, STATUS_HOST, "%s", link);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    struct stat cover, pattern;
    if (stat("/proc/sys/kernel/core_pattern", &pattern) < 0 ||
        stat("/proc/kallsyms", &cover) < 0)
        attempt_refused(attempt, "/proc/kallsyms");
    else if (pattern.st_ino == cover.st_ino && pattern.st_dev == cover.st_dev)
        attempt_open(attempt, "/proc/kallsyms is core_pattern now");
    else
        attempt_blocked(attempt, "/proc/kallsyms is covered by %s",
                        S_ISCHR(cover.st_mode) ? "a device" : "a file of no content");
}
