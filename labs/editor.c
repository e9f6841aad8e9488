/* Each way of opening is a row: whether it fits here, and the script that does it. The
 * scripts get the folder, the file and the line ("" for none).
 */
#include "labs/editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/process.h"
#include "labs/kit/settings.h"
#include "labs/kit/words.h"

const char *editor_choice;

static bool in_tmux(void)
{
    const char *tmux = getenv("TMUX");
    return tmux && *tmux && process_installed("tmux");
}

static bool in_code(void)
{
    const char *program = getenv("TERM_PROGRAM");
    return program && !strcmp(program, "vscode") && process_installed("code");
}

static bool always(void)
{
    return true;
}

/* "+N" is understood by vi, nano, emacs, micro, joe; ed and others get no line. */
#define PICK_EDITOR                                                                      \
    "cd \"$1\" || exit; for e in \"${VISUAL:-}\" \"${EDITOR:-}\" nano vim vi; do "       \
    "[ -n \"$e\" ] && command -v ${e%% *} >/dev/null && break; e=; done; "               \
    "[ -n \"$e\" ] || { echo \"$4\" >&2; exit 127; }; "                                  \
    "case ${e##*/} in vi|vim*|nvim*|nano*|emacs*|micro*|joe*) ;; *) set -- \"$1\" "      \
    "\"$2\" ;; esac; "

static const struct way {
    const char *name;
    bool (*fits)(void);
    const char *script;
} ways[] = {
    {"tmux", in_tmux,
     /* The pane's shell reads it anew: a quote in a name becomes '\\''. */
     PICK_EDITOR "name=$(printf '%s\\n' \"$2\" | sed \"s/'/'\\\\\\\\''/g\"); "
                 "exec tmux split-window -h -c \"$1\" \"$e ${3:++$3} '$name'\""},
    {"code", in_code, "exec code -g \"$2${3:+:$3}\""},
    {"here", always, PICK_EDITOR "exec $e ${3:++$3} \"$2\""},
};

static const struct way *chosen(void)
{
    const struct way *way = ways;
    cleanup_free char *setting = setting_get("editor");
    const char *choice = editor_choice ? editor_choice : setting;
    for (; choice && way < ways + sizeof ways / sizeof ways[0]; way++)
        if (!strcmp(way->name, choice))
            return way;
    for (way = ways; !way->fits();)
        way++;
    return way;
}

int editor_open(const struct terminal *terminal, const char *folder, const char *path,
                unsigned line, struct error *error)
{
    char number[16] = "";
    if (line)
        snprintf(number, sizeof number, "%u", line);
    const char *const argv[] = {"/bin/sh", "-c",   chosen()->script,      "sh", folder,
                                path,      number, say("task.no-editor"), NULL};
    return terminal_run(terminal, argv, error);
}
