/* The warden: stands on the host between who shows and the container.
 *
 * It starts the container's process, hands the rows on, carries out those that are for
 * outside, and at the end, however it comes, kills the container and removes from the
 * host what the steps made there. It has left the terminal's process group, so that
 * Ctrl-C does not reach it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/play/building.h"
#include "labs/kit/cleanup.h"

struct warden {
    struct building *building;
    int orders, container; /* channels */
    pid_t child;           /* the first process of the container */
    int pidfd;             /* of the process that answers; -1: not known */
    double looked;         /* when the container was last looked at, in ms; 0: stale */
    struct workplace workplace;
};

/* ---- the container's process ---- */

static int start_container(struct warden *w)
{
    int ends[2], on = 1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return -1;
    setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    w->child = fork();
    if (w->child == 0)
        inside_run(w->building, ends[1]);
    close(ends[1]);
    w->container = ends[0];
    w->building->setting.pid = w->child;
    w->workplace.process = w->child;
    return w->child < 0 ? -1 : 0;
}

/* It hands over to a child when it enters a PID namespace: the kernel tells us the new
 * one's number with its answer. */
static void remember(struct warden *w, pid_t pid)
{
    if (pid <= 0 || (pid == w->building->setting.pid && w->pidfd >= 0))
        return;
    if (w->pidfd >= 0)
        close(w->pidfd);
    w->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    w->building->setting.pid = pid;
    w->workplace.process = pid;
}

static int ask_with(struct warden *w, const struct order *order, const int *descriptors)
{
    int answer = -1;
    pid_t pid = 0;
    if (order_send(w->container, order, descriptors) < 0 ||
        !answer_receive(w->container, &answer, &pid))
        return -2;
    remember(w, pid);
    return answer;
}

static int ask(struct warden *w, enum order_kind kind, unsigned step, unsigned row)
{
    return ask_with(w, &(struct order){kind, step, row, false}, NULL);
}

/* ---- looking ---- */

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int look(struct warden *w, unsigned step)
{
    int result = ask(w, ORDER_LOOK, step, 0);
    w->looked = result < 0 ? 0 : milliseconds();
    return result;
}

/* When one step follows the other at once, what was seen after the one is what is
 * there before the next. */
static int look_before(struct warden *w, unsigned step)
{
    enum { AT_ONCE = 50 };
    return w->looked > milliseconds() - AT_ONCE ? 0 : look(w, step);
}

/* ---- the end of the container's process ---- */

static void end_container(struct warden *w)
{
    struct pollfd gone = {.fd = w->pidfd, .events = POLLIN};
    if (w->pidfd >= 0)
        syscall(SYS_pidfd_send_signal, w->pidfd, SIGKILL, NULL, 0);
    if (w->child > 0)
        kill(w->child, SIGKILL);
    close(w->container);
    while (w->child > 0 && waitpid(w->child, NULL, 0) < 0 && errno == EINTR)
        ;
    if (w->pidfd >= 0)
        poll(&gone, 1, 5000);
}

/* ---- steps ---- */

static int carry_out(struct warden *w, enum order_kind kind, unsigned step, unsigned i)
{
    struct building *b = w->building;
    struct executed *row = kind == ORDER_ROW ? &b->records[step].rows[i] : &b->undone[i];
    if (!row->operation.outside)
        return ask(w, kind, step, i);
    w->workplace.output = b->records[step].output;
    return operation_run(&row->operation, &w->workplace, &row->outcome);
}

static int make_step(struct warden *w, unsigned step)
{
    struct building *b = w->building;
    struct record *record = &b->records[step];
    struct operation rows[STEP_ROWS_MAX];
    int result = look_before(w, step);
    if (result < 0)
        return result;
    record->before = b->now;
    size_t count = step_types[step]->rows(&b->setting, rows);
    for (unsigned i = 0; i < count && result >= 0; i++) {
        struct executed *row = &record->rows[record->row_count++];
        *row = (struct executed){.operation = rows[i]};
        result = carry_out(w, ORDER_ROW, step, i);
        record->microseconds += row->outcome.microseconds;
        if (result == -1 && rows[i].may_fail)
            result = 0;
    }
    w->looked = 0;
    if (result >= 0)
        result = look(w, step);
    record->after = b->now;
    record->pid = b->setting.pid;
    return result;
}

static int undo_step(struct warden *w, unsigned step)
{
    struct building *b = w->building;
    struct operation rows[STEP_ROWS_MAX];
    size_t count = step_types[step]->undo(&b->setting, rows);
    int result = 0;
    b->undone_count = 0;
    for (unsigned i = 0; i < count && result >= 0; i++) {
        b->undone[b->undone_count++] = (struct executed){.operation = rows[i]};
        result = carry_out(w, ORDER_UNROW, step, i);
        if (result == -1 && rows[i].may_fail)
            result = 0;
    }
    w->looked = 0;
    return result < 0 ? result : look(w, step);
}

/* ---- the end ---- */

/* A control group lets go of its processes a moment after they have died. */
static void remove_row(struct warden *w, const struct operation *row)
{
    enum { TRIES = 500 };
    struct outcome outcome;
    for (int i = 0; i < TRIES; i++) {
        if (operation_run(row, &w->workplace, &outcome) == 0 || outcome.error != EBUSY)
            return;
        usleep(2000);
    }
}

/* In the opposite order. Also of a step that failed half way: what is not there cannot
 * be removed, and that is no harm. */
static void remove_all(struct warden *w)
{
    struct building *b = w->building;
    struct operation rows[STEP_ROWS_MAX];
    w->workplace.output = NULL;
    for (size_t step = step_count(); step-- > 0;) {
        if (!step_types[step]->remove || !b->records[step].row_count)
            continue;
        size_t count = step_types[step]->remove(&b->setting, rows);
        for (size_t i = 0; i < count; i++)
            remove_row(w, &rows[i]);
    }
}

static int obey(struct warden *w, const struct order *order, const int descriptors[3])
{
    int answer;
    switch (order->kind) {
    case ORDER_STEP:
        return make_step(w, order->step);
    case ORDER_UNDO:
        return undo_step(w, order->step);
    case ORDER_LOOK:
        return look(w, order->step);
    case ORDER_SHELL:
        w->looked = 0;
        answer = ask_with(w, order, descriptors);
        for (int i = 0; i < 3; i++)
            if (descriptors[i] >= 0)
                close(descriptors[i]);
        return answer;
    default:
        return ask(w, order->kind, order->step, order->row);
    }
}

/* Who shows waits for us to end before it starts another: what has one name on the host
 * must not be made twice. */
static void leave_terminal(int *channel)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    setpgid(0, 0);
    for (int fd = 0; fd < 3; fd++)
        dup2(nowhere, fd);
    *channel = fcntl(*channel, F_DUPFD_CLOEXEC, 3);
    dup2(*channel, 3);
    *channel = 3;
    fcntl(3, F_SETFD, FD_CLOEXEC);
    kernel_close_range(4, ~0u, 0);
    prctl(PR_SET_NAME, "warden");
    for (int number = 1; number < 32; number++)
        signal(number, number == SIGHUP || number == SIGINT || number == SIGQUIT ||
                               number == SIGTERM || number == SIGPIPE
                           ? SIG_IGN
                           : SIG_DFL);
}

_Noreturn void warden_run(struct building *building, int channel)
{
    struct warden w = {.building = building, .pidfd = -1};
    struct order order;
    int descriptors[3];
    leave_terminal(&channel);
    w.orders = channel;
    workplace_init(&w.workplace);
    if (start_container(&w) < 0)
        _exit(1);
    while (order_receive(w.orders, &order, descriptors))
        if (answer_send(w.orders, obey(&w, &order, descriptors)) < 0)
            break;
    end_container(&w);
    remove_all(&w);
    _exit(0);
}
