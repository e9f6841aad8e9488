/* CLOCK. Write victim(). */
#include "policy.h"

static int frames;         /* how many there are, numbered from 0 */
static int bit[FRAMES_MAX]; /* by frame: used since the hand came by? */
static int hand;           /* a frame */

void begin(int count)
{
    frames = count;
}

void hit(int frame)
{
    bit[frame] = 1;
}

void load(int frame)
{
    bit[frame] = 1;
}

int victim(void)
{
    while (bit[hand]) {
        hand = (hand + 1) % frames;
    }
    int found = hand;
    hand = (hand + 1) % frames;
    return found;
}
