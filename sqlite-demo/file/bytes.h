/* Numbers as the file holds them: big-endian, and the variable-length integer.
 *
 *     1xxxxxxx 1xxxxxxx … 0xxxxxxx     up to eight bytes of seven bits each
 *     1xxxxxxx × 8      xxxxxxxx       the ninth byte gives all its eight bits
 *
 * Source: sqlite.org/fileformat.html, 1.6.
 */
#ifndef RING3_SQLITE_FILE_BYTES_H
#define RING3_SQLITE_FILE_BYTES_H

#include <stdint.h>

static inline uint32_t be16(const uint8_t *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}

static inline uint32_t be32(const uint8_t *at)
{
    return be16(at) << 16 | be16(at + 2);
}

static inline uint64_t be64(const uint8_t *at)
{
    return (uint64_t)be32(at) << 32 | be32(at + 4);
}

/* A signed number of 1 to 8 bytes. */
static inline int64_t be_signed(const uint8_t *at, unsigned size)
{
    uint64_t value = at[0] & 0x80 ? UINT64_MAX : 0;
    for (unsigned i = 0; i < size; i++)
        value = value << 8 | at[i];
    return (int64_t)value;
}

int varint_long(const uint8_t *at, const uint8_t *end, uint64_t *value);

/* Reads the integer at `at`, nothing at or after `end`. Returns how many bytes it
 * takes, or 0 if it is cut off. */
static inline int varint_read(const uint8_t *at, const uint8_t *end, uint64_t *value)
{
    if (at < end && *at < 0x80) {
        *value = *at;
        return 1;
    }
    if (end - at >= 3 && at[1] < 0x80) {
        *value = (uint64_t)(at[0] & 0x7f) << 7 | at[1];
        return 2;
    }
    if (end - at >= 3 && at[2] < 0x80) {
        *value = (uint64_t)(at[0] & 0x7f) << 14 | (uint64_t)(at[1] & 0x7f) << 7 | at[2];
        return 3;
    }
    return varint_long(at, end, value);
}

#endif
