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

static bool leave, look;

const struct option_row course_options[] = {
    {"look", 0, OPTION_FLAG, &look, NULL, "only show it, and go on as before", NULL, 0,
     0},
    {"leave", 0, OPTION_FLAG, &leave, NULL, "leave the course: all exercises, as before",
     NULL, 0, 0},
    {0},
};

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

static void remember(struct session *session, const char *file)
{
    struct error error;
    if (progress_set(session->progress, "course", file, &error) < 0)
        die_error(&error);
}

/* The one that is named, or the one that the learner is in. */
static void load_or_die(struct session *session, const char *named, struct course *course)
{
    struct error error;
    cleanup_free char *file =
        named ? xstrdup(named) : progress_setting(session->progress, "course");
    if (!file || !*file)
        die(STATUS_REQUEST, "you are in no course (try: labs course FILE)");
    if (course_load(file, course, &error) < 0)
        die_error(&error);
}

static void print_course(const struct session *session, const struct course *course)
{
    struct error error;
    double solved = 0;
    if (!common_options.json && *course->title)
        printf("%s\n\n", course->title);
    if (!common_options.json)
        printf("%6s  %-34s %s\n", "points", "exercise", "due");
    for (size_t i = 0; i < course->count; i++) {
        const struct course_item *item = &course->items[i];
        struct progress_state state;
        if (progress_state(session->progress, item->exercise->name, &state, &error) < 0)
            die_error(&error);
        solved += state.solved ? item->points : 0;
        if (common_options.json)
            print_item_json(item, &state);
        else
            print_item(item, &state);
    }
    if (!common_options.json)
        print_sum(course, solved);
}

static void leave_course(struct session *session, int argc)
{
    if (argc)
        die(STATUS_REQUEST, "labs course --leave takes no file");
    remember(session, "");
    puts("All exercises are there again.");
}

int command_course(int argc, char **argv)
{
    struct course course;
    struct session session;
    session_open_or_die(&session);
    if (leave) {
        leave_course(&session, argc);
    } else {
        load_or_die(&session, argc ? argv[0] : NULL, &course);
        print_course(&session, &course);
        if (argc && !look)
            remember(&session, course.file);
        course_free(&course);
    }
    session_close_or_warn(&session);
    return STATUS_OK;
}
