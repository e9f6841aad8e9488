/* The profile as text, and as objects. */
#include "isolate/seccomp/show.h"

#include <stdlib.h>
#include <string.h>

#include "isolate/runtime/capabilities.h"
#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/disassemble.h"
#include "isolate/seccomp/evaluate.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"

enum { COLUMNS = 80, INDENT = 4 };

static const char *need_word(int needs)
{
    return needs == PROFILE_USERNS ? "--allow-userns"
           : needs >= 0            ? capability_name((unsigned)needs)
                                   : NULL;
}

/* "for everyone", "with cap_bpf or cap_sys_admin", "refused: EPERM". */
static void state_of(const struct profile_group *group, bool refused, char *text,
                     size_t size)
{
    const char *first = need_word(group->needs), *second = need_word(group->or_needs);
    if (refused)
        snprintf(text, size, "refused: %s", strerrorname_np((int)group->error));
    else if (!first)
        snprintf(text, size, "allowed");
    else
        snprintf(text, size, "allowed with %s%s%s", first, second ? " or " : "",
                 second ? second : "");
}

static void put_words(struct json *json, const char *key, const char *words)
{
    cleanup_free char *copy = xstrdup(words);
    char *rest = copy, *word;
    json_array(json, key);
    while ((word = strsep(&rest, " ")))
        json_string(json, NULL, word);
    json_close(json);
}

static void put_needs(struct json *json, const struct profile_group *group)
{
    json_array(json, "needs_one_of");
    if (need_word(group->needs))
        json_string(json, NULL, need_word(group->needs));
    if (need_word(group->or_needs))
        json_string(json, NULL, need_word(group->or_needs));
    json_close(json);
}

static void put_group(const struct profile_group *group, bool refused,
                      const struct filter_wish *wish)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "group", group->name);
    json_string(&json, "action", refused ? "refuse" : "allow");
    json_string(&json, "errno", refused ? strerrorname_np((int)group->error) : NULL);
    json_string(&json, "why", group->why);
    json_string(&json, "conditions", group->states);
    put_needs(&json, group);
    json_bool(&json, "in_force", refused || profile_applies(group, wish));
    put_words(&json, "calls", group->calls);
    json_end(&json);
}

void show_group(const struct profile_group *group, bool refused,
                const struct filter_wish *wish)
{
    char state[80], head[160];
    if (common_options.json) {
        put_group(group, refused, wish);
        return;
    }
    state_of(group, refused, state, sizeof state);
    snprintf(head, sizeof head, "%-22s  %s%s", group->name, state,
             refused || profile_applies(group, wish) ? "" : "  (not now)");
    puts(head);
    plain_wrap(stdout, "    ", group->why, COLUMNS);
    if (group->states)
        plain_hang(stdout, "    only:", 2 * INDENT + 2, group->states, COLUMNS);
    plain_wrap(stdout, "      ", group->calls, COLUMNS);
}

static bool show_of(const struct profile_group *groups, bool refused, bool conditional,
                    const char *call, const struct filter_wish *wish)
{
    bool any = false;
    for (; groups->name; groups++)
        if (profile_has(groups, call) &&
            (!refused || (groups->condition_count > 0) == conditional)) {
            show_group(groups, refused, wish);
            any = true;
        }
    return any;
}

/* In the order in which the filter asks. */
bool show_call(const char *call, const struct filter_wish *wish)
{
    bool any = show_of(profile_refused, true, true, call, wish);
    any |= show_of(profile_allowed, false, false, call, wish);
    any |= show_of(profile_refused, true, false, call, wish);
    if (any)
        return true;
    if (call_number(calls_native(), call) < 0)
        return false;
    printf("%s: in no group, so it is newer than the profile: ENOSYS\n", call);
    return true;
}

static void put_line(const struct assembly_line *line)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_unsigned(&json, "line", line->index);
    json_unsigned(&json, "code", line->raw.code);
    json_unsigned(&json, "jt", line->raw.jt);
    json_unsigned(&json, "jf", line->raw.jf);
    json_unsigned(&json, "k", line->raw.k);
    json_string(&json, "text", line->text);
    json_bool(&json, "target", line->is_target);
    json_end(&json);
}

void show_program(const struct filter *filter)
{
    cleanup_free struct assembly_line *lines = filter_disassemble(&filter->program);
    if (!lines)
        die(STATUS_HOST, "the filter is no sound program");
    if (!common_options.json)
        printf("%u instructions, %s. A mark (>) is where a jump leads to.\n\n",
               filter->program.len, filter->origin);
    for (unsigned i = 0; i < filter->program.len; i++)
        if (common_options.json)
            put_line(&lines[i]);
        else
            printf("%5u %c  %02x %3u %3u %08x  %s\n", i, lines[i].is_target ? '>' : ' ',
                   lines[i].raw.code, lines[i].raw.jt, lines[i].raw.jf, lines[i].raw.k,
                   lines[i].text);
}
