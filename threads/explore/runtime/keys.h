/* Thread-specific data. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_KEYS_H
#define RING3_THREADS_EXPLORE_RUNTIME_KEYS_H

void keys_reset(void);

/* Calls the destructors for the values of the present thread, which ends. */
void keys_destroy(void);

#endif
