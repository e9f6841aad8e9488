/* What the commands of labs print: the same content as the screens, as lines. */
#ifndef RING3_LABS_PRINT_H
#define RING3_LABS_PRINT_H

#include "labs/filter.h"
#include "labs/session.h"

void print_list(const struct session *session, const struct filter *filter);
void print_list_json(const struct session *session, const struct filter *filter);
void print_names(const struct session *session, const struct filter *filter);
void print_exercise(const struct session *session, const struct exercise *exercise,
                    const char *folder);
void print_exercise_json(const struct session *session, const struct exercise *exercise,
                         const char *folder);
void print_hints(const struct exercise *exercise, size_t shown);
void print_verdict(const struct session *session, const struct exercise *exercise,
                   const struct verdict *verdict);
void print_verdict_json(const struct exercise *exercise, const struct verdict *verdict);
/* Markdown as wrapped lines. */
void print_markdown(const char *text);

/* "12 min · predict · needs a C compiler", for lines and screens. */
char *exercise_facts(const struct exercise *exercise);

#endif
