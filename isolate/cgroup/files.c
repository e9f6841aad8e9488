/* The small files of a group. See files.h; the formats are those of "Interface Files"
 * in the kernel's admin-guide/cgroup-v2. */
#include "isolate/cgroup/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"

/* v1 shows "no limit" as the largest number of pages, in bytes. */
#define V1_UNLIMITED 0x7ffffffffffff000ull

int group_put(int folder, const char *file, const char *text)
{
    cleanup_fd int fd = openat(folder, file, O_WRONLY | O_CLOEXEC);
    return fd < 0 || write(fd, text, strlen(text)) < 0 ? -1 : 0;
}

static ssize_t read_full(int fd, char *text, size_t size)
{
    size_t length = 0;
    for (ssize_t got; length < size; length += (size_t)got) {
        got = read(fd, text + length, size - length);
        if (got < 0)
            return -1;
        if (got == 0)
            break;
    }
    return (ssize_t)length;
}

ssize_t group_get(int folder, const char *file, char *text, size_t size)
{
    *text = 0;
    cleanup_fd int fd = openat(folder, file, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read_full(fd, text, size - 1);
    text[length < 0 ? 0 : length] = 0;
    return length;
}

char *group_get_all(int folder, const char *file)
{
    cleanup_fd int fd = openat(folder, file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    cleanup_free char *text = NULL;
    size_t length = 0;
    for (size_t size = 4096;; size *= 2) {
        text = xreallocarray(text, size, 1);
        ssize_t got = read_full(fd, text + length, size - length - 1);
        if (got < 0)
            return NULL;
        length += (size_t)got;
        if (length < size - 1)
            break;
    }
    text[length] = 0;
    return steal_pointer(&text);
}

/* Digits only: strtoull would take "-1" for a large number. */
static bool parse_number(const char *text, uint64_t *value)
{
    char *end;
    if (!strncmp(text, "max", 3)) {
        *value = UINT64_MAX;
        return true;
    }
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *value = strtoull(text, &end, 10);
    return errno == 0;
}

bool group_number_in(const char *text, uint64_t *value)
{
    if (!parse_number(text, value))
        return false;
    if (*value >= V1_UNLIMITED)
        *value = UINT64_MAX;
    return true;
}

bool group_keyed(const char *text, const char *key, uint64_t *value)
{
    size_t length = strlen(key);
    bool is_pair = length && key[length - 1] == '=', found = false;
    uint64_t sum = 0;
    for (const char *at = text; (at = strstr(at, key)); at += length) {
        uint64_t number;
        bool begins = at == text || at[-1] == '\n' || at[-1] == ' ';
        const char *digits = at + length + (is_pair ? 0 : 1);
        if (!begins || (!is_pair && at[length] != ' ') || !parse_number(digits, &number))
            continue;
        sum += number;
        found = true;
    }
    if (found)
        *value = sum;
    return found;
}

int group_each_child(int folder, int (*see)(int parent, const char *name, void *context),
                     void *context)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), result = 0;
    DIR *listing = again < 0 ? NULL : fdopendir(again);
    if (!listing) {
        if (again >= 0)
            close(again);
        return -1;
    }
    for (struct dirent *entry; result == 0 && (entry = readdir(listing));)
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            result = see(folder, entry->d_name, context);
    closedir(listing);
    return result;
}
