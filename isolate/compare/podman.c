/* podman run, with its defaults. */
#include <stdio.h>
#include <unistd.h>

#include "isolate/compare/adapter.h"
#include "isolate/runtime/identity.h"

static void add_asks(struct words *words, const struct attack_asks *asks)
{
    static char memory[32], processes[16], user[32];
    snprintf(memory, sizeof memory, "%llu", (unsigned long long)asks->memory);
    snprintf(processes, sizeof processes, "%u", asks->processes);
    snprintf(user, sizeof user, "%u:%u", asks->user, asks->user);
    if (asks->memory)
        words_add(words, (const char *const[]){"--memory", memory, NULL});
    if (asks->processes)
        words_add(words, (const char *const[]){"--pids-limit", processes, NULL});
    if (asks->user)
        words_add(words, (const char *const[]){"--user", user, NULL});
    if (asks->workdir)
        words_add(words, (const char *const[]){"--workdir", asks->workdir, NULL});
    if (asks->terminal)
        words_add(words, (const char *const[]){"--interactive", NULL});
}

static void add_strict(struct words *words)
{
    static char map[48];
    snprintf(map, sizeof map, "0:%u:%u", IDENTITY_BASE, IDENTITY_COUNT);
    words_add(words, (const char *const[]){
                         "--cap-drop=all", "--read-only", "--security-opt",
                         "no-new-privileges", "--security-opt",
                         "mask=/proc/kallsyms:/proc/interrupts:/proc/config.gz",
                         "--ulimit", "core=0:0", "--ulimit", "memlock=0:0", "--ulimit",
                         "msgqueue=0:0", NULL});
    if (geteuid() == 0)
        words_add(words, (const char *const[]){"--uidmap", map, "--gidmap", map, NULL});
}

static int run(const struct start *start, bool is_strict)
{
    const struct place *place = start->place;
    char lent[256], root[256];
    struct words words = {0};
    snprintf(lent, sizeof lent, "%s:/lent", place->lent);
    snprintf(root, sizeof root, "%s:O", place->root);
    adapter_hide_unified();
    /* The limits are named, because podman asks for more than root has everywhere. */
    words_add(&words, (const char *const[]){
                          "podman", "--cgroup-manager=cgroupfs", "run", "--rm",
                          "--network=none", "--ulimit", "nofile=1024:1024", "--ulimit",
                          "nproc=1024:1024", "--volume", lent, "--tmpfs", "/tmp", NULL});
    add_asks(&words, &start->attack->asks);
    if (is_strict)
        add_strict(&words);
    words_add(&words, (const char *const[]){"--rootfs", root, NULL});
    return words_execute(&words, start);
}

static int start(const struct start *start)
{
    return run(start, false);
}

static int start_strict(const struct start *start)
{
    return run(start, true);
}

const struct adapter adapter_podman = {
    .name = "podman",
    .program = "podman",
    .settings = "run --rm --network=none: its 11 capabilities, its seccomp profile",
    .start = start,
};

const struct adapter adapter_podman_strict = {
    .name = "podman+",
    .program = "podman",
    .settings =
        "the same with --cap-drop=all --read-only no-new-privileges --uidmap, limits",
    .start = start_strict,
};
