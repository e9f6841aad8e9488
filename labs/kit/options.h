/* The option table: one row per option, from which getopt_long, --help and the
 * manual page are made. There is no other place where an option is named.
 */
#ifndef RING3_KIT_OPTIONS_H
#define RING3_KIT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"

enum option_kind {
    OPTION_FLAG,   /* bool *: set to true */
    OPTION_TEXT,   /* const char **: points into argv */
    OPTION_COUNT,  /* uint64_t *: a decimal number from `least` to `most` */
    OPTION_CHOICE, /* const char **: one of the words of `choices` */
    OPTION_LIST,   /* struct option_list *: may be given more than once */
};

/* Every value of an option that may be repeated, in order. */
struct option_list {
    const char *items[64];
    size_t count;
};

struct option_row {
    const char *name; /* without the dashes; NULL ends the table */
    char letter;      /* 0: no short form */
    enum option_kind kind;
    void *value;          /* where it goes; its present value is the default */
    const char *argument; /* its name in help: "FILE"; NULL for flags */
    const char *help;     /* one sentence, no full stop at its end */
    const char *choices;  /* OPTION_CHOICE: "auto text u64" */
    uint64_t least, most; /* OPTION_COUNT; most 0 means no upper bound */
};

/* Parses argv[1..argc) by the given tables (each ended by a row without name).
 * Options and arguments may be mixed, unless `stop_at_argument`, where the first
 * argument ends the options (for commands that run another command). On return
 * *first is the index in argv, which is permuted, of the first argument. The
 * message of an error names the option, its value and what to try. */
int options_parse(const struct option_row *const *tables, size_t table_count, int argc,
                  char **argv, bool stop_at_argument, int *first, struct error *error);

/* A number as the table reads it: "12", bounds inclusive; for arguments that
 * are no options. `what` is the name in the message. */
int option_number(const char *what, const char *text, uint64_t least, uint64_t most,
                  uint64_t *value, struct error *error);

#endif
