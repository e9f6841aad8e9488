/* Makes the place: a tmpfs with the file "outside" and the folder "jail" in it. Then
 * lets the learner's escape try a plain chroot, or four escapes the learner's jail.
 * Each runs in a child with a mount namespace of its own.
 *
 *   judge escape | chroot | learner | descriptor | mounts | stands
 *   status 0: outside was reached ("stands": the jail is as it shall be)
 *          1: not reached   2: enter() failed   3: the place cannot be made
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "jail.h"

static int outside_fd;

static int is_out(void)
{
    return access("outside", F_OK) == 0 || access("/outside", F_OK) == 0 ||
           access("/tmp/outside", F_OK) == 0;
}

static void must(long result)
{
    if (result < 0)
        exit(3);
}

static void make_place(void)
{
    must(unshare(CLONE_NEWNS));
    must(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
    must(mount("place", "/tmp", "tmpfs", 0, NULL));
    must(chdir("/tmp"));
    must(mkdir("jail", 0755));
    must(close(open("outside", O_CREAT | O_WRONLY, 0644)));
    must(close(open("jail/inside", O_CREAT | O_WRONLY, 0644)));
}

/* The classic, written another way than a learner would. */
static void escape_by_chroot(void)
{
    int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    mkdir("cellar", 0755);
    if (chroot("cellar") < 0 || fchdir(root) < 0)
        return;
    for (int i = 0; i < 64 && access("outside", F_OK) < 0; i++)
        if (chdir("..") < 0)
            return;
    if (chroot(".") < 0)
        return;
}

static void escape_by_descriptor(void)
{
    if (fchdir(outside_fd) == 0 && access("outside", F_OK) < 0 && chroot(".") < 0)
        return;
}

/* The old root may lie in a folder of the new one, or below it. */
static void escape_by_mounts(void)
{
    DIR *root = opendir("/");
    for (struct dirent *entry; root && (entry = readdir(root));)
        if (chdir("/") == 0 && chdir(entry->d_name) == 0 &&
            (access("outside", F_OK) == 0 || (chdir("tmp") == 0 && is_out())))
            break;
    if (root)
        closedir(root);
    if (!is_out() && umount2("/", MNT_DETACH) == 0 && chdir("/") < 0)
        return;
    for (int i = 0; i < 64 && !is_out(); i++)
        if (chdir("..") < 0)
            return;
}

static const struct {
    const char *name;
    void (*get_out)(void);
} escapes[] = {
    {"learner", escape},
    {"chroot", escape_by_chroot},
    {"descriptor", escape_by_descriptor},
    {"mounts", escape_by_mounts},
};

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    make_place();
    if (!strcmp(what, "escape")) {
        must(chroot("jail"));
        must(chdir("/"));
        escape();
        return !is_out();
    }
    must(outside_fd = open("/tmp", O_RDONLY | O_DIRECTORY));
    if (enter("/tmp/jail") < 0) {
        perror("enter");
        return 2;
    }
    if (!strcmp(what, "stands"))
        return access("/inside", F_OK) < 0 || access("inside", F_OK) < 0;
    for (int i = 0; i < 4; i++)
        if (!strcmp(what, escapes[i].name)) {
            escapes[i].get_out();
            return !is_out();
        }
    return 3;
}
