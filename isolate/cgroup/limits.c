/* Writing the rows of limits_v1.c and limits_v2.c, and what an answer of the kernel
 * means. See limits.h. */
#include "isolate/cgroup/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "isolate/cgroup/files.h"
#include "isolate/cgroup/place.h"
#include "labs/kit/cleanup.h"

bool limit_number(int64_t value, const char *unlimited, char *text)
{
    if (value < 0)
        snprintf(text, LIMIT_TEXT_MAX, "%s", unlimited);
    else
        snprintf(text, LIMIT_TEXT_MAX, "%lld", (long long)value);
    return value != 0;
}

/* A limit of swap holds by itself where there is no swap. */
static bool is_about_absent_swap(const char *file)
{
    char text[256];
    if (!strstr(file, "memsw") && !strstr(file, "swap.max"))
        return false;
    ssize_t length = group_get(AT_FDCWD, "/proc/swaps", text, sizeof text);
    const char *end = length > 0 ? strchr(text, '\n') : NULL;
    return end && !end[1]; /* only the line of titles */
}

static const char *name_of(enum controller controller)
{
    const struct controller_name *name = &controller_names[controller];
    return name->v2 ? name->v2 : name->v1;
}

int limit_put(struct cgroup *group, const struct cgroup_folder *folder,
              enum controller controller, const char *file, const char *text,
              struct error *error)
{
    if (group_put(folder->fd, file, text) == 0)
        return 0;
    switch (errno) {
    case EINVAL:
    case ERANGE:
    case ENODEV:
        return error_errno(error, STATUS_REQUEST, "the kernel refuses \"%s\" for %s",
                           text, file);
    case ENOENT:
        if (!is_about_absent_swap(file))
            place_gap(group, name_of(controller), "this kernel has no file %s", file);
        return 0;
    default:
        place_gap(group, name_of(controller), "%s: %s", file, strerror(errno));
        return 0;
    }
}

/* v1 wants memory ≤ memory and swap at every moment: when the first write of a pair
 * is refused, the other goes first. */
static int put_pair(struct cgroup *group, const struct cgroup_folder *folder,
                    const struct limit_row *row, const struct cgroup_wish *wish,
                    const char *text, struct error *error)
{
    char other[LIMIT_TEXT_MAX];
    bool is_pair =
        !strcmp(row->file, "memory.limit_in_bytes") && row[1].value(wish, other);
    if (is_pair && group_put(folder->fd, row->file, text) < 0)
        group_put(folder->fd, row[1].file, other);
    return limit_put(group, folder, row->controller, row->file, text, error);
}

static int put_row(struct cgroup *group, const struct cgroup_folder *folder,
                   const struct limit_row *row, const struct cgroup_wish *wish,
                   struct error *error)
{
    char text[LIMIT_TEXT_MAX];
    if (!(folder->controllers & CONTROLLER_BIT(row->controller)) ||
        !row->value(wish, text))
        return 0;
    if (row->otherwise && faccessat(folder->fd, row->file, F_OK, 0) < 0)
        return limit_put(group, folder, row->controller, row->otherwise, text, error);
    return put_pair(group, folder, row, wish, text, error);
}

int limit_rdma(struct cgroup *group, const struct cgroup_folder *folder,
               const struct cgroup_wish *w, struct error *error)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < w->rdma_count; i++) {
        const struct cgroup_rdma_limit *limit = &w->rdma[i];
        char handles[48] = "", objects[48] = "", text[LIMIT_TEXT_MAX];
        if (limit->handles)
            snprintf(handles, sizeof handles, " hca_handle=%lld",
                     (long long)limit->handles);
        if (limit->objects)
            snprintf(objects, sizeof objects, " hca_object=%lld",
                     (long long)limit->objects);
        snprintf(text, sizeof text, "%.80s%s%s", limit->device, handles, objects);
        result = limit_put(group, folder, CONTROLLER_RDMA, "rdma.max", text, error);
    }
    return result;
}

int limits_write(struct cgroup *group, const struct cgroup_folder *folder,
                 const struct cgroup_wish *wish, struct error *error)
{
    const struct limit_row *row = folder->v2 ? limits_v2_rows : limits_v1_rows;
    const struct limit_list *list = folder->v2 ? limits_v2_lists : limits_v1_lists;
    for (; row->file; row++)
        if (put_row(group, folder, row, wish, error) < 0)
            return -1;
    for (; list->write; list++)
        if (folder->controllers & CONTROLLER_BIT(list->controller) &&
            list->write(group, folder, wish, error) < 0)
            return -1;
    return folder->v2 ? limits_v2_files(group, folder, wish, error) : 0;
}
