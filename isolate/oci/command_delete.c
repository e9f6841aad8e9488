/* isolate-oci delete: all that is left of a container goes, also what a command that was
 * killed half-way has left. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/oci/create.h"
#include "isolate/oci/hooks.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/state_json.h"
#include "labs/kit/cleanup.h"

static bool force, is_pattern;

const struct option_row oci_delete_options[] = {
    {"force", 'f', OPTION_FLAG, &force, NULL,
     "kill it first if it runs; and it is no failure if it is not there", NULL, 0, 0},
    {"regex", 0, OPTION_FLAG, &is_pattern, NULL,
     "ID is a regular expression: all containers that match", NULL, 0, 0},
    {0},
};

enum { PATIENCE_MILLISECONDS = 10000 };

/* Its groups: as noted down, or, when create was killed, where it was to make them. */
static int open_groups(const struct record *record, struct cgroup *group)
{
    struct cgroup_wish wish = {.path = record->cgroup_path,
                               .accounting = true,
                               .freezer = true,
                               .everywhere = true};
    if (record->cgroup && *record->cgroup)
        return cgroup_open_text(record->cgroup, group, NULL);
    return record->cgroup_path ? cgroup_open(&wish, group, NULL) : -1;
}

/* Somebody may have moved it to a frozen group of v1, where it cannot die: back in its
 * own, which was thawed, it can. */
static int kill_process(const struct record *record, const struct cgroup *group,
                        struct error *error)
{
    cleanup_fd int pidfd = record_pidfd(record);
    struct pollfd end = {.fd = pidfd, .events = POLLIN};
    if (pidfd < 0)
        return 0;
    syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
    if (poll(&end, 1, PATIENCE_MILLISECONDS / 20) > 0)
        return 0;
    if (group)
        cgroup_enter(group, (pid_t)record->pid, NULL);
    if (poll(&end, 1, PATIENCE_MILLISECONDS) > 0)
        return 0;
    return error_set(error, STATUS_HOST, "process %lld of container %s does not die",
                     (long long)record->pid, record->id);
}

/* What shares the group but not the PID namespace lives on when the first process ends:
 * in a container without one of its own. */
static int take_groups(const struct record *record, struct error *error)
{
    struct cgroup group;
    if (open_groups(record, &group) < 0)
        return kill_process(record, NULL, error);
    cgroup_kill(&group, error);
    cgroup_thaw(&group, NULL);
    int result = kill_process(record, &group, error);
    if (result == 0)
        return cgroup_remove(&group, error);
    cgroup_close(&group);
    return result;
}

int delete_container(struct record *record, struct error *error)
{
    if (take_groups(record, error) < 0)
        return -1;
    /* A config that cannot be read has no hooks either. */
    if (record->config.hooks || record_read_config(record, NULL) == 0) {
        cleanup_free char *state = state_json_text(record, CONTAINER_STOPPED);
        if (record->config.hooks)
            hooks_run_all(&record->config.hooks->poststop, "poststop", state,
                          record->bundle);
    }
    return record_remove(record, error);
}

static bool is_there(const char *id)
{
    size_t count;
    bool found = false;
    char **ids = record_list(&count, NULL);
    for (size_t i = 0; ids && i < count; free(ids[i++]))
        found = found || !strcmp(ids[i], id);
    free(ids);
    return found;
}

static int delete_or_refuse(struct record *record, struct error *error)
{
    enum oci_status status = record->ready ? record_status(record) : CONTAINER_STOPPED;
    /* As crun and runc do: what was never started has nothing to lose. */
    if (status == CONTAINER_STOPPED || status == CONTAINER_CREATED || force)
        return delete_container(record, error);
    return error_set(error, STATUS_REQUEST,
                     "cannot delete container %s: it is %s, not stopped (delete --force "
                     "kills it)",
                     record->id, oci_status_words[status]);
}

/* Another may delete it at the same time: while we open it, or wait for the lock. */
static int delete_one(const char *id)
{
    struct error error = {0};
    struct record record;
    if (record_open(id, &record, &error) < 0)
        return force && !is_there(id) ? 0 : oci_fail(1, &error);
    if (record_lock(&record, &error) < 0) {
        record_close(&record);
        return force && !is_there(id) ? 0 : oci_fail(1, &error);
    }
    int result = delete_or_refuse(&record, &error);
    record_close(&record);
    return result < 0 ? oci_fail(1, &error) : 0;
}

/* All are tried, whatever becomes of one. */
static int delete_matching(const char *pattern)
{
    struct error error = {0};
    regex_t compiled;
    size_t count = 0;
    int status = 0;
    if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
        error_set(&error, STATUS_REQUEST, "delete --regex: '%s' is no regular expression",
                  pattern);
        return oci_fail(1, &error);
    }
    char **ids = record_list(&count, &error);
    for (size_t i = 0; ids && i < count; free(ids[i++]))
        if (regexec(&compiled, ids[i], 0, NULL, 0) == 0 && delete_one(ids[i]) != 0)
            status = 1;
    free(ids);
    regfree(&compiled);
    return status;
}

int oci_delete(int argc, char **argv)
{
    (void)argc;
    return is_pattern ? delete_matching(argv[0]) : delete_one(argv[0]);
}
