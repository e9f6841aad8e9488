/* Reading the request: a table of words. */
#include "threads/explore/runtime/request.h"

#include <stdlib.h>
#include <string.h>

#include "threads/explore/runtime/steps.h"

static void set_task(struct request *request, const char *value)
{
    request->task = value;
}

static void set_schedule(struct request *request, const char *value)
{
    request->schedule = value;
}

static void set_seconds(struct request *request, const char *value)
{
    request->seconds = strtod(value, NULL);
}

static void set_given(struct request *request, const char *value)
{
    request->given = strtod(value, NULL);
}

static void set_steps(struct request *request, const char *value)
{
    int steps = atoi(value);
    if (steps > 0)
        request->steps = steps;
}

static void set_bound(struct request *request, const char *value)
{
    request->bound = atoi(value);
}

static void set_seed(struct request *request, const char *value)
{
    request->seed = strtoull(value, NULL, 10);
}

static void set_spurious(struct request *request, const char *value)
{
    request->spurious = atoi(value);
}

static void set_races(struct request *request, const char *value)
{
    request->ignore_races = !strcmp(value, "ignore");
}

static void set_memory(struct request *request, const char *value)
{
    request->tso = !strcmp(value, "tso");
}

static void set_concurrency(struct request *request, const char *value)
{
    request->expect_concurrency = !strcmp(value, "1");
}

static void set_reduced(struct request *request, const char *value)
{
    request->reduced = !strcmp(value, "1");
}

static void set_by_states(struct request *request, const char *value)
{
    request->by_states = !strcmp(value, "1");
}

static void set_optimised(struct request *request, const char *value)
{
    request->optimised = !strcmp(value, "1");
}

static const struct {
    const char *name;
    void (*set)(struct request *request, const char *value);
} words[] = {
    {"task=", set_task},           {"schedule=", set_schedule},
    {"given=", set_given},         {"steps=", set_steps},
    {"seconds=", set_seconds},     {"bound=", set_bound},
    {"seed=", set_seed},           {"reduced=", set_reduced},
    {"by-states=", set_by_states}, {"spurious=", set_spurious},
    {"races=", set_races},         {"memory=", set_memory},
    {"optimised=", set_optimised}, {"expect-concurrency=", set_concurrency},
};

struct request request_default(void)
{
    return (struct request){.task = "hunt",
                            .seconds = 10,
                            .given = 10,
                            .bound = -1,
                            .spurious = 1,
                            .steps = STEPS_USUAL,
                            .schedule = ""};
}

void request_word(struct request *request, const char *word)
{
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i].name);
        if (!strncmp(word, words[i].name, length))
            words[i].set(request, word + length);
    }
}
