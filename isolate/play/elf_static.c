/* The program headers of an ELF file: elf(5). */
#include "isolate/play/elf_static.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

enum { CLASS = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32 };

bool elf_is_static(const char *path)
{
    ElfW(Ehdr) header;
    ElfW(Phdr) row;
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || pread(fd, &header, sizeof header, 0) != sizeof header ||
        memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != CLASS || header.e_phentsize != sizeof row)
        return false;
    for (unsigned i = 0; i < header.e_phnum; i++) {
        off_t offset = (off_t)(header.e_phoff + i * sizeof row);
        if (pread(fd, &row, sizeof row, offset) != sizeof row || row.p_type == PT_INTERP)
            return false;
    }
    return header.e_phnum > 0;
}
