/* The launcher, outside: what is opened, the clone, what only the starter may do for the
 * container, and the end of it all. launch_parts.h has the picture.
 *
 * An ordinary user's container writes its own id map and waits for nothing. When root
 * runs this, the map is a range that only root may write, so the starter writes it while
 * the container already works, and a byte on the channel says that it is done.
 */
#include "isolate/runtime/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/host/host.h"
#include "isolate/kernel.h"
#include "isolate/operations/network_maker.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/identity.h"
#include "isolate/runtime/launch_parts.h"
#include "labs/kit/cleanup.h"

/* ---- before the clone ---- */

static int open_channels(struct launch *l, struct error *error)
{
    l->report = mmap(NULL, sizeof *l->report, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (l->report == MAP_FAILED ||
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, l->channel) < 0)
        return error_errno(error, STATUS_HOST, "cannot prepare");
    if (!l->container->output_bytes || l->container->process.terminal)
        return 0;
    for (int i = 0, ends[2]; i < 2; i++) {
        if (pipe2(ends, O_CLOEXEC) < 0)
            return error_errno(error, STATUS_HOST, "cannot prepare");
        l->output[i] = ends[0];
        l->command_output[i] = ends[1];
    }
    return 0;
}

static int open_cgroup(struct launch *l, struct error *error)
{
    const struct cgroup_wish *wish = l->container->cgroup;
    if (!wish || !container_has(l->container, LAYER_CGROUP))
        return 0;
    if (cgroup_create(wish, &l->group, error) < 0)
        return -1;
    for (size_t i = 0; l->container->says_gaps && i < l->group.gap_count; i++)
        warn("no limit of %s for the whole container: %s", l->group.gaps[i].limit,
             l->group.gaps[i].reason);
    return 0;
}

static int open_network(struct launch *l, struct error *error)
{
    const struct network_wish *wish = l->container->network;
    if (!wish || !container_has(l->container, LAYER_NET))
        return 0;
    struct network_connection *network = xcalloc(1, sizeof *network);
    if (network_open(wish, network, error) < 0) {
        free(network);
        return -1;
    }
    l->network = network;
    return 0;
}

/* Root gives up its groups here, where it still may, and cuts the trees with the
 * rights that it has out here. */
static int prepare_outside(struct launch *l, struct error *error)
{
    const struct plan *plan = &l->container->plan;
    if (!l->is_privileged)
        return 0;
    return operations_run(plan->prepare, plan->prepare_count, &l->workplace, error);
}

/* A FIFO has a name, and stays whose it is. */
static bool is_pipe(int fd)
{
    enum { PIPEFS = 0x50495045 }; /* PIPEFS_MAGIC in linux/magic.h */
    struct statfs system;
    return fstatfs(fd, &system) == 0 && system.f_type == PIPEFS;
}

/* A pipe belongs to who made it, and /dev/stdout opens it anew: its owner becomes the
 * container's root. Files and terminals stay whose they are. */
static int lend_streams(struct launch *l, struct error *error)
{
    const struct id_maps *uids = &l->container->uids, *gids = &l->container->gids;
    struct stat status;
    (void)error;
    for (int fd = 0; l->is_privileged && uids->count && gids->count && fd < 3; fd++)
        if (is_pipe(fd) && fstat(fd, &status) == 0 && status.st_uid == 0 &&
            fchown(fd, uids->rows[0].outside, gids->rows[0].outside) < 0)
            break;
    return 0;
}

static void block_signals(struct launch *l)
{
    sigemptyset(&l->handled);
    for (size_t i = 0; passed_signals[i]; i++)
        sigaddset(&l->handled, passed_signals[i]);
    sigaddset(&l->handled, SIGCHLD);
    sigaddset(&l->handled, SIGTSTP);
    sigaddset(&l->handled, SIGCONT);
    sigprocmask(SIG_BLOCK, &l->handled, &l->original);
}

/* ---- the clone ---- */

bool launch_waits(const struct launch *l)
{
    const struct container *c = l->container;
    return ((c->make & CLONE_NEWUSER) && !l->maps_itself) || c->moments.created ||
           (l->network && network_waits(l->network));
}

/* With CLONE_INTO_CGROUP when there is a v2 group; where that is refused, the child
 * writes itself into it. */
pid_t launch_clone(struct launch *l, unsigned long flags)
{
    int group = cgroup_clone_fd(&l->group);
    pid_t child = kernel_clone3(flags, flags & CLONE_PARENT ? 0 : SIGCHLD, group);
    if (child == 0 && group > 0)
        l->into_cgroup = true;
    if (child < 0 && group > 0)
        child = kernel_clone3(flags, flags & CLONE_PARENT ? 0 : SIGCHLD, -1);
    if (child < 0 && (errno == ENOSYS || errno == EINVAL || errno == EPERM))
        child = kernel_clone((flags & ~(unsigned long)CLONE_NEWTIME) | SIGCHLD);
    return child;
}

static bool joins(const struct container *c)
{
    for (int kind = 0; kind < NAMESPACE_COUNT; kind++)
        if (c->join[kind])
            return true;
    return false;
}

/* Not when somebody out here is to do something with it. */
bool launch_splits(const struct launch *l)
{
    const struct container *c = l->container;
    return (c->make & CLONE_NEWNET) && c->loopback && !l->network && !joins(c) &&
           c->plan.enters_network && network_maker_is_possible();
}

static int start(struct launch *l, struct error *error)
{
    const struct container *c = l->container;
    unsigned long flags = c->make;
    if (l->group.folder_count) /* it enters first: inside.c */
        flags &= ~(unsigned long)CLONE_NEWCGROUP;
    if (launch_splits(l))
        flags &= ~(unsigned long)CLONE_NEWNET;
    if (c->has_time_offsets) {
        flags &= ~(unsigned long)CLONE_NEWTIME;
        snprintf(l->clocks, sizeof l->clocks, "monotonic %lld %u\nboottime %lld %u\n",
                 (long long)c->monotonic.seconds, c->monotonic.nanoseconds,
                 (long long)c->boottime.seconds, c->boottime.nanoseconds);
    }
    l->pid = joins(c) ? join_first(l, flags, error) : launch_clone(l, flags);
    if (l->pid == 0)
        inside(l);
    if (l->pid < 0)
        return joins(c) ? -1 : host_explain_clone(errno, error);
    close(l->channel[1]);
    l->channel[1] = -1;
    return 0;
}

/* ---- after it ---- */

static int map_tree(const struct plan *plan, int slot, int tree, int userns,
                    struct error *error)
{
    struct kernel_mount_attributes attributes = {.set = ATTRIBUTE_IDMAP,
                                                 .userns_fd = (uint64_t)userns};
    if (kernel_mount_setattr(tree, "", AT_EMPTY_PATH | TREE_RECURSIVE, &attributes) ==
            0 ||
        !plan->ids[slot].needed)
        return 0;
    return error_errno(error, STATUS_HOST,
                       "the file system of %s cannot map ids, so the container's root "
                       "(%u here) could not write there; use ext4, xfs, btrfs or tmpfs, "
                       "or chown it to %u",
                       plan->ids[slot].source, IDENTITY_BASE, IDENTITY_BASE);
}

/* What can only be read looks in there as it does out here; what can be written
 * belongs to the container's root in there, and to its owner out here:
 * mount_setattr(2), ID-mapped mounts. */
static int map_trees(struct launch *l, struct error *error)
{
    const struct plan *plan = &l->container->plan;
    cleanup_fd int whole = -1;
    for (int slot = 0; slot < plan->slot_count; slot++) {
        const struct plan_ids *ids = &plan->ids[slot];
        char path[64];
        if (!ids->wanted)
            continue;
        snprintf(path, sizeof path, "/proc/%d/ns/user", l->pid);
        if (whole < 0 && (whole = open(path, O_RDONLY | O_CLOEXEC)) < 0)
            return error_errno(error, STATUS_HOST, "%s", path);
        cleanup_fd int one =
            ids->owner ? identity_map_one(ids->owner, ids->group, error) : -1;
        if ((ids->owner && one < 0) || map_tree(plan, slot, l->workplace.slots[slot],
                                                ids->owner ? one : whole, error) < 0)
            return -1;
    }
    return 0;
}

static int help_from_outside(struct launch *l, struct error *error)
{
    const struct container *c = l->container;
    char process[16], word = WORD_GO;
    snprintf(process, sizeof process, "%d", l->pid);
    if ((c->make & CLONE_NEWUSER) && !l->maps_itself &&
        (identity_write_maps(c, process, error) < 0 ||
         (l->is_privileged && map_trees(l, error) < 0)))
        return -1;
    if (l->network && network_connect(l->network, l->pid, error) < 0)
        return -1;
    if (l->network && *l->network->notice)
        warn("%s", l->network->notice);
    if (c->moments.created && c->moments.created(c->moments.context, l->pid, error) < 0)
        return -1;
    if (launch_waits(l) && send(l->channel[0], &word, 1, MSG_NOSIGNAL) != 1)
        return error_errno(error, STATUS_HOST, "the container's process 1 is gone");
    return 0;
}

/* ---- the end ---- */

static void kill_all(struct launch *l)
{
    if (!(l->container->make & CLONE_NEWPID) && l->group.folder_count)
        cgroup_kill(&l->group, NULL);
    kill(l->pid, SIGKILL);
}

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_ends(struct launch *l)
{
    for (int i = 0; i < 2; i++) {
        close_end(&l->channel[i]);
        close_end(&l->output[i]);
        close_end(&l->command_output[i]);
    }
    close_end(&l->pidfd);
}

/* All but the container itself. */
static void release(struct launch *l)
{
    workplace_close(&l->workplace);
    close_ends(l);
    if (l->report && l->report != MAP_FAILED)
        munmap(l->report, sizeof *l->report);
    free(l->network);
    free(l);
}

/* All of it, when its process 1 has ended or was never there. */
static void take_away(struct launch *l)
{
    if (l->network)
        network_close(l->network);
    cgroup_remove(&l->group, NULL);
    release(l);
}

/* What process 1 said; else what went wrong out here stays in `error`. */
static int explain(struct launch *l, struct error *error)
{
    int status = LAUNCH_FAILED;
    if (l->report->status) {
        *error = l->report->error;
        status = l->report->status;
    }
    if (status == LAUNCH_FAILED)
        host_explain_setup(error);
    return status;
}

/* ---- the parts together ---- */

static struct launch *new_launch(const struct container *container)
{
    struct launch *l = xcalloc(1, sizeof *l);
    *l = (struct launch){.container = container,
                         .channel = {-1, -1},
                         .output = {-1, -1},
                         .command_output = {-1, -1},
                         .pidfd = -1,
                         .pid = -1};
    l->maps_itself = (container->make & CLONE_NEWUSER) && identity_is_own(container);
    l->is_privileged = geteuid() == 0 && !l->maps_itself;
    workplace_init(&l->workplace);
    clock_gettime(CLOCK_MONOTONIC, &l->began);
    return l;
}

static int begin(struct launch *l, struct error *error)
{
    static int (*const before[])(struct launch *, struct error *) = {
        open_channels, open_cgroup, open_network, prepare_outside, lend_streams};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        if (before[i](l, error) < 0) {
            host_explain_setup(error);
            return -1;
        }
    if (start(l, error) < 0)
        return -1;
    for (int i = 0; i < 2; i++)
        close_end(&l->command_output[i]);
    return help_from_outside(l, error);
}

/* The status of a failure, and nothing is left of it. */
static int abandon(struct launch *l, struct error *error)
{
    if (l->pid > 0) {
        kill_all(l);
        while (waitpid(l->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    int status = l->report && l->report != MAP_FAILED ? explain(l, error) : LAUNCH_FAILED;
    take_away(l);
    return status;
}

static int receive_ready(struct launch *l, struct launched *launched, struct error *error)
{
    char word;
    if (l->created_only && l->container->plan.hands_out_layer &&
        (launched->layer = console_receive(l->channel[0], error)) < 0)
        return -1;
    if (l->container->process.terminal) {
        launched->terminal = console_receive(l->channel[0], error);
        return launched->terminal < 0 ? -1 : 0;
    }
    if (read(l->channel[0], &word, 1) == 1)
        return 0;
    return error_set(error, STATUS_HOST, "the container's process 1 has ended early");
}

int launch_create(const struct container *container, struct launched *launched,
                  struct error *error)
{
    struct launch *l = new_launch(container);
    *launched = (struct launched){.pid = -1, .pidfd = -1, .terminal = -1, .layer = -1};
    l->created_only = true;
    sigprocmask(SIG_BLOCK, NULL, &l->original);
    l->handled = l->original;
    block_signals(l);
    int result = begin(l, error);
    sigprocmask(SIG_SETMASK, &l->original, NULL);
    if (result < 0 || receive_ready(l, launched, error) < 0) {
        launched->status = abandon(l, error);
        return -1;
    }
    workplace_close(&l->workplace);
    l->pidfd = kernel_pidfd_open(l->pid);
    launched->launch = l;
    launched->pid = l->pid;
    launched->pidfd = l->pidfd;
    return 0;
}

/* The container's end of the channel is closed on exec, and by an init of ours after it:
 * its end says that the command runs, or what the report says. */
int launch_start(struct launched *launched, struct error *error)
{
    struct launch *l = launched->launch;
    char word = WORD_START;
    int gate = l->container->gate ? l->container->gate : l->channel[0];
    if (write(gate, &word, 1) != 1)
        return error_errno(error, STATUS_HOST, "the container is gone");
    l->started = true;
    while (read(l->channel[0], &word, 1) > 0)
        ;
    if (!l->report->status)
        return 0;
    *error = l->report->error;
    return -1;
}

void launch_kill(struct launched *launched)
{
    kill_all(launched->launch);
}

int launch_wait(struct launched *launched, struct ending *ending, struct error *error)
{
    struct launch *l = launched->launch;
    struct ending nowhere;
    ending_read(l, ending ? ending : &nowhere);
    if (l->report->status)
        explain(l, error);
    take_away(l);
    launched->launch = NULL;
    return 0;
}

void launch_forget(struct launched *launched)
{
    cgroup_close(&launched->launch->group);
    release(launched->launch);
    launched->launch = NULL;
}

static void explain_limits(const struct launch *l, const struct ending *ending,
                           struct error *error)
{
    if (ending->time_over)
        error_set(error, STATUS_REQUEST,
                  "the time of %g s is over: the container was killed",
                  (double)l->container->wall_microseconds / 1e6);
    if (ending->output_over)
        error_set(error, STATUS_REQUEST,
                  "more than %llu bytes of output: the container was killed",
                  (unsigned long long)l->container->output_bytes);
}

int launch_run(const struct container *container, struct ending *ending,
               struct error *error)
{
    struct launch *l = new_launch(container);
    struct launched launched = {.terminal = -1};
    error->message[0] = 0;
    *ending = (struct ending){.status = LAUNCH_FAILED};
    block_signals(l);
    int result = begin(l, error);
    if (result == 0 && container->process.terminal)
        result = receive_ready(l, &launched, error);
    if (result < 0) {
        sigset_t original = l->original;
        ending->status = abandon(l, error);
        sigprocmask(SIG_SETMASK, &original, NULL);
        return ending->status;
    }
    workplace_close(&l->workplace);
    struct supervision seen = {0};
    supervise(l, launched.terminal, &seen);
    ending_read(l, ending);
    ending->time_over = seen.time_over;
    ending->output_over = seen.output_over;
    ending->output_bytes = seen.output_bytes;
    if (seen.time_over || seen.output_over)
        ending->status = LAUNCH_TIME_OVER;
    else if (l->report->status)
        explain(l, error);
    explain_limits(l, ending, error);
    sigprocmask(SIG_SETMASK, &l->original, NULL);
    take_away(l);
    return ending->status;
}
