/* The root file system of a bundle: mounts, devices, what is masked and what can only be
 * read. Made before pivot_root, as the hooks want it, and yet safe against links: each
 * path is looked up by in_root.h.
 *
 *     root_open       outside: cuts the trees of bind mounts, with the starter's rights
 *     root_map_ids    outside, when the user namespace is there: id-mapped mounts
 *     root_build      inside the namespaces: all of it
 */
#ifndef RING3_ISOLATE_OCI_ROOT_H
#define RING3_ISOLATE_OCI_ROOT_H

#include "isolate/oci/mount_options.h"
#include "isolate/oci/resolve.h"

struct root_mount {
    const struct config_mount *from;
    struct mount_options options;
    int tree; /* of a bind mount that was cut outside; -1: not yet */
};

struct root {
    const struct config *config;
    const struct resolution *resolution;
    const char *path;
    struct root_mount *mounts; /* as many as config->mounts.count */
    bool new_user;             /* in a new user namespace: no device can be made */
    int *device_trees; /* of linux.devices, made outside; -1: not. NULL: none of them */
    size_t device_count;
    int folder;          /* the root, while it is built */
    int mount_namespace; /* where a detached one goes back to; -1: none */
};

int root_open(struct root *root, const struct resolution *r, struct error *error);
int root_map_ids(const struct root *root, pid_t pid, struct error *error);
int root_build(struct root *root, struct error *error);
void root_close(struct root *root);

/* Around root_build, where resolution->detached (detached.c). */
int root_begin_detached(struct root *root, struct error *error);
int root_end_detached(struct root *root, struct error *error);

/* Outside, as root, for a container in a user namespace: device_trees. */
int devices_cut(struct root *root, struct error *error);
void devices_close(const struct root *root);

/* ---- parts: one file each; root->folder is open ---- */

int mounts_make(const struct root *root, struct error *error);
int mount_cgroups(const struct root *root, const struct root_mount *mount,
                  struct error *error);
int devices_make(const struct root *root, struct error *error);
int workdir_make(const struct root *root, struct error *error);
int paths_mask(const struct root *root, struct error *error);
int paths_protect(const struct root *root, struct error *error);
int sysctls_write(const struct root *root, struct error *error);

/* Attaches a tree to a path of the root that is made if missing; closes the tree. */
int root_attach(const struct root *root, int tree, const char *path, mode_t kind,
                struct error *error);
/* Is this destination the folder /dev, and so on? */
bool is_path(const char *destination, const char *path);

/* Copies what is in the folder `from` into the folder `to`, with modes, owners and
 * times: for tmpcopyup. Reads with descriptors only. */
int tree_copy(int from, int to, struct error *error);

#endif
