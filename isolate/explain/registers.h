/* Changing a call of a watched process: on its entry what it asks for, on its exit what
 * it is told. All that depends on the processor. */
#ifndef RING3_ISOLATE_REGISTERS_H
#define RING3_ISOLATE_REGISTERS_H

#include <stdint.h>
#include <sys/types.h>

enum { NO_CALL = -1 /* the kernel does nothing */ };

/* Both return -1 where that cannot be done: another processor, or a call through the door
 * of another. */
int registers_replace(pid_t pid, uint32_t architecture, int number,
                      const uint64_t arguments[6]);
int registers_answer(pid_t pid, uint32_t architecture, int64_t value);

#endif
