/* What the explored process tells the tool: lines of words separated by tabs, on
 * the stdout that the program itself does not get to see. docs/threads.md has them.
 */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_REPORT_H
#define RING3_THREADS_EXPLORE_RUNTIME_REPORT_H

#include <stdint.h>

/* Takes stdout away from the program. */
void report_open(void);

void report(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* One more field: bytes, with \n, \t, \\ and what is not printable escaped. */
void report_text(const char *name, const char *bytes, unsigned long length);

/* How the last run ended, its schedule, its output; and all of its steps. */
void report_ending(void);
void report_steps(void);
void report_state(void);

void report_flush(void);

#endif
