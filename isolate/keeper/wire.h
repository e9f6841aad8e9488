/* What the keeper and those who connect to it say to each other.
 *
 * A socket of packets (SOCK_SEQPACKET, unix(7)): each is a struct wire_head, and for some
 * kinds bytes after it. The first packet says what the connection is for; the arrows
 * show who sends what after that.
 */
#ifndef RING3_ISOLATE_WIRE_H
#define RING3_ISOLATE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "labs/kit/error.h"

enum { WIRE_VERSION = 1, WIRE_BODY_MAX = 65536, WIRE_FDS_MAX = 3 };

enum wire_kind {
    /* ▶ what it is for */
    WIRE_ATTACH = 1, /* to see and to type */
    WIRE_EXEC,       /* body: words (see words.h); with three descriptors unless -t */
    WIRE_WAIT,       /* for the end */
    WIRE_SIGNAL,     /* value: number; answered by WIRE_DONE */
    WIRE_PAUSE,      /* answered by WIRE_DONE */
    WIRE_RESUME,
    WIRE_LAYER, /* answered by WIRE_DONE with the folder of what was written to the root
                 */
    /* ▶ while it lasts */
    WIRE_INPUT,     /* body: typed */
    WIRE_INPUT_END, /* no more is typed */
    WIRE_RESIZE,    /* rows and columns */
    WIRE_LEAVE,     /* exec: the command goes on without us */
    /* ◀ */
    WIRE_OUT, /* body: of stdout, or of the terminal */
    WIRE_ERR,
    WIRE_DONE,  /* value: status (0: done, it runs); body: the line to print; to an exec
                   with a terminal: with its master */
    WIRE_ENDED, /* value: exit status; body: the line to print, or nothing */
};

enum wire_flag {
    WIRE_HAS_INPUT = 1,    /* attach, exec: something will be typed */
    WIRE_HAS_TERMINAL = 2, /* exec: it shall have a terminal */
    WIRE_DETACHED = 4,     /* exec: nobody waits for it */
};

struct wire_head {
    uint8_t version, kind, flags, unused;
    uint16_t rows, columns;
    int32_t value;
};

struct packet {
    struct wire_head head;
    size_t length; /* of the body, which is NUL-terminated in addition */
    int fds[WIRE_FDS_MAX];
    size_t fd_count;
    char body[WIRE_BODY_MAX + 1];
};

/* Sends one packet. With MSG_DONTWAIT semantics when `wait` is false: -1 and EAGAIN. */
int wire_send(int socket, const struct wire_head *head, const char *body, size_t length,
              const int *fds, size_t fd_count, bool wait);

/* A packet without body or descriptors, or with a text. */
int wire_say(int socket, enum wire_kind kind, int32_t value, const char *text);

/* Receives one packet. 1; 0 at the end of the connection; -1 with errno (EAGAIN; EPROTO:
 * of another version or damaged). The caller closes packet->fds. */
int wire_receive(int socket, struct packet *packet, bool wait);

void packet_close(struct packet *packet);

#endif
