/* Verdicts speak as compilers do, "transfer.c:7:5: …", or say "line 7". */
#include "labs/excerpt.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/files.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/words.h"

enum { AROUND = 2, FILE_MAX = 1 << 20, NAME_MAX_BYTES = 120 };

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The first file of `from` that is a file of `folder` too. */
static char *first_file(const char *from, const char *folder)
{
    struct dirent **names = NULL;
    char *found = NULL;
    int count = scandir(from, &names, is_visible, alphasort);
    for (int i = 0; i < count; i++) {
        cleanup_free char *path = path_join(folder, names[i]->d_name);
        if (!found && file_exists(path))
            found = steal_pointer(&path);
        free(names[i]);
    }
    free(names);
    return found;
}

char *main_file(const struct exercise *exercise, const char *folder)
{
    cleanup_free char *solution = path_join(exercise->folder, "solution");
    char *found = first_file(solution, folder);
    return found ? found : first_file(folder, folder);
}

static bool is_name_part(char c)
{
    return isalnum((unsigned char)c) || strchr("_-./", c);
}

/* A file of the learner's whose name ends just before `colon`. */
static char *file_before(const char *text, const char *colon, const char *folder)
{
    const char *start = colon;
    while (start > text && start[-1] && is_name_part(start[-1]) &&
           colon - start < NAME_MAX_BYTES)
        start--;
    cleanup_free char *name = xasprintf("%.*s", (int)(colon - start), start);
    const char *last = strrchr(name, '/'); /* the sandbox calls the folder /work */
    if (!*name || strstr(name, ".."))
        return NULL;
    cleanup_free char *path = path_join(folder, last ? last + 1 : name);
    return file_exists(path) ? steal_pointer(&path) : NULL;
}

static bool find_named(const char *text, const char *folder, struct place *place)
{
    for (const char *colon = text; (colon = strchr(colon, ':')); colon++) {
        if (!isdigit((unsigned char)colon[1]))
            continue;
        place->path = file_before(text, colon, folder);
        place->line = (unsigned)strtoul(colon + 1, NULL, 10);
        if (place->path && place->line)
            return true;
        place_free(place);
    }
    return false;
}

static bool find_bare(const char *text, const struct exercise *exercise,
                      const char *folder, struct place *place)
{
    const char *word = strstr(text, "line ");
    if (!word || !isdigit((unsigned char)word[5]))
        return false;
    place->path = main_file(exercise, folder);
    place->line = (unsigned)strtoul(word + 5, NULL, 10);
    return place->path != NULL;
}

struct place place_of(const struct verdict *verdict, const struct exercise *exercise,
                      const char *folder)
{
    struct place place = {0};
    const char *const texts[] = {verdict->message, verdict->detail, verdict->hint};
    for (size_t i = 0; i < 3; i++)
        if (find_named(texts[i], folder, &place))
            return place;
    for (size_t i = 0; i < 3 && exercise->kind == KIND_CODE; i++)
        if (find_bare(texts[i], exercise, folder, &place))
            return place;
    return place;
}

void place_free(struct place *place)
{
    free(place->path);
    *place = (struct place){0};
}

char *excerpt(const struct place *place)
{
    cleanup_free char *text = NULL;
    char *lines = NULL;
    size_t length, size;
    if (!place->path || file_read(place->path, FILE_MAX, &text, &length, NULL) < 0)
        return xstrdup("");
    FILE *out = open_memstream(&lines, &size);
    if (!out)
        die(STATUS_HOST, "%s", say("kit.no-memory"));
    unsigned number = 1;
    for (const char *line = text; *line; number++) {
        size_t end = strcspn(line, "\n");
        if (number + AROUND >= place->line && number <= place->line + AROUND)
            fprintf(out, "%s%c %3u  %.*s", ftell(out) ? "\n" : "",
                    number == place->line ? '>' : ' ', number, (int)end, line);
        line += end + (line[end] == '\n');
    }
    fclose(out);
    return lines;
}
