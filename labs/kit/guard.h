/* The guard: a tiny process that puts the terminal right when this one was
 * killed in a way that it could not see (kill -9).
 */
#ifndef RING3_KIT_GUARD_H
#define RING3_KIT_GUARD_H

#include <stddef.h>
#include <termios.h>

/* Starts it: `modes` are restored and `restore` written to the terminal `fd`
 * if this process ends without guard_stop(). */
void guard_start(int fd, const struct termios *modes, const char *restore, size_t length);
void guard_stop(void);

#endif
