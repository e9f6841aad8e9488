/* Every interleaving of a learner's pthread program: check it, replay one
 * schedule, look at a state, count outcomes.
 *
 *     struct explore_program *program = explore_build(&request, &error);
 *     struct explore_verdict verdict;
 *     explore_check(program, &options, &verdict, &error);
 *
 * The source is compiled, unmodified, at -O0 with the callbacks of
 * -fsanitize=thread, and linked with a runtime of ours in place of libtsan and of
 * pthreads. Threads are fibers of one kernel thread, so which one goes on after
 * each step is ours to say. A program that was built so runs in the sandbox, once
 * per call of a function below; what it does there reaches nothing else.
 *
 * A **step** is one visible operation of one thread: a call of the thread library,
 * an atomic operation, an output, or an access to memory after the first thread was
 * created. A thread's next step is known before it is done; it is **enabled** when it
 * can be done now (a lock of a mutex that is held is not). Steps are numbered from 1.
 *
 * A **schedule** is a string: runs of steps, separated by commas.
 *
 *     0:12,1:3,2w1,0t     12 steps of thread 0 (main), 3 of thread 1, then one of
 *                         thread 2 that wakes waiter number 1 (from 0, in the order
 *                         of their waiting), then the timeout of thread 0
 *
 * Letters mark a step that has variants: w = which waiter a signal wakes (w0 is
 * the default), t = the wait of this thread times out, s = a spurious wakeup of
 * it. After its end a schedule goes on by the default: the same thread while it is
 * enabled, else the next enabled number, beginning again at 0.
 *
 * Functions that can fail return -1 and fill an error: STATUS_REQUEST (does not
 * compile, bad schedule), STATUS_HOST (no compiler, no sandbox), STATUS_UNDECIDED (a
 * construct that cannot be controlled). What they fill is freed by its own *_free,
 * which is also fine after a failure and on zeroed memory.
 */
#ifndef RING3_THREADS_EXPLORE_EXPLORE_H
#define RING3_THREADS_EXPLORE_EXPLORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"
#include "labs/kit/wait_graph.h"
#include "threads/explore/kind.h"
#include "threads/explore/runtime/steps.h"

/* Building */

struct explore_request {
    const char *const *files;     /* C sources; at least one, ended by NULL */
    const char *cc;               /* "gcc" or "clang"; NULL: the first that is there */
    const char *cflags;           /* more flags, separated by blanks; may be NULL */
    const char *const *arguments; /* the program's argv[1..], ended by NULL; or NULL */
    bool bare; /* the learner agreed to run without isolation: limits only */
};

/* A compiled program in a folder of its own, which explore_program_free removes. */
struct explore_program;

/* NULL on failure. The words of the compiler come in error->message (its first
 * complaint) and in full from explore_compiler_words() until the next build. */
struct explore_program *explore_build(const struct explore_request *request,
                                      struct error *error);
const char *explore_compiler_words(void);
void explore_program_free(struct explore_program *program);

/* Checking */

enum explore_decision { EXPLORE_SAFE, EXPLORE_FAILS, EXPLORE_UNKNOWN };

/* "data race": the words of `kind` in JSON and on the screen. */
const char *explore_kind_name(enum explore_kind kind);
/* One or two sentences for the learner: what this kind is, and why it is wrong. */
const char *explore_kind_meaning(enum explore_kind kind);

struct explore_options {
    double seconds;          /* of search; 0: 10 */
    double seconds_left;     /* of these, for the next phase; 0: all */
    int steps;               /* most in one run; 0: STEPS_USUAL */
    int bound;               /* most preemptions per schedule; -1: none */
    uint64_t seed;           /* of the quick pass */
    bool no_spurious;        /* --spurious=no */
    bool ignore_races;       /* --races=ignore: accesses interleave, races pass */
    bool tso;                /* --memory tso */
    bool expect_concurrency; /* --expect-concurrency */
    bool reduced;            /* outcomes: one interleaving of each class only */
    bool by_states;          /* --by-states: visit states, nothing else before */
};

struct explore_step {
    int thread;       /* 0 is main */
    const char *file; /* as it was given to the compiler; "?" when not known */
    int line;
    const char *function;  /* "" when not known */
    const char *operation; /* "lock", "read", "write", "signal", "timeout" … */
    const char *object;    /* "counter", "forks[2]", "queue+8"; "" when none */
    bool has_value;        /* reads and writes of up to 8 bytes, results of calls */
    int64_t value;
    bool preemption;    /* the thread before could have gone on */
    const char *choice; /* its part of a schedule: "1", "2w1", "0t" */
};

struct explore_verdict {
    enum explore_decision decision;
    enum explore_kind kind;
    char *message;      /* what happened, with names and lines; one paragraph */
    uint64_t schedules; /* of the search that decided: the proof, or the quick pass */
    uint64_t quick_schedules; /* of a quick pass before it that found nothing */
    bool exhaustive;          /* every interleaving was tried, up to equivalence */
    int complete_bound;       /* every schedule of so many preemptions; -1: not even 0 */
    int preemptions;          /* of the failing schedule */
    double seconds;
    char *schedule;             /* of the failing run, minimised; "" when there is none */
    struct explore_step *steps; /* of the failing run */
    size_t step_count;
    char *output; /* what it printed in the failing run, or in the default one */
    bool weak;    /* not decided: memory orders weaker than those explored matter */
    void *memory; /* holds the strings of the steps */
};

int explore_check(const struct explore_program *program,
                  const struct explore_options *options, struct explore_verdict *verdict,
                  struct error *error);
void explore_verdict_free(struct explore_verdict *verdict);

/* Runs one schedule to its end (the verdict is about this run alone: decision
 * EXPLORE_SAFE means that nothing went wrong in it). All accesses are steps. */
int explore_replay(const struct explore_program *program,
                   const struct explore_options *options, const char *schedule,
                   struct explore_verdict *verdict, struct error *error);

/* Opens gdb on the terminal, with the program stopped where this schedule fails. The
 * program runs without a sandbox: a debugger cannot look into one. */
int explore_debug(const struct explore_program *program,
                  const struct explore_options *options, const char *schedule,
                  struct error *error);

/* The state after a prefix of a schedule */

enum explore_thread_state {
    THREAD_ENABLED,
    THREAD_BLOCKED,  /* its next step cannot be done now */
    THREAD_WAITING,  /* in a condition variable or barrier: someone must wake it */
    THREAD_SPINNING, /* re-reads what nobody has changed since */
    THREAD_ENDED,
};

struct explore_thread {
    const char *name; /* "main", or "T1 worker": its number and start function */
    enum explore_thread_state state;
    struct explore_step next; /* what it does next; line 0 when it has ended */
    const char *why;          /* why it is not enabled, as half a sentence; or "" */
};

struct explore_object {
    const char *name; /* "mutex_a" */
    const char *type; /* "mutex", "condition", "semaphore", "barrier", "rwlock" … */
    int owner;        /* thread, or -1 */
    int count;        /* semaphore value, recursion depth, readers, arrived */
    int limit;        /* of a barrier; otherwise 0 */
    const int *queue; /* threads that wait for it, in order */
    size_t queue_length;
};

struct explore_variable {
    const char *name;
    unsigned size;
    int64_t value;   /* when size <= 8 */
    int last_writer; /* thread, or -1 */
    int writer_line; /* 0 when nobody wrote it yet */
    bool shared;     /* more than one thread has touched it */
};

/* One thing that can be done next. */
struct explore_choice {
    const char *text; /* append to the schedule, after a comma if it is not empty */
    int thread;
    bool is_default;
    const char *operation, *object; /* of the step that it does */
};

struct explore_state {
    size_t steps; /* done so far */
    bool ended;   /* the run is over: see `verdict` */
    struct explore_thread *threads;
    size_t thread_count;
    struct explore_object *objects;
    size_t object_count;
    struct explore_variable *variables;
    size_t variable_count;
    struct explore_choice *choices;
    size_t choice_count;
    struct wait_graph graph;        /* node i is thread i; the first WAIT_NODES of them */
    char *output;                   /* printed so far */
    struct explore_verdict verdict; /* of the prefix; its steps are those done */
    void *memory;
};

/* Runs exactly the steps that the schedule names, then looks. */
int explore_state(const struct explore_program *program,
                  const struct explore_options *options, const char *schedule,
                  struct explore_state *state, struct error *error);
void explore_state_free(struct explore_state *state);

/* Questions */

struct explore_reach {
    bool reachable; /* a bug can be reached from here */
    bool certain;   /* false: the limits came first */
    char *schedule; /* the whole of it, beginning with the prefix; "" when none */
    enum explore_kind kind;
};

/* Can a failure still happen after this prefix? */
int explore_reach(const struct explore_program *program,
                  const struct explore_options *options, const char *schedule,
                  struct explore_reach *reach, struct error *error);
void explore_reach_free(struct explore_reach *reach);

/* One observable result: how the run ended, and what it printed. */
struct explore_outcome {
    enum explore_kind kind; /* KIND_NONE: it ended well */
    int exit_status;
    char *output;
    uint64_t schedules; /* interleavings that end so, unreduced */
    char *schedule;     /* one of them */
};

struct explore_outcomes {
    struct explore_outcome *items; /* the most frequent first, then by output */
    size_t count;
    uint64_t schedules;
    bool exhaustive;          /* all were run: then the counts are exact */
    double processor_seconds; /* that it took */
    int64_t kibibytes;        /* of memory, at most */
};

/* Every interleaving of all steps, races ignored, with no reduction (unless `reduced`:
 * then the results are the same and the counts are of classes). */
int explore_outcomes(const struct explore_program *program,
                     const struct explore_options *options,
                     struct explore_outcomes *outcomes, struct error *error);
void explore_outcomes_free(struct explore_outcomes *outcomes);

#endif
