/* From text to numbers and back, and the affinity that asks for it.
 *
 * Source: sqlite.org/datatype3.html, 3; lang_expr.html, "CAST". What SQLite prints
 * for a real is asked of SQLite ("%!.15g"): it is a format, not a part of the machine.
 */
#ifndef RING3_SQLITE_MACHINE_CONVERT_H
#define RING3_SQLITE_MACHINE_CONVERT_H

#include "sqlite-demo/machine/register.h"

enum affinity {
    AFFINITY_NONE = '@',
    AFFINITY_BLOB = 'A',
    AFFINITY_TEXT = 'B',
    AFFINITY_NUMERIC = 'C',
    AFFINITY_INTEGER = 'D',
    AFFINITY_REAL = 'E',
};

/* What text is when it is read as a number. */
enum number_form { NUMBER_NOT, NUMBER_BEGINS, NUMBER_INTEGER, NUMBER_REAL };

/* The number at the beginning of the text, and whether it is all of it. */
enum number_form text_number(const struct value *text, struct value *number);
/* "12", "1.5"; returns the length. */
uint32_t number_text(const struct value *number, char buffer[40]);

void reg_apply_affinity(struct reg *reg, char affinity);
/* The real becomes an integer, if nothing is lost. */
void value_integer_affinity(struct value *value);
void reg_cast(struct reg *reg, char affinity);
void reg_make_text(struct reg *reg);

/* What an expression takes it for. */
int64_t value_integer(const struct value *value);
double value_real(const struct value *value);
/* 1 true, 0 false, `if_null` */
int value_truth(const struct value *value, int if_null);
/* For arithmetic: INTEGER, REAL or NULL. */
struct value value_number(const struct value *value);

#endif
