/* A control group of its own, and the namespace that makes it look like the top.
 *
 * The group comes before the namespace, whose root is the group that its maker is in at
 * that moment. Groups are folders of the host, so they are made from outside; they are
 * removed when the container has ended. cgroup_namespaces(7).
 */
#include <sched.h>
#include <string.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    for (size_t i = 0; *s->groups[i].path; i++) {
        row[n++] = (struct operation){.kind = OPERATION_MKDIR,
                                      .target = s->groups[i].path,
                                      .number = 0755,
                                      .outside = true};
        row[n++] = (struct operation){.kind = OPERATION_ENTER_CGROUP,
                                      .target = s->groups[i].processes,
                                      .outside = true};
    }
    row[n++] = (struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWCGROUP};
    return n;
}

static size_t remove_groups(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    for (size_t i = 0; *s->groups[i].path; i++)
        row[n++] = (struct operation){
            .kind = OPERATION_RMDIR, .target = s->groups[i].path, .outside = true};
    return n;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_fact(&record->after, FACT_CGROUP, text);
}

const struct step_type cgroupns_step = {
    .name = "cgroupns",
    .layer = LAYER_CGROUP_NAMESPACE,
    .title = "a control group of its own, seen as the top",
    .why = "A control group is a folder: who is in it is written into its cgroup.procs, "
           "and its limits hold for all in it together. The namespace makes this group "
           "look like /, so that the host's tree above is out of sight.",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_CGROUP, FACT_NS_CGROUP},
    .fact_count = 2,
    .takes_away = true,
    .undo_why = "The process has no rights in the namespace that it came from.",
    .remove = remove_groups,
    .attacker = "Use as much as it likes: the group has no limit yet.",
    .stops = "group-path group-limits",
    .attack = "memory-bomb fork-bomb",
    .question = "Inside, in the new cgroup namespace: which path does /proc/self/cgroup "
                "show for its own group?",
    .explain = "The group that one was in when the namespace was made is its root.",
    .answer = answer,
};
