/* A verdict, as lines or as an object. */
#ifndef RING3_ISOLATE_EXPLAIN_REPORT_H
#define RING3_ISOLATE_EXPLAIN_REPORT_H

#include "isolate/explain/verdict.h"

void report_verdict(const struct watched *call, const struct verdict *verdict,
                    unsigned runs);

#endif
