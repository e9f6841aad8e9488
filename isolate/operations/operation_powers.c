/* Operations that give powers up.
 *
 * Capabilities by their numbers, because this is the lesson: five sets, each
 * emptied by a call of its own. capabilities(7).
 */
#include <linux/capability.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/operations/operation_type.h"

/* ---- the sets of capabilities ---- */

/* The number dropped: those that this kernel has and that were in the set. */
static long run_bounding(const struct operation *o, struct workplace *w)
{
    long dropped = 0;
    (void)o, (void)w;
    for (unsigned long number = 0;; number++) {
        int has = prctl(PR_CAPBSET_READ, number);
        if (has < 0)
            return dropped;
        if (has && prctl(PR_CAPBSET_DROP, number) < 0)
            return -1;
        dropped += has;
    }
}

static void call_bounding(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "prctl(PR_CAPBSET_DROP, n) for each capability n");
}

static void shell_bounding(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec setpriv --bounding-set=-all sh");
}

const struct operation_type operation_bounding = {run_bounding, call_bounding,
                                                  shell_bounding};

static long run_ambient(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

static void call_ambient(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)");
}

static void shell_ambient(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec setpriv --ambient-caps=-all sh");
}

const struct operation_type operation_ambient = {run_ambient, call_ambient,
                                                 shell_ambient};

static long run_capset(const struct operation *o, struct workplace *w)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    (void)o, (void)w;
    return syscall(SYS_capset, &header, none);
}

static void call_capset(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "capset({permitted = 0, effective = 0, inheritable = 0})");
}

/* Root gets its capabilities back at every exec, as far as the bounding set goes;
 * that one is empty, so any exec does it. */
static void shell_capset(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec setpriv --inh-caps=-all sh");
}

const struct operation_type operation_capset = {run_capset, call_capset, shell_capset};

/* ---- no_new_privs, keys ---- */

static long run_no_new_privileges(const struct operation *o, struct workplace *w)
{
    (void)o, (void)w;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void call_no_new_privileges(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)");
}

static void shell_no_new_privileges(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec setpriv --no-new-privs sh");
}

const struct operation_type operation_no_new_privileges = {
    run_no_new_privileges, call_no_new_privileges, shell_no_new_privileges};

static long run_keyring(const struct operation *o, struct workplace *w)
{
    enum { JOIN_SESSION_KEYRING = 1 };
    (void)o, (void)w;
    return syscall(SYS_keyctl, JOIN_SESSION_KEYRING, NULL);
}

static void call_keyring(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)");
}

static void shell_keyring(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec keyctl session - sh");
}

const struct operation_type operation_keyring = {run_keyring, call_keyring,
                                                 shell_keyring};
