/* The machine around a policy: frames, and what is in them. Reads the number of
 * frames and then page numbers. You need not change it. */
#include <stdio.h>

#include "policy.h"

static int page_in[FRAMES_MAX], used, frames;

static int frame_of(int page)
{
    for (int i = 0; i < used; i++)
        if (page_in[i] == page)
            return i;
    return -1;
}

static void fault(int page)
{
    int frame = used < frames ? used++ : victim();
    if (frame < 0 || frame >= frames) {
        printf("frame %d\n", frame);
        return;
    }
    if (page_in[frame])
        printf("%d\n", page_in[frame]);
    else
        printf("f\n");
    page_in[frame] = page;
    load(frame);
}

int main(void)
{
    int page;
    if (scanf("%d", &frames) != 1 || frames < 1 || frames > FRAMES_MAX)
        return 2;
    begin(frames);
    while (scanf("%d", &page) == 1) {
        int frame = frame_of(page);
        if (frame >= 0) {
            hit(frame);
            printf("h\n");
        } else {
            fault(page);
        }
    }
    return 0;
}
