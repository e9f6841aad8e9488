/* The words that this program was started with, as the kernel keeps them. */
#ifndef RING3_ISOLATE_COMMAND_LINE_H
#define RING3_ISOLATE_COMMAND_LINE_H

#include <stddef.h>

/* A copy, NULL-terminated, in one block to be freed with free(). NULL when /proc does not
 * tell. To be called before anybody cuts the words of argv, which are the same memory. */
char **command_line(void);

/* The words after the first that is `command`; NULL when there is none. */
char **command_line_after(char **words, const char *command);

#endif
