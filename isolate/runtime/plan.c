/* The rows of a plan, and what they point at. */
#include "isolate/runtime/plan.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"

const unsigned long plan_plain = ATTRIBUTE_NOSUID | ATTRIBUTE_NODEV;

const char *plan_keep(struct plan *plan, char *text)
{
    plan->strings =
        xreallocarray(plan->strings, plan->string_count + 1, sizeof *plan->strings);
    return plan->strings[plan->string_count++] = text;
}

/* Grows by doubling: the counts that are powers of two are full. */
static struct operation *append(struct operation *rows, size_t *count,
                                struct operation row)
{
    if ((*count & (*count - 1)) == 0)
        rows = xreallocarray(rows, *count ? 2 * *count : 1, sizeof *rows);
    rows[(*count)++] = row;
    return rows;
}

void plan_prepare(struct plan *plan, struct operation row)
{
    plan->prepare = append(plan->prepare, &plan->prepare_count, row);
}

void plan_build(struct plan *plan, struct operation row)
{
    plan->build = append(plan->build, &plan->build_count, row);
}

void plan_mkdir(struct plan *plan, const char *target)
{
    plan_build(plan,
               (struct operation){OPERATION_MKDIR, .target = target, .number = 0755});
}

void plan_point(struct plan *plan, const char *target, bool file)
{
    for (const char *slash = target; slash; slash = strchr(slash + 1, '/')) {
        const char *end = strchr(slash + 1, '/');
        char *part =
            end ? xasprintf("%.*s", (int)(end - target), target) : xstrdup(target);
        plan_build(plan,
                   (struct operation){end || !file ? OPERATION_MKDIR : OPERATION_CREATE,
                                      .target = plan_keep(plan, part), .number = 0755,
                                      .may_fail = true});
    }
}

void plan_tmpfs(struct plan *plan, const char *target, const char *options,
                unsigned long flags)
{
    plan_build(plan, (struct operation){OPERATION_MOUNT, .source = "tmpfs",
                                        .target = target, .type = "tmpfs",
                                        .flags = MS_NOSUID | flags, .text = options});
}

int plan_slot(struct plan *plan, struct error *error)
{
    if (plan->slot_count == SLOTS_MAX)
        return error_set(error, STATUS_REQUEST, "more than %d mounts in one container",
                         SLOTS_MAX);
    return plan->slot_count++;
}

static int cut(struct plan *plan, const char *source, unsigned long flags, bool inside,
               struct error *error)
{
    int slot = plan_slot(plan, error);
    if (slot < 0)
        return -1;
    void (*add)(struct plan *, struct operation) = inside ? plan_build : plan_prepare;
    add(plan, (struct operation){OPERATION_OPEN_TREE, .source = source, .slot = slot});
    add(plan, (struct operation){OPERATION_SETATTR, .source = source, .slot = slot,
                                 .flags = flags, .recursive = true});
    plan->ids[slot].source = source;
    return slot;
}

int plan_cut(struct plan *plan, const char *source, unsigned long flags,
             struct error *error)
{
    return cut(plan, source, flags, false, error);
}

int plan_cut_inside(struct plan *plan, const char *source, unsigned long flags,
                    struct error *error)
{
    return cut(plan, source, flags, true, error);
}

void plan_attach(struct plan *plan, int slot, const char *source, const char *target)
{
    plan_build(plan, (struct operation){OPERATION_ATTACH, .source = source, .slot = slot,
                                        .target = target});
}

void plan_free(struct plan *plan)
{
    for (size_t i = 0; i < plan->string_count; i++)
        free(plan->strings[i]);
    free(plan->strings);
    free(plan->prepare);
    free(plan->build);
    *plan = (struct plan){0};
}
