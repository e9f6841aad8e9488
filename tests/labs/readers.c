/* The two small readers: TAP from a check, one JSON object from a program. */
#include "labs/json_line.h"
#include "labs/kit/error.h"
#include "labs/tap.h"
#include "tests/tap.h"

static void reads_tap(void)
{
    struct tap_report report;
    tap_read("ok 1 - fine\nnot ok 2 - the victim is wrong\n# hint: look\n# hint: twice\n"
             "# step 5\nnot ok 3 - later\n# hint: no\n1..3\n",
             &report);
    is_int(report.points, 3, "three points");
    is_int(report.failed, 2, "two of them failed");
    is_string(report.message, "the victim is wrong", "the first that failed is told");
    is_string(report.hint, "look\ntwice", "with its own hint, of two lines");
    is_string(report.detail, "step 5", "and its other lines");
    ok(report.complete, "the plan may stand at the end");
    tap_free(&report);

    tap_read("TAP version 14\n1..1\nnot ok 1 - x\n  ---\n  message: \"step 5\"\n"
             "  hint: FIFO does not look\n  ...\n",
             &report);
    is_string(report.message, "step 5", "a message in a YAML block");
    is_string(report.hint, "FIFO does not look", "a hint in a YAML block");
    tap_free(&report);

    tap_read("1..0 # SKIP no compiler\n", &report);
    is_string(report.skip, "no compiler", "a plan of nothing with its reason");
    ok(report.complete && report.points == 0, "and it is complete");
    tap_free(&report);
}

static void believes_no_half_report(void)
{
    struct tap_report report;
    tap_read("ok 1 - fine\n", &report);
    ok(!report.complete, "without a plan it is not complete");
    tap_free(&report);
    tap_read("1..2\nok 1 - fine\n", &report);
    ok(!report.complete, "nor with a point too few");
    tap_free(&report);
    tap_read("okay, all is well\nokok\n1..0\n", &report);
    is_int(report.points, 0, "words that only begin like a point are none");
    tap_free(&report);
    tap_read("ok 1\nBail out! the limits were met\n", &report);
    is_string(report.bail, "the limits were met", "bail out, with the reason");
    tap_free(&report);
}

static void reads_json(void)
{
    const char *line =
        "{\"n\": [1, {\"feature\": \"inner\"}], \"s\": \"a\\\"b\\u00e9\\n\","
        " \"feature\":\"overlay\",\"x\":null}";
    char *value = json_line_string(line, "feature");
    is_string(value, "overlay", "a key at the top, not the one within");
    free(value);
    value = json_line_string(line, "s");
    is_string(value, "a\"b\xc3\xa9\n", "escapes");
    free(value);
    ok(!json_line_string(line, "x"), "null is no string");
    ok(!json_line_string(line, "n"), "nor is an array");
    ok(!json_line_string(line, "absent"), "an absent key");
    ok(!json_line_string("", "x") && !json_line_string("[]", "x") &&
           !json_line_string("{\"x\":\"open", "x") && !json_line_string("{\"x\"", "x"),
       "what is no object, or ends early");
}

/* Every prefix of a line, and every line with one byte changed. */
static void survives_spoilt_json(void)
{
    static const char line[] = "{\"a\":[1,2],\"b\":\"x\\u00e9\\\\\",\"feature\":\"v\"}";
    char *copy = xcalloc(sizeof line, 1);
    int found = 0;
    for (size_t end = 0; end < sizeof line - 1; end++) {
        for (unsigned byte = 1; byte < 256; byte++) {
            memcpy(copy, line, sizeof line);
            copy[end] = (char)byte;
            if (byte == 1)
                copy[end] = '\0';
            char *value = json_line_string(copy, "feature");
            found += value != NULL;
            free(value);
        }
    }
    free(copy);
    ok(found > 0, "a line with any one byte changed is read or refused");
}

static void survives_spoilt_tap(void)
{
    static const char *const pieces[] = {
        "ok",    "not ok", " - ",   "# SKIP", "#",         "1..", "\n",
        "  ---", "  ...",  "hint:", "9",      "Bail out!", "\"",  "message:"};
    unsigned random = 7, complete = 0;
    for (int i = 0; i < 20000; i++) {
        char text[256] = "";
        for (int piece = 0; piece < 14; piece++) {
            random = random * 1103515245u + 12345u;
            strcat(text, pieces[(random >> 8) % (sizeof pieces / sizeof pieces[0])]);
        }
        struct tap_report report;
        tap_read(text, &report);
        complete += report.complete;
        tap_free(&report);
    }
    ok(complete < 20000, "20000 heaps of TAP's words are read");
}

int main(void)
{
    reads_tap();
    believes_no_half_report();
    reads_json();
    survives_spoilt_json();
    survives_spoilt_tap();
    return done_testing();
}
