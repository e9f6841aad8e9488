/* isolate attack on a terminal: a list that fills, and a page per attack. */
#ifndef RING3_ISOLATE_ATTACK_SCREEN_H
#define RING3_ISOLATE_ATTACK_SCREEN_H

#include "isolate/attack/campaign.h"
#include "labs/kit/terminal.h"

/* Tries what is left of the campaign while the list is shown; until it is left. */
int attack_screen(const struct terminal *terminal, struct campaign *campaign,
                  struct error *error);

#endif
