/* A call as a question: denied, answered with a value, let go on; and the end of it. */
#include "isolate/seccomp/notify.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/seccomp/calls.h"
#include "tests/tap.h"

enum { UNSUPPORTED = 88 };

struct asker {
    pid_t pid;
    int listener;
};

/* A child that asks about getppid, and whose status is what the body returns. */
static bool begin(struct asker *asker, int (*body)(void))
{
    static const char *const calls[] = {"getppid"};
    struct rule rule = {calls, 1, RULE_NOTIFY, 0, {{0}}, 0};
    struct rules rules = {.otherwise = RULE_ALLOW, .rules = &rule, .rule_count = 1};
    struct error error = {0};
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
        return false;
    asker->pid = fork();
    if (asker->pid == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (notify_open(&rules, sockets[1], &error) < 0)
            _exit(UNSUPPORTED);
        _exit(body());
    }
    close(sockets[1]);
    asker->listener = notify_take(sockets[0], &error);
    close(sockets[0]);
    if (asker->listener < 0)
        waitpid(asker->pid, NULL, 0);
    return asker->listener >= 0;
}

static int end(struct asker *asker)
{
    int status;
    close(asker->listener);
    waitpid(asker->pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static int asks_once(void)
{
    errno = 0;
    long result = syscall(SYS_getppid);
    return result < 0 ? errno : result == 77 ? 77 : result > 0 ? 0 : 1;
}

static int asks_never(void)
{
    return getpid() > 0 ? 0 : 1;
}

static int asks_and_waits(void)
{
    syscall(SYS_getppid);
    return 0;
}

static int deny(int listener, const struct notification *question)
{
    return notify_deny(listener, question, EACCES);
}

static int give_value(int listener, const struct notification *question)
{
    return notify_return(listener, question, 77);
}

static void check_answer(int (*answer)(int, const struct notification *), int wanted,
                         const char *name)
{
    struct asker asker;
    struct notification question = {0};
    struct error error;
    if (!begin(&asker, asks_once))
        return;
    is_int(notify_receive(asker.listener, &question, &error), 1, "a question comes");
    ok(question.pid == asker.pid && question.data.nr == SYS_getppid &&
           question.data.arch == calls_native(),
       "it says who asks for what");
    ok(notify_waits(asker.listener, &question), "the asker waits");
    is_int(answer(asker.listener, &question), 0, "the answer is taken");
    ok(!notify_waits(asker.listener, &question), "and then it waits no more");
    is_int(answer(asker.listener, &question), -1, "a second answer is not");
    is_int(end(&asker), wanted, name);
}

static void check_nobody(void)
{
    struct asker asker;
    struct notification question;
    struct error error;
    if (!begin(&asker, asks_never))
        return;
    is_int(notify_receive(asker.listener, &question, &error), 0,
           "when nobody is left who could ask, that is said");
    is_int(end(&asker), 0, "calls that no rule names are not held");
}

static void check_killed(void)
{
    struct asker asker;
    struct notification question = {0};
    struct error error;
    if (!begin(&asker, asks_and_waits))
        return;
    notify_receive(asker.listener, &question, &error);
    kill(asker.pid, SIGKILL);
    is_int(notify_receive(asker.listener, &question, &error), 0, "the asker is killed");
    is_int(notify_deny(asker.listener, &question, EPERM), -1, "too late for an answer");
    end(&asker);
}

static void check_not_loaded(void)
{
    int sockets[2];
    struct error error = {0};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
        return;
    close(sockets[1]);
    is_int(notify_take(sockets[0], &error), -1, "no listener comes from who is gone");
    contains(error.message, "no listener came", "and the error says so");
    close(sockets[0]);
}

int main(void)
{
    struct asker asker;
    if (!begin(&asker, asks_never))
        skip_all("this kernel has no user notification of seccomp (Linux 5.0)");
    end(&asker);
    check_answer(deny, EACCES, "denied: the call fails with the errno that was chosen");
    check_answer(give_value, 77, "answered: the call returns the value that was chosen");
    check_answer(notify_continue, 0, "continued: the kernel carries it out");
    check_nobody();
    check_killed();
    check_not_loaded();
    return done_testing();
}
