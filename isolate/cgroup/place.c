/* Choosing the parents of our groups.
 *
 * v1: below our own group in each hierarchy, so that what limits us limits the
 * container too. v2 has two more rules. A group that holds processes cannot give
 * controllers to its children (only the top can), so the place is often not below our
 * own group but beside it. And to start a process in a group takes the right to write
 * cgroup.procs of the nearest group above both; a user has that only within the
 * subtree that was delegated to him. So we walk up from our own group and take the
 * nearest that gives us all we need: first one that does so already, then one in which
 * it can be switched on. cgroups(7), "Delegation" and "no internal processes".
 */
#include "isolate/cgroup/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/cgroup/controller.h"
#include "isolate/cgroup/files.h"
#include "labs/kit/cleanup.h"

static const char delegation[] =
    "run as root, or in a group that is yours: systemd-run --user --scope "
    "-p Delegate=yes …";

void place_gap(struct cgroup *group, const char *limit, const char *format, ...)
{
    if (group->gap_count == CGROUP_GAPS_MAX)
        return;
    struct cgroup_gap *gap = &group->gaps[group->gap_count++];
    va_list arguments;
    gap->limit = limit;
    va_start(arguments, format);
    vsnprintf(gap->reason, sizeof gap->reason, format, arguments);
    va_end(arguments);
}

const char *place_name(const struct cgroup_wish *wish, struct error *error)
{
    const char *name = wish->path ? wish->path : wish->name;
    name = name ? name + strspn(name, "/") : "";
    bool bad = !*name || strlen(name) > 3000;
    for (const char *at = name; *at; at += strspn(at, "/")) {
        size_t length = strcspn(at, "/");
        bad |= length > 255 ||
               (at[0] == '.' && (length == 1 || (length == 2 && at[1] == '.')));
        at += length;
    }
    if (!bad)
        return name;
    error_set(error, STATUS_REQUEST,
              "\"%.100s\" cannot be the name of a control group: it needs one, without "
              "\".\" and \"..\"",
              wish->path   ? wish->path
              : wish->name ? wish->name
                           : "");
    return NULL;
}

static bool may_write(const char *path)
{
    return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
}

static bool may_write_in(const char *folder, const char *file)
{
    cleanup_free char *path = xasprintf("%s/%s", folder, file);
    return may_write(path);
}

static unsigned switched_on(const char *parent)
{
    char text[256];
    cleanup_fd int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || group_get(fd, "cgroup.subtree_control", text, sizeof text) < 0)
        return 0;
    return controller_bits(text, true);
}

int place_switch_on(const char *parent, unsigned controllers)
{
    int result = 0, failure = 0;
    unsigned missing = controllers & ~switched_on(parent);
    if (!missing)
        return 0;
    cleanup_fd int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* One at a time: of several, the first that fails would hide the others. */
    for (unsigned i = 0; fd >= 0 && i < CONTROLLER_COUNT; i++) {
        char word[32];
        if (!(missing & CONTROLLER_BIT(i)))
            continue;
        snprintf(word, sizeof word, "+%s", controller_names[i].v2);
        if (group_put(fd, "cgroup.subtree_control", word) < 0) {
            failure = errno;
            result = -1;
        }
    }
    errno = failure;
    return fd < 0 ? -1 : result;
}

/* ---- v2 ---- */

struct candidate {
    char *path;       /* NULL: there is no group that we may make children in */
    unsigned gives;   /* of the controllers that are needed */
    int failure;      /* why it gives no more */
    char *failed_for; /* the group that refused */
};

static void consider(struct candidate *best, const char *path, unsigned needed, bool act)
{
    int failure = 0;
    if (!may_write(path) || !may_write_in(path, "cgroup.procs"))
        return;
    if (act && place_switch_on(path, needed) < 0)
        failure = errno;
    unsigned gives = switched_on(path) & needed;
    if (failure && !best->failed_for) {
        best->failure = failure;
        best->failed_for = xstrdup(path);
    }
    if (best->path && __builtin_popcount(gives) <= __builtin_popcount(best->gives))
        return;
    free(best->path);
    best->path = xstrdup(path);
    best->gives = gives;
}

/* From our own group up to the top, until one gives all. */
static void walk_up(struct candidate *best, const struct hierarchy *h, unsigned needed,
                    bool act)
{
    cleanup_free char *path = xasprintf("%s%s", h->mount, h->own);
    size_t top = strlen(h->mount);
    for (;;) {
        consider(best, path, needed, act);
        if ((best->path && best->gives == needed) || strlen(path) <= top)
            return;
        *strrchr(path, '/') = 0;
    }
}

static void explain_v2(struct cgroup *group, const struct candidate *best,
                       const struct hierarchy *h, unsigned bit)
{
    const char *name = controller_names[bit].v2;
    if (!best->path)
        place_gap(group, name, "no right to make a group at %s%s; %s", h->mount, h->own,
                  delegation);
    else if (best->failure == EBUSY)
        place_gap(group, name,
                  "%s holds processes, and so cannot give controllers to groups in it: "
                  "move them to a group below it first",
                  best->failed_for);
    else
        place_gap(group, name, "%s is not given to the group %s (%s); %s", name,
                  best->path, strerror(best->failure ? best->failure : ENOENT),
                  delegation);
}

static void choose_v2(const struct cgroup_wish *wish, const struct hierarchy *h,
                      unsigned needed, struct place *place, struct cgroup *group)
{
    struct candidate best = {0};
    unsigned switchable = needed & h->controllers;
    if (wish->path && *wish->path == '/') {
        consider(&best, h->mount, switchable, true);
    } else {
        walk_up(&best, h, switchable, false);
        if (!best.path || best.gives != switchable)
            walk_up(&best, h, switchable, true);
    }
    for (unsigned i = 0; i < CONTROLLER_COUNT; i++)
        if (CONTROLLER_BIT(i) & switchable & ~best.gives)
            explain_v2(group, &best, h, i);
    if (!best.path && needed && !switchable)
        place_gap(group, "cgroup", "no right to make a group at %s%s; %s", h->mount,
                  h->own, delegation);
    place->controllers = best.gives | (needed & ~switchable);
    place->parent = steal_pointer(&best.path);
    free(best.failed_for);
}

/* ---- v1 ---- */

static void choose_v1(const struct cgroup_wish *wish, const struct hierarchy *h,
                      unsigned needed, struct place *place, struct cgroup *group)
{
    bool from_top = wish->path && *wish->path == '/';
    cleanup_free char *parent = xasprintf("%s%s", h->mount, from_top ? "" : h->own);
    if (may_write(parent)) {
        place->parent = steal_pointer(&parent);
        place->controllers = wish->everywhere ? h->controllers : needed;
        place->cpuset = h->controllers & CONTROLLER_BIT(CONTROLLER_CPUSET);
        return;
    }
    for (unsigned i = 0; i < CONTROLLER_COUNT; i++)
        if (needed & CONTROLLER_BIT(i))
            place_gap(group, controller_names[i].v1,
                      "no right to make a group at %s%s: v1 groups are made by root",
                      parent, h->read_only ? " (it is mounted read-only)" : "");
}

/* ---- all ---- */

unsigned place_controllers(const struct cgroup_wish *w)
{
    const struct {
        bool needed;
        enum controller controller;
    } rows[] = {
        {w->memory || w->memory_swap || w->memory_reservation || w->kernel_memory ||
             w->kernel_tcp_memory || w->swappiness || w->no_oom_killer || w->oom_group ||
             w->accounting,
         CONTROLLER_MEMORY},
        {w->cpu_quota || w->cpu_period || w->cpu_burst || w->cpu_shares ||
             w->cpu_weight || w->cpu_idle || w->realtime_runtime || w->realtime_period,
         CONTROLLER_CPU},
        {w->cpus || w->mems, CONTROLLER_CPUSET},
        {w->pids || w->accounting, CONTROLLER_PIDS},
        {w->accounting, CONTROLLER_CPUACCT},
        {w->io_weight || w->io_count || w->accounting, CONTROLLER_IO},
        {w->hugetlb_count, CONTROLLER_HUGETLB},
        {w->rdma_count, CONTROLLER_RDMA},
        {w->net_class, CONTROLLER_NET_CLS},
        {w->net_priority_count, CONTROLLER_NET_PRIO},
        {w->device_rules, CONTROLLER_DEVICES},
        {w->freezer, CONTROLLER_FREEZER},
    };
    unsigned bits = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].needed)
            bits |= CONTROLLER_BIT(rows[i].controller);
    for (size_t i = 0; i < w->unified_count; i++)
        bits |=
            controller_bit(w->unified[i].name, strcspn(w->unified[i].name, "."), true);
    return bits;
}

bool cgroup_wish_needs_group(const struct cgroup_wish *wish)
{
    return wish->everywhere || wish->unified_count || place_controllers(wish);
}

/* Counters that cannot be had are seen to be unknown: no limit is lost with them. */
static void forget_counters(const struct cgroup_wish *wish, struct cgroup *group)
{
    struct cgroup_wish limits = *wish;
    limits.accounting = false;
    unsigned wished = place_controllers(&limits);
    size_t kept = 0;
    for (size_t i = 0; i < group->gap_count; i++) {
        const char *name = group->gaps[i].limit;
        unsigned bit = controller_bit(name, strlen(name), true) |
                       controller_bit(name, strlen(name), false);
        if (!bit || bit & wished)
            group->gaps[kept++] = group->gaps[i];
    }
    group->gap_count = kept;
}

/* v2 freezes and kills without a controller; where it is mounted, that is better than
 * the freezer of v1, whose parents and children disturb each other. */
static const struct hierarchy *home_of(const struct layout *layout, unsigned bit)
{
    const struct hierarchy *v2 = layout_v2(layout);
    if (bit == CONTROLLER_FREEZER && v2 && !v2->read_only)
        return v2;
    return layout_find(layout, bit);
}

static void explain_homeless(struct cgroup *group, unsigned bit, const struct layout *l)
{
    const struct controller_name *name = &controller_names[bit];
    if (layout_kind(l) == LAYOUT_NONE)
        place_gap(group, name->v2 ? name->v2 : name->v1,
                  "no control groups are mounted here; as root: mount -t cgroup2 none "
                  "/sys/fs/cgroup");
    else
        place_gap(group, name->v2 ? name->v2 : name->v1,
                  "no hierarchy of this machine (%s) has this controller",
                  layout_kind_names[layout_kind(l)]);
}

int places_choose(const struct cgroup_wish *wish, const struct layout *layout,
                  struct places *places, struct cgroup *group, struct error *error)
{
    unsigned needed = place_controllers(wish), of[HIERARCHIES_MAX] = {0};
    const char *name = place_name(wish, error);
    *places = (struct places){0};
    if (!name)
        return -1;
    for (unsigned i = 0; i < CONTROLLER_COUNT; i++) {
        if (!(needed & CONTROLLER_BIT(i)))
            continue;
        const struct hierarchy *home = home_of(layout, i);
        if (home)
            of[home - layout->rows] |= CONTROLLER_BIT(i);
        else
            explain_homeless(group, i, layout);
    }
    for (size_t i = 0; i < layout->count; i++) {
        const struct hierarchy *h = &layout->rows[i];
        struct place *place = &places->rows[places->count];
        bool wanted = of[i] || wish->everywhere || (h->v2 && wish->unified_count);
        if (!wanted)
            continue;
        *place = (struct place){.v2 = h->v2, .name = name};
        (h->v2 ? choose_v2 : choose_v1)(wish, h, of[i], place, group);
        places->count += place->parent != NULL;
    }
    forget_counters(wish, group);
    return 0;
}

void places_free(struct places *places)
{
    for (size_t i = 0; i < places->count; i++)
        free(places->rows[i].parent);
    *places = (struct places){0};
}
