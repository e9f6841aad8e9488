/* What an exercise is made of. The parser is in front_matter.c. */
#include "labs/exercise.h"

#include <stdlib.h>

const struct lab_area lab_areas[] = {
    {"kit", "First steps", "predict, step back, ask why", NULL},
    {"vm", "Memory", "paging: who must leave?", "vmsim"},
    {"threads", "Threads", "locks, deadlock, semaphores", "threads"},
    {"isolate", "Isolation", "a container, step by step", "isolate"},
    {"sqlite", "SQLite", "cursor, rows, commit", "sqlite-demo"},
    {0},
};

const char *exercise_kind_name(enum exercise_kind kind)
{
    static const char *const names[] = {"predict", "code", "do", "find"};
    return names[kind];
}

static void free_words(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->items[i]);
    free(words->items);
}

void exercise_free(struct exercise *exercise)
{
    free(exercise->name);
    free(exercise->folder);
    free(exercise->title);
    free(exercise->teaches);
    free_words(&exercise->notes);
    free_words(&exercise->needs);
    free(exercise->check);
    free(exercise->prepare);
    free(exercise->fails);
    free(exercise->task);
    for (size_t i = 0; i < exercise->hint_count; i++)
        free(exercise->hints[i]);
    free(exercise->hints);
    free(exercise->why);
    *exercise = (struct exercise){0};
}
