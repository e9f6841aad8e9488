/* Scoped cleanup: a variable marked so is released when it leaves its scope,
 * on every path. To hand ownership over, return steal_pointer(&x) or steal_fd(&x).
 */
#ifndef RING3_KIT_CLEANUP_H
#define RING3_KIT_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void cleanup_free_(void *place)
{
    free(*(void **)place);
}

static inline void cleanup_fd_(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static inline void cleanup_file_(FILE **file)
{
    if (*file)
        fclose(*file);
}

#define cleanup_free __attribute__((cleanup(cleanup_free_)))
#define cleanup_fd   __attribute__((cleanup(cleanup_fd_)))
#define cleanup_file __attribute__((cleanup(cleanup_file_)))

static inline int steal_fd(int *fd)
{
    int kept = *fd;
    *fd = -1;
    return kept;
}

static inline void *steal_pointer_(void *place)
{
    void *kept = *(void **)place;
    *(void **)place = NULL;
    return kept;
}

#define steal_pointer(place) ((__typeof__(*(place)))steal_pointer_(place))

#endif
