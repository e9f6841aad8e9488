/* What the kernel says about one thread of another process. */
#ifndef RING3_THREADS_KERNEL_H
#define RING3_THREADS_KERNEL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct kernel_thread {
    bool readable;     /* /proc/PID/task/TID/stat could be read */
    char state;        /* 'S' sleeps, 'R' runs: proc(5) */
    char wchan[32];    /* the kernel function in which it sleeps; "" if not told */
    bool has_call;     /* /proc/PID/task/TID/syscall could be read */
    bool futex;        /* it is within futex(2) … */
    uint64_t address;  /* … on this address of its process */
    uint64_t switches; /* voluntary + involuntary context switches so far */
};

void kernel_look(pid_t process, pid_t thread, struct kernel_thread *seen);

/* False when /proc itself is missing. */
bool kernel_has_proc(void);

#endif
