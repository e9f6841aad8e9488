/* The table of restrictions, and how each is detected. See restriction.h.
 *
 * Sources: user_namespaces(7), capabilities(7); the kernel's documentation of each
 * sysctl; Ubuntu's "Restricted unprivileged user namespaces"; Docker's default seccomp
 * profile and its list of masked paths; Microsoft's "Advanced settings configuration in
 * WSL"; the issues of crun, podman and runc that are named in docs/isolate/doctor.md.
 */
#include "isolate/host/restriction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/cgroup/controller.h"
#include "isolate/cgroup/layout.h"
#include "labs/kit/cleanup.h"

/* ---- sysctls ---- */

/* Our own containers: no capability, and none can be had (init.c, launch.c). */
static bool in_isolate(const struct host_view *view)
{
    return (view->root[0] || getpid() != 1) && view_status(view, "NoNewPrivs", 10) == 1 &&
           view_holds(view, "/proc/1/comm", "isolate\n");
}

static bool none_allowed(const struct host_view *view)
{
    return view_number(view, "/proc/sys/user/max_user_namespaces") == 0;
}

static bool only_for_root(const struct host_view *view)
{
    return view_uid(view) != 0 &&
           view_number(view, "/proc/sys/kernel/unprivileged_userns_clone") == 0;
}

/* A program with a profile of its own is not restricted: its label is another. */
static bool apparmor(const struct host_view *view)
{
    cleanup_free char *label = view_text(view, "/proc/self/attr/current");
    return view_uid(view) != 0 &&
           view_number(view, "/proc/sys/kernel/apparmor_restrict_unprivileged_userns") ==
               1 &&
           (!label || !strncmp(label, "unconfined", 10) ||
            !strncmp(label, "unprivileged_userns", 19));
}

/* ---- containers around us ---- */

static bool filtered(const struct host_view *view)
{
    return view_status(view, "Seccomp", 10) == 2;
}

static bool in_codespaces(const struct host_view *view)
{
    cleanup_free char *codespaces = view_variable(view, "CODESPACES");
    cleanup_free char *remote = view_variable(view, "REMOTE_CONTAINERS");
    return filtered(view) && (codespaces || remote);
}

static bool in_docker(const struct host_view *view)
{
    return filtered(view) && !in_codespaces(view);
}

/* A mount over a part of /proc. The kernel then lets nobody in a user namespace mount
 * another one, which would show what is covered. Folders that are empty by design do
 * not count. */
static void see_proc(const struct view_mount *mount, void *context)
{
    static const char *const empty[] = {"/proc/sys/fs/binfmt_misc", "/proc/fs/nfsd"};
    bool *covered = context;
    bool harmless = !strcmp(mount->point, empty[0]) || !strcmp(mount->point, empty[1]);
    *covered |= !strncmp(mount->point, "/proc/", 6) && !harmless;
}

static bool proc_is_covered(const struct host_view *view)
{
    bool covered = false;
    view_each_mount(view, see_proc, &covered);
    return covered;
}

struct sight {
    bool any, root, shared;
};

static void see_root(const struct view_mount *mount, void *context)
{
    struct sight *sight = context;
    sight->any = true;
    if (!strcmp(mount->point, "/")) {
        sight->root = true;
        sight->shared = !strncmp(mount->optional, "shared:", 7);
    }
}

/* unshare(2): "the caller is in a chroot environment". Then what is mounted in sight
 * does not include the root. */
static bool in_chroot(const struct host_view *view)
{
    struct sight sight = {0};
    view_each_mount(view, see_root, &sight);
    return sight.any && !sight.root;
}

static bool in_user_namespace(const struct host_view *view)
{
    unsigned inside = 0, outside = 0, count = 4294967295u;
    cleanup_free char *map = view_text(view, "/proc/self/uid_map");
    return map && sscanf(map, "%u %u %u", &inside, &outside, &count) == 3 &&
           (inside || outside || count != 4294967295u);
}

/* ---- kinds of machines ---- */

static bool is_microsoft(const struct host_view *view, bool second)
{
    cleanup_free char *release = view_text(view, "/proc/sys/kernel/osrelease");
    bool wsl2 = release && (strstr(release, "microsoft") || strstr(release, "WSL2"));
    return second ? wsl2 : release && !wsl2 && strstr(release, "Microsoft");
}

static bool in_wsl1(const struct host_view *view)
{
    return is_microsoft(view, false);
}

static enum layout_kind layout_of(const struct host_view *view)
{
    struct layout layout;
    if (layout_read(view->root, &layout, NULL) < 0)
        return LAYOUT_NONE;
    enum layout_kind kind = layout_kind(&layout);
    layout_free(&layout);
    return kind;
}

static bool wsl2_without_v2(const struct host_view *view)
{
    return is_microsoft(view, true) && layout_of(view) != LAYOUT_V2;
}

static bool wsl2_not_shared(const struct host_view *view)
{
    struct sight sight = {0};
    if (!is_microsoft(view, true))
        return false;
    view_each_mount(view, see_root, &sight);
    return sight.root && !sight.shared;
}

static bool in_chromebook(const struct host_view *view)
{
    cleanup_free char *name = view_text(view, "/etc/hostname");
    return view_exists(view, "/dev/.cros_milestone") ||
           view_exists(view, "/opt/google/cros-containers") ||
           (name && !strcmp(name, "penguin\n") &&
            view_holds(view, "/proc/1/environ", "container=lxc"));
}

static bool in_lxc(const struct host_view *view)
{
    return !in_chromebook(view) && view_holds(view, "/proc/1/environ", "container=lxc");
}

static bool in_gvisor(const struct host_view *view)
{
    return view_holds(view, "/proc/version", "gVisor") ||
           view_holds(view, "/proc/sys/kernel/osrelease", "gvisor");
}

/* ---- groups, ids, powers ---- */

static bool hybrid(const struct host_view *view)
{
    return !is_microsoft(view, true) && layout_of(view) == LAYOUT_HYBRID;
}

/* v1 gives an ordinary user nothing; v2 what was delegated: a group that is his. */
static bool not_delegated(const struct host_view *view)
{
    struct layout layout;
    struct stat status;
    bool owned = false;
    if (view_is_real_root(view) || layout_read(view->root, &layout, NULL) < 0)
        return false;
    const struct hierarchy *v2 = layout_v2(&layout);
    bool any = v2 && v2->controllers && layout_kind(&layout) == LAYOUT_V2;
    if (any) {
        cleanup_free char *group = xasprintf("%s%s%s", view->root, v2->mount, v2->own);
        size_t top = strlen(view->root) + strlen(v2->mount);
        for (; !owned && strlen(group) >= top; *strrchr(group, '/') = 0)
            owned = stat(group, &status) == 0 && status.st_uid == view_uid(view) &&
                    status.st_mode & S_IWUSR;
    }
    layout_free(&layout);
    return any && !owned;
}

/* A line "name:first:count" or "id:first:count". */
static bool has_range(const struct host_view *view, const char *path)
{
    char by_id[24];
    cleanup_free char *name = view_variable(view, "USER");
    cleanup_free char *text = view_text(view, path);
    snprintf(by_id, sizeof by_id, "%u:", view_uid(view));
    cleanup_free char *by_name = xasprintf("%s:", name ? name : "?");
    const char *at = text;
    for (; at && *at; at = strchr(at, '\n'), at = at ? at + 1 : NULL)
        if (!strncmp(at, by_id, strlen(by_id)) || !strncmp(at, by_name, strlen(by_name)))
            return true;
    return false;
}

static bool no_range(const struct host_view *view)
{
    return view_uid(view) != 0 &&
           (!has_range(view, "/etc/subuid") || !has_range(view, "/etc/subgid"));
}

static bool no_newuidmap(const struct host_view *view)
{
    cleanup_free char *uid = view_program(view, "newuidmap");
    cleanup_free char *gid = view_program(view, "newgidmap");
    return view_uid(view) != 0 && (!uid || !gid);
}

static bool no_resource_capability(const struct host_view *view)
{
    enum { SYS_RESOURCE = 24 };
    long long effective = view_status(view, "CapEff", 16);
    return view_uid(view) == 0 && effective >= 0 && !(effective >> SYS_RESOURCE & 1);
}

/* ---- the table ---- */

const struct restriction restrictions[] = {
    {"host.isolate", RESTRICTS_NAMESPACES, in_isolate, "host.isolate-reason",
     "host.isolate-fix", "host.no-container", NULL, false},
    {"WSL1", RESTRICTS_NAMESPACES, in_wsl1, "host.wsl1-reason", "host.wsl1-fix",
     "host.wsl1-works", NULL, false},
    {"gVisor", RESTRICTS_NETWORK, in_gvisor, "host.gvisor-reason", "host.gvisor-fix",
     "host.gvisor-works", NULL, false},
    {"user.max_user_namespaces", RESTRICTS_NAMESPACES, none_allowed, "host.max-reason",
     "host.max-fix", "host.max-works", NULL, false},
    {"kernel.unprivileged_userns_clone", RESTRICTS_NAMESPACES, only_for_root,
     "host.clone-reason", "host.clone-fix", "host.as-root-works", NULL, false},
    {"AppArmor", RESTRICTS_NAMESPACES, apparmor, "host.apparmor-reason",
     "host.apparmor-fix", "host.as-root-works",
     "# /etc/apparmor.d/isolate\n"
     "abi <abi/4.0>,\n"
     "include <tunables/global>\n"
     "\n"
     "profile isolate %s flags=(unconfined) {\n"
     "  userns,\n"
     "  include if exists <local/isolate>\n"
     "}\n",
     false},
    {"chroot", RESTRICTS_NAMESPACES, in_chroot, "host.chroot-reason", "host.chroot-fix",
     "host.no-container", NULL, false},
    {"host.codespaces", RESTRICTS_NAMESPACES, in_codespaces, "host.codespaces-reason",
     "host.codespaces-fix", "host.no-container", NULL, true},
    {"Docker", RESTRICTS_NAMESPACES, in_docker, "host.docker-reason", "host.docker-fix",
     "host.no-container", NULL, true},
    {"Chromebook", RESTRICTS_PROC, in_chromebook, "host.chromebook-reason",
     "host.chromebook-fix", "host.chromebook-works", NULL, false},
    {"LXC", RESTRICTS_PROC, in_lxc, "host.lxc-reason", "host.lxc-fix", "host.empty-proc",
     NULL, true},
    {"host.covered", RESTRICTS_PROC, proc_is_covered, "host.covered-reason",
     "host.covered-fix", "host.empty-proc", NULL, false},
    {"host.nested", RESTRICTS_IDS, in_user_namespace, "host.nested-reason",
     "host.nested-fix", "host.nested-works", NULL, false},
    {"newuidmap", RESTRICTS_IDS, no_newuidmap, "host.newuidmap-reason",
     "host.newuidmap-fix", "host.one-id", NULL, false},
    {"host.subids", RESTRICTS_IDS, no_range, "host.subids-reason", "host.subids-fix",
     "host.one-id", NULL, false},
    {"host.wsl2-cgroups", RESTRICTS_CGROUPS, wsl2_without_v2, "host.wsl2-cgroups-reason",
     "host.wsl2-cgroups-fix", "host.wsl2-cgroups-works", NULL, false},
    {"host.wsl2-mounts", RESTRICTS_OTHERS, wsl2_not_shared, "host.wsl2-mounts-reason",
     "host.wsl2-mounts-fix", "host.wsl2-mounts-works", NULL, false},
    {"host.delegated", RESTRICTS_CGROUPS, not_delegated, "host.delegated-reason",
     "host.delegated-fix", "host.delegated-works", NULL, false},
    {"host.hybrid", RESTRICTS_OTHERS, hybrid, "host.hybrid-reason", "host.hybrid-fix",
     "host.hybrid-works", NULL, false},
    {"CAP_SYS_RESOURCE", RESTRICTS_LIMITS, no_resource_capability, "host.resource-reason",
     "host.resource-fix", "host.resource-works", NULL, false},
    {0},
};
