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

static const char docker_fix[] =
    "start the outer container with --security-opt seccomp=unconfined --security-opt "
    "systempaths=unconfined (or --privileged)";

const struct restriction restrictions[] = {
    {"a container of isolate", RESTRICTS_NAMESPACES, in_isolate,
     "this runs in a container of isolate already, and they are not nested",
     "run it outside, or start the outer one with --allow-userns",
     "everything that is no container", NULL, false},
    {"WSL1", RESTRICTS_NAMESPACES, in_wsl1,
     "WSL1 imitates Linux, and has no namespaces, control groups or seccomp",
     "in PowerShell: wsl --set-version <distribution> 2",
     "vmsim, sqlite-demo and the predict exercises; no container", NULL, false},
    {"gVisor", RESTRICTS_NETWORK, in_gvisor,
     "gVisor's own kernel stands in for Linux: it has namespaces, but not every call",
     "run on a host with a Linux kernel",
     "containers without limits of control groups, without nftables (a published port "
     "goes "
     "through the user-space proxy)",
     NULL, false},
    {"user.max_user_namespaces", RESTRICTS_NAMESPACES, none_allowed,
     "user.max_user_namespaces is 0",
     "as root: sysctl -w user.max_user_namespaces=10000; to keep it, write that to "
     "/etc/sysctl.d/99-userns.conf",
     "no container, not as root either: ours always have a user namespace", NULL, false},
    {"kernel.unprivileged_userns_clone", RESTRICTS_NAMESPACES, only_for_root,
     "kernel.unprivileged_userns_clone is 0",
     "as root: sysctl -w kernel.unprivileged_userns_clone=1; to keep it, write that to "
     "/etc/sysctl.d/99-userns.conf",
     "all of it as root: sudo isolate run …", NULL, false},
    {"AppArmor", RESTRICTS_NAMESPACES, apparmor,
     "AppArmor restricts user namespaces to programs that have a profile",
     "as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or a profile "
     "with flags=(unconfined) { userns, } for this program, loaded by: apparmor_parser "
     "-r "
     "/etc/apparmor.d/isolate",
     "all of it as root: sudo isolate run …",
     "# /etc/apparmor.d/isolate\n"
     "abi <abi/4.0>,\n"
     "include <tunables/global>\n"
     "\n"
     "profile isolate %s flags=(unconfined) {\n"
     "  userns,\n"
     "  include if exists <local/isolate>\n"
     "}\n",
     false},
    {"chroot", RESTRICTS_NAMESPACES, in_chroot,
     "this runs in a chroot, where the kernel refuses user namespaces",
     "run it outside of the chroot, or enter it by pivot_root",
     "everything that is no container", NULL, false},
    {"Codespaces or a dev container", RESTRICTS_NAMESPACES, in_codespaces,
     "a seccomp filter is at work here: the one of Docker, around a dev container",
     "in .devcontainer/devcontainer.json: \"runArgs\": [\"--security-opt\", "
     "\"seccomp=unconfined\", \"--security-opt\", \"systempaths=unconfined\"]; then "
     "rebuild "
     "the container",
     "everything that is no container", NULL, true},
    {"Docker", RESTRICTS_NAMESPACES, in_docker,
     "a seccomp filter is at work here, as in Docker containers and Codespaces",
     docker_fix, "everything that is no container", NULL, true},
    {"Chromebook", RESTRICTS_PROC, in_chromebook,
     "the Linux of a Chromebook is an LXC container: no /proc can be mounted in it, and "
     "keyctl answers ENOSYS",
     "in crosh (Ctrl-Alt-T): vmc start termina, then: lxc config set penguin "
     "security.nesting true, lxc restart penguin",
     "containers with an empty /proc; the keyring is not separated, and that is said",
     NULL, false},
    {"LXC", RESTRICTS_PROC, in_lxc,
     "this is an LXC container: without nesting no /proc can be mounted in it",
     "on its host: lxc config set <name> security.nesting true, lxc restart <name>",
     "containers with an empty /proc", NULL, true},
    {"covered /proc", RESTRICTS_PROC, proc_is_covered,
     "parts of /proc are covered here, as in Docker containers, and then the kernel lets "
     "no other be mounted",
     "start the outer container with --security-opt systempaths=unconfined",
     "containers with an empty /proc", NULL, false},
    {"nested user namespace", RESTRICTS_IDS, in_user_namespace,
     "this runs in a user namespace: only the ids of its map can be handed on",
     "run it outside for a range of ids",
     "containers of one id (root inside is you), and ranges within the map", NULL, false},
    {"newuidmap", RESTRICTS_IDS, no_newuidmap,
     "newuidmap and newgidmap are not installed: a user can map one id, his own",
     "as root: apt-get install uidmap (dnf and pacman: shadow-utils, shadow)",
     "containers of one id: root inside is you", NULL, false},
    {"subordinate ids", RESTRICTS_IDS, no_range,
     "no range of ids is yours in /etc/subuid and /etc/subgid",
     "as root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 <you>",
     "containers of one id: root inside is you", NULL, false},
    {"WSL2 control groups", RESTRICTS_CGROUPS, wsl2_without_v2,
     "WSL2 has mounted v1 control groups, which only root can use",
     "in %UserProfile%\\.wslconfig, under [wsl2]: kernelCommandLine = cgroup_no_v1=all; "
     "and "
     "in /etc/wsl.conf, under [boot]: systemd=true; then in PowerShell: wsl --shutdown",
     "all limits as root; as a user those of setrlimit", NULL, false},
    {"WSL2 mounts", RESTRICTS_OTHERS, wsl2_not_shared,
     "\"/\" is not a shared mount on this WSL2: podman and buildah warn or fail",
     "in /etc/wsl.conf, under [boot]: command = mount --make-rshared /",
     "isolate, which makes every mount private anyway", NULL, false},
    {"control groups not delegated", RESTRICTS_CGROUPS, not_delegated,
     "no control group here is yours: limits of memory, processes and processor for all "
     "of a container need one",
     "systemd-run --user --scope -p Delegate=yes isolate run …, or as root",
     "the limits per process of setrlimit", NULL, false},
    {"hybrid control groups", RESTRICTS_OTHERS, hybrid,
     "v1 and v2 control groups are mounted together; Debian's crun refuses to run here",
     "on the kernel's command line: systemd.unified_cgroup_hierarchy=1",
     "isolate, which uses each controller where it lives", NULL, false},
    {"CAP_SYS_RESOURCE", RESTRICTS_LIMITS, no_resource_capability,
     "root has no CAP_SYS_RESOURCE here: no limit can be raised above its hard limit",
     "start the outer container with --cap-add SYS_RESOURCE",
     "limits up to the hard one: a higher wish is lowered, and that is said", NULL,
     false},
    {0},
};
