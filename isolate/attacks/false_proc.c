/* What a runtime writes to /proc, it writes to the /proc that it sees. */
#include <stdio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_false_proc = {
    .name = "false-proc",
    .title = "put a false /proc before the runtime",
    .group = GROUP_MOUNTS,
    .tries = "In the image /proc is a link to a folder of its own. A runtime that mounts "
             "or writes there configures nothing: no label, no limit.",
    .source = "CVE-2019-19921, CVE-2025-52881 (runc)",
    .stopped = "All writes to /proc are done before the image is in sight. Then the link "
               "gives way to a folder, and a real /proc is mounted there.",
    .layers = STOPS(MOUNT),
    .may_refuse = true,
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    char path[256];
    snprintf(path, sizeof path, "%s/proc", trap->root);
    if (rmdir(path) < 0 || symlink("/lent", path) < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    struct statfs status;
    if (statfs("/proc", &status) < 0)
        attempt_refused(attempt, "/proc");
    else if (status.f_type == 0x9fa0) /* PROC_SUPER_MAGIC */
        attempt_blocked(attempt, "/proc is a real one");
    else
        attempt_open(attempt, "/proc is a folder of the image");
}
