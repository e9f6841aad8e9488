/* isolate inspect: all that is known about a container, as one JSON object. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate/keeper/commands.h"
#include "isolate/keeper/description.h"
#include "isolate/keeper/status_json.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"

const struct option_row inspect_options[] = {STATE_DIR_ROW, {0}};

enum { TEXT_MAX = 4 * 1024 * 1024 };

/* A file of the state, "" when it is not there. */
static char *read_text(const struct state *state, const char *name)
{
    struct error error;
    size_t length;
    char *text = NULL;
    cleanup_free char *path = xasprintf("%s/%s", state->path, name);
    if (file_read(path, TEXT_MAX, &text, &length, &error) < 0)
        return xstrdup("");
    return text;
}

static void put_groups(struct json *json, const struct state *state)
{
    cleanup_free char *text = read_text(state, "cgroup");
    char *rest = NULL;
    json_array(json, "cgroups");
    for (char *line = strtok_r(text, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest))
        json_string(json, NULL, line);
    json_close(json);
}

/* container.json is an object of ours already: its fields are put in as they stand, after
 * it was read once to know that it is whole. */
static int show(struct state *state, void *context, struct error *error)
{
    struct container_status status;
    (void)context;
    cleanup_free char *text = read_text(state, "container.json");
    size_t length = strlen(text);
    struct description description;
    if (status_read(state, &status, error) < 0 ||
        description_read(state, &description, error) < 0)
        return -1;
    description_free(&description);
    while (length && text[length - 1] == '\n')
        text[--length] = 0;
    if (length)
        text[length - 1] = 0; /* the brace that closes it */
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "name", state->name[0] ? state->name : NULL);
    json_string(&json, "path", state->path);
    json_object(&json, "state");
    status_json(&json, &status);
    json_close(&json);
    put_groups(&json, state);
    if (text[0] == '{')
        printf(",%s", text + 1);
    json_end(&json);
    return 0;
}

int inspect_command(int argc, char **argv)
{
    return each_container(argc, argv, false, show, NULL);
}
