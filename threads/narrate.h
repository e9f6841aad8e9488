/* Events in words. The words come from the event and the state before it. */
#ifndef RING3_THREADS_NARRATE_H
#define RING3_THREADS_NARRATE_H

#include "threads/state.h"

enum { WORDS = 96 };

/* "waits for B": what the thread does, without its name; for a narrow column. */
void narrate_short(const struct log *log, const struct state *before,
                   const struct event *event, char words[WORDS]);

/* The rule behind it, in a sentence or two. */
void narrate_why(const struct log *log, const struct state *before,
                 const struct event *event, char *text, size_t size);

/* True for an event that a learner should stop at: somebody has to wait, two
 * meet, a value changes hands. */
bool narrate_notable(const struct log *log, const struct state *before,
                     const struct event *event);

/* True for a "wants" that is fulfilled at once: the "gets" that follows says it. */
bool narrate_skips(const struct log *log, const struct state *before,
                   const struct event *event);

const char *event_name(enum event_kind kind);   /* "wants" */
const char *object_word(enum object_kind kind); /* "mutex" */

#endif
