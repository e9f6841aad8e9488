#include "labs/kit/cast.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/ansi.h"
#include "labs/kit/json.h"

int cast_open(struct cast *cast, const char *path, int rows, int columns,
              const char *title, struct error *error)
{
    if (atomic_file_open(&cast->file, path, error) < 0)
        return -1;
    struct json json = json_begin(cast->file.out);
    json_object(&json, NULL);
    json_integer(&json, "version", 2);
    json_integer(&json, "width", columns);
    json_integer(&json, "height", rows);
    json_string(&json, "title", title);
    json_object(&json, "env");
    json_string(&json, "TERM", "xterm-256color");
    json_end(&json);
    return 0;
}

static void event(struct cast *cast, double seconds, const char *code, const char *data,
                  size_t length)
{
    struct json json = json_begin(cast->file.out);
    json_array(&json, NULL);
    json_number(&json, NULL, seconds);
    json_string(&json, NULL, code);
    json_text(&json, NULL, data, length);
    json_end(&json);
}

void cast_frame(struct cast *cast, double seconds, const char *marker,
                const struct canvas *canvas)
{
    char *frame = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&frame, &length);
    if (!memory)
        die(STATUS_HOST, "out of memory");
    ansi_canvas(canvas, memory);
    fclose(memory);
    /* The marker comes first: a player that pauses on markers resumes into the
     * frame that the marker names. */
    if (marker)
        event(cast, seconds, "m", marker, strlen(marker));
    event(cast, seconds, "o", frame, length);
    free(frame);
}

int cast_close(struct cast *cast, struct error *error)
{
    return atomic_file_commit(&cast->file, error);
}
