/* The process that becomes the container. It is held between the rows: it waits for
 * an order, carries out one row, looks around, or starts a shell.
 *
 * When the channel is closed, for whatever reason, it ends, and with it all
 * namespaces and mounts: nothing of these needs to be cleaned up.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/play/building.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"

enum { CHANNEL = 100 }; /* out of the way of the descriptors that the steps show */

/* Standard streams lead nowhere, so that a reader of our output does not wait for
 * this process. */
static void settle(int channel)
{
    int nowhere = open("/dev/null", O_RDWR);
    int high_channel = fcntl(channel, F_DUPFD, CHANNEL + 1);
    for (int fd = 0; fd < 3; fd++)
        dup2(nowhere, fd);
    dup2(high_channel, CHANNEL);
    fcntl(CHANNEL, F_SETFD, FD_CLOEXEC);
    kernel_close_range(3, CHANNEL - 1, 0);
    kernel_close_range(CHANNEL + 1, ~0u, 0);
    prctl(PR_SET_NAME, "container");
}

/* The duty of process 1: what has ended on the way is reaped before one looks. The
 * host's /proc is opened anew each time: a descriptor of it would be a way back. */
static int look_around(struct observation *observation)
{
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    cleanup_fd int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    observe(proc, observation);
    return 0;
}

/* A change of ids makes the kernel forget the signal for the parent's death. */
static int carry_out(struct executed *row, struct workplace *workplace)
{
    int result = operation_run(&row->operation, workplace, &row->outcome);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    return result;
}

/* ---- a shell ---- */

static void become_shell(const struct building *building, const struct order *order,
                         const int descriptors[3])
{
    const struct setting *setting = &building->setting;
    bool in_root = setting_has(setting, "pivot") ||
                   (setting_has(setting, "chroot") && access("/bin/sh", X_OK) == 0);
    cleanup_free char *prompt =
        xasprintf("%s (step %u) # ", step_types[order->step]->name, order->row);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    for (int fd = 0; fd < 3; fd++)
        dup2(descriptors[fd], fd);
    if (order->terminal)
        ioctl(0, TIOCSCTTY, 0);
    for (int number = 1; number < 32; number++)
        signal(number, SIG_DFL);
    setenv("PS1", prompt, 1);
    setenv("TERM", "xterm", 0);
    unsetenv("ENV");
    kernel_close_range(3, ~0u, 4 /* CLOSE_RANGE_CLOEXEC */);
    if (in_root)
        execl("/bin/sh", "sh", (char *)NULL);
    else
        execl(setting->guest, "sh", (char *)NULL);
}

/* The shell's status, as another shell would say it. Orphans of process 1 are reaped
 * on the way. */
static int run_shell(const struct building *building, const struct order *order,
                     const int descriptors[3])
{
    int status = 0;
    pid_t ended, child = fork();
    if (child == 0) {
        become_shell(building, order, descriptors);
        _exit(127);
    }
    for (int fd = 0; fd < 3; fd++)
        if (descriptors[fd] >= 0)
            close(descriptors[fd]);
    if (child < 0)
        return -1;
    while ((ended = waitpid(-1, &status, 0)) != child)
        if (ended < 0 && errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- orders ---- */

static int obey(struct building *building, struct workplace *workplace,
                const struct order *order, const int descriptors[3])
{
    struct record *record = &building->records[order->step];
    workplace->output = record->output;
    switch (order->kind) {
    case ORDER_ROW:
        return carry_out(&record->rows[order->row], workplace);
    case ORDER_UNROW:
        return carry_out(&building->undone[order->row], workplace);
    case ORDER_LOOK:
        return look_around(&building->now);
    case ORDER_SHELL:
        return run_shell(building, order, descriptors);
    default:
        return -1;
    }
}

_Noreturn void inside_run(struct building *building, int channel)
{
    struct order order;
    int descriptors[3];
    struct workplace workplace;
    settle(channel);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    workplace_init(&workplace);
    workplace.channel = CHANNEL;
    while (order_receive(CHANNEL, &order, descriptors))
        if (answer_send(CHANNEL, obey(building, &workplace, &order, descriptors)) < 0)
            break;
    _exit(0);
}
