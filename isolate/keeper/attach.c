/* Being attached to a container: between the user's terminal and the keeper.
 *
 * Signals go over a connection of their own: they must arrive even when what was typed
 * before is not taken. Nothing here waits for one side while the other has something
 * for us, or `cat <big >out` would stand still for ever. */
#include "isolate/keeper/attach.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "isolate/keeper/client.h"
#include "isolate/keeper/description.h"
#include "isolate/keeper/names.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/launch.h"
#include "labs/kit/cleanup.h"

enum { SIGNALS, SOCKET, INPUT, PLACES };
enum { TYPED_MAX = 4096 };

struct attachment {
    const struct state *state;
    int socket, signals;
    bool terminal; /* ours, whose size the container's follows */
    bool raw;      /* its keys are the container's; without -i they stay the user's */
    bool reads;    /* is there anything to be typed still? */
    struct detach_keys keys;
    char typed[TYPED_MAX + DETACH_KEYS_MAX];
    size_t typed_length; /* not sent yet */
    bool say_end;        /* the end of the input is not sent yet */
    bool done;
    int status;
    struct packet packet;
};

static const int passed[] = {SIGHUP,  SIGINT,  SIGQUIT,  SIGTERM, SIGUSR1,
                             SIGUSR2, SIGTSTP, SIGWINCH, 0};

/* ---- signals ---- */

static int block_signals(sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; passed[i]; i++)
        sigaddset(&set, passed[i]);
    sigprocmask(SIG_BLOCK, &set, before);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void send_size(const struct attachment *a)
{
    struct winsize size;
    if (!a->terminal || !console_size(STDIN_FILENO, &size))
        return;
    struct wire_head head = {
        .kind = WIRE_RESIZE, .rows = size.ws_row, .columns = size.ws_col};
    wire_send(a->socket, &head, NULL, 0, NULL, 0, false);
}

static void pass(const struct attachment *a, int number)
{
    struct error error; /* it may have ended meanwhile, which we shall hear of */
    client_ask(a->state, WIRE_SIGNAL, number, &error);
}

/* Ctrl-Z, when it is not a key of the container's terminal: both stop, both go on. */
static void stop_both(const struct attachment *a)
{
    pass(a, SIGTSTP);
    console_restore();
    raise(SIGSTOP);
    if (a->raw)
        console_raw(STDIN_FILENO);
    send_size(a);
    pass(a, SIGCONT);
}

static void take_signal(struct attachment *a)
{
    struct signalfd_siginfo info;
    if (read(a->signals, &info, sizeof info) != sizeof info)
        return;
    int number = (int)info.ssi_signo;
    if (number == SIGWINCH) {
        send_size(a);
    } else if (number == SIGTSTP) {
        stop_both(a);
    } else {
        pass(a, number);
        if (number == SIGHUP) { /* the terminal has gone: nobody is left to be shown */
            a->done = true;
            a->status = 128 + SIGHUP;
        }
    }
}

/* ---- what is typed ---- */

static void send_typed(struct attachment *a)
{
    struct wire_head head = {.kind = WIRE_INPUT}, end = {.kind = WIRE_INPUT_END};
    if (a->typed_length &&
        wire_send(a->socket, &head, a->typed, a->typed_length, NULL, 0, false) == 0)
        a->typed_length = 0;
    if (!a->typed_length && a->say_end &&
        wire_send(a->socket, &end, NULL, 0, NULL, 0, false) == 0)
        a->say_end = false;
}

static void detach(struct attachment *a)
{
    a->done = true;
    a->status = 0;
    console_restore();
    warn("detached from %s: it goes on (isolate attach %s)", state_label(a->state),
         state_label(a->state));
}

static void take_typed(struct attachment *a)
{
    char typed[TYPED_MAX];
    ssize_t got = read(STDIN_FILENO, typed, sizeof typed);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        a->reads = false;
        a->say_end = true;
    } else if (detach_keys_filter(&a->keys, typed, (size_t)got, a->typed,
                                  &a->typed_length)) {
        detach(a);
        return;
    }
    send_typed(a);
}

/* ---- what is shown ---- */

static void show(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t wrote = write(fd, bytes, length);
        struct pollfd room = {.fd = fd, .events = POLLOUT};
        if (wrote < 0 && errno == EAGAIN)
            poll(&room, 1, -1);
        else if (wrote < 0 && errno != EINTR)
            return;
        bytes += wrote > 0 ? wrote : 0;
        length -= wrote > 0 ? (size_t)wrote : 0;
    }
}

/* The keeper may be gone because all is over: then the status file knows. */
static void lost(struct attachment *a, struct error *error)
{
    struct container_status status;
    a->done = true;
    a->status = LAUNCH_FAILED;
    if (state_wait_end(a->state, 1000) && status_read(a->state, &status, error) == 0 &&
        status.phase == PHASE_EXITED)
        a->status = status.exit_status;
    else
        error_set(error, STATUS_HOST,
                  "the keeper of %s was killed, and the container with it (isolate gc "
                  "tidies up)",
                  state_label(a->state));
}

static void take_packet(struct attachment *a, struct error *error)
{
    struct packet *packet = &a->packet;
    if (wire_receive(a->socket, packet, true) != 1) {
        lost(a, error);
        return;
    }
    packet_close(packet);
    if (packet->head.kind == WIRE_OUT || packet->head.kind == WIRE_ERR) {
        show(packet->head.kind == WIRE_OUT ? STDOUT_FILENO : STDERR_FILENO, packet->body,
             packet->length);
    } else if (packet->head.kind == WIRE_ENDED) {
        a->done = true;
        a->status = packet->head.value;
        if (packet->length)
            error_set(error, STATUS_HOST, "%s", packet->body);
    }
}

static void loop(struct attachment *a, struct error *error)
{
    struct pollfd fds[PLACES] = {{.fd = a->signals, .events = POLLIN}};
    while (!a->done) {
        bool unsent = a->typed_length || a->say_end;
        fds[SOCKET] = (struct pollfd){.fd = a->socket, .events = POLLIN};
        if (unsent)
            fds[SOCKET].events |= POLLOUT;
        fds[INPUT] = (struct pollfd){.fd = a->reads && !unsent ? STDIN_FILENO : -1,
                                     .events = POLLIN};
        if (poll(fds, PLACES, -1) < 0)
            continue;
        if (fds[SIGNALS].revents)
            take_signal(a);
        if (fds[SOCKET].revents & POLLOUT)
            send_typed(a);
        if (fds[SOCKET].revents & (POLLIN | POLLHUP))
            take_packet(a, error);
        if (!a->done && fds[INPUT].revents)
            take_typed(a);
    }
}

int attach_stay(int socket, const struct state *state, bool terminal, bool interactive,
                const char *detach_keys, struct error *error)
{
    sigset_t before;
    cleanup_free struct attachment *a = xcalloc(1, sizeof *a);
    a->state = state;
    a->socket = socket;
    a->terminal = terminal && isatty(STDIN_FILENO);
    a->reads = interactive;
    a->raw = a->terminal && interactive;
    error->message[0] = 0;
    if (terminal && detach_keys_parse(detach_keys ? detach_keys : "ctrl-p,ctrl-q",
                                      &a->keys, error) < 0)
        return LAUNCH_FAILED;
    if (a->raw)
        console_raw(STDIN_FILENO);
    a->signals = block_signals(&before);
    send_size(a);
    loop(a, error);
    close(a->signals);
    console_restore();
    sigprocmask(SIG_SETMASK, &before, NULL);
    return a->status;
}

int attach_to(const struct state *state, bool interactive, const char *detach_keys,
              struct error *error)
{
    struct description description;
    struct winsize size = {0};
    if (description_read(state, &description, error) < 0)
        return -1;
    bool terminal = description.terminal;
    interactive = interactive && description.interactive;
    description_free(&description);
    cleanup_fd int socket = client_connect(state, error);
    console_size(STDIN_FILENO, &size);
    struct wire_head head = {.kind = WIRE_ATTACH,
                             .rows = size.ws_row,
                             .columns = size.ws_col,
                             .flags = interactive ? WIRE_HAS_INPUT : 0};
    if (socket < 0)
        return -1;
    if (wire_send(socket, &head, NULL, 0, NULL, 0, true) < 0)
        return error_errno(error, STATUS_HOST, "the keeper of %s does not answer",
                           state_label(state));
    return attach_stay(socket, state, terminal, interactive, detach_keys, error);
}
