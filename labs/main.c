/* labs: the menu, the exercises, progress. Everything that its screens do is also
 * a command.
 */
#include "labs/classroom/commands.h"
#include "labs/commands.h"
#include "labs/kit/program.h"

static const struct command commands[] = {
    {"menu", "", "open the menu", NULL, command_menu, 0, 0, TRAIT_SCREEN | TRAIT_WORDS},
    {"init", "[DIR]", "make a folder for your work, or add what it lacks", init_options,
     command_init, 0, 1, TRAIT_JSON},
    {"update", "", "add the exercises that are new; your answers stay as they are", NULL,
     command_update, 0, 0, TRAIT_JSON},
    {"list", "[WORD…]",
     "list the exercises, or those with all words, and where you stand", list_options,
     command_list, 0, -1, TRAIT_JSON | TRAIT_WORDS},
    {"next", "", "show what comes next", NULL, command_next, 0, 0,
     TRAIT_JSON | TRAIT_WORDS},
    {"show", "[EXERCISE]", "show the task of an exercise", NULL, command_show, 0, 1,
     TRAIT_JSON | TRAIT_WORDS},
    {"watch", "[EXERCISE]", "check whenever you save; hints and the rest by keys",
     watch_options, command_watch, 0, 1, TRAIT_JSON | TRAIT_WORDS | TRAIT_SCREEN},
    {"check", "[EXERCISE]", "check whether an exercise is solved", check_options,
     command_check, 0, 1, TRAIT_JSON | TRAIT_WORDS},
    {"hint", "[EXERCISE]", "show a hint; each time one more", hint_options, command_hint,
     0, 1, TRAIT_JSON | TRAIT_WORDS},
    {"explain", "[EXERCISE]", "read the note that an exercise stands on", NULL,
     command_explain, 0, 1, TRAIT_JSON | TRAIT_WORDS},
    {"solution", "[EXERCISE]", "show our solution beside yours, once it is solved",
     solution_options, command_solution, 0, 1, TRAIT_JSON | TRAIT_WORDS},
    {"reset", "EXERCISE", "put an exercise back to its start, with new questions",
     reset_options, command_reset, 1, 1, 0},
    {"new", "AREA NAME", "for authors: make an exercise to start from", new_options,
     command_new, 2, 2, 0},
    {"verify", "[EXERCISE|AREA…]",
     "for authors: prove that exercises keep their promises", verify_options,
     command_verify, 0, -1, TRAIT_JSON},
    {"notes", "[NAME]", "read the notes that the labs stand on", NULL, command_notes, 0,
     1, TRAIT_JSON | TRAIT_WORDS},
    {"export", "[FILE]", "write your progress as lines of JSON, to take it elsewhere",
     NULL, command_export, 0, 1, 0},
    {"import", "FILE", "add the progress that export wrote; - is stdin", NULL,
     command_import, 1, 1, TRAIT_JSON},
    {"course", "[FILE]",
     "take a course: its exercises, in its order, and where you stand", course_options,
     command_course, 0, 1, TRAIT_JSON},
    {"receipt", "", "write what you did as a small signed text", receipt_options,
     command_receipt, 0, 0, 0},
    {"grade", "DIR|ARCHIVE…", "for instructors: check what students handed in",
     grade_options, command_grade, 1, -1, TRAIT_JSON},
    {"verify-receipt", "FILE…", "for instructors: is a receipt as it was signed?",
     verify_receipt_options, command_verify_receipt, 1, -1, TRAIT_JSON},
    {"stats", "FILE…", "for instructors: a class in numbers, from its exports",
     stats_options, command_stats, 1, -1, TRAIT_JSON},
    {"gradescope-package", "", "for instructors: an autograder to upload",
     gradescope_package_options, command_gradescope_package, 0, 0, 0},
    {"present", "EXERCISE|LAB…",
     "for a projector: few words, one key, answers hidden until asked for", NULL,
     command_present, 1, -1, TRAIT_RUNS_COMMAND | TRAIT_CAST | TRAIT_SCREEN},
    {"notes-for", "", "in a second terminal: the speaker's notes on what is presented",
     NULL, command_notes_for, 0, 0, TRAIT_SCREEN},
    {"clean", "", "remove all that ring3 has written here, after showing it",
     clean_options, command_clean, 0, 0, 0},
    {"settings", "[NAME [VALUE]]", "show what is set, or set it: theme, language, editor",
     settings_options, command_settings, 0, 2, TRAIT_JSON},
    {"doctor", "", "say what this machine offers, and how to get what it lacks", NULL,
     command_doctor, 0, 0, TRAIT_JSON | TRAIT_WORDS},
    {0},
};

static const struct program program = {
    .name = "labs",
    .tagline = "the menu, the exercises, your progress",
    .description =
        "labs is the door of ring3. Its menu starts the four programs (vmsim, threads, "
        "isolate, sqlite-demo), shows the exercises and the notes, and says what this "
        "machine offers.\n\n"
        "An exercise is a small task with a check. The check looks at what your program "
        "does, or at what your answers say, and tells you what it saw. Failing is the "
        "normal case.\n\n"
        "EXERCISE is a name such as vm/01-which-page-leaves; its beginning is enough: "
        "vm/01. Without one, check, hint and show take the exercise of the folder that "
        "you are in, or else what comes next.\n\n"
        "check ends with 0 when the exercise is passed, 1 when it is not, 3 when this "
        "machine cannot decide it, and 4 when the check met its limits.",
    .examples = "  labs init               # a folder for your work\n"
                "  labs next               # the first task\n"
                "  labs check vm/01        # is it solved?\n"
                "  labs hint               # a hint for it\n"
                "  labs doctor             # what this machine offers",
    .commands = commands,
    .interactive = "menu",
};

int main(int argc, char **argv)
{
    return program_main(&program, argc, argv);
}
