/* How the layer is found that refused a call.
 *
 * First all layers are removed at once that can be removed without touching the host. If
 * the call then ends otherwise, each layer is put back by itself: those whose return
 * brings the failure back are needed for it, and all that are named. If it still ends
 * the same, no layer of those refused it, and what is left are the layers that are never
 * removed: they are told by what only they answer (clues.c).
 */
#include "isolate/explain/verdict.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/explain/clues.h"
#include "isolate/explain/proof.h"
#include "isolate/runtime/capabilities.h"
#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/evaluate.h"
#include "isolate/seccomp/profile.h"

/* Limits are left out only where the errno is theirs and not one that a program that
 * runs away would bring about. */
static bool may_lift_limits(const struct watched *call)
{
    char name[CALL_NAME_MAX];
    call_name(call->architecture, call->number, name);
    return call->error == EMFILE || !strncmp(name, "mlock", 5);
}

static bool root_is_host(const struct wish *wish)
{
    return !strcmp(wish->folder, "/");
}

static unsigned removable(const struct watched *call)
{
    unsigned set = 0;
    for (const struct layer_facts *l = layer_facts; l->layer != LAYER_COUNT; l++)
        if (!l->not_tried || (l->layer == LAYER_RLIMITS && may_lift_limits(call)))
            set |= LAYER_BIT(l->layer);
    return set;
}

static struct refusal *add(struct verdict *v, enum layer layer)
{
    struct refusal *refusal = &v->refusals[v->count++];
    refusal->layer = layer_facts_of(layer);
    snprintf(refusal->option, sizeof refusal->option, "%s", refusal->layer->option);
    refusal->risk = refusal->layer->risk;
    v->is_decided = true;
    return refusal;
}

/* ---- removing ---- */

/* From all that can be removed, puts back whatever is not needed for the change. */
static struct variant least_removed(struct experiment *e, unsigned which,
                                    struct variant variant)
{
    for (const struct layer_facts *l = layer_facts; l->layer != LAYER_COUNT; l++) {
        struct variant less = variant;
        less.without &= ~LAYER_BIT(l->layer);
        if (less.without != variant.without && experiment_changes(e, less, which))
            variant = less;
    }
    if (variant.writable) {
        struct variant less = variant;
        less.writable = false;
        if (experiment_changes(e, less, which))
            variant = less;
    }
    return variant;
}

static void list_layers(const struct variant *variant, char *text, size_t size)
{
    size_t at = 0;
    *text = 0;
    for (const struct layer_facts *l = layer_facts; l->layer != LAYER_COUNT; l++)
        if ((variant->without & LAYER_BIT(l->layer) ||
             (l->layer == LAYER_ROOT && variant->writable)) &&
            at < size)
            at += (size_t)snprintf(text + at, size - at, "%s%s", at ? " and " : "",
                                   layer_words[l->layer]);
}

static void advise_seccomp(struct experiment *e, unsigned which, struct refusal *refusal)
{
    if (!experiment_changes(e, (struct variant){.allow_userns = true}, which))
        return;
    snprintf(refusal->option, sizeof refusal->option, "--allow-userns (tried: it helps)");
    refusal->risk =
        "in a user namespace the command has every capability, and much of the "
        "kernel that only root could reach";
}

/* One option may open both: the filter follows the capabilities. */
static void advise_capabilities(struct experiment *e, unsigned which,
                                struct variant needed, struct refusal *refusal)
{
    char names[VERDICT_TEXT_MAX / 2];
    uint64_t set = experiment_capabilities(e, needed, which);
    if (!set)
        return;
    capabilities_text(set, names, sizeof names);
    bool alone = experiment_changes(e, (struct variant){.capabilities = set}, which);
    snprintf(refusal->option, sizeof refusal->option, "--cap-add %s%s", names,
             alone ? " (tried: this alone lets it through)" : "");
}

static void name_removed(struct experiment *e, unsigned which, struct variant needed,
                         struct verdict *v)
{
    char layers[128], ending[64];
    const struct watched *now = experiment_see(e, needed, which);
    list_layers(&needed, layers, sizeof layers);
    proof_ending(now, ending, sizeof ending);
    for (const struct layer_facts *l = layer_facts; l->layer != LAYER_COUNT; l++) {
        bool by_writing = l->layer == LAYER_ROOT && needed.writable;
        if (!(needed.without & LAYER_BIT(l->layer)) && !by_writing)
            continue;
        struct refusal *refusal = add(v, l->layer);
        snprintf(refusal->evidence, sizeof refusal->evidence,
                 "without %s the same call %s; with %s put back it fails again", layers,
                 ending, layer_words[l->layer]);
        if (l->layer == LAYER_SECCOMP)
            advise_seccomp(e, which, refusal);
        else if (l->layer == LAYER_CAPABILITIES)
            advise_capabilities(e, which, needed, refusal);
    }
}

/* ---- what was not removed ---- */

static void note_untried(const struct watched *call, struct verdict *v)
{
    unsigned tried = removable(call);
    for (const struct layer_facts *l = layer_facts; l->layer != LAYER_COUNT; l++)
        if (!(tried & LAYER_BIT(l->layer)) && clue_concerns(l->layer, call) &&
            v->untried_count < VERDICT_LAYERS_MAX)
            v->untried[v->untried_count++] = l;
}

/* The filter, asked about this very call, without making it. */
static bool filter_refuses(const struct wish *wish, const struct watched *call)
{
    struct filter_wish rules = {.capabilities = wish->capabilities,
                                .allow_userns = wish->allow_userns};
    struct filter filter;
    struct seccomp_data data = {.nr = call->number, .arch = call->architecture};
    if (wish->seccomp || wish->without & LAYER_BIT(LAYER_SECCOMP) ||
        filter_default(&rules, &filter, NULL) < 0)
        return false;
    for (int i = 0; i < 6; i++)
        data.args[i] = call->arguments[i];
    uint32_t answer = filter_evaluate(&filter.program, &data, NULL);
    filter_free(&filter);
    return call->signal ? answer == SECCOMP_RET_KILL_PROCESS
                        : answer == (SECCOMP_RET_ERRNO | (uint32_t)call->error);
}

static void name_filter(const struct watched *call, bool is_all, struct verdict *v)
{
    struct refusal *refusal = add(v, LAYER_SECCOMP);
    snprintf(refusal->evidence, sizeof refusal->evidence,
             "the filter, asked about this call, answers %s; %s",
             call->signal ? "kill process" : strerrorname_np(call->error),
             is_all ? "without it the call fails in the same way"
                    : "behind it another layer refuses it too");
}

/* Only root can try to go without; for others a clue must do. */
static int may_be_ids(const struct watched *call, char *text, size_t size)
{
    snprintf(text, size,
             "with every capability of its own user namespace it fails as before");
    return geteuid() == 0 && (call->error == EPERM || call->error == EACCES) ? LAYER_USER
                                                                             : -1;
}

static void say_unchanged(struct experiment *e, unsigned which, struct verdict *v,
                          const struct variant *removed)
{
    char layers[128];
    list_layers(removed, layers, sizeof layers);
    snprintf(v->note, sizeof v->note, "%s without %s too",
             experiment_see(e, *removed, which) ? "it fails in the same way"
                                                : "it is not made in a run",
             layers);
    v->is_decided = clue_is_nobodys(e->wish, &e->calls[which], v->note, sizeof v->note);
}

static void name_proven(const struct watched *call, enum layer layer,
                        const struct proof *proof, const char *clue, struct verdict *v)
{
    struct refusal *refusal = add(v, layer);
    proof_say(call, layer, proof, clue, refusal->evidence, sizeof refusal->evidence);
    if (*proof->option)
        snprintf(refusal->option, sizeof refusal->option, "%s (tried: it helps)",
                 proof->option);
}

static void name_by_clue(struct experiment *e, unsigned which, struct verdict *v,
                         const struct variant *removed)
{
    struct proof proof = {.end = PROOF_NONE};
    char clue[CLUE_MAX];
    const struct watched *call = &e->calls[which];
    int layer = clue_find(e->wish, call, clue, sizeof clue);
    bool is_told = layer >= 0;
    if (!is_told)
        layer = may_be_ids(call, clue, sizeof clue);
    if (layer >= 0)
        proof_find(e, which, (enum layer)layer, removed, &proof);
    bool is_named = layer >= 0 &&
                    (proof.end == PROOF_CHANGED || (is_told && proof.end == PROOF_NONE));
    if (filter_refuses(e->wish, call))
        name_filter(call, !is_named, v);
    if (is_named)
        name_proven(call, (enum layer)layer, &proof, clue, v);
    if (v->count > 0)
        return;
    if (is_told && proof.end == PROOF_SAME) {
        snprintf(v->note, sizeof v->note, "without %s it fails in the same way",
                 layer_words[layer]);
        v->is_decided = layer == LAYER_NET;
    } else {
        say_unchanged(e, which, v, removed);
    }
}

void verdict_find(struct experiment *e, unsigned which, struct verdict *verdict)
{
    const struct watched *call = &e->calls[which];
    struct variant all = {.without = removable(call),
                          .writable = e->wish->read_only && !root_is_host(e->wish)};
    *verdict = (struct verdict){0};
    if (experiment_changes(e, all, which)) {
        name_removed(e, which, least_removed(e, which, all), verdict);
        return;
    }
    name_by_clue(e, which, verdict, &all);
    if (!verdict->is_decided)
        note_untried(call, verdict);
}
