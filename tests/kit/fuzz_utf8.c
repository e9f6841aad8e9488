/* UTF-8 against a naive decoder, on bytes from a seed. */
#include "labs/kit/utf8.h"

#include "tests/random.h"
#include "tests/tap.h"

/* The naive one: encodes every code point that the first bits allow, and compares.
 * 0 when the bytes at hand begin with no character. */
static size_t naive(const char *bytes, size_t length, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)bytes[0];
    size_t wanted = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (wanted > length)
        return 0;
    uint32_t value = wanted == 1 ? first : first & (0xFFu >> (wanted + 1));
    for (size_t i = 1; i < wanted; i++)
        value = value << 6 | ((unsigned char)bytes[i] & 0x3F);
    char again[4];
    if (value < least[wanted] || value > 0x10FFFF ||
        utf8_encode(value, again) != wanted || memcmp(again, bytes, wanted) != 0)
        return 0;
    *code = value;
    return wanted;
}

/* Bytes that come near to UTF-8: random ones hardly ever would. */
static size_t generate(struct random *random, char *text, size_t size)
{
    size_t length = 0;
    while (length + 8 < size) {
        uint32_t code =
            (uint32_t)(random_next(random) >> (43 + random_below(random, 14)));
        length += utf8_encode(code, text + length);
        if (random_below(random, 4) == 0)
            text[length - 1 - random_below(random, length < 4 ? length : 4)] =
                (char)random_next(random);
        if (random_below(random, 8) == 0)
            length--;
    }
    return length;
}

static bool agrees(const char *text, size_t length)
{
    for (size_t taken; length > 0; text += taken, length -= taken) {
        uint32_t code = 0, wanted = 0xFFFD;
        size_t exact = naive(text, length, &wanted);
        taken = utf8_decode(text, length, &code);
        if (code != wanted || taken < 1 || taken > length || (exact && taken != exact))
            return false;
        /* A malformed sequence never swallows the beginning of a good one. */
        for (size_t i = 1; !exact && i < taken; i++)
            if (naive(text + i, length - i, &wanted))
                return false;
    }
    return true;
}

/* The longest prefix that fits, and no longer one does. */
static bool cuts(char *text, size_t length, int columns)
{
    text[length] = '\0';
    size_t all = strlen(text), prefix = utf8_prefix(text, columns);
    uint32_t code;
    if (prefix < all) {
        size_t next = utf8_decode(text + prefix, all - prefix, &code);
        char kept = text[prefix + next];
        text[prefix + next] = '\0';
        bool too_long = utf8_columns(text) > columns;
        text[prefix + next] = kept;
        if (!too_long)
            return false;
    }
    text[prefix] = '\0';
    return prefix <= all && utf8_columns(text) <= columns;
}

int main(void)
{
    struct random random = {1};
    static char text[512];
    int disagree = 0, miscut = 0;
    for (int i = 0; i < 4000; i++) {
        size_t length = generate(&random, text, sizeof text - 1);
        disagree += !agrees(text, length);
        miscut += !cuts(text, length, (int)random_below(&random, 100));
    }
    is_int(disagree, 0, "decoding agrees with a naive decoder, and resynchronizes");
    is_int(miscut, 0, "prefixes are the longest that fit");
    return done_testing();
}
