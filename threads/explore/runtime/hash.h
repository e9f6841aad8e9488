/* A hash for states: 64 bits, word by word. */
#ifndef RING3_THREADS_EXPLORE_RUNTIME_HASH_H
#define RING3_THREADS_EXPLORE_RUNTIME_HASH_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t hash_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15;
    return hash ^ hash >> 29;
}

/* By the compiler: the library is not to be called for eight bytes. */
static inline uint64_t hash_word_at(uint64_t hash, uintptr_t address)
{
    uint64_t word;
    __builtin_memcpy(&word, (const void *)address, sizeof word);
    return hash_word(hash, word);
}

enum { HASH_LANES = 4, HASH_BLOCK = HASH_LANES * 8 };

static inline uint64_t hash_bytes(uint64_t hash, uintptr_t address, size_t size)
{
    /* Side by side: one chain would wait for each of its multiplications. */
    uint64_t lanes[HASH_LANES] = {hash, hash ^ 1, hash ^ 2, hash ^ 3}, rest = 0;
    for (; size >= HASH_BLOCK; size -= HASH_BLOCK, address += HASH_BLOCK)
        for (int i = 0; i < HASH_LANES; i++)
            lanes[i] = hash_word_at(lanes[i], address + 8 * (uintptr_t)i);
    for (; size >= sizeof rest; size -= sizeof rest, address += sizeof rest)
        lanes[0] = hash_word_at(lanes[0], address);
    __builtin_memcpy(&rest, (const void *)address, size);
    for (int i = 1; i < HASH_LANES; i++)
        lanes[0] = hash_word(lanes[0], lanes[i]);
    return hash_word(lanes[0], rest);
}

#endif
