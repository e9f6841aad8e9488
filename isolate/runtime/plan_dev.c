/* /dev of a container: six devices that are harmless, terminals and shared memory of its
 * own, and what --device lends.
 *
 * A node cannot be made in a user namespace (mknod(2)), so each is the host's, mounted
 * upon an empty file while the host's is in sight. /dev/pts is a new instance: its
 * terminals are nobody else's. One tmpfs holds /dev and /dev/shm: a second one would cost
 * as much as all six devices. /dev is closed when it is complete; so what can be written
 * is shm alone, through a mount of that folder.
 */
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/runtime/planner.h"

static const char *const devices[] = {"/dev/null",   "/dev/zero",    "/dev/full",
                                      "/dev/random", "/dev/urandom", "/dev/tty",
                                      NULL};

static const struct {
    const char *says, *path;
} links[] = {{"/proc/self/fd", "fd"},       {"/proc/self/fd/0", "stdin"},
             {"/proc/self/fd/1", "stdout"}, {"/proc/self/fd/2", "stderr"},
             {"pts/ptmx", "ptmx"},          {0}};

static int add_device(struct planner *p, const char *source, const char *target)
{
    if (p->device_count == DEVICES_MAX)
        return error_set(p->error, STATUS_REQUEST, "more than %d devices", DEVICES_MAX);
    p->devices[p->device_count++] = (struct planner_device){source, target + 5};
    return 0;
}

/* "rw", "rwm", "mrw": all that there is. Less could not be held: a mount that is
 * read-only does not keep anybody from writing to a device. */
static bool are_all_rights(const char *rights)
{
    return strspn(rights, "rwm") == strlen(rights) && strchr(rights, 'r') &&
           strchr(rights, 'w');
}

/* "HOST[:TARGET[:rwm]]" of docker; who may read and write is the node's own say. */
static int add_lent(struct planner *p, const char *text)
{
    char *source = xstrdup(text), *target = strchr(source, ':'), *rights = NULL;
    struct stat status;
    plan_keep(p->plan, source);
    if (target)
        *target++ = 0;
    if (target && (rights = strchr(target, ':')))
        *rights++ = 0;
    if (!target || !*target)
        target = source;
    if (stat(source, &status) < 0)
        return error_errno(p->error, STATUS_REQUEST, "--device %s", source);
    if (!S_ISCHR(status.st_mode) && !S_ISBLK(status.st_mode))
        return error_set(p->error, STATUS_REQUEST,
                         "--device %s is no device (--volume lends files and folders)",
                         source);
    if (rights && !are_all_rights(rights))
        return error_set(p->error, STATUS_REQUEST,
                         "--device %s: \"%s\" cannot be kept here, only rw: who may read "
                         "and write is as the device's owner and mode say",
                         text, rights);
    if (strncmp(target, "/dev/", 5) != 0 || strstr(target, ".."))
        return error_set(p->error, STATUS_REQUEST, "--device %s: %s is not below /dev",
                         text, target);
    return add_device(p, source, target);
}

static int choose_devices(struct planner *p)
{
    const struct option_list *lent = p->wish->devices;
    for (size_t i = 0; devices[i]; i++)
        if (add_device(p, devices[i], devices[i]) < 0)
            return -1;
    for (size_t i = 0; lent && i < lent->count; i++)
        if (add_lent(p, lent->items[i]) < 0)
            return -1;
    return 0;
}

/* ---- its rows; paths are relative: the new /dev is the working directory ---- */

static void enter(struct planner *p, int slot)
{
    uint64_t size = p->wish->shm_size ? p->wish->shm_size : UINT64_C(64) << 20;
    const char *point = plan_keep(p->plan, xasprintf("%s/dev", p->stage));
    const char *options = plan_keep(
        p->plan, xasprintf("mode=0755,size=%llu,nr_inodes=%llu", (unsigned long long)size,
                           (unsigned long long)size / 1024 + 128));
    planner_folder(p, point);
    plan_build(p->plan, (struct operation){OPERATION_FSMOUNT, .source = "tmpfs",
                                           .slot = slot, .text = options,
                                           .flags = ATTRIBUTE_NOSUID | ATTRIBUTE_NOEXEC});
    plan_build(p->plan,
               (struct operation){OPERATION_ENTER, .slot = slot, .target = point});
}

static void lend(struct planner *p, const char *source, const char *target)
{
    plan_build(p->plan, (struct operation){OPERATION_MOUNT, .source = source,
                                           .target = target, .flags = MS_BIND});
}

static void lend_devices(struct planner *p)
{
    for (size_t i = 0; i < p->device_count; i++) {
        const struct planner_device *device = &p->devices[i];
        if (strchr(device->target, '/'))
            plan_point(p->plan, device->target, true);
        else
            plan_build(p->plan,
                       (struct operation){OPERATION_CREATE, .target = device->target});
        lend(p, device->source, device->target);
    }
}

static void terminals(struct planner *p)
{
    bool range =
        (p->identity->range || p->identity->lent_gids >= 5) && planner_has(p, LAYER_USER);
    plan_mkdir(p->plan, "pts");
    plan_build(p->plan, (struct operation){
                            OPERATION_MOUNT, .source = "devpts", .target = "pts",
                            .type = "devpts", .flags = MS_NOSUID | MS_NOEXEC,
                            /* 5 is the group tty, where there is one to be mapped;
                             * all instances share the 4096 terminals of the kernel */
                            .text = range ? "newinstance,max=256,ptmxmode=0666,mode=0620,"
                                            "gid=5"
                                          : "newinstance,max=256,ptmxmode=0666,"
                                            "mode=0620"});
    if (p->wish->terminal)
        plan_build(p->plan, (struct operation){OPERATION_CREATE, .target = "console"});
}

/* Shared memory and messages. */
static void exchange(struct planner *p)
{
    plan_build(p->plan,
               (struct operation){OPERATION_MKDIR, .target = "shm", .number = 01777});
    lend(p, "shm", "shm");
    plan_build(p->plan, (struct operation){OPERATION_SETATTR, .target = "shm", .slot = -1,
                                           .flags = ATTRIBUTE_NODEV});
    if (!planner_has(p, LAYER_IPC))
        return;
    plan_mkdir(p->plan, "mqueue");
    plan_build(p->plan, (struct operation){OPERATION_MOUNT, .source = "mqueue",
                                           .target = "mqueue", .type = "mqueue",
                                           .flags = MS_NOSUID | MS_NODEV | MS_NOEXEC,
                                           .may_fail = true});
}

int planner_dev(struct planner *p)
{
    if (!planner_has(p, LAYER_DEV)) {
        p->dev_slot = plan_cut_inside(p->plan, "/dev", ATTRIBUTE_NOSUID, p->error);
        return p->dev_slot < 0 ? -1 : 0;
    }
    int slot = plan_slot(p->plan, p->error);
    if (slot < 0 || choose_devices(p) < 0)
        return -1;
    enter(p, slot);
    lend_devices(p);
    for (size_t i = 0; links[i].path; i++)
        plan_build(p->plan, (struct operation){OPERATION_SYMLINK, .source = links[i].says,
                                               .target = links[i].path});
    terminals(p);
    exchange(p);
    return 0;
}

void planner_attach_dev(struct planner *p)
{
    if (planner_has(p, LAYER_DEV))
        return;
    planner_folder(p, "/dev");
    plan_attach(p->plan, p->dev_slot, "/dev", "/dev");
}

void planner_close_dev(struct planner *p)
{
    if (planner_has(p, LAYER_DEV))
        plan_build(p->plan, (struct operation){OPERATION_SETATTR, .target = "/dev",
                                               .slot = -1, .flags = ATTRIBUTE_RDONLY});
}
