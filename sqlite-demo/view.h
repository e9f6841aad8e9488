/* How a lesson looks: on a canvas, as lines, as JSON. The functions are those of
 * struct show; their model is a struct view. */
#ifndef RING3_SQLITE_DEMO_VIEW_H
#define RING3_SQLITE_DEMO_VIEW_H

#include "labs/kit/player.h"
#include "sqlite-demo/lesson.h"

enum { EVIDENCE_ROWS = 4 };

struct view {
    struct lesson *lesson;
    const char *file; /* the file's name as people know it: "film.db" */
    /* What the last call of view_step lent out. */
    char *texts[EVIDENCE_ROWS];
    struct evidence evidence[EVIDENCE_ROWS];
    struct question question;
};

void view_free(struct view *view);

size_t view_count(void *model);
int view_reach(void *model, size_t index, struct error *error);
void view_step(void *model, size_t index, struct step *step);
void view_draw(void *model, size_t index, struct area area);
void view_describe(void *model, size_t index, FILE *out);
void view_json(void *model, size_t index, struct json *json);

/* listing.c: the left half. "▸" marks line `present`, "!" a line that failed. */
void listing_draw(const struct lesson *lesson, size_t present, struct area area);

#endif
