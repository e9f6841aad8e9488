/* Reading a host's files. See view.h. */
#include "isolate/host/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

const struct host_view this_host = {""};

enum { TEXT_LIMIT = 1 << 20 };

static char *read_whole(const struct host_view *view, const char *path, size_t *length)
{
    char *text = NULL;
    cleanup_free char *full = xasprintf("%s%s", view->root, path);
    if (file_read(full, TEXT_LIMIT, &text, length, NULL) < 0)
        return NULL;
    return text;
}

char *view_text(const struct host_view *view, const char *path)
{
    size_t length;
    return read_whole(view, path, &length);
}

long view_number(const struct host_view *view, const char *path)
{
    cleanup_free char *text = view_text(view, path);
    char *end;
    long value = text ? strtol(text, &end, 10) : -1;
    return text && end != text ? value : -1;
}

bool view_exists(const struct host_view *view, const char *path)
{
    cleanup_free char *full = xasprintf("%s%s", view->root, path);
    return access(full, F_OK) == 0;
}

bool view_holds(const struct host_view *view, const char *path, const char *words)
{
    cleanup_free char *text = view_text(view, path);
    return text && strstr(text, words);
}

long long view_status(const struct host_view *view, const char *field, int base)
{
    cleanup_free char *text = view_text(view, "/proc/self/status");
    size_t length = strlen(field);
    for (const char *at = text; at && *at; at = strchr(at, '\n'), at = at ? at + 1 : NULL)
        if (!strncmp(at, field, length) && at[length] == ':')
            return strtoll(at + length + 1, NULL, base);
    return -1;
}

/* The second number of the line is the effective id. */
unsigned view_uid(const struct host_view *view)
{
    unsigned real, effective;
    cleanup_free char *text = view_text(view, "/proc/self/status");
    const char *line = text ? strstr(text, "\nUid:") : NULL;
    if (!line || sscanf(line, " Uid: %u %u", &real, &effective) != 2)
        return geteuid();
    return effective;
}

bool view_is_real_root(const struct host_view *view)
{
    unsigned inside = 1, outside = 1, count = 0;
    cleanup_free char *map = view_text(view, "/proc/self/uid_map");
    return view_uid(view) == 0 && map &&
           sscanf(map, "%u %u %u", &inside, &outside, &count) == 3 && inside == 0 &&
           outside == 0 && count == 4294967295u;
}

/* The kernel separates variables with a NUL; a file that was written by hand may have
 * lines. */
char *view_variable(const struct host_view *view, const char *name)
{
    size_t size = 0, length = strlen(name);
    cleanup_free char *text = read_whole(view, "/proc/self/environ", &size);
    for (size_t at = 0; text && at < size;) {
        size_t end = at;
        while (end < size && text[end] && text[end] != '\n')
            end++;
        text[end] = 0; /* there is room for one NUL after the text */
        if (!strncmp(text + at, name, length) && text[at + length] == '=')
            return xstrdup(text + at + length + 1);
        at = end + 1;
    }
    return NULL;
}

static void see_line(char *line, void (*see)(const struct view_mount *, void *),
                     void *context)
{
    char *fields[32];
    size_t count = 0, dash = 6;
    for (char *rest = line, *field; count < 32 && (field = strsep(&rest, " "));)
        fields[count++] = field;
    while (dash < count && strcmp(fields[dash], "-") != 0)
        dash++;
    if (dash + 1 >= count)
        return;
    see(&(struct view_mount){.root = fields[3],
                             .point = fields[4],
                             .options = fields[5],
                             .optional = dash > 6 ? fields[6] : "",
                             .type = fields[dash + 1]},
        context);
}

void view_each_mount(const struct host_view *view,
                     void (*see)(const struct view_mount *mount, void *context),
                     void *context)
{
    cleanup_free char *text = view_text(view, "/proc/self/mountinfo");
    char *rest = text;
    for (char *line; text && (line = strsep(&rest, "\n"));)
        see_line(line, see, context);
}

char *view_program(const struct host_view *view, const char *name)
{
    static const char *const folders[] = {
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = xasprintf("%s/%s", folders[i], name);
        if (view_exists(view, path))
            return path;
        free(path);
    }
    return NULL;
}
