/* The place where a folder is mounted can be a link that the image chose. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);
static void judge(const struct trap *trap, struct finding *finding);

const struct attack attack_volume_link = {
    .name = "volume-link",
    .title = "have a volume mounted on the host",
    .group = GROUP_MOUNTS,
    .tries =
        "In the image /lent is a link with an absolute path of the host. A runtime that "
        "follows it before the root is changed mounts the volume there, on the host.",
    .source = "CVE-2021-30465 (runc), CVE-2024-0132 (NVIDIA container toolkit)",
    .stopped = "Paths of the image are followed only when the old root is gone; until "
               "then mounts are descriptors.",
    .layers = STOPS(PIVOT) | STOPS(MOUNT),
    .absent = "The starter works in a mount namespace of its own, so that the host would "
              "not even see it.",
    .may_refuse = true,
    .prepare = prepare,
    .attempt = attempt,
    .judge = judge,
};

static int prepare(struct trap *trap, struct error *error)
{
    char link[256];
    snprintf(link, sizeof link, "%s/lent", trap->root);
    if (rmdir(link) < 0 || symlink(trap->host_folder, link) < 0)
        return error_errno(error, STATUS_HOST, "%s", link);
    snprintf(link, sizeof link, "%s/on-the-volume", trap->lent);
    return mkdir(link, 0755);
}

static void attempt(struct attempt *attempt)
{
    attempt_blocked(attempt, "the link was not followed on the host");
}

static void judge(const struct trap *trap, struct finding *finding)
{
    char mark[256];
    struct stat status;
    snprintf(mark, sizeof mark, "%s/on-the-volume", trap->host_folder);
    if (lstat(mark, &status) == 0)
        finding->open = snprintf(finding->evidence, sizeof finding->evidence,
                                 "the volume is mounted on the host");
}
