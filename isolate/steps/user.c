/* The user namespace: root in here, an ordinary user out there.
 *
 * It comes before all other namespaces, because creating those needs the
 * capability CAP_SYS_ADMIN, and in a new user namespace the process has it. The
 * maps can be written once each. user_namespaces(7).
 *
 * Who may write a map: root of the host any; an ordinary user only his own id, after
 * setgroups is denied; and newuidmap, which is set-user-id root, the ranges that
 * /etc/subuid lends to a user.
 */
#include <sched.h>
#include <stdio.h>

#include "isolate/host/host.h"
#include "isolate/steps/steps.h"

static int check(const struct setting *s, struct error *error)
{
    (void)s;
    return host_require(HOST_USER_NAMESPACES, error);
}

/* While root may still read every folder, it takes the program along. */
static size_t rows_of_root(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    row[n++] = (struct operation){
        .kind = OPERATION_OPEN_TREE, .source = s->guest, .slot = GUEST_SLOT};
    row[n++] = (struct operation){
        .kind = OPERATION_SETATTR, .source = s->guest, .slot = GUEST_SLOT};
    row[n++] = (struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWUSER};
    row[n++] = (struct operation){
        .kind = OPERATION_MAP, .source = "uid_map", .text = s->uid_map, .outside = true};
    row[n++] = (struct operation){
        .kind = OPERATION_MAP, .source = "gid_map", .text = s->gid_map, .outside = true};
    row[n++] = (struct operation){.kind = OPERATION_SETGROUPS};
    row[n++] = (struct operation){.kind = OPERATION_SETGID, .number = 0};
    row[n++] = (struct operation){.kind = OPERATION_SETUID, .number = 0};
    /* A process that changes its id is closed to writes into its /proc files; the time
     * namespace will need one. */
    row[n++] = (struct operation){.kind = OPERATION_DUMPABLE};
    return n;
}

static size_t rows_with_helpers(const struct setting *s, struct operation *row)
{
    row[0] = (struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWUSER};
    row[1] = (struct operation){.kind = OPERATION_NEWIDMAP,
                                .source = "newuidmap",
                                .text = s->uid_map,
                                .outside = true};
    row[2] = (struct operation){.kind = OPERATION_NEWIDMAP,
                                .source = "newgidmap",
                                .text = s->gid_map,
                                .outside = true};
    return 3;
}

static size_t rows(const struct setting *s, struct operation *row)
{
    if (s->real_root && s->range)
        return rows_of_root(s, row);
    if (s->helpers)
        return rows_with_helpers(s, row);
    row[0] = (struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWUSER};
    row[1] = (struct operation){
        .kind = OPERATION_WRITE, .target = "/proc/self/setgroups", .text = "deny"};
    row[2] = (struct operation){
        .kind = OPERATION_WRITE, .target = "/proc/self/uid_map", .text = s->uid_map};
    row[3] = (struct operation){
        .kind = OPERATION_WRITE, .target = "/proc/self/gid_map", .text = s->gid_map};
    return 4;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    unsigned uid = 0;
    (void)host;
    sscanf(record->after.facts[FACT_ID], "%u", &uid);
    snprintf(text, FACT_MAX, "%u", uid);
}

const struct step_type user_step = {
    .name = "user",
    .layer = LAYER_USER,
    .title = "user namespace and id map",
    .why = "In here uid 0 is what uid_map says: an ordinary id out there. The process "
           "gets every capability, but only over what belongs to this namespace. It "
           "comes first, because the next namespaces ask for such a capability. An "
           "ordinary user may map his own id; ranges need root or newuidmap.",
    .check = check,
    .rows = rows,
    .facts = {FACT_ID, FACT_UID_MAP, FACT_CAPS, FACT_NS_USER, FACT_SETGROUPS},
    .fact_count = 5,
    .undo_why = "The process has no rights in the namespace that it came from.",
    .attacker = "Read what everybody may read, signal no one else's process.",
    .stops = "core-pattern drop-caches",
    .attack = "see-host-process",
    .question = "The process makes a user namespace and maps an id of the host to 0 in "
                "there. Which uid does it have then?",
    .explain = "uid_map says: 0 in here is that id out there.",
    .answer = answer,
};
