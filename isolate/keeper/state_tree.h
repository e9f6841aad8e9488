/* Removing a folder of the state with all that is in it. */
#ifndef RING3_ISOLATE_STATE_TREE_H
#define RING3_ISOLATE_STATE_TREE_H

/* Follows no link, leaves no file system. 0, also when it is not there; -1 with errno. */
int state_tree_remove(int parent, const char *name);

#endif
