/* How far a long piece of work is, on stderr when that is a terminal. */
#ifndef RING3_VMSIM_PROGRESS_H
#define RING3_VMSIM_PROGRESS_H

#include <stdint.h>

/* At most four times a second and not in the first half second, so that it may be
 * called as often as one likes; from any thread. `total` 0: nobody knows. */
void progress_show(const char *what, uint64_t done, uint64_t total);
/* Wipes the line, if there is one; before anything else is printed. */
void progress_end(void);

#endif
