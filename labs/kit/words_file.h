/* The form of a file of words.
 *
 *     # a comment
 *     menu.next: Next
 *     help.page:
 *         # Finding your way
 *
 *         Several lines, each four blanks in; a new line is between them.
 *
 * In a text of one line "\n" is a new line. A line of another form is left out.
 */
#ifndef RING3_KIT_WORDS_FILE_H
#define RING3_KIT_WORDS_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* labs/words/en.words as it is, with a zero byte at its end. */
extern const char words_english[];
extern const size_t words_english_size;

struct words_entry {
    char *name, *text; /* in the buffer that was read */
};

/* The next entry of a writable text, which is cut up on the way; false at its end. */
bool words_next(char **at, struct words_entry *entry);

/* The conversions of a format, in order: "%s of %-4zu" gives "szu". */
void words_conversions(const char *text, char *out, size_t size);
bool words_same_conversions(const char *one, const char *two);

/* Where a conversion ends that begins at the '%'. */
const char *words_after_conversion(const char *at);

#endif
