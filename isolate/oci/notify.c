/* NOTIFY_SOCKET: the folder of the socket, and the way from there to systemd. */
#include "isolate/oci/notify.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "isolate/oci/field.h"
#include "labs/kit/cleanup.h"

#define READY "READY=1"

/* A path or, with "@", an abstract name: what else systemd allows is for machines. */
static const char *wanted(void)
{
    const char *name = getenv("NOTIFY_SOCKET");
    return name && (*name == '/' || *name == '@') && name[1] ? name : NULL;
}

/* ---- create ---- */

static void *keep(struct record *record, size_t size)
{
    return config_keep(&record->config.blocks, size);
}

/* "AB", or "A" with B empty. */
static char *keep_text(struct record *record, const char *a, const char *b)
{
    size_t size = strlen(a) + strlen(b) + 1;
    char *text = keep(record, size);
    snprintf(text, size, "%s%s", a, b);
    return text;
}

static void add_mount(struct record *record, const char *place)
{
    static const char *options[] = {"bind", "ro", "nosuid", "nodev", "noexec", NULL};
    struct config_mounts *mounts = &record->config.mounts;
    struct config_mount *items = keep(record, (mounts->count + 1) * sizeof *items);
    if (mounts->count)
        memcpy(items, mounts->items, mounts->count * sizeof *items);
    items[mounts->count] = (struct config_mount){
        .destination = place,
        .source = keep_text(record, record->path, "/notify"),
        .type = "bind",
        .options = {options, sizeof options / sizeof *options - 1},
    };
    *mounts = (struct config_mounts){items, mounts->count + 1};
}

/* One that config.json has itself would lead nowhere in there. */
static void add_variable(struct record *record, const char *place)
{
    static const char variable[] = "NOTIFY_SOCKET=";
    struct config_texts *env = &record->config.process->env;
    const char **items = keep(record, (env->count + 2) * sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < env->count; i++)
        if (strncmp(env->items[i], variable, strlen(variable)) != 0)
            items[count++] = env->items[i];
    items[count++] = keep_text(record, keep_text(record, variable, place), "/notify");
    *env = (struct config_texts){items, count};
}

int notify_prepare(struct record *record, struct error *error)
{
    const char *name = wanted();
    if (!name || !record->config.process)
        return 0;
    /* 0755: users of the container are others here. The folder above is closed. */
    if (mkdirat(record->folder, "notify", 0700) < 0 ||
        fchmodat(record->folder, "notify", 0755, 0) < 0)
        return error_errno(error, STATUS_HOST, "cannot make %s/notify", record->path);
    const char *place = *name == '/' ? keep_text(record, name, "") : "/run/notify";
    add_mount(record, place);
    add_variable(record, place);
    return 0;
}

/* ---- start ---- */

/* By the descriptor of the folder: an address has room for 107 characters only. */
static int bind_in(int folder, int socket)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/notify",
             folder);
    if (unlinkat(folder, "notify", 0) < 0 && errno != ENOENT)
        return -1;
    if (bind(socket, (struct sockaddr *)&address, sizeof address) < 0)
        return -1;
    return fchmodat(folder, "notify", 0777, 0);
}

int notify_listen(const struct record *record, int *to, struct error *error)
{
    *to = -1;
    cleanup_fd int folder =
        openat(record->folder, "notify", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0 || !wanted())
        return 0;
    cleanup_fd int listener =
        socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind_in(folder, listener) < 0)
        return error_errno(error, STATUS_HOST, "%s/notify/notify", record->path);
    *to = steal_fd(&listener);
    return 0;
}

/* Is it a line of the message? */
static bool says_ready(const char *message)
{
    for (const char *line = message; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!strncmp(line, READY, strlen(READY)) && strchr("\n", line[strlen(READY)]))
            return true;
    }
    return false;
}

static int tell(const char *name, struct error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    if (length >= sizeof address.sun_path)
        return error_set(error, STATUS_REQUEST, "NOTIFY_SOCKET: %s is too long", name);
    memcpy(address.sun_path, name, length);
    if (*name == '@')
        address.sun_path[0] = 0;
    cleanup_fd int to = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    if (to < 0 || sendto(to, READY, strlen(READY), MSG_NOSIGNAL,
                         (struct sockaddr *)&address, size) < 0)
        return error_errno(error, STATUS_HOST, "NOTIFY_SOCKET: %s", name);
    return 0;
}

/* Descriptors that came along are dropped by the kernel: no room is offered to them. */
int notify_pass_on(int from, struct error *error)
{
    char message[4096];
    const char *name = wanted();
    ssize_t length;
    while ((length = recv(from, message, sizeof message - 1, MSG_DONTWAIT)) >= 0) {
        message[length] = 0;
        if (name && says_ready(message))
            return tell(name, error) < 0 ? -1 : 1;
    }
    return 0;
}

int notify_wait(int from, const struct record *record, struct error *error)
{
    cleanup_fd int listener = from, pidfd = record_pidfd(record);
    struct pollfd fds[] = {{.fd = listener, .events = POLLIN},
                           {.fd = pidfd, .events = POLLIN}};
    if (listener < 0)
        return 0;
    while (poll(fds, 2, pidfd < 0 ? 0 : -1) >= 0 || errno == EINTR) {
        int said = fds[0].revents ? notify_pass_on(listener, error) : 0;
        if (said != 0)
            return said < 0 ? -1 : 0;
        if (!fds[0].revents && (pidfd < 0 || fds[1].revents))
            return 0;
    }
    return error_errno(error, STATUS_HOST, "cannot wait for %s", record->id);
}
