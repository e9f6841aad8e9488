/* Decides a filter by running it on every question that the kernel could ask of it:
 * all numbers below 1024, in each architecture, with several sets of arguments. */
#include "bpf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBERS = 1024, X32 = 0x40000000 };

static int points;

static _Noreturn void finish(void)
{
    printf("1..%d\n", points);
    exit(0);
}

static _Noreturn void fail(const char *message, const char *hint)
{
    printf("not ok %d - %s\n# hint: %s\n", ++points, message, hint);
    finish();
}

static void pass(const char *what)
{
    printf("ok %d - %s\n", ++points, what);
}

static const struct {
    const char *name;
    uint32_t arch;
} architectures[] = {
    {"i386", AUDIT_ARCH_I386},       {"x86-64", AUDIT_ARCH_X86_64},
    {"aarch64", AUDIT_ARCH_AARCH64}, {"arm", AUDIT_ARCH_ARM},
    {"riscv64", AUDIT_ARCH_RISCV64},
};
enum { ARCHITECTURES = sizeof architectures / sizeof architectures[0] };

static bool makes_folder(uint32_t number)
{
#ifdef SYS_mkdir
    if (number == SYS_mkdir)
        return true;
#endif
    return number == SYS_mkdirat;
}

static const char *in_words(uint32_t answer, char *buffer, size_t size)
{
    switch (answer & SECCOMP_RET_ACTION_FULL) {
    case SECCOMP_RET_ALLOW:
        return "allowed";
    case SECCOMP_RET_KILL_PROCESS:
        return "the end of the process";
    case SECCOMP_RET_KILL_THREAD:
        return "the end of the thread only";
    case SECCOMP_RET_ERRNO:
        snprintf(buffer, size, "the error %u (%s)", answer & 0xffff,
                 strerror((int)(answer & 0xffff)));
        return buffer;
    default:
        snprintf(buffer, size, "the answer 0x%x", answer);
        return buffer;
    }
}

/* The answer to a question; it must be the same for all arguments. */
static uint32_t ask(uint32_t arch, uint32_t number)
{
    static const uint64_t arguments[] = {0, 1, UINT64_MAX, 0x00007fffdeadbeefu,
                                         0x8000000000000000u};
    uint32_t first = 0;
    for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++) {
        struct seccomp_data question = {
            .nr = (int)number, .arch = arch, .instruction_pointer = arguments[i]};
        for (int a = 0; a < 6; a++)
            question.args[a] = arguments[i];
        uint32_t answer = bpf_run(filter, filter_length, &question);
        if (i == 0)
            first = answer;
        else if (answer != first)
            fail("the answer depends on the arguments",
                 "Whether a call makes a folder can be seen from its number alone.");
    }
    return first;
}

static const char *name_of(uint32_t number, char *buffer, size_t size)
{
#ifdef SYS_mkdir
    if (number == SYS_mkdir)
        return "mkdir";
#endif
    if (number == SYS_mkdirat)
        return "mkdirat";
    snprintf(buffer, size, "call %u", number);
    return buffer;
}

static void judge_folder_calls(void)
{
    char message[200], name[32], words[80];
    for (uint32_t number = 0; number < NUMBERS; number++) {
        uint32_t answer = ask(AUDIT_ARCH_NATIVE, number);
        if (!makes_folder(number) || answer == (SECCOMP_RET_ERRNO | EPERM))
            continue;
        bool allowed = answer == SECCOMP_RET_ALLOW;
        snprintf(message, sizeof message, "%s is %s%s",
                 name_of(number, name, sizeof name), allowed ? "" : "answered with ",
                 in_words(answer, words, sizeof words));
        fail(message, allowed ? "There is more than one call that makes a folder. See: "
                                "man 2 mkdir"
                              : "The task wants an error number, and which one: EPERM.");
    }
    pass("each call that makes a folder is answered with EPERM");
}

static void judge_other_calls(void)
{
    char message[200], words[80];
    for (uint32_t number = 0; number < NUMBERS; number++) {
        uint32_t answer = ask(AUDIT_ARCH_NATIVE, number);
        if (makes_folder(number) || answer == SECCOMP_RET_ALLOW)
            continue;
        snprintf(message, sizeof message, "call %u makes no folder, but gets %s", number,
                 in_words(answer, words, sizeof words));
        fail(message, "Follow the jumps by hand for this number. What is not meant must "
                      "come to SECCOMP_RET_ALLOW.");
    }
    pass("every other call of this machine is allowed");
}

static void judge_foreign_calls(void)
{
    char message[200], words[80];
    for (int i = 0; i < ARCHITECTURES; i++)
        for (uint32_t number = 0; number < NUMBERS; number++) {
            if (architectures[i].arch == AUDIT_ARCH_NATIVE)
                continue;
            uint32_t answer = ask(architectures[i].arch, number);
            if (answer == SECCOMP_RET_KILL_PROCESS)
                continue;
            snprintf(message, sizeof message, "call %u of %s gets: %s", number,
                     architectures[i].name, in_words(answer, words, sizeof words));
            fail(message,
                 answer == SECCOMP_RET_ALLOW
                     ? "A 32-bit program has other numbers. What does your filter know "
                       "when it compares nr?"
                     : "A process that comes with foreign numbers shall end, whichever "
                       "number it is. Which of your tests comes first?");
        }
    pass("a call with the numbers of another architecture ends the process");
}

static void judge_x32_calls(void)
{
#ifdef __x86_64__
    char message[200];
    for (uint32_t number = 0; number < NUMBERS; number++) {
        if (ask(AUDIT_ARCH_NATIVE, X32 + number) != SECCOMP_RET_ALLOW)
            continue;
        snprintf(message, sizeof message, "0x%x is allowed: call %u in the x32 kind",
                 X32 + number, number);
        fail(message, "The x32 kind has the same arch as x86-64. Only bit 30 of nr tells "
                      "them apart.");
    }
    pass("no number of the x32 kind is allowed");
#endif
}

int main(void)
{
    const char *fault = bpf_fault(filter, filter_length);
    if (fault)
        fail(fault, "The kernel reads a filter before it takes it. Every way through it "
                    "must end with BPF_RET, and jumps lead forward only.");
    pass("the kernel would take it");
    judge_folder_calls();
    judge_other_calls();
    judge_foreign_calls();
    judge_x32_calls();
    finish();
}
