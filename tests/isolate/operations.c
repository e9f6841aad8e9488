/* Rows as words, requests as rows: the parts of isolate that need no namespace. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/play/elf_static.h"
#include "isolate/play/observe.h"
#include "isolate/runtime/wish.h"
#include "labs/kit/cleanup.h"
#include "tests/tap.h"

static void words(struct operation row, const char *call, const char *shell)
{
    char buffer[512];
    is_string(operation_call(&row, buffer, sizeof buffer), call, call);
    is_string(operation_shell(&row, buffer, sizeof buffer), shell, shell);
}

static void test_words(void)
{
    words((struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWUTS},
          "unshare(CLONE_NEWUTS)", "exec unshare --uts sh");
    words(
        (struct operation){
            .kind = OPERATION_MOUNT, .target = "/", .flags = MS_REC | MS_PRIVATE},
        "mount(NULL, \"/\", NULL, MS_REC | MS_PRIVATE, NULL)", "mount --make-rprivate /");
    words((struct operation){.kind = OPERATION_MOUNT,
                             .source = "proc",
                             .target = "/proc",
                             .type = "proc",
                             .flags = MS_NOSUID | MS_RDONLY},
          "mount(\"proc\", \"/proc\", \"proc\", MS_RDONLY | MS_NOSUID, NULL)",
          "mount -t proc -o ro,nosuid proc /proc");
    words((struct operation){.kind = OPERATION_MOUNT,
                             .source = "/a",
                             .target = "/b",
                             .flags = MS_BIND | MS_REC},
          "mount(\"/a\", \"/b\", NULL, MS_BIND | MS_REC, NULL)", "mount -o rbind /a /b");
    words((struct operation){.kind = OPERATION_WRITE, .target = "/f", .text = "0 1 1"},
          "write(open(\"/f\", O_WRONLY), \"0 1 1\", 5)", "echo '0 1 1' > /f");
    words((struct operation){.kind = OPERATION_MKDIR, .target = "/d", .number = 0755},
          "mkdir(\"/d\", 0755)", "mkdir -m 755 /d");
}

/* Every kind has both texts, and none overruns a small buffer. */
static void test_every_kind(void)
{
    bool all = true;
    for (int kind = 0; kind < OPERATION_COUNT; kind++) {
        struct operation row = {
            (enum operation_kind)kind, "source", "target", "type", "text", .slot = -1};
        char call[400] = "", shell[400] = "", tiny[9] = "12345678";
        operation_call(&row, call, sizeof call);
        operation_shell(&row, shell, sizeof shell);
        operation_call(&row, tiny, sizeof tiny - 1);
        operation_shell(&row, tiny, sizeof tiny - 1);
        all = all && *call && *shell && !tiny[8];
    }
    ok(all, "every kind of operation has a call and a shell line");
}

static void test_outcomes(void)
{
    char text[80];
    struct workplace workplace;
    struct outcome outcome;
    struct error error;
    workplace_init(&workplace);
    struct operation rows[] = {
        {.kind = OPERATION_CHDIR, .target = "/no/such/folder", .may_fail = true},
        {.kind = OPERATION_CHDIR, .target = "/no/such/other"}};
    is_int(operation_run(&rows[0], &workplace, &outcome), -1, "a failure is a failure");
    is_string(outcome_text(&rows[0], &outcome, text, sizeof text),
              "= -1 ENOENT (No such file or directory)", "with the kernel's answer");
    is_int(operations_run(rows, 2, &workplace, &error), -1,
           "the table stops at a failure");
    contains(error.message, "chdir(\"/no/such/other\"): No such file",
             "which is the first that may not fail");
    is_string(outcome_text(&rows[0], &(struct outcome){3, 0, 0}, text, sizeof text),
              "= 3", "a result");
    is_string(outcome_text(&(struct operation){.kind = OPERATION_COMMAND},
                           &(struct outcome){3, 0, 0}, text, sizeof text),
              "exit status 3", "a command does not return");
    char path[64];
    snprintf(path, sizeof path, "/tmp/ring3-create-%d", (int)getpid());
    struct operation create = {.kind = OPERATION_CREATE, .target = path};
    ok(operation_run(&create, &workplace, &outcome) == 0 && access(path, F_OK) == 0,
       "a file to mount on");
    ok(operation_run(&create, &workplace, &outcome) < 0 && outcome.error == EEXIST,
       "which must be new");
    create.if_there = true;
    is_int(operations_run(&create, 1, &workplace, &error), -1,
           "if_there passes over nothing but what is not there");
    unlink(path);
}

static void parse(const char *request, bool good)
{
    struct mount_wish wish;
    struct error error;
    char *text = xstrdup(request);
    ok((mount_wish_parse(MOUNT_BIND, text, &wish, &error) == 0) == good, request);
    free(text);
}

static void test_parse(void)
{
    parse("/a:/b", true);
    parse("a:/b/c/", true);
    static const char *const bad[] = {"",        ":",       "a",    "a:",        ":b",
                                      "a:b",     "a:/",     "a://", "a:/b/../c", "a:/..",
                                      "a:/b//c", "a:/b/..", NULL};
    for (size_t i = 0; bad[i]; i++)
        parse(bad[i], false);
}

/* Whatever is typed, a target that is accepted stays below the root. */
static void test_parse_fuzz(void)
{
    static const char letters[] = "/.:ab";
    unsigned seed = 1, accepted = 0;
    bool safe = true;
    for (int round = 0; round < 200000; round++) {
        char text[16], copy[16];
        size_t length = (seed = seed * 1103515245 + 12345) >> 16 & 15;
        for (size_t i = 0; i < length; i++)
            text[i] = letters[((seed = seed * 1103515245 + 12345) >> 16) % 5];
        text[length] = 0;
        memcpy(copy, text, sizeof copy);
        struct mount_wish wish;
        if (mount_wish_parse(MOUNT_BIND, text, &wish, NULL) < 0)
            continue;
        accepted++;
        size_t end = strlen(wish.target);
        safe = safe && wish.target[0] == '/' && end > 1 && wish.target[end - 1] != '/' &&
               !strstr(wish.target, "/../") && !strstr(wish.target, "//") &&
               strcmp(wish.target + end - (end < 3 ? end : 3), "/..") != 0;
        if (!safe) {
            printf("# %s\n", copy);
            break;
        }
    }
    ok(safe && accepted > 100, "no request leads out of the root");
}

static size_t kinds_in(const struct plan *plan, enum operation_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->build_count; i++)
        count += plan->build[i].kind == kind;
    return count;
}

static void test_plan(void)
{
    struct identity identity = {.uid = 1000, .gid = 1000, .count = 1};
    struct wish container = {.folder = "/", .hostname = "box", .read_only = true};
    struct plan plan;
    struct error error;
    is_int(plan_make(&container, &identity, &plan, &error), 0, "a plan for /");
    is_int(kinds_in(&plan, OPERATION_PIVOT_ROOT), 1, "one pivot_root");
    size_t pivot = 0, umount = 0, proc = 0, first_path = 0;
    bool etc_is_closed = false, home_is_cut = false, writes_before = false;
    for (size_t i = 0; i < plan.build_count; i++) {
        const struct operation *row = &plan.build[i];
        if (row->kind == OPERATION_PIVOT_ROOT)
            pivot = i;
        if (row->kind == OPERATION_UMOUNT)
            umount = i;
        if (row->kind == OPERATION_FSMOUNT && !strcmp(row->source, "proc"))
            proc = i;
        if (pivot && !first_path && row->target && *row->target == '/' &&
            strncmp(row->target, "/proc/", 6) != 0)
            first_path = i;
        if (pivot && !umount && row->kind == OPERATION_WRITE)
            writes_before = true;
    }
    for (size_t i = 0; i < plan.prepare_count; i++) {
        const struct operation *row = &plan.prepare[i];
        if (row->kind == OPERATION_SETATTR && !strcmp(row->source, "/etc"))
            etc_is_closed = row->flags & ATTRIBUTE_RDONLY;
        home_is_cut = home_is_cut || !strcmp(row->source, "/home");
    }
    ok(proc && proc < pivot && umount > pivot,
       "/proc is made first; pivot_root and then the end of the old root");
    ok(first_path > umount, "no path of DIR but its /proc is followed before");
    ok(!writes_before, "and nothing is written");
    ok(etc_is_closed, "/etc is read-only before it is attached");
    ok(!home_is_cut, "/home is not lent");
    plan_free(&plan);
    container.read_only = false;
    is_int(plan_make(&container, &identity, &plan, &error), -1, "/ must be read-only");
    plan_free(&plan);
}

static void test_observe(void)
{
    struct observation seen;
    char pid[32];
    int proc = open("/proc", O_PATH | O_DIRECTORY);
    observe(proc, &seen);
    close(proc);
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    is_string(seen.facts[FACT_PID], pid, "its own number");
    ok(atoi(seen.facts[FACT_PS]) > 0 && *seen.processes, "processes");
    ok(atoi(seen.facts[FACT_MOUNTS]) > 0, "mounts");
    ok(strlen(seen.facts[FACT_NS_USER]) > 5, "its user namespace");
}

int main(void)
{
    test_words();
    test_every_kind();
    test_outcomes();
    test_parse();
    test_parse_fuzz();
    test_plan();
    test_observe();
    ok(!elf_is_static("/proc/self/exe"), "this test needs a loader");
    ok(!elf_is_static("/etc/passwd") && !elf_is_static("/no/such"), "what is no program");
    return done_testing();
}
