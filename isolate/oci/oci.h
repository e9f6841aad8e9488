/* isolate-oci: this program under the name of an OCI runtime.
 *
 * It does what the config.json of a bundle says, no more and no less, and takes the
 * command line that podman, buildah and conmon give to crun and runc. What a container
 * gets from here has none of the defaults of `isolate run`.
 */
#ifndef RING3_ISOLATE_OCI_OCI_H
#define RING3_ISOLATE_OCI_OCI_H

#include <stdbool.h>

#include "labs/kit/error.h"
#include "labs/kit/program.h"

/* The options before the command. */
struct oci_options {
    const char *root;           /* --root: where the containers are noted down */
    const char *log;            /* --log: errors go there too */
    const char *log_format;     /* --log-format: text or json */
    const char *cgroup_manager; /* cgroupfs, systemd (by its names only), disabled */
    bool systemd_cgroup;
    bool debug;
};
extern struct oci_options oci_options;

/* Runs the command of an OCI runtime if argv[0] ends in "isolate-oci", and returns the
 * exit status; -1 when we were called by another name. */
int oci_main(int argc, char **argv);

/* Reports a failure to stderr and to the log; returns `status`. */
int oci_fail(int status, const struct error *error);
/* The same with a level below "error"; the command goes on. */
void oci_warn(const struct error *error);

/* The commands: arguments only, the exit status comes back. One file each. */
int oci_create(int argc, char **argv);
int oci_run(int argc, char **argv);
int oci_start(int argc, char **argv);
int oci_state(int argc, char **argv);
int oci_kill(int argc, char **argv);
int oci_delete(int argc, char **argv);
int oci_exec(int argc, char **argv);
int oci_pause(int argc, char **argv);
int oci_resume(int argc, char **argv);
int oci_update(int argc, char **argv);
int oci_ps(int argc, char **argv);
int oci_list(int argc, char **argv);
int oci_features(int argc, char **argv);
int oci_spec(int argc, char **argv);
extern const struct option_row oci_create_options[], oci_run_options[],
    oci_kill_options[], oci_delete_options[], oci_exec_options[], oci_update_options[],
    oci_ps_options[], oci_list_options[], oci_spec_options[];

#endif
