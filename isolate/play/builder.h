/* The builder: a process that becomes the container, one step at a time.
 *
 * It is held between the steps. Going on carries out the next step's rows; going back
 * undoes them where the kernel has a way back, and else starts over and builds the
 * container anew up to the step before. Steps that this host cannot do are passed over,
 * with the reason. Nothing is left when it is stopped, or when this process is killed.
 */
#ifndef RING3_ISOLATE_BUILDER_H
#define RING3_ISOLATE_BUILDER_H

#include "isolate/play/step.h"

/* Which of the steps, in order; and which are left out. */
struct sequence {
    unsigned steps[STEPS_MAX]; /* indices in step_types */
    size_t count;
};

/* `without` are names of steps, or words of layers for all steps of the layer; `until`
 * (may be NULL) is the last one. -1 with the nearest name when there is none such. */
int sequence_make(const char *until, const char *const *without, size_t without_count,
                  struct sequence *sequence, struct error *error);

struct building;

struct builder {
    struct sequence sequence;
    struct building *shared;
    size_t built;                 /* so many of the sequence were made or passed over */
    bool rebuilt;                 /* the last way back was to start over */
    char (*skipped)[SKIPPED_MAX]; /* by index in step_types: why it was passed over; "" */
    int channel;                  /* to the warden */
    pid_t warden;
};

/* Starts it. The setting is copied. */
int builder_start(struct builder *builder, const struct setting *setting,
                  const struct sequence *sequence, struct error *error);

/* Carries out number `index` of the sequence, which must be the next one; 0 too when it
 * had to be passed over. */
int builder_reach(struct builder *builder, size_t index, struct error *error);

/* Goes back, so that number `index` is the last one made. */
int builder_back(struct builder *builder, size_t index, struct error *error);

/* What the learner answers to the call that the step notify holds: enum notify_answer. */
void builder_decide(struct builder *builder, unsigned answer);

/* Looks around in the container once more: builder_now(). */
int builder_look(struct builder *builder, struct error *error);
const struct observation *builder_now(const struct builder *builder);

/* Starts a shell inside, with these three descriptors; `terminal` when they are one. Its
 * end makes builder_channel() readable; builder_shell_end() waits for it and gives its
 * status. Nothing else can be asked of the builder in between. */
int builder_shell_start(struct builder *builder, const int descriptors[3], bool terminal,
                        struct error *error);
int builder_shell_end(struct builder *builder, struct error *error);
int builder_channel(const struct builder *builder);

const struct step_type *builder_type(const struct builder *builder, size_t index);
/* The record of a step that was made. */
const struct record *builder_record(const struct builder *builder, size_t index);
/* The same, for facts that are seen from outside. */
struct record *builder_record_to_fill(const struct builder *builder, size_t index);
/* Why it was passed over; NULL when it was not. */
const char *builder_skipped(const struct builder *builder, size_t index);
/* The rows that the last real undo has carried out. */
const struct executed *builder_undone(const struct builder *builder, size_t *count);
const struct setting *builder_setting(const struct builder *builder);

/* Ends the container; returns when nothing of it is left. */
void builder_stop(struct builder *builder);

#endif
