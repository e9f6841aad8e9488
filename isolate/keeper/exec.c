/* isolate exec: one more command in a container that runs.
 *
 * The keeper makes it, from the same description as the container's own command: see
 * keeper_exec.c and runtime/join.h. Without a terminal the command gets our own
 * descriptors; with one, its master comes here, and we relay. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "isolate/keeper/client.h"
#include "isolate/keeper/commands.h"
#include "isolate/keeper/names.h"
#include "isolate/keeper/words.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/launch.h"
#include "labs/kit/cleanup.h"

static bool interactive, terminal, detach;
static const char *workdir = "", *user = "", *keys = "ctrl-p,ctrl-q";
static struct option_list environment;

const struct option_row exec_options[] = {
    {"interactive", 'i', OPTION_FLAG, &interactive, NULL,
     "what is typed here is the command's input", NULL, 0, 0},
    {"tty", 't', OPTION_FLAG, &terminal, NULL, "give it a terminal of the container",
     NULL, 0, 0},
    {"detach", 'd', OPTION_FLAG, &detach, NULL,
     "return as soon as it runs; its output goes nowhere", NULL, 0, 0},
    {"env", 'e', OPTION_LIST, &environment, "NAME=VALUE",
     "set a variable, in addition to the container's", NULL, 0, 0},
    {"workdir", 'w', OPTION_TEXT, &workdir, "DIR",
     "start in this directory of the container (default: the container's)", NULL, 0, 0},
    {"user", 'u', OPTION_TEXT, &user, "USER[:GROUP]",
     "as whom, by the names or numbers of the container (default: the container's)", NULL,
     0, 0},
    {"detach-keys", 0, OPTION_TEXT, &keys, "KEYS",
     "with -t: the keys that leave it running (default: ctrl-p,ctrl-q)", NULL, 0, 0},
    STATE_DIR_ROW,
    {0},
};

enum { ENDED, SIGNALS, RELAY, PLACES = RELAY + RELAY_FDS };

struct execution {
    int socket, signals;
    struct relay relay; /* master -1: without a terminal */
    struct packet packet;
    int status;
    bool done;
};

/* ---- asking ---- */

static int null_descriptor(void)
{
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd < 0)
        die((enum status)LAUNCH_FAILED, "/dev/null: %s", strerror(errno));
    return fd;
}

static void check_environment(void)
{
    for (size_t i = 0; i < environment.count; i++)
        if (!strchr(environment.items[i], '=') || environment.items[i][0] == '=')
            die((enum status)LAUNCH_FAILED, "--env %s: it is NAME=VALUE",
                environment.items[i]);
}

static int ask(struct execution *x, char **argv, struct error *error)
{
    char *variables[65] = {0};
    struct winsize size = {0};
    for (size_t i = 0; i < environment.count; i++)
        variables[i] = (char *)(uintptr_t)environment.items[i];
    struct exec_wish wish = {workdir, user, argv, variables};
    long length = words_pack(&wish, x->packet.body, WIRE_BODY_MAX, error);
    if (length < 0)
        return -1;
    cleanup_fd int null = null_descriptor();
    int fds[3] = {interactive && !detach ? 0 : null, detach ? null : 1,
                  detach ? null : 2};
    console_size(STDIN_FILENO, &size);
    struct wire_head head = {
        .kind = WIRE_EXEC, .rows = size.ws_row, .columns = size.ws_col};
    head.flags =
        (uint8_t)((terminal ? WIRE_HAS_TERMINAL : 0) | (detach ? WIRE_DETACHED : 0));
    if (wire_send(x->socket, &head, x->packet.body, (size_t)length, fds, terminal ? 0 : 3,
                  true) < 0)
        return error_errno(error, STATUS_HOST, "cannot ask the keeper");
    return 0;
}

/* 0 when the command has been executed. */
static int hear(struct execution *x, struct error *error)
{
    struct packet *packet = &x->packet;
    if (wire_receive(x->socket, packet, true) != 1)
        return error_set(error, STATUS_HOST, "the container has ended"), LAUNCH_FAILED;
    if (packet->fd_count == 1) {
        x->relay.master = packet->fds[0];
        packet->fd_count = 0;
    }
    packet_close(packet);
    if (packet->head.kind == WIRE_DONE && packet->head.value == 0)
        return 0;
    error_set(error, STATUS_HOST, "%s", packet->body);
    return packet->head.value ? packet->head.value : LAUNCH_FAILED;
}

/* ---- staying ---- */

static int block_signals(void)
{
    static const int passed[] = {SIGHUP,  SIGINT,  SIGQUIT,  SIGTERM,
                                 SIGUSR1, SIGUSR2, SIGWINCH, 0};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; passed[i]; i++)
        sigaddset(&set, passed[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void take_signal(struct execution *x)
{
    struct signalfd_siginfo info;
    if (read(x->signals, &info, sizeof info) != sizeof info)
        return;
    if (info.ssi_signo != SIGWINCH)
        wire_say(x->socket, WIRE_SIGNAL, (int32_t)info.ssi_signo, NULL);
    else if (x->relay.master >= 0)
        relay_resize(&x->relay);
}

static void take_end(struct execution *x)
{
    x->done = true;
    x->status = LAUNCH_FAILED;
    if (wire_receive(x->socket, &x->packet, true) == 1 &&
        x->packet.head.kind == WIRE_ENDED)
        x->status = x->packet.head.value;
    if (x->relay.master >= 0)
        relay_drain(&x->relay);
}

static void stay(struct execution *x)
{
    struct pollfd fds[PLACES];
    while (!x->done) {
        fds[ENDED] = (struct pollfd){.fd = x->socket, .events = POLLIN};
        fds[SIGNALS] = (struct pollfd){.fd = x->signals, .events = POLLIN};
        for (int i = RELAY; i < PLACES; i++)
            fds[i] = (struct pollfd){.fd = -1};
        if (x->relay.master >= 0)
            relay_poll(&x->relay, fds + RELAY);
        if (poll(fds, PLACES, -1) < 0)
            continue;
        if (fds[SIGNALS].revents)
            take_signal(x);
        if (x->relay.master >= 0 &&
            relay_move(&x->relay, fds + RELAY) == RELAY_DETACHED) {
            wire_say(x->socket, WIRE_LEAVE, 0, NULL);
            x->done = true;
            continue;
        }
        if (fds[ENDED].revents)
            take_end(x);
    }
}

static int execute(const struct state *state, char **argv, struct error *error)
{
    cleanup_free struct execution *x = xcalloc(1, sizeof *x);
    if (detach_keys_parse(keys, &x->relay.keys, error) < 0 ||
        (terminal && interactive && !detach && console_need_input(error) < 0))
        return LAUNCH_FAILED;
    x->signals = block_signals(); /* one that comes from now on is for the command */
    x->socket = client_connect(state, error);
    x->relay.master = -1;
    if (x->socket < 0 || ask(x, argv, error) < 0)
        return LAUNCH_FAILED;
    int status = hear(x, error);
    if (detach)
        wire_say(x->socket, WIRE_LEAVE, 0, NULL);
    if (status || detach)
        return status;
    if (terminal)
        relay_init(&x->relay, interactive ? STDIN_FILENO : -1, STDOUT_FILENO,
                   x->relay.master);
    if (terminal && interactive)
        console_raw(STDIN_FILENO);
    stay(x);
    console_restore();
    return x->status;
}

int exec_command(int argc, char **argv)
{
    (void)argc;
    struct error error = {0};
    struct state state;
    int status = LAUNCH_FAILED;
    check_environment();
    if (state_open(argv[0], &state, &error) == 0)
        status = execute(&state, argv + 1, &error);
    state_close(&state);
    if (error.message[0])
        warn("%s", error.message);
    return status;
}
