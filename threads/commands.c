/* threads list, demo, play, show.
 *
 * One rule for every demo: the plain one shows what its name says; --fixed or
 * --broken runs its twin.
 */
#include "threads/commands.h"

#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "threads/check_commands.h"
#include "threads/explore_options.h"
#include "threads/menu.h"
#include "threads/peers_command.h"
#include "threads/play.h"
#include "threads/play_file.h"
#include "threads/report.h"

enum { TEXT_COLUMNS = 78 };

static struct {
    bool fixed, broken;
    uint64_t count; /* 0: as the table says */
    uint64_t limit; /* seconds */
    uint64_t at;
} options = {.limit = 20};

/* The rows that several commands share. */
#define TWIN_ROW(name, letter, target, help)                                             \
    {                                                                                    \
        name, letter, OPTION_FLAG, target, NULL, help, NULL, 0, 0                        \
    }
#define COUNT_ROW(help, most)                                                            \
    {                                                                                    \
        "count", 'n', OPTION_COUNT, &options.count, "N", help, NULL, 1, most             \
    }

static const struct option_row demo_options[] = {
    TWIN_ROW("fixed", 'f', &options.fixed, "run the repaired twin"),
    TWIN_ROW("broken", 'b', &options.broken, "run the broken twin"),
    COUNT_ROW("the argument of the program: additions, transfers or items (threads list)",
              1000000000),
    {"limit", 0, OPTION_COUNT, &options.limit, "SECONDS",
     "end a run that takes longer; it is then undecided", NULL, 1, 3600},
    {0},
};

static const struct option_row play_options[] = {
    TWIN_ROW("fixed", 'f', &options.fixed, "of a demo: run the repaired twin"),
    TWIN_ROW("broken", 'b', &options.broken, "of a demo: run the broken twin"),
    COUNT_ROW("of a demo: its argument, additions, transfers or items", 1000),
    SCHEDULE_ROW,
    BUILD_ROWS,
    MODEL_ROWS,
    SECONDS_ROW,
    {"at", 0, OPTION_COUNT, &options.at, "N", "begin at this step", NULL, 1, 0},
    {0},
};

static const struct option_row show_options[] = {
    TWIN_ROW("fixed", 'f', &options.fixed, "print the repaired twin"),
    TWIN_ROW("broken", 'b', &options.broken, "print the broken twin"),
    {0},
};

static bool twin_wanted(const struct demo *demo, bool *wanted, struct error *error)
{
    bool has_fixed = !strcmp(demo->twin_option, "fixed");

    if (options.fixed && options.broken) {
        error_set(error, STATUS_REQUEST, "--fixed and --broken exclude each other");
        return false;
    }
    if ((options.fixed && !has_fixed) || (options.broken && has_fixed)) {
        error_set(error, STATUS_REQUEST,
                  "the demo %s has no --%s: it is %s already; try --%s", demo->name,
                  options.fixed ? "fixed" : "broken", options.fixed ? "right" : "broken",
                  demo->twin_option);
        return false;
    }
    *wanted = options.fixed || options.broken;
    return true;
}

static uint64_t wanted_count(const struct variant *variant)
{
    if (options.count > variant->most)
        die(STATUS_REQUEST, "--count %llu: at most %llu %s here",
            (unsigned long long)options.count, (unsigned long long)variant->most,
            variant->unit);
    return options.count ? options.count : variant->count;
}

static void list_json(const struct demo *demo)
{
    struct json json = json_begin(stdout);

    json_object(&json, NULL);
    json_string(&json, "demo", demo->name);
    json_string(&json, "sentence", demo->sentence);
    json_string(&json, "twin", demo->twin_option);
    json_string(&json, "twin_sentence", demo->twin.sentence);
    json_unsigned(&json, "count", demo->plain.count);
    json_string(&json, "unit", demo->plain.unit);
    json_end(&json);
}

static int run_list(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    for (size_t i = 0; i < catalog_count; i++) {
        const struct demo *demo = &catalog[i];
        if (common_options.json) {
            list_json(demo);
            continue;
        }
        printf("%-10s %s\n", demo->name, demo->sentence);
        printf("%-10s   --%s: %s\n", "", demo->twin_option, demo->twin.sentence);
        printf("%-10s   --count N: %s (%llu)\n", "", demo->plain.unit,
               (unsigned long long)demo->plain.count);
    }
    if (!common_options.json)
        printf("\nthreads demo NAME runs one, threads play NAME steps through it,\n"
               "threads show NAME prints its source.\n");
    return STATUS_OK;
}

static int run_menu(int argc, char **argv)
{
    struct error error;

    if (!program_has_screen())
        return run_list(argc, argv);
    if (menu_show(&error) < 0)
        die_error(&error);
    return STATUS_OK;
}

static void print_head(const struct demo *demo, const struct recording *recording)
{
    const struct variant *variant = recording->variant;

    printf("%s: %s\n", demo->name, variant->sentence);
    printf("  %s, argument %llu (%s), run just now as process %d\n",
           strrchr(variant->code->file, '/') + 1, (unsigned long long)recording->count,
           variant->unit, recording->process);
    if (variant->forced)
        plain_wrap(stdout, "  ", variant->forced, TEXT_COLUMNS);
    putchar('\n');
}

static void print_run(const struct demo *demo, const struct recording *recording)
{
    print_head(demo, recording);
    if (common_options.plain)
        report_sentences(recording, stdout);
    else
        report_columns(recording, stdout);
    putchar('\n');
    report_verdict(recording, stdout);
    if (*recording->output)
        printf("  printed %s", recording->output);
}

/* Runs until it shows what it announces, or the tries are over. */
static int run_until_shown(const struct demo *demo, const struct variant *variant,
                           struct recording *recording, struct error *error)
{
    uint64_t count = wanted_count(variant);
    int tries = options.count ? 1 : variant->tries;

    for (int try = 1;; try++) {
        struct verdict verdict;
        if (watch_run(variant, count, (double)options.limit, recording, error) < 0)
            return -1;
        verdict = verdict_of(recording);
        if (verdict.outcome != OUTCOME_RIGHT || variant->announced == OUTCOME_RIGHT ||
            try >= tries || count * (uint64_t)variant->growth > variant->most)
            return 0;
        if (!common_options.json)
            printf("%s: nothing happened in a run of %llu %s. Once more, with more.\n\n",
                   demo->name, (unsigned long long)count, variant->unit);
        count *= (uint64_t)variant->growth;
        recording_free(recording);
    }
}

static int run_demo(int argc, char **argv)
{
    struct error error;
    const struct demo *demo = catalog_find(argv[0], &error);
    struct recording recording;
    struct verdict verdict;
    bool twin;
    int status;

    (void)argc;
    if (!demo || !twin_wanted(demo, &twin, &error) ||
        run_until_shown(demo, twin ? &demo->twin : &demo->plain, &recording, &error) < 0)
        die_error(&error);
    verdict = verdict_of(&recording);
    status = verdict_status(&recording, &verdict);
    if (common_options.json)
        report_json(&recording, stdout);
    else
        print_run(demo, &recording);
    recording_free(&recording);
    return status;
}

static const struct variant *stepped(const struct demo *demo, bool twin)
{
    const struct variant *steps = twin ? demo->twin_steps : demo->plain_steps;

    return steps ? steps : twin ? &demo->twin : &demo->plain;
}

static int play_demo(const char *name)
{
    struct error error;
    const struct demo *demo = catalog_find(name, &error);
    struct player_start start = {.at = options.at};
    struct recording recording;
    cleanup_free char *command = NULL;
    struct play *play;
    bool twin;
    int status;

    if (!demo || !twin_wanted(demo, &twin, &error) ||
        run_until_shown(demo, stepped(demo, twin), &recording, &error) < 0)
        die_error(&error);
    command = xasprintf("threads play %s%s%s", demo->name, twin ? " --" : "",
                        twin ? demo->twin_option : "");
    play = play_new(&recording, command);
    status = player_run(play_show(play), &start, &error);
    play_free(play);
    recording_free(&recording);
    if (status < 0)
        die_error(&error);
    return status;
}

static int run_play(int argc, char **argv)
{
    if (play_is_file(argv[0]))
        return play_file(argc, argv, options.at);
    if (argc > 1)
        die(STATUS_REQUEST, "play takes one demo, or C sources: %s is none of both",
            argv[1]);
    return play_demo(argv[0]);
}

static int run_show(int argc, char **argv)
{
    struct error error;
    size_t length;
    const char *source = catalog_source(argv[0], &length);
    const struct demo *demo;
    bool twin;

    (void)argc;
    if (source && !options.fixed && !options.broken) {
        fwrite(source, 1, length, stdout);
        return STATUS_OK;
    }
    demo = catalog_find(argv[0], &error);
    if (!demo || !twin_wanted(demo, &twin, &error))
        die_error(&error);
    const struct demo_code *code = twin ? demo->twin.code : demo->plain.code;
    fwrite(code->source, 1, (size_t)(code->source_end - code->source), stdout);
    return STATUS_OK;
}

static const struct command commands[] = {
    {"menu", "", "choose a demo and step through it (the list, where no screen is)", NULL,
     run_menu, 0, 0, TRAIT_SCREEN},
    {"list", "", "the demos, with a sentence each", NULL, run_list, 0, 0, TRAIT_JSON},
    {"demo", "NAME", "run a demo under the watcher and say what came of it", demo_options,
     run_demo, 1, 1, TRAIT_JSON},
    {"play", "NAME | FILE.c… [-- ARGS]",
     "step through a demo, or through your own program with you as its scheduler",
     play_options, run_play, 1, -1, TRAIT_STEPS},
    {"check", "FILE.c… [-- ARGS]",
     "try every interleaving of your own program: safe, fails or unknown", check_options,
     run_check, 1, -1, TRAIT_JSON},
    {"replay", "FILE.c… [-- ARGS]", "run one schedule of your own program, step by step",
     replay_options, run_replay, 1, -1, TRAIT_JSON},
    {"peers", "FILE.c… [-- ARGS]",
     "the same program in plain runs, under ThreadSanitizer and helgrind, and here",
     peers_options, run_peers, 1, -1, TRAIT_JSON},
    {"outcomes", "FILE.c… [-- ARGS]",
     "every result that your program can have, with its count of interleavings",
     outcomes_options, run_outcomes, 1, -1, TRAIT_JSON},
    {"show", "NAME", "print the source of a demo: the very file that was compiled",
     show_options, run_show, 1, 1, 0},
    {0},
};

const struct program threads_program = {
    .name = "threads",
    .tagline = "pthread programs that go wrong, and their repaired twins",
    .description =
        "Each demo is a small pthread program that really runs, in a process of its own. "
        "A watcher reads what its threads want, hold and release, and builds the "
        "wait-for "
        "graph from it. It says deadlock when the graph proves it and the kernel shows "
        "the threads asleep; never because something took long.\n\n"
        "Every demo has a twin: the repaired one, or the broken one.",
    .examples = "threads demo deadlock  # names the cycle and ends it\n"
                "threads play deadlock  # the same run, step by step\n"
                "threads demo race  # counts the updates that were lost\n"
                "threads check mine.c  # tries every interleaving of your program\n"
                "threads demo semaphore --broken  # waits in the wrong order\n"
                "threads show deadlock --fixed  # the source",
    .commands = commands,
    .interactive = "menu",
};
