/* linux.namespaces, id maps, names and clocks. */
#include <string.h>
#include <unistd.h>

#include "isolate/oci/resolve.h"

/* As the specification words the kinds. */
static const char *const words[NAMESPACE_COUNT] = {
    [NAMESPACE_USER] = "user",     [NAMESPACE_PID] = "pid",
    [NAMESPACE_MOUNT] = "mount",   [NAMESPACE_UTS] = "uts",
    [NAMESPACE_IPC] = "ipc",       [NAMESPACE_NETWORK] = "network",
    [NAMESPACE_CGROUP] = "cgroup", [NAMESPACE_TIME] = "time",
};

static int find_kind(const char *word)
{
    for (int kind = 0; kind < NAMESPACE_COUNT; kind++)
        if (!strcmp(words[kind], word))
            return kind;
    return -1;
}

static int add_namespace(struct resolution *r, size_t index, unsigned *seen)
{
    const struct config_namespace *from = &r->config->linux_->namespaces.items[index];
    int kind = find_kind(from->type);
    if (kind < 0)
        return resolve_refuse(r, "linux.namespaces[%zu].type: %s is none", index,
                              from->type);
    if (*seen & 1u << kind)
        return resolve_refuse(r, "linux.namespaces[%zu]: a second %s", index, from->type);
    *seen |= 1u << kind;
    if (!from->path || !*from->path)
        r->container.make |= namespace_flags[kind];
    else if (*from->path != '/')
        return resolve_refuse(r, "linux.namespaces[%zu].path: an absolute path is needed",
                              index);
    else
        r->container.join[kind] = from->path;
    return 0;
}

static int copy_maps(struct resolution *r, const char *name,
                     const struct config_id_maps *from, struct id_maps *to)
{
    struct id_map *rows = resolve_keep(r, (from->count + 1) * sizeof *rows);
    if (from->count > ID_MAPS_MAX)
        return resolve_refuse(r, "linux.%s: more than %d rows", name, ID_MAPS_MAX);
    for (size_t i = 0; i < from->count; i++) {
        const struct config_id_map *row = &from->items[i];
        if (row->size == 0 || row->size > UINT32_MAX || row->host_id >= UINT32_MAX ||
            row->container_id >= UINT32_MAX)
            return resolve_refuse(r, "linux.%s[%zu]: ids have 32 bits, a size is not 0",
                                  name, i);
        rows[i] = (struct id_map){(uint32_t)row->container_id, (uint32_t)row->host_id,
                                  (uint32_t)row->size};
    }
    *to = (struct id_maps){rows, from->count};
    return 0;
}

static int map_ids(struct resolution *r)
{
    const struct config_linux *l = r->config->linux_;
    bool makes = r->container.make & namespace_flags[NAMESPACE_USER];
    if (!makes) {
        if ((l->uid_maps.count || l->gid_maps.count) &&
            !r->container.join[NAMESPACE_USER])
            return resolve_refuse(r, "linux.uidMappings: needs a user namespace");
        return 0;
    }
    if (!l->uid_maps.count || !l->gid_maps.count)
        return resolve_refuse(r, "linux.%s: a user namespace needs one",
                              l->uid_maps.count ? "gidMappings" : "uidMappings");
    /* The kernel forbids setgroups to a starter without privilege who maps one id. */
    r->container.deny_setgroups =
        geteuid() != 0 && l->gid_maps.count == 1 && l->gid_maps.items[0].size == 1;
    if (copy_maps(r, "uidMappings", &l->uid_maps, &r->container.uids) < 0)
        return -1;
    return copy_maps(r, "gidMappings", &l->gid_maps, &r->container.gids);
}

static int set_clocks(struct resolution *r)
{
    const struct config_time_offsets *offsets = &r->config->linux_->time_offsets;
    for (size_t i = 0; i < offsets->count; i++) {
        const struct config_time_offset *from = &offsets->items[i];
        struct time_offset to = {from->secs, (uint32_t)from->nanosecs};
        if (from->nanosecs >= 1000000000)
            return resolve_refuse(r, "linux.timeOffsets.%s.nanosecs: below 1000000000",
                                  from->clock);
        if (!strcmp(from->clock, "monotonic"))
            r->container.monotonic = to;
        else if (!strcmp(from->clock, "boottime"))
            r->container.boottime = to;
        else
            return resolve_refuse(r, "linux.timeOffsets.%s: monotonic or boottime",
                                  from->clock);
    }
    r->container.has_time_offsets = offsets->count > 0;
    if (offsets->count && !(r->container.make & namespace_flags[NAMESPACE_TIME]))
        return resolve_refuse(r, "linux.timeOffsets: needs a new time namespace");
    return 0;
}

static int set_names(struct resolution *r)
{
    struct container *c = &r->container;
    bool own = (c->make & namespace_flags[NAMESPACE_UTS]) || c->join[NAMESPACE_UTS];
    c->hostname = r->config->hostname;
    c->domainname = r->config->domainname;
    if ((c->hostname || c->domainname) && !own)
        return resolve_refuse(r, "%s: needs a uts namespace",
                              c->hostname ? "hostname" : "domainname");
    return 0;
}

int resolve_namespaces(struct resolution *r)
{
    unsigned seen = 0;
    if (!r->config->linux_)
        return set_names(r);
    for (size_t i = 0; i < r->config->linux_->namespaces.count; i++)
        if (add_namespace(r, i, &seen) < 0)
            return -1;
    /* A new network namespace has a loopback, and it is up, as with crun and runc. */
    r->container.loopback = r->container.make & namespace_flags[NAMESPACE_NETWORK];
    return map_ids(r) < 0 || set_clocks(r) < 0 ? -1 : set_names(r);
}
