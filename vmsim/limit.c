/* The limit of memory: the least of those that hold for this process.
 *
 * A control group is limited by those above it too, so each folder on the way up
 * is asked. In a container the path may name folders that are not there; the root
 * of the mount is the container's own group then.
 */
#include "vmsim/limit.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The number in a file; UINT64_MAX for "max", or where there is none. */
static uint64_t number_in(const char *folder, const char *file)
{
    char path[PATH_MAX];
    unsigned long long number = 0;
    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path)
        return UINT64_MAX;
    FILE *in = fopen(path, "re");
    bool found = in && fscanf(in, "%llu", &number) == 1;
    if (in)
        fclose(in);
    return found ? number : UINT64_MAX;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* From the group up to the root of the mount. */
static uint64_t group_limit(const char *mount, const char *group, const char *file)
{
    char folder[PATH_MAX];
    size_t root = strlen(mount);
    if (snprintf(folder, sizeof folder, "%s%s", mount, group) >= (int)sizeof folder)
        return UINT64_MAX;
    uint64_t limit = number_in(mount, file);
    while (strlen(folder) > root) {
        limit = least(limit, number_in(folder, file));
        *strrchr(folder, '/') = '\0';
    }
    return limit;
}

/* Lines of /proc/self/cgroup: "0::/path" is v2, "4:memory:/path" a controller of v1. */
static uint64_t groups_limit(void)
{
    char line[PATH_MAX];
    uint64_t limit = UINT64_MAX;
    FILE *in = fopen("/proc/self/cgroup", "re");
    while (in && fgets(line, sizeof line, in)) {
        line[strcspn(line, "\n")] = '\0';
        char *controllers = strchr(line, ':');
        char *group = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!group || group[1] != '/')
            continue;
        *group++ = '\0';
        if (controllers[1] == '\0')
            limit = least(limit, group_limit("/sys/fs/cgroup", group, "memory.max"));
        else if (strstr(controllers, "memory"))
            limit = least(limit, group_limit("/sys/fs/cgroup/memory", group,
                                             "memory.limit_in_bytes"));
    }
    if (in)
        fclose(in);
    return limit;
}

uint64_t memory_limit(void)
{
    static uint64_t limit;
    if (limit)
        return limit;
    struct rlimit space;
    limit = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    limit = least(limit, groups_limit());
    if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY)
        limit = least(limit, space.rlim_cur);
    limit -= limit / 4;
    return limit;
}
