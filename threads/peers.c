/* What others say of the same program.
 *
 * One row per peer: how it compiles, what stands before the program, how often and how
 * long it may run, and the words by which its reports are known.
 */
#include "threads/peers.h"

#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/sandbox.h"

enum {
    WORDS = 64,
    MOST_HUNG = 3,
    COMPILE_SECONDS = 30,
    ALL_SECONDS = 30,
    STATUS_KILL = 137
};

struct peer {
    const char *name;
    const char *tool;     /* that must be installed; NULL */
    const char *flags;    /* of the compiler */
    const char *before;   /* the program, in the shell's words */
    unsigned runs;        /* 0: as many as are asked for */
    unsigned seconds;     /* for each run */
    const char *marks[8]; /* a report is the rest of a line after one of these */
};

/* hard_rss_limit_mb: ThreadSanitizer reserves far more addresses than it uses, so its
 * address space cannot be limited. */
static const struct peer peers[] = {
    {"plain runs", NULL, "-O0", "", 0, 1, {NULL}},
    {"ThreadSanitizer",
     NULL,
     "-O1 -fsanitize=thread",
     "env TSAN_OPTIONS=exitcode=0:hard_rss_limit_mb=512 ",
     10,
     3,
     {"WARNING: ThreadSanitizer: ", NULL}},
    {"helgrind",
     "valgrind",
     "-O0",
     "valgrind --tool=helgrind ",
     1,
     10,
     {"Possible data race", "lock order \"", "Exiting thread still holds",
      "unlocked a not-locked", "unlocked lock at", "pthread_cond_", "destroy", NULL}},
};

size_t peers_count(void)
{
    return sizeof peers / sizeof peers[0];
}

/* ---- the folder ---- */

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *place)
{
    (void)status, (void)type, (void)place;
    return remove(path);
}

static void remove_folder(char **folder)
{
    if (*folder)
        nftw(*folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(*folder);
}

static char *make_folder(struct error *error)
{
    const char *temporary = getenv("TMPDIR");
    char *folder =
        xasprintf("%s/ring3-peers.XXXXXX", temporary && *temporary ? temporary : "/tmp");

    if (mkdtemp(folder))
        return folder;
    error_errno(error, STATUS_HOST, "%s cannot be made", folder);
    free(folder);
    return NULL;
}

/* ---- compiling ---- */

struct words {
    const char *items[WORDS];
    size_t count;
    char *texts[2]; /* cut into words */
    char *lend[WORDS], *real[WORDS];
    size_t files;
};

static void add(struct words *words, const char *word)
{
    if (words->count + 1 < WORDS)
        words->items[words->count++] = word;
}

static void add_flags(struct words *words, int which, const char *flags)
{
    char *rest;

    words->texts[which] = xstrdup(flags ? flags : "");
    for (char *flag = strtok_r(words->texts[which], " \t\n", &rest); flag;
         flag = strtok_r(NULL, " \t\n", &rest))
        add(words, flag);
}

/* Each file by its real path, and its folder lent for what it includes. */
static void add_files(struct words *words, const char *const *files)
{
    for (size_t i = 0; i < WORDS / 2 && files[i]; i++) {
        char *real = realpath(files[i], NULL), *slash;
        if (!real)
            continue;
        add(words, real);
        words->real[words->files] = real;
        words->lend[words->files] = xstrdup(real);
        slash = strrchr(words->lend[words->files], '/');
        slash[slash == words->lend[words->files]] = '\0';
        words->files++;
    }
}

static void words_free(struct words *words)
{
    for (size_t i = 0; i < words->files; i++) {
        free(words->real[i]);
        free(words->lend[i]);
    }
    free(words->texts[0]);
    free(words->texts[1]);
}

static int compile(const struct peers_request *request, const struct peer *peer,
                   const char *folder, struct peer_report *report, struct error *error)
{
    static const char *const fixed[] = {"-std=gnu17", "-g",      "-pthread",
                                        "-o",         "program", NULL};
    struct words words __attribute__((cleanup(words_free))) = {0};
    struct process_result result;
    enum sandbox_end end;

    add(&words, request->cc);
    for (size_t i = 0; fixed[i]; i++)
        add(&words, fixed[i]);
    add_flags(&words, 0, peer->flags);
    add_flags(&words, 1, request->cflags);
    add_files(&words, request->files);
    add(&words, "-lm");
    struct sandbox sandbox = {.folder = folder,
                              .lend = (const char *const *)words.lend,
                              .seconds = COMPILE_SECONDS,
                              .address_space = (size_t)4 << 30,
                              .file_size = (size_t)64 << 20,
                              .bare = request->bare};
    if (sandbox_run(&sandbox, words.items, &end, &result, error) < 0)
        return -1;
    if (end != SANDBOX_EXITED || result.exit_status != 0)
        snprintf(report->absent, sizeof report->absent, "does not compile: %.*s",
                 (int)strcspn(result.errors, "\n"), result.errors);
    process_result_free(&result);
    return 0;
}

/* ---- running ---- */

/* One status per line on stdout, the words of the tool on stderr. */
static char *script(const struct peers_request *request, const struct peer *peer)
{
    unsigned runs = peer->runs ? peer->runs : request->runs;

    return xasprintf(
        "i=0; h=0; while [ $i -lt %u ] && [ $h -lt %d ]; do "
        "timeout -s KILL %u %s./program \"$@\" >/dev/null %s; s=$?; echo $s; "
        "[ $s != %d ] || h=$((h + 1)); i=$((i + 1)); done",
        runs, MOST_HUNG, peer->seconds, peer->before, *peer->before ? "" : "2>/dev/null",
        STATUS_KILL);
}

static void count_runs(const char *text, struct peer_report *report)
{
    for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
        int status = atoi(text);
        report->runs++;
        if (status == 0)
            report->well++;
        else if (status == STATUS_KILL)
            report->hung++;
        else if (status > 128)
            report->crashed++;
        else
            report->failed++;
    }
}

/* Addresses and process numbers differ from run to run: they are left out. */
static void without_numbers(const char *line, size_t length, char text[PEER_TEXT])
{
    size_t used = 0;

    for (size_t i = 0; i < length && line[i] && used + 4 < PEER_TEXT; i++) {
        if (!strncmp(line + i, " (pid=", 6) || !strncmp(line + i, " by thread #", 12))
            break;
        if (line[i] == '0' && line[i + 1] == 'x') {
            i += 2 + strspn(line + i + 2, "0123456789abcdefABCDEF") - 1;
            used += (size_t)snprintf(text + used, PEER_TEXT - used, "…");
        } else {
            text[used++] = line[i];
        }
    }
    text[used] = '\0';
}

static void add_report(struct peer_report *report, const char *text)
{
    for (size_t i = 0; i < report->report_count; i++)
        if (!strcmp(report->reports[i], text))
            return;
    if (report->report_count < PEER_REPORTS)
        snprintf(report->reports[report->report_count++], PEER_TEXT, "%s", text);
}

static void find_reports(const struct peer *peer, const char *text,
                         struct peer_report *report)
{
    for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
        size_t length = strcspn(text, "\n");
        for (size_t i = 0; peer->marks[i]; i++) {
            const char *at = memmem(text, length, peer->marks[i], strlen(peer->marks[i]));
            char words[PEER_TEXT];
            if (!at)
                continue;
            if (!strncmp(at, "WARNING", 7))
                at += strlen(peer->marks[i]);
            without_numbers(at, length - (size_t)(at - text), words);
            add_report(report, words);
            break;
        }
    }
}

static int run(const struct peers_request *request, const struct peer *peer,
               const char *folder, struct peer_report *report, struct error *error)
{
    cleanup_free char *text = script(request, peer);
    struct words words = {0};
    struct process_result result;
    enum sandbox_end end;
    struct sandbox sandbox = {.folder = folder,
                              .seconds = ALL_SECONDS,
                              .address_space = SIZE_MAX,
                              .processes = 256,
                              .bare = request->bare};

    add(&words, "sh");
    add(&words, "-c");
    add(&words, text);
    add(&words, "sh");
    for (size_t i = 0; request->arguments && request->arguments[i]; i++)
        add(&words, request->arguments[i]);
    if (!strstr(peer->flags, "sanitize"))
        sandbox.address_space = (size_t)4 << 30;
    if (sandbox_run(&sandbox, words.items, &end, &result, error) < 0)
        return -1;
    count_runs(result.output, report);
    find_reports(peer, result.errors, report);
    process_result_free(&result);
    return 0;
}

int peers_ask(const struct peers_request *request, size_t index,
              struct peer_report *report, struct error *error)
{
    const struct peer *peer = &peers[index];
    char *folder __attribute__((cleanup(remove_folder))) = NULL;

    *report = (struct peer_report){.name = peer->name,
                                   .reports_things = peer->marks[0] != NULL};
    if (peer->tool && !process_installed(peer->tool)) {
        snprintf(report->absent, sizeof report->absent, "%s is not installed here",
                 peer->tool);
        return 0;
    }
    folder = make_folder(error);
    if (!folder || compile(request, peer, folder, report, error) < 0)
        return -1;
    return *report->absent ? 0 : run(request, peer, folder, report, error);
}
