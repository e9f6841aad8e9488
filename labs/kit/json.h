/* Writing JSON: one object per line, keys in the order they are given.
 *
 *     struct json json = json_begin(stdout);
 *     json_object(&json, NULL);
 *     json_string(&json, "policy", "fifo");
 *     json_integer(&json, "faults", 9);
 *     json_close(&json);
 *     json_end(&json);                      // the newline
 *
 * Within an array, pass NULL as the key. Bytes that are not UTF-8 become U+FFFD.
 */
#ifndef RING3_KIT_JSON_H
#define RING3_KIT_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* To the linker these have names of their own: jansson, which reads JSON, has functions
 * that are called the same, and a program may stand on both. No file includes both. */
#define json_object  kit_json_object
#define json_array   kit_json_array
#define json_string  kit_json_string
#define json_integer kit_json_integer
#define json_null    kit_json_null
#define json_real    kit_json_real

enum { JSON_DEPTH_MAX = 16 };

struct json {
    FILE *out;
    int depth;
    bool has_item[JSON_DEPTH_MAX + 1]; /* a comma is due before the next item */
    char closer[JSON_DEPTH_MAX + 1];   /* '}' or ']' per open level */
};

struct json json_begin(FILE *out);
void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_close(struct json *json); /* the innermost object or array */
/* NULL gives null. */
void json_string(struct json *json, const char *key, const char *value);
void json_text(struct json *json, const char *key, const char *bytes, size_t length);
void json_integer(struct json *json, const char *key, int64_t value);
void json_unsigned(struct json *json, const char *key, uint64_t value);
/* null if it is not finite. */
void json_number(struct json *json, const char *key, double value);
/* The same, always with a point or an exponent: "3.0" is no integer. */
void json_real(struct json *json, const char *key, double value);
void json_bool(struct json *json, const char *key, bool value);
void json_null(struct json *json, const char *key);
void json_end(struct json *json); /* closes what is open, ends the line */

#endif
