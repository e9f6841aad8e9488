/* isolate-oci ps: the processes of the container's control group, as the host sees
 * them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/record.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/process.h"

static const char *format = "table";

const struct option_row oci_ps_options[] = {
    {"format", 'f', OPTION_CHOICE, &format, "FORMAT",
     "table (the host's ps, with the options that follow) or json (the ids)",
     "table json", 0, 0},
    {0},
};

static void print_json(const pid_t *pids, long count)
{
    struct json json = json_begin(stdout);
    json_array(&json, NULL);
    for (long i = 0; i < count; i++)
        json_integer(&json, NULL, pids[i]);
    json_end(&json);
}

/* Which word of ps's heading is PID; -1 when there is none. */
static int pid_column(const char *heading)
{
    cleanup_free char *copy = xstrdup(heading);
    char *rest = copy, *word;
    for (int i = 0; (word = strtok_r(rest, " \t\n", &rest)); i++)
        if (!strcmp(word, "PID"))
            return i;
    return -1;
}

static long word_as_number(const char *line, int index)
{
    cleanup_free char *copy = xstrdup(line);
    char *rest = copy, *word = NULL;
    for (int i = 0; i <= index; i++)
        word = strtok_r(rest, " \t\n", &rest);
    return word ? strtol(word, NULL, 10) : 0;
}

static bool is_one_of(long pid, const pid_t *pids, long count)
{
    for (long i = 0; i < count; i++)
        if (pids[i] == pid)
            return true;
    return false;
}

/* The lines of ps that are about our processes. */
static int print_table(char **options, int option_count, const pid_t *pids, long count,
                       struct error *error)
{
    const char *argv[66] = {"ps", "-ef"};
    for (int i = 0; i < option_count && i < 64; i++)
        argv[i + 1] = options[i];
    struct process ps = {.argv = argv, .seconds = 10};
    struct process_result result;
    if (process_run(&ps, &result, error) < 0)
        return -1;
    char *rest = result.output, *line = strsep(&rest, "\n");
    int column = pid_column(line ? line : "");
    if (column >= 0)
        puts(line);
    while (column >= 0 && (line = strsep(&rest, "\n")))
        if (*line && is_one_of(word_as_number(line, column), pids, count))
            puts(line);
    process_result_free(&result);
    return column >= 0 ? 0
                       : error_set(error, STATUS_REQUEST,
                                   "ps shows no column PID with these options");
}

static int show(const struct record *record, int argc, char **argv, struct error *error)
{
    struct cgroup group;
    pid_t *pids = NULL;
    if (!record->cgroup)
        return error_set(error, STATUS_HOST, "container %s has no control group",
                         record->id);
    if (cgroup_open_text(record->cgroup, &group, error) < 0)
        return -1;
    long count = cgroup_processes(&group, &pids, error);
    cgroup_close(&group);
    int result = count < 0 ? -1 : 0;
    if (result == 0 && !strcmp(format, "json"))
        print_json(pids, count);
    else if (result == 0)
        result = print_table(argv + 1, argc - 1, pids, count, error);
    free(pids);
    return result;
}

int oci_ps(int argc, char **argv)
{
    struct error error = {0};
    struct record record;
    if (record_open(argv[0], &record, &error) < 0)
        return oci_fail(1, &error);
    int result = show(&record, argc, argv, &error);
    record_close(&record);
    return result < 0 ? oci_fail(1, &error) : 0;
}
