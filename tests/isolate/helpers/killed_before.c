/* killed_before N COMMAND…: runs the command, and kills it with SIGKILL before the Nth
 * system call of its own that others can see: one that makes, changes or removes a file,
 * locks it, or makes a process. With N = 1, 2, 3 … a test sees every moment.
 *
 * Status 0: it was killed. 1: it ended by itself before. 2: it cannot be traced here. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

static const long seen_by_others[] = {
#ifdef SYS_open /* x86-64 has the older ones too */
    SYS_open,      SYS_creat,   SYS_mkdir,   SYS_rmdir,    SYS_unlink,
    SYS_rename,    SYS_link,    SYS_mknod,   SYS_fork,     SYS_vfork,
#endif
    SYS_openat,    SYS_mkdirat, SYS_mknodat, SYS_unlinkat, SYS_renameat2,
#ifdef SYS_renameat
    SYS_renameat,
#endif
    SYS_linkat,    SYS_write,   SYS_flock,   SYS_clone,    SYS_clone3,
    SYS_ftruncate, SYS_sendmsg, SYS_kill,    SYS_mount,
};

static bool is_one(pid_t pid)
{
    struct ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof info, &info) <= 0 ||
        info.op != PTRACE_SYSCALL_INFO_ENTRY)
        return false;
    long number = (long)info.entry.nr;
    if (number == SYS_openat && !(info.entry.args[2] & (O_CREAT | O_TMPFILE | O_TRUNC)))
        return false;
    for (size_t i = 0; i < sizeof seen_by_others / sizeof *seen_by_others; i++)
        if (number == seen_by_others[i])
            return true;
    return false;
}

static pid_t start(char **command)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 && raise(SIGSTOP) == 0)
        execvp(command[0], command);
    _exit(2);
}

/* The stops of the tracee: of a system call, of an exec, and of signals, which it gets.
 */
static int follow(pid_t pid, long wanted)
{
    int status, deliver = 0;
    while (ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(long)deliver) == 0 &&
           waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
        bool is_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        deliver = is_call || status >> 16 ? 0 : WSTOPSIG(status);
        if (!is_call || !is_one(pid) || --wanted > 0)
            continue;
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        return 0;
    }
    return 1;
}

int main(int argc, char **argv)
{
    int status;
    if (argc < 3)
        return 2;
    pid_t pid = start(argv + 2);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, pid, NULL,
               (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)) <
            0)
        return 2;
    return follow(pid, strtol(argv[1], NULL, 10));
}
