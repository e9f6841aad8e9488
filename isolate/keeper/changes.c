/* What a container changed in its root.
 *
 * Overlayfs keeps it all in the upper layer (the kernel's overlayfs.rst): a file that was
 * made or changed is there as a whole; one that was deleted is there as a whiteout, a
 * character device 0:0; a folder that was deleted and made anew is opaque, it carries the
 * attribute "overlay.opaque", and nothing of DIR is seen through it.
 *
 * The layer was written by the container: no link in it is followed, and names are made
 * harmless where they are printed. */
#include "isolate/keeper/changes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/plain_text.h"

enum { DEPTH_MAX = 256 };

struct walk {
    FILE *out;
    int depth;
};

static void visit(struct walk *walk, int upper, int lower, const char *path);

static void say(const struct walk *walk, char kind, const char *path)
{
    fprintf(walk->out, "%c ", kind);
    plain_put(walk->out, path, strlen(path));
    fputc('\n', walk->out);
}

static bool is_dots(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

static bool is_whiteout(const struct stat *status)
{
    return S_ISCHR(status->st_mode) && status->st_rdev == makedev(0, 0);
}

/* Without privilege the attribute is one of users, else one that only root may set. */
static bool is_opaque(int folder)
{
    char value[2];
    return fgetxattr(folder, "user.overlay.opaque", value, sizeof value) == 1 ||
           fgetxattr(folder, "trusted.overlay.opaque", value, sizeof value) == 1;
}

static int open_folder(int parent, const char *name)
{
    return parent < 0
               ? -1
               : openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static DIR *open_stream(int folder)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (!stream && fd >= 0)
        close(fd);
    return stream;
}

/* What lies below an opaque folder and is not in it any more. */
static void say_hidden(struct walk *walk, int upper, int lower, const char *path)
{
    struct stat status;
    DIR *stream = lower < 0 ? NULL : open_stream(lower);
    for (struct dirent *entry; stream && (entry = readdir(stream));) {
        cleanup_free char *below = xasprintf("%s/%s", path, entry->d_name);
        if (!is_dots(entry->d_name) &&
            fstatat(upper, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
            say(walk, 'D', below);
    }
    if (stream)
        closedir(stream);
}

static void visit_folder(struct walk *walk, int upper, int lower, const char *name,
                         const char *path)
{
    cleanup_fd int inner = open_folder(upper, name), below = open_folder(lower, name);
    if (inner < 0 || walk->depth == DEPTH_MAX)
        return;
    walk->depth++;
    bool opaque = is_opaque(inner);
    if (opaque)
        say_hidden(walk, inner, below, path);
    visit(walk, inner, below, path);
    walk->depth--;
}

static void visit_entry(struct walk *walk, int upper, int lower, const char *name,
                        const char *path)
{
    struct stat now, before;
    bool was = lower >= 0 && fstatat(lower, name, &before, AT_SYMLINK_NOFOLLOW) == 0;
    if (fstatat(upper, name, &now, AT_SYMLINK_NOFOLLOW) < 0)
        return;
    if (is_whiteout(&now)) {
        if (was)
            say(walk, 'D', path);
        return;
    }
    say(walk, was ? 'C' : 'A', path);
    if (S_ISDIR(now.st_mode))
        visit_folder(walk, upper, lower, name, path);
}

static void visit(struct walk *walk, int upper, int lower, const char *path)
{
    struct dirent **entries;
    int count = scandirat(upper, ".", &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (!is_dots(entries[i]->d_name)) {
            cleanup_free char *inner = xasprintf("%s/%s", path, entries[i]->d_name);
            visit_entry(walk, upper, lower, entries[i]->d_name, inner);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

void changes_write(int layer, const char *folder, FILE *out)
{
    struct walk walk = {.out = out};
    cleanup_fd int lower = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    visit(&walk, layer, lower, "");
}
