/* Lists of frames as rings of double links, in one array without pointers.
 *
 * A node is a number. Nodes 0 … frames-1 are the frames; each list has one
 * more node, its head, which closes the ring: the `younger` of the head is
 * the oldest node of the list, its `older` the youngest. A node is in one
 * list at most, and every change is O(1).
 */
#ifndef RING3_VMSIM_POLICIES_LIST_H
#define RING3_VMSIM_POLICIES_LIST_H

#include <stdbool.h>
#include <stdint.h>

struct link {
    uint32_t older, younger;
};

static inline void list_init(struct link *links, uint32_t head)
{
    links[head] = (struct link){head, head};
}

static inline bool list_is_empty(const struct link *links, uint32_t head)
{
    return links[head].older == head;
}

static inline void list_remove(struct link *links, uint32_t node)
{
    struct link link = links[node];
    links[link.older].younger = link.younger;
    links[link.younger].older = link.older;
}

/* Puts `node` right behind `other`, on its young side. */
static inline void list_put_after(struct link *links, uint32_t other,
                                  uint32_t node)
{
    uint32_t younger = links[other].younger;
    links[node] = (struct link){other, younger};
    links[other].younger = node;
    links[younger].older = node;
}

static inline void list_add_youngest(struct link *links, uint32_t head,
                                     uint32_t node)
{
    list_put_after(links, links[head].older, node);
}

static inline void list_add_oldest(struct link *links, uint32_t head,
                                   uint32_t node)
{
    list_put_after(links, head, node);
}

/* They are the head itself when the list is empty. */
static inline uint32_t list_oldest(const struct link *links, uint32_t head)
{
    return links[head].younger;
}

static inline uint32_t list_youngest(const struct link *links,
                                     uint32_t head)
{
    return links[head].older;
}

#endif
