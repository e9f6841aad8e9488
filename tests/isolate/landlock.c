/* Landlock: what a row allows works, everything beside it does not. */
#include "isolate/runtime/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap.h"

static char folder[] = "/tmp/ring3-landlock.XXXXXX";

/* The errno of a try, in a child under these rows; 0 when it succeeded. */
static int under(const struct landlock_wish *wish, int (*attempt)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (landlock_apply(wish, NULL) <= 0)
            _exit(255);
        errno = 0;
        _exit(attempt() < 0 ? errno : 0);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int read_passwd(void)
{
    return open("/etc/passwd", O_RDONLY);
}
static int list_etc(void)
{
    return open("/etc", O_RDONLY | O_DIRECTORY);
}
static int read_inside(void)
{
    return open("inside", O_RDONLY);
}
static int write_inside(void)
{
    return open("inside", O_WRONLY);
}
static int truncate_inside(void)
{
    return truncate("inside", 0);
}
static int make_inside(void)
{
    return open("new", O_CREAT | O_WRONLY, 0600);
}
static int make_folder(void)
{
    return mkdir("folder", 0700);
}
static int run_true(void)
{
    return execl("/bin/true", "true", NULL);
}
static int signal_parent(void)
{
    return kill(getppid(), 0);
}

static void check_read_only(void)
{
    struct landlock_row rows[] = {{folder, LANDLOCK_READ, false, -1},
                                  {"/nowhere", LANDLOCK_READ, true, -1}};
    struct landlock_wish wish = {rows, 2, 0};
    is_int(under(&wish, read_inside), 0, "what a row lets be read can be read");
    is_int(under(&wish, write_inside), EACCES, "but not written");
    is_int(under(&wish, make_inside), EACCES, "and nothing made beside it");
    is_int(under(&wish, read_passwd), EACCES, "other files cannot be read");
    is_int(under(&wish, list_etc), EACCES, "other folders cannot be listed");
    is_int(under(&wish, run_true), EACCES, "other files cannot be executed");
    if (landlock_abi(NULL) >= 3)
        is_int(under(&wish, truncate_inside), EACCES, "nor what is read be truncated");
    else
        skip("nor what is read be truncated", "Landlock watches it from version 3 on");
}

static void check_write(void)
{
    struct landlock_row rows[] = {{folder, LANDLOCK_READ | LANDLOCK_WRITE, false, -1}};
    struct landlock_row more[] = {{folder, LANDLOCK_ALL, false, -1}};
    struct landlock_wish wish = {rows, 1, 0}, all = {more, 1, 0};
    is_int(under(&wish, write_inside), 0, "what a row lets be written can be written");
    is_int(under(&wish, make_folder), EACCES, "making is a right of its own");
    is_int(under(&all, make_folder), 0, "and can be given");
    is_int(under(&all, read_passwd), EACCES, "for its folder only");
}

static void check_execute(void)
{
    struct landlock_row rows[] = {{"/", LANDLOCK_READ | LANDLOCK_EXECUTE, false, -1}};
    struct landlock_wish wish = {rows, 1, 0};
    is_int(under(&wish, run_true), 0, "a program can be executed where a row says so");
    is_int(under(&wish, write_inside), EACCES, "and still not write");
}

static void check_file_row(void)
{
    struct landlock_row rows[] = {{"/etc/passwd", LANDLOCK_ALL, false, -1}};
    struct landlock_wish wish = {rows, 1, 0};
    is_int(under(&wish, read_passwd), 0, "a row may be for a single file");
    is_int(under(&wish, list_etc), EACCES, "and then is for that file alone");
}

static void check_scope(void)
{
    struct landlock_wish none = {NULL, 0, 0}, wish = {NULL, 0, LANDLOCK_SIGNALS};
    if (landlock_abi(NULL) < 6) {
        skip("a signal to the outside is refused", "Landlock does it from version 6 on");
        return;
    }
    is_int(under(&none, signal_parent), 0, "without the scope, signals leave");
    is_int(under(&wish, signal_parent), EPERM, "a signal to the outside is refused");
}

static void check_errors(void)
{
    struct landlock_row rows[] = {{"/nowhere", LANDLOCK_READ, false, -1}};
    struct landlock_wish wish = {rows, 1, 0};
    struct error error = {0};
    is_int(landlock_apply(&wish, &error), -1, "a row for a path that is not there fails");
    contains(error.message, "/nowhere", "and the error names it");
}

static void check_versions(void)
{
    is_int((long long)landlock_handled(0), 0, "no version watches nothing");
    is_int((long long)landlock_handled(1), 0x1fff, "version 1: the 13 first rights");
    is_int((long long)landlock_handled(2), 0x3fff, "version 2: and linking elsewhere");
    is_int((long long)landlock_handled(3), 0x7fff, "version 3: and truncating");
    is_int((long long)landlock_handled(99), 0xffff, "version 5 and later: and ioctl");
}

int main(void)
{
    const char *why;
    check_versions();
    if (landlock_abi(&why) == 0) {
        skip("everything else", why);
        return done_testing();
    }
    if (!mkdtemp(folder) || chdir(folder) < 0 ||
        close(open("inside", O_CREAT | O_WRONLY, 0600)) < 0)
        return 1;
    check_read_only();
    check_write();
    check_execute();
    check_file_row();
    check_scope();
    check_errors();
    unlink("inside");
    rmdir("folder");
    if (chdir("/") < 0 || rmdir(folder) < 0)
        return 1;
    return done_testing();
}
