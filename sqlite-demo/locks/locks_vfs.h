/* A file system layer for SQLite that watches the locks of the database file.
 *
 * It changes nothing: each call goes on to the system's own layer. What was asked for and
 * what was given is noted per connection.
 *
 *     rollback journal   NONE → SHARED → RESERVED → PENDING → EXCLUSIVE
 *     WAL                slots of the shared index: WRITE, CKPT, RECOVER, READ 0 to 4
 *
 * Sources: sqlite.org/lockingv3.html; sqlite.org/walformat.html, section 2.3.
 */
#ifndef RING3_SQLITE_DEMO_LOCKS_VFS_H
#define RING3_SQLITE_DEMO_LOCKS_VFS_H

#include <stdbool.h>

enum { LOCK_SLOTS = 8, LOCK_PARTIES = 3 };
#define LOCKS_VFS "ring3-locks"

enum slot_state { SLOT_FREE, SLOT_SHARED, SLOT_EXCLUSIVE };

struct lock_state {
    int level;             /* SQLITE_LOCK_NONE … SQLITE_LOCK_EXCLUSIVE: what it has */
    int highest;           /* since locks_vfs_mark(): what it had for a moment */
    int refused;           /* the level that was refused since then; 0: none */
    int slots[LOCK_SLOTS]; /* enum slot_state */
    int refused_slot;      /* -1: none */
    bool slot_touched[LOCK_SLOTS]; /* taken since locks_vfs_mark() */
};

/* Registers it. 0, or SQLite's result code. */
int locks_vfs_register(void);
/* The next database that is opened belongs to this connection. */
void locks_vfs_owner(int party);
/* Forgets what was reached and refused; a step begins. */
void locks_vfs_mark(void);
const struct lock_state *locks_vfs_state(int party);

#endif
