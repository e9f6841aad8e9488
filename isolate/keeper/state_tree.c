/* Removing a folder of the state with all that is in it, and sweeping up what was left
 * half made or half removed. */
#include "isolate/keeper/state_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/keeper/state.h"
#include "isolate/keeper/state_root.h"
#include "labs/kit/cleanup.h"

static bool is_dots(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

static void empty_folder(DIR *stream)
{
    for (struct dirent *entry; (entry = readdir(stream));)
        if (!is_dots(entry->d_name) && unlinkat(dirfd(stream), entry->d_name, 0) < 0 &&
            errno != ENOENT)
            state_tree_remove(dirfd(stream), entry->d_name);
}

int state_tree_remove(int parent, const char *name)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (stream) {
        empty_folder(stream);
        closedir(stream);
    } else if (fd >= 0) {
        close(fd);
    }
    return unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT ? 0 : -1;
}

struct sweep {
    const struct state_root *root;
    void (*found)(const char *what, void *context);
    void *context;
    long count;
};

static void tell(struct sweep *sweep, char *what)
{
    sweep->count++;
    if (sweep->found)
        sweep->found(what, sweep->context);
    free(what);
}

/* We have the turn, so nobody is making one now. */
static void sweep_folders(struct sweep *sweep, DIR *stream)
{
    for (struct dirent *entry; (entry = readdir(stream));) {
        const char *name = entry->d_name;
        if (strncmp(name, ".new-", 5) != 0 && strncmp(name, ".old-", 5) != 0)
            continue;
        if (state_tree_remove(dirfd(stream), name) == 0)
            tell(sweep, xasprintf("removed the folder %s/containers/%s, which was %s",
                                  sweep->root->path, name,
                                  name[1] == 'n' ? "half made" : "half removed"));
    }
}

static void sweep_names(struct sweep *sweep, DIR *stream)
{
    for (struct dirent *entry; (entry = readdir(stream));) {
        char id[STATE_ID_LENGTH + 1] = "";
        if (is_dots(entry->d_name))
            continue;
        ssize_t length = readlinkat(dirfd(stream), entry->d_name, id, sizeof id - 1);
        if (length == STATE_ID_LENGTH &&
            faccessat(sweep->root->containers, id, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
            continue;
        if (unlinkat(dirfd(stream), entry->d_name, 0) == 0)
            tell(sweep, xasprintf("freed the name %s, which led nowhere", entry->d_name));
    }
}

static void each_in(struct sweep *sweep, int folder, void (*clean)(struct sweep *, DIR *))
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (stream) {
        clean(sweep, stream);
        closedir(stream);
    } else if (fd >= 0) {
        close(fd);
    }
}

long state_sweep(void (*found)(const char *what, void *context), void *context,
                 struct error *error)
{
    struct state_root root;
    if (state_root_open(false, &root, error) < 0)
        return -1;
    struct sweep sweep = {&root, found, context, 0};
    if (root.path && flock(root.containers, LOCK_EX) == 0) {
        each_in(&sweep, root.containers, sweep_folders);
        each_in(&sweep, root.names, sweep_names);
    }
    state_root_close(&root);
    return sweep.count;
}
