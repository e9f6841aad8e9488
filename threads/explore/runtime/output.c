/* Output: the functions of stdio that print, for stdout and stderr. A call is one
 * step, and what two threads print at once is ordered by it. */
#include "threads/explore/runtime/output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/scheduler.h"

OURS static char text[OUTPUT_MAX];
OURS static size_t used;
OURS static char stream; /* what all output touches */

void output_reset(void)
{
    used = 0;
}

const char *output_text(size_t *length)
{
    *length = used;
    return text;
}

static void append(const char *bytes, size_t length)
{
    if (used + length > OUTPUT_MAX)
        length = OUTPUT_MAX - used;
    memcpy(text + used, bytes, length);
    used += length;
}

static void declare(uintptr_t pc)
{
    struct operation operation = {
        .kind = OP_OUTPUT,
        .pc = pc,
        .touch = {{(uintptr_t)&stream, 1, TOUCH_WRITE}},
    };
    if (self && thread_count > 1) {
        stutter_here(self, pc); /* a loop may do nothing but print */
        step(&operation);
        stutter_effect(self);
    }
}

__attribute__((format(printf, 3, 0))) static int print(uintptr_t pc, bool kept,
                                                       const char *format,
                                                       va_list arguments)
{
    char line[4096];
    int length = vsnprintf(line, sizeof line, format, arguments);
    declare(pc);
    if (kept && length > 0)
        append(line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
    return length;
}

static void check_stream(const FILE *file, uintptr_t pc, const char *function)
{
    if (file != stdout && file != stderr)
        run_refuse(pc, "%s() to a file: only stdout and stderr can be controlled",
                   function);
}

static size_t put(const char *bytes, size_t length, bool kept, uintptr_t pc)
{
    declare(pc);
    if (kept)
        append(bytes, length);
    return length;
}

/* For the compiler, what libc's header says of these only to gcc. */
#define FORMATTED(at, first) __attribute__((format(printf, at, first)))

FORMATTED(1, 2)
EXPORTED int printf(const char *format, ...)
{
    va_list arguments;
    ENTER();
    va_start(arguments, format);
    int length = print(CALLER, true, format, arguments);
    va_end(arguments);
    return length;
}

FORMATTED(1, 0)
EXPORTED int vprintf(const char *format, va_list arguments)
{
    ENTER();
    return print(CALLER, true, format, arguments);
}

FORMATTED(2, 3)
EXPORTED int fprintf(FILE *file, const char *format, ...)
{
    va_list arguments;
    ENTER();
    check_stream(file, CALLER, "fprintf");
    va_start(arguments, format);
    int length = print(CALLER, file == stdout, format, arguments);
    va_end(arguments);
    return length;
}

FORMATTED(2, 0)
EXPORTED int vfprintf(FILE *file, const char *format, va_list arguments)
{
    ENTER();
    check_stream(file, CALLER, "vfprintf");
    return print(CALLER, file == stdout, format, arguments);
}

EXPORTED int puts(const char *line)
{
    size_t length = strlen(line);
    ENTER();
    declare(CALLER);
    append(line, length);
    append("\n", 1);
    return 1;
}

static int put_byte(int byte, const FILE *file, uintptr_t pc)
{
    char letter = (char)byte;
    put(&letter, 1, file == stdout, pc);
    return (unsigned char)letter;
}

EXPORTED int putchar(int byte)
{
    ENTER();
    return put_byte(byte, stdout, CALLER);
}

#undef putc
EXPORTED int putc(int byte, FILE *file)
{
    ENTER();
    check_stream(file, CALLER, "putc");
    return put_byte(byte, file, CALLER);
}

EXPORTED int fputc(int byte, FILE *file)
{
    ENTER();
    check_stream(file, CALLER, "fputc");
    return put_byte(byte, file, CALLER);
}

EXPORTED int fputs(const char *line, FILE *file)
{
    ENTER();
    check_stream(file, CALLER, "fputs");
    put(line, strlen(line), file == stdout, CALLER);
    return 1;
}

EXPORTED size_t fwrite(const void *items, size_t size, size_t count, FILE *file)
{
    ENTER();
    check_stream(file, CALLER, "fwrite");
    put(items, size * count, file == stdout, CALLER);
    return count;
}

EXPORTED int fflush(FILE *file)
{
    (void)file;
    return 0;
}

EXPORTED void perror(const char *what)
{
    (void)what;
    ENTER();
    declare(CALLER);
}

EXPORTED ssize_t write(int fd, const void *bytes, size_t count)
{
    ENTER();
    if (fd != STDOUT_FILENO && fd != STDERR_FILENO)
        run_refuse(CALLER, "write() to descriptor %d", fd);
    return (ssize_t)put(bytes, count, fd == STDOUT_FILENO, CALLER);
}
