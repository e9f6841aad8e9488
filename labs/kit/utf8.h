/* UTF-8: characters and the terminal columns they take.
 *
 * Bytes that are not UTF-8, and control characters, are shown as U+FFFD, so
 * that nothing read from a file or the kernel can move the cursor.
 */
#ifndef RING3_KIT_UTF8_H
#define RING3_KIT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* To the linker it has a name of its own: jansson has a function that is called the same.
 */
#define utf8_encode kit_utf8_encode

/* Reads the character at text[0..length), length > 0. Returns how many bytes
 * it takes (at least 1); *code is U+FFFD for a malformed sequence. */
size_t utf8_decode(const char *text, size_t length, uint32_t *code);

/* Writes 1 to 4 bytes, no terminator; returns how many. */
size_t utf8_encode(uint32_t code, char bytes[4]);

/* Columns of one character: 0 (combining), 1 or 2. Independent of the locale. */
int utf8_width(uint32_t code);

/* Characters that show nothing and only steer how others are shown: directions of
 * writing, joiners, variation selectors. They are not drawn: what stands in a file
 * shall not turn a line around, and terminals disagree about how wide what is joined
 * is. */
bool utf8_steers(uint32_t code);

/* Columns of a whole string. */
int utf8_columns(const char *text);

/* The byte length of the longest prefix of text that takes <= columns. */
size_t utf8_prefix(const char *text, int columns);

#endif
