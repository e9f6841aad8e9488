/* The engine: what is simulated while a trace is read is what is simulated over the
 * whole of it, for every policy, with pages that keep coming and with writes.
 */
#include <unistd.h>

#include "tests/random.h"
#include "tests/tap.h"
#include "vmsim/engine.h"

/* More than two windows of the stream, and a last one that is not full. */
enum { REFERENCES = 1300000, PAGES = 60000 };

static char path[64];

/* A hot set that moves on, so that new pages come in every window. Every fifth
 * reference of the second half is a write. */
static bool write_trace(void)
{
    struct random random = {5};
    strcpy(path, "/tmp/ring3-engine.XXXXXX");
    int fd = mkstemp(path);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    for (uint32_t i = 0; out && i < REFERENCES; i++) {
        uint32_t base = (uint32_t)((uint64_t)i * PAGES / REFERENCES);
        uint32_t page = base + (uint32_t)random_below(
                                   &random, 1 + (uint32_t)random_below(&random, 4000));
        bool write = i >= REFERENCES / 2 && i % 5 == 0;
        fprintf(out, "%u%s\n", page, write ? " w" : "");
    }
    return out && fclose(out) == 0;
}

static void all_policies(struct choices *choices)
{
    char text[1024] = "";
    struct error error;
    for (size_t i = 0; policy_types[i]; i++)
        if (!policy_types[i]->needs_future)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s",
                     *text ? "," : "", policy_types[i]->name);
    snprintf(text + strlen(text), sizeof text - strlen(text), ",lfu:history=all");
    if (choices_parse(choices, text, &error) < 0)
        printf("# %s\n", error.message);
}

static void compare(const struct engine *streamed, const struct engine *loaded)
{
    bool same = streamed->count == loaded->count, alive = true;
    for (size_t i = 0; i < streamed->count && same; i++) {
        const struct engine_run *a = &streamed->runs[i], *b = &loaded->runs[i];
        same = !memcmp(&a->counts, &b->counts, sizeof a->counts);
        alive = alive && a->counts.references == REFERENCES &&
                a->counts.faults > a->frames && a->counts.writebacks > 0;
        if (!same)
            printf("# %s, %u frames: %llu faults while reading, %llu over the whole\n",
                   a->choice->name, a->frames, (unsigned long long)a->counts.faults,
                   (unsigned long long)b->counts.faults);
    }
    ok(same, "every policy counts the same while reading and over the whole trace");
    ok(alive, "and counts something: references, faults, write-backs");
    ok(streamed->writes && loaded->writes, "both saw that there are writes");
    is_int(streamed->distinct, loaded->distinct, "and as many distinct pages");
    is_int(streamed->references, REFERENCES, "and all references");
}

/* Chooses by itself what is simulated while reading. */
static void check_choice(void)
{
    static struct choices choices;
    struct frame_list frames;
    frame_list_parse(&frames, "8,16", NULL);
    choices_parse(&choices, "lru,fifo", NULL);
    ok(engine_streams(&choices, &frames), "two policies at two sizes run while reading");
    choices_parse(&choices, "lru,opt", NULL);
    ok(!engine_streams(&choices, &frames), "OPT needs the whole trace");
    choices_parse(&choices, "lru", NULL);
    frame_list_parse(&frames, "8,10%", NULL);
    ok(!engine_streams(&choices, &frames), "so do percents");
}

int main(void)
{
    static struct choices choices;
    struct frame_list frames;
    struct error error = {.message = ""};
    struct engine streamed, loaded;
    struct trace trace;
    struct trace_options options = {.format = "auto"};
    check_choice();
    all_policies(&choices);
    frame_list_parse(&frames, "7,3000", NULL);
    if (!ok(write_trace(), "a trace of 1 300 000 references"))
        return done_testing();
    engine_init(&streamed, &choices, &frames);
    engine_init(&loaded, &choices, &frames);
    ok(engine_stream(&streamed, path, &options, &error) == 0, "is simulated in windows");
    ok(trace_load(&trace, path, &options, &error) == 0, "is loaded");
    ok(engine_load(&loaded, &trace, &error) == 0, "and simulated as a whole");
    compare(&streamed, &loaded);
    engine_free(&streamed);
    engine_free(&loaded);
    trace_free(&trace);
    unlink(path);
    return done_testing();
}
