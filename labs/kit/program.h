/* A program: its commands as a table, its common options, help and manual.
 *
 * `PROGRAM [COMMAND] [OPTIONS] [ARGUMENTS]`. Without a command: the interactive
 * screen on a terminal, the help elsewhere. A main() is a table and one call:
 *
 *     int main(int argc, char **argv)
 *     {
 *         return program_main(&program, argc, argv);
 *     }
 */
#ifndef RING3_KIT_PROGRAM_H
#define RING3_KIT_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "labs/kit/options.h"

/* The options that every command of every program takes. */
struct common_options {
    bool json;            /* --json: one object per result, one per line */
    bool plain;           /* --plain: lines in place of a screen */
    const char *cast;     /* --cast FILE: an asciicast, a marker per step */
    const char *theme;    /* --theme dark|light|mono|safe, NULL when not given */
    const char *language; /* --language, NULL when not given */
    bool no_color;        /* --no-color, or a non-empty NO_COLOR */
};
extern struct common_options common_options;

/* What a command is, and which of the common options mean something to it: the
 * others are not in its help, and --json and --cast are refused. */
enum command_trait {
    TRAIT_RUNS_COMMAND = 1,   /* options end at the first argument */
    TRAIT_PASSES_STATUS = 16, /* the status is that of what it runs; ours is 125 */
    TRAIT_JSON = 2,           /* --json */
    TRAIT_CAST = 4,           /* --cast */
    TRAIT_SCREEN = 8,         /* --plain, --theme, --no-color */
    TRAIT_WORDS = 32,         /* --language: it speaks the learner's */
    TRAIT_STEPS = TRAIT_JSON | TRAIT_CAST | TRAIT_SCREEN, /* what player_run shows */
};

struct command {
    const char *name;                    /* NULL ends the table */
    const char *arguments;               /* "TRACE", "DIR CMD…"; "" for none */
    const char *summary;                 /* one sentence, no full stop at its end */
    const struct option_row *options;    /* may be NULL */
    int (*run)(int argc, char **argv);   /* the arguments only; returns an exit status */
    int least_arguments, most_arguments; /* most -1: no limit */
    unsigned traits;                     /* enum command_trait, added up */
};

struct program {
    const char *name;
    const char *tagline;     /* for the first line of help and of the manual */
    const char *description; /* paragraphs separated by blank lines */
    const char *examples;    /* lines "command  # what it shows" (two blanks) */
    const struct command *commands;
    const char *interactive; /* the command that runs when none is given, on a terminal */
};

/* Parses, runs, flushes stdout (a full disk is an error: status 2) and returns
 * the exit status. */
int program_main(const struct program *program, int argc, char **argv);

/* --help of the program, or of one command (NULL: the program). */
void program_help(const struct program *program, const struct command *command,
                  FILE *out);

/* The examples, in two columns. */
void program_examples(const char *examples, FILE *out);

/* --manual: the page in section 1, as troff's man macros. */
void program_manual(const struct program *program, FILE *out);

/* --completion: the script for "bash", "zsh" or "fish"; -1 for another word. */
int program_completion(const struct program *program, const char *shell, FILE *out);

/* Does this common option mean something to a command of these traits? */
bool program_option_is_for(const struct option_row *row, unsigned traits);

/* The table of common options, for help and manual. */
extern const struct option_row common_option_rows[];

/* True when a full screen can be shown: stdin and stdout are terminals, TERM is
 * set and not "dumb", and neither --plain nor --json nor --cast was given. With
 * a script of keys (see script.h) always true. */
bool program_has_screen(void);

#endif
