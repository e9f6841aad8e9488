/* Which form a show takes: a screen, lines, JSON or an asciicast. */
#include "labs/kit/player.h"

#include "labs/kit/player_state.h"
#include "labs/kit/presenter.h"
#include "labs/kit/program.h"

static int run_on_screen(const struct show *show, struct player_range range,
                         struct error *error)
{
    struct error reason;
    const struct terminal *terminal = terminal_open(&reason);
    if (!terminal) {
        warn("%s; showing lines", reason.message);
        return player_plain(show, range, stdout, error);
    }
    if (presenter_wanted()) {
        /* High contrast: only an explicit theme brings colours. */
        theme_choose(common_options.theme ? common_options.theme : "mono", false);
        int result = presenter_run(show, terminal, range.first, error);
        terminal_close();
        return result;
    }
    theme_choose(common_options.theme, common_options.no_color);
    struct player player;
    player_init(&player, show);
    int result = player_go(&player, range.first, error);
    if (result == 0)
        result = screen_run(terminal, &player_screen, &player, error);
    terminal_close();
    return result;
}

int player_run(const struct show *show, const struct player_start *start,
               struct error *error)
{
    size_t count = show->count(show->model);
    if (count == 0)
        return error_set(error, STATUS_REQUEST, "%s: there is nothing to show",
                         show->title);
    if (start->at > count)
        return error_set(error, STATUS_REQUEST, "--at %llu: there are only %zu steps",
                         (unsigned long long)start->at, count);
    struct player_range range = {start->at ? start->at - 1 : 0,
                                 start->at ? start->at : 0};
    if (common_options.json)
        return player_json(show, range, stdout, error);
    if (common_options.cast && presenter_wanted())
        return presenter_cast(show, common_options.cast, error);
    if (common_options.cast)
        return player_cast(show, range, common_options.cast, error);
    if (!program_has_screen())
        return player_plain(show, range, stdout, error);
    return run_on_screen(show, range, error);
}
