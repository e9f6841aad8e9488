/* The parts of the keeper that need no container: names, locks, log, keys, words. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/keeper/log.h"
#include "isolate/keeper/names.h"
#include "isolate/keeper/process_start.h"
#include "isolate/keeper/state.h"
#include "isolate/keeper/words.h"
#include "isolate/runtime/console.h"
#include "labs/kit/cleanup.h"
#include "tests/tap.h"

enum { RACERS = 20 };

static struct error error;

static char *new_root(void)
{
    char *path = xstrdup("/tmp/ring3-keeper-XXXXXX");
    if (!mkdtemp(path))
        exit(1);
    state_option = path;
    return path;
}

static void remove_root(char *path)
{
    cleanup_free char *command = xasprintf("rm -rf %s", path);
    if (system(command) != 0)
        exit(1);
    free(path);
}

/* ---- state ---- */

static void test_names(void)
{
    static const char *const good[] = {"a", "web-1", "A_b.c", "0"};
    static const char *const bad[] = {"",    ".",   "..", "-a", "_a",
                                      "a/b", "a b", "ä",  "a\n"};
    char longest[STATE_NAME_MAX + 2];
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ok(state_check_name(good[i], &error) == 0, good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ok(state_check_name(bad[i], &error) < 0, "refused as a name");
    memset(longest, 'x', sizeof longest);
    longest[STATE_NAME_MAX + 1] = 0;
    ok(state_check_name(longest, &error) < 0, "a name that is too long");
    longest[STATE_NAME_MAX] = 0;
    ok(state_check_name(longest, &error) == 0, "the longest name");
}

static void test_life(void)
{
    char *root = new_root();
    struct state made, found, other;
    ok(state_create("web", &made, &error) == 0, "a container is made");
    is_int(strlen(made.id), STATE_ID_LENGTH, "its id has 12 digits");
    ok(state_is_alive(&made), "who holds the lock is alive");
    ok(state_open("web", &found, &error) == 0, "found by name");
    ok(state_is_alive(&found), "and alive, seen from elsewhere");
    is_int(state_lock(&found, &error), 1, "its lock cannot be had");
    ok(!state_wait_end(&found, 20), "waiting for its end takes a limit");
    ok(state_create("web", &other, &error) < 0, "its name is taken");
    tap_contains(error.message, "web is taken", "and says so", __FILE__, __LINE__);
    state_close(&found);

    char beginning[5];
    snprintf(beginning, sizeof beginning, "%.4s", made.id);
    ok(state_open(beginning, &found, &error) == 0, "found by the beginning of its id");
    is_string(found.name, "web", "with its name");
    ok(state_rename(&found, "shop", &error) == 0, "it can be renamed");
    state_close(&found);
    ok(state_open("web", &found, &error) < 0, "the old name is free");
    ok(state_open("shop", &found, &error) == 0, "the new one leads to it");

    close(made.lock);
    made.lock = -1;
    struct container_status status;
    ok(status_read(&found, &status, &error) == 0 && status.phase == PHASE_DEAD,
       "without a keeper it is dead");
    is_int(state_lock(&found, &error), 0, "its lock can be had now");
    ok(state_remove(&found, &error) == 0, "and it can be removed");
    ok(state_open("shop", &found, &error) < 0, "then it is not there");
    state_close(&made);
    remove_root(root);
}

static void test_status(void)
{
    char *root = new_root();
    struct state state;
    struct container_status seen, wrote = {.phase = PHASE_EXITED,
                                           .keeper = 12,
                                           .pid = 34,
                                           .pid_started = 56,
                                           .ended = 78,
                                           .exit_status = 137,
                                           .signal = 9,
                                           .out_of_memory = true,
                                           .wall = 1234567890123,
                                           .message = "a \"quoted\" line"};
    ok(state_create(NULL, &state, &error) == 0 &&
           status_write(&state, &wrote, &error) == 0,
       "a status is written");
    ok(status_read(&state, &seen, &error) == 0, "and read");
    ok(!memcmp(&seen, &wrote, sizeof seen), "the same");
    cleanup_free char *path = xasprintf("%s/status.json", state.path);
    static const char *const bad[] = {
        "", "{", "[]", "{\"phase\":\"flying\"}", "{\"phase\":3}", "\xff\xfe", "null"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        FILE *file = fopen(path, "w");
        fputs(bad[i], file);
        fclose(file);
        ok(status_read(&state, &seen, &error) < 0 && strstr(error.message, "isolate gc"),
           "a damaged status is refused, and gc named");
    }
    state_close(&state);
    remove_root(root);
}

/* Twenty at once want the same name: exactly one gets it. */
static void test_race(void)
{
    char *root = new_root();
    int winners = 0, go[2];
    if (pipe(go) < 0)
        exit(1);
    for (int i = 0; i < RACERS; i++) {
        if (fork() != 0)
            continue;
        struct state state;
        char byte;
        close(go[1]);
        if (read(go[0], &byte, 1) < 0)
            _exit(2);
        _exit(state_create("only", &state, &error) == 0 ? 0 : 1);
    }
    close(go[0]);
    close(go[1]);
    for (int i = 0, status; i < RACERS; i++)
        winners += wait(&status) > 0 && status == 0;
    is_int(winners, 1, "of twenty who want a name at once, one gets it");
    struct state_entry *entries;
    is_int(state_list(&entries, &error), 1, "and the others leave nothing");
    free(entries);
    remove_root(root);
}

/* Killed at any moment of making one: what is left is a whole container without a
 * keeper, or something that the sweep removes. */
static void test_killed(void)
{
    char *root = new_root();
    for (int i = 0; i < 60; i++) {
        pid_t child = fork();
        if (child == 0) {
            struct state state;
            for (;;)
                if (state_create(i % 2 ? "same" : NULL, &state, &error) == 0)
                    state_remove(&state, &error);
        }
        usleep((useconds_t)(i * 37 % 900)); /* lint: allowed, any moment will do */
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    struct state_entry *entries;
    long count = state_list(&entries, &error);
    int dead = 0, removed = 0;
    for (long i = 0; i < count; i++) {
        struct state state;
        struct container_status status;
        if (state_open_entry(&entries[i], &state, &error) < 0)
            continue;
        dead += status_read(&state, &status, &error) == 0 && status.phase == PHASE_DEAD;
        removed += state_lock(&state, &error) == 0 && state_remove(&state, &error) == 0;
    }
    is_int(dead, count, "what a killed maker left is seen to be dead");
    is_int(removed, count, "and can be removed");
    ok(state_sweep(NULL, NULL, &error) >= 0, "the rest is swept");
    cleanup_free char *check =
        xasprintf("test -z \"$(ls -A %s/containers %s/names | grep -v :)\"", root, root);
    ok(system(check) == 0, "nothing is left");
    free(entries);
    remove_root(root);
}

static void test_root_is_checked(void)
{
    char *root = new_root();
    struct state state;
    chmod(root, 0777);
    ok(state_create(NULL, &state, &error) < 0 &&
           strstr(error.message, "others may write"),
       "a folder that others may write is refused");
    chmod(root, 0700);
    if (geteuid() == 0) {
        if (chown(root, 65534, 65534) < 0)
            exit(1);
        ok(state_create(NULL, &state, &error) < 0 && strstr(error.message, "belongs to"),
           "a folder of somebody else is refused");
    }
    remove_root(root);
}

/* ---- log ---- */

static char *read_all(int folder, const struct log_view *view, int stream)
{
    struct log_reader reader;
    char *text[2];
    size_t size[2];
    FILE *out[2] = {open_memstream(&text[0], &size[0]),
                    open_memstream(&text[1], &size[1])};
    log_reader_open(&reader, folder, view, out[0], out[1], &error);
    log_reader_close(&reader);
    fclose(out[0]);
    fclose(out[1]);
    free(text[!stream]);
    return text[stream];
}

static void shows(int folder, struct log_view view, int stream, const char *wanted,
                  const char *name)
{
    cleanup_free char *seen = read_all(folder, &view, stream);
    is_string(seen, wanted, name);
}

static void put(struct log *log, enum log_stream stream, const char *text)
{
    log_write(log, stream, text, strlen(text));
}

static void test_log(void)
{
    char *root = new_root();
    struct log log;
    int folder = open(root, O_RDONLY | O_DIRECTORY);
    struct log_view all = {.tail = -1}, two = {.tail = 2}, none = {.tail = 0};
    ok(log_open(&log, folder, LOG_LIMIT_LEAST, &error) == 0, "a log is opened");
    put(&log, LOG_OUT, "one\ntw");
    put(&log, LOG_ERR, "bad\n");
    put(&log, LOG_OUT, "o\nthree\n");
    shows(folder, all, LOG_OUT, "one\ntwo\nthree\n", "lines of stdout, joined again");
    shows(folder, all, LOG_ERR, "bad\n", "stderr is told apart");
    shows(folder, two, LOG_OUT, "two\nthree\n", "the last lines");
    shows(folder, none, LOG_OUT, "", "none of them");
    struct log_view later = {.tail = -1, .since = log_now() + 1000000000u};
    shows(folder, later, LOG_OUT, "", "since a time to come");
    log_write(&log, LOG_OUT, "a\0b\n", 4);
    cleanup_free char *binary = read_all(folder, &all, LOG_OUT);
    ok(!memcmp(binary + strlen("one\ntwo\nthree\n"), "a\0b\n", 4), "any byte is kept");
    for (int i = 0; i < 500; i++)
        put(&log, LOG_OUT, "a line that fills the log\n");
    struct stat now, before;
    ok(fstatat(folder, "log", &now, 0) == 0 && fstatat(folder, "log.1", &before, 0) == 0,
       "a full log is put aside");
    ok(now.st_size <= LOG_LIMIT_LEAST && before.st_size <= LOG_LIMIT_LEAST,
       "and neither is larger than the limit");
    is_int(log.lost, 0, "nothing was lost on the way");
    log_close(&log);
    close(folder);
    remove_root(root);
}

static void test_times(void)
{
    uint64_t time, now = log_now();
    char text[32];
    log_format_time(1500000000123456789u, text);
    is_string(text, "2017-07-14T02:40:00.123456789Z", "a time as the log writes it");
    ok(log_parse_time(text, &time, &error) == 0 && time == 1500000000123456789u,
       "and back");
    ok(log_parse_time("2017-07-14", &time, &error) == 0 && time == 1499990400000000000u,
       "a day");
    ok(log_parse_time("10m", &time, &error) == 0 && now - time > 599000000000u &&
           now - time < 601000000000u,
       "ten minutes ago");
    static const char *const bad[] = {"", "yesterday", "10x", "-5",
                                      "99999999999999999999d"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ok(log_parse_time(bad[i], &time, &error) < 0, "no time");
}

/* ---- keys ---- */

static void filters(const char *typed, bool detaches, const char *wanted,
                    const char *name)
{
    struct detach_keys keys;
    char out[64] = "";
    size_t length, total = 0;
    bool left = false;
    detach_keys_parse("ctrl-p,ctrl-p,ctrl-q", &keys, &error);
    for (size_t i = 0; typed[i] && !left; i++) { /* byte by byte, as they come */
        left = detach_keys_filter(&keys, typed + i, 1, out + total, &length);
        total += length;
    }
    out[total] = 0;
    ok(left == detaches, name);
    is_string(out, wanted, "what goes on");
}

static void test_keys(void)
{
    struct detach_keys keys;
    ok(detach_keys_parse("ctrl-p,ctrl-q", &keys, &error) == 0 && keys.count == 2 &&
           keys.keys[0] == 16 && keys.keys[1] == 17,
       "docker's keys");
    ok(detach_keys_parse("", &keys, &error) == 0 && keys.count == 0, "no keys at all");
    ok(detach_keys_parse("ctrl-]", &keys, &error) == 0 && keys.keys[0] == 29, "ctrl-]");
    ok(detach_keys_parse("ctrl-", &keys, &error) < 0, "no key");
    ok(detach_keys_parse("escape", &keys, &error) < 0, "a word");
    ok(detach_keys_parse("a,b,c,d,e,f,g,h,i", &keys, &error) < 0, "too many");
    filters("abc", false, "abc", "other keys pass");
    filters("a\x10\x10\x11", true, "a", "the keys detach");
    filters("\x10\x10\x10\x11", true, "\x10", "one more at the beginning");
    filters("\x10x\x10\x10y", false, "\x10x\x10\x10y",
            "a beginning that comes to nothing");
}

/* ---- words ---- */

static void test_words(void)
{
    char body[256];
    char *argv[] = {(char *)"sh", (char *)"-c", (char *)"", NULL};
    char *environment[] = {(char *)"A=b", NULL};
    struct exec_wish wish = {"/tmp", "root", argv, environment}, seen;
    long length = words_pack(&wish, body, sizeof body, &error);
    ok(length > 0 && words_unpack(body, (size_t)length, &seen) == 0, "words go and come");
    is_string(seen.workdir, "/tmp", "the folder");
    is_string(seen.user, "root", "the user");
    ok(!strcmp(seen.argv[0], "sh") && !strcmp(seen.argv[2], "") && !seen.argv[3],
       "the command, with an empty word");
    ok(!strcmp(seen.environment[0], "A=b") && !seen.environment[1], "the variables");
    free(seen.argv);
    ok(words_pack(&wish, body, 8, &error) < 0, "more than there is room for");
    ok(words_unpack(body, 0, &seen) < 0, "nothing at all");
    memcpy(body, "a\0b\0009\0c", 8);
    ok(words_unpack(body, 8, &seen) < 0, "a count that is a lie");
}

static void test_signals(void)
{
    is_int(signal_number("TERM", &error), SIGTERM, "TERM");
    is_int(signal_number("sigkill", &error), SIGKILL, "sigkill");
    is_int(signal_number("10", &error), 10, "10");
    is_int(signal_number("0", &error), -1, "0");
    is_int(signal_number("NOPE", &error), -1, "NOPE");
}

static void test_process(void)
{
    uint64_t start = process_start(getpid());
    ok(start > 0, "we began some time");
    cleanup_fd int good = process_open(getpid(), start);
    cleanup_fd int bad = process_open(getpid(), start + 1);
    ok(good >= 0 && bad < 0, "a process is meant by its start, too");
}

int main(void)
{
    test_names();
    test_life();
    test_status();
    test_race();
    test_killed();
    test_root_is_checked();
    test_log();
    test_times();
    test_keys();
    test_words();
    test_signals();
    test_process();
    return done_testing();
}
