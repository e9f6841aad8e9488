/* Id maps: chosen by what we are, written through /proc. user_namespaces(7). */
#include "isolate/runtime/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "labs/kit/cleanup.h"

/* Root of the machine sees every id of it: "0 0 4294967295". Root of a container
 * that we run in does not, and is an ordinary user out there. */
static bool is_real_root(void)
{
    static const char all[] = "         0          0 4294967295\n";
    char map[sizeof all] = "";
    if (geteuid() != 0)
        return false;
    cleanup_fd int fd = open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC);
    return fd >= 0 && read(fd, map, sizeof all) == sizeof all - 1 && !strcmp(map, all);
}

struct identity identity_choose(void)
{
    if (is_real_root())
        return (struct identity){.range = true,
                                 .uid = IDENTITY_BASE,
                                 .gid = IDENTITY_BASE,
                                 .count = IDENTITY_COUNT};
    return (struct identity){.uid = geteuid(), .gid = getegid(), .count = 1};
}

/* ---- ids that are lent ---- */

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

int identity_borrow(struct identity *identity, struct error *error)
{
    if (access("/usr/bin/newuidmap", X_OK) == 0 &&
        access("/usr/bin/newgidmap", X_OK) == 0 &&
        lent_range("/etc/subuid", &identity->first_uid, &identity->lent_uids) &&
        lent_range("/etc/subgid", &identity->first_gid, &identity->lent_gids))
        return 0;
    identity->lent_uids = identity->lent_gids = 0;
    return error_set(error, STATUS_HOST,
                     "--ids range: /etc/subuid and /etc/subgid lend no ids to this "
                     "user, or newuidmap is not installed (package uidmap; root adds "
                     "a line: usermod --add-subuids 100000-165535 --add-subgids "
                     "100000-165535 USER)");
}

/* ---- maps ---- */

static int put(const char *process, const char *file, const char *text,
               struct error *error)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/%s", process, file);
    cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        return error_errno(error, STATUS_HOST, "cannot write \"%s\" to %s", text, path);
    return 0;
}

int identity_write(const struct identity *identity, const char *process,
                   struct error *error)
{
    char text[64];
    /* Without this, a member of a group that is denied something could leave the
     * group. The kernel asks it of ordinary users; it harms nobody else. */
    if (put(process, "setgroups", "deny", error) < 0)
        return -1;
    snprintf(text, sizeof text, "0 %u %u", identity->uid, identity->count);
    if (put(process, "uid_map", text, error) < 0)
        return -1;
    snprintf(text, sizeof text, "0 %u %u", identity->gid, identity->count);
    return put(process, "gid_map", text, error);
}

/* ---- of a container ---- */

unsigned id_maps_root(const struct id_maps *maps)
{
    for (size_t i = 0; i < maps->count; i++)
        if (maps->rows[i].inside == 0)
            return 0;
    return maps->count ? maps->rows[0].inside : 0;
}

bool identity_is_own(const struct container *c)
{
    return c->uids.count == 1 && c->gids.count == 1 && c->uids.rows[0].count == 1 &&
           c->gids.rows[0].count == 1 && c->uids.rows[0].outside == geteuid() &&
           c->gids.rows[0].outside == getegid();
}

/* The kernel takes a map in one write(2). */
static char *map_text(const struct id_maps *maps, char separator)
{
    char *text = xcalloc(maps->count + 1, 34), *end = text;
    for (size_t i = 0; i < maps->count; i++)
        end += sprintf(end, "%u %u %u%c", maps->rows[i].inside, maps->rows[i].outside,
                       maps->rows[i].count, separator);
    return text;
}

static int call_helper(const char *helper, const char *process, const char *text,
                       struct error *error)
{
    char *argv[3 + 3 * ID_MAPS_MAX] = {(char *)(uintptr_t)helper,
                                       (char *)(uintptr_t)process};
    cleanup_free char *words = xstrdup(text);
    size_t count = 2;
    for (char *rest = words, *word; (word = strsep(&rest, " ")) && *word;)
        argv[count++] = word;
    int status;
    pid_t child = vfork();
    if (child == 0) {
        execvp(helper, argv);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return error_errno(error, STATUS_HOST, "cannot start %s", helper);
    if (status == 0)
        return 0;
    return error_set(error, STATUS_HOST,
                     WEXITSTATUS(status) == 127
                         ? "%s is not installed (Debian: uidmap): ids other than one's "
                           "own cannot be mapped without it"
                         : "%s refuses the ids: /etc/subuid and /etc/subgid must give "
                           "them to this user",
                     helper);
}

static int write_map(const struct id_maps *maps, const char *process, const char *file,
                     const char *helper, struct error *error)
{
    cleanup_free char *text = map_text(maps, '\n');
    if (!maps->count || put(process, file, text, error) == 0)
        return 0;
    if (errno != EPERM || !strcmp(process, "self"))
        return -1;
    cleanup_free char *words = map_text(maps, ' ');
    error->message[0] = 0; /* that we may not do it ourselves is no failure */
    return call_helper(helper, process, words, error);
}

int identity_write_maps(const struct container *c, const char *process,
                        struct error *error)
{
    /* Without this, a member of a group that is denied something could leave the
     * group. The kernel asks it of ordinary users; it harms nobody else. */
    if (c->deny_setgroups && put(process, "setgroups", "deny", error) < 0)
        return -1;
    if (write_map(&c->uids, process, "uid_map", "newuidmap", error) < 0)
        return -1;
    return write_map(&c->gids, process, "gid_map", "newgidmap", error);
}

/* ---- ID-mapped mounts ---- */

/* A process without anything open but the pipe; it ends when we close the pipe, or
 * end ourselves. */
static _Noreturn void hold_namespace(int pipe_end)
{
    char nothing;
    dup2(pipe_end, 0);
    kernel_close_range(1, ~0u, 0);
    if (read(0, &nothing, 1) < 0)
        _exit(1);
    _exit(0);
}

int identity_map_one(unsigned uid, unsigned gid, struct error *error)
{
    int ends[2];
    char process[16], path[64], text[96];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "cannot prepare an id map");
    pid_t child = kernel_clone(CLONE_NEWUSER | SIGCHLD);
    if (child == 0)
        hold_namespace(ends[0]);
    close(ends[0]);
    snprintf(process, sizeof process, "%d", (int)child);
    snprintf(path, sizeof path, "/proc/%s/ns/user", process);
    snprintf(text, sizeof text, "%u %u 1", uid, IDENTITY_BASE);
    int result = child < 0 ? error_errno(error, STATUS_HOST, "cannot make an id map") : 0;
    if (result == 0)
        result = put(process, "uid_map", text, error);
    /* A group of root keeps a place, or the kernel would let nothing be written;
     * but one that nobody in the container is a member of. */
    if (gid)
        snprintf(text, sizeof text, "%u %u 1", gid, IDENTITY_BASE);
    else
        snprintf(text, sizeof text, "0 %u 1\n%u %u 1", IDENTITY_BASE + 65534,
                 IDENTITY_BASE, IDENTITY_BASE);
    if (result == 0)
        result = put(process, "gid_map", text, error);
    if (result == 0 && (result = open(path, O_RDONLY | O_CLOEXEC)) < 0)
        error_errno(error, STATUS_HOST, "%s", path);
    close(ends[1]);
    if (child > 0)
        waitpid(child, NULL, 0);
    return result;
}
