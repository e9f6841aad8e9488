/* The explorer against an enumerator of our own that knows nothing clever: small random
 * programs, every interleaving one after the other, without any reduction.
 *
 * A program has up to three threads, each of which loads, stores, locks, unlocks, posts
 * and waits; adds to, exchanges, and compares and exchanges atomic variables; waits for a
 * condition once, with or without a time limit, signals and broadcasts it. Its text in C
 * goes to the explorer; the same steps are enumerated here. What must agree: whether two
 * threads race, whether it can get stuck, and the set of all pairs of values that it can
 * print; and the same of the proof by states.
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
#include "tests/threads/enumerator.h"
#include "threads/explore/explore.h"

enum { FIRST = 14 }; /* programs, unless the environment says otherwise */

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

/* What a lock guards, or what is done without one. */
static void make_accesses(struct small *small, int thread, int held)
{
    static const enum what others[] = {ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_ADD, COMPARE};

    if (held >= 0 && draw(3) == 0)
        add(small, thread, draw(3) ? SLEEP : SLEEP_TIMED, held);
    if (draw(3))
        add(small, thread, LOAD, draw(CELLS));
    if (draw(3) == 0)
        add(small, thread, others[draw(4)], draw(CELLS));
    add(small, thread, draw(3) ? STORE : LOAD, draw(CELLS));
}

/* Some accesses, some of them between lock and unlock, one or two of both; before them
 * perhaps a post or a wait, after them a signal, with the mutex held: else it would order
 * nothing. */
static void make_thread(struct small *small, int thread, int blocks)
{
    static const enum what others[] = {POST, POST, WAIT, TRY_WAIT};

    for (int i = 0; i < blocks; i++) {
        int locks = draw(4), first = draw(CELLS), begin;
        if (draw(4) == 0)
            add(small, thread, others[draw(4)], draw(CELLS));
        if (locks > 1)
            add(small, thread, LOCK, 1 - first);
        begin = small->length[thread];
        if (locks > 0)
            add(small, thread, locks == 3 ? TRY_LOCK : LOCK, first);
        make_accesses(small, thread, locks == 0 ? -1 : first);
        if (locks > 0 && draw(2) == 0)
            add(small, thread, draw(2) ? SIGNAL : BROADCAST, first);
        if (locks > 0)
            add(small, thread, UNLOCK, first);
        if (locks == 3 && begin < STEPS)
            small->ops[thread][begin].add = small->length[thread] - begin - 1;
        if (locks > 1)
            add(small, thread, UNLOCK, 1 - first);
    }
}

/* Locks that were cut off by the end of the room are no program. */
static bool is_balanced(const struct small *small)
{
    for (int i = 0; i < small->threads; i++) {
        int held = 0;
        for (int k = 0; k < small->length[i]; k++) {
            enum what what = small->ops[i][k].what;
            held += (what == LOCK || what == TRY_LOCK) - (what == UNLOCK);
        }
        if (held)
            return false;
    }
    return true;
}

static struct small make_small(void)
{
    struct small small;

    do {
        small = (struct small){
            .threads = 2 + draw(2), .tokens = draw(2), .spurious = draw(2)};
        for (int i = 0; i < small.threads; i++) {
            add(&small, i, NOTHING, 0);
            make_thread(&small, i, small.threads == 2 ? 1 + draw(2) : 1);
            add(&small, i, NOTHING, 0);
        }
    } while (!is_balanced(&small));
    return small;
}

/* ---- the same in C ---- */

/* # is the number, $ what is added, @ where a trylock that fails goes on. */
static const char *const texts[] = {
    [LOAD] = "r = x[#];",
    [STORE] = "r = (r + $) % 16; x[#] = r;",
    [LOCK] = "pthread_mutex_lock(&m[#]);",
    [UNLOCK] = "pthread_mutex_unlock(&m[#]);",
    [POST] = "sem_post(&s[#]);",
    [WAIT] = "sem_wait(&s[#]);",
    [TRY_WAIT] = "r = sem_trywait(&s[#]) == 0;",
    [ATOMIC_LOAD] = "r = atomic_load(&y[#]);",
    [ATOMIC_STORE] = "r = (r + $) % 16; atomic_store(&y[#], r);",
    [ATOMIC_ADD] = "atomic_fetch_add(&y[#], $);",
    [COMPARE] = "{ int zero = 0; atomic_compare_exchange_strong(&y[#], &zero, $); }",
    [TRY_LOCK] = "if (pthread_mutex_trylock(&m[#])) goto after@;",
    [SLEEP] = "pthread_cond_wait(&c[#], &m[#]);",
    [SLEEP_TIMED] = "r = pthread_cond_timedwait(&c[#], &m[#], &soon) == ETIMEDOUT;",
    [SIGNAL] = "pthread_cond_signal(&c[#]);",
    [BROADCAST] = "pthread_cond_broadcast(&c[#]);",
    [NOTHING] = "",
};

static void print_op(FILE *out, const struct op *op, int place)
{
    fputs("    ", out);
    for (const char *at = texts[op->what]; *at; at++)
        if (strchr("#$@", *at))
            fprintf(out, "%d",
                    *at == '#'   ? op->which
                    : *at == '$' ? op->add
                                 : place + op->add + 1);
        else
            fputc(*at, out);
    fputc('\n', out);
}

static void print_thread(FILE *out, const struct small *small, int thread)
{
    fprintf(out, "static void *t%d(void *u)\n{\n    int r = 0;\n", thread);
    for (int k = 0; k <= small->length[thread]; k++) {
        const struct op *op = &small->ops[thread][k];
        for (int i = 0; i < k; i++)
            if (small->ops[thread][i].what == TRY_LOCK &&
                i + small->ops[thread][i].add + 1 == k)
                fprintf(out, "after%d:;\n", k);
        if (k == small->length[thread])
            break;
        print_op(out, op, k);
    }
    fputs("    (void)r;\n    return u;\n}\n", out);
}

static void write_program(const struct small *small, const char *path)
{
    FILE *out = fopen(path, "w");

    if (!out)
        die(STATUS_HOST, "%s cannot be written", path);
    fputs("#include <errno.h>\n#include <pthread.h>\n#include <semaphore.h>\n"
          "#include <stdatomic.h>\n#include <stdio.h>\n#include <time.h>\n"
          "static int x[2];\nstatic atomic_int y[2];\nstatic sem_t s[2];\n"
          "static struct timespec soon = {1};\n"
          "static pthread_mutex_t m[2] = "
          "{PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};\n"
          "static pthread_cond_t c[2] = "
          "{PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};\n",
          out);
    for (int i = 0; i < small->threads; i++)
        print_thread(out, small, i);
    fprintf(out,
            "int main(void)\n{\n    pthread_t t[3];\n    sem_init(&s[0], 0, %d);\n"
            "    sem_init(&s[1], 0, %d);\n",
            small->tokens, small->tokens);
    for (int i = 0; i < small->threads; i++)
        fprintf(out, "    pthread_create(&t[%d], NULL, t%d, NULL);\n", i, i);
    for (int i = 0; i < small->threads; i++)
        fprintf(out, "    pthread_join(t[%d], NULL);\n", i);
    fputs("    printf(\"%d %d\\n\", x[0], (x[1] + y[0] + 3 * y[1]) % 16);\n"
          "    return 0;\n}\n",
          out);
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

/* Who sleeps would go on if it looked: there is no loop around the wait. */
static bool is_stuck(enum explore_kind kind)
{
    return kind == KIND_DEADLOCK || kind == KIND_LOST_WAKEUP;
}

static void add_outcome(struct found *seen, const struct explore_outcome *outcome)
{
    int a, b;

    if (outcome->kind != KIND_NONE)
        seen->stuck = seen->stuck || is_stuck(outcome->kind);
    else if (sscanf(outcome->output, "%d %d", &a, &b) == 2 && a < VALUES && b < VALUES)
        seen->value[a][b] = true;
}

/* Where nothing but a wakeup for no reason could go on, the explorer stops: such a
 * program fails. The reduction may then leave out what comes of that wakeup just before.
 */
static void keep_what_was_seen(const struct found *seen)
{
    for (int a = 0; a < VALUES; a++)
        for (int b = 0; b < VALUES; b++)
            found.value[a][b] = found.value[a][b] && seen->value[a][b];
}

static void compare_outcomes(const struct explore_program *program,
                             const struct small *small, bool reduced, const char *name)
{
    struct explore_options options = {.seconds = 20,
                                      .bound = -1,
                                      .seed = 1,
                                      .ignore_races = true,
                                      .no_spurious = !small->spurious,
                                      .reduced = reduced};
    struct explore_outcomes outcomes = {0};
    struct found ours = found, theirs = {0};
    struct error error;
    char wanted[4096], seen[4096];

    if (explore_outcomes(program, &options, &outcomes, &error) < 0) {
        ok(false, error.message);
        return;
    }
    for (size_t i = 0; i < outcomes.count; i++)
        add_outcome(&theirs, &outcomes.items[i]);
    if (reduced && found.stuck && small->spurious)
        keep_what_was_seen(&theirs);
    words_of_found(wanted, sizeof wanted);
    found = theirs;
    words_of_found(seen, sizeof seen);
    found = ours;
    if (outcomes.exhaustive)
        is_string(seen, wanted, name);
    else
        ok(!reduced, "only without reduction there may be too many interleavings");
    explore_outcomes_free(&outcomes);
}

/* Who learns of another thread by a try that fails has learnt nothing of memory: there
 * the detector may see a race where two accesses never are neighbours. */
static bool tries(const struct small *small)
{
    for (int i = 0; i < small->threads; i++)
        for (int k = 0; k < small->length[i]; k++)
            if (small->ops[i][k].what == TRY_LOCK || small->ops[i][k].what == TRY_WAIT)
                return true;
    return false;
}

static bool verdict_fits(const struct explore_verdict *verdict, const struct small *small,
                         bool races_count)
{
    if (verdict->decision == EXPLORE_SAFE)
        return !found.stuck && !(found.race && races_count) && verdict->exhaustive;
    if (verdict->decision != EXPLORE_FAILS)
        return false;
    return (is_stuck(verdict->kind) && found.stuck) ||
           (verdict->kind == KIND_DATA_RACE && (found.race || tries(small)) &&
            races_count);
}

static void compare_verdict(const struct explore_program *program,
                            const struct small *small, bool races_count, bool by_states,
                            const char *name)
{
    struct explore_options options = {.seconds = 20,
                                      .bound = -1,
                                      .seed = 1,
                                      .ignore_races = !races_count,
                                      .no_spurious = !small->spurious,
                                      .by_states = by_states};
    struct explore_verdict verdict = {0};
    struct error error;

    if (explore_check(program, &options, &verdict, &error) < 0)
        ok(false, error.message);
    else if (!ok(verdict_fits(&verdict, small, races_count), name))
        printf("#   races %d, states %d: stuck %d, race %d, but: %s %s\n", races_count,
               by_states, found.stuck, found.race, explore_kind_name(verdict.kind),
               verdict.message);
    explore_verdict_free(&verdict);
}

static void compare(const struct small *small, int number, const char *folder)
{
    cleanup_free char *path = xasprintf("%s/small%d.c", folder, number);
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
    compare_outcomes(program, small, true, name);
    if (small->threads == 2 && small->length[0] + small->length[1] <= 12)
        compare_outcomes(program, small, false, name);
    for (int i = 0; i < 4; i++)
        compare_verdict(program, small, i % 2, i / 2, name);
    explore_program_free(program);
    if (!getenv("NAIVE_KEEP"))
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
