/* The eleven attempts, and what the traps are called on the host's side. */
#ifndef ATTEMPTS_H
#define ATTEMPTS_H

struct attempt {
    const char *name;    /* what the probe is told */
    const char *reaches; /* "the host's files" */
    const char *hint;    /* which layer */
};

static const struct attempt attempts[] = {
    {"files", "the host's files", "The command must have a root of its own."},
    {"mounts", "the host's mounts",
     "They are still there behind your root: exchange the root mount, unmount the old "
     "one."},
    {"processes", "the host's processes",
     "It needs a PID namespace. unshare does not move its caller into one."},
    {"name", "the host's name", "It needs a uts namespace, and a name in it."},
    {"network", "a service of the host",
     "An abstract socket has no file. It belongs to a network namespace."},
    {"memory", "shared memory of the host",
     "Memory of System V has no file either. Which namespace does it belong to?"},
    {"descriptor", "a descriptor left open",
     "exec keeps what is open. See close_range(2)."},
    {"environment", "a secret of the environment",
     "The last argument of execve is the environment."},
    {"capability", "a capability in effect",
     "Root of a user namespace has all of them there. See capset(2)."},
    {"bounding", "a capability that exec may give",
     "For root, exec gives what the bounding set allows."},
    {"userns", "a new user namespace",
     "In it all powers come back. Only a filter of system calls can refuse it."},
};
enum { ATTEMPTS = sizeof attempts / sizeof attempts[0] };

#define TRAP_SOCKET "ring3-host-service"
#define TRAP_SECRET "HOST_SECRET"
#define TRAP_KEY    0x52334d45

/* How the probe ends. */
enum { REACHED = 0, BLOCKED = 1, READY = 40 };

#endif
