/* config.json: what the tables take, what they refuse and with which words; and that no
 * text whatever makes the reader do worse than refuse. */
#include <string.h>

#include "isolate/oci/config.h"
#include "isolate/oci/mount_options.h"
#include "tests/random.h"
#include "tests/tap.h"

static const char sample[] =
    "{\"ociVersion\":\"1.0.2-dev\",\"root\":{\"path\":\"rootfs\",\"readonly\":true},"
    "\"hostname\":\"h\",\"annotations\":{\"a.b\":\"c\"},"
    "\"process\":{\"terminal\":true,\"consoleSize\":{\"height\":24,\"width\":80},"
    "\"user\":{\"uid\":1,\"gid\":2,\"umask\":18,\"additionalGids\":[3,4]},"
    "\"args\":[\"sh\",\"-c\",\"x\"],\"env\":[\"A=b\"],\"cwd\":\"/\","
    "\"capabilities\":{\"bounding\":[\"CAP_KILL\"]},"
    "\"rlimits\":[{\"type\":\"RLIMIT_CORE\",\"soft\":0,\"hard\":18446744073709551615}],"
    "\"oomScoreAdj\":-5,\"scheduler\":{\"policy\":\"SCHED_BATCH\",\"nice\":3}},"
    "\"mounts\":[{\"destination\":\"/p\",\"type\":\"bind\",\"source\":\"/q\","
    "\"options\":[\"rbind\",\"ro\"],\"uidMappings\":[{\"containerID\":0,\"hostID\":7,"
    "\"size\":1}]}],"
    "\"hooks\":{\"poststop\":[{\"path\":\"/bin/true\",\"timeout\":3}]},"
    "\"linux\":{\"namespaces\":[{\"type\":\"pid\"},{\"type\":\"mount\",\"path\":\"/x\"}],"
    "\"sysctl\":{\"net.a\":\"1\"},\"cgroupsPath\":\"/a/b\","
    "\"timeOffsets\":{\"boottime\":{\"secs\":-9,\"nanosecs\":8}},"
    "\"devices\":[{\"type\":\"c\",\"path\":\"/dev/x\",\"major\":1,\"minor\":3}],"
    "\"seccomp\":{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"a\"],"
    "\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":1,\"args\":[{\"index\":0,"
    "\"value\":9223372036854775808,\"op\":\"SCMP_CMP_EQ\"}]}]},"
    "\"resources\":{\"memory\":{\"limit\":-1},\"pids\":{\"limit\":5},"
    "\"cpu\":{\"shares\":100,\"idle\":0},\"rdma\":{\"mlx\":{\"hcaHandles\":2}},"
    "\"blockIO\":{\"throttleReadBpsDevice\":[{\"major\":8,\"minor\":0,\"rate\":99}]},"
    "\"devices\":[{\"allow\":false,\"access\":\"rwm\"}],\"unified\":{\"a\":\"b\"}}}}";

static void test_every_part(void)
{
    struct config c;
    struct error error = {0};
    if (!ok(config_parse(sample, strlen(sample), "config.json", &c, &error) == 0,
            "a config with a bit of everything is read"))
        printf("# %s\n", error.message);
    is_string(c.process->args.items[2], "x", "args");
    ok(!c.process->args.items[3], "which end with NULL");
    is_int(c.process->console_size->width, 80, "consoleSize");
    is_int(c.process->user.additional_gids.items[1], 4, "additionalGids");
    is_int(c.process->user.umask.value, 18, "umask");
    ok(c.process->rlimits.items[0].hard == UINT64_MAX, "2^64 - 1 is exact");
    is_int(c.process->oom_score_adj.value, -5, "oomScoreAdj");
    is_int(c.process->scheduler->nice, 3, "scheduler");
    is_int(c.mounts.items[0].uid_maps.items[0].host_id, 7, "uidMappings of a mount");
    is_int(c.hooks->poststop.items[0].timeout.value, 3, "hooks");
    is_string(c.annotations.items[0].name, "a.b", "annotations");
    is_string(c.linux_->namespaces.items[1].path, "/x", "namespaces");
    is_string(c.linux_->sysctl.items[0].value, "1", "sysctl");
    is_int(c.linux_->time_offsets.items[0].secs, -9, "timeOffsets");
    ok(c.linux_->seccomp->calls.items[0].args.items[0].value == UINT64_C(1) << 63,
       "2^63 of a seccomp argument is exact");
    is_int(c.linux_->resources->memory->limit.value, -1, "memory.limit");
    ok(!c.linux_->resources->memory->swap.given, "what is absent is not given");
    ok(c.linux_->resources->cpu->idle.given, "a 0 is given");
    is_string(c.linux_->resources->rdma.items[0].name, "mlx", "rdma");
    is_int(c.linux_->resources->block_io->read_bps.items[0].rate, 99, "blockIO");
    config_free(&c);
}

static const struct {
    const char *text, *words;
} refused[] = {
    {"", "line 1, column 0: '[' or '{' expected"},
    {"[1]", "an object { } is needed"},
    {"{}", "ociVersion: the field is missing"},
    {"{\"ociVersion\":1}", "ociVersion: a string is needed"},
    {"{\"ociVersion\":\"2.0.0\"}", "ociVersion: 2.0.0 is not supported"},
    {"{\"ociVersion\":\"1.0.0\",\"ociVersion\":\"1.0.0\"}", "duplicate"},
    {"{\"ociVersion\":\"1.0.0\",\"process\":{\"cwd\":\"x\"}}",
     "process.cwd: an absolute path is needed"},
    {"{\"ociVersion\":\"1.0.0\",\"process\":{\"cwd\":\"/\",\"rlimits\":[{\"type\":\"a\","
     "\"soft\":1,\"hard\":2},{\"type\":\"a\",\"soft\":1,\"hard\":2},{\"type\":\"a\","
     "\"soft\":\"1\",\"hard\":2}]}}",
     "process.rlimits[2].soft: a number is needed"},
    {"{\"ociVersion\":\"1.0.0\",\"process\":{\"cwd\":\"/\",\"user\":{\"uid\":-1}}}",
     "process.user.uid: a number of 0 or more is needed"},
    {"{\"ociVersion\":\"1.0.0\",\"process\":{\"cwd\":\"/"
     "\",\"user\":{\"uid\":4294967295}}}",
     "process.user.uid: an id of at most 4294967294"},
    {"{\"ociVersion\":\"1.0.0\",\"process\":{\"cwd\":\"/\",\"args\":\"sh\"}}",
     "process.args: a list [ ] is needed"},
    {"{\"ociVersion\":\"1.0.0\",\"process\":{\"cwd\":\"/\",\"args\":[\"a\",7]}}",
     "process.args[1]: a string is needed"},
    {"{\"ociVersion\":\"1.0.0\",\"linux\":{\"sysctl\":{\"net.x\":1}}}",
     "linux.sysctl.net.x: a string is needed"},
    {"{\"ociVersion\":\"1.0.0\",\"hooks\":{\"prestart\":[{\"path\":\"rel\"}]}}",
     "hooks.prestart[0].path: an absolute path is needed"},
    {"{\"ociVersion\":\"1.0.0\",\"mounts\":[{}]}",
     "mounts[0].destination: the field is missing"},
    {"{\"ociVersion\":\"1.0.0\",\"linux\":{\"resources\":{\"memory\":{\"limit\":"
     "99999999999999999999}}}}",
     "linux.resources.memory.limit: a number is needed"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct config c;
        struct error error = {0};
        const char *text = refused[i].text;
        int result = config_parse(text, strlen(text), "config.json", &c, &error);
        is_int(result, -1, "it is refused:");
        contains(error.message, refused[i].words, refused[i].words);
        config_free(&c);
    }
}

static void test_tolerance(void)
{
    static const char unknown[] = "{\"ociVersion\":\"1.2.0\",\"new\":{\"deep\":[1,{}]},"
                                  "\"process\":null,\"vm\":1}";
    char deep[200] = "{\"ociVersion\":\"1.0.0\",\"x\":";
    struct config c;
    struct error error = {0};
    is_int(config_parse(unknown, strlen(unknown), "c", &c, &error), 0,
           "unknown fields are ignored");
    ok(!c.process, "null is absent");
    config_free(&c);
    memset(deep + strlen(deep), '[', 60);
    is_int(config_parse(deep, strlen(deep), "c", &c, &error), -1, "too deep:");
    contains(error.message, "nested deeper than 32", "nested deeper than 32");
}

/* Texts that were a config until something happened to them. */
static void mutate(char *text, size_t *length, struct random *seed)
{
    static const char *const pieces[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         "\"",
                                         "null",
                                         "-1",
                                         "1e999",
                                         "99999999999999999999",
                                         "\\u0000",
                                         "\xff",
                                         ",",
                                         ":",
                                         "true",
                                         "{\"a\":",
                                         "18446744073709551615"};
    if (*length == 0)
        return;
    size_t at = random_below(seed, *length);
    const char *piece = pieces[random_below(seed, sizeof pieces / sizeof *pieces)];
    switch (random_below(seed, 4)) {
    case 0:
        text[at] = (char)random_below(seed, 256);
        break;
    case 1: /* cut out */
        memmove(text + at, text + at + 1, *length - at - 1);
        --*length;
        break;
    case 2: /* put in */
        memmove(text + at + strlen(piece), text + at, *length - at);
        memcpy(text + at, piece, strlen(piece));
        *length += strlen(piece);
        break;
    default: /* cut off */
        if (random_below(seed, 8) == 0)
            *length = at + 1;
    }
}

static void test_mutations(void)
{
    enum { ROUNDS = 20000, CHANGES_MOST = 6, ROOM = 400 };
    static char text[sizeof sample + ROOM];
    struct random seed = {3};
    int taken = 0, silent = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct config c;
        struct error error = {0};
        size_t length = sizeof sample - 1;
        memcpy(text, sample, length);
        for (uint64_t n = 1 + random_below(&seed, CHANGES_MOST); n > 0; n--)
            mutate(text, &length, &seed);
        if (config_parse(text, length, "config.json", &c, &error) == 0)
            taken++;
        else if (!error.message[0])
            silent++;
        config_free(&c);
    }
    ok(taken > 0 && taken < ROUNDS, "20000 mutations: some are still a config");
    is_int(silent, 0, "and what is refused has a reason");
}

static void test_mount_options(void)
{
    struct mount_options o;
    const char *words[] = {"rbind", "ro",   "nosuid", "rslave",    "rro",
                           "suid",  "size", "a=b",    "tmpcopyup", "idmap"};
    struct config_texts texts = {words, sizeof words / sizeof *words};
    is_int(mount_options_parse(&texts, &o, NULL), 0, "options of a mount");
    ok(o.bind && o.recursive && o.copy_up && o.idmap && !o.idmap_tree, "words are known");
    is_string(o.data, "size,a=b", "the rest is the file system's");
    is_int(o.flags, 1, "what is taken back is not set");
    is_int(o.set, 1, "rro is of the whole tree");
    is_int(propagation_find("rshared"), (1 << 20) | (1 << 14), "rshared");
    is_int(propagation_find("ro"), 0, "ro is no propagation");
}

int main(void)
{
    test_every_part();
    test_refused();
    test_tolerance();
    test_mutations();
    test_mount_options();
    return done_testing();
}
