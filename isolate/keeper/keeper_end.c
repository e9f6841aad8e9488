/* The end of a container, as its keeper notes it. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/keeper/changes.h"
#include "isolate/keeper/kept.h"
#include "isolate/keeper/process_start.h"
#include "isolate/kernel.h"
#include "isolate/runtime/join.h"
#include "isolate/runtime/report.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

void keeper_note_end(struct kept *kept, const struct error *error)
{
    struct container_status *status = &kept->status;
    const struct ending *ending = &kept->ending;
    bool over = status->time_over || status->output_over;
    status->phase = PHASE_EXITED;
    status->ended = log_now();
    status->exit_status = over ? LAUNCH_TIME_OVER : ending->status;
    status->signal = ending->signal;
    status->out_of_memory = ending->out_of_memory;
    status->wall = ending->wall_microseconds;
    status->cpu = ending->user_microseconds + ending->system_microseconds;
    status->peak_memory = ending->peak_memory;
    status->lost_log = kept->log.lost;
    if (!status->message[0])
        memcpy(status->message, error->message, sizeof status->message);
}

/* On a full disk the older half of the log makes room for the ending. */
static void write_end(struct kept *kept)
{
    struct error error;
    if (status_write(kept->state, &kept->status, &error) == 0)
        return;
    unlinkat(kept->state->folder, "log.1", 0);
    if (status_write(kept->state, &kept->status, &error) == 0)
        return;
    if (ftruncate(kept->log.fd, 0) == 0)
        status_write(kept->state, &kept->status, &error);
}

/* What was written to the root goes with the container; that it was is kept. */
static void keep_changes(struct kept *kept)
{
    struct error none;
    struct atomic_file file;
    cleanup_free char *path = xasprintf("%s/changes", kept->state->path);
    if (kept->launched.layer < 0 || !kept->folder || kept->wish->wish->remove ||
        atomic_file_open(&file, path, &none) < 0)
        return;
    changes_write(kept->launched.layer, kept->folder, file.out);
    atomic_file_commit(&file, &none);
}

/* --report, as of a run in the foreground. */
static void write_report(struct kept *kept)
{
    const char *path = kept->wish->wish->report_file;
    struct container_status *status = &kept->status;
    struct ending ending = kept->ending;
    struct error error;
    if (!path)
        return;
    ending.time_over = status->time_over;
    ending.output_over = status->output_over;
    ending.status = status->exit_status;
    if (report_write(path, &ending, status->message, &error) < 0 && !status->message[0])
        memcpy(status->message, error.message, sizeof status->message);
}

/* Whoever waits is told when all is written; a slow reader does not keep the lock. */
void keeper_finish(struct kept *kept)
{
    struct error error = {0};
    keep_changes(kept);
    cgroup_close(&kept->group);
    launch_wait(&kept->launched, &kept->ending, &error);
    keeper_note_end(kept, &error);
    write_report(kept);
    close(kept->listener);
    kept->listener = -1;
    unlinkat(kept->state->folder, "socket", 0);
    if (kept->wish->wish->remove && state_remove(kept->state, &error) == 0) {
        log_close(&kept->log);
    } else {
        write_end(kept);
        log_close(&kept->log);
        state_close(kept->state);
    }
    keeper_say_end(kept);
}
