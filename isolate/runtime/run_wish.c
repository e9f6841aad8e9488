/* From the words of `isolate run` to a wish, part by part. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/runtime/environment_words.h"
#include "isolate/runtime/limit_words.h"
#include "isolate/runtime/run_options.h"
#include "isolate/runtime/size_words.h"

typedef int part(struct run_words *words, struct wish *wish, struct error *error);

static int layers(struct run_words *words, struct wish *wish, struct error *error)
{
    for (size_t i = 0; i < words->without.count; i++) {
        int layer = layer_find(words->without.items[i]);
        if (layer < 0)
            return error_set(
                error, STATUS_REQUEST,
                "--without %s: there is no such layer; they are the words of "
                "isolate attack --help",
                words->without.items[i]);
        wish->without |= LAYER_BIT(layer);
    }
    return 0;
}

static int identity(struct run_words *words, struct wish *wish, struct error *error)
{
    wish->name = words->name;
    wish->remove = words->remove;
    wish->detach = words->detach;
    wish->interactive = words->interactive;
    wish->stop_seconds = words->stop_seconds;
    wish->stop_signal = words->stop_signal;
    wish->hostname = words->hostname;
    wish->workdir = words->workdir;
    wish->user = words->user;
    wish->command_is_first = words->no_init;
    wish->terminal = words->terminal;
    wish->lent_ids = words->ids && !strcmp(words->ids, "range");
    wish->environment =
        environment_words(&words->environment, &words->environment_files,
                          wish->without & LAYER_BIT(LAYER_ENVIRONMENT), error);
    if (words->no_init && words->init)
        return error_set(error, STATUS_REQUEST, "--init and --no-init: one of them");
    return wish->environment ? 0 : -1;
}

/* ---- mounts ---- */

static int parse_bind(char *text, struct mount_wish *wish, struct error *error)
{
    return mount_wish_parse(MOUNT_BIND, text, wish, error);
}

static int parse_ro_bind(char *text, struct mount_wish *wish, struct error *error)
{
    return mount_wish_parse(MOUNT_RO_BIND, text, wish, error);
}

/* The words of argv are ours to cut: they are changed nowhere else. */
static int add_mounts(struct wish *wish, const struct option_list *list,
                      int (*parse)(char *, struct mount_wish *, struct error *),
                      struct error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        if (wish->wish_count == WISHES_MAX)
            return error_set(error, STATUS_REQUEST, "more than %d mounts", WISHES_MAX);
        if (parse((char *)(uintptr_t)list->items[i], &wish->wishes[wish->wish_count++],
                  error) < 0)
            return -1;
    }
    return 0;
}

static int root(struct run_words *words, struct wish *wish, struct error *error)
{
    const struct {
        const struct option_list *list;
        int (*parse)(char *, struct mount_wish *, struct error *);
    } kinds[] = {{&words->binds, parse_bind},
                 {&words->ro_binds, parse_ro_bind},
                 {&words->volumes, mount_words_volume},
                 {&words->mounts, mount_words_mount},
                 {&words->tmpfs, mount_words_tmpfs}};
    wish->read_only = words->read_only;
    wish->devices = &words->devices;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (add_mounts(wish, kinds[i].list, kinds[i].parse, error) < 0)
            return -1;
    if (size_words_bytes("--root-size", words->root_size, false, &wish->root_size,
                         error) < 0)
        return -1;
    return size_words_bytes("--shm-size", words->shm_size, false, &wish->shm_size, error);
}

/* ---- network, powers ---- */

static int network(struct run_words *words, struct wish *wish, struct error *error)
{
    const struct {
        const struct option_list *list;
        int (*add)(struct network_wish *, const char *, struct error *);
    } kinds[] = {{&words->publish, network_wish_port},
                 {&words->hosts, network_wish_name},
                 {&words->servers, network_wish_server}};
    wish->network.hostname = words->hostname ? words->hostname : "box";
    if (words->share_net)
        wish->network.kind = NETWORK_HOST;
    if (words->network && network_wish_kind(&wish->network, words->network, error) < 0)
        return -1;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        for (size_t j = 0; j < kinds[i].list->count; j++)
            if (kinds[i].add(&wish->network, kinds[i].list->items[j], error) < 0)
                return -1;
    return network_wish_check(&wish->network, error);
}

static int security_word(const char *word, struct wish *wish, struct error *error)
{
    if (!strcmp(word, "no-new-privileges") || !strcmp(word, "no-new-privileges:true"))
        wish->new_privileges = false;
    else if (!strcmp(word, "no-new-privileges:false") ||
             !strcmp(word, "no-new-privileges=false"))
        wish->new_privileges = true;
    else if (!strncmp(word, "seccomp=", 8) || !strncmp(word, "seccomp:", 8))
        wish->seccomp = word + 8;
    else
        return error_set(error, STATUS_REQUEST,
                         "--security-opt %s: it is no-new-privileges:false, "
                         "seccomp=FILE or seccomp=unconfined",
                         word);
    return 0;
}

static int powers(struct run_words *words, struct wish *wish, struct error *error)
{
    const struct option_list *add = &words->capabilities_add,
                             *drop = &words->capabilities_drop;
    if ((add->count || drop->count) &&
        capabilities_adjust(&wish->capabilities, add->items, add->count, drop->items,
                            drop->count, error) < 0)
        return -1;
    wish->allow_userns = words->allow_userns;
    for (size_t i = 0; i < words->security.count; i++)
        if (security_word(words->security.items[i], wish, error) < 0)
            return -1;
    return 0;
}

/* ---- limits ---- */

static int limits(struct run_words *words, struct wish *wish, struct error *error)
{
    static struct rlimit_row rows[16];
    uint64_t cpus;
    const struct {
        const char *option, *text;
        int unlimited;
        uint64_t *bytes;
    } sizes[] = {
        {"--memory", words->memory, true, &wish->memory},
        {"--memory-swap", words->memory_swap, true, &wish->memory_swap},
        {"--address-space", words->address_space, false, &wish->address_space},
        {"--file-size", words->file_size, false, &wish->file_size},
        {"--output-limit", words->output_limit, false, &wish->output_bytes},
    };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        if (size_words_bytes(sizes[i].option, sizes[i].text, sizes[i].unlimited,
                             sizes[i].bytes, error) < 0)
            return -1;
    if (size_words_count("--pids-limit", words->processes, &wish->processes, error) < 0 ||
        size_words_micro("--time-limit", words->time_limit, "a number of seconds",
                         &wish->wall_microseconds, error) < 0 ||
        size_words_micro("--cpus", words->cpus, "a number of processors", &cpus, error) <
            0)
        return -1;
    wish->cpu_microseconds = cpus / 10;
    wish->ulimits = rows;
    for (size_t i = 0; i < words->limits.count; i++) {
        if (wish->ulimit_count == sizeof rows / sizeof rows[0])
            return error_set(error, STATUS_REQUEST, "more than 16 times --ulimit");
        if (limit_words_parse(words->limits.items[i], &rows[wish->ulimit_count++],
                              error) < 0)
            return -1;
    }
    wish->report = words->report != NULL;
    return 0;
}

static part *const parts[] = {layers, identity, root, network, powers, limits};

int run_words_resolve(struct run_words *words, struct wish *wish, struct error *error)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i](words, wish, error) < 0)
            return -1;
    return 0;
}
