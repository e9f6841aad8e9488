/* The ids that root inside gets, and the program that runs inside. */
#include "isolate/play/setting.h"

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

static bool use_helpers(struct setting *setting, const struct identity *identity)
{
    if (!identity->lent_uids || !identity->lent_gids)
        return false;
    snprintf(setting->uid_map, sizeof setting->uid_map, "0 %u 1 1 %u %u", setting->uid,
             identity->first_uid, identity->lent_uids);
    snprintf(setting->gid_map, sizeof setting->gid_map, "0 %u 1 1 %u %u", setting->gid,
             identity->first_gid, identity->lent_gids);
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
    int lent = identity_borrow(&identity, error);
    setting->helpers = setting->range = lent == 0 && use_helpers(setting, &identity);
    return ids && lent < 0 ? -1 : 0;
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
