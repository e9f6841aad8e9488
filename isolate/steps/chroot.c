/* chroot, and the way out of it.
 *
 * Before pivot_root, to show why chroot alone is no wall: it changes what "/" means to
 * this process, and nothing else. Whoever has a folder outside open, or stands in one,
 * is outside. Here the way out is really taken, and pivot_root then does it right; when
 * the step pivot is left out, the process stays in its chroot. chroot(2).
 */
#include "isolate/steps/steps.h"

enum { OUTSIDE = 8 };

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    bool escapes = setting_wants(s, "pivot");
    if (escapes)
        row[n++] =
            (struct operation){.kind = OPERATION_OPEN, .target = "/", .number = OUTSIDE};
    row[n++] = (struct operation){.kind = OPERATION_CHROOT, .target = "/tmp"};
    row[n++] = (struct operation){.kind = OPERATION_CHDIR, .target = "/"};
    row[n++] = (struct operation){.kind = OPERATION_LOOK, .target = "/"};
    if (!escapes)
        return n;
    row[n++] = (struct operation){.kind = OPERATION_FCHDIR, .number = OUTSIDE};
    row[n++] = (struct operation){.kind = OPERATION_CHROOT, .target = "."};
    row[n++] = (struct operation){.kind = OPERATION_LOOK, .target = "/"};
    row[n++] = (struct operation){.kind = OPERATION_CLOSE, .number = OUTSIDE};
    return n;
}

static size_t undo(const struct setting *s, struct operation *row)
{
    (void)row;
    return setting_wants(s, "pivot") ? 0 : NO_WAY_BACK;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(record->row_count > 5, text);
}

const struct step_type chroot_step = {
    .name = "chroot",
    .layer = LAYER_NONE,
    .title = "chroot, and the escape from it",
    .why = "chroot moves only the name /: no mount changes, and no open folder. A "
           "process that keeps one of outside goes there (fchdir) and makes it its root "
           "again (chroot needs a capability, and root in here has it). Both were just "
           "done; look at the two listings of /.",
    .needs = "files",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_ROOT, FACT_MOUNTS},
    .fact_count = 2,
    .undo = undo,
    .undo_why = "The escape has undone it already.",
    .attacker = "Walk out, as shown: chroot is no wall against root.",
    .attack = "chroot-escape",
    .question = "A process calls chroot, but keeps a folder of the old root open. It has "
                "the capability CAP_SYS_CHROOT. Can it get out? (yes or no)",
    .explain = "fchdir to the open folder, then chroot(\".\"): it is out.",
    .answer = answer,
};
