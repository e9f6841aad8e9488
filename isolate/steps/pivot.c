/* pivot_root: the new root takes the place of the old one.
 *
 * After the mount namespace, or it would be the host's root that moves. With "."
 * for both arguments the old root ends up on top of the new one, and no folder is
 * needed for it; the lazy umount then takes it away with all that is below.
 * pivot_root(2), section "pivot_root(".", ".")".
 */
#include <stdio.h>
#include <string.h>

#include "isolate/host/host.h"
#include "isolate/steps/steps.h"

static int check(const struct setting *s, struct error *error)
{
    (void)s;
    return host_require(HOST_PIVOT_ROOT, error);
}

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_CHDIR, .target = "/tmp"};
    row[1] = (struct operation){.kind = OPERATION_PIVOT_ROOT};
    row[2] = (struct operation){.kind = OPERATION_UMOUNT, .target = "."};
    row[3] = (struct operation){.kind = OPERATION_CHDIR, .target = "/"};
    return 4;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    char names[FACT_MAX + 2];
    (void)host;
    snprintf(names, sizeof names, " %s ", record->after.facts[FACT_LS]);
    answer_yes_no(strstr(names, " home ") != NULL, text);
}

const struct step_type pivot_step = {
    .name = "pivot",
    .layer = LAYER_PIVOT,
    .title = "pivot_root, and the old root is gone",
    .why = "pivot_root swaps the mounts themselves: the new root takes the place of the "
           "old one, which can then be unmounted. There is no path left that leads to "
           "it, and no chroot to walk out of.",
    .needs = "files",
    .privileged = true,
    .check = check,
    .rows = rows,
    .facts = {FACT_ROOT, FACT_LS, FACT_MOUNTS},
    .fact_count = 3,
    .takes_away = true,
    .undo_why = "The old root was unmounted, and no path leads to it.",
    .attacker = "Read the host's /proc, open its devices, read its /sys.",
    .stops = "granted-chroot chroot-escape host-files",
    .attack = "see-host-process",
    .question = "After pivot_root and umount: is there a /home in sight? (yes or no)",
    .explain = "Only what was put into the new root is there.",
    .answer = answer,
};
