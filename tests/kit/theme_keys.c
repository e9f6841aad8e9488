/* Themes say in monochrome what they say in colour; keys are found by their names. */
#include "labs/kit/keys.h"
#include "labs/kit/theme.h"

#include "tests/tap.h"

static void themes(void)
{
    int coloured = 0;
    theme_choose("mono", false);
    for (int style = 0; style < STYLE_COUNT; style++)
        coloured += theme_look((enum style)style).colour != COLOUR_DEFAULT;
    is_int(coloured, 0, "mono has no colour");
    ok(!theme_has_colour(), "and says so");
    is_int(theme_look(STYLE_SELECTED).attribute, ATTRIBUTE_REVERSE, "but attributes");
    ok(theme_look(STYLE_FAULT).attribute != theme_look(STYLE_HIT).attribute,
       "a fault differs from a hit without colour");
    theme_choose("dark", true);
    ok(!theme_has_colour(), "NO_COLOR is stronger than a theme");
    theme_choose(NULL, true);
    ok(!theme_has_colour(), "and than the default");
    theme_choose(NULL, false);
    struct look dark = theme_look(STYLE_TITLE);
    ok(theme_has_colour() && dark.colour == COLOUR_CYAN, "dark is the default");
    theme_choose("light", false);
    ok(theme_look(STYLE_TITLE).colour == COLOUR_BLUE, "light is another");
    is_int(theme_look((enum style)200).colour, COLOUR_DEFAULT, "no style is plain");
    theme_choose("dark", false);
}

static void names(void)
{
    static const struct {
        const char *name;
        uint32_t key;
    } rows[] = {{"up", K_UP},         {"down", K_DOWN},
                {"left", K_LEFT},     {"right", K_RIGHT},
                {"home", K_HOME},     {"end", K_END_KEY},
                {"pgup", K_PAGE_UP},  {"pgdn", K_PAGE_DOWN},
                {"enter", K_ENTER},   {"esc", K_ESCAPE},
                {"tab", K_TAB},       {"backtab", K_BACKTAB},
                {"space", ' '},       {"x", 'x'},
                {"?", '?'},           {"é", 0xE9},
                {"ctrl-l", 12},       {"ctrl-a", 1},
                {"delete", K_DELETE}, {"backspace", K_BACKSPACE}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        is_int(key_from_name(rows[i].name), rows[i].key, rows[i].name);
    static const char *const wrong[] = {"",       "nonsense", "ctrl-",
                                        "ctrl-1", "ctrl-ab",  "UP"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        is_int(key_from_name(wrong[i]), 0, "no key has this name");
}

/* Every key that a script can press has a label that fits and, in ASCII, is ASCII. */
static void labels(void)
{
    int wrong = 0;
    for (uint32_t key = 1; key < 0x3000; key++) {
        char buffer[16];
        const char *label = key_label(key, false, buffer);
        wrong += !label || !*label || strlen(label) > 15;
    }
    is_int(wrong, 0, "every key has a label");
    for (uint32_t key = KEY_FIRST_SPECIAL_ + 1; key < K_RESIZE; key++) {
        char buffer[16];
        for (const char *c = key_label(key, true, buffer); *c; c++)
            wrong += (unsigned char)*c >= 0x80;
    }
    is_int(wrong, 0, "in ASCII where that is asked for");
    char buffer[16];
    is_string(key_label(K_RIGHT, false, buffer), "→", "an arrow");
    is_string(key_label(K_RIGHT, true, buffer), "Right", "an arrow in ASCII");
    is_string(key_label(12, false, buffer), "Ctrl-L", "a control");
    is_string(key_label(' ', false, buffer), "Space", "the blank");
    is_string(key_label('q', false, buffer), "q", "a letter");
}

int main(void)
{
    themes();
    names();
    labels();
    return done_testing();
}
