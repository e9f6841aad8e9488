/* The picture of a moment, from a log made by hand: the same every time. */
#include "threads/view.h"

#include "tests/tap.h"
#include "tests/threads/made_up.h"
#include "threads/narrate.h"

static const char program[] = "void *pay(void *arg)\n"
                              "{\n"
                              "    Mutex_lock(&A);\n"
                              "    Mutex_lock(&B);\n"
                              "    sum += 10;\n"
                              "    Mutex_unlock(&B);\n"
                              "    Mutex_unlock(&A);\n"
                              "}\n"
                              "\n"
                              "void *refund(void *arg)\n"
                              "{\n"
                              "    Mutex_lock(&B);\n"
                              "    Mutex_lock(&A);\n"
                              "    sum -= 10;\n"
                              "    Mutex_unlock(&A);\n"
                              "    Mutex_unlock(&B);\n"
                              "}\n";

static struct log *the_log;
static struct source source;
static uint16_t a, b, sum, slots, buffer;

static void make_run(void)
{
    the_log = log_new(NULL);
    made_threads(the_log, 3);
    a = made_object(the_log, "A", OBJECT_MUTEX, 40, 0);
    b = made_object(the_log, "B", OBJECT_MUTEX, 40, 0);
    sum = made_object(the_log, "sum", OBJECT_SHARED, 4, 0);
    slots = made_object(the_log, "slots", OBJECT_SEMAPHORE, 32, 3);
    buffer = made_object(the_log, "buffer", OBJECT_SHARED, 12, 3);
    made_event(the_log, 1, EVENT_WANTS, a, 3, 0);
    made_event(the_log, 1, EVENT_GETS, a, 3, 0);
    made_event(the_log, 2, EVENT_WANTS, b, 12, 0);
    made_event(the_log, 2, EVENT_GETS, b, 12, 0);
    made_event(the_log, 1, EVENT_VALUE, sum, 5, 10);
    made_event(the_log, 1, EVENT_WANTS, b, 4, 0);
    made_event(the_log, 2, EVENT_WANTS, a, 13, 0);
    source_split(&source, program, sizeof program - 1);
}

static const char *drawn(size_t events, int rows, int columns)
{
    static char text[8192];
    struct state state;
    struct canvas *canvas = canvas_new(rows, columns, false);
    struct moment moment = {the_log, &state, &source,
                            log_event(the_log, events - 1)->thread};
    size_t used = 0;

    state_replay(&state, the_log, events);
    view_draw(&moment, canvas_area(canvas));
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
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
    canvas_free(canvas);
    return text;
}

static void test_holds(void)
{
    is_string(
        drawn(7, 11, 78),
        "        1 void *pay(void *arg)                  thread now                line\n"
        "        2 {                                     main   runs\n"
        "T1      3     Mutex_lock(&A);                   T1     runs                  3\n"
        "        4     Mutex_lock(&B);                   T2     runs                 12\n"
        "        5     sum += 10;\n"
        "        ⋯                                       A      held by T1\n"
        "       10 void *refund(void *arg)               B      held by T2\n"
        "       11 {                                     slots  3\n"
        "T2   ▸ 12     Mutex_lock(&B);\n"
        "       13     Mutex_lock(&A);\n"
        "       14     sum -= 10;\n",
        "one lock each");
}

static void test_stuck(void)
{
    is_string(
        drawn(10, 11, 78),
        "        2 {                                     thread now                line\n"
        "        3     Mutex_lock(&A);                   main   runs\n"
        "T1      4     Mutex_lock(&B);                   T1     waits for B           4\n"
        "        5     sum += 10;                        T2     waits for A          13\n"
        "        6     Mutex_unlock(&B);\n"
        "        ⋯                                       T1 ─ waits ────▸ B\n"
        "       11 {                                     ▴                │\n"
        "       12     Mutex_lock(&B);                   held by    held by\n"
        "T2   ▸ 13     Mutex_lock(&A);                   │                ▾\n"
        "       14     sum -= 10;                        A ◂──── waits ─ T2\n"
        "       15     Mutex_unlock(&A);\n",
        "the ring where both wait");
    is_string(drawn(10, 6, 40),
              "        3     Mutex… thread now     line\n"
              "T1      4     Mutex… main   runs\n"
              "        ⋯            T1     waits f…   4\n"
              "       12     Mutex… T2     waits f…  13\n"
              "T2   ▸ 13     Mutex…\n"
              "       14     sum -… T1 waits for B, he…\n",
              "a narrow one");
    for (int rows = 1; rows < 30; rows++)
        for (int columns = 1; columns < 130; columns += 7)
            drawn(10, rows, columns);
    ok(true, "every size can be drawn");
}

static void test_window(void)
{
    bool shown[SOURCE_LINES + 1];
    int focus[] = {3, 13}, lines = 0;

    source_window(&source, focus, 2, 7, shown);
    for (size_t i = 1; i <= source.count; i++)
        lines += shown[i];
    is_int(lines, 6, "seven rows: six lines and a gap");
    ok(shown[3] && shown[13], "both lines of interest are there");
    source_window(&source, focus, 2, 1, shown);
    ok(shown[3] && !shown[13], "one row: the first of them");
    focus[0] = 0;
    focus[1] = 999;
    source_window(&source, focus, 2, 5, shown);
    ok(true, "lines outside of the source are no crash");
}

static const char *words_of(struct state *state, struct event event)
{
    static char words[WORDS];

    narrate_short(the_log, state, &event, words);
    return words;
}

static void test_words(void)
{
    struct state state;

    state_replay(&state, the_log, 8);
    is_string(
        words_of(&state, (struct event){.kind = EVENT_WANTS, .thread = 1, .object = b}),
        "waits for B", "a lock that is held is waited for");
    is_string(
        words_of(&state, (struct event){.kind = EVENT_GIVES, .thread = 2, .object = b}),
        "releases B", "a release");
    is_string(words_of(&state,
                       (struct event){.kind = EVENT_GETS, .thread = 2, .object = slots}),
              "passes slots: 2", "a semaphore, with what is left");
    is_string(words_of(&state,
                       (struct event){.kind = EVENT_GIVES, .thread = 2, .object = slots}),
              "posts slots: 4", "a post, with the new count");
    is_string(words_of(&state, (struct event){.kind = EVENT_VALUE,
                                              .thread = 2,
                                              .object = buffer,
                                              .index = 1,
                                              .value = 7}),
              "buffer[1] = 7", "an element of an array");
}

int main(void)
{
    make_run();
    test_holds();
    test_stuck();
    test_window();
    test_words();
    log_free(the_log);
    return done_testing();
}
