/* Frames in buckets by how often their pages were used, in O(1) per use.
 *
 * The buckets stand in a ring in the order of their counts, and each holds
 * its frames in the order in which they entered it. A use moves a frame to
 * the bucket with a count one more, which is the next one or is made
 * there. K. Shah, A. Mitra, D. Matani, "An O(1) algorithm for implementing
 * the LFU cache eviction scheme", 2010.
 *
 * Nodes 0 … frames-1 are the frames; node frames + b is the head of bucket
 * b's list. Bucket 0 closes the ring of buckets and is always empty.
 */
#ifndef RING3_VMSIM_POLICIES_FREQUENCY_H
#define RING3_VMSIM_POLICIES_FREQUENCY_H

#include <stddef.h>

#include "vmsim/policies/list.h"

struct bucket {
    struct link
        order;      /* the bucket with the next smaller, greater count */
    uint32_t count; /* of bucket 0: 0 */
    uint32_t next_free; /* while it is unused */
};

/* At most a bucket for each frame, one that is being made, and bucket 0.
 * The block goes on: bucket[frames + 2], links[frames + frames + 2], and
 * for each frame the number of its bucket. */
struct frequency {
    uint32_t frames, free;
    struct bucket bucket[];
};

static inline size_t frequency_bytes(uint32_t frames)
{
    size_t buckets = (size_t)frames + 2;
    return buckets * sizeof(struct bucket) +
           (frames + buckets) * sizeof(struct link) +
           frames * sizeof(uint32_t);
}

static inline struct link *frequency_links(struct frequency *frequency)
{
    return (struct link *)&frequency->bucket[frequency->frames + 2];
}

/* By frame: its bucket. */
static inline uint32_t *frequency_of(struct frequency *frequency)
{
    size_t nodes = (size_t)frequency->frames * 2 + 2;
    return (uint32_t *)&frequency_links(frequency)[nodes];
}

static inline uint32_t frequency_head(const struct frequency *frequency,
                                      uint32_t bucket)
{
    return frequency->frames + bucket;
}

static inline uint32_t frequency_count(struct frequency *frequency,
                                       uint32_t frame)
{
    return frequency->bucket[frequency_of(frequency)[frame]].count;
}

static inline void frequency_init(struct frequency *frequency,
                                  uint32_t frames)
{
    frequency->frames = frames;
    for (uint32_t b = 0; b < frames + 2; b++) {
        frequency->bucket[b].next_free = b + 1;
        list_init(frequency_links(frequency),
                  frequency_head(frequency, b));
    }
    frequency->free = 1;
}

/* Makes a bucket for `count` behind the bucket `lower`. */
static inline uint32_t frequency_make(struct frequency *frequency,
                                      uint32_t lower, uint32_t count)
{
    struct bucket *bucket = frequency->bucket;
    uint32_t made = frequency->free;
    uint32_t higher = bucket[lower].order.younger;
    frequency->free = bucket[made].next_free;
    bucket[made].order = (struct link){lower, higher};
    bucket[made].count = count;
    bucket[lower].order.younger = made;
    bucket[higher].order.older = made;
    return made;
}

static inline void frequency_drop_if_empty(struct frequency *frequency,
                                           uint32_t b)
{
    struct bucket *bucket = frequency->bucket;
    if (!list_is_empty(frequency_links(frequency),
                       frequency_head(frequency, b)))
        return;
    struct link order = bucket[b].order;
    bucket[order.older].order.younger = order.younger;
    bucket[order.younger].order.older = order.older;
    bucket[b].next_free = frequency->free;
    frequency->free = b;
}

/* A page with this count came into `frame`. The search begins at the
 * smallest count, where new pages belong. */
static inline void frequency_add(struct frequency *frequency,
                                 uint32_t frame, uint32_t count)
{
    struct bucket *bucket = frequency->bucket;
    uint32_t lower = 0, b = bucket[0].order.younger;
    for (; b && bucket[b].count < count; b = bucket[b].order.younger)
        lower = b;
    if (b == 0 || bucket[b].count != count)
        b = frequency_make(frequency, lower, count);
    frequency_of(frequency)[frame] = b;
    list_add_youngest(frequency_links(frequency),
                      frequency_head(frequency, b), frame);
}

/* The page in `frame` was used once more. */
static inline void frequency_use(struct frequency *frequency,
                                 uint32_t frame)
{
    struct bucket *bucket = frequency->bucket;
    struct link *links = frequency_links(frequency);
    uint32_t b = frequency_of(frequency)[frame];
    uint32_t higher = bucket[b].order.younger, count = bucket[b].count + 1;
    bool alone = links[frame].older == links[frame].younger;
    bool wanted = higher == 0 || bucket[higher].count != count;
    if (alone && wanted) { /* the bucket itself moves up */
        bucket[b].count = count;
        return;
    }
    if (wanted)
        higher = frequency_make(frequency, b, count);
    list_remove(links, frame);
    list_add_youngest(links, frequency_head(frequency, higher), frame);
    frequency_of(frequency)[frame] = higher;
    frequency_drop_if_empty(frequency, b);
}

/* Takes out the frame that entered the bucket first. Returns it. */
static inline uint32_t frequency_take(struct frequency *frequency,
                                      uint32_t b)
{
    struct link *links = frequency_links(frequency);
    uint32_t frame = list_oldest(links, frequency_head(frequency, b));
    list_remove(links, frame);
    frequency_drop_if_empty(frequency, b);
    return frame;
}

static inline uint32_t frequency_lowest(const struct frequency *frequency)
{
    return frequency->bucket[0].order.younger;
}

static inline uint32_t frequency_highest(const struct frequency *frequency)
{
    return frequency->bucket[0].order.older;
}

#endif
