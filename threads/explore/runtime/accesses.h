/* Accesses of the program to its memory. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_ACCESSES_H
#define RING3_THREADS_EXPLORE_RUNTIME_ACCESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is it the program's own, living memory? If not, the run ends. */
void access_check(uintptr_t address, size_t size, uintptr_t pc);

/* A plain read or write: checked, a step, and looked at for races. */
void access_memory(uintptr_t address, size_t size, bool write, uintptr_t pc);

#endif
