/* The recordings, and the policy that repeats them. */
#include "vmsim/own_play.h"

#include <stdio.h>
#include <stdlib.h>

#include "vmsim/own/protocol.h"
#include "vmsim/own_policy.h"

/* With the frames that are shown, and with one more. */
enum { RECORDINGS = 2 };
static struct own_run recordings[RECORDINGS];
static char name[CHOICE_NAME_MAX];

/* ---- the policy ---- */

struct repeat {
    uint32_t recording, next; /* decision */
};

static size_t repeat_bytes(const struct policy_setup *setup)
{
    (void)setup;
    return sizeof(struct repeat);
}

static void repeat_init(void *self, const struct policy_setup *setup)
{
    struct repeat *repeat = self;
    while (repeat->recording + 1 < RECORDINGS &&
           recordings[repeat->recording].frames != setup->frames)
        repeat->recording++;
}

/* The next decision, if it is one for this moment. */
static uint32_t decided(struct repeat *repeat, uint32_t time, bool released)
{
    const struct own_run *run = &recordings[repeat->recording];
    const struct own_decision *at = &run->decisions[repeat->next];
    if (repeat->next == run->decision_count || at->time != time ||
        (at->released != 0) != released)
        return NO_FRAME;
    repeat->next++;
    return at->frame;
}

static uint32_t repeat_release(void *self, const struct reference *reference,
                               bool resident)
{
    (void)resident;
    return decided(self, reference->time, true);
}

static void repeat_hit(void *self, uint32_t frame, const struct reference *reference)
{
    (void)self, (void)frame, (void)reference;
}

static uint32_t repeat_victim(void *self, const struct reference *reference)
{
    return decided(self, reference->time, false);
}

static void repeat_why(const void *self, uint32_t victim, const struct page_facts *left,
                       char *text, size_t size)
{
    (void)self;
    snprintf(text, size, "%s names frame %u: page %llu leaves, loaded at %u, used at %u.",
             name, victim, (unsigned long long)left->number, left->loaded + 1,
             left->used + 1);
}

static const struct policy_type policy_repeat = {
    .name = name,
    .title = name,
    .rule = "Your file decides: read what its victim() returns.",
    .bytes = repeat_bytes,
    .init = repeat_init,
    .release = repeat_release,
    .hit = repeat_hit,
    .victim = repeat_victim,
    .load = repeat_hit,
    .why = repeat_why,
};

/* ---- recording ---- */

/* Runs it over the trace, cut before whatever it does wrong. A shorter trace may show
 * something else that is wrong, so this is tried a few times. */
static int record_sound(struct own_policy *own, struct trace *trace, struct own_run *run,
                        struct error *broken, struct error *error)
{
    enum { TRIES = 4 };
    int result = own_policy_run(own, trace, run, error);
    for (int i = 0; i < TRIES && result < 0; i++) {
        if (error->status != STATUS_NO || run->sound == 0 || run->sound >= trace->count)
            return -1;
        if (i == 0)
            *broken = *error;
        trace->count = run->sound;
        result = own_policy_run(own, trace, run, error);
    }
    return result;
}

int own_play_record(struct choice *choice, bool bare, struct trace *trace,
                    uint32_t frames, struct error *broken, struct error *error)
{
    struct own_policy own;
    *broken = (struct error){0};
    for (uint32_t i = 0; i < RECORDINGS; i++)
        recordings[i] = (struct own_run){.frames = frames + i, .recorded = true};
    int result = own_policy_build(&own, choice, bare, error);
    if (result == 0)
        result = record_sound(&own, trace, &recordings[0], broken, error);
    if (result == 0 && !broken->message[0])
        (void)own_policy_run(&own, trace, &recordings[1], NULL);
    own_policy_free(&own);
    snprintf(name, sizeof name, "%s", choice->name);
    choice->type = &policy_repeat;
    return result;
}

void own_play_free(void)
{
    for (uint32_t i = 0; i < RECORDINGS; i++) {
        free(recordings[i].decisions);
        recordings[i].decisions = NULL;
    }
}

bool own_play_knows(const struct choice *choice, uint32_t frames)
{
    bool found = choice->type != &policy_repeat;
    for (uint32_t i = 0; i < RECORDINGS; i++)
        found = found || (recordings[i].frames == frames && recordings[i].decisions);
    return found;
}
