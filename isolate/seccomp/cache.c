/* Compiled filters on disk: whoever can write one can open the container, so nothing is
 * believed that somebody else could have written. */
#include "isolate/seccomp/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "isolate/seccomp/evaluate.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

struct header {
    char magic[8];
    uint32_t key_length, count;
    uint64_t check; /* of the rows */
};
static const char magic[8] = "ISOFLT1";

static bool is_ours(int fd, mode_t kind)
{
    struct stat status;
    return fstat(fd, &status) == 0 && (status.st_mode & S_IFMT) == kind &&
           status.st_uid == geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static char *folder_path(void)
{
    const char *own = getenv("ISOLATE_FILTERS"), *cache = getenv("XDG_CACHE_HOME"),
               *home = getenv("HOME");
    if (own && *own == '/')
        return xstrdup(own);
    if (geteuid() == 0)
        return xstrdup("/run/isolate-filters");
    if (cache && *cache == '/')
        return path_join(cache, "isolate-filters");
    return home && *home == '/' ? path_join(home, ".cache/isolate-filters") : NULL;
}

/* With the folder above it, if that is missing: $HOME/.cache often is. */
static void make_folder(char *path)
{
    if (mkdir(path, 0700) == 0 || errno != ENOENT)
        return;
    char *end = strrchr(path, '/');
    *end = 0;
    mkdir(path, 0700);
    *end = '/';
    mkdir(path, 0700);
}

int cache_open(void)
{
    cleanup_free char *path = folder_path();
    if (!path)
        return -1;
    make_folder(path);
    cleanup_fd int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return folder >= 0 && is_ours(folder, S_IFDIR) ? steal_fd(&folder) : -1;
}

enum { NAME_SIZE = 17 };

static void name_of(const struct cache_key *key, char *name)
{
    snprintf(name, NAME_SIZE, "%016llx", (unsigned long long)key->hash);
}

static uint64_t check_of(const struct sock_filter *rows, size_t count)
{
    uint64_t sum = count;
    for (size_t i = 0; i < count; i++) {
        uint64_t row;
        memcpy(&row, &rows[i], sizeof row);
        sum = (sum ^ row) * UINT64_C(0x100000001b3) + (sum >> 47);
    }
    return sum;
}

static bool read_exactly(int fd, void *bytes, size_t length)
{
    return read(fd, bytes, length) == (ssize_t)length;
}

static bool has_key(int fd, const struct cache_key *key)
{
    cleanup_free char *bytes = xcalloc(key->length, 1);
    return read_exactly(fd, bytes, key->length) &&
           !memcmp(bytes, key->bytes, key->length);
}

static bool read_rows(int fd, const struct header *header, struct filter *filter)
{
    char more;
    size_t bytes = header->count * sizeof *filter->memory;
    cleanup_free struct sock_filter *rows = xcalloc(header->count, sizeof *rows);
    struct sock_fprog program = {(unsigned short)header->count, rows};
    if (!read_exactly(fd, rows, bytes) || read(fd, &more, 1) != 0 ||
        check_of(rows, header->count) != header->check || !filter_is_sound(&program))
        return false;
    filter->program = program;
    filter->memory = steal_pointer(&rows);
    return true;
}

bool cache_read(int folder, const struct cache_key *key, struct filter *filter)
{
    char name[NAME_SIZE];
    struct header header;
    name_of(key, name);
    cleanup_fd int fd =
        openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    return fd >= 0 && is_ours(fd, S_IFREG) && read_exactly(fd, &header, sizeof header) &&
           !memcmp(header.magic, magic, sizeof magic) &&
           header.key_length == key->length && header.count > 0 &&
           header.count <= BPF_MAXINSNS && has_key(fd, key) &&
           read_rows(fd, &header, filter);
}

static bool write_exactly(int fd, const void *bytes, size_t length)
{
    return write(fd, bytes, length) == (ssize_t)length;
}

/* A file without a name gets one when it is whole: no half of it is ever seen, and a
 * process that is killed leaves nothing. */
bool cache_write(int folder, const struct cache_key *key, const struct filter *filter)
{
    char name[NAME_SIZE], self[32];
    size_t count = filter->program.len;
    struct header header = {.key_length = (uint32_t)key->length,
                            .count = (uint32_t)count,
                            .check = check_of(filter->memory, count)};
    memcpy(header.magic, magic, sizeof magic);
    name_of(key, name);
    cleanup_fd int fd = openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0 || !write_exactly(fd, &header, sizeof header) ||
        !write_exactly(fd, key->bytes, key->length) ||
        !write_exactly(fd, filter->memory, count * sizeof *filter->memory))
        return false;
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    unlinkat(folder, name, 0);
    return linkat(AT_FDCWD, self, folder, name, AT_SYMLINK_FOLLOW) == 0;
}
