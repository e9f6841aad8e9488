/* connected [-p PORT:PORT]… KIND COMMAND…: a command in a network of that kind, and in
 * nothing else: the network's own tests need no root file system, and say by the name
 * what failed. A user gets a user namespace, in which the command has all capabilities
 * of the network; root none. The status is the command's. */
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/network/network.h"
#include "isolate/runtime/identity.h"

static struct network_connection connection;

static _Noreturn void inside(char **argv, int go)
{
    struct error error;
    char byte;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (geteuid() != 0) {
        struct identity identity = identity_choose();
        if (identity_write(&identity, "self", &error) < 0)
            die_error(&error);
    }
    if (read(go, &byte, 1) != 1 || network_inside(&connection, &error) < 0)
        _exit(125);
    execvp(argv[0], argv);
    die(127, "cannot execute %s", argv[0]);
}

static pid_t start(const struct network_wish *wish, char **argv, int go[2])
{
    unsigned long flags = network_clone_flags(wish) | SIGCHLD;
    pid_t child = kernel_clone(geteuid() == 0 ? flags : flags | CLONE_NEWUSER);
    if (child == 0) {
        close(go[1]);
        inside(argv, go[0]);
    }
    close(go[0]);
    return child;
}

static int fill(struct network_wish *wish, int argc, char **argv)
{
    struct error error;
    int option;
    while ((option = getopt(argc, argv, "+p:")) == 'p')
        if (network_wish_port(wish, optarg, &error) < 0)
            die_error(&error);
    if (argc - optind < 2)
        die(STATUS_REQUEST, "a kind and a command are needed");
    if (network_wish_kind(wish, argv[optind], &error) < 0)
        die_error(&error);
    return optind + 1;
}

static void print_found(const char *what, void *context)
{
    (void)context;
    puts(what);
}

/* connected gc: says what crashes left, and removes it; the status is how many. */
static int collect(void)
{
    struct error error;
    int count = network_gc(true, print_found, NULL, &error);
    if (count < 0)
        die_error(&error);
    return count;
}

int main(int argc, char **argv)
{
    static struct network_wish wish = {.hostname = "box"};
    struct error error;
    int go[2], status;
    error_program("connected");
    if (argc == 2 && !strcmp(argv[1], "gc"))
        return collect();
    int command = fill(&wish, argc, argv);
    if (pipe(go) < 0 || network_open(&wish, &connection, &error) < 0)
        die_error(&error);
    pid_t child = start(&wish, argv + command, go);
    if (network_connect(&connection, child, &error) < 0) {
        kill(child, SIGKILL);
        network_close(&connection);
        die_error(&error);
    }
    if (*connection.notice)
        warn("%s", connection.notice);
    if (write(go[1], "", 1) != 1)
        die(STATUS_HOST, "the child is gone");
    waitpid(child, &status, 0);
    network_close(&connection);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
