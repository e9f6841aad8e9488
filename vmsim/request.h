/* Options that several commands have, as rows of their tables. */
#ifndef RING3_VMSIM_REQUEST_H
#define RING3_VMSIM_REQUEST_H

#include <stdbool.h>

#include "vmsim/reader.h"

/* What they said of the trace, which all commands that read one have. */
extern struct trace_options trace_request;
/* Does the learner's own policy run without isolation? */
extern bool own_bare;

/* clang-format off: rows of a table */
#define OWN_OPTION_ROW                                                                   \
    {                                                                                    \
        "bare", 0, OPTION_FLAG, &own_bare, NULL,                                         \
            "run your own policy without isolation, with limits only", NULL, 0, 0        \
    }
#define TRACE_OPTION_ROWS                                                                \
    {"format",                                                                           \
     0,                                                                                  \
     OPTION_CHOICE,                                                                      \
     &trace_request.format,                                                              \
     "NAME",                                                                             \
     "format of the trace",                                                              \
     "auto text u64 lackey native csv",                                                  \
     0,                                                                                  \
     0},                                                                                 \
        {"page-size",  0,                                                                \
         OPTION_COUNT, &trace_request.page_size,                                         \
         "BYTES",      "bytes per page, for traces of addresses; 4096 if not given",     \
         NULL,         1,                                                                \
         1ull << 40},                                                                    \
    {                                                                                    \
        "columns", 0, OPTION_TEXT, &trace_request.columns, "LIST",                       \
            "where a csv has what, such as page=2,op=3; or its first line tells", NULL,  \
            0, 0                                                                         \
    }
/* clang-format on */

#endif
