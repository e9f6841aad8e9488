/* The kinds of namespaces by flag and by file. */
#include "isolate/runtime/container.h"

#include <sched.h>

#include "isolate/kernel.h"

const unsigned long namespace_flags[NAMESPACE_COUNT] = {
    [NAMESPACE_USER] = CLONE_NEWUSER,     [NAMESPACE_PID] = CLONE_NEWPID,
    [NAMESPACE_MOUNT] = CLONE_NEWNS,      [NAMESPACE_UTS] = CLONE_NEWUTS,
    [NAMESPACE_IPC] = CLONE_NEWIPC,       [NAMESPACE_NETWORK] = CLONE_NEWNET,
    [NAMESPACE_CGROUP] = CLONE_NEWCGROUP, [NAMESPACE_TIME] = CLONE_NEWTIME,
};

const char *const namespace_files[NAMESPACE_COUNT] = {
    [NAMESPACE_USER] = "user",     [NAMESPACE_PID] = "pid",   [NAMESPACE_MOUNT] = "mnt",
    [NAMESPACE_UTS] = "uts",       [NAMESPACE_IPC] = "ipc",   [NAMESPACE_NETWORK] = "net",
    [NAMESPACE_CGROUP] = "cgroup", [NAMESPACE_TIME] = "time",
};
