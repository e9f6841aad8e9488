/* Registers of x86-64 and aarch64, as ptrace(2) hands them out. */
#include "isolate/explain/registers.h"

#include <elf.h>
#include <linux/audit.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

#if defined __x86_64__
enum { NATIVE = (int)AUDIT_ARCH_X86_64 };
#elif defined __aarch64__
enum { NATIVE = (int)AUDIT_ARCH_AARCH64 };
#else
enum { NATIVE = 0 };
#endif

#if defined __x86_64__ || defined __aarch64__

static int get(pid_t pid, struct user_regs_struct *registers)
{
    struct iovec all = {registers, sizeof *registers};
    return (int)ptrace(PTRACE_GETREGSET, pid, (void *)NT_PRSTATUS, &all);
}

static int set(pid_t pid, struct user_regs_struct *registers)
{
    struct iovec all = {registers, sizeof *registers};
    return (int)ptrace(PTRACE_SETREGSET, pid, (void *)NT_PRSTATUS, &all);
}

#endif

#if defined __x86_64__

static int set_number(pid_t pid, struct user_regs_struct *registers, int number)
{
    (void)pid;
    registers->orig_rax = (unsigned long long)number;
    return 0;
}

static void set_arguments(struct user_regs_struct *registers, const uint64_t *arguments)
{
    registers->rdi = arguments[0];
    registers->rsi = arguments[1];
    registers->rdx = arguments[2];
    registers->r10 = arguments[3];
    registers->r8 = arguments[4];
    registers->r9 = arguments[5];
}

static void set_answer(struct user_regs_struct *registers, int64_t value)
{
    registers->rax = (unsigned long long)value;
}

#elif defined __aarch64__

static int set_number(pid_t pid, struct user_regs_struct *registers, int number)
{
    struct iovec only = {&number, sizeof number};
    (void)registers;
    return (int)ptrace(PTRACE_SETREGSET, pid, (void *)NT_ARM_SYSTEM_CALL, &only);
}

static void set_arguments(struct user_regs_struct *registers, const uint64_t *arguments)
{
    for (int i = 0; i < 6; i++)
        registers->regs[i] = arguments[i];
}

static void set_answer(struct user_regs_struct *registers, int64_t value)
{
    registers->regs[0] = (unsigned long long)value;
}

#endif

int registers_replace(pid_t pid, uint32_t architecture, int number,
                      const uint64_t arguments[6])
{
#if defined __x86_64__ || defined __aarch64__
    struct user_regs_struct registers;
    if (architecture != (uint32_t)NATIVE || get(pid, &registers) < 0)
        return -1;
    set_arguments(&registers, arguments);
    return set_number(pid, &registers, number) < 0 ? -1 : set(pid, &registers);
#else
    (void)pid, (void)architecture, (void)number, (void)arguments;
    return -1;
#endif
}

int registers_answer(pid_t pid, uint32_t architecture, int64_t value)
{
#if defined __x86_64__ || defined __aarch64__
    struct user_regs_struct registers;
    if (architecture != (uint32_t)NATIVE || get(pid, &registers) < 0)
        return -1;
    set_answer(&registers, value);
    return set(pid, &registers);
#else
    (void)pid, (void)architecture, (void)value;
    return -1;
#endif
}
