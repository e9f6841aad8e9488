/* What a layer does, seen with it and without it. */
#include "isolate/explain/proof.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "isolate/explain/clues.h"
#include "isolate/explain/replay.h"

/* The host's file, and nothing else of the host. */
static void lend(struct experiment *e, unsigned which, const struct variant *removed,
                 struct proof *proof)
{
    struct variant lending = *removed;
    const struct watched *seen = NULL;
    if (clue_path(&e->calls[which], lending.lent, sizeof lending.lent))
        seen = experiment_see(e, lending, which);
    if (seen)
        proof->seen = *seen;
    else
        proof->word = "it cannot be lent alone";
}

static void make_once_more(struct experiment *e, unsigned which, enum layer layer,
                           const struct variant *removed, struct proof *proof)
{
    e->replay_count++;
    unsigned layers = removed->without | LAYER_BIT(layer);
    if (replay(e->wish, e->first, layers, &e->calls[which], &proof->seen, &proof->word) <
        0)
        proof->seen.text[0] = 0;
    else if (!*proof->seen.text)
        proof->word = "the command did not come to this call there";
}

void proof_find(struct experiment *e, unsigned which, enum layer layer,
                const struct variant *removed, struct proof *proof)
{
    const struct watched *call = &e->calls[which], *seen = &proof->seen;
    *proof = (struct proof){.end = PROOF_NONE};
    /* A read-only mount says so itself; and who removes that writes to the host. */
    if (layer == LAYER_ROOT || layer == LAYER_PROC)
        return;
    if (layer == LAYER_PIVOT)
        lend(e, which, removed, proof);
    else
        make_once_more(e, which, layer, removed, proof);
    if (!*seen->text)
        return;
    bool is_same =
        seen->times && seen->error == call->error && seen->signal == call->signal;
    proof->end = is_same ? PROOF_SAME : PROOF_CHANGED;
}

const char *proof_ending(const struct watched *call, char *text, size_t size)
{
    if (call->signal)
        snprintf(text, size, "is killed by SIGSYS");
    else if (call->error)
        snprintf(text, size, "fails with %s", strerrorname_np(call->error));
    else
        snprintf(text, size, "succeeds");
    return text;
}

void proof_say(const struct watched *call, enum layer layer, const struct proof *proof,
               const char *clue, char *text, size_t size)
{
    const char *name = layer_words[layer];
    char with[64], without[96] = "waits for an answer";
    if (proof->end == PROOF_NONE) {
        snprintf(text, size, proof->word ? "%s. Not tried without %s: %s" : "%s", clue,
                 name, proof->word);
        return;
    }
    if (proof->word && !proof->seen.error)
        snprintf(without, sizeof without, "%s", proof->word);
    else if (proof->seen.times)
        proof_ending(&proof->seen, without, sizeof without);
    snprintf(text, size, "with %s it %s; without %s the same call %s. %c%s", name,
             proof_ending(call, with, sizeof with), name, without, toupper(*clue),
             clue + 1);
}
