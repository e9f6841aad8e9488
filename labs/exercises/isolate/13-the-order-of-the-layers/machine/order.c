/* Does the ten steps in the order of the arguments, in a process that begins without
 * privilege, and says where it stops. All that it makes ends with it.
 *
 *   order user name …    prints "ok", or "STEP WORD CALL ERROR"; status 0
 *                        status 2: a word is wrong, 3: it cannot even begin
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned uid, gid;
static int step;
static const char *word;

static void must(long result, const char *call)
{
    if (result >= 0)
        return;
    printf("%d %s %s %s\n", step, word, call, strerror(errno));
    exit(0);
}

static void put(const char *file, const char *text)
{
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    must(fd < 0 || write(fd, text, strlen(text)) < 0 ? -1 : 0, file);
    close(fd);
}

static void do_user(void)
{
    char map[40];
    must(unshare(CLONE_NEWUSER), "unshare(CLONE_NEWUSER)");
    put("/proc/self/setgroups", "deny");
    snprintf(map, sizeof map, "0 %u 1", uid);
    put("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "0 %u 1", gid);
    put("/proc/self/gid_map", map);
}

static void do_name(void)
{
    must(unshare(CLONE_NEWUTS), "unshare(CLONE_NEWUTS)");
    must(sethostname("box", 3), "sethostname()");
}

static void do_net(void)
{
    must(unshare(CLONE_NEWNET), "unshare(CLONE_NEWNET)");
}

/* The folder that becomes the root is a tmpfs over /tmp: only we see it. */
static void do_mount(void)
{
    must(unshare(CLONE_NEWNS), "unshare(CLONE_NEWNS)");
    must(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL), "mount(private)");
    must(mount("root", "/tmp", "tmpfs", 0, NULL), "mount(tmpfs)");
    must(mkdir("/tmp/proc", 0755), "mkdir()");
}

static void do_pid(void)
{
    int status;
    must(unshare(CLONE_NEWPID), "unshare(CLONE_NEWPID)");
    fflush(stdout);
    pid_t child = fork();
    must(child, "fork()");
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        return;
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 3);
}

static void do_proc(void)
{
    unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    must(mount("proc", "/tmp/proc", "proc", flags, NULL), "mount(proc)");
}

static void do_root(void)
{
    must(chdir("/tmp"), "chdir()");
    must(syscall(SYS_pivot_root, ".", "."), "pivot_root()");
    must(umount2(".", MNT_DETACH), "umount2()");
    must(chdir("/"), "chdir()");
}

static void do_no_new_privs(void)
{
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl(PR_SET_NO_NEW_PRIVS)");
}

static void do_caps(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    must(syscall(SYS_capset, &header, none), "capset()");
}

static void do_seccomp(void)
{
#define NOT(name)                                                                        \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1),                               \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        NOT(unshare),
        NOT(mount),
        NOT(pivot_root),
        NOT(capset),
        NOT(sethostname),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "prctl(PR_SET_SECCOMP)");
}

static const struct {
    const char *name;
    void (*act)(void);
} steps[] = {
    {"user", do_user}, {"name", do_name},
    {"net", do_net},   {"mount", do_mount},
    {"pid", do_pid},   {"proc", do_proc},
    {"root", do_root}, {"no-new-privs", do_no_new_privs},
    {"caps", do_caps}, {"seccomp", do_seccomp},
};
enum { STEPS = sizeof steps / sizeof steps[0] };

static void act(const char *name)
{
    for (int i = 0; i < STEPS; i++)
        if (!strcmp(steps[i].name, name)) {
            steps[i].act();
            return;
        }
    exit(2);
}

/* Does the container stand? Asked of the kernel, from inside. */
static const char *missing(void)
{
    char line[200], name[20] = "";
    bool no_caps = false, filtered = false;
    FILE *status = fopen("/proc/self/status", "re");
    if (!status)
        return "/proc of its own";
    while (fgets(line, sizeof line, status)) {
        no_caps |= !strncmp(line, "CapEff:\t0000000000000000", 24);
        filtered |= !strncmp(line, "Seccomp:\t2", 10);
    }
    fclose(status);
    gethostname(name, sizeof name);
    return getpid() != 1               ? "process 1"
           : strcmp(name, "box") != 0  ? "the name"
           : !no_caps                  ? "no capabilities"
           : !filtered                 ? "the filter"
           : access("/etc", F_OK) == 0 ? "a root of its own"
                                       : NULL;
}

static void begin_without_privilege(void)
{
    uid = getuid() ? getuid() : 65534;
    gid = getgid() ? getgid() : 65534;
    if (getuid() == 0 && (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0 ||
                          setresuid(uid, uid, uid) < 0))
        exit(3);
    prctl(PR_SET_DUMPABLE, 1); /* or /proc/self would be root's */
}

int main(int argc, char **argv)
{
    begin_without_privilege();
    for (step = 1; step < argc; step++) {
        word = argv[step];
        act(word);
    }
    const char *lacks = missing();
    if (lacks)
        printf("0 end lacks %s\n", lacks);
    else
        printf("ok\n");
    return 0;
}
