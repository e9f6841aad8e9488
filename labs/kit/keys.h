/* Keys, and the table that gives them a meaning.
 *
 * One table per screen: the loop looks keys up in it, the footer shows the rows
 * that are valid now, `?` shows all of them, the manual lists them.
 */
#ifndef RING3_KIT_KEYS_H
#define RING3_KIT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Printable keys are their Unicode code point; the rest stand above all of them. */
enum key {
    KEY_FIRST_SPECIAL_ = 0x110000,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END_KEY,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_ENTER,
    K_ESCAPE,
    K_BACKSPACE,
    K_TAB,
    K_BACKTAB,
    K_DELETE,
    K_RESIZE, /* the size changed */
    K_TICK,   /* the time that the screen asked for is over */
    K_CLOSED, /* there will be no more keys */
    K_WAKE,   /* the descriptor that the screen waits for can be read */
};

/* What must happen after a key; only the loop draws. */
enum reaction {
    REACT_NONE = 0,
    REACT_DRAW = 1,   /* draw again */
    REACT_LEAVE = 2,  /* close this screen */
    REACT_IGNORED = 4 /* not mine */
};

struct key_row {
    uint32_t key;      /* 0 ends the table */
    uint32_t also[3];  /* other keys that do the same; 0: none */
    const char *label; /* one or two words for the footer; NULL: only in `?` */
    const char *help;  /* one sentence for `?` and the manual */
    enum reaction (*run)(void *self);
    bool (*valid)(const void *self); /* NULL: always */
};

/* "→", "Enter", "q", "Ctrl-L"; ASCII words when `ascii`. */
const char *key_label(uint32_t key, bool ascii, char buffer[16]);

/* Typing into a line of text: a letter is added if it fits in `size` bytes, Backspace
 * takes the last one away. False if the key is neither. */
bool key_types(uint32_t key, char *text, size_t size);

/* The key of a name as scripts spell it ("right", "enter", "x", "ctrl-l"); 0 if
 * there is none. */
uint32_t key_from_name(const char *name);

#endif
