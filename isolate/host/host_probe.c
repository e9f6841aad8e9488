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
#include "labs/kit/words.h"

static const struct {
    const char *name, *success;
    void (*attempt)(struct attempt *);
    enum host_state failed;  /* what the host is when it fails */
    enum restriction_of of;  /* which restrictions may be the reason */
    const char *fix, *works; /* without a known restriction; and what is left then */
} probes[HOST_FEATURE_COUNT] = {
    [HOST_USER_NAMESPACES] = {"host.user-namespaces", "host.made-namespace",
                              try_user_namespace, HOST_MISSING, RESTRICTS_NAMESPACES, "",
                              "host.no-container"},
    [HOST_PIVOT_ROOT] = {"pivot_root", "host.changed-root", try_pivot_root, HOST_MISSING,
                         RESTRICTS_NAMESPACES, "", "host.no-container"},
    [HOST_PROC] = {"host.proc", "host.mounted-proc", try_proc, HOST_LIMITED,
                   RESTRICTS_PROC, "", "host.empty-proc"},
    [HOST_OVERLAY] = {"host.overlay", "host.mounted-overlay", try_overlay, HOST_MISSING,
                      RESTRICTS_NAMESPACES, "host.overlay-fix", "host.overlay-works"},
    [HOST_SECCOMP] = {"seccomp", "host.loaded-filter", try_seccomp, HOST_MISSING,
                      RESTRICTS_OTHERS, "host.seccomp-fix", "host.seccomp-works"},
    [HOST_CGROUPS] = {"host.cgroups", NULL, NULL, HOST_MISSING, RESTRICTS_CGROUPS, "",
                      "host.cgroups-works"},
    [HOST_TIME_NAMESPACE] = {"host.time", "host.made-one", try_time_namespace,
                             HOST_LIMITED, RESTRICTS_OTHERS, "host.time-fix",
                             "host.time-works"},
    [HOST_ID_RANGES] = {"host.ranges", "host.made-range", try_id_ranges, HOST_LIMITED,
                        RESTRICTS_IDS, "", "host.one-id"},
    [HOST_IDMAPPED_MOUNTS] = {"host.idmapped", "host.mapped-usr", try_idmapped_mounts,
                              HOST_LIMITED, RESTRICTS_OTHERS, "host.idmapped-fix",
                              "host.idmapped-works"},
    [HOST_LANDLOCK] = {"Landlock", "", try_landlock, HOST_LIMITED, RESTRICTS_OTHERS,
                       "host.landlock-fix", "host.landlock-works"},
    [HOST_USER_NOTIFICATION] = {"host.notification", "host.got-listener",
                                try_user_notification, HOST_LIMITED, RESTRICTS_OTHERS,
                                "host.notification-fix", "host.notification-works"},
    [HOST_NAMESPACE_KINDS] = {"host.kinds", "host.all-kinds", try_namespace_kinds,
                              HOST_MISSING, RESTRICTS_NAMESPACES, "",
                              "host.no-container"},
    [HOST_PIDFD] = {"pidfd", "host.opened-own", try_pidfd, HOST_LIMITED, RESTRICTS_OTHERS,
                    "host.pidfd-fix", "host.pidfd-works"},
    [HOST_CLONE3] = {"clone3", "host.made-process", try_clone3, HOST_LIMITED,
                     RESTRICTS_OTHERS, "host.clone3-fix", "host.clone3-works"},
    [HOST_CLONE_INTO_CGROUP] = {"CLONE_INTO_CGROUP", "host.made-in-group",
                                try_clone_into_cgroup, HOST_LIMITED, RESTRICTS_CGROUPS,
                                "host.into-cgroup-fix", "host.into-cgroup-works"},
    [HOST_KEYRING] = {"host.keyrings", "host.joined-keyring", try_keyring, HOST_LIMITED,
                      RESTRICTS_OTHERS, "host.keyrings-fix", "host.keyrings-works"},
    [HOST_NFT] = {"nftables", "host.nft-answers", try_nft, HOST_LIMITED,
                  RESTRICTS_NETWORK, "host.nft-fix", "host.nft-works"},
    [HOST_USER_NETWORK] = {"host.user-network", "", try_user_network, HOST_LIMITED,
                           RESTRICTS_OTHERS, "host.user-network-fix",
                           "host.user-network-works"},
    [HOST_TUN] = {"/dev/net/tun", "host.opens", try_tun, HOST_LIMITED, RESTRICTS_OTHERS,
                  "host.tun-fix", "host.tun-works"},
    [HOST_KVM] = {"/dev/kvm", "host.opens", try_kvm, HOST_LIMITED, RESTRICTS_OTHERS,
                  "host.kvm-fix", "host.kvm-works"},
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
    const char *stage = english(attempt->stage), *failure = strerror(attempt->error);
    if (restriction)
        snprintf(feature->reason, sizeof feature->reason,
                 english_as("host.failed-because", "%s %s %s"), stage, failure,
                 english(restriction->reason));
    else
        snprintf(feature->reason, sizeof feature->reason,
                 english_as("host.failed", "%s %s"), stage, failure);
    snprintf(feature->fix, sizeof feature->fix, "%s",
             english(restriction ? restriction->fix : probes[id].fix));
}

void host_probe(enum host_feature_id id, struct host_feature *feature)
{
    struct attempt attempt;
    *feature = (struct host_feature){.name = english(probes[id].name), .works = ""};
    if (!probes[id].attempt) {
        host_probe_cgroups(feature);
    } else {
        in_child(probes[id].attempt, &attempt);
        feature->state = attempt.error ? probes[id].failed : HOST_REAL;
        if (attempt.error)
            explain(id, feature, &attempt);
        else
            snprintf(feature->reason, sizeof feature->reason, "%s",
                     *attempt.note ? attempt.note : english(probes[id].success));
    }
    if (feature->state != HOST_REAL)
        feature->works = english(probes[id].works);
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
