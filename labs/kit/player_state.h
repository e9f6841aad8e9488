/* What the player remembers: shared by its keys, its view and its outputs.
 * Not for use outside of player*.c.
 */
#ifndef RING3_KIT_PLAYER_STATE_H
#define RING3_KIT_PLAYER_STATE_H

#include "labs/kit/player.h"
#include "labs/kit/screen.h"

/* What the body shows. */
enum player_panel { PANEL_ALL, PANEL_WHY, PANEL_EVIDENCE };

/* What the keyboard is for. */
enum player_input { INPUT_KEYS, INPUT_GO, INPUT_ANSWER };

struct player {
    const struct show *show;
    size_t index;   /* the step shown, from 0 */
    size_t reached; /* so many steps exist: `reach` was called for 0..reached-1 */
    enum player_panel panel;
    int scroll;  /* first line shown of a full-size panel */
    int columns; /* of the picture, when it was drawn last; 0: not yet */

    enum player_input input;
    char typed[80];
    char prompt[128];

    bool predicting;
    unsigned asked, right;
    char verdict[ERROR_MAX + 64]; /* on the last answer, or why a step failed; or "" */

    bool playing;
    int speed;               /* index into player_speeds */
    size_t bookmark;         /* SIZE_MAX: none */
    char message[ERROR_MAX]; /* one line, gone with the next key */
};

extern const int player_speeds[]; /* milliseconds per step */
extern const struct screen_type player_screen;

void player_init(struct player *player, const struct show *show);
/* Makes the step exist and shows it; -1 with the reason when it cannot be. */
int player_go(struct player *player, size_t index, struct error *error);
size_t player_count(const struct player *player);
/* The same as the learner's wish: a step that is too far is the last one, and a
 * failure becomes what the screen says. */
enum reaction player_jump(struct player *player, size_t index);
/* A key while something is typed. */
enum reaction player_input_key(struct player *player, uint32_t key);
/* Is there a question to be asked before the step after the present one? */
const struct question *player_question(const struct player *player);
/* The command that opens the present step again, after `before`, in so many columns;
 * what is too much is cut near its start. The caller frees it. */
char *player_command(const struct player *player, const char *before, int columns);
void player_draw(void *self, struct area area);

#endif
