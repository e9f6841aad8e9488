/* What the commands about a learner's own program take. */
#include "threads/explore_options.h"

#include <string.h>

enum { SOURCES_MAX = 64 };

struct explore_given given = {.spurious = "yes",
                              .races = "fail",
                              .memory = "sc",
                              .schedule = "",
                              .seconds = 10,
                              .bound = BOUND_NONE,
                              .seed = 1};

struct explore_options options_given(void)
{
    return (struct explore_options){
        .seconds = (double)given.seconds,
        .bound = given.bound == BOUND_NONE ? -1 : (int)given.bound,
        .seed = given.seed,
        .no_spurious = !strcmp(given.spurious, "no"),
        .ignore_races = !strcmp(given.races, "ignore"),
        .tso = !strcmp(given.memory, "tso"),
        .expect_concurrency = given.expect_concurrency,
        .reduced = given.reduced,
    };
}

static bool is_source(const char *name)
{
    size_t length = strlen(name);
    return length > 2 && !strcmp(name + length - 2, ".c");
}

const char *const *sources_given(int argc, char **argv, int *count)
{
    static const char *files[SOURCES_MAX];

    *count = 0;
    while (*count < argc && *count < SOURCES_MAX - 1 && is_source(argv[*count])) {
        files[*count] = argv[*count];
        ++*count;
    }
    if (*count == 0)
        die(STATUS_REQUEST, "%s is no C source: its name must end in .c", argv[0]);
    files[*count] = NULL;
    return files;
}

struct explore_program *program_given(int argc, char **argv)
{
    struct error error;
    int count;
    const struct explore_request request = {
        .files = sources_given(argc, argv, &count),
        .cc = given.cc,
        .cflags = given.cflags,
        .arguments = (const char *const *)argv + count,
        .bare = given.bare,
    };
    struct explore_program *program = explore_build(&request, &error);
    if (!program)
        die_error(&error);
    return program;
}
