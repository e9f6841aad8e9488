/* The editor of one line. The terminal is raw only while a line is read; a guard process
 * puts it right if this one is killed meanwhile.
 *
 * The line takes one row of the screen: what does not fit is scrolled sideways, so that
 * the cursor is always to be seen.
 */
#include "sqlite-demo/shell/line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/guard.h"
#include "labs/kit/utf8.h"

enum { HISTORY_MAX = 500, LINE_MAX_BYTES = 65536 };

/* ---- history ---- */

static void add_history(struct line_editor *editor, const char *text)
{
    if (editor->history_count == HISTORY_MAX) {
        free(editor->history[0]);
        memmove(editor->history, editor->history + 1,
                (HISTORY_MAX - 1) * sizeof *editor->history);
        editor->history_count--;
    }
    editor->history =
        xreallocarray(editor->history, HISTORY_MAX, sizeof *editor->history);
    editor->history[editor->history_count++] = xstrdup(text);
}

static void read_history(struct line_editor *editor)
{
    cleanup_file FILE *in = fopen(editor->file, "re");
    cleanup_free char *line = NULL;
    size_t size = 0;
    while (in && getline(&line, &size, in) > 0) {
        line[strcspn(line, "\n")] = '\0';
        add_history(editor, line);
    }
}

void line_remember(struct line_editor *editor, const char *text)
{
    size_t count = editor->history_count;
    if (!*text || (count && !strcmp(editor->history[count - 1], text)))
        return;
    add_history(editor, text);
}

/* What cannot be kept is no reason to complain: it is only a comfort. */
static void write_history(const struct line_editor *editor)
{
    mode_t mask = umask(077);
    cleanup_file FILE *out = fopen(editor->file, "we");
    umask(mask);
    for (size_t i = 0; out && i < editor->history_count; i++)
        fprintf(out, "%s\n", editor->history[i]);
}

/* ---- the terminal ---- */

static struct termios cooked;

static void make_raw(void)
{
    struct termios raw = cooked;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
    raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

static void make_cooked(void)
{
    tcsetattr(STDIN_FILENO, TCSADRAIN, &cooked);
}

static int columns(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col < 20)
        return 80;
    return size.ws_col;
}

void line_open(struct line_editor *editor, const char *file)
{
    const char *term = getenv("TERM");
    *editor = (struct line_editor){0};
    editor->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    editor->edits = editor->terminal && term && *term && strcmp(term, "dumb") != 0 &&
                    tcgetattr(STDIN_FILENO, &cooked) == 0;
    if (!editor->edits)
        return;
    guard_start(STDIN_FILENO, &cooked, "\r\n", 2);
    if (file) {
        editor->file = xstrdup(file);
        read_history(editor);
    }
}

void line_close(struct line_editor *editor)
{
    if (editor->file)
        write_history(editor);
    if (editor->edits)
        guard_stop();
    for (size_t i = 0; i < editor->history_count; i++)
        free(editor->history[i]);
    free(editor->history);
    free(editor->file);
    free(editor->text);
    *editor = (struct line_editor){0};
}

/* ---- editing ---- */

struct edit {
    struct line_editor *editor;
    const char *prompt;
    char *text; /* LINE_MAX_BYTES */
    size_t length, cursor;
    size_t place; /* in the history; history_count: the new line */
};

static size_t step_back(const struct edit *edit, size_t at)
{
    while (at > 0 && ((unsigned char)edit->text[--at] & 0xc0) == 0x80)
        ;
    return at;
}

static size_t step_on(const struct edit *edit, size_t at)
{
    if (at < edit->length)
        at++;
    while (at < edit->length && ((unsigned char)edit->text[at] & 0xc0) == 0x80)
        at++;
    return at;
}

/* Columns of a part of the text. */
static int width(const struct edit *edit, size_t from, size_t end)
{
    int total = 0;
    while (from < end) {
        uint32_t code;
        from += utf8_decode(edit->text + from, end - from, &code);
        total += utf8_width(code);
    }
    return total;
}

static void draw(const struct edit *edit)
{
    int room = columns() - utf8_columns(edit->prompt) - 1;
    size_t from = 0, end;
    while (width(edit, from, edit->cursor) > room)
        from = step_on(edit, from);
    for (end = from; end < edit->length && width(edit, from, step_on(edit, end)) <= room;)
        end = step_on(edit, end);
    printf("\r%s%.*s\033[K\r\033[%dC", edit->prompt, (int)(end - from), edit->text + from,
           utf8_columns(edit->prompt) + width(edit, from, edit->cursor));
    fflush(stdout);
}

static void erase(struct edit *edit, size_t from, size_t end)
{
    memmove(edit->text + from, edit->text + end, edit->length - end + 1);
    edit->length -= end - from;
    edit->cursor = from;
}

static void insert(struct edit *edit, char byte)
{
    if (edit->length + 2 > LINE_MAX_BYTES)
        return;
    memmove(edit->text + edit->cursor + 1, edit->text + edit->cursor,
            edit->length - edit->cursor + 1);
    edit->text[edit->cursor++] = byte;
    edit->length++;
}

static void recall(struct edit *edit, size_t place)
{
    const struct line_editor *editor = edit->editor;
    const char *text = place < editor->history_count ? editor->history[place] : "";
    if (place > editor->history_count)
        return;
    edit->place = place;
    edit->length = strnlen(text, LINE_MAX_BYTES - 1);
    memcpy(edit->text, text, edit->length);
    edit->text[edit->length] = '\0';
    edit->cursor = edit->length;
}

static void erase_word(struct edit *edit)
{
    size_t from = edit->cursor;
    while (from > 0 && edit->text[from - 1] == ' ')
        from--;
    while (from > 0 && edit->text[from - 1] != ' ')
        from--;
    erase(edit, from, edit->cursor);
}

/* The next byte, -1 at the end of the input. */
static int next_byte(void)
{
    unsigned char byte;
    ssize_t got;
    while ((got = read(STDIN_FILENO, &byte, 1)) < 0 && errno == EINTR)
        ;
    return got == 1 ? byte : -1;
}

/* What follows an escape: "[A", "OA", "[3~". Returns the letter or digit. */
static int escape_key(void)
{
    int byte = next_byte(), key;
    if (byte != '[' && byte != 'O')
        return 0;
    key = next_byte();
    if (key >= '0' && key <= '9')
        while ((byte = next_byte()) >= 0 && byte != '~' && byte < '@')
            ;
    return key;
}

static void run_escape(struct edit *edit)
{
    switch (escape_key()) {
    case 'A':
        if (edit->place)
            recall(edit, edit->place - 1);
        break;
    case 'B':
        recall(edit, edit->place + 1);
        break;
    case 'C':
        edit->cursor = step_on(edit, edit->cursor);
        break;
    case 'D':
        edit->cursor = step_back(edit, edit->cursor);
        break;
    case 'H':
    case '1':
        edit->cursor = 0;
        break;
    case 'F':
    case '4':
        edit->cursor = edit->length;
        break;
    case '3':
        erase(edit, edit->cursor, step_on(edit, edit->cursor));
        break;
    }
}

enum {
    CTRL_A = 1,
    CTRL_B,
    CTRL_C,
    CTRL_D,
    CTRL_E,
    CTRL_F,
    CTRL_K = 11,
    CTRL_L,
    CTRL_U = 21,
    CTRL_W = 23,
    ESCAPE = 27,
    BACKSPACE = 127
};

/* One key. True when it ended the line, then with *end. */
static bool run_key(struct edit *edit, int key, enum line_end *end)
{
    if (key == '\r' || key == '\n' || key < 0 || key == CTRL_C ||
        (key == CTRL_D && !edit->length)) {
        *end = key == CTRL_C              ? LINE_DROPPED
               : key < 0 || key == CTRL_D ? LINE_END
                                          : LINE_READ;
        return true;
    }
    if (key == ESCAPE)
        run_escape(edit);
    else if (key == CTRL_A || key == CTRL_E)
        edit->cursor = key == CTRL_A ? 0 : edit->length;
    else if (key == CTRL_B)
        edit->cursor = step_back(edit, edit->cursor);
    else if (key == CTRL_F)
        edit->cursor = step_on(edit, edit->cursor);
    else if (key == CTRL_D)
        erase(edit, edit->cursor, step_on(edit, edit->cursor));
    else if (key == CTRL_K)
        erase(edit, edit->cursor, edit->length);
    else if (key == CTRL_U)
        erase(edit, 0, edit->cursor);
    else if (key == CTRL_W)
        erase_word(edit);
    else if (key == CTRL_L)
        fputs("\033[H\033[2J", stdout);
    else if (key == BACKSPACE || key == '\b')
        erase(edit, step_back(edit, edit->cursor), edit->cursor);
    else if (key >= ' ' || key == '\t')
        insert(edit, key == '\t' ? ' ' : (char)key);
    return false;
}

static enum line_end edit_line(struct line_editor *editor, const char *prompt)
{
    enum line_end end = LINE_READ;
    struct edit edit = {.editor = editor,
                        .prompt = prompt,
                        .text = editor->text,
                        .place = editor->history_count};
    edit.text[0] = '\0';
    make_raw();
    do
        draw(&edit);
    while (!run_key(&edit, next_byte(), &end));
    edit.cursor = edit.length;
    draw(&edit);
    make_cooked();
    puts(end == LINE_DROPPED ? "^C" : "");
    fflush(stdout);
    return end;
}

enum line_end line_read(struct line_editor *editor, const char *prompt)
{
    ssize_t length;
    if (editor->edits) {
        if (!editor->text)
            editor->text = xcalloc(LINE_MAX_BYTES, 1);
        return edit_line(editor, prompt);
    }
    if (editor->terminal) {
        fputs(prompt, stdout);
        fflush(stdout);
    }
    length = getline(&editor->text, &editor->capacity, stdin);
    if (length < 0)
        return LINE_END;
    editor->text[strcspn(editor->text, "\n")] = '\0';
    return LINE_READ;
}
