/* Fibers. The only file of threads that depends on the processor. */
#include "threads/explore/runtime/fiber.h"

#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#if defined __x86_64__
#include <asm/prctl.h>
#endif

enum { GUARD = 4096 };

/* ring3_exchange(&saved, next): the rest of the caller goes on when someone
 * exchanges back to what was saved. */
void ring3_exchange(void **saved, void *next);

#if defined __x86_64__

enum { SAVED_WORDS = 6, HWCAP2_WRITES_FS = 2 };
__asm__(".text\n"
        ".globl ring3_exchange\n"
        ".hidden ring3_exchange\n"
        ".type ring3_exchange, @function\n"
        "ring3_exchange:\n"
        "  push %rbp\n"
        "  push %rbx\n"
        "  push %r12\n"
        "  push %r13\n"
        "  push %r14\n"
        "  push %r15\n"
        "  mov %rsp, (%rdi)\n"
        "  mov %rsi, %rsp\n"
        "  pop %r15\n"
        "  pop %r14\n"
        "  pop %r13\n"
        "  pop %r12\n"
        "  pop %rbx\n"
        "  pop %rbp\n"
        "  ret\n"
        ".size ring3_exchange, . - ring3_exchange\n");

void fiber_start(struct fiber *fiber, void (*entry)(void))
{
    /* At entry the stack is as after a call: 8 past a multiple of 16. */
    void **top = (void **)fiber->high;
    top[-1] = NULL; /* where entry would return to */
    memcpy(&top[-2], &entry, sizeof entry);
    memset(&top[-2 - SAVED_WORDS], 0, SAVED_WORDS * sizeof *top);
    fiber->stack_pointer = &top[-2 - SAVED_WORDS];
}

void *thread_pointer(void)
{
    void *pointer;
    __asm__("mov %%fs:0, %0" : "=r"(pointer));
    return pointer;
}

int thread_pointer_is_low(void)
{
    return 0;
}

/* Newer kernels let a program write the register itself: sys/auxv.h, HWCAP2. */
void thread_pointer_set(void *pointer)
{
    if (getauxval(AT_HWCAP2) & HWCAP2_WRITES_FS)
        __asm__ volatile("wrfsbase %0" : : "r"(pointer) : "memory");
    else
        syscall(SYS_arch_prctl, ARCH_SET_FS, pointer);
}

void thread_pointer_adopt(void *pointer)
{
    ((void **)pointer)[0] = pointer; /* tcbhead_t: tcb */
    ((void **)pointer)[2] = pointer; /* and self */
}

#elif defined __aarch64__

enum { FRAME_WORDS = 20, LINK_REGISTER = 1 };
__asm__(".text\n"
        ".globl ring3_exchange\n"
        ".hidden ring3_exchange\n"
        ".type ring3_exchange, %function\n"
        "ring3_exchange:\n"
        "  stp x29, x30, [sp, #-160]!\n"
        "  stp x19, x20, [sp, #16]\n"
        "  stp x21, x22, [sp, #32]\n"
        "  stp x23, x24, [sp, #48]\n"
        "  stp x25, x26, [sp, #64]\n"
        "  stp x27, x28, [sp, #80]\n"
        "  stp d8, d9, [sp, #96]\n"
        "  stp d10, d11, [sp, #112]\n"
        "  stp d12, d13, [sp, #128]\n"
        "  stp d14, d15, [sp, #144]\n"
        "  mov x9, sp\n"
        "  str x9, [x0]\n"
        "  mov sp, x1\n"
        "  ldp x19, x20, [sp, #16]\n"
        "  ldp x21, x22, [sp, #32]\n"
        "  ldp x23, x24, [sp, #48]\n"
        "  ldp x25, x26, [sp, #64]\n"
        "  ldp x27, x28, [sp, #80]\n"
        "  ldp d8, d9, [sp, #96]\n"
        "  ldp d10, d11, [sp, #112]\n"
        "  ldp d12, d13, [sp, #128]\n"
        "  ldp d14, d15, [sp, #144]\n"
        "  ldp x29, x30, [sp], #160\n"
        "  ret\n"
        ".size ring3_exchange, . - ring3_exchange\n");

void fiber_start(struct fiber *fiber, void (*entry)(void))
{
    void **frame = (void **)fiber->high - FRAME_WORDS;
    memset(frame, 0, FRAME_WORDS * sizeof *frame);
    memcpy(&frame[LINK_REGISTER], &entry, sizeof entry);
    fiber->stack_pointer = frame;
}

void *thread_pointer(void)
{
    void *pointer;
    __asm__("mrs %0, tpidr_el0" : "=r"(pointer));
    return pointer;
}

int thread_pointer_is_low(void)
{
    return 1;
}

void thread_pointer_set(void *pointer)
{
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(pointer) : "memory");
}

void thread_pointer_adopt(void *pointer)
{
    (void)pointer;
}

#else
/* cppcheck-suppress preprocessorErrorDirective */
#error "fiber.c has a switch for x86-64 and for aarch64 only"
#endif

int fiber_map(struct fiber *fiber, void *address, size_t size)
{
    char *low =
        mmap(address, size + GUARD, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (low == MAP_FAILED || mprotect(low, GUARD, PROT_NONE) < 0)
        return -1;
    fiber->low = low + GUARD;
    fiber->high = fiber->low + size;
    return 0;
}

void fiber_switch(struct fiber *from, struct fiber *to)
{
    ring3_exchange(&from->stack_pointer, to->stack_pointer);
}
