/* The layout, parsed. See layout.h.
 *
 * A line of mountinfo:
 *   42 31 0:38 /lxc/box /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw
 *              top      mount point            options     optional - type    source
 * super A line of /proc/self/cgroup: 4:memory:/lxc/box/me       v1: id, controllers,
 * group 0::/lxc/box/me             v2
 */
#include "isolate/cgroup/layout.h"

#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "isolate/cgroup/controller.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

enum { FIELDS_MAX = 16, FILE_LIMIT = 8 << 20 };

const char *const layout_kind_names[] = {"none", "v1", "v2", "hybrid"};

/* The next line, cut out of *text; NULL at the end. */
static char *next_line(char **text)
{
    char *line = *text;
    if (!*line)
        return NULL;
    size_t length = strcspn(line, "\n");
    *text = line + length + (line[length] == '\n');
    line[length] = 0;
    return line;
}

/* Blanks in names are written as \040. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *from = text; *from; to++) {
        bool octal = from[0] == '\\' && from[1] >= '0' && from[1] <= '3' &&
                     from[2] >= '0' && from[2] <= '7' && from[3] >= '0' && from[3] <= '7';
        if (octal) {
            *to = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
            from += 4;
        } else {
            *to = *from++;
        }
    }
    *to = 0;
}

static size_t split(char *line, char **fields)
{
    size_t count = 0;
    char *rest = line;
    for (char *field; count < FIELDS_MAX && (field = strsep(&rest, " "));)
        fields[count++] = field;
    return count;
}

static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += length)
        if ((at == list || at[-1] == ',') && (!at[length] || at[length] == ','))
            return true;
    return false;
}

static void add_mount(struct layout *layout, char *line)
{
    char *fields[FIELDS_MAX];
    size_t count = split(line, fields), dash = 6;
    while (dash < count && strcmp(fields[dash], "-") != 0)
        dash++;
    if (dash + 3 >= count || layout->count == HIERARCHIES_MAX)
        return;
    bool v2 = !strcmp(fields[dash + 1], "cgroup2");
    if (!v2 && strcmp(fields[dash + 1], "cgroup") != 0)
        return;
    unescape(fields[3]);
    unescape(fields[4]);
    layout->rows[layout->count++] = (struct hierarchy){
        .v2 = v2,
        .read_only = has_word(fields[5], "ro"),
        .controllers = v2 ? 0 : controller_bits(fields[dash + 3], false),
        .mount = xstrdup(fields[4]),
        .top = xstrdup(fields[3]),
        .own = NULL,
    };
}

/* `group` as it is seen below a mount that shows `top`; NULL when it is not there. */
static const char *below(const char *group, const char *top)
{
    size_t length = strcmp(top, "/") ? strlen(top) : 0;
    if (strncmp(group, top, length) != 0 || (group[length] && group[length] != '/'))
        return NULL;
    return group[length] == '/' && !group[length + 1] ? "" : group + length;
}

static bool is_outside(const char *group)
{
    return !strncmp(group, "/..", 3) && (!group[3] || group[3] == '/');
}

/* The group of one line belongs to every mount of the same hierarchy. A group that
 * the mount does not show counts as its top: so it looks in a container that got
 * its own cgroup namespace after the mount, or the other way round. */
static void add_group(struct layout *layout, char *line)
{
    char *names = strchr(line, ':'), *group = names ? strchr(names + 1, ':') : NULL;
    if (!group)
        return;
    *group++ = 0;
    bool v2 = !names[1];
    unsigned bits = controller_bits(names + 1, false);
    for (size_t i = 0; i < layout->count; i++) {
        struct hierarchy *h = &layout->rows[i];
        if (h->own || h->v2 != v2 || (!v2 && (!bits || h->controllers != bits)))
            continue;
        const char *own = is_outside(group) ? NULL : below(group, h->top);
        h->own = xstrdup(own ? own : "");
    }
}

void layout_parse(const char *mountinfo, const char *groups, struct layout *layout)
{
    cleanup_free char *mounts_copy = xstrdup(mountinfo);
    cleanup_free char *groups_copy = xstrdup(groups);
    char *mounts = mounts_copy, *lines = groups_copy;
    *layout = (struct layout){0};
    for (char *line; (line = next_line(&mounts));)
        add_mount(layout, line);
    for (char *line; (line = next_line(&lines));)
        add_group(layout, line);
    for (size_t i = 0; i < layout->count; i++)
        if (!layout->rows[i].own)
            layout->rows[i].own = xstrdup("");
}

/* What v2 has is asked at the top: a group further down may have less of it. */
static void read_v2_controllers(const char *root, struct hierarchy *h)
{
    cleanup_free char *path = xasprintf("%s%s/cgroup.controllers", root, h->mount);
    cleanup_free char *names = NULL;
    size_t length;
    if (file_read(path, FILE_LIMIT, &names, &length, NULL) == 0)
        h->controllers = controller_bits(names, true);
}

int layout_read(const char *root, struct layout *layout, struct error *error)
{
    cleanup_free char *mounts_path = xasprintf("%s/proc/self/mountinfo", root);
    cleanup_free char *groups_path = xasprintf("%s/proc/self/cgroup", root);
    cleanup_free char *mounts = NULL, *groups = NULL;
    size_t length;
    *layout = (struct layout){0};
    if (file_read(mounts_path, FILE_LIMIT, &mounts, &length, error) < 0)
        return -1;
    /* A kernel without control groups has no such file. */
    if (file_read(groups_path, FILE_LIMIT, &groups, &length, NULL) < 0)
        groups = xstrdup("");
    layout_parse(mounts, groups, layout);
    for (size_t i = 0; i < layout->count; i++)
        if (layout->rows[i].v2)
            read_v2_controllers(root, &layout->rows[i]);
    return 0;
}

/* ---- the quick way ---- */

/* A hierarchy at its usual place, whose own group is seen there: then the mount shows
 * the top, and mountinfo need not be read. */
static bool add_usual(struct layout *layout, const char *mount, unsigned controllers,
                      bool v2, const char *group)
{
    struct statfs status;
    const char *own = strcmp(group, "/") ? group : "";
    if (layout->count == HIERARCHIES_MAX || is_outside(group) ||
        statfs(mount, &status) < 0 ||
        status.f_type != (v2 ? CGROUP2_SUPER_MAGIC : CGROUP_SUPER_MAGIC))
        return false;
    cleanup_free char *path = xasprintf("%s%s", mount, own);
    if (*own && access(path, F_OK) < 0)
        return false;
    layout->rows[layout->count++] = (struct hierarchy){
        .v2 = v2,
        .read_only = status.f_flags & ST_RDONLY,
        .controllers = controllers,
        .mount = xstrdup(mount),
        .top = xstrdup("/"),
        .own = xstrdup(own),
    };
    return true;
}

static unsigned controllers_of(const struct layout *layout)
{
    unsigned bits = 0;
    for (unsigned i = 0; i < CONTROLLER_COUNT; i++)
        if (layout_find(layout, i))
            bits |= CONTROLLER_BIT(i);
    return bits;
}

/* One line of /proc/self/cgroup; false when what is needed of it is not where it
 * usually is. */
static bool guess_line(struct layout *layout, char *line, unsigned needed)
{
    char *names = strchr(line, ':'), *group = names ? strchr(names + 1, ':') : NULL;
    if (!group)
        return false;
    *group++ = 0;
    unsigned bits = controller_bits(++names, false);
    cleanup_free char *mount = xasprintf("/sys/fs/cgroup/%s", names);
    if (*names)
        return !(bits & needed) || add_usual(layout, mount, bits, false, group);
    /* The line of v2 is the last; what v1 has is not in it, but for the freezer. */
    if (!(needed & (CONTROLLER_BIT(CONTROLLER_FREEZER) | ~controllers_of(layout))))
        return true;
    if (add_usual(layout, "/sys/fs/cgroup", 0, true, group) ||
        add_usual(layout, "/sys/fs/cgroup/unified", 0, true, group))
        read_v2_controllers("", &layout->rows[layout->count - 1]);
    return true;
}

int layout_read_for(unsigned needed, struct layout *layout, struct error *error)
{
    cleanup_free char *groups = NULL;
    size_t length;
    *layout = (struct layout){0};
    bool usual = file_read("/proc/self/cgroup", FILE_LIMIT, &groups, &length, NULL) == 0;
    char *lines = groups;
    for (char *line; usual && (line = next_line(&lines));)
        usual = guess_line(layout, line, needed);
    if (usual && !(needed & ~controllers_of(layout)))
        return 0;
    layout_free(layout);
    return layout_read("", layout, error);
}

void layout_free(struct layout *layout)
{
    for (size_t i = 0; i < layout->count; i++) {
        free(layout->rows[i].mount);
        free(layout->rows[i].top);
        free(layout->rows[i].own);
    }
    *layout = (struct layout){0};
}

enum layout_kind layout_kind(const struct layout *layout)
{
    bool v1 = false, v2 = false;
    for (size_t i = 0; i < layout->count; i++) {
        v2 |= layout->rows[i].v2;
        v1 |= !layout->rows[i].v2 && layout->rows[i].controllers;
    }
    return v1 && v2 ? LAYOUT_HYBRID : v2 ? LAYOUT_V2 : v1 ? LAYOUT_V1 : LAYOUT_NONE;
}

const struct hierarchy *layout_v2(const struct layout *layout)
{
    for (size_t i = 0; i < layout->count; i++)
        if (layout->rows[i].v2)
            return &layout->rows[i];
    return NULL;
}

/* A controller is bound to one hierarchy of the machine. v1 is looked at first for
 * what v2 would have without being asked. */
const struct hierarchy *layout_find(const struct layout *layout, unsigned controller)
{
    for (size_t i = 0; i < layout->count; i++)
        if (layout->rows[i].controllers & CONTROLLER_BIT(controller))
            return &layout->rows[i];
    return controller_names[controller].v2_always ? layout_v2(layout) : NULL;
}
