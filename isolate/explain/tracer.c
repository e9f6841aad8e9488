/* The loop over ptrace's stops.
 *
 * Each process under watch is in one of two states: on the way to the command (it only
 * stops where processes are made and executed) or the command (it stops at each call,
 * on entry and on exit). The command is what executes in a PID namespace that is not
 * ours, and all that comes from it.
 */
#include "isolate/explain/tracer.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/explain/registers.h"

enum { TASKS_MAX = 1024 };

struct task {
    pid_t pid; /* 0: free */
    bool is_command;
    bool in_call;
    bool is_answered; /* with call.error, without being made */
    struct watched call;
};

struct tracer {
    struct task tasks[TASKS_MAX];
    char own_namespace[64];
    bool command_began;
    bool is_over; /* the command is to be killed */
    const struct tracer_hooks *hooks;
};

static bool read_namespace(const char *process, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/ns/pid", process);
    ssize_t length = readlink(path, text, size - 1);
    text[length > 0 ? length : 0] = 0;
    return length > 0;
}

/* May it be in there? Whoever cannot be asked is gone. */
static bool is_inside(const struct tracer *t, pid_t pid)
{
    char process[16], namespace[64];
    snprintf(process, sizeof process, "%d", pid);
    return read_namespace(process, namespace, sizeof namespace) &&
           strcmp(namespace, t->own_namespace) != 0;
}

/* The task of a process, made when it is new; NULL when there are too many, which are
 * then not looked at. */
static struct task *task_of(struct tracer *t, pid_t pid)
{
    struct task *unused = NULL;
    for (int i = 0; i < TASKS_MAX; i++) {
        if (t->tasks[i].pid == pid)
            return &t->tasks[i];
        if (!t->tasks[i].pid && !unused)
            unused = &t->tasks[i];
    }
    if (unused)
        *unused = (struct task){.pid = pid,
                                .is_command = t->command_began && is_inside(t, pid)};
    return unused;
}

static long request(int what, pid_t pid, uintptr_t data)
{
    return ptrace((enum __ptrace_request)what, pid, NULL, (void *)data);
}

static void go_on(const struct task *task, pid_t pid, int signal)
{
    request(task && task->is_command ? PTRACE_SYSCALL : PTRACE_CONT, pid,
            (unsigned)signal);
}

/* Codes that never reach the program: the kernel makes the call again. */
static bool is_restart(int64_t value)
{
    return value <= -512 && value >= -530;
}

/* Whoever is not in the table yet is killed when it stops. */
static void end_command(struct tracer *t)
{
    t->is_over = true;
    for (int i = 0; i < TASKS_MAX; i++)
        if (t->tasks[i].pid && t->tasks[i].is_command)
            kill(t->tasks[i].pid, SIGKILL);
}

static void on_entry(struct tracer *t, struct task *task,
                     const struct __ptrace_syscall_info *info)
{
    task->in_call = true;
    task->call =
        (struct watched){.architecture = info->arch, .number = (int)info->entry.nr};
    for (int i = 0; i < 6; i++)
        task->call.arguments[i] = info->entry.args[i];
    if (!t->hooks->before)
        return;
    enum tracer_step step = t->hooks->before(t->hooks->context, task->pid, &task->call);
    task->is_answered = step == TRACER_ANSWER;
    if (step == TRACER_END)
        end_command(t);
}

static void on_exit_of_call(struct tracer *t, struct task *task,
                            const struct __ptrace_syscall_info *info)
{
    task->in_call = false;
    if (info->exit.is_error && is_restart(info->exit.rval))
        return;
    if (task->is_answered) {
        registers_answer(task->pid, task->call.architecture, -task->call.error);
        return;
    }
    task->call.error = info->exit.is_error ? (int)-info->exit.rval : 0;
    if (t->hooks->after(t->hooks->context, task->pid, &task->call) == TRACER_END)
        end_command(t);
}

static void on_call(struct tracer *t, struct task *task)
{
    struct __ptrace_syscall_info info;
    if (!task || ptrace((enum __ptrace_request)PTRACE_GET_SYSCALL_INFO, task->pid,
                        (void *)sizeof info, &info) <= 0)
        return;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
        on_entry(t, task, &info);
    else if (info.op == PTRACE_SYSCALL_INFO_EXIT && task->in_call)
        on_exit_of_call(t, task, &info);
}

static void on_exec(struct tracer *t, struct task *task)
{
    if (task && !task->is_command && is_inside(t, task->pid))
        task->is_command = t->command_began = true;
}

/* A filter that kills: the call seems to return, with what it was called with, and then
 * the process ends. */
static void on_end(struct tracer *t, struct task *task, int status)
{
    if (!task)
        return;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS && task->is_command) {
        task->call.error = 0;
        task->call.signal = SIGSYS;
        t->hooks->after(t->hooks->context, task->pid, &task->call);
    }
    task->pid = 0;
}

static bool stops_a_group(int signal)
{
    return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN ||
           signal == SIGTTOU;
}

static void on_stop(struct tracer *t, pid_t pid, int status)
{
    struct task *task = task_of(t, pid);
    int event = status >> 16, signal = WSTOPSIG(status);
    if (event == PTRACE_EVENT_STOP && stops_a_group(signal)) {
        request(PTRACE_LISTEN, pid, 0);
        return;
    }
    if (event == PTRACE_EVENT_EXEC)
        on_exec(t, task);
    if (signal == (SIGTRAP | 0x80))
        on_call(t, task);
    if (t->is_over && task && task->is_command)
        kill(pid, SIGKILL);
    go_on(task, pid, event || signal == (SIGTRAP | 0x80) ? 0 : signal);
}

static int seize(pid_t child, struct error *error)
{
    unsigned options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                       PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    int status;
    if (waitpid(child, &status, WUNTRACED) != child || !WIFSTOPPED(status))
        return error_set(error, STATUS_HOST, "the process to be watched is gone");
    if (request(PTRACE_SEIZE, child, options) < 0)
        return error_errno(error, STATUS_HOST,
                           "cannot watch a process here (a debugger that watches us, or "
                           "kernel.yama.ptrace_scope=3, forbids it)");
    kill(child, SIGCONT);
    return 0;
}

int tracer_follow(pid_t child, const struct tracer_hooks *hooks, struct error *error)
{
    static struct tracer tracer;
    int status;
    pid_t pid;
    memset(&tracer, 0, sizeof tracer);
    tracer.hooks = hooks;
    read_namespace("self", tracer.own_namespace, sizeof tracer.own_namespace);
    if (seize(child, error) < 0)
        return -1;
    while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
        if (pid <= 0)
            continue;
        if (WIFSTOPPED(status))
            on_stop(&tracer, pid, status);
        else
            on_end(&tracer, task_of(&tracer, pid), status);
    }
    return 0;
}
