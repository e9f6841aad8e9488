/* What `isolate attack` prints. */
#ifndef RING3_ISOLATE_ATTACK_REPORT_H
#define RING3_ISOLATE_ATTACK_REPORT_H

#include "isolate/attack/trial.h"

/* One attack: a line with its verdict and its layers, and the reason; with --json an
 * object. The title of a group comes before its first attack. */
void report_trial(const struct trial *trial);
/* "97 attacks: 80 blocked, …"; with --json an object. `counts` is by verdict. */
void report_counts(const size_t counts[VERDICT_COUNT], unsigned without);
/* --list: what an attack is, without trying it. */
void report_attack(const struct attack *attack);

/* Layers were left out and nothing is open: which others stand behind them. Lines only;
 * an object has it in `twin_without`. */
void report_depth(const struct trial *trials, size_t count);

#endif
