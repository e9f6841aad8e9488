/* The steps of an explored run in sentences. */
#include "threads/step_words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By the words of explore/runtime/operation.h. */
static const struct {
    const char *operation, *why;
} sentences[] = {
    {"start", "The thread makes its first step."},
    {"read", "It takes a copy of the value. What others write from now on is not in it."},
    {"write", "It stores what it has worked out. What was there before is gone, whoever "
              "wrote it."},
    {"atomic load", "One step that nobody can divide: the value of this moment."},
    {"atomic store", "One step that nobody can divide."},
    {"atomic change", "It reads and writes in one step: nobody comes between."},
    {"create", "From here on there is one thread more, and it may run at once, or late."},
    {"join", "The other thread has ended, so the join returns."},
    {"thread ends", "Whoever joins this thread can go on now."},
    {"lock", "The mutex was free. Who asks for it now has to wait for this thread."},
    {"lock again after the wait",
     "It was woken and holds the mutex again. Only now does the wait return: what it "
     "waited for may be gone by now."},
    {"trylock", "It takes the mutex if that is free, and never waits."},
    {"unlock", "Whoever asks next gets it. A thread that waited has no right of its own "
               "to be next."},
    {"wait: unlock and queue up",
     "It gives the mutex back and queues up in one step: no signal can slip through "
     "between the two."},
    {"wait", "It leaves the queue of the condition."},
    {"signal", "One thread of the queue is woken. If nobody waits, the signal is lost: "
               "it is not kept."},
    {"broadcast", "All who wait now are woken. It is not kept for later ones."},
    {"lock to read", "Others may read beside it; nobody can write."},
    {"lock to write", "It is alone: nobody reads or writes beside it."},
    {"sem_wait", "The count was above 0, and is one less now."},
    {"sem_post", "The count is one more. It is kept, even if nobody waits yet."},
    {"arrive", "One more is at the barrier. The last one to come opens it."},
    {"wait at the barrier", "All are there: it goes on."},
    {"print", "The order of prints is the order of these steps."},
    {"yield", "It lets others go first. It need not."},
    {"sleep", "Time is virtual here: how long a sleep is decides nothing."},
    {"free", "The memory is given back. Who still has its address must not use it."},
};

static const char *sentence_of(const struct explore_step *step)
{
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
        if (!strcmp(step->operation, sentences[i].operation))
            return sentences[i].why;
    return "";
}

/* The letter of a variant in a choice: "0t" has t. */
static char variant_of(const struct explore_step *step)
{
    return step->choice[strspn(step->choice, "0123456789")];
}

static bool touches_memory(const struct explore_step *step)
{
    return !strcmp(step->operation, "read") || !strcmp(step->operation, "write") ||
           !strncmp(step->operation, "atomic", 6);
}

void step_title(const struct explore_step *step, const char *name, char *text,
                size_t size)
{
    size_t used = (size_t)snprintf(text, size, "%s · %s%s%s", name, step->operation,
                                   *step->object ? " " : "", step->object);

    if (step->has_value && touches_memory(step) && used < size)
        used += (size_t)snprintf(
            text + used, size - used, " %s %lld",
            strstr(step->operation, "read") || strstr(step->operation, "load") ? "is"
                                                                               : "=",
            (long long)step->value);
    if (step->line && used < size)
        snprintf(text + used, size - used, " · line %d", step->line);
}

void step_why(const struct explore_step *step, char *text, size_t size)
{
    const char *variant = "";

    if (variant_of(step) == 's')
        variant = "Nobody signalled: a spurious wakeup. POSIX allows it, so a wait "
                  "belongs in a while. ";
    else if (variant_of(step) == 't')
        variant = "The time of this wait is over before anybody woke it. ";
    snprintf(text, size, "%s%s%s",
             step->preemption ? "The thread before could have gone on: this switch is a "
                                "preemption. "
                              : "",
             variant, sentence_of(step));
}

bool step_notable(const struct explore_step *step)
{
    static const char *const plain[] = {"read", "write", "start", "init"};

    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (!strcmp(step->operation, plain[i]))
            return step->preemption;
    return true;
}

int schedule_thread(const char *schedule, size_t count)
{
    while (isdigit((unsigned char)*schedule)) {
        char *end;
        int thread = (int)strtol(schedule, &end, 10);
        size_t times = 1, other = strcspn(end, ":,");
        if (end[other] == ':')
            times = (size_t)strtoull(end + other + 1, &end, 10);
        if (count < times)
            return thread;
        count -= times;
        schedule = end + strcspn(end, ",");
        schedule += *schedule == ',';
    }
    return -1;
}
