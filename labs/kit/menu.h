/* A list with one selected row, that scrolls and can be searched. It holds no
 * rows: it asks for them.
 */
#ifndef RING3_KIT_MENU_H
#define RING3_KIT_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "labs/kit/canvas.h"
#include "labs/kit/keys.h"

struct menu {
    size_t count, selected, top;
    char search[64];
    bool searching; /* letters go to `search` */
    bool missed;    /* and no row has it */
    void *self;
    /* Draws row `index` in the one-row area; the menu itself marks the selected one. */
    void (*draw_row)(void *self, size_t index, struct area row);
    /* What search looks at; may be NULL (then `/` does nothing). */
    const char *(*text)(void *self, size_t index);
    bool (*selectable)(void *self, size_t index); /* NULL: every row */
};

/* What menu_key does, as rows for the footer, `?` and the manual. They are run by
 * menu_key, not by the table. `menu_search_rows` is for menus that have a `text`. */
extern const struct key_row menu_rows[], menu_search_rows[];

void menu_draw(struct menu *menu, struct area area);
/* Up, down, j, k, page, Home, End, `/`, n, N and the letters of a search. */
enum reaction menu_key(struct menu *menu, uint32_t key);
void menu_select(struct menu *menu, size_t index);

#endif
