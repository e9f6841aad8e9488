/* Copies of the learner's database, and the wall around them. */
#ifndef RING3_SQLITE_DEMO_COPY_H
#define RING3_SQLITE_DEMO_COPY_H

#include "labs/kit/error.h"

/* Copies a database into the new file `to`, as of its last commit, WAL and
 * interrupted transactions included. Nothing is made or changed beside `from`. */
int database_copy(const char *from, const char *to, struct error *error);
/* The same byte by byte, with its write-ahead log and journal, so that pages stay where
 * they are; waits up to two seconds for one who is writing. */
int database_snapshot(const char *from, const char *to, struct error *error);
/* From here on, SQL of this process can open no other file: ATTACH and VACUUM INTO
 * are answered with SQLITE_AUTH. */
void database_confine(void);

#endif
