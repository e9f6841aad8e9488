/* isolate seccomp [list | show NAME… | bpf | check CALL [ARGUMENT…]] */
#include "isolate/seccomp/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/runtime/capabilities.h"
#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/evaluate.h"
#include "isolate/seccomp/show.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "labs/kit/suggest.h"

static struct {
    bool allow_userns;
    struct option_list add, drop;
} options;

const struct option_row seccomp_options[] = {
    {"allow-userns", 0, OPTION_FLAG, &options.allow_userns, NULL,
     "the profile of `run --allow-userns`", NULL, 0, 0},
    {"cap-add", 0, OPTION_LIST, &options.add, "CAPABILITY",
     "the profile of a container that keeps it", NULL, 0, 0},
    {"cap-drop", 0, OPTION_LIST, &options.drop, "CAPABILITY",
     "after --cap-add ALL: less this one", NULL, 0, 0},
    {0},
};

static int list(int count, char **words, const struct filter_wish *wish)
{
    (void)words;
    if (count > 0)
        die(STATUS_REQUEST, "list takes no arguments; `show NAME…` looks at one");
    for (const struct profile_group *g = profile_allowed; g->name; g++)
        show_group(g, false, wish);
    for (const struct profile_group *g = profile_refused; g->name; g++)
        show_group(g, true, wish);
    return STATUS_OK;
}

static bool show_if_group(const char *name, const struct profile_group *groups,
                          bool refused, const struct filter_wish *wish)
{
    for (; groups->name; groups++)
        if (!strcmp(groups->name, name)) {
            show_group(groups, refused, wish);
            return true;
        }
    return false;
}

/* The nearest name of a call, for who mistypes one. */
static const char *nearest(const char *wrong)
{
    static char names[CALL_NUMBER_END][CALL_NAME_MAX];
    const char *words[CALL_NUMBER_END] = {0};
    for (int number = 0; number < CALL_NUMBER_END; number++)
        if (call_exists(calls_native(), number))
            words[number] = call_name(calls_native(), number, names[number]);
    return suggest(wrong, words, CALL_NUMBER_END);
}

static _Noreturn void no_such(const char *what, const char *name)
{
    const char *meant = nearest(name);
    die(STATUS_REQUEST, "there is no %s %s%s%s%s", what, name,
        meant ? "; did you mean " : "", meant ? meant : "", meant ? "?" : "");
}

static int show(int count, char **words, const struct filter_wish *wish)
{
    if (count == 0)
        die(STATUS_REQUEST,
            "show what? a group of `isolate seccomp list`, or a system call");
    for (int i = 0; i < count; i++)
        if (!show_if_group(words[i], profile_allowed, false, wish) &&
            !show_if_group(words[i], profile_refused, true, wish) &&
            !show_call(words[i], wish))
            no_such("group or system call", words[i]);
    return STATUS_OK;
}

static void make_filter(const struct filter_wish *wish, struct filter *filter)
{
    struct error error;
    if (filter_default(wish, filter, &error) < 0)
        die_error(&error);
}

static int bpf(int count, char **words, const struct filter_wish *wish)
{
    struct filter filter;
    (void)words;
    if (count > 0)
        die(STATUS_REQUEST, "bpf takes no arguments");
    make_filter(wish, &filter);
    show_program(&filter);
    filter_free(&filter);
    return STATUS_OK;
}

static uint64_t number_of(const char *word)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(word, &end, 0);
    if (errno || end == word || *end)
        die(STATUS_REQUEST, "%s: an argument is a number, such as 16 or 0x5412", word);
    return value;
}

static void tell(const char *call, uint32_t answer, unsigned steps)
{
    char text[40];
    filter_answer_text(answer, text, sizeof text);
    if (!common_options.json) {
        printf("%s: %s (after %u instructions)\n", call, text, steps);
        return;
    }
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "call", call);
    json_string(&json, "answer", text);
    json_unsigned(&json, "instructions", steps);
    json_end(&json);
}

static int check(int count, char **words, const struct filter_wish *wish)
{
    struct filter filter;
    struct seccomp_data data = {.arch = calls_native()};
    unsigned steps;
    if (count < 1 || count > 7)
        die(STATUS_REQUEST, "check which call? CALL and up to six numbers");
    data.nr = call_number(calls_native(), words[0]);
    if (data.nr < 0)
        no_such("system call", words[0]);
    for (int i = 1; i < count; i++)
        data.args[i - 1] = number_of(words[i]);
    make_filter(wish, &filter);
    uint32_t answer = filter_evaluate(&filter.program, &data, &steps);
    filter_free(&filter);
    tell(words[0], answer, steps);
    return answer == SECCOMP_RET_ALLOW ? STATUS_OK : STATUS_NO;
}

static const struct {
    const char *word;
    int (*run)(int count, char **words, const struct filter_wish *wish);
} verbs[] = {{"list", list}, {"show", show}, {"bpf", bpf}, {"check", check}};

int seccomp_command(int argc, char **argv)
{
    struct filter_wish wish = {.allow_userns = options.allow_userns};
    struct error error;
    if (capabilities_adjust(&wish.capabilities, options.add.items, options.add.count,
                            options.drop.items, options.drop.count, &error) < 0)
        die_error(&error);
    if (argc == 0)
        return list(0, NULL, &wish);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (!strcmp(verbs[i].word, argv[0]))
            return verbs[i].run(argc - 1, argv + 1, &wish);
    die(STATUS_REQUEST, "seccomp %s: it is list, show, bpf or check", argv[0]);
}
