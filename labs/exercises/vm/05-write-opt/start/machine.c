/* Reads the number of frames and then page numbers, and prints for each one h, f (a
 * frame was free) or the page that left. You need not change it. */
#include <stdio.h>

#include "opt.h"

enum { FRAMES_MAX = 64, LENGTH_MAX = 10000 };

static int page_in[FRAMES_MAX], used, frames;
static int string[LENGTH_MAX], length;

static int is_resident(int page)
{
    for (int i = 0; i < used; i++)
        if (page_in[i] == page)
            return 1;
    return 0;
}

static void fault(int now)
{
    int frame = used;
    if (used == frames)
        frame = victim(page_in, frames, string, length, now);
    if (frame < 0 || frame >= frames) {
        printf("frame %d\n", frame);
        return;
    }
    if (used == frames)
        printf("%d\n", page_in[frame]);
    else
        printf("f\n"), used++;
    page_in[frame] = string[now];
}

int main(void)
{
    if (scanf("%d", &frames) != 1 || frames < 1 || frames > FRAMES_MAX)
        return 2;
    while (length < LENGTH_MAX && scanf("%d", &string[length]) == 1)
        length++;
    for (int now = 0; now < length; now++)
        if (is_resident(string[now]))
            printf("h\n");
        else
            fault(now);
    return 0;
}
