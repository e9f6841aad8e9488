/* Which description a kind has, and what all of them share. */
#include "isolate/operations/operation_type.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct operation_type *const types[OPERATION_COUNT] = {
    [OPERATION_MAP] = &operation_map,
    [OPERATION_NEWIDMAP] = &operation_newidmap,
    [OPERATION_CLEAR_ENVIRONMENT] = &operation_clear_environment,
    [OPERATION_SET_ENVIRONMENT] = &operation_set_environment,
    [OPERATION_OPEN] = &operation_open,
    [OPERATION_CLOSE] = &operation_close,
    [OPERATION_CLOSE_FROM] = &operation_close_from,
    [OPERATION_SETSID] = &operation_setsid,
    [OPERATION_ORPHAN] = &operation_orphan,
    [OPERATION_REAP] = &operation_reap,
    [OPERATION_SIGNAL_SELF] = &operation_signal_self,
    [OPERATION_TIME] = &operation_time,
    [OPERATION_RLIMIT] = &operation_rlimit,
    [OPERATION_CHROOT] = &operation_chroot,
    [OPERATION_FCHDIR] = &operation_fchdir,
    [OPERATION_LOOK] = &operation_look,
    [OPERATION_READ] = &operation_read,
    [OPERATION_PUT] = &operation_put,
    [OPERATION_APPEND] = &operation_append,
    [OPERATION_UNLINK] = &operation_unlink,
    [OPERATION_RMDIR] = &operation_rmdir,
    [OPERATION_ENTER_CGROUP] = &operation_enter_cgroup,
    [OPERATION_BOUNDING] = &operation_bounding,
    [OPERATION_AMBIENT] = &operation_ambient,
    [OPERATION_CAPSET] = &operation_capset,
    [OPERATION_NO_NEW_PRIVILEGES] = &operation_no_new_privileges,
    [OPERATION_KEYRING] = &operation_keyring,
    [OPERATION_ATTEMPT] = &operation_attempt,
    [OPERATION_LINK_UP] = &operation_link_up,
    [OPERATION_LINK_DOWN] = &operation_link_down,
    [OPERATION_LINK_DELETE] = &operation_link_delete,
    [OPERATION_LINK_BRIDGE] = &operation_link_bridge,
    [OPERATION_LINK_VETH] = &operation_link_veth,
    [OPERATION_LINK_MASTER] = &operation_link_master,
    [OPERATION_LINK_ADDRESS] = &operation_link_address,
    [OPERATION_LINK_ROUTE] = &operation_link_route,
    [OPERATION_RULES] = &operation_rules,
    [OPERATION_PUBLISH] = &operation_publish,
    [OPERATION_UNPUBLISH] = &operation_unpublish,
    [OPERATION_SERVE] = &operation_serve,
    [OPERATION_ASK] = &operation_ask,
    [OPERATION_WORK_MEMORY] = &operation_work_memory,
    [OPERATION_WORK_FORKS] = &operation_work_forks,
    [OPERATION_WORK_CPU] = &operation_work_cpu,
    [OPERATION_LANDLOCK] = &operation_landlock,
    [OPERATION_SMALL_FILTER] = &operation_small_filter,
    [OPERATION_NOTIFY] = &operation_notify,
    [OPERATION_FILTER] = &operation_filter,
};

const struct operation_type *operation_type(enum operation_kind kind)
{
    return types[kind];
}

void workplace_say(struct workplace *workplace, const char *format, ...)
{
    va_list arguments;
    if (!workplace->output)
        return;
    size_t length = strlen(workplace->output);
    va_start(arguments, format);
    vsnprintf(workplace->output + length, OUTPUT_MAX - length, format, arguments);
    va_end(arguments);
}
