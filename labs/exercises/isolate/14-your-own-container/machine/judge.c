/* The host's side: lays the traps, has the container run the probe once for each attempt,
 * and prints TAP. Runs in a folder with "root/probe". */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "attempts.h"
#include "container.h"

enum { PATIENCE = 10 };

static const char trap_file[] = "/tmp/host-file";
static char folder[4000], pid_text[20];
static struct utsname host;
static int memory;

static _Noreturn void undecided(const char *what)
{
    printf("Bail out! %s: %s\n", what, strerror(errno));
    exit(0);
}

static void lay_traps(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memcpy(address.sun_path + 1, TRAP_SOCKET, sizeof TRAP_SOCKET - 1);
    if (bind(listener, (struct sockaddr *)&address,
             (socklen_t)(sizeof(sa_family_t) + sizeof TRAP_SOCKET)) < 0 ||
        listen(listener, 50) < 0)
        undecided("the trap in the network");
    memory = shmget(TRAP_KEY, 4096, IPC_CREAT | 0666);
    if (memory < 0)
        undecided("the trap in shared memory");
    if (!getcwd(folder, sizeof folder) || uname(&host) < 0)
        undecided("the place");
    int file = open(trap_file, O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
    if (file < 0 || close(file) < 0 || open("/", O_RDONLY | O_DIRECTORY) < 0)
        undecided("the traps"); /* the folder stays open: it must not arrive */
    setenv(TRAP_SECRET, "correct horse", 1);
    snprintf(pid_text, sizeof pid_text, "%d", (int)getpid());
}

static const char *trap_of(const struct attempt *attempt)
{
    return !strcmp(attempt->name, "files")       ? trap_file
           : !strcmp(attempt->name, "processes") ? pid_text
           : !strcmp(attempt->name, "name")      ? host.nodename
                                                 : "";
}

/* Runs contain() in a child, so that what it does to its caller is done to that. */
static pid_t start(const char *attempt, const char *trap)
{
    char root[4096];
    char *argv[] = {"/probe", (char *)attempt, (char *)trap, NULL};
    snprintf(root, sizeof root, "%s/root", folder);
    fflush(stdout);
    pid_t child = fork();
    if (child < 0)
        undecided("fork");
    if (child > 0)
        return child;
    if (!attempt)
        argv[1] = NULL;
    setpgid(0, 0);
    int status = contain(root, argv);
    _exit(status < 0 ? 126 : status);
}

static void pause_shortly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
}

/* The status of the container; -1 when it does not end. */
static int end_of(pid_t child)
{
    int status;
    time_t end = time(NULL) + PATIENCE;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (time(NULL) > end) {
            kill(-child, SIGKILL);
            waitpid(child, NULL, 0);
            return -1;
        }
        pause_shortly();
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* The process whose command line is that of the attempt "mounts". */
static pid_t find_probe(void)
{
    DIR *processes = opendir("/proc");
    pid_t found = 0;
    for (struct dirent *entry; processes && !found && (entry = readdir(processes));) {
        char path[300], line[64] = "";
        snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
        int fd = atoi(entry->d_name) > 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        ssize_t length = fd < 0 ? 0 : read(fd, line, sizeof line - 1);
        close(fd);
        if (length > 14 && strstr(line, "probe") &&
            !memcmp(line + strlen(line) + 1, "mounts", 6))
            found = (pid_t)atoi(entry->d_name);
    }
    if (processes)
        closedir(processes);
    return found;
}

static bool same_namespace(pid_t process, const char *which)
{
    char path[64], mine[64] = "", theirs[64] = "";
    snprintf(path, sizeof path, "/proc/self/ns/%s", which);
    if (readlink(path, mine, sizeof mine - 1) < 0)
        undecided(path);
    snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)process, which);
    return readlink(path, theirs, sizeof theirs - 1) < 0 || !strcmp(mine, theirs);
}

static int enter_namespace(pid_t process, const char *which)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)process, which);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int result = fd < 0 ? -1 : setns(fd, 0);
    close(fd);
    return result;
}

/* Whoever enters a mount namespace comes to its own root, not to that of the process: if
 * the host's files are there, the old root was not taken away. */
static bool has_host_mounts(pid_t process)
{
    int status;
    if (same_namespace(process, "mnt") || same_namespace(process, "user"))
        return true;
    pid_t child = fork();
    if (child == 0)
        _exit(enter_namespace(process, "user") < 0 ||
              enter_namespace(process, "mnt") < 0 || access(trap_file, F_OK) == 0);
    return child < 0 || waitpid(child, &status, 0) < 0 || status != 0;
}

static int judge_mounts(void)
{
    pid_t child = start("mounts", "x"), probe = 0;
    time_t end = time(NULL) + PATIENCE;
    while (!(probe = find_probe()) && time(NULL) <= end &&
           waitpid(child, NULL, WNOHANG) == 0)
        pause_shortly();
    if (!probe)
        return -1;
    int result = has_host_mounts(probe) ? REACHED : BLOCKED;
    kill(probe, SIGKILL);
    kill(-child, SIGKILL);
    waitpid(child, NULL, 0);
    return result;
}

/* Does the command run in there at all? */
static bool it_runs(int *status)
{
    *status = end_of(start(NULL, NULL));
    return *status == READY;
}

static int attack(const struct attempt *attempt)
{
    if (!strcmp(attempt->name, "mounts"))
        return judge_mounts();
    return end_of(start(attempt->name, trap_of(attempt)));
}

int main(void)
{
    int blocked = 0, status;
    const struct attempt *first = NULL;
    lay_traps();
    if (!it_runs(&status)) {
        printf("not ok 1 - the command does not run in your container: status %d\n"
               "# hint: %s\n1..1\n",
               status,
               status == -1
                   ? "It does not come to its end. Do you wait for the right process?"
               : status == 127 ? "execve did not find it: it is /probe in the new root."
                               : "One of your calls fails: print which, and errno.");
        shmctl(memory, IPC_RMID, NULL);
        return 0;
    }
    char lines[ATTEMPTS][120];
    for (int i = 0; i < ATTEMPTS; i++) {
        bool stopped = attack(&attempts[i]) == BLOCKED;
        blocked += stopped;
        if (!stopped && !first)
            first = &attempts[i];
        snprintf(lines[i], sizeof lines[i], "%-8s %s", stopped ? "blocked" : "OPEN",
                 attempts[i].reaches);
    }
    shmctl(memory, IPC_RMID, NULL);
    if (first)
        printf("not ok 1 - OPEN: %s\n# hint: %s\n", first->reaches, first->hint);
    else
        printf("ok 1 - %d attempts, and all of them are blocked\n", blocked);
    for (int i = 0; first && i < ATTEMPTS; i++)
        printf("# %s\n", lines[i]);
    printf("1..1\n");
}
