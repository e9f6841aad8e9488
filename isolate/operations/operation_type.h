/* How a family of operations describes its kinds: for isolate/operations only.
 *
 * One file per family (processes, files, identity, powers, network) holds, kind by
 * kind and in this order, what is done, how it is written in C, and what is typed
 * in a shell. operation_types.c is the table that finds them.
 */
#ifndef RING3_ISOLATE_OPERATION_TYPE_H
#define RING3_ISOLATE_OPERATION_TYPE_H

#include "isolate/operations/operation.h"

struct operation_type {
    /* The system call's result; -1 with errno when it failed. Prints nothing. */
    long (*run)(const struct operation *o, struct workplace *w);
    void (*call)(const struct operation *o, char *out, size_t size);
    void (*shell)(const struct operation *o, char *out, size_t size);
};

/* The description of a kind; NULL for those of operation.c, which are in its own
 * three tables. */
const struct operation_type *operation_type(enum operation_kind kind);

/* Appends to what the workplace keeps as output; what is too much is cut. */
void workplace_say(struct workplace *workplace, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define OPERATION_TYPE(name) extern const struct operation_type operation_##name
OPERATION_TYPE(clear_environment);
OPERATION_TYPE(set_environment);
OPERATION_TYPE(open);
OPERATION_TYPE(close);
OPERATION_TYPE(close_from);
OPERATION_TYPE(setsid);
OPERATION_TYPE(orphan);
OPERATION_TYPE(reap);
OPERATION_TYPE(signal_self);
OPERATION_TYPE(time);
OPERATION_TYPE(rlimit);
OPERATION_TYPE(chroot);
OPERATION_TYPE(fchdir);
OPERATION_TYPE(look);
OPERATION_TYPE(read);
OPERATION_TYPE(put);
OPERATION_TYPE(append);
OPERATION_TYPE(unlink);
OPERATION_TYPE(rmdir);
OPERATION_TYPE(map);
OPERATION_TYPE(newidmap);
OPERATION_TYPE(enter_cgroup);
OPERATION_TYPE(bounding);
OPERATION_TYPE(ambient);
OPERATION_TYPE(capset);
OPERATION_TYPE(no_new_privileges);
OPERATION_TYPE(keyring);
OPERATION_TYPE(attempt);
OPERATION_TYPE(link_up);
OPERATION_TYPE(link_down);
OPERATION_TYPE(link_delete);
OPERATION_TYPE(link_bridge);
OPERATION_TYPE(link_veth);
OPERATION_TYPE(link_master);
OPERATION_TYPE(link_address);
OPERATION_TYPE(link_route);
OPERATION_TYPE(rules);
OPERATION_TYPE(publish);
OPERATION_TYPE(unpublish);
OPERATION_TYPE(serve);
OPERATION_TYPE(ask);
OPERATION_TYPE(work_memory);
OPERATION_TYPE(work_forks);
OPERATION_TYPE(work_cpu);
OPERATION_TYPE(landlock);
OPERATION_TYPE(small_filter);
OPERATION_TYPE(notify);
OPERATION_TYPE(filter);
#undef OPERATION_TYPE

#endif
