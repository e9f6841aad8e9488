/* What a layer does, seen with it and without it. */
#include "isolate/explain/proof.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "isolate/explain/replay.h"

/* The host's file, and nothing else of the host. */
static void lend(struct experiment *e, unsigned which, const struct variant *removed,
                 struct proof *proof)
{
    struct variant lending = *removed;
    const struct watched *seen = NULL;
    snprintf(lending.lent, sizeof lending.lent, "%s", e->calls[which].path);
    if (*lending.lent)
        seen = experiment_see(e, lending, which);
    if (seen)
        proof->seen = *seen;
    else
        proof->word = "it cannot be lent alone";
}

/* The folder of the file as --tmpfs makes it. That it is another folder shows when the
 * call fails there: then nothing is proven. */
static void put_memory(struct experiment *e, unsigned which,
                       const struct variant *removed, struct proof *proof)
{
    struct variant memory = *removed;
    memory.in_memory = true;
    snprintf(memory.lent, sizeof memory.lent, "%s", e->calls[which].path);
    char *end = strrchr(memory.lent, '/');
    if (!end || end == memory.lent)
        return;
    *end = 0;
    const struct watched *seen = experiment_see(e, memory, which);
    if (!seen || seen->error || seen->signal)
        return;
    proof->seen = *seen;
    snprintf(proof->option, sizeof proof->option, "--tmpfs %s", memory.lent);
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
    if (layer == LAYER_PROC)
        return;
    if (layer == LAYER_ROOT)
        put_memory(e, which, removed, proof);
    else if (layer == LAYER_PIVOT)
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
    snprintf(text, size, "with %s it %s; %s%s the same call %s. %c%s", name,
             proof_ending(call, with, sizeof with), *proof->option ? "with " : "without ",
             *proof->option ? proof->option : name, without, toupper(*clue), clue + 1);
}
