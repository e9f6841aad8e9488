/* This machine's own system as the root of a container: DIR is "/".
 *
 * Its entries are mounted one by one into a tmpfs, and only those that hold programs and
 * what they need to run. All else holds data of people and services, or sockets through
 * which a process here could ask one out there to act for it.
 */
#include <dirent.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/runtime/planner.h"

static const char *const lent[] = {"bin",    "sbin",   "lib", "lib32", "lib64",
                                   "libx32", "libo32", "usr", "etc",   "opt",
                                   "nix",    "gnu",    NULL};

bool planner_is_replaced(const struct planner *p, const char *name)
{
    for (size_t i = 0; p->is_host && lent[i]; i++)
        if (!strcmp(name, lent[i]))
            return false;
    return p->is_host;
}

static void mirror_link(struct planner *p, const char *path, const char *point)
{
    char link[4096];
    ssize_t length = readlink(path, link, sizeof link - 1);
    link[length < 0 ? 0 : length] = 0;
    plan_build(p->plan, (struct operation){OPERATION_SYMLINK, .target = point,
                                           .source = plan_keep(p->plan, xstrdup(link))});
}

/* One entry of "/" in the tmpfs that is the root. */
static int mirror_entry(struct planner *p, const char *name)
{
    const char *path = plan_keep(p->plan, xasprintf("/%s", name));
    struct stat status;
    if (lstat(path, &status) < 0)
        return 0; /* gone since readdir */
    if (S_ISLNK(status.st_mode)) {
        mirror_link(p, path, path + 1);
        return 0;
    }
    if (!S_ISDIR(status.st_mode))
        return 0;
    int slot = plan_cut(
        p->plan, path,
        planner_flags(p) | (planner_has(p, LAYER_ROOT) ? ATTRIBUTE_RDONLY : 0), p->error);
    if (slot < 0)
        return -1;
    plan_mkdir(p->plan, path + 1);
    plan_attach(p->plan, slot, path, path + 1);
    return 0;
}

/* Empty folders where the host has its own: programs expect them. */
static void expected_folders(struct planner *p)
{
    static const char *const expected[] = {"home", "root", "run", "tmp", "var", NULL};
    for (size_t i = 0; expected[i]; i++)
        plan_mkdir(p->plan, expected[i]);
}

int planner_mirror(struct planner *p)
{
    plan_tmpfs(p->plan, p->stage, "mode=0755,size=16m", MS_NODEV);
    plan_build(p->plan, (struct operation){OPERATION_CHDIR, .target = p->stage});
    DIR *folder = opendir("/");
    if (!folder)
        return error_errno(p->error, STATUS_HOST, "/");
    int result = 0;
    const struct dirent *entry;
    while (result == 0 && (entry = readdir(folder)))
        if (!planner_is_replaced(p, entry->d_name))
            result = mirror_entry(p, entry->d_name);
    closedir(folder);
    expected_folders(p);
    return result;
}
