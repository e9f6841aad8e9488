/* Errors: two families, and no third.
 *
 * Libraries return a negative value and fill a `struct error`; each caller on
 * the way up may put its own context in front ("cannot set up the root: mount
 * proc: Operation not permitted"). Programs end with die(), which restores the
 * terminal, prints one line and exits with one of the statuses below.
 */
#ifndef RING3_KIT_ERROR_H
#define RING3_KIT_ERROR_H

#include <stdarg.h>
#include <stddef.h>

/* The exit statuses that all programs share. */
enum status {
    STATUS_OK = 0,        /* done, or the answer is yes */
    STATUS_NO = 1,        /* the answer is no: not passed, a bug was found */
    STATUS_REQUEST = 2,   /* the request is wrong: option, file, line */
    STATUS_HOST = 3,      /* this host cannot: which feature is missing */
    STATUS_UNDECIDED = 4, /* the limits given were reached first */
};

enum { ERROR_MAX = 1024 };

struct error {
    enum status status;
    char message[ERROR_MAX]; /* one line, no newline, cut with "…" if longer */
};

/* Fills `error` (which may be NULL) and returns -1, so that a failure is one
 * line: `return error_set(error, STATUS_REQUEST, "%s is empty", path);` */
int error_set(struct error *error, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, followed by ": " and the words for the current errno. */
int error_errno(struct error *error, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "context: " in front of the message that is there; returns -1. */
int error_wrap(struct error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* For checkers, which look at one file at a time: these three always return -1. */
#if defined __clang_analyzer__ && !defined ERROR_IS_DEFINED_HERE
#define error_set(...)   (error_set(__VA_ARGS__), -1)
#define error_errno(...) (error_errno(__VA_ARGS__), -1)
#define error_wrap(...)  (error_wrap(__VA_ARGS__), -1)
#endif

/* The name that die() and warn() put before their line; "ring3" until set.
 * The string is kept, not copied. */
void error_program(const char *name);
const char *error_program_name(void);

/* Called before die() prints: the screen registers its restoration here. */
void error_before_die(void (*hook)(void));

/* Prints "PROGRAM: message" on stderr and exits. */
_Noreturn void die(enum status status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
_Noreturn void die_error(const struct error *error);

/* Prints "PROGRAM: message" on stderr and goes on. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Memory: these never return NULL; they die when there is none left. Free the
 * result with free(). */
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *memory, size_t count, size_t size);
char *xstrdup(const char *text);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
