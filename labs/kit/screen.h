/* A screen: init, draw, key. The loop does the rest.
 *
 *     static const struct screen_type counter_screen = {
 *         .title = "counter", .draw = counter_draw, .keys = counter_keys,
 *     };
 *     struct counter counter = {0};
 *     screen_run(terminal, &counter_screen, &counter);
 *
 * The loop draws the head line, the two rules and the footer (the keys that are
 * valid now), shows `?` from the key table, warns once when the terminal is too
 * small, redraws on resize, and closes on q. Screens nest: a key may call
 * screen_run() again; the caller is drawn anew when it returns.
 */
#ifndef RING3_KIT_SCREEN_H
#define RING3_KIT_SCREEN_H

#include "labs/kit/keys.h"
#include "labs/kit/menu.h"
#include "labs/kit/terminal.h"

struct screen_type {
    const char *name;                        /* for `?` */
    int (*init)(void *self, struct error *); /* may be NULL */
    /* Head line: left part; and right part, into the buffer. May be NULL. */
    const char *(*title)(void *self);
    void (*status)(void *self, char *buffer, size_t size);
    void (*draw)(void *self, struct area area); /* the space between the rules */
    const struct key_row *keys;
    /* Rows that go before those of `keys` and hide their keys; may be NULL. */
    const struct key_row *(*more)(const void *self);
    /* Keys that the table does not have: text input. REACT_IGNORED passes on.
     * While `grabs` answers true, it gets every key first. May be NULL. */
    enum reaction (*key)(void *self, uint32_t key);
    bool (*grabs)(const void *self);
    int (*tick)(const void *self); /* milliseconds until K_TICK, -1; may be NULL */
    int (*wake)(const void *self); /* a descriptor: K_WAKE when it can be read; may be
                                    * NULL, or answer -1 */
    /* The menu that this screen is about: it gets its keys by itself. May be NULL. */
    struct menu *(*menu)(void *self);
    /* A line in the place of the footer (a question, a message); NULL: the keys. */
    const char *(*prompt)(void *self);
};

/* Runs until it is left. Returns 0, or -1 if init failed. */
int screen_run(const struct terminal *terminal, const struct screen_type *type,
               void *self, struct error *error);

/* Draws one whole frame, as the loop does: for goldens and for asciicasts. */
void screen_draw(const struct screen_type *type, void *self, struct canvas *canvas);

/* Shows text in a box over the present screen until a key is pressed. */
void screen_message(const struct terminal *terminal, const char *title, const char *text);

/* True when the terminal closed under the screens: leave all loops. */
bool screen_closed(void);

#endif
