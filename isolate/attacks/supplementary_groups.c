/* Groups are not ids of the user: they must be given up one by one. */
#include <grp.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_supplementary_groups = {
    .name = "supplementary-groups",
    .title = "groups of the starter",
    .group = GROUP_INHERITED,
    .tries =
        "Looks at its supplementary groups. Whoever starts containers is often in the "
        "group docker, disk or adm; a process that keeps the group keeps its files.",
    .source = "CVE-2022-2989 (podman), CVE-2018-7169 (shadow)",
    .stopped =
        "setgroups(0, NULL) before the user namespace takes the right to do so away.",
    .layers = STOPS(USER),
    .needs_image = true,
    .absent = "An ordinary user without further groups has none to hand on.",
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    (void)trap;
    if (geteuid() == 0 && setgroups(2, (const gid_t[]){4242, 4243}) < 0)
        return error_errno(error, STATUS_HOST, "setgroups");
    return 0;
}

static void attempt(struct attempt *attempt)
{
    gid_t groups[64];
    int count = getgroups(64, groups);
    attempt_blocked(attempt, "no group but the own");
    for (int i = 0; i < count; i++)
        if (groups[i] != getegid())
            attempt_open(attempt, "is in group %u too", groups[i]);
}
