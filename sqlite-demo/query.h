/* A lesson made of the learner's own SQL: connect, execute, fetch what there is,
 * commit, close. */
#ifndef RING3_SQLITE_DEMO_QUERY_H
#define RING3_SQLITE_DEMO_QUERY_H

#include "sqlite-demo/lesson.h"

enum { QUERY_FETCHES = 200 }; /* rows that are fetched at most */

struct query {
    struct line *lines;
    size_t count;
    char *watch; /* what the second connection looks at */
};

/* Finds out which table the SQL is about, without running it. `path` must exist
 * or be creatable; `sql` is kept. */
void query_init(struct query *query, const char *path, const char *sql);
void query_free(struct query *query);

/* Runs it all at once: every step exists then. Returns -1 when the SQL or the
 * file is wrong; `name` is the file as the learner calls it. What SQLite may
 * answer to right SQL (a broken constraint, a lock) is a step, not a failure. */
int query_run(struct query *query, struct lesson *lesson, const char *sql,
              const char *name, bool is_copy, struct error *error);

#endif
