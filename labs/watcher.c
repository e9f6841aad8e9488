/* See watcher.h. inotify(7) has the limits: events name one folder, not what is below
 * it, so each folder gets a watch of its own, and new ones are added as they come.
 */
#include "labs/watcher.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/paths.h"

enum { DEPTH_MAX = 8 };

/* File systems whose changes come from elsewhere: statfs(2). */
static const unsigned long distant[] = {
    0x01021997, /* 9p: WSL2, and shared folders of virtual machines */
    0x6969,     /* NFS */
    0xff534d42, /* CIFS */
    0xfe534d42, /* SMB2 */
    0x65735546, /* FUSE: sshfs and others */
    0x786f4256, /* VirtualBox */
};

static bool is_distant(const char *folder)
{
    struct statfs status;
    if (statfs(folder, &status) < 0)
        return false;
    for (size_t i = 0; i < sizeof distant / sizeof distant[0]; i++)
        if ((unsigned long)status.f_type == distant[i])
            return true;
    return false;
}

/* What editors leave beside a file: ".name.swp", "name~", "#name#", vim's "4913". */
static bool is_noise(const char *name)
{
    size_t length = strlen(name);
    return name[0] == '.' || name[0] == '#' || name[length - 1] == '~' ||
           !strcmp(name, "4913");
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * 0x100000001b3u; /* FNV-1a, by words */
}

static uint64_t sign_file(const char *name, const struct stat *status)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *name; name++)
        hash = mix(hash, (unsigned char)*name);
    hash = mix(hash, (uint64_t)status->st_size);
    hash = mix(hash, (uint64_t)status->st_ino);
    hash = mix(hash, (uint64_t)status->st_mtim.tv_sec);
    return mix(hash, (uint64_t)status->st_mtim.tv_nsec);
}

/* Sums, so that the order in which names are read does not matter. Each folder on the
 * way is watched too: to watch one twice is no harm. */
static uint64_t look(struct watcher *watcher, const char *folder, int depth)
{
    uint64_t sum = 0;
    if (watcher->descriptor >= 0 &&
        inotify_add_watch(watcher->descriptor, folder,
                          IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                              IN_DELETE | IN_ATTRIB | IN_ONLYDIR) < 0)
        watcher->polling = true; /* fs.inotify.max_user_watches is reached */
    DIR *stream = opendir(folder);
    for (struct dirent *entry; stream && (entry = readdir(stream));) {
        struct stat status;
        if (is_noise(entry->d_name))
            continue;
        cleanup_free char *path = path_join(folder, entry->d_name);
        if (stat(path, &status) < 0)
            continue;
        if (S_ISREG(status.st_mode))
            sum += sign_file(path, &status);
        else if (S_ISDIR(status.st_mode) && depth < DEPTH_MAX)
            sum += look(watcher, path, depth + 1);
    }
    if (stream)
        closedir(stream);
    return sum;
}

void watcher_open(struct watcher *watcher, const char *folder)
{
    *watcher = (struct watcher){.folder = xstrdup(folder),
                                .descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK),
                                .polling = is_distant(folder)};
    if (watcher->descriptor < 0)
        watcher->polling = true;
    watcher->signature = look(watcher, folder, 0);
}

void watcher_close(struct watcher *watcher)
{
    if (watcher->folder && watcher->descriptor >= 0)
        close(watcher->descriptor);
    free(watcher->folder);
    *watcher = (struct watcher){.descriptor = -1};
}

void watcher_take_events(struct watcher *watcher)
{
    char events[4096];
    while (watcher->descriptor >= 0 &&
           read(watcher->descriptor, events, sizeof events) > 0)
        ;
}

bool watcher_changed(struct watcher *watcher)
{
    uint64_t signature = look(watcher, watcher->folder, 0);
    bool changed = signature != watcher->signature;
    watcher->signature = signature;
    return changed;
}
