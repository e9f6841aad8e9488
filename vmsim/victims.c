/* Victims as a list: what OPT decides by, for every policy. */
#include "vmsim/victims.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "vmsim/faults.h"

/* What is known of one eviction. Times count from 1; next 0: never. */
struct victim {
    const char *policy;
    uint32_t frames, frame;
    size_t time, next;
    uint64_t page, left;
    bool wrote_back;
};

static void print_json(const struct victim *victim)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "policy", victim->policy);
    json_unsigned(&json, "frames", victim->frames);
    json_unsigned(&json, "reference", victim->time);
    json_unsigned(&json, "page", victim->page);
    json_unsigned(&json, "victim", victim->left);
    json_unsigned(&json, "frame", victim->frame);
    if (victim->next)
        json_unsigned(&json, "next", victim->next);
    else
        json_null(&json, "next");
    json_bool(&json, "writeback", victim->wrote_back);
    json_end(&json);
}

static void print_line(const struct victim *victim)
{
    printf("%8zu  page %-8" PRIu64 " page %-8" PRIu64 " leaves frame %-6u ", victim->time,
           victim->page, victim->left, victim->frame);
    if (victim->next)
        printf("used again at %zu%s\n", victim->next,
               victim->wrote_back ? ", written back" : "");
    else
        printf("never used again%s\n", victim->wrote_back ? ", written back" : "");
}

int victims_print(const struct trace *trace, const struct choice *choice, uint32_t frames,
                  struct error *error)
{
    struct memory *memory = faults_memory(trace, choice, frames, error);
    if (!memory)
        return -1;
    /* By page: when it is used next, as far as has been seen. */
    cleanup_free uint32_t *next = xcalloc(trace->pages.count, sizeof *next);
    if (!common_options.json)
        printf("%s, %u frame%s: who leaves, and when it is used again\n", choice->name,
               frames, frames == 1 ? "" : "s");
    for (size_t time = 0; time < trace->count; time++) {
        struct reference reference = trace_reference(trace, time);
        struct outcome outcome = memory_step(memory, memory->type, &reference);
        next[reference.page] = reference.next;
        if (outcome.evicted == NO_PAGE)
            continue;
        uint32_t again = next[outcome.evicted];
        struct victim victim = {
            .policy = choice->name,
            .frames = frames,
            .frame = outcome.frame,
            .time = time + 1,
            .next = again == NEVER ? 0 : (size_t)again + 1,
            .page = trace_page_number(trace, time),
            .left = trace->pages.numbers[outcome.evicted],
            .wrote_back = outcome.wrote_back,
        };
        if (common_options.json)
            print_json(&victim);
        else
            print_line(&victim);
    }
    if (!common_options.json)
        printf("\n");
    memory_free(memory);
    return 0;
}
