/* Capabilities: names, docker's words, and the five sets as the kernel shows them. */
#include "isolate/runtime/capabilities.h"

#include <linux/capability.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap.h"

static uint64_t found(const char *word)
{
    uint64_t set = 0;
    struct error error;
    return capabilities_find(word, &set, &error) < 0 ? ~UINT64_C(0) : set;
}

static void check_names(void)
{
    struct error error;
    uint64_t set;
    char text[1024];
    is_int((long long)found("CAP_CHOWN"), 1, "CAP_CHOWN is bit 0");
    is_int((long long)found("chown"), 1, "docker's lower case without CAP_ too");
    is_int((long long)found("Net_Raw"), 1 << CAP_NET_RAW, "case does not matter");
    is_int((long long)found("all"), (long long)capabilities_known(), "ALL is all");
    is_int(capabilities_find("chwon", &set, &error), -1, "what is none is refused");
    contains(error.message, "did you mean chown?", "with the nearest name");
    is_int(capabilities_find("cap_", &set, &error), -1, "the prefix alone is none");
    is_int(capabilities_find("", &set, &error), -1, "nor is nothing");
    is_string(capabilities_text(0, text, sizeof text), "none", "the empty set in words");
    is_string(capabilities_text(capabilities_known(), text, sizeof text), "all",
              "the full set in words");
    is_string(capabilities_text(1 | 1 << CAP_NET_RAW, text, sizeof text), "chown net_raw",
              "two in words");
    is_string(capability_name(0), "cap_chown", "the name of a number");
    ok(!capability_name(63) && !capability_name(200), "a number without a name has none");
    capabilities_text(CAPABILITIES_DOCKER, text, sizeof text);
    is_string(text,
              "chown dac_override fowner fsetid kill setgid setuid setpcap "
              "net_bind_service net_raw sys_chroot mknod audit_write setfcap",
              "docker's fourteen");
}

static void adjusts(const char *add, const char *drop, uint64_t wanted, const char *name)
{
    uint64_t set = CAPABILITIES_DOCKER;
    struct error error;
    capabilities_adjust(&set, &add, add ? 1 : 0, &drop, drop ? 1 : 0, &error);
    is_int((long long)set, (long long)wanted, name);
}

static void check_adjust(void)
{
    uint64_t set = 0, d = CAPABILITIES_DOCKER, all = capabilities_known();
    struct error error;
    const char *wrong = "nonsense";
    adjusts(NULL, NULL, d, "no words change nothing");
    adjusts(NULL, "ALL", 0, "--cap-drop ALL leaves nothing");
    adjusts("SYS_TIME", "all", CAPABILITY_BIT(CAP_SYS_TIME),
            "--cap-drop ALL --cap-add X leaves X");
    adjusts("ALL", NULL, all, "--cap-add ALL gives all");
    adjusts("ALL", "CHOWN", all & ~UINT64_C(1), "less what is dropped");
    adjusts("CHOWN", "CHOWN", d, "what is dropped and added stays");
    adjusts(NULL, "CHOWN", d & ~UINT64_C(1), "one dropped");
    is_int(capabilities_adjust(&set, &wrong, 1, NULL, 0, &error), -1,
           "a word that is none is refused");
}

/* ---- the sets, read from the kernel ---- */

static uint64_t status_field(const char *name)
{
    char line[256];
    unsigned long long value = 0;
    FILE *file = fopen("/proc/self/status", "re");
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, name, strlen(name)))
            value = strtoull(line + strlen(name) + 1, NULL, 16);
    if (file)
        fclose(file);
    return value;
}

static bool sets_are(const struct capability_sets *s)
{
    return status_field("CapBnd") == s->bounding &&
           status_field("CapInh") == s->inheritable &&
           status_field("CapPrm") == s->permitted &&
           status_field("CapEff") == s->effective && status_field("CapAmb") == s->ambient;
}

enum { NO_NAMESPACE = 77 };

/* A child in a user namespace of its own, where it has every capability. */
static int in_child(int (*body)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(unshare(CLONE_NEWUSER) < 0 ? NO_NAMESPACE : body());
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static int drops_all(void)
{
    struct capability_sets none = {0};
    if (capabilities_apply(&none, NULL) < 0 || !sets_are(&none))
        return 1;
    struct capability_sets again = {.permitted = 1};
    struct error error;
    return capabilities_apply(&again, &error) < 0 && strstr(error.message, "cap_chown")
               ? 0
               : 2;
}

static int keeps_some(void)
{
    uint64_t two = CAPABILITY_BIT(CAP_CHOWN) | CAPABILITY_BIT(CAP_NET_BIND_SERVICE);
    struct capability_sets sets = {two, two, two, CAPABILITY_BIT(CAP_CHOWN),
                                   CAPABILITY_BIT(CAP_CHOWN)};
    return capabilities_apply(&sets, NULL) < 0 ? 1 : sets_are(&sets) ? 0 : 2;
}

static int keeps_bounding(void)
{
    struct capability_sets sets = {.bounding = capabilities_bounding()};
    return capabilities_apply(&sets, NULL) < 0 ? 1 : sets_are(&sets) ? 0 : 2;
}

/* Ambient must be permitted and inheritable: otherwise the kernel refuses, and it is
 * said. */
static int refuses_ambient(void)
{
    struct capability_sets sets = {
        .bounding = 1, .permitted = 1, .effective = 1, .ambient = 1};
    struct error error = {0};
    if (capabilities_apply(&sets, &error) == 0)
        return 1;
    return strstr(error.message, "make ambient cap_chown") ? 0 : 2;
}

static int survives_exec(void)
{
    uint64_t one = CAPABILITY_BIT(CAP_NET_RAW);
    struct capability_sets sets = {one, one, one, one, one};
    if (capabilities_apply(&sets, NULL) < 0)
        return 1;
    execlp("grep", "grep", "-q", "^CapEff:.*0000000000002000$", "/proc/self/status",
           NULL);
    return 2;
}

static int does_not_survive(void)
{
    uint64_t one = CAPABILITY_BIT(CAP_NET_RAW);
    struct capability_sets sets = {one, 0, one, one, 0};
    if (capabilities_apply(&sets, NULL) < 0)
        return 1;
    execlp("grep", "grep", "-q", "^CapEff:.*0000000000000000$", "/proc/self/status",
           NULL);
    return 2;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");
    if (file)
        fputs(text, file);
    if (file)
        fclose(file);
}

/* In a namespace where two ids exist, from root to another id. */
static int survives_new_uid(void)
{
    uint64_t one = CAPABILITY_BIT(CAP_CHOWN);
    struct capability_sets sets = {one, 0, one, one, 0};
    if (setresuid(0, 0, 0) < 0 || capabilities_keep(&sets, NULL) < 0 ||
        setresuid(1, 1, 1) < 0)
        return 1;
    if (status_field("CapEff") != 0) /* the kernel emptied it, and kept permitted */
        return 2;
    return capabilities_apply(&sets, NULL) < 0 ? 3 : sets_are(&sets) ? 0 : 4;
}

/* The maps are written by a parent that is root: only it may map two ids. */
static int with_two_ids(int (*body)(void))
{
    int status, go[2], ready[2];
    char path[64], byte;
    if (pipe(go) < 0 || pipe(ready) < 0)
        return 255;
    pid_t child = fork();
    if (child == 0) {
        if (unshare(CLONE_NEWUSER) < 0)
            _exit(NO_NAMESPACE);
        if (write(ready[1], "", 1) != 1 || read(go[0], &byte, 1) != 1)
            _exit(255);
        _exit(body());
    }
    close(ready[1]);
    if (read(ready[0], &byte, 1) == 1) {
        snprintf(path, sizeof path, "/proc/%d/uid_map", child);
        write_file(path, "0 1879048192 2\n");
        snprintf(path, sizeof path, "/proc/%d/gid_map", child);
        write_file(path, "0 1879048192 2\n");
    }
    (void)!write(go[1], "", 1);
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static void check(int result, const char *name)
{
    if (result == NO_NAMESPACE)
        skip(name, "user namespaces cannot be made here");
    else
        is_int(result, 0, name);
}

int main(void)
{
    check_names();
    check_adjust();
    check(in_child(drops_all), "all five sets emptied, and for good");
    check(in_child(keeps_some), "five different sets, each as asked for");
    check(in_child(keeps_bounding), "a bounding set that stays needs no capability");
    check(in_child(refuses_ambient),
          "ambient needs inheritable, and the error says which");
    check(in_child(survives_exec), "an ambient capability survives execve");
    check(in_child(does_not_survive), "without ambient it does not");
    if (geteuid() == 0)
        check(with_two_ids(survives_new_uid), "kept through a change of the user id");
    else
        skip("kept through a change of the user id", "only root may map two ids");
    return done_testing();
}
