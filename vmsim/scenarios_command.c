/* vmsim scenarios: the menu of what can be played by name; elsewhere a list. */
#include <stdio.h>

#include "labs/kit/json.h"
#include "labs/kit/menu.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "labs/kit/screen.h"
#include "vmsim/commands.h"
#include "vmsim/scenarios.h"

enum { NAME_COLUMN = 2, TITLE_COLUMN = 13, MEMORY_COLUMN = 42, TEXT_COLUMNS = 80 };

struct chooser {
    struct menu menu;
    const struct terminal *terminal;
};

static size_t scenario_count(void)
{
    size_t count = 0;
    while (scenarios[count].name)
        count++;
    return count;
}

static void draw_row(void *self, size_t index, struct area row)
{
    const struct scenario *scenario = &scenarios[index];
    (void)self;
    area_text(row, 0, NAME_COLUMN, STYLE_STRONG, scenario->name);
    area_text(row, 0, TITLE_COLUMN, STYLE_NORMAL, scenario->title);
    area_print(row, 0, MEMORY_COLUMN, STYLE_DIM, "%s, %u frames", scenario->policy,
               scenario->frames);
}

static const char *row_text(void *self, size_t index)
{
    (void)self;
    return scenarios[index].title;
}

static void draw(void *self, struct area area)
{
    struct chooser *chooser = self;
    const struct scenario *scenario = &scenarios[chooser->menu.selected];
    int rows = (int)chooser->menu.count, inner = area.columns - 4;
    menu_draw(&chooser->menu, area_part(area, 1, 1, rows, area.columns - 2));
    area_rule(area, rows + 2, STYLE_RULE);
    struct area text = area_part(area, rows + 4, 2, area.rows - rows - 4, inner);
    int row = area_wrap(text, 0, STYLE_NORMAL, scenario->sentence);
    area_print(text, row + 1, 0, STYLE_DIM, "references  %s", scenario->string);
    area_print(text, row + 3, 0, STYLE_DIM, "$ vmsim play %s", scenario->name);
    area_text(text, row + 5, 0, STYLE_DIM,
              "Your own: vmsim play --string 1,2,3,… --frames N --policy P");
    area_text(text, row + 6, 0, STYLE_DIM,
              "A real program: vmsim record -o ls.trace.xz -- ls, then vmsim run");
}

static enum reaction play_selected(void *self)
{
    struct chooser *chooser = self;
    struct error error;
    if (play_scenario(&scenarios[chooser->menu.selected], &error) < 0)
        screen_message(chooser->terminal, "This cannot be shown", error.message);
    return REACT_DRAW;
}

static const struct key_row keys[] = {
    {K_ENTER, {K_RIGHT}, "play", "step through the scenario", play_selected, NULL},
    {0},
};

static struct menu *menu_of(void *self)
{
    return &((struct chooser *)self)->menu;
}

static const char *title(void *self)
{
    (void)self;
    return "vmsim · which page leaves?";
}

static const struct screen_type chooser_screen = {
    .name = "scenarios",
    .title = title,
    .draw = draw,
    .keys = keys,
    .menu = menu_of,
};

static int choose(struct error *error)
{
    struct chooser chooser = {.terminal = terminal_open(error)};
    if (!chooser.terminal)
        return -1;
    chooser.menu =
        (struct menu){.count = scenario_count(), .draw_row = draw_row, .text = row_text};
    theme_choose(common_options.theme, common_options.no_color);
    int status = screen_run(chooser.terminal, &chooser_screen, &chooser, error);
    terminal_close();
    return status;
}

static void print_json(const struct scenario *scenario)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "name", scenario->name);
    json_string(&json, "title", scenario->title);
    json_string(&json, "string", scenario->string);
    json_string(&json, "policy", scenario->policy);
    json_unsigned(&json, "frames", scenario->frames);
    json_string(&json, "sentence", scenario->sentence);
    json_end(&json);
}

static void print_list(void)
{
    for (const struct scenario *s = scenarios; s->name; s++) {
        printf("%s%-10s %s (%s, %u frames)\n", s == scenarios ? "" : "\n", s->name,
               s->title, s->policy, s->frames);
        plain_wrap(stdout, "           ", s->sentence, TEXT_COLUMNS);
        printf("           vmsim play %s\n", s->name);
    }
}

int command_scenarios(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error;
    if (common_options.json) {
        for (const struct scenario *s = scenarios; s->name; s++)
            print_json(s);
    } else if (!program_has_screen()) {
        print_list();
    } else if (choose(&error) < 0) {
        warn("%s; showing lines", error.message);
        print_list();
    }
    return STATUS_OK;
}
