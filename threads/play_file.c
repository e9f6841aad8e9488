/* threads play FILE.c: the failing schedule, or the one that was asked for, or the
 * default one, in the player.
 */
#include "threads/play_file.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/player.h"
#include "threads/explore_options.h"
#include "threads/stepper.h"

/* Seconds after which predict mode does without the set of all outcomes. */
enum { OUTCOME_SECONDS = 1 };

bool play_is_file(const char *name)
{
    size_t length = strlen(name);

    return strchr(name, '/') || (length > 2 && !strcmp(name + length - 2, ".c"));
}

static bool is_default(const char *given_word, const char *usual)
{
    return !strcmp(given_word, usual);
}

/* A word of a command line, in quotes where a shell would cut it. */
static void print_word(FILE *out, const char *before, const char *word)
{
    if (word[strcspn(word, " \t'\"$\\*?<>|&;()`")] == '\0')
        fprintf(out, " %s%s", before, word);
    else
        fprintf(out, " %s'%s'", before, word);
}

/* The command that opens this again, without the schedule. */
static char *command_line(int argc, char **argv)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    int sources;

    if (!out)
        die(STATUS_HOST, "out of memory");
    fprintf(out, "threads play");
    sources_given(argc, argv, &sources);
    for (int i = 0; i < sources; i++)
        print_word(out, "", argv[i]);
    if (given.cc)
        print_word(out, "--cc ", given.cc);
    if (given.cflags)
        print_word(out, "--cflags ", given.cflags);
    if (!is_default(given.spurious, "yes"))
        print_word(out, "--spurious ", given.spurious);
    if (!is_default(given.races, "fail"))
        print_word(out, "--races ", given.races);
    if (!is_default(given.memory, "sc"))
        print_word(out, "--memory ", given.memory);
    for (int i = sources; i < argc; i++)
        print_word(out, i == sources ? "-- " : "", argv[i]);
    fclose(out);
    return text;
}

/* All outcomes: with the share of each if the interleavings can be counted in no time,
 * otherwise only which there are. */
static void find_outcomes(struct stepper_request *request,
                          struct explore_outcomes *outcomes)
{
    struct explore_options hurried = *request->options;
    struct error error;

    hurried.seconds = OUTCOME_SECONDS;
    for (int reduced = 0; reduced <= 1 && !outcomes->exhaustive; reduced++) {
        explore_outcomes_free(outcomes);
        hurried.reduced = reduced;
        *outcomes = (struct explore_outcomes){0};
        if (explore_outcomes(request->program, &hurried, outcomes, &error) < 0)
            return;
        request->shares = !reduced;
    }
    request->outcomes = outcomes;
}

static int play(const struct stepper_request *request, uint64_t at, struct error *error)
{
    struct player_start start = {.at = at};
    struct stepper *stepper = stepper_new(request, error);
    int status;

    if (!stepper)
        return -1;
    status = player_run(stepper_show(stepper), &start, error);
    stepper_free(stepper);
    return status;
}

/* Without a schedule the check looks for one that fails. */
static int check_and_play(const struct stepper_request *given_request, uint64_t at,
                          struct error *error)
{
    struct stepper_request request = *given_request;
    struct explore_verdict verdict = {0};
    struct explore_outcomes outcomes = {0};
    int status = -1;

    if (explore_check(request.program, request.options, &verdict, error) == 0) {
        request.checked = &verdict;
        request.schedule = verdict.decision == EXPLORE_FAILS ? verdict.schedule : "";
        if (program_has_screen())
            find_outcomes(&request, &outcomes);
        status = play(&request, at, error);
    }
    explore_outcomes_free(&outcomes);
    explore_verdict_free(&verdict);
    return status;
}

int play_file(int argc, char **argv, uint64_t at)
{
    struct explore_program *program = program_given(argc, argv);
    struct explore_options options = options_given();
    cleanup_free char *command = command_line(argc, argv);
    struct error error;
    int sources;
    struct stepper_request request = {
        .program = program,
        .options = &options,
        .files = sources_given(argc, argv, &sources),
        .schedule = given.schedule,
        .command = command,
    };
    int status = *given.schedule ? play(&request, at, &error)
                                 : check_and_play(&request, at, &error);

    explore_program_free(program);
    if (status < 0)
        die_error(&error);
    return status;
}
