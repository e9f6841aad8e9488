/* An attempt in a container of `isolate run`: the defaults, less the layers that are to
 * be left out, plus what the attack asks for. */
#include "isolate/attack/starter.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/runtime/launch.h"
#include "isolate/runtime/wish.h"

static char *const clean_environment[] = {
    (char *)"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    (char *)"HOME=/root", (char *)"TERM=dumb", NULL};

static bool has(const struct start *start, enum layer layer)
{
    return !(start->without & LAYER_BIT(layer));
}

static void fill(const struct start *start, struct wish *wish, char *user, size_t size)
{
    const struct attack_asks *asks = &start->attack->asks;
    wish->folder = start->place->root;
    wish->hostname = "box";
    /* With neither, the root is that of the host. */
    wish->argv = has(start, LAYER_MOUNT) || has(start, LAYER_PIVOT) ? start->argv
                                                                    : start->host_argv;
    wish->environment = has(start, LAYER_ENVIRONMENT) ? clean_environment : environ;
    wish->workdir = asks->workdir;
    wish->memory = asks->memory;
    wish->processes = asks->processes;
    wish->without = start->without;
    wish->capabilities = asks->capabilities;
    wish->seccomp = asks->all_calls ? "unconfined" : NULL;
    if (asks->host_network)
        wish->network.kind = NETWORK_HOST;
    wish->wishes[0] = (struct mount_wish){
        .kind = MOUNT_BIND, .source = start->place->lent, .target = "/lent"};
    wish->wishes[1] = (struct mount_wish){.kind = MOUNT_TMPFS, .target = "/tmp"};
    wish->wish_count = 2;
    if (asks->user) {
        snprintf(user, size, "%u:%u", asks->user, asks->user);
        wish->user = user;
    }
}

int starter_isolate(const struct start *start)
{
    struct error error = {0};
    struct wish wish = {0};
    struct container container;
    struct ending ending;
    char user[32];
    int status = LAUNCH_FAILED;
    fill(start, &wish, user, sizeof user);
    if (wish_resolve(&wish, &container, &error) == 0)
        status = launch_run(&container, &ending, &error);
    container_free(&container);
    if (error.message[0])
        fprintf(stderr, "%s\n", error.message);
    return status;
}

int starter_bare(const struct start *start)
{
    int status;
    if (geteuid() == 0) {
        fprintf(stderr, "root makes no attempt without a container\n");
        return LAUNCH_FAILED;
    }
    pid_t child = fork();
    if (child == 0) {
        execv(start->host_argv[0], start->host_argv);
        _exit(LAUNCH_NOT_EXECUTABLE);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return LAUNCH_FAILED;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
