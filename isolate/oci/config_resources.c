/* The table of `linux.resources`, also that of update's file. */
#include "isolate/oci/config.h"
#include "isolate/oci/field.h"

static const struct field rule_fields[] = {
    NEEDED(BOOL, "allow", struct config_device_rule, allow),
    FIELD(TEXT, "type", struct config_device_rule, type),
    FIELD(OPTIONAL_INTEGER, "major", struct config_device_rule, major),
    FIELD(OPTIONAL_INTEGER, "minor", struct config_device_rule, minor),
    FIELD(TEXT, "access", struct config_device_rule, access),
    {0},
};

static const struct field memory_fields[] = {
    FIELD(OPTIONAL_INTEGER, "limit", struct config_memory, limit),
    FIELD(OPTIONAL_INTEGER, "reservation", struct config_memory, reservation),
    FIELD(OPTIONAL_INTEGER, "swap", struct config_memory, swap),
    FIELD(OPTIONAL_INTEGER, "kernel", struct config_memory, kernel),
    FIELD(OPTIONAL_INTEGER, "kernelTCP", struct config_memory, kernel_tcp),
    FIELD(OPTIONAL_UNSIGNED, "swappiness", struct config_memory, swappiness),
    FIELD(BOOL, "disableOOMKiller", struct config_memory, disable_oom_killer),
    FIELD(BOOL, "useHierarchy", struct config_memory, use_hierarchy),
    FIELD(BOOL, "checkBeforeUpdate", struct config_memory, check_before_update),
    {0},
};

static const struct field cpu_fields[] = {
    FIELD(OPTIONAL_UNSIGNED, "shares", struct config_cpu, shares),
    FIELD(OPTIONAL_INTEGER, "quota", struct config_cpu, quota),
    FIELD(OPTIONAL_UNSIGNED, "burst", struct config_cpu, burst),
    FIELD(OPTIONAL_UNSIGNED, "period", struct config_cpu, period),
    FIELD(OPTIONAL_INTEGER, "realtimeRuntime", struct config_cpu, realtime_runtime),
    FIELD(OPTIONAL_UNSIGNED, "realtimePeriod", struct config_cpu, realtime_period),
    FIELD(OPTIONAL_INTEGER, "idle", struct config_cpu, idle),
    FIELD(TEXT, "cpus", struct config_cpu, cpus),
    FIELD(TEXT, "mems", struct config_cpu, mems),
    {0},
};

static const struct field pids_fields[] = {
    FIELD(OPTIONAL_INTEGER, "limit", struct config_pids, limit),
    {0},
};

static const struct field weight_device_fields[] = {
    NEEDED(INTEGER, "major", struct config_weight_device, major),
    NEEDED(INTEGER, "minor", struct config_weight_device, minor),
    FIELD(OPTIONAL_UNSIGNED, "weight", struct config_weight_device, weight),
    FIELD(OPTIONAL_UNSIGNED, "leafWeight", struct config_weight_device, leaf_weight),
    {0},
};

static const struct field rate_device_fields[] = {
    NEEDED(INTEGER, "major", struct config_rate_device, major),
    NEEDED(INTEGER, "minor", struct config_rate_device, minor),
    NEEDED(UNSIGNED, "rate", struct config_rate_device, rate),
    {0},
};

#define RATES(name, member)                                                              \
    NESTED(LIST, name, struct config_block_io, member, rate_device_fields,               \
           struct config_rate_device)

static const struct field block_io_fields[] = {
    FIELD(OPTIONAL_UNSIGNED, "weight", struct config_block_io, weight),
    FIELD(OPTIONAL_UNSIGNED, "leafWeight", struct config_block_io, leaf_weight),
    NESTED(LIST, "weightDevice", struct config_block_io, weight_devices,
           weight_device_fields, struct config_weight_device),
    RATES("throttleReadBpsDevice", read_bps),
    RATES("throttleWriteBpsDevice", write_bps),
    RATES("throttleReadIOPSDevice", read_iops),
    RATES("throttleWriteIOPSDevice", write_iops),
    {0},
};

static const struct field huge_page_fields[] = {
    NEEDED(TEXT, "pageSize", struct config_huge_page, page_size),
    NEEDED(UNSIGNED, "limit", struct config_huge_page, limit),
    {0},
};

static const struct field priority_fields[] = {
    NEEDED(TEXT, "name", struct config_priority, name),
    NEEDED(UNSIGNED, "priority", struct config_priority, priority),
    {0},
};

static const struct field network_fields[] = {
    FIELD(OPTIONAL_UNSIGNED, "classID", struct config_network, class_id),
    NESTED(LIST, "priorities", struct config_network, priorities, priority_fields,
           struct config_priority),
    {0},
};

static const struct field rdma_fields[] = {
    FIELD(OPTIONAL_UNSIGNED, "hcaHandles", struct config_rdma, handles),
    FIELD(OPTIONAL_UNSIGNED, "hcaObjects", struct config_rdma, objects),
    {0},
};

const struct field resources_fields[] = {
    NESTED(LIST, "devices", struct config_resources, devices, rule_fields,
           struct config_device_rule),
    NESTED(POINTER, "memory", struct config_resources, memory, memory_fields,
           struct config_memory),
    NESTED(POINTER, "cpu", struct config_resources, cpu, cpu_fields, struct config_cpu),
    NESTED(POINTER, "pids", struct config_resources, pids, pids_fields,
           struct config_pids),
    NESTED(POINTER, "blockIO", struct config_resources, block_io, block_io_fields,
           struct config_block_io),
    NESTED(LIST, "hugepageLimits", struct config_resources, huge_pages, huge_page_fields,
           struct config_huge_page),
    NESTED(POINTER, "network", struct config_resources, network, network_fields,
           struct config_network),
    NESTED(NAMED, "rdma", struct config_resources, rdma, rdma_fields, struct config_rdma),
    FIELD(PAIRS, "unified", struct config_resources, unified),
    {0},
};
