/* The picture of a state, and the progress graph, from a state made by hand. */
#include "threads/scene.h"

#include "tests/tap.h"
#include "threads/progress_graph.h"
#include "threads/step_words.h"

static const char program[] = "void *pay(void *arg)\n"
                              "{\n"
                              "    lock(&a);\n"
                              "    lock(&b);\n"
                              "    sum += 10;\n"
                              "    unlock(&b);\n"
                              "    unlock(&a);\n"
                              "}\n"
                              "\n"
                              "void *refund(void *arg)\n"
                              "{\n"
                              "    lock(&b);\n"
                              "    lock(&a);\n"
                              "    sum -= 10;\n"
                              "    unlock(&a);\n"
                              "    unlock(&b);\n"
                              "}\n";

#define STEP(who, what, which, where)                                                    \
    {                                                                                    \
        .thread = (who), .file = "t.c", .line = (where), .function = "",                 \
        .operation = (what), .object = (which), .choice = #who                           \
    }

static const int first_waits[] = {1}, second_waits[] = {2};
static struct explore_thread threads[] = {
    {"main", THREAD_BLOCKED, STEP(0, "join", "T1", 31), "waits for the end of T1"},
    {"T1 pay", THREAD_BLOCKED, STEP(1, "lock", "b", 4), "b is held by T2"},
    {"T2 refund", THREAD_BLOCKED, STEP(2, "lock", "a", 13), "a is held by T1"},
};
static struct explore_object objects[] = {
    {"a", "mutex", 1, 1, 0, second_waits, 1}, {"b", "mutex", 2, 1, 0, first_waits, 1},
    {"room", "semaphore", -1, 3, 0, NULL, 0}, {"gate", "barrier", -1, 1, 2, NULL, 0},
    {"data", "rwlock", -1, 2, 0, NULL, 0},    {"changed", "condition", -1, 0, 0, NULL, 0},
};
static struct explore_variable variables[] = {
    {"sum", 4, 10, 1, 5, true},
    {"mine", 4, 1, 1, 5, false},
};
static char nothing[] = "", hello[] = "hello";
static struct source source;

static void ring(struct explore_state *state)
{
    struct wait_node *nodes = state->graph.nodes;

    state->graph.count = 3;
    nodes[0] = (struct wait_node){"main", false, "T1", "is", 1 << 1, 0};
    nodes[1] = (struct wait_node){"T1", false, "b", "held by", 1 << 2, 1 << 2};
    nodes[2] = (struct wait_node){"T2", false, "a", "held by", 1 << 1, 1 << 1};
}

static void make_state(struct explore_state *state, size_t object_count)
{
    *state = (struct explore_state){
        .threads = threads,
        .thread_count = 3,
        .objects = objects,
        .object_count = object_count,
        .variables = variables,
        .variable_count = 2,
        .output = nothing,
    };
    source_split(&source, program, sizeof program - 1);
}

static const char *text_of(const struct canvas *canvas)
{
    static char text[16384];
    size_t used = 0;

    for (int row = 0; row < canvas->rows; row++) {
        for (int column = 0; column < canvas->columns; column++) {
            const struct cell *cell = canvas_cell(canvas, row, column);
            if (cell->width > 0)
                used +=
                    (size_t)snprintf(text + used, sizeof text - used, "%s", cell->text);
        }
        while (used && text[used - 1] == ' ')
            used--;
        text[used++] = '\n';
    }
    text[used] = '\0';
    return text;
}

static const char *drawn(const struct explore_state *state, int rows, int columns)
{
    struct scene scene = {state, &source, "t.c", NULL, 1};
    struct canvas *canvas = canvas_new(rows, columns, false);
    const char *text;

    scene_draw(&scene, canvas_area(canvas));
    text = text_of(canvas);
    canvas_free(canvas);
    return text;
}

static void test_running(void)
{
    struct explore_state state;

    make_state(&state, 6);
    threads[1].state = THREAD_ENABLED;
    state.output = hello;
    is_string(
        drawn(&state, 12, 78),
        "        1 void *pay(void *arg)            thread next, or why it waits    line\n"
        "        2 {                               main   waits for the end of T1    31\n"
        "        3     lock(&a);                   T1   ▸ lock b                      4\n"
        "T1   ▸  4     lock(&b);                   T2     a is held by T1            13\n"
        "        5     sum += 10;\n"
        "        6     unlock(&b);                 a      held by T1, T2 waits\n"
        "        ⋯                                 b      held by T2, T1 waits\n"
        "       11 {                               room   3\n"
        "       12     lock(&b);                   gate   1 of 2 there\n"
        "T2     13     lock(&a);                   data   2 reading\n"
        "       14     sum -= 10;                  changed nobody waits\n"
        "       15     unlock(&a);                 sum    10  (T1, line 5)\n",
        "a state at 80 columns");
    threads[1].state = THREAD_BLOCKED;
}

static void test_stuck(void)
{
    struct explore_state state;

    make_state(&state, 2);
    ring(&state);
    is_string(
        drawn(&state, 13, 78),
        "        1 void *pay(void *arg)            thread next, or why it waits    line\n"
        "        2 {                               main   waits for the end of T1    31\n"
        "        3     lock(&a);                   T1     b is held by T2             4\n"
        "T1   ▸  4     lock(&b);                   T2     a is held by T1            13\n"
        "        5     sum += 10;\n"
        "        6     unlock(&b);                 T1 ─ waits ────▸ b\n"
        "        7     unlock(&a);                 ▴                │\n"
        "        ⋯                                 held by    held by\n"
        "       11 {                               │                ▾\n"
        "       12     lock(&b);                   a ◂──── waits ─ T2\n"
        "T2     13     lock(&a);\n"
        "       14     sum -= 10;                  a      held by T1, T2 waits\n"
        "       15     unlock(&a);                 b      held by T2, T1 waits\n",
        "a ring of waiting threads");
}

static void test_words(void)
{
    struct explore_state state;
    char text[100];

    make_state(&state, 6);
    scene_enabled(&state, text, sizeof text);
    is_string(text, "nobody", "nobody can run");
    threads[0].state = threads[2].state = THREAD_ENABLED;
    scene_enabled(&state, text, sizeof text);
    is_string(text, "main T2", "two can");
    threads[0].state = threads[2].state = THREAD_BLOCKED;
    is_string(scene_name(&state, 7, text), "?", "a thread that is not there");
    is_int(schedule_thread("0:3,1,2w1:2", 2), 0, "step 2 of a schedule is main's");
    is_int(schedule_thread("0:3,1,2w1:2", 3), 1, "step 3 of thread 1");
    is_int(schedule_thread("0:3,1,2w1:2", 5), 2, "step 5 of thread 2");
    is_int(schedule_thread("0:3,1,2w1:2", 6), -1, "and step 6 not there");
    is_int(schedule_thread("", 0), -1, "nor any of an empty one");
}

static void test_graph(void)
{
    static struct explore_step steps[] = {
        STEP(0, "create", "T1", 30), STEP(1, "lock", "a", 3),   STEP(2, "read", "sum", 9),
        STEP(1, "write", "sum", 5),  STEP(1, "unlock", "a", 7), STEP(2, "lock", "a", 13),
        STEP(2, "unlock", "a", 15),
    };
    struct explore_verdict run = {.steps = steps, .step_count = 7};
    struct canvas *canvas = canvas_new(7, 66, false);
    int pair[2];

    ok(progress_graph_pair(&run, pair) && pair[0] == 1 && pair[1] == 2,
       "the two that are not main");
    progress_graph_draw(&run, &run, pair, (const char *const[]){"T1", "T2"}, 4,
                        canvas_area(canvas));
    is_string(text_of(canvas),
              "\n"
              "  15 unlock a         · · · ·\n"
              "  13 lock a           · ▒ ▒ ·\n"
              "   9 read sum         · o @ ·\n"
              "                      o o · ·\n"
              "                        l w u\n"
              "T2 upward, T1 to the right; ▒ both would hold the same lock\n",
              "the graph of two threads");
    canvas_free(canvas);
}

int main(void)
{
    test_running();
    test_stuck();
    test_words();
    test_graph();
    return done_testing();
}
