/* sqlite-demo: what a database connection does, and what others see of it. */
#include "labs/kit/program.h"
#include "sqlite-demo/play.h"
#include "sqlite-demo/script.h"

static const struct command commands[] = {
    {"play", "[SCENARIO | FILE SQL]",
     "step through a small program and what a second connection sees of it", play_options,
     play_command, 0, 2, TRAIT_STEPS},
    {"scenarios", "", "list the scenarios", NULL, scenarios_command, 0, 0, TRAIT_JSON},
    {"script", "FILE|-", "drive the cursor library by lines of JSON", NULL,
     script_command, 1, 1, 0},
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
        "Ctrl-C and kill -9. With FILE and SQL, one statement of your own is executed, "
        "its rows are fetched and the change is committed, on a copy of FILE unless "
        "--write is given.",
    .examples = "  sqlite-demo play                  # the forgotten commit\n"
                "  sqlite-demo play two-writers      # \"database is locked\"\n"
                "  sqlite-demo play film.db 'SELECT * FROM film'\n"
                "  sqlite-demo play --at 4 --plain   # one step, as lines",
    .commands = commands,
    .interactive = "menu",
};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
