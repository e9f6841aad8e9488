/* Device rules in v2: a BPF program. v2 has no devices controller: a program of the type
 * CGROUP_DEVICE hangs at the group, and the kernel runs it at every open and mknod of
 * a device node. It gets
 *
 *     struct bpf_cgroup_dev_ctx { u32 access_type; u32 major; u32 minor; }
 *                                 access << 16 | type
 *
 * and answers 1 (may) or 0 (may not). The rules are written into it from the last to
 * the first, because of the rules that fit the last one decides, and here the first
 * that fits returns. An access of "rw" fits an allowing rule when all that is wanted
 * is in it, a forbidding one when any is.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/cgroup/devices.h"
#include "isolate/cgroup/limits.h"
#include "isolate/cgroup/place.h"
#include "labs/kit/cleanup.h"

enum { R_RESULT, R_CONTEXT, R_TYPE, R_ACCESS, R_MAJOR, R_MINOR };

static struct bpf_insn instruction(int code, int to, int from, int jump, int32_t number)
{
    return (struct bpf_insn){.code = (uint8_t)code,
                             .dst_reg = (uint8_t)(to & 15),
                             .src_reg = (uint8_t)(from & 15),
                             .off = (int16_t)jump,
                             .imm = number};
}

static struct bpf_insn load(int to, size_t offset)
{
    return instruction(BPF_LDX | BPF_MEM | BPF_W, to, R_CONTEXT, (int)offset, 0);
}

static struct bpf_insn number_into(int to, int32_t number)
{
    return instruction(BPF_ALU64 | BPF_MOV | BPF_K, to, 0, 0, number);
}

/* How many instructions to pass over is not known before the rule is complete: it is
 * filled in at its end. */
static struct bpf_insn leave_unless_equal(int reg, int64_t number)
{
    return instruction(BPF_JMP | BPF_JNE | BPF_K, reg, 0, -1, (int32_t)number);
}

static int access_bits(const char *access)
{
    return (strchr(access, 'm') ? BPF_DEVCG_ACC_MKNOD : 0) |
           (strchr(access, 'r') ? BPF_DEVCG_ACC_READ : 0) |
           (strchr(access, 'w') ? BPF_DEVCG_ACC_WRITE : 0);
}

enum { ALL_ACCESS = BPF_DEVCG_ACC_MKNOD | BPF_DEVCG_ACC_READ | BPF_DEVCG_ACC_WRITE };

/* Leaves when the access that is wanted does not fit the rule. r0 is free for use. */
static size_t access_check(const struct cgroup_device_rule *rule, struct bpf_insn *at)
{
    int bits = access_bits(rule->access);
    if (bits == ALL_ACCESS)
        return 0;
    at[0] = instruction(BPF_ALU64 | BPF_MOV | BPF_X, R_RESULT, R_ACCESS, 0, 0);
    at[1] = instruction(BPF_ALU64 | BPF_AND | BPF_K, R_RESULT, 0, 0,
                        rule->allow ? ~bits & ALL_ACCESS : bits);
    at[2] = instruction(BPF_JMP | (rule->allow ? BPF_JNE : BPF_JEQ) | BPF_K, R_RESULT, 0,
                        -1, 0);
    return 3;
}

enum { RETURN_LENGTH = 2 };

static size_t write_rule(const struct cgroup_device_rule *rule, struct bpf_insn *at)
{
    size_t length = 0;
    if (rule->type != 'a')
        at[length++] = leave_unless_equal(R_TYPE, rule->type == 'b' ? BPF_DEVCG_DEV_BLOCK
                                                                    : BPF_DEVCG_DEV_CHAR);
    length += access_check(rule, at + length);
    if (rule->major >= 0)
        at[length++] = leave_unless_equal(R_MAJOR, rule->major);
    if (rule->minor >= 0)
        at[length++] = leave_unless_equal(R_MINOR, rule->minor);
    at[length++] = number_into(R_RESULT, rule->allow);
    at[length++] = instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
    for (size_t i = 0; i < length; i++)
        if (at[i].off == -1)
            at[i].off = (int16_t)(length - i - 1);
    return length;
}

static bool makes_sense(const struct cgroup_device_rule *rule)
{
    return strchr("abc", rule->type) && rule->type && rule->major <= INT32_MAX &&
           rule->minor <= INT32_MAX && access_bits(rule->access) &&
           strspn(rule->access, "rwm") == strlen(rule->access);
}

int devices_program(const struct cgroup_device_rule *rules, size_t count,
                    struct bpf_insn *program, struct error *error)
{
    size_t length = 0;
    if (count > DEVICE_RULES_MAX)
        return error_set(error, STATUS_REQUEST, "more than %d device rules",
                         DEVICE_RULES_MAX);
    program[length++] = load(R_TYPE, offsetof(struct bpf_cgroup_dev_ctx, access_type));
    program[length++] = instruction(BPF_ALU64 | BPF_MOV | BPF_X, R_ACCESS, R_TYPE, 0, 0);
    program[length++] = instruction(BPF_ALU64 | BPF_AND | BPF_K, R_TYPE, 0, 0, 0xffff);
    program[length++] = instruction(BPF_ALU64 | BPF_RSH | BPF_K, R_ACCESS, 0, 0, 16);
    program[length++] = load(R_MAJOR, offsetof(struct bpf_cgroup_dev_ctx, major));
    program[length++] = load(R_MINOR, offsetof(struct bpf_cgroup_dev_ctx, minor));
    for (size_t i = count; i-- > 0;) {
        if (!makes_sense(&rules[i]))
            return error_set(error, STATUS_REQUEST,
                             "device rule %zu: the type is a, b or c, the access some of "
                             "rwm",
                             i + 1);
        size_t written = write_rule(&rules[i], program + length);
        length += written;
        /* It always decides: what follows could never run, and the kernel refuses
         * programs with such parts. */
        if (written == RETURN_LENGTH)
            return (int)length;
    }
    program[length++] = number_into(R_RESULT, 0);
    program[length++] = instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
    return (int)length;
}

static int bpf(int command, union bpf_attr *attributes)
{
    return (int)syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static int load_program(const struct bpf_insn *program, int length)
{
    union bpf_attr load_it = {
        .prog_type = BPF_PROG_TYPE_CGROUP_DEVICE,
        .insn_cnt = (uint32_t)length,
        .insns = (uintptr_t)program,
        .license = (uintptr_t) "GPL",
    };
    return bpf(BPF_PROG_LOAD, &load_it);
}

/* The program that hangs here already, or -1. */
static int attached(int folder)
{
    uint32_t ids[8] = {0};
    union bpf_attr query = {0};
    query.query.target_fd = (uint32_t)folder;
    query.query.attach_type = BPF_CGROUP_DEVICE;
    query.query.prog_ids = (uintptr_t)ids;
    query.query.prog_cnt = 8;
    if (bpf(BPF_PROG_QUERY, &query) < 0 || query.query.prog_cnt == 0)
        return -1;
    union bpf_attr by_id = {.prog_id = ids[0]};
    return bpf(BPF_PROG_GET_FD_BY_ID, &by_id);
}

static int attach(int folder, int program)
{
    cleanup_fd int old = attached(folder);
    union bpf_attr attach_it = {
        .target_fd = (uint32_t)folder,
        .attach_bpf_fd = (uint32_t)program,
        .attach_type = BPF_CGROUP_DEVICE,
        .attach_flags = BPF_F_ALLOW_MULTI | (old >= 0 ? BPF_F_REPLACE : 0),
        .replace_bpf_fd = old >= 0 ? (uint32_t)old : 0,
    };
    return bpf(BPF_PROG_ATTACH, &attach_it);
}

int devices_v2(struct cgroup *group, const struct cgroup_folder *folder,
               const struct cgroup_wish *wish, struct error *error)
{
    if (!wish->device_rules)
        return 0;
    cleanup_free struct bpf_insn *program =
        xcalloc(DEVICE_INSTRUCTIONS_MAX, sizeof *program);
    int length =
        devices_program(wish->device_rules, wish->device_rule_count, program, error);
    if (length < 0)
        return -1;
    cleanup_fd int fd = load_program(program, length);
    if (fd < 0 || attach(folder->fd, fd) < 0)
        place_gap(group, "devices",
                  "the kernel takes no device program (%s); device nodes are still kept "
                  "out by nodev mounts",
                  strerror(errno));
    return 0;
}
