/* What the commands about a learner's own program take. */
#include "threads/explore_options.h"

#include <string.h>

enum { SOURCES_MAX = 64 };

struct explore_given given = {.spurious = "yes",
                              .races = "fail",
                              .memory = "sc",
                              .schedule = "",
                              .seconds = 10,
                              .steps = STEPS_USUAL,
                              .bound = BOUND_NONE,
                              .seed = 1};

struct explore_options options_given(void)
{
    return (struct explore_options){
        .seconds = (double)given.seconds,
        .steps = (int)given.steps,
        .bound = given.bound == BOUND_NONE ? -1 : (int)given.bound,
        .seed = given.seed,
        .no_spurious = !strcmp(given.spurious, "no"),
        .ignore_races = !strcmp(given.races, "ignore"),
        .tso = !strcmp(given.memory, "tso"),
        .expect_concurrency = given.expect_concurrency,
        .reduced = given.reduced,
        .by_states = given.by_states,
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

static void print_word(FILE *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-+=./:,@%";
    fputc(' ', out);
    if (*word && word[strspn(word, plain)] == '\0') {
        fputs(word, out);
        return;
    }
    fputc('\'', out);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", out);
        else
            fputc(*word, out);
    fputc('\'', out);
}

static void print_option(FILE *out, const char *name, const char *value,
                         const char *usual)
{
    if (!value || (usual && !strcmp(value, usual)))
        return;
    fprintf(out, " %s", name);
    print_word(out, value);
}

void replay_command_print(FILE *out, int argc, char **argv, const char *schedule)
{
    int count;
    const char *const *files = sources_given(argc, argv, &count);
    fputs("\n  $ threads replay", out);
    for (int i = 0; i < count; i++)
        print_word(out, files[i]);
    print_option(out, "--cc", given.cc, NULL);
    print_option(out, "--cflags", given.cflags, "");
    print_option(out, "--spurious", given.spurious, "yes");
    print_option(out, "--races", given.races, "fail");
    print_option(out, "--memory", given.memory, "sc");
    if (given.steps != STEPS_USUAL)
        fprintf(out, " --steps %llu", (unsigned long long)given.steps);
    if (given.bare)
        fputs(" --bare", out);
    print_option(out, "--schedule", schedule, NULL);
    if (count < argc)
        fputs(" --", out);
    for (int i = count; i < argc; i++)
        print_word(out, argv[i]);
    fputc('\n', out);
}
