/* The flags of unshare, mount and mount_setattr, and what they are called. */
#include "isolate/operations/operation_flags.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"

const struct flag_name flags_namespaces[] = {
    {CLONE_NEWUSER, "CLONE_NEWUSER", "--user --keep-caps"},
    {CLONE_NEWUTS, "CLONE_NEWUTS", "--uts"},
    {CLONE_NEWNS, "CLONE_NEWNS", "--mount --propagation unchanged"},
    {CLONE_NEWPID, "CLONE_NEWPID", "--pid --fork"},
    {CLONE_NEWIPC, "CLONE_NEWIPC", "--ipc"},
    {CLONE_NEWNET, "CLONE_NEWNET", "--net"},
    {CLONE_NEWCGROUP, "CLONE_NEWCGROUP", "--cgroup"},
    {0},
};

/* With a shell word that begins with "--", the flag is an option of its own. */
const struct flag_name flags_mount[] = {
    {MS_RDONLY, "MS_RDONLY", "ro"},
    {MS_NOSUID, "MS_NOSUID", "nosuid"},
    {MS_NODEV, "MS_NODEV", "nodev"},
    {MS_NOEXEC, "MS_NOEXEC", "noexec"},
    {MS_REMOUNT, "MS_REMOUNT", "remount"},
    {MS_BIND, "MS_BIND", "bind"},
    {MS_REC, "MS_REC", NULL},
    {MS_PRIVATE, "MS_PRIVATE", NULL},
    {MS_MOVE, "MS_MOVE", "move"},
    {0},
};

const struct flag_name flags_attributes[] = {
    {ATTRIBUTE_RDONLY, "MOUNT_ATTR_RDONLY", "ro"},
    {ATTRIBUTE_NOSUID, "MOUNT_ATTR_NOSUID", "nosuid"},
    {ATTRIBUTE_NODEV, "MOUNT_ATTR_NODEV", "nodev"},
    {ATTRIBUTE_NOEXEC, "MOUNT_ATTR_NOEXEC", "noexec"},
    {0},
};

void flags_append(char *buffer, size_t size, const char *separator, const char *text)
{
    size_t length = strlen(buffer);
    snprintf(buffer + length, size - length, "%s%s", length ? separator : "", text);
}
