/* The doctor looks by doing: it opens /dev/kvm, maps with userfaultfd, compiles a
 * line of C, and asks isolate to build what a container stands on.
 */
#include "labs/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <linux/kvm.h>
#include <linux/userfaultfd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "labs/json_line.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/process.h"
#include "labs/kit/words.h"
#include "labs/progress.h"

enum { PROBE_SECONDS = 20, PROBE_OUTPUT = 1 << 16, GOOD_COLUMNS = 80, GOOD_ROWS = 24 };

#ifndef UFFD_USER_MODE_ONLY
#define UFFD_USER_MODE_ONLY 1
#endif

const char *finding_word(enum finding_state state)
{
    static const char *const words[] = {"real", "limited", "missing"};
    return words[state];
}

void findings_add(struct findings *findings, enum finding_state state,
                  const char *feature, const char *reason, const char *fix)
{
    findings->items =
        xreallocarray(findings->items, findings->count + 1, sizeof *findings->items);
    findings->items[findings->count++] = (struct finding){
        .feature = xstrdup(feature),
        .state = state,
        .reason = xstrdup(reason),
        .fix = xstrdup(state == FINDING_REAL ? "" : fix),
    };
}

void findings_free(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        free(findings->items[i].feature);
        free(findings->items[i].reason);
        free(findings->items[i].fix);
    }
    free(findings->items);
    *findings = (struct findings){0};
}

/* What a package of this system brings. */
static void add_installable(struct findings *findings, enum finding_state state,
                            const char *feature, const char *reason, const char *packages)
{
    cleanup_free char *fix = xasprintf(english_as("doctor.install", "%s"), packages);
    findings_add(findings, state, feature, reason, fix);
}

static void look_at_machine(struct findings *findings)
{
    struct utsname name;
    uname(&name);
    const char *kind = host_kind();
    cleanup_free char *system =
        xasprintf("%s %s, %s", name.sysname, name.release, name.machine);
    cleanup_free char *reason =
        *kind ? xasprintf(english_as("doctor.machine-is", "%s %s"), system, kind)
              : xstrdup(system);
    findings_add(findings, FINDING_REAL, english("doctor.machine"), reason, "");
}

/* What both look at (/dev/kvm) is said once. */
static bool has_finding(const struct findings *findings, const char *feature)
{
    for (size_t i = 0; i < findings->count; i++)
        if (!strcmp(findings->items[i].feature, feature))
            return true;
    return false;
}

/* One line of `isolate doctor --json`. */
static void add_probe_line(struct findings *findings, const char *line)
{
    cleanup_free char *feature = json_line_string(line, "feature");
    cleanup_free char *state = json_line_string(line, "state");
    cleanup_free char *reason = json_line_string(line, "reason");
    cleanup_free char *fix = json_line_string(line, "fix");
    if (!feature || !state || has_finding(findings, feature))
        return;
    for (enum finding_state s = FINDING_REAL; s <= FINDING_MISSING; s++)
        if (!strcmp(state, finding_word(s)))
            findings_add(findings, s, feature, reason ? reason : "",
                         fix && *fix ? fix : host_fix());
}

static void ask_isolate(struct findings *findings)
{
    const char *const argv[] = {"isolate", "doctor", "--json", NULL};
    const struct process process = {
        .argv = argv, .seconds = PROBE_SECONDS, .output_limit = PROBE_OUTPUT};
    struct process_result result = {0};
    struct error error;
    size_t before = findings->count;
    if (process_run(&process, &result, &error) < 0) {
        findings_add(findings, FINDING_MISSING, english("doctor.isolation"),
                     english("doctor.no-isolate"), english("doctor.build-all"));
        return;
    }
    for (char *line = result.output, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        add_probe_line(findings, line);
    }
    if (findings->count == before)
        findings_add(findings, FINDING_MISSING, english("doctor.isolation"),
                     english("doctor.no-answer"), host_fix());
    process_result_free(&result);
}

static void look_at_kvm(struct findings *findings)
{
    cleanup_fd int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    if (kvm >= 0 && ioctl(kvm, KVM_GET_API_VERSION, 0) == KVM_API_VERSION) {
        findings_add(findings, FINDING_REAL, "/dev/kvm", english("doctor.kvm-real"), "");
        return;
    }
    bool denied = kvm < 0 && errno == EACCES;
    cleanup_free char *reason =
        xasprintf(english_as("doctor.unusable", "%s"), strerror(errno));
    findings_add(findings, FINDING_MISSING, "/dev/kvm", reason,
                 denied ? english("doctor.kvm-group") : english("doctor.kvm-fix"));
}

static void look_at_userfaultfd(struct findings *findings)
{
    cleanup_fd int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);
    struct uffdio_api api = {.api = UFFD_API};
    if (fd >= 0 && ioctl(fd, UFFDIO_API, &api) == 0) {
        findings_add(findings, FINDING_REAL, "userfaultfd",
                     english("doctor.userfaultfd-real"), "");
        return;
    }
    cleanup_free char *reason =
        xasprintf(english_as("doctor.refused", "%s"), strerror(errno));
    findings_add(findings, FINDING_MISSING, "userfaultfd", reason,
                 *host_fix() ? host_fix() : english("doctor.userfaultfd-fix"));
}

/* Runs a command; true if it ended well. *line is its first line, freed by the
 * caller, or NULL. */
static bool runs(const char *const *argv, const char *input, char **line)
{
    const struct process process = {.argv = argv,
                                    .input = input,
                                    .seconds = PROBE_SECONDS,
                                    .output_limit = PROBE_OUTPUT,
                                    .merge_errors = true};
    struct process_result result = {0};
    struct error error;
    *line = NULL;
    if (process_run(&process, &result, &error) < 0)
        return false;
    bool well = result.exit_status == 0;
    *line = xasprintf("%.*s", (int)strcspn(result.output, "\n"), result.output);
    process_result_free(&result);
    return well;
}

static void look_at_compiler(struct findings *findings)
{
    static const char *const names[] = {"cc", "gcc", "clang"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cleanup_free char *version = NULL, *said = NULL;
        const char *const ask[] = {names[i], "--version", NULL};
        const char *const try[] = {names[i], "-fsyntax-only", "-x", "c", "-", NULL};
        if (!runs(ask, NULL, &version))
            continue;
        bool well = runs(try, "#include <pthread.h>\nint main(void){return 0;}\n", &said);
        add_installable(findings, well ? FINDING_REAL : FINDING_LIMITED,
                        english("doctor.compiler"),
                        well ? version : english("doctor.no-headers"), "libc6-dev");
        return;
    }
    add_installable(findings, FINDING_MISSING, english("doctor.compiler"),
                    english("doctor.no-compiler"), "gcc libc6-dev");
}

static void look_at_sqlite(struct findings *findings)
{
    cleanup_free char *said = NULL;
    const char *const try[] = {"cc", "-fsyntax-only", "-x", "c", "-", NULL};
    bool well = runs(try, "#include <sqlite3.h>\nint main(void){return 0;}\n", &said);
    add_installable(findings, well ? FINDING_REAL : FINDING_MISSING, "sqlite3.h",
                    well ? english("doctor.sqlite-real") : english("doctor.no-header"),
                    "libsqlite3-dev");
}

static void look_at_valgrind(struct findings *findings)
{
    cleanup_free char *said = NULL;
    const char *const ask[] = {"valgrind", "--version", NULL};
    bool well = runs(ask, NULL, &said);
    add_installable(findings, well ? FINDING_REAL : FINDING_MISSING, "valgrind",
                    well ? said : english("doctor.no-valgrind"), "valgrind");
}

static void look_at_terminal(struct findings *findings)
{
    struct winsize size = {0};
    for (int fd = 0; fd <= 2 && !size.ws_row; fd++)
        ioctl(fd, TIOCGWINSZ, &size);
    if (!size.ws_row) {
        findings_add(findings, FINDING_MISSING, english("doctor.terminal"),
                     english("doctor.no-terminal"), english("doctor.terminal-fix"));
        return;
    }
    bool small = size.ws_col < GOOD_COLUMNS || size.ws_row < GOOD_ROWS;
    cleanup_free char *reason =
        xasprintf(english_as("doctor.size", "%d %d"), size.ws_col, size.ws_row);
    findings_add(findings, small ? FINDING_LIMITED : FINDING_REAL,
                 english("doctor.terminal"), reason, english("doctor.size-fix"));
}

static void look_at_characters(struct findings *findings)
{
    bool utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
    findings_add(findings, utf8 ? FINDING_REAL : FINDING_LIMITED, "UTF-8",
                 utf8 ? english("doctor.utf8-real") : nl_langinfo(CODESET),
                 english("doctor.utf8-fix"));
}

static void look_at_colours(struct findings *findings)
{
    const char *none = getenv("NO_COLOR");
    cleanup_free char *said = NULL;
    const char *const ask[] = {"tput", "colors", NULL};
    bool known = runs(ask, NULL, &said);
    int count = known ? atoi(said) : 0;
    if (none && *none) {
        findings_add(findings, FINDING_LIMITED, english("doctor.colours"),
                     english("doctor.no-color"), english("doctor.no-color-fix"));
        return;
    }
    cleanup_free char *reason =
        xasprintf(english_as("doctor.colours-of", "%d %s"), count,
                  getenv("TERM") ? getenv("TERM") : english("doctor.not-set"));
    findings_add(findings, count >= 8 ? FINDING_REAL : FINDING_LIMITED,
                 english("doctor.colours"), reason, english("doctor.colours-fix"));
}

static void look_at_progress(struct findings *findings)
{
    struct error error;
    struct progress *progress = progress_open(&error);
    findings_add(findings, progress ? FINDING_REAL : FINDING_MISSING,
                 english("doctor.progress"),
                 progress ? english("doctor.progress-real") : error.message,
                 english("doctor.progress-fix"));
    progress_close(progress);
}

void doctor_look(struct findings *findings)
{
    *findings = (struct findings){0};
    look_at_machine(findings);
    look_at_kvm(findings);
    look_at_userfaultfd(findings);
    look_at_compiler(findings);
    look_at_sqlite(findings);
    look_at_valgrind(findings);
    look_at_terminal(findings);
    look_at_characters(findings);
    look_at_colours(findings);
    look_at_progress(findings);
    ask_isolate(findings);
}
