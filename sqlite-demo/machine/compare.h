/* In which order values stand: NULL, numbers, text, blobs.
 *
 * Numbers are compared as numbers, an integer with a real exactly. Text is compared
 * by a collation. Source: sqlite.org/datatype3.html, 4.
 */
#ifndef RING3_SQLITE_MACHINE_COMPARE_H
#define RING3_SQLITE_MACHINE_COMPARE_H

#include "sqlite-demo/machine/register.h"

enum collation { COLLATE_BINARY, COLLATE_NOCASE, COLLATE_RTRIM, COLLATE_UNKNOWN };

/* The order of an index, of a sorter: what P4 shows as "k(2,B,-NOCASE)". */
struct key_field {
    enum collation collation;
    bool descending;
    bool nulls_last; /* "N.": NULL stands where it would not by itself */
};

struct key_order {
    uint32_t count;
    struct key_field fields[]; /* beyond them: binary, ascending */
};

enum collation collation_named(const char *name, size_t length);
int compare_values(const struct value *a, const struct value *b,
                   enum collation collation);
/* One field of a key: with its collation and direction. */
int compare_field(const struct value *a, const struct value *b,
                  const struct key_order *order, uint32_t field);
/* The record against the values of `count` registers. `if_equal` is the answer when
 * the record has all of them. -2: the record is damaged. */
int compare_record(struct record *record, const struct reg *key, uint32_t count,
                   const struct key_order *order, int if_equal);
/* Two records, by their first `count` fields; by all that both of them have. */
int compare_keys(struct record *a, struct record *b, uint32_t count,
                 const struct key_order *order);
int compare_records(struct record *a, struct record *b, const struct key_order *order);

#endif
