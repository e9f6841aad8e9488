/* Styles are meanings, not colours: one row per role, monochrome first.
 *
 * Whatever a colour says is also said by a letter or a mark. Colours are the
 * terminal's own eight, so that the learner's palette rules.
 */
#ifndef RING3_KIT_THEME_H
#define RING3_KIT_THEME_H

#include <stdbool.h>

#include "labs/kit/error.h"

/* clang-format off */
/*      role      mono       dark theme        light theme */
#define THEME_ROLES(row) \
    row(NORMAL,   PLAIN,     DEFAULT, PLAIN,   DEFAULT, PLAIN) \
    row(TITLE,    BOLD,      CYAN,    BOLD,    BLUE,    BOLD) \
    row(RULE,     PLAIN,     BLUE,    PLAIN,   BLUE,    PLAIN) \
    row(SELECTED, REVERSE,   DEFAULT, REVERSE, DEFAULT, REVERSE) \
    row(HIT,      PLAIN,     GREEN,   PLAIN,   GREEN,   PLAIN) \
    row(FAULT,    BOLD,      RED,     BOLD,    RED,     BOLD) \
    row(VICTIM,   BOLD,      YELLOW,  BOLD,    MAGENTA, BOLD) \
    row(DIRTY,    UNDERLINE, MAGENTA, PLAIN,   MAGENTA, PLAIN) \
    row(OK,       PLAIN,     GREEN,   BOLD,    GREEN,   BOLD) \
    row(WARN,     BOLD,      YELLOW,  BOLD,    RED,     PLAIN) \
    row(BAD,      BOLD,      RED,     BOLD,    RED,     BOLD) \
    row(NEW,      BOLD,      GREEN,   BOLD,    GREEN,   BOLD) \
    row(DIM,      PLAIN,     DEFAULT, DIM,     DEFAULT, DIM) \
    row(CODE,     PLAIN,     YELLOW,  PLAIN,   BLUE,    PLAIN) \
    row(STRONG,   BOLD,      DEFAULT, BOLD,    DEFAULT, BOLD) \
    row(KEY,      BOLD,      CYAN,    BOLD,    BLUE,    BOLD)
/* clang-format on */

enum style {
#define THEME_ENUM(role, ...) STYLE_##role,
    THEME_ROLES(THEME_ENUM)
#undef THEME_ENUM
        STYLE_COUNT
};

enum attribute {
    ATTRIBUTE_PLAIN = 0,
    ATTRIBUTE_BOLD = 1,
    ATTRIBUTE_DIM = 2,
    ATTRIBUTE_UNDERLINE = 4,
    ATTRIBUTE_REVERSE = 8,
};

enum colour { /* the numbers that terminals give them */
              COLOUR_DEFAULT = -1,
              COLOUR_BLACK,
              COLOUR_RED,
              COLOUR_GREEN,
              COLOUR_YELLOW,
              COLOUR_BLUE,
              COLOUR_MAGENTA,
              COLOUR_CYAN,
              COLOUR_WHITE,
};

struct look {
    enum colour colour;
    enum attribute attribute;
};

/* Chooses dark, light, mono or safe (for colour blindness) for the process; NULL means
 * the setting `theme`, or else dark; with `no_color` it is mono. */
void theme_choose(const char *name, bool no_color);
struct look theme_look(enum style style);
bool theme_has_colour(void);

#endif
