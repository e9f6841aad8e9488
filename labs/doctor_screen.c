/* The doctor's screen: one line per feature, and below it why and what to do. It
 * looks only after its first frame is drawn.
 */
#include <stdio.h>

#include "labs/doctor.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/finding.h"
#include "labs/kit/menu.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/words.h"
#include "labs/screens.h"

struct doctor {
    const struct terminal *terminal;
    struct findings findings;
    struct menu menu;
    bool has_looked;
};

static enum style style_of(enum finding_state state)
{
    static const enum style styles[] = {STYLE_OK, STYLE_WARN, STYLE_BAD};
    return styles[state];
}

static void draw_finding(void *self, size_t index, struct area line)
{
    const struct finding *finding = &((struct doctor *)self)->findings.items[index];
    cleanup_free char *feature = say_sentence(finding->feature);
    cleanup_free char *reason = say_sentence(finding->reason);
    area_print(line, 0, 0, style_of(finding->state), "%s %s",
               finding_mark((int)finding->state), say(finding_key((int)finding->state)));
    area_text(area_part(line, 0, 11, 1, 28), 0, 0, STYLE_STRONG, feature);
    area_text(line, 0, 40, STYLE_NORMAL, reason);
}

static const char *finding_text(void *self, size_t index)
{
    return ((struct doctor *)self)->findings.items[index].feature;
}

static void doctor_draw(void *self, struct area area)
{
    struct doctor *doctor = self;
    if (!doctor->has_looked) {
        area_text(area, 0, 1, STYLE_NORMAL, say("doctor.looking"));
        return;
    }
    int rows = area.rows >= 14 ? area.rows - 6 : area.rows;
    menu_draw(&doctor->menu, area_part(area, 0, 0, rows, area.columns));
    if (rows == area.rows || !doctor->findings.count)
        return;
    const struct finding *finding = &doctor->findings.items[doctor->menu.selected];
    struct area below = area_part(area, rows + 1, 1, 5, area.columns - 2);
    area_rule(area, rows, STYLE_RULE);
    cleanup_free char *reason = say_sentence(finding->reason);
    cleanup_free char *fix = say_sentence(finding->fix);
    plain_unmark(fix);
    int row = area_wrap(below, 0, STYLE_NORMAL, reason);
    if (*finding->fix) {
        area_text(below, row, 0, STYLE_DIM, say("doctor.mend-screen"));
        area_wrap(area_part(below, row, 12, 5 - row, below.columns - 12), 0, STYLE_CODE,
                  fix);
    }
}

static const char *doctor_title(void *self)
{
    (void)self;
    return say("doctor.title");
}

static void doctor_status(void *self, char *buffer, size_t size)
{
    const struct doctor *doctor = self;
    size_t count[3] = {0};
    for (size_t i = 0; i < doctor->findings.count; i++)
        count[doctor->findings.items[i].state]++;
    if (doctor->has_looked)
        snprintf(buffer, size, say_as("doctor.counts", "%zu %zu %zu"), count[0], count[1],
                 count[2]);
}

/* The whole of a finding, for screens that have no room below the list. */
static enum reaction open_finding(void *self)
{
    const struct doctor *doctor = self;
    if (!doctor->findings.count)
        return REACT_NONE;
    const struct finding *finding = &doctor->findings.items[doctor->menu.selected];
    cleanup_free char *feature = say_sentence(finding->feature);
    cleanup_free char *reason = say_sentence(finding->reason);
    cleanup_free char *fix = say_sentence(finding->fix);
    plain_unmark(fix);
    cleanup_free char *text =
        *fix ? xasprintf("%s\n\n%s %s", reason, say("doctor.mend-screen"), fix)
             : xstrdup(reason);
    screen_message(doctor->terminal, feature, text);
    return REACT_DRAW;
}

static enum reaction look_again(void *self)
{
    struct doctor *doctor = self;
    doctor->has_looked = false;
    return REACT_DRAW;
}

static bool has_looked(const void *self)
{
    return ((const struct doctor *)self)->has_looked;
}

static enum reaction doctor_key(void *self, uint32_t key)
{
    struct doctor *doctor = self;
    if (key == K_TICK && !doctor->has_looked) {
        findings_free(&doctor->findings);
        doctor_look(&doctor->findings);
        doctor->menu.count = doctor->findings.count;
        doctor->has_looked = true;
        return REACT_DRAW;
    }
    return REACT_IGNORED;
}

static struct menu *doctor_menu(void *self)
{
    return &((struct doctor *)self)->menu;
}

static int doctor_tick(const void *self)
{
    return has_looked(self) ? -1 : 0;
}

static const struct key_row doctor_keys[] = {
    {K_ENTER, {K_RIGHT}, "progress.read", "doctor.read-help", open_finding, has_looked},
    {'r', {0}, "doctor.again", "doctor.again-help", look_again, has_looked},
    {0},
};

static const struct screen_type doctor_type = {
    .name = "doctor.title",
    .title = doctor_title,
    .status = doctor_status,
    .draw = doctor_draw,
    .keys = doctor_keys,
    .key = doctor_key,
    .menu = doctor_menu,
    .tick = doctor_tick,
};

void doctor_screen(struct app *app)
{
    struct doctor doctor = {.menu = {.draw_row = draw_finding, .text = finding_text}};
    doctor.menu.self = &doctor;
    doctor.terminal = app->terminal;
    screen_run(app->terminal, &doctor_type, &doctor, NULL);
    findings_free(&doctor.findings);
}
