/* The ids that root inside gets, and the program that runs inside. */
#include "isolate/play/setting.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/play/elf_static.h"
#include "isolate/play/guest.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/cleanup.h"

/* ---- the program ---- */

static bool use_busybox(struct setting *setting)
{
    static const char *const busyboxes[] = {"/bin/busybox", "/usr/bin/busybox", NULL};
    for (size_t i = 0; busyboxes[i]; i++)
        if (elf_is_static(busyboxes[i])) {
            setting->guest = busyboxes[i];
            setting->guest_name = "busybox";
            setting->guest_point = "/tmp/bin/busybox";
            setting->guest_links = "sh cat chroot date dd echo env hostname id ip grep "
                                   "ls mount nc ps sleep stat "
                                   "touch umount unshare vi wget";
            return true;
        }
    return false;
}

static int use_ourselves(struct setting *setting, struct error *error)
{
    static char self[4096];
    struct stat status;
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0 || !elf_is_static("/proc/self/exe"))
        return error_set(error, STATUS_HOST,
                         "isolate itself is not a static program here: install "
                         "busybox-static");
    if (setting->real_root && stat(self, &status) == 0 && !(status.st_mode & S_IXOTH))
        return error_set(error, STATUS_HOST,
                         "%s must run as an ordinary user in the container: chmod "
                         "o+x %s",
                         self, self);
    setting->guest = self;
    setting->guest_name = "guest";
    setting->guest_point = "/tmp/bin/guest";
    setting->guest_links = guest_names;
    return 0;
}

/* A static program that can be looked around with: busybox, or we ourselves. */
static int choose_guest(struct setting *setting, const char *guest, struct error *error)
{
    bool own = guest && !strcmp(guest, "own"), busybox = guest && !own;
    if (!own && use_busybox(setting))
        return 0;
    if (busybox)
        return error_set(error, STATUS_HOST,
                         "there is no static busybox here: install busybox-static");
    return use_ourselves(setting, error);
}

/* ---- the ids ---- */

/* From the file alone: what else the C library would ask needs shared libraries. */
static void user_name(char name[128])
{
    struct passwd room = {0}, *user = NULL;
    char text[4096];
    cleanup_file FILE *users = fopen("/etc/passwd", "re");
    while (users && fgetpwent_r(users, &room, text, sizeof text, &user) == 0 &&
           user->pw_uid != getuid())
        ;
    snprintf(name, 128, "%s", user ? user->pw_name : "");
}

/* The first range that `file` lends to the user: "alice:100000:65536", or by number. */
static bool lent_range(const char *file, unsigned *first, unsigned *count)
{
    char line[256], name[128], user[128], number[16];
    user_name(user);
    snprintf(number, sizeof number, "%u", getuid());
    cleanup_file FILE *rows = fopen(file, "re");
    while (rows && fgets(line, sizeof line, rows))
        if (sscanf(line, "%127[^:]:%u:%u", name, first, count) == 3 && *count > 0 &&
            (!strcmp(name, number) || !strcmp(name, user)))
            return true;
    return false;
}

static bool use_helpers(struct setting *setting)
{
    unsigned uids, uid_count, gids, gid_count;
    if (access("/usr/bin/newuidmap", X_OK) < 0 ||
        access("/usr/bin/newgidmap", X_OK) < 0 ||
        !lent_range("/etc/subuid", &uids, &uid_count) ||
        !lent_range("/etc/subgid", &gids, &gid_count))
        return false;
    snprintf(setting->uid_map, sizeof setting->uid_map, "0 %u 1 1 %u %u", setting->uid,
             uids, uid_count);
    snprintf(setting->gid_map, sizeof setting->gid_map, "0 %u 1 1 %u %u", setting->gid,
             gids, gid_count);
    return true;
}

static int choose_ids(struct setting *setting, const char *ids, struct error *error)
{
    struct identity identity = identity_choose();
    bool single = ids && !strcmp(ids, "single");
    setting->real_root = identity.range;
    setting->uid = identity.uid;
    setting->gid = identity.gid;
    setting->range = identity.range;
    snprintf(setting->uid_map, sizeof setting->uid_map, "0 %u %u", identity.uid,
             single ? 1 : identity.count);
    snprintf(setting->gid_map, sizeof setting->gid_map, "0 %u %u", identity.gid,
             single ? 1 : identity.count);
    if (identity.range || single)
        return 0;
    setting->helpers = setting->range = use_helpers(setting);
    if (ids && !setting->range)
        return error_set(error, STATUS_HOST,
                         "--ids range: /etc/subuid and /etc/subgid lend no ids to this "
                         "user, or newuidmap is not installed (package uidmap; root adds "
                         "a line: usermod --add-subuids 100000-165535 USER)");
    return 0;
}

int setting_make(struct setting *setting, const char *guest, const char *ids,
                 struct error *error)
{
    *setting = (struct setting){.hostname = "box"};
    snprintf(setting->word, sizeof setting->word, "isolate-play-%d", (int)getpid());
    if (choose_ids(setting, ids, error) < 0)
        return -1;
    setting_find_groups(setting);
    setting_find_network(setting);
    return choose_guest(setting, guest, error);
}
