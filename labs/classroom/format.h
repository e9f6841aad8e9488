/* The forms in which results are handed on: one file each, formats.c has the table.
 *
 * Some platforms grade one submission at a time; their forms hold one.
 */
#ifndef RING3_LABS_FORMAT_H
#define RING3_LABS_FORMAT_H

#include <stdio.h>

#include "labs/classroom/result.h"

struct class_results {
    const struct course *course;
    const struct results *students;
    size_t count;
};

struct format {
    const char *name; /* NULL ends the table */
    void (*write)(const struct class_results *class, FILE *out);
    bool one_only;
};
extern const struct format formats[];
/* All names, separated by blanks. */
#define FORMAT_NAMES "text json tap junit gradescope github autolab csv"

const struct format *format_find(const char *name);

void format_text(const struct class_results *class, FILE *out);
void format_json(const struct class_results *class, FILE *out);
void format_tap(const struct class_results *class, FILE *out);
void format_junit(const struct class_results *class, FILE *out);
void format_gradescope(const struct class_results *class, FILE *out);
void format_github(const struct class_results *class, FILE *out);
void format_autolab(const struct class_results *class, FILE *out);
void format_csv(const struct class_results *class, FILE *out);

/* What stands beside a failed exercise: message, hint, detail, a line each. The caller
 * frees it. */
char *format_words(const struct result *result);

/* "8.5", "10": no more digits than are needed. */
enum { POINTS_TEXT_MAX = 32 };
const char *format_points(double points, char text[POINTS_TEXT_MAX]);

#endif
