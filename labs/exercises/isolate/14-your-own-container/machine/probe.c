/* The command in the container: one attempt, named by its argument. Ends with REACHED or
 * BLOCKED; "ready" ends with READY, to show that it runs at all. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "attempts.h"

/* `trap` is what the judge says of its own side: a path, a name, a process. */

static int try_files(const char *trap)
{
    return access(trap, F_OK) == 0;
}

/* The judge looks at our mount namespace from outside while we wait to be killed. */
static int try_mounts(const char *trap)
{
    (void)trap;
    for (;;)
        pause();
}

static int try_processes(const char *trap)
{
    return getpid() != 1 || kill((pid_t)atoi(trap), 0) == 0;
}

static int try_name(const char *trap)
{
    struct utsname here;
    uname(&here);
    return !strcmp(here.nodename, trap);
}

static int try_network(const char *trap)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    (void)trap;
    memcpy(address.sun_path + 1, TRAP_SOCKET, sizeof TRAP_SOCKET - 1);
    return connect(fd, (struct sockaddr *)&address,
                   (socklen_t)(sizeof(sa_family_t) + sizeof TRAP_SOCKET)) == 0;
}

static int try_memory(const char *trap)
{
    (void)trap;
    return shmget(TRAP_KEY, 0, 0) >= 0;
}

static int try_descriptor(const char *trap)
{
    (void)trap;
    for (int fd = 3; fd < 1024; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            return 1;
    return 0;
}

static int try_environment(const char *trap)
{
    (void)trap;
    return getenv(TRAP_SECRET) != NULL;
}

static int try_capability(const char *trap)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2] = {{0}};
    (void)trap;
    return syscall(SYS_capget, &header, sets) < 0 || sets[0].effective ||
           sets[1].effective || sets[0].permitted || sets[1].permitted;
}

static int try_bounding(const char *trap)
{
    (void)trap;
    for (unsigned long c = 0; prctl(PR_CAPBSET_READ, c, 0, 0, 0) >= 0; c++)
        if (prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 1)
            return 1;
    return 0;
}

/* By each of the three calls. */
static int try_userns(const char *trap)
{
    unsigned long arguments[11] = {CLONE_NEWUSER, [4] = SIGCHLD};
    (void)trap;
    pid_t child = (pid_t)syscall(SYS_clone3, arguments, sizeof arguments);
    if (child < 0)
        child = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, 0);
    if (child == 0)
        _exit(0);
    return child > 0 || unshare(CLONE_NEWUSER) == 0;
}

static int (*const tries[])(const char *) = {
    try_files,      try_mounts,   try_processes,  try_name,
    try_network,    try_memory,   try_descriptor, try_environment,
    try_capability, try_bounding, try_userns,
};

int main(int argc, char **argv)
{
    if (argc < 3)
        return READY;
    for (int i = 0; i < ATTEMPTS; i++)
        if (!strcmp(argv[1], attempts[i].name))
            return tries[i](argv[2]) ? REACHED : BLOCKED;
    return READY;
}
