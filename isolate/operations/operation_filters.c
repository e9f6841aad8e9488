/* Operations that put a filter before paths and calls: Landlock and seccomp. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/operations/operation_type.h"
#include "isolate/runtime/landlock.h"
#include "isolate/seccomp/disassemble.h"
#include "isolate/seccomp/filter.h"
#include "isolate/seccomp/notify.h"
#include "labs/kit/cleanup.h"

/* ---- Landlock ---- */

/* The version of Landlock that was used. */
static long run_landlock(const struct operation *o, struct workplace *w)
{
    static const struct landlock_row rows[] = {
        {"/", LANDLOCK_READ | LANDLOCK_EXECUTE, false, -1},
        {"/tmp", LANDLOCK_ALL, true, -1},
        {"/data", LANDLOCK_ALL, true, -1},
        {"/dev", LANDLOCK_READ | LANDLOCK_WRITE | LANDLOCK_DEVICES, true, -1},
        {"/proc", LANDLOCK_READ | LANDLOCK_WRITE, true, -1},
    };
    (void)o, (void)w;
    errno = 0;
    struct landlock_wish wish = {.rows = rows, .count = sizeof rows / sizeof rows[0]};
    int version = landlock_apply(&wish, NULL);
    if (version > 0)
        return version;
    errno = errno ? errno : EOPNOTSUPP;
    return -1;
}

static void call_landlock(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size,
             "landlock_add_rule(…, {\"/\": read, execute}, {\"/tmp\", \"/data\": all}, "
             "{\"/dev\", \"/proc\": read, write}); landlock_restrict_self(…)");
}

/* setpriv of util-linux 2.40 has --landlock-access; Debian 12 has not. */
static void shell_landlock(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(
        out, size,
        "exec isolate apply landlock sh # no program of util-linux before 2.41 does it "
        "(then setpriv --landlock-access)");
}

const struct operation_type operation_landlock = {run_landlock, call_landlock,
                                                  shell_landlock};

/* ---- a filter by hand ---- */

#if defined(__x86_64__)
enum { OUR_MACHINE = (int)AUDIT_ARCH_X86_64 };
#else
enum { OUR_MACHINE = (int)AUDIT_ARCH_AARCH64 };
#endif

/* The machine is looked at first: a number means another call through another
 * machine's gate. */
static const struct sock_filter small[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)OUR_MACHINE, 0, 2),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_keyctl, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

/* The program as it lies in memory, and what each line means. */
static void say_program(const struct sock_fprog *program, struct workplace *w)
{
    cleanup_free struct assembly_line *lines = filter_disassemble(program);
    for (unsigned i = 0; lines && i < program->len; i++)
        workplace_say(w, "%02x %u %u %08x  %s\n", lines[i].raw.code, lines[i].raw.jt,
                      lines[i].raw.jf, lines[i].raw.k, lines[i].text);
}

static long run_small_filter(const struct operation *o, struct workplace *w)
{
    struct sock_fprog program = {sizeof small / sizeof small[0],
                                 (struct sock_filter *)(uintptr_t)small};
    (void)o;
    say_program(&program, w);
    return filter_load(&program, 0, NULL);
}

static void call_small_filter(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "seccomp(SECCOMP_SET_MODE_FILTER, 0, {len = %zu, …})",
             sizeof small / sizeof small[0]);
}

static void shell_small_filter(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size,
             "exec isolate apply filter sh # no program of a shell loads a filter");
}

const struct operation_type operation_small_filter = {run_small_filter, call_small_filter,
                                                      shell_small_filter};

/* ---- a call as a question ---- */

/* What the child was told, and whether the name is another now: 10 and 1 in one
 * status. */
static _Noreturn void rename_under_notice(int end)
{
    static const char *const calls[] = {"sethostname"};
    struct rule rule = {.calls = calls, .call_count = 1, .action = RULE_NOTIFY};
    struct rules rules = {
        .otherwise = RULE_ALLOW, .foreign = RULE_ALLOW, .rules = &rule, .rule_count = 1};
    char before[256] = "", after[256] = "";
    unshare(CLONE_NEWUTS); /* where it may: whatever is allowed is the child's alone */
    gethostname(before, sizeof before);
    if (notify_open(&rules, end, NULL) < 0)
        _exit(2);
    int told = sethostname("renamed", 7);
    gethostname(after, sizeof after);
    _exit((told == 0 ? 10 : 0) + (strcmp(before, after) != 0));
}

static const struct {
    const char *word, *said, *fields;
} answers[ANSWER_COUNT] = {
    [ANSWER_PRETEND] = {"pretend", "0, without doing it", ".val = 0, .error = 0"},
    [ANSWER_REFUSE] = {"refuse", "EPERM", ".error = -EPERM"},
    [ANSWER_ALLOW] = {"allow", "go on", ".flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE"},
};

unsigned notify_answer_named(const char *word)
{
    for (unsigned i = 0; word && i < ANSWER_COUNT; i++)
        if (!strcmp(word, answers[i].word))
            return i;
    return ANSWER_PRETEND;
}

/* We are the one who is asked. */
static int answer_question(int end, unsigned answer)
{
    struct notification question;
    cleanup_fd int listener = notify_take(end, NULL);
    if (listener < 0 || notify_receive(listener, &question, NULL) != 1)
        return -1;
    switch (answer) {
    case ANSWER_REFUSE:
        return notify_deny(listener, &question, EPERM);
    case ANSWER_ALLOW:
        return notify_continue(listener, &question);
    default:
        return notify_return(listener, &question, 0);
    }
}

/* How the child saw it: its status, as rename_under_notice() makes it. */
static void say_what_came(const struct operation *o, int status, struct workplace *w)
{
    workplace_say(w,
                  "the child asked: sethostname(\"renamed\", 7)\n"
                  "we answered:     %s\n"
                  "the child sees:  %s; its name is %s\n",
                  answers[o->number].said, status >= 10 ? "success" : "failure",
                  status % 10 == 1 ? "another" : "the old one");
}

static long run_notify(const struct operation *o, struct workplace *w)
{
    enum { NO_LISTENER = 2 };
    int ends[2], status;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return -1;
    pid_t child = fork();
    if (child == 0)
        rename_under_notice(ends[1]);
    close(ends[1]);
    int answered = child > 0 ? answer_question(ends[0], o->number) : -1;
    int failure = errno;
    close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return -1;
    errno = failure ? failure : EOPNOTSUPP;
    if (answered < 0 || !WIFEXITED(status) || WEXITSTATUS(status) == NO_LISTENER)
        return -1;
    say_what_came(o, WEXITSTATUS(status), w);
    return 0;
}

static void call_notify(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, {%s})",
             answers[o->number].fields);
}

static void shell_notify(const struct operation *o, char *out, size_t size)
{
    snprintf(
        out, size,
        "isolate apply --answer %s notify true # no program of a shell answers calls",
        answers[o->number].word);
}

const struct operation_type operation_notify = {run_notify, call_notify, shell_notify};

/* ---- the default profile ---- */

static long run_filter(const struct operation *o, struct workplace *w)
{
    struct filter_wish wish = {0};
    struct filter filter;
    (void)o;
    if (filter_default(&wish, &filter, NULL) < 0)
        return -1;
    int result = filter_load(&filter.program, filter.flags, NULL);
    workplace_say(w, "%u instructions, %s\n", filter.program.len, filter.origin);
    filter_free(&filter);
    return result;
}

static void call_filter(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "seccomp(SECCOMP_SET_MODE_FILTER, …, the default profile)");
}

static void shell_filter(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size,
             "exec isolate apply seccomp sh # no program of a shell loads a filter");
}

const struct operation_type operation_filter = {run_filter, call_filter, shell_filter};
