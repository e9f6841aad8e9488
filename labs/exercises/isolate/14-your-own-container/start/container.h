/* Your container. */
#ifndef CONTAINER_H
#define CONTAINER_H

/* Runs argv with `root` as its root directory. Returns its exit status, or -1 with errno
 * if the container could not be made. */
int contain(const char *root, char *const argv[]);

#endif
