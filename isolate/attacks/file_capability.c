/* A capability can be written to a file, for whoever runs it. */
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static void attempt(struct attempt *attempt);

const struct attack attack_file_capability = {
    .name = "file-capability",
    .title = "give a file a capability",
    .group = GROUP_FILES,
    .tries = "setxattr(\"security.capability\") on a file of its own.",
    .source = "capabilities(7): CAP_SETFCAP; CVE-2021-3493 (Ubuntu's overlayfs)",
    .stopped = "It needs CAP_SETFCAP, and the bounding set is empty.",
    .layers = STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct vfs_cap_data powers = {.magic_etc = VFS_CAP_REVISION_2};
    powers.data[0].permitted = 1u << CAP_CHOWN;
    char path[PATH_MAX];
    cleanup_fd int fd =
        open(attempt_own(attempt, "file", path), O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
    attempt_call(
        attempt,
        fd < 0 ? -1 : fsetxattr(fd, "security.capability", &powers, XATTR_CAPS_SZ_2, 0),
        "setxattr(security.capability)");
}
