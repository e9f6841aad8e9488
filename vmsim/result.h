/* What one run counted, as a line of JSON: for sweep, merge and whoever reads them. */
#ifndef RING3_VMSIM_RESULT_H
#define RING3_VMSIM_RESULT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "labs/kit/error.h"

struct result_row {
    char *trace, *policy;
    uint64_t frames, references, distinct, faults, hits, evictions, writebacks;
    double seconds;
};

/* One line, with its newline. */
void result_print(const struct result_row *row, FILE *out);

/* The other way. The strings are the row's: result_free(). */
int result_parse(struct result_row *row, const char *line, size_t length,
                 struct error *error);
void result_free(struct result_row *row);

struct result_list {
    struct result_row *rows;
    size_t count;
};

/* All lines of a file; its name and the line are in the message of an error. `cut` NULL:
 * a last line without its newline is an error; otherwise it is left out, and *cut is
 * how many bytes the whole lines take. */
int results_read(struct result_list *list, const char *path, size_t *cut,
                 struct error *error);
void results_free(struct result_list *list);

/* By trace, policy and frames: negative, 0, positive. */
int result_compare(const struct result_row *a, const struct result_row *b);
/* Do they say the same of the same run? Seconds do not matter. */
int result_agrees(const struct result_row *a, const struct result_row *b);

#endif
