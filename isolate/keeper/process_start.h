/* When a process began: with it, a process id means one process and no later one. */
#ifndef RING3_ISOLATE_PROCESS_START_H
#define RING3_ISOLATE_PROCESS_START_H

#include <stdint.h>
#include <sys/types.h>

/* Field 22 of /proc/PID/stat, in ticks since boot; 0 when there is no such process. */
uint64_t process_start(pid_t pid);

/* A pidfd of this very process; -1 when it has gone. */
int process_open(pid_t pid, uint64_t start);

#endif
