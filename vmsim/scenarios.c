/* The table of scenarios: a new one is a row. The first is the one that `vmsim
 * play` shows when nothing else is said.
 */
#include "vmsim/scenarios.h"

#include <stddef.h>
#include <string.h>

#include "labs/kit/suggest.h"

enum { NAMES_MAX = 32 };

const struct scenario scenarios[] = {
    {"belady", "1,2,3,4,1,2,5,1,2,3,4,5", "fifo", 3, "Belady's anomaly",
     "FIFO faults 9 times with 3 frames. With 4 it faults 10 times: more memory, more "
     "faults."},
    {"textbook", "7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1", "lru", 3,
     "the string of the textbooks",
     "Twenty references that many books solve on paper: LRU faults 12 times, FIFO 15, "
     "OPT 9."},
    {"loop", "0,1,2,3,4,0,1,2,3,4,0,1,2,3,4,0,1,2,3,4", "lru", 4,
     "a loop, one page too long",
     "Five pages in turn and four frames: LRU always evicts the page that is needed "
     "next, "
     "and never hits."},
    {"locality", "1,2,1,2,3,1,2,1,4,5,4,5,6,4,5,4,1,2,1,2", "lru", 3, "locality changes",
     "The program works on pages 1 and 2, then on 4 and 5, then on 1 and 2 again: faults "
     "come when the working set moves."},
    {"chance", "1,2,3,4,2,5,2,6,2,7,2", "clock", 3, "the second chance",
     "Page 2 is used again and again. CLOCK sees its bit and spares it; FIFO evicts it "
     "(try --policy fifo)."},
    {"future", "1,2,3,4,1,2,5,1,2,3,4,5", "opt", 3, "knowing the future",
     "OPT evicts the page that is needed last, and faults 7 times. No policy faults "
     "less; "
     "no kernel can do it."},
    {0},
};

const struct scenario *scenario_find(const char *name)
{
    for (const struct scenario *s = scenarios; s->name; s++)
        if (!strcmp(s->name, name))
            return s;
    return NULL;
}

const char *scenario_suggest(const char *name)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (const struct scenario *s = scenarios; s->name && count < NAMES_MAX; s++)
        names[count++] = s->name;
    return suggest(name, names, count);
}
