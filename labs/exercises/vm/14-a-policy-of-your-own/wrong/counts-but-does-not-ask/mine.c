/* A policy. Pages that were not used again leave first. */
#include "vmsim/policy.h"

struct frame {
    uint32_t used; /* the time of its last use */
    uint32_t hits; /* since it was loaded */
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
    mine->frame[frame].hits++;
}

/* The oldest page of one kind; *count is how many there are. */
static uint32_t oldest(const struct mine *mine, int again, uint32_t *count)
{
    uint32_t victim = mine->frames;
    *count = 0;
    for (uint32_t f = 0; f < mine->frames; f++) {
        if ((mine->frame[f].hits > 0) != again)
            continue;
        (*count)++;
        if (victim == mine->frames ||
            mine->frame[f].used < mine->frame[victim].used)
            victim = f;
    }
    return victim;
}

/* All frames are taken: which one shall be emptied? */
static uint32_t mine_victim(void *self, const struct reference *reference)
{
    struct mine *mine = self;
    uint32_t once, again;
    uint32_t young = oldest(mine, 0, &once);
    uint32_t proved = oldest(mine, 1, &again);
    (void)reference;
    if (again == 0 || once == 0)
        return again == 0 ? young : proved;
    return mine->frame[young].used < mine->frame[proved].used ? young : proved;
}

/* A new page is in this frame. */
static void mine_load(void *self, uint32_t frame,
                      const struct reference *reference)
{
    struct mine *mine = self;
    mine->frame[frame].used = reference->time;
    mine->frame[frame].hits = 0;
}

const struct policy_type policy = {
    .name = "mine",
    .bytes = mine_bytes,
    .init = mine_init,
    .hit = mine_hit,
    .victim = mine_victim,
    .load = mine_load,
};
