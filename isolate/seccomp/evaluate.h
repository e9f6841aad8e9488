/* What a filter answers to a call, without making it: the kernel's little machine
 * (classic BPF as seccomp(2) allows it) in a page of C. */
#ifndef RING3_ISOLATE_EVALUATE_H
#define RING3_ISOLATE_EVALUATE_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* SECCOMP_RET_… and its data. SECCOMP_RET_KILL_PROCESS when the program is broken: what
 * the kernel would not load cannot allow anything. `steps` (may be NULL) counts the
 * instructions that were executed. */
uint32_t filter_evaluate(const struct sock_fprog *program,
                         const struct seccomp_data *data, unsigned *steps);

/* True when the kernel would take it: every instruction is one that seccomp knows, no
 * jump leaves the program, and it ends in a return. */
bool filter_is_sound(const struct sock_fprog *program);

/* "allow", "errno EPERM", "kill process". Returns buffer. */
const char *filter_answer_text(uint32_t answer, char *buffer, size_t size);

#endif
