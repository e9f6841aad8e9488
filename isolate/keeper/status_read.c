/* Reading status.json. It may have been damaged (a disk, a hand): every field is checked,
 * and the line that refuses it names the file and what to do. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/keeper/state.h"
#include "isolate/keeper/status_fields.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

enum { STATUS_FILE_MAX = 64 * 1024 };

static int damaged(const char *path, const char *what, struct error *error)
{
    return error_set(
        error, STATUS_REQUEST,
        "%s is damaged (%s): isolate gc removes what is left of the container", path,
        what);
}

static bool read_phase(const json_t *value, enum phase *phase)
{
    const char *word = json_string_value(value);
    for (int i = 0; word && i < PHASE_DEAD; i++)
        if (!strcmp(phase_words[i], word)) {
            *phase = (enum phase)i;
            return true;
        }
    return false;
}

static bool read_text(const json_t *value, char *text)
{
    const char *words = json_string_value(value);
    if (!words || strlen(words) >= ERROR_MAX)
        return false;
    strcpy(text, words);
    return true;
}

static bool read_field(const json_t *value, const struct status_field *field,
                       struct container_status *status)
{
    void *at = (char *)status + field->offset;
    json_int_t number = json_integer_value(value);
    switch (field->kind) {
    case STATUS_PHASE:
        return read_phase(value, at);
    case STATUS_INTEGER:
        *(int *)at = (int)number;
        return json_is_integer(value) && number == (int)number;
    case STATUS_UNSIGNED:
        *(uint64_t *)at = (uint64_t)number;
        return json_is_integer(value) && number >= 0;
    case STATUS_BOOL:
        *(bool *)at = json_is_true(value);
        return json_is_boolean(value);
    case STATUS_TEXT:
        return read_text(value, at);
    }
    return false;
}

static int read_fields(const json_t *object, const char *path,
                       struct container_status *status, struct error *error)
{
    for (const struct status_field *field = status_fields; field->name; field++) {
        if (read_field(json_object_get(object, field->name), field, status))
            continue;
        cleanup_free char *what = xasprintf("the field %s", field->name);
        return damaged(path, what, error);
    }
    return 0;
}

static int parse(const char *text, size_t length, const char *path,
                 struct container_status *status, struct error *error)
{
    json_error_t where;
    json_t *object = json_loadb(text, length, 0, &where);
    if (!object) {
        cleanup_free char *what = xasprintf("line %d: %s", where.line, where.text);
        return damaged(path, what, error);
    }
    int result = read_fields(object, path, status, error);
    json_decref(object);
    return result;
}

/* Without a file the folder was made, and nothing came of it yet, or any more. */
int status_read(const struct state *state, struct container_status *status,
                struct error *error)
{
    *status = (struct container_status){.phase = PHASE_CREATING};
    bool alive = state_is_alive(state);
    cleanup_free char *path = xasprintf("%s/status.json", state->path);
    cleanup_free char *text = NULL;
    size_t length;
    if (access(path, F_OK) == 0 &&
        (file_read(path, STATUS_FILE_MAX, &text, &length, error) < 0 ||
         parse(text, length, path, status, error) < 0))
        return -1;

    if (!alive && status->phase != PHASE_EXITED)
        status->phase = PHASE_DEAD;
    return 0;
}
