/* labs: the menu, the exercises, progress. Everything that its screens do is also
 * a command.
 */
#include "labs/classroom/commands.h"
#include "labs/commands.h"
#include "labs/kit/program.h"

static const struct command commands[] = {
    {"menu", "", "labs.menu", NULL, command_menu, 0, 0, TRAIT_SCREEN | TRAIT_WORDS},
    {"init", "[DIR]", "labs.init", init_options, command_init, 0, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"update", "", "labs.update", NULL, command_update, 0, 0, TRAIT_JSON | TRAIT_WORDS},
    {"list", "[WORD…]", "labs.list", list_options, command_list, 0, -1,
     TRAIT_JSON | TRAIT_WORDS},
    {"next", "", "labs.next", NULL, command_next, 0, 0, TRAIT_JSON | TRAIT_WORDS},
    {"show", "[EXERCISE]", "labs.show", NULL, command_show, 0, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"watch", "[EXERCISE]", "labs.watch", watch_options, command_watch, 0, 1,
     TRAIT_JSON | TRAIT_WORDS | TRAIT_SCREEN},
    {"check", "[EXERCISE]", "labs.check", check_options, command_check, 0, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"hint", "[EXERCISE]", "labs.hint", hint_options, command_hint, 0, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"explain", "[EXERCISE]", "labs.explain", NULL, command_explain, 0, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"solution", "[EXERCISE]", "labs.solution", solution_options, command_solution, 0, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"reset", "EXERCISE", "labs.reset", reset_options, command_reset, 1, 1, TRAIT_WORDS},
    {"new", "AREA NAME", "labs.new", new_options, command_new, 2, 2, 0},
    {"verify", "[EXERCISE|AREA…]", "labs.verify", verify_options, command_verify, 0, -1,
     TRAIT_JSON},
    {"notes", "[NAME]", "labs.notes", NULL, command_notes, 0, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"export", "[FILE]", "labs.export", NULL, command_export, 0, 1, TRAIT_WORDS},
    {"import", "FILE", "labs.import", NULL, command_import, 1, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"course", "[FILE]", "labs.course", course_options, command_course, 0, 1, TRAIT_JSON},
    {"receipt", "", "labs.receipt", receipt_options, command_receipt, 0, 0, 0},
    {"grade", "DIR|ARCHIVE…", "labs.grade", grade_options, command_grade, 1, -1,
     TRAIT_JSON},
    {"verify-receipt", "FILE…", "labs.verify-receipt", verify_receipt_options,
     command_verify_receipt, 1, -1, TRAIT_JSON},
    {"stats", "FILE…", "labs.stats", stats_options, command_stats, 1, -1, TRAIT_JSON},
    {"gradescope-package", "", "labs.gradescope-package", gradescope_package_options,
     command_gradescope_package, 0, 0, 0},
    {"present", "EXERCISE|LAB…", "labs.present", NULL, command_present, 1, -1,
     TRAIT_RUNS_COMMAND | TRAIT_CAST | TRAIT_SCREEN},
    {"notes-for", "", "labs.notes-for", NULL, command_notes_for, 0, 0, TRAIT_SCREEN},
    {"clean", "", "labs.clean", clean_options, command_clean, 0, 0, TRAIT_WORDS},
    {"settings", "[NAME [VALUE]]", "labs.settings", settings_options, command_settings, 0,
     2, TRAIT_JSON | TRAIT_WORDS},
    {"doctor", "", "labs.doctor", NULL, command_doctor, 0, 0, TRAIT_JSON | TRAIT_WORDS},
    {0},
};

static const struct program program = {
    .name = "labs",
    .tagline = "labs.tagline",
    .description = "labs.description",
    .examples = "labs.examples",
    .commands = commands,
    .interactive = "menu",
};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
