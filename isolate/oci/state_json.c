/* The state of a container as JSON. */
#include "isolate/oci/state_json.h"

#include <stdlib.h>

#include "labs/kit/json.h"

static void put_annotations(struct json *json, const struct config *config)
{
    if (!config->annotations.count)
        return;
    json_object(json, "annotations");
    for (size_t i = 0; i < config->annotations.count; i++)
        json_string(json, config->annotations.items[i].name,
                    config->annotations.items[i].value);
    json_close(json);
}

static void put_state(struct json *json, const struct record *record,
                      enum oci_status status)
{
    json_string(json, "ociVersion", "1.1.0");
    json_string(json, "id", record->id);
    json_string(json, "status", oci_status_words[status]);
    json_integer(json, "pid", status == CONTAINER_STOPPED ? 0 : record->pid);
    json_string(json, "bundle", record->bundle ? record->bundle : "");
    if (record->created)
        json_string(json, "created", record->created);
    if (record->owner)
        json_string(json, "owner", record->owner);
    put_annotations(json, &record->config);
}

void state_json(FILE *out, const struct record *record, enum oci_status status)
{
    struct json json = json_begin(out);
    json_object(&json, NULL);
    put_state(&json, record, status);
    json_end(&json);
}

char *state_json_for_listener(const struct record *record)
{
    const char *metadata = record->config.linux_->seccomp->listener_metadata;
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return xstrdup("");
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_string(&json, "ociVersion", "0.2.0"); /* of this message, as the text has it */
    json_array(&json, "fds");
    json_string(&json, NULL, "seccompFd");
    json_close(&json);
    json_integer(&json, "pid", record->pid);
    json_string(&json, "metadata", metadata ? metadata : "");
    json_object(&json, "state");
    put_state(&json, record, CONTAINER_CREATING);
    json_close(&json);
    json_end(&json);
    fclose(out);
    return text;
}

char *state_json_text(const struct record *record, enum oci_status status)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return xstrdup("");
    state_json(out, record, status);
    fclose(out);
    return text;
}
