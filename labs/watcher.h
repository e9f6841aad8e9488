/* Has the learner saved something? inotify says when to look, and a signature of the
 * files (names, sizes, times) says whether it is so: what an editor writes beside them
 * (swap files, backups) is no save.
 *
 * Where inotify does not see changes (a folder of another machine, or of Windows in
 * WSL2) the signature is looked at every second.
 */
#ifndef RING3_LABS_WATCHER_H
#define RING3_LABS_WATCHER_H

#include <stdbool.h>
#include <stdint.h>

struct watcher {
    char *folder;
    int descriptor;     /* of inotify, to be polled; -1 when there is none */
    bool polling;       /* look every WATCHER_POLL milliseconds */
    uint64_t signature; /* of what was seen last */
};

enum { WATCHER_POLL = 1000, WATCHER_QUIET = 60 /* milliseconds after the last event */ };

void watcher_open(struct watcher *watcher, const char *folder);
void watcher_close(struct watcher *watcher);
/* Takes the events that came; to be called when the descriptor can be read. */
void watcher_take_events(struct watcher *watcher);
/* True if the files differ from what they were at the last call, or at the opening. */
bool watcher_changed(struct watcher *watcher);

#endif
