/* /proc and /sys of a container, and what of them is covered or only read.
 *
 * Both show the kernel, and the kernel is the host's: a namespace hides processes and
 * interfaces, not the interrupts, the keys or the clock of the machine. What the
 * kernel guards by "you are root of the machine" is closed to the container's root
 * anyway; covering is the second lock, and the only one for files that everybody may
 * read. The lists are those of runc and podman, and what else this project's attacks
 * found.
 */
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/runtime/planner.h"

/* What stands there, and who may get at it without the cover. */
struct cover {
    const char *path;
    enum cover_kind {
        COVER_READ_ONLY, /* can be read, but not written, whoever owns it */
        COVER_FILE,      /* /dev/null is mounted upon it */
        COVER_FOLDER,    /* an empty file system is */
    } kind;
    /* It belongs to root of the machine, with no right for others: where the container's
     * ids are not the machine's, the kernel refuses it by itself, and a mount (10 us, and
     * as much at the end) would add nothing. */
    bool roots;
};

static const struct cover covers[] = {
    {"/proc/sys", COVER_READ_ONLY, false},
    {"/proc/bus", COVER_READ_ONLY, true},
    {"/proc/fs", COVER_READ_ONLY, true},
    {"/proc/irq", COVER_READ_ONLY, true},
    {"/proc/sysrq-trigger", COVER_READ_ONLY, true},
    {"/proc/keys", COVER_FILE, false},
    {"/proc/kallsyms", COVER_FILE, false},
    {"/proc/interrupts", COVER_FILE, false},
    {"/proc/timer_list", COVER_FILE, false},
    {"/proc/latency_stats", COVER_FILE, false},
    {"/proc/sched_debug", COVER_FILE, false},
    {"/proc/config.gz", COVER_FILE, false},
    {"/proc/kcore", COVER_FILE, true},
    {"/proc/kpagecount", COVER_FILE, true},
    {"/proc/kpageflags", COVER_FILE, true},
    {"/proc/slabinfo", COVER_FILE, true},
    {"/proc/acpi", COVER_FOLDER, false},
    {"/proc/asound", COVER_FOLDER, false},
    {"/proc/scsi", COVER_FOLDER, false},
    {"/sys/firmware", COVER_FOLDER, false},
    {"/sys/devices/virtual/powercap", COVER_FOLDER, false},
    {0},
};

static const unsigned long attributes =
    ATTRIBUTE_NOSUID | ATTRIBUTE_NODEV | ATTRIBUTE_NOEXEC;

/* A new one may be mounted only by the owner of the namespace that it shows. */
static int new_or_host(struct planner *p, const char *type, const char *path, bool own,
                       unsigned long flags)
{
    if (!own)
        return plan_cut_inside(p->plan, path, flags, p->error);
    int slot = plan_slot(p->plan, p->error);
    if (slot >= 0)
        plan_build(p->plan,
                   (struct operation){OPERATION_FSMOUNT, .source = type, .slot = slot,
                                      .flags = flags, .may_fail = true});
    return slot;
}

static void attach(struct planner *p, int slot, const char *type, const char *path,
                   bool here)
{
    plan_build(p->plan,
               (struct operation){OPERATION_ATTACH, .source = type, .slot = slot,
                                  .target = path, .flags = here, .may_fail = true});
}

static bool has_own_net(const struct planner *p)
{
    return planner_has(p, LAYER_NET) && p->wish->network.kind != NETWORK_HOST;
}

/* With the host's network /sys would be the host's own, and there is none. */
int planner_new_proc(struct planner *p)
{
    const char *point = plan_keep(p->plan, xasprintf("%s/proc", p->stage));
    p->proc_slot = new_or_host(p, "proc", "/proc", planner_has(p, LAYER_PID), attributes);
    if (p->proc_slot < 0)
        return -1;
    planner_folder(p, point);
    attach(p, p->proc_slot, "proc", point, true);
    if (has_own_net(p) || planner_has(p, LAYER_SYS))
        return 0;
    p->sys_slot = plan_cut_inside(p->plan, "/sys", attributes, p->error);
    return p->sys_slot < 0 ? -1 : 0;
}

/* It shows the interfaces of the network namespace that its maker is in. */
int planner_new_sys(struct planner *p)
{
    unsigned long closed = planner_has(p, LAYER_SYS) ? ATTRIBUTE_RDONLY : 0;
    plan_build(p->plan, (struct operation){.kind = OPERATION_NETWORK});
    p->plan->enters_network = true;
    if (!has_own_net(p))
        return 0;
    p->sys_slot = new_or_host(p, "sysfs", "/sys", true, attributes | closed);
    return p->sys_slot < 0 ? -1 : 0;
}

/* Is its layer asked for, and does it need a cover? Whether it is there, the kernel says
 * when it is covered. */
static bool is_wanted(const struct planner *p, const struct cover *cover)
{
    bool is_proc = !strncmp(cover->path, "/proc/", 6);
    return planner_has(p, is_proc ? LAYER_PROC : LAYER_SYS) &&
           (is_proc ? p->proc_slot : p->sys_slot) >= 0 &&
           !(cover->roots && planner_has(p, LAYER_USER));
}

/* Files, and with a /dev of its own: an empty folder is found in /sys, and a setting is
 * written before /proc/sys is closed. */
static bool is_early(const struct planner *p, const struct cover *cover)
{
    return cover->kind == COVER_FILE && planner_has(p, LAYER_DEV);
}

/* What this kernel does not have needs no cover; all that it has must get one. Of a /proc
 * that is the host's, there may be parts that somebody else has covered for good. */
static void cover(struct planner *p, struct operation row)
{
    row.if_there = true;
    row.may_fail = !planner_has(p, LAYER_PID);
    plan_build(p->plan, row);
}

static void close_path(struct planner *p, const char *path)
{
    cover(p, (struct operation){OPERATION_MOUNT, .source = path, .target = path,
                                .flags = MS_BIND});
    cover(p, (struct operation){OPERATION_SETATTR, .target = path, .slot = -1,
                                .flags = ATTRIBUTE_RDONLY});
}

static void cover_file(struct planner *p, const char *path)
{
    cover(p, (struct operation){OPERATION_MOUNT, .source = "/dev/null", .target = path,
                                .flags = MS_BIND});
}

/* A file system of its own for an empty folder costs fifty microseconds. The kernel has
 * an empty folder that nobody can make anything in: the mount point for control groups,
 * in a /sys that is new, read-only, and has nothing mounted on it. */
static void cover_folder(struct planner *p, const char *path)
{
    if (p->empty_folder) {
        cover(p, (struct operation){OPERATION_MOUNT, .source = p->empty_folder,
                                    .target = path, .flags = MS_BIND});
        return;
    }
    cover(p, (struct operation){OPERATION_MOUNT, .source = "tmpfs", .target = path,
                                .type = "tmpfs", .text = "size=4k,nr_inodes=2,mode=0755",
                                .flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC});
}

/* Instances of inotify are counted for the user who made the namespace, too: without a
 * limit of its own, one container takes all 128 that a user has. The file is that of the
 * user namespace of whoever writes it. namespaces(7) */
static void limit_watches(struct planner *p)
{
    if (planner_has(p, LAYER_USER) && planner_has(p, LAYER_RLIMITS) && p->proc_slot >= 0)
        plan_build(p->plan,
                   (struct operation){OPERATION_WRITE, .text = "64", .may_fail = true,
                                      .target = "/proc/sys/user/max_inotify_instances"});
}

static void cover_all(struct planner *p, bool early)
{
    static void (*const makers[])(struct planner *, const char *) = {
        [COVER_READ_ONLY] = close_path,
        [COVER_FILE] = cover_file,
        [COVER_FOLDER] = cover_folder,
    };
    for (size_t i = 0; covers[i].path; i++)
        if (is_early(p, &covers[i]) == early && is_wanted(p, &covers[i]))
            makers[covers[i].kind](p, covers[i].path);
}

void planner_cover_early(struct planner *p)
{
    cover_all(p, true);
}

void planner_cover(struct planner *p)
{
    static const char empty[] = "/sys/fs/cgroup";
    if (p->sys_slot >= 0 && planner_has(p, LAYER_SYS) && access(empty, F_OK) == 0)
        p->empty_folder = empty;
    limit_watches(p);
    cover_all(p, false);
}

void planner_sys(struct planner *p)
{
    if (p->sys_slot < 0)
        return;
    planner_folder(p, "/sys");
    attach(p, p->sys_slot, "sysfs", "/sys", false);
}
