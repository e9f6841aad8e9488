/* isolate-oci run: create, start, wait, delete. */
#include "isolate/oci/create.h"
#include "isolate/oci/foreground.h"
#include "isolate/oci/notify.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/preserve_fds.h"
#include "isolate/oci/protect.h"

static struct create_wish wish;
static uint64_t preserve_fds;
static bool detach, keep, no_subreaper;

const struct option_row oci_run_options[] = {
    {"bundle", 'b', OPTION_TEXT, &wish.bundle, "DIR",
     "the folder with config.json (default: the working directory)", NULL, 0, 0},
    {"config", 'f', OPTION_TEXT, &wish.config_name, "FILE",
     "another name for config.json", NULL, 0, 0},
    {"detach", 'd', OPTION_FLAG, &detach, NULL, "do not wait for its end", NULL, 0, 0},
    {"keep", 0, OPTION_FLAG, &keep, NULL, "do not delete it at its end", NULL, 0, 0},
    {"pid-file", 0, OPTION_TEXT, &wish.pid_file, "FILE",
     "the process id of the container is written there", NULL, 0, 0},
    {"console-socket", 0, OPTION_TEXT, &wish.console_socket, "PATH",
     "a socket that gets the terminal of the container", NULL, 0, 0},
    {"no-pivot", 0, OPTION_FLAG, &wish.resolve.no_pivot, NULL,
     "chroot in place of pivot_root", NULL, 0, 0},
    {"no-new-keyring", 0, OPTION_FLAG, &wish.resolve.no_new_keyring, NULL,
     "keep the session keyring of the caller", NULL, 0, 0},
    {"no-subreaper", 0, OPTION_FLAG, &no_subreaper, NULL, "accepted", NULL, 0, 0},
    {"preserve-fds", 0, OPTION_COUNT, &preserve_fds, "N",
     "so many descriptors from 3 on stay open", NULL, 0, 1000000},
    {0},
};

static int wait_and_delete(struct created *c, int notify, struct error *error)
{
    int status = foreground_wait(c->launched.pid, c->launched.terminal, notify);
    if (!keep &&
        (record_lock(&c->record, error) < 0 || delete_container(&c->record, error) < 0))
        return oci_fail(1, error);
    return status;
}

static int wait_until_ready(const struct created *c, int notify, struct error *error)
{
    return notify_wait(notify, &c->record, error) < 0 ? oci_fail(1, error) : 0;
}

int oci_run(int argc, char **argv)
{
    struct error error = {0};
    struct created created;
    (void)argc;
    wish.resolve.preserve_fds = preserve_fds_with_listeners(preserve_fds);
    wish.terminal_is_ours = !detach;
    if (protect_own_binary(&error) < 0 ||
        create_container(argv[0], &wish, &created, &error) < 0)
        return oci_fail(1, &error);
    int status = 0, notify;
    foreground_begin();
    if (start_container(&created.record, &notify, &error) < 0) {
        status = oci_fail(1, &error);
        if (delete_container(&created.record, &error) < 0)
            oci_warn(&error);
    } else {
        record_unlock(&created.record);
        status = detach ? wait_until_ready(&created, notify, &error)
                        : wait_and_delete(&created, notify, &error);
    }
    launch_forget(&created.launched);
    created_close(&created);
    return status;
}
