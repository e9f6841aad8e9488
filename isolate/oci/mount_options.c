/* The words in the options of a mount, as one table. */
#include "isolate/oci/mount_options.h"

#include <stddef.h>
#include <string.h>
#include <sys/mount.h>

#ifndef MS_NOSYMFOLLOW
#define MS_NOSYMFOLLOW 256
#endif
#ifndef MS_LAZYTIME
#define MS_LAZYTIME (1 << 25)
#endif

/* linux/mount.h, which cannot be included beside sys/mount.h everywhere. */
enum {
    ATTR_RDONLY = 0x1,
    ATTR_NOSUID = 0x2,
    ATTR_NODEV = 0x4,
    ATTR_NOEXEC = 0x8,
    ATTR_ATIME_MASK = 0x70,
    ATTR_RELATIME = 0x00,
    ATTR_NOATIME = 0x10,
    ATTR_STRICTATIME = 0x20,
    ATTR_NODIRATIME = 0x80,
    ATTR_NOSYMFOLLOW = 0x200000,
};

enum option_effect { SET, CLEAR, PROPAGATE, TREE_SET, TREE_CLEAR, TREE_ATIME, SPECIAL };

static const struct {
    const char *word;
    enum option_effect effect;
    unsigned long value; /* MS_…, for TREE_… MOUNT_ATTR_…, for SPECIAL an offset */
} option_words[] = {
    {"defaults", SET, 0},
    {"ro", SET, MS_RDONLY},
    {"rw", CLEAR, MS_RDONLY},
    {"nosuid", SET, MS_NOSUID},
    {"suid", CLEAR, MS_NOSUID},
    {"nodev", SET, MS_NODEV},
    {"dev", CLEAR, MS_NODEV},
    {"noexec", SET, MS_NOEXEC},
    {"exec", CLEAR, MS_NOEXEC},
    {"sync", SET, MS_SYNCHRONOUS},
    {"async", CLEAR, MS_SYNCHRONOUS},
    {"dirsync", SET, MS_DIRSYNC},
    {"remount", SET, MS_REMOUNT},
    {"mand", SET, MS_MANDLOCK},
    {"nomand", CLEAR, MS_MANDLOCK},
    {"noatime", SET, MS_NOATIME},
    {"atime", CLEAR, MS_NOATIME},
    {"nodiratime", SET, MS_NODIRATIME},
    {"diratime", CLEAR, MS_NODIRATIME},
    {"relatime", SET, MS_RELATIME},
    {"norelatime", CLEAR, MS_RELATIME},
    {"strictatime", SET, MS_STRICTATIME},
    {"nostrictatime", CLEAR, MS_STRICTATIME},
    {"lazytime", SET, MS_LAZYTIME},
    {"nolazytime", CLEAR, MS_LAZYTIME},
    {"iversion", SET, MS_I_VERSION},
    {"noiversion", CLEAR, MS_I_VERSION},
    {"silent", SET, MS_SILENT},
    {"loud", CLEAR, MS_SILENT},
    {"nosymfollow", SET, MS_NOSYMFOLLOW},
    {"symfollow", CLEAR, MS_NOSYMFOLLOW},

    {"private", PROPAGATE, MS_PRIVATE},
    {"rprivate", PROPAGATE, MS_PRIVATE | MS_REC},
    {"shared", PROPAGATE, MS_SHARED},
    {"rshared", PROPAGATE, MS_SHARED | MS_REC},
    {"slave", PROPAGATE, MS_SLAVE},
    {"rslave", PROPAGATE, MS_SLAVE | MS_REC},
    {"unbindable", PROPAGATE, MS_UNBINDABLE},
    {"runbindable", PROPAGATE, MS_UNBINDABLE | MS_REC},

    {"rro", TREE_SET, ATTR_RDONLY},
    {"rrw", TREE_CLEAR, ATTR_RDONLY},
    {"rnosuid", TREE_SET, ATTR_NOSUID},
    {"rsuid", TREE_CLEAR, ATTR_NOSUID},
    {"rnodev", TREE_SET, ATTR_NODEV},
    {"rdev", TREE_CLEAR, ATTR_NODEV},
    {"rnoexec", TREE_SET, ATTR_NOEXEC},
    {"rexec", TREE_CLEAR, ATTR_NOEXEC},
    {"rnodiratime", TREE_SET, ATTR_NODIRATIME},
    {"rdiratime", TREE_CLEAR, ATTR_NODIRATIME},
    {"rnosymfollow", TREE_SET, ATTR_NOSYMFOLLOW},
    {"rsymfollow", TREE_CLEAR, ATTR_NOSYMFOLLOW},
    {"rrelatime", TREE_ATIME, ATTR_RELATIME},
    {"rnorelatime", TREE_ATIME, ATTR_STRICTATIME},
    {"rnoatime", TREE_ATIME, ATTR_NOATIME},
    {"ratime", TREE_ATIME, ATTR_RELATIME},
    {"rstrictatime", TREE_ATIME, ATTR_STRICTATIME},
    {"rnostrictatime", TREE_ATIME, ATTR_RELATIME},

    {"bind", SPECIAL, offsetof(struct mount_options, bind)},
    {"tmpcopyup", SPECIAL, offsetof(struct mount_options, copy_up)},
    {"idmap", SPECIAL, offsetof(struct mount_options, idmap)},
};

/* What sets two members. */
static bool parse_double(const char *word, struct mount_options *o)
{
    if (!strcmp(word, "rbind"))
        return o->bind = o->recursive = true;
    if (!strcmp(word, "ridmap"))
        return o->idmap = o->idmap_tree = true;
    return false;
}

static void apply(size_t row, struct mount_options *o)
{
    unsigned long value = option_words[row].value;
    switch (option_words[row].effect) {
    case SET:
        o->flags |= value;
        o->cleared &= ~value;
        break;
    case CLEAR:
        o->flags &= ~value;
        o->cleared |= value;
        break;
    case PROPAGATE:
        o->propagation = value;
        break;
    case TREE_SET:
        o->set |= value;
        o->clear &= ~(uint64_t)value;
        break;
    case TREE_CLEAR:
        o->clear |= value;
        o->set &= ~(uint64_t)value;
        break;
    case TREE_ATIME: /* of all bits for access times, one value */
        o->set = (o->set & ~(uint64_t)ATTR_ATIME_MASK) | value;
        o->clear |= ATTR_ATIME_MASK;
        break;
    case SPECIAL:
        *(bool *)((char *)o + value) = true;
        break;
    }
}

static bool parse_word(const char *word, struct mount_options *options)
{
    if (parse_double(word, options))
        return true;
    for (size_t i = 0; i < sizeof option_words / sizeof *option_words; i++) {
        if (strcmp(option_words[i].word, word) != 0)
            continue;
        apply(i, options);
        return true;
    }
    return false;
}

int mount_options_parse(const struct config_texts *words, struct mount_options *options,
                        struct error *error)
{
    *options = (struct mount_options){0};
    for (size_t i = 0; i < words->count; i++) {
        const char *word = words->items[i];
        if (parse_word(word, options) || !*word)
            continue;
        size_t length = strlen(options->data);
        if (length + strlen(word) + 2 > sizeof options->data)
            return error_set(error, STATUS_REQUEST,
                             "the options of a mount are too long");
        if (length)
            options->data[length++] = ',';
        strcpy(options->data + length, word);
    }
    return 0;
}

uint64_t mount_attributes(unsigned long flags)
{
    static const struct {
        unsigned long flag;
        uint64_t attribute;
    } pairs[] = {
        {MS_RDONLY, ATTR_RDONLY},         {MS_NOSUID, ATTR_NOSUID},
        {MS_NODEV, ATTR_NODEV},           {MS_NOEXEC, ATTR_NOEXEC},
        {MS_NOATIME, ATTR_NOATIME},       {MS_STRICTATIME, ATTR_STRICTATIME},
        {MS_NODIRATIME, ATTR_NODIRATIME}, {MS_NOSYMFOLLOW, ATTR_NOSYMFOLLOW},
    };
    uint64_t attributes = 0;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (flags & pairs[i].flag)
            attributes |= pairs[i].attribute;
    return attributes;
}

unsigned long propagation_find(const char *word)
{
    for (size_t i = 0; i < sizeof option_words / sizeof *option_words; i++)
        if (option_words[i].effect == PROPAGATE && !strcmp(option_words[i].word, word))
            return option_words[i].value;
    return 0;
}
