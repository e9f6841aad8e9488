/* The environment of a command, assembled. A later word for a name replaces an earlier.
 */
#include "isolate/runtime/environment_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

struct variables {
    char **items; /* ended by NULL */
    size_t count;
    char **kept; /* texts of ours that items point into, or did */
    size_t kept_count;
};

static char *keep(struct variables *v, char *text)
{
    v->kept = xreallocarray(v->kept, v->kept_count + 1, sizeof *v->kept);
    v->kept[v->kept_count++] = text;
    return text;
}

static size_t name_length(const char *assignment)
{
    return strcspn(assignment, "=");
}

static void set(struct variables *v, const char *assignment)
{
    size_t length = name_length(assignment), i = 0;
    while (i < v->count && (name_length(v->items[i]) != length ||
                            strncmp(v->items[i], assignment, length) != 0))
        i++;
    if (i == v->count) {
        v->items = xreallocarray(v->items, v->count + 2, sizeof *v->items);
        v->items[++v->count] = NULL;
    }
    v->items[i] = (char *)(uintptr_t)assignment;
}

static int add(struct variables *v, const char *option, const char *assignment,
               struct error *error)
{
    size_t length = name_length(assignment);
    if (!length)
        return error_set(error, STATUS_REQUEST,
                         "%s %s: it is NAME=VALUE, or a NAME of ours to be passed on",
                         option, assignment);
    if (assignment[length]) {
        set(v, assignment);
        return 0;
    }
    const char *value = getenv(assignment);
    if (value)
        set(v, keep(v, xasprintf("%s=%s", assignment, value)));
    return 0;
}

/* Lines; those that are empty or begin with # are passed over, as docker does. */
static int add_file(struct variables *v, const char *path, struct error *error)
{
    enum { FILE_LIMIT = 1 << 20 };
    char *text;
    size_t length;
    if (file_read(path, FILE_LIMIT, &text, &length, error) < 0)
        return error_wrap(error, "--env-file");
    keep(v, text);
    for (char *line; (line = strsep(&text, "\n"));)
        if (*line && *line != '#' && add(v, "--env-file", line, error) < 0)
            return -1;
    return 0;
}

char *const *environment_words(const struct option_list *assignments,
                               const struct option_list *files, bool all_of_ours,
                               struct error *error)
{
    static struct variables v; /* to the end of the program, as the header says */
    const char *term = getenv("TERM");
    for (char **ours = environ; all_of_ours && *ours; ours++)
        set(&v, *ours);
    set(&v, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    set(&v, "HOME=/root");
    set(&v, keep(&v, xasprintf("TERM=%s", term && *term ? term : "dumb")));
    for (size_t i = 0; i < files->count; i++)
        if (add_file(&v, files->items[i], error) < 0)
            return NULL;
    for (size_t i = 0; i < assignments->count; i++)
        if (add(&v, "--env", assignments->items[i], error) < 0)
            return NULL;
    return v.items;
}
