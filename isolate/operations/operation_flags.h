/* Flags by name, in C and in the shell: for operation_call.c and
 * operation_shell.c. */
#ifndef RING3_ISOLATE_OPERATION_FLAGS_H
#define RING3_ISOLATE_OPERATION_FLAGS_H

#include <stddef.h>

struct flag_name {
    unsigned long flag;
    const char *c, *shell; /* shell NULL: no word of its own */
};

/* Each ends with an empty row. */
extern const struct flag_name flags_namespaces[], flags_mount[], flags_attributes[];

/* Appends, with the separator when there is something before. */
void flags_append(char *buffer, size_t size, const char *separator, const char *text);

#endif
