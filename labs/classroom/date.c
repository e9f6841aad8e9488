#include "labs/classroom/date.h"

#include <stdio.h>
#include <string.h>

static bool all_of(const char *text, const char *format, struct tm *parts)
{
    const char *end = strptime(text, format, parts);
    return end && !*end;
}

/* mktime() makes 2 March of 30 February: a date that changes was none. */
static int in_local_time(const struct tm *wanted, time_t *date)
{
    struct tm parts = *wanted;
    parts.tm_isdst = -1;
    *date = mktime(&parts);
    return *date == (time_t)-1 || parts.tm_mday != wanted->tm_mday ? -1 : 0;
}

int date_read(const char *day, const char *hour, bool end_of_day, time_t *date)
{
    struct tm parts = {0};
    if (strlen(day) != strlen("2026-12-01") || !all_of(day, "%Y-%m-%d", &parts))
        return -1;
    if (hour && !all_of(hour, "%H:%M", &parts))
        return -1;
    if (!hour && end_of_day) {
        parts.tm_hour = 23;
        parts.tm_min = parts.tm_sec = 59;
    }
    return in_local_time(&parts, date);
}

const char *date_text(time_t date, char text[DATE_TEXT_MAX])
{
    struct tm parts;
    text[0] = '\0';
    if (date && localtime_r(&date, &parts))
        strftime(text, DATE_TEXT_MAX, "%Y-%m-%d %H:%M", &parts);
    return text;
}
