/* isolate-oci kill: a signal to the container's process, or to all of its group. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/keeper/names.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/record.h"
#include "labs/kit/cleanup.h"

static bool all;

const struct option_row oci_kill_options[] = {
    {"all", 'a', OPTION_FLAG, &all, NULL, "to every process of its control group", NULL,
     0, 0},
    {0},
};

/* One that ended meanwhile needs no signal any more. */
static int kill_all(const struct record *record, int signal, struct error *error)
{
    struct cgroup group;
    pid_t *pids = NULL;
    if (!record->cgroup)
        return error_set(error, STATUS_HOST,
                         "container %s has no control group to find its processes by",
                         record->id);
    if (cgroup_open_text(record->cgroup, &group, error) < 0)
        return -1;
    long count = cgroup_processes(&group, &pids, error);
    for (long i = 0; i < count; i++)
        kill(pids[i], signal);
    free(pids);
    cgroup_close(&group);
    return count < 0 ? -1 : 0;
}

static int kill_one(const struct record *record, int signal, struct error *error)
{
    cleanup_fd int pidfd = record_pidfd(record);
    if (pidfd >= 0 && syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) == 0)
        return 0;
    if (pidfd >= 0 && errno != ESRCH)
        return error_errno(error, STATUS_REQUEST, "cannot signal container %s",
                           record->id);
    /* conmon and podman look for these words. */
    return error_set(error, STATUS_REQUEST,
                     "cannot signal container %s: container not running", record->id);
}

int oci_kill(int argc, char **argv)
{
    struct error error = {0};
    struct record record;
    int signal = signal_number(argc > 1 ? argv[1] : "TERM", &error);
    if (signal < 0 || record_open(argv[0], &record, &error) < 0)
        return oci_fail(1, &error);
    int result =
        all ? kill_all(&record, signal, &error) : kill_one(&record, signal, &error);
    record_close(&record);
    return result < 0 ? oci_fail(1, &error) : 0;
}
