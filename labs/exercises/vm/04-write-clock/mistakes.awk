# CLOCK with a mistake: the victims of -v mistake=restart (the hand begins at frame 0
# each time), stay (it does not move on behind the victim). Pages on stdin.
BEGIN { hand = used = 0 }
{
    page = $1
    for (i = 0; i < used && memory[i] != page; i++)
        ;
    if (i < used) {
        bit[i] = 1
        print "h"
        next
    }
    if (used < frames) {
        i = used++
        print "f"
    } else {
        if (mistake == "restart")
            hand = 0
        while (bit[hand]) {
            bit[hand] = 0
            hand = (hand + 1) % frames
        }
        i = hand
        print memory[i]
        if (mistake != "stay")
            hand = (hand + 1) % frames
    }
    memory[i] = page
    bit[i] = 1
}
