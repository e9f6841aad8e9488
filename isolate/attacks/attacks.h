/* The list of attacks, in the order of the table on the screen. A file that is not here
 * is found by a test. */
#ifndef RING3_ISOLATE_ATTACKS_H
#define RING3_ISOLATE_ATTACKS_H

#include "isolate/attacks/attack.h"

/* clang-format off */
#define ATTACKS(row)            \
    row(leaked_descriptor)      \
    row(workdir_outside)        \
    row(folder_as_input)        \
    row(reopen_input)           \
    row(host_environment)       \
    row(init_environment)       \
    row(supplementary_groups)   \
    row(session_keyring)        \
    row(keyring_of_starter)     \
    row(controlling_terminal)   \
    row(tiocsti)                \
    row(process_one_arguments)  \
    row(see_host_process)       \
    row(signal_host_process)    \
    row(trace_host_process)     \
    row(trace_parent)           \
    row(read_host_memory)       \
    row(write_host_memory)      \
    row(steal_descriptor)       \
    row(host_root_link)         \
    row(enter_host_namespace)   \
    row(namespace_handle)       \
    row(runtime_binary)         \
    row(interpreter_self)       \
    row(realtime_priority)      \
    row(raise_priority)         \
    row(disk_priority)          \
    row(spared_by_oom)          \
    row(core_file)              \
    row(host_files)             \
    row(host_link)              \
    row(chroot_escape)          \
    row(granted_chroot)         \
    row(file_handle)            \
    row(mount)                  \
    row(mount_new_calls)        \
    row(open_tree)              \
    row(move_mount)             \
    row(mount_attributes)       \
    row(remount_writable)       \
    row(unmount)                \
    row(change_root)            \
    row(fresh_proc)             \
    row(list_mounts)            \
    row(overlay_in_userns)      \
    row(file_system_context)    \
    row(release_agent)          \
    row(volume_link)            \
    row(masked_path_link)       \
    row(false_proc)             \
    row(write_image)            \
    row(planted_setuid)         \
    row(setuid_program)         \
    row(device_in_image)        \
    row(forbidden_file)         \
    row(give_away_file)         \
    row(become_other_user)      \
    row(file_capability)        \
    row(more_capabilities)      \
    row(new_privileges)         \
    row(run_from_shm)           \
    row(run_from_tmp)           \
    row(run_from_memory)        \
    row(make_disk_node)         \
    row(make_memory_node)       \
    row(host_disk)              \
    row(machine_memory)         \
    row(kernel_log_device)      \
    row(kvm)                    \
    row(fuse)                   \
    row(tun)                    \
    row(loop_control)           \
    row(console)                \
    row(console_paste)          \
    row(host_terminals)         \
    row(core_pattern)           \
    row(module_loader)          \
    row(pid_limit)              \
    row(drop_caches)            \
    row(forwarding)             \
    row(sysrq)                  \
    row(binary_formats)         \
    row(kernel_memory)          \
    row(kernel_addresses)       \
    row(kernel_messages)        \
    row(list_of_keys)           \
    row(timers)                 \
    row(interrupts)             \
    row(kernel_configuration)   \
    row(slabs)                  \
    row(kernel_allocations)     \
    row(scheduler_state)        \
    row(interrupt_affinity)     \
    row(own_id_map)             \
    row(group_path)             \
    row(group_limits)           \
    row(firmware)               \
    row(disks_by_name)          \
    row(debug_files)            \
    row(tracing_files)          \
    row(energy_counters)        \
    row(device_helper)          \
    row(boot_identity)          \
    row(machine_load)           \
    row(write_process_files)    \
    row(user_namespace)         \
    row(user_namespace_clone)   \
    row(user_namespace_clone3)  \
    row(user_namespace_32)      \
    row(other_gate)             \
    row(x32_gate)               \
    row(no_filter)              \
    row(bpf)                    \
    row(performance_events)     \
    row(page_fault_handler)     \
    row(io_uring)               \
    row(new_keyring)            \
    row(add_key)                \
    row(request_key)            \
    row(personality)            \
    row(line_discipline)        \
    row(segment_table)          \
    row(compare_processes)      \
    row(watch_file_system)      \
    row(secret_memory)          \
    row(move_pages)             \
    row(disk_quotas)            \
    row(old_calls)              \
    row(newest_calls)           \
    row(trace_own_child)        \
    row(host_service)           \
    row(abstract_socket)        \
    row(shared_network_socket)  \
    row(host_interfaces)        \
    row(network_settings)       \
    row(packet_scheduler)       \
    row(low_port)               \
    row(raw_packets)            \
    row(all_packets)            \
    row(firewall_rules)         \
    row(packet_encryption)      \
    row(list_sockets)           \
    row(audit_log)              \
    row(virtual_machine_socket) \
    row(crypto_socket)          \
    row(odd_families)           \
    row(urgent_data)            \
    row(multipath)              \
    row(firewall_in_userns)     \
    row(fork_bomb)              \
    row(memory_bomb)            \
    row(memory_in_files)        \
    row(descriptor_bomb)        \
    row(fill_disk)              \
    row(fill_inodes)            \
    row(fill_shared_memory)     \
    row(locked_memory)          \
    row(raise_limit)            \
    row(message_queues)         \
    row(huge_pages)             \
    row(terminal_bomb)          \
    row(watch_bomb)             \
    row(restart)                \
    row(other_kernel)           \
    row(load_module)            \
    row(load_module_file)       \
    row(remove_module)          \
    row(swap)                   \
    row(accounting)             \
    row(clock)                  \
    row(clock_speed)            \
    row(rename_host)            \
    row(ports_of_devices)       \
    row(one_port_of_devices)    \
    row(kernel_log)             \
    row(hang_up)                \
    row(host_name)              \
    row(host_uptime)            \
    row(shared_memory)
/* clang-format on */

enum attack_id {
#define ATTACK_ENUM(name) ATTACK_##name,
    ATTACKS(ATTACK_ENUM)
#undef ATTACK_ENUM
        ATTACK_COUNT
};

extern const struct attack *const attacks[ATTACK_COUNT];

/* The attack of a name; NULL when there is none. */
const struct attack *attack_find(const char *name);

#endif
