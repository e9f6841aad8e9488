/* Calls that are made to be refused, so that a learner sees who refuses them.
 *
 * Each is made in a child with a copy of the mount table: when it is not refused, what
 * it did ends with the child, and no harm is done.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/operations/operation_type.h"

static int try_mount(void)
{
    return mount("tmpfs", "/mnt", "tmpfs", 0, NULL);
}

static int try_hostname(void)
{
    char name[256];
    return gethostname(name, sizeof name) < 0 ? -1 : sethostname(name, strlen(name));
}

static int try_userns(void)
{
    return unshare(CLONE_NEWUSER);
}

static int try_packet(void)
{
    return socket(AF_INET, SOCK_RAW, 1 /* IPPROTO_ICMP */);
}

static int try_keyctl(void)
{
    return (int)syscall(SYS_keyctl, 0, -3, 0);
}

static int try_bpf(void)
{
    return (int)syscall(SYS_bpf, 0, NULL, 0);
}

/* Nobody listens on the port "discard": refused when there is a way, unreachable else. */
static int try_connect(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(9),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return fd < 0 ? -1 : connect(fd, (const struct sockaddr *)&address, sizeof address);
}

static const struct {
    const char *name;
    int (*attempt)(void);
    const char *call, *shell;
} attempts[] = {
    {"mount", try_mount, "mount(\"tmpfs\", \"/mnt\", \"tmpfs\", 0, NULL)",
     "mount -t tmpfs tmpfs /mnt"},
    {"hostname", try_hostname, "sethostname(…)", "hostname \"$(hostname)\""},
    {"userns", try_userns, "unshare(CLONE_NEWUSER)", "unshare --user true"},
    {"packet", try_packet, "socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)",
     "# a raw socket: ping asks for one"},
    {"keyctl", try_keyctl, "keyctl(KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING)",
     "keyctl show @s"},
    {"connect", try_connect, "connect(socket(AF_INET, SOCK_STREAM, 0), 127.0.0.1:9)",
     "nc 127.0.0.1 9 </dev/null"},
    {"bpf", try_bpf, "bpf(BPF_MAP_CREATE, NULL, 0)",
     "# bpftool map, which a small root has not"},
};

static size_t find_attempt(const char *name)
{
    size_t count = sizeof attempts / sizeof attempts[0];
    for (size_t i = 0; i < count; i++)
        if (!strcmp(attempts[i].name, name))
            return i;
    return 0;
}

static _Noreturn void attempt_in_child(size_t index)
{
    if (unshare(CLONE_NEWNS) == 0) /* what is mounted is nobody else's */
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    errno = 0;
    _exit(attempts[index].attempt() < 0 ? errno : 0);
}

static long run_attempt(const struct operation *o, struct workplace *w)
{
    int status;
    (void)w;
    pid_t child = fork();
    if (child == 0)
        attempt_in_child(find_attempt(o->text));
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return -1;
    if (!WIFEXITED(status)) { /* killed by a filter that kills */
        errno = EPERM;
        return -1;
    }
    errno = WEXITSTATUS(status);
    return errno ? -1 : 0;
}

static void call_attempt(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "%s", attempts[find_attempt(o->text)].call);
}

static void shell_attempt(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "%s", attempts[find_attempt(o->text)].shell);
}

const struct operation_type operation_attempt = {run_attempt, call_attempt,
                                                 shell_attempt};
