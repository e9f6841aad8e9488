/* A system call as a question: seccomp_unotify(2).
 *
 * A filter with RULE_NOTIFY holds the call, and whoever has the listener decides. The one
 * who is asked sees numbers, not what pointers point to; another thread can change that
 * after the answer. So "continue" is no protection: it is for showing, and for calls
 * whose arguments are numbers.
 *
 *     container                          whoever asks the learner
 *     notify_open(rules, socket) ------> notify_take(socket) = listener
 *     mkdir("x", 0700)  ...held...       notify_receive(listener, &question)
 *                                        notify_deny(listener, &question, EPERM)
 *     = -1 EPERM
 */
#ifndef RING3_ISOLATE_NOTIFY_H
#define RING3_ISOLATE_NOTIFY_H

#include <linux/seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "isolate/seccomp/rules.h"
#include "labs/kit/error.h"

struct notification {
    uint64_t id;
    pid_t pid;                /* as the one who asks sees it; 0 when it cannot */
    struct seccomp_data data; /* number, architecture, arguments */
};

/* Loads a filter made of these rules in this thread, and sends its listener over a
 * connected Unix socket. no_new_privs must be set. sendmsg and close must not be among
 * the calls that are asked about, or nobody could answer. */
int notify_open(const struct rules *rules, int socket, struct error *error);

/* The listener that came; the caller closes it. -1 with the error. */
int notify_take(int socket, struct error *error);

/* Waits for the next question. 1: here it is; 0: nobody who could ask is left; -1. */
int notify_receive(int listener, struct notification *question, struct error *error);

/* True while the asker still waits: to be asked before something is read from its
 * memory, and again after. */
bool notify_waits(int listener, const struct notification *question);

/* The answers. -1 with ENOENT when the asker is gone. */
int notify_deny(int listener, const struct notification *question, int number);
int notify_return(int listener, const struct notification *question, int64_t value);
int notify_continue(int listener, const struct notification *question);

#endif
