/* The files by which the container's share of the machine is limited, under the names of
 * v1 or v2. isolate/cgroup finds where a group can be made: it is asked to make one, and
 * to remove it at once; the steps then make it row by row. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/controller.h"
#include "isolate/play/setting.h"

/* "SET" and "LIFT" of each limit; %s is the disk. */
static const struct {
    enum controller controller;
    const char *v1, *set_v1, *lift_v1, *v2, *set_v2, *lift_v2;
} files[SHARES] = {
    [SHARE_MEMORY] = {CONTROLLER_MEMORY, "memory.limit_in_bytes", "16777216", "-1",
                      "memory.max", "16777216", "max"},
    [SHARE_SWAP] = {CONTROLLER_MEMORY, "memory.memsw.limit_in_bytes", "16777216", "-1",
                    "memory.swap.max", "0", "max"},
    [SHARE_PIDS] = {CONTROLLER_PIDS, "pids.max", "12", "max", "pids.max", "12", "max"},
    [SHARE_CPU] = {CONTROLLER_CPU, "cpu.cfs_quota_us", "20000", "-1", "cpu.max",
                   "20000 100000", "max"},
    [SHARE_IO] = {CONTROLLER_IO, "blkio.throttle.write_bps_device", "%s 1048576", "%s 0",
                  "io.max", "%s wbps=1048576", "%s wbps=max"},
    [SHARE_FREEZE] = {CONTROLLER_FREEZER, "freezer.state", "FROZEN", "THAWED",
                      "cgroup.freeze", "1", "0"},
};

static void find_disk(struct setting *setting)
{
    struct stat status;
    if (stat("/", &status) == 0 && major(status.st_dev) > 0)
        snprintf(setting->disk, sizeof setting->disk, "%u:%u", major(status.st_dev),
                 minor(status.st_dev));
}

static void fill(char *out, size_t size, const char *text, const char *disk)
{
    const char *place = strstr(text, "%s");
    if (place)
        snprintf(out, size, "%.*s%s%s", (int)(place - text), text, disk, place + 2);
    else
        snprintf(out, size, "%s", text);
}

static void add_share(struct setting *setting, enum share_kind kind,
                      const struct cgroup_folder *folder)
{
    struct share *share = &setting->shares[kind];
    bool v2 = folder->v2;
    snprintf(share->file, sizeof share->file, "%.250s/%s", folder->path,
             v2 ? files[kind].v2 : files[kind].v1);
    snprintf(share->state, sizeof share->state, "%.250s/%s", folder->path,
             v2 ? "cgroup.events" : "freezer.state");
    share->frozen = v2 ? "frozen 1" : "FROZEN";
    fill(share->set, sizeof share->set, v2 ? files[kind].set_v2 : files[kind].set_v1,
         setting->disk);
    fill(share->lift, sizeof share->lift, v2 ? files[kind].lift_v2 : files[kind].lift_v1,
         setting->disk);
}

static void add_folder(struct setting *setting, size_t at,
                       const struct cgroup_folder *folder)
{
    struct group_folder *group = &setting->groups[at];
    snprintf(group->path, sizeof group->path, "%.300s", folder->path);
    snprintf(group->processes, sizeof group->processes, "%.300s/cgroup.procs",
             folder->path);
    for (int kind = 0; kind < SHARES; kind++)
        if (folder->controllers & CONTROLLER_BIT(files[kind].controller) ||
            (kind == SHARE_FREEZE && folder->v2))
            add_share(setting, (enum share_kind)kind, folder);
}

struct cgroup_wish setting_group_wish(const struct setting *setting)
{
    return (struct cgroup_wish){
        .name = setting->word, .accounting = true, .freezer = true, .cpu_weight = 100};
}

void setting_find_groups(struct setting *setting)
{
    struct cgroup_wish wish = setting_group_wish(setting);
    struct cgroup group = {0};
    struct error error = {0};
    find_disk(setting);
    if (cgroup_create(&wish, &group, &error) < 0) {
        snprintf(setting->no_groups, sizeof setting->no_groups, "%.199s", error.message);
        return;
    }
    for (size_t i = 0; i < group.folder_count && i + 1 < GROUPS_MAX; i++)
        add_folder(setting, i, &group.folders[i]);
    if (group.gap_count)
        snprintf(setting->no_groups, sizeof setting->no_groups, "%.199s",
                 group.gaps[0].reason);
    cgroup_remove(&group, &error);
}
