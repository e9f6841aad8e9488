/* A hash for states: 64 bits, word by word. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_HASH_H
#define RING3_THREADS_EXPLORE_RUNTIME_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t hash_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15;
    return hash ^ hash >> 29;
}

static inline uint64_t hash_bytes(uint64_t hash, uintptr_t address, size_t size)
{
    uint64_t word;
    for (; size >= sizeof word; size -= sizeof word, address += sizeof word) {
        memcpy(&word, (const void *)address, sizeof word);
        hash = hash_word(hash, word);
    }
    word = 0;
    memcpy(&word, (const void *)address, size);
    return hash_word(hash, word);
}

#endif
