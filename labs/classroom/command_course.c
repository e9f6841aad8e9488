/* labs course: what a course asks for, and where the learner stands in it. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "labs/classroom/commands.h"
#include "labs/classroom/course.h"
#include "labs/classroom/date.h"
#include "labs/classroom/format.h"
#include "labs/commands.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"

const struct option_row course_options[] = {{0}};

static const char *word_of(const struct course_item *item,
                           const struct progress_state *state)
{
    time_t now = time(NULL);
    if (state->solved)
        return "solved";
    if (item->opens && now < item->opens)
        return "not open yet";
    if (item->due && now > item->due)
        return "overdue";
    return state->attempts ? "begun" : "";
}

static void print_item(const struct course_item *item, const struct progress_state *state)
{
    char points[POINTS_TEXT_MAX], opens[DATE_TEXT_MAX], due[DATE_TEXT_MAX];
    printf("%6s  %-34s %-16s  %s\n", format_points(item->points, points),
           item->exercise->name, date_text(item->due, due), word_of(item, state));
    if (item->opens > time(NULL))
        printf("        opens on %s\n", date_text(item->opens, opens));
}

static void print_item_json(const struct course_item *item,
                            const struct progress_state *state)
{
    char date[DATE_TEXT_MAX];
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "exercise", item->exercise->name);
    json_number(&json, "points", item->points);
    json_unsigned(&json, "partial", item->parts);
    json_string(&json, "opens", item->opens ? date_text(item->opens, date) : NULL);
    json_string(&json, "due", item->due ? date_text(item->due, date) : NULL);
    json_bool(&json, "solved", state->solved);
    json_end(&json);
}

static void print_sum(const struct course *course, double solved)
{
    char have[POINTS_TEXT_MAX], all[POINTS_TEXT_MAX];
    double most = 0;
    for (size_t i = 0; i < course->count; i++)
        most += course->items[i].points;
    printf("\n%6s of %s points are solved", format_points(solved, have),
           format_points(most, all));
    if (course->late_percent)
        printf("; an answer after its date loses %u %%", course->late_percent);
    puts(".");
}

int command_course(int argc, char **argv)
{
    struct course course;
    struct session session;
    struct error error;
    double solved = 0;
    (void)argc;
    if (course_load(argv[0], &course, &error) < 0)
        die_error(&error);
    session_open_or_die(&session);
    if (!common_options.json) {
        if (*course.title)
            printf("%s\n\n", course.title);
        printf("%6s  %-34s %s\n", "points", "exercise", "due");
    }
    for (size_t i = 0; i < course.count; i++) {
        const struct course_item *item = &course.items[i];
        struct progress_state state;
        if (progress_state(session.progress, item->exercise->name, &state, &error) < 0)
            die_error(&error);
        solved += state.solved ? item->points : 0;
        if (common_options.json)
            print_item_json(item, &state);
        else
            print_item(item, &state);
    }
    if (!common_options.json)
        print_sum(&course, solved);
    session_close_or_warn(&session);
    course_free(&course);
    return STATUS_OK;
}
