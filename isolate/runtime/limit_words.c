/* The names of limits: getrlimit(2). */
#include "isolate/runtime/limit_words.h"

#include <string.h>
#include <strings.h>
#include <sys/resource.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/options.h"

static const struct {
    const char *name;
    int resource;
} names[] = {
    {"as", RLIMIT_AS},
    {"core", RLIMIT_CORE},
    {"cpu", RLIMIT_CPU},
    {"data", RLIMIT_DATA},
    {"fsize", RLIMIT_FSIZE},
    {"locks", RLIMIT_LOCKS},
    {"memlock", RLIMIT_MEMLOCK},
    {"msgqueue", RLIMIT_MSGQUEUE},
    {"nice", RLIMIT_NICE},
    {"nofile", RLIMIT_NOFILE},
    {"nproc", RLIMIT_NPROC},
    {"rss", RLIMIT_RSS},
    {"rtprio", RLIMIT_RTPRIO},
    {"rttime", RLIMIT_RTTIME},
    {"sigpending", RLIMIT_SIGPENDING},
    {"stack", RLIMIT_STACK},
};

int limit_words_find(const char *name, size_t length)
{
    static const char prefix[] = "RLIMIT_";
    if (length > sizeof prefix - 1 && !strncmp(name, prefix, sizeof prefix - 1)) {
        name += sizeof prefix - 1;
        length -= sizeof prefix - 1;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strlen(names[i].name) == length && !strncasecmp(names[i].name, name, length))
            return names[i].resource;
    return -1;
}

static int number(const char *text, uint64_t *value, struct error *error)
{
    if (!strcmp(text, "unlimited") || !strcmp(text, "-1")) {
        *value = UINT64_MAX;
        return 0;
    }
    return option_number("--ulimit", text, 0, 0, value, error);
}

int limit_words_parse(const char *text, struct rlimit_row *row, struct error *error)
{
    size_t length = strcspn(text, "=");
    *row = (struct rlimit_row){.resource = limit_words_find(text, length)};
    if (row->resource < 0 || text[length] != '=')
        return error_set(error, STATUS_REQUEST,
                         "--ulimit %s: it is NAME=SOFT[:HARD], as in nofile=1024:4096; "
                         "names are as, core, cpu, data, fsize, memlock, nofile, nproc, "
                         "stack …",
                         text);
    cleanup_free char *soft = xstrdup(text + length + 1);
    char *hard = strchr(soft, ':');
    if (hard)
        *hard++ = 0;
    if (number(soft, &row->soft, error) < 0 ||
        number(hard ? hard : soft, &row->hard, error) < 0)
        return -1;
    if (row->soft > row->hard)
        return error_set(error, STATUS_REQUEST,
                         "--ulimit %s: the soft limit is above the hard one", text);
    return 0;
}
