/* Operations, carried out: one small function per kind, found through a table.
 *
 * Each returns what the system call returned and leaves errno alone: 0 or more is
 * success. None prints. Paths are taken as they are; the order of the rows is
 * what makes them safe (see steps/ and plan.c).
 */
#include "isolate/operations/operation.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/operations/network_maker.h"
#include "isolate/operations/operation_type.h"
#include "labs/kit/cleanup.h"

void workplace_init(struct workplace *workplace)
{
    for (int i = 0; i < SLOTS_MAX; i++)
        workplace->slots[i] = -1;
    workplace->output = NULL;
    workplace->channel = -1;
    workplace->process = 0;
    workplace->network = NULL;
}

void workplace_close(struct workplace *workplace)
{
    for (int i = 0; i < SLOTS_MAX; i++)
        if (workplace->slots[i] >= 0)
            close(workplace->slots[i]);
    workplace_init(workplace);
}

typedef long runner(const struct operation *o, struct workplace *w);

static long run_setgroups(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    return setgroups(0, NULL);
}

static long run_setgid(const struct operation *o, struct workplace *w)
{
    (void)w;
    return setresgid(o->number, o->number, o->number);
}

static long run_setuid(const struct operation *o, struct workplace *w)
{
    (void)w;
    return setresuid(o->number, o->number, o->number);
}

static long run_dumpable(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    return prctl(PR_SET_DUMPABLE, 1);
}

static long run_unshare(const struct operation *o, struct workplace *w)
{
    (void)w;
    return unshare((int)o->flags);
}

/* The process that called unshare() stays in the old PID namespace: only its
 * children are in the new one. So it hands over to a child, the new process 1,
 * and remains as its shadow. */
static long run_unshare_pid(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    if (unshare(CLONE_NEWPID) < 0)
        return -1;
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child > 0) {
        kernel_close_range(3, ~0u, 0);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            ;
        _exit(0);
    }
    return prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static long run_write(const struct operation *o, struct workplace *w)
{
    (void)w;
    cleanup_fd int fd = open(o->target, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? -1 : write(fd, o->text, strlen(o->text));
}

static long run_hostname(const struct operation *o, struct workplace *w)
{
    (void)w;
    return sethostname(o->text, strlen(o->text));
}

static long run_mount(const struct operation *o, struct workplace *w)
{
    (void)w;
    return mount(o->source, o->target, o->type, o->flags, o->text);
}

static long run_umount(const struct operation *o, struct workplace *w)
{
    (void)w;
    return umount2(o->target, MNT_DETACH);
}

static long run_open_tree(const struct operation *o, struct workplace *w)
{
    unsigned flags = TREE_CLONE | TREE_RECURSIVE | O_CLOEXEC;
    return w->slots[o->slot] = kernel_open_tree(AT_FDCWD, o->source, flags);
}

static long run_fsmount(const struct operation *o, struct workplace *w)
{
    return w->slots[o->slot] = kernel_new_mount(o->source, o->flags, o->text);
}

static long run_setattr(const struct operation *o, struct workplace *w)
{
    /* A tree that was cut from the host must not pass mounts on to it. */
    struct kernel_mount_attributes attributes = {
        .set = o->flags, .propagation = o->slot >= 0 ? MS_PRIVATE : 0};
    int folder = o->slot >= 0 ? w->slots[o->slot] : AT_FDCWD;
    unsigned flags = o->recursive ? TREE_RECURSIVE : 0;
    if (o->slot >= 0)
        flags |= AT_EMPTY_PATH;
    return kernel_mount_setattr(folder, o->slot >= 0 ? "" : o->target, flags,
                                &attributes);
}

static long run_attach(const struct operation *o, struct workplace *w)
{
    if (w->slots[o->slot] < 0) { /* a mount that may fail has failed */
        errno = EBADF;
        return -1;
    }
    int result = o->flags ? kernel_attach_here(w->slots[o->slot], o->target)
                          : kernel_attach(w->slots[o->slot], o->target);
    int error = errno;
    close(w->slots[o->slot]);
    w->slots[o->slot] = -1;
    errno = error;
    return result;
}

static long run_enter(const struct operation *o, struct workplace *w)
{
    int tree = w->slots[o->slot];
    int result = fchdir(tree) < 0 ? -1 : kernel_attach_here(tree, o->target);
    int error = errno;
    close(tree);
    w->slots[o->slot] = -1;
    errno = error;
    return result;
}

static long run_mkdir(const struct operation *o, struct workplace *w)
{
    (void)w;
    return mkdir(o->target, o->number);
}

static long run_create(const struct operation *o, struct workplace *w)
{
    (void)w;
    return mknod(o->target, S_IFREG | 0644, 0);
}

static long run_symlink(const struct operation *o, struct workplace *w)
{
    (void)w;
    return symlink(o->source, o->target);
}

static long run_links(const struct operation *o, struct workplace *w)
{
    (void)w;
    cleanup_fd int folder = open(o->target, O_PATH | O_DIRECTORY | O_CLOEXEC);
    cleanup_free char *names = xstrdup(o->text);
    char *rest = names, *name;
    long made = 0;
    while ((name = strsep(&rest, " ")))
        if (symlinkat(o->source, folder, name) < 0)
            return -1;
        else
            made++;
    return made;
}

static long run_chdir(const struct operation *o, struct workplace *w)
{
    (void)w;
    return chdir(o->target);
}

static long run_pivot_root(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    return kernel_pivot_root(".", ".");
}

static long run_loopback(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    cleanup_fd int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return fd < 0 ? -1 : ioctl(fd, SIOCSIFFLAGS, &request);
}

static long run_network(const struct operation *o, struct workplace *w)
{
    (void)o;
    return w->network ? network_maker_join(w->network) : 0;
}

static void read_output(int fd, char *output)
{
    size_t length = strlen(output);
    char rest[512];
    for (;;) {
        bool room = length + 1 < OUTPUT_MAX;
        ssize_t got = room ? read(fd, output + length, OUTPUT_MAX - 1 - length)
                           : read(fd, rest, sizeof rest);
        if (got <= 0)
            break;
        if (room)
            output[length += (size_t)got] = 0;
    }
}

static _Noreturn void become_command(const struct operation *o, int out)
{
    static char *const environment[] = {"PATH=/bin", "HOME=/", "TERM=dumb", NULL};
    cleanup_free char *words = xstrdup(o->text);
    char *argv[16] = {0}, *rest = words, path[64];
    for (size_t i = 0; i < 15 && (argv[i] = strsep(&rest, " ")); i++)
        ;
    snprintf(path, sizeof path, "/bin/%s", argv[0]);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    kernel_close_range(3, ~0u, 0);
    execve(o->source ? o->source : path, argv, environment);
    _exit(errno == ENOENT ? 127 : 126);
}

/* The result is the command's exit status. */
static long run_command(const struct operation *o, struct workplace *w)
{
    int pipe_ends[2], status;
    char nowhere[OUTPUT_MAX] = "", *output = w->output ? w->output : nowhere;
    size_t length = strlen(output);
    if (length < OUTPUT_MAX - 1)
        snprintf(output + length, OUTPUT_MAX - length, "$ %s\n", o->text);
    if (pipe2(pipe_ends, O_CLOEXEC) < 0)
        return -1;
    pid_t child = fork();
    if (child == 0)
        become_command(o, pipe_ends[1]);
    close(pipe_ends[1]);
    if (child > 0)
        read_output(pipe_ends[0], output);
    close(pipe_ends[0]);
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static runner *const runners[OPERATION_COUNT] = {
    [OPERATION_SETGROUPS] = run_setgroups, [OPERATION_SETGID] = run_setgid,
    [OPERATION_SETUID] = run_setuid,       [OPERATION_DUMPABLE] = run_dumpable,
    [OPERATION_UNSHARE] = run_unshare,     [OPERATION_UNSHARE_PID] = run_unshare_pid,
    [OPERATION_WRITE] = run_write,         [OPERATION_HOSTNAME] = run_hostname,
    [OPERATION_MOUNT] = run_mount,         [OPERATION_UMOUNT] = run_umount,
    [OPERATION_OPEN_TREE] = run_open_tree, [OPERATION_FSMOUNT] = run_fsmount,
    [OPERATION_SETATTR] = run_setattr,     [OPERATION_ATTACH] = run_attach,
    [OPERATION_MKDIR] = run_mkdir,         [OPERATION_CREATE] = run_create,
    [OPERATION_SYMLINK] = run_symlink,     [OPERATION_LINKS] = run_links,
    [OPERATION_CHDIR] = run_chdir,         [OPERATION_PIVOT_ROOT] = run_pivot_root,
    [OPERATION_LOOPBACK] = run_loopback,   [OPERATION_COMMAND] = run_command,
    [OPERATION_ENTER] = run_enter,         [OPERATION_NETWORK] = run_network,
};

static double microseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static long run(const struct operation *operation, struct workplace *workplace)
{
    const struct operation_type *type = operation_type(operation->kind);
    return (type ? type->run : runners[operation->kind])(operation, workplace);
}

int operation_run(const struct operation *operation, struct workplace *workplace,
                  struct outcome *outcome)
{
    double start = microseconds_now();
    errno = 0;
    outcome->value = run(operation, workplace);
    outcome->error = outcome->value < 0 ? errno : 0;
    outcome->microseconds = microseconds_now() - start;
    errno = outcome->error;
    return outcome->value < 0 ? -1 : 0;
}

int operations_run(const struct operation *rows, size_t count,
                   struct workplace *workplace, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        char call[256];
        if (run(&rows[i], workplace) >= 0 || rows[i].may_fail ||
            (rows[i].if_there && errno == ENOENT))
            continue;
        int failure = errno;
        operation_call(&rows[i], call, sizeof call);
        errno = failure;
        return error_errno(error, STATUS_HOST, "%s", call);
    }
    return 0;
}
