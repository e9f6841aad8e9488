/* What a step says: its title, the reason, the evidence, the question.
 *
 * All of it is read from the timeline after the step was taken.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "vmsim/stage.h"

/* Appends to a text of STAGE_TEXT bytes; what does not fit is left out. */
static void __attribute__((format(printf, 2, 3)))
append(char *text, const char *format, ...)
{
    size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, STAGE_TEXT - length, format, arguments);
    va_end(arguments);
}

/* "0:[4] 1:[1]*": frames and their pages; a bit of the policy behind a slash. */
static void list_frames(const struct timeline *timeline, char *text)
{
    enum { SHOWN = 12 };
    uint32_t used = timeline->memory->used;
    uint32_t shown = used < SHOWN ? used : SHOWN, first = 0;
    if (used > SHOWN && timeline->outcome.frame > SHOWN / 2)
        first = timeline->outcome.frame - SHOWN / 2;
    if (first > used - shown)
        first = used - shown;
    text[0] = '\0';
    append(text, "%s", used == 0 ? "no frame is in use" : first > 0 ? "… " : "");
    for (uint32_t frame = first; frame < first + shown; frame++) {
        if (!timeline_holds(timeline, frame))
            continue;
        struct frame_mark mark = timeline_mark(timeline, frame);
        append(text, "%s%u:%" PRIu64, frame > first ? "  " : "", frame,
               timeline_facts(timeline, frame).number);
        if (mark.bits >= 0)
            append(text, "/%d", mark.bits);
        if (mark.list && *mark.list)
            append(text, " %s", mark.list);
        if (mark.hand)
            append(text, "◂");
    }
    append(text, "%s", first + shown < used ? " …" : "");
}

static void set_evidence(struct stage *stage, size_t index)
{
    struct timeline *timeline = stage->timeline;
    const struct outcome *outcome = &timeline->outcome;
    const char *name = timeline->choice.type->name;
    uint64_t page = trace_page_number(stage->trace, index);
    list_frames(timeline, stage->after);
    stage->call[0] = '\0';
    if (!outcome->fault)
        append(stage->call, "%s hit(frame %u)", name, outcome->frame);
    else if (outcome->evicted != NO_PAGE)
        append(stage->call, "%s victim() = frame %u", name, outcome->frame);
    if (outcome->fault)
        append(stage->call, "%s%s load(frame %u, page %" PRIu64 ")",
               stage->call[0] ? "; " : "", name, outcome->frame, page);
    stage->evidence[0] = (struct evidence){"before", stage->before};
    stage->evidence[1] = (struct evidence){"call", stage->call};
    stage->evidence[2] = (struct evidence){"after", stage->after};
    stage->evidence[3] = (struct evidence){"policy", stage->told};
    timeline_tell(timeline, stage->told, sizeof stage->told);
}

/* What OPT would have done with the same pages in memory. Several pages may be as
 * good as each other: those that are never used again. */
static void add_regret(struct stage *stage)
{
    if (stage->opt == 0)
        return;
    const struct page_facts *left = &stage->timeline->left;
    struct page_facts best = timeline_best_victim(stage->timeline);
    bool worse = best.next > left->next;
    uint32_t frames = stage->timeline->memory->frames;
    if (frames == 1) {
        append(stage->why, " OPT could do no better: there is no other page to evict.");
        return;
    }
    if (worse)
        append(stage->why, " OPT would evict %" PRIu64 " instead: ", best.number);
    else
        append(stage->why, " OPT could do no better: ");
    if (best.next == NEVER)
        append(stage->why, "it is never used again");
    else
        append(stage->why, "it is next used at %u, later than the other%s", best.next + 1,
               frames > 2 ? "s" : "");
    if (worse)
        append(stage->why, "; %" PRIu64 " is needed at %u", left->number, left->next + 1);
    append(stage->why, ".");
}

static void set_why(struct stage *stage, size_t index)
{
    const struct timeline *timeline = stage->timeline;
    const struct outcome *outcome = &timeline->outcome;
    uint64_t page = trace_page_number(stage->trace, index);
    stage->why[0] = '\0';
    if (outcome->released > 0)
        append(stage->why, "%s gave up %u page%s first. ", timeline->choice.type->title,
               outcome->released, outcome->released == 1 ? "" : "s");
    if (!outcome->fault) {
        append(stage->why, "Page %" PRIu64 " is in frame %u: no fault.", page,
               outcome->frame);
    } else if (outcome->evicted == NO_PAGE) {
        append(stage->why,
               "Page %" PRIu64
               " is not in memory. Frame %u is free, so no page must leave.",
               page, outcome->frame);
    } else {
        size_t length = strlen(stage->why);
        timeline_why(timeline, stage->why + length, sizeof stage->why - length);
        add_regret(stage);
        if (outcome->wrote_back)
            append(stage->why, " It was written to, so it is written back first.");
    }
}

/* The first step says what there is to see, the last one what came out. */
static void add_story(struct stage *stage, size_t index)
{
    const struct rival *shown = &stage->rivals[0];
    if (index == 0 && stage->sentence)
        append(stage->why, "\nTo see: %s", stage->sentence);
    if (index + 1 < stage->trace->count)
        return;
    if (stage->broken) {
        append(stage->why, "\nIt ends here: %s.", stage->broken);
        return;
    }
    uint32_t opt = stage->rivals[stage->opt].faults.total;
    append(stage->why, "\nThe end: %s faulted %u time%s", shown->choice.type->title,
           shown->faults.total, shown->faults.total == 1 ? "" : "s");
    if (stage->opt != 0)
        append(stage->why, "; OPT would fault %u time%s", opt, opt == 1 ? "" : "s");
    append(stage->why, ".");
    if (shown->more.total > shown->faults.total)
        append(stage->why,
               " With a frame more it would fault %u times: more memory, more "
               "faults. That is Belady's anomaly.",
               shown->more.total);
}

static void set_title(struct stage *stage, size_t index)
{
    const struct outcome *outcome = &stage->timeline->outcome;
    uint64_t page = trace_page_number(stage->trace, index);
    const char *verb =
        trace_reference(stage->trace, index).write ? "Write to page" : "Page";
    if (!outcome->fault)
        snprintf(stage->step_title, sizeof stage->step_title, "%s %" PRIu64 ": HIT", verb,
                 page);
    else if (outcome->evicted == NO_PAGE)
        snprintf(stage->step_title, sizeof stage->step_title,
                 "%s %" PRIu64 ": FAULT, into the free frame %u", verb, page,
                 outcome->frame);
    else
        snprintf(stage->step_title, sizeof stage->step_title,
                 "%s %" PRIu64 ": FAULT, page %" PRIu64 " leaves frame %u", verb, page,
                 stage->timeline->left.number, outcome->frame);
}

/* The answer, and what a wrong one is told: the policy's rule only where it chose. */
static void set_answer(struct stage *stage, uint64_t page)
{
    const struct timeline *timeline = stage->timeline;
    const struct outcome *outcome = &timeline->outcome;
    stage->explanation[0] = '\0';
    if (!outcome->fault) {
        snprintf(stage->answer, sizeof stage->answer, "hit");
        append(stage->explanation, "Page %" PRIu64 " is in frame %u already.", page,
               outcome->frame);
    } else if (outcome->evicted == NO_PAGE) {
        snprintf(stage->answer, sizeof stage->answer, "fault");
        append(stage->explanation,
               "Page %" PRIu64 " was not in memory; a frame is free, so nobody leaves.",
               page);
    } else {
        snprintf(stage->answer, sizeof stage->answer, "fault %" PRIu64,
                 timeline->left.number);
        append(stage->explanation, "%s", timeline->choice.type->rule);
    }
}

static void set_question(struct stage *stage, size_t index)
{
    stage->question_text[0] = '\0';
    append(
        stage->question_text,
        "Reference %zu is page %" PRIu64 ". Is it a hit, or a fault? And if a page must "
        "leave for it, which one? Answer \"hit\", \"fault\", or \"fault\" and the page.",
        index + 1, trace_page_number(stage->trace, index));
    set_answer(stage, trace_page_number(stage->trace, index));
    stage->question =
        (struct question){stage->question_text, stage->answer, stage->explanation};
}

void stage_step(void *model, size_t index, struct step *step)
{
    struct stage *stage = model;
    if (index > 0) {
        timeline_seek(stage->timeline, index - 1);
        list_frames(stage->timeline, stage->before);
    } else {
        snprintf(stage->before, sizeof stage->before, "no frame is in use");
    }
    timeline_seek(stage->timeline, index);
    set_title(stage, index);
    set_why(stage, index);
    add_story(stage, index);
    set_evidence(stage, index);
    set_question(stage, index);
    *step = (struct step){
        .title = stage->step_title,
        .why = stage->why,
        .notable = stage->timeline->outcome.fault,
        .evidence = stage->evidence,
        .evidence_count = EVIDENCE_MAX - !stage->told[0],
        .question = &stage->question,
    };
}
