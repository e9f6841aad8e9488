/* Finding containers: by name, by id, by the beginning of an id; and all of them. */
#include "isolate/keeper/state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/keeper/state_root.h"
#include "isolate/keeper/state_tree.h"
#include "labs/kit/cleanup.h"

static const char id_digits[] = "0123456789abcdef";

bool state_is_id(const char *word)
{
    return strlen(word) == STATE_ID_LENGTH && strspn(word, id_digits) == STATE_ID_LENGTH;
}

/* The id that a name leads to; false when there is no such name. */
bool state_read_name(const struct state_root *root, const char *name, char *id)
{
    ssize_t length = readlinkat(root->names, name, id, STATE_ID_LENGTH + 1);
    if (length != STATE_ID_LENGTH)
        return false;
    id[STATE_ID_LENGTH] = 0;
    return state_is_id(id);
}

static int open_folder(const struct state_root *root, const struct state_entry *entry,
                       struct state *state, struct error *error)
{
    *state = (struct state){.folder = -1, .lock = -1};
    memcpy(state->id, entry->id, sizeof state->id);
    memcpy(state->name, entry->name, sizeof state->name);
    state->folder = openat(root->containers, entry->id,
                           O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (state->folder < 0)
        return error_set(error, STATUS_REQUEST, "container %s has gone",
                         entry->name[0] ? entry->name : entry->id);
    state->path = xasprintf("%s/containers/%s", root->path, entry->id);
    return 0;
}

int state_open_entry(const struct state_entry *entry, struct state *state,
                     struct error *error)
{
    struct state_root root;
    *state = (struct state){.folder = -1, .lock = -1};
    if (state_root_open(false, &root, error) < 0)
        return -1;
    int result = open_folder(&root, entry, state, error);
    state_root_close(&root);
    return result;
}

static int not_found(const char *word, const struct state_entry *entries, long count,
                     struct error *error)
{
    if (count == 0)
        return error_set(error, STATUS_REQUEST,
                         "no container %s: there is none at all (isolate run --name %s "
                         "makes one)",
                         word, word);
    const char *first = entries[0].name[0] ? entries[0].name : entries[0].id;
    return error_set(error, STATUS_REQUEST,
                     "no container %s (isolate ps -a lists all, such as %s)", word,
                     first);
}

/* A name comes before an id, and a whole id before the beginning of one. */
static int find(const char *word, const struct state_entry *entries, long count,
                struct error *error)
{
    long found = -1, fits = 0;
    for (long i = 0; i < count; i++)
        if (!strcmp(entries[i].name, word))
            return (int)i;
    for (long i = 0; i < count && *word; i++)
        if (!strncmp(entries[i].id, word, strlen(word))) {
            found = i;
            fits++;
        }
    if (fits == 1)
        return (int)found;
    if (fits > 1)
        return error_set(error, STATUS_REQUEST,
                         "%ld containers have ids that begin with %s: give more of it",
                         fits, word);
    return not_found(word, entries, count, error);
}

int state_open(const char *word, struct state *state, struct error *error)
{
    cleanup_free struct state_entry *entries = NULL;
    *state = (struct state){.folder = -1, .lock = -1};
    long count = state_list(&entries, error);
    int index = count < 0 ? -1 : find(word, entries, count, error);
    return index < 0 ? -1 : state_open_entry(&entries[index], state, error);
}

static int by_id(const void *a, const void *b)
{
    const struct state_entry *x = a, *y = b;
    return strcmp(x->id, y->id);
}

static DIR *open_stream(int folder)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (!stream && fd >= 0)
        close(fd);
    return stream;
}

static long list_folders(const struct state_root *root, struct state_entry **entries)
{
    size_t count = 0, room = 0;
    DIR *stream = open_stream(root->containers);
    for (struct dirent *entry; stream && (entry = readdir(stream));) {
        if (!state_is_id(entry->d_name))
            continue;
        if (count == room) {
            room = room ? 2 * room : 16;
            *entries = xreallocarray(*entries, room, sizeof **entries);
        }
        (*entries)[count] = (struct state_entry){0};
        memcpy((*entries)[count++].id, entry->d_name, STATE_ID_LENGTH + 1);
    }
    if (stream)
        closedir(stream);
    if (count)
        qsort(*entries, count, sizeof **entries, by_id);
    return (long)count;
}

static void add_names(const struct state_root *root, struct state_entry *entries,
                      size_t count)
{
    DIR *stream = count ? open_stream(root->names) : NULL;
    struct state_entry key = {0};
    for (struct dirent *entry; stream && (entry = readdir(stream));) {
        if (!state_read_name(root, entry->d_name, key.id) ||
            strlen(entry->d_name) > STATE_NAME_MAX)
            continue;
        struct state_entry *found = bsearch(&key, entries, count, sizeof key, by_id);
        if (found)
            strcpy(found->name, entry->d_name);
    }
    if (stream)
        closedir(stream);
}

long state_list(struct state_entry **entries, struct error *error)
{
    struct state_root root;
    *entries = NULL;
    if (state_root_open(false, &root, error) < 0)
        return -1;
    long count = root.path ? list_folders(&root, entries) : 0;
    add_names(&root, *entries, (size_t)count);
    state_root_close(&root);
    return count;
}
