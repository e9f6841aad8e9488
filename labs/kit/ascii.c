/* What stands for a character where only ASCII can be shown. */
#include "labs/kit/ascii.h"

#include <langinfo.h>
#include <string.h>

#include "labs/kit/utf8.h"

/* clang-format off: a table */
static const struct {
    const char *glyph;
    char ascii;
} fallbacks[] = {
    {"─", '-'}, {"━", '='}, {"│", '|'}, {"┃", '|'}, {"┌", '+'}, {"┐", '+'},  {"└", '+'},
    {"┘", '+'}, {"├", '+'}, {"┤", '+'}, {"┬", '+'}, {"┴", '+'}, {"┼", '+'},  {"▸", '>'},
    {"◂", '<'}, {"▾", 'v'}, {"▴", '^'}, {"▼", 'v'}, {"▲", '^'}, {"►", '>'},  {"◄", '<'},
    {"→", '>'}, {"←", '<'}, {"↑", '^'}, {"↓", 'v'}, {"·", '.'}, {"•", '*'},  {"●", '*'},
    {"○", 'o'}, {"■", '#'}, {"□", '.'}, {"█", '#'}, {"▇", '#'}, {"▆", '#'},  {"▅", '='},
    {"▄", '='}, {"▃", '-'}, {"▂", '-'}, {"▁", '_'}, {"░", '.'}, {"▒", ':'},  {"▓", '#'},
    {"…", '~'}, {"–", '-'}, {"—", '-'}, {"“", '"'}, {"”", '"'}, {"‘", '\''}, {"’", '\''},
    {"×", 'x'}, {"≤", '<'}, {"≥", '>'}, {"✓", 'v'}, {"✗", 'x'}, {"⏎", '<'},  {"╭", '+'},
    {"╮", '+'}, {"╰", '+'}, {"╯", '+'}, {"═", '='}, {"║", '|'}, {" ", ' '},  {"≠", '#'},
    {"ä", 'a'}, {"ö", 'o'}, {"ü", 'u'}, {"Ä", 'A'}, {"Ö", 'O'}, {"Ü", 'U'},  {"ß", 's'},
};
/* clang-format on */

char ascii_for(const char *glyph)
{
    if ((unsigned char)*glyph < 0x80)
        return *glyph;
    for (size_t i = 0; i < sizeof fallbacks / sizeof fallbacks[0]; i++)
        if (!strcmp(glyph, fallbacks[i].glyph))
            return fallbacks[i].ascii;
    return '?';
}

bool ascii_only(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

/* A wide character is two columns here as well: "?" and a blank. */
void ascii_put(FILE *out, const char *text, size_t length)
{
    while (length > 0) {
        uint32_t code;
        char glyph[5] = "";
        size_t taken = utf8_decode(text, length, &code);
        text += taken;
        length -= taken;
        int width = code < ' ' ? 1 : utf8_width(code);
        if (width == 0)
            continue;
        glyph[utf8_encode(code, glyph)] = 0;
        fputc(ascii_for(glyph), out);
        if (width == 2)
            fputc(' ', out);
    }
}
