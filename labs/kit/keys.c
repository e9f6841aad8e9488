/* One table gives the special keys their names: as people read them, in ASCII,
 * and as scripts spell them. */
#include "labs/kit/keys.h"

#include <stdio.h>
#include <string.h>

#include "labs/kit/utf8.h"
#include "labs/kit/words.h"

static const struct {
    uint32_t key;
    const char *name, *ascii, *script;
} names[] = {
    {K_UP, "↑", "Up", "up"},
    {K_DOWN, "↓", "Down", "down"},
    {K_LEFT, "←", "Left", "left"},
    {K_RIGHT, "→", "Right", "right"},
    {K_HOME, "key.home", "key.home", "home"},
    {K_END_KEY, "key.end", "key.end", "end"},
    {K_PAGE_UP, "key.page-up", "key.page-up", "pgup"},
    {K_PAGE_DOWN, "key.page-down", "key.page-down", "pgdn"},
    {K_ENTER, "key.enter", "key.enter", "enter"},
    {K_ESCAPE, "key.escape", "key.escape", "esc"},
    {K_BACKSPACE, "key.backspace", "key.backspace", "backspace"},
    {K_TAB, "key.tab", "key.tab", "tab"},
    {K_BACKTAB, "key.backtab", "key.backtab", "backtab"},
    {K_DELETE, "key.delete", "key.delete", "delete"},
    {' ', "key.space", "key.space", "space"},
};

enum { NAMES = sizeof names / sizeof names[0], CONTROL_BIT = 0x40 };

const char *key_label(uint32_t key, bool ascii, char buffer[16])
{
    for (size_t i = 0; i < NAMES; i++)
        if (names[i].key == key)
            return say(ascii ? names[i].ascii : names[i].name);
    if (key < ' ') {
        snprintf(buffer, 16, say_as("key.control", "%c"), (char)(key + CONTROL_BIT));
        return buffer;
    }
    buffer[utf8_encode(key, buffer)] = 0;
    return buffer;
}

static void add_letter(uint32_t key, char *text, size_t size)
{
    size_t end = strlen(text);
    char bytes[4];
    size_t length = utf8_encode(key, bytes);
    if (end + length >= size)
        return;
    memcpy(text + end, bytes, length);
    text[end + length] = 0;
}

static void remove_letter(char *text)
{
    size_t end = strlen(text);
    while (end > 0 && ((unsigned char)text[--end] & 0xC0) == 0x80)
        ;
    text[end] = 0;
}

bool key_types(uint32_t key, char *text, size_t size)
{
    if (key == K_BACKSPACE)
        remove_letter(text);
    else if (key >= ' ' && key < KEY_FIRST_SPECIAL_)
        add_letter(key, text, size);
    else
        return false;
    return true;
}

uint32_t key_from_name(const char *name)
{
    for (size_t i = 0; i < NAMES; i++)
        if (!strcmp(names[i].script, name))
            return names[i].key;
    if (!strncmp(name, "ctrl-", 5) && name[5] >= 'a' && name[5] <= 'z' && !name[6])
        return (uint32_t)(name[5] - 'a' + 1);
    size_t length = strlen(name);
    uint32_t code;
    if (length && utf8_decode(name, length, &code) == length)
        return code;
    return 0;
}
