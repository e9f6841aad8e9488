/* A host as its files show it: this one, or one that a folder stands for.
 *
 * Everything that the doctor concludes from files it reads through a view. With the
 * root "" that is this machine; with another, a tree that holds the same files, so that
 * a test (or a report by somebody else) can present a host that is not at hand. What is
 * tried (host_probe.c) is always tried here.
 */
#ifndef RING3_ISOLATE_VIEW_H
#define RING3_ISOLATE_VIEW_H

#include <stdbool.h>
#include <stddef.h>

struct host_view {
    const char *root; /* "", or the folder */
};

extern const struct host_view this_host;

/* All of a file, at most 1 MiB; NULL when it cannot be read. The caller frees it. */
char *view_text(const struct host_view *view, const char *path);

/* The number in a file; -1 when there is none. */
long view_number(const struct host_view *view, const char *path);

bool view_exists(const struct host_view *view, const char *path);

/* Does the file hold these words? */
bool view_holds(const struct host_view *view, const char *path, const char *words);

/* A field of /proc/self/status such as "Seccomp" in this base; -1 without it. */
long long view_status(const struct host_view *view, const char *field, int base);

/* Are we root, with every id of the machine in sight? */
bool view_is_real_root(const struct host_view *view);
unsigned view_uid(const struct host_view *view);

/* A variable of the environment in /proc/self/environ; NULL without it. The caller
 * frees it. */
char *view_variable(const struct host_view *view, const char *name);

/* Calls `see` with each mount of /proc/self/mountinfo. */
struct view_mount {
    const char *root, *point, *options, *optional, *type;
};
void view_each_mount(const struct host_view *view,
                     void (*see)(const struct view_mount *mount, void *context),
                     void *context);

/* A program in the usual folders; the path, which the caller frees, or NULL. */
char *view_program(const struct host_view *view, const char *name);

#endif
