/* What a container uses now. */
#include "isolate/keeper/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "isolate/keeper/inside.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

enum { TEXT_MAX = 65536 };

static void set(struct sample *sample, enum cgroup_counter counter, uint64_t value)
{
    sample->counters.value[counter] = value;
    sample->counters.known[counter] = true;
}

/* The processes that there are now: what those that have ended used is not in it, and a
 * page that two share counts twice. */
static void add_up(const struct container_status *status, struct sample *sample)
{
    cleanup_free struct inside *processes = NULL;
    long count = inside_list(status, &processes);
    uint64_t memory = 0, cpu = 0, threads = 0;
    for (long i = 0; i < count; i++) {
        memory += processes[i].resident;
        cpu += processes[i].cpu;
        threads += processes[i].threads;
    }
    sample->from_proc = true;
    if (!sample->counters.known[CGROUP_MEMORY_NOW])
        set(sample, CGROUP_MEMORY_NOW, memory);
    if (!sample->counters.known[CGROUP_CPU_TIME])
        set(sample, CGROUP_CPU_TIME, cpu);
    if (!sample->counters.known[CGROUP_PIDS_NOW])
        set(sample, CGROUP_PIDS_NOW, threads);
}

static void read_group(const struct state *state, struct sample *sample)
{
    struct error none;
    struct cgroup group;
    size_t length;
    cleanup_free char *path = xasprintf("%s/cgroup", state->path), *text = NULL;
    if (file_read(path, TEXT_MAX, &text, &length, &none) < 0 || !length ||
        cgroup_open_text(text, &group, &none) < 0)
        return;
    cgroup_stats(&group, &sample->counters);
    cgroup_close(&group);
}

static bool lacks_counters(const struct sample *sample)
{
    return !sample->counters.known[CGROUP_MEMORY_NOW] ||
           !sample->counters.known[CGROUP_CPU_TIME] ||
           !sample->counters.known[CGROUP_PIDS_NOW];
}

static double cpu_since(const struct sample *before, const struct sample *sample)
{
    uint64_t now = sample->counters.value[CGROUP_CPU_TIME];
    uint64_t then = before ? before->counters.value[CGROUP_CPU_TIME] : 0;
    if (!before || sample->time <= before->time || now < then)
        return -1;
    return (double)(now - then) * 1000 / (double)(sample->time - before->time);
}

int sample_take(const struct state_entry *entry, const struct sample *before,
                struct sample *sample, struct error *error)
{
    struct state state;
    struct container_status status;
    struct timespec now;
    *sample = (struct sample){.cpu = -1};
    if (state_open_entry(entry, &state, error) < 0)
        return -1;
    memcpy(sample->id, entry->id, sizeof sample->id);
    snprintf(sample->label, sizeof sample->label, "%s",
             entry->name[0] ? entry->name : entry->id);
    int result = status_read(&state, &status, error);
    sample->phase = status.phase;
    if (result == 0 && status.phase < PHASE_EXITED) {
        read_group(&state, sample);
        if (lacks_counters(sample))
            add_up(&status, sample);
        clock_gettime(CLOCK_MONOTONIC, &now);
        sample->time = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
        sample->cpu = cpu_since(before, sample);
    }
    state_close(&state);
    return result;
}
