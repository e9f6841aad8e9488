/* A whole run on stdout: columns for people, sentences for --plain, JSON. */
#ifndef RING3_THREADS_REPORT_H
#define RING3_THREADS_REPORT_H

#include "labs/kit/json.h"
#include "threads/narrate.h"
#include "threads/verdict.h"

/* One column per thread, time runs down. */
void report_columns(const struct recording *recording, FILE *out);
/* One sentence per event: "12. line 24: T1 waits for B". */
void report_sentences(const struct recording *recording, FILE *out);
/* The verdict with its reasons and the kernel's evidence. */
void report_verdict(const struct recording *recording, FILE *out);

/* The same as JSON: one object per event, then one for the verdict. */
void report_json(const struct recording *recording, FILE *out);
void report_event_fields(const struct recording *recording, const struct state *before,
                         size_t index, struct json *json);
void report_verdict_fields(const struct recording *recording, struct json *json);

#endif
