/* The text of the kernel that control groups are found and counted by: hosts as they are
 * met, and input that no kernel writes. */
#include "isolate/cgroup/controller.h"
#include "isolate/cgroup/devices.h"
#include "isolate/cgroup/files.h"
#include "isolate/cgroup/layout.h"
#include "isolate/cgroup/place.h"
#include "tests/random.h"
#include "tests/tap.h"

static const struct host {
    const char *name, *mounts, *groups;
    enum layout_kind kind;
    size_t count;
    const char *of;          /* a controller by its v1 name … */
    const char *mount, *own; /* … is mounted here, and our group in it is this */
} hosts[] = {
    {"v2 with systemd",
     "24 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
     "30 24 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 "
     "cgroup2 rw,nsdelegate,memory_recursiveprot\n",
     "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-r7.scope\n",
     LAYOUT_V2, 1, "freezer", "/sys/fs/cgroup",
     "/user.slice/user-1000.slice/user@1000.service/app.slice/run-r7.scope"},
    {"v1, cpu and cpuacct in one",
     "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup "
     "rw,cpu,cpuacct\n"
     "33 31 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
     "5:memory:/system.slice\n4:cpu,cpuacct:/\n", LAYOUT_V1, 2, "cpuacct",
     "/sys/fs/cgroup/cpu,cpuacct", ""},
    {"hybrid",
     "33 31 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
     "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup systemd rw,xattr,name=systemd\n"
     "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
     "9:name=systemd:/a\n4:memory:/b c\n0::/d\n", LAYOUT_HYBRID, 3, "memory",
     "/sys/fs/cgroup/memory", "/b c"},
    {"a Docker container on v1: the mount shows our group as its top",
     "50 40 0:30 /docker/0abc /sys/fs/cgroup/memory ro,nosuid master:15 - cgroup cgroup "
     "rw,memory\n",
     "4:memory:/docker/0abc\n", LAYOUT_V1, 1, "memory", "/sys/fs/cgroup/memory", ""},
    {"a group below that of a container",
     "50 40 0:30 /lxc/penguin /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n",
     "4:pids:/lxc/penguin/user/7\n", LAYOUT_V1, 1, "pids", "/sys/fs/cgroup/pids",
     "/user/7"},
    {"a group whose name only begins like the top",
     "50 40 0:30 /lxc/pen /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n",
     "4:pids:/lxc/penguin\n", LAYOUT_V1, 1, "pids", "/sys/fs/cgroup/pids", ""},
    {"a group outside of our cgroup namespace",
     "50 40 0:30 /.. /sys/fs/cgroup rw - cgroup2 none rw\n", "0::/../../other\n",
     LAYOUT_V2, 1, "freezer", "/sys/fs/cgroup", ""},
    {"a mount point with a blank, and many optional fields",
     "50 40 0:30 / /mnt/my\\040groups rw shared:1 master:2 propagate_from:3 unbindable - "
     "cgroup cgroup rw,pids\n",
     "4:pids:/\n", LAYOUT_V1, 1, "pids", "/mnt/my groups", ""},
    {"a group with a colon in its name", "50 40 0:30 / /c rw - cgroup2 none rw\n",
     "0::/a:b\n", LAYOUT_V2, 1, "freezer", "/c", "/a:b"},
    {"no control groups", "24 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "", LAYOUT_NONE, 0,
     NULL, NULL, NULL},
    {"nothing at all", "", "", LAYOUT_NONE, 0, NULL, NULL, NULL},
    {"lines that are cut off",
     "50 40 0:30 / /c rw - cgroup2\n50 40\n - - - -\n50 40 0:30 / /c rw\n",
     "0:\n:\n0\n::\n", LAYOUT_NONE, 0, NULL, NULL, NULL},
    {"a path that says cgroup is no control group",
     "50 40 0:30 / /sys/fs/cgroup rw - tmpfs cgroup2 rw\n", "0::/\n", LAYOUT_NONE, 0,
     NULL, NULL, NULL},
};

static void test_hosts(void)
{
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        const struct host *host = &hosts[i];
        struct layout layout;
        layout_parse(host->mounts, host->groups, &layout);
        is_int(layout_kind(&layout), host->kind, host->name);
        is_int((long long)layout.count, (long long)host->count, "its hierarchies");
        if (host->of) {
            unsigned bit = controller_bit(host->of, strlen(host->of), false);
            const struct hierarchy *h =
                layout_find(&layout, (unsigned)__builtin_ctz(bit));
            is_string(h ? h->mount : NULL, host->mount, "where the controller is");
            is_string(h ? h->own : NULL, host->own, "our group in it");
        }
        layout_free(&layout);
    }
}

/* On this host the quick way finds each controller where the thorough one does. */
static void test_quick_way(void)
{
    struct layout all;
    if (layout_read("", &all, NULL) < 0)
        return;
    for (unsigned i = 0; i < CONTROLLER_COUNT; i++) {
        struct layout quick;
        layout_read_for(CONTROLLER_BIT(i), &quick, NULL);
        const struct hierarchy *a = layout_find(&all, i), *b = layout_find(&quick, i);
        ok((!a && !b) || (a && b && a->v2 == b->v2 && !strcmp(a->mount, b->mount) &&
                          !strcmp(a->own, b->own)),
           controller_names[i].v1 ? controller_names[i].v1 : controller_names[i].v2);
        layout_free(&quick);
    }
    layout_free(&all);
}

/* ---- odd input ---- */

static void spoil(struct random *random, char *text, size_t length)
{
    for (uint64_t i = 0, n = 1 + random_below(random, 12); i < n; i++) {
        size_t at = (size_t)random_below(random, length);
        static const char odd[] = " -:/,\n\\0\x01\xff.=";
        text[at] = odd[random_below(random, sizeof odd - 1)];
    }
}

static void test_noise(void)
{
    struct random random = {7};
    bool sane = true;
    for (int round = 0; round < 20000; round++) {
        const struct host *host = &hosts[random_below(&random, 10)];
        char mounts[1024], groups[256];
        struct layout layout;
        snprintf(mounts, sizeof mounts, "%s", host->mounts);
        snprintf(groups, sizeof groups, "%s", host->groups);
        if (*mounts)
            spoil(&random, mounts, strlen(mounts));
        if (*groups)
            spoil(&random, groups, strlen(groups));
        layout_parse(mounts, groups, &layout);
        for (size_t i = 0; i < layout.count; i++)
            sane &= layout.rows[i].own && layout.rows[i].mount &&
                    (!*layout.rows[i].own || *layout.rows[i].own == '/');
        layout_free(&layout);
    }
    ok(sane, "20 000 spoiled hosts: a group is \"\" or begins with a slash");
}

static void test_many(void)
{
    char text[40 * 80], *at = text;
    struct layout layout;
    for (int i = 0; i < 40; i++)
        at += sprintf(at, "5%d 40 0:30 / /c%d rw - cgroup cgroup rw,pids\n", i, i);
    layout_parse(text, "1:pids:/\n", &layout);
    is_int((long long)layout.count, HIERARCHIES_MAX, "more mounts than there can be");
    layout_free(&layout);
}

/* ---- controllers ---- */

static void test_controllers(void)
{
    char text[128], tiny[6];
    unsigned bits = controller_bits("cpu memory io pids\n", true);
    controller_list(bits, true, text, sizeof text);
    is_string(text, "cpu memory io pids", "names in v2");
    controller_list(bits, false, text, sizeof text);
    is_string(text, "cpu,memory,blkio,pids", "the same in v1");
    controller_list(bits, true, tiny, sizeof tiny);
    is_string(tiny, "cpu m", "a text that is too short is cut");
    is_int(controller_bits("rw,name=systemd,xattr,memoryx,mem", false), 0,
           "words that are none");
    is_int(controller_bits("", false), 0, "no words");
    is_int(controller_bits("blkio", true), 0, "v1's name in v2");
}

/* ---- counters ---- */

static void test_keyed(void)
{
    static const struct {
        const char *text, *key;
        bool found;
        uint64_t value;
        const char *name;
    } rows[] = {
        {"anon 4096\nfile 8192\n", "file", true, 8192, "a key"},
        {"anon_thp 1\nanon 2\n", "anon", true, 2, "not one that begins alike"},
        {"inactive_anon 1\n", "anon", false, 0, "nor one that ends alike"},
        {"oom 1\noom_kill 3\noom_group_kill 9\n", "oom_kill", true, 3, "oom_kill"},
        {"8:0 rbytes=5 wbytes=7\n8:16 rbytes=10 wbytes=1\n", "rbytes=", true, 15,
         "a sum over devices"},
        {"8:0 Read 5\n8:0 Write 6\n8:16 Read 7\nTotal 18\n", "Read", true, 12,
         "the same in v1"},
        {"", "file", false, 0, "an empty file"},
        {"file", "file", false, 0, "a key at the end of the text"},
        {"file \n", "file", false, 0, "a key without a number"},
        {"file -5\n", "file", false, 0, "a negative number"},
        {"file 99999999999999999999999\n", "file", false, 0,
         "a number that is too large"},
        {"file max\n", "file", true, UINT64_MAX, "max"},
        {"max 3\n", "max", true, 3, "a key named max"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t value = 0;
        bool found = group_keyed(rows[i].text, rows[i].key, &value);
        ok(found == rows[i].found && value == rows[i].value, rows[i].name);
    }
    uint64_t value = 0;
    ok(group_number_in("9223372036854771712\n", &value) && value == UINT64_MAX,
       "v1's way to say that there is no limit");
    ok(!group_number_in("\n", &value), "no number");
    ok(!group_number_in("-1", &value), "a sign is none");
}

/* ---- names ---- */

static void test_names(void)
{
    static const struct {
        const char *name, *path, *seen;
    } rows[] = {
        {"isolate-1", NULL, "isolate-1"},
        {NULL, "/a/b", "a/b"},
        {NULL, "//a//b", "a//b"},
        {"..", NULL, NULL},
        {NULL, "/a/../b", NULL},
        {NULL, "a/.", NULL},
        {NULL, "/", NULL},
        {NULL, "/a/..b", "a/..b"},
        {NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error;
        struct cgroup_wish wish = {.name = rows[i].name, .path = rows[i].path};
        is_string(place_name(&wish, &error), rows[i].seen,
                  rows[i].path   ? rows[i].path
                  : rows[i].name ? rows[i].name
                                 : "no name");
    }
    char longest[400] = "/";
    struct error error;
    memset(longest + 1, 'x', 300);
    ok(!place_name(&(struct cgroup_wish){.path = longest}, &error),
       "a name of 300 letters");
}

static void test_needs(void)
{
    ok(!cgroup_wish_needs_group(&(struct cgroup_wish){.name = "x"}), "a name alone");
    ok(cgroup_wish_needs_group(&(struct cgroup_wish){.pids = 5}), "a limit");
    ok(cgroup_wish_needs_group(&(struct cgroup_wish){.pids = CGROUP_MAX}), "no limit");
    ok(cgroup_wish_needs_group(&(struct cgroup_wish){.freezer = true}), "a freezer");
}

/* ---- the device program, carried out by a machine of forty lines ---- */

static int carry_out(const struct bpf_insn *program, int length,
                     const struct bpf_cgroup_dev_ctx *context)
{
    uint64_t r[11] = {0};
    for (int at = 0, steps = 0; at < length && steps < 10000; at++, steps++) {
        const struct bpf_insn *i = &program[at];
        switch (i->code) {
        case BPF_LDX | BPF_MEM | BPF_W: {
            uint32_t word;
            memcpy(&word, (const char *)context + i->off, sizeof word);
            r[i->dst_reg] = word;
            break;
        }
        case BPF_ALU64 | BPF_MOV | BPF_X:
            r[i->dst_reg] = r[i->src_reg];
            break;
        case BPF_ALU64 | BPF_MOV | BPF_K:
            r[i->dst_reg] = (uint64_t)i->imm;
            break;
        case BPF_ALU64 | BPF_AND | BPF_K:
            r[i->dst_reg] &= (uint64_t)(int64_t)i->imm;
            break;
        case BPF_ALU64 | BPF_RSH | BPF_K:
            r[i->dst_reg] >>= i->imm;
            break;
        case BPF_JMP | BPF_JNE | BPF_K:
            at += r[i->dst_reg] != (uint64_t)(int64_t)i->imm ? i->off : 0;
            break;
        case BPF_JMP | BPF_JEQ | BPF_K:
            at += r[i->dst_reg] == (uint64_t)(int64_t)i->imm ? i->off : 0;
            break;
        case BPF_JMP | BPF_EXIT:
            return (int)r[0];
        default:
            return -1;
        }
    }
    return -2; /* fell off the end */
}

static unsigned bits_of(const char *access)
{
    unsigned bits = 0;
    for (; *access; access++)
        bits |= *access == 'm' ? 1u : *access == 'r' ? 2u : 4u;
    return bits;
}

/* What the rules say, read as they are written: the last that fits decides. */
static int naive(const struct cgroup_device_rule *rules, size_t count, char type,
                 unsigned access, unsigned major, unsigned minor)
{
    int answer = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned bits = bits_of(rules[i].access);
        if ((rules[i].type == 'a' || rules[i].type == type) &&
            (rules[i].major < 0 || rules[i].major == major) &&
            (rules[i].minor < 0 || rules[i].minor == minor) &&
            (rules[i].allow ? (access & ~bits) == 0 : (access & bits) != 0))
            answer = rules[i].allow;
    }
    return answer;
}

static void test_devices(void)
{
    static const char *const accesses[] = {"r", "w", "m", "rw", "rm", "wm", "rwm"};
    struct random random = {11};
    struct bpf_insn program[DEVICE_INSTRUCTIONS_MAX];
    struct error error;
    int differ = 0;
    for (int round = 0; round < 20000; round++) {
        struct cgroup_device_rule rules[6];
        size_t count = (size_t)random_below(&random, 7);
        for (size_t i = 0; i < count; i++)
            rules[i] = (struct cgroup_device_rule){random_below(&random, 2),
                                                   "abc"[random_below(&random, 3)],
                                                   (int64_t)random_below(&random, 4) - 1,
                                                   (int64_t)random_below(&random, 4) - 1,
                                                   accesses[random_below(&random, 7)]};
        int length = devices_program(rules, count, program, &error);
        bool block = random_below(&random, 2);
        unsigned access = 1 + (unsigned)random_below(&random, 7);
        struct bpf_cgroup_dev_ctx wanted = {
            access << 16 | (block ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR),
            (unsigned)random_below(&random, 3), (unsigned)random_below(&random, 3)};
        differ +=
            carry_out(program, length, &wanted) !=
            naive(rules, count, block ? 'b' : 'c', access, wanted.major, wanted.minor);
    }
    is_int(differ, 0, "20 000 device programs decide as the rules say");
    static const struct cgroup_device_rule bad[] = {
        {true, 'x', 1, 1, "r"}, {true, 'c', 1, 1, ""}, {true, 'c', 1, 1, "rx"}};
    for (size_t i = 0; i < 3; i++)
        is_int(devices_program(&bad[i], 1, program, &error), -1, "a rule without sense");
    static struct cgroup_device_rule many[DEVICE_RULES_MAX + 1];
    is_int(devices_program(many, DEVICE_RULES_MAX + 1, program, &error), -1,
           "more rules than there is room for");
}

int main(void)
{
    test_hosts();
    test_quick_way();
    test_noise();
    test_many();
    test_controllers();
    test_keyed();
    test_names();
    test_needs();
    test_devices();
    return done_testing();
}
