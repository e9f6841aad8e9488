/* The table of roles, as three themes. Monochrome is the first column because it
 * must carry every meaning by itself.
 */
#include "labs/kit/theme.h"

#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/settings.h"

#define PLAIN     ATTRIBUTE_PLAIN
#define BOLD      ATTRIBUTE_BOLD
#define DIM       ATTRIBUTE_DIM
#define UNDERLINE ATTRIBUTE_UNDERLINE
#define REVERSE   ATTRIBUTE_REVERSE

static const struct look mono[] = {
#define ROW(role, look, ...) [STYLE_##role] = {COLOUR_DEFAULT, look},
    THEME_ROLES(ROW)
#undef ROW
};

static const struct look dark[] = {
#define ROW(role, mono_look, colour, look, ...) [STYLE_##role] = {COLOUR_##colour, look},
    THEME_ROLES(ROW)
#undef ROW
};

static const struct look light[] = {
#define ROW(role, mono_look, dark_colour, dark_look, colour, look)                       \
    [STYLE_##role] = {COLOUR_##colour, look},
    THEME_ROLES(ROW)
#undef ROW
};

/* Colours that people with any of the common kinds of colour blindness can tell apart:
 * blue and cyan for what is well, yellow and white for what is not (Wong 2011, as far as
 * eight colours go). */
static const enum colour safe[] = {
    [COLOUR_BLACK] = COLOUR_BLACK,  [COLOUR_RED] = COLOUR_YELLOW,
    [COLOUR_GREEN] = COLOUR_CYAN,   [COLOUR_YELLOW] = COLOUR_WHITE,
    [COLOUR_BLUE] = COLOUR_BLUE,    [COLOUR_MAGENTA] = COLOUR_WHITE,
    [COLOUR_CYAN] = COLOUR_DEFAULT, [COLOUR_WHITE] = COLOUR_WHITE,
};

static const struct look *chosen = dark;
static bool is_safe;

void theme_choose(const char *name, bool no_color)
{
    cleanup_free char *setting = name ? NULL : setting_get("theme");
    if (!name)
        name = setting;
    is_safe = name && !strcmp(name, "safe");
    if (no_color || (name && !strcmp(name, "mono")))
        chosen = mono;
    else if (name && !strcmp(name, "light"))
        chosen = light;
    else
        chosen = dark;
}

struct look theme_look(enum style style)
{
    struct look look = chosen[style < STYLE_COUNT ? style : STYLE_NORMAL];
    if (is_safe && look.colour != COLOUR_DEFAULT)
        look.colour = safe[look.colour];
    return look;
}

bool theme_has_colour(void)
{
    return chosen != mono;
}
