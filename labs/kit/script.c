/* The scripted terminal. Nothing but `wake` waits: a key is there or the script is
 * over, so that tests of the real binary are as fast as it is.
 */
#include "labs/kit/script.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/keys.h"
#include "labs/kit/plain.h"
#include "labs/kit/utf8.h"

enum { WAKE_MILLISECONDS = 60000 };

static struct script {
    char *words;       /* the whole script */
    char *next;        /* what is left of it */
    const char *typed; /* inside of a quoted word: the letters still to come */
    size_t typed_length;
    int rows, columns;
    struct canvas *shown; /* a copy of the last frame */
    FILE *dump;
} script;

bool script_wanted(void)
{
    return getenv("RING3_KEYS") != NULL;
}

static void script_size(int *rows, int *columns, bool *ascii)
{
    const char *no_utf8 = getenv("RING3_ASCII");
    *rows = script.rows;
    *columns = script.columns;
    *ascii = no_utf8 && *no_utf8;
}

static void script_show(const struct canvas *canvas)
{
    canvas_free(script.shown);
    script.shown = canvas_new(canvas->rows, canvas->columns, canvas->ascii);
    memcpy(script.shown->cells, canvas->cells,
           sizeof *canvas->cells * (size_t)canvas->rows * (size_t)canvas->columns);
    script.shown->cursor_row = canvas->cursor_row;
    script.shown->cursor_column = canvas->cursor_column;
}

static void dump_screen(void)
{
    if (!script.shown)
        return;
    plain_canvas(script.shown, script.dump);
    fprintf(script.dump, "[cursor %d,%d]\n", script.shown->cursor_row,
            script.shown->cursor_column);
    fflush(script.dump);
}

/* "80x24" */
static bool read_size(const char *text)
{
    int rows, columns, end = 0;
    if (sscanf(text, "%dx%d%n", &columns, &rows, &end) != 2 || text[end] || rows < 1 ||
        columns < 1 || rows > 1000 || columns > 1000)
        return false;
    script.rows = rows;
    script.columns = columns;
    return true;
}

/* Cuts the next word off; a quoted one may hold blanks. NULL at the end. */
static char *next_word(void)
{
    char *word = script.next + strspn(script.next, " \t\n");
    if (!*word)
        return NULL;
    char *end = *word == '\'' ? strchr(word + 1, '\'') : NULL;
    end = end ? end + 1 : word + strcspn(word, " \t\n");
    script.next = *end ? end + 1 : end;
    *end = 0;
    return word;
}

static uint32_t next_typed(void)
{
    uint32_t code;
    size_t length = utf8_decode(script.typed, script.typed_length, &code);
    script.typed += length;
    script.typed_length -= length;
    return code;
}

/* Waits until the screen's descriptor can be read. */
static uint32_t wait_for_wake(int wake)
{
    struct pollfd descriptor = {.fd = wake, .events = POLLIN};
    if (wake < 0 || poll(&descriptor, 1, WAKE_MILLISECONDS) <= 0)
        die(STATUS_REQUEST, "RING3_KEYS: nothing came to wake the screen");
    return K_WAKE;
}

static uint32_t script_key(int milliseconds, int wake)
{
    (void)milliseconds; /* time passes only by the word `tick` */
    for (;;) {
        if (script.typed_length)
            return next_typed();
        const char *word = next_word();
        if (!word)
            return K_CLOSED;
        size_t length = strlen(word);
        if (!strcmp(word, "dump")) {
            dump_screen();
        } else if (!strcmp(word, "tick")) {
            return K_TICK;
        } else if (!strcmp(word, "wake")) {
            return wait_for_wake(wake);
        } else if (!strncmp(word, "size:", 5)) {
            if (!read_size(word + 5))
                die(STATUS_REQUEST, "RING3_KEYS: '%s' is no size (try size:80x24)", word);
            return K_RESIZE;
        } else if (word[0] == '\'' && length > 2 && word[length - 1] == '\'') {
            script.typed = word + 1;
            script.typed_length = length - 2;
        } else {
            uint32_t key = key_from_name(word);
            if (!key)
                die(STATUS_REQUEST, "RING3_KEYS: '%s' is no key (try right, enter, x)",
                    word);
            return key;
        }
    }
}

static void script_nothing(void)
{
}

static void script_close(void)
{
    canvas_free(script.shown);
    if (script.dump && script.dump != stdout)
        fclose(script.dump);
    free(script.words);
    script = (struct script){0};
}

const struct terminal *script_open(struct error *error)
{
    static const struct terminal terminal = {
        .size = script_size,
        .show = script_show,
        .key = script_key,
        .suspend = script_nothing,
        .resume = script_nothing,
        .close = script_close,
    };
    const char *keys = getenv("RING3_KEYS"), *size = getenv("RING3_SCREEN");
    const char *dump = getenv("RING3_DUMP");
    size_t length;
    if (!keys)
        keys = "";
    if (keys[0] == '@') {
        if (file_read(keys + 1, 1 << 20, &script.words, &length, error) < 0)
            return NULL;
    } else {
        script.words = xstrdup(keys);
    }
    script.next = script.words;
    if (!read_size(size ? size : "80x24")) {
        error_set(error, STATUS_REQUEST, "RING3_SCREEN '%s' is no size (try 80x24)",
                  size);
        return NULL;
    }
    script.dump = dump && *dump ? fopen(dump, "ae") : stdout;
    if (!script.dump) {
        error_errno(error, STATUS_REQUEST, "RING3_DUMP %s", dump);
        return NULL;
    }
    return &terminal;
}
