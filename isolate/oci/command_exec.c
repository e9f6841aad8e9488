/* isolate-oci exec: one more process in a container, as --process says, or as the
 * container's own with other words. */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/oci/create.h"
#include "isolate/oci/foreground.h"
#include "isolate/oci/home.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/preserve_fds.h"
#include "isolate/oci/protect.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/join.h"
#include "labs/kit/cleanup.h"

static const char *process_file, *cwd, *user, *pid_file, *console_socket;
static const char *apparmor, *process_label, *sub_group;
static bool tty, detach, no_new_privileges, ignore_paused;
static struct option_list environment, capabilities, groups;
static uint64_t preserve_fds;

const struct option_row oci_exec_options[] = {
    {"process", 'p', OPTION_TEXT, &process_file, "FILE",
     "a `process` object as in config.json", NULL, 0, 0},
    {"tty", 't', OPTION_FLAG, &tty, NULL, "give it a terminal", NULL, 0, 0},
    {"detach", 'd', OPTION_FLAG, &detach, NULL, "do not wait for its end", NULL, 0, 0},
    {"pid-file", 0, OPTION_TEXT, &pid_file, "FILE", "its process id is written there",
     NULL, 0, 0},
    {"console-socket", 0, OPTION_TEXT, &console_socket, "PATH",
     "a socket that gets its terminal", NULL, 0, 0},
    {"cwd", 0, OPTION_TEXT, &cwd, "DIR", "where it starts", NULL, 0, 0},
    {"env", 'e', OPTION_LIST, &environment, "NAME=VALUE", "set a variable", NULL, 0, 0},
    {"user", 'u', OPTION_TEXT, &user, "UID[:GID]", "as whom", NULL, 0, 0},
    {"additional-gids", 'g', OPTION_LIST, &groups, "GID", "a group more", NULL, 0, 0},
    {"cap", 'c', OPTION_LIST, &capabilities, "NAME", "a capability more", NULL, 0, 0},
    {"no-new-privs", 0, OPTION_FLAG, &no_new_privileges, NULL,
     "set-user-id means nothing", NULL, 0, 0},
    {"apparmor", 0, OPTION_TEXT, &apparmor, "PROFILE", "its AppArmor profile", NULL, 0,
     0},
    {"process-label", 0, OPTION_TEXT, &process_label, "LABEL", "its SELinux label", NULL,
     0, 0},
    {"preserve-fds", 0, OPTION_COUNT, &preserve_fds, "N",
     "so many descriptors from 3 on stay open", NULL, 0, 1000000},
    {"ignore-paused", 0, OPTION_FLAG, &ignore_paused, NULL,
     "also in a container that is paused", NULL, 0, 0},
    {"cgroup", 0, OPTION_TEXT, &sub_group, "PATH",
     "refused but for /: the process is in the container's own group", NULL, 0, 0},
    {0},
};

/* Everything that an exec holds. */
struct exec {
    struct record record;
    struct config file; /* of --process */
    struct resolution resolution;
    struct config_process process;
};

/* ---- what to execute ---- */

static int set_user(struct config_user *to, struct error *error)
{
    char *end;
    unsigned long uid = strtoul(user, &end, 10), gid = to->gid;
    if (end > user && *end == ':') {
        const char *from = end + 1;
        gid = strtoul(from, &end, 10);
        if (end == from)
            end = (char *)user;
    }
    if (end == user || *end || uid >= UINT32_MAX || gid >= UINT32_MAX)
        return error_set(error, STATUS_REQUEST, "--user %s: it is UID or UID:GID", user);
    to->uid = uid;
    to->gid = gid;
    return 0;
}

static void append(struct exec *x, struct config_texts *to,
                   const struct option_list *list)
{
    const char **items =
        resolve_keep(&x->resolution, (to->count + list->count + 1) * sizeof *items);
    if (to->count)
        memcpy(items, to->items, to->count * sizeof *items);
    memcpy(items + to->count, list->items, list->count * sizeof *items);
    to->items = items;
    to->count += list->count;
}

/* A variable that is there gets the new value. */
static void set_variables(struct exec *x)
{
    struct config_texts *to = &x->process.env;
    size_t count = to->count, kept = 0;
    append(x, to, &environment);
    for (size_t i = 0; i < count; i++) {
        size_t name = strcspn(to->items[i], "=") + 1;
        bool replaced = false;
        for (size_t j = 0; j < environment.count; j++)
            replaced = replaced || !strncmp(to->items[i], environment.items[j], name);
        if (!replaced)
            to->items[kept++] = to->items[i];
    }
    memmove(to->items + kept, to->items + count,
            (environment.count + 1) * sizeof *to->items);
    to->count = kept + environment.count;
}

static void add_capabilities(struct exec *x)
{
    struct config_capabilities *sets = resolve_keep(&x->resolution, sizeof *sets);
    if (!capabilities.count)
        return;
    if (x->process.capabilities)
        *sets = *x->process.capabilities;
    append(x, &sets->bounding, &capabilities);
    append(x, &sets->permitted, &capabilities);
    append(x, &sets->effective, &capabilities);
    x->process.capabilities = sets;
}

static int add_groups(struct exec *x, struct error *error)
{
    struct config_uids *to = &x->process.user.additional_gids;
    uint64_t *items =
        resolve_keep(&x->resolution, (to->count + groups.count + 1) * sizeof *items);
    if (to->count)
        memcpy(items, to->items, to->count * sizeof *items);
    for (size_t i = 0; i < groups.count; i++)
        if (option_number("--additional-gids", groups.items[i], 0, UINT32_MAX - 1,
                          &items[to->count + i], error) < 0)
            return -1;
    to->items = items;
    to->count += groups.count;
    return 0;
}

/* The container's own process, with the changes of the command line. */
static int from_words(struct exec *x, int argc, char **argv, struct error *error)
{
    if (argc == 0)
        return error_set(error, STATUS_REQUEST, "exec: a command or --process is needed");
    x->process = *x->record.config.process;
    x->process.args = (struct config_texts){(const char **)argv, (size_t)argc};
    x->process.terminal = tty;
    set_variables(x);
    add_capabilities(x);
    x->process.cwd = cwd ? cwd : x->process.cwd;
    x->process.no_new_privileges = x->process.no_new_privileges || no_new_privileges;
    x->process.apparmor_profile = apparmor ? apparmor : x->process.apparmor_profile;
    x->process.selinux_label = process_label ? process_label : x->process.selinux_label;
    if (user && set_user(&x->process.user, error) < 0)
        return -1;
    return add_groups(x, error);
}

static int from_file(struct exec *x, struct error *error)
{
    if (config_read_process(process_file, &x->file, error) < 0)
        return -1;
    x->process = *x->file.process;
    x->process.terminal = x->process.terminal || tty;
    if (x->process.args.count)
        return 0;
    return error_set(error, STATUS_REQUEST, "%s: args: a command is needed",
                     process_file);
}

/* ---- where ---- */

static int check_status(const struct record *record, struct error *error)
{
    enum oci_status status = record_status(record);
    if (status == CONTAINER_PAUSED && !ignore_paused)
        return error_set(error, STATUS_REQUEST,
                         "container %s is paused (resume it first, or --ignore-paused)",
                         record->id);
    if (status == CONTAINER_RUNNING || status == CONTAINER_CREATED ||
        status == CONTAINER_PAUSED)
        return 0;
    return error_set(error, STATUS_REQUEST, "container %s is %s: container not running",
                     record->id, oci_status_words[status]);
}

/* The parts of the container that a new process of it shares. */
static int resolve(struct exec *x, struct error *error)
{
    struct resolution *r = &x->resolution;
    struct resolve_options options = {
        .no_new_keyring = true,
        .preserve_fds = preserve_fds_with_listeners(preserve_fds),
    };
    const struct config_linux *l = x->record.config.linux_;
    if (sub_group && strcmp(sub_group, "/") != 0)
        return error_set(error, STATUS_REQUEST, "--cgroup %s: only / is there",
                         sub_group);
    if (resolve_namespaces(r) < 0 ||
        resolve_process(r, &x->process, &options, &r->container.process) < 0 ||
        (l && l->seccomp && resolve_seccomp(r, l->seccomp) < 0))
        return -1;
    return 0;
}

static int prepare(struct exec *x, int argc, char **argv, struct error *error)
{
    x->resolution = (struct resolution){
        .config = &x->record.config, .id = x->record.id, .error = error};
    if (check_status(&x->record, error) < 0 || record_read_config(&x->record, error) < 0)
        return -1;
    if ((process_file ? from_file(x, error) : from_words(x, argc - 1, argv + 1, error)) <
        0)
        return -1;
    if (x->process.terminal && detach && !console_socket)
        return error_set(error, STATUS_REQUEST,
                         "a terminal that is detached needs --console-socket PATH");
    return resolve(x, error);
}

/* ---- run ---- */

/* Both ends of a way on which the terminal comes out: to whom asked for it, or to us. */
static int open_console(const struct exec *x, int ends[2], struct error *error)
{
    ends[0] = ends[1] = -1;
    if (!x->process.terminal)
        return 0;
    if (console_socket) {
        ends[1] = console_connect("--console-socket", console_socket, error);
        return ends[1] < 0 ? -1 : 0;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return error_errno(error, STATUS_HOST, "no way for the terminal");
    return 0;
}

/* Without a mount namespace of its own the container's root is where its process has it.
 */
static int open_root(const struct exec *x, struct join *join, struct error *error)
{
    char path[64];
    if (x->resolution.container.make & CLONE_NEWNS)
        return 0;
    snprintf(path, sizeof path, "/proc/%d/root", (int)x->record.pid);
    join->root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (join->root >= 0)
        return 0;
    error_errno(error, STATUS_HOST, "cannot join the container: %s", path);
    join->root = 0;
    join_close(join->namespaces);
    return -1;
}

static void close_container(struct join *join)
{
    join_close(join->namespaces);
    if (join->root > 0)
        close(join->root);
}

/* Asked again once its namespaces are open: now they are of this process and no other. */
static int open_container(const struct exec *x, struct join *join, struct error *error)
{
    if (join_open((pid_t)x->record.pid, join->namespaces, error) < 0 ||
        open_root(x, join, error) < 0)
        return -1;
    cleanup_fd int pidfd = record_pidfd(&x->record);
    if (pidfd >= 0)
        return 0;
    close_container(join);
    return error_set(error, STATUS_REQUEST, "container %s: container not running",
                     x->record.id);
}

static int fill_home(struct process *process, void *context, struct error *error)
{
    (void)error;
    home_fill(context, process->uid);
    return 0;
}

static pid_t join_container(struct exec *x, int console, int *status, struct error *error)
{
    struct cgroup group;
    struct join join = {
        .process = &x->resolution.container.process,
        .standard = {0, 1, 2},
        .console = console,
        .inside = fill_home,
        .context = home_reserve(&x->resolution, &x->resolution.container.process),
    };
    *status = LAUNCH_FAILED;
    if (x->process.console_size) {
        join.size.ws_row = (unsigned short)x->process.console_size->height;
        join.size.ws_col = (unsigned short)x->process.console_size->width;
    }
    if (open_container(x, &join, error) < 0)
        return -1;
    if (x->record.cgroup && cgroup_open_text(x->record.cgroup, &group, NULL) == 0)
        join.group = &group;
    pid_t pid = join_start(&join, status, error);
    if (join.group)
        cgroup_close(&group);
    close_container(&join);
    return pid;
}

static int run_in_container(struct exec *x, struct error *error)
{
    int ends[2], status = LAUNCH_FAILED;
    if (open_console(x, ends, error) < 0)
        return oci_fail(status, error);
    pid_t pid = join_container(x, ends[1], &status, error);
    cleanup_fd int near = ends[0];
    if (ends[1] >= 0)
        close(ends[1]);
    if (pid < 0) {
        explain_launch(status, error);
        return oci_fail(status, error);
    }
    cleanup_fd int terminal = near >= 0 ? console_receive(near, error) : -1;
    if (pid_file && write_pid_file(pid_file, pid, error) < 0)
        return oci_fail(LAUNCH_FAILED, error);
    if (detach)
        return 0;
    return foreground_wait(pid, terminal, -1);
}

int oci_exec(int argc, char **argv)
{
    struct error error = {0};
    struct exec x = {0};
    int status = LAUNCH_FAILED;
    if (!detach)
        foreground_begin();
    if (protect_own_binary(&error) < 0 || record_open(argv[0], &x.record, &error) < 0)
        return oci_fail(LAUNCH_FAILED, &error);
    status = prepare(&x, argc, argv, &error) < 0 ? oci_fail(LAUNCH_FAILED, &error)
                                                 : run_in_container(&x, &error);
    resolve_free(&x.resolution);
    config_free(&x.file);
    record_close(&x.record);
    return status;
}
