/* Reading JSON objects by tables: one row per field, its name, its type, and where
 * it goes. A value of the wrong type gives one line with the path of the field. */
#ifndef RING3_ISOLATE_OCI_FIELD_H
#define RING3_ISOLATE_OCI_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "labs/kit/error.h"

/*  kind              the member at `offset` */
enum field_kind {
    FIELD_BOOL,              /* bool */
    FIELD_TEXT,              /* const char * */
    FIELD_PATH,              /* const char *, absolute */
    FIELD_INTEGER,           /* int64_t */
    FIELD_UNSIGNED,          /* uint64_t */
    FIELD_OPTIONAL_INTEGER,  /* struct config_number */
    FIELD_OPTIONAL_UNSIGNED, /* struct config_unsigned */
    FIELD_ID,                /* uint64_t of at most 2^32 - 2 */
    FIELD_IDS,               /* struct config_uids */
    FIELD_TEXTS,             /* struct config_texts */
    FIELD_PAIRS,             /* struct config_pairs: an object of free names */
    FIELD_OBJECT,            /* a struct by itself, read by `fields` */
    FIELD_POINTER,           /* a pointer to such a struct of `size` bytes */
    FIELD_LIST,              /* pointer and count of such structs of `size` bytes */
    FIELD_NAMED, /* the same from an object; the names go to the first member */
};

struct field {
    const char *name; /* NULL ends the table */
    enum field_kind kind;
    size_t offset;
    const struct field *fields;
    size_t size; /* of one struct that `fields` fills */
    bool required;
};

/* Rows: FIELD(TEXT, "hostname", struct config, hostname), */
#define FIELD(kind, name, type, member)                                                  \
    {                                                                                    \
        name, FIELD_##kind, offsetof(type, member), NULL, 0, false                       \
    }
/* the same of a field that must be there, */
#define NEEDED(kind, name, type, member)                                                 \
    {                                                                                    \
        name, FIELD_##kind, offsetof(type, member), NULL, 0, true                        \
    }
/* and of one that holds objects with fields of their own. */
#define NESTED(kind, name, type, member, fields, element)                                \
    {                                                                                    \
        name, FIELD_##kind, offsetof(type, member), fields, sizeof(element), false       \
    }

/* Where a value stands, from the innermost outwards; for messages. */
struct place {
    const struct place *outer;
    const char *name; /* NULL: an element of a list */
    size_t index;
};

/* What a reading shares: who owns the memory, and where the error goes. */
struct reader {
    struct config_memory_block **blocks;
    const char *file;
    struct error *error;
};

struct json_t;
struct config;

/* Fills `target` from a JSON object. */
int fields_read(struct reader *reader, const struct field *fields,
                const struct json_t *object, const struct place *place, void *target);

/* The same from a file; the memory hangs on `config`. */
int fields_read_file(const char *path, const struct field *fields, void *target,
                     struct config *config, struct error *error);

/* "process.rlimits[2].soft: a number is needed"; returns -1. */
int field_refuse(struct reader *reader, const struct place *place, const char *what);

/* Memory that lives as long as the config. */
void *config_keep(struct config_memory_block **blocks, size_t size);
void config_release(struct config_memory_block **blocks);

/* The tables: process (config_process.c), the whole (config.c), linux (config_linux.c),
 * resources (config_resources.c), seccomp (config_seccomp.c). */
extern const struct field config_fields[], process_fields[], linux_fields[],
    resources_fields[], seccomp_fields[], mount_fields[], id_map_fields[];

#endif
