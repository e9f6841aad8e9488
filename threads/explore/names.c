/* Names for addresses. Lines come from addr2line, asked once for all of a report (in
 * the sandbox: it reads what a learner's source became); variables from the symbol
 * table. */
#include "threads/explore/names.h"

#include <ctype.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/sandbox.h"
#include "threads/explore/elf_symbols.h"
#include "threads/explore/program.h"
#include "threads/explore/runtime/layout.h"

struct known {
    uintptr_t address;
    struct place place;
    char *file, *function;
};

struct names {
    const struct explore_program *program;
    struct elf_symbols symbols;
    struct known *known;
    size_t known_count;
};

enum { THREADS = 128, LOOKUP_SECONDS = 20 };

struct names *names_read(const struct explore_program *program, struct error *error)
{
    struct names *names = xcalloc(1, sizeof *names);
    cleanup_free char *path = program_path(program);
    names->program = program;
    if (elf_symbols_read(path, &names->symbols, error) == 0)
        return names;
    names_free(names);
    return NULL;
}

static void forget_places(struct names *names)
{
    for (size_t i = 0; i < names->known_count; i++) {
        free(names->known[i].file);
        free(names->known[i].function);
    }
    free(names->known);
    names->known = NULL;
    names->known_count = 0;
}

void names_free(struct names *names)
{
    if (!names)
        return;
    forget_places(names);
    elf_symbols_free(&names->symbols);
    free(names);
}

/* Places */

static const char *given_name(const struct explore_program *program, const char *path)
{
    for (size_t i = 0; program->real[i]; i++)
        if (!strcmp(program->real[i], path))
            return program->files[i];
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const struct known *find_place(const struct names *names, uintptr_t address)
{
    for (size_t i = 0; i < names->known_count; i++)
        if (names->known[i].address == address)
            return &names->known[i];
    return NULL;
}

/* Two lines of addr2line: the function, and FILE:LINE. */
static const char *take_place(struct names *names, uintptr_t address, const char *text)
{
    const char *second = strchr(text, '\n');
    const char *end = second ? strchr(second + 1, '\n') : NULL;
    if (!end)
        return text + strlen(text);
    struct known *known = &names->known[names->known_count++];
    cleanup_free char *path = xasprintf("%.*s", (int)(end - second - 1), second + 1);
    char *colon = strrchr(path, ':');
    known->address = address;
    known->function = xasprintf("%.*s", (int)(second - text), text);
    if (colon)
        *colon = '\0';
    known->place.line = colon ? atoi(colon + 1) : 0;
    known->file = xstrdup(strchr(path, '?') ? "?" : given_name(names->program, path));
    known->place.file = known->file;
    known->place.function = *known->function == '?' ? "" : known->function;
    return end + 1;
}

static char *list_addresses(const struct names *names, const uintptr_t *addresses,
                            size_t count)
{
    char *text = xcalloc(count + 1, 24);
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (addresses[i] && !find_place(names, addresses[i]))
            used +=
                (size_t)sprintf(text + used, "0x%lx\n", (unsigned long)addresses[i] - 1);
    return text;
}

void names_prepare(struct names *names, const uintptr_t *addresses, size_t count)
{
    cleanup_free char *input = list_addresses(names, addresses, count);
    cleanup_free char *program = program_path(names->program);
    const char *const argv[] = {"addr2line", "-f", "-e", "/work/program", NULL};
    const char *const bare_argv[] = {"addr2line", "-f", "-e", program, NULL};
    const struct sandbox sandbox = {
        .folder = names->program->folder,
        .input = input,
        .seconds = LOOKUP_SECONDS,
        .bare = names->program->bare,
    };
    struct process_result result;
    enum sandbox_end end;
    if (!*input ||
        sandbox_run(&sandbox, sandbox.bare ? bare_argv : argv, &end, &result, NULL) < 0)
        return;
    names->known =
        xreallocarray(names->known, names->known_count + count + 1, sizeof *names->known);
    const char *answer = result.output;
    for (const char *line = input; *line; line = strchr(line, '\n') + 1)
        answer = take_place(names, strtoul(line, NULL, 16) + 1, answer);
    process_result_free(&result);
}

struct place names_place(struct names *names, uintptr_t return_address)
{
    const struct known *known = find_place(names, return_address);
    if (!known && return_address) {
        names_prepare(names, &return_address, 1);
        known = find_place(names, return_address);
    }
    return known ? known->place : (struct place){"?", "", 0};
}

/* Objects */

static const struct elf_symbol *symbol_of(const struct names *names, uintptr_t address)
{
    for (size_t i = 0; i < names->symbols.count; i++) {
        const struct elf_symbol *symbol = &names->symbols.items[i];
        if (symbol->defined && address >= symbol->address &&
            address < symbol->address + symbol->size)
            return symbol;
    }
    return NULL;
}

static char *name_in_symbol(const struct elf_symbol *symbol, uintptr_t address,
                            unsigned size)
{
    static const unsigned sizes[] = {sizeof(pthread_mutex_t), sizeof(pthread_cond_t),
                                     sizeof(sem_t), sizeof(pthread_rwlock_t)};
    uint64_t offset = address - symbol->address;
    for (size_t i = 0; i < 4 && !size && offset; i++) /* an array of objects? */
        if (symbol->size % sizes[i] == 0 && offset % sizes[i] == 0)
            size = sizes[i];
    int length = (int)strcspn(symbol->name, "."); /* a static local: "next.0" */
    if (symbol->size == size || (!size && !offset))
        return xasprintf("%.*s", length, symbol->name);
    if (size && symbol->size % size == 0 && offset % size == 0)
        return xasprintf("%.*s[%llu]", length, symbol->name,
                         (unsigned long long)(offset / size));
    if (!offset)
        return xasprintf("%.*s", length, symbol->name);
    return xasprintf("%.*s+%llu", length, symbol->name, (unsigned long long)offset);
}

static char *name_in_memory(uintptr_t address)
{
    if (address >= STACKS_BASE && address < STACKS_BASE + THREADS * STACK_STRIDE) {
        uintptr_t thread = (address - STACKS_BASE) / STACK_STRIDE;
        uintptr_t depth = STACK_STRIDE - (address - STACKS_BASE) % STACK_STRIDE;
        return thread ? xasprintf("local-%lx of thread %lu",
                                  (unsigned long)depth & 0xffff, (unsigned long)thread)
                      : xasprintf("local-%lx of main", (unsigned long)depth & 0xffff);
    }
    if (address >= HEAP_BASE && address < HEAP_BASE + THREADS * ARENA_SIZE) {
        uintptr_t thread = (address - HEAP_BASE) / ARENA_SIZE;
        return xasprintf("heap-%lx of thread %lu",
                         (unsigned long)((address - HEAP_BASE) % ARENA_SIZE),
                         (unsigned long)thread);
    }
    if (address >= THREAD_OBJECT(0) && address < THREAD_OBJECT(THREADS))
        return xasprintf("T%lu", (unsigned long)(address - THREAD_OBJECT(0)));
    return xasprintf("0x%lx", (unsigned long)address);
}

char *names_object(struct names *names, uintptr_t address, unsigned size)
{
    const struct elf_symbol *symbol = symbol_of(names, address);
    if (!address)
        return xstrdup("");
    return symbol ? name_in_symbol(symbol, address, size) : name_in_memory(address);
}

/* Messages */

static char *name_of_any(struct names *names, uintptr_t address)
{
    const struct elf_symbol *symbol = symbol_of(names, address);
    if (symbol && symbol->function) {
        struct place place = names_place(names, address);
        return xasprintf("%s:%d", place.file, place.line);
    }
    return names_object(names, address, 0);
}

char *names_message(struct names *names, const char *message)
{
    char *text = xstrdup("");
    for (const char *at = message; *at;) {
        size_t plain = strcspn(at, "0");
        char *next;
        if (at[plain] && at[plain + 1] == 'x' && isxdigit((unsigned char)at[plain + 2])) {
            char *end;
            uintptr_t address = strtoul(at + plain, &end, 16);
            cleanup_free char *name = name_of_any(names, address);
            next = xasprintf("%s%.*s%s", text, (int)plain, at, name);
            at = end;
        } else {
            plain += at[plain] != '\0';
            next = xasprintf("%s%.*s", text, (int)plain, at);
            at += plain;
        }
        free(text);
        text = next;
    }
    return text;
}
