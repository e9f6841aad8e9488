/* A network namespace, made by a second thread.
 *
 * To make one takes the kernel a third of the time in which a container starts: half a
 * millisecond of registering settings and files. Nothing but /sys waits for it, so a
 * thread of the container's process does it, and brings lo up, while the process itself
 * puts the root together. On a machine with one free processor nothing is lost.
 *
 * The thread shares all with the process but the namespace that it has made; the process
 * enters that when it has ended. errno is shared too: after a failure in both at once,
 * one of the messages may name the reason of the other.
 */
#ifndef RING3_ISOLATE_NETWORK_MAKER_H
#define RING3_ISOLATE_NETWORK_MAKER_H

#include <stdbool.h>
#include <stdint.h>

struct network_maker {
    uint32_t thread; /* its number while it lives: the kernel clears it; futex(2) */
    int proc;        /* the host's /proc */
    int descriptor;  /* of the namespace */
    int failure;     /* errno, or 0 */
    bool begun;
    char stack[8192] __attribute__((aligned(16)));
};

/* Is it of any use in this program? Not with sanitizers, which must know each thread. */
bool network_maker_is_possible(void);

/* For a process with one thread. Where no thread can be made, the process makes the
 * namespace itself, now. -1 with errno. */
int network_maker_begin(struct network_maker *maker);

/* Waits, and enters it. -1 with errno, of the thread or of setns(2). Not begun: 0. */
int network_maker_join(struct network_maker *maker);

#endif
