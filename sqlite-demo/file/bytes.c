#include "sqlite-demo/file/bytes.h"

int varint_long(const uint8_t *at, const uint8_t *end, uint64_t *value)
{
    uint64_t result = 0;
    for (int i = 0; i < 9 && at + i < end; i++) {
        if (i == 8) {
            *value = result << 8 | at[i];
            return 9;
        }
        result = result << 7 | (at[i] & 0x7f);
        if (at[i] < 0x80) {
            *value = result;
            return i + 1;
        }
    }
    return 0;
}
