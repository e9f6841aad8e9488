#include "labs/kit/link.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/error.h"

enum { HOST_MAX = 256 };

/* What may stand in the path of a URI as it is (RFC 3986, 3.3). */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("/-._~!$&'()*+,=@", c));
}

static void put_encoded(const char *text, FILE *out)
{
    for (; *text; text++)
        fprintf(out, is_plain(*text) ? "%c" : "%%%02X", (unsigned char)*text);
}

char *link_to_file(const char *path, unsigned line)
{
    char host[HOST_MAX + 1] = "", *address = NULL;
    size_t size;
    FILE *out = open_memstream(&address, &size);
    if (!out)
        die(STATUS_HOST, "no memory is left");
    if (gethostname(host, HOST_MAX) < 0)
        host[0] = '\0';
    fputs("file://", out);
    put_encoded(host, out);
    put_encoded(path, out);
    if (line)
        fprintf(out, "#%u", line);
    fclose(out);
    return address;
}

/* Who does not know OSC 8 should skip it, but some print it: the Linux console before
 * 5.1, old emulators of hardware. So the names of those that do know it. "screen" may be
 * GNU screen, which does not, or tmux, which either does or drops it. */
bool link_shown(void)
{
    static const char *const known[] = {
        "xterm",   "tmux",    "alacritty", "foot",  "kitty", "wezterm", "ghostty",
        "contour", "konsole", "vte",       "gnome", "iterm", "rio",     NULL};
    const char *forced = getenv("FORCE_HYPERLINK"), *term = getenv("TERM");
    const char *program = getenv("TERM_PROGRAM"), *tmux = getenv("TMUX");
    if (forced && *forced)
        return strcmp(forced, "0") != 0;
    if (!term || (program && !strcmp(program, "vscode")))
        return false;
    for (size_t i = 0; known[i]; i++)
        if (!strncmp(term, known[i], strlen(known[i])))
            return true;
    return !strncmp(term, "screen", 6) && tmux && *tmux;
}

void link_open(const char *address, FILE *out)
{
    fprintf(out, "\033]8;;%s\033\\", address);
}

void link_close(FILE *out)
{
    fputs("\033]8;;\033\\", out);
}
