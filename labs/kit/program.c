/* A program is its tables: dispatch, help, and the options that all share. */
#include "labs/kit/program.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/suggest.h"
#include "labs/kit/words.h"

struct common_options common_options;

static bool wants_help, wants_version, wants_manual;
static const char *wants_completion;

const struct option_row common_option_rows[] = {
    {"help", 'h', OPTION_FLAG, &wants_help, NULL, "options.help", NULL, 0, 0},
    {"version", 0, OPTION_FLAG, &wants_version, NULL, "options.version", NULL, 0, 0},
    {"manual", 0, OPTION_FLAG, &wants_manual, NULL, "options.manual", NULL, 0, 0},
    {"completion", 0, OPTION_CHOICE, &wants_completion, "SHELL", "options.completion",
     "bash zsh fish", 0, 0},
    {"json", 0, OPTION_FLAG, &common_options.json, NULL, "options.as-json", NULL, 0, 0},
    {"plain", 0, OPTION_FLAG, &common_options.plain, NULL, "options.plain", NULL, 0, 0},
    {"cast", 0, OPTION_TEXT, &common_options.cast, "FILE", "options.cast", NULL, 0, 0},
    {"theme", 0, OPTION_CHOICE, &common_options.theme, "NAME", "options.theme",
     "dark light mono safe", 0, 0},
    {"language", 0, OPTION_TEXT, &common_options.language, "NAME", "options.language",
     NULL, 0, 0},
    {"no-color", 0, OPTION_FLAG, &common_options.no_color, NULL, "options.no-color", NULL,
     0, 0},
    {0},
};

bool program_has_screen(void)
{
    if (common_options.plain || common_options.json || common_options.cast)
        return false;
    const char *script = getenv("RING3_KEYS");
    if (script)
        return true;
    const char *type = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && type && *type &&
           strcmp(type, "dumb") != 0;
}

static const struct command *find_command(const struct program *program, const char *name)
{
    for (const struct command *c = program->commands; c->name; c++)
        if (!strcmp(c->name, name))
            return c;
    return NULL;
}

static _Noreturn void unknown_command(const struct program *program, const char *name)
{
    const char *names[64];
    size_t count = 0;
    for (const struct command *c = program->commands; c->name && count < 64; c++)
        names[count++] = c->name;
    const char *near = suggest(name, names, count);
    if (near)
        die(STATUS_REQUEST, say_as("options.unknown-command-near", "%s %s %s"), name,
            program->name, near);
    die(STATUS_REQUEST, say_as("options.unknown-command", "%s %s"), name, program->name);
}

/* "labs --student ada init": the value of a command's own option stands where the
 * command was looked for. */
static void explain_misplaced(const struct program *program, int argc, char **argv,
                              int index)
{
    const char *option = argv[index - 1];
    if (option[0] != '-' || option[1] != '-')
        return;
    for (int i = index + 1; i < argc; i++)
        if (find_command(program, argv[i]))
            die(STATUS_REQUEST, say_as("options.misplaced", "%s %s %s %s %s"), option,
                program->name, argv[i], option, argv[index]);
}

/* Shows what `--help`, `--version` or `--manual` asked for; true if one did. */
static bool answered(const struct program *program, const struct command *command)
{
    if (wants_help)
        program_help(program, command, stdout);
    else if (wants_version)
        printf("%s (ring3) %s\n", program->name, RING3_VERSION);
    else if (wants_manual)
        program_manual(program, stdout);
    else if (wants_completion)
        program_completion(program, wants_completion, stdout);
    else
        return false;
    return true;
}

enum { STATUS_OURS = 125 }; /* as env, nohup and timeout have it */

static enum status request_status(const struct command *command)
{
    bool passes = command->traits & TRAIT_PASSES_STATUS;
    return passes ? (enum status)STATUS_OURS : STATUS_REQUEST;
}

static void check_argument_count(const struct program *program,
                                 const struct command *command, int count)
{
    const char *blank = *command->arguments ? " " : "";
    enum status status = request_status(command);
    if (count < command->least_arguments)
        die(status, say_as("options.needs-more", "%s %s %s %s %s %s"), program->name,
            command->name, program->name, command->name, blank, say(command->arguments));
    if (command->most_arguments >= 0 && count > command->most_arguments)
        die(status,
            command->most_arguments ? say_as("options.takes-less", "%s %s %s %s %s %s")
                                    : say_as("options.takes-none", "%s %s %s %s %s %s"),
            program->name, command->name, program->name, command->name, blank,
            say(command->arguments));
}

static void check_form(const struct program *program, const struct command *command)
{
    enum status status = request_status(command);
    if (common_options.json && !(command->traits & TRAIT_JSON))
        die(status, say_as("options.no-json", "%s %s"), program->name, command->name);
    if (common_options.cast && !(command->traits & TRAIT_CAST))
        die(status, say_as("options.no-cast", "%s %s"), program->name, command->name);
    if (common_options.json && common_options.cast)
        die(status, "%s", say("options.json-or-cast"));
}

/* Does a command speak the learner's language? A program does if its screen does. */
static bool speaks(const struct program *program, const struct command *command)
{
    if (!command && program->interactive)
        command = find_command(program, program->interactive);
    return command && command->traits & TRAIT_WORDS;
}

static void take_language(const char *name)
{
    words_choose(name);
    setlocale(LC_MESSAGES, strcmp(words_language(), "en") != 0 ? "" : "C");
}

/* Before the options are parsed, as their errors are said in it, too. */
static void choose_language(const struct program *program, const struct command *command)
{
    if (speaks(program, command))
        take_language(NULL);
}

/* What is asked for by an option; and JSON is English. */
static void choose_language_again(const struct program *program,
                                  const struct command *command)
{
    if (!speaks(program, command))
        return;
    if (common_options.json)
        take_language("en");
    else if (common_options.language)
        take_language(common_options.language);
}

static int run_command(const struct program *program, const struct command *command,
                       int argc, char **argv)
{
    const struct option_row *tables[] = {command->options, common_option_rows};
    struct error error;
    int first = 0;
    choose_language(program, command);
    if (options_parse(tables, 2, argc, argv, command->traits & TRAIT_RUNS_COMMAND, &first,
                      &error) < 0) {
        error.status = request_status(command);
        die_error(&error);
    }
    choose_language_again(program, command);
    if (answered(program, command))
        return STATUS_OK;
    check_form(program, command);
    check_argument_count(program, command, argc - first);
    return command->run(argc - first, argv + first);
}

/* Only options, no command: the interactive screen, or the help. */
static int run_without_command(const struct program *program, int argc, char **argv)
{
    const struct option_row *tables[] = {common_option_rows};
    struct error error;
    int first = 0;
    choose_language(program, NULL);
    if (options_parse(tables, 1, argc, argv, true, &first, &error) < 0)
        die_error(&error);
    choose_language_again(program, NULL);
    if (answered(program, NULL))
        return STATUS_OK;
    if (first < argc)
        unknown_command(program, argv[first]);
    if (common_options.json || common_options.cast)
        die(STATUS_REQUEST, say_as("options.needs-command", "%s %s"),
            common_options.json ? "json" : "cast", program->name);
    if (program->interactive && program_has_screen())
        return find_command(program, program->interactive)->run(0, argv + argc);
    program_help(program, NULL, stdout);
    return STATUS_OK;
}

/* "labs --plain list" is as good as "labs list --plain". */
static int command_index(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--"))
            return 0;
        if (argv[i][0] != '-')
            return i;
        if (!strcmp(argv[i], "--cast") || !strcmp(argv[i], "--theme") ||
            !strcmp(argv[i], "--language") || !strcmp(argv[i], "--completion"))
            i++; /* its value is not a command */
    }
    return 0;
}

/* Why writing to stdout fails. The byte that may get through after all goes to a file
 * that lacks some of its content anyway. */
static int write_again(void)
{
    return write(STDOUT_FILENO, "\n", 1) < 0 ? errno : EIO;
}

/* What a full disk did to our output must not pass as success. */
static void flush_output(void)
{
    bool failed = ferror(stdout); /* earlier: then errno is another matter by now */
    errno = 0;
    if (fflush(stdout) == 0 && !failed)
        return;
    if (errno == 0)
        errno = write_again();
    if (errno == EPIPE) /* the reader has seen enough: `vmsim … | head` */
        _exit(STATUS_OK);
    die(STATUS_REQUEST, say_as("options.output-failed", "%s"), strerror(errno));
}

static void take_locale(void)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");  /* 0.5 is written so in every language */
    setlocale(LC_MESSAGES, "C"); /* strerror(3) says what the rest says: English */
}

int program_main(const struct program *program, int argc, char **argv)
{
    error_program(program->name);
    const char *no_color = getenv("NO_COLOR");
    common_options.no_color = no_color && *no_color;
    int index = command_index(argc, argv);
    int status;
    if (!index) {
        take_locale();
        status = run_without_command(program, argc, argv);
    } else {
        const struct command *command = find_command(program, argv[index]);
        if (!command) {
            choose_language(program, NULL);
            explain_misplaced(program, argc, argv, index);
            unknown_command(program, argv[index]);
        }
        /* A locale is sixty system calls, and what runs a command shows no screen. */
        if (!(command->traits & TRAIT_RUNS_COMMAND))
            take_locale();
        /* The word that was the command gives its place to the program's name,
         * and what stood before it moves one to the right. */
        memmove(argv + 1, argv, (size_t)index * sizeof *argv);
        status = run_command(program, command, argc - 1, argv + 1);
    }
    flush_output();
    return status;
}

/* Which common options mean something only to some commands, or to none. */
enum { PROGRAM_ONLY = 1 << 16, EVERYTHING = ~0 };
static const struct {
    const char *option;
    unsigned traits;
} wanted_traits[] = {
    {"json", TRAIT_JSON},      {"cast", TRAIT_CAST},     {"plain", TRAIT_SCREEN},
    {"language", TRAIT_WORDS}, {"theme", TRAIT_SCREEN},  {"no-color", TRAIT_SCREEN},
    {"version", PROGRAM_ONLY}, {"manual", PROGRAM_ONLY}, {"completion", PROGRAM_ONLY},
};

bool program_option_is_for(const struct option_row *row, unsigned traits)
{
    for (size_t i = 0; i < sizeof wanted_traits / sizeof wanted_traits[0]; i++)
        if (!strcmp(wanted_traits[i].option, row->name))
            return wanted_traits[i].traits & traits;
    return true;
}

static void help_options(const struct option_row *rows, unsigned traits, FILE *out)
{
    for (const struct option_row *row = rows; row && row->name; row++) {
        if (!program_option_is_for(row, traits))
            continue;
        char left[80], letter[8] = "    ";
        if (row->letter)
            snprintf(letter, sizeof letter, "-%c, ", row->letter);
        snprintf(left, sizeof left, "  %s--%s%s%s", letter, row->name,
                 row->argument ? " " : "", row->argument ? say(row->argument) : "");
        plain_hang(out, left, 26, say(row->help), 78);
        if (row->kind != OPTION_CHOICE)
            continue;
        fprintf(out, "%26s", "");
        fprintf(out, say_as("options.one-of", "%s"), row->choices);
        fputc('\n', out);
    }
}

static void help_command(const struct program *program, const struct command *command,
                         FILE *out)
{
    fprintf(out, say_as("options.usage-command", "%s %s %s %s"), program->name,
            command->name, *command->arguments ? " " : "", say(command->arguments));
    cleanup_free char *summary = xasprintf("%s.", say(command->summary));
    fputs("\n\n", out);
    plain_wrap(out, "", summary, 78);
    fprintf(out, "\n%s\n", say("options.options"));
    help_options(command->options, (unsigned)EVERYTHING, out);
    help_options(common_option_rows, command->traits, out);
}

/* "command  # what it shows": the commands in one column, the words in another,
 * or below where the command is long. */
void program_examples(const char *examples, FILE *out)
{
    enum { COMMENT_COLUMN = 40 };
    while (*examples) {
        examples += strspn(examples, " ");
        size_t length = strcspn(examples, "\n");
        const char *comment = memmem(examples, length, "  #", 3);
        size_t end = comment ? (size_t)(comment - examples) : length;
        while (end > 0 && examples[end - 1] == ' ')
            end--;
        fprintf(out, "  %.*s", (int)end, examples);
        if (comment) {
            comment += strspn(comment, " ");
            int blanks = COMMENT_COLUMN - 2 - (int)end;
            if (blanks < 2)
                fprintf(out, "\n%*s", COMMENT_COLUMN, "");
            else
                fprintf(out, "%*s", blanks, "");
            fwrite(comment, 1, length - (size_t)(comment - examples), out);
        }
        if (length)
            fputc('\n', out);
        examples += length + (examples[length] == '\n');
    }
}

void program_help(const struct program *program, const struct command *command, FILE *out)
{
    if (command) {
        help_command(program, command, out);
        return;
    }
    fprintf(out, "%s: %s\n\n", program->name, say(program->tagline));
    fprintf(out, say_as("options.usage-program", "%s"), program->name);
    fprintf(out, "\n\n%s\n", say("options.commands"));
    for (const struct command *c = program->commands; c->name; c++) {
        char left[80];
        snprintf(left, sizeof left, "  %s %s", c->name, say(c->arguments));
        plain_hang(out, left, 26, say(c->summary), 78);
    }
    fprintf(out, "\n%s\n", say("options.options-of-all"));
    help_options(common_option_rows, (unsigned)EVERYTHING, out);
    if (program->examples) {
        fprintf(out, "\n%s\n", say("options.examples"));
        program_examples(say(program->examples), out);
    }
    fputc('\n', out);
    fprintf(out, say_as("options.more", "%s"), program->name);
    fputc('\n', out);
}
