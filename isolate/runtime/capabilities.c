/* The five sets of capabilities, through libcap. */
#include "isolate/runtime/capabilities.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/capability.h>
#include <sys/prctl.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/suggest.h"

enum { SET_BITS = 64 };

static bool has(uint64_t set, unsigned number)
{
    return set >> number & 1;
}

uint64_t capabilities_known(void)
{
    int count = cap_max_bits();
    return count >= SET_BITS ? ~UINT64_C(0) : CAPABILITY_BIT(count) - 1;
}

uint64_t capabilities_bounding(void)
{
    uint64_t set = 0;
    for (unsigned c = 0; c < SET_BITS; c++) {
        int is_in = cap_get_bound((cap_value_t)c);
        if (is_in < 0)
            break;
        set |= (uint64_t)(is_in > 0) << c;
    }
    return set;
}

/* ---- names ---- */

const char *capability_name(unsigned number)
{
    static char names[SET_BITS][32];
    if (number >= SET_BITS)
        return NULL;
    if (!*names[number]) {
        char *name = cap_to_name((cap_value_t)number);
        if (name && strncmp(name, "cap_", 4) == 0)
            snprintf(names[number], sizeof *names, "%s", name);
        cap_free(name);
    }
    return *names[number] ? names[number] : NULL;
}

static const char *nearest(const char *word)
{
    const char *names[SET_BITS];
    for (unsigned c = 0; c < SET_BITS; c++) {
        const char *name = capability_name(c);
        names[c] = name ? name + 4 : NULL;
    }
    return suggest(word, names, SET_BITS);
}

int capabilities_find(const char *word, uint64_t *set, struct error *error)
{
    const char *bare = strncasecmp(word, "cap_", 4) ? word : word + 4;
    if (!strcasecmp(word, "all")) {
        *set = capabilities_known();
        return 0;
    }
    for (unsigned c = 0; c < SET_BITS && capability_name(c); c++)
        if (!strcasecmp(capability_name(c) + 4, bare)) {
            *set = CAPABILITY_BIT(c);
            return 0;
        }
    const char *meant = nearest(bare);
    return error_set(error, STATUS_REQUEST, "there is no capability %s%s%s%s", word,
                     meant ? "; did you mean " : "", meant ? meant : "",
                     meant ? "?" : " (capabilities(7) lists them)");
}

char *capabilities_text(uint64_t set, char *buffer, size_t size)
{
    size_t at = 0;
    set &= capabilities_known();
    snprintf(buffer, size, "%s", set == capabilities_known() ? "all" : "none");
    for (unsigned c = 0; set != capabilities_known() && c < SET_BITS; c++)
        if (has(set, c) && at < size)
            at += (size_t)snprintf(buffer + at, size - at, "%s%s", at ? " " : "",
                                   capability_name(c) ? capability_name(c) + 4 : "?");
    return buffer;
}

static int find_all(const char *const *words, size_t count, uint64_t *set, bool *all,
                    struct error *error)
{
    *set = 0;
    *all = false;
    for (size_t i = 0; i < count; i++) {
        uint64_t one;
        if (capabilities_find(words[i], &one, error) < 0)
            return -1;
        *all |= !strcasecmp(words[i], "all");
        *set |= strcasecmp(words[i], "all") ? one : 0;
    }
    return 0;
}

int capabilities_adjust(uint64_t *set, const char *const *add, size_t add_count,
                        const char *const *drop, size_t drop_count, struct error *error)
{
    uint64_t more, less;
    bool add_all, drop_all;
    if (find_all(add, add_count, &more, &add_all, error) < 0 ||
        find_all(drop, drop_count, &less, &drop_all, error) < 0)
        return -1;
    if (add_all)
        *set = capabilities_known() & ~less;
    else
        *set = (drop_all ? 0 : *set & ~less) | more;
    return 0;
}

/* ---- the sets ---- */

static int cannot(struct error *error, const char *what, unsigned number)
{
    const char *name = capability_name(number);
    return error_errno(error, STATUS_HOST, "cannot %s %s", what,
                       name ? name : "a capability");
}

/* Giving up what is gone already is not asked for, so that a process without CAP_SETPCAP
 * can be told to have what it has. */
static int drop_bounding(uint64_t kept, struct error *error)
{
    for (unsigned c = 0; c < SET_BITS; c++) {
        if (has(kept, c))
            continue;
        if (cap_drop_bound((cap_value_t)c) == 0)
            continue;
        if (errno == EINVAL) /* beyond the last that this kernel has */
            return 0;
        if (cap_get_bound((cap_value_t)c) > 0)
            return cannot(error, "drop from the bounding set", c);
    }
    return 0;
}

static int fill(cap_t sets, cap_flag_t which, uint64_t bits)
{
    cap_value_t values[SET_BITS];
    int count = 0;
    for (int c = 0; c < cap_max_bits() && c < SET_BITS; c++)
        if (has(bits, (unsigned)c))
            values[count++] = c;
    return count ? cap_set_flag(sets, which, count, values, CAP_SET) : 0;
}

/* The first that is wanted and cannot be had. */
static unsigned first_missing(uint64_t wanted)
{
    uint64_t had = 0;
    cap_t now = cap_get_proc();
    for (unsigned c = 0; c < SET_BITS; c++) {
        cap_flag_value_t value = CAP_CLEAR;
        if (cap_get_flag(now, (cap_value_t)c, CAP_PERMITTED, &value) == 0 && value)
            had |= CAPABILITY_BIT(c);
    }
    cap_free(now);
    uint64_t missing = wanted & ~had;
    return missing ? (unsigned)__builtin_ctzll(missing) : SET_BITS;
}

static int set_three(const struct capability_sets *sets, struct error *error)
{
    cap_t three = cap_init();
    if (!three)
        return error_errno(error, STATUS_HOST, "libcap");
    int result = fill(three, CAP_PERMITTED, sets->permitted);
    if (result == 0)
        result = fill(three, CAP_EFFECTIVE, sets->effective);
    if (result == 0)
        result = fill(three, CAP_INHERITABLE, sets->inheritable);
    if (result == 0)
        result = cap_set_proc(three);
    int failure = errno;
    cap_free(three);
    errno = failure;
    if (result == 0)
        return 0;
    unsigned missing = first_missing(sets->permitted);
    errno = failure;
    return cannot(error, "have", missing);
}

static int set_ambient(uint64_t ambient, struct error *error)
{
    if (cap_reset_ambient() < 0 && errno != EINVAL) /* before Linux 4.3 there is none */
        return error_errno(error, STATUS_HOST, "cannot clear the ambient set");
    for (unsigned c = 0; c < SET_BITS; c++)
        if (has(ambient, c) && cap_set_ambient((cap_value_t)c, CAP_SET) < 0)
            return cannot(error, "make ambient", c);
    return 0;
}

int capabilities_keep(const struct capability_sets *sets, struct error *error)
{
    if (drop_bounding(sets->bounding, error) < 0)
        return -1;
    if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
        return error_errno(error, STATUS_HOST, "cannot keep capabilities");
    return 0;
}

int capabilities_apply(const struct capability_sets *sets, struct error *error)
{
    if (drop_bounding(sets->bounding, error) < 0 || set_three(sets, error) < 0 ||
        set_ambient(sets->ambient, error) < 0)
        return -1;
    prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
    return 0;
}
