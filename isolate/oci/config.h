/* config.json of an OCI bundle, as plain data: every field of the runtime
 * specification 1.0 to 1.2 that means something on Linux, under the names that it has
 * there. Nothing is judged here but shape: what the fields mean is resolve.h's.
 *
 *   https://github.com/opencontainers/runtime-spec: config.md, config-linux.md
 *
 * Absent texts are NULL, absent lists empty, absent numbers not `given`.
 */
#ifndef RING3_ISOLATE_OCI_CONFIG_H
#define RING3_ISOLATE_OCI_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "labs/kit/error.h"

/* Larger files and deeper nesting are refused before they are parsed. */
enum { CONFIG_BYTES_MAX = 16 << 20, CONFIG_DEPTH_MAX = 32 };

struct config_number {
    bool given;
    int64_t value;
};

struct config_unsigned {
    bool given;
    uint64_t value;
};

/* `items` ends with NULL, so that it serves as argv. */
struct config_texts {
    const char **items;
    size_t count;
};

/* A JSON object whose names are free: annotations, sysctl. */
struct config_pair {
    const char *name, *value;
};

struct config_pairs {
    struct config_pair *items;
    size_t count;
};

/* ---- process ---- */

struct config_user {
    uint64_t uid, gid;
    struct config_unsigned umask;
    struct config_uids {
        uint64_t *items;
        size_t count;
    } additional_gids;
};

struct config_rlimit {
    const char *type; /* RLIMIT_NOFILE */
    uint64_t soft, hard;
};

struct config_rlimits {
    struct config_rlimit *items;
    size_t count;
};

struct config_capabilities {
    struct config_texts bounding, effective, inheritable, permitted, ambient;
};

struct config_scheduler {
    const char *policy; /* SCHED_BATCH */
    int64_t nice, priority;
    struct config_texts flags; /* SCHED_FLAG_… */
    uint64_t runtime, deadline, period;
};

struct config_io_priority {
    const char *class; /* IOPRIO_CLASS_BE */
    int64_t priority;
};

struct config_process {
    bool terminal;
    struct config_size {
        uint64_t height, width;
    } * console_size;
    const char *cwd;
    struct config_texts env, args;
    struct config_rlimits rlimits;
    const char *apparmor_profile, *selinux_label;
    struct config_capabilities *capabilities;
    bool no_new_privileges;
    struct config_number oom_score_adj;
    struct config_scheduler *scheduler;
    struct config_io_priority *io_priority;
    struct config_user user;
};

/* ---- root and mounts ---- */

struct config_root {
    const char *path;
    bool readonly;
};

struct config_id_map {
    uint64_t container_id, host_id, size;
};

struct config_id_maps {
    struct config_id_map *items;
    size_t count;
};

struct config_mount {
    const char *destination, *source, *type;
    struct config_texts options;
    struct config_id_maps uid_maps, gid_maps;
};

struct config_mounts {
    struct config_mount *items;
    size_t count;
};

/* ---- hooks ---- */

struct config_hook {
    const char *path;
    struct config_texts args, env;
    struct config_number timeout; /* seconds */
};

struct config_hook_list {
    struct config_hook *items;
    size_t count;
};

struct config_hooks {
    struct config_hook_list prestart, create_runtime, create_container, start_container,
        poststart, poststop;
};

/* ---- linux ---- */

struct config_namespace {
    const char *type, *path;
};

struct config_namespaces {
    struct config_namespace *items;
    size_t count;
};

struct config_device {
    const char *type, *path; /* "c", "/dev/fuse" */
    struct config_number major, minor;
    struct config_unsigned file_mode;
    struct config_unsigned uid, gid;
};

struct config_devices {
    struct config_device *items;
    size_t count;
};

struct config_device_rule {
    bool allow;
    const char *type, *access; /* "a" and "rwm" when absent */
    struct config_number major, minor;
};

struct config_device_rules {
    struct config_device_rule *items;
    size_t count;
};

struct config_memory {
    struct config_number limit, reservation, swap, kernel, kernel_tcp;
    struct config_unsigned swappiness;
    bool disable_oom_killer, use_hierarchy, check_before_update;
};

struct config_cpu {
    struct config_unsigned shares, period, realtime_period, burst;
    struct config_number quota, realtime_runtime, idle;
    const char *cpus, *mems;
};

struct config_weight_device {
    int64_t major, minor;
    struct config_unsigned weight, leaf_weight;
};

struct config_weight_devices {
    struct config_weight_device *items;
    size_t count;
};

struct config_rate_device {
    int64_t major, minor;
    uint64_t rate;
};

struct config_rate_devices {
    struct config_rate_device *items;
    size_t count;
};

struct config_block_io {
    struct config_unsigned weight, leaf_weight;
    struct config_weight_devices weight_devices;
    struct config_rate_devices read_bps, write_bps, read_iops, write_iops;
};

struct config_huge_pages {
    struct config_huge_page {
        const char *page_size; /* "2MB" */
        uint64_t limit;
    } * items;
    size_t count;
};

struct config_priorities {
    struct config_priority {
        const char *name; /* of a network interface */
        uint64_t priority;
    } * items;
    size_t count;
};

struct config_network {
    struct config_unsigned class_id;
    struct config_priorities priorities;
};

struct config_rdma {
    const char *name; /* of the device */
    struct config_unsigned handles, objects;
};

struct config_rdmas {
    struct config_rdma *items;
    size_t count;
};

struct config_resources {
    struct config_device_rules devices;
    struct config_memory *memory;
    struct config_cpu *cpu;
    struct config_pids {
        struct config_number limit;
    } * pids;
    struct config_block_io *block_io;
    struct config_huge_pages huge_pages;
    struct config_network *network;
    struct config_rdmas rdma;
    struct config_pairs unified;
};

struct config_seccomp_arg {
    uint64_t index, value, value_two;
    const char *op; /* SCMP_CMP_EQ */
};

struct config_seccomp_call {
    struct config_texts names;
    const char *action; /* SCMP_ACT_ALLOW */
    struct config_unsigned errno_return;
    struct config_seccomp_args {
        struct config_seccomp_arg *items;
        size_t count;
    } args;
};

struct config_seccomp {
    const char *default_action;
    struct config_unsigned default_errno;
    struct config_texts architectures, flags;
    const char *listener_path, *listener_metadata;
    struct config_seccomp_calls {
        struct config_seccomp_call *items;
        size_t count;
    } calls;
};

struct config_time_offset {
    const char *clock; /* "monotonic", "boottime" */
    int64_t secs;
    uint64_t nanosecs;
};

struct config_time_offsets {
    struct config_time_offset *items;
    size_t count;
};

struct config_intel_rdt {
    const char *clos_id, *l3_cache_schema, *memory_schema;
};

struct config_personality {
    const char *domain; /* LINUX, LINUX32 */
    struct config_texts flags;
};

struct config_linux {
    struct config_id_maps uid_maps, gid_maps;
    struct config_pairs sysctl;
    struct config_resources *resources;
    const char *cgroups_path;
    struct config_namespaces namespaces;
    struct config_devices devices;
    struct config_seccomp *seccomp;
    const char *rootfs_propagation, *mount_label;
    struct config_texts masked_paths, readonly_paths;
    struct config_intel_rdt *intel_rdt;
    struct config_personality *personality;
    struct config_time_offsets time_offsets;
};

struct config {
    const char *version;
    struct config_process *process;
    struct config_root *root;
    const char *hostname, *domainname;
    struct config_mounts mounts;
    struct config_hooks *hooks;
    struct config_pairs annotations;
    struct config_linux *linux_;        /* `linux` is a macro of the compiler */
    struct config_memory_block *blocks; /* what the rest lies in */
    void *document;
};

/* Reads DIR/config.json. The error is one line that begins with the file and the path
 * of the field: "config.json: process.rlimits[2].soft: a number is needed". */
int config_read(const char *path, struct config *config, struct error *error);

/* The same from memory; `name` stands for the file in messages. */
int config_parse(const char *text, size_t length, const char *name, struct config *config,
                 struct error *error);

/* The file of `exec --process` and of `update --resources`: an object of config.json
 * by itself. What is found hangs on `config`, which config_free() empties. */
int config_read_process(const char *path, struct config *config, struct error *error);
int config_read_resources(const char *path, struct config *config,
                          struct config_resources **resources, struct error *error);

/* Makes a config empty, also one that a failure left half filled. */
void config_free(struct config *config);

#endif
