/* The layers that refuse calls, in the order in which a call meets them. */
#include "isolate/explain/layers.h"

#include <stddef.h>

/* replay.h */
static const char by_itself[] =
    "without it the command would meet this machine itself: only a call that does no "
    "harm, and only by which it can be told, is made so";

const struct layer_facts layer_facts[] = {
    {LAYER_SECCOMP, "calls that few programs need and many exploits do",
     "--security-opt seccomp=unconfined",
     "every system call of the kernel can be tried; `isolate seccomp show CALL` says "
     "what this one is refused for",
     NULL},
    {LAYER_CAPABILITIES, "what root may do to the namespaces of this container",
     "--cap-add CAPABILITY",
     "the command has that power over all that belongs to its user namespace", NULL},
    {LAYER_NO_NEW_PRIVILEGES,
     "set-user-id programs and file capabilities give nothing to who executes them",
     "--security-opt no-new-privileges:false",
     "a set-user-id program in DIR runs as its owner inside", NULL},
    {LAYER_LANDLOCK, "paths, by a list that needs no privilege", "a row that allows it",
     "the command reaches that path", NULL},
    {LAYER_PROC, "what /proc tells and takes about the kernel is covered or read-only",
     "no option: lend a file of your own with -v",
     "files of /proc speak for the whole machine", NULL},
    {LAYER_RLIMITS, "one process cannot use more than its share",
     "--ulimit NAME=VALUE, --pids-limit N",
     "a program that runs away takes more before it is stopped",
     "without limits a program that runs away could take the whole machine"},
    {LAYER_CGROUP, "all processes together cannot use more than their share",
     "--memory, --pids-limit, --cpus",
     "a program that runs away takes more before it is stopped",
     "without limits a program that runs away could take the whole machine"},
    {LAYER_ROOT, "the files of DIR stay as they are",
     "leave --read-only out where DIR is not /, or --tmpfs PATH, or -v SRC:PATH",
     "what is written to a folder that was lent stays there",
     "without it the command would write the files of this machine"},
    {LAYER_PIVOT, "files of the host that were not lent are not there",
     "-v PATH:PATH:ro lends it", "the command can read it, and lends it to others",
     "it would show the command all files of this machine: only a path that the "
     "call names is lent"},
    {LAYER_SYS, "what /sys tells and takes about the kernel and its devices", "no option",
     "files of /sys speak for the whole machine", by_itself},
    {LAYER_DEV, "devices of the host", "--device DEVICE",
     "the command speaks to the device itself", by_itself},
    {LAYER_NET, "the host's network", "--network bridge, or --network host",
     "bridge: it reaches other machines; host: also every service that listens on the "
     "loopback here",
     by_itself},
    {LAYER_USER, "root in the container is nobody outside, and owns nothing there",
     "no option", "only root of the whole machine may do this", by_itself},
    {LAYER_COUNT, NULL, NULL, NULL, NULL},
};

const struct layer_facts *layer_facts_of(enum layer layer)
{
    for (const struct layer_facts *row = layer_facts; row->layer != LAYER_COUNT; row++)
        if (row->layer == layer)
            return row;
    return NULL;
}
