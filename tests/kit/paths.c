/* Folders of the user, and where this build finds what belongs to it. */
#include "labs/kit/paths.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap.h"

static char base[] = "/tmp/ring3-paths.XXXXXX";
static struct error error;

/* The path below `base`, without it; frees `path`. */
static const char *below(char *path)
{
    static char rest[512];
    size_t length = strlen(base);
    if (!path)
        return NULL;
    bool within = !strncmp(path, base, length);
    snprintf(rest, sizeof rest, "%s", within ? path + length : path);
    free(path);
    return rest;
}

static void set(const char *variable, const char *name)
{
    char *path = path_join(base, name);
    setenv(variable, path, 1);
    free(path);
}

static bool is_folder(const char *name)
{
    char *path = path_join(base, name);
    struct stat status;
    bool result = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    free(path);
    return result;
}

static void joins(void)
{
    static const char *const rows[][3] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {"", "b", "/b"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *path = path_join(rows[i][0], rows[i][1]);
        is_string(path, rows[i][2], "a join");
        free(path);
    }
}

static void of_the_user(void)
{
    set("HOME", "home");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    is_string(below(path_config(&error)), "/home/.config/ring3", "settings below HOME");
    is_string(below(path_state(&error)), "/home/.local/state/ring3", "progress too");
    ok(is_folder("home/.config/ring3") && is_folder("home/.local/state/ring3"),
       "both are made");
    set("XDG_CONFIG_HOME", "config");
    set("XDG_STATE_HOME", "state");
    is_string(below(path_config(&error)), "/config/ring3", "settings where XDG says");
    is_string(below(path_state(&error)), "/state/ring3", "progress too");
    setenv("XDG_CONFIG_HOME", "relative", 1);
    setenv("XDG_STATE_HOME", "", 1);
    is_string(below(path_config(&error)), "/home/.config/ring3",
              "a relative one is unset");
    is_string(below(path_state(&error)), "/home/.local/state/ring3",
              "so is an empty one");
}

static void without_home(void)
{
    unsetenv("HOME");
    unsetenv("XDG_STATE_HOME");
    is_string(below(path_state(&error)), NULL, "without a home there is none");
    contains(error.message, "set HOME or XDG_STATE_HOME to a folder", "and it says so");
    is_int(error.status, STATUS_REQUEST, "as a wrong request");
    setenv("HOME", "/proc/self/nothing", 1);
    is_string(below(path_state(&error)), NULL, "a home that cannot be made");
    contains(error.message, "set XDG_STATE_HOME to a folder that can be written",
             "tells what to try");
    char *file = path_join(base, "file");
    fclose(fopen(file, "w"));
    setenv("HOME", file, 1);
    is_string(below(path_state(&error)), NULL, "a home that is a file");
    contains(error.message, "/file: Not a directory; a file is in the way", "too");
    free(file);
}

/* Root may write everywhere: this runs as another user, in a child. */
static int read_only_home(void)
{
    if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
        return 99;
    char *path = path_state(&error);
    free(path);
    if (path || !strstr(error.message, "cannot write in "))
        return 1;
    set("XDG_STATE_HOME", "locked/more");
    path = path_state(&error);
    free(path);
    return path || !strstr(error.message, "cannot make the folder ") ? 2 : 0;
}

static void no_rights(void)
{
    set("XDG_STATE_HOME", "locked");
    free(path_state(&error));
    char *locked = path_join(base, "locked"), *own = path_join(locked, "ring3");
    chmod(base, 0755);
    chmod(own, 0555);
    chmod(locked, 0555);
    fflush(stdout);
    pid_t child = fork();
    if (!child)
        _exit(read_only_home());
    int status;
    waitpid(child, &status, 0);
    is_int(WEXITSTATUS(status), 0, "a home that may not be written is refused");
    chmod(locked, 0755);
    free(locked);
    free(own);
}

static void makes_folders(void)
{
    if (chdir(base) < 0)
        return;
    umask(022);
    is_int(path_make_folders("one/two//three/", &error), 0, "folders within folders");
    ok(is_folder("one/two/three"), "are there");
    struct stat status;
    ok(stat("one/two", &status) == 0 && (status.st_mode & 0777) == 0755,
       "with the umask");
    is_int(path_make_folders("one/two/three", &error), 0, "again is no error");
    is_int(path_make_folders("/", &error), 0, "nor is the root");
    is_int(path_make_folders("file/x", &error), -1, "a file in the way");
    is_string(error.message,
              "cannot make the folder file: Not a directory; a file is in the way",
              "is named");
    is_int(path_make_folders("file", &error), -1, "a file in its place too");
    is_int(path_make_folders("", &error), -1, "and an empty name");
}

static void of_this_build(void)
{
    char *path = path_program("labs", &error);
    if (path)
        ok(access(path, X_OK) == 0 && strstr(path, "/bin/labs"), "the program beside us");
    else
        contains(error.message, "the program labs is not in ", "labs is not built yet");
    free(path);
    is_string(path_program("no-such-program", &error), NULL, "another one");
    contains(error.message, "no-such-program is not in ", "is named");
    is_int(error.status, STATUS_HOST, "as something that is missing");

    char *data = path_join(base, "data"), *notes = path_join(data, "notes");
    path_make_folders(notes, &error);
    setenv("RING3_DATA", data, 1);
    is_string(below(path_data("notes", &error)), "/data/notes",
              "data where RING3_DATA says");
    is_string(path_data("nothing", &error), NULL, "what is nowhere");
    contains(error.message, "the nothing that come with ring3 are missing", "is named");
    free(notes);
    free(data);
}

int main(void)
{
    if (!mkdtemp(base))
        skip_all("no folder for temporary files");
    joins();
    of_the_user();
    without_home();
    no_rights();
    makes_folders();
    of_this_build();
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", base);
    return chdir("/") < 0 || system(command) != 0 ? EXIT_FAILURE : done_testing();
}
