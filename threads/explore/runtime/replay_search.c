/* Replay: a schedule string, step by step. */
#include <stdlib.h>
#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/search.h"
#include "threads/explore/runtime/trace.h"

struct part {
    int thread, variant, count;
};

enum { PARTS_MAX = 8192 };

OURS static struct part *parts;
OURS static int part_count, part, done;
OURS static bool stops;
OURS static const char *mismatch;

/* "1", "w2", "t" or "s" after the number of a thread. */
static bool parse_variant(const char **text, struct part *out)
{
    char letter = **text;
    char *end;
    out->count = 1;
    if (letter != ':' && letter != 'w' && letter != 't' && letter != 's')
        return letter == ',' || letter == '\0';
    ++*text;
    out->variant = letter == 't' ? VARIANT_TIMEOUT : letter == 's' ? VARIANT_SPURIOUS : 0;
    if (letter == 't' || letter == 's')
        return true;
    long number = strtol(*text, &end, 10);
    if (end == *text || number < 0 || number > steps_max)
        return false;
    *text = end;
    if (letter == ':')
        out->count = (int)number;
    else
        out->variant = number < VARIANTS_MAX ? (int)number : -1;
    return out->count > 0 && out->variant >= 0;
}

const char *replay_parse(const char *schedule, bool stop_at_end)
{
    if (!parts)
        parts = ours_allocate(PARTS_MAX * sizeof *parts);
    part_count = 0;
    stops = stop_at_end;
    for (const char *text = schedule; *text;) {
        struct part next = {0};
        char *end;
        long thread = strtol(text, &end, 10);
        if (end == text || thread < 0 || thread >= THREADS_MAX)
            return "a part of the schedule does not begin with a thread";
        next.thread = (int)thread;
        text = end;
        if (!parse_variant(&text, &next) || (*text && *text != ','))
            return "a part of the schedule is not like 1:3, 2w1, 0t or 0s";
        if (part_count == PARTS_MAX)
            return "the schedule has too many parts";
        parts[part_count++] = next;
        text += *text == ',';
    }
    return NULL;
}

const char *replay_mismatch(void)
{
    return mismatch;
}

bool replay_done(void)
{
    return part == part_count;
}

static void begin_run(void)
{
    part = done = 0;
    mismatch = NULL;
}

static bool known(struct choice *choice)
{
    (void)choice;
    return false;
}

struct choice replay_choose(const struct situation *now)
{
    if (part == part_count && stops)
        run_end(RUN_STOPPED);
    if (part == part_count)
        return default_choice(now);
    struct part *next = &parts[part];
    if (!set_has(&now->enabled, next->thread) ||
        !(now->ways[next->thread] >> next->variant & 1)) {
        mismatch = "the schedule asks for a step that cannot be done there";
        run_end(RUN_STOPPED);
    }
    if (++done == next->count) {
        part++;
        done = 0;
    }
    return (struct choice){next->thread, next->variant};
}

const struct search replay_search = {begin_run, known, replay_choose};
