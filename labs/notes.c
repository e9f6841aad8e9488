/* The notes are files, listed by looking at their folder. */
#include "labs/notes.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/suggest.h"
#include "labs/kit/words.h"

enum { NOTE_MAX = 1 << 20, NAMES_MAX = 256 };

static int is_note(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return entry->d_name[0] != '.' && dot && !strcmp(dot, ".md");
}

static char *read_note(const char *folder, const char *name, struct error *error)
{
    cleanup_free char *path = xasprintf("%s/%s.md", folder, name);
    char *text = NULL;
    size_t length;
    return file_read(path, NOTE_MAX, &text, &length, error) < 0 ? NULL : text;
}

/* "# Title" of the first line, or else the name. */
static char *title_of(const char *folder, const char *name)
{
    cleanup_free char *text = read_note(folder, name, NULL);
    if (!text || strncmp(text, "# ", 2) != 0)
        return xstrdup(name);
    return xasprintf("%.*s", (int)strcspn(text + 2, "\n"), text + 2);
}

int notes_load(struct notes *notes, struct error *error)
{
    *notes = (struct notes){.folder = path_data("notes", error)};
    if (!notes->folder)
        return -1;
    struct dirent **entries = NULL;
    int count = scandir(notes->folder, &entries, is_note, alphasort);
    notes->items = xcalloc((size_t)(count > 0 ? count : 0) + 1, sizeof *notes->items);
    for (int i = 0; i < count; i++) {
        struct note *note = &notes->items[notes->count++];
        note->name =
            xasprintf("%.*s", (int)strlen(entries[i]->d_name) - 3, entries[i]->d_name);
        note->title = title_of(notes->folder, note->name);
        free(entries[i]);
    }
    free(entries);
    return 0;
}

void notes_free(struct notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) {
        free(notes->items[i].name);
        free(notes->items[i].title);
    }
    free(notes->items);
    free(notes->folder);
    *notes = (struct notes){0};
}

char *notes_read(const struct notes *notes, const char *name, struct error *error)
{
    const char *names[NAMES_MAX];
    size_t count = notes->count < NAMES_MAX ? notes->count : NAMES_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(notes->items[i].name, name))
            return read_note(notes->folder, name, error);
        names[i] = notes->items[i].name;
    }
    const char *near = suggest(name, names, count);
    if (near)
        error_set(error, STATUS_REQUEST, say_as("notes.none-near", "%s %s"), name, near);
    else
        error_set(error, STATUS_REQUEST, say_as("notes.none", "%s"), name);
    return NULL;
}
