/* Operations on the process itself: what it inherits, its session, its children,
 * its clock and its limits. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/operations/operation_type.h"
#include "labs/kit/cleanup.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

/* ---- the environment ---- */

static long run_clear_environment(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    return clearenv() == 0 ? 0 : -1;
}

static void call_clear_environment(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "clearenv()");
}

/* The prompt is a variable of the shell's own; all else goes. */
static void shell_clear_environment(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec env -i PS1=\"$PS1\" sh");
}

const struct operation_type operation_clear_environment = {
    run_clear_environment, call_clear_environment, shell_clear_environment};

static long run_set_environment(const struct operation *o, struct workplace *w)
{
    (void)w;
    return setenv(o->source, o->text, 1);
}

static void call_set_environment(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "setenv(\"%s\", \"%s\", 1)", o->source, o->text);
}

static void shell_set_environment(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "export %s=%s", o->source, o->text);
}

const struct operation_type operation_set_environment = {
    run_set_environment, call_set_environment, shell_set_environment};

/* ---- descriptors ---- */

static long run_open(const struct operation *o, struct workplace *w)
{
    (void)w;
    int wanted = (int)o->number, fd = open(o->target, O_RDONLY | O_DIRECTORY);
    if (fd < 0 || fd == wanted)
        return fd;
    int result = dup2(fd, wanted);
    close(fd);
    return result;
}

static void call_open(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "dup2(open(\"%s\", O_RDONLY | O_DIRECTORY), %u)", o->target,
             o->number);
}

static void shell_open(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "exec %u< %s", o->number, o->target);
}

const struct operation_type operation_open = {run_open, call_open, shell_open};

static long run_close(const struct operation *o, struct workplace *w)
{
    (void)w;
    return close((int)o->number);
}

static void call_close(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "close(%u)", o->number);
}

static void shell_close(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "exec %u>&-", o->number);
}

const struct operation_type operation_close = {run_close, call_close, shell_close};

/* The channel by which a held process gets its orders stays: it is closed by exec. */
static long run_close_from(const struct operation *o, struct workplace *w)
{
    unsigned channel = w->channel < 0 ? 0 : (unsigned)w->channel;
    if (w->channel < 0 || channel < o->number)
        return kernel_close_range(o->number, ~0u, 0);
    if (channel > o->number && kernel_close_range(o->number, channel - 1, 0) < 0)
        return -1;
    return kernel_close_range(channel + 1, ~0u, 0);
}

static void call_close_from(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "close_range(%u, ~0U, 0)", o->number);
}

/* A POSIX shell has one-digit descriptors only. */
static void shell_close_from(const struct operation *o, char *out, size_t size)
{
    int length = snprintf(out, size, "exec");
    for (unsigned fd = o->number; fd < 10 && (size_t)length < size; fd++)
        length += snprintf(out + length, size - (size_t)length, " %u>&-", fd);
}

const struct operation_type operation_close_from = {run_close_from, call_close_from,
                                                    shell_close_from};

/* ---- the session ---- */

static long run_setsid(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    return setsid();
}

static void call_setsid(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "setsid()");
}

static void shell_setsid(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec setsid --wait sh");
}

const struct operation_type operation_setsid = {run_setsid, call_setsid, shell_setsid};

/* ---- process 1: orphans and signals ---- */

/* In the child: the grandchild lives until its parent has gone. */
static _Noreturn void leave_an_orphan(int end)
{
    pid_t parent = getpid(), grandchild = fork();
    if (grandchild == 0) {
        while (getppid() == parent)
            usleep(200);
        _exit(0);
    }
    ssize_t written = write(end, &grandchild, sizeof grandchild);
    _exit(written == sizeof grandchild && grandchild > 0 ? 0 : 1);
}

/* Its number. Process 1 waits here until it has ended, without reaping it. */
static long run_orphan(const struct operation *o, struct workplace *w)
{
    int ends[2];
    pid_t grandchild = -1;
    siginfo_t info;
    (void)o, (void)w;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    pid_t child = fork();
    if (child == 0)
        leave_an_orphan(ends[1]);
    close(ends[1]);
    if (child < 0 || read(ends[0], &grandchild, sizeof grandchild) <= 0)
        grandchild = -1;
    close(ends[0]);
    if (child > 0)
        waitpid(child, NULL, 0);
    if (grandchild > 0 && getpid() == 1)
        waitid(P_PID, (id_t)grandchild, &info, WEXITED | WNOWAIT);
    return grandchild;
}

static void call_orphan(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "fork(); in the child: fork(); both _exit(0)");
}

static void shell_orphan(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "sh -c 'sh -c \"exit 0\" & exit 0'");
}

const struct operation_type operation_orphan = {run_orphan, call_orphan, shell_orphan};

static long run_reap(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    return waitpid(-1, NULL, WNOHANG);
}

static void call_reap(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "waitpid(-1, NULL, WNOHANG)");
}

static void shell_reap(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "wait");
}

const struct operation_type operation_reap = {run_reap, call_reap, shell_reap};

static long run_signal_self(const struct operation *o, struct workplace *w)
{
    (void)w;
    return kill(1, (int)o->number);
}

static void call_signal_self(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "kill(1, SIG%s)", sigabbrev_np((int)o->number));
}

static void shell_signal_self(const struct operation *o, char *out, size_t size)
{
    const char *name = sigabbrev_np((int)o->number);
    snprintf(out, size, "kill -%s 1", name ? name : "TERM");
}

const struct operation_type operation_signal_self = {run_signal_self, call_signal_self,
                                                     shell_signal_self};

/* ---- the clock ---- */

/* unshare() moves only children; a process of one thread may follow by setns(). The
 * offset must be written in between: once a process is in, it is fixed. */
static long run_time(const struct operation *o, struct workplace *w)
{
    char text[40];
    (void)w;
    if (unshare(CLONE_NEWTIME) < 0)
        return -1;
    snprintf(text, sizeof text, "boottime %u 0", o->number);
    cleanup_fd int offsets = open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC);
    if (offsets < 0 || write(offsets, text, strlen(text)) < 0)
        return -1;
    cleanup_fd int clocks = open("/proc/self/ns/time_for_children", O_RDONLY | O_CLOEXEC);
    return clocks < 0 ? -1 : setns(clocks, CLONE_NEWTIME);
}

static void call_time(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size,
             "unshare(CLONE_NEWTIME); write(open(\"/proc/self/timens_offsets\"), "
             "\"boottime %u 0\"); setns(open(\"/proc/self/ns/time_for_children\"), "
             "CLONE_NEWTIME)",
             o->number);
}

static void shell_time(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "exec unshare --time --boottime %u sh", o->number);
}

const struct operation_type operation_time = {run_time, call_time, shell_time};

/* ---- limits of one process ---- */

static const struct {
    unsigned number;
    const char *name;
    char letter; /* of ulimit */
} resources[] = {
    {RLIMIT_CORE, "RLIMIT_CORE", 'c'},   {RLIMIT_NOFILE, "RLIMIT_NOFILE", 'n'},
    {RLIMIT_NPROC, "RLIMIT_NPROC", 'p'}, {RLIMIT_FSIZE, "RLIMIT_FSIZE", 'f'},
    {RLIMIT_AS, "RLIMIT_AS", 'v'},       {RLIMIT_CPU, "RLIMIT_CPU", 't'},
    {RLIMIT_STACK, "RLIMIT_STACK", 's'},
};

static size_t find_resource(unsigned number)
{
    size_t count = sizeof resources / sizeof resources[0];
    for (size_t i = 0; i < count; i++)
        if (resources[i].number == number)
            return i;
    return 0;
}

static long run_rlimit(const struct operation *o, struct workplace *w)
{
    struct rlimit limits = {o->flags, o->flags};
    (void)w;
    return setrlimit((__rlimit_resource_t)o->number, &limits);
}

static void call_rlimit(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "setrlimit(%s, {%lu, %lu})",
             resources[find_resource(o->number)].name, o->flags, o->flags);
}

static void shell_rlimit(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ulimit -%c %lu", resources[find_resource(o->number)].letter,
             o->flags);
}

const struct operation_type operation_rlimit = {run_rlimit, call_rlimit, shell_rlimit};
