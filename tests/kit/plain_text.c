/* Plain lines: wrapping, and nothing in them that a terminal obeys. */
#include "labs/kit/plain_text.h"
#include "labs/kit/ascii.h"

#include "tests/tap.h"

static void wraps(const char *first, const char *text, int columns, const char *wanted,
                  const char *name)
{
    char *seen = NULL;
    size_t length;
    FILE *out = open_memstream(&seen, &length);
    plain_wrap(out, first, text, columns);
    fclose(out);
    is_string(seen, wanted, name);
    free(seen);
}

static void copies(const char *text, const char *wanted, const char *name)
{
    char *seen = NULL;
    size_t length;
    FILE *out = open_memstream(&seen, &length);
    plain_commands(out, "  fix:", text, 20);
    fclose(out);
    is_string(seen, wanted, name);
    free(seen);
}

/* A command is whole, on a line of its own, however long. */
static void gives_commands_a_line(void)
{
    copies("no command here", "  fix: no command\n       here\n", "words wrap");
    copies("`make`", "  fix:\n      make\n", "a command alone");
    copies("as root: `a -b c --long-option=1`, then again",
           "  fix: as root:\n      a -b c --long-option=1\n    then again\n",
           "words, a command, words");
    copies("`a`, `b`; or `c`", "  fix:\n      a\n      b\n    or\n      c\n",
           "several commands");
    copies("`never closed", "  fix:\n      never closed\n", "a mark that is alone");
    char text[] = "type `make` or `make all`";
    plain_unmark(text);
    is_string(text, "type make or make all", "the marks can be taken away");
}

static void puts_clean(const char *text, const char *wanted, const char *name)
{
    char *seen = NULL;
    size_t length;
    FILE *out = open_memstream(&seen, &length);
    plain_put(out, text, strlen(text));
    fclose(out);
    is_string(seen, wanted, name);
    free(seen);
}

static void translates(const char *text, const char *wanted, const char *name)
{
    char *seen = NULL;
    size_t length;
    FILE *out = open_memstream(&seen, &length);
    ascii_put(out, text, strlen(text));
    fclose(out);
    is_string(seen, wanted, name);
    free(seen);
}

int main(void)
{
    translates("belady · FIFO → 3 ◂\n  └─ …", "belady . FIFO > 3 <\n  +- ~",
               "ASCII for what is drawn");
    translates("漢e\u0301!", "? e!", "and columns stay");
    translates("\xFF\n\t", "?\n\t", "bytes that are no UTF-8 come to no harm");
    wraps("", "one two three", 7, "one two\nthree\n", "wrapped at blanks");
    wraps("why: ", "one two three", 12, "why: one two\n     three\n", "under a label");
    wraps("", "one\ntwo", 80, "one\ntwo\n", "newlines stay");
    wraps("> ", "one\ntwo", 80, "> one\n  two\n", "and are indented");
    wraps("", "a_very_long_word x", 5, "a_very_long_word\nx\n", "long words are not cut");
    wraps("", "a,bb,ccc,d", 6, "a,bb,\nccc,d\n", "but lists are, after a comma");
    wraps("", "漢字 漢字", 5, "漢字\n漢字\n", "wide characters count two");
    wraps("", "", 5, "\n", "nothing is a line");
    wraps("call: ", "read(3, \"\x1B[2J\")", 80, "call: read(3, \"\uFFFD[2J\")\n",
          "controls do not come through");
    puts_clean("a\x1B]0;title\a\nb\xC2\x9B\xFF\x7F\t",
               "a\uFFFD]0;title\uFFFD\nb\uFFFD\uFFFD\uFFFD\uFFFD", "but for newlines");
    puts_clean("user\u202Etxt.exe", "usertxt.exe", "what turns text around is left out");
    puts_clean("é漢🐧e\u0301", "é漢🐧e\u0301", "all else is as it was");
    gives_commands_a_line();
    return done_testing();
}
