/* One event, some lines: nothing is drawn anew, nothing moves. What was asked for is
 * said before its answer comes ("Checking …"), because a reader waits in silence.
 */
#include "labs/watch_lines.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/check_job.h"
#include "labs/excerpt.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/link.h"
#include "labs/kit/words.h"
#include "labs/notes.h"
#include "labs/print.h"
#include "labs/question.h"
#include "labs/solution.h"
#include "labs/watcher.h"
#include "labs/workspace.h"

enum { LINE_MAX_BYTES = 256 };

struct watch {
    struct session *session;
    const struct exercise *exercise;
    char *folder;
    struct watcher watcher;
    struct check_job job;
    bool without_sandbox, json;
    bool saved; /* a check is due when it is quiet */
    bool done;
    /* A question was asked: the next line answers it. */
    void (*on_yes)(struct watch *);
    char line[LINE_MAX_BYTES]; /* what was typed so far */
    size_t length;
};

static void tell(const struct watch *watch, const char *key)
{
    if (!watch->json)
        puts(say(key));
    fflush(stdout);
}

static const struct progress_state *state_of(const struct watch *watch)
{
    return session_state(watch->session, watch->exercise);
}

static const char after_print[] = "watch.save";

/* ---- checks ---- */

static void begin_check(struct watch *watch)
{
    struct check check;
    struct error error;
    session_describe_check(watch->session, watch->exercise, watch->folder,
                           watch->without_sandbox, &check);
    tell(watch, "watch.checking");
    if (check_job_start(&watch->job, &check, &error) < 0)
        warn("%s", error.message);
}

static void print_place(const struct watch *watch, const struct verdict *verdict)
{
    struct place place = place_of(verdict, watch->exercise, watch->folder);
    cleanup_free char *lines = excerpt(&place);
    if (*lines) {
        cleanup_free char *address = link_to_file(place.path, place.line);
        bool link = isatty(STDOUT_FILENO) && link_shown();
        if (link)
            link_open(address, stdout);
        printf("%s:%u", place.path, place.line);
        if (link)
            link_close(stdout);
        printf("\n%s\n", lines);
    }
    place_free(&place);
}

static void without_sandbox(struct watch *watch)
{
    watch->without_sandbox = true;
    begin_check(watch);
}

static void end_check(struct watch *watch, struct verdict *verdict)
{
    session_record(watch->session, watch->exercise, watch->folder, verdict);
    if (watch->json) {
        print_verdict_json(watch->exercise, verdict);
    } else {
        print_verdict(watch->session, watch->exercise, verdict);
        print_place(watch, verdict);
    }
    if (verdict->wants_sandbox && !watch->json) {
        puts(say("watch.ask-limits"));
        watch->on_yes = without_sandbox;
    } else {
        tell(watch, after_print);
    }
    verdict_free(verdict);
    fflush(stdout);
}

/* ---- the exercise ---- */

static int open_exercise(struct watch *watch, const struct exercise *exercise,
                         struct error *error)
{
    cleanup_free char *workspace = workspace_find(watch->session->progress, error);
    char *folder = workspace ? workspace_exercise(workspace, exercise, error) : NULL;
    if (!folder)
        return -1;
    check_job_cancel(&watch->job);
    watcher_close(&watch->watcher);
    free(watch->folder);
    watch->folder = folder;
    watch->exercise = exercise;
    watch->saved = false;
    watcher_open(&watch->watcher, folder);
    session_opened(watch->session, exercise);
    if (!watch->json)
        print_exercise(watch->session, exercise, folder);
    tell(watch, after_print);
    return 0;
}

static void go_to(struct watch *watch, const struct exercise *exercise)
{
    struct error error;
    if (exercise && open_exercise(watch, exercise, &error) < 0)
        warn("%s", error.message);
    else if (!exercise)
        tell(watch, "watch.none");
}

/* ---- keys ---- */

static void key_hint(struct watch *watch)
{
    size_t level = state_of(watch)->hints + 1;
    if (level > watch->exercise->hint_count)
        level = watch->exercise->hint_count;
    const struct progress_event event = {
        .exercise = watch->exercise->name, .what = "hint", .level = (unsigned)level};
    session_add(watch->session, &event);
    print_hints(watch->exercise, level);
}

static void show_solution(struct watch *watch)
{
    struct error error;
    const struct progress_state *state = state_of(watch);
    cleanup_free char *text = solution_compare(watch->exercise, watch->folder, &error);
    if (!text) {
        warn("%s", error.message);
        return;
    }
    const struct progress_event event = {.exercise = watch->exercise->name,
                                         .what = "shown"};
    if (!state->solved && !state->shown)
        session_add(watch->session, &event);
    fputs(text, stdout);
}

static void key_solution(struct watch *watch)
{
    if (state_of(watch)->solved || state_of(watch)->shown) {
        show_solution(watch);
        return;
    }
    puts(say("watch.ask-solution"));
    watch->on_yes = show_solution;
}

static void key_explain(struct watch *watch)
{
    struct notes notes;
    struct error error;
    if (!watch->exercise->notes.count) {
        puts(say("watch.no-note"));
        return;
    }
    if (notes_load(&notes, &error) < 0) {
        warn("%s", error.message);
        return;
    }
    for (size_t i = 0; i < watch->exercise->notes.count; i++) {
        cleanup_free char *text =
            notes_read(&notes, watch->exercise->notes.items[i], &error);
        if (text)
            print_markdown(text);
        else
            warn("%s", error.message);
    }
    notes_free(&notes);
}

static void reset(struct watch *watch)
{
    struct error error;
    cleanup_free char *kept = NULL;
    const struct exercise *exercise = watch->exercise;
    cleanup_free char *workspace = workspace_find(watch->session->progress, &error);
    uint64_t seed = workspace ? workspace_seed_for(workspace, exercise) : 0;
    if (!workspace || workspace_reset(workspace, exercise, seed, &kept, &error) < 0) {
        warn("%s", error.message);
        return;
    }
    const struct progress_event event = {
        .exercise = exercise->name, .what = "reset", .seed = seed};
    session_add(watch->session, &event);
    if (kept)
        printf(say_as("folder.kept", "%s"), kept);
    else
        puts(say("watch.kept-none"));
    go_to(watch, exercise);
}

static void key_reset(struct watch *watch)
{
    puts(say("watch.ask-reset"));
    watch->on_yes = reset;
}

static void key_list(struct watch *watch)
{
    print_list(watch->session, &(struct filter){0});
}

static const struct exercise *neighbour(const struct watch *watch, int step)
{
    const struct catalogue *catalogue = &watch->session->catalogue;
    size_t index = (size_t)(watch->exercise - catalogue->items);
    if (step < 0)
        return index ? &catalogue->items[index - 1] : NULL;
    return index + 1 < catalogue->count ? &catalogue->items[index + 1] : NULL;
}

static void key_next(struct watch *watch)
{
    go_to(watch,
          state_of(watch)->solved ? session_next(watch->session) : neighbour(watch, 1));
}

static void key_previous(struct watch *watch)
{
    go_to(watch, neighbour(watch, -1));
}

static void key_task(struct watch *watch)
{
    print_exercise(watch->session, watch->exercise, watch->folder);
}

static void key_quit(struct watch *watch)
{
    watch->done = true;
}

static void key_keys(struct watch *watch);

static const struct watch_key {
    const char *letter, *help;
    void (*run)(struct watch *);
} keys[] = {
    {"c", "watch.check", begin_check},     {"h", "watch.hint", key_hint},
    {"v", "watch.solution", key_solution}, {"w", "watch.note", key_explain},
    {"t", "watch.task", key_task},         {"l", "watch.list", key_list},
    {"n", "watch.next", key_next},         {"p", "watch.previous", key_previous},
    {"x", "watch.reset", key_reset},       {"?", "watch.keys", key_keys},
    {"q", "watch.leave", key_quit},
};

static void key_keys(struct watch *watch)
{
    (void)watch;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        printf("  %s  %s\n", keys[i].letter, say(keys[i].help));
}

static void take_line(struct watch *watch)
{
    void (*on_yes)(struct watch *) = watch->on_yes;
    watch->on_yes = NULL;
    if (on_yes) {
        if (question_is_yes(watch->line))
            on_yes(watch);
        else
            puts(say("watch.no"));
        return;
    }
    if (!*watch->line) {
        begin_check(watch);
        return;
    }
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (!strcmp(keys[i].letter, watch->line)) {
            keys[i].run(watch);
            return;
        }
    printf(say_as("watch.no-key", "%s"), watch->line);
}

static void take_input(struct watch *watch)
{
    char bytes[LINE_MAX_BYTES];
    ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
    if (got == 0)
        watch->done = true;
    for (ssize_t i = 0; i < got && !watch->done; i++) {
        if (bytes[i] != '\n') {
            if (watch->length + 1 < sizeof watch->line)
                watch->line[watch->length++] = bytes[i];
            continue;
        }
        watch->line[watch->length] = '\0';
        watch->length = 0;
        take_line(watch);
    }
    fflush(stdout);
}

/* ---- the loop ---- */

static int patience(const struct watch *watch)
{
    if (watch->saved)
        return WATCHER_QUIET;
    return watch->watcher.polling ? WATCHER_POLL : -1;
}

static void step(struct watch *watch)
{
    struct verdict verdict;
    struct pollfd fds[] = {
        {.fd = watch->json ? -1 : STDIN_FILENO, .events = POLLIN},
        {.fd = watch->watcher.descriptor, .events = POLLIN},
        {.fd = watch->job.worker ? watch->job.descriptor : -1, .events = POLLIN}};
    int ready = poll(fds, 3, patience(watch));
    if (ready < 0)
        return;
    if (ready == 0 && (watch->saved || watch->watcher.polling)) {
        watch->saved = false;
        if (watcher_changed(&watch->watcher))
            begin_check(watch);
        return;
    }
    if (fds[1].revents) {
        watcher_take_events(&watch->watcher);
        watch->saved = true;
    }
    if (fds[2].revents) {
        check_job_take(&watch->job, &verdict);
        end_check(watch, &verdict);
    }
    if (fds[0].revents)
        take_input(watch);
}

int watch_lines(struct session *session, const struct exercise *exercise,
                bool without_sandbox_said, bool json, struct error *error)
{
    struct watch watch = {.session = session,
                          .without_sandbox = without_sandbox_said,
                          .json = json,
                          .watcher = {.descriptor = -1},
                          .job = {.descriptor = -1}};
    if (open_exercise(&watch, exercise, error) < 0)
        return -1;
    begin_check(&watch);
    while (!watch.done)
        step(&watch);
    check_job_cancel(&watch.job);
    watcher_close(&watch.watcher);
    free(watch.folder);
    return 0;
}
