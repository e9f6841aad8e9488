/* Paragraphs as plain lines. Words are cut at blanks only; a word that is wider
 * than the line stands alone on one. */
#include "labs/kit/plain_text.h"

#include <stdbool.h>
#include <string.h>

#include "labs/kit/utf8.h"

void plain_put(FILE *out, const char *text, size_t length)
{
    while (length > 0) {
        uint32_t code;
        char bytes[4];
        size_t taken = utf8_decode(text, length, &code);
        text += taken;
        length -= taken;
        if (utf8_steers(code))
            continue;
        bool control = (code < ' ' && code != '\n') || (code >= 0x7F && code < 0xA0);
        size_t encoded = utf8_encode(control ? 0xFFFD : code, bytes);
        fwrite(bytes, 1, encoded, out);
    }
}

static size_t word_length(const char *text)
{
    return strcspn(text, " \n");
}

static int columns_of(const char *text, size_t length)
{
    char word[512];
    if (length >= sizeof word)
        return (int)length;
    memcpy(word, text, length);
    word[length] = 0;
    return utf8_columns(word);
}

/* Prints `text` from column `at` on; further lines begin with `indent` blanks. */
static void wrap_from(FILE *out, int at, int indent, const char *text, int columns)
{
    bool line_start = true;
    while (*text) {
        if (*text == '\n') {
            fprintf(out, "\n%*s", text[1] && text[1] != '\n' ? indent : 0, "");
            at = indent;
            line_start = true;
            text++;
            continue;
        }
        if (*text == ' ' && !line_start) {
            text++;
            continue;
        }
        size_t length = word_length(text);
        if (length == 0) { /* blanks at the start of a line are kept: code */
            fputc(' ', out);
            at++;
            text++;
            continue;
        }
        int width = columns_of(text, length);
        if (!line_start && at + 1 + width > columns) {
            fprintf(out, "\n%*s", indent, "");
            at = indent;
            line_start = true;
        }
        if (!line_start) {
            fputc(' ', out);
            at++;
        }
        plain_put(out, text, length);
        at += width;
        line_start = false;
        text += length;
    }
    fputc('\n', out);
}

void plain_wrap(FILE *out, const char *first, const char *text, int columns)
{
    int indent = utf8_columns(first);
    fputs(first, out);
    wrap_from(out, indent, indent, text, columns);
}

void plain_hang(FILE *out, const char *left, int indent, const char *text, int columns)
{
    int width = utf8_columns(left);
    fputs(left, out);
    if (width >= indent - 1)
        fprintf(out, "\n%*s", indent, "");
    else
        fprintf(out, "%*s", indent - width, "");
    wrap_from(out, indent, indent, text, columns);
}
