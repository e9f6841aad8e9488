/* The names of signals. */
#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "isolate/keeper/names.h"

int signal_number(const char *text, struct error *error)
{
    const char *name = strncasecmp(text, "SIG", 3) == 0 ? text + 3 : text;
    char *end;
    long number = strtol(text, &end, 10);
    if (isdigit((unsigned char)text[0]) && !*end && number > 0 && number < SIGRTMAX)
        return (int)number;
    for (int i = 1; i < SIGSYS + 1; i++) {
        const char *known = sigabbrev_np(i);
        if (known && !strcasecmp(known, name))
            return i;
    }
    return error_set(error, STATUS_REQUEST,
                     "there is no signal %s (such as TERM, KILL, HUP, USR1, or a number)",
                     text);
}
