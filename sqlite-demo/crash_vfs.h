/* A file system layer for SQLite that dies at a chosen moment.
 *
 * Every operation that changes a file is counted: write, truncate, sync, delete. Just
 * before operation number `kill_before` the process gets SIGKILL. What a process has
 * written by then is with the kernel and not lost. With FAULT_POWER, the power goes:
 * of what was written since the last sync of a file nothing is left; with FAULT_HALF,
 * each write call since then is kept or lost by chance, so that they also come out of
 * order.
 *
 * What this does not cover: half-written sectors, disks that lie about a sync, a lost
 * directory entry, and a page cache that the kernel writes back by itself in between.
 *
 * Nothing is really synced: a killed process does not need it, and for a power cut it
 * is our own record that counts. */
#ifndef RING3_SQLITE_DEMO_CRASH_VFS_H
#define RING3_SQLITE_DEMO_CRASH_VFS_H

#include <sqlite3.h>
#include <stdint.h>

enum fault_model { FAULT_KILL, FAULT_POWER, FAULT_HALF };
enum { CHANGE_WRITE, CHANGE_TRUNCATE, CHANGE_SYNC, CHANGE_DELETE };

/* One operation, as it was about to be done. */
struct change {
    uint8_t kind;
    char file; /* 'd' database, 'j' journal, 'w' log, '?' another */
    int64_t offset, size;
};

/* Registers it as the default. From crash_arm() on, operations count. */
int crash_vfs_register(enum fault_model fault, uint32_t seed);
/* kill_before 0: never. `change` (which may be shared memory) gets each operation. */
void crash_arm(uint64_t kill_before, struct change *change);
/* Operations since then; counts no more. */
uint64_t crash_disarm(void);

#endif
