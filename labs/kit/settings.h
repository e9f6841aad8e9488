/* Settings that outlive the process: $XDG_CONFIG_HOME/ring3/settings, one "name = value"
 * per line. People may edit it.
 */
#ifndef RING3_KIT_SETTINGS_H
#define RING3_KIT_SETTINGS_H

#include "labs/kit/error.h"

/* The names that mean something, ended by NULL: theme, language, editor, time-factor. */
struct setting {
    const char *name, *values, *help; /* values: "a b c", or "" for free text */
};
extern const struct setting settings[];

/* The value, to be freed; NULL when it is not set. */
char *setting_get(const char *name);
/* Sets it (NULL takes it away); refuses unknown names and values. */
int setting_set(const char *name, const char *value, struct error *error);

#endif
