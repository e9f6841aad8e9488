/* Reading one flat JSON object, as our own programs print it with --json. */
#ifndef RING3_LABS_JSON_LINE_H
#define RING3_LABS_JSON_LINE_H

/* The string value of a key, freed by the caller; NULL if the line is no object,
 * has no such key, or its value is no string. Nested values are not looked into. */
char *json_line_string(const char *line, const char *key);

#endif
