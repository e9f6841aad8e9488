/* Reading lists of policies and of frame counts.
 *
 * A message names the item that is wrong, and the nearest word that is right.
 */
#include "vmsim/choice.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/options.h"
#include "labs/kit/suggest.h"
#include "vmsim/limit.h"

/* What a frame costs at most, in the page table's reverse map and the policies. */
enum { FRAME_BYTES = 32 };

static int unknown_policy(const char *name, struct error *error)
{
    const char *names[CHOICES_MAX];
    size_t count = 0;
    for (; count < CHOICES_MAX && policy_types[count]; count++)
        names[count] = policy_types[count]->name;
    const char *near = suggest(name, names, count);
    if (near)
        return error_set(error, STATUS_REQUEST,
                         "--policy: unknown policy '%s' (did you mean '%s'?)", name,
                         near);
    return error_set(error, STATUS_REQUEST,
                     "--policy: unknown policy '%s' ('vmsim policies' lists them)", name);
}

static int unknown_parameter(const struct policy_type *type, const char *name,
                             struct error *error)
{
    const char *names[POLICY_PARAMETERS_MAX];
    size_t count = 0;
    for (const struct policy_parameter *p = type->parameters; p && p->name; p++)
        names[count++] = p->name;
    if (count == 0)
        return error_set(error, STATUS_REQUEST,
                         "--policy: %s has no parameters, so '%s' "
                         "is not one",
                         type->name, name);
    const char *near = suggest(name, names, count);
    return error_set(error, STATUS_REQUEST,
                     "--policy: %s has no parameter '%s' (%s '%s'?)", type->name, name,
                     near ? "did you mean" : "how about", near ? near : names[0]);
}

static int choose_type(struct choice *choice, const char *name, struct error *error)
{
    for (size_t i = 0; policy_types[i]; i++)
        if (!strcmp(policy_types[i]->name, name))
            choice->type = policy_types[i];
    if (!choice->type)
        return unknown_policy(name, error);
    const struct policy_parameter *parameters = choice->type->parameters;
    for (size_t i = 0; parameters && parameters[i].name; i++)
        choice->values[i] = parameters[i].standard;
    snprintf(choice->name, sizeof choice->name, "%s", name);
    snprintf(choice->title, sizeof choice->title, "%s", choice->type->title);
    return 0;
}

static int append_text(char *text, const char *separator, const char *more,
                       struct error *error)
{
    size_t length = strlen(text);
    int wanted =
        snprintf(text + length, CHOICE_NAME_MAX - length, "%s%s", separator, more);
    if (wanted >= (int)(CHOICE_NAME_MAX - length))
        return error_set(error, STATUS_REQUEST, "--policy: too many parameters in '%s'",
                         text);
    return 0;
}

/* Does the name, which has all that was set, hold "bits=" already? */
static bool is_set(const struct choice *choice, const char *item, size_t length)
{
    const char *place = strchr(choice->name, ':');
    for (; place; place = strchr(place + 1, ','))
        if (!strncmp(place + 1, item, length) && place[length + 1] == '=')
            return true;
    return false;
}

/* "none all": which of the words is it? */
static int read_word(const struct choice *choice, const struct policy_parameter *p,
                     const char *text, uint64_t *value, struct error *error)
{
    const char *word = p->words;
    for (uint64_t number = p->least; *word; number++) {
        size_t length = strcspn(word, " ");
        if (strlen(text) == length && !memcmp(word, text, length)) {
            *value = number;
            return 0;
        }
        word += length + (word[length] == ' ');
    }
    return error_set(error, STATUS_REQUEST, "--policy: %s:%s= is one of: %s",
                     choice->type->name, p->name, p->words);
}

static int read_value(const struct choice *choice, const struct policy_parameter *p,
                      const char *text, uint64_t *value, struct error *error)
{
    if (p->words)
        return read_word(choice, p, text, value, error);
    if (!isdigit((unsigned char)*text))
        return error_set(error, STATUS_REQUEST,
                         "--policy: %s:%s= needs a whole number (try %s:%s=%llu)",
                         choice->type->name, p->name, choice->type->name, p->name,
                         (unsigned long long)p->standard);
    cleanup_free char *what = xasprintf("--policy %s:%s", choice->type->name, p->name);
    return option_number(what, text, p->least, p->most, value, error);
}

/* Of a learner's own policy: its table is read where it runs. */
static int set_own_parameter(struct choice *choice, const char *item, struct error *error)
{
    bool first = choice->own[0] == '\0';
    size_t length = strcspn(item, "=");
    if (length == 0 || !item[length] || !item[length + 1])
        return error_set(error, STATUS_REQUEST,
                         "--policy: after '%s:' comes NAME=NUMBER, not '%.40s'",
                         choice->path, item);
    if (!first && is_set(choice, item, length))
        return error_set(error, STATUS_REQUEST,
                         "--policy: %.*s is set twice for %s; leave one of them out",
                         (int)length, item, choice->path);
    return append_text(choice->own, first ? "" : ",", item, error) < 0 ||
                   append_text(choice->name, first ? ":" : ",", item, error) < 0
               ? -1
               : append_text(choice->title, " ", item, error);
}

/* "bits=2" */
static int set_parameter(struct choice *choice, const char *item, struct error *error)
{
    if (choice_is_own(choice))
        return set_own_parameter(choice, item, error);
    const struct policy_parameter *parameters = choice->type->parameters;
    size_t length = strcspn(item, "=");
    for (size_t i = 0; parameters && parameters[i].name; i++) {
        const struct policy_parameter *p = &parameters[i];
        if (strlen(p->name) != length || memcmp(p->name, item, length) != 0)
            continue;
        if (is_set(choice, item, length))
            return error_set(error, STATUS_REQUEST,
                             "--policy: %s is set twice for %s; leave one of them out",
                             p->name, choice->type->name);
        const char *first = strchr(choice->name, ':') ? "," : ":";
        if (read_value(choice, p, item[length] ? item + length + 1 : "",
                       &choice->values[i], error) < 0)
            return -1;
        return append_text(choice->name, first, item, error) < 0
                   ? -1
                   : append_text(choice->title, " ", item, error);
    }
    cleanup_free char *name = xasprintf("%.*s", (int)length, item);
    return unknown_parameter(choice->type, name, error);
}

static int add_policy(struct choices *choices, char *item, struct error *error)
{
    if (choices->count == CHOICES_MAX)
        return error_set(error, STATUS_REQUEST, "--policy: more than %d policies",
                         CHOICES_MAX);
    char *colon = strchr(item, ':');
    if (colon)
        *colon = '\0';
    struct choice *choice = &choices->items[choices->count++];
    *choice = (struct choice){0};
    if (choose_type(choice, item, error) < 0)
        return -1;
    if (!colon)
        return 0;
    if (!strchr(colon + 1, '='))
        return error_set(
            error, STATUS_REQUEST,
            "--policy: after '%s:' comes NAME=NUMBER ('vmsim policies' lists "
            "the names)",
            item);
    return set_parameter(choice, colon + 1, error);
}

/* A learner's own: it has no functions that could be called here. */
static const struct policy_type own_type = {.name = "own", .title = "OWN"};

/* The length of the path in "./mine.c" or "./mine.c:depth=2"; 0: this is neither. */
static size_t own_path(const char *item)
{
    size_t length = strlen(item);
    const char *colon = strstr(item, ".c:");
    if (length > 2 && !strcmp(item + length - 2, ".c"))
        return length;
    return colon && colon > item ? (size_t)(colon - item) + 2 : 0;
}

static int add_own(struct choices *choices, char *item, bool allowed, struct error *error)
{
    char *parameter = item + own_path(item);
    if (*parameter)
        *parameter++ = '\0';
    else
        parameter = NULL;
    if (!allowed)
        return error_set(error, STATUS_REQUEST,
                         "--policy: '%s' is a policy of your own, and those cannot be "
                         "had here; try vmsim run, play, compare, curve or sweep",
                         item);
    if (choices->count == CHOICES_MAX)
        return error_set(error, STATUS_REQUEST, "--policy: more than %d policies",
                         CHOICES_MAX);
    struct choice *choice = &choices->items[choices->count++];
    const char *slash = strrchr(item, '/');
    *choice = (struct choice){.type = &own_type};
    if (snprintf(choice->path, sizeof choice->path, "%s", item) >= CHOICE_PATH_MAX)
        return error_set(error, STATUS_REQUEST, "--policy: the path '%.40s…' is too long",
                         item);
    const char *name = slash ? slash + 1 : item;
    snprintf(choice->name, sizeof choice->name, "%s", name);
    snprintf(choice->title, sizeof choice->title, "%s", name);
    return parameter ? set_own_parameter(choice, parameter, error) : 0;
}

static int parse(struct choices *choices, const char *text, bool own, struct error *error)
{
    cleanup_free char *copy = xstrdup(text);
    choices->count = 0;
    for (char *item = copy, *end; item; item = end) {
        end = strchr(item, ',');
        if (end)
            *end++ = '\0';
        struct choice *last = choices->count ? &choices->items[choices->count - 1] : NULL;
        bool parameter = strchr(item, '=') && !strchr(item, ':');
        if (own_path(item)) {
            if (add_own(choices, item, own, error) < 0)
                return -1;
            continue;
        }
        if (*item == '\0')
            return error_set(error, STATUS_REQUEST, "--policy: a name is missing in '%s'",
                             text);
        if (parameter && (!last || !strchr(last->name, ':')))
            return error_set(error, STATUS_REQUEST,
                             "--policy: '%s' stands before any policy; write NAME:%s",
                             item, item);
        if ((parameter ? set_parameter(last, item, error)
                       : add_policy(choices, item, error)) < 0)
            return -1;
    }
    return 0;
}

int choices_parse(struct choices *choices, const char *text, struct error *error)
{
    return parse(choices, text, false, error);
}

int choices_parse_own(struct choices *choices, const char *text, struct error *error)
{
    return parse(choices, text, true, error);
}

static int parse_one(struct choice *choice, const char *text, bool own,
                     struct error *error)
{
    cleanup_free struct choices *choices = xcalloc(1, sizeof *choices);
    if (parse(choices, text, own, error) < 0)
        return -1;
    if (choices->count != 1)
        return error_set(error, STATUS_REQUEST,
                         "--policy: one policy is shown at a time, '%s' names %zu", text,
                         choices->count);
    *choice = choices->items[0];
    return 0;
}

int choice_parse(struct choice *choice, const char *text, struct error *error)
{
    return parse_one(choice, text, false, error);
}

int choice_parse_own(struct choice *choice, const char *text, struct error *error)
{
    return parse_one(choice, text, true, error);
}

/* Refuses what would exhaust the machine, before it is asked for. */
static int check_memory(uint64_t frames, struct error *error)
{
    uint64_t limit = memory_limit();
    if (frames <= limit / FRAME_BYTES)
        return 0;
    return error_set(
        error, STATUS_REQUEST,
        "--frames %llu: their tables need %llu MB, and this process may use "
        "%llu; try at most %llu, or an estimate: vmsim curve --sample 0.01",
        (unsigned long long)frames, (unsigned long long)(frames * FRAME_BYTES >> 20),
        (unsigned long long)(limit >> 20), (unsigned long long)(limit / FRAME_BYTES));
}

/* "12.5%" */
static int parse_percent(const char *item, double *percent, struct error *error)
{
    char *end = (char *)(uintptr_t)item;
    *percent = isdigit((unsigned char)*item) ? strtod(item, &end) : 0;
    if (*percent > 0 && *percent <= 100 && !strcmp(end, "%") && !strpbrk(item, "xXeEpP"))
        return 0;
    return error_set(error, STATUS_REQUEST,
                     "--frames: '%.40s' is no part of the trace's pages; write 0.1%% to "
                     "100%%",
                     item);
}

static int parse_frames(struct frame_list *list, const char *item, struct error *error)
{
    uint64_t frames = 0;
    double percent = 0;
    if (list->count == FRAME_LIST_MAX)
        return error_set(error, STATUS_REQUEST, "--frames: more than %d numbers",
                         FRAME_LIST_MAX);
    if (strchr(item, '%')) {
        if (parse_percent(item, &percent, error) < 0)
            return -1;
    } else if (option_number("--frames", item, 1, FRAMES_MAX, &frames, error) < 0 ||
               check_memory(frames, error) < 0) {
        return -1;
    }
    list->percent[list->count] = percent;
    list->items[list->count++] = (uint32_t)frames;
    return 0;
}

int frame_list_parse(struct frame_list *list, const char *text, struct error *error)
{
    cleanup_free char *copy = xstrdup(text);
    list->count = 0;
    for (char *item = copy, *end; item; item = end) {
        end = strchr(item, ',');
        if (end)
            *end++ = '\0';
        if (parse_frames(list, item, error) < 0)
            return -1;
    }
    return 0;
}

int frame_list_resolve(struct frame_list *list, uint32_t pages, struct error *error)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->percent[i] == 0)
            continue;
        uint32_t frames = (uint32_t)(list->percent[i] / 100 * pages + 0.5);
        list->items[i] = frames ? frames : 1;
        if (check_memory(list->items[i], error) < 0)
            return -1;
    }
    return 0;
}
