/* How much memory this process may have. */
#ifndef RING3_VMSIM_LIMIT_H
#define RING3_VMSIM_LIMIT_H

#include <stdint.h>

/* Bytes: the least of what is installed, what the control groups allow (v1 and v2)
 * and RLIMIT_AS, less a quarter for all else. Asked of the kernel once. */
uint64_t memory_limit(void);

#endif
