/* Errors and memory that cannot fail quietly.
 *
 * Messages are one line: newlines that come in with an argument become blanks,
 * so that "one line on stderr" holds whatever a file name contains.
 */
#define ERROR_IS_DEFINED_HERE
#include "labs/kit/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program_name = "ring3";
static void (*before_die)(void);

void error_program(const char *name)
{
    program_name = name;
}

const char *error_program_name(void)
{
    return program_name;
}

void error_before_die(void (*hook)(void))
{
    before_die = hook;
}

/* Control characters would break the line or drive the terminal: those of ASCII, and
 * U+0080 to U+009F, which are two bytes each. */
static void one_line(char *message)
{
    for (unsigned char *c = (unsigned char *)message; *c; c++) {
        if (*c < ' ' || *c == 127)
            *c = ' ';
        if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0)
            c[0] = c[1] = ' ';
    }
}

/* A message that was cut says so, and is not cut within a character. */
static void mark_cut(char *message, size_t size)
{
    static const char mark[] = "…";
    size_t end = size - sizeof mark;
    while (end > 0 && ((unsigned char)message[end] & 0xC0) == 0x80)
        end--;
    memcpy(message + end, mark, sizeof mark);
}

static void __attribute__((format(printf, 2, 0)))
format_message(struct error *error, const char *format, va_list arguments)
{
    int length = vsnprintf(error->message, sizeof error->message, format, arguments);
    if (length >= (int)sizeof error->message)
        mark_cut(error->message, sizeof error->message);
    one_line(error->message);
}

int error_set(struct error *error, enum status status, const char *format, ...)
{
    if (!error)
        return -1;
    va_list arguments;
    va_start(arguments, format);
    error->status = status;
    format_message(error, format, arguments);
    va_end(arguments);
    return -1;
}

int error_errno(struct error *error, enum status status, const char *format, ...)
{
    int reason = errno;
    if (!error)
        return -1;
    va_list arguments;
    va_start(arguments, format);
    error->status = status;
    format_message(error, format, arguments);
    va_end(arguments);
    size_t length = strlen(error->message);
    if (snprintf(error->message + length, sizeof error->message - length, ": %s",
                 strerror(reason)) >= (int)(sizeof error->message - length))
        mark_cut(error->message, sizeof error->message);
    errno = reason;
    return -1;
}

int error_wrap(struct error *error, const char *format, ...)
{
    if (!error)
        return -1;
    struct error inner = *error;
    va_list arguments;
    va_start(arguments, format);
    format_message(error, format, arguments);
    va_end(arguments);
    size_t length = strlen(error->message);
    if (snprintf(error->message + length, sizeof error->message - length, ": %s",
                 inner.message) >= (int)(sizeof error->message - length))
        mark_cut(error->message, sizeof error->message);
    return -1;
}

/* One write, so that lines of several processes do not mix. */
static void print_line(const char *message)
{
    fflush(stdout);
    fprintf(stderr, "%s: %s\n", program_name, message);
    fflush(stderr);
}

static void __attribute__((format(printf, 1, 0)))
print_formatted(const char *format, va_list arguments)
{
    struct error error = {0};
    format_message(&error, format, arguments);
    print_line(error.message);
}

void die(enum status status, const char *format, ...)
{
    if (before_die)
        before_die();
    va_list arguments;
    va_start(arguments, format);
    print_formatted(format, arguments);
    va_end(arguments);
    exit((int)status);
}

void die_error(const struct error *error)
{
    die(error->status, "%s", error->message);
}

void warn(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_formatted(format, arguments);
    va_end(arguments);
}

static _Noreturn void out_of_memory(void)
{
    die(STATUS_HOST, "out of memory: close other programs, or ask for less");
}

void *xcalloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory)
        out_of_memory();
    return memory;
}

void *xreallocarray(void *memory, size_t count, size_t size)
{
    void *larger = reallocarray(memory, count ? count : 1, size ? size : 1);
    if (!larger)
        out_of_memory();
    return larger;
}

char *xstrdup(const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        out_of_memory();
    return copy;
}

char *xasprintf(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        out_of_memory();
    return text;
}
