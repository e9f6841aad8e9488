/* labs notes-for: the second terminal of a presentation. It waits for the presenter's
 * file with inotify and redraws; the timer counts once a second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "labs/classroom/commands.h"
#include "labs/classroom/notes_for.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/presenter.h"
#include "labs/kit/program.h"
#include "labs/kit/screen.h"
#include "labs/viewer.h"

enum { TIMER_MS = 1000, LINE_COLUMNS = 78 };

struct follower {
    char *file;
    int wake; /* an inotify descriptor */
    struct speaker_notes notes;
    struct viewer viewer;
};

static void read_anew(struct follower *follower)
{
    speaker_notes_free(&follower->notes);
    speaker_notes_read(follower->file, &follower->notes);
    viewer_set(&follower->viewer, speaker_notes_text(&follower->notes));
    viewer_to_top(&follower->viewer);
}

static int init(void *self, struct error *error)
{
    (void)error;
    read_anew(self);
    return 0;
}

static const char *title(void *self)
{
    const struct follower *follower = self;
    return follower->notes.running ? follower->notes.show : "speaker notes";
}

static void status(void *self, char *buffer, size_t size)
{
    const struct follower *follower = self;
    buffer[0] = '\0';
    if (!follower->notes.running)
        return;
    unsigned long seconds = (unsigned long)(time(NULL) - (time_t)follower->notes.began);
    snprintf(buffer, size, "%lu:%02lu · step %u of %u", seconds / 60, seconds % 60,
             follower->notes.step, follower->notes.of);
}

static void draw(void *self, struct area area)
{
    struct follower *follower = self;
    viewer_draw(&follower->viewer, area_part(area, 0, 1, area.rows, area.columns - 2));
}

static enum reaction on_key(void *self, uint32_t key)
{
    struct follower *follower = self;
    char events[4096];
    if (key == K_WAKE) {
        while (read(follower->wake, events, sizeof events) > 0)
            ;
        read_anew(follower);
        return REACT_DRAW;
    }
    if (key == K_TICK && follower->notes.running)
        return REACT_DRAW;
    return key == K_TICK ? REACT_NONE : viewer_key(&follower->viewer, key);
}

static int tick(const void *self)
{
    return ((const struct follower *)self)->notes.running ? TIMER_MS : -1;
}

static int wake(const void *self)
{
    return ((const struct follower *)self)->wake;
}

static const struct key_row no_keys[] = {{0}};

static const struct screen_type notes_screen = {
    .name = "speaker notes",
    .init = init,
    .title = title,
    .status = status,
    .draw = draw,
    .keys = no_keys,
    .key = on_key,
    .tick = tick,
    .wake = wake,
};

static int follow(struct follower *follower, const char *folder, struct error *error)
{
    const struct terminal *terminal = terminal_open(error);
    if (!terminal)
        return -1;
    theme_choose(common_options.theme, common_options.no_color);
    follower->wake = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (follower->wake >= 0)
        inotify_add_watch(follower->wake, folder, IN_MOVED_TO | IN_DELETE);
    int result = screen_run(terminal, &notes_screen, follower, error);
    if (follower->wake >= 0)
        close(follower->wake);
    terminal_close();
    return result;
}

static void print_once(struct follower *follower)
{
    read_anew(follower);
    struct markdown *layout = markdown_layout(
        follower->viewer.text, strlen(follower->viewer.text), LINE_COLUMNS);
    markdown_print(layout, stdout);
    markdown_free(layout);
}

int command_notes_for(int argc, char **argv)
{
    struct error error;
    struct follower follower = {.wake = -1};
    (void)argc, (void)argv;
    cleanup_free char *folder = path_state(&error);
    if (!folder)
        die_error(&error);
    follower.file = path_join(folder, PRESENTING_FILE);
    if (!program_has_screen())
        print_once(&follower);
    else if (follow(&follower, folder, &error) < 0)
        die_error(&error);
    speaker_notes_free(&follower.notes);
    viewer_free(&follower.viewer);
    free(follower.file);
    return STATUS_OK;
}
