/* An image whose command is a script for the runtime itself. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "labs/kit/cleanup.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_interpreter_self = {
    .name = "interpreter-self",
    .title = "be run by the program of the runtime",
    .group = GROUP_PROCESSES,
    .tries =
        "The command is a script that begins with #!/proc/self/exe. The kernel opens "
        "that link in the process that calls execve(), which is still the runtime: its "
        "own program runs inside, and its file can be opened from there to write.",
    .source = "CVE-2019-5736 (runc), the way the exploit went",
    .stopped = "The file belongs to a user that the container does not have. Where it "
               "belongs to the starter himself, Landlock refuses to write what is not in "
               "the container's root.",
    .layers = STOPS(USER) | STOPS(LANDLOCK) | STOPS(CAPABILITIES) | STOPS(DESCRIPTORS),
    .needs_image = true,
    .asks = {.script = true},
    .may_refuse = true,
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    char path[256];
    snprintf(path, sizeof path, "%s/script", trap->root);
    cleanup_file FILE *file = fopen(path, "wxe");
    if (!file || fputs("#!/proc/self/exe isolate-attempt\n", file) < 0 ||
        fchmod(fileno(file), 0755) < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    return 0;
}

static void attempt(struct attempt *attempt)
{
    struct stat mine, image;
    if (stat("/proc/self/exe", &mine) < 0 || stat("/isolate-attempt", &image) < 0) {
        attempt_refused(attempt, "/proc/self/exe");
        return;
    }
    cleanup_fd int fd = open("/proc/self/exe", O_WRONLY | O_CLOEXEC);
    if (fd >= 0 || errno == ETXTBSY)
        attempt_open(attempt, "the program of the runtime may be written");
    else
        attempt_blocked(attempt, "the program of the runtime cannot be written: %m");
}
