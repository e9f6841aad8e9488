/* The layout: mark and state, the feature, and the reason in a column of its own where
 * there is room for one. */
#include "labs/kit/finding.h"

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/words.h"

enum { REASON_COLUMN = 32, NARROW = 70, NARROW_COLUMN = 13 };

const char *finding_mark(int state)
{
    static const char *const marks[] = {"+", "!", "-"};
    return marks[state];
}

const char *finding_key(int state)
{
    static const char *const keys[] = {"doctor.real", "doctor.limited", "doctor.missing"};
    return keys[state];
}

void finding_print(FILE *out, const struct finding_line *line, int columns)
{
    cleanup_free char *feature = say_sentence(line->feature);
    cleanup_free char *reason = say_sentence(*line->reason ? line->reason : "-");
    cleanup_free char *fix = say_sentence(line->fix);
    cleanup_free char *works = say_sentence(line->works);
    cleanup_free char *mend = xasprintf("%11s%s", "", say("doctor.mend"));
    cleanup_free char *without = xasprintf("%11s%s ", "", say("doctor.without"));
    cleanup_free char *left = xasprintf("%s %-8s %s", finding_mark(line->state),
                                        say(finding_key(line->state)), feature);
    plain_hang(out, left, columns < NARROW ? NARROW_COLUMN : REASON_COLUMN, reason,
               columns);
    if (*fix)
        plain_commands(out, mend, fix, columns);
    if (*works)
        plain_wrap(out, without, works, columns);
}
