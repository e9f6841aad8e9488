/* The lab of crashes: a sweep per setting, and the table of what was found. */
#ifndef RING3_SQLITE_DEMO_CRASH_H
#define RING3_SQLITE_DEMO_CRASH_H

#include "labs/kit/player.h"
#include "sqlite-demo/crash_sweep.h"

enum { SETTINGS_MAX = 16, CRASH_TEXT = 400 };

struct crash_lab {
    const char *folder;
    struct setting settings[SETTINGS_MAX];
    size_t count;
    struct sweep *sweeps;        /* shared memory, by setting */
    pid_t workers[SETTINGS_MAX]; /* 0: not started; -1: waited for */
    bool patient;                /* wait for each sweep: nobody watches it grow */
    char title[CRASH_TEXT], why[CRASH_TEXT], text[2][CRASH_TEXT], answer[8];
    struct evidence evidence[2];
    struct question question;
};

int crash_lab_open(struct crash_lab *lab, const char *folder, struct error *error);
void crash_lab_close(struct crash_lab *lab);

size_t crash_count(void *model);
int crash_reach(void *model, size_t index, struct error *error);
int crash_live(void *model, size_t index);
void crash_step(void *model, size_t index, struct step *step);
void crash_draw(void *model, size_t index, struct area area);
int crash_rows(void *model, size_t index);
void crash_describe(void *model, size_t index, FILE *out);
void crash_json(void *model, size_t index, struct json *json);

#endif
