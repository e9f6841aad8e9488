/* isolate-oci create. */
#include "isolate/oci/create.h"
#include "isolate/oci/oci.h"
#include "isolate/oci/preserve_fds.h"
#include "isolate/oci/protect.h"

static struct create_wish wish;
static uint64_t preserve_fds;
static bool no_subreaper;

const struct option_row oci_create_options[] = {
    {"bundle", 'b', OPTION_TEXT, &wish.bundle, "DIR",
     "the folder with config.json (default: the working directory)", NULL, 0, 0},
    {"config", 'f', OPTION_TEXT, &wish.config_name, "FILE",
     "another name for config.json", NULL, 0, 0},
    {"pid-file", 0, OPTION_TEXT, &wish.pid_file, "FILE",
     "the process id of the container is written there", NULL, 0, 0},
    {"console-socket", 0, OPTION_TEXT, &wish.console_socket, "PATH",
     "a socket that gets the terminal of the container", NULL, 0, 0},
    {"no-pivot", 0, OPTION_FLAG, &wish.resolve.no_pivot, NULL,
     "chroot in place of pivot_root: for a root in the initial ramdisk", NULL, 0, 0},
    {"no-new-keyring", 0, OPTION_FLAG, &wish.resolve.no_new_keyring, NULL,
     "keep the session keyring of the caller", NULL, 0, 0},
    {"no-subreaper", 0, OPTION_FLAG, &no_subreaper, NULL, "accepted", NULL, 0, 0},
    {"preserve-fds", 0, OPTION_COUNT, &preserve_fds, "N",
     "so many descriptors from 3 on stay open", NULL, 0, 1000000},
    {0},
};

int oci_create(int argc, char **argv)
{
    struct error error = {0};
    struct created created;
    (void)argc;
    wish.resolve.preserve_fds = preserve_fds_with_listeners(preserve_fds);
    if (protect_own_binary(&error) < 0 ||
        create_container(argv[0], &wish, &created, &error) < 0)
        return oci_fail(1, &error);
    launch_forget(&created.launched);
    created_close(&created);
    return 0;
}
