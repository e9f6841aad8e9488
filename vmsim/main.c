/* vmsim: its commands, as a table. */
#include "labs/kit/program.h"
#include "vmsim/commands.h"

static const struct command commands[] = {
    {"run", "TRACE", "count the faults of policies over a trace", run_options,
     command_run, 1, 1, TRAIT_JSON},
    {"curve", "TRACE", "fault counts at every number of frames", curve_options,
     command_curve, 1, 1, TRAIT_JSON},
    {"compare", "TRACE", "policies beside OPT: how much they lose, and where",
     compare_options, command_compare, 1, 1, TRAIT_JSON},
    {"info", "TRACE", "what a trace is like: pages, writes, distances, phases",
     info_options, command_info, 1, 1, TRAIT_JSON},
    {"play", "[SCENARIO|TRACE]", "step through a policy, forwards and backwards",
     play_options, command_play, 0, 1, TRAIT_STEPS},
    {"scenarios", "", "choose among the scenarios that play knows by name", NULL,
     command_scenarios, 0, 0, TRAIT_JSON | TRAIT_SCREEN},
    {"sweep", "TRACE…", "a grid of traces, policies and sizes, as lines of JSON",
     sweep_options, command_sweep, 1, -1, 0},
    {"merge", "FILE…", "the lines of several sweeps, sorted, each run once",
     merge_options, command_merge, 1, -1, 0},
    {"record", "-o FILE -- CMD…", "record the memory accesses of a real program",
     record_options, command_record, 1, -1, TRAIT_RUNS_COMMAND | TRAIT_JSON},
    {"generate", "KIND", "make a trace by a rule: zipf, scan, loop, matrix and others",
     generate_options, command_generate, 1, 1, TRAIT_JSON},
    {"convert", "TRACE -o FILE", "write a trace in another format", convert_options,
     command_convert, 1, 1, TRAIT_JSON},
    {"policies", "[NAME]", "list the policies, or explain one with a worked example",
     NULL, command_policies, 0, 1, TRAIT_JSON},
    {"selftest", "", "count again what other simulators counted, and say how it came out",
     selftest_options, command_selftest, 0, 0, TRAIT_JSON},
    {0},
};

static const struct program program = {
    .name = "vmsim",
    .tagline = "page replacement, counted and step by step",
    .description =
        "vmsim simulates demand paging: a memory of so many frames, a page table, and "
        "a policy which decides what page leaves when a frame is needed.\n\n"
        "A trace is a text with one page number per line (decimal or 0x…, then r or w or "
        "nothing), a CSV, a file of little-endian 64-bit page numbers, ring3's own "
        "format, or the output of valgrind's lackey, whose addresses are divided by the "
        "page size. It may be compressed with gzip, bzip2, xz, zstd or lz4. The name - "
        "stands for standard input. Format and packing are found out by content.",
    .examples =
        "vmsim play  # Belady's anomaly, step by step\n"
        "vmsim play --string 1,2,3,4,1,2,5 --frames 3 --policy lru  # your own "
        "references\n"
        "vmsim record -o ls.trace.xz -- ls  # what a real program touches\n"
        "vmsim run ls.trace.xz --policy fifo,lru,opt --frames 64,256  # a table "
        "of faults\n"
        "vmsim curve ls.trace.xz --policy lru,opt  # at every size, in one pass\n"
        "vmsim compare ls.trace.xz --frames 10%  # what each policy loses\n"
        "vmsim run ls.trace.xz --policy ./mine.c,opt --frames 64  # your own policy, "
        "checked\n"
        "vmsim policies  # what can be named after --policy\n",
    .commands = commands,
    .interactive = "scenarios",
};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
