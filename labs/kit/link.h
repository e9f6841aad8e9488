/* "file:line" as a link that a terminal can open: OSC 8, the escape sequence for
 * hyperlinks (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).
 */
#ifndef RING3_KIT_LINK_H
#define RING3_KIT_LINK_H

#include <stdbool.h>
#include <stdio.h>

/* file://HOST/PATH#LINE with everything unusual as %XX; freed by the caller. The host is
 * in it because over ssh the terminal runs on another one. */
char *link_to_file(const char *path, unsigned line);

/* Does this terminal know links, by its name? FORCE_HYPERLINK=1 or 0 says it for it. VS
 * Code makes a link of each file:line by itself, with the line. */
bool link_shown(void);

/* What is written between the two is the link. */
void link_open(const char *address, FILE *out);
void link_close(FILE *out);

#endif
