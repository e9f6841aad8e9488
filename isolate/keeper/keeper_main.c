/* The keeper's life: build, start, stay, note the end.
 *
 * Until the command runs, every failure leaves nothing: no state, and the caller gets the
 * reason. From then on there is always a status on disk that says the truth, or that it
 * runs while the lock, which only a living keeper holds, says whether that is true. */
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
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

/* ---- the container ---- */

static uint64_t monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The limits of time and output are the keeper's to watch, for it is in the loop. */
static void take_limits(struct kept *kept)
{
    struct container *c = &kept->container;
    kept->deadline = c->wall_microseconds ? monotonic() + c->wall_microseconds * 1000 : 0;
    kept->wall_limit = c->wall_microseconds;
    kept->cpu_limit = c->cpu_microseconds;
    kept->output_limit = c->output_bytes;
    c->wall_microseconds = c->cpu_microseconds = c->output_bytes = 0;
}

/* A group of its own, found again by the container's id: for stats, pause and gc. */
static void name_group(struct kept *kept)
{
    if (kept->container.cgroup)
        kept->cgroup_wish = *kept->container.cgroup;
    snprintf(kept->cgroup_name, sizeof kept->cgroup_name, "isolate-%s", kept->state->id);
    kept->cgroup_wish.name = kept->cgroup_name;
    kept->cgroup_wish.accounting = kept->cgroup_wish.freezer = true;
    kept->container.cgroup = &kept->cgroup_wish;
}

/* Other commands find the groups by what is written here: they may be in other groups. */
static int note_group(struct kept *kept, struct error *error)
{
    struct error none;
    cleanup_free char *path = xasprintf("%s/cgroup", kept->state->path);
    if (cgroup_open(&kept->cgroup_wish, &kept->group, &none) < 0)
        kept->group = (struct cgroup){0};
    cleanup_free char *text = cgroup_text(&kept->group);
    struct atomic_file file;
    if (atomic_file_open(&file, path, error) < 0)
        return -1;
    file.unsynced = true; /* no container outlasts a loss of power */
    fputs(text, file.out);
    return atomic_file_commit(&file, error);
}

static int create(struct kept *kept, struct error *error)
{
    name_group(kept);
    take_limits(kept);
    uint64_t limit = kept->wish->log_limit;
    if (log_open(&kept->log, kept->state->folder, limit ? limit : LOG_LIMIT_DEFAULT,
                 error) < 0 ||
        keeper_make_streams(kept, error) < 0 ||
        launch_create(&kept->container, &kept->launched, error) < 0)
        return -1;
    keeper_leave_streams(kept);
    return 0;
}

static void note_start(struct kept *kept)
{
    struct container_status *status = &kept->status;
    struct stat space;
    if (kept->namespaces[NAMESPACE_PID] >= 0 &&
        fstat(kept->namespaces[NAMESPACE_PID], &space) == 0)
        status->pid_namespace = space.st_ino;
    status->phase = PHASE_RUNNING;
    status->keeper = getpid();
    status->keeper_started = process_start(status->keeper);
    status->pid = kept->launched.pid;
    status->pid_started = process_start(status->pid);
    status->started = log_now();
}

/* Where no control group limits the memory, process 1 has got RLIMIT_DATA: its children
 * inherit it, but the commands of exec are not its children. */
static void note_limits(struct kept *kept)
{
    const struct process *process = &kept->container.process;
    char path[32], line[256];
    unsigned long long soft;
    kept->rlimits = xcalloc(process->rlimit_count + 1, sizeof *kept->rlimits);
    snprintf(path, sizeof path, "/proc/%d/limits", kept->launched.pid);
    cleanup_file FILE *limits = fopen(path, "re");
    while (limits && fgets(line, sizeof line, limits))
        if (sscanf(line, "Max data size %llu", &soft) == 1)
            kept->rlimits[kept->rlimit_count++] =
                (struct rlimit_row){RLIMIT_DATA, soft, soft, true};
    for (size_t i = 0; i < process->rlimit_count; i++)
        kept->rlimits[kept->rlimit_count++] = process->rlimits[i];
}

/* The container waits for the word to execute its command. Its namespaces are opened now,
 * for process 1 makes itself unreadable before it starts the command. */
static int finish_creation(struct kept *kept, struct error *error)
{
    if (chdir("/") < 0)
        return error_errno(error, STATUS_HOST, "/");
    if (join_open(kept->launched.pid, kept->namespaces, error) < 0 ||
        note_group(kept, error) < 0 || keeper_open_listener(kept, error) < 0)
        return -1;
    note_limits(kept);
    note_start(kept);
    return status_write(kept->state, &kept->status, error);
}

/* 0, or the status for the caller. */
static int run(struct kept *kept, struct error *error)
{
    struct error second;
    if (create(kept, error) < 0)
        return kept->launched.status ? kept->launched.status : LAUNCH_FAILED;
    if (finish_creation(kept, error) < 0) {
        launch_kill(&kept->launched);
        launch_wait(&kept->launched, NULL, &second);
        return LAUNCH_FAILED;
    }
    if (launch_start(&kept->launched, error) == 0)
        return 0;
    launch_wait(&kept->launched, &kept->ending, &second);
    return kept->ending.status ? kept->ending.status : LAUNCH_FAILED;
}

/* ---- */

static void give_up(struct kept *kept, int caller, int status, struct error *error)
{
    struct error second;
    if (kept->again) {
        kept->ending.status = status;
        keeper_note_end(kept, error);
        status_write(kept->state, &kept->status, &second);
        unlinkat(kept->state->folder, "socket", 0);
    } else {
        state_remove(kept->state, &second);
    }
    wire_say(caller, WIRE_DONE, status, error->message);
    _exit(0);
}

static int container_pidfd = -1;

static void pass_term(int number)
{
    int reason = errno;
    syscall(SYS_pidfd_send_signal, container_pidfd, number, NULL, 0);
    errno = reason;
}

/* Only now, or the command would inherit it. TERM to the keeper means the container. */
static void set_signals(struct kept *kept)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, pass = {.sa_handler = pass_term};
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGHUP, &ignore, NULL);
    sigaction(SIGINT, &ignore, NULL);
    container_pidfd = kept->launched.pidfd;
    sigaction(SIGTERM, &pass, NULL);
}

static void kill_unwanted(struct kept *kept)
{
    struct error error;
    launch_kill(&kept->launched);
    launch_wait(&kept->launched, NULL, &error);
    if (!kept->again)
        state_remove(kept->state, &error);
    _exit(0);
}

static void prepare(struct kept *kept)
{
    kept->listener = kept->input = kept->output[0] = kept->output[1] = -1;
    kept->launched.terminal = kept->launched.layer = -1;
    kept->typed = xcalloc(1, INPUT_MAX);
    for (int i = 0; i < CLIENTS_MAX; i++)
        kept->clients[i].socket = -1;
    for (int kind = 0; kind < NAMESPACE_COUNT; kind++)
        kept->namespaces[kind] = -1;
    kept->status.created = kept->status.created ? kept->status.created : log_now();
}

_Noreturn void keeper_main(struct kept *kept, int caller)
{
    struct error error = {0};
    keeper_hold_only(kept->state->folder, kept->state->lock, caller);
    prepare(kept);
    int status = run(kept, &error);
    if (status)
        give_up(kept, caller, status, &error);
    set_signals(kept);
    /* Nobody knows of it when the starter has gone by now. */
    if (wire_say(caller, WIRE_DONE, 0, NULL) < 0)
        kill_unwanted(kept);
    if (kept->detach) {
        close(caller);
    } else {
        struct client *client = clients_add(kept, caller);
        client->attached = true;
        client->types = kept->wish->wish->interactive;
    }
    keeper_loop(kept);
    keeper_finish(kept);
    _exit(0);
}
