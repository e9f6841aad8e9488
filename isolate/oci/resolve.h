/* From config.json to a struct container: what launch.h makes.
 *
 * No defaults are added but those that the specification asks for. What is asked for and
 * cannot be given is refused with the path of the field.
 */
#ifndef RING3_ISOLATE_OCI_RESOLVE_H
#define RING3_ISOLATE_OCI_RESOLVE_H

#include "isolate/cgroup/wish.h"
#include "isolate/oci/config.h"
#include "isolate/oci/record.h"
#include "isolate/runtime/container.h"
#include "isolate/seccomp/filter.h"

/* What the command line adds to config.json. */
struct resolve_options {
    bool no_pivot, no_new_keyring;
    unsigned preserve_fds;
};

struct resolution {
    const struct config *config;
    const char *bundle, *id; /* the caller's */
    const char *file;        /* where the fields are from; NULL: config.json */
    char *root;              /* absolute path of the root file system */
    struct container container;
    struct operation enter[4]; /* make the root a mount and go there: before root.c */
    size_t enter_count;
    struct operation detach[2]; /* what the root is, before it is taken away: after it */
    size_t detach_count;
    bool detached; /* no mount namespace of its own (detached.c) */
    struct cgroup_wish cgroup;
    struct filter filter;
    struct config_memory_block *memory;
    struct error *error;
};

/* Fills `resolution`, which resolve_free() empties also after a failure. The config must
 * live as long. */
int config_resolve(const struct config *config, const char *bundle, const char *id,
                   const struct resolve_options *options, struct resolution *resolution,
                   struct error *error);
void resolve_free(struct resolution *resolution);

/* ---- the parts: one file each ---- */

/* Fills a struct process, also for exec. */
int resolve_process(struct resolution *r, const struct config_process *from,
                    const struct resolve_options *options, struct process *process);
int resolve_namespaces(struct resolution *r);
int resolve_plan(struct resolution *r, const struct resolve_options *options);
/* Where the group is and what it limits. `path` NULL: the default for this id. */
int resolve_cgroup(struct resolution *r, const char *path);
int resolve_resources(struct resolution *r, const struct config_resources *from);
int resolve_seccomp(struct resolution *r, const struct config_seccomp *from);
/* Names to bits; what this kernel or this process has not is passed over with a
 * warning, as the specification wants it. */
uint64_t resolve_capabilities(const struct config_texts *names, uint64_t possible);

/* Memory that lives as long as the resolution. */
void *resolve_keep(struct resolution *r, size_t size);
char *resolve_print(struct resolution *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "config.json: process.user: …"; returns -1. */
int resolve_refuse(struct resolution *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
