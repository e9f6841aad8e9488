/* isolate-oci: its commands, the options before them, and how it fails. */
#include "isolate/oci/oci.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/suggest.h"

struct oci_options oci_options = {.log_format = "text", .cgroup_manager = "cgroupfs"};

static const char *rootless, *log_level, *criu;
static bool help, version, manual;

static const struct option_row global_options[] = {
    {"root", 0, OPTION_TEXT, &oci_options.root, "DIR",
     "where containers are noted down (default: /run/isolate-oci, or below "
     "$XDG_RUNTIME_DIR)",
     NULL, 0, 0},
    {"log", 0, OPTION_TEXT, &oci_options.log, "FILE", "errors are added to this file",
     NULL, 0, 0},
    {"log-format", 0, OPTION_CHOICE, &oci_options.log_format, "FORMAT",
     "how: text or json", "text json", 0, 0},
    {"log-level", 0, OPTION_TEXT, &log_level, "LEVEL", "accepted; errors are all we log",
     NULL, 0, 0},
    {"debug", 0, OPTION_FLAG, &oci_options.debug, NULL, "accepted", NULL, 0, 0},
    {"systemd-cgroup", 0, OPTION_FLAG, &oci_options.systemd_cgroup, NULL,
     "cgroupsPath is SLICE:PREFIX:NAME; the groups get the paths that systemd would give "
     "them, but systemd is not asked",
     NULL, 0, 0},
    {"cgroup-manager", 0, OPTION_CHOICE, &oci_options.cgroup_manager, "WORD",
     "cgroupfs, systemd (as --systemd-cgroup) or disabled", "cgroupfs systemd disabled",
     0, 0},
    {"rootless", 0, OPTION_TEXT, &rootless, "WORD",
     "accepted; we see by ourselves whether we are root", NULL, 0, 0},
    {"criu", 0, OPTION_TEXT, &criu, "PATH", "accepted; there are no checkpoints", NULL, 0,
     0},
    {"help", 'h', OPTION_FLAG, &help, NULL, "show this help", NULL, 0, 0},
    {"version", 'v', OPTION_FLAG, &version, NULL, "show the version", NULL, 0, 0},
    {"manual", 0, OPTION_FLAG, &manual, NULL, "print the manual page", NULL, 0, 0},
    {0},
};

static const struct command commands[] = {
    {"create", "ID",
     "make the container of a bundle; its command waits until it is started",
     oci_create_options, oci_create, 1, 1, 0},
    {"start", "ID", "let the command of a created container go", NULL, oci_start, 1, 1,
     0},
    {"state", "ID", "print the state, as the specification words it, in JSON", NULL,
     oci_state, 1, 1, 0},
    {"kill", "ID [SIGNAL]", "send a signal to the container's process (default: TERM)",
     oci_kill_options, oci_kill, 1, 2, 0},
    {"delete", "ID", "take away what a stopped container has left", oci_delete_options,
     oci_delete, 1, 1, 0},
    {"run", "ID", "create, start, wait for the end and delete", oci_run_options, oci_run,
     1, 1, 0},
    {"exec", "ID [CMD…]", "run one more process in a container", oci_exec_options,
     oci_exec, 1, -1, TRAIT_RUNS_COMMAND},
    {"pause", "ID", "stop all of its processes where they are", NULL, oci_pause, 1, 1, 0},
    {"resume", "ID", "let them go on", NULL, oci_resume, 1, 1, 0},
    {"update", "ID", "change the limits", oci_update_options, oci_update, 1, 1, 0},
    {"ps", "ID [PS-OPTIONS…]", "list its processes", oci_ps_options, oci_ps, 1, -1,
     TRAIT_RUNS_COMMAND},
    {"list", "", "list the containers below --root", oci_list_options, oci_list, 0, 0, 0},
    {"features", "", "print what this runtime can do, in JSON", NULL, oci_features, 0, 0,
     0},
    {"spec", "", "write a config.json to begin with", oci_spec_options, oci_spec, 0, 0,
     0},
    {0},
};

static const struct program program = {
    .name = "isolate-oci",
    .tagline = "an OCI runtime: what a bundle's config.json says, and no more",
    .description =
        "isolate-oci makes containers from bundles, as the OCI runtime specification "
        "defines them: a folder with a config.json and a root file system. It takes the "
        "command line of crun and runc, so that podman --runtime and buildah --runtime "
        "work with it.\n\n"
        "Nothing is added to what config.json says: for containers with safe defaults "
        "use isolate run.",
    .examples = "  isolate-oci spec                      # a config.json to begin with\n"
                "  isolate-oci run --bundle DIR box      # run it to its end\n"
                "  podman --runtime /usr/local/bin/isolate-oci run IMAGE  # serve "
                "podman\n",
    .commands = commands,
};

/* ---- how it fails ---- */

static void log_line(FILE *out, const char *level, const char *message)
{
    char when[40];
    time_t now = time(NULL);
    struct tm utc;
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    if (strcmp(oci_options.log_format, "json") != 0) {
        fprintf(out, "time=\"%s\" level=%s msg=\"%s\"\n", when, level, message);
        return;
    }
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_string(&json, "msg", message);
    json_string(&json, "level", level);
    json_string(&json, "time", when);
    json_end(&json);
}

/* To stderr always, for people and conmon; podman reads the log. */
static void report(const char *level, const struct error *error)
{
    cleanup_file FILE *log = oci_options.log ? fopen(oci_options.log, "ae") : NULL;
    if (log)
        log_line(log, level, error->message);
    warn("%s", error->message);
}

int oci_fail(int status, const struct error *error)
{
    report("error", error);
    return status;
}

void oci_warn(const struct error *error)
{
    report("warning", error);
}

/* ---- the command line ---- */

static const struct command *find_command(const char *name, struct error *error)
{
    const char *names[sizeof commands / sizeof *commands];
    size_t count = 0;
    for (const struct command *c = commands; c->name; c++) {
        if (!strcmp(c->name, name))
            return c;
        names[count++] = c->name;
    }
    const char *near = suggest(name, names, count);
    error_set(error, STATUS_REQUEST, "unknown command %s (%s%s)", name,
              near ? "did you mean " : "try --help", near ? near : "");
    return NULL;
}

static int check_arguments(const struct command *command, int count, struct error *error)
{
    if (count < command->least_arguments)
        return error_set(error, STATUS_REQUEST, "%s needs %s", command->name,
                         command->arguments);
    if (command->most_arguments >= 0 && count > command->most_arguments)
        return error_set(error, STATUS_REQUEST, "%s takes %s only", command->name,
                         *command->arguments ? command->arguments : "options");
    return 0;
}

/* The help of a command is asked for after it. */
static const struct option_row help_option[] = {
    {"help", 'h', OPTION_FLAG, &help, NULL, "show this help", NULL, 0, 0},
    {0},
};

static int run_command_line(int argc, char **argv, struct error *error)
{
    int first;
    const struct command *command = find_command(argv[0], error);
    if (!command)
        return oci_fail(1, error);
    const struct option_row *tables[] = {help_option, command->options};
    if (options_parse(tables, 2, argc, argv, command->traits & TRAIT_RUNS_COMMAND, &first,
                      error) < 0)
        return oci_fail(1, error);
    if (help) {
        program_help(&program, command, stdout);
        return 0;
    }
    if (check_arguments(command, argc - first, error) < 0)
        return oci_fail(1, error);
    return command->run(argc - first, argv + first);
}

static int show_version(void)
{
    puts("isolate-oci version " RING3_VERSION "\nspec: 1.1.0\n+SECCOMP +CAP");
    return 0;
}

static bool is_our_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return !strcmp(slash ? slash + 1 : path, program.name);
}

int oci_main(int argc, char **argv)
{
    struct error error = {0};
    int first;
    if (argc < 1 || !is_our_name(argv[0]))
        return -1;
    error_program(program.name);
    const struct option_row *tables[] = {global_options};
    if (options_parse(tables, 1, argc, argv, true, &first, &error) < 0)
        return oci_fail(1, &error);
    if (!strcmp(oci_options.cgroup_manager, "systemd"))
        oci_options.systemd_cgroup = true;
    if (version)
        return show_version();
    if (manual)
        program_manual(&program, stdout);
    else if (help || first == argc)
        program_help(&program, NULL, stdout);
    else
        return run_command_line(argc - first, argv + first, &error);
    return 0;
}
