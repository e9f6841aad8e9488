/* Both compilers mark what they copy from the source:
 *
 *     gcc    #APP                        clang         .loc 1 7 5
 *            # 7 "a.c" 1                               #APP
 *            incl x(%rip)                              incl x(%rip)
 *            # 0 "" 2                                  #NO_APP
 *            #NO_APP
 *
 * gcc leaves the number out outside of functions, where clang has a comment of its own.
 * A block without an instruction is a barrier for the compiler, and does nothing. */
#include "threads/explore/assembly.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define COMMENT_MARKS " \t#/@;"

enum { FILE_WORDS = 256, LINE_WORDS = 1024 };

struct scan {
    const char *text;
    bool within;     /* between the marks */
    bool of_clang;   /* whose marks are indented */
    unsigned number; /* of the last .loc: its file … */
    int line;        /* … and line */
    struct assembly here;
};

static bool begins(const char *text, const char *with)
{
    return !strncmp(text, with, strlen(with));
}

static bool of_system(const char *file)
{
    return begins(file, "/usr/include/") || begins(file, "/usr/lib/");
}

/* .file 2 "FOLDER" "NAME", or .file 2 "NAME" */
static void name_file(const char *text, unsigned number, char name[FILE_WORDS])
{
    for (const char *at = text; (at = strstr(at, ".file")); at++) {
        char first[FILE_WORDS / 2] = "", second[FILE_WORDS / 2] = "";
        unsigned found;
        int fields =
            sscanf(at, ".file %u \"%127[^\"]\" \"%126[^\"]\"", &found, first, second);
        if (fields < 2 || found != number)
            continue;
        bool whole = !*second || *second == '/';
        snprintf(name, FILE_WORDS, "%s%s%s", *second == '/' ? "" : first,
                 whole ? "" : "/", second);
        return;
    }
}

/* A line of comment: a mark, or where gcc says what comes from where. */
static void read_mark(struct scan *scan, const char *line)
{
    const char *word = line + strspn(line, COMMENT_MARKS);
    if (strstr(line, "Start of file scope inline assembly") || begins(word, "APP")) {
        scan->within = true;
        scan->here = (struct assembly){0};
        scan->of_clang = *line == '\t';
        if (scan->of_clang && begins(word, "APP")) {
            name_file(scan->text, scan->number, scan->here.file);
            scan->here.line = scan->line;
        }
    } else if (strstr(line, "End of file scope inline assembly") ||
               begins(word, "NO_APP")) {
        scan->within = false;
    } else if (scan->within && !scan->of_clang) {
        struct assembly here = {0};
        if (sscanf(word, "%d \"%255[^\"]\" 1", &here.line, here.file) == 2)
            scan->here = here;
    }
}

static bool is_instruction(const struct scan *scan, const char *line)
{
    const char *word = line + strspn(line, " \t");
    return scan->within && *word && !begins(word, ".loc") && !of_system(scan->here.file);
}

/* True at an instruction that came from the source. */
static bool read_line(struct scan *scan, const char *line)
{
    const char *word = line + strspn(line, " \t");
    if (*word && strchr(COMMENT_MARKS, *word))
        read_mark(scan, line);
    else if (is_instruction(scan, line))
        return true;
    else if (begins(word, ".loc"))
        sscanf(word, ".loc %u %d", &scan->number, &scan->line);
    return false;
}

bool assembly_find(const char *text, struct assembly *found)
{
    struct scan scan = {.text = text};
    while (*text) {
        char line[LINE_WORDS];
        size_t length = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        if (read_line(&scan, line)) {
            *found = scan.here;
            return true;
        }
        text += length + (text[length] == '\n');
    }
    return false;
}

static bool in_a_word(int c)
{
    return isalnum((unsigned char)c) || c == '_';
}

int assembly_line(const char *source)
{
    int line = 1;
    for (const char *at = source; *at; at++) {
        line += *at == '\n';
        if (in_a_word(*at) && (at == source || !in_a_word(at[-1]))) {
            const char *word = at + strspn(at, "_");
            if (begins(word, "asm") && (!in_a_word(word[3]) || begins(word, "asm__")))
                return line;
        }
    }
    return 0;
}
