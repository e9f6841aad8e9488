/* A specimen program: the least that uses every part of the kit, for its tests.
 * It is also the answer to "how long is a new screen?": see `counter` below.
 */
#include <signal.h>
#include <stdlib.h>

#include "labs/kit/player.h"
#include "labs/kit/program.h"
#include "labs/kit/screen.h"

/* ---- a screen: init, draw, key ---- */

struct counter {
    const struct terminal *terminal;
    int value;
    int child_status;
};

static void counter_draw(void *self, struct area area)
{
    const struct counter *counter = self;
    area_print(area, 1, 2, STYLE_STRONG, "value %d", counter->value);
    if (counter->child_status >= 0)
        area_print(area, 2, 2, STYLE_WARN, "child said %d", counter->child_status);
    area_cursor(area, 1, 2);
}

static enum reaction counter_up(void *self)
{
    ((struct counter *)self)->value++;
    return REACT_DRAW;
}

static enum reaction counter_down(void *self)
{
    ((struct counter *)self)->value--;
    return REACT_DRAW;
}

static bool is_positive(const void *self)
{
    return ((const struct counter *)self)->value > 0;
}

static enum reaction crash(void *self)
{
    (void)self;
    raise(SIGSEGV);
    return REACT_NONE;
}

static enum reaction give_up(void *self)
{
    (void)self;
    die(STATUS_HOST, "the specimen gives up");
}

/* A child that spoils the terminal's modes and then dies of a signal. */
static enum reaction run_child(void *self)
{
    struct counter *counter = self;
    static const char *const argv[] = {"sh", "-c",
                                       "stty raw -echo 2>/dev/null; kill -SEGV $$", NULL};
    struct error error;
    counter->child_status = terminal_run(counter->terminal, argv, &error);
    return REACT_DRAW;
}

/* A child that says when it was continued, and reads a line. */
static enum reaction run_reader(void *self)
{
    struct counter *counter = self;
    static const char *const argv[] = {
        "sh", "-c",
        "trap 'echo continued' CONT; echo 'the child reads'; until read -r l; do :; done;"
        "exit 7",
        NULL};
    struct error error;
    counter->child_status = terminal_run(counter->terminal, argv, &error);
    return REACT_DRAW;
}

static const struct key_row counter_keys[] = {
    {K_UP, {'+'}, "more", "add one", counter_up, NULL},
    {K_DOWN, {'-'}, "less", "take one away", counter_down, is_positive},
    {'S', {0}, NULL, "die of a signal", crash, NULL},
    {'D', {0}, NULL, "die with a message", give_up, NULL},
    {'C', {0}, NULL, "run a child that crashes", run_child, NULL},
    {'R', {0}, NULL, "run a child that reads", run_reader, NULL},
    {0},
};

static const struct screen_type counter_screen = {
    .name = "counter",
    .draw = counter_draw,
    .keys = counter_keys,
};

static int counter_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error;
    struct counter counter = {terminal_open(&error), 3, -1};
    if (!counter.terminal)
        die_error(&error);
    theme_choose(common_options.theme, common_options.no_color);
    screen_run(counter.terminal, &counter_screen, &counter, &error);
    terminal_close();
    printf("left with %d\n", counter.value);
    return STATUS_OK;
}

/* ---- a show: squares, of which every third is of note ---- */

enum { SQUARES = 9 };
static uint64_t at;
static bool fails;

static size_t squares_count(void *model)
{
    (void)model;
    return SQUARES;
}

static void squares_step(void *model, size_t index, struct step *step)
{
    static char title[32], answer[16], call[64];
    static struct evidence evidence[2];
    static struct question question;
    (void)model;
    snprintf(title, sizeof title, "the square of %zu", index);
    snprintf(answer, sizeof answer, "%zu", index * index);
    snprintf(call, sizeof call, "%zu * %zu = %zu", index, index, index * index);
    evidence[0] = (struct evidence){"call", call};
    evidence[1] = (struct evidence){"lines", "one\ntwo\nthree"};
    question = (struct question){"What is the square?", answer, "Multiply it by itself."};
    *step = (struct step){title,    "A number times itself.", index % 3 == 0, evidence, 2,
                          &question};
}

static int squares_reach(void *model, size_t index, struct error *error)
{
    (void)model;
    if (fails && index == 5)
        return error_set(error, STATUS_HOST, "step 6 cannot be done here");
    return 0;
}

static void squares_draw(void *model, size_t index, struct area area)
{
    (void)model;
    for (size_t i = 0; i <= index; i++)
        area_print(area, (int)i, 0, i == index ? STYLE_STRONG : STYLE_NORMAL, "%zu %zu",
                   i, i * i);
}

static void squares_describe(void *model, size_t index, FILE *out)
{
    (void)model;
    fprintf(out, "  square: %zu\n", index * index);
}

static void squares_json(void *model, size_t index, struct json *json)
{
    (void)model;
    json_unsigned(json, "square", index * index);
}

static int play_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct show show = {
        .title = "squares",
        .command = "specimen play",
        .count = squares_count,
        .step = squares_step,
        .reach = squares_reach,
        .draw = squares_draw,
        .describe = squares_describe,
        .json = squares_json,
    };
    struct error error;
    if (player_run(&show, &(struct player_start){at}, &error) < 0)
        die_error(&error);
    return STATUS_OK;
}

static const struct option_row play_options[] = {
    {"at", 0, OPTION_COUNT, &at, "N", "begin with step N", NULL, 1, 0},
    {"fails", 'f', OPTION_FLAG, &fails, NULL, "step 6 cannot be done", NULL, 0, 0},
    {0},
};

/* ---- options of every kind, printed back ---- */

static bool flag;
static const char *text = "none", *choice = "red";
static uint64_t count = 7;
static struct option_list list;

static int options_run(int argc, char **argv)
{
    printf("flag=%d text=%s choice=%s count=%llu list=%zu", flag, text, choice,
           (unsigned long long)count, list.count);
    for (size_t i = 0; i < list.count; i++)
        printf(",%s", list.items[i]);
    for (int i = 0; i < argc; i++)
        printf(" [%s]", argv[i]);
    putchar('\n');
    return STATUS_OK;
}

static const struct option_row every_kind[] = {
    {"flag", 'f', OPTION_FLAG, &flag, NULL, "a flag", NULL, 0, 0},
    {"text", 't', OPTION_TEXT, &text, "TEXT", "a text", NULL, 0, 0},
    {"choice", 0, OPTION_CHOICE, &choice, "COLOUR", "a choice", "red green", 0, 0},
    {"count", 'n', OPTION_COUNT, &count, "N", "a number", NULL, 2, 99},
    {"list", 0, OPTION_LIST, &list, "ITEM", "may be repeated", NULL, 0, 0},
    {0},
};

static const struct command commands[] = {
    {"counter", "", "a screen with a number", NULL, counter_run, 0, 0, TRAIT_SCREEN},
    {"play", "", "squares, step by step", play_options, play_run, 0, 0, TRAIT_STEPS},
    {"options", "[WORD…]", "print what was parsed", every_kind, options_run, 0, 3, 0},
    {"exec", "CMD…", "options end at CMD", every_kind, options_run, 1, -1,
     TRAIT_RUNS_COMMAND},
    {0},
};

static const struct program program = {
    .name = "specimen",
    .tagline = "the least that uses every part of the kit",
    .description = "It exists for the tests of the kit.\n\nIt does nothing else.",
    .examples = "  specimen play --plain    # the squares as lines",
    .commands = commands,
    .interactive = "counter",
};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
