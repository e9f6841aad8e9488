/* Trees that a program of the learner's may have made: as large and as deep as it liked.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "labs/files.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

enum {
    DEPTH_MAX = 32,
    BLOCK_BYTES = 512, /* stat(2): what st_blocks counts in */
    VAIN_PASSES = 3,   /* over a tree of which nothing can be removed */
};

static const struct timespec pause_between = {.tv_nsec = 20000000};

static bool is_dot(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

/* ---- its size ---- */

struct room {
    uint64_t bytes;
    unsigned files;
};

/* Takes a tree out of the room; false when it does not fit. What vanishes meanwhile takes
 * nothing; a folder that may be written and not read could hide anything. */
static bool fits(const char *path, int depth, struct room *room)
{
    struct stat status;
    if (lstat(path, &status) < 0)
        return true;
    uint64_t bytes = (uint64_t)status.st_blocks * BLOCK_BYTES;
    if (!room->files || bytes > room->bytes || depth > DEPTH_MAX)
        return false;
    room->files--;
    room->bytes -= bytes;
    DIR *folder = S_ISDIR(status.st_mode) ? opendir(path) : NULL;
    bool fit = folder || !S_ISDIR(status.st_mode) || errno == ENOENT;
    for (struct dirent *entry; fit && folder && (entry = readdir(folder));) {
        cleanup_free char *inner = path_join(path, entry->d_name);
        fit = is_dot(entry->d_name) || fits(inner, depth + 1, room);
    }
    if (folder)
        closedir(folder);
    return fit;
}

bool files_exceed(const char *path, uint64_t bytes, unsigned files)
{
    struct room room = {bytes, files};
    return !fits(path, 0, &room);
}

/* ---- its end ---- */

struct removal {
    const char *top;
    unsigned lifted;  /* folders, so far */
    unsigned changes; /* in this pass */
};

/* Paths have a longest length: what lies too deep is put to the top, for the next pass.
 */
static void lift(const char *path, struct removal *removal)
{
    cleanup_free char *higher =
        xasprintf("%s/ring3-lifted.%u", removal->top, removal->lifted++);
    removal->changes += rename(path, higher) == 0;
}

static void remove_entry(const char *path, int depth, struct removal *removal)
{
    struct stat status;
    if (lstat(path, &status) < 0)
        return;
    if (!S_ISDIR(status.st_mode)) {
        removal->changes += unlink(path) == 0;
        return;
    }
    chmod(path, 0700);
    if (depth == DEPTH_MAX) {
        lift(path, removal);
        return;
    }
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (is_dot(entry->d_name))
            continue;
        cleanup_free char *inner = path_join(path, entry->d_name);
        remove_entry(inner, depth + 1, removal);
    }
    if (folder)
        closedir(folder);
    removal->changes += rmdir(path) == 0;
}

void files_remove(const char *path)
{
    struct stat status;
    struct removal removal = {.top = path};
    for (int vain = 0; vain < VAIN_PASSES && lstat(path, &status) == 0;) {
        removal.changes = 0;
        remove_entry(path, 0, &removal);
        if (removal.changes)
            continue;
        vain++; /* a process that was killed may still be ending */
        nanosleep(&pause_between, NULL);
    }
}
