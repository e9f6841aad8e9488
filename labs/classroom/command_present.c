/* labs present: a lab or an exercise, for a projector.
 *
 * A lab is its own program's show: what stands after `present` is its command line, and
 * the program presents because $RING3_PRESENT is set (labs/kit/presenter.h).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/classroom/commands.h"
#include "labs/classroom/slides.h"
#include "labs/commands.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/program.h"
#include "labs/needs.h"

static bool is_program(const char *word)
{
    for (const struct lab_area *area = lab_areas; area->folder; area++)
        if (area->program && !strcmp(area->program, word))
            return true;
    return false;
}

static _Noreturn void become(char **argv)
{
    needs_use_our_programs();
    execvp(argv[0], argv);
    die(STATUS_HOST, "%s cannot be started: %s", argv[0], strerror(errno));
}

/* The options that labs itself was given go on to the program. */
static _Noreturn void present_lab(int argc, char **argv)
{
    cleanup_free char **longer = xcalloc((size_t)argc + 8, sizeof *longer);
    int count = 0;
    for (int i = 0; i < argc; i++)
        longer[count++] = argv[i];
    if (common_options.cast) {
        longer[count++] = xstrdup("--cast");
        longer[count++] = xstrdup(common_options.cast);
    }
    if (common_options.plain)
        longer[count++] = xstrdup("--plain");
    if (common_options.theme) {
        longer[count++] = xstrdup("--theme");
        longer[count++] = xstrdup(common_options.theme);
    }
    become(longer);
}

static int present_exercise(const struct exercise *exercise)
{
    struct error error;
    struct slides *slides = slides_of(exercise);
    int status = player_run(slides_show(slides), &(struct player_start){0}, &error);
    if (status < 0)
        die_error(&error);
    slides_free(slides);
    return status;
}

int command_present(int argc, char **argv)
{
    struct session session;
    setenv("RING3_PRESENT", "1", 1);
    if (is_program(argv[0]))
        present_lab(argc, argv);
    if (argc > 1)
        die(STATUS_REQUEST,
            "one exercise, or the command line of a lab (as in: labs present vmsim play "
            "belady)");
    session_open_or_die(&session);
    int status = present_exercise(session_chosen_or_die(&session, argc, argv));
    session_close_or_warn(&session);
    return status;
}
