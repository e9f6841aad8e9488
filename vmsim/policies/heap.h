/* A binary heap of frames: the one with the greatest key at the top.
 *
 * Each frame knows where it stands, so that its key can be changed. A
 * policy that wants the smallest at the top inverts its keys (~key). The
 * places stand behind the frames, in the same block:
 *
 *     | frame[0 … frames-1]: key, place | place[0 … count-1]: frame |
 *
 * and the frame at place i has a key no greater than the one at (i - 1)
 * / 2.
 */
#ifndef RING3_VMSIM_POLICIES_HEAP_H
#define RING3_VMSIM_POLICIES_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap {
    uint32_t frames, count;
    struct heap_frame {
        uint64_t key;
        uint32_t place;
        uint32_t note; /* the policy's own */
    } frame[];
};

static inline size_t heap_bytes(uint32_t frames)
{
    return (size_t)frames * (sizeof(struct heap_frame) + sizeof(uint32_t));
}

static inline uint32_t *heap_places(struct heap *heap)
{
    return (uint32_t *)&heap->frame[heap->frames];
}

static inline uint32_t heap_top(struct heap *heap)
{
    return heap_places(heap)[0];
}

static inline void heap_put(struct heap *heap, uint32_t place,
                            uint32_t frame)
{
    heap_places(heap)[place] = frame;
    heap->frame[frame].place = place;
}

/* `frame` belongs at `place` or nearer to the top. */
static inline void heap_rise(struct heap *heap, uint32_t place,
                             uint32_t frame)
{
    const uint32_t *places = heap_places(heap);
    uint64_t key = heap->frame[frame].key;
    while (place > 0) {
        uint32_t above = places[(place - 1) / 2];
        if (heap->frame[above].key >= key)
            break;
        heap_put(heap, place, above);
        place = (place - 1) / 2;
    }
    heap_put(heap, place, frame);
}

/* `frame` belongs at `place` or further from the top. */
static inline void heap_sink(struct heap *heap, uint32_t place,
                             uint32_t frame)
{
    const uint32_t *places = heap_places(heap);
    uint64_t key = heap->frame[frame].key;
    for (;;) {
        size_t below = (size_t)place * 2 + 1;
        if (below >= heap->count)
            break;
        if (below + 1 < heap->count)
            below += heap->frame[places[below + 1]].key >
                     heap->frame[places[below]].key;
        if (heap->frame[places[below]].key <= key)
            break;
        heap_put(heap, place, places[below]);
        place = (uint32_t)below;
    }
    heap_put(heap, place, frame);
}

static inline void heap_add(struct heap *heap, uint32_t frame,
                            uint64_t key)
{
    heap->frame[frame].key = key;
    heap_rise(heap, heap->count++, frame);
}

/* Takes the top out. */
static inline uint32_t heap_pop(struct heap *heap)
{
    uint32_t top = heap_top(heap);
    uint32_t last = heap_places(heap)[--heap->count];
    if (last != top)
        heap_sink(heap, 0, last);
    return top;
}

/* Puts all in order again after their keys were changed. */
static inline void heap_rebuild(struct heap *heap)
{
    for (uint32_t place = heap->count / 2; place-- > 0;)
        heap_sink(heap, place, heap_places(heap)[place]);
}

#endif
