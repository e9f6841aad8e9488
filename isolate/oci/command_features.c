/* isolate-oci features: what this runtime can do, as the specification words it
 * (features.md). */
#include <stdio.h>

#include "isolate/oci/oci.h"
#include "isolate/runtime/capabilities.h"
#include "isolate/seccomp/rules.h"
#include "labs/kit/json.h"

static const char *const hooks[] = {"prestart",
                                    "createRuntime",
                                    "createContainer",
                                    "startContainer",
                                    "poststart",
                                    "poststop",
                                    NULL};
static const char *const namespaces[] = {"cgroup", "ipc",  "mount", "network", "pid",
                                         "time",   "user", "uts",   NULL};
static const char *const mount_words[] = {
    "async",         "atime",        "bind",
    "defaults",      "dev",          "diratime",
    "dirsync",       "exec",         "idmap",
    "iversion",      "lazytime",     "loud",
    "mand",          "noatime",      "nodev",
    "nodiratime",    "noexec",       "noiversion",
    "nolazytime",    "nomand",       "norelatime",
    "nostrictatime", "nosuid",       "nosymfollow",
    "private",       "ratime",       "rbind",
    "rdev",          "rdiratime",    "relatime",
    "remount",       "rexec",        "ridmap",
    "rnoatime",      "rnodev",       "rnodiratime",
    "rnoexec",       "rnorelatime",  "rnostrictatime",
    "rnosuid",       "rnosymfollow", "ro",
    "rprivate",      "rrelatime",    "rro",
    "rrw",           "rshared",      "rslave",
    "rstrictatime",  "rsuid",        "rsymfollow",
    "runbindable",   "rw",           "shared",
    "silent",        "slave",        "strictatime",
    "suid",          "symfollow",    "sync",
    "tmpcopyup",     "unbindable",   NULL};
static const char *const flags[] = {
    "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
    "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", NULL};

static void put_words(struct json *json, const char *key, const char *const *words)
{
    json_array(json, key);
    for (size_t i = 0; words[i]; i++)
        json_string(json, NULL, words[i]);
    json_close(json);
}

static void put_capabilities(struct json *json)
{
    json_array(json, "capabilities");
    for (unsigned number = 0; number < 64; number++) {
        const char *name = capability_name(number);
        char upper[40];
        size_t i = 0;
        if (!name || !(capabilities_known() & CAPABILITY_BIT(number)))
            continue;
        for (; name[i] && i + 1 < sizeof upper; i++)
            upper[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 32) : name[i];
        upper[i] = 0;
        json_string(json, NULL, upper);
    }
    json_close(json);
}

static void put_seccomp(struct json *json)
{
    json_object(json, "seccomp");
    json_bool(json, "enabled", true);
    json_array(json, "actions");
    for (int i = 0; i < RULE_ACTION_COUNT; i++)
        json_string(json, NULL, rule_action_words[i]);
    json_close(json);
    json_array(json, "operators");
    for (int i = 0; i < RULE_OPERATOR_COUNT; i++)
        json_string(json, NULL, rule_operator_words[i]);
    json_close(json);
    put_words(json, "knownFlags", flags);
    json_close(json);
}

static void put_enabled(struct json *json, const char *name, bool enabled)
{
    json_object(json, name);
    json_bool(json, "enabled", enabled);
    json_close(json);
}

static void put_linux(struct json *json)
{
    json_object(json, "linux");
    put_words(json, "namespaces", namespaces);
    put_capabilities(json);
    json_object(json, "cgroup");
    json_bool(json, "v1", true);
    json_bool(json, "v2", true);
    json_bool(json, "systemd", false);
    json_bool(json, "systemdUser", false);
    json_bool(json, "rdma", true);
    json_close(json);
    put_seccomp(json);
    put_enabled(json, "apparmor", true);
    put_enabled(json, "selinux", true);
    put_enabled(json, "intelRdt", false);
    json_object(json, "mountExtensions");
    put_enabled(json, "idmap", true);
    json_close(json);
    json_close(json);
}

int oci_features(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "ociVersionMin", "1.0.0");
    json_string(&json, "ociVersionMax", "1.1.0");
    put_words(&json, "hooks", hooks);
    put_words(&json, "mountOptions", mount_words);
    put_linux(&json);
    json_end(&json);
    return 0;
}
