/* From what the learner's code did, to the hint about it.
 *
 * A run is noted as a string, one letter per event. Two right films, by autocommit
 * and by a transaction: "N I I P" and "N B I I C P" (without the spaces).
 */
#ifndef RING3_HINTS_H
#define RING3_HINTS_H

enum { FILMS = 3, NOTES_MAX = 256 };
enum {
    NOTE_NEXT = 'N', /* the next film was asked for */
    NOTE_BEGIN = 'B',
    NOTE_INSERT = 'I',
    NOTE_SAME_STRING = 'i', /* an INSERT, not the first statement of its string */
    NOTE_COMMIT = 'C',
    NOTE_PROMISE = 'P',
};

/* Promise number `said` came too early; `notes` of the whole run. */
const char *hint_for_promise(const char *notes, int said);
/* A film without its history; `notes` up to there. */
const char *hint_for_halves(const char *notes);

#endif
