/* The lab of the page cache: one workload under several policies. */
#ifndef RING3_SQLITE_DEMO_CACHE_H
#define RING3_SQLITE_DEMO_CACHE_H

#include "labs/kit/player.h"
#include "sqlite-demo/frames.h"

enum { CACHE_POLICIES = 40, CACHE_TEXT = 300 };

struct cache_result {
    const struct policy_type *policy; /* NULL: the learner's own */
    bool ran;
    struct frames_counts counts;
    int64_t sqlite_hits, sqlite_misses; /* sqlite3_db_status; not of one's own */
    char failed[240];
};

struct workload {
    const char *name, *summary;
    const char *sql; /* one or more statements; NULL: the learner's */
    unsigned repeats;
};

extern const struct workload workloads[]; /* ended by a NULL name */

struct cache_lab {
    const char *path; /* a database that may be used up */
    const char *name; /* as the learner calls it */
    const char *sql;
    const char *workload;
    unsigned repeats;
    uint32_t frames, pages;
    char *own; /* the learner's policy, a file in C; NULL: none */
    bool bare; /* it runs without isolation, as the learner agreed */
    struct cache_result results[CACHE_POLICIES];
    size_t count;
    char title[CACHE_TEXT], why[CACHE_TEXT], text[2][CACHE_TEXT], answer[16];
    struct evidence evidence[2];
    struct question question;
};

/* Makes the database that workloads are for: a table of 4000 rows and an index. */
int cache_make(const char *path, struct error *error);
/* Runs the workload under the policy. A broken rule or wrong SQL is in `failed`. */
int cache_run(const struct cache_lab *lab, struct cache_result *result, struct error *);
/* The learner's policy over the reference string of the last run, as `vmsim run` runs it:
 * in the sandbox. A broken rule is in `failed`. */
int cache_run_own(const struct cache_lab *lab, struct cache_result *result,
                  struct error *error);
/* Writes the reference string of the last run: "PAGE r" per line. */
int cache_export(const char *path, struct error *error);

/* The functions of struct show: a step per policy. */
size_t cache_count(void *model);
int cache_reach(void *model, size_t index, struct error *error);
void cache_step(void *model, size_t index, struct step *step);
void cache_draw(void *model, size_t index, struct area area);
void cache_describe(void *model, size_t index, FILE *out);
void cache_json(void *model, size_t index, struct json *json);

#endif
