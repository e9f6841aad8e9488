/* All observable results, each with how many interleavings lead to it. */
#include "threads/explore/runtime/outcomes.h"

#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/output.h"
#include "threads/explore/runtime/report.h"
#include "threads/explore/runtime/trace.h"

enum { OUTCOMES_MAX = 512, OUTPUT_KEPT = 1024, SCHEDULE_KEPT = 2048 };

struct outcome {
    uint64_t hash; /* of kind, status and all of the output */
    uint64_t count;
    enum run_end end;
    enum explore_kind kind;
    int exit_status;
    size_t output_length;
    char output[OUTPUT_KEPT];
    char schedule[SCHEDULE_KEPT]; /* the first that led here; "" if it is too long */
};

OURS static struct outcome *outcomes;
OURS static int count;
OURS static char schedule[SCHEDULE_MAX];

static uint64_t hash_run(const char *output, size_t length)
{
    uint64_t hash = hash_word((uint64_t)ending.kind, (uint64_t)ending.exit_status);
    hash = hash_word(hash, ending.end);
    return hash_bytes(hash, (uintptr_t)output, length);
}

static void keep_run(struct outcome *outcome, const char *output, size_t length)
{
    outcome->end = ending.end;
    outcome->kind = ending.kind;
    outcome->exit_status = ending.exit_status;
    outcome->output_length = length < OUTPUT_KEPT ? length : OUTPUT_KEPT;
    memcpy(outcome->output, output, outcome->output_length);
    trace_schedule(trace_length, schedule);
    if (strlen(schedule) < SCHEDULE_KEPT)
        memcpy(outcome->schedule, schedule, strlen(schedule) + 1);
}

bool outcomes_add(void)
{
    size_t length;
    const char *output = output_text(&length);
    uint64_t hash = hash_run(output, length);
    if (!outcomes)
        outcomes = ours_allocate(OUTCOMES_MAX * sizeof *outcomes);
    for (int i = 0; i < count; i++)
        if (outcomes[i].hash == hash) {
            outcomes[i].count++;
            return true;
        }
    if (count == OUTCOMES_MAX)
        return false;
    outcomes[count].hash = hash;
    outcomes[count].count = 1;
    keep_run(&outcomes[count++], output, length);
    return true;
}

void outcomes_report(void)
{
    for (int i = 0; i < count; i++) {
        const struct outcome *outcome = &outcomes[i];
        report("outcome\t%d\t%d\t%d\t%llu\n", outcome->end, outcome->kind,
               outcome->exit_status, (unsigned long long)outcome->count);
        report_text("output", outcome->output, outcome->output_length);
        report_text("schedule", outcome->schedule, strlen(outcome->schedule));
    }
}
