/* A receipt: what a learner did, as a small text that is signed.
 *
 *     ring3 receipt 1
 *     student: ada
 *     course: Operating systems, autumn
 *     version: 0.1.0
 *     made: 2026-12-01T17:03:22Z
 *
 *     vm/01-which-page-leaves   solved   seed 4711   attempts 3   hints 1   seconds 840
 *     threads/01-two-locks      open     seed 1      attempts 9   hints 2   seconds 60
 *
 *     signature: 5d…  (64 digits)
 *
 * The signature is over every byte before its line, with the course's key. It proves
 * that nobody changed the text who has not the key; the learner's labs has it. It cannot
 * prove who solved what: docs/labs/classroom.md.
 */
#ifndef RING3_LABS_RECEIPT_H
#define RING3_LABS_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"

struct receipt_line {
    char *exercise;
    bool solved;
    uint64_t seed;
    unsigned attempts, hints;
    unsigned long seconds; /* from the first look or try to the solution */
};

struct receipt {
    char *student, *course, *version, *made;
    struct receipt_line *lines;
    size_t count;
};

/* The text, signed. The caller frees it. */
char *receipt_text(const struct receipt *receipt, const char *key);

/* Reads a text and checks its signature: -1 with STATUS_REQUEST for what is no receipt,
 * with STATUS_NO for one that was changed or signed with another key. `name` is the file
 * in messages. */
int receipt_parse(const char *name, const char *text, const char *key,
                  struct receipt *receipt, struct error *error);
void receipt_free(struct receipt *receipt);

/* The receipt.txt of a folder; -1 if there is none that holds. */
int receipt_in_folder(const char *folder, const char *key, struct receipt *receipt);

const struct receipt_line *receipt_find(const struct receipt *receipt,
                                        const char *exercise);

#endif
