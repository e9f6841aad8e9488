/* Starting pasta or slirp4netns for a container, and ending it.
 *
 *   isolate ──lifeline──▶ guard ──▶ pasta, slirp4netns ──▶ container
 *
 * Both change their credentials when they enter the container's namespaces, and the
 * kernel then forgets that they should die with us (PR_SET_PDEATHSIG); pasta keeps the
 * network alive even after the container. So a guard of ours stands between: it ends
 * them when the lifeline breaks, as it does when isolate is killed, or when the
 * container has ended.
 *
 * Both are told not to lead to the host's own loopback, whose services trust who comes
 * from there.
 */
#include "isolate/network/provider.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/process.h"

/* slirp4netns looks at the container once more after its route is there, when the
 * container may have closed itself to others already: only its own word counts. */
#define READY "--ready-fd=3"
enum { READY_FD = 3 };

static const char *const pasta[] = {"--foreground",
                                    "--quiet",
                                    "--config-net",
                                    "--no-map-gw",
                                    "-4",
                                    "--address",
                                    "10.0.2.100",
                                    "--netmask",
                                    "24",
                                    "--gateway",
                                    "10.0.2.2",
                                    "--dns-forward",
                                    PROVIDER_SERVER,
                                    "--ns-ifname",
                                    "eth0",
                                    "-t",
                                    "none",
                                    "-u",
                                    "none",
                                    "-T",
                                    "none",
                                    "-U",
                                    "none",
                                    "PID",
                                    NULL};
static const char *const slirp4netns[] = {"--configure",
                                          "--mtu=65520",
                                          "--disable-host-loopback",
                                          "--enable-sandbox",
                                          "--enable-seccomp",
                                          READY,
                                          "PID",
                                          "eth0",
                                          NULL};

/* In the order of preference: pasta is the faster one. */
static const struct provider providers[] = {{"pasta", pasta, false},
                                            {"slirp4netns", slirp4netns, true}};
enum {
    PROVIDERS = sizeof providers / sizeof *providers,
    ARGUMENTS_MAX = 32,
    WAIT_MILLISECONDS = 10000
};

const struct provider *provider_find(char *why, size_t size)
{
    const struct provider *found = NULL;
    for (size_t i = PROVIDERS; i-- > 0;)
        if (process_installed(providers[i].name))
            found = &providers[i];
    if (!found)
        snprintf(why, size,
                 "neither pasta nor slirp4netns is installed (try: apt install passt, or "
                 "slirp4netns)");
    else if (access("/dev/net/tun", R_OK | W_OK) < 0)
        snprintf(why, size,
                 "/dev/net/tun cannot be opened: %s (as root: modprobe tun; chmod 666 "
                 "/dev/net/tun)",
                 strerror(errno));
    else
        return found;
    return NULL;
}

/* ---- the program ---- */

struct start {
    const struct provider *provider;
    pid_t container;
    int lifeline, output, ready;
};

static _Noreturn void execute(const struct start *s)
{
    const char *argv[ARGUMENTS_MAX + 2] = {s->provider->name};
    const char *const *words = s->provider->arguments;
    char process[16];
    snprintf(process, sizeof process, "%d", s->container);
    for (int i = 0; i < ARGUMENTS_MAX && words[i]; i++)
        argv[i + 1] = !strcmp(words[i], "PID") ? process : words[i];
    dup2(s->output, STDOUT_FILENO);
    dup2(s->output, STDERR_FILENO);
    dup2(s->ready, READY_FD);
    fcntl(READY_FD, F_SETFD, 0);
    kernel_close_range(READY_FD + 1, ~0u, 4 /* CLOSE_RANGE_CLOEXEC */);
    execvp(argv[0], (char *const *)argv);
    _exit(127);
}

/* ---- the guard ---- */

/* No terminal, none of the signals that are typed. */
static void leave_user(void)
{
    sigset_t none;
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    setsid();
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int fd = 0; fd < 3; fd++)
        dup2(nothing, fd);
    prctl(PR_SET_NAME, "isolate-guard");
}

static _Noreturn void guard(const struct start *s)
{
    leave_user();
    pid_t child = fork();
    if (child == 0)
        execute(s);
    struct pollfd ends[] = {
        {.fd = s->lifeline, .events = POLLIN},
        {.fd = (int)syscall(SYS_pidfd_open, s->container, 0), .events = POLLIN},
        {.fd = child < 0 ? -1 : (int)syscall(SYS_pidfd_open, child, 0), .events = POLLIN},
    };
    if (child < 0 || ends[1].fd < 0 || ends[2].fd < 0)
        _exit(1);
    close(s->output);
    close(s->ready); /* its end is to be seen when the program has ended */
    while (poll(ends, 3, -1) < 0 && errno == EINTR)
        ;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    _exit(0);
}

/* ---- we ---- */

/* What it said, if it failed: the last line is the reason. */
static int failed(const struct provider *provider, int output, struct error *error)
{
    char text[1024];
    ssize_t length = pread(output, text, sizeof text - 1, 0);
    text[length < 0 ? 0 : length] = 0;
    for (size_t end = strlen(text); end && text[end - 1] == '\n';)
        text[--end] = 0;
    const char *line = strrchr(text, '\n');
    return error_set(error, STATUS_HOST, "%s did not start: %s", provider->name,
                     line    ? line + 1
                     : *text ? text
                             : "it gave no reason");
}

static const struct timespec moment = {.tv_nsec = 1000000};

/* Whoever enters a user namespace needs its ids, and the container may be about to
 * write them itself. */
static void await_ids(pid_t container)
{
    char path[64], byte;
    ssize_t got = 0;
    snprintf(path, sizeof path, "/proc/%d/gid_map", container);
    for (int looks = 0; got == 0 && looks < 1000; looks++) {
        cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
        got = read(fd, &byte, 1);
        if (got == 0)
            nanosleep(&moment, NULL);
    }
}

/* Is there a default route in the container? It is the last thing that both make. */
static bool leads_out(pid_t container)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/net/route", container);
    cleanup_file FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, "eth0\t00000000\t", 14))
            return true;
    return false;
}

static bool guard_has_ended(struct network_connection *connection)
{
    if (waitpid(connection->provider, NULL, WNOHANG) != connection->provider)
        return false;
    connection->provider = 0;
    return true;
}

static bool sees_route(struct network_connection *connection, pid_t container)
{
    for (int looks = 0; looks < WAIT_MILLISECONDS; looks++) {
        if (leads_out(container))
            return true;
        if (guard_has_ended(connection))
            break;
        nanosleep(&moment, NULL);
    }
    return false;
}

static bool is_told(int ready)
{
    char byte;
    struct pollfd wait = {.fd = ready, .events = POLLIN};
    int got;
    do
        got = poll(&wait, 1, WAIT_MILLISECONDS);
    while (got < 0 && errno == EINTR);
    return got > 0 && read(ready, &byte, 1) == 1;
}

int provider_start(struct network_connection *connection, pid_t container,
                   struct error *error)
{
    const struct provider *provider = connection->carrier;
    int ready[2];
    cleanup_fd int output = memfd_create(provider->name, MFD_CLOEXEC);
    if (output < 0 || pipe2(ready, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "cannot start %s", provider->name);
    cleanup_fd int hear = ready[0];
    await_ids(container);
    connection->provider = fork();
    if (connection->provider == 0) {
        struct start s = {provider, container, connection->lifeline[0], output, ready[1]};
        close(connection->lifeline[1]);
        guard(&s);
    }
    close(ready[1]);
    if (connection->provider < 0)
        return error_errno(error, STATUS_HOST, "cannot start %s", provider->name);
    bool good = provider->tells ? is_told(hear) : sees_route(connection, container);
    return good ? 0 : failed(provider, output, error);
}
