/* linux.resources: the limits of the control group, also those of `update`.
 *
 * In config.json -1 lifts a limit; 0 has no meaning of its own there, and is passed over
 * as crun and runc do. */
#include <string.h>

#include "isolate/oci/resolve.h"

static int64_t limit_of(const struct config_number *number)
{
    return !number->given ? 0 : number->value < 0 ? CGROUP_MAX : number->value;
}

static void set_memory(struct resolution *r, const struct config_memory *from)
{
    struct cgroup_wish *to = &r->cgroup;
    if (!from)
        return;
    to->memory = limit_of(&from->limit);
    to->memory_swap = limit_of(&from->swap);
    to->memory_reservation = limit_of(&from->reservation);
    to->kernel_memory = limit_of(&from->kernel);
    to->kernel_tcp_memory = limit_of(&from->kernel_tcp);
    to->no_oom_killer = from->disable_oom_killer;
    if (from->swappiness.given) {
        int64_t *value = resolve_keep(r, sizeof *value);
        *value = (int64_t)from->swappiness.value;
        to->swappiness = value;
    }
}

static void set_cpu(struct resolution *r, const struct config_cpu *from)
{
    struct cgroup_wish *to = &r->cgroup;
    if (!from)
        return;
    to->cpu_shares = from->shares.value;
    to->cpu_quota = limit_of(&from->quota);
    to->cpu_period = from->period.value;
    to->cpu_burst = from->burst.value;
    to->realtime_runtime = from->realtime_runtime.value;
    to->realtime_period = from->realtime_period.value;
    to->cpus = from->cpus && *from->cpus ? from->cpus : NULL;
    to->mems = from->mems && *from->mems ? from->mems : NULL;
    if (from->idle.given) {
        int64_t *value = resolve_keep(r, sizeof *value);
        *value = from->idle.value;
        to->cpu_idle = value;
    }
}

static void add_rates(const struct config_rate_devices *from, enum cgroup_io_kind kind,
                      struct cgroup_io_limit *rows, size_t *count)
{
    for (size_t i = 0; i < from->count; i++)
        rows[(*count)++] = (struct cgroup_io_limit){(unsigned)from->items[i].major,
                                                    (unsigned)from->items[i].minor, kind,
                                                    from->items[i].rate};
}

static void set_io(struct resolution *r, const struct config_block_io *from)
{
    if (!from)
        return;
    struct cgroup_io_limit *rows =
        resolve_keep(r, sizeof *rows * (1 + from->weight_devices.count +
                                        from->read_bps.count + from->write_bps.count +
                                        from->read_iops.count + from->write_iops.count));
    r->cgroup.io_weight = from->weight.value;
    r->cgroup.io = rows;
    for (size_t i = 0; i < from->weight_devices.count; i++) {
        const struct config_weight_device *row = &from->weight_devices.items[i];
        if (row->weight.given)
            rows[r->cgroup.io_count++] =
                (struct cgroup_io_limit){(unsigned)row->major, (unsigned)row->minor,
                                         CGROUP_IO_WEIGHT, row->weight.value};
    }
    add_rates(&from->read_bps, CGROUP_IO_READ_BYTES, rows, &r->cgroup.io_count);
    add_rates(&from->write_bps, CGROUP_IO_WRITE_BYTES, rows, &r->cgroup.io_count);
    add_rates(&from->read_iops, CGROUP_IO_READ_OPERATIONS, rows, &r->cgroup.io_count);
    add_rates(&from->write_iops, CGROUP_IO_WRITE_OPERATIONS, rows, &r->cgroup.io_count);
}

static void set_pages(struct resolution *r, const struct config_huge_pages *from)
{
    struct cgroup_page_limit *rows = resolve_keep(r, (from->count + 1) * sizeof *rows);
    for (size_t i = 0; i < from->count; i++)
        rows[i] = (struct cgroup_page_limit){from->items[i].page_size,
                                             (int64_t)from->items[i].limit};
    r->cgroup.hugetlb = rows;
    r->cgroup.hugetlb_count = from->count;
}

static void set_rdma(struct resolution *r, const struct config_rdmas *from)
{
    struct cgroup_rdma_limit *rows = resolve_keep(r, (from->count + 1) * sizeof *rows);
    for (size_t i = 0; i < from->count; i++)
        rows[i] = (struct cgroup_rdma_limit){from->items[i].name,
                                             (int64_t)from->items[i].handles.value,
                                             (int64_t)from->items[i].objects.value};
    r->cgroup.rdma = rows;
    r->cgroup.rdma_count = from->count;
}

static void set_network(struct resolution *r, const struct config_network *from)
{
    if (!from)
        return;
    size_t count = from->priorities.count;
    struct cgroup_file *rows = resolve_keep(r, (count + 1) * sizeof *rows);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct cgroup_file){
            from->priorities.items[i].name,
            resolve_print(r, "%llu",
                          (unsigned long long)from->priorities.items[i].priority)};
    r->cgroup.net_class = from->class_id.value;
    r->cgroup.net_priorities = rows;
    r->cgroup.net_priority_count = count;
}

/* ---- devices ---- */

/* What a container may always use: the default devices, its terminals, and the making
 * of nodes that it cannot open. They follow the rules of config.json. */
static const struct cgroup_device_rule always[] = {
    {true, 'c', -1, -1, "m"},    {true, 'b', -1, -1, "m"}, {true, 'c', 1, 3, "rwm"},
    {true, 'c', 1, 5, "rwm"},    {true, 'c', 1, 7, "rwm"}, {true, 'c', 1, 8, "rwm"},
    {true, 'c', 1, 9, "rwm"},    {true, 'c', 5, 0, "rwm"}, {true, 'c', 5, 1, "rwm"},
    {true, 'c', 136, -1, "rwm"}, {true, 'c', 5, 2, "rwm"},
};

static int copy_rule(struct resolution *r, size_t index,
                     const struct config_device_rule *from, struct cgroup_device_rule *to)
{
    const char *type = from->type && *from->type ? from->type : "a";
    const char *access = from->access && *from->access ? from->access : "rwm";
    if (strlen(type) != 1 || !strchr("abcu", *type))
        return resolve_refuse(r, "linux.resources.devices[%zu].type: a, b or c", index);
    if (strspn(access, "rwm") != strlen(access))
        return resolve_refuse(r, "linux.resources.devices[%zu].access: of r, w and m",
                              index);
    *to = (struct cgroup_device_rule){
        from->allow, *type == 'u' ? 'c' : *type,
        from->major.given && from->major.value >= 0 ? from->major.value : -1,
        from->minor.given && from->minor.value >= 0 ? from->minor.value : -1, access};
    return 0;
}

static int set_devices(struct resolution *r, const struct config_device_rules *from)
{
    size_t more = sizeof always / sizeof *always;
    if (!from->count)
        return 0;
    struct cgroup_device_rule *rows =
        resolve_keep(r, (from->count + more) * sizeof *rows);
    for (size_t i = 0; i < from->count; i++)
        if (copy_rule(r, i, &from->items[i], &rows[i]) < 0)
            return -1;
    memcpy(rows + from->count, always, sizeof always);
    r->cgroup.device_rules = rows;
    r->cgroup.device_rule_count = from->count + more;
    return 0;
}

/* config_pair and cgroup_file are both a name and a value. */
static void set_unified(struct resolution *r, const struct config_pairs *from)
{
    struct cgroup_file *rows = resolve_keep(r, (from->count + 1) * sizeof *rows);
    for (size_t i = 0; i < from->count; i++)
        rows[i] = (struct cgroup_file){from->items[i].name, from->items[i].value};
    r->cgroup.unified = rows;
    r->cgroup.unified_count = from->count;
}

int resolve_resources(struct resolution *r, const struct config_resources *from)
{
    set_memory(r, from->memory);
    set_cpu(r, from->cpu);
    set_io(r, from->block_io);
    set_pages(r, &from->huge_pages);
    set_rdma(r, &from->rdma);
    set_network(r, from->network);
    set_unified(r, &from->unified);
    if (from->pids && from->pids->limit.given)
        r->cgroup.pids =
            from->pids->limit.value > 0 ? from->pids->limit.value : CGROUP_MAX;
    return set_devices(r, &from->devices);
}
