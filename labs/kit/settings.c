/* The file is read when it is asked for: a handful of lines. It is replaced as a whole,
 * so that there is never half of it; lines of a later ring3 are kept.
 */
#include "labs/kit/settings.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/suggest.h"
#include "labs/kit/words.h"

enum { FILE_MAX = 1 << 16 };

const struct setting settings[] = {
    {"theme", "dark light mono safe", "settings.theme"},
    {"language", "", "settings.language"},
    {"editor", "auto here tmux code", "settings.editor"},
    {"time-factor", "", "settings.time-factor"},
    {NULL, NULL, NULL},
};

/* Without making the folder: reading a setting writes nothing. */
static char *file_path(void)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config && *config == '/')
        return path_join(config, "ring3/settings");
    return home && *home ? path_join(home, ".config/ring3/settings") : NULL;
}

static char *read_all(void)
{
    cleanup_free char *path = file_path();
    char *text = NULL;
    size_t length;
    if (!path || file_read(path, FILE_MAX, &text, &length, NULL) < 0)
        return xstrdup("");
    return text;
}

/* Is it the line of this name? Then where its value begins. */
static const char *value_in(const char *line, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(line, name, length) != 0)
        return NULL;
    const char *equals = line + length + strspn(line + length, " \t");
    return *equals == '=' ? equals + 1 + strspn(equals + 1, " \t") : NULL;
}

char *setting_get(const char *name)
{
    cleanup_free char *text = read_all();
    for (const char *line = text; *line;) {
        size_t end = strcspn(line, "\n");
        const char *value = value_in(line, name);
        if (value) {
            size_t length = end - (size_t)(value - line);
            while (length && isspace((unsigned char)value[length - 1]))
                length--;
            return length ? xasprintf("%.*s", (int)length, value) : NULL;
        }
        line += end + (line[end] == '\n');
    }
    return NULL;
}

static bool is_one_of(const char *value, const char *values)
{
    size_t length = strlen(value);
    for (const char *at = values; *at;) {
        size_t word = strcspn(at, " ");
        if (word == length && !strncmp(at, value, length))
            return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

static int refuse(const char *name, const char *value, struct error *error)
{
    const char *names[16];
    size_t count = 0;
    for (const struct setting *s = settings; s->name; s++) {
        names[count++] = s->name;
        if (strcmp(s->name, name) != 0)
            continue;
        if (!value || (*value && !strchr(value, '\n') &&
                       (!*s->values || is_one_of(value, s->values))))
            return 0;
        return error_set(error, STATUS_REQUEST, say_as("settings.none-of", "%s %s %s"),
                         name, value, *s->values ? s->values : say("settings.one-word"));
    }
    const char *near = suggest(name, names, count);
    if (near)
        return error_set(error, STATUS_REQUEST, say_as("settings.unknown-near", "%s %s"),
                         name, near);
    return error_set(error, STATUS_REQUEST, say_as("settings.unknown", "%s"), name);
}

int setting_set(const char *name, const char *value, struct error *error)
{
    if (refuse(name, value, error) < 0)
        return -1;
    cleanup_free char *folder = path_config(error);
    cleanup_free char *text = read_all(), *path = folder ? file_path() : NULL;
    char *fresh = NULL;
    size_t size;
    if (!path)
        return -1;
    FILE *out = open_memstream(&fresh, &size);
    if (!out)
        return error_set(error, STATUS_HOST, "%s", say("kit.no-memory"));
    for (const char *line = text; *line;) {
        size_t end = strcspn(line, "\n");
        if (!value_in(line, name))
            fprintf(out, "%.*s\n", (int)end, line);
        line += end + (line[end] == '\n');
    }
    if (value)
        fprintf(out, "%s = %s\n", name, value);
    fclose(out);
    int result = file_write_atomic(path, fresh, size, error);
    free(fresh);
    return result;
}
