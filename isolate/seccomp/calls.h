/* System calls: names and numbers, per architecture.
 *
 * libseccomp knows them; what is newer than it stands in a table of ours. An
 * architecture is one of AUDIT_ARCH_…, as in struct seccomp_data.
 */
#ifndef RING3_ISOLATE_CALLS_H
#define RING3_ISOLATE_CALLS_H

#include <stdbool.h>
#include <stdint.h>

/* AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64 …: what this program is made for. */
uint32_t calls_native(void);

/* "x86_64", "SCMP_ARCH_X86_64" → AUDIT_ARCH_X86_64; 0 when there is none. */
uint32_t calls_architecture(const char *word);
/* "x86_64"; "?" for what is none. */
const char *calls_architecture_name(uint32_t architecture);

/* -1 when the architecture has no call of this name. */
int call_number(uint32_t architecture, const char *name);

/* Writes the name, or "call 999"; returns buffer. */
enum { CALL_NAME_MAX = 40 };
const char *call_name(uint32_t architecture, int number, char *buffer);

/* Is there a call of this number? */
bool call_exists(uint32_t architecture, int number);

/* Can libseccomp make a rule for it? What is newer than libseccomp, only for the
 * machine's own architecture. */
bool call_can_be_ruled(uint32_t architecture, int number);

/* No architecture of ours has a call beyond this. */
enum { CALL_NUMBER_END = 512 };

#endif
