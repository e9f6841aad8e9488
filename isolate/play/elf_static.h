/* Is a program complete in itself? */
#ifndef RING3_ISOLATE_ELF_STATIC_H
#define RING3_ISOLATE_ELF_STATIC_H

#include <stdbool.h>

/* True for an ELF program of this machine that needs no loader (no PT_INTERP). */
bool elf_is_static(const char *path);

#endif
