/* The quick pass: random walks and PCT. They prove nothing, but find most bugs
 * within a few hundred schedules. */
#include "threads/explore/runtime/search.h"
#include "threads/explore/runtime/trace.h"

enum { PCT_CHANGES = 8 };

OURS static uint64_t state;
OURS static int changes[PCT_CHANGES]; /* after so many choices */
OURS static int change_count, planned_depth, planned_length, choices;

/* S. Vigna's splitmix64: the whole state is one number. */
static uint64_t draw(void)
{
    state += 0x9e3779b97f4a7c15;
    uint64_t z = state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static int below(int limit)
{
    return (int)(draw() % (uint64_t)limit);
}

void random_seed(uint64_t seed)
{
    state = seed;
}

static int random_way(uint64_t ways)
{
    for (int skip = below(__builtin_popcountll(ways)); skip > 0; skip--)
        ways &= ways - 1;
    return __builtin_ctzll(ways);
}

static bool never_known(struct choice *choice)
{
    (void)choice;
    return false;
}

static void begin_random(void)
{
}

static struct choice choose_random(const struct situation *now)
{
    int skip = below(set_count(&now->enabled));
    int thread = set_next(&now->enabled, 0);
    for (; skip > 0; skip--)
        thread = set_next(&now->enabled, thread + 1);
    return (struct choice){thread, random_way(now->ways[thread])};
}

void pct_plan(int depth, int length)
{
    planned_depth = depth;
    planned_length = length < 1 ? 1 : length;
}

static void begin_pct(void)
{
    choices = 0;
    change_count = planned_depth - 1 < PCT_CHANGES ? planned_depth - 1 : PCT_CHANGES;
    for (int i = 0; i < change_count; i++)
        changes[i] = below(planned_length);
}

/* A new thread draws its priority; at a change point, and when it yields, the current
 * one falls below all others. */
static void set_priorities(const struct situation *now)
{
    struct thread *current = &threads[now->current];
    for (int i = 0; i < thread_limit(); i++)
        if (threads[i].priority == 0)
            threads[i].priority = 1000 + below(1000000);
    for (int i = 0; i < change_count; i++)
        if (changes[i] == choices)
            current->priority = PCT_CHANGES - i;
    if (current->yields)
        current->priority = -choices - 1;
}

static struct choice choose_pct(const struct situation *now)
{
    set_priorities(now);
    choices++;
    int best = -1;
    set_each(thread, &now->enabled)
    {
        if (best < 0 || threads[thread].priority > threads[best].priority)
            best = thread;
    }
    return (struct choice){best, random_way(now->ways[best])};
}

const struct search random_search = {begin_random, never_known, choose_random};
const struct search pct_search = {begin_pct, never_known, choose_pct};
