/* What both files need. */
#ifndef JAIL_H
#define JAIL_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Inside a chroot, as root: gets out. Afterwards open("outside") works. */
void escape(void);

/* Makes the folder the root for good. 0, or -1. The mount namespace is yours alone. */
int enter(const char *folder);

#endif
