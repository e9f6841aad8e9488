/* The symbol table of an ELF file for this machine: what names_*() and build need. */
#ifndef RING3_THREADS_EXPLORE_ELF_SYMBOLS_H
#define RING3_THREADS_EXPLORE_ELF_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"

struct elf_symbol {
    const char *name;
    uint64_t address, size;
    bool defined, global, function;
};

struct elf_symbols {
    struct elf_symbol *items;
    size_t count;
    char *bytes; /* the file, which the names point into */
};

/* Reads a file. A damaged one is STATUS_REQUEST. */
int elf_symbols_read(const char *path, struct elf_symbols *symbols, struct error *error);
/* The same of bytes in memory, which must live as long. */
int elf_symbols_parse(const char *bytes, size_t length, struct elf_symbols *symbols);
void elf_symbols_free(struct elf_symbols *symbols);

#endif
