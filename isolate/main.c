/* The program `isolate`: its commands. */
#include "isolate/attack/command.h"
#include "isolate/attack/inside.h"
#include "isolate/compare/compare.h"
#include "isolate/explain/command.h"
#include "isolate/host/doctor.h"
#include "isolate/keeper/commands.h"
#include "isolate/oci/oci.h"
#include "isolate/play/apply.h"
#include "isolate/play/guest.h"
#include "isolate/play/play.h"
#include "isolate/play/shell.h"
#include "isolate/runtime/run.h"
#include "isolate/seccomp/command.h"
#include "labs/kit/program.h"

static const struct command commands[] = {
    {"play", "", "build a container step by step, on the real thing", play_options,
     play_command, 0, 0, TRAIT_STEPS},
    {"shell", "",
     "build the same container, up to a step or without one, and open a shell in it; its "
     "status is passed on",
     shell_options, shell_command, 0, 0, TRAIT_PASSES_STATUS},
    {"run", "DIR CMD…",
     "run a command in a container whose root is DIR; its status is passed on, and 125 "
     "means a failure of isolate itself",
     run_options, run_command, 2, -1, TRAIT_RUNS_COMMAND | TRAIT_PASSES_STATUS},
    {"ps", "", "list the containers that run; with -a also those that have ended",
     ps_options, ps_command, 0, 0, TRAIT_JSON},
    {"exec", "NAME CMD…", "run one more command in a container, as tightly as the first",
     exec_options, exec_command, 2, -1, TRAIT_RUNS_COMMAND | TRAIT_PASSES_STATUS},
    {"logs", "NAME", "show what a container wrote", logs_options, logs_command, 1, 1, 0},
    {"attach", "NAME", "see what a container writes, and type into it", attach_options,
     attach_command, 1, 1, TRAIT_PASSES_STATUS},
    {"stop", "NAME…", "end containers: TERM, and after a while KILL", stop_options,
     stop_command, 1, -1, 0},
    {"kill", "NAME…", "send a signal to containers", kill_options, kill_command, 1, -1,
     0},
    {"wait", "NAME…", "wait for the end of containers, and print their statuses",
     wait_options, wait_command, 1, -1, 0},
    {"rm", "NAME…", "remove containers that have ended", rm_options, rm_command, 1, -1,
     0},
    {"start", "NAME", "run a container that has ended once more, as it was asked for",
     start_options, start_command, 1, 1, TRAIT_PASSES_STATUS},
    {"restart", "NAME", "stop a container and start it again", restart_options,
     restart_command, 1, 1, TRAIT_PASSES_STATUS},
    {"rename", "NAME NEW", "give a container another name", rename_options,
     rename_command, 2, 2, 0},
    {"pause", "NAME…", "freeze all processes of containers", pause_options, pause_command,
     1, -1, 0},
    {"unpause", "NAME…", "let them go on", unpause_options, unpause_command, 1, -1, 0},
    {"inspect", "NAME…", "all that is known about containers, as JSON", inspect_options,
     inspect_command, 1, -1, TRAIT_JSON},
    {"top", "NAME…", "the processes in containers, with their numbers here and inside",
     top_options, top_command, 1, -1, TRAIT_JSON},
    {"stats", "[NAME…]", "what containers use of this machine, live", stats_options,
     stats_command, 0, -1, TRAIT_JSON | TRAIT_SCREEN},
    {"diff", "NAME…", "what containers changed in their roots: added, changed, deleted",
     diff_options, diff_command, 1, -1, 0},
    {"gc", "", "find what a crash left behind, and remove it", gc_options, gc_command, 0,
     0, 0},
    {"attack", "[NAME…]",
     "try every known way out of a container, and each again without the layers that "
     "stop it; status 1 when one is open",
     attack_options, attack_command, 0, -1, TRAIT_JSON | TRAIT_SCREEN},
    {"compare", "[RUNTIME…]",
     "try the same under bwrap, crun, runc, podman, nsjail, unshare and chroot, as far "
     "as they are installed",
     compare_options, compare_command, 0, -1, TRAIT_JSON},
    {"apply", "LAYER CMD…",
     "take one layer upon this process and execute a command: landlock, filter, notify "
     "or "
     "seccomp, for which the shell has no program; needs no_new_privs",
     apply_options, apply_command, 2, -1, TRAIT_RUNS_COMMAND | TRAIT_PASSES_STATUS},
    {"explain", "[ERRNO --] CMD…",
     "run a command in the default container and say which layer refused its system "
     "calls, by removing layers until they are not refused",
     explain_options, explain_command, 1, -1, TRAIT_RUNS_COMMAND | TRAIT_JSON},
    {"seccomp", "[list | show NAME… | bpf | check CALL [ARGUMENT…]]",
     "the system calls that a container may make, and why; and the filter that says so",
     seccomp_options, seccomp_command, 0, -1, TRAIT_JSON},
    {"doctor", "", "host.doctor", doctor_options, doctor_command, 0, 0,
     TRAIT_JSON | TRAIT_WORDS},
    {0},
};

static const struct program program = {
    .name = "isolate",
    .tagline = "a container, built step by step",
    .description =
        "isolate shows how a process comes to see less than its machine: play builds a "
        "container on the real kernel, one layer at a time, with the system call, the "
        "shell command that does the same, and what the process sees before and after. "
        "run builds the same at once and runs a command in it.\n\n"
        "Neither needs root. However they end, no process, no mount and no file of "
        "theirs "
        "is left on the host, but for what the command writes to folders that it was "
        "lent.\n\n"
        "run exits with the status of the command, or 128 and the number of its signal; "
        "124 when the time was over, 125 for a failure of its own, a wrong option "
        "too (so that it is not taken for a status of the command; env and timeout do "
        "the "
        "same), 126 when the command "
        "cannot be executed, 127 when it is not found.",
    .examples =
        "  isolate play --at 5                   # build up to step 5 and look\n"
        "  isolate run --read-only / id          # who am I in there?\n"
        "  isolate run --read-only --tmpfs /tmp --bind $PWD:/work --workdir /work "
        "/ gcc -o p p.c  # compile, with nothing else writable\n",
    .commands = commands,
    .interactive = "play",
};

int main(int argc, char **argv)
{
    int status = inside_main(argc, argv);
    if (status < 0)
        status = oci_main(argc, argv);
    if (status < 0)
        status = guest_main(argc, argv);
    return status >= 0 ? status : program_main(&program, argc, argv);
}
