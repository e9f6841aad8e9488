/* Making a container, and staying with it to its end.
 *
 *     launch_run      all of it, in the foreground: the fast path, without a hand-off
 *                     that is not needed
 *     launch_create   everything is built; the command waits to be executed
 *     launch_start    the command is executed
 *     launch_wait     to the end: signals and limits; then all is taken away
 *
 * A container dies with its starter, by SIGKILL too, unless it `stays`.
 */
#ifndef RING3_ISOLATE_LAUNCH_H
#define RING3_ISOLATE_LAUNCH_H

#include "isolate/runtime/container.h"

/* The exit statuses that are not the command's own; 124 is timeout(1)'s. */
enum {
    LAUNCH_TIME_OVER = 124,
    LAUNCH_FAILED = 125,
    LAUNCH_NOT_EXECUTABLE = 126,
    LAUNCH_NOT_FOUND = 127,
};

/* How a container ended, and what it took. */
struct ending {
    int status; /* as a shell says it: of exit, or 128 + signal; 124 when a limit of time
                   or output was reached, 125 … 127 above when it never ran */
    int signal; /* that ended the command; 0: it exited */
    bool ran;   /* the command was executed */
    bool time_over, output_over;
    bool out_of_memory; /* the kernel killed a process of the container for memory */
    uint64_t wall_microseconds;
    uint64_t user_microseconds, system_microseconds; /* all processes together */
    uint64_t peak_memory;  /* bytes: of all together with a cgroup, else of the largest */
    bool peak_is_of_all;   /* which of the two */
    uint64_t output_bytes; /* counted only with a limit on it */
};

/* A container that was created. To be filled with zeros before launch_create. */
struct launched {
    pid_t pid;    /* its process 1, as the caller sees it */
    int pidfd;    /* readable when it has ended */
    int terminal; /* the master of its pseudo-terminal; -1: none. The caller's to use and
                     to close */
    int layer;  /* the folder that takes what is written to the root, when the plan hands
                   it out; else -1. The caller's to close */
    int status; /* when launch_create failed: 125, 126 or 127 */
    struct launch *launch; /* for launch.c alone */
};

/* Builds everything; the command is looked for, but not executed. 0, or -1 and nothing
 * is left. The errors' status says whose fault it is, as everywhere. */
int launch_create(const struct container *container, struct launched *launched,
                  struct error *error);

/* Lets the command be executed. -1: it could not; the container has ended, and `ending`
 * of launch_wait says with which status. */
int launch_start(struct launched *launched, struct error *error);

/* Kills every process of it (SIGKILL). */
void launch_kill(struct launched *launched);

/* Waits for the end, enforces the limits, removes the cgroup and the network. When the
 * caller polls `pidfd` itself, this returns at once after it was readable. `ending` may
 * be NULL. Signals are passed on only by launch_run. */
int launch_wait(struct launched *launched, struct ending *ending, struct error *error);

/* For a caller that goes away and lets the container stay: frees without ending it. */
void launch_forget(struct launched *launched);

/* Before launch_run in the background of a shell: the command must not take what is typed
 * for others, so its input is /dev/null then, and a line says so. */
void launch_leave_terminal(void);

/* Create, start, wait: signals that we get are passed on to the command, Ctrl-Z stops
 * both. Returns ending->status; when it is a failure of ours (125 … 127, `ran` false),
 * or a limit was reached, the error holds the line to print; else its message is "". */
int launch_run(const struct container *container, struct ending *ending,
               struct error *error);

#endif
