/* File handles: the number of a file, as name_to_handle_at(2) tells it. */
#include <fcntl.h>
#include <stdio.h>

#include "isolate/attacks/bait.h"

int bait_handle(struct trap *trap, const char *path, struct error *error)
{
    union bait_handle handle = {.head.handle_bytes = 32};
    int mount, length;
    if (name_to_handle_at(AT_FDCWD, path, &handle.head, &mount, AT_SYMLINK_FOLLOW) < 0)
        return error_errno(error, STATUS_HOST, "%s has no handle", path);
    length = snprintf(trap->bait, sizeof trap->bait, "%d ", handle.head.handle_type);
    for (unsigned i = 0; i < handle.head.handle_bytes && i < 32; i++)
        length += snprintf(trap->bait + length, sizeof trap->bait - (size_t)length,
                           "%02x", handle.head.f_handle[i]);
    return 0;
}

bool attempt_handle(const struct attempt *attempt, union bait_handle *handle)
{
    char bytes[65] = "";
    unsigned count = 0;
    *handle = (union bait_handle){0};
    if (sscanf(attempt->bait, "%d %64s", &handle->head.handle_type, bytes) != 2)
        return false;
    for (; bytes[2 * (size_t)count]; count++) {
        unsigned byte;
        sscanf(bytes + 2 * (size_t)count, "%2x", &byte);
        handle->head.f_handle[count] = (unsigned char)byte;
    }
    handle->head.handle_bytes = count;
    return true;
}
