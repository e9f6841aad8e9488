/* The floor: the least that a program must do to run another in namespaces of its own.
 *
 *   floor ROOT COMMAND…
 *   floor --group=PARENT ROOT COMMAND…
 *
 * One clone3 with the namespaces that `isolate run` makes, a map of one id, ROOT as the
 * root by pivot_root, a new /proc, no capability, exec. There is nothing else: no /dev,
 * no masked path, no filter, no limit, no check. It is what tests/bench measures
 * isolate against, and linked statically as isolate is.
 *
 * With a PARENT, a folder of cgroup v2 that has memory and pids for its children, it is
 * the floor of limits: a group is made there, limited in memory and processes, the child
 * is cloned into it, and it is removed in the end. PARENT is taken as given.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(long result, const char *what)
{
    if (result >= 0)
        return;
    fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
    _exit(125);
}

static void put(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    must(fd, path);
    must(write(fd, text, strlen(text)), path);
    close(fd);
}

static void map_ids(unsigned uid, unsigned gid)
{
    char text[32];
    put("/proc/self/setgroups", "deny");
    snprintf(text, sizeof text, "0 %u 1", uid);
    put("/proc/self/uid_map", text);
    snprintf(text, sizeof text, "0 %u 1", gid);
    put("/proc/self/gid_map", text);
}

static void drop_capabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    for (unsigned long c = 0; c <= CAP_LAST_CAP; c++)
        must(prctl(PR_CAPBSET_DROP, c, 0, 0, 0), "PR_CAPBSET_DROP");
    must(syscall(SYS_capset, &header, none), "capset");
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS");
}

static void inside(char **argv, unsigned uid, unsigned gid)
{
    map_ids(uid, gid);
    must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "mount /");
    must(mount(argv[0], "/tmp", NULL, MS_BIND, NULL), argv[0]);
    must(chdir("/tmp"), "chdir");
    must(mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), "proc");
    must(syscall(SYS_pivot_root, ".", "."), "pivot_root");
    must(umount2(".", MNT_DETACH), "umount2");
    must(sethostname("floor", 5), "sethostname");
    drop_capabilities();
    execv(argv[1], argv + 1);
    must(-1, argv[1]);
}

/* ---- the floor of limits ---- */

static char group[256];

static void put_in(int folder, const char *file, const char *text)
{
    int fd = openat(folder, file, O_WRONLY | O_CLOEXEC);
    must(fd, file);
    must(write(fd, text, strlen(text)), file);
    close(fd);
}

static int make_group(const char *parent)
{
    snprintf(group, sizeof group, "%s/floor-%d", parent, (int)getpid());
    must(mkdir(group, 0755), group);
    int folder = open(group, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(folder, group);
    put_in(folder, "memory.max", "536870912");
    put_in(folder, "pids.max", "512");
    return folder;
}

/* Busy for a moment after the end of the last process: it is tried again. */
static void remove_group(void)
{
    while (*group && rmdir(group) < 0 && errno == EBUSY)
        ;
}

int main(int argc, char **argv)
{
    int status;
    unsigned uid = geteuid(), gid = getegid();
    static const char option[] = "--group=";
    struct clone_args arguments = {
        .flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS |
                 CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP,
        .exit_signal = SIGCHLD,
    };
    if (argc > 1 && !strncmp(argv[1], option, strlen(option))) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (__u64)make_group(argv[1] + strlen(option));
        argv++;
        argc--;
    }
    if (argc < 3)
        return 2;
    pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    must(child, "clone3");
    if (child == 0)
        inside(argv + 1, uid, gid);
    must(waitpid(child, &status, 0), "waitpid");
    remove_group();
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
