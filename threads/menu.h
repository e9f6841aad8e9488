/* The start screen: every demo with its twin; Enter steps through it. */
#ifndef RING3_THREADS_MENU_H
#define RING3_THREADS_MENU_H

#include "labs/kit/error.h"

/* Runs until it is left. */
int menu_show(struct error *error);

#endif
