/* `sqlite-demo script`: reads lines, runs them by a table, answers each. */
#include "sqlite-demo/script.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/suggest.h"
#include "sqlite-demo/script_internal.h"

enum { ARGUMENTS_MAX = 7 };

static const struct operation {
    const char *name, *arguments;
    size_t least, most;
    script_operation *run;
} operations[] = {
    {"connect", "C, PATH, {options}", 2, 3, op_connect},
    {"close", "C", 1, 1, op_close},
    {"cursor", "K, C", 2, 2, op_cursor},
    {"closecursor", "K", 1, 1, op_closecursor},
    {"execute", "K, SQL, PARAMS", 2, 3, op_execute},
    {"executemany", "K, SQL, [PARAMS…]", 3, 3, op_executemany},
    {"executescript", "K, SQL", 2, 2, op_executescript},
    {"fetchone", "K", 1, 1, op_fetchone},
    {"fetchmany", "K, N", 1, 2, op_fetchmany},
    {"fetchall", "K", 1, 1, op_fetchall},
    {"get", "X, NAME", 2, 2, op_get},
    {"set", "X, NAME, VALUE", 3, 3, op_set},
    {"commit", "C", 1, 1, op_commit},
    {"rollback", "C", 1, 1, op_rollback},
    {"iterdump", "C, FILTER", 1, 2, op_iterdump},
    {"backup", "C, D, {options}", 2, 3, op_backup},
    {"blob", "VERB, B, …", 2, ARGUMENTS_MAX, op_blob},
};

enum { OPERATIONS = sizeof operations / sizeof *operations };

int script_fail(struct script *script, const char *format, ...)
{
    char text[800];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    script->misuse = true;
    return db_fail(&script->err, DB_PROGRAMMING_ERROR, "line %zu: %s", script->line,
                   text);
}

int script_type_error(struct script *script, const struct db_conn *conn,
                      enum db_class python, const char *format, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return db_fail(&script->err,
                   db_compat(conn) == DB_PEP249 ? DB_PROGRAMMING_ERROR : python, "%s",
                   text);
}

void *script_memory(struct script *script, size_t size)
{
    script->borrowed = xreallocarray(script->borrowed, script->borrowed_count + 1,
                                     sizeof *script->borrowed);
    return script->borrowed[script->borrowed_count++] = xcalloc(size, 1);
}

static void release_memory(struct script *script)
{
    while (script->borrowed_count)
        free(script->borrowed[--script->borrowed_count]);
    free(script->borrowed);
    script->borrowed = NULL;
}

/* ---- one line ---- */

static int unknown_operation(struct script *script, const char *name)
{
    const char *names[OPERATIONS], *near;
    for (size_t i = 0; i < OPERATIONS; i++)
        names[i] = operations[i].name;
    near = suggest(name, names, OPERATIONS);
    if (near)
        return script_fail(script, "there is no operation %s (did you mean %s?)", name,
                           near);
    return script_fail(script, "there is no operation %.60s", name);
}

static int run_array(struct script *script, const json_t *json)
{
    const char *name = json_string_value(json_array_get(json, 0));
    size_t argc = json_array_size(json) - 1;
    json_t *argv[ARGUMENTS_MAX + 1] = {NULL};

    for (size_t i = 0; i < OPERATIONS; i++) {
        const struct operation *operation = &operations[i];
        if (strcmp(operation->name, name))
            continue;
        if (argc < operation->least || argc > operation->most)
            return script_fail(script, "%zu arguments are not right: it is [\"%s\", %s]",
                               argc, name, operation->arguments);
        for (size_t k = 0; k < argc; k++)
            argv[k] = json_array_get(json, k + 1);
        return operation->run(script, argv, argc);
    }
    return unknown_operation(script, name);
}

static void run_line(struct script *script, const char *line, size_t length, FILE *out)
{
    json_t *json;
    int result = -1;

    script->line++;
    script->misuse = false;
    json = script_parse(script, line, length);
    if (json)
        result = run_array(script, json);
    if (result == 0)
        answer_write(&script->answer, out);
    else
        answer_error(script->misuse ? "ScriptError" : db_class_name(script->err.class),
                     &script->err, out);
    answer_clear(&script->answer);
    release_memory(script);
    json_decref(json);
}

size_t script_run(FILE *in, FILE *out)
{
    struct script script = {0};
    cleanup_free char *line = NULL;
    size_t capacity = 0;
    ssize_t length;

    /* Each answer goes out at once: who drives us may wait for it. */
    while ((length = getline(&line, &capacity, in)) > 0 && !ferror(out)) {
        if (line[length - 1] == '\n')
            length--;
        run_line(&script, line, (size_t)length, out);
        fflush(out);
    }
    script_names_free(&script);
    return script.line;
}

/* ---- the command ---- */

static FILE *open_script(const char *path)
{
    struct stat status;
    FILE *in;
    if (!strcmp(path, "-"))
        return stdin;
    in = fopen(path, "re");
    if (!in)
        die(STATUS_REQUEST, "%s: %s", path, strerror(errno));
    if (fstat(fileno(in), &status) == 0 && S_ISDIR(status.st_mode))
        die(STATUS_REQUEST,
            "%s: is a folder, not a script (one JSON array per line; "
            "'-' reads standard input)",
            path);
    return in;
}

int script_command(int argc, char **argv)
{
    FILE *in = open_script(argv[0]);
    (void)argc;
    script_run(in, stdout);
    if (ferror(in))
        die(STATUS_REQUEST, "%s: cannot be read: %s", argv[0], strerror(errno));
    if (in != stdin)
        fclose(in);
    return STATUS_OK;
}
