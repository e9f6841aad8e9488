/* The rows around what root.c makes: the root as a mount of its own, pivot_root, and what
 * can be done only after it. */
#include <sched.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/oci/mount_options.h"
#include "isolate/oci/resolve.h"

static void enter(struct resolution *r, struct operation row)
{
    r->enter[r->enter_count++] = row;
}

static void leave(struct plan *plan, struct operation row)
{
    enum { ROWS_MAX = 8 };
    if (!plan->build)
        plan->build = xcalloc(ROWS_MAX, sizeof *plan->build);
    plan->build[plan->build_count++] = row;
}

static void detach(struct resolution *r, struct operation row)
{
    r->detach[r->detach_count++] = row;
}

/* "." is the new root from here on, and root.c fills it. */
static void add_entry(struct resolution *r)
{
    const char *root = r->root;
    enter(r, (struct operation){OPERATION_MOUNT, .source = root, .target = root,
                                .flags = MS_BIND | MS_REC});
    enter(r, (struct operation){OPERATION_MOUNT, .target = root,
                                .flags = MS_PRIVATE | MS_REC});
    enter(r, (struct operation){OPERATION_CHDIR, .target = root});
}

static void add_change_of_root(struct plan *plan, bool pivot)
{
    if (pivot) {
        leave(plan, (struct operation){.kind = OPERATION_PIVOT_ROOT});
        leave(plan, (struct operation){OPERATION_UMOUNT, .target = "."});
    } else {
        leave(plan, (struct operation){OPERATION_MOUNT, .source = ".", .target = "/",
                                       .flags = MS_MOVE});
        leave(plan, (struct operation){OPERATION_CHROOT, .target = "."});
    }
    leave(plan, (struct operation){OPERATION_CHDIR, .target = "/"});
}

/* There is nothing to pivot in a mount namespace that is not ours: detached.c. */
static int plan_detached(struct resolution *r, unsigned long propagation)
{
    if ((r->container.make & CLONE_NEWUSER) && !r->container.join[NAMESPACE_MOUNT])
        return resolve_refuse(r, "linux.namespaces: a new user namespace has no rights "
                                 "over the host's mount namespace: it needs a mount "
                                 "namespace, too");
    r->detached = true;
    if (propagation)
        detach(r,
               (struct operation){OPERATION_MOUNT, .target = ".", .flags = propagation});
    if (r->config->root->readonly)
        detach(r, (struct operation){OPERATION_SETATTR, .target = ".", .slot = -1,
                                     .flags = ATTRIBUTE_RDONLY});
    return 0;
}

int resolve_plan(struct resolution *r, const struct resolve_options *options)
{
    struct plan *plan = &r->container.plan;
    const char *word = r->config->linux_ ? r->config->linux_->rootfs_propagation : NULL;
    unsigned long propagation = word && *word ? propagation_find(word) : 0;
    if (word && *word && !propagation)
        return resolve_refuse(r, "linux.rootfsPropagation: %s is none", word);
    add_entry(r);
    if (!(r->container.make & CLONE_NEWNS))
        return plan_detached(r, propagation);
    add_change_of_root(plan, !options->no_pivot);
    if (propagation)
        leave(plan,
              (struct operation){OPERATION_MOUNT, .target = "/", .flags = propagation});
    if (r->config->root->readonly)
        leave(plan, (struct operation){OPERATION_SETATTR, .target = "/", .slot = -1,
                                       .flags = ATTRIBUTE_RDONLY});
    return 0;
}
