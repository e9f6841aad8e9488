/* The commands for those who write exercises: new and verify. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/commands.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/needs.h"
#include "labs/scaffold.h"
#include "labs/verify.h"

static bool without_sandbox;
static uint64_t jobs;

const struct option_row verify_options[] = {
    {"without-sandbox", 0, OPTION_FLAG, &without_sandbox, NULL,
     "run the solutions with limits of time and memory only", NULL, 0, 0},
    {"jobs", 'j', OPTION_COUNT, &jobs, "N",
     "so many exercises at a time (default: one per processor)", NULL, 1, 256},
    {0},
};

static const char *kind_name = "find", *in_folder;

const struct option_row new_options[] = {
    {"kind", 0, OPTION_CHOICE, &kind_name, "KIND", "what kind it is (default: find)",
     "predict code do find", 0, 0},
    {"in", 0, OPTION_TEXT, &in_folder, "DIR",
     "make it below this folder (default: where the exercises are)", NULL, 0, 0},
    {0},
};

static bool is_area(const char *name)
{
    for (const struct lab_area *area = lab_areas; area->folder; area++)
        if (!strcmp(area->folder, name))
            return true;
    return false;
}

/* By its name, by its area's, or because no name was given. */
static bool is_wanted(const struct catalogue *catalogue, size_t index, int argc,
                      char **argv)
{
    const struct exercise *exercise = &catalogue->items[index];
    struct error error;
    for (int i = 0; i < argc; i++)
        if (!strcmp(argv[i], exercise->area->folder) ||
            catalogue_find(catalogue, argv[i], &error) == exercise)
            return true;
    return argc == 0;
}

static void refuse_unknown(const struct catalogue *catalogue, int argc, char **argv)
{
    struct error error;
    for (int i = 0; i < argc; i++)
        if (!is_area(argv[i]) && !catalogue_find(catalogue, argv[i], &error))
            die_error(&error);
}

int command_verify(int argc, char **argv)
{
    struct catalogue catalogue;
    struct error error;
    struct verify_result sum = {0};
    size_t count = 0;
    needs_use_our_programs();
    if (catalogue_load(&catalogue, &error) < 0)
        die_error(&error);
    for (size_t i = 0; i < catalogue.problem_count && !argc; i++) {
        sum.bad++;
        warn("%s", catalogue.problems[i]);
    }
    refuse_unknown(&catalogue, argc, argv);
    cleanup_free const struct exercise **wanted =
        xcalloc(catalogue.count + 1, sizeof *wanted);
    for (size_t i = 0; i < catalogue.count; i++)
        if (is_wanted(&catalogue, i, argc, argv))
            wanted[count++] = &catalogue.items[i];
    const struct verify_options options = {
        .catalogue = &catalogue,
        .without_sandbox = without_sandbox,
        .jobs = (unsigned)jobs,
    };
    if (verify_exercises(wanted, count, &options, &sum, &error) < 0)
        die_error(&error);
    if (!common_options.json)
        printf("\n%u kept, %u broken, %u skipped here\n", sum.good, sum.bad, sum.skipped);
    catalogue_free(&catalogue);
    return sum.bad ? STATUS_NO : STATUS_OK;
}

int command_new(int argc, char **argv)
{
    (void)argc;
    struct error error;
    enum exercise_kind kind = KIND_PREDICT;
    if (!is_area(argv[0]))
        die(STATUS_REQUEST, "no area '%s' (there are: kit, vm, threads, isolate, sqlite)",
            argv[0]);
    while (strcmp(exercise_kind_name(kind), kind_name) != 0)
        kind++;
    cleanup_free char *folder =
        in_folder ? xstrdup(in_folder) : path_data("exercises", &error);
    cleanup_free char *path =
        folder ? scaffold(folder, argv[0], argv[1], kind, &error) : NULL;
    if (!path)
        die_error(&error);
    printf("%s\n\nIts check and its files work already. Write its text, then the check, "
           "and\nsee what is still missing: labs verify %s/%.2s\n",
           path, argv[0], strrchr(path, '/') + 1);
    return STATUS_OK;
}
