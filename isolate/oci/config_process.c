/* The table of `process`: who runs what, with which limits. */
#include "isolate/oci/config.h"
#include "isolate/oci/field.h"

static const struct field size_fields[] = {
    FIELD(UNSIGNED, "height", struct config_size, height),
    FIELD(UNSIGNED, "width", struct config_size, width),
    {0},
};

static const struct field user_fields[] = {
    FIELD(ID, "uid", struct config_user, uid),
    FIELD(ID, "gid", struct config_user, gid),
    FIELD(OPTIONAL_UNSIGNED, "umask", struct config_user, umask),
    FIELD(IDS, "additionalGids", struct config_user, additional_gids),
    {0},
};

static const struct field capabilities_fields[] = {
    FIELD(TEXTS, "bounding", struct config_capabilities, bounding),
    FIELD(TEXTS, "effective", struct config_capabilities, effective),
    FIELD(TEXTS, "inheritable", struct config_capabilities, inheritable),
    FIELD(TEXTS, "permitted", struct config_capabilities, permitted),
    FIELD(TEXTS, "ambient", struct config_capabilities, ambient),
    {0},
};

static const struct field rlimit_fields[] = {
    NEEDED(TEXT, "type", struct config_rlimit, type),
    NEEDED(UNSIGNED, "soft", struct config_rlimit, soft),
    NEEDED(UNSIGNED, "hard", struct config_rlimit, hard),
    {0},
};

static const struct field scheduler_fields[] = {
    NEEDED(TEXT, "policy", struct config_scheduler, policy),
    FIELD(INTEGER, "nice", struct config_scheduler, nice),
    FIELD(INTEGER, "priority", struct config_scheduler, priority),
    FIELD(TEXTS, "flags", struct config_scheduler, flags),
    FIELD(UNSIGNED, "runtime", struct config_scheduler, runtime),
    FIELD(UNSIGNED, "deadline", struct config_scheduler, deadline),
    FIELD(UNSIGNED, "period", struct config_scheduler, period),
    {0},
};

static const struct field io_priority_fields[] = {
    NEEDED(TEXT, "class", struct config_io_priority, class),
    FIELD(INTEGER, "priority", struct config_io_priority, priority),
    {0},
};

const struct field process_fields[] = {
    FIELD(BOOL, "terminal", struct config_process, terminal),
    NESTED(POINTER, "consoleSize", struct config_process, console_size, size_fields,
           struct config_size),
    NEEDED(PATH, "cwd", struct config_process, cwd),
    FIELD(TEXTS, "env", struct config_process, env),
    FIELD(TEXTS, "args", struct config_process, args),
    NESTED(LIST, "rlimits", struct config_process, rlimits, rlimit_fields,
           struct config_rlimit),
    FIELD(TEXT, "apparmorProfile", struct config_process, apparmor_profile),
    FIELD(TEXT, "selinuxLabel", struct config_process, selinux_label),
    NESTED(POINTER, "capabilities", struct config_process, capabilities,
           capabilities_fields, struct config_capabilities),
    FIELD(BOOL, "noNewPrivileges", struct config_process, no_new_privileges),
    FIELD(OPTIONAL_INTEGER, "oomScoreAdj", struct config_process, oom_score_adj),
    NESTED(POINTER, "scheduler", struct config_process, scheduler, scheduler_fields,
           struct config_scheduler),
    NESTED(POINTER, "ioPriority", struct config_process, io_priority, io_priority_fields,
           struct config_io_priority),
    NESTED(OBJECT, "user", struct config_process, user, user_fields, struct config_user),
    {0},
};
