/* What the kernel says of the process itself. */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "isolate/play/observe.h"
#include "isolate/play/see.h"
#include "labs/kit/cleanup.h"

char *see_file(int proc, const char *path, char *buffer, size_t size)
{
    size_t length = 0;
    ssize_t got;
    cleanup_fd int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && length + 1 < size &&
           (got = read(fd, buffer + length, size - 1 - length)) > 0)
        length += (size_t)got;
    buffer[length] = 0;
    return buffer;
}

char *see_status(int proc, const char *key, char *buffer, size_t size)
{
    char status[4096], wanted[40];
    snprintf(wanted, sizeof wanted, "\n%s:", key);
    const char *line =
        strstr(see_file(proc, "self/status", status, sizeof status), wanted);
    const char *value = line ? line + strlen(wanted) : "";
    value += strspn(value, " \t");
    snprintf(buffer, size, "%.*s", (int)strcspn(value, "\n"), value);
    return buffer;
}

void see_environment(int proc, const char *argument, char *out)
{
    unsigned count = 0;
    size_t length = 0;
    (void)proc, (void)argument;
    *out = 0;
    for (char **variable = environ; variable && *variable; variable++) {
        int name = (int)strcspn(*variable, "=");
        if (length + (size_t)name + 16 < FACT_MAX)
            length += (size_t)snprintf(out + length, FACT_MAX - length, " %.*s", name,
                                       *variable);
        count++;
    }
    char names[FACT_MAX];
    snprintf(names, sizeof names, "%s", out);
    snprintf(out, FACT_MAX, "%u:%.*s", count, FACT_MAX - 16, count ? names : " none");
}

/* The channel of the builder is not one that a program would get. */
void see_descriptors(int proc, const char *argument, char *out)
{
    size_t length = 0;
    (void)argument;
    *out = 0;
    for (int fd = 0; fd < 64; fd++) {
        char path[32], link[64] = "";
        snprintf(path, sizeof path, "self/fd/%d", fd);
        ssize_t got = readlinkat(proc, path, link, sizeof link - 1);
        if (got <= 0 || (fd > 2 && (fcntl(fd, F_GETFD) & FD_CLOEXEC)))
            continue;
        if (length + 24 > FACT_MAX)
            break;
        if (fd < 3)
            length += (size_t)snprintf(out + length, FACT_MAX - length, "%s%d",
                                       length ? " " : "", fd);
        else
            length += (size_t)snprintf(out + length, FACT_MAX - length, "%s%d→%.16s",
                                       length ? " " : "", fd, link);
    }
    if (!length)
        snprintf(out, FACT_MAX, "unknown");
}

/* Field 7 of stat is the terminal, 0 for none: proc(5). */
void see_session(int proc, const char *argument, char *out)
{
    char stat[512];
    int leader = 0, terminal = 0;
    (void)argument;
    const char *end = strrchr(see_file(proc, "self/stat", stat, sizeof stat), ')');
    if (!end || sscanf(end + 1, " %*c %*d %*d %d %d", &leader, &terminal) != 2)
        snprintf(out, FACT_MAX, "unknown");
    else
        snprintf(out, FACT_MAX, "%s, %s",
                 getsid(0) == getpid() ? "its own"
                 : getsid(0) == 0      ? "begun outside"
                                       : "its starter's",
                 terminal ? "with a terminal" : "no terminal");
}

void see_id(int proc, const char *argument, char *out)
{
    (void)proc, (void)argument;
    snprintf(out, FACT_MAX, "%u:%u", geteuid(), getegid());
}

void see_capabilities(int proc, const char *key, char *out)
{
    char text[40];
    uint64_t set = strtoull(see_status(proc, key, text, sizeof text), NULL, 16);
    if (!*text)
        snprintf(out, FACT_MAX, "unknown");
    else if (!set)
        snprintf(out, FACT_MAX, "none");
    else
        snprintf(out, FACT_MAX, "%d (%llx)", __builtin_popcountll(set),
                 (unsigned long long)set);
}

void see_status_line(int proc, const char *key, char *out)
{
    see_status(proc, key, out, FACT_MAX);
    if (!*out)
        snprintf(out, FACT_MAX, "unknown");
}

void see_seccomp(int proc, const char *argument, char *out)
{
    char mode[16], filters[16];
    (void)argument;
    see_status(proc, "Seccomp", mode, sizeof mode);
    see_status(proc, "Seccomp_filters", filters, sizeof filters);
    snprintf(out, FACT_MAX, "%s%s%s%s", *mode ? mode : "unknown",
             *filters ? ", filters: " : "", filters, "");
}

void see_keyring(int proc, const char *argument, char *out)
{
    enum { GET_KEYRING_ID = 0, SESSION = -3 };
    (void)proc, (void)argument;
    long id = syscall(SYS_keyctl, GET_KEYRING_ID, SESSION, 0);
    if (id > 0)
        snprintf(out, FACT_MAX, "%08lx", (unsigned long)id);
    else
        snprintf(out, FACT_MAX, "keyctl: %m");
}

void see_pid(int proc, const char *argument, char *out)
{
    (void)proc, (void)argument;
    snprintf(out, FACT_MAX, "%d", (int)getpid());
}

/* In hours, so that it does not change by itself. */
void see_uptime(int proc, const char *argument, char *out)
{
    struct timespec time;
    (void)proc, (void)argument;
    clock_gettime(CLOCK_BOOTTIME, &time);
    snprintf(out, FACT_MAX, "%lld h", (long long)time.tv_sec / 3600);
}

static size_t one_limit(const char *name, __rlimit_resource_t resource, char *out,
                        size_t length)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) < 0)
        return length;
    const char *separator = length ? ", " : "";
    int added =
        limit.rlim_max == RLIM_INFINITY
            ? snprintf(out + length, FACT_MAX - length, "%s%s any", separator, name)
            : snprintf(out + length, FACT_MAX - length, "%s%s %llu", separator, name,
                       (unsigned long long)limit.rlim_max);
    return length + (size_t)added;
}

void see_rlimits(int proc, const char *argument, char *out)
{
    (void)proc, (void)argument;
    size_t length = one_limit("files", RLIMIT_NOFILE, out, 0);
    one_limit("core", RLIMIT_CORE, out, length);
}
