/* Clues: an errno, a call, or a file looked at from outside. Nothing here changes
 * anything. */
#include "isolate/explain/clues.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "isolate/runtime/identity.h"
#include "isolate/seccomp/calls.h"

static bool begins(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return !strncmp(path, folder, length) && (!path[length] || path[length] == '/');
}

/* ---- the clues, each a function; the first that fits is the answer ---- */

struct scene {
    const struct wish *wish;
    const struct watched *call;
    char name[CALL_NAME_MAX];
    const char *path; /* "" when there is none */
    bool is_outside;  /* the host has this path; `outside` is what is there */
    struct stat outside;
    char *evidence;
    size_t size;
};

/* What -v lends is lent with :ro here, and no layer makes it so; NULL: not in one. */
static const char *lent_with(const struct scene *s)
{
    for (size_t i = 0; i < s->wish->wish_count; i++)
        if (s->wish->wishes[i].kind == MOUNT_RO_BIND &&
            begins(s->path, s->wish->wishes[i].target))
            return s->wish->wishes[i].target;
    return NULL;
}

static int read_only(const struct scene *s)
{
    if (s->call->error != EROFS || lent_with(s))
        return -1;
    snprintf(s->evidence, s->size,
             "EROFS is what only a read-only mount answers, and %s is on one",
             *s->path ? s->path : "this file");
    return begins(s->path, "/proc")  ? LAYER_PROC
           : begins(s->path, "/sys") ? LAYER_SYS
           : begins(s->path, "/dev") ? LAYER_DEV
                                     : LAYER_ROOT;
}

static int no_network(const struct scene *s)
{
    if (s->call->error != ENETUNREACH && s->call->error != EHOSTUNREACH)
        return -1;
    snprintf(s->evidence, s->size,
             "the kernel has no route: this network namespace has only a loopback");
    return LAYER_NET;
}

/* capable() in the kernel asks about the first user namespace, whatever one has here. */
static int of_the_machine(const struct scene *s)
{
    static const char *const calls[] = {"settimeofday",
                                        "clock_settime",
                                        "clock_adjtime",
                                        "adjtimex",
                                        "swapon",
                                        "swapoff",
                                        "init_module",
                                        "finit_module",
                                        "delete_module",
                                        "kexec_load",
                                        "kexec_file_load",
                                        "acct",
                                        "syslog",
                                        "iopl",
                                        "ioperm",
                                        "quotactl",
                                        "mknod",
                                        "mknodat",
                                        "bpf",
                                        "perf_event_open",
                                        "open_by_handle_at",
                                        "vhangup"};
    if (s->call->error != EPERM && s->call->error != EACCES)
        return -1;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (!strcmp(calls[i], s->name)) {
            snprintf(
                s->evidence, s->size,
                "with every capability of its own user namespace and without the "
                "filter it fails as before: for %s the kernel asks in the first user "
                "namespace",
                s->name);
            return LAYER_USER;
        }
    return -1;
}

/* A file whose owner has no id in there: capabilities do not reach it. For root, what is
 * lent is id-mapped, and its owner has one. */
static int of_another(const struct scene *s)
{
    struct identity identity = identity_choose();
    if ((s->call->error != EPERM && s->call->error != EACCES) || !*s->path ||
        identity.range)
        return -1;
    char path[CALL_TEXT_MAX + PATH_MAX];
    struct stat status;
    snprintf(path, sizeof path, "%s%s",
             strcmp(s->wish->folder, "/") ? s->wish->folder : "", s->path);
    if (stat(path, &status) < 0 || status.st_uid == identity.uid)
        return -1;
    snprintf(s->evidence, s->size,
             "with every capability it fails as before: outside, %s belongs to id %u, "
             "which no id of the container stands for",
             s->path, status.st_uid);
    return LAYER_USER;
}

static int not_lent(const struct scene *s)
{
    if (s->call->error != ENOENT || !s->is_outside)
        return -1;
    snprintf(s->evidence, s->size, "%s is there outside, and not inside", s->path);
    return begins(s->path, "/dev")   ? LAYER_DEV
           : begins(s->path, "/sys") ? LAYER_SYS
                                     : LAYER_PIVOT;
}

static void look(struct scene *s)
{
    call_name(s->call->architecture, s->call->number, s->name);
    s->path = s->call->path;
    s->is_outside = *s->path && lstat(s->path, &s->outside) == 0;
}

int clue_find(const struct wish *wish, const struct watched *call, char *evidence,
              size_t size)
{
    static int (*const clues[])(const struct scene *) = {
        read_only, no_network, of_the_machine, of_another, not_lent};
    struct scene scene = {.wish = wish, .call = call, .evidence = evidence, .size = size};
    look(&scene);
    for (size_t i = 0; i < sizeof clues / sizeof *clues; i++) {
        int layer = clues[i](&scene);
        if (layer >= 0)
            return layer;
    }
    return -1;
}

bool clue_is_nobodys(const struct wish *wish, const struct watched *call, char *note,
                     size_t size)
{
    struct scene scene = {.wish = wish, .call = call};
    look(&scene);
    const char *lent = call->error == EROFS ? lent_with(&scene) : NULL;
    if (lent) {
        snprintf(note, size,
                 "%s is in %s, which -v lends with :ro: it was asked for so. `isolate "
                 "run -v SRC:%s` lends it to be written",
                 scene.path, lent, lent);
        return true;
    }
    if (call->error != ENOENT || !*scene.path || scene.is_outside)
        return false;
    snprintf(note, size, "%s is not there outside either", scene.path);
    return true;
}

bool clue_concerns(enum layer layer, const struct watched *call)
{
    static const struct {
        enum layer layer;
        int errors[6];
    } rows[] = {{LAYER_RLIMITS, {EAGAIN, ENOMEM, EFBIG, ENFILE, EMFILE}},
                {LAYER_CGROUP, {EAGAIN, ENOMEM}},
                {LAYER_ROOT, {EROFS, ENOSPC}},
                {LAYER_PIVOT, {ENOENT}},
                {LAYER_SYS, {EROFS, EACCES}},
                {LAYER_DEV, {ENODEV, ENXIO, EACCES}},
                {LAYER_NET, {ENETUNREACH, EHOSTUNREACH, ECONNREFUSED, EADDRNOTAVAIL}},
                {LAYER_USER, {EPERM, EACCES, EINVAL}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; rows[i].layer == layer && rows[i].errors[j]; j++)
            if (rows[i].errors[j] == call->error)
                return true;
    return false;
}
