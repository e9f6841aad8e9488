/* memcpy and its kin as accesses: compilers do not announce what these touch.
 *
 * Each is called program_NAME here: when a program is built, its own calls of NAME are
 * renamed (threads/explore/rename.c), so the runtime can go on to call libc's.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "threads/explore/runtime/accesses.h"
#include "threads/explore/runtime/heap.h"
#include "threads/explore/runtime/thread.h"

static void reads(const void *place, size_t size, uintptr_t pc)
{
    if (self && size)
        access_memory((uintptr_t)place, size, false, pc);
}

static void writes(void *place, size_t size, uintptr_t pc)
{
    if (self && size)
        access_memory((uintptr_t)place, size, true, pc);
}

static size_t length_up_to(const char *text, size_t limit)
{
    size_t length = 0;
    while (length < limit && text[length])
        length++;
    return length;
}

#define PROGRAM(type, name, ...)                                                         \
    EXPORTED type program_##name(__VA_ARGS__);                                           \
    EXPORTED type program_##name(__VA_ARGS__)

PROGRAM(void *, memcpy, void *to, const void *from, size_t size)
{
    ENTER();
    reads(from, size, CALLER);
    writes(to, size, CALLER);
    return memcpy(to, from, size);
}

PROGRAM(void *, memmove, void *to, const void *from, size_t size)
{
    ENTER();
    reads(from, size, CALLER);
    writes(to, size, CALLER);
    return memmove(to, from, size);
}

PROGRAM(void *, memset, void *to, int byte, size_t size)
{
    ENTER();
    writes(to, size, CALLER);
    return memset(to, byte, size);
}

PROGRAM(int, memcmp, const void *a, const void *b, size_t size)
{
    ENTER();
    reads(a, size, CALLER);
    reads(b, size, CALLER);
    return memcmp(a, b, size);
}

PROGRAM(size_t, strlen, const char *text)
{
    size_t length = strlen(text);
    ENTER();
    reads(text, length + 1, CALLER);
    return length;
}

PROGRAM(char *, strcpy, char *to, const char *from)
{
    size_t size = strlen(from) + 1;
    ENTER();
    reads(from, size, CALLER);
    writes(to, size, CALLER);
    return memcpy(to, from, size);
}

PROGRAM(char *, strncpy, char *to, const char *from, size_t size)
{
    size_t length = length_up_to(from, size);
    ENTER();
    reads(from, length < size ? length + 1 : size, CALLER);
    writes(to, size, CALLER);
    memset(to, 0, size);
    return memcpy(to, from, length);
}

PROGRAM(char *, strcat, char *to, const char *from)
{
    size_t old = strlen(to), size = strlen(from) + 1;
    ENTER();
    reads(to, old + 1, CALLER);
    reads(from, size, CALLER);
    writes(to + old, size, CALLER);
    memcpy(to + old, from, size);
    return to;
}

PROGRAM(char *, strncat, char *to, const char *from, size_t size)
{
    size_t old = strlen(to), more = length_up_to(from, size);
    ENTER();
    reads(to, old + 1, CALLER);
    reads(from, more, CALLER);
    writes(to + old, more + 1, CALLER);
    memcpy(to + old, from, more);
    to[old + more] = '\0';
    return to;
}

PROGRAM(int, strcmp, const char *a, const char *b)
{
    ENTER();
    reads(a, strlen(a) + 1, CALLER);
    reads(b, strlen(b) + 1, CALLER);
    for (; *a && *a == *b; a++)
        b++;
    return (unsigned char)*a - (unsigned char)*b;
}

PROGRAM(int, strncmp, const char *a, const char *b, size_t size)
{
    ENTER();
    reads(a, length_up_to(a, size), CALLER);
    reads(b, length_up_to(b, size), CALLER);
    for (; size && *a && *a == *b; a++, b++)
        size--;
    return size ? (unsigned char)*a - (unsigned char)*b : 0;
}

PROGRAM(char *, strchr, const char *text, int byte)
{
    ENTER();
    reads(text, strlen(text) + 1, CALLER);
    for (; *text != (char)byte; text++)
        if (!*text)
            return NULL;
    return (char *)(uintptr_t)text;
}

__attribute__((format(printf, 4, 0))) static int print_into(char *to, size_t size,
                                                            uintptr_t pc,
                                                            const char *format,
                                                            va_list arguments)
{
    char line[4096];
    int length = vsnprintf(line, sizeof line, format, arguments);
    size_t bytes = (size_t)length + 1 < size ? (size_t)length + 1 : size;
    if (length < 0 || bytes == 0 || bytes > sizeof line)
        return length;
    writes(to, bytes, pc);
    memcpy(to, line, bytes - 1);
    to[bytes - 1] = '\0';
    return length;
}

__attribute__((format(printf, 3, 4)))
PROGRAM(int, snprintf, char *to, size_t size, const char *format, ...)
{
    va_list arguments;
    ENTER();
    va_start(arguments, format);
    int length = print_into(to, size, CALLER, format, arguments);
    va_end(arguments);
    return length;
}

__attribute__((format(printf, 2, 3)))
PROGRAM(int, sprintf, char *to, const char *format, ...)
{
    va_list arguments;
    ENTER();
    va_start(arguments, format);
    int length = print_into(to, SIZE_MAX, CALLER, format, arguments);
    va_end(arguments);
    return length;
}
