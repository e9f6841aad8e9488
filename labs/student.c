/* FNV-1a (Fowler, Noll, Vo) over "student\\0exercise", 64 bits, then the mixing step of
 * SplitMix64 (Steele, Lea, Flood 2014), because the low bits of FNV alone are weak.
 */
#include "labs/student.h"

#include <ctype.h>
#include <string.h>

#include "labs/kit/words.h"

static uint64_t fnv(uint64_t hash, const char *text)
{
    do
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    while (*text++); /* the zero too: "ab" + "c" is not "a" + "bc" */
    return hash;
}

uint64_t student_seed(const char *student, const char *exercise)
{
    uint64_t hash = fnv(fnv(0xcbf29ce484222325u, student), exercise);
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    return (hash ^ hash >> 31) % SEED_MAX + 1;
}

int student_valid(const char *student, struct error *error)
{
    size_t length = strlen(student);
    if (!length || length > STUDENT_MAX)
        return error_set(error, STATUS_REQUEST, say_as("folder.student-length", "%d"),
                         STUDENT_MAX);
    for (const char *c = student; *c; c++)
        if (iscntrl((unsigned char)*c))
            return error_set(error, STATUS_REQUEST, "%s", say("folder.student-line"));
    return 0;
}
