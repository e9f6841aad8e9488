/* What the presenter remembers. Not for use outside of presenter*.c. */
#ifndef RING3_KIT_PRESENTER_STATE_H
#define RING3_KIT_PRESENTER_STATE_H

#include "labs/kit/player_state.h"
#include "labs/kit/presenter.h"

/* What of the step can be seen. */
enum presenter_move { MOVE_QUESTION, MOVE_STATE, MOVE_WHY };

struct presenter {
    struct player player; /* first: the functions of a show's keys expect it */
    enum presenter_move move;
    int page, pages; /* of a text that does not fit; as of the last drawing */
    double began;    /* seconds since 1970 */
    char *file;      /* for the second terminal; NULL: there is no place for it */
};

enum { PRESENTER_SPEEDS = 6 };
extern const int presenter_speeds[PRESENTER_SPEEDS]; /* milliseconds per move */
extern const struct screen_type presenter_screen;

void presenter_draw(void *self, struct area area);

void presenter_tell_begin(struct presenter *presenter);
void presenter_tell(struct presenter *presenter);
void presenter_tell_end(struct presenter *presenter);

#endif
