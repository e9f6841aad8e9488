/* The list of attacks with their verdicts, and the page of one attack.
 *
 * Each tick of the loop makes one trial: the list fills while it is read.
 */
#include "isolate/attack/screen.h"

#include <stdio.h>

#include "labs/kit/screen.h"

enum { NAME_COLUMN = 10, TITLE_COLUMN = 34, LABEL_COLUMNS = 10 };

struct list {
    struct menu menu;
    const struct terminal *terminal;
    struct campaign *campaign;
    struct error *error;
    int result;
};

/* ---- the page of one attack ---- */

struct page {
    const struct attack *attack;
    const struct trial *trial; /* NULL: not tried yet */
};

/* A label, and the text beside it. Returns the row after it. */
static int paragraph(struct area area, int row, const char *label, const char *text)
{
    area_text(area, row, 0, STYLE_KEY, label);
    return row + 1 +
           area_wrap(area_part(area, row, LABEL_COLUMNS, area.rows - row,
                               area.columns - LABEL_COLUMNS),
                     0, STYLE_NORMAL, text);
}

static int draw_trial(struct area area, int row, const struct trial *trial)
{
    char reason[900], verdict[32];
    if (!trial)
        return paragraph(area, row, "verdict", "not tried yet");
    trial_reason(trial, reason, sizeof reason);
    snprintf(verdict, sizeof verdict, "%s", verdict_words[trial->verdict]);
    row = paragraph(area, row, "verdict", verdict);
    return paragraph(area, row, "seen", reason);
}

static void page_draw(void *self, struct area area)
{
    const struct page *page = self;
    char layers[256], command[128];
    struct area text = area_part(area, 1, 2, area.rows - 1, area.columns - 4);
    int row = paragraph(text, 0, "tries", page->attack->tries);
    row = paragraph(text, row, "source", page->attack->source);
    row = paragraph(text, row, "stopped", page->attack->stopped);
    layer_list(page->attack->layers, layers, sizeof layers);
    row = paragraph(text, row, "layers", *layers ? layers : "none");
    row = draw_trial(text, row, page->trial);
    snprintf(command, sizeof command, "$ isolate attack %s", page->attack->name);
    area_text(text, row, 0, STYLE_DIM, command);
}

static const char *page_title(void *self)
{
    return ((const struct page *)self)->attack->title;
}

static void page_status(void *self, char *buffer, size_t size)
{
    snprintf(buffer, size, "%s", ((const struct page *)self)->attack->name);
}

static const struct key_row page_keys[] = {{0}};

static const struct screen_type page_type = {
    .name = "attack",
    .title = page_title,
    .status = page_status,
    .draw = page_draw,
    .keys = page_keys,
};

static enum reaction open_page(void *self)
{
    struct list *list = self;
    size_t index = list->menu.selected;
    struct page page = {
        .attack = list->campaign->chosen[index],
        .trial = index < list->campaign->done ? &list->campaign->trials[index] : NULL};
    screen_run(list->terminal, &page_type, &page, NULL);
    return REACT_DRAW;
}

/* ---- the list ---- */

static void draw_row(void *self, size_t index, struct area row)
{
    static const enum style styles[VERDICT_COUNT] = {
        [VERDICT_BLOCKED] = STYLE_OK,     [VERDICT_OPEN] = STYLE_BAD,
        [VERDICT_ABSENT] = STYLE_DIM,     [VERDICT_ALLOWED] = STYLE_WARN,
        [VERDICT_UNDECIDED] = STYLE_WARN,
    };
    const struct campaign *campaign = ((const struct list *)self)->campaign;
    const struct attack *attack = campaign->chosen[index];
    if (index < campaign->done) {
        enum verdict verdict = campaign->trials[index].verdict;
        area_text(row, 0, 1, styles[verdict], verdict_words[verdict]);
    } else {
        area_text(row, 0, 1, STYLE_DIM, "·");
    }
    area_text(row, 0, NAME_COLUMN, STYLE_STRONG, attack->name);
    area_text(row, 0, TITLE_COLUMN, STYLE_NORMAL, attack->title);
}

static const char *row_text(void *self, size_t index)
{
    return ((const struct list *)self)->campaign->chosen[index]->name;
}

static void list_draw(void *self, struct area area)
{
    struct list *list = self;
    menu_draw(&list->menu, area_part(area, 0, 0, area.rows - 2, area.columns));
    const struct attack *attack = list->campaign->chosen[list->menu.selected];
    area_text(area, area.rows - 1, 1, STYLE_DIM, attack_groups[attack->group]);
}

static const char *list_title(void *self)
{
    (void)self;
    return "isolate attack · every way out, tried";
}

static void list_status(void *self, char *buffer, size_t size)
{
    const struct campaign *c = ((const struct list *)self)->campaign;
    if (c->done < c->count)
        snprintf(buffer, size, "%zu of %zu · %zu OPEN", c->done, c->count,
                 c->verdicts[VERDICT_OPEN]);
    else
        snprintf(buffer, size, "%zu blocked · %zu OPEN · %zu not here",
                 c->verdicts[VERDICT_BLOCKED], c->verdicts[VERDICT_OPEN],
                 c->verdicts[VERDICT_ABSENT]);
}

static int list_tick(const void *self)
{
    const struct list *list = self;
    return list->campaign->done < list->campaign->count ? 0 : -1;
}

static enum reaction list_key(void *self, uint32_t key)
{
    struct list *list = self;
    if (key != K_TICK || list_tick(self) < 0)
        return REACT_IGNORED;
    list->result = campaign_step(list->campaign, list->error);
    return list->result < 0 ? REACT_LEAVE : REACT_DRAW;
}

static struct menu *list_menu(void *self)
{
    return &((struct list *)self)->menu;
}

static const struct key_row list_keys[] = {
    {K_ENTER, {K_RIGHT}, "read", "what it tries, and what was seen", open_page, NULL},
    {0},
};

static const struct screen_type list_type = {
    .name = "attacks",
    .title = list_title,
    .status = list_status,
    .draw = list_draw,
    .keys = list_keys,
    .key = list_key,
    .tick = list_tick,
    .menu = list_menu,
};

int attack_screen(const struct terminal *terminal, struct campaign *campaign,
                  struct error *error)
{
    struct list list = {
        .terminal = terminal,
        .campaign = campaign,
        .error = error,
        .menu = {.count = campaign->count, .draw_row = draw_row, .text = row_text}};
    list.menu.self = &list;
    return screen_run(terminal, &list_type, &list, error) < 0 ? -1 : list.result;
}
