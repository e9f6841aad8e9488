/* The functions that observe.c calls, one per fact. Each writes FACT_MAX bytes at most.
 * For observe.c only. */
#ifndef RING3_ISOLATE_SEE_H
#define RING3_ISOLATE_SEE_H

#include <stddef.h>

/* A file below /proc, whole up to `size`; "" when it cannot be read. */
char *see_file(int proc, const char *path, char *buffer, size_t size);
/* The value of a line such as "CapEff:" of self/status; "" when there is none. */
char *see_status(int proc, const char *key, char *buffer, size_t size);
/* Names in a folder, sorted, cut after the last that fits; "none" and the reason. */
void see_folder(const char *path, char *out);

/* see_process.c */
void see_environment(int proc, const char *argument, char *out);
void see_descriptors(int proc, const char *argument, char *out);
void see_session(int proc, const char *argument, char *out);
void see_id(int proc, const char *argument, char *out);
void see_capabilities(int proc, const char *key, char *out);
void see_status_line(int proc, const char *key, char *out);
void see_seccomp(int proc, const char *argument, char *out);
void see_keyring(int proc, const char *argument, char *out);
void see_pid(int proc, const char *argument, char *out);
void see_uptime(int proc, const char *argument, char *out);
void see_rlimits(int proc, const char *argument, char *out);

/* see_system.c */
void see_hostname(int proc, const char *argument, char *out);
void see_proc_line(int proc, const char *path, char *out);
void see_namespace(int proc, const char *kind, char *out);
void see_names(int proc, const char *path, char *out);
void see_writable(int proc, const char *path, char *out);
void see_read_only(int proc, const char *path, char *out);
void see_masked(int proc, const char *argument, char *out);
void see_ipc(int proc, const char *argument, char *out);
void see_links(int proc, const char *argument, char *out);
void see_route(int proc, const char *argument, char *out);
void see_cgroup(int proc, const char *argument, char *out);

#endif
