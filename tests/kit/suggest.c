/* "Did you mean …?" */
#include "labs/kit/suggest.h"

#include "tests/tap.h"

static const char *const words[] = {"run",    "play", "record", NULL,  "policy",
                                    "frames", "fifo", "lru",    "opt", "help"};

static const char *nearest(const char *wrong)
{
    return suggest(wrong, words, sizeof words / sizeof words[0]);
}

int main(void)
{
    is_string(nearest("polcy"), "policy", "a letter left out");
    is_string(nearest("pollicy"), "policy", "one too many");
    is_string(nearest("plicy"), "policy", "another left out");
    is_string(nearest("framse"), "frames", "two swapped");
    is_string(nearest("farmes"), "frames", "two others swapped");
    is_string(nearest("recrods"), "record", "two edits in a long word");
    is_string(nearest("fio"), "fifo", "one edit in a short word");
    is_string(nearest("lur"), "lru", "a swap in a short word");
    is_string(nearest("FIFO"), "fifo", "case does not count");
    is_string(nearest("run"), "run", "the word itself");
    is_string(nearest("pla"), "play", "the nearest, not the first that is near");
    is_string(nearest("rum"), "run", "one letter of three");
    is_string(nearest("ram"), NULL, "two of three are another word");
    is_string(nearest("flaps"), NULL, "three edits are too many");
    is_string(nearest("x"), NULL, "a single letter is like everything");
    is_string(nearest(""), NULL, "and nothing is too");
    is_string(suggest("run", words, 0), NULL, "no words, no suggestion");

    char *huge = malloc(100000);
    memset(huge, 'r', 99999);
    huge[99999] = '\0';
    is_string(nearest(huge), NULL, "a huge word is no slip of the finger");
    const char *only_huge[] = {huge};
    is_string(suggest("rrrr", only_huge, 1), NULL, "nor is it suggested");
    free(huge);
    return done_testing();
}
