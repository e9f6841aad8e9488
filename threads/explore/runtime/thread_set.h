/* Sets of threads, by number. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_THREAD_SET_H
#define RING3_THREADS_EXPLORE_RUNTIME_THREAD_SET_H

#include <stdbool.h>
#include <stdint.h>

enum { THREADS_MAX = 128, SET_WORDS = THREADS_MAX / 64 };

struct thread_set {
    uint64_t word[SET_WORDS];
};

static inline void set_add(struct thread_set *set, int thread)
{
    set->word[thread / 64] |= (uint64_t)1 << (thread % 64);
}

static inline void set_remove(struct thread_set *set, int thread)
{
    set->word[thread / 64] &= ~((uint64_t)1 << (thread % 64));
}

static inline bool set_has(const struct thread_set *set, int thread)
{
    return set->word[thread / 64] >> (thread % 64) & 1;
}

static inline bool set_empty(const struct thread_set *set)
{
    return !(set->word[0] | set->word[1]);
}

static inline struct thread_set set_union(struct thread_set a, struct thread_set b)
{
    return (struct thread_set){{a.word[0] | b.word[0], a.word[1] | b.word[1]}};
}

static inline struct thread_set set_minus(struct thread_set a, struct thread_set b)
{
    return (struct thread_set){{a.word[0] & ~b.word[0], a.word[1] & ~b.word[1]}};
}

static inline struct thread_set set_both(struct thread_set a, struct thread_set b)
{
    return (struct thread_set){{a.word[0] & b.word[0], a.word[1] & b.word[1]}};
}

static inline int set_count(const struct thread_set *set)
{
    return __builtin_popcountll(set->word[0]) + __builtin_popcountll(set->word[1]);
}

/* The lowest number that is at least `from`; -1 when there is none. */
static inline int set_next(const struct thread_set *set, int from)
{
    for (int index = from / 64; index < SET_WORDS; index++) {
        uint64_t rest = set->word[index];
        if (index == from / 64)
            rest &= ~(uint64_t)0 << (from % 64);
        if (rest)
            return index * 64 + __builtin_ctzll(rest);
    }
    return -1;
}

/* The name of a new variable cannot stand in parentheses. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define set_each(thread, set)                                                            \
    for (int thread = set_next(set, 0); thread >= 0;                                     \
         thread = thread + 1 < THREADS_MAX ? set_next(set, thread + 1) : -1)
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
