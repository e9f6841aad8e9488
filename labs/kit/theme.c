/* The table of roles, as three themes. Monochrome is the first column because it
 * must carry every meaning by itself.
 */
#include "labs/kit/theme.h"

#include <string.h>

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

static const struct look *chosen = dark;

void theme_choose(const char *name, bool no_color)
{
    if (no_color || (name && !strcmp(name, "mono")))
        chosen = mono;
    else if (name && !strcmp(name, "light"))
        chosen = light;
    else
        chosen = dark;
}

struct look theme_look(enum style style)
{
    return chosen[style < STYLE_COUNT ? style : STYLE_NORMAL];
}

bool theme_has_colour(void)
{
    return chosen != mono;
}
