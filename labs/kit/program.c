/* A program is its tables: dispatch, help, and the options that all share. */
#include "labs/kit/program.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/plain_text.h"
#include "labs/kit/suggest.h"

struct common_options common_options;

static bool wants_help, wants_version, wants_manual;
static const char *wants_completion;

const struct option_row common_option_rows[] = {
    {"help", 'h', OPTION_FLAG, &wants_help, NULL, "show this help", NULL, 0, 0},
    {"version", 0, OPTION_FLAG, &wants_version, NULL, "show the version", NULL, 0, 0},
    {"manual", 0, OPTION_FLAG, &wants_manual, NULL,
     "print the manual page (to read it: PROGRAM --manual | man -l -)", NULL, 0, 0},
    {"completion", 0, OPTION_CHOICE, &wants_completion, "SHELL",
     "print the completion script for a shell", "bash zsh fish", 0, 0},
    {"json", 0, OPTION_FLAG, &common_options.json, NULL,
     "print one JSON object per result, one per line", NULL, 0, 0},
    {"plain", 0, OPTION_FLAG, &common_options.plain, NULL,
     "print lines in place of a screen; chosen by itself where no screen can be shown",
     NULL, 0, 0},
    {"cast", 0, OPTION_TEXT, &common_options.cast, "FILE",
     "write the steps as an asciicast, with a marker per step", NULL, 0, 0},
    {"theme", 0, OPTION_CHOICE, &common_options.theme, "NAME",
     "colours for a dark or a light background, none, or those safe for colour "
     "blindness",
     "dark light mono safe", 0, 0},
    {"language", 0, OPTION_TEXT, &common_options.language, "NAME",
     "of menu and exercises, such as en or de (default: the setting, or $LANG)", NULL, 0,
     0},
    {"no-color", 0, OPTION_FLAG, &common_options.no_color, NULL,
     "no colours; also when NO_COLOR is set and not empty", NULL, 0, 0},
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
        die(STATUS_REQUEST, "unknown command '%s' (did you mean '%s %s'?)", name,
            program->name, near);
    die(STATUS_REQUEST, "unknown command '%s' (try '%s --help')", name, program->name);
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
        die(status, "'%s %s' needs more: %s %s%s%s", program->name, command->name,
            program->name, command->name, blank, command->arguments);
    if (command->most_arguments >= 0 && count > command->most_arguments)
        die(status, "'%s %s' takes %s: %s %s%s%s", program->name, command->name,
            command->most_arguments ? "less" : "no arguments", program->name,
            command->name, blank, command->arguments);
}

static void check_form(const struct program *program, const struct command *command)
{
    enum status status = request_status(command);
    if (common_options.json && !(command->traits & TRAIT_JSON))
        die(status, "'%s %s' has no --json: it prints lines", program->name,
            command->name);
    if (common_options.cast && !(command->traits & TRAIT_CAST))
        die(status, "'%s %s' has no --cast: it has no steps", program->name,
            command->name);
    if (common_options.json && common_options.cast)
        die(status, "--json and --cast cannot be had at once");
}

static int run_command(const struct program *program, const struct command *command,
                       int argc, char **argv)
{
    const struct option_row *tables[] = {command->options, common_option_rows};
    struct error error;
    int first = 0;
    if (options_parse(tables, 2, argc, argv, command->traits & TRAIT_RUNS_COMMAND, &first,
                      &error) < 0) {
        error.status = request_status(command);
        die_error(&error);
    }
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
    if (options_parse(tables, 1, argc, argv, true, &first, &error) < 0)
        die_error(&error);
    if (answered(program, NULL))
        return STATUS_OK;
    if (first < argc)
        unknown_command(program, argv[first]);
    if (common_options.json || common_options.cast)
        die(STATUS_REQUEST, "--%s needs a command (try '%s --help')",
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
    die(STATUS_REQUEST, "cannot write the output: %s", strerror(errno));
}

static void take_locale(void)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* 0.5 is written so in every language */
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
        if (!command)
            unknown_command(program, argv[index]);
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
                 row->argument ? " " : "", row->argument ? row->argument : "");
        plain_hang(out, left, 26, row->help, 78);
        if (row->kind == OPTION_CHOICE)
            fprintf(out, "%26s(one of: %s)\n", "", row->choices);
    }
}

static void help_command(const struct program *program, const struct command *command,
                         FILE *out)
{
    fprintf(out, "usage: %s %s [OPTIONS]%s%s\n\n", program->name, command->name,
            *command->arguments ? " " : "", command->arguments);
    fprintf(out, "%s.\n", command->summary);
    fputs("\noptions:\n", out);
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
    fprintf(out, "%s: %s\n\nusage: %s [COMMAND] [OPTIONS] [ARGUMENTS]\n\ncommands:\n",
            program->name, program->tagline, program->name);
    for (const struct command *c = program->commands; c->name; c++) {
        char left[80];
        snprintf(left, sizeof left, "  %s %s", c->name, c->arguments);
        plain_hang(out, left, 26, c->summary, 78);
    }
    fputs("\noptions of all commands that have a use for them:\n", out);
    help_options(common_option_rows, (unsigned)EVERYTHING, out);
    if (program->examples) {
        fputs("\nexamples:\n", out);
        program_examples(program->examples, out);
    }
    fprintf(out, "\n'%s COMMAND --help' shows the options of a command.\n",
            program->name);
}
