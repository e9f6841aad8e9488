/* The layer: a file of ours holds the system's file behind it. Only the database itself
 * is watched; journals and logs are opened by the system's layer directly. */
#include "sqlite-demo/locks/locks_vfs.h"

#include <sqlite3.h>
#include <string.h>

struct watched {
    sqlite3_file base;
    struct lock_state *state;
    sqlite3_file *real; /* behind this struct, in the same memory */
};

static struct lock_state states[LOCK_PARTIES];
static int owner;
static sqlite3_vfs layer, *below;

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct watched *)file)->real;
}

/* ---- what is watched ---- */

static int watch_lock(sqlite3_file *file, int level)
{
    struct lock_state *state = ((struct watched *)file)->state;
    int code = real_of(file)->pMethods->xLock(real_of(file), level);
    if (code == SQLITE_OK && level > state->level)
        state->level = level;
    /* On the way to EXCLUSIVE, PENDING is taken and kept, even where the rest is refused.
     */
    if (code == SQLITE_BUSY) {
        state->refused = level;
        if (level == SQLITE_LOCK_EXCLUSIVE && state->level == SQLITE_LOCK_RESERVED)
            state->level = SQLITE_LOCK_PENDING;
    }
    if (state->level > state->highest)
        state->highest = state->level;
    return code;
}

static int watch_unlock(sqlite3_file *file, int level)
{
    struct lock_state *state = ((struct watched *)file)->state;
    int code = real_of(file)->pMethods->xUnlock(real_of(file), level);
    if (code == SQLITE_OK)
        state->level = level;
    return code;
}

static int watch_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    struct lock_state *state = ((struct watched *)file)->state;
    int code = real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
    for (int i = offset; i < offset + count && i < LOCK_SLOTS; i++) {
        if (code == SQLITE_BUSY) {
            state->refused_slot = i;
        } else if (code == SQLITE_OK && (flags & SQLITE_SHM_UNLOCK)) {
            state->slots[i] = SLOT_FREE;
        } else if (code == SQLITE_OK) {
            state->slots[i] = flags & SQLITE_SHM_EXCLUSIVE ? SLOT_EXCLUSIVE : SLOT_SHARED;
            state->slot_touched[i] = true;
        }
    }
    return code;
}

/* ---- what is only passed on ---- */

static int pass_close(sqlite3_file *file)
{
    int code = real_of(file)->pMethods->xClose(real_of(file));
    *((struct watched *)file)->state = (struct lock_state){.refused_slot = -1};
    return code;
}

static int pass_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
    return real_of(file)->pMethods->xRead(real_of(file), bytes, count, offset);
}

static int pass_write(sqlite3_file *file, const void *bytes, int count,
                      sqlite3_int64 offset)
{
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, count, offset);
}

static int pass_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int pass_sync(sqlite3_file *file, int flags)
{
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int pass_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int pass_reserved(sqlite3_file *file, int *answer)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), answer);
}

static int pass_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int pass_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int pass_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int pass_map(sqlite3_file *file, int region, int size, int extend,
                    void volatile **memory)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), region, size, extend, memory);
}

static void pass_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int pass_unmap(sqlite3_file *file, int drop)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), drop);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = pass_close,
    .xRead = pass_read,
    .xWrite = pass_write,
    .xTruncate = pass_truncate,
    .xSync = pass_sync,
    .xFileSize = pass_size,
    .xLock = watch_lock,
    .xUnlock = watch_unlock,
    .xCheckReservedLock = pass_reserved,
    .xFileControl = pass_control,
    .xSectorSize = pass_sector,
    .xDeviceCharacteristics = pass_traits,
    .xShmMap = pass_map,
    .xShmLock = watch_shm_lock,
    .xShmBarrier = pass_barrier,
    .xShmUnmap = pass_unmap,
};

static int layer_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                      int *out_flags)
{
    struct watched *watched = (struct watched *)file;
    int code;
    (void)vfs;
    if (!(flags & SQLITE_OPEN_MAIN_DB))
        return below->xOpen(below, name, file, flags, out_flags);
    watched->base.pMethods = NULL;
    watched->real = (sqlite3_file *)(watched + 1);
    code = below->xOpen(below, name, watched->real, flags, out_flags);
    if (!watched->real->pMethods)
        return code;
    watched->state = &states[owner];
    *watched->state = (struct lock_state){.refused_slot = -1};
    watched->base.pMethods = &methods;
    return code;
}

int locks_vfs_register(void)
{
    below = sqlite3_vfs_find(NULL);
    if (!below)
        return SQLITE_ERROR;
    layer = *below;
    layer.zName = LOCKS_VFS;
    layer.pNext = NULL;
    layer.szOsFile = (int)sizeof(struct watched) + below->szOsFile;
    layer.xOpen = layer_open;
    return sqlite3_vfs_register(&layer, 0);
}

void locks_vfs_owner(int party)
{
    owner = party;
}

void locks_vfs_mark(void)
{
    for (int i = 0; i < LOCK_PARTIES; i++) {
        states[i].highest = states[i].level;
        states[i].refused = 0;
        states[i].refused_slot = -1;
        memset(states[i].slot_touched, 0, sizeof states[i].slot_touched);
    }
}

const struct lock_state *locks_vfs_state(int party)
{
    return &states[party];
}
