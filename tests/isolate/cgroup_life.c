/* A group from its making to its removal, on this host's own hierarchies: found again,
 * changed, entered, left behind by a maker that dies. As root; groups of its own only. */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/files.h"
#include "isolate/cgroup/layout.h"
#include "isolate/cgroup/stats.h"
#include "labs/kit/cleanup.h"
#include "tests/tap.h"

static char name[64];
static struct error error;

static struct cgroup_wish wish_of(int64_t pids)
{
    return (struct cgroup_wish){.name = name, .pids = pids, .freezer = true};
}

static pid_t start_sleeper(const struct cgroup *group)
{
    pid_t child = fork();
    if (child == 0) {
        if (cgroup_enter_self(group, true) == 0)
            for (;;)
                pause();
        _exit(1);
    }
    return child;
}

static void count_name(const char *found, void *context)
{
    *(int *)context += !strcmp(found, name);
}

static int times_found(void)
{
    int count = 0;
    cgroup_each_name("isolate-test-", count_name, &count, &error);
    return count;
}

static void wait_for_processes(const struct cgroup *group)
{
    for (int i = 0; i < 400 && !cgroup_is_populated(group); i++)
        tap_pause();
}

static void test_life(void)
{
    struct cgroup group, again;
    struct cgroup_wish wish = wish_of(7);
    is_int(cgroup_create(&wish, &group, &error), 0, "a group is made");
    is_int((long long)group.gap_count, 0, "all that was asked holds");
    ok(times_found() >= 1, "it is found by its name");
    ok(!cgroup_is_populated(&group), "nobody is in it");
    ok(!cgroup_is_abandoned(&group), "its maker lives");
    is_int(cgroup_create(&wish, &again, &error), -1, "the name is taken");
    contains(error.message, "exists", "and that is said");
    ok(times_found() >= 1, "the first one is still there");

    pid_t child = start_sleeper(&group), *pids;
    wait_for_processes(&group);
    is_int(cgroup_processes(&group, &pids, &error), 1, "one process is in it");
    is_int(pids ? pids[0] : 0, child, "the one that entered");
    free(pids);

    is_int(cgroup_freeze(&group, 5, &error), 0, "it is frozen");
    ok(cgroup_is_frozen(&group), "and says so");
    is_int(cgroup_thaw(&group, &error), 0, "thawed");
    ok(!cgroup_is_frozen(&group), "and says so");
    is_int(cgroup_kill(&group, &error), 0, "killed");
    int status = 0;
    waitpid(child, &status, 0);
    ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "the process is dead");
    is_int(cgroup_remove(&group, &error), 0, "removed");
    is_int(times_found(), 0, "nothing is found any more");
    is_int(cgroup_remove(&group, &error), 0, "removing it twice does no harm");
}

static uint64_t pids_limit(const struct cgroup *group)
{
    struct cgroup_stats stats;
    cgroup_stats(group, &stats);
    return stats.known[CGROUP_PIDS_LIMIT] ? stats.value[CGROUP_PIDS_LIMIT] : 0;
}

static void test_update(void)
{
    struct cgroup group;
    struct cgroup_wish wish = wish_of(7);
    cgroup_create(&wish, &group, &error);
    is_int((long long)pids_limit(&group), 7, "the limit of pids");
    is_int(cgroup_update(&group, &(struct cgroup_wish){.pids = 9}, &error), 0, "another");
    is_int((long long)pids_limit(&group), 9, "is there");
    is_int(cgroup_update(&group, &(struct cgroup_wish){.pids = CGROUP_MAX}, &error), 0,
           "none");
    ok(pids_limit(&group) == CGROUP_UNLIMITED, "is none");
    is_int(cgroup_update(&group, &(struct cgroup_wish){.cpus = "0"}, &error), -1,
           "a controller that it was not started with");
    contains(error.message, "cpuset: the container was started without", "is named");
    cgroup_remove(&group, &error);
}

/* v1 wants memory and swap raised and lowered in different orders. */
static void test_memory_pair(void)
{
    struct cgroup group;
    enum { MEBIBYTE = 1 << 20 };
    struct cgroup_wish wish = {
        .name = name, .memory = 64 * MEBIBYTE, .memory_swap = 64 * MEBIBYTE};
    if (cgroup_create(&wish, &group, &error) < 0 || group.gap_count) {
        skip("memory and swap", group.gap_count ? group.gaps[0].reason : error.message);
    } else {
        wish.memory = wish.memory_swap = 256 * MEBIBYTE;
        is_int(cgroup_update(&group, &wish, &error), 0, "memory and swap are raised");
        wish.memory = wish.memory_swap = 32 * MEBIBYTE;
        is_int(cgroup_update(&group, &wish, &error), 0, "and lowered");
        struct cgroup_stats stats;
        cgroup_stats(&group, &stats);
        is_int((long long)stats.value[CGROUP_MEMORY_LIMIT], 32 * MEBIBYTE, "as asked");
    }
    cgroup_remove(&group, &error);
}

static void test_text(void)
{
    struct cgroup group, again;
    struct cgroup_wish wish = wish_of(7);
    cgroup_create(&wish, &group, &error);
    cleanup_free char *text = cgroup_text(&group);
    is_int(cgroup_open_text(text, &again, &error), 0, "a group is opened from its text");
    cleanup_free char *second = cgroup_text(&again);
    is_string(second, text, "and is the same");
    cgroup_close(&again);
    is_int(cgroup_open(&wish, &again, &error), 0, "and from its name");
    is_int((long long)again.folder_count, (long long)group.folder_count, "all of it");
    cgroup_close(&again);
    cgroup_remove(&group, &error);
    is_int(cgroup_open_text(text, &again, &error), 0, "text of a group that is gone");
    is_int((long long)again.folder_count, 0, "opens none");
    is_int(cgroup_open(&wish, &again, &error), -1, "a name that is gone");
    static const char *const bad[] = {"v3 pids /x", "hello", "v1 pids", "v1 pids x",
                                      "x2 pids /x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        is_int(cgroup_open_text(bad[i], &again, &error), -1, bad[i]);
}

/* The maker dies without a word, as after kill -9. */
static void test_abandoned(void)
{
    struct cgroup group;
    struct cgroup_wish wish = wish_of(7);
    int ready[2], release[2];
    char byte;
    if (pipe(ready) < 0 || pipe(release) < 0)
        return;
    pid_t maker = fork();
    if (maker == 0) {
        close(release[1]);
        if (cgroup_create(&wish, &group, &error) == 0 && write(ready[1], "x", 1) == 1 &&
            read(release[0], &byte, 1) == 0)
            raise(SIGKILL);
        _exit(1);
    }
    close(release[0]);
    ok(read(ready[0], &byte, 1) == 1, "somebody makes a group");
    is_int(cgroup_open(&wish, &group, &error), 0, "another finds it");
    ok(!cgroup_is_abandoned(&group), "it is not abandoned while its maker lives");
    close(release[1]);
    waitpid(maker, NULL, 0);
    ok(cgroup_is_abandoned(&group), "but when he was killed");
    is_int(cgroup_remove(&group, &error), 0, "and can be removed");
    close(ready[0]);
    close(ready[1]);
}

/* Groups of its own that a container has made go with it. */
static void test_nested(void)
{
    struct cgroup group;
    struct cgroup_wish wish = wish_of(7);
    cgroup_create(&wish, &group, &error);
    for (size_t i = 0; i < group.folder_count; i++) {
        mkdirat(group.folders[i].fd, "inner", 0755);
        mkdirat(group.folders[i].fd, "inner/most", 0755);
    }
    is_int(cgroup_remove(&group, &error), 0, "a group with groups in it is removed");
    is_int(times_found(), 0, "with all of them");
}

static void test_race(void)
{
    enum { RACERS = 8 };
    pid_t racers[RACERS];
    int winners = 0, gate[2];
    if (pipe(gate) < 0)
        return;
    for (int i = 0; i < RACERS; i++) {
        racers[i] = fork();
        if (racers[i] == 0) {
            char byte;
            struct cgroup group;
            struct cgroup_wish wish = wish_of(7);
            close(gate[1]);
            (void)!read(gate[0], &byte, 1);
            _exit(cgroup_create(&wish, &group, &error) == 0 ? 7 : 0);
        }
    }
    close(gate[0]);
    close(gate[1]);
    for (int i = 0; i < RACERS; i++) {
        int status;
        waitpid(racers[i], &status, 0);
        winners += WEXITSTATUS(status) == 7;
    }
    is_int(winners, 1, "eight make a group of the same name: one has it");
    struct cgroup group;
    struct cgroup_wish wish = wish_of(7);
    cgroup_open(&wish, &group, &error);
    is_int(cgroup_remove(&group, &error), 0, "it is whole, and can be removed");
    is_int(times_found(), 0, "the losers have left nothing");
}

int main(void)
{
    snprintf(name, sizeof name, "isolate-test-%d", (int)getpid());
    struct cgroup group;
    struct cgroup_wish wish = wish_of(7);
    if (cgroup_create(&wish, &group, &error) < 0 || group.gap_count) {
        char reason[ERROR_MAX + 64];
        snprintf(reason, sizeof reason, "no control group can be made: %s",
                 group.gap_count ? group.gaps[0].reason : error.message);
        cgroup_remove(&group, NULL);
        skip_all(reason);
    }
    cgroup_remove(&group, &error);
    test_life();
    test_update();
    test_memory_pair();
    test_text();
    test_abandoned();
    test_nested();
    test_race();
    return done_testing();
}
