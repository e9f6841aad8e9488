/* A plan: the rows that build the root of a container.
 *
 * `prepare` cuts trees out of the host while its paths mean what the user meant: in the
 * starter, with its rights, when it is root; else in the container's process. `build`
 * puts them together, inside the new namespaces. operations/operation.h says what a row
 * is; what is cut waits in a slot until it is attached.
 */
#ifndef RING3_ISOLATE_PLAN_H
#define RING3_ISOLATE_PLAN_H

#include "isolate/operations/operation.h"

/* Whose the files of a slot's tree are, when root runs the container with ids of its
 * own: ID-mapped mounts of mount_setattr(2). */
struct plan_ids {
    bool wanted; /* its files shall belong to the container's ids */
    bool needed; /* the container makes no sense otherwise: no error is passed over */
    /* Those of this owner and group alone, to the container's root; 0: all
     * of them one to one, for what can only be read. */
    unsigned owner, group;
    const char *source;
};

struct plan {
    struct operation *prepare, *build;
    size_t prepare_count, build_count;
    int slot_count;
    bool enters_network; /* there is a row OPERATION_NETWORK: until then it is not needed
                          */
    bool
        hands_out_layer; /* what is written to the root is handed to the starter: it is */
    int layer_slot;      /* the tree in this slot */
    struct plan_ids ids[SLOTS_MAX];
    char **strings; /* what the rows point at */
    size_t string_count;
};

/* MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV: what every tree that is lent should get. */
extern const unsigned long plan_plain;

/* The plan frees the text when it ends. */
const char *plan_keep(struct plan *plan, char *text);
/* Appends a row. */
void plan_prepare(struct plan *plan, struct operation row);
void plan_build(struct plan *plan, struct operation row);
void plan_mkdir(struct plan *plan, const char *target); /* 0755, fails when it is there */
/* mkdir -p: as above for each folder on the way, and none fails. With `file` the last is
 * an empty file. */
void plan_point(struct plan *plan, const char *target, bool file);
void plan_tmpfs(struct plan *plan, const char *target, const char *options,
                unsigned long flags); /* MS_…; nosuid always */
/* A slot for a mount that is attached nowhere yet; -1 when there are no more. */
int plan_slot(struct plan *plan, struct error *error);
/* Rows that cut `source` out of the host with these flags (MOUNT_ATTR_…); the slot, or
 * -1. Among the `prepare` rows, or among `build`. */
int plan_cut(struct plan *plan, const char *source, unsigned long flags,
             struct error *error);
int plan_cut_inside(struct plan *plan, const char *source, unsigned long flags,
                    struct error *error);
/* A row that attaches it. */
void plan_attach(struct plan *plan, int slot, const char *source, const char *target);

void plan_free(struct plan *plan);

#endif
