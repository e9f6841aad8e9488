/* Making the container of a bundle. */
#include "isolate/oci/create.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/oci/home.h"
#include "isolate/oci/hooks.h"
#include "isolate/oci/notify.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/scheduling.h"
#include "isolate/oci/state_json.h"
#include "isolate/runtime/console.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

int write_pid_file(const char *path, pid_t pid, struct error *error)
{
    char text[16];
    int length = snprintf(text, sizeof text, "%d", (int)pid);
    return file_write_atomic(path, text, (size_t)length, error);
}

/* ---- before ---- */

static const char *now_text(struct resolution *r)
{
    struct timespec now;
    struct tm utc;
    char text[40];
    clock_gettime(CLOCK_REALTIME, &now);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", gmtime_r(&now.tv_sec, &utc));
    return resolve_print(r, "%s.%09ldZ", text, now.tv_nsec);
}

static int find_bundle(struct created *c, const struct create_wish *wish,
                       struct error *error)
{
    const char *bundle = wish->bundle ? wish->bundle : ".";
    c->bundle = realpath(bundle, NULL);
    return c->bundle ? 0 : error_errno(error, STATUS_REQUEST, "the bundle %s", bundle);
}

static int read_config(struct created *c, const struct create_wish *wish,
                       struct error *error)
{
    const char *name = wish->config_name ? wish->config_name : "config.json";
    cleanup_free char *path =
        *name == '/' ? xstrdup(name) : xasprintf("%s/%s", c->bundle, name);
    if (record_keep_config(&c->record, path, error) < 0)
        return -1;
    return record_read_config(&c->record, error);
}

static int check_terminal(const struct created *c, const struct create_wish *wish,
                          struct error *error)
{
    bool terminal = c->record.config.process->terminal;
    if (terminal && !wish->console_socket && !wish->terminal_is_ours)
        return error_set(error, STATUS_REQUEST,
                         "config.json: process.terminal: who gets it? (--console-socket "
                         "PATH)");
    return 0;
}

/* The FIFO is held open for reading and writing, so that the byte of `start` is not
 * lost, and opening never waits. */
static int open_gate(struct created *c, struct error *error)
{
    c->failure = openat(c->record.folder, "failure", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (c->failure < 0 || mkfifoat(c->record.folder, "start", 0600) < 0)
        return error_errno(error, STATUS_HOST, "%s/start", c->record.path);
    c->gate = openat(c->record.folder, "start", O_RDWR | O_CLOEXEC);
    return c->gate < 0 ? error_errno(error, STATUS_HOST, "%s/start", c->record.path) : 0;
}

/* Whoever decides about the calls that the filter asks about. */
static int open_listener(struct created *c, struct error *error)
{
    const struct config_linux *l = c->record.config.linux_;
    struct process *process = &c->resolution.container.process;
    if (!l || !l->seccomp || !l->seccomp->listener_path)
        return 0;
    process->listener =
        console_connect("linux.seccomp.listenerPath", l->seccomp->listener_path, error);
    return process->listener < 0 ? -1 : 0;
}

static int prepare(struct created *c, const struct create_wish *wish, const char *id,
                   struct error *error)
{
    struct resolution *r = &c->resolution;
    if (find_bundle(c, wish, error) < 0 || read_config(c, wish, error) < 0 ||
        notify_prepare(&c->record, error) < 0)
        return -1;
    if (config_resolve(&c->record.config, c->bundle, id, &wish->resolve, r, error) < 0 ||
        scheduling_check(c->record.config.process, error) < 0 ||
        check_terminal(c, wish, error) < 0 || open_gate(c, error) < 0)
        return -1;
    if (open_listener(c, error) < 0)
        return -1;
    c->record.bundle = c->bundle;
    c->record.created = now_text(r);
    c->record.cgroup_path = r->cgroup.path;
    /* A number: names would take the C library's own modules, which a static program has
     * not. */
    c->record.owner = getuid() ? resolve_print(r, "%u", (unsigned)getuid()) : "root";
    c->home = home_reserve(r, &r->container.process);
    r->container.gate = c->gate;
    r->container.failure = c->failure;
    r->container.moments = create_moments(c);
    if (root_open(&c->root, r, error) < 0)
        return -1;
    return record_write(&c->record, error);
}

/* ---- the process ---- */

/* podman and its like know a command that is not there by these words. */
void explain_launch(int status, struct error *error)
{
    if (status == LAUNCH_NOT_FOUND)
        error_wrap(error, "executable file not found in $PATH");
    if (status == LAUNCH_NOT_EXECUTABLE)
        error_wrap(error, "permission denied");
}

static int launch(struct created *c, struct error *error)
{
    if (launch_create(&c->resolution.container, &c->launched, error) == 0)
        return 0;
    explain_launch(c->launched.status, error);
    return -1;
}

/* ---- after ---- */

static int hand_out_terminal(struct created *c, const struct create_wish *wish,
                             struct error *error)
{
    if (!c->record.config.process->terminal || !wish->console_socket)
        return 0;
    cleanup_fd int socket =
        console_connect("--console-socket", wish->console_socket, error);
    if (socket < 0 || console_send(socket, c->launched.terminal, "/dev/ptmx", error) < 0)
        return -1;
    close(c->launched.terminal);
    c->launched.terminal = -1;
    return 0;
}

static void note_cgroup(struct created *c)
{
    struct cgroup group;
    if (!c->resolution.container.cgroup ||
        cgroup_open(&c->resolution.cgroup, &group, NULL) < 0)
        return;
    cleanup_free char *text = cgroup_text(&group);
    c->record.cgroup = resolve_print(&c->resolution, "%s", text ? text : "");
    cgroup_close(&group);
}

static int finish(struct created *c, const struct create_wish *wish, struct error *error)
{
    close(c->gate); /* from here on only the container's process holds it */
    c->gate = -1;
    c->record.pid = c->launched.pid;
    c->record.pid_started = process_start_time(c->launched.pid);
    note_cgroup(c);
    if (hand_out_terminal(c, wish, error) < 0 ||
        (wish->pid_file && write_pid_file(wish->pid_file, c->launched.pid, error) < 0))
        return -1;
    c->record.ready = true;
    return record_write(&c->record, error);
}

/* The life of a container whose making failed ends with its poststop hooks. */
static void take_back(struct created *c)
{
    struct error ignored;
    if (c->launched.pid > 0) {
        launch_kill(&c->launched);
        launch_wait(&c->launched, NULL, &ignored);
    }
    if (c->record.config.hooks && c->record.pid > 0) {
        cleanup_free char *state = state_json_text(&c->record, CONTAINER_STOPPED);
        hooks_run_all(&c->record.config.hooks->poststop, "poststop", state, c->bundle);
    }
    record_remove(&c->record, &ignored);
}

int create_container(const char *id, const struct create_wish *wish, struct created *c,
                     struct error *error)
{
    *c = (struct created){
        .gate = -1, .failure = -1, .root.folder = -1, .root.mount_namespace = -1};
    if (record_create(id, &c->record, error) < 0)
        return -1;
    if (prepare(c, wish, id, error) == 0 && launch(c, error) == 0 &&
        finish(c, wish, error) == 0)
        return 0;
    take_back(c);
    created_close(c);
    return -1;
}

void created_close(struct created *c)
{
    if (c->gate >= 0)
        close(c->gate);
    if (c->failure >= 0)
        close(c->failure);
    root_close(&c->root);
    resolve_free(&c->resolution);
    record_close(&c->record);
    free(c->bundle);
    *c = (struct created){.gate = -1, .failure = -1};
}
