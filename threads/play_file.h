/* `threads play FILE.c`: a learner's own program, checked and then stepped through. */
#ifndef RING3_THREADS_PLAY_FILE_H
#define RING3_THREADS_PLAY_FILE_H

#include <stdbool.h>
#include <stdint.h>

/* True for the name of a C source, as against that of a demo. */
bool play_is_file(const char *name);

/* FILE.c… [-- ARGS], with the options of explore_options.h. Returns an exit status. */
int play_file(int argc, char **argv, uint64_t at);

#endif
