/* When a process began. */
#include "isolate/keeper/process_start.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

/* The second field is the name in parentheses, which may hold anything: the fields are
 * counted from its last parenthesis on (proc(5)). */
uint64_t process_start(pid_t pid)
{
    enum { STATE = 3, START = 22 };
    char path[32], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (length <= 0)
        return 0;
    text[length] = 0;
    char *field = strrchr(text, ')');
    for (int i = STATE - 1; field && i < START; i++)
        field = strchr(field + 1, ' ');
    return field ? strtoull(field, NULL, 10) : 0;
}

/* The descriptor first: what it stands for can then be looked at in peace. */
int process_open(pid_t pid, uint64_t start)
{
    cleanup_fd int fd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
    return fd >= 0 && process_start(pid) == start ? steal_fd(&fd) : -1;
}
