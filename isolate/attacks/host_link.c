/* A link in the image that means a place on the host. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/bait.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_host_link = {
    .name = "host-link",
    .title = "go out through a link of the image",
    .group = GROUP_MOUNTS,
    .tries = "The image has a symbolic link with an absolute path of the host, and one "
             "with twenty times \"..\". Both are opened.",
    .source = "CVE-2018-15664 (docker cp)",
    .stopped = "Links are followed from the root of the process. Behind it is nothing: "
               "the old root is unmounted.",
    .layers = STOPS(MOUNT) | STOPS(PIVOT),
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    static const char up[] = "../../../../../../../../../../../../../../../../..";
    char link[300], path[300];
    if (bait_file(trap, trap->host_folder, "secret", error) < 0)
        return -1;
    snprintf(path, sizeof path, "%s%s", up, trap->bait);
    snprintf(link, sizeof link, "%s/link", trap->root);
    if (symlink(path, link) < 0)
        return error_errno(error, STATUS_HOST, "%s", link);
    /* Without a root of its own, the link is where the host has it. */
    memcpy(trap->bait, link, strlen(link) + 1);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    if (attempt_finds(attempt, "/link") || attempt_finds(attempt, attempt->bait))
        attempt_open(attempt, "the link leads to a file of the host");
    else
        attempt_refused(attempt, "the link leads nowhere");
}
