/* The temporary folder goes away: after a close, after kill -9, and when even its
 * guard was killed, with the next use. */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sqlite-demo/scratch.h"
#include "tests/tap.h"

static char parent[64];

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

/* Polls for ten seconds. */
static bool gone(const char *path)
{
    for (int i = 0; i < 1000; i++) {
        if (!exists(path))
            return true;
        poll(NULL, 0, 10);
    }
    return false;
}

static void put_file(const char *folder, const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    ok(fd >= 0 && write(fd, "x", 1) == 1, "a file is put into the folder");
    close(fd);
}

static void test_close(void)
{
    struct scratch scratch;
    struct error error;
    is_int(scratch_open(&scratch, &error), 0, "a folder is made");
    char *folder = strdup(scratch.folder);
    struct stat status;
    ok(stat(folder, &status) == 0 && (status.st_mode & 0777) == 0700,
       "that nobody else may enter");
    put_file(folder, "a.db");
    put_file(folder, "a.db-journal");
    scratch_close(&scratch);
    ok(!exists(folder), "close removes it");
    scratch_close(&scratch);
    ok(true, "a second close does nothing");
    free(folder);
}

/* A child opens a folder, tells its name and its guard, and is killed. */
static void kill_owner(bool guard_first, char *folder, size_t size)
{
    int ends[2], status;
    struct {
        char folder[150];
        pid_t guard;
    } told = {0};
    if (pipe(ends) < 0)
        return;
    pid_t child = fork();
    if (child == 0) {
        struct scratch scratch;
        if (scratch_open(&scratch, NULL) == 0) {
            snprintf(told.folder, sizeof told.folder, "%s", scratch.folder);
            told.guard = scratch.guard;
            if (write(ends[1], &told, sizeof told) == sizeof told)
                for (;;)
                    pause();
        }
        _exit(1);
    }
    close(ends[1]);
    is_int(read(ends[0], &told, sizeof told), sizeof told, "a child has a folder");
    close(ends[0]);
    ok(exists(told.folder), "which is there");
    if (guard_first)
        kill(told.guard, SIGKILL);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    snprintf(folder, size, "%s", told.folder);
}

static void make_old(const char *folder)
{
    struct timespec times[2] = {{.tv_sec = time(NULL) - 60}, {.tv_sec = time(NULL) - 60}};
    utimensat(AT_FDCWD, folder, times, 0);
}

/* The lock goes away with the last process that had it: the killed guard is not
 * ours to wait for, so this polls. */
static bool swept(const char *folder)
{
    for (int i = 0; i < 500; i++) {
        struct scratch scratch;
        if (scratch_open(&scratch, NULL) == 0)
            scratch_close(&scratch);
        if (!exists(folder))
            return true;
        poll(NULL, 0, 10);
    }
    return false;
}

static void test_kill(void)
{
    char folder[200];
    struct scratch scratch, other;

    kill_owner(false, folder, sizeof folder);
    ok(gone(folder), "kill -9: the guard removes the folder");
    kill_owner(true, folder, sizeof folder);
    put_file(folder, "left.db");
    ok(exists(folder), "kill -9 of both: the folder stays");
    scratch_open(&scratch, NULL);
    ok(exists(folder), "a young folder is not swept");
    make_old(folder);
    make_old(scratch.folder);
    ok(swept(folder), "an old one goes with the next use");
    scratch_open(&other, NULL);
    ok(exists(scratch.folder), "but not one that is in use, however old");
    scratch_close(&other);
    scratch_close(&scratch);
}

static void test_refusal(void)
{
    struct scratch scratch;
    struct error error;
    setenv("TMPDIR", "/no/such/folder", 1);
    is_int(scratch_open(&scratch, &error), -1, "no folder to make it in");
    is_int(error.status, STATUS_HOST, "is the host's fault");
    contains(error.message, "set TMPDIR", "and the message says what to try");
    setenv("TMPDIR", parent, 1);
}

int main(void)
{
    const char *above = getenv("TMPDIR");
    snprintf(parent, sizeof parent, "%.40s/ring3-scratch.XXXXXX",
             above && *above ? above : "/tmp");
    if (!mkdtemp(parent))
        skip_all("cannot make a folder");
    setenv("TMPDIR", parent, 1);
    test_close();
    test_kill();
    test_refusal();
    is_int(rmdir(parent), 0, "nothing is left");
    return done_testing();
}
