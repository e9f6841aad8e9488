/* The threads of the program: fibers, each with the operation that it does next. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_THREAD_H
#define RING3_THREADS_EXPLORE_RUNTIME_THREAD_H

#include <stddef.h>

#include "threads/explore/runtime/fiber.h"
#include "threads/explore/runtime/operation.h"
#include "threads/explore/runtime/ours.h"
#include "threads/explore/runtime/stutter.h"
#include "threads/explore/runtime/vector_clock.h"

enum {
    KEYS_MAX = 32, /* of pthread_key_create */
    HANDLERS_MAX = 16,
};

struct thread {
    int number;
    bool ended, detached, joined;
    bool yields; /* its operation lets others go first */
    bool woken;  /* what it waits for in a queue has come */
    struct fiber fiber;
    struct operation next;
    int variant;       /* how it was told to do it */
    uintptr_t frame;   /* where the program's own stack begins, in this call */
    uintptr_t deepest; /* the lowest frame of the program in this run */
    void *(*start)(void *);
    void *argument, *result;
    uintptr_t created_pc;
    int past;      /* the trail's index of the last event that it depends on */
    int last_step; /* the trace's index of its last step, -1: none */
    int priority;  /* of PCT */
    struct stutter stutter;
    int saved_errno;
    int locks_held;
    bool cancel_asked, cancel_off;
    int64_t slept; /* nanoseconds of virtual time */
    void *keys[KEYS_MAX];
    void *handlers[HANDLERS_MAX]; /* of pthread_cleanup_push */
    int handler_count;
    /* These are cleared as far as threads were ever used (threads_most). */
    struct vector_clock known;         /* happened before what it does now */
    struct vector_clock fence_release; /* what its last release fence published */
    struct vector_clock fence_acquire; /* what relaxed loads saw */
};

extern struct thread *threads; /* THREADS_MAX of them */
extern struct thread *self;    /* who runs now */
/* One more than the highest number in use: companions (store_buffer.h) come after. */
int thread_limit(void);

/* The thread of that number, with its stack, and nothing in it yet. */
struct thread *thread_place(int number);

extern int thread_count; /* that were created in this run */
extern int threads_most; /* that there were in any run: clocks are zero beyond */

/* Clears the stack below its caller's frame: what is left there of us would be in the
 * gaps of the program's next frames, where it would tell apart what is the same
 * (stutter.h, state_hash.h), and one run from its repetition. */
void stack_wipe(const int *unused);

/* Called at the beginning of each exported function: where in the program we are. */
#define ENTER()                                                                          \
    int ring3_left __attribute__((cleanup(stack_wipe), unused)) = 0;                     \
    if (self)                                                                            \
    self->frame = (uintptr_t)__builtin_frame_address(0) + sizeof(void *)

void threads_reset(void);

/* A new thread, which has not begun. */
struct thread *thread_new(void *(*start)(void *), void *argument, uintptr_t pc);

/* The thread whose stack holds the address; NULL when it is no stack. */
struct thread *thread_of_stack(uintptr_t address);

#endif
