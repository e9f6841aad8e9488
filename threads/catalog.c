/* The demos, one row each. To add one: docs/threads.md. */
#include "threads/catalog.h"

#include <string.h>

#include "labs/kit/suggest.h"

extern const struct demo_code demo_deadlock, demo_deadlock_fixed, demo_race,
    demo_race_forced, demo_race_fixed, demo_semaphore, demo_semaphore_broken;

static const struct variant race_steps = {
    .code = &demo_race_forced,
    .sentence = "both threads read before either writes, three times over",
    .announced = OUTCOME_LOST,
    .count = 3,
    .most = 1000,
    .unit = "additions per thread",
    .forced = "Two barriers force the unlucky order in every round. A free run "
              "(threads demo race) loses updates by chance.",
    .tries = 1,
    .growth = 1,
};

static const struct variant race_fixed_steps = {
    .code = &demo_race_fixed,
    .sentence = "read, add and write with a lock held",
    .announced = OUTCOME_RIGHT,
    .count = 3,
    .most = 1000,
    .unit = "additions per thread",
    .tries = 1,
    .growth = 1,
};

const struct demo catalog[] = {
    {
        .name = "deadlock",
        .sentence = "two threads take two locks in opposite order and wait for ever",
        .twin_option = "fixed",
        .plain = {.code = &demo_deadlock,
                  .sentence = "two locks, taken in opposite order",
                  .announced = OUTCOME_STUCK,
                  .count = 1,
                  .most = 10000,
                  .unit = "transfers per thread",
                  .forced = "A barrier makes both threads hold one lock before either "
                            "asks for its second. On a free run that moment is rare.",
                  .tries = 1,
                  .growth = 1},
        .twin = {.code = &demo_deadlock_fixed,
                 .sentence = "both threads take A first, then B",
                 .announced = OUTCOME_RIGHT,
                 .count = 3,
                 .most = 10000,
                 .unit = "transfers per thread",
                 .tries = 1,
                 .growth = 1},
    },
    {
        .name = "race",
        .sentence = "two threads add to one counter, and additions get lost",
        .twin_option = "fixed",
        .plain = {.code = &demo_race,
                  .sentence = "read, add, write, without a lock",
                  .announced = OUTCOME_LOST,
                  .count = 1000000,
                  .most = 1000000000,
                  .unit = "additions per thread",
                  .tries = 4,
                  .growth = 10},
        .twin = {.code = &demo_race_fixed,
                 .sentence = "read, add and write with a lock held",
                 .announced = OUTCOME_RIGHT,
                 .count = 100000,
                 .most = 100000,
                 .unit = "additions per thread",
                 .tries = 1,
                 .growth = 1},
        .plain_steps = &race_steps,
        .twin_steps = &race_fixed_steps,
    },
    {
        .name = "semaphore",
        .sentence = "a producer and a consumer share a buffer with three slots",
        .twin_option = "broken",
        .plain = {.code = &demo_semaphore,
                  .sentence = "wait for the semaphore first, then take the mutex",
                  .announced = OUTCOME_RIGHT,
                  .count = 6,
                  .most = 20000,
                  .unit = "items",
                  .tries = 1,
                  .growth = 1},
        .twin = {.code = &demo_semaphore_broken,
                 .sentence = "take the mutex first, then wait for the semaphore",
                 .announced = OUTCOME_STUCK,
                 .count = 6,
                 .most = 20000,
                 .unit = "items",
                 .tries = 20,
                 .growth = 2},
    },
};
const size_t catalog_count = sizeof catalog / sizeof *catalog;

const struct demo *catalog_find(const char *name, struct error *error)
{
    const char *names[sizeof catalog / sizeof *catalog];
    const char *near;

    for (size_t i = 0; i < catalog_count; i++) {
        if (!strcmp(catalog[i].name, name))
            return &catalog[i];
        names[i] = catalog[i].name;
    }
    near = suggest(name, names, catalog_count);
    if (near)
        error_set(error, STATUS_REQUEST, "no demo is called \"%s\"; did you mean %s?",
                  name, near);
    else
        error_set(error, STATUS_REQUEST, "no demo is called \"%s\" (try: threads list)",
                  name);
    return NULL;
}

/* demo.h stands beside the demos, so that what is shown can be compiled. */
extern const char demo_header[], demo_header_end[];
EMBED("demo_header", "threads/demos/demo.h");

static const struct demo_code *const all_code[] = {
    &demo_deadlock,         &demo_deadlock_fixed, &demo_race,
    &demo_race_forced,      &demo_race_fixed,     &demo_semaphore,
    &demo_semaphore_broken,
};

const char *catalog_source(const char *name, size_t *length)
{
    for (size_t i = 0; i < sizeof all_code / sizeof *all_code; i++) {
        const char *base = strrchr(all_code[i]->file, '/') + 1;
        size_t base_length = strcspn(base, ".");
        if (strlen(name) == base_length && !strncmp(base, name, base_length)) {
            *length = (size_t)(all_code[i]->source_end - all_code[i]->source);
            return all_code[i]->source;
        }
    }
    if (strcmp(name, "demo.h") != 0)
        return NULL;
    *length = (size_t)((uintptr_t)demo_header_end - (uintptr_t)demo_header);
    return demo_header;
}
