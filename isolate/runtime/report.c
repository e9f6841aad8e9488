/* The ending as JSON. */
#include "isolate/runtime/report.h"

#include "labs/kit/atomic_file.h"
#include "labs/kit/json.h"

static const char *how(const struct ending *ending)
{
    return ending->time_over       ? "time"
           : ending->output_over   ? "output"
           : ending->out_of_memory ? "memory"
           : !ending->ran          ? "failed"
           : ending->signal        ? "signal"
                                   : "exited";
}

int report_write(const char *path, const struct ending *ending, const char *message,
                 struct error *error)
{
    struct atomic_file file;
    if (atomic_file_open(&file, path, error) < 0)
        return error_wrap(error, "--report");
    struct json json = json_begin(file.out);
    json_object(&json, NULL);
    json_string(&json, "ended", how(ending));
    json_integer(&json, "status", ending->status);
    json_integer(&json, "signal", ending->signal);
    json_bool(&json, "ran", ending->ran);
    json_unsigned(&json, "wall_microseconds", ending->wall_microseconds);
    json_unsigned(&json, "user_microseconds", ending->user_microseconds);
    json_unsigned(&json, "system_microseconds", ending->system_microseconds);
    json_unsigned(&json, "peak_memory_bytes", ending->peak_memory);
    json_string(&json, "peak_memory_of", ending->peak_is_of_all ? "all" : "largest");
    if (ending->output_bytes)
        json_unsigned(&json, "output_bytes", ending->output_bytes);
    else
        json_null(&json, "output_bytes");
    json_string(&json, "message", message);
    json_end(&json);
    return atomic_file_commit(&file, error);
}
