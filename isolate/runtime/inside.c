/* The container's process, from clone to the command.
 *
 * It begins as a copy of the starter with all capabilities over its new namespaces and
 * with ids that mean nothing in there yet. What needs no ids is done first, so that it
 * goes on at the same time as the starter writes the maps.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/operations/network_maker.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/identity.h"
#include "isolate/runtime/launch_parts.h"
#include "labs/kit/cleanup.h"

/* ---- before there are ids ---- */

/* The groups first: a cgroup namespace has as its root those that its maker is in. */
static int enter_cgroup(struct launch *l, struct error *error)
{
    const struct container *c = l->container;
    if (l->group.folder_count && cgroup_enter_self(&l->group, !l->into_cgroup) < 0)
        return error_errno(error, STATUS_HOST, "cannot enter the control group");
    if ((c->make & CLONE_NEWCGROUP) && l->group.folder_count &&
        unshare(CLONE_NEWCGROUP) < 0)
        return error_errno(error, STATUS_HOST, "unshare(CLONE_NEWCGROUP)");
    cgroup_close(&l->group);
    return 0;
}

static int name_machine(struct launch *l, struct error *error)
{
    const struct container *c = l->container;
    if (c->hostname && sethostname(c->hostname, strlen(c->hostname)) < 0)
        return error_errno(error, STATUS_REQUEST, "sethostname(\"%s\", %zu)", c->hostname,
                           strlen(c->hostname));
    if (c->domainname && setdomainname(c->domainname, strlen(c->domainname)) < 0)
        return error_errno(error, STATUS_REQUEST, "setdomainname(\"%s\")", c->domainname);
    return 0;
}

static int write_line(const char *path, const char *text, struct error *error)
{
    cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        return error_errno(error, STATUS_HOST, "cannot write \"%s\" to %s", text, path);
    return 0;
}

/* unshare() makes a time namespace for children only, so that its clocks can be set while
 * nobody is in it. Before the ids change, which would make our own files in /proc
 * somebody else's. */
static int set_clocks(struct launch *l, struct error *error)
{
    const struct container *c = l->container;
    if (!c->has_time_offsets)
        return 0;
    if (unshare(CLONE_NEWTIME) < 0)
        return error_errno(error, STATUS_HOST, "unshare(CLONE_NEWTIME)");
    if (write_line("/proc/self/timens_offsets", l->clocks, error) < 0)
        return -1;
    l->time_namespace = open("/proc/self/ns/time_for_children", O_RDONLY | O_CLOEXEC);
    if (l->time_namespace < 0)
        return error_errno(error, STATUS_HOST, "/proc/self/ns/time_for_children");
    return 0;
}

/* We enter it ourselves, too: before Linux 6.2 the kernel makes no child with our memory
 * (vfork) that would be in another one. Whoever enters must have one thread. */
static int enter_clocks(struct launch *l, struct error *error)
{
    if (!l->container->has_time_offsets)
        return 0;
    cleanup_fd int fd = l->time_namespace;
    if (setns(fd, CLONE_NEWTIME) < 0)
        return error_errno(error, STATUS_HOST, "setns(time_for_children, CLONE_NEWTIME)");
    return 0;
}

/* Where no control group can limit the memory of all, each process gets the limit. */
static int limit_alone(struct launch *l, struct error *error)
{
    for (size_t i = 0; i < l->group.gap_count; i++) {
        int64_t memory = l->container->cgroup->memory;
        struct rlimit limit = {(rlim_t)memory, (rlim_t)memory};
        if (!strcmp(l->group.gaps[i].limit, "memory") && memory > 0 &&
            container_has(l->container, LAYER_RLIMITS) &&
            setrlimit(RLIMIT_DATA, &limit) < 0 && errno != EPERM)
            return error_errno(error, STATUS_HOST, "setrlimit(RLIMIT_DATA)");
    }
    return 0;
}

/* While the host's /proc is in sight and can be written. */
static int set_oom_score(struct launch *l, struct error *error)
{
    char text[16];
    if (!l->container->process.has_oom_score_adj)
        return 0;
    snprintf(text, sizeof text, "%d", l->container->process.oom_score_adj);
    return write_line("/proc/self/oom_score_adj", text, error);
}

/* What is mounted in here must not appear on the host, nor the other way round. */
static int part_mounts(struct launch *l, struct error *error)
{
    if (!(l->container->make & CLONE_NEWNS) || !l->container->plan.build_count)
        return 0;
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return error_errno(error, STATUS_HOST, "mount(NULL, \"/\", MS_REC | MS_PRIVATE)");
    return 0;
}

/* Whoever makes the namespace sets lo up, in the time in which the starter writes the
 * maps. */
static int begin_network(struct launch *l, struct error *error)
{
    static struct network_maker maker;
    const struct operation loopback = {.kind = OPERATION_LOOPBACK};
    if (l->network || !l->container->loopback)
        return 0;
    if (!launch_splits(l))
        return operations_run(&loopback, 1, &l->workplace, error);
    l->workplace.network = &maker;
    if (network_maker_begin(&maker) < 0)
        return error_errno(error, STATUS_HOST, "unshare(CLONE_NEWNET)");
    return 0;
}

/* The starter's end of the channel: while we hold it, too, we would not see it closed. */
static int leave_end(struct launch *l, struct error *error)
{
    (void)error;
    close(l->channel[0]);
    return 0;
}

/* The second thread has no part in the clocks, nor in the command. */
static int end_network(struct launch *l, struct error *error)
{
    if (l->workplace.network && network_maker_end(l->workplace.network) < 0)
        return error_errno(error, STATUS_HOST, "the network namespace's lo");
    return 0;
}

/* Also in that time; and before there can be a child. */
static int narrow_bounding(struct launch *l, struct error *error)
{
    const struct container *c = l->container;
    return launch_splits(l) && container_has(c, LAYER_CAPABILITIES)
               ? process_narrow(&c->process, error)
               : 0;
}

/* ---- ids ---- */

static int map_ids(struct launch *l, struct error *error)
{
    if (l->maps_itself)
        return identity_write_maps(l->container, "self", error);
    return 0;
}

static int wait_for_go(struct launch *l, struct error *error)
{
    char word;
    (void)error;
    if (launch_waits(l) && read(l->channel[1], &word, 1) != 1)
        _exit(LAUNCH_FAILED); /* the starter has failed, and says so itself */
    return 0;
}

/* Root inside, while the root is built; the first id of the map where there is no root.
 * Where we wrote the map ourselves, we are that already. */
static int become_root(struct launch *l, struct error *error)
{
    const struct container *c = l->container;
    if (!(c->make & CLONE_NEWUSER) || l->maps_itself || !c->uids.count)
        return 0;
    unsigned uid = id_maps_root(&c->uids), gid = id_maps_root(&c->gids);
    if (syscall(SYS_setresgid, gid, gid, gid) < 0 ||
        syscall(SYS_setresuid, uid, uid, uid) < 0)
        return error_errno(error, STATUS_HOST, "cannot become the container's root");
    return 0;
}

/* Set after the ids, which reset it. If the starter died before, its end of the channel
 * is closed by now. */
static int die_with_starter(struct launch *l, struct error *error)
{
    struct pollfd channel = {.fd = l->channel[1]};
    (void)error;
    if (l->container->stays)
        return 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (poll(&channel, 1, 0) > 0 && (channel.revents & POLLHUP))
        _exit(LAUNCH_FAILED);
    return 0;
}

/* ---- the root ---- */

static int prepare(struct launch *l, struct error *error)
{
    const struct plan *plan = &l->container->plan;
    if (l->is_privileged)
        return 0;
    return operations_run(plan->prepare, plan->prepare_count, &l->workplace, error);
}

static int before_pivot(struct launch *l, struct error *error)
{
    const struct moments *moments = &l->container->moments;
    return moments->before_pivot ? moments->before_pivot(moments->context, error) : 0;
}

static int build(struct launch *l, struct error *error)
{
    const struct plan *plan = &l->container->plan;
    umask(0); /* modes are as the rows say */
    if (operations_run(plan->build, plan->build_count, &l->workplace, error) < 0)
        return -1;
    if (l->container->wants_proc && access("/proc/self", F_OK) < 0)
        warn("this host allows no new /proc here: it is empty in the container");
    return 0;
}

/* Before the root is built: settings are written through the host's /proc, while that
 * of the container will be read-only. */
static int set_up_network(struct launch *l, struct error *error)
{
    return l->network ? network_inside(l->network, error) : 0;
}

static int mount_names(struct launch *l, struct error *error)
{
    bool own_root = l->container->plan.build_count && (l->container->make & CLONE_NEWNS);
    return l->network && own_root ? network_mount_files(l->network, error) : 0;
}

typedef int part(struct launch *l, struct error *error);

/* From begin_network to end_network, two threads: nothing in between may need to be
 * alone. */
static part *const parts[] = {
    enter_cgroup,  begin_network, leave_end,        limit_alone,     part_mounts,
    set_oom_score, map_ids,       set_clocks,       narrow_bounding, name_machine,
    wait_for_go,   become_root,   die_with_starter, set_up_network,  prepare,
    before_pivot,  build,         end_network,      enter_clocks,    mount_names,
};

/* ---- the command ---- */

/* Returns the terminal, -1 for none; the starter gets its master. */
static int open_terminal(struct launch *l, int *terminal, struct error *error)
{
    const struct process *process = &l->container->process;
    struct winsize size = {.ws_row = process->rows, .ws_col = process->columns};
    *terminal = -1;
    if (!process->terminal)
        return 0;
    int master;
    *terminal = console_open(&size, process->uid, &master, error);
    if (*terminal < 0)
        return -1;
    if (access("/dev/console", F_OK) == 0 &&
        console_bind(*terminal, "/dev/console", error) < 0)
        return -1;
    char word[] = {WORD_READY, 0};
    int result = console_send(l->channel[1], master, word, error);
    close(master);
    return result;
}

static int hand_out_layer(struct launch *l, struct error *error)
{
    const struct plan *plan = &l->container->plan;
    if (!l->created_only || !plan->hands_out_layer)
        return 0;
    return console_send(l->channel[1], l->workplace.slots[plan->layer_slot], "layer",
                        error);
}

static void say_ready(struct launch *l)
{
    char word = WORD_READY;
    int status =
        l->created_only ? process_find(&l->container->process, &l->report->error) : 0;
    if (status)
        _exit(l->report->status = status);
    if (l->created_only && !l->container->process.terminal &&
        send(l->channel[1], &word, 1, MSG_NOSIGNAL) != 1)
        _exit(LAUNCH_FAILED);
}

/* The gate is another process' to open: its byte counts, whoever has sent it. */
static void wait_for_start(struct launch *l)
{
    char word;
    int gate = l->container->gate ? l->container->gate : l->channel[1];
    if (l->created_only && read(gate, &word, 1) != 1)
        _exit(LAUNCH_FAILED);
}

/* Where output is limited, it goes through pipes. */
static void redirect_output(struct launch *l)
{
    for (int i = 0; i < 2; i++)
        if (l->command_output[i] >= 0)
            dup2(l->command_output[i], i + 1);
}

/* The command itself is process 1. */
static int become_command(struct launch *l, int terminal, struct error *error)
{
    const struct container *c = l->container;
    if (terminal >= 0 && (setsid() < 0 || console_adopt(terminal) < 0)) {
        error_errno(error, STATUS_HOST, "cannot take the terminal");
        return LAUNCH_FAILED;
    }
    if (c->moments.before_execute &&
        c->moments.before_execute(c->moments.context, error) < 0)
        return LAUNCH_FAILED;
    sigprocmask(SIG_SETMASK, &l->original, NULL);
    if (process_apply(&c->process, c->without, error) < 0)
        return LAUNCH_FAILED;
    return process_execute(&c->process, error);
}

/* Whoever opened the gate is not the starter, and has no part in its memory. */
static void note_failure(const struct container *c, const struct error *error)
{
    if (c->failure && write(c->failure, error->message, strlen(error->message)) < 0)
        return;
}

_Noreturn void inside(struct launch *l)
{
    const struct container *c = l->container;
    struct report *report = l->report;
    int terminal = -1;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i](l, &report->error) < 0)
            _exit(report->status = LAUNCH_FAILED);
    redirect_output(l);
    if (hand_out_layer(l, &report->error) < 0 ||
        open_terminal(l, &terminal, &report->error) < 0)
        _exit(report->status = LAUNCH_FAILED);
    say_ready(l);
    workplace_close(&l->workplace);
    wait_for_start(l);
    if (!c->own_init) {
        report->status = become_command(l, terminal, &report->error);
        note_failure(c, &report->error);
        _exit(report->status);
    }
    init_run(&(struct init){.container = c,
                            .handled = &l->handled,
                            .original = &l->original,
                            .terminal = terminal,
                            .channel = l->channel[1],
                            .report = report});
}
