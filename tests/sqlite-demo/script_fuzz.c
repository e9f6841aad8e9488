/* Lines of a script, broken in every way: each gives one answer, which is an object with
 * "ok" or "error", and nothing crashes, hangs or leaks. The lines come from a fixed seed.
 */
#include <jansson.h>

#include "sqlite-demo/script.h"
#include "tests/tap.h"

enum { ROUNDS = 6000 };

static const char *const lines[] = {
    "[\"connect\", \"c\", \":memory:\", {\"timeout\": 0, \"compat\": \"cpython-3.11\"}]",
    "[\"cursor\", \"k\", \"c\"]",
    "[\"execute\", \"k\", \"CREATE TABLE IF NOT EXISTS t(a, b)\"]",
    "[\"execute\", \"k\", \"INSERT INTO t VALUES (?, ?)\", [1, {\"blob\": \"00ff\"}]]",
    "[\"execute\", \"k\", \"SELECT :a, @b\", {\"a\": 1e999, \"b\": "
    "99999999999999999999}]",
    "[\"executemany\", \"k\", \"INSERT INTO t VALUES (?, 1)\", [[1], [\"\\u0000\"], []]]",
    "[\"executescript\", \"k\", \"SELECT 1; SELECT 2\"]",
    "[\"fetchone\", \"k\"]",
    "[\"fetchmany\", \"k\", 3]",
    "[\"fetchall\", \"k\"]",
    "[\"get\", \"k\", \"description\"]",
    "[\"set\", \"c\", \"isolation_level\", null]",
    "[\"blob\", \"open\", \"b\", \"c\", \"t\", \"b\", 1, {\"readonly\": true}]",
    "[\"blob\", \"read\", \"b\", -1]",
    "[\"iterdump\", \"c\", \"t%\"]",
    "[\"backup\", \"c\", \"d\"]",
    "[\"commit\", \"c\"]",
    "[\"close\", \"c\"]",
};
enum { LINES = sizeof lines / sizeof *lines };

static uint64_t state = 20261129;

static size_t below(size_t count)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)((state >> 33) % count);
}

static void spoil(char *line, size_t length)
{
    static const char bytes[] = "[]{}\",:0-9e.\\\0\x80\xff null";
    size_t at = below(length);
    switch (below(4)) {
    case 0:
        line[at] = bytes[below(sizeof bytes)];
        break;
    case 1:
        memmove(line + at, line + at + 1, length - at); /* the NUL comes along */
        break;
    case 2:
        line[at] = '\0';
        break;
    default:
        line[at] = (char)below(256);
        if (line[at] == '\n')
            line[at] = ' ';
    }
}

static char *make_input(size_t *length)
{
    char *text = NULL, line[256];
    FILE *out = open_memstream(&text, length);
    for (int i = 0; i < ROUNDS; i++) {
        const char *source = lines[i < LINES ? (size_t)i : below(LINES)];
        size_t size = strlen(source);
        memcpy(line, source, size + 1);
        /* A spoilt path would be a file: only the options of connect are spoilt. */
        size_t from =
            source == lines[0] ? strlen("[\"connect\", \"c\", \":memory:\"") : 0;
        for (size_t k = i < LINES ? 0 : below(4); k > 0; k--)
            spoil(line + from, size - from);
        fwrite(line, 1, size, out);
        putc('\n', out);
    }
    fclose(out);
    return text;
}

/* How many lines of the answer are right; *errors of them are refusals. */
static int check_answers(char *answers, int *errors)
{
    int right = 0;
    char *line = strtok(answers, "\n");
    for (; line; line = strtok(NULL, "\n")) {
        json_t *json = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
        json_t *error = json_object_get(json, "error");
        bool is_error = json_is_string(json_object_get(error, "class")) &&
                        json_is_string(json_object_get(error, "message")) &&
                        json_object_get(error, "code") && json_object_get(error, "name");
        right += json_object_size(json) == 1 && (is_error || json_object_get(json, "ok"));
        *errors += is_error;
        json_decref(json);
    }
    return right;
}

int main(void)
{
    size_t length, answered;
    int errors = 0;
    char *answers = NULL, *input = make_input(&length);
    FILE *in = fmemopen(input, length, "r"), *out = open_memstream(&answers, &answered);

    is_int((int)script_run(in, out), ROUNDS, "every line is read");
    fclose(in);
    fclose(out);
    is_int(check_answers(answers, &errors), ROUNDS, "every line gets one right answer");
    ok(errors > ROUNDS / 10 && errors < ROUNDS, "many are refused, not all");
    printf("# %d of %d lines refused\n", errors, ROUNDS);
    free(answers);
    free(input);
    return done_testing();
}
