/* The guest: what runs in a container when the host has no static busybox. */
#ifndef RING3_ISOLATE_GUEST_H
#define RING3_ISOLATE_GUEST_H

/* The names it goes by, between blanks. */
extern const char guest_names[];

/* When argv[0] ends in one of the names, does what the program of this name does
 * and returns its exit status; -1 for any other name. */
int guest_main(int argc, char **argv);

#endif
