/* The tables of `mounts` and of `linux`, but for its resources and its filter. */
#include "isolate/oci/config.h"
#include "isolate/oci/field.h"

const struct field id_map_fields[] = {
    NEEDED(UNSIGNED, "containerID", struct config_id_map, container_id),
    NEEDED(UNSIGNED, "hostID", struct config_id_map, host_id),
    NEEDED(UNSIGNED, "size", struct config_id_map, size),
    {0},
};

const struct field mount_fields[] = {
    NEEDED(TEXT, "destination", struct config_mount, destination),
    FIELD(TEXT, "source", struct config_mount, source),
    FIELD(TEXT, "type", struct config_mount, type),
    FIELD(TEXTS, "options", struct config_mount, options),
    NESTED(LIST, "uidMappings", struct config_mount, uid_maps, id_map_fields,
           struct config_id_map),
    NESTED(LIST, "gidMappings", struct config_mount, gid_maps, id_map_fields,
           struct config_id_map),
    {0},
};

static const struct field namespace_fields[] = {
    NEEDED(TEXT, "type", struct config_namespace, type),
    FIELD(TEXT, "path", struct config_namespace, path),
    {0},
};

static const struct field device_fields[] = {
    NEEDED(TEXT, "type", struct config_device, type),
    NEEDED(PATH, "path", struct config_device, path),
    FIELD(OPTIONAL_INTEGER, "major", struct config_device, major),
    FIELD(OPTIONAL_INTEGER, "minor", struct config_device, minor),
    FIELD(OPTIONAL_UNSIGNED, "fileMode", struct config_device, file_mode),
    FIELD(OPTIONAL_UNSIGNED, "uid", struct config_device, uid),
    FIELD(OPTIONAL_UNSIGNED, "gid", struct config_device, gid),
    {0},
};

static const struct field intel_rdt_fields[] = {
    FIELD(TEXT, "closID", struct config_intel_rdt, clos_id),
    FIELD(TEXT, "l3CacheSchema", struct config_intel_rdt, l3_cache_schema),
    FIELD(TEXT, "memBwSchema", struct config_intel_rdt, memory_schema),
    {0},
};

static const struct field personality_fields[] = {
    NEEDED(TEXT, "domain", struct config_personality, domain),
    FIELD(TEXTS, "flags", struct config_personality, flags),
    {0},
};

static const struct field time_offset_fields[] = {
    FIELD(INTEGER, "secs", struct config_time_offset, secs),
    FIELD(UNSIGNED, "nanosecs", struct config_time_offset, nanosecs),
    {0},
};

const struct field linux_fields[] = {
    NESTED(LIST, "uidMappings", struct config_linux, uid_maps, id_map_fields,
           struct config_id_map),
    NESTED(LIST, "gidMappings", struct config_linux, gid_maps, id_map_fields,
           struct config_id_map),
    FIELD(PAIRS, "sysctl", struct config_linux, sysctl),
    NESTED(POINTER, "resources", struct config_linux, resources, resources_fields,
           struct config_resources),
    FIELD(TEXT, "cgroupsPath", struct config_linux, cgroups_path),
    NESTED(LIST, "namespaces", struct config_linux, namespaces, namespace_fields,
           struct config_namespace),
    NESTED(LIST, "devices", struct config_linux, devices, device_fields,
           struct config_device),
    NESTED(POINTER, "seccomp", struct config_linux, seccomp, seccomp_fields,
           struct config_seccomp),
    FIELD(TEXT, "rootfsPropagation", struct config_linux, rootfs_propagation),
    FIELD(TEXT, "mountLabel", struct config_linux, mount_label),
    FIELD(TEXTS, "maskedPaths", struct config_linux, masked_paths),
    FIELD(TEXTS, "readonlyPaths", struct config_linux, readonly_paths),
    NESTED(POINTER, "intelRdt", struct config_linux, intel_rdt, intel_rdt_fields,
           struct config_intel_rdt),
    NESTED(POINTER, "personality", struct config_linux, personality, personality_fields,
           struct config_personality),
    NESTED(NAMED, "timeOffsets", struct config_linux, time_offsets, time_offset_fields,
           struct config_time_offset),
    {0},
};
