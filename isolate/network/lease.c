/* Leases as locked files. */
#include "isolate/network/lease.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

enum { TEXT_MAX = 16384 };

/* ---- the room ---- */

static int name_room(struct room *room, struct error *error)
{
    struct stat namespace;
    if (stat("/proc/self/ns/net", &namespace) < 0)
        return error_errno(error, STATUS_HOST, "/proc/self/ns/net");
    snprintf(room->path, sizeof room->path, "/run/isolate/network/%lu",
             (unsigned long)namespace.st_ino);
    return 0;
}

static void close_room(struct room *room)
{
    if (room->lock >= 0)
        close(room->lock);
    if (room->folder >= 0)
        close(room->folder);
    room->lock = room->folder = -1;
}

/* 1 when the room is not there, or went away while we waited for it. */
static int lock_room(struct room *room, struct error *error)
{
    struct stat status;
    room->lock = -1;
    room->folder = open(room->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (room->folder >= 0)
        room->lock =
            openat(room->folder, "lock", O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (room->lock >= 0 && flock(room->lock, LOCK_EX) == 0 &&
        fstat(room->lock, &status) == 0 && status.st_nlink)
        return 0;
    int reason = room->lock >= 0 ? ENOENT : errno;
    close_room(room);
    errno = reason;
    return reason == ENOENT ? 1 : error_errno(error, STATUS_HOST, "%s", room->path);
}

static int make_room(const struct room *room, struct error *error)
{
    static const char *const parents[] = {"/run/isolate", "/run/isolate/network"};
    for (size_t i = 0; i < 2; i++)
        if (mkdir(parents[i], i ? 0700 : 0755) < 0 && errno != EEXIST)
            return error_errno(error, STATUS_HOST, "%s", parents[i]);
    if (mkdir(room->path, 0700) < 0 && errno != EEXIST && errno != ENOENT)
        return error_errno(error, STATUS_HOST, "%s", room->path);
    return 0;
}

int room_enter_existing(struct room *room, struct error *error)
{
    room->lock = room->folder = -1;
    return name_room(room, error) < 0 ? -1 : lock_room(room, error);
}

int room_enter(struct room *room, struct error *error)
{
    int result = room_enter_existing(room, error);
    while (result == 1) /* again when the last one out removed it just then */
        result = make_room(room, error) < 0 ? -1 : lock_room(room, error);
    return result;
}

void room_leave(struct room *room)
{
    close_room(room);
}

void room_leave_for_good(struct room *room)
{
    unlinkat(room->folder, "lock", 0);
    rmdir(room->path);
    rmdir("/run/isolate/network"); /* which the last room alone allows */
    close_room(room);
}

char *room_read(const struct room *room, const char *name)
{
    cleanup_fd int fd = openat(room->folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    char *text = fd < 0 ? NULL : xcalloc(TEXT_MAX, 1);
    if (text && read(fd, text, TEXT_MAX - 1) < 0)
        text[0] = 0;
    return text;
}

static int write_whole(int fd, const char *text)
{
    size_t length = strlen(text);
    if (ftruncate(fd, 0) < 0)
        return -1;
    return write(fd, text, length) == (ssize_t)length ? 0 : -1;
}

/* Not atomic, as it need not be: who reads it holds the lock, and a half text after
 * a crash differs from the right one, so it is written anew. */
int room_write(const struct room *room, const char *name, const char *text,
               struct error *error)
{
    cleanup_fd int fd =
        openat(room->folder, name, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || write_whole(fd, text) < 0)
        return error_errno(error, STATUS_HOST, "%s/%s", room->path, name);
    return 0;
}

void room_remove(const struct room *room, const char *name)
{
    unlinkat(room->folder, name, 0);
}

/* ---- leases ---- */

/* Locks a lease that nobody has; -1 with EWOULDBLOCK when somebody does. */
static int lock_lease(const struct room *room, const char *name, int flags)
{
    cleanup_fd int fd =
        openat(room->folder, name, flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 ? steal_fd(&fd) : -1;
}

int lease_take(const struct room *room, unsigned last, const char *text, unsigned *number,
               struct error *error)
{
    char name[16];
    for (unsigned n = 2; n <= last; n++) {
        snprintf(name, sizeof name, "%u", n);
        cleanup_fd int fd = lock_lease(room, name, O_CREAT);
        if (fd < 0 && errno == EWOULDBLOCK)
            continue;
        if (fd < 0 || write_whole(fd, text) < 0)
            return error_errno(error, STATUS_HOST, "%s/%s", room->path, name);
        *number = n;
        return steal_fd(&fd);
    }
    return error_set(error, STATUS_HOST, "all %u addresses of the bridge are in use",
                     last - 1);
}

void lease_free(const struct room *room, unsigned number, int lease)
{
    char name[16];
    snprintf(name, sizeof name, "%u", number);
    room_remove(room, name);
    close(lease);
}

size_t lease_list(const struct room *room,
                  void (*each)(unsigned number, bool alive, const char *text,
                               void *context),
                  void *context)
{
    size_t count = 0;
    DIR *folder = fdopendir(openat(room->folder, ".", O_RDONLY | O_CLOEXEC));
    const struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        char *end;
        unsigned long number = strtoul(entry->d_name, &end, 10);
        if (*end || !number)
            continue;
        cleanup_fd int unheld = lock_lease(room, entry->d_name, 0);
        bool alive = unheld < 0 && errno == EWOULDBLOCK;
        cleanup_free char *text = alive ? room_read(room, entry->d_name) : NULL;
        each((unsigned)number, alive, text ? text : "", context);
        count += alive;
    }
    if (folder)
        closedir(folder);
    return count;
}
