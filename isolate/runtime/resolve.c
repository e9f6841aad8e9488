/* From a wish to a container: our defaults, each with its reason.
 *
 * What the command finds without any option: eight namespaces of its own, an id that is
 * nobody's out here, no capability and none to be had, a filter that lets pass what
 * programs need, no descriptor, key or variable of the starter, no network but a
 * loopback, and a share of the machine.
 */
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>

#include "isolate/cgroup/wish.h"
#include "isolate/kernel.h"
#include "isolate/oci/seccomp_file.h"
#include "isolate/runtime/identity.h"
#include "isolate/runtime/user_words.h"
#include "isolate/runtime/wish.h"
#include "isolate/seccomp/filter.h"

enum { LIMITS_MAX = 32 };

/* What a container that was resolved from a wish points at. */
struct arena {
    struct identity identity;
    struct id_map uids[2], gids[2];
    struct rlimit_row limits[LIMITS_MAX];
    struct cgroup_wish cgroup;
    char cgroup_name[32];
    struct filter filter;
    struct landlock_wish landlock;
};

/* ---- namespaces ---- */

static const struct {
    enum layer layer;
    unsigned long flag;
} namespaces[] = {
    {LAYER_USER, CLONE_NEWUSER},
    {LAYER_PID, CLONE_NEWPID},
    {LAYER_MOUNT, CLONE_NEWNS},
    {LAYER_UTS, CLONE_NEWUTS},
    {LAYER_IPC, CLONE_NEWIPC},
    {LAYER_NET, CLONE_NEWNET},
    {LAYER_CGROUP_NAMESPACE, CLONE_NEWCGROUP},
    {LAYER_TIME, CLONE_NEWTIME},
};

static void choose_namespaces(const struct wish *wish, struct container *c)
{
    for (size_t i = 0; i < sizeof namespaces / sizeof namespaces[0]; i++)
        if (container_has(c, namespaces[i].layer))
            c->make |= namespaces[i].flag;
    if (wish->network.kind == NETWORK_HOST)
        c->make &= ~(unsigned long)CLONE_NEWNET;
    if (c->make & CLONE_NEWUTS)
        c->hostname = wish->hostname ? wish->hostname : "box";
}

/* The clocks since boot start at zero: how long the machine has been running, and so
 * when its kernel was last mended, is nobody's business inside. */
static void choose_clocks(struct container *c)
{
    struct timespec monotonic, boottime;
    if (!(c->make & CLONE_NEWTIME))
        return;
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    clock_gettime(CLOCK_BOOTTIME, &boottime);
    c->has_time_offsets = true;
    c->monotonic.seconds = -(int64_t)monotonic.tv_sec;
    c->boottime.seconds = -(int64_t)boottime.tv_sec;
}

/* An ordinary user has one id in there: the one that the command shall be; or, when he
 * asks for it, his own as root, and those that are lent to him. */
static void choose_ids(struct container *c)
{
    struct arena *arena = c->arena;
    const struct identity *identity = &arena->identity;
    if (!(c->make & CLONE_NEWUSER))
        return;
    bool several = identity->range || identity->lent_uids;
    arena->uids[0] =
        (struct id_map){several ? 0 : c->process.uid, identity->uid, identity->count};
    arena->gids[0] =
        (struct id_map){several ? 0 : c->process.gid, identity->gid, identity->count};
    arena->uids[1] = (struct id_map){1, identity->first_uid, identity->lent_uids};
    arena->gids[1] = (struct id_map){1, identity->first_gid, identity->lent_gids};
    c->uids = (struct id_maps){arena->uids, identity->lent_uids ? 2 : 1};
    c->gids = (struct id_maps){arena->gids, identity->lent_gids ? 2 : 1};
    c->deny_setgroups = !several;
    c->process.keep_groups = !several;
}

/* ---- the process ---- */

static void add_limit(struct container *c, int resource, uint64_t value)
{
    struct process *process = &c->process;
    c->arena->limits[process->rlimit_count++] =
        (struct rlimit_row){resource, value, value, .at_most = true};
}

/* Files in sight of one process: enough for servers, and far from what the machine has.
 */
enum { FILES_DEFAULT = 4096, PROCESSES_DEFAULT = 1024 };

static void choose_limits(const struct wish *wish, struct container *c)
{
    struct process *process = &c->process;
    process->rlimits = c->arena->limits;
    add_limit(c, RLIMIT_CORE, 0);
    add_limit(c, RLIMIT_NOFILE, FILES_DEFAULT);
    add_limit(c, RLIMIT_MEMLOCK, 64 << 10);
    if (wish->address_space)
        add_limit(c, RLIMIT_AS, wish->address_space);
    if (wish->file_size)
        add_limit(c, RLIMIT_FSIZE, wish->file_size);
    /* Per user namespace since Linux 5.14, so all of the container's; our process 1
     * counts too. The cgroup counts better, where there is one. */
    uint64_t processes = wish->processes ? wish->processes : PROCESSES_DEFAULT;
    if (processes != UINT64_MAX && (c->make & CLONE_NEWUSER))
        add_limit(c, RLIMIT_NPROC, processes + c->own_init);
    for (size_t i = 0; i < wish->ulimit_count && process->rlimit_count < LIMITS_MAX; i++)
        c->arena->limits[process->rlimit_count++] = wish->ulimits[i];
}

static void choose_powers(const struct wish *wish, struct container *c)
{
    struct process *process = &c->process;
    uint64_t kept = wish->capabilities;
    process->capabilities = (struct capability_sets){
        .bounding = kept,
        .permitted = process->uid ? 0 : kept,
        .effective = process->uid ? 0 : kept,
    };
    process->no_new_privileges =
        !wish->new_privileges && container_has(c, LAYER_NO_NEW_PRIVILEGES);
}

/* What a program needs and no more: seccomp/profile.h. */
static int choose_filter(const struct wish *wish, struct container *c,
                         struct error *error)
{
    struct filter *filter = &c->arena->filter;
    struct filter_wish rules = {.capabilities = wish->capabilities,
                                .allow_userns = wish->allow_userns};
    if (!container_has(c, LAYER_SECCOMP) ||
        (wish->seccomp && !strcmp(wish->seccomp, "unconfined")))
        return 0;
    if ((wish->seccomp
             ? seccomp_file_filter(wish->seccomp, wish->capabilities, filter, error)
             : filter_default(&rules, filter, error)) < 0)
        return -1;
    c->process.filter = &filter->program;
    c->process.filter_flags = filter->flags;
    return 0;
}

/* Nothing outside of the container's own tree can be opened, however a path leads there:
 * through a descriptor of a folder that was left open, or through /proc/self/exe to our
 * own program (CVE-2024-21626, CVE-2019-5736). Its standard streams may be files out
 * here, which /dev/stdout names. Who may mount could not, under Landlock. */
static void choose_paths(const struct wish *wish, struct container *c)
{
    static const struct landlock_row rows[] = {
        {"/", LANDLOCK_ALL, false, -1},
        {NULL, LANDLOCK_AS_OPENED, true, 0},
        {NULL, LANDLOCK_AS_OPENED, true, 1},
        {NULL, LANDLOCK_AS_OPENED, true, 2},
    };
    if (!c->process.no_new_privileges || wish->allow_userns ||
        (wish->capabilities & CAPABILITY_BIT(CAP_SYS_ADMIN)) ||
        !container_has(c, LAYER_MOUNT))
        return;
    c->arena->landlock = (struct landlock_wish){
        .rows = rows,
        .count = sizeof rows / sizeof rows[0],
        .scopes = c->make & CLONE_NEWNET ? 0 : LANDLOCK_ABSTRACT_SOCKETS};
    c->process.landlock = &c->arena->landlock;
}

static int choose_process(const struct wish *wish, struct container *c,
                          struct error *error)
{
    struct process *process = &c->process;
    *process = (struct process){
        .argv = wish->argv,
        .environment = wish->environment,
        .workdir = wish->workdir ? wish->workdir : "/",
        .make_workdir = wish->workdir != NULL,
        .umask = 022,
        .new_session = true,
        .terminal = wish->terminal,
        .new_keyring = true,
        .close_descriptors = true,
    };
    if (wish->user && user_words_resolve(wish->user, wish->folder, &process->uid,
                                         &process->gid, error) < 0)
        return -1;
    c->own_init = !wish->command_is_first;
    choose_powers(wish, c);
    choose_paths(wish, c);
    return choose_filter(wish, c, error);
}

/* ---- its share of the machine ---- */

/* Half of the machine's memory: a bomb ends before the machine does. */
static uint64_t default_memory(void)
{
    struct sysinfo info;
    return sysinfo(&info) < 0 ? UINT64_C(1) << 30
                              : (uint64_t)info.totalram * info.mem_unit / 2;
}

static int64_t bound(uint64_t asked, uint64_t otherwise)
{
    if (asked == UINT64_MAX)
        return 0;
    return (int64_t)(asked ? asked : otherwise);
}

static void choose_cgroup(const struct wish *wish, struct container *c)
{
    struct arena *arena = c->arena;
    struct cgroup_wish *cgroup = &arena->cgroup;
    unsigned long long number;
    if (!container_has(c, LAYER_CGROUP))
        return;
    if (getrandom(&number, sizeof number, 0) < 0)
        number = (unsigned long long)getpid() << 16;
    snprintf(arena->cgroup_name, sizeof arena->cgroup_name, "isolate-%012llx",
             number >> 16);
    *cgroup = (struct cgroup_wish){
        .name = arena->cgroup_name,
        .memory = bound(wish->memory, default_memory()),
        .memory_swap = bound(wish->memory_swap ? wish->memory_swap : wish->memory, 0),
        .pids = bound(wish->processes, PROCESSES_DEFAULT),
        .cpu_quota = (int64_t)wish->cpu_microseconds,
        /* Process 1 cannot add up the times of those that were killed with it. */
        .accounting = wish->report,
    };
    if (cgroup->pids && c->own_init)
        cgroup->pids++;
    c->counters = wish->report;
    c->says_gaps = wish->memory || wish->memory_swap || wish->cpu_microseconds;
    if (cgroup_wish_needs_group(cgroup))
        c->cgroup = cgroup;
}

static void choose_network(const struct wish *wish, struct container *c)
{
    const struct network_wish *network = &wish->network;
    if (!(c->make & CLONE_NEWNET))
        return;
    c->loopback = true;
    if (network->kind == NETWORK_NONE && !network->port_count && !network->name_count &&
        !network->server_count)
        return;
    c->network = network;
}

int wish_resolve(const struct wish *wish, struct container *container,
                 struct error *error)
{
    *container = (struct container){.without = wish->without};
    container->arena = xcalloc(1, sizeof *container->arena);
    container->arena->identity = identity_choose();
    if (wish->lent_ids && !container->arena->identity.range &&
        identity_borrow(&container->arena->identity, error) < 0)
        return -1;
    choose_namespaces(wish, container);
    choose_clocks(container);
    if (choose_process(wish, container, error) < 0)
        return -1;
    choose_ids(container);
    choose_limits(wish, container);
    choose_cgroup(wish, container);
    choose_network(wish, container);
    container->wants_proc = container_has(container, LAYER_MOUNT);
    for (size_t i = 0; i < wish->wish_count; i++)
        if (!strcmp(wish->wishes[i].target, "/proc"))
            container->wants_proc = false;
    container->wall_microseconds = wish->wall_microseconds;
    container->output_bytes = wish->output_bytes;
    return plan_make(wish, &container->arena->identity, &container->plan, error);
}

void container_free(struct container *container)
{
    plan_free(&container->plan);
    if (container->arena)
        filter_free(&container->arena->filter);
    free(container->arena);
    *container = (struct container){0};
}
