/* linux.cgroupsPath and linux.resources: where the control group is, what it limits. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate/oci/oci.h"
#include "isolate/oci/resolve.h"

/* ---- where ---- */

/* "a-b.slice" lies in "a.slice": systemd.slice(5). "-.slice" is the top. */
static char *slice_path(struct resolution *r, const char *slice)
{
    static const char end[] = ".slice";
    size_t length = strlen(slice);
    if (length < sizeof end || strcmp(slice + length - (sizeof end - 1), end) != 0)
        return NULL;
    length -= sizeof end - 1;
    char *path = "";
    if (length == 1 && *slice == '-')
        return path;
    for (size_t i = 1; i <= length; i++)
        if (i == length || slice[i] == '-')
            path = resolve_print(r, "%s/%.*s%s", path, (int)i, slice, end);
    return path;
}

/* "machine.slice:libpod:ID" → "/machine.slice/libpod-ID.scope". */
static const char *systemd_path(struct resolution *r, const char *path)
{
    const char *first = strchr(path, ':');
    const char *second = first ? strchr(first + 1, ':') : NULL;
    if (!second)
        return NULL;
    char *slice = resolve_print(r, "%.*s", (int)(first - path), path);
    char *above = slice_path(r, *slice ? slice : "system.slice");
    if (!above)
        return NULL;
    int prefix = (int)(second - first - 1);
    return resolve_print(r, "%s/%.*s%s%s.scope", above, prefix, first + 1,
                         prefix ? "-" : "", second + 1);
}

/* A part ".." would lead out of what the path says. */
static bool leads_up(const char *path)
{
    for (const char *part = path; part; part = strchr(part, '/')) {
        part += strspn(part, "/");
        if (!strncmp(part, "..", 2) && (part[2] == '/' || !part[2]))
            return true;
    }
    return false;
}

int resolve_cgroup(struct resolution *r, const char *path)
{
    if (!strcmp(oci_options.cgroup_manager, "disabled"))
        return 0;
    if (path && *path && oci_options.systemd_cgroup && strchr(path, ':')) {
        path = systemd_path(r, path);
        if (!path)
            return resolve_refuse(r, "linux.cgroupsPath: SLICE.slice:PREFIX:NAME is "
                                     "needed with --systemd-cgroup");
    }
    if (!path || !*path)
        path = resolve_print(r, geteuid() == 0 ? "/oci-%s" : "oci-%s", r->id);
    if (leads_up(path))
        return resolve_refuse(r, "linux.cgroupsPath: '..' leads nowhere");
    r->cgroup.path = path;
    r->cgroup.accounting = r->cgroup.freezer = r->cgroup.everywhere = true;
    r->container.cgroup = &r->cgroup;
    return 0;
}
