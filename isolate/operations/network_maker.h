/* A network namespace, made by a second thread.
 *
 * To make one takes the kernel a third of the time in which a container starts: half a
 * millisecond of registering settings and files. Nothing but /sys waits for it, so a
 * thread of the container's process does it, while the process itself puts the root
 * together, and brings lo up while the process goes on. On a machine with one free
 * processor nothing is lost.
 *
 * The thread shares all with the process but the namespace that it has made; the process
 * enters that as soon as it is there. errno is shared too: after a failure in both at
 * once, one of the messages may name the reason of the other.
 */
#ifndef RING3_ISOLATE_NETWORK_MAKER_H
#define RING3_ISOLATE_NETWORK_MAKER_H

#include <stdbool.h>
#include <stdint.h>

enum network_state { NETWORK_IN_WORK, NETWORK_MADE, NETWORK_FAILED };

struct network_maker {
    uint32_t thread; /* its number while it lives: the kernel clears it; futex(2) */
    uint32_t state;  /* enum network_state */
    int descriptor;  /* of the namespace */
    int failure;     /* errno, or 0 */
    bool begun;      /* there is a thread */
    char stack[8192] __attribute__((aligned(16)));
};

/* Is it of any use in this program? Not with sanitizers, which must know each thread. */
bool network_maker_is_possible(void);

/* For a process with one thread. Where no thread can be made, the process makes the
 * namespace itself, now. -1 with errno. */
int network_maker_begin(struct network_maker *maker);

/* Waits for the namespace, and enters it. -1 with errno, of the thread or of setns(2).
 * Not begun: 0. */
int network_maker_join(struct network_maker *maker);

/* Waits until the thread has set up lo and is gone: the process has one thread again. -1
 * with errno. Not begun: 0. */
int network_maker_end(struct network_maker *maker);

#endif
