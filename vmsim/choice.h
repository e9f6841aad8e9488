/* Policies as users name them: "fifo,clock:bits=2,insert=0,lru". */
#ifndef RING3_VMSIM_CHOICE_H
#define RING3_VMSIM_CHOICE_H

#include "labs/kit/error.h"
#include "vmsim/policy.h"

enum { CHOICE_NAME_MAX = 80, CHOICE_PATH_MAX = 1024, CHOICES_MAX = 64 };

/* One policy with its parameters. A learner's own has a path, and a type without
 * functions: it runs elsewhere (own_policy.h). */
struct choice {
    const struct policy_type *type;
    char path[CHOICE_PATH_MAX];
    uint64_t values[POLICY_PARAMETERS_MAX];
    char name[CHOICE_NAME_MAX];  /* as it was written: "clock:bits=2" */
    char title[CHOICE_NAME_MAX]; /* "CLOCK bits=2" */
    char own[CHOICE_NAME_MAX];   /* of a learner's own: "depth=2,in=0" */
};

struct choices {
    struct choice items[CHOICES_MAX];
    size_t count;
};

/* After a colon, items with a '=' are parameters; commas part both those and the
 * policies. */
int choices_parse(struct choices *choices, const char *text, struct error *error);

/* The same, and files with C code too: "lru,./mine.c". */
int choices_parse_own(struct choices *choices, const char *text, struct error *error);

static inline bool choice_is_own(const struct choice *choice)
{
    return choice->path[0] != '\0';
}

/* One policy exactly. */
int choice_parse(struct choice *choice, const char *text, struct error *error);
int choice_parse_own(struct choice *choice, const char *text, struct error *error);

/* A list of frame counts, "3" or "64,512,1024"; each from 1 to FRAMES_MAX and
 * such that the tables fit into this machine's memory. "10%" is a part of the pages of
 * the trace, at least one frame, and stays 0 until it is resolved. */
enum { FRAME_LIST_MAX = 256 };
#define FRAMES_MAX (UINT32_MAX - 1)

struct frame_list {
    uint32_t items[FRAME_LIST_MAX];
    double percent[FRAME_LIST_MAX]; /* 0: a number */
    size_t count;
};

int frame_list_parse(struct frame_list *list, const char *text, struct error *error);
/* Turns percents into numbers of frames, for a trace of so many pages. */
int frame_list_resolve(struct frame_list *list, uint32_t pages, struct error *error);

#endif
