/* OPT: the page whose next use is farthest away. */
#include "opt.h"

static int next_use(int page, const int *string, int length, int now)
{
    for (int i = now; i < length; i++)
        if (string[i] == page)
            return i;
    return length;
}

int victim(const int *page_in, int frames,
           const int *string, int length, int now)
{
    int best = 0, farthest = -1;
    for (int f = 0; f < frames; f++) {
        int next = next_use(page_in[f], string, length, now);
        if (next > farthest) {
            farthest = next;
            best = f;
        }
    }
    return page_in[best];
}
