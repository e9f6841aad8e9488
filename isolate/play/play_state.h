/* What `isolate play` remembers: shared by play.c, play_view.c, play_text.c and
 * play_keys.c. Not for others. */
#ifndef RING3_ISOLATE_PLAY_STATE_H
#define RING3_ISOLATE_PLAY_STATE_H

#include <stdio.h>

#include "isolate/play/builder.h"
#include "labs/kit/canvas.h"
#include "labs/kit/json.h"
#include "labs/kit/keys.h"
#include "labs/kit/player.h"

enum { EVIDENCE_MAX = 2 * STEP_ROWS_MAX + 6, TEXT_MAX = 1200 };

struct play {
    struct setting setting;
    struct sequence sequence;
    struct builder builder;
    struct observation host[STEPS_MAX]; /* what we see out here after each step */
    int proc;                           /* the host's */
    char title[120], command[512];
    char came_back[300]; /* how the last step back was made; "" */
    char layers[200];    /* --until … --without …, as typed */
    /* What the last call of `step` handed out. */
    struct evidence evidence[EVIDENCE_MAX];
    char texts[EVIDENCE_MAX][TEXT_MAX];
    char why[SKIPPED_MAX + 200], answer[FACT_MAX];
    struct question question;
};

/* Does this fact differ before and after the step? */
bool play_changed(const struct play *play, size_t index, int fact);
bool play_is_listed(const struct step_type *type, int fact);
/* "real" or "rebuilt": how a step back from here is made. */
const char *play_undo_word(const struct play *play, size_t index);
/* Reads the counters of the container's group again. */
void play_look_at_group(const struct play *play, struct observation *seen);
/* Has the layer been made by one of the steps up to this one? */
bool play_has_layer(const struct play *play, size_t index, int layer);
/* Namespaces in which the container still is where we are: "mnt net ipc". */
void play_shared(const struct play *play, size_t index, char *text, size_t size);

/* The timeline: what the player calls reach and back. */
int play_reach(void *model, size_t index, struct error *error);
int play_back(void *model, size_t index, struct error *error);

/* play_view.c */
int play_rows(void *model, size_t index);
void play_draw(void *model, size_t index, struct area area);
/* play_text.c */
void play_describe(void *model, size_t index, FILE *out);
void play_json(void *model, size_t index, struct json *json);
/* play_keys.c */
extern const struct key_row play_keys[];

#endif
