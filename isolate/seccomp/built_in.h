/* The filters that are compiled when isolate is built: build/VARIANT/generated. */
#ifndef RING3_ISOLATE_BUILT_IN_H
#define RING3_ISOLATE_BUILT_IN_H

#include "isolate/seccomp/profile.h"

enum { BUILT_IN_COUNT = 3 };

struct built_in {
    const struct sock_filter *rows;
    unsigned short count;
};

/* For which wishes: nothing, --allow-userns, docker's capabilities. */
extern const struct filter_wish built_in_wishes[BUILT_IN_COUNT];

/* Made by generate.c, in the same order. */
extern const struct built_in built_in_filters[BUILT_IN_COUNT];

#endif
