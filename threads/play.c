/* A recorded run as steps for the player.
 *
 * Every step is an event of the log; the state is replayed from the beginning for
 * the step that is asked for, which makes going back as easy as going on. An
 * uncontended "wants" is no step of its own: the "gets" after it says the same.
 */
#include "threads/play.h"

#include <stdlib.h>
#include <string.h>

#include "threads/narrate.h"
#include "threads/report.h"
#include "threads/source.h"
#include "threads/view.h"

enum { EVIDENCE_MAX = 6, WHY = 1024, EVIDENCE_TEXT = 2048 };

struct play {
    const struct recording *recording;
    struct verdict verdict;
    struct show show;
    char title[160];
    struct source source;
    size_t *steps; /* indexes of events */
    size_t step_count;
    /* The step that was asked for last, and its words. */
    struct state before, after;
    char words[VERDICT_LINE], why[WHY], kernel[EVIDENCE_TEXT], line[256], entry[128];
    char asked[200], answer[32];
    struct evidence evidence[EVIDENCE_MAX];
    struct question question;
};

static bool is_verdict(const struct play *play, size_t index)
{
    return index == play->step_count;
}

static const struct event *step_event(const struct play *play, size_t index)
{
    return log_event(play->recording->log, play->steps[index]);
}

/* Fills `before` and `after`: on from where `before` stands, or anew to go back. */
static void replay(struct play *play, size_t index)
{
    const struct log *log = play->recording->log;
    size_t target =
        is_verdict(play, index) ? play->recording->events : play->steps[index];

    if (play->before.events > target)
        state_init(&play->before);
    while (play->before.events < target)
        state_add(&play->before, log, log_event(log, play->before.events));
    play->after = play->before;
    if (!is_verdict(play, index))
        state_add(&play->after, log, step_event(play, index));
}

static size_t add_evidence(struct play *play, size_t count, const char *label,
                           const char *text)
{
    play->evidence[count] = (struct evidence){label, text};
    return count + 1;
}

/* The kernel's word on the stuck threads: those of the cycle first. */
static void kernel_words(struct play *play)
{
    const struct recording *recording = play->recording;
    uint64_t cycle = 0;
    size_t used = 0;
    char line[VERDICT_LINE];

    for (size_t i = 0; i < recording->cycle.count; i++)
        cycle |= UINT64_C(1) << recording->cycle.nodes[i];
    *play->kernel = '\0';
    for (int in_cycle = 1; in_cycle >= 0; in_cycle--)
        for (size_t i = 0; i < recording->graph.count; i++)
            if ((int)(cycle >> i & 1) == in_cycle && verdict_kernel(recording, i, line) &&
                used < EVIDENCE_TEXT)
                used += (size_t)snprintf(play->kernel + used, EVIDENCE_TEXT - used,
                                         "%s%s", used ? "\n" : "", line);
}

static void verdict_words(struct play *play, struct step *step)
{
    /* The title and the ring say who waits for whom already. */
    size_t first = play->recording->cycle.count ? play->recording->cycle.count + 1 : 0;
    char line[VERDICT_LINE];

    verdict_headline(play->recording, &play->verdict, play->words);
    *play->why = '\0';
    for (size_t i = first; verdict_reason(play->recording, &play->verdict, i, line);
         i++) {
        size_t length = strlen(play->why);
        snprintf(play->why + length, WHY - length, "%s%s", length ? " " : "", line);
    }
    kernel_words(play);
    step->title = play->words;
    step->why = play->why;
    step->notable = true;
    if (*play->kernel)
        step->evidence_count = add_evidence(play, 0, "kernel", play->kernel);
}

/* The line of source that made this event, and where it stands in the log. */
static void event_evidence(struct play *play, const struct event *event,
                           struct step *step)
{
    const char *file = strrchr(play->recording->variant->code->file, '/') + 1;
    char text[SOURCE_WIDTH];
    size_t count = 0;

    if (event->line) {
        source_trimmed(&play->source, event->line, text);
        snprintf(play->line, sizeof play->line, "%s:%d  %s", file, event->line, text);
        count = add_evidence(play, count, "source", play->line);
    }
    snprintf(play->entry, sizeof play->entry, "event %zu of %zu, %.3f ms after the start",
             play->before.events + 1, play->recording->events,
             (double)event->nanoseconds / 1e6);
    step->evidence_count = add_evidence(play, count, "log", play->entry);
}

/* Is this the moment at which a thread finds out whether it has to wait? Who had to
 * was asked already, when it began to. */
static bool is_first_try(const struct play *play, const struct event *event)
{
    return event->kind == EVENT_WANTS ||
           (event->kind == EVENT_GETS && !play->before.threads[event->thread].waited);
}

/* A lock that is asked for: the screen says who holds it. */
static bool ask_lock(struct play *play, const struct event *event)
{
    const struct log *log = play->recording->log;
    const struct log_object *object = &log->objects[event->object];
    int owner = play->before.objects[event->object].owner;

    if (object->kind != OBJECT_MUTEX || !is_first_try(play, event))
        return false;
    play->question.explain = "Whoever asks for a mutex waits for the thread that holds "
                             "it; if none does, it goes on.";
    snprintf(play->asked, sizeof play->asked,
             "%s asks for the mutex %s in line %d. Does it go on, or wait for a thread, "
             "and for which? (go, or its name)",
             log->threads[event->thread].name, object->name, event->line);
    snprintf(play->answer, sizeof play->answer, "%s",
             event->kind == EVENT_WANTS && owner != NOBODY ? log->threads[owner].name
                                                           : "go");
    return true;
}

/* A semaphore that is asked for: the screen says what it has to give. */
static bool ask_wait(struct play *play, const struct event *event)
{
    const struct log *log = play->recording->log;
    const struct log_object *object = &log->objects[event->object];

    if (object->kind != OBJECT_SEMAPHORE || !is_first_try(play, event))
        return false;
    play->question.explain = "At 0 a thread has to wait; above 0 it takes one off.";
    snprintf(play->asked, sizeof play->asked,
             "%s asks for the semaphore %s in line %d. Does it wait, or go on? "
             "(wait, go)",
             log->threads[event->thread].name, object->name, event->line);
    snprintf(play->answer, sizeof play->answer, "%s",
             event->kind == EVENT_WANTS ? "wait" : "go");
    return true;
}

/* A shared variable of the program is written: to what? */
static bool ask_value(struct play *play, const struct event *event)
{
    const struct log_object *object = &play->recording->log->objects[event->object];

    if (event->kind != EVENT_VALUE || object->kind != OBJECT_SHARED ||
        object->initial > 0 || !play->before.objects[event->object].known)
        return false;
    play->question.explain = "What counts is what this thread has worked out, whatever "
                             "the others wrote in the meantime.";
    snprintf(play->asked, sizeof play->asked,
             "%s has just written to %s. Which value has it now?",
             play->recording->log->threads[event->thread].name, object->name);
    snprintf(play->answer, sizeof play->answer, "%lld", (long long)event->value);
    return true;
}

static const struct question *ask(struct play *play, size_t index)
{
    const struct event *event;

    if (is_verdict(play, index))
        return NULL;
    event = step_event(play, index);
    if (!ask_lock(play, event) && !ask_wait(play, event) && !ask_value(play, event))
        return NULL;
    play->question.text = play->asked;
    play->question.answer = play->answer;
    return &play->question;
}

static void play_step(void *model, size_t index, struct step *step)
{
    struct play *play = model;
    const struct log *log = play->recording->log;
    const struct event *event;
    char words[WORDS];

    *step = (struct step){.evidence = play->evidence};
    replay(play, index);
    if (is_verdict(play, index)) {
        verdict_words(play, step);
        return;
    }
    event = step_event(play, index);
    narrate_short(log, &play->before, event, words);
    snprintf(play->words, sizeof play->words, "%s %s", log->threads[event->thread].name,
             words);
    narrate_why(log, &play->before, event, play->why, WHY);
    if (index == 0 && play->recording->variant->forced)
        snprintf(play->why, WHY, "%s", play->recording->variant->forced);
    step->title = play->words;
    step->why = play->why;
    step->notable = narrate_notable(log, &play->before, event);
    event_evidence(play, event, step);
    step->question = ask(play, index);
}

static struct moment moment_of(struct play *play, size_t index)
{
    replay(play, index);
    return (struct moment){
        .log = play->recording->log,
        .state = &play->after,
        .source = &play->source,
        .actor = is_verdict(play, index) ? NOBODY : step_event(play, index)->thread,
    };
}

static size_t play_count(void *model)
{
    const struct play *play = model;

    return play->step_count + 1;
}

static void play_draw(void *model, size_t index, struct area area)
{
    struct moment moment = moment_of(model, index);

    view_draw(&moment, area);
}

static void play_describe(void *model, size_t index, FILE *out)
{
    struct moment moment = moment_of(model, index);

    view_describe(&moment, out);
}

static void play_json(void *model, size_t index, struct json *json)
{
    struct play *play = model;
    struct moment moment = moment_of(play, index);
    int order[LOG_OBJECTS], count = view_order(&moment, order);
    char text[160];

    if (is_verdict(play, index))
        report_verdict_fields(play->recording, json);
    else
        report_event_fields(play->recording, &play->before, play->steps[index], json);
    json_object(json, "threads");
    for (int i = 0; i < state_thread_count(moment.log); i++)
        json_string(json, moment.log->threads[i].name,
                    view_doing(&moment, i, text, sizeof text));
    json_close(json);
    json_array(json, "objects");
    for (int i = 0; i < count; i++) {
        const struct log_object *object = &moment.log->objects[order[i]];
        if (!view_object(&moment, order[i], text, sizeof text))
            continue;
        json_object(json, NULL);
        json_string(json, "name", object->name);
        json_string(json, "kind", object_word(object->kind));
        json_string(json, "words", text);
        json_close(json);
    }
    json_close(json);
}

static void find_steps(struct play *play)
{
    const struct log *log = play->recording->log;
    struct state state;

    play->steps = xcalloc(play->recording->events + 1, sizeof *play->steps);
    state_init(&state);
    while (state.events < play->recording->events) {
        const struct event *event = log_event(log, state.events);
        if (!narrate_skips(log, &state, event))
            play->steps[play->step_count++] = state.events;
        state_add(&state, log, event);
    }
}

struct play *play_new(const struct recording *recording, const char *command)
{
    const struct demo_code *code = recording->variant->code;
    struct play *play = xcalloc(1, sizeof *play);

    play->recording = recording;
    play->verdict = verdict_of(recording);
    source_split(&play->source, code->source, (size_t)(code->source_end - code->source));
    find_steps(play);
    state_init(&play->before);
    snprintf(play->title, sizeof play->title, "%s · recording of a run made just now",
             strrchr(code->file, '/') + 1);
    play->show = (struct show){
        .title = play->title,
        .command = command,
        .model = play,
        .count = play_count,
        .step = play_step,
        .draw = play_draw,
        .describe = play_describe,
        .json = play_json,
        .state_rows = 12,
    };
    return play;
}

void play_free(struct play *play)
{
    if (play)
        free(play->steps);
    free(play);
}

const struct show *play_show(struct play *play)
{
    return &play->show;
}
