/* Capabilities: root's power in pieces, capabilities(7), through libcap.
 *
 * A set is a uint64_t, bit N is capability N. A process has five sets:
 *
 *     bounding     the most that any execve can give
 *     inheritable  survives execve, of programs whose file says so
 *     permitted    may be made effective
 *     effective    what the kernel looks at
 *     ambient      survives execve of ordinary programs without privilege
 */
#ifndef RING3_ISOLATE_CAPABILITIES_H
#define RING3_ISOLATE_CAPABILITIES_H

#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"

struct capability_sets {
    uint64_t bounding, inheritable, permitted, effective, ambient;
};

#define CAPABILITY_BIT(number) (UINT64_C(1) << (number))

/* All that this kernel knows; all that this process's bounding set still has. */
uint64_t capabilities_known(void);
uint64_t capabilities_bounding(void);

/* The 14 that docker leaves to a container: chown dac_override fowner fsetid kill setgid
 * setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write setfcap. */
#define CAPABILITIES_DOCKER UINT64_C(0xa80425fb)

/* "CAP_CHOWN", "cap_chown", "chown" → bit 0; "ALL" → all that are known. -1, with the
 * nearest name in the message, when it is none. */
int capabilities_find(const char *word, uint64_t *set, struct error *error);

/* "cap_chown"; NULL for a number that has no name. Static memory. */
const char *capability_name(unsigned number);

/* "chown net_raw", "all", "none". Returns buffer. */
char *capabilities_text(uint64_t set, char *buffer, size_t size);

/* docker's --cap-add and --cap-drop: `set` less what is dropped, and what is added; ALL
 * may stand in either, and a name that is given in both stays (as with docker). */
int capabilities_adjust(uint64_t *set, const char *const *add, size_t add_count,
                        const char *const *drop, size_t drop_count, struct error *error);

/* Sets all five of this thread, in the one order that works: the bounding set while
 * CAP_SETPCAP is effective, then permitted, effective and inheritable in one call, then
 * ambient, which must be part of both. When the user id changes too:
 *
 *     capabilities_keep(sets, error)     drops from the bounding set; keeps permitted
 *     setgroups, setresgid, setresuid    would empty permitted and effective otherwise
 *     capabilities_apply(sets, error)
 *
 * What is not permitted now cannot be had: STATUS_HOST names it. Bits of the bounding set
 * that are gone already are no error. */
int capabilities_keep(const struct capability_sets *sets, struct error *error);
int capabilities_apply(const struct capability_sets *sets, struct error *error);

#endif
