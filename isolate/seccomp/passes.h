/* Compiling in passes, where libseccomp cannot be trusted with all rules at once.
 *
 * libseccomp 2.5.4 joins the rules of one call into a tree, and goes wrong where an
 * inequality of 64 bits meets another condition on its argument: it allows what no rule
 * allows (tests/isolate/filter_rules.c found it). So alternatives that hold an inequality
 * are compiled in passes, each a program of its own, with one alternative per call in
 * each; they are linked as tables are.
 *
 * libseccomp also takes only one condition per argument. runc and crun read several
 * conditions on one argument as alternatives, and so do we.
 */
#ifndef RING3_ISOLATE_PASSES_H
#define RING3_ISOLATE_PASSES_H

#include "isolate/seccomp/rules.h"

bool rule_repeats_argument(const struct rule *rule);
bool rule_is_inequality(const struct rule *rule);

/* How many passes these rules take. */
size_t passes_count(const struct rules *rules);

/* The pass of a rule's first alternative for a call. Where rules for it disagree, their
 * order is libseccomp's business: all in the first. */
size_t passes_before(const struct rules *rules, const struct rule *rule,
                     const char *call);

#endif
