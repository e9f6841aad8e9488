/* The words in the options of a mount (config.md, Linux mount options). */
#ifndef RING3_ISOLATE_OCI_MOUNT_OPTIONS_H
#define RING3_ISOLATE_OCI_MOUNT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "isolate/oci/config.h"

struct mount_options {
    unsigned long flags;       /* MS_… that are set, of "ro", "noexec" … */
    unsigned long cleared;     /* of "rw", "exec" …: a bind mount loses these */
    unsigned long propagation; /* MS_PRIVATE …, with MS_REC; 0: not asked for */
    uint64_t set, clear;    /* MOUNT_ATTR_… of the whole tree: "rro", "rnoexec" … */
    bool bind, recursive;   /* "bind", "rbind" */
    bool copy_up;           /* "tmpcopyup": a tmpfs begins with what was there */
    bool idmap, idmap_tree; /* "idmap", "ridmap" */
    char data[4096];        /* what is left, for the file system; commas between */
};

/* -1, with the word, when what is left over is too long. */
int mount_options_parse(const struct config_texts *words, struct mount_options *options,
                        struct error *error);

/* MS_… flags as MOUNT_ATTR_… bits, for mount_setattr(2). */
uint64_t mount_attributes(unsigned long flags);

/* "rslave" and its like; 0 for another word. */
unsigned long propagation_find(const char *word);

#endif
