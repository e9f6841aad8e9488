/* Programs are run to their end, and nothing of them is left. */
#include "labs/kit/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/tap.h"

static struct process_result result;
static struct error error;

static const char *const *shell(const char *script)
{
    static const char *argv[4] = {"sh", "-c", NULL, NULL};
    argv[2] = script;
    return argv;
}

static int run(struct process process)
{
    process_result_free(&result);
    return process_run(&process, &result, &error);
}

static void ends(void)
{
    is_int(run((struct process){.argv = shell("echo out; echo err >&2; exit 7")}), 0,
           "a program runs");
    is_int(result.exit_status, 7, "its exit status");
    is_int(result.signal, 0, "no signal");
    is_string(result.output, "out\n", "its output");
    is_string(result.errors, "err\n", "its errors");
    ok(result.seconds > 0 && result.seconds < 60, "its time");
    run((struct process){.argv = shell("echo a; echo b >&2; echo c"),
                         .merge_errors = true});
    is_string(result.output, "a\nb\nc\n", "errors merged, in order");
    is_string(result.errors, "", "and nowhere else");
    run((struct process){.argv = shell("kill -TERM $$")});
    is_int(result.exit_status, 128 + SIGTERM, "killed by a signal, as a shell says it");
    is_int(result.signal, SIGTERM, "and which one");
    run((struct process){.argv = (const char *const[]){"true", NULL}});
    is_int(result.exit_status, 0, "a program of PATH");
    is_string(result.output, "", "that says nothing");
    run((struct process){.argv = shell("pwd"), .folder = "/"});
    is_string(result.output, "/\n", "in another folder");
}

static void input(void)
{
    run((struct process){.argv = (const char *const[]){"cat", NULL}});
    is_string(result.output, "", "without input there is none");
    run((struct process){.argv = (const char *const[]){"cat", NULL}, .input = "hello"});
    is_string(result.output, "hello", "the input comes in");
    run((struct process){.argv = shell("cat /dev/stdin"), .input = "by name"});
    is_string(result.output, "by name", "and by name");

    size_t size = 3 << 20;
    char *much = malloc(size + 1);
    memset(much, 'x', size);
    much[size] = '\0';
    run((struct process){.argv = (const char *const[]){"cat", NULL},
                         .input = much,
                         .output_limit = size,
                         .seconds = 60});
    is_string(result.output, much, "three MiB go through without a deadlock");
    ok(!result.truncated, "and none is lost");
    run((struct process){.argv = shell("exit 3"), .input = much});
    is_int(result.exit_status, 3, "a program need not read its input");
    free(much);
}

static void huge_output(void)
{
    run((struct process){
        .argv = shell("head -c 5000000 /dev/zero | tr '\\0' o;"
                      "head -c 5000000 /dev/zero | tr '\\0' e >&2; echo end >&2"),
        .output_limit = 1000,
        .seconds = 60});
    is_int(result.exit_status, 0, "ten MB are read to the end");
    is_int(strlen(result.output), 1000, "of which the limit is kept,");
    is_int(strlen(result.errors), 1000, "from both");
    ok(result.truncated, "and it says so");
    ok(strspn(result.output, "o") == 1000 && strspn(result.errors, "e") == 1000,
       "each from its beginning");
    run((struct process){.argv = shell("printf abc"), .output_limit = 3});
    ok(!result.truncated, "just the limit is not too much");
    is_string(result.output, "abc", "and is kept");
}

/* True when no process has the string in its command line any more. */
static bool gone(const char *mark)
{
    char command[200];
    snprintf(
        command, sizeof command,
        "! grep -lqs '%.60s' $(ls -d /proc/[0-9]*/cmdline 2>/dev/null | grep -v /$$/)",
        mark);
    for (int i = 0; i < 1000; i++) {
        if (system(command) == 0)
            return true;
        tap_pause();
    }
    return false;
}

/* A number that appears in command lines of this test only. */
static const char *mark_of(int which)
{
    static char marks[4][32];
    snprintf(marks[which], sizeof marks[which], "9%d%d", which, (int)getpid());
    return marks[which];
}

static void time_is_up(void)
{
    char script[200];
    const char *mark = mark_of(0);
    snprintf(script, sizeof script, "echo begun; (sleep %s & sleep %s)", mark, mark);
    is_int(run((struct process){.argv = shell(script), .seconds = 0.3}), 0,
           "a program that takes too long");
    ok(result.timed_out, "is stopped");
    is_int(result.signal, SIGKILL, "by a signal it cannot ignore");
    is_int(result.exit_status, 128 + SIGKILL, "which its status shows");
    is_string(result.output, "begun\n", "what it said until then is kept");
    ok(result.seconds >= 0.3 && result.seconds < 30, "in time");
    ok(gone(mark), "its children are gone too");

    run((struct process){.argv = shell("trap '' TERM INT HUP; while :; do :; done"),
                         .seconds = 0.2});
    ok(result.timed_out, "one that ignores signals is stopped too");
    run((struct process){.argv = shell("kill -STOP $$"), .seconds = 0.2});
    ok(result.timed_out, "and one that has stopped itself");
}

static void leftovers(void)
{
    char script[200];
    const char *mark = mark_of(1);
    snprintf(script, sizeof script, "sleep %s & echo done", mark);
    run((struct process){.argv = shell(script), .seconds = 60});
    ok(!result.timed_out && result.seconds < 30, "a child left behind is not waited for");
    is_string(result.output, "done\n", "the output is there");
    ok(gone(mark), "and the child is ended");
    is_int(waitpid(-1, NULL, WNOHANG), -1, "nothing is left to be reaped");
}

static void dies_with_us(void)
{
    const char *mark = mark_of(2);
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) < 0)
        skip_all("no pipe");
    fflush(stdout);
    pid_t middle = fork();
    if (!middle) {
        char script[300], byte = 0;
        snprintf(script, sizeof script,
                 "sleep %s & sleep %s & echo x >/proc/%d/fd/%d; sleep %s", mark, mark,
                 (int)getpid(), ready[1], mark);
        run((struct process){.argv = shell(script)});
        _exit(byte);
    }
    close(ready[1]);
    char byte;
    is_int(read(ready[0], &byte, 1), 1, "while a program and its children run,");
    kill(middle, SIGKILL);
    waitpid(middle, NULL, 0);
    ok(gone(mark), "kill -9 of the one that started them ends them all");
    close(ready[0]);
}

static void cannot_start(void)
{
    is_int(run((struct process){.argv = (const char *const[]){"no-such-thing", NULL}}),
           -1, "a missing program");
    is_int(error.status, STATUS_HOST, "is a lack of the host");
    contains(error.message, "no-such-thing is not installed", "and named");
    ok(!result.output, "without a result");
    run((struct process){.argv = (const char *const[]){"/no/such/thing", NULL}});
    contains(error.message, "cannot run /no/such/thing: No such file", "one with a path");
    run((struct process){.argv = (const char *const[]){"/etc/passwd", NULL}});
    contains(error.message, "/etc/passwd: Permission denied; is it executable?",
             "no program at all");
    is_int(run((struct process){.argv = shell("true"), .folder = "/no/folder"}), -1,
           "a missing folder");
    contains(error.message, "cannot work in the folder /no/folder: No such file",
             "named");

    char name[] = "/tmp/ring3-script.XXXXXX";
    int fd = mkostemp(name, O_CLOEXEC);
    if (dprintf(fd, "#!/no/interpreter\n") < 0 || fchmod(fd, 0700) < 0)
        printf("# %s cannot be written\n", name);
    close(fd);
    run((struct process){.argv = (const char *const[]){name, NULL}});
    contains(error.message, "interpreter or loader is missing", "a script without one");
    unlink(name);
    is_int(waitpid(-1, NULL, WNOHANG), -1, "and no zombie");
}

static void on_signal(int number)
{
    (void)number;
}

static int open_fds(void)
{
    int count = 0;
    for (int fd = 0; fd < 200; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void leaves_us_alone(void)
{
    struct sigaction seen;
    sigset_t mask;
    signal(SIGCHLD, SIG_IGN);
    signal(SIGUSR1, on_signal);
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    int fds = open_fds();
    run((struct process){.argv = shell("grep Sig /proc/self/status; exit 4")});
    is_int(result.exit_status, 4, "with SIGCHLD ignored the status is seen");
    contains(result.output, "SigBlk:\t0000000000000000",
             "the child has no signal blocked");
    /* glibc's posix_spawn, which make uses, leaves its two internal signals (32 and
     * 33) ignored in what it starts, and they cannot be reset: not ours. */
    const char *ignored = strstr(result.output, "SigIgn:\t");
    unsigned long long signals = ignored ? strtoull(ignored + 8, NULL, 16) : ~0ULL;
    is_int(signals & 0x7fffffff, 0, "and none ignored");
    sigaction(SIGCHLD, NULL, &seen);
    ok(seen.sa_handler == SIG_IGN, "SIGCHLD stays ignored here");
    sigaction(SIGUSR1, NULL, &seen);
    ok(seen.sa_handler == on_signal, "a handler stays");
    sigprocmask(SIG_BLOCK, NULL, &mask);
    ok(sigismember(&mask, SIGUSR2) && !sigismember(&mask, SIGTERM), "the mask stays");
    is_int(open_fds(), fds, "no descriptor is left open");
    int open_one = open("/dev/null", O_RDONLY); /* no O_CLOEXEC */
    run((struct process){.argv = shell("ls /proc/self/fd | tr '\\n' ' '")});
    close(open_one);
    ok(!strncmp(result.output, "0 1 2 3 ", 8) && strlen(result.output) < 9,
       "the child gets three (and its own for the folder)");
}

static void without_stdio(void)
{
    fflush(stdout);
    pid_t child = fork();
    if (!child) {
        close(0);
        close(1);
        close(2);
        int failed =
            run((struct process){.argv = shell("cat; echo e >&2"), .input = "i"});
        _exit(failed || strcmp(result.output, "i") || strcmp(result.errors, "e\n"));
    }
    int status;
    waitpid(child, &status, 0);
    is_int(status, 0, "it works with stdin, stdout and stderr closed");
}

static void installed(void)
{
    ok(process_installed("sh"), "sh is installed");
    ok(process_installed("/bin/sh"), "by its path too");
    ok(!process_installed("no-such-thing"), "another is not");
    ok(!process_installed(""), "nor is nothing");
    ok(!process_installed("/etc/passwd"), "nor a file that cannot be executed");
    ok(!process_installed("/"), "nor a folder");
}

int main(void)
{
    ends();
    input();
    huge_output();
    time_is_up();
    leftovers();
    cannot_start();
    without_stdio();
    installed();
    dies_with_us();
    leaves_us_alone();
    process_result_free(&result);
    return done_testing();
}
