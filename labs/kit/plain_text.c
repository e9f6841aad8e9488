/* Paragraphs as plain lines. Words are cut at blanks; a list without blanks that is wider
 * than the line, after a comma; any other such word stands alone on one. */
#include "labs/kit/plain_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/utf8.h"

/* Longer lines are hard to read, shorter ones hold no words. */
enum { COLUMNS = 80, COLUMNS_LEAST = 40, COLUMNS_MOST = 100 };

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

char *plain_copy(const char *text)
{
    char *copy = NULL;
    size_t size;
    FILE *out = open_memstream(&copy, &size);
    if (!out)
        die(STATUS_HOST, "no memory is left");
    for (size_t length; *text; text += length) {
        length = strcspn(text, "\t");
        plain_put(out, text, length);
        if (text[length]) {
            fputc(' ', out);
            length++;
        }
    }
    fclose(out);
    return copy;
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

/* As much of a word as fits, up to a comma; all of it if that is nothing. */
static size_t up_to_comma(const char *text, size_t length, int columns)
{
    size_t fits = length;
    for (size_t i = 0; i + 1 < length && columns_of(text, i + 1) <= columns; i++)
        if (text[i] == ',')
            fits = i + 1;
    return fits;
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
        if (columns_of(text, length) > columns - indent)
            length = up_to_comma(text, length, columns - indent);
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

/* From one command to the next; the blanks around it are dropped. */
static void put_prose(FILE *out, const char *first, const char *text, size_t length,
                      int columns)
{
    while (length && text[length - 1] == ' ')
        length--;
    cleanup_free char *prose = xasprintf("%.*s", (int)length, text);
    plain_wrap(out, first, prose, columns);
}

void plain_commands(FILE *out, const char *first, const char *text, int columns)
{
    int margin = (int)strspn(first, " ") + 2;
    cleanup_free char *lead = xasprintf("%s ", first);
    cleanup_free char *blanks = xasprintf("%*s", margin, "");
    if (*text == '`')
        fprintf(out, "%s\n", first);
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "`");
        if (length)
            put_prose(out, at == text ? lead : blanks, at, length, columns);
        at += length;
        if (!*at)
            break;
        length = strcspn(++at, "`");
        fprintf(out, "%*s", margin + 2, "");
        plain_put(out, at, length);
        fputc('\n', out);
        at += length + (at[length] == '`');
        at += strspn(at, ",; "); /* what joined it to the rest is a new line now */
    }
}

void plain_unmark(char *text)
{
    char *out = text;
    for (; *text; text++)
        if (*text != '`')
            *out++ = *text;
    *out = '\0';
}

int plain_columns(void)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col)
        return COLUMNS;
    int columns = size.ws_col;
    return columns < COLUMNS_LEAST  ? COLUMNS_LEAST
           : columns > COLUMNS_MOST ? COLUMNS_MOST
                                    : columns;
}
