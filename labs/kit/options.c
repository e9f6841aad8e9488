/* The option table, read by getopt_long.
 *
 * getopt_long's own messages are off: ours name the option, the value, and what
 * to try. The same option must not stand in two of the tables; the earlier one
 * would win.
 */
#include "labs/kit/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/suggest.h"
#include "labs/kit/words.h"

enum { ROWS_MAX = 64, FIRST_LONG_VALUE = 1000 };

/* The tables flattened, in the forms that getopt_long wants. */
struct parser {
    const struct option_row *rows[ROWS_MAX];
    size_t count;
    struct option longs[ROWS_MAX + 1];
    char shorts[2 * ROWS_MAX + 4];
};

static void build_parser(struct parser *parser, const struct option_row *const *tables,
                         size_t table_count, bool stop_at_argument)
{
    memset(parser, 0, sizeof *parser);
    char *letter = parser->shorts;
    if (stop_at_argument)
        *letter++ = '+';
    *letter++ = ':'; /* a missing argument is told apart from an unknown option */
    for (size_t t = 0; t < table_count; t++) {
        for (const struct option_row *row = tables[t]; row && row->name; row++) {
            if (parser->count == ROWS_MAX)
                die(STATUS_REQUEST, "more than %d options in a table", ROWS_MAX);
            size_t index = parser->count++;
            bool takes_value = row->kind != OPTION_FLAG;
            parser->rows[index] = row;
            parser->longs[index] = (struct option){
                .name = row->name,
                .has_arg = takes_value ? required_argument : no_argument,
                .val = FIRST_LONG_VALUE + (int)index,
            };
            if (row->letter) {
                *letter++ = row->letter;
                if (takes_value)
                    *letter++ = ':';
            }
        }
    }
}

static const struct option_row *row_of(const struct parser *parser, int value)
{
    if (value >= FIRST_LONG_VALUE)
        return parser->rows[value - FIRST_LONG_VALUE];
    for (size_t i = 0; i < parser->count; i++)
        if (parser->rows[i]->letter == value)
            return parser->rows[i];
    return NULL;
}

int option_number(const char *what, const char *text, uint64_t least, uint64_t most,
                  uint64_t *value, struct error *error)
{
    char *end = NULL;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || *end)
        return error_set(error, STATUS_REQUEST,
                         say_as("options.not-a-number", "%s %s %s %llu"), what, text,
                         what, (unsigned long long)(least ? least : 1));
    if (errno == ERANGE || (most && number > most))
        return error_set(error, STATUS_REQUEST, say_as("options.too-large", "%s %s %llu"),
                         what, text, (unsigned long long)(most ? most : UINT64_MAX));
    if (number < least)
        return error_set(error, STATUS_REQUEST, say_as("options.too-small", "%s %s %llu"),
                         what, text, (unsigned long long)least);
    *value = number;
    return 0;
}

/* The static word of `choices` that equals `text`, kept for the process. */
static int choose(const struct option_row *row, const char *text, struct error *error)
{
    const char *word = row->choices;
    while (*word) {
        size_t length = strcspn(word, " ");
        if (length == strlen(text) && !strncmp(word, text, length)) {
            *(const char **)row->value = text;
            return 0;
        }
        word += length + (word[length] == ' ');
    }
    return error_set(error, STATUS_REQUEST, say_as("options.not-a-choice", "%s %s %s"),
                     row->name, text, row->choices);
}

static int add_to_list(const struct option_row *row, const char *text,
                       struct error *error)
{
    struct option_list *list = row->value;
    size_t room = sizeof list->items / sizeof list->items[0];
    if (list->count == room)
        return error_set(error, STATUS_REQUEST, say_as("options.too-often", "%s %zu"),
                         row->name, room);
    list->items[list->count++] = text;
    return 0;
}

static int store(const struct option_row *row, const char *text, struct error *error)
{
    char what[64];
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)row->value = true;
        return 0;
    case OPTION_TEXT:
        *(const char **)row->value = text;
        return 0;
    case OPTION_COUNT:
        snprintf(what, sizeof what, "--%s", row->name);
        return option_number(what, text, row->least, row->most, row->value, error);
    case OPTION_CHOICE:
        return choose(row, text, error);
    case OPTION_LIST:
        return add_to_list(row, text, error);
    }
    return 0;
}

/* A long option may be shortened as long as it stays the only one that fits. */
static int unknown_option(const struct parser *parser, const char *word,
                          struct error *error)
{
    if (word[0] != '-' || word[1] != '-')
        return optopt > ' ' && optopt < 127
                   ? error_set(error, STATUS_REQUEST,
                               say_as("options.unknown-letter", "%c"), optopt)
                   : error_set(error, STATUS_REQUEST, "%s", say("options.not-ascii"));
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
    const char *names[ROWS_MAX];
    const char *fits[2] = {NULL, NULL};
    size_t fit_count = 0;
    for (size_t i = 0; i < parser->count; i++) {
        names[i] = parser->rows[i]->name;
        if (!strcmp(names[i], name))
            return error_set(error, STATUS_REQUEST, say_as("options.no-value", "%s"),
                             name);
        if (!strncmp(names[i], name, strlen(name)) && fit_count++ < 2)
            fits[fit_count - 1] = names[i];
    }
    if (fit_count >= 2)
        return error_set(error, STATUS_REQUEST, say_as("options.ambiguous", "%s %s %s"),
                         name, fits[0], fits[1]);
    const char *near = suggest(name, names, parser->count);
    return near ? error_set(error, STATUS_REQUEST,
                            say_as("options.unknown-near", "%s %s"), name, near)
                : error_set(error, STATUS_REQUEST, say_as("options.unknown", "%s"), name);
}

static int missing_value(const struct option_row *row, struct error *error)
{
    return error_set(error, STATUS_REQUEST, say_as("options.needs-value", "%s %s %s"),
                     row->name, row->name, row->argument ? row->argument : "VALUE");
}

int options_parse(const struct option_row *const *tables, size_t table_count, int argc,
                  char **argv, bool stop_at_argument, int *first, struct error *error)
{
    struct parser parser;
    build_parser(&parser, tables, table_count, stop_at_argument);
    optind = 0; /* glibc: forget everything about an earlier parse */
    opterr = 0;
    for (;;) {
        int here = optind ? optind : 1;
        int value = getopt_long(argc, argv, parser.shorts, parser.longs, NULL);
        if (value < 0)
            break;
        const struct option_row *row = row_of(&parser, value == ':' ? optopt : value);
        /* With permutation the word that failed is the one before optind. */
        const char *word = argv[optind > here ? optind - 1 : here];
        if (value == ':' && row)
            return missing_value(row, error);
        if (value == '?' || value == ':' || !row)
            return unknown_option(&parser, word, error);
        if (store(row, optarg, error) < 0)
            return -1;
    }
    *first = optind;
    return 0;
}
