/* The features of the host, as a table: each is tried in a child that is thrown away. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/host/attempt.h"
#include "isolate/host/host.h"
#include "isolate/host/host_cgroup.h"
#include "isolate/host/restriction.h"

static const struct {
    const char *name, *success;
    void (*attempt)(struct attempt *);
    enum host_state failed;  /* what the host is when it fails */
    enum restriction_of of;  /* which restrictions may be the reason */
    const char *fix, *works; /* without a known restriction; and what is left then */
} probes[HOST_FEATURE_COUNT] = {
    [HOST_USER_NAMESPACES] = {"user namespaces",
                              "made one with UTS, IPC and network, and set its host name",
                              try_user_namespace, HOST_MISSING, RESTRICTS_NAMESPACES, "",
                              "everything that is no container"},
    [HOST_PIVOT_ROOT] = {"pivot_root",
                         "changed the root to a tmpfs and dropped the old one",
                         try_pivot_root, HOST_MISSING, RESTRICTS_NAMESPACES, "",
                         "everything that is no container"},
    [HOST_PROC] = {"/proc in a user namespace",
                   "mounted one that shows only the container", try_proc, HOST_LIMITED,
                   RESTRICTS_PROC, "", "containers with an empty /proc"},
    [HOST_OVERLAY] = {"overlay in a user namespace", "mounted one on a tmpfs",
                      try_overlay, HOST_MISSING, RESTRICTS_NAMESPACES,
                      "Linux 5.11 or newer, with CONFIG_OVERLAY_FS",
                      "containers with --read-only"},
    [HOST_SECCOMP] = {"seccomp", "loaded a filter", try_seccomp, HOST_MISSING,
                      RESTRICTS_OTHERS, "a kernel with CONFIG_SECCOMP_FILTER",
                      "containers without their filter of system calls"},
    [HOST_CGROUPS] = {"cgroups", NULL, NULL, HOST_MISSING, RESTRICTS_CGROUPS, "",
                      "limits per process: setrlimit(2)"},
    [HOST_TIME_NAMESPACE] = {"time namespaces", "made one", try_time_namespace,
                             HOST_LIMITED, RESTRICTS_OTHERS, "Linux 5.6 or newer",
                             "containers that see the time since the host's boot"},
    [HOST_ID_RANGES] = {"ranges of ids", "a user namespace with more ids than one",
                        try_id_ranges, HOST_LIMITED, RESTRICTS_IDS, "",
                        "containers of one id: root inside is you"},
    [HOST_IDMAPPED_MOUNTS] = {"id-mapped mounts", "mapped the ids of /usr",
                              try_idmapped_mounts, HOST_LIMITED, RESTRICTS_OTHERS,
                              "as root, on Linux 5.12 and a file system that can (ext4, "
                              "xfs, btrfs; tmpfs since 6.3)",
                              "folders whose files are given to the container's ids by "
                              "chown; a user's own files need no map"},
    [HOST_LANDLOCK] = {"Landlock", "", try_landlock, HOST_LIMITED, RESTRICTS_OTHERS,
                       "Linux 5.13 or newer, with landlock in lsm= on its command line",
                       "every other layer; paths are not guarded a second time"},
    [HOST_USER_NOTIFICATION] = {"seccomp user notification", "got a listener",
                                try_user_notification, HOST_LIMITED, RESTRICTS_OTHERS,
                                "Linux 5.0 or newer",
                                "filters that answer by themselves; play cannot ask"},
    [HOST_NAMESPACE_KINDS] = {"every kind of namespace",
                              "network, ipc, uts, pid, cgroup and mount",
                              try_namespace_kinds, HOST_MISSING, RESTRICTS_NAMESPACES, "",
                              "everything that is no container"},
    [HOST_PIDFD] = {"pidfd", "opened our own", try_pidfd, HOST_LIMITED, RESTRICTS_OTHERS,
                    "Linux 5.3 or newer", "run; not exec"},
    [HOST_CLONE3] = {"clone3", "made a process", try_clone3, HOST_LIMITED,
                     RESTRICTS_OTHERS, "Linux 5.3, and a filter that lets it through",
                     "clone(2) in its place"},
    [HOST_CLONE_INTO_CGROUP] =
        {"CLONE_INTO_CGROUP", "made a process in our own group", try_clone_into_cgroup,
         HOST_LIMITED, RESTRICTS_CGROUPS, "Linux 5.7 with a v2 group that is ours",
         "groups that the process enters after it was made: slower"},
    [HOST_KEYRING] = {"keyrings", "joined a new session keyring", try_keyring,
                      HOST_LIMITED, RESTRICTS_OTHERS,
                      "a host whose policy lets keyctl "
                      "through",
                      "containers; without keyrings there is no key to inherit"},
    [HOST_NFT] = {"nftables", "the kernel answers, and nft is installed", try_nft,
                  HOST_LIMITED, RESTRICTS_NETWORK, "apt-get install nftables",
                  "published ports through the user-space proxy"},
    [HOST_USER_NETWORK] = {"network of a user's container", "", try_user_network,
                           HOST_LIMITED, RESTRICTS_OTHERS, "apt-get install passt",
                           "containers without a way out; ports can be published"},
    [HOST_TUN] = {"/dev/net/tun", "opens", try_tun, HOST_LIMITED, RESTRICTS_OTHERS,
                  "as root: modprobe tun; in Docker: --device /dev/net/tun",
                  "all but pasta and slirp4netns"},
    [HOST_KVM] = {"/dev/kvm", "opens", try_kvm, HOST_LIMITED, RESTRICTS_OTHERS,
                  "sudo usermod -aG kvm $USER, then log in again; or switch "
                  "virtualization on in the firmware",
                  "everything: no container needs it"},
};

/* Runs the attempt in a child. */
static void in_child(void (*try)(struct attempt *), struct attempt *result)
{
    struct attempt *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *result = (struct attempt){"fork", EAGAIN, ""};
    if (shared == MAP_FAILED)
        return;
    *shared = *result;
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        try(shared);
        _exit(0);
    }
    if (child > 0 && waitpid(child, NULL, 0) == child)
        *result = *shared;
    munmap(shared, sizeof *shared);
}

/* A restriction that takes namespaces takes what is built in them, too. */
static const struct restriction *reason_of(enum restriction_of of)
{
    for (const struct restriction *r = restrictions; r->name; r++)
        if ((r->of == of || (of == RESTRICTS_PROC && r->of == RESTRICTS_NAMESPACES) ||
             (of == RESTRICTS_NAMESPACES && r->of == RESTRICTS_PROC)) &&
            of != RESTRICTS_OTHERS && r->holds(&this_host))
            return r;
    return NULL;
}

static void explain(enum host_feature_id id, struct host_feature *feature,
                    const struct attempt *attempt)
{
    const struct restriction *restriction = reason_of(probes[id].of);
    snprintf(feature->reason, sizeof feature->reason, "%s: %s%s%s%s", attempt->stage,
             strerror(attempt->error), restriction ? " (" : "",
             restriction ? restriction->reason : "", restriction ? ")" : "");
    snprintf(feature->fix, sizeof feature->fix, "%s",
             restriction ? restriction->fix : probes[id].fix);
}

void host_probe(enum host_feature_id id, struct host_feature *feature)
{
    struct attempt attempt;
    *feature = (struct host_feature){.name = probes[id].name, .works = ""};
    if (!probes[id].attempt) {
        host_probe_cgroups(feature);
    } else {
        in_child(probes[id].attempt, &attempt);
        feature->state = attempt.error ? probes[id].failed : HOST_REAL;
        if (attempt.error)
            explain(id, feature, &attempt);
        else
            snprintf(feature->reason, sizeof feature->reason, "%s",
                     *attempt.note ? attempt.note : probes[id].success);
    }
    if (feature->state != HOST_REAL)
        feature->works = probes[id].works;
}

int host_require(enum host_feature_id id, struct error *error)
{
    struct host_feature feature;
    host_probe(id, &feature);
    if (feature.state == HOST_REAL)
        return 0;
    return error_set(error, STATUS_HOST, "%s: %s%s%s", feature.name, feature.reason,
                     *feature.fix ? "; " : "", feature.fix);
}
