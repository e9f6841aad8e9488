/* exercise.md: what is read, and what is refused with which line. Then a seeded
 * fuzz: whatever is done to a good text, the answer is a yes or one clear line.
 */
#include <ctype.h>

#include "labs/exercise.h"
#include "tests/tap.h"

static const char good[] = "---\n"
                           "title: Which page leaves?\n"
                           "kind: predict\n"
                           "minutes: 12\n"
                           "teaches: FIFO: first in, first out\n"
                           "notes: paging-and-replacement, the-cursor\n"
                           "needs: vmsim, cc\n"
                           "check: ./check --all\n"
                           "fails: no answer yet\n"
                           "---\n"
                           "The task.\n"
                           "\n"
                           "## A heading of the task\n"
                           "```\n"
                           "## Hint 9\n"
                           "```\n"
                           "\n"
                           "## Hint 1\n"
                           "Look there.\n"
                           "\n"
                           "## Hint 2\n"
                           "Look here.\n"
                           "## Why\n"
                           "Because.\n";

static int parse(const char *text, struct exercise *exercise, struct error *error)
{
    *exercise = (struct exercise){0};
    *error = (struct error){0};
    return exercise_parse("x.md", text, strlen(text), exercise, error);
}

static void reads_a_good_one(void)
{
    struct exercise exercise;
    struct error error;
    is_int(parse(good, &exercise, &error), 0, "a good text is read");
    is_string(exercise.title, "Which page leaves?", "the title");
    is_int(exercise.kind, KIND_PREDICT, "the kind");
    is_int(exercise.minutes, 12, "the minutes");
    is_string(exercise.teaches, "FIFO: first in, first out", "a value may hold a colon");
    is_int((int)exercise.notes.count, 2, "two notes");
    is_string(exercise.needs.items[1], "cc", "the second need");
    is_string(exercise.check, "./check --all", "the check keeps its arguments");
    is_string(exercise.task, "The task.\n\n## A heading of the task\n```\n## Hint 9\n```",
              "the task keeps its own headings, and fenced ones");
    is_int((int)exercise.hint_count, 2, "two hints");
    is_string(exercise.hints[1], "Look here.", "the second hint");
    is_string(exercise.why, "Because.", "the why");
    exercise_free(&exercise);
}

/* One change to the good text, and the line that must be complained about. */
static const struct refusal {
    const char *from, *to; /* replaced in `good` */
    const char *says;
} refusals[] = {
    {"---\ntitle", "title", "x.md:1: the first line must be '---'"},
    {"title: Which page leaves?\n", "", "x.md:9: 'title' is missing above"},
    {"kind: predict", "kind: guess",
     "x.md:3: kind 'guess' is none of: predict, code, do"},
    {"kind: predict", "kinds: predict",
     "x.md:3: unknown key 'kinds' (did you mean 'kind'?)"},
    {"kind: predict", "kind:", "x.md:3: 'kind' has no value"},
    {"kind: predict", "kind predict", "x.md:3: 'kind predict' is not of the form"},
    {"kind: predict", "title: two", "x.md:3: 'title' is given twice"},
    {"minutes: 12", "minutes: 0", "x.md:4: minutes '0' is not a number from 1 to 600"},
    {"minutes: 12", "minutes: 12.5", "x.md:4: minutes '12.5' is not a number"},
    {"minutes: 12", "minutes: 99999999999999999999", "x.md:4: minutes '9999"},
    {"vmsim, cc", "vmsim,, cc", "x.md:7: a word is missing beside a comma"},
    {"vmsim, cc", "vm sim", "x.md:7: 'vm sim' is not one word"},
    {"fails: no answer yet\n", "", "x.md:9: give one of 'fails:"},
    {"fails: no", "solved: yes\nfails: no", "x.md:11: give one of 'fails:"},
    {"fails: no answer yet", "solved: perhaps", "x.md:9: solved 'perhaps': write 'yes'"},
    {"yet\n---\n", "yet\n", "x.md:10: 'The task.' is not of the form"},
    {"The task.\n\n## A heading of the task\n```\n## Hint 9\n```\n", "",
     "x.md:12: the task that ends here is empty"},
    {"## Hint 2", "## Hint 3", "x.md:21: here only '## Hint 2' can stand"},
    {"## Hint 2", "## Sources", "x.md:21: '## Sources' is neither a hint nor the why"},
    {"Look here.\n", "", "x.md:22: the hint that ends here is empty"},
    {"## Why\nBecause.\n", "", "x.md:22: there is no '## Why'"},
    {"Because.\n", "Because.\n## Hint 3\nx\n", "x.md:25: here only 'the end' can stand"},
    {"Because.\n", "```\n", "x.md:24: a fenced block (```) has no end"},
};

static char *replaced(const char *from, const char *to)
{
    const char *place = strstr(good, from);
    char *text = xcalloc(sizeof good + strlen(to) + 1, 1);
    if (!place)
        return text;
    memcpy(text, good, (size_t)(place - good));
    strcat(strcat(text, to), place + strlen(from));
    return text;
}

static void refuses_with_the_line(void)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        struct exercise exercise;
        struct error error;
        char *text = replaced(refusals[i].from, refusals[i].to);
        ok(parse(text, &exercise, &error) < 0, refusals[i].says);
        contains(error.message, refusals[i].says, "… and says so");
        exercise_free(&exercise);
        free(text);
    }
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 8;
}

/* Cuts, doubles and changes bytes and lines of the good text. */
static size_t mutate(char *text, size_t length, unsigned *random)
{
    static const char bytes[] = "-:#`\n\0\xff \t,09aZ";
    for (unsigned times = next_random(random) % 4 + 1; times && length; times--) {
        size_t at = next_random(random) % length;
        size_t span = next_random(random) % 40;
        if (span > length - at)
            span = length - at;
        switch (next_random(random) % 3) {
        case 0:
            text[at] = bytes[next_random(random) % (sizeof bytes - 1)];
            break;
        case 1:
            memmove(text + at, text + at + span, length - at - span);
            length -= span;
            break;
        default:
            memmove(text + at + span, text + at, length - at);
            length += span;
        }
    }
    return length;
}

static void survives_anything(void)
{
    unsigned random = 20261121, refused = 0, silent = 0;
    char *text = xcalloc(2 * sizeof good + 400, 1);
    for (int i = 0; i < 30000; i++) {
        struct exercise exercise = {0};
        struct error error = {0};
        memcpy(text, good, sizeof good - 1);
        size_t length = mutate(text, sizeof good - 1, &random);
        char *exact = xcalloc(length + 1, 1); /* so that ASan sees a read past its end */
        memcpy(exact, text, length);
        if (exercise_parse("x.md", exact, length, &exercise, &error) < 0) {
            refused++;
            silent += strncmp(error.message, "x.md:", 5) != 0 ||
                      !isdigit((unsigned char)error.message[5]) ||
                      strchr(error.message, '\n') != NULL;
        } else {
            silent += !exercise.title || !exercise.why || !exercise.hint_count;
        }
        exercise_free(&exercise);
        free(exact);
    }
    free(text);
    is_int(silent, 0, "30000 spoilt texts: each is read whole, or refused with a line");
    ok(refused > 1000 && refused < 30000, "some are refused, some are not");
}

int main(void)
{
    reads_a_good_one();
    refuses_with_the_line();
    survives_anything();
    return done_testing();
}
