/* Dates as people write them: 2026-12-01, and 18:00. Local time. */
#ifndef RING3_LABS_DATE_H
#define RING3_LABS_DATE_H

#include <stdbool.h>
#include <time.h>

/* `hour` may be NULL: then the first second of the day, or the last. -1 when it is no
 * date (2026-02-30 is none). */
int date_read(const char *day, const char *hour, bool end_of_day, time_t *date);

enum { DATE_TEXT_MAX = 32 };
/* "2026-12-01 18:00", "" for 0. */
const char *date_text(time_t date, char text[DATE_TEXT_MAX]);

#endif
