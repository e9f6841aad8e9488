/* isolate top: the processes of a container, with their numbers out here and inside. */
#include <stdio.h>
#include <string.h>

#include "isolate/keeper/ago.h"
#include "isolate/keeper/commands.h"
#include "isolate/keeper/inside.h"
#include "isolate/keeper/names.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"

const struct option_row top_options[] = {STATE_DIR_ROW, {0}};

static void print_line(const struct inside *process)
{
    char memory[16], command[256];
    say_bytes(process->resident, memory);
    inside_command(process, command, sizeof command);
    printf("%8d %7d %11u %c %8.2f %8s  ", process->pid, process->inner, process->uid,
           process->state, (double)process->cpu / 1e6, memory);
    plain_put(stdout, command, strlen(command));
    putchar('\n');
}

static void print_json(const struct inside *process)
{
    char command[256];
    struct json json = json_begin(stdout);
    inside_command(process, command, sizeof command);
    json_object(&json, NULL);
    json_integer(&json, "pid", process->pid);
    json_integer(&json, "pid_inside", process->inner);
    json_integer(&json, "parent", process->parent);
    json_unsigned(&json, "uid", process->uid);
    json_text(&json, "state", &process->state, 1);
    json_unsigned(&json, "threads", process->threads);
    json_unsigned(&json, "cpu_microseconds", process->cpu);
    json_unsigned(&json, "resident_bytes", process->resident);
    json_string(&json, "command", command);
    json_end(&json);
}

static int show(struct state *state, void *context, struct error *error)
{
    struct container_status status;
    (void)context;
    if (status_read(state, &status, error) < 0)
        return -1;
    if (status.phase >= PHASE_EXITED)
        return error_set(error, STATUS_REQUEST, "%s does not run", state_label(state));
    cleanup_free struct inside *processes = NULL;
    long count = inside_list(&status, &processes);
    if (!common_options.json)
        printf("%8s %7s %11s %c %8s %8s  %s\n", "PID", "INSIDE", "UID", 'S', "CPU s",
               "MEMORY", "COMMAND");
    for (long i = 0; i < count; i++)
        (common_options.json ? print_json : print_line)(&processes[i]);
    return 0;
}

int top_command(int argc, char **argv)
{
    return each_container(argc, argv, false, show, NULL);
}
