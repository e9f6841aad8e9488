/* A folder of ours that is gone when this process is, however it ends. */
#ifndef RING3_VMSIM_OWN_FOLDER_H
#define RING3_VMSIM_OWN_FOLDER_H

#include "labs/kit/error.h"

struct own_folder {
    char *path;
    int alive; /* open as long as the folder is wanted */
    int keeper;
};

/* The caller has one thread. */
int own_folder_make(struct own_folder *folder, struct error *error);
/* Removes it with all that is in it. */
void own_folder_remove(struct own_folder *folder);

#endif
