/* Classic BPF as seccomp allows it: what the kernel refuses, and what it computes.
 * After kernel/seccomp.c and net/core/filter.c: seccomp_check_filter, bpf_check_classic.
 */
#ifndef BPF_H
#define BPF_H

#include <stdbool.h>
#include <stdint.h>

#include "filter.h"

/* Why the kernel would not take it; NULL if it would. */
const char *bpf_fault(const struct sock_filter *code, unsigned length);

/* The answer to one question. The program must be without fault. */
uint32_t bpf_run(const struct sock_filter *code, unsigned length,
                 const struct seccomp_data *question);

#endif
