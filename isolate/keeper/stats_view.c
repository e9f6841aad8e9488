/* The live screen of isolate stats: a line for each container, and the kernel's counters
 * of the one that is selected. */
#include "isolate/keeper/stats_view.h"

#include <stdio.h>

#include "isolate/keeper/ago.h"
#include "labs/kit/screen.h"

static void draw_counters(struct area area, int row, const struct sample *sample)
{
    const struct cgroup_stats *c = &sample->counters;
    area_print(area, row++, 1, STYLE_TITLE, "%s, counted by %s", sample->label,
               sample->from_proc ? "adding up /proc" : "its control group");
    for (int i = 0, column = 1; i < CGROUP_COUNTER_COUNT && row < area.rows; i++) {
        if (!c->known[i] || c->value[i] == CGROUP_UNLIMITED)
            continue;
        area_print(area, row, column, STYLE_NORMAL, "%-20s %14llu",
                   cgroup_counter_names[i], (unsigned long long)c->value[i]);
        row += column > 1;
        column = column > 1 ? 1 : 40;
    }
}

static void draw(void *self, struct area area)
{
    struct stats *stats = self;
    char line[128];
    int row = 0;
    if (stats->selected >= stats->count)
        stats->selected = stats->count ? stats->count - 1 : 0;
    area_text(area, row++, 1, STYLE_STRONG, stats_head());
    for (size_t i = 0; i < stats->count && row < area.rows - 2; i++, row++) {
        bool selected = i == stats->selected;
        stats_line(&stats->samples[i], line, sizeof line);
        area_text(area, row, 1, selected ? STYLE_SELECTED : STYLE_NORMAL, line);
        if (selected)
            area_cursor(area, row, 1);
    }
    if (stats->count)
        draw_counters(area, row + 1, &stats->samples[stats->selected]);
    else
        area_text(area, row + 1, 1, STYLE_NORMAL,
                  "No container runs. isolate run -d makes one.");
}

static const char *title(void *self)
{
    (void)self;
    return "containers · what they use";
}

static void status(void *self, char *buffer, size_t size)
{
    const struct stats *stats = self;
    snprintf(buffer, size, "%zu running", stats->count);
}

static int tick(const void *self)
{
    (void)self;
    return STATS_TICK_MS;
}

static enum reaction on_tick(void *self)
{
    stats_look(self);
    return REACT_DRAW;
}

static enum reaction up(void *self)
{
    struct stats *stats = self;
    stats->selected -= stats->selected > 0;
    return REACT_DRAW;
}

static enum reaction down(void *self)
{
    struct stats *stats = self;
    stats->selected += stats->selected + 1 < stats->count;
    return REACT_DRAW;
}

static int init(void *self, struct error *error)
{
    (void)error;
    stats_look(self);
    return 0;
}

static const struct key_row keys[] = {
    {K_TICK, {0}, NULL, "look again, once a second", on_tick, NULL},
    {K_DOWN, {'j'}, "next", "the next container", down, NULL},
    {K_UP, {'k'}, "previous", "the container before", up, NULL},
    {0},
};

int stats_screen(struct stats *stats, struct error *error)
{
    static const struct screen_type type = {.name = "stats",
                                            .init = init,
                                            .title = title,
                                            .status = status,
                                            .draw = draw,
                                            .keys = keys,
                                            .tick = tick};
    const struct terminal *terminal = terminal_open(error);
    if (!terminal)
        return -1;
    int result = screen_run(terminal, &type, stats, error);
    terminal_close();
    return result;
}
