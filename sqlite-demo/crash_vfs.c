#include "sqlite-demo/crash_vfs.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"

enum { FILES_MAX = 8, NAME_MAX_HERE = 300 };

/* A write or truncate that no sync has followed yet. */
struct pending {
    int64_t offset, size; /* of a truncate: size is what it leaves */
    uint8_t *bytes;       /* NULL: a truncate */
    struct pending *next;
};

/* What of a file would survive: its content at the last sync, and what came since. */
struct durable {
    char name[NAME_MAX_HERE]; /* "": the place is free */
    uint8_t *bytes;
    int64_t size;
    struct pending *first, **last;
};

struct crash_file {
    sqlite3_file base;
    const char *name; /* NULL: a temporary file */
    sqlite3_file *real;
};

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    enum fault_model fault;
    bool armed;
    uint64_t count, kill_before, random;
    struct change *change;
    struct durable files[FILES_MAX];
} crash;

/* ---- what would survive ---- */

static struct durable *durable_of(const char *name, bool make)
{
    struct durable *place = NULL;
    for (int i = 0; i < FILES_MAX; i++) {
        if (name && !strcmp(crash.files[i].name, name))
            return &crash.files[i];
        if (!crash.files[i].name[0] && !place)
            place = &crash.files[i];
    }
    if (!make || !name || !place || strlen(name) >= NAME_MAX_HERE)
        return NULL;
    *place = (struct durable){0};
    strcpy(place->name, name);
    place->last = &place->first;
    return place;
}

static void forget_pending(struct durable *file)
{
    while (file->first) {
        struct pending *pending = file->first;
        file->first = pending->next;
        free(pending->bytes);
        free(pending);
    }
    file->last = &file->first;
}

/* The present content is what counts from here on. */
static void make_durable(struct durable *file)
{
    cleanup_fd int fd = open(file->name, O_RDONLY | O_CLOEXEC);
    struct stat status = {0};
    forget_pending(file);
    free(steal_pointer(&file->bytes));
    file->size = fd >= 0 && fstat(fd, &status) == 0 ? status.st_size : 0;
    file->bytes = xcalloc((size_t)file->size + 1, 1);
    if (fd >= 0 && pread(fd, file->bytes, (size_t)file->size, 0) < file->size)
        file->size = 0;
}

static void add_pending(const char *name, const void *bytes, int64_t offset, int64_t size)
{
    struct durable *file =
        crash.armed && crash.fault != FAULT_KILL ? durable_of(name, true) : NULL;
    if (!file)
        return;
    if (!file->bytes)
        make_durable(file);
    struct pending *pending = xcalloc(1, sizeof *pending);
    *pending = (struct pending){.offset = offset, .size = size};
    if (bytes) {
        pending->bytes = xcalloc((size_t)size + 1, 1);
        memcpy(pending->bytes, bytes, (size_t)size);
    }
    *file->last = pending;
    file->last = &pending->next;
}

/* xorshift64, Marsaglia 2003 */
static bool toss(void)
{
    crash.random ^= crash.random << 13;
    crash.random ^= crash.random >> 7;
    crash.random ^= crash.random << 17;
    return crash.random >> 40 & 1;
}

static void write_survivors(const struct durable *file)
{
    cleanup_fd int fd = open(file->name, O_RDWR | O_CLOEXEC);
    if (fd < 0 || ftruncate(fd, 0) < 0 ||
        pwrite(fd, file->bytes, (size_t)file->size, 0) < 0)
        return;
    for (const struct pending *p = file->first; p; p = p->next) {
        if (crash.fault != FAULT_HALF || !toss())
            continue;
        if (p->bytes ? pwrite(fd, p->bytes, (size_t)p->size, p->offset) < 0
                     : ftruncate(fd, p->size) < 0)
            return;
    }
}

static _Noreturn void die_here(void)
{
    for (int i = 0; i < FILES_MAX && crash.fault != FAULT_KILL; i++)
        if (crash.files[i].first)
            write_survivors(&crash.files[i]);
    for (;;)
        kill(getpid(), SIGKILL);
}

/* ---- counting ---- */

static char file_letter(const char *name)
{
    size_t length = name ? strlen(name) : 0;
    if (length > 8 && !strcmp(name + length - 8, "-journal"))
        return 'j';
    if (length > 4 && !strcmp(name + length - 4, "-wal"))
        return 'w';
    return length > 3 && !strcmp(name + length - 3, ".db") ? 'd' : '?';
}

static void moment(uint8_t kind, const char *name, int64_t offset, int64_t size)
{
    if (!crash.armed)
        return;
    if (crash.change)
        *crash.change = (struct change){kind, file_letter(name), offset, size};
    if (++crash.count == crash.kill_before)
        die_here();
}

/* ---- the methods of a file ---- */

static struct crash_file *as_crash(sqlite3_file *file)
{
    return (struct crash_file *)file;
}

#define REAL(file) (as_crash(file)->real)

static int file_close(sqlite3_file *file)
{
    return REAL(file)->pMethods ? REAL(file)->pMethods->xClose(REAL(file)) : SQLITE_OK;
}

static int file_get(sqlite3_file *file, void *to, int size, sqlite3_int64 offset)
{
    return REAL(file)->pMethods->xRead(REAL(file), to, size, offset);
}

static int file_put(sqlite3_file *file, const void *from, int size, sqlite3_int64 offset)
{
    const char *name = as_crash(file)->name;
    moment(CHANGE_WRITE, name, offset, size);
    add_pending(name, from, offset, size);
    return REAL(file)->pMethods->xWrite(REAL(file), from, size, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    const char *name = as_crash(file)->name;
    moment(CHANGE_TRUNCATE, name, 0, size);
    add_pending(name, NULL, 0, size);
    return REAL(file)->pMethods->xTruncate(REAL(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    const char *name = as_crash(file)->name;
    (void)flags;
    moment(CHANGE_SYNC, name, 0, 0);
    struct durable *durable = durable_of(name, false);
    if (durable)
        make_durable(durable);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return REAL(file)->pMethods->xFileSize(REAL(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return REAL(file)->pMethods->xLock(REAL(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return REAL(file)->pMethods->xUnlock(REAL(file), level);
}

static int file_reserved(sqlite3_file *file, int *reserved)
{
    return REAL(file)->pMethods->xCheckReservedLock(REAL(file), reserved);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
    return REAL(file)->pMethods->xFileControl(REAL(file), operation, argument);
}

static int sector_size(sqlite3_file *file)
{
    return REAL(file)->pMethods->xSectorSize(REAL(file));
}

/* Nothing is promised: as on a disk that SQLite knows nothing about. */
static int characteristics(sqlite3_file *file)
{
    (void)file;
    return 0;
}

static int shm_map(sqlite3_file *file, int region, int size, int extend,
                   void volatile **map)
{
    return REAL(file)->pMethods->xShmMap(REAL(file), region, size, extend, map);
}

static int shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return REAL(file)->pMethods->xShmLock(REAL(file), offset, count, flags);
}

static void shm_barrier(sqlite3_file *file)
{
    REAL(file)->pMethods->xShmBarrier(REAL(file));
}

static int shm_unmap(sqlite3_file *file, int remove)
{
    return REAL(file)->pMethods->xShmUnmap(REAL(file), remove);
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_get,
    .xWrite = file_put,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

/* ---- the file system ---- */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *out)
{
    struct crash_file *mine = as_crash(file);
    (void)vfs;
    mine->name = name;
    mine->real = (sqlite3_file *)(mine + 1);
    int code = crash.real->xOpen(crash.real, name, mine->real, flags, out);
    mine->base.pMethods = mine->real->pMethods ? &file_methods : NULL;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs;
    moment(CHANGE_DELETE, name, 0, 0);
    struct durable *durable = durable_of(name, false);
    if (durable) {
        forget_pending(durable);
        free(durable->bytes);
        *durable = (struct durable){0};
    }
    (void)sync_folder;
    return crash.real->xDelete(crash.real, name, 0);
}

int crash_vfs_register(enum fault_model fault, uint32_t seed)
{
    if (!crash.real)
        crash.real = sqlite3_vfs_find(NULL);
    crash.fault = fault;
    crash.random = 0x9e3779b97f4a7c15u ^ ((uint64_t)seed << 20 | seed);
    crash.vfs = *crash.real;
    crash.vfs.szOsFile += (int)sizeof(struct crash_file);
    crash.vfs.zName = "crash";
    crash.vfs.pNext = NULL;
    crash.vfs.xOpen = open_file;
    crash.vfs.xDelete = delete_file;
    return sqlite3_vfs_register(&crash.vfs, 1);
}

void crash_arm(uint64_t kill_before, struct change *change)
{
    crash.armed = true;
    crash.count = 0;
    crash.kill_before = kill_before;
    crash.change = change;
}

uint64_t crash_disarm(void)
{
    crash.armed = false;
    return crash.count;
}
