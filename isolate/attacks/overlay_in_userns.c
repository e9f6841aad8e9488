/* Root of a user namespace may mount an overlay, and overlays copied a set-user-id bit
 * out of it. */
#include <sys/mount.h>
#include <sys/stat.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/nested.h"

static void attempt(struct attempt *attempt);

const struct attack attack_overlay_in_userns = {
    .name = "overlay-in-userns",
    .title = "mount an overlay in a namespace of its own",
    .group = GROUP_MOUNTS,
    .tries = "Makes a user and a mount namespace and mounts an overlay there: the first "
             "step to a set-user-id file that root seems to own.",
    .source = "CVE-2023-0386 (mended in Linux 6.2)",
    .stopped = "No user namespace can be made inside: the filter refuses unshare() and "
               "clone() with these flags.",
    .layers = STOPS(SECCOMP) | STOPS(LANDLOCK),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    if (!nested_begin(attempt, CLONE_NEWNS))
        return;
    mkdir("/tmp/lower", 0755);
    mkdir("/tmp/upper", 0755);
    mkdir("/tmp/work", 0755);
    attempt_call(attempt,
                 mount("overlay", "/tmp", "overlay", 0,
                       "lowerdir=/tmp/lower,upperdir=/tmp/upper,workdir=/tmp/work"),
                 "mount(overlay) in a new user namespace");
}
