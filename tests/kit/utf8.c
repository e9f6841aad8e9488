/* UTF-8: decoding, encoding, and widths that agree with the C library. */
#include "labs/kit/utf8.h"

#include <locale.h>
#include <stdint.h>
#include <wchar.h>

#include "tests/tap.h"

static void decodes(void)
{
    static const struct {
        const char *bytes;
        uint32_t code;
        size_t taken;
        const char *name;
    } rows[] = {
        {"A", 'A', 1, "ASCII"},
        {"\xC3\xA9", 0xE9, 2, "two bytes"},
        {"\xE2\x96\xA0", 0x25A0, 3, "three bytes"},
        {"\xF0\x9F\x90\xA7", 0x1F427, 4, "four bytes"},
        {"\x7F", 0x7F, 1, "DEL is what it is"},
        {"\xF4\x8F\xBF\xBF", 0x10FFFF, 4, "the last code point"},
        {"\xF4\x90\x80\x80", 0xFFFD, 1, "past the last one"},
        {"\xC0\x80", 0xFFFD, 1, "overlong NUL"},
        {"\xC1\xBF", 0xFFFD, 1, "overlong DEL"},
        {"\xE0\x9F\xBF", 0xFFFD, 1, "overlong in three bytes"},
        {"\xF0\x8F\xBF\xBF", 0xFFFD, 1, "overlong in four bytes"},
        {"\xED\xA0\x80", 0xFFFD, 1, "a surrogate"},
        {"\xED\x9F\xBF", 0xD7FF, 3, "the last one before the surrogates"},
        {"\x80", 0xFFFD, 1, "a lone continuation"},
        {"\xFF", 0xFFFD, 1, "no byte of UTF-8"},
        {"\xE2\x96", 0xFFFD, 2, "cut after two of three"},
        {"\xE2\x96"
         "A",
         0xFFFD, 2, "broken off by a letter"},
        {"\xF0\x9F\x90", 0xFFFD, 3, "cut after three of four"},
        {"\xC3", 0xFFFD, 1, "cut after one of two"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t code = 0;
        size_t taken = utf8_decode(rows[i].bytes, strlen(rows[i].bytes), &code);
        if (!ok(taken == rows[i].taken && code == rows[i].code, rows[i].name))
            printf("#   %zu bytes, U+%04X\n", taken, (unsigned)code);
    }
    uint32_t code = 1;
    is_int(utf8_decode("\0", 1, &code), 1, "NUL takes a byte");
    is_int(code, 0, "and is NUL");
}

static void round_trip(void)
{
    uint32_t wrong = 0;
    for (uint32_t code = 0; code < 0x110000; code++) {
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        char bytes[4];
        uint32_t back;
        size_t length = utf8_encode(code, bytes);
        wrong += utf8_decode(bytes, length, &back) != length || back != code;
    }
    is_int(wrong, 0, "every code point survives encoding and decoding");
    char bytes[4];
    is_int(utf8_encode(0xD800, bytes), 3, "a surrogate is not encoded,");
    ok(!memcmp(bytes, "\xEF\xBF\xBD", 3), "U+FFFD is");
    is_int(utf8_encode(0x110000, bytes), 3, "nor what is past the last code point");
}

/* What the views draw with must have the same width in every C library. */
static bool we_draw_with(uint32_t code)
{
    return (code >= 0x20 && code < 0x7F) || (code > 0xAD && code < 0x370) ||
           (code >= 0x2010 && code < 0x2028) || (code >= 0x2190 && code < 0x2200) ||
           (code >= 0x2500 && code < 0x25FD) || code == 0xFFFD;
}

static void agrees_with_libc(void)
{
    const char *name = "widths agree with wcwidth()";
    if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "en_US.UTF-8")) {
        skip(name, "this host has no UTF-8 locale");
        return;
    }
    int differences = 0, where_we_draw = 0;
    for (uint32_t code = 0xA0; code < 0x110000; code++) {
        int theirs = wcwidth((wchar_t)code);
        /* -1 is a control, or a code point that their Unicode has not assigned. */
        if (theirs < 0 || theirs == utf8_width(code))
            continue;
        where_we_draw += we_draw_with(code);
        if (differences++ < 20)
            printf("# U+%04X: libc says %d, we say %d\n", (unsigned)code, theirs,
                   utf8_width(code));
    }
#if defined __GLIBC__ && __GLIBC__ == 2 && __GLIBC_MINOR__ >= 36 && __GLIBC_MINOR__ < 39
    is_int(differences, 0, name);
#else
    /* Another Unicode version: a few scripts may differ, but not a whole block. */
    ok(differences < 600, name);
#endif
    is_int(where_we_draw, 0, "and without exception in what the views draw with");
}

static void measures(void)
{
    is_int(utf8_width(0x301), 0, "a combining accent takes no column");
    is_int(utf8_width(0x200D), 0, "nor does a zero-width joiner");
    is_int(utf8_width(0x6F22), 2, "a Han character takes two");
    is_int(utf8_width(0x1F427), 2, "so does an emoji");
    is_int(utf8_width(0x3FFFD), 2, "and the end of the planes for Han");
    is_int(utf8_width(0x1B), 1, "a control takes one: that of U+FFFD");
    is_int(utf8_width(0x85), 1, "so does one of C1");
    is_int(utf8_columns(""), 0, "an empty string");
    is_int(utf8_columns("e\xCC\x81\xE6\xBC\xA2!"), 4, "accent, Han and ASCII");
    is_int(utf8_columns("\xFF\xE2\x96"), 2, "malformed bytes take a column each time");
    is_int(utf8_prefix("e\xCC\x81x", 1), 3,
           "a prefix keeps the accent of its last letter");
    is_int(utf8_prefix("\xE6\xBC\xA2", 1), 0, "no half of a wide character");
    is_int(utf8_prefix("a\xE6\xBC\xA2", 2), 1, "neither at the end");
    is_int(utf8_prefix("abc", 9), 3, "all of a short string");
    is_int(utf8_prefix("abc", 0), 0, "nothing in no column");
    is_int(utf8_prefix("abc", -1), 0, "nothing in less than that");
    is_int(utf8_prefix("\xCC\x81", -1), 0, "not even an accent");
}

int main(void)
{
    decodes();
    round_trip();
    measures();
    agrees_with_libc();
    return done_testing();
}
