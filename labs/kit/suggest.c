/* "Did you mean …?": the nearest known word, by counting edits.
 *
 * An edit adds, removes or changes one letter, or swaps two neighbours (optimal
 * string alignment distance, after Damerau 1964). Upper and lower case are the
 * same letter here: "FIFO" is meant to be "fifo".
 */
#include "labs/kit/suggest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Longer words are nobody's slip of the finger. */
enum { WORD_MAX = 48 };

static bool same_letter(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Both words are at most WORD_MAX long. Three rows of the usual table are enough:
 * a swap looks two rows back. */
static size_t edits(const char *from, const char *to)
{
    size_t rows[3][WORD_MAX + 1];
    size_t width = strlen(to);
    for (size_t j = 0; j <= width; j++)
        rows[0][j] = j;
    size_t height = strlen(from);
    for (size_t i = 1; i <= height; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3],
               *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            bool same = same_letter(from[i - 1], to[j - 1]);
            row[j] = least(least(row[j - 1], above[j]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && same_letter(from[i - 1], to[j - 2]) &&
                same_letter(from[i - 2], to[j - 1]))
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[height % 3][width];
}

/* Two edits turn any short word into any other: only one then, and none for a
 * single letter. */
static size_t edits_allowed(size_t length)
{
    return length < 2 ? 0 : length < 5 ? 1 : 2;
}

const char *suggest(const char *wrong, const char *const *words, size_t count)
{
    size_t length = strlen(wrong);
    if (length > WORD_MAX)
        return NULL;
    const char *best = NULL;
    size_t fewest = edits_allowed(length) + 1;
    for (size_t i = 0; i < count; i++) {
        if (!words[i] || strlen(words[i]) > WORD_MAX)
            continue;
        size_t distance = edits(wrong, words[i]);
        if (distance < fewest) {
            fewest = distance;
            best = words[i];
        }
    }
    return best;
}
