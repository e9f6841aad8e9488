/* Copy on the first write: see the header. */
#include "threads/explore/runtime/snapshot.h"

#include <link.h>
#include <string.h>
#include <sys/mman.h>

#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/ours.h"

#define PAGE ((uintptr_t)4096)

enum { AREAS_MAX = 64, PAGES_MAX = 16384 };

/* Writable data of one object file, without what is ours and what the loader made
 * read-only. */
struct area {
    uintptr_t start, end;
};

struct saved_page {
    uintptr_t start, end; /* the part of the page that is put back */
    char *copy;
};

extern char __start_ring3_ours[], __stop_ring3_ours[];

OURS static struct area areas[AREAS_MAX];
OURS static int area_count;
OURS static struct saved_page *saved;
OURS static int saved_count;
OURS static char *copies;

static void add_area(uintptr_t start, uintptr_t end)
{
    if (start < end && area_count < AREAS_MAX)
        areas[area_count++] = (struct area){start, end};
}

/* Whole pages of ours are left alone; a page that is shared is put back in part. */
static void add_around_ours(uintptr_t start, uintptr_t end)
{
    uintptr_t ours = (uintptr_t)__start_ring3_ours, past = (uintptr_t)__stop_ring3_ours;
    if (ours >= end || past <= start) {
        add_area(start, end);
        return;
    }
    add_area(start, ours);
    add_area(past, end);
}

static uintptr_t end_of_relro(const struct dl_phdr_info *info)
{
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type == PT_GNU_RELRO)
            return (info->dlpi_addr + header->p_vaddr + header->p_memsz + PAGE - 1) &
                   ~(PAGE - 1);
    }
    return 0;
}

static int add_object(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size, (void)data;
    uintptr_t read_only = end_of_relro(info);
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type != PT_LOAD || !(header->p_flags & PF_W))
            continue;
        uintptr_t start = info->dlpi_addr + header->p_vaddr;
        uintptr_t end = start + header->p_memsz;
        add_around_ours(start < read_only && read_only <= end ? read_only : start, end);
    }
    return 0;
}

/* Pages that hold something of ours stay writable; what else is in them is saved at
 * once. */
static bool shared_with_ours(uintptr_t page)
{
    return page < (uintptr_t)__stop_ring3_ours &&
           page + PAGE > (uintptr_t)__start_ring3_ours;
}

static void save(uintptr_t start, uintptr_t end)
{
    struct saved_page *page = &saved[saved_count];
    *page = (struct saved_page){start, end, copies + (uintptr_t)saved_count * PAGE};
    memcpy(page->copy, (const void *)start, end - start);
    saved_count++;
}

static uintptr_t smaller(uintptr_t a, uintptr_t b)
{
    return a < b ? a : b;
}

void snapshot_take(void)
{
    saved = ours_allocate(PAGES_MAX * sizeof *saved);
    copies = ours_allocate((size_t)PAGES_MAX * PAGE);
    dl_iterate_phdr(add_object, NULL);
    for (int i = 0; i < area_count; i++)
        for (uintptr_t at = areas[i].start; at < areas[i].end;) {
            uintptr_t page = at & ~(PAGE - 1);
            uintptr_t next = smaller(page + PAGE, areas[i].end);
            if (shared_with_ours(page))
                save(at, next);
            else
                mprotect((void *)page, PAGE, PROT_READ);
            at = next;
        }
}

void snapshot_restore(void)
{
    for (int i = 0; i < saved_count; i++)
        memcpy((void *)saved[i].start, saved[i].copy, saved[i].end - saved[i].start);
}

uint64_t snapshot_hash(uint64_t hash)
{
    for (int i = 0; i < saved_count; i++)
        hash = hash_bytes(hash, saved[i].start, saved[i].end - saved[i].start);
    return hash;
}

bool snapshot_fault(uintptr_t address)
{
    uintptr_t page = address & ~(PAGE - 1);
    bool ours = false;
    for (int i = 0; i < saved_count; i++)
        if ((saved[i].start & ~(PAGE - 1)) == page)
            return false; /* it is writable already: another kind of fault */
    for (int i = 0; i < area_count; i++) {
        uintptr_t start = areas[i].start > page ? areas[i].start : page;
        uintptr_t end = smaller(page + PAGE, areas[i].end);
        if (start >= end || saved_count == PAGES_MAX)
            continue;
        save(start, end);
        ours = true;
    }
    if (ours)
        mprotect((void *)page, PAGE, PROT_READ | PROT_WRITE);
    return ours;
}
