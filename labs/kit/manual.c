/* The manual page, in troff's man macros, from the tables that the program
 * parses with: it cannot fall behind them.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"

/* Escapes what troff would read as its own. */
static void roff(FILE *out, const char *text)
{
    bool line_start = true;
    for (const char *c = text; *c; c++) {
        if (line_start && (*c == '.' || *c == '\''))
            fputs("\\&", out);
        if (*c == '\\')
            fputs("\\e", out);
        else if (*c == '-')
            fputs("\\-", out);
        else
            fputc(*c, out);
        line_start = *c == '\n';
    }
}

static void roff_line(FILE *out, const char *before, const char *text, const char *after)
{
    fputs(before, out);
    roff(out, text);
    fputs(after, out);
}

/* The tables hold phrases, which help lists as they are; here they are sentences. */
static void roff_sentence(FILE *out, const char *phrase)
{
    char *sentence = xasprintf("%c%s.\n", toupper((unsigned char)phrase[0]), phrase + 1);
    roff(out, sentence);
    free(sentence);
}

/* Paragraphs are separated by blank lines; within them lines flow. The first one
 * follows a heading, which begins a paragraph by itself. Source lines are kept
 * short, as troff's own manual asks. */
static void roff_paragraphs(FILE *out, const char *text)
{
    for (const char *before = ""; *text; before = ".PP\n") {
        const char *end = strstr(text, "\n\n");
        size_t length = end ? (size_t)(end - text) : strlen(text);
        char *paragraph = xasprintf("%.*s", (int)length, text), *wrapped = NULL;
        FILE *memory = open_memstream(&wrapped, &(size_t){0});
        if (!memory)
            die(STATUS_HOST, "out of memory");
        plain_wrap(memory, "", paragraph, 72);
        fclose(memory);
        roff_line(out, before, wrapped, "");
        free(wrapped);
        free(paragraph);
        text += length;
        text += strspn(text, "\n");
    }
}

static void manual_options(FILE *out, const struct option_row *rows)
{
    for (const struct option_row *row = rows; row && row->name; row++) {
        fputs(".TP\n", out);
        if (row->letter)
            fprintf(out, "\\fB\\-%c\\fR, ", row->letter);
        roff_line(out, "\\fB\\-\\-", row->name, "\\fR");
        if (row->argument)
            roff_line(out, " \\fI", row->argument, "\\fR");
        fputc('\n', out);
        roff_sentence(out, english(row->help));
        if (row->kind == OPTION_CHOICE)
            roff_line(out, "One of: ", row->choices, ".\n");
    }
}

static void manual_commands(const struct program *program, FILE *out)
{
    fputs(".SH COMMANDS\n", out);
    for (const struct command *c = program->commands; c->name; c++) {
        roff_line(out, ".SS ", c->name, *c->arguments ? " " : "\n");
        if (*c->arguments)
            roff_line(out, "", c->arguments, "\n");
        roff_sentence(out, english(c->summary));
        manual_options(out, c->options);
    }
}

static void manual_examples(const char *examples, FILE *out)
{
    char *text = NULL;
    size_t length = 0;
    FILE *columns = open_memstream(&text, &length);
    if (!columns)
        die(STATUS_HOST, "out of memory");
    program_examples(examples, columns);
    fclose(columns);
    fputs(".SH EXAMPLES\n.nf\n", out);
    roff(out, text);
    fputs(".fi\n", out);
    free(text);
}

static const struct {
    const char *status, *meaning;
} exit_statuses[] = {
    {"0", "done; or the answer is yes; or a demo showed what it announced"},
    {"1", "the answer is no"},
    {"2", "the request is wrong: a bad option, or input that cannot be read"},
    {"3", "this host cannot do it: the message names what is missing"},
    {"4", "undecided within the limits given"},
};

static const struct {
    const char *name, *meaning;
} environment[] = {
    {"NO_COLOR", "when set and not empty: no colours"},
    {"XDG_STATE_HOME", "where progress is kept, in ring3/; ~/.local/state if unset"},
    {"RING3_DATA", "where exercises and notes are, in place of those that came along"},
};

void program_manual(const struct program *program, FILE *out)
{
    fputs(".TH ", out);
    for (const char *c = program->name; *c; c++)
        fputs((char[]){*c == '-' ? '\\' : (char)toupper((unsigned char)*c),
                       *c == '-' ? '-' : 0, 0},
              out);
    fprintf(out, " 1 \"2026-11-21\" \"ring3 %s\" \"ring3\"\n", RING3_VERSION);
    roff_line(out, ".SH NAME\n", program->name, " \\- ");
    roff_line(out, "", english(program->tagline), "\n");
    roff_line(out, ".SH SYNOPSIS\n.B ", program->name, "\n");
    fputs("[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]\n", out);
    fputs(".SH DESCRIPTION\n", out);
    roff_paragraphs(out, english(program->description));
    manual_commands(program, out);
    fputs(".SH COMMON OPTIONS\n", out);
    manual_options(out, common_option_rows);
    fputs(".SH EXIT STATUS\n", out);
    for (size_t i = 0; i < sizeof exit_statuses / sizeof exit_statuses[0]; i++) {
        fprintf(out, ".TP\n%s\n", exit_statuses[i].status);
        roff_sentence(out, exit_statuses[i].meaning);
    }
    fputs(".SH ENVIRONMENT\n", out);
    for (size_t i = 0; i < sizeof environment / sizeof environment[0]; i++) {
        roff_line(out, ".TP\n", environment[i].name, "\n");
        roff_sentence(out, environment[i].meaning);
    }
    if (program->examples)
        manual_examples(english(program->examples), out);
}
