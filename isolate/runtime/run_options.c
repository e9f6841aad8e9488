/* The table of options of `isolate run`. The words are docker's where docker has one. */
#include "isolate/runtime/run_options.h"

#include "isolate/keeper/commands.h"
#include "isolate/runtime/run.h"

struct run_words run_words = {.stop_seconds = 10};

#define W(field) &run_words.field

/* clang-format off: a table */
const struct option_row run_options[] = {
    /* ---- its life ---- */
    {"name", 0, OPTION_TEXT, W(name), "NAME",
     "call it so; its state stays after the end, until isolate rm", NULL, 0, 0},
    {"rm", 0, OPTION_FLAG, W(remove), NULL,
     "with --name or -d: remove its state when it ends", NULL, 0, 0},
    {"detach", 'd', OPTION_FLAG, W(detach), NULL,
     "run in the background and print the id", NULL, 0, 0},
    {"interactive", 'i', OPTION_FLAG, W(interactive), NULL,
     "with -d or --name: keep the command's input open; with -t as well, keys are its",
     NULL, 0, 0},
    {"tty", 't', OPTION_FLAG, W(terminal), NULL, "give the command a terminal of its own",
     NULL, 0, 0},
    {"detach-keys", 0, OPTION_TEXT, W(detach_keys), "KEYS",
     "keys that leave a container with -t and a name (default: ctrl-p,ctrl-q)", NULL, 0,
     0},
    {"stop-signal", 0, OPTION_TEXT, W(stop_signal), "SIGNAL",
     "what isolate stop sends first (default: TERM)", NULL, 0, 0},
    {"stop-timeout", 0, OPTION_COUNT, W(stop_seconds), "SECONDS",
     "what isolate stop waits before it kills (default: 10)", NULL, 0, 1000000},
    {"log-size", 0, OPTION_COUNT, W(log_limit), "BYTES",
     "with -d or --name: of each of the two files of its log (default: 10485760)", NULL,
     4096, 0},
    STATE_DIR_ROW,
    {"init", 0, OPTION_FLAG, W(init), NULL,
     "a process 1 that reaps and passes signals on; always so without --no-init", NULL, 0,
     0},
    {"no-init", 0, OPTION_FLAG, W(no_init), NULL, "the command itself is process 1", NULL,
     0, 0},
    {"report", 0, OPTION_TEXT, W(report), "FILE",
     "write how it ended, as JSON: time, processor, memory, status; with -d, when it "
     "ends",
     NULL, 0, 0},
    /* ---- who and where ---- */
    {"hostname", 'h', OPTION_TEXT, W(hostname), "NAME",
     "the name of the machine inside (default: box)", NULL, 0, 0},
    {"user", 'u', OPTION_TEXT, W(user), "USER[:GROUP]",
     "run the command as this user of the container (default: root)", NULL, 0, 0},
    {"ids", 0, OPTION_CHOICE, W(ids), "HOW",
     "for an ordinary user: one id, or those of /etc/subuid as well, by newuidmap (some "
     "milliseconds); root has a range",
     "single range", 0, 0},
    {"workdir", 'w', OPTION_TEXT, W(workdir), "DIR",
     "start the command in this directory of the container, which is made when it is not "
     "there (default: /)",
     NULL, 0, 0},
    {"env", 'e', OPTION_LIST, W(environment), "NAME[=VALUE]",
     "set a variable, or pass ours on; otherwise there are only PATH, HOME and TERM",
     NULL, 0, 0},
    {"env-file", 0, OPTION_LIST, W(environment_files), "FILE",
     "variables from a file, one NAME=VALUE per line", NULL, 0, 0},
    /* ---- the root ---- */
    {"read-only", 0, OPTION_FLAG, W(read_only), NULL,
     "nothing can be written but volumes; needed when DIR is /", NULL, 0, 0},
    {"root-size", 0, OPTION_TEXT, W(root_size), "BYTES",
     "of the layer in memory that takes what is written to the root (default: 64M)", NULL,
     0, 0},
    {"volume", 'v', OPTION_LIST, W(volumes), "SRC:DST[:ro]",
     "lend SRC as DST in the container, to be written unless :ro", NULL, 0, 0},
    {"mount", 0, OPTION_LIST, W(mounts), "type=bind|tmpfs,…",
     "the same in docker's long form: source=, target=, readonly, tmpfs-size=, "
     "tmpfs-mode=",
     NULL, 0, 0},
    {"bind", 0, OPTION_LIST, W(binds), "SRC:DST",
     "lend SRC, writable, as DST in the container", NULL, 0, 0},
    {"ro-bind", 0, OPTION_LIST, W(ro_binds), "SRC:DST", "lend SRC to be read only", NULL,
     0, 0},
    {"tmpfs", 0, OPTION_LIST, W(tmpfs), "DST[:size=BYTES,mode=MODE,ro]",
     "an empty file system in memory, of at most 512 MiB, gone at the end", NULL, 0, 0},
    {"shm-size", 0, OPTION_TEXT, W(shm_size), "BYTES", "of /dev/shm (default: 64M)", NULL,
     0, 0},
    {"device", 0, OPTION_LIST, W(devices), "DEVICE[:DST]",
     "lend a device; who may use it is as its owner and mode say", NULL, 0, 0},
    /* ---- the network ---- */
    {"network", 0, OPTION_TEXT, W(network), "none|bridge|host",
     "only a loopback; a way to other containers and out; or all of the host's "
     "(default: none)",
     NULL, 0, 0},
    {"publish", 'p', OPTION_LIST, W(publish), "[ADDRESS:]PORT:PORT[/udp]",
     "a port of the host leads to one of the container", NULL, 0, 0},
    {"add-host", 0, OPTION_LIST, W(hosts), "NAME:ADDRESS", "a line for its /etc/hosts",
     NULL, 0, 0},
    {"dns", 0, OPTION_LIST, W(servers), "ADDRESS", "who resolves names for it", NULL, 0,
     0},
    {"share-net", 0, OPTION_FLAG, W(share_net), NULL, "the same as --network host", NULL,
     0, 0},
    /* ---- powers ---- */
    {"cap-add", 0, OPTION_LIST, W(capabilities_add), "CAPABILITY",
     "let the command keep one of root's powers inside; otherwise it has none", NULL, 0,
     0},
    {"cap-drop", 0, OPTION_LIST, W(capabilities_drop), "CAPABILITY",
     "after --cap-add ALL: but not this one", NULL, 0, 0},
    {"security-opt", 0, OPTION_LIST, W(security), "OPTION",
     "no-new-privileges:false, seccomp=FILE in docker's format, or seccomp=unconfined",
     NULL, 0, 0},
    {"allow-userns", 0, OPTION_FLAG, W(allow_userns), NULL,
     "user namespaces may be made inside; much of the kernel is in reach then", NULL, 0,
     0},
    /* ---- limits ---- */
    {"memory", 'm', OPTION_TEXT, W(memory), "BYTES",
     "memory of all processes together; K, M and G are understood, max is no limit "
     "(default: half the machine's)",
     NULL, 0, 0},
    {"memory-swap", 0, OPTION_TEXT, W(memory_swap), "BYTES",
     "memory and swap together (default: as --memory)", NULL, 0, 0},
    {"cpus", 0, OPTION_TEXT, W(cpus), "N", "processor time per time: 0.5 is half of one",
     NULL, 0, 0},
    {"pids-limit", 0, OPTION_TEXT, W(processes), "N",
     "processes and threads of the whole container, max for no limit (default: 1024)",
     NULL, 0, 0},
    {"processes", 0, OPTION_TEXT, W(processes), "N", "the same", NULL, 0, 0},
    {"address-space", 0, OPTION_TEXT, W(address_space), "BYTES",
     "of each process (RLIMIT_AS): beyond it, malloc fails", NULL, 0, 0},
    {"file-size", 0, OPTION_TEXT, W(file_size), "BYTES",
     "size of each file that is written (RLIMIT_FSIZE)", NULL, 0, 0},
    {"ulimit", 0, OPTION_LIST, W(limits), "NAME=SOFT[:HARD]",
     "another limit per process, by the names of bash and docker: nofile, core, stack …",
     NULL, 0, 0},
    {"time-limit", 0, OPTION_TEXT, W(time_limit), "SECONDS",
     "after so long on the clock kill all of it; the exit status is then 124", NULL, 0,
     0},
    {"time", 0, OPTION_TEXT, W(time_limit), "SECONDS", "the same", NULL, 0, 0},
    {"output-limit", 0, OPTION_TEXT, W(output_limit), "BYTES",
     "after so much on stdout and stderr kill all of it; the exit status is then 124",
     NULL, 0, 0},
    /* ---- for lessons ---- */
    {"without", 0, OPTION_LIST, W(without), "LAYER",
     "leave one layer of isolation out, to see what it is for: seccomp, user, pivot … "
     "(isolate attack --help has the list)",
     NULL, 0, 0},
    {0},
};
/* clang-format on */
