/* The stage as lines and as JSON fields: the same content as the picture. */
#include <inttypes.h>

#include "vmsim/stage.h"

/* Beyond so many frames only the one that the reference went to is listed. */
enum { LISTED_FRAMES = 16 };

static void describe_frame(const struct stage *stage, uint32_t frame, FILE *out)
{
    const struct timeline *timeline = stage->timeline;
    struct page_facts facts = timeline_facts(timeline, frame);
    struct frame_mark mark = timeline_mark(timeline, frame);
    fprintf(out, "  frame %u: page %" PRIu64 ", loaded at %u, used at %u, ", frame,
            facts.number, facts.loaded + 1, facts.used + 1);
    if (facts.next == NEVER)
        fputs("not used again", out);
    else
        fprintf(out, "next at %u", facts.next + 1);
    if (mark.bits >= 0)
        fprintf(out, ", bit %d", mark.bits);
    if (mark.list && *mark.list)
        fprintf(out, ", %s", mark.list);
    if (timeline->memory->dirty[frame])
        fputs(", dirty", out);
    if (mark.hand)
        fputs(", the hand is here", out);
    fputs(frame == timeline->outcome.frame ? "  <\n" : "\n", out);
}

void stage_describe(void *model, size_t index, FILE *out)
{
    struct stage *stage = model;
    const struct memory *memory = stage->timeline->memory;
    timeline_seek(stage->timeline, index);
    if (memory->used > LISTED_FRAMES) {
        fprintf(out, "  %u of %u frames are in use\n", memory_resident(memory),
                memory->frames);
        describe_frame(stage, stage->timeline->outcome.frame, out);
    } else {
        for (uint32_t frame = 0; frame < memory->used; frame++)
            if (timeline_holds(stage->timeline, frame))
                describe_frame(stage, frame, out);
    }
    fputs("  faults so far:", out);
    for (size_t i = 0; i < stage->rival_count; i++)
        fprintf(out, "%s %s %u", i ? "," : "", stage->rivals[i].choice.title,
                faults_until(&stage->rivals[i].faults, index));
    fputc('\n', out);
}

static void json_frame(const struct stage *stage, uint32_t frame, struct json *json)
{
    const struct timeline *timeline = stage->timeline;
    struct page_facts facts = timeline_facts(timeline, frame);
    struct frame_mark mark = timeline_mark(timeline, frame);
    json_object(json, NULL);
    json_unsigned(json, "frame", frame);
    json_unsigned(json, "page", facts.number);
    json_unsigned(json, "loaded", facts.loaded + 1);
    json_unsigned(json, "used", facts.used + 1);
    if (facts.next == NEVER)
        json_null(json, "next");
    else
        json_unsigned(json, "next", facts.next + 1);
    json_bool(json, "dirty", timeline->memory->dirty[frame]);
    if (mark.bits >= 0) {
        json_integer(json, "bits", mark.bits);
        json_bool(json, "hand", mark.hand);
    }
    if (mark.list)
        json_string(json, "list", mark.list);
    json_close(json);
}

void stage_json(void *model, size_t index, struct json *json)
{
    struct stage *stage = model;
    const struct timeline *timeline = stage->timeline;
    const struct memory *memory = timeline->memory;
    timeline_seek(stage->timeline, index);
    json_unsigned(json, "page", trace_page_number(stage->trace, index));
    json_bool(json, "write", trace_reference(stage->trace, index).write);
    json_bool(json, "fault", timeline->outcome.fault);
    json_unsigned(json, "frame", timeline->outcome.frame);
    if (timeline->outcome.evicted == NO_PAGE)
        json_null(json, "evicted");
    else
        json_unsigned(json, "evicted", timeline->left.number);
    json_unsigned(json, "regret", stage_regret(stage, index));
    json_object(json, "faults");
    for (size_t i = 0; i < stage->rival_count; i++)
        json_unsigned(json, stage->rivals[i].choice.name,
                      faults_until(&stage->rivals[i].faults, index));
    json_close(json);
    char told[STAGE_TEXT];
    timeline_tell(timeline, told, sizeof told);
    if (told[0])
        json_string(json, "policy", told);
    json_array(json, "frames");
    if (memory->used <= LISTED_FRAMES)
        for (uint32_t frame = 0; frame < memory->used; frame++) {
            if (timeline_holds(timeline, frame))
                json_frame(stage, frame, json);
        }
    else
        json_frame(stage, timeline->outcome.frame, json);
    json_close(json);
}
