/* group [LIMIT=VALUE…] -- CMD…: runs a command in a control group of its own, through
 * isolate/cgroup, and prints one JSON object: which limits do not hold, how it ended,
 * and every counter. For the tests of control groups, here and in the virtual machine.
 *
 *   group name=isolate-x memory=16777216 pids=5 cpu_quota=20000 -- sh -c '…'
 *
 * With `path=` in place of `name=` the group is that of OCI's cgroupsPath. `act=freeze`
 * freezes and thaws it once, `act=kill` kills it as soon as the command is there;
 * `act=keep` leaves the group, as a crash would; `insist=1` refuses gaps.
 */
#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/cgroup/stats.h"
#include "labs/kit/json.h"

struct clone_arguments { /* struct clone_args of linux/sched.h */
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls,
        set_tid, set_tid_size, cgroup;
};
#define INTO_CGROUP 0x200000000ull

static struct cgroup_wish wish;
static const char *act = "", *insist = "";
static struct cgroup_io_limit io_limit;
static const struct cgroup_device_rule rules[] = {
    {false, 'a', -1, -1, "rwm"}, {true, 'c', 1, 3, "rwm"}, {true, 'c', 1, 5, "r"}};
static struct cgroup_file unified;
static const char *unified_text = "", *devices = "", *write_bytes = "";

static const struct {
    const char *name;
    int64_t *number;
    const char **text;
} words[] = {
    {"name", NULL, &wish.name},
    {"path", NULL, &wish.path},
    {"memory", &wish.memory, NULL},
    {"swap", &wish.memory_swap, NULL},
    {"low", &wish.memory_reservation, NULL},
    {"pids", &wish.pids, NULL},
    {"cpu_quota", &wish.cpu_quota, NULL},
    {"cpu_weight", (int64_t *)&wish.cpu_weight, NULL},
    {"cpu_shares", (int64_t *)&wish.cpu_shares, NULL},
    {"io_weight", (int64_t *)&wish.io_weight, NULL},
    {"cpus", NULL, &wish.cpus},
    {"write_bytes", NULL, &write_bytes},
    {"unified", NULL, &unified_text},
    {"devices", NULL, &devices},
    {"act", NULL, &act},
    {"insist", NULL, &insist},
};

static int set_word(const char *word)
{
    size_t length = strcspn(word, "=");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].name) != length || strncmp(words[i].name, word, length) != 0)
            continue;
        if (words[i].text)
            *words[i].text = word + length + 1;
        else
            *words[i].number = strtoll(word + length + 1, NULL, 10);
        return 0;
    }
    if (!strcmp(word, "freezer"))
        wish.freezer = true;
    else if (!strcmp(word, "accounting"))
        wish.accounting = true;
    else if (!strcmp(word, "everywhere"))
        wish.everywhere = true;
    else
        return -1;
    return 0;
}

/* What the table cannot say: "8:0:1048576", "pids.max=7", "devices=1". */
static void set_lists(void)
{
    char *cut = strchr(unified_text, '=');
    if (cut) {
        *cut = 0;
        unified = (struct cgroup_file){unified_text, cut + 1};
        wish.unified = &unified;
        wish.unified_count = 1;
    }
    if (sscanf(write_bytes, "%u:%u:%" SCNu64, &io_limit.major, &io_limit.minor,
               &io_limit.value) == 3) {
        io_limit.kind = CGROUP_IO_WRITE_BYTES;
        wish.io = &io_limit;
        wish.io_count = 1;
    }
    if (*devices) {
        wish.device_rules = rules;
        wish.device_rule_count = sizeof rules / sizeof *rules;
    }
}

static pid_t start(const struct cgroup *group, char **argv)
{
    int into = cgroup_clone_fd(group);
    struct clone_arguments arguments = {.exit_signal = SIGCHLD};
    if (into >= 0) {
        arguments.flags = INTO_CGROUP;
        arguments.cgroup = (uint64_t)into;
    }
    pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (child != 0)
        return child;
    if (cgroup_enter_self(group, false) < 0 || unshare(CLONE_NEWCGROUP) < 0) {
        if (errno != EPERM) /* an ordinary user has no right to a namespace of its own */
            perror("group: enter");
    }
    execvp(argv[0], argv);
    perror(argv[0]);
    _exit(127);
}

static void print(const struct cgroup *group, int status)
{
    struct cgroup_stats stats;
    struct json json = json_begin(stdout);
    cgroup_stats(group, &stats);
    json_object(&json, NULL);
    json_integer(&json, "groups", (int64_t)group->folder_count);
    json_integer(&json, "status", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    json_integer(&json, "signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    for (int i = 0; i < CGROUP_COUNTER_COUNT; i++)
        if (stats.known[i] && stats.value[i] == CGROUP_UNLIMITED)
            json_string(&json, cgroup_counter_names[i], "unlimited");
        else if (stats.known[i])
            json_unsigned(&json, cgroup_counter_names[i], stats.value[i]);
    json_array(&json, "gaps");
    for (size_t i = 0; i < group->gap_count; i++) {
        json_object(&json, NULL);
        json_string(&json, group->gaps[i].limit, group->gaps[i].reason);
        json_close(&json);
    }
    json_end(&json);
    fflush(stdout);
}

static void freeze_once(const struct cgroup *group, struct error *error)
{
    if (cgroup_freeze(group, 5, error) < 0)
        die_error(error);
    printf("frozen %d\n", cgroup_is_frozen(group));
    if (cgroup_thaw(group, error) < 0)
        die_error(error);
}

/* Lets a fork bomb grow first: until there is more than one process. */
static void kill_all(const struct cgroup *group, struct error *error)
{
    pid_t *pids;
    for (int i = 0; i < 1000; i++) {
        long count = cgroup_processes(group, &pids, error);
        free(pids);
        if (count > 1)
            break;
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL); /* lint: allowed */
    }
    if (cgroup_kill(group, error) < 0)
        die_error(error);
}

int main(int argc, char **argv)
{
    struct cgroup group;
    struct error error;
    int at = 1, status = 0;
    error_program("group");
    for (; at < argc && strcmp(argv[at], "--") != 0; at++)
        if (set_word(argv[at]) < 0)
            die(STATUS_REQUEST, "%s is not understood", argv[at]);
    set_lists();
    if (at + 1 >= argc)
        die(STATUS_REQUEST, "a command is needed after --");
    if (cgroup_create(&wish, &group, &error) < 0 ||
        (*insist && cgroup_insist(&group, &error) < 0)) {
        cgroup_remove(&group, NULL);
        die_error(&error);
    }
    pid_t child = start(&group, argv + at + 1);
    if (child < 0)
        die(STATUS_HOST, "clone3: %s", strerror(errno));
    if (!strcmp(act, "freeze"))
        freeze_once(&group, &error);
    if (!strcmp(act, "kill"))
        kill_all(&group, &error);
    waitpid(child, &status, 0);
    print(&group, status);
    if (strcmp(act, "keep") != 0 && cgroup_remove(&group, &error) < 0)
        die_error(&error);
    return 0;
}
