/* status.json: its fields, and writing it. Each write replaces the file as a whole, so a
 * reader finds an old status or a new one, never half of one. */
#include <stdlib.h>
#include <string.h>

#include "isolate/keeper/state.h"
#include "isolate/keeper/status_fields.h"
#include "isolate/keeper/status_json.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"

const char *const phase_words[] = {"creating", "running", "paused",
                                   "exited",   "dead",    NULL};

_Static_assert(sizeof(pid_t) == sizeof(int), "a pid is written as an int");

#define FIELD(name, kind)                                                                \
    {                                                                                    \
#name, kind, offsetof(struct container_status, name)                             \
    }

const struct status_field status_fields[] = {
    FIELD(phase, STATUS_PHASE),          FIELD(keeper, STATUS_INTEGER),
    FIELD(pid, STATUS_INTEGER),          FIELD(keeper_started, STATUS_UNSIGNED),
    FIELD(pid_started, STATUS_UNSIGNED), FIELD(pid_namespace, STATUS_UNSIGNED),
    FIELD(created, STATUS_UNSIGNED),     FIELD(started, STATUS_UNSIGNED),
    FIELD(ended, STATUS_UNSIGNED),       FIELD(exit_status, STATUS_INTEGER),
    FIELD(signal, STATUS_INTEGER),       FIELD(out_of_memory, STATUS_BOOL),
    FIELD(time_over, STATUS_BOOL),       FIELD(output_over, STATUS_BOOL),
    FIELD(wall, STATUS_UNSIGNED),        FIELD(cpu, STATUS_UNSIGNED),
    FIELD(peak_memory, STATUS_UNSIGNED), FIELD(lost_log, STATUS_UNSIGNED),
    FIELD(message, STATUS_TEXT),         {0},
};

static void write_field(struct json *json, const struct status_field *field,
                        const struct container_status *status)
{
    const void *at = (const char *)status + field->offset;
    switch (field->kind) {
    case STATUS_PHASE:
        json_string(json, field->name, phase_words[*(const enum phase *)at]);
        break;
    case STATUS_INTEGER:
        json_integer(json, field->name, *(const int *)at);
        break;
    case STATUS_UNSIGNED:
        json_unsigned(json, field->name, *(const uint64_t *)at);
        break;
    case STATUS_BOOL:
        json_bool(json, field->name, *(const bool *)at);
        break;
    case STATUS_TEXT:
        json_string(json, field->name, at);
        break;
    }
}

void status_json(struct json *json, const struct container_status *status)
{
    for (const struct status_field *field = status_fields; field->name; field++)
        write_field(json, field, status);
}

int status_write(const struct state *state, const struct container_status *status,
                 struct error *error)
{
    cleanup_free char *path = xasprintf("%s/status.json", state->path);
    struct atomic_file file;
    if (atomic_file_open(&file, path, error) < 0)
        return -1;
    file.unsynced = true; /* no container outlasts a loss of power */
    struct json json = json_begin(file.out);
    json_object(&json, NULL);
    status_json(&json, status);
    json_end(&json);
    return atomic_file_commit(&file, error);
}
