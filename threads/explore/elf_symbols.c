/* Reading .symtab: ELF-64, System V ABI, chapter 4. The file comes from a compiler
 * that worked on a learner's source, so nothing in it is believed unchecked. */
#include "threads/explore/elf_symbols.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"

enum { FILE_LIMIT = 64 << 20 };

struct file {
    const char *bytes;
    size_t length;
};

static const void *part(const struct file *file, uint64_t offset, uint64_t size)
{
    return offset <= file->length && size <= file->length - offset ? file->bytes + offset
                                                                   : NULL;
}

static bool section_at(const struct file *file, const Elf64_Ehdr *head, size_t index,
                       Elf64_Shdr *section)
{
    const void *place =
        index < head->e_shnum
            ? part(file, head->e_shoff + index * sizeof *section, sizeof *section)
            : NULL;
    if (place)
        memcpy(section, place, sizeof *section);
    return place;
}

static int take_symbols(const struct file *file, const Elf64_Shdr *table,
                        const Elf64_Shdr *names, struct elf_symbols *symbols)
{
    const char *text = part(file, names->sh_offset, names->sh_size);
    const char *entries = part(file, table->sh_offset, table->sh_size);
    size_t count = table->sh_size / sizeof(Elf64_Sym);
    if (!text || !entries || names->sh_size == 0 || text[names->sh_size - 1] != '\0')
        return -1;
    symbols->items = xcalloc(count + 1, sizeof *symbols->items);
    for (size_t i = 0; i < count; i++) {
        Elf64_Sym entry;
        memcpy(&entry, entries + i * sizeof entry, sizeof entry);
        if (entry.st_name >= names->sh_size || !text[entry.st_name])
            continue;
        symbols->items[symbols->count++] = (struct elf_symbol){
            .name = text + entry.st_name,
            .address = entry.st_value,
            .size = entry.st_size,
            .defined = entry.st_shndx != SHN_UNDEF,
            .global = ELF64_ST_BIND(entry.st_info) != STB_LOCAL,
            .function = ELF64_ST_TYPE(entry.st_info) == STT_FUNC,
        };
    }
    return 0;
}

int elf_symbols_parse(const char *bytes, size_t length, struct elf_symbols *symbols)
{
    const struct file file = {bytes, length};
    Elf64_Ehdr head;
    *symbols = (struct elf_symbols){0};
    if (length < sizeof head || memcmp(bytes, ELFMAG, SELFMAG) != 0 ||
        bytes[EI_CLASS] != ELFCLASS64)
        return -1;
    memcpy(&head, bytes, sizeof head);
    for (size_t i = 0; i < head.e_shnum; i++) {
        Elf64_Shdr table, names;
        if (section_at(&file, &head, i, &table) && table.sh_type == SHT_SYMTAB &&
            section_at(&file, &head, table.sh_link, &names))
            return take_symbols(&file, &table, &names, symbols);
    }
    return -1;
}

int elf_symbols_read(const char *path, struct elf_symbols *symbols, struct error *error)
{
    cleanup_file FILE *file = fopen(path, "rbe");
    *symbols = (struct elf_symbols){0};
    if (!file)
        return error_errno(error, STATUS_REQUEST, "%s", path);
    cleanup_free char *bytes = NULL;
    size_t length = 0;
    for (;;) {
        bytes = xreallocarray(bytes, length + 65536, 1);
        size_t got = fread(bytes + length, 1, 65536, file);
        length += got;
        if (got == 0 || length > FILE_LIMIT)
            break;
    }
    if (elf_symbols_parse(bytes, length, symbols) < 0) {
        elf_symbols_free(symbols);
        return error_set(error, STATUS_REQUEST, "%s has no symbols that can be read",
                         path);
    }
    symbols->bytes = steal_pointer(&bytes);
    return 0;
}

void elf_symbols_free(struct elf_symbols *symbols)
{
    free(symbols->items);
    free(symbols->bytes);
    *symbols = (struct elf_symbols){0};
}
