/* Root of a user namespace may mount an overlay, and overlays copied a set-user-id bit
 * out of it. */
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

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
    if (chdir(attempt->folder) < 0) {
        attempt_refused(attempt, attempt->folder);
        return;
    }
    mkdir("lower", 0755);
    mkdir("upper", 0755);
    mkdir("work", 0755);
    attempt_call(attempt,
                 mount("overlay", "lower", "overlay", 0,
                       "lowerdir=lower,upperdir=upper,workdir=work"),
                 "mount(overlay) in a new user namespace");
}
