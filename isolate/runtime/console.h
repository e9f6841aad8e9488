/* The terminal of a container, and the terminal of who looks at it.
 *
 *   user's terminal ══ raw ══ isolate or keeper ══ master │ slave ══ the command
 *                                                         │
 *                                       the container's own devpts
 *
 * The pseudo-terminal is opened inside, in the container's own devpts, so that tty(1) and
 * ttyname(3) find it there, and nothing of the host's /dev/pts is to be seen. Its master
 * side comes out over a socket (SCM_RIGHTS, unix(7)).
 *
 * Inside, in this order: console_open() while mounts can still be made; console_adopt()
 * in the child that becomes the command. Outside: console_receive(). A foreground run
 * adds a struct relay to its poll loop; an OCI runtime passes the master on with
 * console_send().
 */
#ifndef RING3_ISOLATE_CONSOLE_H
#define RING3_ISOLATE_CONSOLE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <termios.h>

#include "labs/kit/error.h"

/* ---- inside ---- */

/* A new terminal of /dev/pts here, of this size (rows 0: as the kernel makes it), which
 * belongs to `owner` (an id of this user namespace). *master and the slave, which is
 * returned, are closed on exec. Needs /dev/pts/ptmx. -1 with the error. */
int console_open(const struct winsize *size, uid_t owner, int *master,
                 struct error *error);

/* Makes /dev/console (a file that is there) this terminal, as OCI wants it. */
int console_bind(int slave, const char *target, struct error *error);

/* The calling process, which must lead a session of its own (setsid), gets the slave as
 * its controlling terminal and as 0, 1 and 2. System calls only: may follow vfork. 0, or
 * -1 with errno. */
int console_adopt(int slave);

/* ---- over a socket ---- */

/* Sends one descriptor with a word (the OCI console socket wants a name, any). */
int console_send(int socket, int master, const char *word, struct error *error);
/* The descriptor that the other side sent, closed on exec; -1 with the error. */
int console_receive(int socket, struct error *error);
/* Connects to --console-socket PATH, which may be longer than sun_path. */
int console_connect(const char *option, const char *path, struct error *error);

/* ---- the user's terminal ---- */

/* Raw mode for the terminal `fd`. Every way out puts it back: console_restore(), exit(),
 * die(), fatal signals, and kill -9 (kit's guard). Call it before there are pipes whose
 * end somebody waits for. Nothing happens when `fd` is no terminal. */
void console_raw(int fd);
void console_restore(void);

/* -i and -t together say that somebody types: 0 when stdin is a terminal, else -1. */
int console_need_input(struct error *error);

/* The size of the terminal `fd`; false when it is none, or does not know. */
bool console_size(int fd, struct winsize *size);

/* ---- keys that detach ---- */

enum { DETACH_KEYS_MAX = 8 };

struct detach_keys {
    unsigned char keys[DETACH_KEYS_MAX];
    size_t count;   /* 0: none detach */
    size_t matched; /* so many were typed already, and are held back */
};

/* "ctrl-p,ctrl-q" (docker's words and default), "a", "ctrl-@"; "" for none. */
int detach_keys_parse(const char *text, struct detach_keys *keys, struct error *error);

/* Takes what was typed; what goes on is written to `out`, which has room for `length` +
 * DETACH_KEYS_MAX bytes. True when the keys were all there: what was typed after them
 * is lost. */
bool detach_keys_filter(struct detach_keys *keys, const char *typed, size_t length,
                        char *out, size_t *out_length);

/* ---- moving bytes between the two, in somebody's poll loop ---- */

enum { RELAY_FDS = 3, RELAY_ROOM = 4096 };

enum relay_event {
    RELAY_NOTHING,
    RELAY_DETACHED, /* the keys were typed */
    RELAY_ENDED,    /* nobody has the slave open any more, and all was shown */
};

struct relay {
    int input, output, master; /* the user's two, and the container's */
    struct detach_keys keys;
    bool input_ended, ended;
    char typed[RELAY_ROOM + DETACH_KEYS_MAX], shown[RELAY_ROOM];
    size_t typed_length, typed_done, shown_length, shown_done;
};

/* Input -1: nothing is typed. */
void relay_init(struct relay *relay, int input, int output, int master);
/* What to wait for now; entries that wait for nothing have fd -1. */
void relay_poll(const struct relay *relay, struct pollfd fds[RELAY_FDS]);
/* Moves what can be moved without waiting. */
enum relay_event relay_move(struct relay *relay, const struct pollfd fds[RELAY_FDS]);
/* After the command's end: shows what is still on its way, without waiting for more. */
void relay_drain(struct relay *relay);
/* After SIGWINCH: the container's terminal gets the size of the user's. */
void relay_resize(const struct relay *relay);

#endif
