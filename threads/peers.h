/* What others say of the same program: plain runs, ThreadSanitizer, helgrind.
 *
 * Each is compiled and run in the sandbox, with limits of its own. They look at the
 * runs that they happen to see; that is the lesson.
 */
#ifndef RING3_THREADS_PEERS_H
#define RING3_THREADS_PEERS_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/error.h"

enum { PEER_REPORTS = 4, PEER_TEXT = 160 };

struct peers_request {
    const char *const *files;     /* C sources, ended by NULL */
    const char *cc;               /* "gcc" or "clang" */
    const char *cflags;           /* more flags, separated by blanks; may be NULL */
    const char *const *arguments; /* of the program, ended by NULL; may be NULL */
    unsigned runs;                /* plain ones */
    bool bare;                    /* the learner agreed to run without isolation */
};

struct peer_report {
    const char *name;
    char absent[PEER_TEXT]; /* why there is nothing to say; "": there is */
    unsigned runs, well, failed, crashed, hung;
    bool reports_things;                   /* it does more than run the program */
    char reports[PEER_REPORTS][PEER_TEXT]; /* each kind once, as first seen */
    size_t report_count;
};

/* How many peers there are; they are asked by number. */
size_t peers_count(void);
/* -1 when the sandbox or the folder for it cannot be made. */
int peers_ask(const struct peers_request *request, size_t peer,
              struct peer_report *report, struct error *error);

#endif
