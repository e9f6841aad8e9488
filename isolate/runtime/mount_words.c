/* Mounts as they are typed, to a struct mount_wish: "SRC:DST", docker's --volume, --mount
 * and --tmpfs. A target that is accepted names a place below the root, without "..", so
 * that it can be compared with others. The text is cut in place. */
#include <stdlib.h>
#include <string.h>

#include "isolate/runtime/size_words.h"
#include "isolate/runtime/wish.h"

static int check_target(const char *option, struct mount_wish *wish, struct error *error)
{
    char *target = (char *)(uintptr_t)wish->target, *end = target + strlen(target);
    while (end > target + 1 && end[-1] == '/')
        *--end = 0;
    if (target[0] != '/' || !target[1] || strstr(target, "/../") ||
        strstr(target, "//") || (end - target > 2 && !strcmp(end - 3, "/..")))
        return error_set(error, STATUS_REQUEST,
                         "%s: %s is not an absolute path below / in the container",
                         option, target);
    return 0;
}

int mount_wish_parse(enum mount_kind kind, char *text, struct mount_wish *wish,
                     struct error *error)
{
    static const char *const names[] = {"--bind", "--ro-bind", "--tmpfs"};
    char *colon = kind == MOUNT_TMPFS ? NULL : strchr(text, ':');
    if (kind != MOUNT_TMPFS && (!colon || colon == text || !colon[1]))
        return error_set(error, STATUS_REQUEST,
                         "%s %s: it is SRC:DST, as in %s $PWD:/work", names[kind], text,
                         names[kind]);
    *wish = (struct mount_wish){
        .kind = kind, .source = colon ? text : NULL, .target = colon ? colon + 1 : text};
    if (colon)
        *colon = 0;
    return check_target(names[kind], wish, error);
}

/* The words after the second colon of --volume; those of SELinux and of propagation mean
 * nothing here and are taken, as docker takes them. */
static int volume_words(char *text, struct mount_wish *wish, struct error *error)
{
    static const char *const ignored[] = {"z",       "Z",         "rprivate",
                                          "private", "cached",    "nocopy",
                                          "rw",      "delegated", "consistent"};
    for (char *word; (word = strsep(&text, ","));) {
        size_t i = 0;
        while (i < sizeof ignored / sizeof ignored[0] && strcmp(ignored[i], word) != 0)
            i++;
        if (!strcmp(word, "ro"))
            wish->kind = MOUNT_RO_BIND;
        else if (i == sizeof ignored / sizeof ignored[0])
            return error_set(error, STATUS_REQUEST,
                             "--volume: '%s' is unknown; ro is known", word);
    }
    return 0;
}

int mount_words_volume(char *text, struct mount_wish *wish, struct error *error)
{
    char *target = strchr(text, ':'), *words = target ? strchr(target + 1, ':') : NULL;
    if (!target || target == text || !target[1])
        return error_set(error, STATUS_REQUEST,
                         "--volume %s: it is SRC:DST[:ro], as in -v $PWD:/work", text);
    *target++ = 0;
    if (words)
        *words++ = 0;
    *wish = (struct mount_wish){.kind = MOUNT_BIND, .source = text, .target = target};
    if (text[0] != '/' && text[0] != '.')
        return error_set(error, STATUS_REQUEST,
                         "--volume %s: volumes with a name do not exist here; a path "
                         "begins with / or .",
                         text);
    return words && volume_words(words, wish, error) < 0
               ? -1
               : check_target("--volume", wish, error);
}

/* "size=64m", "mode=755", "ro", and docker's --mount spelling of them. */
static int tmpfs_word(const char *option, const char *word, struct mount_wish *wish,
                      struct error *error)
{
    char *end;
    if (!strncmp(word, "tmpfs-", 6))
        word += 6;
    if (!strncmp(word, "size=", 5))
        return size_words_bytes(option, word + 5, false, &wish->size, error);
    if (!strncmp(word, "mode=", 5)) {
        unsigned long mode = strtoul(word + 5, &end, 8);
        wish->mode = (unsigned)mode;
        if (word[5] && !*end && mode <= 07777)
            return 0;
    }
    if (!strcmp(word, "ro"))
        wish->read_only = true;
    static const char *const taken[] = {"ro",    "rw",   "noexec", "nosuid",
                                        "nodev", "exec", NULL};
    for (size_t i = 0; taken[i]; i++)
        if (!strcmp(taken[i], word)) {
            wish->no_exec |= !strcmp(word, "noexec");
            return 0;
        }
    return error_set(error, STATUS_REQUEST,
                     "%s: '%s' is unknown; size=64m, mode=1777, ro and noexec are known",
                     option, word);
}

int mount_words_tmpfs(char *text, struct mount_wish *wish, struct error *error)
{
    char *words = strchr(text, ':');
    if (words)
        *words++ = 0;
    *wish = (struct mount_wish){.kind = MOUNT_TMPFS, .target = text};
    for (char *word; words && (word = strsep(&words, ","));)
        if (tmpfs_word("--tmpfs", word, wish, error) < 0)
            return -1;
    return check_target("--tmpfs", wish, error);
}

/* One "key=value" of --mount. */
static int mount_word(char *word, struct mount_wish *wish, struct error *error)
{
    char *value = strchr(word, '=');
    if (!strcmp(word, "readonly") || !strcmp(word, "ro") ||
        !strcmp(word, "readonly=true")) {
        wish->read_only = true;
        return 0;
    }
    if (!strncmp(word, "tmpfs-", 6))
        return tmpfs_word("--mount", word, wish, error);
    if (value)
        *value++ = 0;
    if (value && !strcmp(word, "type") && !strcmp(value, "tmpfs"))
        wish->kind = MOUNT_TMPFS;
    else if (value && !strcmp(word, "type") && !strcmp(value, "bind"))
        wish->kind = MOUNT_BIND;
    else if (value && (!strcmp(word, "source") || !strcmp(word, "src")))
        wish->source = value;
    else if (value && (!strcmp(word, "target") || !strcmp(word, "destination") ||
                       !strcmp(word, "dst")))
        wish->target = value;
    else
        return error_set(error, STATUS_REQUEST,
                         "--mount: '%s' is unknown; it is type=bind|tmpfs, source=, "
                         "target=, readonly, tmpfs-size=, tmpfs-mode=",
                         word);
    return 0;
}

int mount_words_mount(char *text, struct mount_wish *wish, struct error *error)
{
    *wish = (struct mount_wish){.kind = MOUNT_BIND};
    for (char *word; (word = strsep(&text, ","));)
        if (mount_word(word, wish, error) < 0)
            return -1;
    if (!wish->target || (wish->kind == MOUNT_BIND) != !!wish->source)
        return error_set(error, STATUS_REQUEST,
                         "--mount: type=bind needs source= and target=, type=tmpfs "
                         "target= alone");
    if (wish->kind == MOUNT_BIND && wish->read_only)
        wish->kind = MOUNT_RO_BIND;
    return check_target("--mount", wish, error);
}
