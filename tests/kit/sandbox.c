/* What a learner's program can reach, and how its end is told. */
#include "labs/kit/sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "tests/tap.h"

static char folder[] = "/tmp/ring3-test-sandbox.XXXXXX";
static struct process_result result;
static enum sandbox_end end;
static struct error error;

static int run(struct sandbox sandbox, const char *script)
{
    sandbox.folder = folder;
    process_result_free(&result);
    return sandbox_run(&sandbox, (const char *const[]){"sh", "-c", script, NULL}, &end,
                       &result, &error);
}

static void says(const struct sandbox *sandbox, const char *wanted, const char *name)
{
    cleanup_free char *words = sandbox_end_words(sandbox, end, &result);
    is_string(words, wanted, name);
}

static void both_ways(bool bare)
{
    const char *way = bare ? "bare" : "isolated";
    const struct sandbox plain = {.bare = bare};
    is_int(run(plain, "echo out; echo err >&2; exit 3"), 0, way);
    is_int((int)end, SANDBOX_EXITED, "it exits");
    is_int(result.exit_status, 3, "its status");
    is_string(result.output, "out\n", "its output");
    is_string(result.errors, "err\n", "its errors");
    says(&plain, "it ended with status 3", "in words");
    run((struct sandbox){.bare = bare, .input = "given"}, "cat");
    is_string(result.output, "given", "its input");
    run(plain, "echo kept >here");
    run(plain, "cat here");
    is_string(result.output, "kept\n", "what it wrote in its folder is there");
    run(plain, "kill -SEGV $$");
    is_int((int)end, SANDBOX_SIGNAL, "a crash");
    says(&plain, "it crashed: Segmentation fault", "is called so");
    const struct sandbox second = {.bare = bare, .seconds = 0.5};
    run(second, "while :; do :; done");
    is_int((int)end, SANDBOX_TIME, "an endless loop");
    says(&second, "it was ended after 1 second", "the limit is rounded up and named");
    run((struct sandbox){.bare = bare, .output_limit = 1000}, "yes | head -c 100000000");
    ok(strlen(result.output) <= 1000, "of endless output little is kept");
    is_int((int)end, SANDBOX_OUTPUT, "and it is said");
    run((struct sandbox){.bare = bare, .file_size = 4096}, "yes >big");
    ok(result.exit_status != 0, "a file cannot grow for ever");
}

static void walls(void)
{
    run((struct sandbox){0}, "find /home /root /tmp -mindepth 1");
    is_string(result.output, "", "no home can be read, /tmp is empty");
    run((struct sandbox){0}, "echo bad >/etc/hostname || echo bad >/usr/bad");
    ok(result.exit_status != 0, "the system cannot be written");
    run((struct sandbox){0}, "ls /sys/class/net");
    is_string(result.output, "lo\n", "there is no network");
    run((struct sandbox){0}, "kill -9 -1; kill -9 1; echo still");
    ok(access(folder, F_OK) == 0, "killing everything kills nobody outside");
    run((struct sandbox){.processes = 8, .seconds = 2}, ":(){ :|:& }; :; wait");
    ok(end == SANDBOX_TIME || end == SANDBOX_EXITED, "a fork bomb is contained");
}

static void lending(void)
{
    char lent[] = "/tmp/ring3-test-lent.XXXXXX";
    if (!mkdtemp(lent))
        return;
    chmod(lent, 0755);
    cleanup_free char *file = path_join(lent, "word");
    FILE *out = fopen(file, "w");
    if (out) {
        fputs("lent", out);
        fclose(out);
    }
    cleanup_free char *script = xasprintf("cat %s && ! echo x >%s", file, file);
    run((struct sandbox){0}, script);
    is_string(result.output, "", "what is not lent is not there");
    run((struct sandbox){.lend = (const char *const[]){lent, NULL}}, script);
    is_string(result.output, "lent", "what is lent is read");
    is_int(result.exit_status, 0, "and cannot be written");
    unlink(file);
    rmdir(lent);
}

static void refusals(void)
{
    process_result_free(&result);
    const char *many[200];
    for (size_t i = 0; i < 199; i++)
        many[i] = "x";
    many[199] = NULL;
    const struct sandbox sandbox = {.folder = folder};
    is_int(sandbox_run(&sandbox, many, &end, &result, &error), -1, "too many words");
    const struct sandbox nowhere = {.folder = "/nowhere/at/all"};
    is_int(
        sandbox_run(&nowhere, (const char *const[]){"true", NULL}, &end, &result, &error),
        -1, "a folder that is not there");
    is_int((int)error.status, STATUS_HOST, "is no verdict about the program");
    contains(error.message, "/nowhere/at/all", "and is named");
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    both_ways(true);
    if (sandbox_missing(&error) == 0) {
        both_ways(false);
        walls();
        lending();
        refusals();
    } else {
        skip("isolated", error.message);
    }
    process_result_free(&result);
    cleanup_free char *remove = xasprintf("rm -rf %s", folder);
    ok(system(remove) == 0, "all can be removed");
    return done_testing();
}
