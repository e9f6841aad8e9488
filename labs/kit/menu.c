/* The list: where the selection is, what part is seen, and the search. */
#include "labs/kit/menu.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "labs/kit/words.h"

enum { PAGE = 10 };

const struct key_row menu_rows[] = {
    {K_DOWN, {'j'}, NULL, "kit.next-row-help", NULL, NULL},
    {K_UP, {'k'}, NULL, "kit.previous-row-help", NULL, NULL},
    {K_PAGE_DOWN, {0}, NULL, "kit.page-down-help", NULL, NULL},
    {K_PAGE_UP, {0}, NULL, "kit.page-up-help", NULL, NULL},
    {K_HOME, {0}, NULL, "kit.first-row-help", NULL, NULL},
    {K_END_KEY, {0}, NULL, "kit.last-row-help", NULL, NULL},
    {0},
};

const struct key_row menu_search_rows[] = {
    {'/', {0}, "kit.search", "kit.search-help", NULL, NULL},
    {'n', {0}, NULL, "kit.next-match-help", NULL, NULL},
    {'N', {0}, NULL, "kit.previous-match-help", NULL, NULL},
    {0},
};

static bool can_select(const struct menu *menu, size_t index)
{
    return !menu->selectable || menu->selectable(menu->self, index);
}

/* The nearest row from `index` on, in the direction, that can be selected. */
static bool find_from(const struct menu *menu, size_t index, int direction, size_t *found)
{
    while (index < menu->count) {
        if (can_select(menu, index)) {
            *found = index;
            return true;
        }
        index += (size_t)direction; /* below 0 wraps to a huge number: the end */
    }
    return false;
}

void menu_select(struct menu *menu, size_t index)
{
    if (index >= menu->count)
        index = menu->count ? menu->count - 1 : 0;
    if (!find_from(menu, index, 1, &menu->selected))
        find_from(menu, index, -1, &menu->selected);
}

static enum reaction move_by(struct menu *menu, int rows)
{
    int direction = rows < 0 ? -1 : 1;
    for (int i = 0; i != rows; i += direction) {
        size_t next;
        if (!find_from(menu, menu->selected + (size_t)direction, direction, &next))
            break;
        menu->selected = next;
    }
    return REACT_DRAW;
}

/* Case does not matter: only ASCII letters are folded. */
static bool matches(const struct menu *menu, size_t index)
{
    return can_select(menu, index) &&
           strcasestr(menu->text(menu->self, index), menu->search) != NULL;
}

static void search(struct menu *menu, size_t from, int direction)
{
    menu->missed = false;
    if (!menu->search[0])
        return;
    for (size_t i = 0; i < menu->count; i++) {
        size_t step = direction > 0 ? i : menu->count - i;
        size_t index = (from + step) % menu->count;
        if (matches(menu, index)) {
            menu->selected = index;
            return;
        }
    }
    menu->missed = true;
}

static enum reaction search_key(struct menu *menu, uint32_t key)
{
    if (key == K_ENTER || key == K_ESCAPE) {
        menu->searching = false;
        if (key == K_ESCAPE)
            menu->search[0] = 0;
        return REACT_DRAW;
    }
    if (!key_types(key, menu->search, sizeof menu->search))
        return REACT_IGNORED;
    search(menu, menu->selected, 1);
    return REACT_DRAW;
}

enum reaction menu_key(struct menu *menu, uint32_t key)
{
    if (menu->searching)
        return search_key(menu, key);
    switch (key) {
    case K_UP:
    case 'k':
        return move_by(menu, -1);
    case K_DOWN:
    case 'j':
        return move_by(menu, 1);
    case K_PAGE_UP:
        return move_by(menu, -PAGE);
    case K_PAGE_DOWN:
        return move_by(menu, PAGE);
    case K_HOME:
        menu_select(menu, 0);
        return REACT_DRAW;
    case K_END_KEY:
        find_from(menu, menu->count - 1, -1, &menu->selected);
        return REACT_DRAW;
    case '/':
        if (!menu->text)
            return REACT_IGNORED;
        menu->searching = true;
        menu->missed = false;
        menu->search[0] = 0;
        return REACT_DRAW;
    case 'n':
    case 'N':
        if (!menu->text || !menu->search[0])
            return REACT_IGNORED;
        if (key == 'n')
            search(menu, menu->selected + 1, 1);
        else
            search(menu, menu->selected + menu->count - 1, -1);
        return REACT_DRAW;
    default:
        return REACT_IGNORED;
    }
}

void menu_draw(struct menu *menu, struct area area)
{
    if (area.rows <= 0)
        return;
    int rows = area.rows - (menu->searching ? 1 : 0);
    if (menu->searching) {
        area_print(area, area.rows - 1, 1, STYLE_STRONG, "/%s_%s", menu->search,
                   menu->missed ? say("kit.no-match") : "");
        if (rows == 0)
            return;
    }
    if (menu->selected < menu->top)
        menu->top = menu->selected;
    if (menu->selected >= menu->top + (size_t)rows)
        menu->top = menu->selected - (size_t)rows + 1;
    for (int row = 0; row < rows && menu->top + (size_t)row < menu->count; row++) {
        size_t index = menu->top + (size_t)row;
        struct area line = area_part(area, row, 0, 1, area.columns);
        menu->draw_row(menu->self, index, area_part(line, 0, 3, 1, area.columns - 4));
        if (index == menu->selected) {
            area_text(line, 0, 1, STYLE_KEY, "▸");
            area_cursor(line, 0, 1);
        }
    }
    if (menu->top + (size_t)rows < menu->count)
        area_text(area, rows - 1, area.columns - 1, STYLE_DIM, "▾");
    if (menu->top > 0)
        area_text(area, 0, area.columns - 1, STYLE_DIM, "▴");
}
