/* The fields of status.json: one table for who writes it and who reads it. */
#ifndef RING3_ISOLATE_STATUS_FIELDS_H
#define RING3_ISOLATE_STATUS_FIELDS_H

#include <stddef.h>

enum status_kind {
    STATUS_PHASE,    /* enum phase, as its word */
    STATUS_INTEGER,  /* int */
    STATUS_UNSIGNED, /* uint64_t */
    STATUS_BOOL,
    STATUS_TEXT, /* char [ERROR_MAX] */
};

struct status_field {
    const char *name; /* NULL ends the table */
    enum status_kind kind;
    size_t offset; /* in struct container_status */
};

extern const struct status_field status_fields[];

#endif
