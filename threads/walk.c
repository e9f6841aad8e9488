/* One run of an explored program, as somebody walks through it. */
#include "threads/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"

enum { KEPT = 64 /* states */ };

struct kept {
    bool there;
    size_t count; /* of steps done */
    struct explore_state state;
};

/* What a choice replaced: the whole run before it, and where it was made. */
struct undo {
    char *schedule;
    size_t count;
};

struct walk {
    const struct explore_program *program;
    const struct explore_options *options;
    struct explore_verdict verdict;
    struct kept kept[KEPT]; /* that of `count` lies at count % KEPT */
    struct undo *undos;
    size_t undo_count;
};

static void forget_states(struct walk *walk)
{
    for (size_t i = 0; i < KEPT; i++) {
        if (walk->kept[i].there)
            explore_state_free(&walk->kept[i].state);
        walk->kept[i].there = false;
    }
}

/* Makes the run of this schedule the walk; on failure all stays as it was. */
static int run_it(struct walk *walk, const char *schedule, struct error *error)
{
    struct explore_verdict verdict = {0};

    if (explore_replay(walk->program, walk->options, schedule, &verdict, error) < 0) {
        explore_verdict_free(&verdict);
        return -1;
    }
    forget_states(walk);
    explore_verdict_free(&walk->verdict);
    walk->verdict = verdict;
    return 0;
}

struct walk *walk_new(const struct explore_program *program,
                      const struct explore_options *options, const char *schedule,
                      struct error *error)
{
    struct walk *walk = xcalloc(1, sizeof *walk);

    walk->program = program;
    walk->options = options;
    if (run_it(walk, schedule, error) == 0)
        return walk;
    walk_free(walk);
    return NULL;
}

void walk_free(struct walk *walk)
{
    if (!walk)
        return;
    forget_states(walk);
    explore_verdict_free(&walk->verdict);
    for (size_t i = 0; i < walk->undo_count; i++)
        free(walk->undos[i].schedule);
    free(walk->undos);
    free(walk);
}

const struct explore_verdict *walk_verdict(const struct walk *walk)
{
    return &walk->verdict;
}

const struct explore_state *walk_state(struct walk *walk, size_t count,
                                       struct error *error)
{
    struct kept *kept = &walk->kept[count % KEPT];
    cleanup_free char *schedule = NULL;

    if (kept->there && kept->count == count)
        return &kept->state;
    if (kept->there)
        explore_state_free(&kept->state);
    *kept = (struct kept){.count = count};
    schedule = walk_schedule(walk, count);
    if (explore_state(walk->program, walk->options, schedule, &kept->state, error) < 0) {
        explore_state_free(&kept->state);
        return NULL;
    }
    kept->there = true;
    return &kept->state;
}

/* The thread of a plain step, "1" or "1:1"; -1 for a step that has variants. */
static long plain_thread(const char *choice)
{
    char *end;
    long thread = strtol(choice, &end, 10);

    return *end == '\0' || !strcmp(end, ":1") ? thread : -1;
}

/* Plain steps of one thread are written together: "1,1,1" is "1:3". */
static bool joins(const char *one, const char *other)
{
    return plain_thread(one) >= 0 && plain_thread(one) == plain_thread(other);
}

char *walk_schedule(const struct walk *walk, size_t count)
{
    const struct explore_step *steps = walk->verdict.steps;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        die(STATUS_HOST, "out of memory");
    for (size_t i = 0, run; i < count; i += run) {
        for (run = 1; i + run < count && joins(steps[i].choice, steps[i + run].choice);)
            run++;
        fprintf(out, "%s%.*s", i ? "," : "", (int)strcspn(steps[i].choice, ":"),
                steps[i].choice);
        if (run > 1)
            fprintf(out, ":%zu", run);
    }
    fclose(out);
    return text;
}

int walk_choose(struct walk *walk, size_t count, const char *choice, struct error *error)
{
    cleanup_free char *prefix = walk_schedule(walk, count);
    cleanup_free char *schedule = xasprintf("%s%s%s", prefix, *prefix ? "," : "", choice);
    char *whole = walk_schedule(walk, walk->verdict.step_count);

    if (run_it(walk, schedule, error) < 0) {
        free(whole);
        return -1;
    }
    walk->undos = xreallocarray(walk->undos, walk->undo_count + 1, sizeof *walk->undos);
    walk->undos[walk->undo_count++] = (struct undo){whole, count};
    return 0;
}

bool walk_can_undo(const struct walk *walk)
{
    return walk->undo_count > 0;
}

bool walk_undo(struct walk *walk, size_t *count)
{
    struct error error;
    struct undo undo;

    if (!walk->undo_count)
        return false;
    undo = walk->undos[--walk->undo_count];
    *count = undo.count;
    /* A schedule that ran once runs again. */
    if (run_it(walk, undo.schedule, &error) < 0)
        die_error(&error);
    free(undo.schedule);
    return true;
}
