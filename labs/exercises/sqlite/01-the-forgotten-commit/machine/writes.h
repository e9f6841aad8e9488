/* A layer between SQLite and the file: it tells of every change before it is made.
 *
 * A change is a write to the database, its journal or its WAL, the cutting of one
 * to a length, or the removal of one: nothing else alters what another connection
 * can find. Which function of SQLite led to it makes no difference.
 */
#ifndef RING3_WRITES_H
#define RING3_WRITES_H

/* From now on, in this process. `before` is called with each change to come. */
void watch_changes(void (*before)(void));

#endif
