/* The profile on the real kernel: every call of every group is made, with and without the
 * filter, each in a child of its own.
 *
 * The arguments are such that the kernel refuses them harmlessly (all bits set), so an
 * allowed call must fail as it does without the filter, and a refused one with the error
 * of the profile. */
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/profile.h"
#include "tests/tap.h"

enum { ENDED = 1000, NOT_MADE = 2000 }; /* + signal */

static struct filter filter;

/* The errno of a body, 0 when it succeeded, ENDED and the signal when it was killed. */
static int in_child(int (*body)(const long *), const long *arguments, bool filtered)
{
    int status, pipes[2];
    if (pipe(pipes) < 0)
        return NOT_MADE;
    pid_t child = fork();
    if (child == 0) {
        int result = 0;
        close(pipes[0]);
        alarm(5);
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (filtered && filter_load(&filter.program, filter.flags, NULL) < 0)
            _exit(1);
        errno = 0;
        result = body(arguments) < 0 ? errno : 0;
        (void)!write(pipes[1], &result, sizeof result);
        _exit(0);
    }
    int result = NOT_MADE;
    close(pipes[1]);
    ssize_t got = read(pipes[0], &result, sizeof result);
    close(pipes[0]);
    waitpid(child, &status, 0);
    if (got != sizeof result)
        return WIFSIGNALED(status) ? ENDED + WTERMSIG(status) : NOT_MADE;
    return result;
}

static int raw(const long *a)
{
    return (int)syscall(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
}

static int harmless(int number, bool filtered)
{
    return in_child(raw, (long[]){number, -1, -1, -1, -1, -1, -1}, filtered);
}

/* What ends, stops or doubles the caller, or needs no argument to do harm. */
static bool is_left_out(const char *call)
{
    static const char *const names[] = {
        "exit",   "exit_group", "fork",           "vfork", "pause",
        "clone",  "vhangup",    "rt_sigreturn",   "sync",  "uretprobe",
        "msgget", "alarm",      "restart_syscall"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], call))
            return true;
    return false;
}

struct tally {
    int made, wrong, told_apart;
};

/* Answers that depend on the moment are compared as "not refused". */
static void try_allowed(const char *call, struct tally *t)
{
    int number = call_number(calls_native(), call);
    if (number < 0 || is_left_out(call))
        return;
    int with = harmless(number, true), without = harmless(number, false);
    t->made++;
    t->told_apart += without != ENOSYS;
    if (with == without)
        return;
    t->wrong++;
    printf("# %s: %d with the filter, %d without\n", call, with, without);
}

static void try_refused(const char *call, unsigned error, struct tally *t)
{
    int number = call_number(calls_native(), call);
    if (number < 0 || is_left_out(call) || !strcmp(call, "personality"))
        return; /* personality(-1) asks, which is allowed */
    int with = harmless(number, true), without = harmless(number, false);
    t->made++;
    t->told_apart += with != without;
    if (with == (int)error)
        return;
    t->wrong++;
    printf("# %s: %d with the filter, %u in the profile\n", call, with, error);
}

static void check_group(const struct profile_group *group, bool refused)
{
    struct tally t = {0};
    char name[100], *words = strdup(group->calls), *rest = words, *word;
    while ((word = strsep(&rest, " ")))
        refused ? try_refused(word, group->error, &t) : try_allowed(word, &t);
    free(words);
    snprintf(name, sizeof name, "%s: %d calls made, %d of them told apart", group->name,
             t.made, t.told_apart);
    if (t.made > 0)
        is_int(t.wrong, 0, name);
}

static void check_groups(void)
{
    for (const struct profile_group *g = profile_allowed; g->name; g++)
        if (g->needs == PROFILE_ALWAYS && !g->condition_count)
            check_group(g, false);
    for (const struct profile_group *g = profile_refused; g->name; g++)
        if (!g->condition_count)
            check_group(g, true);
}

/* ---- conditions on arguments ---- */

static int forks(const long *a)
{
    long child = syscall(SYS_clone, a[0], NULL, NULL, NULL, NULL);
    if (child == 0)
        _exit(0);
    return (int)child;
}

static void with(long number, long a, long b, long c, int wanted, const char *name)
{
    is_int(in_child(raw, (long[]){number, a, b, c, 0, 0, 0}, true), wanted, name);
}

static void check_conditions(void)
{
    static const long high = 0x7ffffff00000000;
    is_int(in_child(forks, (long[]){SIGCHLD}, true), 0, "clone: a process");
    is_int(in_child(forks, (long[]){SIGCHLD | CLONE_NEWUSER}, true), EPERM,
           "but no user namespace");
    is_int(in_child(forks, (long[]){SIGCHLD | CLONE_NEWNET}, true), EPERM,
           "nor a network");
    with(SYS_unshare, CLONE_FILES | CLONE_FS, 0, 0, 0, "unshare: files and folder");
    with(SYS_unshare, CLONE_NEWUSER, 0, 0, EPERM, "but no user namespace");
    with(SYS_unshare, high | CLONE_NEWUSER, 0, 0, EPERM, "with upper bits set neither");
    with(SYS_socket, AF_UNIX, SOCK_STREAM, 0, 0, "socket: unix");
    with(SYS_socket, AF_INET, SOCK_DGRAM, 0, 0, "inet");
    with(SYS_socket, high | AF_INET, SOCK_DGRAM, 0, 0,
         "inet, with what the kernel ignores");
    with(SYS_socket, AF_NETLINK, SOCK_RAW, 0, 0, "netlink's routes");
    with(SYS_socket, AF_NETLINK, SOCK_RAW, 9, EAFNOSUPPORT, "but not its audit");
    with(SYS_socket, AF_PACKET, SOCK_RAW, 0, EAFNOSUPPORT, "no packets");
    with(SYS_socket, AF_VSOCK, SOCK_STREAM, 0, EAFNOSUPPORT, "no vsock");
    with(SYS_socket, 38 /* AF_ALG */, SOCK_SEQPACKET, 0, EAFNOSUPPORT, "no ciphers");
    with(SYS_personality, 0xffffffff, 0, 0, 0, "personality: ask");
    with(SYS_personality, 0x0040000, 0, 0, 0, "without random addresses");
    with(SYS_personality, 0x0400000, 0, 0, EPERM, "but not READ_IMPLIES_EXEC");
    with(SYS_ioctl, -1, 0x5413, 0, EBADF, "ioctl: the size of a terminal");
    with(SYS_ioctl, -1, TIOCSTI, 0, EPERM, "but not typing into it");
    with(SYS_ioctl, -1, high | TIOCSTI, 0, EPERM, "with upper bits set neither");
    with(SYS_ioctl, -1, TIOCLINUX, 0, EPERM, "nor the console's");
    with(SYS_ioctl, -1, TIOCSETD, 0, EPERM, "nor another line discipline");
}

static int traces(const long *a)
{
    (void)a;
    return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

#if defined __x86_64__
/* getpid as i386 knows it: 20. In x86_64 that is writev. */
static int i386_door(const long *a)
{
    long result = a[0];
    __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
    return result > 0 ? 0 : -1;
}

static void check_doors(void)
{
    is_int(in_child(i386_door, (long[]){20}, true), ENDED + SIGSYS,
           "a call through i386's door kills");
    is_int(in_child(raw, (long[]){0x40000000 | SYS_getpid, 0, 0, 0, 0, 0, 0}, true),
           ENDED + SIGSYS, "one through x32's too");
}
#else
static void check_doors(void)
{
}
#endif

static void check_userns(void)
{
    struct filter_wish wish = {.allow_userns = true};
    struct error error;
    filter_free(&filter);
    if (filter_default(&wish, &filter, &error) < 0)
        die_error(&error);
    int without =
        in_child(raw, (long[]){SYS_unshare, CLONE_NEWUSER, 0, 0, 0, 0, 0}, false);
    with(SYS_unshare, CLONE_NEWUSER, 0, 0, without, "--allow-userns: a user namespace");
    with(SYS_keyctl, -1, 0, 0, EPERM, "but still no keyring");
    with(435 /* clone3 */, 0, 0, 0, EINVAL, "and clone3, whose flags nobody need see");
}

int main(void)
{
    struct filter_wish wish = {0};
    struct error error;
    if (filter_default(&wish, &filter, &error) < 0)
        die_error(&error);
    check_groups();
    check_conditions();
    check_doors();
    is_int(in_child(traces, NULL, true), 0, "ptrace of one's own is allowed");
    check_userns();
    return done_testing();
}
