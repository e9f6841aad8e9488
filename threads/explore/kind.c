/* The kinds of failure in words: a name for JSON, and why it is wrong. */
#include "threads/explore/explore.h"

static const struct {
    const char *name, *meaning;
} kinds[KIND_COUNT] = {
    [KIND_NONE] = {"none", "Nothing went wrong."},
    [KIND_ASSERTION] = {"assertion",
                        "An assert() of the program does not hold in this schedule."},
    [KIND_EXIT_STATUS] = {"wrong exit", "The program ends with a status that is not 0."},
    [KIND_DATA_RACE] =
        {"data race",
         "Two threads touch the same memory, one of them writes, and nothing orders the "
         "two. In C this is undefined behaviour, whether or not a wrong value shows. "
         "Guard both with one mutex, or make the variable atomic."},
    [KIND_DEADLOCK] = {"deadlock", "Each thread waits for what another one holds or "
                                   "would have to do. None of them can ever go on."},
    [KIND_SELF_DEADLOCK] =
        {"self-deadlock", "A thread locks a mutex that it holds already. A normal mutex "
                          "does not count: it waits for itself."},
    [KIND_LOST_WAKEUP] =
        {"lost wakeup",
         "A thread waits in a condition variable although what it waits for is so. The "
         "signal came before the wait, or went to another thread."},
    [KIND_LIVELOCK] = {"livelock", "Threads run without end, and nothing that they look "
                                   "at will ever change."},
    [KIND_STARVATION] = {"starvation", "One thread never gets its turn, although the "
                                       "schedule is fair to it."},
    [KIND_MISSING_UNLOCK] = {"missing unlock", "A thread ends and still holds a mutex. "
                                               "Nobody else can unlock it."},
    [KIND_STRANGER_UNLOCK] =
        {"unlock by a stranger",
         "A thread unlocks a mutex that it does not hold. Only the owner may."},
    [KIND_BAD_OBJECT] = {"bad object",
                         "A mutex, condition variable or the like is used before it was "
                         "initialised, after it was destroyed, or as a copy."},
    [KIND_BARRIER_MISUSE] =
        {"barrier misuse",
         "Fewer threads come to a barrier than it waits for, or more than it can take."},
    [KIND_MAIN_RETURNED] =
        {"main returns early",
         "When main returns, the process ends, and with it all threads that still run. "
         "Join them first, or end main with pthread_exit()."},
    [KIND_THREAD_LEAK] = {"thread leak", "A thread that is neither joined nor detached "
                                         "keeps its stack until the process ends."},
    [KIND_CRASH] = {"crash", "The program is ended by a signal."},
    [KIND_HEAP_BOUNDS] = {"heap out of bounds",
                          "Memory outside of what malloc() gave is used."},
    [KIND_HEAP_FREED] = {"heap use after free",
                         "Memory is used, or freed again, after it was freed."},
    [KIND_DEAD_STACK] = {"dead stack", "A local variable is used after its function has "
                                       "returned or its thread has ended."},
    [KIND_NO_CONCURRENCY] =
        {"no concurrency",
         "In no schedule are two threads inside the marked region at the same time."},
    [KIND_REFUSED] = {"refused", "The program does something that cannot be controlled."},
    [KIND_LIMIT] = {"limit", "The limits given were reached first."},
    [KIND_WEAK_ORDER] = {"weak order",
                         "The result may depend on memory orders weaker than those that "
                         "were explored."},
};

const char *explore_kind_name(enum explore_kind kind)
{
    return kinds[kind < KIND_COUNT ? kind : KIND_NONE].name;
}

const char *explore_kind_meaning(enum explore_kind kind)
{
    return kinds[kind < KIND_COUNT ? kind : KIND_NONE].meaning;
}
