/* Times and sizes, as people say them. */
#include "isolate/keeper/ago.h"

#include <stdio.h>

void say_duration(uint64_t nanoseconds, char text[16])
{
    static const struct {
        unsigned seconds;
        const char *unit;
    } units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    uint64_t seconds = nanoseconds / 1000000000u;
    int i = 0;
    while (i < 3 && seconds < 2 * (uint64_t)units[i].seconds)
        i++;
    snprintf(text, 16, "%llu %s",
             (unsigned long long)(seconds / units[i].seconds) % 100000, units[i].unit);
}

void say_bytes(uint64_t bytes, char text[16])
{
    static const char units[] = "KMGT";
    double size = (double)bytes / 1024;
    int unit = 0;
    while (size >= 1000 && units[unit + 1]) {
        size /= 1024;
        unit++;
    }
    snprintf(text, 16, size < 10 && unit > 0 ? "%.1f %c" : "%.0f %c", size, units[unit]);
}
