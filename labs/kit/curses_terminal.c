/* ncurses shows canvases and reads keys; nothing else in ring3 knows it.
 *
 * Rules of this file:
 * - newterm, not initscr, which would end the program on an unknown TERM.
 * - LINES and COLUMNS leave the environment first: with them a resize is frozen.
 * - No SIGWINCH handler of ours: ncurses turns it into KEY_RESIZE.
 * - Every way out restores the terminal: exit() and die() through atexit, fatal
 *   signals by a handler that only writes and sets modes, kill -9 by the guard.
 */
#include "labs/kit/curses_terminal.h"

#include <curses.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "labs/kit/ascii.h"
#include "labs/kit/guard.h"
#include "labs/kit/keys.h"
#include "labs/kit/link.h"
#include "labs/kit/utf8.h"

enum { ESCAPE_DELAY_MS = 25, PAIRS = 8 };

static SCREEN *screen;
static bool active, ascii;
static struct termios saved_modes;
static char restore[256]; /* what leaves full-screen mode, for signal handlers */
static size_t restore_length;
static pid_t owner; /* a forked child must not restore its parent's terminal */

static const struct {
    int code;
    uint32_t key;
} codes[] = {
    {KEY_UP, K_UP},         {KEY_DOWN, K_DOWN},
    {KEY_LEFT, K_LEFT},     {KEY_RIGHT, K_RIGHT},
    {KEY_HOME, K_HOME},     {KEY_END, K_END_KEY},
    {KEY_PPAGE, K_PAGE_UP}, {KEY_NPAGE, K_PAGE_DOWN},
    {KEY_ENTER, K_ENTER},   {KEY_BACKSPACE, K_BACKSPACE},
    {KEY_BTAB, K_BACKTAB},  {KEY_DC, K_DELETE},
    {KEY_RESIZE, K_RESIZE},
};

static void curses_size(int *rows, int *columns, bool *only_ascii)
{
    getmaxyx(stdscr, *rows, *columns);
    *only_ascii = ascii;
}

static attr_t attributes_of(struct look look)
{
    attr_t attributes = A_NORMAL;
    if (look.attribute & ATTRIBUTE_BOLD)
        attributes |= A_BOLD;
    if (look.attribute & ATTRIBUTE_DIM)
        attributes |= A_DIM;
    if (look.attribute & ATTRIBUTE_UNDERLINE)
        attributes |= A_UNDERLINE;
    if (look.attribute & ATTRIBUTE_REVERSE)
        attributes |= A_REVERSE;
    return attributes;
}

static void show_cell(int row, int column, const struct cell *cell)
{
    wchar_t wide[sizeof cell->text];
    size_t count = 0, left = strlen(cell->text);
    for (const char *text = cell->text; left && count < CCHARW_MAX;) {
        uint32_t code;
        size_t length = utf8_decode(text, left, &code);
        wide[count++] = (wchar_t)code;
        text += length;
        left -= length;
    }
    wide[count] = 0;
    struct look look = theme_look(cell->style);
    short pair = (short)(theme_has_colour() && has_colors() ? look.colour + 1 : 0);
    /* Where this libc knows another width, the rest of the line would be moved. */
    if (wcwidth(wide[0]) != cell->width)
        wcscpy(wide, L"?");
    cchar_t character;
    if (setcchar(&character, wide, attributes_of(look), pair, NULL) == ERR)
        setcchar(&character, L"?", attributes_of(look), pair, NULL);
    mvadd_wch(row, column, &character);
}

/* ncurses cannot write OSC 8. So the cells of a link are left out of a frame and then
 * drawn alone, by ncurses, between the two sequences: what it believes to be on the
 * terminal stays true. And they are blank for a moment when the link goes, or else
 * ncurses would see no change and the terminal would keep it. */
static struct link shown[CANVAS_LINKS];
static size_t shown_count;

static void forget_shown(void)
{
    while (shown_count)
        free(shown[--shown_count].address);
}

static bool same_links(const struct canvas *canvas)
{
    if (canvas->link_count != shown_count)
        return false;
    for (size_t i = 0; i < shown_count; i++) {
        const struct link *is = &canvas->links[i], *was = &shown[i];
        if (is->row != was->row || is->column != was->column ||
            is->columns != was->columns || strcmp(is->address, was->address) != 0)
            return false;
    }
    return true;
}

static void blank_links(const struct link *links, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mvhline(links[i].row, links[i].column, ' ', links[i].columns);
}

static void draw_stretch(const struct canvas *canvas, int row, int column, int columns)
{
    for (int end = column + columns; column < end; column++) {
        const struct cell *cell = canvas_cell(canvas, row, column);
        if (cell && cell->width > 0)
            show_cell(row, column, cell);
    }
}

static void show_links(const struct canvas *canvas)
{
    blank_links(shown, shown_count);
    blank_links(canvas->links, canvas->link_count);
    refresh();
    forget_shown();
    for (size_t i = 0; i < canvas->link_count; i++) {
        const struct link *link = &canvas->links[i];
        link_open(link->address, stdout);
        fflush(stdout);
        draw_stretch(canvas, link->row, link->column, link->columns);
        refresh();
        link_close(stdout);
        fflush(stdout);
        shown[shown_count] = *link;
        shown[shown_count++].address = xstrdup(link->address);
    }
}

static void draw_all(const struct canvas *canvas)
{
    erase();
    for (int row = 0; row < canvas->rows; row++)
        draw_stretch(canvas, row, 0, canvas->columns);
}

static void curses_show(const struct canvas *canvas)
{
    draw_all(canvas);
    if (link_shown() && !same_links(canvas)) {
        show_links(canvas);
        draw_all(canvas);
    }
    /* The last act of a frame: screen readers follow the hardware cursor. */
    int row = canvas->cursor_row, column = canvas->cursor_column;
    move(row < 0 ? canvas->rows - 1 : row, column < 0 ? 0 : column);
    refresh();
}

/* A terminal that is gone answers at once, for ever: that is no passing of time. */
static bool hung_up(void)
{
    struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&terminal, 1, 0) > 0 &&
           (terminal.revents & (POLLHUP | POLLERR | POLLNVAL));
}

/* True once `wake` can be read and there is no key; false when ncurses has something to
 * look at: a key, a new size (which interrupts the wait), or that the time is over. */
static bool wakes(int *milliseconds, int wake)
{
    struct pollfd both[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                            {.fd = wake, .events = POLLIN}};
    int ready = poll(both, 2, *milliseconds);
    if (ready == 0 || both[0].revents || ready < 0)
        *milliseconds = 0;
    return ready > 0 && !both[0].revents && both[1].revents;
}

static uint32_t curses_key(int milliseconds, int wake)
{
    wint_t code;
    int kind = ERR, limit = milliseconds;
    if (wake >= 0) { /* what ncurses has read already comes first */
        timeout(0);
        kind = get_wch(&code);
        if (kind == ERR && wakes(&limit, wake))
            return K_WAKE;
    }
    if (kind == ERR) {
        timeout(limit);
        kind = get_wch(&code);
    }
    if (kind == ERR && limit != milliseconds && milliseconds < 0 && !hung_up())
        return 0;    /* a signal that was none of ours */
    if (kind == ERR) /* no key in time; or, without a limit, no terminal any more */
        return milliseconds >= 0 && !hung_up() ? K_TICK : K_CLOSED;
    if (kind == KEY_CODE_YES) {
        for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
            if (codes[i].code == (int)code) {
                if (code == KEY_RESIZE) /* what stood there may be gone */
                    forget_shown();
                return codes[i].key;
            }
        return 0;
    }
    switch (code) {
    case '\r':
    case '\n':
        return K_ENTER;
    case 27:
        return K_ESCAPE;
    case '\t':
        return K_TAB;
    case 127:
    case '\b':
        return K_BACKSPACE;
    default:
        return (uint32_t)code;
    }
}

static void leave(void)
{
    if (!active || getpid() != owner)
        return;
    active = false;
    endwin();
    guard_stop();
}

/* Only async-signal-safe calls: write, tcsetattr, close, waitpid, sigaction, raise. */
static void on_fatal_signal(int number)
{
    if (active && getpid() == owner) {
        ssize_t written = write(STDOUT_FILENO, restore, restore_length);
        (void)written;
        tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
        guard_stop(); /* it would do the same again, over the prompt of the shell */
    }
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(number, &standard, NULL);
    raise(number);
}

static void catch_fatal_signals(void)
{
    static const int fatal[] = {SIGINT,  SIGTERM, SIGHUP, SIGQUIT, SIGSEGV,
                                SIGABRT, SIGBUS,  SIGFPE, SIGILL,  SIGXCPU};
    /* Sanitizers want to report first; they end by abort() or exit(). */
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) {
        struct sigaction action = {.sa_handler = on_fatal_signal,
                                   .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
        struct sigaction old;
        /* What was ignored from the start stays so: that is what nohup means. */
        if (sigaction(fatal[i], &action, &old) == 0 && old.sa_handler == SIG_IGN)
            sigaction(fatal[i], &old, NULL);
    }
}

/* Leave the alternate screen, show the cursor, plain attributes, no keypad mode:
 * what this terminal's own description says. */
static void prepare_restore(void)
{
    static const char *const capabilities[] = {"sgr0", "rmkx", "cnorm", "rmcup"};
    restore_length = 0;
    for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++) {
        const char *text = tigetstr(capabilities[i]);
        if (!text || text == (const char *)-1)
            continue;
        for (; *text && restore_length < sizeof restore; text++) {
            /* "$<5/>" is padding for terminals of another age. */
            const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
            if (end)
                text = end;
            else
                restore[restore_length++] = *text;
        }
    }
}

static void enter(void)
{
    active = true;
    guard_start(STDOUT_FILENO, &saved_modes, restore, restore_length);
}

static void curses_suspend(void)
{
    endwin();
    active = false;
    guard_stop(); /* the child will have its own */
}

static void curses_resume(void)
{
    /* A child that crashed may have left any mode behind. */
    tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
    enter();
    forget_shown();
    clearok(stdscr, TRUE);
    refresh();
}

static void curses_close(void)
{
    leave();
    forget_shown();
    if (screen)
        delscreen(screen);
    screen = NULL;
}

static void prepare_colours(void)
{
    if (!has_colors())
        return;
    start_color();
    use_default_colors();
    for (int colour = 0; colour < PAIRS; colour++)
        init_pair((short)(colour + 1), (short)colour, -1);
}

const struct terminal *curses_open(struct error *error)
{
    static const struct terminal terminal = {
        .size = curses_size,
        .show = curses_show,
        .key = curses_key,
        .suspend = curses_suspend,
        .resume = curses_resume,
        .close = curses_close,
    };
    const char *type = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
        tcgetattr(STDIN_FILENO, &saved_modes) < 0) {
        error_set(error, STATUS_REQUEST, "no terminal here (try --plain)");
        return NULL;
    }
    unsetenv("LINES");
    unsetenv("COLUMNS");
    screen = newterm(NULL, stdout, stdin);
    if (!screen) {
        error_set(error, STATUS_REQUEST,
                  "the terminal type '%s' is unknown here (try TERM=xterm, or --plain)",
                  type ? type : "");
        return NULL;
    }
    set_escdelay(ESCAPE_DELAY_MS);
    cbreak();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    curs_set(0);
    prepare_colours();
    ascii = ascii_only();
    owner = getpid();
    prepare_restore();
    catch_fatal_signals();
    static bool registered;
    if (!registered) {
        atexit(leave);
        error_before_die(leave);
        registered = true;
    }
    enter();
    return &terminal;
}
