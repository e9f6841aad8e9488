/* The kernel's own evidence, read from /proc/PID/task/TID: see proc_pid(5).
 *
 * `syscall` needs the permission to trace, which the parent of a child has; where
 * it is refused (Yama, hidepid, a container's filter) has_call stays false and the
 * rest still counts.
 */
#include "threads/kernel.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "labs/kit/cleanup.h"

/* One read of a small file; "" when it cannot be had. */
static bool read_small(pid_t process, pid_t thread, const char *name, char *text,
                       size_t size)
{
    char path[64];
    cleanup_fd int fd = -1;
    ssize_t length;

    text[0] = '\0';
    snprintf(path, sizeof path, "/proc/%d/task/%d/%s", process, thread, name);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || (length = read(fd, text, size - 1)) < 0)
        return false;
    text[length] = '\0';
    return true;
}

/* "TID (name) S …": the name may hold anything, its end is the last ')'. */
static char parse_state(const char *stat)
{
    const char *end = strrchr(stat, ')');

    return end && end[1] == ' ' ? end[2] : '\0';
}

/* "voluntary_ctxt_switches:\t12\nnonvoluntary_ctxt_switches:\t3\n" */
static uint64_t parse_switches(const char *status)
{
    uint64_t sum = 0;

    for (const char *at = status; (at = strstr(at, "_ctxt_switches:"));) {
        at += strlen("_ctxt_switches:");
        sum += strtoull(at, NULL, 10);
    }
    return sum;
}

/* "202 0x55d0… 0x80 …": number and arguments; "running" when in none. */
static void parse_call(const char *text, struct kernel_thread *seen)
{
    char *after;
    long call = strtol(text, &after, 10);

    if (after == text || call != SYS_futex)
        return;
    seen->futex = true;
    seen->address = strtoull(after, NULL, 16);
}

void kernel_look(pid_t process, pid_t thread, struct kernel_thread *seen)
{
    char text[4096];

    *seen = (struct kernel_thread){0};
    if (!read_small(process, thread, "stat", text, sizeof text))
        return;
    seen->readable = true;
    seen->state = parse_state(text);
    if (read_small(process, thread, "status", text, sizeof text))
        seen->switches = parse_switches(text);
    if (read_small(process, thread, "wchan", text, sizeof text) && strcmp(text, "0") != 0)
        snprintf(seen->wchan, sizeof seen->wchan, "%.*s", (int)sizeof seen->wchan - 1,
                 text);
    seen->has_call = read_small(process, thread, "syscall", text, sizeof text) && *text;
    if (seen->has_call)
        parse_call(text, seen);
}

bool kernel_has_proc(void)
{
    return access("/proc/self/stat", R_OK) == 0;
}
