/* A directory: pages in memory, and pages that left and are remembered
 * (ghosts), in lists.
 *
 * Entries 0 … frames-1 are the frames. Behind them come `ghosts` entries
 * for pages that are not in memory, and the heads of the lists. An entry
 * is in one list at any time; unused ghosts wait in a list of their own.
 * After the entries stands the table by page which finds a page's ghost.
 *
 *     entries   | frames … | ghosts … | heads |  by page: ghost_of[pages]
 * |
 *
 * A policy embeds the directory as the last member of its state.
 */
#ifndef RING3_VMSIM_POLICIES_DIRECTORY_H
#define RING3_VMSIM_POLICIES_DIRECTORY_H

#include <stddef.h>
#include <stdio.h>

#include "vmsim/policies/list.h"
#include "vmsim/policy.h"

enum { DIRECTORY_LISTS = 6 };
#define NO_ENTRY 0u /* of ghosts: entry 0 is a frame */

struct directory {
    uint64_t table_at; /* bytes from here to the table by page */
    uint32_t frames, ghosts, heads; /* entries[heads] is list 0's head */
    uint32_t size[DIRECTORY_LISTS + 1]; /* by list; the last: unused */
    struct directory_entry {
        struct link link;
        uint32_t page; /* of frames and ghosts */
        uint8_t list;  /* in which list it is */
        uint8_t bit;   /* for the policy: a reference bit, a kind … */
        uint16_t count;
    } entries[];
};

/* Bytes beyond the policy's own struct. */
static inline size_t directory_bytes(const struct policy_setup *setup,
                                     size_t ghosts)
{
    size_t entries = setup->frames + ghosts + DIRECTORY_LISTS + 1;
    size_t pages = ghosts ? (size_t)setup->pages : 0;
    return entries * sizeof(struct directory_entry) +
           pages * sizeof(uint32_t);
}

static inline uint32_t *directory_table(struct directory *directory)
{
    return (uint32_t *)((char *)directory + directory->table_at);
}

static inline uint32_t directory_head(const struct directory *directory,
                                      unsigned list)
{
    return directory->heads + list;
}

/* The links of all entries, as list.h wants them, are inside the entries.
 */
static inline struct link *entry_link(struct directory *directory,
                                      uint32_t entry)
{
    return &directory->entries[entry].link;
}

static inline uint32_t directory_oldest(const struct directory *directory,
                                        unsigned list)
{
    return directory->entries[directory->heads + list].link.younger;
}

static inline uint32_t directory_youngest(
    const struct directory *directory, unsigned list)
{
    return directory->entries[directory->heads + list].link.older;
}

/* Takes an entry out of its list. */
static inline void directory_take(struct directory *directory,
                                  uint32_t entry)
{
    struct link link = *entry_link(directory, entry);
    entry_link(directory, link.older)->younger = link.younger;
    entry_link(directory, link.younger)->older = link.older;
    directory->size[directory->entries[entry].list]--;
}

/* Puts an entry, which is in no list, on the young side of another. */
static inline void directory_put_after(struct directory *directory,
                                       uint32_t other, uint32_t entry,
                                       unsigned list)
{
    uint32_t younger = entry_link(directory, other)->younger;
    *entry_link(directory, entry) = (struct link){other, younger};
    entry_link(directory, other)->younger = entry;
    entry_link(directory, younger)->older = entry;
    directory->entries[entry].list = (uint8_t)list;
    directory->size[list]++;
}

static inline void directory_add(struct directory *directory,
                                 unsigned list, uint32_t entry)
{
    directory_put_after(directory, directory_youngest(directory, list),
                        entry, list);
}

/* To the young end of a list, from wherever it is. */
static inline void directory_move(struct directory *directory,
                                  unsigned list, uint32_t entry)
{
    directory_take(directory, entry);
    directory_add(directory, list, entry);
}

static inline void directory_init(struct directory *directory,
                                  uint32_t frames, uint32_t ghosts)
{
    directory->frames = frames;
    directory->ghosts = ghosts;
    directory->heads = frames + ghosts;
    directory->table_at =
        offsetof(struct directory, entries) +
        ((uint64_t)directory->heads + DIRECTORY_LISTS + 1) *
            sizeof(struct directory_entry);
    for (unsigned list = 0; list <= DIRECTORY_LISTS; list++) {
        uint32_t head = directory_head(directory, list);
        *entry_link(directory, head) = (struct link){head, head};
    }
    for (uint32_t ghost = frames; ghost < frames + ghosts; ghost++)
        directory_add(directory, DIRECTORY_LISTS, ghost);
}

/* A page was loaded into `frame`, which is in no list. */
static inline void directory_load(struct directory *directory,
                                  unsigned list, uint32_t frame,
                                  uint32_t page)
{
    directory->entries[frame].page = page;
    directory_add(directory, list, frame);
}

/* The ghost of a page, or NO_ENTRY. */
static inline uint32_t ghost_find(struct directory *directory,
                                  uint32_t page)
{
    return directory_table(directory)[page];
}

/* Forgets a page that is remembered. */
static inline void ghost_forget(struct directory *directory,
                                uint32_t ghost)
{
    directory_table(directory)[directory->entries[ghost].page] = NO_ENTRY;
    directory_move(directory, DIRECTORY_LISTS, ghost);
}

/* Remembers the page of a frame, which leaves and is in no list any more.
 * There is an unused ghost, since the policy forgets in time. */
static inline void ghost_remember(struct directory *directory,
                                  unsigned list, uint32_t frame)
{
    uint32_t ghost = directory_youngest(directory, DIRECTORY_LISTS);
    uint32_t page = directory->entries[frame].page;
    directory->entries[ghost].page = page;
    directory_table(directory)[page] = ghost;
    directory_move(directory, list, ghost);
}

/* The same, but the ghost takes the frame's place in its list, and the
 * frame is in no list then. Returns the ghost. */
static inline uint32_t ghost_replace(struct directory *directory,
                                     uint32_t frame)
{
    uint32_t ghost = directory_youngest(directory, DIRECTORY_LISTS);
    uint32_t older = entry_link(directory, frame)->older;
    unsigned list = directory->entries[frame].list;
    directory_take(directory, ghost);
    directory_take(directory, frame);
    directory->entries[ghost].page = directory->entries[frame].page;
    directory_table(directory)[directory->entries[ghost].page] = ghost;
    directory_put_after(directory, older, ghost, list);
    return ghost;
}

static inline void ghost_fetch(const struct directory *directory,
                               uint32_t page)
{
    const char *table = (const char *)directory + directory->table_at;
    __builtin_prefetch(table + page * sizeof(uint32_t), 1);
}

/* Appends "NAME 4 7 1", oldest first, for tell(). */
static inline size_t directory_tell(const struct directory *directory,
                                    unsigned list, const char *name,
                                    const uint64_t *numbers, char *text,
                                    size_t size)
{
    enum { SHOWN = 12 };
    uint32_t head = directory_head(directory, list), shown = 0;
    uint32_t entry = directory_oldest(directory, list);
    int end = snprintf(text, size, "%s", name);
    for (; entry != head && shown < SHOWN && end < (int)size; shown++) {
        const struct directory_entry *at = &directory->entries[entry];
        end += snprintf(text + end, size - (size_t)end, " %llu",
                        (unsigned long long)numbers[at->page]);
        entry = at->link.younger;
    }
    if (end < (int)size)
        end += snprintf(text + end, size - (size_t)end, "%s",
                        entry != head ? " …"
                        : shown       ? ""
                                      : " -");
    return (size_t)end < size ? (size_t)end : size - 1;
}

#endif
