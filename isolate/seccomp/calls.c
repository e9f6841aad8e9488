/* Names and numbers of system calls. */
#include "isolate/seccomp/calls.h"

#include <linux/audit.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Newer than the oldest libseccomp that we build with (2.5.4, Linux 5.17). Numbers from
 * 424 on are the same on every architecture. From the tables in arch/ of Linux 6.18. */
static const struct newer {
    const char *name;
    int number;
    uint32_t only; /* 0: every architecture */
} newer[] = {
    {"uretprobe", 335, AUDIT_ARCH_X86_64},
    {"cachestat", 451, 0},
    {"fchmodat2", 452, 0},
    {"map_shadow_stack", 453, 0},
    {"futex_wake", 454, 0},
    {"futex_wait", 455, 0},
    {"futex_requeue", 456, 0},
    {"statmount", 457, 0},
    {"listmount", 458, 0},
    {"lsm_get_self_attr", 459, 0},
    {"lsm_set_self_attr", 460, 0},
    {"lsm_list_modules", 461, 0},
    {"mseal", 462, 0},
    {"setxattrat", 463, 0},
    {"getxattrat", 464, 0},
    {"listxattrat", 465, 0},
    {"removexattrat", 466, 0},
    {"open_tree_attr", 467, 0},
    {"file_getattr", 468, 0},
    {"file_setattr", 469, 0},
    {0},
};

uint32_t calls_native(void)
{
    return seccomp_arch_native();
}

uint32_t calls_architecture(const char *word)
{
    static const char prefix[] = "SCMP_ARCH_";
    char name[32];
    if (!strncmp(word, prefix, sizeof prefix - 1))
        word += sizeof prefix - 1;
    size_t length = strlen(word);
    if (length >= sizeof name)
        return 0;
    for (size_t i = 0; i <= length; i++)
        name[i] =
            (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] - 'A' + 'a' : word[i]);
    return seccomp_arch_resolve_name(name);
}

const char *calls_architecture_name(uint32_t architecture)
{
    static const struct {
        uint32_t architecture;
        const char *name;
    } names[] = {{SCMP_ARCH_X86_64, "x86_64"}, {SCMP_ARCH_AARCH64, "aarch64"},
                 {SCMP_ARCH_X86, "x86"},       {SCMP_ARCH_X32, "x32"},
                 {SCMP_ARCH_ARM, "arm"},       {SCMP_ARCH_RISCV64, "riscv64"},
                 {SCMP_ARCH_S390X, "s390x"},   {SCMP_ARCH_PPC64LE, "ppc64le"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].architecture == architecture)
            return names[i].name;
    return "?";
}

static bool fits(const struct newer *row, uint32_t architecture)
{
    return !row->only || row->only == architecture;
}

/* libseccomp answers with a negative pseudo number for calls that only others have. */
int call_number(uint32_t architecture, const char *name)
{
    int number = seccomp_syscall_resolve_name_arch(architecture, name);
    if (number >= 0)
        return number;
    for (const struct newer *row = newer; row->name; row++)
        if (fits(row, architecture) && !strcmp(row->name, name))
            return row->number;
    return -1;
}

static bool find_name(uint32_t architecture, int number, char *buffer)
{
    char *known = seccomp_syscall_resolve_num_arch(architecture, number);
    const char *name = known;
    for (const struct newer *row = newer; !name && row->name; row++)
        if (fits(row, architecture) && row->number == number)
            name = row->name;
    if (name)
        snprintf(buffer, CALL_NAME_MAX, "%s", name);
    free(known);
    return name;
}

const char *call_name(uint32_t architecture, int number, char *buffer)
{
    if (!find_name(architecture, number, buffer))
        snprintf(buffer, CALL_NAME_MAX, "call %d", number);
    return buffer;
}

bool call_exists(uint32_t architecture, int number)
{
    char buffer[CALL_NAME_MAX];
    return find_name(architecture, number, buffer);
}

bool call_can_be_ruled(uint32_t architecture, int number)
{
    char *name = seccomp_syscall_resolve_num_arch(architecture, number);
    bool is_known = name;
    free(name);
    return is_known || architecture == calls_native();
}
