/* The builder on the real kernel: each step back, by its own rows or by a new container,
 * brings back the same facts; each step can be left out; nothing stays after kill -9. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/network/nft.h"
#include "isolate/play/builder.h"
#include "isolate/play/setting.h"
#include "labs/kit/cleanup.h"
#include "tests/tap.h"

static struct setting setting;

/* These change by themselves, or are numbers that are never given twice. */
static bool is_restless(int fact, bool rebuilt)
{
    static const int always[] = {FACT_PS,   FACT_ZOMBIES, FACT_IPC, FACT_MEMORY,
                                 FACT_PIDS, FACT_CPU,     FACT_IO,  FACT_UPTIME};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        if (fact == always[i])
            return true;
    return rebuilt && (fact <= FACT_NS_TIME || fact == FACT_PID || fact == FACT_KEYRING);
}

/* Of the host's own network and mounts: others work on them meanwhile. */
static bool is_of_the_host(const struct observation *o, int fact)
{
    char ours[64] = "";
    ssize_t length = readlink("/proc/self/ns/net", ours, sizeof ours - 1);
    if (fact == FACT_MOUNTS)
        return strncmp(o->facts[FACT_ROOT], "tmpfs", 5) != 0;
    return (fact == FACT_LINKS || fact == FACT_ROUTE) && length > 0 &&
           strstr(ours, o->facts[FACT_NS_NET]);
}

static bool same_facts(const struct observation *a, const struct observation *b,
                       bool rebuilt)
{
    bool same = true;
    for (int fact = 0; fact < FACT_COUNT; fact++)
        if (!is_restless(fact, rebuilt) && !is_of_the_host(a, fact) &&
            strcmp(a->facts[fact], b->facts[fact]) != 0) {
            same = false;
            printf("# %s: %s, before: %s\n", fact_names[fact], b->facts[fact],
                   a->facts[fact]);
        }
    return same;
}

/* These only take time here: 0.3 s of a busy loop, a kill for want of memory, a cable. */
static const char *const slow[] = {"cpu", "memory", "veth"};
enum { SLOW = sizeof slow / sizeof slow[0] };

static void test_step_back(struct builder *builder, size_t i)
{
    static struct observation before;
    struct error error = {0};
    const char *name = builder_type(builder, i)->name;
    builder_look(builder, &error);
    before = *builder_now(builder);
    if (builder_reach(builder, i, &error) < 0 || builder_skipped(builder, i)) {
        skip(name,
             builder_skipped(builder, i) ? builder_skipped(builder, i) : error.message);
        return;
    }
    ok(builder_back(builder, i - 1, &error) == 0, name);
    builder_look(builder, &error);
    ok(same_facts(&before, builder_now(builder), builder->rebuilt),
       builder->rebuilt ? "rebuilt: the same facts" : "really undone: the same facts");
    struct operation rows[STEP_ROWS_MAX];
    const struct step_type *type = builder_type(builder, i);
    bool real = type->undo && type->undo(builder_setting(builder), rows) != NO_WAY_BACK;
    ok(real != builder->rebuilt, "in the way that it says");
    ok(builder_reach(builder, i, &error) == 0 && !builder_skipped(builder, i),
       "and it can be made again");
}

/* Each step from `first` to `until` and back, in a container without some others. */
static void test_back(const char *first, const char *until, const char *const *without,
                      size_t count)
{
    struct sequence sequence;
    struct builder builder;
    struct error error = {0};
    bool begun = false;
    sequence_make(until, without, count, &sequence, &error);
    builder_start(&builder, &setting, &sequence, &error);
    for (size_t i = 0; i < sequence.count; i++) {
        begun = begun || !strcmp(builder_type(&builder, i)->name, first);
        if (begun)
            test_step_back(&builder, i);
        else
            builder_reach(&builder, i, &error);
    }
    builder_stop(&builder);
}

static void test_without(void)
{
    for (size_t i = 1; i < step_count(); i++) {
        struct sequence sequence;
        struct builder builder;
        struct error error = {0};
        const char *words[SLOW + 1] = {slow[0], slow[1], slow[2], step_types[i]->name};
        char failed[SKIPPED_MAX] = "";
        sequence_make(NULL, words, SLOW + 1, &sequence, &error);
        builder_start(&builder, &setting, &sequence, &error);
        for (size_t j = 0; j < sequence.count; j++) {
            builder_reach(&builder, j, &error);
            const char *skipped = builder_skipped(&builder, j);
            /* A call's name in the reason: something failed that was tried. */
            if (skipped && strchr(skipped, '(') && strstr(skipped, "): "))
                snprintf(failed, sizeof failed, "%s: %s", builder_type(&builder, j)->name,
                         skipped);
        }
        is_string(failed, "", step_types[i]->name);
        builder_stop(&builder);
    }
}

static bool folder_has(const char *path, const char *word)
{
    const struct dirent *entry;
    bool found = false;
    DIR *folder = opendir(path);
    while (folder && (entry = readdir(folder)))
        found = found || strstr(entry->d_name, word);
    if (folder)
        closedir(folder);
    return found;
}

static bool is_clean(void)
{
    bool found = folder_has("/sys/class/net", setting.bridge) ||
                 folder_has("/sys/class/net", setting.cable);
    found =
        found || (*setting.list_rules && network_rules(setting.list_rules, NULL) == 0);
    for (size_t i = 0; *setting.groups[i].path; i++)
        found = found || access(setting.groups[i].path, F_OK) == 0;
    return !found;
}

/* The pipe ends when neither the builder nor its container holds it any more. */
static void test_killed_at(size_t last)
{
    int ends[2];
    char byte;
    if (pipe(ends) < 0)
        return;
    pid_t child = fork();
    if (child == 0) {
        struct sequence sequence;
        struct builder builder;
        struct error error;
        sequence_make(step_types[last]->name, slow, last > 28, &sequence, &error);
        builder_start(&builder, &setting, &sequence, &error);
        for (size_t i = 0; i < sequence.count; i++)
            builder_reach(&builder, i, &error);
        if (write(ends[1], "x", 1) == 1)
            pause();
        _exit(0);
    }
    close(ends[1]);
    ok(read(ends[0], &byte, 1) == 1, step_types[last]->name);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    ok(read(ends[0], &byte, 1) == 0, "kill -9 here leaves no process");
    close(ends[0]);
    bool clean = false;
    for (int i = 0; i < 1000 && !(clean = is_clean()); i++)
        usleep(5000); /* lint: allowed, how often it is looked for */
    ok(clean, "and nothing on the host");
}

int main(void)
{
    struct error error = {0};
    struct sequence sequence;
    struct builder builder;
    if (setting_make(&setting, NULL, NULL, &error) < 0 ||
        sequence_make("user", NULL, 0, &sequence, &error) < 0 ||
        builder_start(&builder, &setting, &sequence, &error) < 0)
        skip_all(error.message);
    for (size_t i = 0; i < sequence.count; i++)
        builder_reach(&builder, i, &error);
    static char reason[SKIPPED_MAX];
    const char *skipped = builder_skipped(&builder, sequence.count - 1);
    snprintf(reason, sizeof reason, "%s", skipped ? skipped : "");
    builder_stop(&builder);
    if (*reason)
        skip_all(reason);
    test_back("environment", "freeze", NULL, 0);
    test_back("time", NULL, slow, SLOW);
    test_without();
    for (size_t i = 0; i < step_count(); i++)
        if (i % 3 == 0 || !strcmp(step_types[i]->name, "nft"))
            test_killed_at(i);
    ok(is_clean(), "nothing is left on the host");
    return done_testing();
}
