/* What drop.c needs: capabilities(7), capset(2), prctl(2). */
#ifndef DROP_H
#define DROP_H

#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Gives up all capabilities but CAP_NET_BIND_SERVICE, for good. 0, or -1. */
int keep_one(void);

#endif
