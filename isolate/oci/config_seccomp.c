/* The table of `linux.seccomp`. */
#include "isolate/oci/config.h"
#include "isolate/oci/field.h"

static const struct field argument_fields[] = {
    NEEDED(UNSIGNED, "index", struct config_seccomp_arg, index),
    NEEDED(UNSIGNED, "value", struct config_seccomp_arg, value),
    FIELD(UNSIGNED, "valueTwo", struct config_seccomp_arg, value_two),
    NEEDED(TEXT, "op", struct config_seccomp_arg, op),
    {0},
};

static const struct field call_fields[] = {
    NEEDED(TEXTS, "names", struct config_seccomp_call, names),
    NEEDED(TEXT, "action", struct config_seccomp_call, action),
    FIELD(OPTIONAL_UNSIGNED, "errnoRet", struct config_seccomp_call, errno_return),
    NESTED(LIST, "args", struct config_seccomp_call, args, argument_fields,
           struct config_seccomp_arg),
    {0},
};

const struct field seccomp_fields[] = {
    NEEDED(TEXT, "defaultAction", struct config_seccomp, default_action),
    FIELD(OPTIONAL_UNSIGNED, "defaultErrnoRet", struct config_seccomp, default_errno),
    FIELD(TEXTS, "architectures", struct config_seccomp, architectures),
    FIELD(TEXTS, "flags", struct config_seccomp, flags),
    FIELD(TEXT, "listenerPath", struct config_seccomp, listener_path),
    FIELD(TEXT, "listenerMetadata", struct config_seccomp, listener_metadata),
    NESTED(LIST, "syscalls", struct config_seccomp, calls, call_fields,
           struct config_seccomp_call),
    {0},
};
