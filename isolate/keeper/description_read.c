/* Reading container.json, which may have been damaged: what is needed is checked. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/keeper/description.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

enum { DESCRIPTION_MAX = 4 * 1024 * 1024 };

static int damaged(const char *path, const char *what, struct error *error)
{
    return error_set(
        error, STATUS_REQUEST,
        "%s is damaged (%s): isolate gc removes what is left of the container", path,
        what);
}

/* Copies of an array of strings; NULL when it is not one. */
static char **read_words(const json_t *array)
{
    size_t count = json_array_size(array);
    char **words = xcalloc(count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++) {
        const char *word = json_string_value(json_array_get(array, i));
        words[i] = word ? xstrdup(word) : NULL;
    }
    if (json_is_array(array) && count && words[count - 1])
        return words;
    for (size_t i = 0; i < count; i++)
        free(words[i]);
    free(words);
    return NULL;
}

static char *read_string(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value ? xstrdup(value) : NULL;
}

static void read_all(const json_t *object, struct description *description)
{
    description->cwd = read_string(object, "cwd");
    description->folder = read_string(object, "folder");
    description->stop_signal = read_string(object, "stop_signal");
    description->arguments = read_words(json_object_get(object, "arguments"));
    description->command = read_words(json_object_get(object, "command"));
    description->terminal = json_is_true(json_object_get(object, "terminal"));
    description->interactive = json_is_true(json_object_get(object, "interactive"));
    description->remove = json_is_true(json_object_get(object, "remove"));
    description->stop_seconds =
        (unsigned long)json_integer_value(json_object_get(object, "stop_seconds"));
}

static int parse(const char *path, size_t length, struct description *description,
                 struct error *error)
{
    json_error_t where;
    json_t *object = json_loadb(description->text, length, 0, &where);
    if (!object) {
        cleanup_free char *what = xasprintf("line %d: %s", where.line, where.text);
        return damaged(path, what, error);
    }
    read_all(object, description);
    json_decref(object);
    if (!description->cwd || !description->folder || !description->arguments ||
        !description->command)
        return damaged(path, "cwd, folder, arguments or command is missing", error);
    return 0;
}

int description_read(const struct state *state, struct description *description,
                     struct error *error)
{
    *description = (struct description){0};
    cleanup_free char *path = xasprintf("%s/container.json", state->path);
    size_t length;
    if (file_read(path, DESCRIPTION_MAX, &description->text, &length, error) < 0)
        return error_wrap(error, "isolate gc removes what is left of the container");
    if (parse(path, length, description, error) == 0)
        return 0;
    description_free(description);
    return -1;
}

static void free_words(char **words)
{
    for (size_t i = 0; words && words[i]; i++)
        free(words[i]);
    free(words);
}

void description_free(struct description *description)
{
    free(description->cwd);
    free(description->folder);
    free(description->stop_signal);
    free(description->text);
    free_words(description->arguments);
    free_words(description->command);
    *description = (struct description){0};
}
