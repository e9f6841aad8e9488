/* The keys that leave a container running: ctrl-p ctrl-q, or others.
 *
 * What could be the beginning of them is held back until the next key decides. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "isolate/runtime/console.h"

/* One key: "a", or "ctrl-" and a letter or one of @ [ \ ] ^ _. 0…255, or -1. */
static int parse_key(const char *word, size_t length)
{
    static const char prefix[] = "ctrl-";
    size_t prefix_length = sizeof prefix - 1;
    if (length == 1 && isprint((unsigned char)word[0]))
        return (unsigned char)word[0];
    if (length != prefix_length + 1 || strncasecmp(word, prefix, prefix_length) != 0)
        return -1;
    int key = toupper((unsigned char)word[prefix_length]);
    return key >= '@' && key <= '_' ? key - '@' : -1;
}

int detach_keys_parse(const char *text, struct detach_keys *keys, struct error *error)
{
    *keys = (struct detach_keys){0};
    for (const char *word = text; *word;) {
        size_t length = strcspn(word, ",");
        int key = parse_key(word, length);
        if (key < 0 || keys->count == DETACH_KEYS_MAX)
            return error_set(error, STATUS_REQUEST,
                             "--detach-keys %s: up to %d keys with commas between them, "
                             "such as ctrl-p,ctrl-q or ctrl-],x",
                             text, DETACH_KEYS_MAX);
        keys->keys[keys->count++] = (unsigned char)key;
        word += length + (word[length] == ',');
    }
    return 0;
}

/* The longest beginning of the keys that the held keys and this one end with: what lies
 * before it is given out. At most 8 keys, so that the plain search will do. */
static void refuse(struct detach_keys *keys, unsigned char key, char *out, size_t *length)
{
    unsigned char seen[DETACH_KEYS_MAX + 1];
    size_t count = keys->matched, skip = 1;
    memcpy(seen, keys->keys, count);
    seen[count++] = key;
    while (skip < count && memcmp(seen + skip, keys->keys, count - skip) != 0)
        skip++;
    memcpy(out + *length, seen, skip);
    *length += skip;
    keys->matched = count - skip;
}

bool detach_keys_filter(struct detach_keys *keys, const char *typed, size_t length,
                        char *out, size_t *out_length)
{
    *out_length = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char key = (unsigned char)typed[i];
        if (keys->count && key == keys->keys[keys->matched]) {
            if (++keys->matched < keys->count)
                continue;
            keys->matched = 0;
            return true;
        }
        refuse(keys, key, out, out_length);
    }
    return false;
}
