/* What an exercise is made of. The parser is in front_matter.c. */
#include "labs/exercise.h"

#include <stdlib.h>

const struct lab_area lab_areas[] = {
    {"kit", "menu.kit", "menu.kit-summary", NULL},
    {"vm", "menu.vm", "menu.vm-summary", "vmsim"},
    {"threads", "menu.threads", "menu.threads-summary", "threads"},
    {"isolate", "menu.isolate", "menu.isolate-summary", "isolate"},
    {"sqlite", "menu.sqlite-area", "menu.sqlite-summary", "sqlite-demo"},
    {0},
};

const char *exercise_kind_name(enum exercise_kind kind)
{
    static const char *const names[] = {"predict", "code", "do", "find"};
    return names[kind];
}

const char *exercise_kind_key(enum exercise_kind kind)
{
    static const char *const keys[] = {"list.predict", "list.code", "list.do",
                                       "list.find"};
    return keys[kind];
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
