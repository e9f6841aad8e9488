/* The report is lines of fields between tabs (threads/explore/runtime/report.c). */
#include "threads/explore/answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "threads/explore/names.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/operation.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/variant.h"

bool answer_next(char **text, struct answer_line *line)
{
    char *rest = strsep(text, "\n");
    *line = (struct answer_line){0};
    if (!rest || !*text)
        return false;
    line->word = strsep(&rest, "\t");
    while (rest && line->count < ANSWER_FIELDS)
        line->field[line->count++] = strsep(&rest, "\t");
    return true;
}

long long answer_number(const struct answer_line *line, size_t index)
{
    return index < line->count ? strtoll(line->field[index], NULL, 10) : 0;
}

uintptr_t answer_address(const struct answer_line *line, size_t index)
{
    return index < line->count ? strtoul(line->field[index], NULL, 16) : 0;
}

static int hex_digit(char digit)
{
    return isdigit((unsigned char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}

char *answer_text(const struct answer_line *line, size_t index)
{
    char *text = xstrdup(index < line->count ? line->field[index] : "");
    char *out = text;
    for (const char *in = text; *in;) {
        if (in[0] == '\\' && in[1] == 'x' && in[2] && in[3]) {
            char byte = (char)(hex_digit(in[2]) * 16 + hex_digit(in[3]));
            *out++ = byte ? byte : '?';
            in += 4;
        } else {
            *out++ = *in++;
        }
    }
    *out = '\0';
    return text;
}

/* The strings of the steps live in one list, which verdict->memory holds. */
struct kept {
    struct kept *next;
    char *text;
};

static const char *keep(struct explore_verdict *verdict, char *text)
{
    struct kept *kept = xcalloc(1, sizeof *kept);
    kept->next = verdict->memory;
    kept->text = text;
    verdict->memory = kept;
    return text;
}

char *answer_choice(int thread, int kind, int variant)
{
    if (variant == VARIANT_NORMAL)
        return xasprintf("%d:1", thread);
    if (kind == OP_SIGNAL)
        return xasprintf("%dw%d", thread, variant);
    return xasprintf("%d%s", thread, variant == VARIANT_TIMEOUT ? "t" : "s");
}

const char *answer_operation(int kind, int variant)
{
    if (kind == OP_WAITING || kind == OP_TIMED_LOCK || kind == OP_SEM_TIMED) {
        if (variant == VARIANT_TIMEOUT)
            return "timeout";
        if (variant == VARIANT_SPURIOUS)
            return "wake for no reason";
    }
    return kind >= 0 ? operation_word((enum operation_kind)kind) : "?";
}

static void add_step(const struct explore_program *program,
                     struct explore_verdict *verdict, const struct answer_line *line)
{
    int thread = (int)answer_number(line, 0), kind = (int)answer_number(line, 1);
    int variant = (int)answer_number(line, 2);
    int shown = kind == OP_FLUSH ? thread % FLUSHERS : thread;
    unsigned size = (unsigned)answer_number(line, 5);
    struct place place = names_place(program->names, answer_address(line, 3));
    verdict->steps =
        xreallocarray(verdict->steps, verdict->step_count + 1, sizeof *verdict->steps);
    verdict->steps[verdict->step_count++] = (struct explore_step){
        .thread = shown,
        .file = keep(verdict, xstrdup(place.file)),
        .line = place.line,
        .function = keep(verdict, xstrdup(place.function)),
        .operation = answer_operation(kind, variant),
        .object =
            keep(verdict, names_object(program->names, answer_address(line, 4), size)),
        .preemption = answer_number(line, 6),
        .has_value = answer_number(line, 7),
        .value = answer_number(line, 8),
        .choice = keep(verdict, answer_choice(thread, kind, variant)),
    };
}

static char *replace(char **place, char *text)
{
    free(*place);
    return *place = text;
}

static void take_ending(struct explore_verdict *verdict, const struct answer_line *line)
{
    int end = (int)answer_number(line, 0);
    verdict->kind = (enum explore_kind)answer_number(line, 1);
    verdict->preemptions = (int)answer_number(line, 3);
    verdict->decision = end == RUN_FAILED ? EXPLORE_FAILS
                        : end == RUN_DONE ? EXPLORE_SAFE
                                          : EXPLORE_UNKNOWN;
    if (end == RUN_ENDLESS)
        verdict->kind = KIND_LIMIT;
}

/* The proof is one for sequential consistency only. */
static void take_weak(const struct explore_program *program,
                      struct explore_verdict *verdict, const struct answer_line *line)
{
    cleanup_free char *first = names_object(program->names, answer_address(line, 0), 0);
    cleanup_free char *second = names_object(program->names, answer_address(line, 1), 0);
    verdict->weak = true;
    replace(&verdict->message,
            *first ? xasprintf("no failure in any interleaving, but a thread uses %s and "
                               "%s with memory orders that allow more than "
                               "interleavings; with memory_order_seq_cst this could be "
                               "decided",
                               first, second)
                   : xstrdup("no failure in any interleaving, but too many objects are "
                             "used with orders that allow more than interleavings"));
}

/* All places that the report names, looked up in one go. */
static void prepare_places(const struct explore_program *program, const char *report)
{
    size_t count = 0, room = 64;
    uintptr_t *places = xcalloc(room, sizeof *places);
    for (const char *at = strstr(report, "\nstep\t"); at;
         at = strstr(at + 1, "\nstep\t")) {
        unsigned long pc = 0;
        if (sscanf(at, "\nstep\t%*d\t%*d\t%*d\t%lx", &pc) != 1)
            continue;
        if (count == room)
            places = xreallocarray(places, room *= 2, sizeof *places);
        places[count++] = pc;
    }
    names_prepare(program->names, places, count);
    free(places);
}

int answer_verdict(const struct explore_program *program, char *report,
                   struct explore_verdict *verdict, char word[16], struct error *error)
{
    struct answer_line line;
    prepare_places(program, report);
    while (answer_next(&report, &line)) {
        if (!strcmp(line.word, "bad")) {
            cleanup_free char *what = answer_text(&line, 0);
            return error_set(error, STATUS_REQUEST, "%s", what);
        } else if (!strcmp(line.word, "verdict")) {
            snprintf(word, 16, "%s", line.count ? line.field[0] : "");
            verdict->schedules = (uint64_t)answer_number(&line, 1);
            verdict->complete_bound = (int)answer_number(&line, 2);
        } else if (!strcmp(line.word, "weak")) {
            take_weak(program, verdict, &line);
        } else if (!strcmp(line.word, "ending")) {
            take_ending(verdict, &line);
        } else if (!strcmp(line.word, "message") && !verdict->weak) {
            cleanup_free char *raw = answer_text(&line, 0);
            replace(&verdict->message, names_message(program->names, raw));
        } else if (!strcmp(line.word, "schedule")) {
            replace(&verdict->schedule, answer_text(&line, 0));
        } else if (!strcmp(line.word, "output")) {
            replace(&verdict->output, answer_text(&line, 0));
        } else if (!strcmp(line.word, "step")) {
            add_step(program, verdict, &line);
        }
    }
    return 0;
}

void explore_verdict_free(struct explore_verdict *verdict)
{
    struct kept *kept = verdict->memory;
    while (kept) {
        struct kept *next = kept->next;
        free(kept->text);
        free(kept);
        kept = next;
    }
    free(verdict->steps);
    free(verdict->message);
    free(verdict->schedule);
    free(verdict->output);
    *verdict = (struct explore_verdict){0};
}
