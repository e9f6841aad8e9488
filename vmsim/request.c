/* What the options about the trace said. */
#include "vmsim/request.h"

struct trace_options trace_request = {.format = "auto"};
