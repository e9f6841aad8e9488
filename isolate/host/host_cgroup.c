/* Which controllers this process may limit a container with, and where.
 *
 * A controller counts as ours when a group can be made in its hierarchy: tried with a
 * group that is removed at once. In v2 the nearest group above us that is ours must
 * have the controller, too. Nothing is switched on.
 */
#include "isolate/host/host_cgroup.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/cgroup/controller.h"
#include "isolate/cgroup/files.h"
#include "isolate/cgroup/layout.h"
#include "isolate/host/restriction.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/words.h"

struct findings {
    unsigned ours, not_ours; /* CONTROLLER_BITs */
    char where[120];         /* the v2 group that is ours; "" */
};

static bool can_make_group(const char *parent)
{
    cleanup_free char *path = xasprintf("%s/isolate-doctor-%d", parent, (int)getpid());
    return mkdir(path, 0755) == 0 && rmdir(path) == 0;
}

static void see_v1(struct findings *findings, const struct hierarchy *h)
{
    cleanup_free char *own = xasprintf("%s%s", h->mount, h->own);
    *(can_make_group(own) ? &findings->ours : &findings->not_ours) |= h->controllers;
}

static unsigned controllers_of(const char *group)
{
    char text[256];
    cleanup_fd int fd = open(group, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || group_get(fd, "cgroup.controllers", text, sizeof text) < 0)
        return 0;
    return controller_bits(text, true);
}

/* To start a process in a group takes the right to its parent's cgroup.procs. */
static void see_v2(struct findings *findings, const struct hierarchy *h)
{
    cleanup_free char *group = xasprintf("%s%s", h->mount, h->own);
    unsigned ours = 0;
    for (size_t top = strlen(h->mount); strlen(group) >= top; *strrchr(group, '/') = 0) {
        cleanup_free char *procs = xasprintf("%s/cgroup.procs", group);
        if (faccessat(AT_FDCWD, procs, W_OK, AT_EACCESS) < 0 || !can_make_group(group))
            continue;
        ours |= controllers_of(group);
        if (!*findings->where)
            snprintf(findings->where, sizeof findings->where, "%.119s", group);
    }
    findings->ours |= ours;
    findings->not_ours |= h->controllers & ~ours;
}

static void describe(struct host_feature *feature, const struct findings *findings,
                     const char *layout)
{
    char ours[120], not_ours[120];
    controller_list(findings->ours, false, ours, sizeof ours);
    controller_list(findings->not_ours, false, not_ours, sizeof not_ours);
    const char *mine = *ours ? ours : english("host.none");
    const char *others = *not_ours ? not_ours : english("host.none");
    if (*findings->where)
        snprintf(feature->reason, sizeof feature->reason,
                 english_as("host.layout-below", "%s %s %s %s"), layout, mine, others,
                 findings->where);
    else
        snprintf(feature->reason, sizeof feature->reason,
                 english_as("host.layout", "%s %s %s"), layout, mine, others);
}

void host_probe_cgroups(struct host_feature *feature)
{
    enum { NEEDED = CONTROLLER_BIT(CONTROLLER_MEMORY) | CONTROLLER_BIT(CONTROLLER_PIDS) };
    struct layout layout;
    struct findings findings = {0};
    feature->state = HOST_MISSING;
    if (layout_read("", &layout, NULL) < 0)
        return;
    for (size_t i = 0; i < layout.count; i++)
        (layout.rows[i].v2 ? see_v2 : see_v1)(&findings, &layout.rows[i]);
    describe(feature, &findings, layout_kind_names[layout_kind(&layout)]);
    layout_free(&layout);
    bool all = (findings.ours & NEEDED) == NEEDED;
    feature->state = all ? HOST_REAL : findings.ours ? HOST_LIMITED : HOST_MISSING;
    if (!all)
        snprintf(feature->fix, sizeof feature->fix, "%s", english("host.cgroups-fix"));
}
