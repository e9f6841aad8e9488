/* A layer that stands before the host, removed for one call: does it end otherwise? */
#ifndef RING3_ISOLATE_PROOF_H
#define RING3_ISOLATE_PROOF_H

#include "isolate/explain/experiment.h"
#include "isolate/layer.h"

enum { CLUE_MAX = 320 };

struct proof {
    enum {
        PROOF_NONE,    /* not tried: `word` says why; NULL: it speaks for itself */
        PROOF_SAME,    /* it failed as with the layer */
        PROOF_CHANGED, /* it did not */
    } end;
    struct watched seen;
    const char *word;
    char option[CALL_TEXT_MAX + 16]; /* this was given in place of removing the layer */
};

/* `removed` stays removed as well. For root, the folder of the path is put in memory, so
 * that nothing of the host is written; for pivot the path of the call is lent, which is
 * all of the host that the call asks for; the others are a replay (replay.h). */
void proof_find(struct experiment *e, unsigned which, enum layer layer,
                const struct variant *removed, struct proof *proof);

/* "with net it fails with ENETUNREACH; without net the same call succeeds. CLUE" */
void proof_say(const struct watched *call, enum layer layer, const struct proof *proof,
               const char *clue, char *text, size_t size);

/* "fails with EPERM", "succeeds" */
const char *proof_ending(const struct watched *call, char *text, size_t size);

#endif
