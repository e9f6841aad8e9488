/* isolate-oci update: other limits for a container that is there. */
#include <stdlib.h>
#include <string.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/oci/create.h"
#include "isolate/oci/oci.h"

/* The numbers of a wish that the options set, in the order of oci_update_options. */
static const size_t numbers[] = {
    offsetof(struct cgroup_wish, memory),
    offsetof(struct cgroup_wish, memory_swap),
    offsetof(struct cgroup_wish, memory_reservation),
    offsetof(struct cgroup_wish, kernel_memory),
    offsetof(struct cgroup_wish, kernel_tcp_memory),
    offsetof(struct cgroup_wish, cpu_quota),
    offsetof(struct cgroup_wish, cpu_period),
    offsetof(struct cgroup_wish, cpu_burst),
    offsetof(struct cgroup_wish, cpu_shares),
    offsetof(struct cgroup_wish, realtime_runtime),
    offsetof(struct cgroup_wish, realtime_period),
    offsetof(struct cgroup_wish, pids),
    offsetof(struct cgroup_wish, io_weight),
};
enum { NUMBERS = sizeof numbers / sizeof *numbers, CPUS = NUMBERS, MEMS, TEXTS };

static const char *resources_file;
static const char *texts[TEXTS];

#define NUMBER(index, word, text)                                                        \
    {                                                                                    \
        word, 0, OPTION_TEXT, &texts[index], "N", text, NULL, 0, 0                       \
    }

const struct option_row oci_update_options[] = {
    {"resources", 'r', OPTION_TEXT, &resources_file, "FILE",
     "a `resources` object as in config.json; - is the standard input", NULL, 0, 0},
    NUMBER(0, "memory", "bytes of memory"),
    NUMBER(1, "memory-swap", "bytes of memory and swap together"),
    NUMBER(2, "memory-reservation", "bytes that are kept for it"),
    NUMBER(3, "kernel-memory", "bytes of kernel memory (v1)"),
    NUMBER(4, "kernel-memory-tcp", "bytes of kernel memory for TCP (v1)"),
    NUMBER(5, "cpu-quota", "microseconds of processor time per period"),
    NUMBER(6, "cpu-period", "that period, microseconds"),
    NUMBER(7, "cpu-burst", "microseconds that may be saved up"),
    NUMBER(8, "cpu-share", "its share of the processor, 2 to 262144"),
    NUMBER(9, "cpu-rt-runtime", "microseconds of real time (v1)"),
    NUMBER(10, "cpu-rt-period", "their period (v1)"),
    NUMBER(11, "pids-limit", "processes and threads; -1 lifts the limit"),
    NUMBER(12, "blkio-weight", "its share of the disks, 10 to 1000"),
    {"cpuset-cpus", 0, OPTION_TEXT, &texts[CPUS], "LIST", "on which processors", NULL, 0,
     0},
    {"cpuset-mems", 0, OPTION_TEXT, &texts[MEMS], "LIST", "on which memory nodes", NULL,
     0, 0},
    {0},
};

/* "-1" lifts a limit; all numbers of a wish are of 64 bits. */
static int set_number(struct cgroup_wish *wish, size_t index, struct error *error)
{
    char *end;
    const char *text = texts[index];
    long long value = strtoll(text, &end, 10);
    if (end == text || *end || value < -1)
        return error_set(error, STATUS_REQUEST, "--%s %s: a whole number is needed",
                         oci_update_options[index + 1].name, text);
    memcpy((char *)wish + numbers[index], &(int64_t){value}, sizeof(int64_t));
    return 0;
}

static int read_wish(struct resolution *r, struct config *file, struct error *error)
{
    struct config_resources *resources;
    for (size_t i = 0; i < NUMBERS; i++)
        if (texts[i] && set_number(&r->cgroup, i, error) < 0)
            return -1;
    r->cgroup.cpus = texts[CPUS];
    r->cgroup.mems = texts[MEMS];
    if (!resources_file)
        return 0;
    if (config_read_resources(resources_file, file, &resources, error) < 0)
        return -1;
    return resolve_resources(r, resources);
}

static int update(const struct record *record, struct error *error)
{
    struct resolution r = {.error = error};
    struct config file = {0};
    struct cgroup group;
    int result = read_wish(&r, &file, error);
    if (result == 0 && record_status(record) == CONTAINER_STOPPED)
        result = error_set(error, STATUS_REQUEST,
                           "container %s is stopped: container "
                           "not running",
                           record->id);
    if (result == 0 && !record->cgroup)
        result = error_set(error, STATUS_HOST, "container %s has no control group",
                           record->id);
    if (result == 0 && (result = cgroup_open_text(record->cgroup, &group, error)) == 0) {
        result = cgroup_update(&group, &r.cgroup, error);
        cgroup_close(&group);
    }
    resolve_free(&r);
    config_free(&file);
    return result;
}

int oci_update(int argc, char **argv)
{
    struct error error = {0};
    struct record record;
    (void)argc;
    if (record_open(argv[0], &record, &error) < 0)
        return oci_fail(1, &error);
    int result = record_lock(&record, &error);
    if (result == 0)
        result = update(&record, &error);
    record_close(&record);
    return result < 0 ? oci_fail(1, &error) : 0;
}
