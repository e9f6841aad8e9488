/* In the foreground, from the command's start to its end.
 *
 * Signals that we get go to process 1, which passes them on; Ctrl-Z stops both. Killing
 * process 1 kills them all: that is how limits of time and output are enforced. All of
 * it is one poll loop: a signalfd, the command's output when it is limited, and the
 * terminal when it has one.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/runtime/console.h"
#include "isolate/runtime/launch_parts.h"
#include "labs/kit/cleanup.h"

/* Is our input a terminal whose foreground belongs to others? The command has a
 * session of its own, so the kernel would not stop it when it reads, and it would
 * take what is typed for the shell. */
static bool is_in_background(void)
{
    pid_t foreground = tcgetpgrp(STDIN_FILENO);
    return foreground > 0 && foreground != getpgrp();
}

/* As a shell without job control does it for a command with "&". */
void launch_leave_terminal(void)
{
    if (!is_in_background())
        return;
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0)
        die(STATUS_HOST, "/dev/null: %s", strerror(errno));
    close(nothing);
    warn("in the background the command reads nothing (as with </dev/null)");
}

/* Ctrl-Z: the command is stopped, then we; both go on together, in the foreground:
 * after bg we stop again, as a program does that reads the terminal. */
static void stop_both(pid_t child, bool raw)
{
    kill(child, SIGTSTP);
    console_restore(); /* the shell gets its terminal as it was */
    raise(SIGSTOP);
    while (is_in_background()) {
        warn("stopped: the command may read the terminal, which is the shell's now; fg "
             "goes on, and one started with & or </dev/null runs in the background");
        kill(child, SIGTSTP); /* it is of our group, and was woken with us */
        raise(SIGSTOP);
    }
    if (raw)
        console_raw(STDIN_FILENO);
    kill(child, SIGCONT);
}

static bool has_ended(pid_t child)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == child;
}

static int64_t time_passed(const struct launch *l)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - l->began.tv_sec) * 1000000 +
           (now.tv_nsec - l->began.tv_nsec) / 1000;
}

/* Microseconds that are left; -1: no limit. */
static int64_t time_left(const struct launch *l)
{
    if (!l->container->wall_microseconds)
        return -1;
    int64_t left = (int64_t)l->container->wall_microseconds - time_passed(l);
    return left > 0 ? left : 0;
}

static void kill_for(struct launch *l, bool *reason)
{
    *reason = true;
    if (!(l->container->make & CLONE_NEWPID) && l->group.folder_count)
        cgroup_kill(&l->group, NULL);
    kill(l->pid, SIGKILL);
}

static void take_signal(struct launch *l, int number)
{
    if (number == SIGTSTP)
        stop_both(l->pid, l->container->process.terminal);
    else if (number > 0 && number != SIGCHLD)
        kill(l->pid, number);
}

/* ---- the fast way: nothing to wait for but signals ---- */

/* What a crash has left beside our group is looked for when the command runs: as long as
 * the container is being made, all processors have work, and nobody waits for this. In
 * microseconds, by what the beginning has taken; -1: there is no group. */
static int64_t time_to_sweep(const struct launch *l)
{
    return l->group.folder_count ? 8 * time_passed(l) : -1;
}

static void wait_for_signals(struct launch *l, struct supervision *seen)
{
    int64_t idle = time_to_sweep(l);
    while (!has_ended(l->pid)) {
        int64_t left = seen->time_over ? -1 : time_left(l);
        bool sweeps = idle >= 0 && (left < 0 || idle < left);
        if (sweeps)
            left = idle;
        struct timespec timeout = {.tv_sec = (time_t)(left / 1000000),
                                   .tv_nsec = (long)(left % 1000000) * 1000};
        int number = sigtimedwait(&l->handled, NULL, left < 0 ? NULL : &timeout);
        idle = -1;
        if (number < 0 && errno == EAGAIN && sweeps)
            cgroup_sweep(&l->group);
        else if (number < 0 && errno == EAGAIN)
            kill_for(l, &seen->time_over);
        else
            take_signal(l, number);
    }
}

/* ---- with output or a terminal to carry ---- */

static void write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        bytes += written;
        length -= (size_t)written;
    }
}

/* One of the two pipes; what is above the limit is not passed on. */
static void carry(struct launch *l, int index, struct supervision *seen)
{
    static char bytes[16384]; /* on the stack, each run would touch pages for it */
    ssize_t got = read(l->output[index], bytes, sizeof bytes);
    if (got <= 0) {
        close(l->output[index]);
        l->output[index] = -1;
        return;
    }
    uint64_t room = l->container->output_bytes - seen->output_bytes;
    size_t passed = (uint64_t)got < room ? (size_t)got : (size_t)room;
    write_all(index + 1, bytes, passed);
    seen->output_bytes += passed;
    if ((uint64_t)got > room && !seen->output_over)
        kill_for(l, &seen->output_over);
}

static void read_signals(struct launch *l, int signals, struct relay *relay)
{
    struct signalfd_siginfo info;
    while (read(signals, &info, sizeof info) == sizeof info)
        if (info.ssi_signo == SIGWINCH && relay)
            relay_resize(relay);
        else
            take_signal(l, (int)info.ssi_signo);
}

enum {
    POLL_SIGNALS,
    POLL_OUTPUT,
    POLL_RELAY = POLL_OUTPUT + 2,
    POLL_COUNT = 3 + RELAY_FDS
};

static void wait_and_carry(struct launch *l, struct relay *relay,
                           struct supervision *seen)
{
    cleanup_fd int signals = signalfd(-1, &l->handled, SFD_NONBLOCK | SFD_CLOEXEC);
    struct pollfd fds[POLL_COUNT];
    bool ended = false;
    while (!ended || l->output[0] >= 0 || l->output[1] >= 0) {
        for (size_t i = 0; i < POLL_COUNT; i++)
            fds[i] = (struct pollfd){.fd = -1, .events = POLLIN};
        fds[POLL_SIGNALS].fd = signals;
        for (int i = 0; i < 2; i++)
            fds[POLL_OUTPUT + i].fd = l->output[i];
        if (relay && !relay->ended)
            relay_poll(relay, fds + POLL_RELAY);
        int64_t left = seen->time_over || ended ? -1 : time_left(l);
        if (poll(fds, POLL_COUNT, left < 0 ? -1 : (int)(left / 1000 + 1)) == 0)
            kill_for(l, &seen->time_over);
        if (fds[POLL_SIGNALS].revents)
            read_signals(l, signals, relay);
        for (int i = 0; i < 2; i++)
            if (fds[POLL_OUTPUT + i].revents)
                carry(l, i, seen);
        if (relay && !relay->ended)
            relay_move(relay, fds + POLL_RELAY);
        ended = has_ended(l->pid);
    }
}

void supervise(struct launch *l, int terminal, struct supervision *seen)
{
    if (l->output[0] < 0 && terminal < 0) {
        wait_for_signals(l, seen);
        return;
    }
    cgroup_sweep(&l->group);
    struct relay relay;
    if (terminal >= 0) {
        relay_init(&relay, STDIN_FILENO, STDOUT_FILENO, terminal);
        console_raw(STDIN_FILENO);
    }
    wait_and_carry(l, terminal >= 0 ? &relay : NULL, seen);
    if (terminal >= 0) {
        relay_drain(&relay);
        console_restore();
        close(terminal);
    }
}
