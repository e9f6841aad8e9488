/* isolate apply LAYER CMD…: what no program of the shell does.
 *
 * The builder shows a line of shell for each of its calls. For Landlock and for filters
 * Debian's tools have none, so here are the same operations as a program: it takes the
 * layer upon itself and becomes CMD.
 */
#include "isolate/play/apply.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "isolate/operations/operation.h"
#include "labs/kit/program.h"

static const char *answer;

const struct option_row apply_options[] = {
    {"answer", 0, OPTION_CHOICE, &answer, "HOW",
     "with notify: what the child that asks is told", NOTIFY_ANSWER_WORDS, 0, 0},
    {0},
};

static const struct {
    const char *word;
    enum operation_kind kind;
} layers[] = {
    {"landlock", OPERATION_LANDLOCK},
    {"filter", OPERATION_SMALL_FILTER},
    {"notify", OPERATION_NOTIFY},
    {"seccomp", OPERATION_FILTER},
};

static struct operation operation_named(const char *word)
{
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++)
        if (!strcmp(word, layers[i].word))
            return (struct operation){.kind = layers[i].kind,
                                      .number = notify_answer_named(answer)};
    die(STATUS_REQUEST, "apply: %s is none of landlock, filter, notify, seccomp", word);
}

/* The shell must have given up its privileges before: setpriv --no-new-privs. */
static void need_no_new_privileges(const char *word)
{
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
        die(STATUS_REQUEST,
            "apply %s: the kernel wants no_new_privs first: setpriv --no-new-privs "
            "isolate apply %s …",
            word, word);
}

int apply_command(int argc, char **argv)
{
    char output[OUTPUT_MAX] = "";
    struct workplace workplace;
    struct error error;
    (void)argc;
    struct operation operation = operation_named(argv[0]);
    need_no_new_privileges(argv[0]);
    workplace_init(&workplace);
    workplace.output = output;
    if (operations_run(&operation, 1, &workplace, &error) < 0)
        die_error(&error);
    fputs(output, stderr);
    execvp(argv[1], argv + 1);
    die(errno == ENOENT ? 127 : 126, "apply: %s: %s", argv[1], strerror(errno));
}
