/* A compiled program, as the files of this folder share it. */
#ifndef RING3_THREADS_EXPLORE_PROGRAM_H
#define RING3_THREADS_EXPLORE_PROGRAM_H

#include "threads/explore/explore.h"
#include "threads/explore/folder.h"

#define PROGRAM_NAME "program"
#define SCRATCH_NAME "scratch"

struct explore_program {
    struct folder temporary;
    const char *folder;       /* its path; lent to the sandbox as /work */
    const char *const *files; /* as they were given */
    char **real;              /* their real paths, which the compiler saw */
    const char *const *arguments;
    const char *cc;
    bool bare, optimised;
    char *refused; /* why it cannot be run at all; NULL: it can */
    struct names *names;
};

/* Runs the program in the sandbox with a request ("task=hunt seed=1") and returns what
 * it reports, which the caller frees; NULL on failure. */
char *launch(const struct explore_program *program, const char *request, double seconds,
             struct error *error);

/* "program" in the folder, on this side of the sandbox; the caller frees it. */
char *program_path(const struct explore_program *program);

#endif
