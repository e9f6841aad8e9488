/* The table of attacks. */
#include "isolate/attacks/attacks.h"

#include <string.h>

#define ATTACK_EXTERN(name) extern const struct attack attack_##name;
ATTACKS(ATTACK_EXTERN)
#undef ATTACK_EXTERN

const struct attack *const attacks[ATTACK_COUNT] = {
#define ATTACK_ADDRESS(name) &attack_##name,
    ATTACKS(ATTACK_ADDRESS)
#undef ATTACK_ADDRESS
};

const char *const attack_groups[GROUP_COUNT] = {
    [GROUP_INHERITED] = "what the starter leaves lying about",
    [GROUP_PROCESSES] = "other processes",
    [GROUP_MOUNTS] = "mounts and the root directory",
    [GROUP_FILES] = "files and whose they are",
    [GROUP_DEVICES] = "devices and terminals",
    [GROUP_KERNEL_FILES] = "the kernel's files",
    [GROUP_CALLS] = "the kernel's calls",
    [GROUP_NETWORK] = "the network",
    [GROUP_SHARES] = "more than its share",
    [GROUP_MACHINE] = "the machine itself",
};

const struct attack *attack_find(const char *name)
{
    for (int id = 0; id < ATTACK_COUNT; id++)
        if (!strcmp(attacks[id]->name, name))
            return attacks[id];
    return NULL;
}
