/* The explorer against an enumerator of our own that knows nothing clever: small random
 * programs, every interleaving one after the other, without any reduction.
 *
 * A program has up to three threads, each of which loads, stores, locks, unlocks, posts
 * and waits. Its text in C goes to the explorer; the same steps are enumerated here. What
 * must agree: whether two threads race, whether it can get stuck, and the set of all
 * pairs of values that it can print.
 *
 *     NAIVE_PROGRAMS=300 NAIVE_SEED=7 build/release/tests/threads/naive
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/process.h"
#include "labs/kit/sandbox.h"
#include "tests/tap.h"
#include "threads/explore/explore.h"

enum { THREADS = 3, STEPS = 8, CELLS = 2, VALUES = 16, FIRST = 14 };

enum what { LOAD, STORE, LOCK, UNLOCK, POST, WAIT };

struct op {
    enum what what;
    int which; /* variable, mutex or semaphore */
    int add;   /* STORE: the register and this */
};

struct small {
    struct op ops[THREADS][STEPS];
    int length[THREADS];
    int threads;
    int tokens; /* of each semaphore at the beginning */
};

/* ---- the enumerator ---- */

struct state {
    int at[THREADS], reg[THREADS];
    int x[CELLS], owner[CELLS], tokens[CELLS];
};

static struct found {
    bool value[VALUES][VALUES]; /* [x[0]][x[1]] at an end */
    bool stuck, race;
} found;

static const struct op *next_op(const struct small *small, const struct state *state,
                                int thread)
{
    return state->at[thread] < small->length[thread]
               ? &small->ops[thread][state->at[thread]]
               : NULL;
}

static bool can_go(const struct op *op, const struct state *state)
{
    return op && !(op->what == LOCK && state->owner[op->which] >= 0) &&
           !(op->what == WAIT && state->tokens[op->which] == 0);
}

static void do_op(const struct op *op, struct state *state, int thread)
{
    switch (op->what) {
    case LOAD:
        state->reg[thread] = state->x[op->which];
        break;
    case STORE:
        state->reg[thread] = (state->reg[thread] + op->add) % VALUES;
        state->x[op->which] = state->reg[thread];
        break;
    case LOCK:
        state->owner[op->which] = thread;
        break;
    case UNLOCK:
        state->owner[op->which] = -1;
        break;
    case POST:
        state->tokens[op->which]++;
        break;
    case WAIT:
        state->tokens[op->which]--;
        break;
    }
    state->at[thread]++;
}

/* Two that could be next to each other, on the same variable, and one of them writes. */
static bool races(const struct op *a, const struct op *b)
{
    return a && b && a->what <= STORE && b->what <= STORE && a->which == b->which &&
           (a->what == STORE || b->what == STORE);
}

static void enumerate(const struct small *small, const struct state *state)
{
    bool any = false, all_done = true;

    for (int i = 0; i < small->threads; i++) {
        const struct op *op = next_op(small, state, i);
        struct state after = *state;
        all_done = all_done && !op;
        for (int k = 0; k < i; k++)
            found.race = found.race || races(op, next_op(small, state, k));
        if (!can_go(op, state))
            continue;
        any = true;
        do_op(op, &after, i);
        enumerate(small, &after);
    }
    if (all_done)
        found.value[state->x[0]][state->x[1]] = true;
    else if (!any)
        found.stuck = true;
}

static void enumerate_all(const struct small *small)
{
    struct state state = {.owner = {-1, -1}, .tokens = {small->tokens, small->tokens}};

    found = (struct found){0};
    enumerate(small, &state);
}

/* ---- random programs ---- */

static uint64_t seed = 1;

static int draw(int below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((seed >> 33) % (uint64_t)below);
}

static void add(struct small *small, int thread, enum what what, int which)
{
    if (small->length[thread] < STEPS)
        small->ops[thread][small->length[thread]++] =
            (struct op){what, which, 1 + draw(3)};
}

/* A pair of accesses, some of them between lock and unlock, one or two of both. */
static void make_thread(struct small *small, int thread, int blocks)
{
    for (int i = 0; i < blocks; i++) {
        int locks = draw(3), first = draw(CELLS);
        if (draw(4) == 0)
            add(small, thread, draw(2) ? POST : WAIT, draw(CELLS));
        if (locks > 0)
            add(small, thread, LOCK, first);
        if (locks > 1)
            add(small, thread, LOCK, 1 - first);
        if (draw(3))
            add(small, thread, LOAD, draw(CELLS));
        add(small, thread, draw(3) ? STORE : LOAD, draw(CELLS));
        if (locks > 1)
            add(small, thread, UNLOCK, 1 - first);
        if (locks > 0)
            add(small, thread, UNLOCK, first);
    }
}

/* Locks that were cut off by the end of the room are no program. */
static bool is_balanced(const struct small *small)
{
    for (int i = 0; i < small->threads; i++) {
        int held = 0;
        for (int k = 0; k < small->length[i]; k++)
            held += small->ops[i][k].what == LOCK     ? 1
                    : small->ops[i][k].what == UNLOCK ? -1
                                                      : 0;
        if (held)
            return false;
    }
    return true;
}

static struct small make_small(void)
{
    struct small small;

    do {
        small = (struct small){.threads = 2 + draw(2), .tokens = draw(2)};
        for (int i = 0; i < small.threads; i++)
            make_thread(&small, i, small.threads == 2 ? 1 + draw(2) : 1);
    } while (!is_balanced(&small));
    return small;
}

/* ---- the same in C ---- */

static void print_op(FILE *out, const struct op *op)
{
    static const struct {
        const char *before, *after;
    } texts[] = {
        [LOAD] = {"r = x[", "]"},
        [STORE] = {"x[", "] = r"},
        [LOCK] = {"pthread_mutex_lock(&m[", "])"},
        [UNLOCK] = {"pthread_mutex_unlock(&m[", "])"},
        [POST] = {"sem_post(&s[", "])"},
        [WAIT] = {"sem_wait(&s[", "])"},
    };

    if (op->what == STORE)
        fprintf(out, "    r = (r + %d) %% %d;\n", op->add, VALUES);
    fprintf(out, "    %s%d%s;\n", texts[op->what].before, op->which,
            texts[op->what].after);
}

static void write_program(const struct small *small, const char *path)
{
    FILE *out = fopen(path, "w");

    if (!out)
        die(STATUS_HOST, "%s cannot be written", path);
    fputs("#include <pthread.h>\n#include <semaphore.h>\n#include <stdio.h>\n"
          "static int x[2];\nstatic sem_t s[2];\nstatic pthread_mutex_t m[2] = "
          "{PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};\n",
          out);
    for (int i = 0; i < small->threads; i++) {
        fprintf(out, "static void *t%d(void *u)\n{\n    int r = 0;\n", i);
        for (int k = 0; k < small->length[i]; k++)
            print_op(out, &small->ops[i][k]);
        fputs("    (void)r;\n    return u;\n}\n", out);
    }
    fprintf(out,
            "int main(void)\n{\n    pthread_t t[3];\n    sem_init(&s[0], 0, %d);\n"
            "    sem_init(&s[1], 0, %d);\n",
            small->tokens, small->tokens);
    for (int i = 0; i < small->threads; i++)
        fprintf(out, "    pthread_create(&t[%d], NULL, t%d, NULL);\n", i, i);
    for (int i = 0; i < small->threads; i++)
        fprintf(out, "    pthread_join(t[%d], NULL);\n", i);
    fputs("    printf(\"%d %d\\n\", x[0], x[1]);\n    return 0;\n}\n", out);
    fclose(out);
}

/* ---- the comparison ---- */

/* What is found of each side, as words: "stuck", "3 0", one per line, in an order. */
static void words_of_found(char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "%s", found.stuck ? "stuck\n" : "");

    for (int a = 0; a < VALUES; a++)
        for (int b = 0; b < VALUES; b++)
            if (found.value[a][b])
                used += (size_t)snprintf(text + used, size - used, "%d %d\n", a, b);
}

static void add_outcome(struct found *seen, const struct explore_outcome *outcome)
{
    int a, b;

    if (outcome->kind != KIND_NONE)
        seen->stuck = seen->stuck || outcome->kind == KIND_DEADLOCK;
    else if (sscanf(outcome->output, "%d %d", &a, &b) == 2 && a < VALUES && b < VALUES)
        seen->value[a][b] = true;
}

static void compare_outcomes(const struct explore_program *program, bool reduced,
                             const char *name)
{
    struct explore_options options = {
        .seconds = 20, .bound = -1, .seed = 1, .ignore_races = true, .reduced = reduced};
    struct explore_outcomes outcomes = {0};
    struct found ours = found;
    struct error error;
    char wanted[4096], seen[4096];

    words_of_found(wanted, sizeof wanted);
    if (explore_outcomes(program, &options, &outcomes, &error) < 0) {
        ok(false, error.message);
        return;
    }
    found = (struct found){0};
    for (size_t i = 0; i < outcomes.count; i++)
        add_outcome(&found, &outcomes.items[i]);
    words_of_found(seen, sizeof seen);
    found = ours;
    if (outcomes.exhaustive)
        is_string(seen, wanted, name);
    else
        ok(!reduced, "only without reduction there may be too many interleavings");
    explore_outcomes_free(&outcomes);
}

static bool verdict_fits(const struct explore_verdict *verdict, bool races_count)
{
    if (verdict->decision == EXPLORE_SAFE)
        return !found.stuck && !(found.race && races_count) && verdict->exhaustive;
    if (verdict->decision != EXPLORE_FAILS)
        return false;
    return (verdict->kind == KIND_DEADLOCK && found.stuck) ||
           (verdict->kind == KIND_DATA_RACE && found.race && races_count);
}

static void compare_verdict(const struct explore_program *program, bool races_count,
                            const char *name)
{
    struct explore_options options = {
        .seconds = 20, .bound = -1, .seed = 1, .ignore_races = !races_count};
    struct explore_verdict verdict = {0};
    struct error error;

    if (explore_check(program, &options, &verdict, &error) < 0)
        ok(false, error.message);
    else if (!ok(verdict_fits(&verdict, races_count), name))
        printf("#   stuck %d, race %d, but: %s\n", found.stuck, found.race,
               explore_kind_name(verdict.kind));
    explore_verdict_free(&verdict);
}

static void compare(const struct small *small, int number, const char *folder)
{
    cleanup_free char *path = xasprintf("%s/small.c", folder);
    cleanup_free char *name = xasprintf("program %d", number);
    const char *const files[] = {path, NULL};
    const char *const compilers[] = {"gcc", "clang"};
    const char *cc = compilers[number % 2];
    struct explore_request request = {.files = files,
                                      .cc = process_installed(cc) ? cc : NULL};
    struct error error;
    struct explore_program *program;

    enumerate_all(small);
    write_program(small, path);
    program = explore_build(&request, &error);
    if (!program) {
        ok(false, error.message);
        return;
    }
    compare_outcomes(program, true, name);
    if (small->threads == 2 && small->length[0] + small->length[1] <= 8)
        compare_outcomes(program, false, name);
    compare_verdict(program, false, name);
    compare_verdict(program, true, name);
    explore_program_free(program);
    unlink(path);
}

static int from_environment(const char *name, int otherwise)
{
    const char *text = getenv(name);

    return text ? atoi(text) : otherwise;
}

int main(void)
{
    char folder[] = "/tmp/ring3-naive.XXXXXX";
    struct error error;
    int programs = from_environment("NAIVE_PROGRAMS", FIRST);

    if (sandbox_missing(&error) < 0 ||
        !(process_installed("gcc") || process_installed("clang"))) {
        skip("the explorer against the enumerator", "no sandbox or no compiler here");
        return done_testing();
    }
    if (!mkdtemp(folder))
        die(STATUS_HOST, "%s cannot be made", folder);
    seed = (uint64_t)from_environment("NAIVE_SEED", 1);
    for (int i = 1; i <= programs; i++) {
        struct small small = make_small();
        compare(&small, i, folder);
    }
    rmdir(folder);
    return done_testing();
}
