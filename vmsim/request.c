/* What the options said that several commands have. */
#include "vmsim/request.h"

bool own_bare;
struct trace_options trace_request = {.format = "auto"};
