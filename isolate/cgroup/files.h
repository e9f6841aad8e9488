/* Reading and writing the small files of a group. */
#ifndef RING3_ISOLATE_CGROUP_FILES_H
#define RING3_ISOLATE_CGROUP_FILES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Writes `text` to a file of the folder; -1 with errno, which is the kernel's answer
 * to the value when opening went well. */
int group_put(int folder, const char *file, const char *text);

/* Reads at most size-1 bytes and ends them with a NUL; the number, or -1. */
ssize_t group_get(int folder, const char *file, char *text, size_t size);

/* All of a file, however long; NULL with errno. The caller frees it. */
char *group_get_all(int folder, const char *file);

/* The number that a text begins with: "max" and v1's "no limit" are UINT64_MAX. */
bool group_number_in(const char *text, uint64_t *value);

/* The number after a key, summed up over all places where the key stands: in lines
 * "key number" or "8:0 key number", and "8:0 key=number" when the key ends with "=".
 * false when it is nowhere. The key is not empty. */
bool group_keyed(const char *text, const char *key, uint64_t *value);

/* Calls `see` with every group right below the folder, opened; stops when it
 * returns non-zero and returns that. */
int group_each_child(int folder, int (*see)(int parent, const char *name, void *context),
                     void *context);

#endif
