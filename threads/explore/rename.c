/* Renaming what a unit calls: see the header. */
#include "threads/explore/rename.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "threads/explore/elf_symbols.h"
#include "threads/explore/image.h"

/* They touch no memory that threads share but what they are given to read, wait for
 * nothing, and depend on nothing outside. In order, for bsearch(). */
static const char *const harmless[] = {
    "_GLOBAL_OFFSET_TABLE_",
    "__ctype_b_loc",
    "__ctype_tolower_loc",
    "__ctype_toupper_loc",
    "__errno_location",
    "__finite",
    "__fpclassify",
    "__isinf",
    "__isnan",
    "__isoc23_strtol",
    "__isoc23_strtoll",
    "__isoc23_strtoul",
    "__isoc23_strtoull",
    "__longjmp_chk",
    "__pthread_unwind_next",
    "__signbit",
    "__sigsetjmp",
    "__stack_chk_fail",
    "_setjmp",
    "abs",
    "acos",
    "acosf",
    "asctime",
    "asin",
    "asinf",
    "atan",
    "atan2",
    "atan2f",
    "atanf",
    "atexit",
    "atof",
    "atoi",
    "atol",
    "atoll",
    "basename",
    "bsearch",
    "cbrt",
    "ceil",
    "ceilf",
    "clock",
    "copysign",
    "cos",
    "cosf",
    "cosh",
    "ctime",
    "difftime",
    "div",
    "environ",
    "erf",
    "exp",
    "exp2",
    "expf",
    "fabs",
    "fabsf",
    "fabsl",
    "fdim",
    "feof",
    "ferror",
    "floor",
    "floorf",
    "fma",
    "fmax",
    "fmaxf",
    "fmin",
    "fminf",
    "fmod",
    "fmodf",
    "frexp",
    "get_nprocs",
    "getenv",
    "getopt",
    "getopt_long",
    "getpagesize",
    "getpid",
    "getppid",
    "gettid",
    "getuid",
    "gmtime",
    "gmtime_r",
    "hypot",
    "index",
    "isalnum",
    "isalpha",
    "isatty",
    "isblank",
    "iscntrl",
    "isdigit",
    "isgraph",
    "islower",
    "isprint",
    "ispunct",
    "isspace",
    "isupper",
    "isxdigit",
    "labs",
    "ldexp",
    "ldiv",
    "llabs",
    "llrint",
    "llround",
    "localtime",
    "localtime_r",
    "log",
    "log10",
    "log1p",
    "log2",
    "logf",
    "longjmp",
    "lrint",
    "lround",
    "memchr",
    "mktime",
    "modf",
    "nearbyint",
    "nextafter",
    "optarg",
    "opterr",
    "optind",
    "optopt",
    "pow",
    "powf",
    "pthread_attr_getdetachstate",
    "pthread_attr_getstacksize",
    "pthread_attr_setguardsize",
    "pthread_attr_setinheritsched",
    "pthread_attr_setschedparam",
    "pthread_attr_setschedpolicy",
    "pthread_attr_setscope",
    "pthread_barrierattr_destroy",
    "pthread_barrierattr_init",
    "pthread_barrierattr_setpshared",
    "pthread_condattr_setpshared",
    "pthread_getattr_np",
    "pthread_getname_np",
    "pthread_mutexattr_getrobust",
    "pthread_mutexattr_gettype",
    "pthread_mutexattr_setprotocol",
    "pthread_mutexattr_setpshared",
    "pthread_rwlockattr_setkind_np",
    "pthread_rwlockattr_setpshared",
    "pthread_setconcurrency",
    "pthread_setname_np",
    "qsort",
    "rand_r",
    "remainder",
    "rindex",
    "rint",
    "round",
    "roundf",
    "sched_getcpu",
    "setbuf",
    "setjmp",
    "setlinebuf",
    "setlocale",
    "setvbuf",
    "siglongjmp",
    "sin",
    "sinf",
    "sinh",
    "sqrt",
    "sqrtf",
    "stderr",
    "stdin",
    "stdout",
    "stpcpy",
    "strcasecmp",
    "strcspn",
    "strdup",
    "strerror",
    "strerror_r",
    "strftime",
    "strncasecmp",
    "strndup",
    "strnlen",
    "strpbrk",
    "strrchr",
    "strspn",
    "strstr",
    "strtod",
    "strtof",
    "strtok_r",
    "strtol",
    "strtold",
    "strtoll",
    "strtoul",
    "strtoull",
    "sysconf",
    "tan",
    "tanf",
    "tanh",
    "tolower",
    "toupper",
    "trunc",
    "truncf",
};

enum { HARMLESS = sizeof harmless / sizeof harmless[0] };

static int compare_names(const void *key, const void *item)
{
    return strcmp(key, *(const char *const *)item);
}

static bool is_harmless(const char *name)
{
    return bsearch(name, harmless, HARMLESS, sizeof harmless[0], compare_names);
}

static const struct elf_symbol *defined_in(const struct elf_symbols *symbols,
                                           const char *prefix, const char *name)
{
    size_t length = strlen(prefix);
    for (size_t i = 0; i < symbols->count; i++) {
        const struct elf_symbol *symbol = &symbols->items[i];
        if (symbol->defined && symbol->global && !strncmp(symbol->name, prefix, length) &&
            !strcmp(symbol->name + length, name))
            return symbol;
    }
    return NULL;
}

static bool defined_by_units(const struct elf_symbols *units, size_t count,
                             const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (defined_in(&units[i], "", name))
            return true;
    return false;
}

/* What the program calls it by, and what it gets. */
static void rename_one(FILE *file, const char *name, const struct elf_symbols *image)
{
    if (defined_in(image, "program_", name))
        fprintf(file, "%s program_%s\n", name, name);
    else if (!defined_in(image, "", name) && !is_harmless(name))
        fprintf(file, "%s program_unknown\n", name);
}

/* objcopy takes each name once. */
static bool undefined_before(const struct elf_symbols *units, size_t count,
                             const char *name)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < units[i].count; j++)
            if (!units[i].items[j].defined && !strcmp(units[i].items[j].name, name))
                return true;
    return false;
}

static int refuse_own(const struct elf_symbols *unit, const struct elf_symbols *image,
                      const char *file, struct error *error)
{
    for (size_t i = 0; i < unit->count; i++) {
        const struct elf_symbol *symbol = &unit->items[i];
        if (symbol->defined && symbol->global && defined_in(image, "", symbol->name))
            return error_set(error, STATUS_UNDECIDED,
                             "%s defines %s() itself: that name belongs to the thread "
                             "library and to the explorer, give yours another",
                             file, symbol->name);
    }
    return 0;
}

static int write_names(const struct explore_program *program,
                       const struct elf_symbols *units, size_t count,
                       const struct elf_symbols *image, struct error *error)
{
    cleanup_free char *path = path_join(program->folder, RENAME_FILE);
    cleanup_file FILE *file = fopen(path, "we");
    if (!file)
        return error_errno(error, STATUS_HOST, "%s", path);
    for (size_t i = 0; i < count; i++) {
        if (refuse_own(&units[i], image, program->files[i], error) < 0)
            return -1;
        for (size_t j = 0; j < units[i].count; j++) {
            const struct elf_symbol *symbol = &units[i].items[j];
            if (!symbol->defined && !defined_by_units(units, count, symbol->name) &&
                !undefined_before(units, i, symbol->name))
                rename_one(file, symbol->name, image);
        }
    }
    if (fflush(file) != 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    return 0;
}

int rename_prepare(const struct explore_program *program, size_t count,
                   struct error *error)
{
    struct elf_symbols image, *units = xcalloc(count, sizeof *units);
    size_t length;
    const char *bytes = image_bytes(&length);
    int outcome = elf_symbols_parse(bytes, length, &image);
    if (outcome < 0)
        error_set(error, STATUS_HOST, "the runtime within threads is damaged");
    for (size_t i = 0; outcome == 0 && i < count; i++) {
        cleanup_free char *path = xasprintf("%s/unit%zu.o", program->folder, i);
        outcome = elf_symbols_read(path, &units[i], error);
    }
    if (outcome == 0)
        outcome = write_names(program, units, count, &image, error);
    for (size_t i = 0; i < count; i++)
        elf_symbols_free(&units[i]);
    free(units);
    elf_symbols_free(&image);
    return outcome;
}
