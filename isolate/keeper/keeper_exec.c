/* isolate exec: a process for each, with the connection of who asked. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/keeper/kept.h"
#include "isolate/keeper/user.h"
#include "isolate/keeper/words.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/join.h"

struct session {
    struct kept *kept;
    int socket;
    int master; /* of the command's terminal; -1: none */
    struct packet *packet;
    struct exec_wish wish;
};

/* The keeper's lock and its ends of everything are the keeper's alone. */
static void leave_keeper(struct kept *kept, int socket)
{
    close(kept->state->lock);
    close(kept->listener);
    log_close(&kept->log);
    for (int i = 0; i < 2; i++)
        if (kept->output[i] >= 0)
            close(kept->output[i]);
    if (kept->input >= 0)
        close(kept->input);
    for (struct client *c = kept->clients; c < kept->clients + CLIENTS_MAX; c++)
        if (c->socket >= 0 && c->socket != socket)
            close(c->socket);
}

static size_t name_length(const char *assignment)
{
    return strcspn(assignment, "=") + 1;
}

/* The container's variables, and those of exec in their place or in addition. */
static char **merge(char *const *base, char **more)
{
    size_t count = 0, room = 1;
    for (size_t i = 0; base && base[i]; i++)
        room++;
    for (size_t i = 0; more[i]; i++)
        room++;
    char **merged = xcalloc(room, sizeof *merged);
    for (size_t i = 0; base && base[i]; i++)
        merged[count++] = base[i];
    for (size_t i = 0; more[i]; i++) {
        size_t at = 0;
        while (at < count && strncmp(merged[at], more[i], name_length(more[i])) != 0)
            at++;
        merged[at] = more[i];
        count += at == count;
    }
    return merged;
}

/* Names of users are those of the container's own /etc/passwd. */
static int find_user(struct process *process, void *context, struct error *error)
{
    const struct session *session = context;
    return user_find(session->wish.user, process, error);
}

/* The terminal is made inside, and its master comes out to us. */
static pid_t start_with_terminal(struct session *session, struct join *join, int *status,
                                 struct error *error)
{
    int ends[2];
    *status = LAUNCH_FAILED;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return error_errno(error, STATUS_HOST, "no socket");
    join->console = ends[1];
    pid_t command = join_start(join, status, error);
    close(ends[1]);
    if (command > 0)
        session->master = console_receive(ends[0], error);
    close(ends[0]);
    return command;
}

static pid_t start(struct session *session, int *status, struct error *error)
{
    struct kept *kept = session->kept;
    const struct wire_head *head = &session->packet->head;
    struct process process = kept->container.process;
    struct join join = {.group = &kept->group,
                        .process = &process,
                        .without = kept->container.without,
                        .console = session->socket,
                        .size = {.ws_row = head->rows, .ws_col = head->columns}};
    memcpy(join.namespaces, kept->namespaces, sizeof join.namespaces);
    if (session->wish.user[0]) {
        join.inside = find_user;
        join.context = session;
    }
    process.argv = session->wish.argv;
    process.environment = merge(process.environment, session->wish.environment);
    process.terminal = head->flags & WIRE_HAS_TERMINAL;
    process.rlimits = kept->rlimits;
    process.rlimit_count = kept->rlimit_count;
    process.dies_with_parent = false; /* -d: we go, it stays */
    if (session->wish.workdir[0])
        process.workdir = session->wish.workdir;
    if (process.terminal)
        return start_with_terminal(session, &join, status, error);
    if (session->packet->fd_count != 3)
        return error_set(error, STATUS_REQUEST, "three descriptors are needed");
    memcpy(join.standard, session->packet->fds, sizeof join.standard);
    return join_start(&join, status, error);
}

static int shell_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* What a command writes to a terminal that nobody looks at any more. */
static void drop_output(int master)
{
    char nothing[CHUNK_MAX];
    ssize_t got = read(master, nothing, sizeof nothing);
    (void)got;
}

/* Signals of who asked go to the command; when he goes without a word, so does it. */
static void hear(struct session *session, struct pollfd fds[3], pid_t command)
{
    struct packet *packet = session->packet;
    int got = wire_receive(session->socket, packet, false);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got == 1 && packet->head.kind == WIRE_SIGNAL) {
        kill(command, packet->head.value);
    } else if (got == 1 && packet->head.kind == WIRE_LEAVE) {
        fds[1].fd = -1;
        fds[2].fd = session->master;
    } else if (got != 1) {
        kill(-command, SIGKILL);
        fds[1].fd = -1;
    }
    if (got == 1)
        packet_close(packet);
}

static void stay(struct session *session, pid_t command)
{
    int status = 0, pidfd = (int)syscall(SYS_pidfd_open, command, 0);
    struct pollfd fds[] = {{.fd = pidfd, .events = POLLIN},
                           {.fd = session->socket, .events = POLLIN},
                           {.fd = -1, .events = POLLIN}};
    while (poll(fds, 3, -1) < 0 ? errno == EINTR : !fds[0].revents) {
        if (fds[1].revents)
            hear(session, fds, command);
        if (fds[2].revents & POLLIN)
            drop_output(session->master);
        else if (fds[2].revents)
            fds[2].fd = -1;
    }
    while (waitpid(command, &status, 0) < 0 && errno == EINTR)
        ;
    wire_say(session->socket, WIRE_ENDED, shell_status(status), "");
}

static void reply(const struct session *session, int status, const struct error *error)
{
    struct wire_head head = {.kind = WIRE_DONE, .value = status};
    const char *text = status ? error->message : "";
    wire_send(session->socket, &head, text, strlen(text), &session->master,
              session->master >= 0, true);
}

static _Noreturn void attend(struct session *session)
{
    struct error error = {0};
    int status = LAUNCH_FAILED;
    pid_t command = -1;
    signal(SIGTERM, SIG_DFL);
    leave_keeper(session->kept, session->socket);
    if (words_unpack(session->packet->body, session->packet->length, &session->wish) < 0)
        error_set(&error, STATUS_REQUEST, "there is no command");
    else
        command = start(session, &status, &error);
    packet_close(session->packet);
    bool detached = session->packet->head.flags & WIRE_DETACHED;
    reply(session, command < 0 ? status : 0, &error);
    if (command > 0 && !(detached && session->master < 0))
        stay(session, command);
    _exit(0);
}

/* Forked twice: the keeper need not wait for it. */
void keeper_exec(struct kept *kept, int socket, struct packet *packet)
{
    struct session session = {
        .kept = kept, .socket = socket, .master = -1, .packet = packet};
    pid_t child = fork();
    if (child == 0) {
        pid_t grandchild = fork();
        if (grandchild == 0)
            attend(&session);
        if (grandchild < 0)
            wire_say(socket, WIRE_DONE, LAUNCH_FAILED, "cannot start a process");
        _exit(0);
    }
    if (child < 0)
        wire_say(socket, WIRE_DONE, LAUNCH_FAILED, "cannot start a process");
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
}
