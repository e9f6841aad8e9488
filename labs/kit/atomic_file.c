/* Files: read whole, write atomically.
 *
 * The new content is written to a file beside the old one, forced to disk, and
 * only then put in its place by rename(2), which other processes and a crash see
 * as done or not done, never as half done. The order matters: a rename that reaches
 * the disk before the data would leave an empty file after a power cut.
 *
 * While it is written, the new file has no name where the file system can do that
 * (O_TMPFILE): a writer that is killed leaves nothing behind. Elsewhere it is called
 * ".ring3-tmp.PID.N", and what a killed writer left is removed by a later one.
 *
 * The new file keeps mode and owner of the old one. A symbolic link stays, its target
 * is replaced. What is no regular file (a pipe, /dev/stdout) cannot be replaced and is
 * written straight away; a directory and a write-protected file are refused.
 */
#include "labs/kit/atomic_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/words.h"

#define TEMPORARY_PREFIX ".ring3-tmp."

enum { STALE_SECONDS = 3600, LINKS_MAX = 40, NAMES_MAX = 10000 };

/* What to try, for the reasons that have an answer: a key. */
static const char *advice(int reason)
{
    switch (reason) {
    case ENOSPC:
        return "files.try-space";
    case EDQUOT:
        return "files.try-quota";
    case EROFS:
        return "files.try-writable";
    case EACCES:
    case EPERM:
        return "files.try-rights";
    case ENOENT:
        return "files.try-name";
    case ENOTDIR:
        return "files.try-path";
    case ENAMETOOLONG:
        return "files.try-shorter";
    case EFBIG:
        return "files.try-limit";
    default:
        return "";
    }
}

/* Nobody pays for words that nobody asked for. */
static int fail(struct error *error, const char *key, const char *path)
{
    int reason = errno;
    if (!error)
        return -1;
    return error_set(error, STATUS_REQUEST, say_as(key, "%s %s %s"), path,
                     strerror(reason), say(advice(reason)));
}

/* Reading */

static int open_to_read(const char *path, size_t *size, struct error *error)
{
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0)
        return fail(error, "files.read-failed", path);
    if (S_ISDIR(status.st_mode))
        return error_set(error, STATUS_REQUEST, say_as("files.read-folder", "%s"), path);
    if (S_ISBLK(status.st_mode))
        return error_set(error, STATUS_REQUEST, say_as("files.read-disk", "%s"), path);
    *size = S_ISREG(status.st_mode) && status.st_size > 0 ? (size_t)status.st_size : 0;
    return steal_fd(&fd);
}

static ssize_t read_some(int fd, char *to, size_t size)
{
    ssize_t got;
    do
        got = read(fd, to, size);
    while (got < 0 && errno == EINTR);
    return got;
}

static int too_large(const char *path, size_t limit, struct error *error)
{
    return error_set(error, STATUS_REQUEST, say_as("files.too-large", "%s %zu"), path,
                     limit);
}

int file_read(const char *path, size_t limit, char **data, size_t *length,
              struct error *error)
{
    size_t size = 0;
    cleanup_fd int fd = open_to_read(path, &size, error);
    if (fd < 0)
        return -1;
    if (limit > SSIZE_MAX - 2)
        limit = SSIZE_MAX - 2;
    if (size > limit)
        return too_large(path, limit, error);
    /* A byte more than the file should have: the read that fills it shows the end. */
    size_t room = size ? size + 2 : 4096, used = 0;
    cleanup_free char *bytes = xreallocarray(NULL, room, 1);
    for (;;) {
        if (used + 1 == room) {
            room *= 2;
            bytes = xreallocarray(bytes, room, 1);
        }
        ssize_t got = read_some(fd, bytes + used, room - used - 1);
        if (got < 0)
            return fail(error, "files.read-failed", path);
        if (got == 0)
            break;
        used += (size_t)got;
        if (used > limit)
            return too_large(path, limit, error);
    }
    bytes[used] = '\0';
    *length = used;
    *data = steal_pointer(&bytes);
    return 0;
}

/* Names */

/* The folder of a file, to be freed; "." when the path has none. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return xstrdup(".");
    return xasprintf("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

/* Where the last link of the path leads, to be freed; the file need not exist. */
static char *follow_links(const char *path, struct error *error)
{
    cleanup_free char *here = xstrdup(path);
    for (int i = 0; i < LINKS_MAX; i++) {
        char target[PATH_MAX];
        ssize_t length = readlink(here, target, sizeof target - 1);
        if (length < 0) /* EINVAL: no link; ENOENT: nothing there yet */
            return steal_pointer(&here);
        target[length] = '\0';
        cleanup_free char *folder = folder_of(here);
        char *next =
            target[0] == '/' ? xstrdup(target) : xasprintf("%s/%s", folder, target);
        free(here);
        here = next;
    }
    errno = ELOOP;
    fail(error, "files.write-failed", path);
    return NULL;
}

bool atomic_file_is_temporary(const char *name)
{
    return !strncmp(name, TEMPORARY_PREFIX, strlen(TEMPORARY_PREFIX));
}

/* Removes what writers that were killed an hour ago or more left in the folder. */
static void remove_stale(const char *folder)
{
    DIR *directory = opendir(folder);
    if (!directory)
        return;
    for (struct dirent *entry; (entry = readdir(directory));) {
        struct stat status;
        if (!atomic_file_is_temporary(entry->d_name) ||
            fstatat(dirfd(directory), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
            continue;
        if (S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
            status.st_mtime < time(NULL) - STALE_SECONDS)
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    closedir(directory);
}

/* Calls `make` with one name after the other until one is free. On success the name
 * is kept in *name; otherwise -1 with errno. */
static int with_free_name(const char *folder, int (*make)(const char *name, int fd),
                          int fd, char **name)
{
    for (int i = 0; i < NAMES_MAX; i++) {
        cleanup_free char *candidate =
            xasprintf("%s/" TEMPORARY_PREFIX "%d.%d", folder, (int)getpid(), i);
        int made = make(candidate, fd);
        if (made >= 0) {
            *name = steal_pointer(&candidate);
            return made;
        }
        if (errno != EEXIST)
            return -1;
    }
    return -1;
}

static int create_named(const char *name, int unused)
{
    (void)unused;
    return open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
}

/* linkat() with AT_EMPTY_PATH would need a privilege; through /proc it does not. */
static int give_name(const char *name, int fd)
{
    char self[32];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* Writing */

/* The file that receives the new content; *temporary is its name, if it has one. */
static int open_beside(const char *path, char **temporary)
{
    cleanup_free char *folder = folder_of(path);
    if (access("/proc/self/fd", X_OK) == 0) {
        int fd = open(folder, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
        if (fd >= 0 || errno == ENOSPC || errno == EACCES || errno == EROFS)
            return fd;
    }
    remove_stale(folder);
    return with_free_name(folder, create_named, -1, temporary);
}

/* The owner first: changing it takes the set-user-ID bits away. Where we may not give
 * the file to its old owner, it becomes ours, and must not keep those bits. */
static int keep_rights(int fd, const struct stat *old)
{
    struct stat now;
    if (fstat(fd, &now) < 0)
        return -1;
    mode_t mode = old->st_mode & 07777;
    if ((now.st_uid != old->st_uid || now.st_gid != old->st_gid) &&
        fchown(fd, old->st_uid, old->st_gid) < 0)
        mode &= 0777;
    return fchmod(fd, mode);
}

static int open_direct(struct atomic_file *file, const char *path, struct error *error)
{
    file->out = fopen(path, "we");
    if (!file->out)
        return fail(error, "files.write-failed", path);
    file->path = xstrdup(path);
    file->direct = true;
    return 0;
}

static int open_replacement(struct atomic_file *file, const char *path,
                            const struct stat *old, struct error *error)
{
    file->path = follow_links(path, error);
    if (!file->path)
        return -1;
    cleanup_fd int fd = open_beside(file->path, &file->temporary);
    if (fd < 0 || (old && keep_rights(fd, old) < 0) || !(file->out = fdopen(fd, "w"))) {
        fail(error, "files.write-failed", path);
        atomic_file_abandon(file);
        return -1;
    }
    steal_fd(&fd);
    return 0;
}

int atomic_file_open(struct atomic_file *file, const char *path, struct error *error)
{
    *file = (struct atomic_file){0};
    size_t length = strlen(path);
    struct stat old;
    bool exists = stat(path, &old) == 0;
    if ((exists && S_ISDIR(old.st_mode)) || (length > 0 && path[length - 1] == '/'))
        return error_set(error, STATUS_REQUEST, say_as("files.write-folder", "%s"), path);
    if (exists && S_ISBLK(old.st_mode))
        return error_set(error, STATUS_REQUEST, say_as("files.write-disk", "%s"), path);
    if (!exists && errno != ENOENT)
        return fail(error, "files.write-failed", path);
    if (exists && !S_ISREG(old.st_mode))
        return open_direct(file, path, error);
    if (exists && faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0)
        return fail(error, "files.write-failed", path);
    return open_replacement(file, path, exists ? &old : NULL, error);
}

/* A write that failed earlier left its mark on the stream, but errno is long gone and
 * the C library may have dropped the data: one more byte tells the reason again. */
static int flush_all(struct atomic_file *file)
{
    bool failed = ferror(file->out);
    if (fflush(file->out) < 0)
        return -1;
    if (!failed)
        return file->direct || file->unsynced ? 0 : fsync(fileno(file->out));
    if (write(fileno(file->out), "", 1) == 1)
        errno = EIO;
    return -1;
}

/* The entry itself must reach the disk too. Some file systems cannot do that for a
 * folder; then the new content is in place all the same. */
static void sync_folder(const char *folder)
{
    cleanup_fd int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        fsync(fd);
}

static int put_in_place(struct atomic_file *file)
{
    cleanup_free char *folder = folder_of(file->path);
    if (!file->temporary &&
        with_free_name(folder, give_name, fileno(file->out), &file->temporary) < 0)
        return -1;
    if (rename(file->temporary, file->path) < 0)
        return -1;
    free(steal_pointer(&file->temporary));
    if (!file->unsynced)
        sync_folder(folder);
    return 0;
}

int atomic_file_commit(struct atomic_file *file, struct error *error)
{
    int result = flush_all(file);
    if (result == 0 && !file->direct)
        result = put_in_place(file);
    if (result < 0)
        fail(error, "files.write-failed", file->path);
    atomic_file_abandon(file);
    return result < 0 ? -1 : 0;
}

void atomic_file_abandon(struct atomic_file *file)
{
    if (file->out)
        fclose(file->out);
    if (file->temporary)
        unlink(file->temporary);
    free(file->temporary);
    free(file->path);
    *file = (struct atomic_file){0};
}

int file_write_atomic(const char *path, const void *data, size_t length,
                      struct error *error)
{
    struct atomic_file file;
    if (atomic_file_open(&file, path, error) < 0)
        return -1;
    fwrite(data, 1, length, file.out);
    return atomic_file_commit(&file, error);
}
