/* The options of `isolate run`: as they are typed, and as a wish. */
#ifndef RING3_ISOLATE_RUN_OPTIONS_H
#define RING3_ISOLATE_RUN_OPTIONS_H

#include "isolate/runtime/wish.h"
#include "labs/kit/options.h"

/* What is typed. The rows point here. */
struct run_words {
    /* its life */
    const char *name, *stop_signal, *detach_keys, *report;
    bool remove, detach, interactive, terminal, init, no_init;
    uint64_t stop_seconds, log_limit;
    /* who and where */
    const char *hostname, *workdir, *user, *ids;
    struct option_list environment, environment_files;
    /* the root */
    bool read_only;
    const char *root_size, *shm_size;
    struct option_list volumes, mounts, tmpfs, binds, ro_binds, devices;
    /* the network */
    const char *network;
    bool share_net;
    struct option_list publish, hosts, servers;
    /* powers */
    struct option_list capabilities_add, capabilities_drop, security;
    bool allow_userns;
    /* limits */
    const char *memory, *memory_swap, *cpus, *processes, *address_space, *file_size;
    const char *time_limit, *output_limit;
    struct option_list limits;
    /* for attacks and lessons */
    struct option_list without;
};

extern struct run_words run_words;

/* Fills the wish from what was typed; DIR and the command are the caller's. Strings of
 * argv are cut in place. */
int run_words_resolve(struct run_words *words, struct wish *wish, struct error *error);

#endif
