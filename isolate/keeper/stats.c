/* isolate stats: what containers use, live. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "isolate/keeper/ago.h"
#include "isolate/keeper/commands.h"
#include "isolate/keeper/sample.h"
#include "isolate/keeper/stats_view.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"

static bool no_stream;

const struct option_row stats_options[] = {
    {"no-stream", 0, OPTION_FLAG, &no_stream, NULL, "once, in place of a live screen",
     NULL, 0, 0},
    STATE_DIR_ROW,
    {0},
};

enum { FIRST_LOOK_MS = 200 };

static const struct sample *find(const struct stats *stats, const char *id)
{
    for (size_t i = 0; i < stats->count; i++)
        if (!strcmp(stats->samples[i].id, id))
            return &stats->samples[i];
    return NULL;
}

static bool is_asked(const struct stats *stats, const struct state_entry *entry)
{
    for (int i = 0; i < stats->word_count; i++)
        if (!strcmp(stats->words[i], entry->name) ||
            !strncmp(stats->words[i], entry->id, strlen(stats->words[i])))
            return true;
    return stats->word_count == 0;
}

/* Those that run; one that ends meanwhile is not in the next round. */
void stats_look(struct stats *stats)
{
    struct error error;
    cleanup_free struct state_entry *entries = NULL;
    long count = state_list(&entries, &error);
    struct sample *samples =
        xcalloc((size_t)(count > 0 ? count : 0) + 1, sizeof *samples);
    size_t taken = 0;
    for (long i = 0; i < count; i++) {
        struct sample *sample = &samples[taken];
        if (is_asked(stats, &entries[i]) &&
            sample_take(&entries[i], find(stats, entries[i].id), sample, &error) == 0 &&
            sample->phase < PHASE_EXITED)
            taken++;
    }
    free(stats->samples);
    stats->samples = samples;
    stats->count = taken;
}

void stats_line(const struct sample *sample, char *line, size_t size)
{
    const struct cgroup_stats *c = &sample->counters;
    char now[16] = "?", peak[16] = "", limit[16] = "none", read[16] = "?",
         written[16] = "?";
    char cpu[16] = "?", pids[24] = "?";
    if (c->known[CGROUP_MEMORY_NOW])
        say_bytes(c->value[CGROUP_MEMORY_NOW], now);
    if (c->known[CGROUP_MEMORY_PEAK])
        say_bytes(c->value[CGROUP_MEMORY_PEAK], peak);
    if (c->known[CGROUP_MEMORY_LIMIT] && c->value[CGROUP_MEMORY_LIMIT] < UINT64_MAX / 4)
        say_bytes(c->value[CGROUP_MEMORY_LIMIT], limit);
    if (c->known[CGROUP_IO_READ])
        say_bytes(c->value[CGROUP_IO_READ], read);
    if (c->known[CGROUP_IO_WRITTEN])
        say_bytes(c->value[CGROUP_IO_WRITTEN], written);
    if (sample->cpu >= 0)
        snprintf(cpu, sizeof cpu, "%.1f%%", sample->cpu * 100);
    if (c->known[CGROUP_PIDS_NOW])
        snprintf(pids, sizeof pids, "%llu",
                 (unsigned long long)c->value[CGROUP_PIDS_NOW]);
    snprintf(line, size, "%-16.16s %-8s %7s %7s%c %7s %7s %5s %7s %7s", sample->label,
             phase_words[sample->phase], cpu, now, sample->from_proc ? '*' : ' ', peak,
             limit, pids, read, written);
}

const char *stats_head(void)
{
    static char head[96];
    snprintf(head, sizeof head, "%-16s %-8s %7s %7s  %7s %7s %5s %7s %7s", "NAME",
             "STATE", "CPU", "MEMORY", "PEAK", "LIMIT", "PIDS", "READ", "WRITTEN");
    return head;
}

static void print_json(const struct sample *sample)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "id", sample->id);
    json_string(&json, "label", sample->label);
    json_string(&json, "phase", phase_words[sample->phase]);
    json_string(&json, "source", sample->from_proc ? "proc" : "cgroup");
    json_number(&json, "processors", sample->cpu >= 0 ? sample->cpu : (double)NAN);
    for (int i = 0; i < CGROUP_COUNTER_COUNT; i++) {
        if (sample->counters.known[i])
            json_unsigned(&json, cgroup_counter_names[i], sample->counters.value[i]);
        else
            json_null(&json, cgroup_counter_names[i]);
    }
    json_end(&json);
}

static void print(const struct stats *stats)
{
    char line[128];
    bool from_proc = false;
    if (!common_options.json)
        puts(stats_head());
    for (size_t i = 0; i < stats->count; i++) {
        from_proc |= stats->samples[i].from_proc;
        if (common_options.json) {
            print_json(&stats->samples[i]);
            continue;
        }
        stats_line(&stats->samples[i], line, sizeof line);
        puts(line);
    }
    if (from_proc && !common_options.json)
        puts("* no control group counts here: added up from /proc");
    fflush(stdout);
}

static void pause_ms(long milliseconds)
{
    const struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* Whoever is asked for by name must be there. */
static int check_words(int argc, char **argv, struct error *error)
{
    for (int i = 0; i < argc; i++) {
        struct state state;
        int result = state_open(argv[i], &state, error);
        state_close(&state);
        if (result < 0)
            return -1;
    }
    return 0;
}

/* Lines, once or for ever: a share of the processor needs two looks. */
static int as_lines(struct stats *stats)
{
    stats_look(stats);
    pause_ms(FIRST_LOOK_MS);
    stats_look(stats);
    print(stats);
    while (!no_stream && stats->count) {
        pause_ms(STATS_TICK_MS);
        stats_look(stats);
        print(stats);
    }
    return STATUS_OK;
}

int stats_command(int argc, char **argv)
{
    struct stats stats = {.words = argv, .word_count = argc};
    struct error error;
    if (check_words(argc, argv, &error) < 0)
        die_error(&error);
    int status = no_stream || !program_has_screen() ? as_lines(&stats)
                                                    : stats_screen(&stats, &error);
    free(stats.samples);
    if (status < 0)
        die_error(&error);
    return status;
}
