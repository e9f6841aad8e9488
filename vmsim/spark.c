/* Eight heights, and a blank for nothing. */
#include "vmsim/spark.h"

#include "labs/kit/ascii.h"

void spark_put(const double *values, size_t count, double most, FILE *out)
{
    static const char *const bars[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char signs[] = " .:-=+*#%";
    for (size_t i = 0; i < count; i++) {
        double part = most > 0 ? values[i] / most : 0;
        int level = part <= 0 ? 0 : part >= 1 ? 8 : 1 + (int)(part * 8 * 0.999);
        level = level > 8 ? 8 : level;
        if (ascii_only())
            fputc(signs[level], out);
        else
            fputs(bars[level], out);
    }
}
