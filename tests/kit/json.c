/* JSON: what comes out, byte for byte, for friendly and for hostile values. */
#include "labs/kit/json.h"

#include <locale.h>
#include <math.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap.h"

/* What one call of `write` gives, as a string to be freed. */
static char *written(void (*write)(struct json *json))
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    struct json json = json_begin(out);
    write(&json);
    fclose(out);
    return text;
}

static void gives(void (*write)(struct json *json), const char *wanted, const char *name)
{
    char *text = written(write);
    is_string(text, wanted, name);
    free(text);
}

static void plain_object(struct json *json)
{
    json_object(json, NULL);
    json_string(json, "policy", "fifo");
    json_integer(json, "faults", 9);
    json_close(json);
    json_end(json);
}

static void nested(struct json *json)
{
    json_object(json, NULL);
    json_array(json, "frames");
    json_integer(json, NULL, 3);
    json_integer(json, NULL, 4);
    json_close(json);
    json_object(json, "empty");
    json_close(json);
    json_array(json, "pairs");
    json_array(json, NULL);
    json_bool(json, NULL, true);
    json_null(json, NULL);
    json_close(json);
    json_object(json, NULL);
    json_bool(json, "last", false);
    json_end(json);
}

static void two_lines(struct json *json)
{
    for (int i = 0; i < 2; i++) {
        json_object(json, NULL);
        json_integer(json, "line", i);
        json_end(json);
    }
}

static void extremes(struct json *json)
{
    json_array(json, NULL);
    json_integer(json, NULL, INT64_MIN);
    json_integer(json, NULL, INT64_MAX);
    json_unsigned(json, NULL, UINT64_MAX);
    json_end(json);
}

static void numbers(struct json *json)
{
    json_array(json, NULL);
    json_number(json, NULL, 0.1);
    json_number(json, NULL, 0.1 + 0.2);
    json_number(json, NULL, 5);
    json_number(json, NULL, -2.5e-9);
    json_number(json, NULL, 1e300);
    json_number(json, NULL, (double)NAN);
    json_number(json, NULL, (double)-INFINITY);
    json_end(json);
}

static void hostile_strings(struct json *json)
{
    json_array(json, NULL);
    json_string(json, NULL, "\"},\"admin\":true,{\"");
    json_string(json, NULL, "back\\slash\\");
    json_string(json, NULL, "\n\t\r\b\f\x01\x1B[2J\x7F");
    json_string(json, NULL,
                "\xC2\x9B"
                "2J"); /* CSI as one character of C1 */
    json_text(json, NULL, "a\0b", 3);
    json_string(json, NULL, "\xC3\xA9\xF0\x9F\x90\xA7");
    json_string(json, NULL, "\xFF\xC0\x80\xED\xA0\x80|\xE2\x96");
    json_string(json, NULL, "");
    json_string(json, NULL, NULL);
    json_end(json);
}

static void hostile_key(struct json *json)
{
    json_object(json, NULL);
    json_integer(json, "a\"b\n", 1);
    json_end(json);
}

static void deepest(struct json *json)
{
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        json_array(json, NULL);
    json_end(json);
}

static void too_deep(struct json *json)
{
    for (int i = 0; i <= JSON_DEPTH_MAX; i++)
        json_array(json, NULL);
}

static void key_missing(struct json *json)
{
    json_object(json, NULL);
    json_integer(json, NULL, 1);
}

static void key_in_array(struct json *json)
{
    json_array(json, NULL);
    json_integer(json, "one", 1);
}

static void closed_twice(struct json *json)
{
    json_object(json, NULL);
    json_close(json);
    json_close(json);
}

static void two_values(struct json *json)
{
    json_integer(json, NULL, 1);
    json_integer(json, NULL, 2);
}

/* A mistake of the program ends it loudly, in a child here. */
static void aborts(void (*write)(struct json *json), const char *name)
{
    fflush(stdout);
    pid_t child = fork();
    if (!child) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        free(written(write));
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, name);
}

int main(void)
{
    gives(plain_object, "{\"policy\":\"fifo\",\"faults\":9}\n", "an object, in order");
    gives(nested,
          "{\"frames\":[3,4],\"empty\":{},\"pairs\":[[true,null],{\"last\":false}]}\n",
          "nesting; the end closes what is open");
    gives(two_lines, "{\"line\":0}\n{\"line\":1}\n", "one object per line");
    gives(extremes, "[-9223372036854775808,9223372036854775807,18446744073709551615]\n",
          "the largest and smallest integers");
    gives(hostile_strings,
          "[\"\\\"},\\\"admin\\\":true,{\\\"\",\"back\\\\slash\\\\\","
          "\"\\n\\t\\r\\b\\f\\u0001\\u001b[2J\\u007f\",\"\\u009b2J\",\"a\\u0000b\","
          "\"\xC3\xA9\xF0\x9F\x90\xA7\","
          "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
          "|\xEF\xBF\xBD\",\"\",null]\n",
          "hostile strings");
    gives(hostile_key, "{\"a\\\"b\\n\":1}\n", "a hostile key");
    gives(deepest, "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]\n", "the deepest nesting");
    const char *wanted = "[0.1,0.30000000000000004,5,-2.5e-09,1e+300,null,null]\n";
    gives(numbers, wanted, "numbers: the fewest digits that say the same");
    if (setlocale(LC_ALL, "de_DE.UTF-8") || setlocale(LC_ALL, "fr_FR.UTF-8"))
        gives(numbers, wanted, "with a point, whatever the locale");
    else
        skip("with a point, whatever the locale", "no locale with a decimal comma here");

    aborts(too_deep, "too many levels are a mistake");
    aborts(key_missing, "so is a field without a key,");
    aborts(key_in_array, "a key within an array,");
    aborts(closed_twice, "closing what is not open,");
    aborts(two_values, "and two values in a line");
    return done_testing();
}
