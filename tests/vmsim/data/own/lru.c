/* LRU by a learner: the time of the last use of each frame. */
#include "vmsim/policy.h"

struct mine {
    uint32_t frames;
    uint32_t used[];
};

static size_t mine_bytes(const struct policy_setup *setup)
{
    return sizeof(struct mine) + setup->frames * sizeof(uint32_t);
}

static void mine_init(void *self, const struct policy_setup *setup)
{
    ((struct mine *)self)->frames = setup->frames;
}

static void mine_hit(void *self, uint32_t frame, const struct reference *reference)
{
    ((struct mine *)self)->used[frame] = reference->time;
}

static uint32_t mine_victim(void *self, const struct reference *reference)
{
    struct mine *mine = self;
    uint32_t victim = 0;
    for (uint32_t frame = 1; frame < mine->frames; frame++)
        if (mine->used[frame] < mine->used[victim])
            victim = frame;
    return victim;
}

const struct policy_type policy = {
    .name = "mine",
    .bytes = mine_bytes,
    .init = mine_init,
    .hit = mine_hit,
    .victim = mine_victim,
    .load = mine_hit,
};
