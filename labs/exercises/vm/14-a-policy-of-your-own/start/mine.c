/* A policy. At present LRU: the time of the last use of each frame. */
#include "vmsim/policy.h"

struct frame {
    uint32_t used; /* the time of its last use */
};

struct mine {
    uint32_t frames;
    struct frame frame[];
};

static size_t mine_bytes(const struct policy_setup *setup)
{
    return sizeof(struct mine) + setup->frames * sizeof(struct frame);
}

static void mine_init(void *self, const struct policy_setup *setup)
{
    struct mine *mine = self;
    mine->frames = setup->frames;
}

/* The page in this frame is used again. */
static void mine_hit(void *self, uint32_t frame,
                     const struct reference *reference)
{
    struct mine *mine = self;
    mine->frame[frame].used = reference->time;
}

/* All frames are taken: which one shall be emptied? */
static uint32_t mine_victim(void *self, const struct reference *reference)
{
    struct mine *mine = self;
    uint32_t victim = 0;
    (void)reference;
    for (uint32_t f = 1; f < mine->frames; f++)
        if (mine->frame[f].used < mine->frame[victim].used)
            victim = f;
    return victim;
}

/* A new page is in this frame. */
static void mine_load(void *self, uint32_t frame,
                      const struct reference *reference)
{
    struct mine *mine = self;
    mine->frame[frame].used = reference->time;
}

const struct policy_type policy = {
    .name = "mine",
    .bytes = mine_bytes,
    .init = mine_init,
    .hit = mine_hit,
    .victim = mine_victim,
    .load = mine_load,
};
