/* `process`: what is executed, as whom, with which powers and limits. */
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/oci/resolve.h"

/* ---- limits ---- */

static const struct {
    const char *name;
    int resource;
} rlimit_names[] = {
    {"RLIMIT_AS", RLIMIT_AS},
    {"RLIMIT_CORE", RLIMIT_CORE},
    {"RLIMIT_CPU", RLIMIT_CPU},
    {"RLIMIT_DATA", RLIMIT_DATA},
    {"RLIMIT_FSIZE", RLIMIT_FSIZE},
    {"RLIMIT_LOCKS", RLIMIT_LOCKS},
    {"RLIMIT_MEMLOCK", RLIMIT_MEMLOCK},
    {"RLIMIT_MSGQUEUE", RLIMIT_MSGQUEUE},
    {"RLIMIT_NICE", RLIMIT_NICE},
    {"RLIMIT_NOFILE", RLIMIT_NOFILE},
    {"RLIMIT_NPROC", RLIMIT_NPROC},
    {"RLIMIT_RSS", RLIMIT_RSS},
    {"RLIMIT_RTPRIO", RLIMIT_RTPRIO},
    {"RLIMIT_RTTIME", RLIMIT_RTTIME},
    {"RLIMIT_SIGPENDING", RLIMIT_SIGPENDING},
    {"RLIMIT_STACK", RLIMIT_STACK},
};

static int find_rlimit(const char *name)
{
    for (size_t i = 0; i < sizeof rlimit_names / sizeof *rlimit_names; i++)
        if (!strcmp(rlimit_names[i].name, name))
            return rlimit_names[i].resource;
    return -1;
}

static int set_rlimits(struct resolution *r, const struct config_process *from,
                       struct process *to)
{
    size_t count = from->rlimits.count;
    struct rlimit_row *rows = resolve_keep(r, (count + 1) * sizeof *rows);
    uint64_t seen = 0;
    for (size_t i = 0; i < count; i++) {
        const struct config_rlimit *row = &from->rlimits.items[i];
        int resource = find_rlimit(row->type);
        if (resource < 0)
            return resolve_refuse(r, "process.rlimits[%zu].type: %s is none", i,
                                  row->type);
        if (seen & 1u << resource)
            return resolve_refuse(r, "process.rlimits[%zu]: a second %s", i, row->type);
        if (row->soft > row->hard)
            return resolve_refuse(r, "process.rlimits[%zu]: soft is above hard", i);
        seen |= 1u << resource;
        rows[i] = (struct rlimit_row){resource, row->soft, row->hard, false};
    }
    to->rlimits = rows;
    to->rlimit_count = count;
    return 0;
}

/* ---- who ---- */

static mode_t present_umask(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return mask;
}

/* podman's --group-add keep-groups says it so. */
static bool keeps_groups(const struct config *config)
{
    static const char name[] = "run.oci.keep_original_groups";
    for (size_t i = 0; i < config->annotations.count; i++)
        if (!strcmp(config->annotations.items[i].name, name))
            return !strcmp(config->annotations.items[i].value, "1");
    return false;
}

static void set_user(struct resolution *r, const struct config_user *from,
                     struct process *to)
{
    gid_t *groups = resolve_keep(r, (from->additional_gids.count + 1) * sizeof *groups);
    for (size_t i = 0; i < from->additional_gids.count; i++)
        groups[i] = (gid_t)from->additional_gids.items[i];
    to->uid = (unsigned)from->uid;
    to->gid = (unsigned)from->gid;
    to->groups = groups;
    to->group_count = from->additional_gids.count;
    to->keep_groups = r->container.deny_setgroups || keeps_groups(r->config);
    to->umask = from->umask.given ? (mode_t)from->umask.value & 0777 : present_umask();
}

/* Without `capabilities` none is asked for; a new user namespace has them all to give. */
static void set_capabilities(const struct resolution *r,
                             const struct config_capabilities *from, struct process *to)
{
    bool new_user = r->container.make & namespace_flags[NAMESPACE_USER];
    uint64_t possible = new_user ? UINT64_MAX : 0;
    if (!from)
        return;
    to->capabilities.bounding = resolve_capabilities(&from->bounding, possible);
    to->capabilities.permitted = resolve_capabilities(&from->permitted, possible);
    to->capabilities.effective = resolve_capabilities(&from->effective, possible);
    to->capabilities.inheritable = resolve_capabilities(&from->inheritable, possible);
    /* The kernel makes nothing ambient that is not permitted and inheritable as well;
     * buildah asks for it, and crun and runc pass over it. */
    to->capabilities.ambient = resolve_capabilities(&from->ambient, possible) &
                               to->capabilities.permitted & to->capabilities.inheritable;
}

static int set_personality(struct resolution *r, struct process *to)
{
    const struct config_personality *from =
        r->config->linux_ ? r->config->linux_->personality : NULL;
    if (!from)
        return 0;
    if (from->flags.count)
        return resolve_refuse(r, "linux.personality.flags: none is defined");
    if (strcmp(from->domain, "LINUX") != 0 && strcmp(from->domain, "LINUX32") != 0)
        return resolve_refuse(r, "linux.personality.domain: LINUX or LINUX32");
    to->has_personality = true;
    to->personality = strcmp(from->domain, "LINUX32") == 0 ? PER_LINUX32 : PER_LINUX;
    return 0;
}

static int check_environment(struct resolution *r, const struct config_texts *env)
{
    for (size_t i = 0; i < env->count; i++)
        if (!strchr(env->items[i], '='))
            return resolve_refuse(r, "process.env[%zu]: it is NAME=VALUE", i);
    return 0;
}

/* sd_listen_fds(3): to whoever finds its own number in LISTEN_PID. Process 1 is told,
 * with the variables as we got them. */
static char *const *with_listeners(struct resolution *r, const struct config_texts *env)
{
    static const char *const names[] = {"LISTEN_FDS", "LISTEN_FDNAMES"};
    const char **all = resolve_keep(r, (env->count + 4) * sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < env->count; i++)
        all[count++] = env->items[i];
    for (size_t i = 0; i < 2; i++)
        if (getenv(names[i]))
            all[count++] = resolve_print(r, "%s=%s", names[i], getenv(names[i]));
    all[count] = "LISTEN_PID=1";
    return (char *const *)all;
}

/* An empty list has no memory of its own. */
static char *const *words_of(struct resolution *r, const struct config_texts *texts)
{
    return texts->items ? (char *const *)texts->items : resolve_keep(r, sizeof(char *));
}

int resolve_process(struct resolution *r, const struct config_process *from,
                    const struct resolve_options *options, struct process *to)
{
    *to = (struct process){
        .argv = words_of(r, &from->args),
        .environment = getenv("LISTEN_FDS") ? with_listeners(r, &from->env)
                                            : words_of(r, &from->env),
        .workdir = from->cwd,
        .make_workdir = true,
        .no_new_privileges = from->no_new_privileges,
        .has_oom_score_adj = from->oom_score_adj.given,
        .oom_score_adj = (int)from->oom_score_adj.value,
        .apparmor_profile = from->apparmor_profile,
        .selinux_label = from->selinux_label,
        .new_session = true,
        .terminal = from->terminal,
        .new_keyring = !options->no_new_keyring,
        .close_descriptors = true,
        .keep_descriptors = options->preserve_fds,
    };
    if (from->console_size) {
        to->rows = (unsigned short)from->console_size->height;
        to->columns = (unsigned short)from->console_size->width;
    }
    set_user(r, &from->user, to);
    set_capabilities(r, from->capabilities, to);
    if (check_environment(r, &from->env) < 0 || set_personality(r, to) < 0)
        return -1;
    return set_rlimits(r, from, to);
}
