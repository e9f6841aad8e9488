/* The folders of containers: made, named, removed.
 *
 * Creation, naming and the sweep take turns by a lock on containers/ (flock(2)), which
 * lasts for a few system calls. What they leave when they are killed in between begins
 * with ".new-" or ".old-": nobody takes it for a container, and state_sweep removes it.
 */
#include "isolate/keeper/state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/keeper/state_root.h"
#include "isolate/keeper/state_tree.h"
#include "labs/kit/cleanup.h"

int state_check_name(const char *name, struct error *error)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t length = strlen(name);
    if (length == 0 || length > STATE_NAME_MAX || strspn(name, allowed) != length ||
        strchr("_.-", name[0]))
        return error_set(error, STATUS_REQUEST,
                         "'%s' is no name for a container: up to %d letters, digits, "
                         "'_', '.' and '-', beginning with a letter or digit",
                         name, STATE_NAME_MAX);
    return 0;
}

static int draw_id(char id[STATE_ID_LENGTH + 1], struct error *error)
{
    unsigned char bytes[STATE_ID_LENGTH / 2];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
        return error_errno(error, STATUS_HOST, "no random numbers");
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(id + 2 * i, 3, "%02x", bytes[i]);
    return 0;
}

/* ---- names ---- */

static bool exists(const struct state_root *root, const char *id)
{
    return faccessat(root->containers, id, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The caller has the turn. A name whose container was removed by half is free. */
static int take_name(const struct state_root *root, const char *name, const char *id,
                     struct error *error)
{
    char other[STATE_ID_LENGTH + 1];
    if (state_read_name(root, name, other) && !exists(root, other))
        unlinkat(root->names, name, 0);
    if (symlinkat(id, root->names, name) == 0)
        return 0;
    if (errno != EEXIST)
        return error_errno(error, STATUS_REQUEST, "cannot write in %s/names", root->path);
    return error_set(error, STATUS_REQUEST,
                     "the name %s is taken (isolate rm %s frees it; isolate ps -a lists "
                     "all)",
                     name, name);
}

/* ---- creation ---- */

static int make_lock(const struct state *state)
{
    int fd = openat(state->folder, "lock", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return fd < 0 ? -1 : close(fd);
}

/* Hidden until it is locked: whoever sees an id without a lock may take it for dead. */
static int make_folder(const struct state_root *root, struct state *state,
                       struct error *error)
{
    cleanup_free char *hidden = xasprintf(".new-%s", state->id);
    state->path = xasprintf("%s/containers/%s", root->path, state->id);
    if (mkdirat(root->containers, hidden, 0700) < 0)
        return error_set(error, STATUS_REQUEST, "cannot write in %s: %s%s", root->path,
                         strerror(errno),
                         errno == ENOSPC ? "; free some space, or use --state-dir" : "");
    state->folder =
        openat(root->containers, hidden, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (state->folder < 0 || make_lock(state) < 0)
        error_errno(error, STATUS_REQUEST, "%s", state->path);
    else if (state_lock(state, error) == 0 &&
             renameat(root->containers, hidden, root->containers, state->id) == 0)
        return 0;
    state_tree_remove(root->containers, hidden);
    return -1;
}

static int create(const struct state_root *root, const char *name, struct state *state,
                  struct error *error)
{
    if (flock(root->containers, LOCK_EX) < 0)
        return error_errno(error, STATUS_HOST, "cannot lock %s", root->path);
    do {
        if (draw_id(state->id, error) < 0)
            return -1;
    } while (exists(root, state->id));
    if (make_folder(root, state, error) < 0)
        return -1;
    if (name && take_name(root, name, state->id, error) < 0) {
        state_tree_remove(root->containers, state->id);
        return -1;
    }
    snprintf(state->name, sizeof state->name, "%s", name ? name : "");
    return 0;
}

int state_create(const char *name, struct state *state, struct error *error)
{
    struct state_root root;
    *state = (struct state){.folder = -1, .lock = -1};
    if ((name && state_check_name(name, error) < 0) ||
        state_root_open(true, &root, error) < 0)
        return -1;
    int result = create(&root, name, state, error);
    state_root_close(&root); /* and with it the turn */
    if (result < 0)
        state_close(state);
    return result;
}

void state_close(struct state *state)
{
    if (state->folder >= 0)
        close(state->folder);
    if (state->lock >= 0)
        close(state->lock);
    free(state->path);
    *state = (struct state){.folder = -1, .lock = -1};
}

/* ---- changes ---- */

/* First the new name, then the old one goes: killed in between it has two. */
int state_rename(struct state *state, const char *name, struct error *error)
{
    struct state_root root;
    if (state_check_name(name, error) < 0 || state_root_open(true, &root, error) < 0)
        return -1;
    int result = flock(root.containers, LOCK_EX) < 0
                     ? error_errno(error, STATUS_HOST, "cannot lock %s", root.path)
                     : take_name(&root, name, state->id, error);
    if (result == 0 && state->name[0])
        unlinkat(root.names, state->name, 0);
    state_root_close(&root);
    if (result == 0)
        snprintf(state->name, sizeof state->name, "%s", name);
    return result;
}

/* Out of sight at once; then in peace. */
int state_remove(struct state *state, struct error *error)
{
    struct state_root root;
    if (state_root_open(true, &root, error) < 0)
        return -1;
    cleanup_free char *hidden = xasprintf(".old-%s", state->id);
    char id[STATE_ID_LENGTH + 1];
    int result = 0;
    if (flock(root.containers, LOCK_EX) < 0 ||
        renameat(root.containers, state->id, root.containers, hidden) < 0)
        result = error_errno(error, STATUS_REQUEST, "cannot remove %s", state->path);
    else if (state->name[0] && state_read_name(&root, state->name, id) &&
             !strcmp(id, state->id))
        unlinkat(root.names, state->name, 0);
    if (result == 0 && state_tree_remove(root.containers, hidden) < 0)
        result =
            error_errno(error, STATUS_REQUEST, "cannot remove all of %s", state->path);
    state_root_close(&root);
    if (result == 0)
        state_close(state);
    return result;
}
