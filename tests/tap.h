/* TAP for C tests: https://testanything.org
 *
 *     int main(void)
 *     {
 *         is_int(add(1, 2), 3, "one and two");
 *         ok(list_empty(list), "a new list is empty");
 *         if (!can_mount)
 *             skip("mounts a tmpfs", "this host allows no mount");
 *         return done_testing();
 *     }
 *
 * A failed check prints what was expected, what was seen, and where.
 */
#ifndef RING3_TESTS_TAP_H
#define RING3_TESTS_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int tap_run, tap_failed;

static inline bool tap_result(bool passed, const char *name, const char *file, int line)
{
    printf("%sok %d - %s\n", passed ? "" : "not ", ++tap_run, name);
    if (!passed) {
        tap_failed++;
        printf("#   at %s:%d\n", file, line);
    }
    fflush(stdout);
    return passed;
}

static inline void tap_lines(const char *label, const char *text)
{
    printf("#   %s:\n", label);
    for (const char *line = text; line && *line;) {
        size_t length = strcspn(line, "\n");
        printf("#     |%.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static inline bool tap_string(const char *seen, const char *wanted, const char *name,
                              const char *file, int line)
{
    bool same = seen && wanted ? !strcmp(seen, wanted) : seen == wanted;
    if (!tap_result(same, name, file, line)) {
        tap_lines("wanted", wanted ? wanted : "(null)");
        tap_lines("seen", seen ? seen : "(null)");
    }
    return same;
}

static inline bool tap_contains(const char *text, const char *part, const char *name,
                                const char *file, int line)
{
    bool found = text && strstr(text, part);
    if (!tap_result(found, name, file, line)) {
        tap_lines("wanted within it", part);
        tap_lines("seen", text ? text : "(null)");
    }
    return found;
}

static inline bool tap_number(long long seen, long long wanted, const char *name,
                              const char *file, int line)
{
    bool same = seen == wanted;
    if (!tap_result(same, name, file, line))
        printf("#   wanted %lld, seen %lld\n", wanted, seen);
    return same;
}

#define ok(condition, name) tap_result((condition), name, __FILE__, __LINE__)
#define is_int(seen, wanted, name)                                                       \
    tap_number((long long)(seen), (long long)(wanted), name, __FILE__, __LINE__)
#define is_string(seen, wanted, name) tap_string(seen, wanted, name, __FILE__, __LINE__)
#define contains(text, part, name)    tap_contains(text, part, name, __FILE__, __LINE__)

static inline void skip(const char *name, const char *reason)
{
    printf("ok %d - %s # SKIP %s\n", ++tap_run, name, reason);
    fflush(stdout);
}

/* Not a wait for an event: only how often it is looked for, until a deadline. */
static inline void tap_pause(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL); /* lint: allowed */
}

/* Prints the plan; to be returned from main(). */
static inline int done_testing(void)
{
    printf("1..%d\n", tap_run);
    return tap_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* The whole test makes no sense here. */
static inline _Noreturn void skip_all(const char *reason)
{
    printf("1..0 # SKIP %s\n", reason);
    exit(EXIT_SUCCESS);
}

#endif
