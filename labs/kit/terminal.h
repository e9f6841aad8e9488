/* A terminal: what shows canvases and gives keys. There are two, the real one
 * (curses.c) and the scripted one (script.c), behind one struct of functions.
 */
#ifndef RING3_KIT_TERMINAL_H
#define RING3_KIT_TERMINAL_H

#include <stdint.h>

#include "labs/kit/canvas.h"

struct terminal {
    /* The size now; `ascii` is true where only ASCII can be shown. */
    void (*size)(int *rows, int *columns, bool *ascii);
    void (*show)(const struct canvas *canvas);
    /* The next key, K_RESIZE, K_TICK after `milliseconds` (-1: never), K_WAKE when the
     * descriptor `wake` can be read (-1: none), K_CLOSED. */
    uint32_t (*key)(int milliseconds, int wake);
    /* Gives the terminal to a child and takes it back. */
    void (*suspend)(void);
    void (*resume)(void);
    void (*close)(void);
};

/* Opens the terminal, or the script when RING3_KEYS is set. Returns NULL when
 * there is no usable one (then: plain lines). From here on every way out, die(),
 * a fatal signal and `kill -9` included, restores the terminal. While it is open,
 * opening again gives the same one; the last terminal_close() closes it. */
const struct terminal *terminal_open(struct error *error);
void terminal_close(void);

/* Gives the terminal to argv for as long as it runs; its exit status as the
 * shell would say it, or -1. The screen is drawn anew by the caller's loop. */
int terminal_run(const struct terminal *terminal, const char *const *argv,
                 struct error *error);

#endif
