/* What of the attacks depends on the processor: other ways into the kernel, calls that
 * only some have, and a program in its machine code. */
#ifndef RING3_ISOLATE_PROCESSOR_H
#define RING3_ISOLATE_PROCESSOR_H

#include <stddef.h>

/* A system call through the gate for 32-bit programs (int 0x80 on x86). Returns what
 * the kernel returns, or -1 with errno; ENOSYS where there is no such gate. */
long processor_call32(long number, unsigned long first);

/* getpid() through the x32 numbers of x86-64; ENOSYS elsewhere. */
long processor_getpid_x32(void);

/* Numbers of calls of the 32-bit interface. */
enum { CALL32_UNSHARE = 310 };

/* Calls that only x86 has; -1 (no call has this number) elsewhere. */
extern const long processor_iopl, processor_ioperm, processor_modify_ldt;

/* An ELF program that does exit(geteuid()); NULL where none was written. */
const void *processor_tiny_program(size_t *size);

#endif
