/* Attempts with namespaces and what is mounted in them. See attempt.h. */
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/host/attempt.h"
#include "isolate/host/view.h"
#include "isolate/kernel.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/cleanup.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

bool attempt_stage(struct attempt *attempt, const char *name, long result)
{
    snprintf(attempt->stage, sizeof attempt->stage, "%s", name);
    attempt->error = result < 0 ? errno : 0;
    return result >= 0;
}

/* Waits for the word, then writes the map of its parent, as only root outside may. */
static _Noreturn void map_parent(const struct identity *identity, const int *word)
{
    struct error error;
    char process[16], go;
    snprintf(process, sizeof process, "%d", (int)getppid());
    close(word[1]);
    bool told = read(word[0], &go, 1) == 1;
    _exit(told && identity_write(identity, process, &error) == 0 ? 0 : 1);
}

/* As our containers start: a range of ids, that root has written from outside. */
static bool enter_as_root(struct attempt *attempt, const struct identity *identity,
                          int flags)
{
    int word[2], status = 1;
    if (!attempt_stage(attempt, "pipe", pipe(word)))
        return false;
    pid_t mapper = fork();
    if (mapper == 0)
        map_parent(identity, word);
    bool entered =
        attempt_stage(attempt, "setgroups", setgroups(0, NULL)) &&
        attempt_stage(attempt, "unshare", unshare(CLONE_NEWUSER | CLONE_NEWNS | flags));
    if (!entered || write(word[1], "x", 1) != 1)
        close(word[1]);
    if (mapper > 0)
        waitpid(mapper, &status, 0);
    if (!entered)
        return false;
    errno = EPERM;
    return attempt_stage(attempt, "host.stage-uid-map", status == 0 ? 0 : -1) &&
           attempt_stage(attempt, "setresgid", setresgid(0, 0, 0)) &&
           attempt_stage(attempt, "setresuid", setresuid(0, 0, 0));
}

static bool enter_as_user(struct attempt *attempt, const struct identity *identity,
                          int flags)
{
    struct error error;
    return attempt_stage(attempt, "unshare",
                         unshare(CLONE_NEWUSER | CLONE_NEWNS | flags)) &&
           attempt_stage(attempt, "host.stage-uid-map",
                         identity_write(identity, "self", &error));
}

bool attempt_enter(struct attempt *attempt, int flags)
{
    struct identity identity = identity_choose();
    return (identity.range ? enter_as_root : enter_as_user)(attempt, &identity, flags) &&
           attempt_stage(attempt, "mount --make-rprivate /",
                         mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
}

void try_user_namespace(struct attempt *attempt)
{
    if (attempt_enter(attempt, CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET))
        attempt_stage(attempt, "sethostname", sethostname("probe", 5));
}

/* One after the other, so that the one that is missing is named. */
void try_namespace_kinds(struct attempt *attempt)
{
    static const struct {
        const char *name;
        int flag;
    } kinds[] = {{"host.stage-network", CLONE_NEWNET}, {"unshare ipc", CLONE_NEWIPC},
                 {"unshare uts", CLONE_NEWUTS},        {"unshare pid", CLONE_NEWPID},
                 {"unshare cgroup", CLONE_NEWCGROUP},  {"unshare mount", CLONE_NEWNS}};
    if (!attempt_enter(attempt, 0))
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!attempt_stage(attempt, kinds[i].name, unshare(kinds[i].flag)))
            return;
}

void try_time_namespace(struct attempt *attempt)
{
    if (attempt_enter(attempt, 0))
        attempt_stage(attempt, "unshare time", unshare(CLONE_NEWTIME));
}

static bool stage_tmpfs(struct attempt *attempt)
{
    return attempt_stage(attempt, "host.stage-tmpfs",
                         mount("tmpfs", "/tmp", "tmpfs", 0, "size=64k")) &&
           attempt_stage(attempt, "chdir", chdir("/tmp"));
}

void try_pivot_root(struct attempt *attempt)
{
    if (attempt_enter(attempt, 0) && stage_tmpfs(attempt) &&
        attempt_stage(attempt, "pivot_root", kernel_pivot_root(".", ".")))
        attempt_stage(attempt, "host.stage-old-root", umount2(".", MNT_DETACH));
}

void try_proc(struct attempt *attempt)
{
    if (!attempt_enter(attempt, CLONE_NEWPID))
        return;
    *attempt = (struct attempt){"host.stage-first", ECHILD, ""}; /* it will say more */
    pid_t child = fork();
    if (child == 0) {
        attempt_stage(attempt, "host.stage-proc",
                      mount("proc", "/proc", "proc", 0, NULL));
        _exit(0);
    }
    if (child < 0)
        attempt_stage(attempt, "fork", child);
    waitpid(child, NULL, 0);
}

void try_overlay(struct attempt *attempt)
{
    if (!attempt_enter(attempt, 0) || !stage_tmpfs(attempt))
        return;
    static const char *const folders[] = {"lower", "upper", "work", "merged"};
    for (size_t i = 0; i < 4; i++)
        if (!attempt_stage(attempt, "mkdir", mkdir(folders[i], 0755)))
            return;
    attempt_stage(attempt, "host.stage-overlay",
                  mount("overlay", "merged", "overlay", 0,
                        "lowerdir=lower,upperdir=upper,workdir=work,userxattr"));
}

/* ---- ids ---- */

/* The line of a user in /etc/subuid: "name:first:count". */
static bool own_range(const char *path, unsigned long *first)
{
    char by_id[24];
    cleanup_free char *text = view_text(&this_host, path);
    cleanup_free char *name = view_variable(&this_host, "USER");
    cleanup_free char *by_name = xasprintf("%s:", name ? name : "?");
    snprintf(by_id, sizeof by_id, "%u:", getuid());
    for (char *rest = text, *line; text && (line = strsep(&rest, "\n"));) {
        bool ours = !strncmp(line, by_id, strlen(by_id)) ||
                    !strncmp(line, by_name, strlen(by_name));
        if (ours && sscanf(strchr(line, ':'), ":%lu:", first) == 1)
            return true;
    }
    return false;
}

static int run_mapper(const char *mapper, pid_t pid, unsigned own, unsigned long first)
{
    char words[4][24];
    int status = -1;
    snprintf(words[0], sizeof words[0], "%d", (int)pid);
    snprintf(words[1], sizeof words[1], "%u", own);
    snprintf(words[2], sizeof words[2], "%lu", first);
    pid_t child = fork();
    if (child == 0) {
        execlp(mapper, mapper, words[0], "0", words[1], "1", "1", words[2], "1000", NULL);
        _exit(127);
    }
    if (child > 0)
        waitpid(child, &status, 0);
    errno = WIFEXITED(status) && WEXITSTATUS(status) == 127 ? ENOENT : EPERM;
    return status == 0 ? 0 : -1;
}

/* Root writes the map itself; a user needs the two programs that may. */
static void map_as_user(struct attempt *attempt, pid_t child)
{
    unsigned long uids = 0, gids = 0;
    errno = ENODATA;
    if (attempt_stage(attempt, "host.stage-subuid",
                      own_range("/etc/subuid", &uids) ? 0 : -1) &&
        attempt_stage(attempt, "host.stage-subgid",
                      own_range("/etc/subgid", &gids) ? 0 : -1) &&
        attempt_stage(attempt, "newuidmap",
                      run_mapper("newuidmap", child, getuid(), uids)))
        attempt_stage(attempt, "newgidmap",
                      run_mapper("newgidmap", child, getgid(), gids));
}

void try_id_ranges(struct attempt *attempt)
{
    struct error error;
    char process[16];
    struct identity identity = identity_choose();
    pid_t child = kernel_clone(CLONE_NEWUSER | SIGCHLD);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            pause();
    }
    if (!attempt_stage(attempt, "host.stage-user", child))
        return;
    snprintf(process, sizeof process, "%d", (int)child);
    if (identity.range)
        attempt_stage(attempt, "host.stage-uid-map",
                      identity_write(&identity, process, &error));
    else
        map_as_user(attempt, child);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

void try_idmapped_mounts(struct attempt *attempt)
{
    struct error error;
    struct kernel_mount_attributes attributes = {.set = ATTRIBUTE_IDMAP};
    if (!view_is_real_root(&this_host)) {
        errno = EPERM;
        attempt_stage(attempt, "host.stage-root", -1);
        return;
    }
    int tree = kernel_open_tree(AT_FDCWD, "/usr", TREE_CLONE | O_CLOEXEC);
    int map = identity_map_one(1, 1, &error);
    if (attempt_stage(attempt, "open_tree /usr", tree) &&
        attempt_stage(attempt, "host.stage-map", map)) {
        attributes.userns_fd = (uint64_t)map;
        attempt_stage(attempt, "host.stage-usr",
                      kernel_mount_setattr(tree, "", AT_EMPTY_PATH, &attributes));
    }
    close(tree);
    close(map);
}
