/* sqlite-demo: what a database connection does, and what others see of it. */
#include "labs/kit/program.h"
#include "sqlite-demo/locks/locks.h"
#include "sqlite-demo/play.h"
#include "sqlite-demo/script.h"
#include "sqlite-demo/shell/shell.h"
#include "sqlite-demo/traps/traps.h"

static const struct command commands[] = {
    {"play", "[SCENARIO | FILE SQL]",
     "step through a lesson, or through SQLite's own program for your SQL", play_options,
     play_command, 0, 2, TRAIT_STEPS},
    {"scenarios", "", "list the scenarios", NULL, scenarios_command, 0, 0, TRAIT_JSON},
    {"pages", "FILE", "the file as a map of pages, each down to the byte", pages_options,
     pages_command, 1, 1, TRAIT_STEPS},
    {"cache", "[FILE SQL]", "SQLite's page cache, run by the policies of vmsim",
     cache_options, cache_command, 0, 2, TRAIT_STEPS},
    {"crash", "", "a transaction killed before every write, and what is left of it",
     crash_options, crash_command, 0, 0, TRAIT_STEPS},
    {"script", "FILE|-", "drive the cursor library by lines of JSON", NULL,
     script_command, 1, 1, 0},
    {"locks", "[SCENARIO | FILE | -]",
     "connections side by side: their locks, and who waits for whom", locks_options,
     locks_command, 0, 1, TRAIT_STEPS},
    {"traps", "[NAME]", "what goes wrong with cursors, measured on this machine",
     traps_options, traps_command, 0, 1, TRAIT_STEPS},
    {"shell", "[FILE] [SQL]", "type SQL: a small shell over the cursor library",
     shell_options, shell_command, 0, 2, TRAIT_JSON},
    {"menu", "", "choose a scenario on a screen", NULL, menu_command, 0, 0, TRAIT_SCREEN},
    {0},
};

static const struct program program = {
    .name = "sqlite-demo",
    .tagline = "a cursor, a database file and a second connection",
    .description =
        "Runs a small program against a real SQLite database, line by line, and shows "
        "after each line what SQLite answered, which of its functions were called, what "
        "a second connection to the same file sees at that moment, and which files are "
        "on the disk. Every step is carried out for real before it is shown; one can go "
        "back and look again.\n\n"
        "A scenario works in a temporary folder, which is removed at the end, also after "
        "Ctrl-C and kill -9.\n\n"
        "With FILE and SQL, the program that SQLite makes of the statement (EXPLAIN) is "
        "executed one opcode at a time, by a machine of ours over a reader of ours, on a "
        "byte-for-byte copy of FILE: registers, and the cursor's way from the root of "
        "the "
        "b-tree to the leaf. The last step is the proof: SQLite runs the statement, and "
        "must find the same rows in the same number of steps. What the machine does not "
        "have is named (exit status 4). With --cursor the calls of the cursor are shown "
        "instead, on a copy of FILE, and with --write on FILE itself.",
    .examples = "  sqlite-demo play                  # the forgotten commit\n"
                "  sqlite-demo play two-writers      # \"database is locked\"\n"
                "  sqlite-demo play film.db 'SELECT * FROM film'  # opcode by opcode\n"
                "  sqlite-demo pages film.db         # what every page is for\n"
                "  sqlite-demo play --at 4 --plain   # one step, as lines",
    .commands = commands,
    .interactive = "menu",
};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
