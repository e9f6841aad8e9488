/* Reading the report of the explored program. */
#ifndef RING3_THREADS_EXPLORE_ANSWER_H
#define RING3_THREADS_EXPLORE_ANSWER_H

#include "threads/explore/program.h"

enum { ANSWER_FIELDS = 12 };

/* One line: the first word, and the fields after it. */
struct answer_line {
    char *word;
    char *field[ANSWER_FIELDS];
    size_t count;
};

/* Cuts the next line off *text; false at its end. */
bool answer_next(char **text, struct answer_line *line);

/* Field `index` as a number; 0 when it is not there. */
long long answer_number(const struct answer_line *line, size_t index);
uintptr_t answer_address(const struct answer_line *line, size_t index);

/* Field `index` without the escapes; the caller frees it. */
char *answer_text(const struct answer_line *line, size_t index);

/* "2:1", "2w1" or "0t": one step of a schedule; the caller frees it. */
char *answer_choice(int thread, int kind, int variant);
/* What a step of that kind and variant is called. */
const char *answer_operation(int kind, int variant);

/* Reads a whole report into a verdict: its run, its steps; numbers are added to what
 * was counted before. `word` gets the search's own word for how it ended. */
int answer_verdict(const struct explore_program *program, char *report,
                   struct explore_verdict *verdict, char word[16], struct error *error);

#endif
