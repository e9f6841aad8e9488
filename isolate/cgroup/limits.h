/* Limits as files: what a wish becomes in v1 and in v2.
 *
 * One row per file: its controller, its name, and a function that says what is to be
 * written, if anything. The order of the rows is the order of writing.
 */
#ifndef RING3_ISOLATE_CGROUP_LIMITS_H
#define RING3_ISOLATE_CGROUP_LIMITS_H

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/controller.h"

enum { LIMIT_TEXT_MAX = 256 };

struct limit_row {
    enum controller controller;
    const char *file;
    /* The text to write; false: the wish does not ask for this. */
    bool (*value)(const struct cgroup_wish *wish, char *text);
    const char *otherwise; /* the file that older or other kernels have in its place */
};

extern const struct limit_row limits_v1_rows[], limits_v2_rows[]; /* ended by file NULL */

/* What cannot be a row, because the wish has a list of them. */
struct limit_list {
    enum controller controller;
    int (*write)(struct cgroup *group, const struct cgroup_folder *folder,
                 const struct cgroup_wish *wish, struct error *error);
};

extern const struct limit_list limits_v1_lists[], limits_v2_lists[]; /* ended by NULL */

/* The same file in both versions. */
int limit_rdma(struct cgroup *group, const struct cgroup_folder *folder,
               const struct cgroup_wish *wish, struct error *error);

/* The files that the wish names itself, and the words that only v1 understands. */
int limits_v2_files(struct cgroup *group, const struct cgroup_folder *folder,
                    const struct cgroup_wish *wish, struct error *error);

/* Writes all that the wish asks of this folder. What the host has not becomes a gap,
 * what the kernel refuses as a value an error. */
int limits_write(struct cgroup *group, const struct cgroup_folder *folder,
                 const struct cgroup_wish *wish, struct error *error);

/* One write with the same rules. */
int limit_put(struct cgroup *group, const struct cgroup_folder *folder,
              enum controller controller, const char *file, const char *text,
              struct error *error);

/* Numbers as both versions want them; false when nothing is asked. */
bool limit_number(int64_t value, const char *unlimited, char *text);

#endif
