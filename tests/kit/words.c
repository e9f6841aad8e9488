/* Translations and settings: what is found, what is refused, and that no file of either
 * kind, however spoilt, does harm.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/settings.h"
#include "labs/kit/theme.h"
#include "labs/kit/words.h"
#include "labs/kit/words_file.h"
#include "tests/random.h"
#include "tests/tap.h"

enum { ROUNDS = 300 };

static char folder[] = "/tmp/ring3-words.XXXXXX";

static void write_words(const char *language, const char *text, size_t length)
{
    char *path = xasprintf("%s/words/%s.words", folder, language);
    struct error error;
    if (file_write_atomic(path, text, length, &error) < 0)
        die_error(&error);
    free(path);
}

/* What the program has in English is known by its key; sentences stand in pairs. */
static const char sample[] =
    "# a comment\n"
    "kit.back: zurueck\n"
    "task.failed: erstens\\nzweitens\n"
    "list.tried: %u Mal\n"
    "menu.solved-of: %u von %s\n"
    "no.such-key: nichts\n"
    "help.page:\n    # Hilfe\n\n    zwei\n\n"
    "en: open\nzz: auf\n\n"
    "en: wrong kind %s\nzz: falsche Art %d\n\n"
    "en: lost\n\n"
    "en: page %s of frame %s leaves\nzz: Seite %s aus Rahmen %s geht\n";

static void says_keys(void)
{
    is_string(say("kit.back"), "zurueck", "a key");
    is_string(english("kit.back"), "back", "what it is in English");
    is_string(say("task.failed"), "erstens\nzweitens", "a text of two lines");
    is_string(say("help.page"), "# Hilfe\n\nzwei", "a block, with its blank line");
    is_string(say_as("list.tried", "%u"), "%u Mal", "a text with a conversion");
    is_string(say_as("menu.solved-of", "%zu %zu"), "%zu of %zu solved",
              "other conversions are refused: English stays");
    is_string(say_as("list.tried", "%s"), "%s",
              "neither fits the code: what the code says is taken");
    is_string(say("kit.quit"), "quit", "without a translation it is English");
    is_string(say("no.such-key"), "no.such-key", "a key of the file alone is none");
    ok(!say(NULL), "nothing stays nothing");
}

static void says(void)
{
    is_string(say("kit.back"), "back", "before a language is chosen it is English");
    write_words("zz", sample, sizeof sample - 1);
    words_choose("zz_ZZ.UTF-8");
    is_string(words_language(), "zz", "a locale is cut to its language");
    says_keys();
    is_string(say("open"), "auf", "what is no key may be a sentence of a pair");
    is_string(say("closed"), "closed", "or else is its own text");
    is_string(say("wrong kind %s"), "wrong kind %s", "other conversions are refused");
    is_string(say("lost"), "lost", "half a pair is none");

    char *said = say_sentence("page 4 of frame 0 leaves");
    is_string(said, "Seite 4 aus Rahmen 0 geht", "a sentence made from a pair");
    free(said);
    said = say_sentence("page 4 of frame open leaves");
    is_string(said, "Seite 4 aus Rahmen auf geht", "a part that is a pair is said too");
    free(said);
    said = say_sentence("page 4 of frame 0 leaves us");
    is_string(said, "page 4 of frame 0 leaves us", "what does not fit stays");
    free(said);
    said = say_sentence("tried 3");
    is_string(said, "3 Mal", "a sentence made from a text with a key");
    free(said);
}

/* One text, its conversions. */
static void conversions_are(const char *text, const char *expected)
{
    char found[32];
    words_conversions(text, found, sizeof found);
    is_string(found, expected, text);
}

static void reads_conversions(void)
{
    conversions_are("nothing", "");
    conversions_are("100 %% of %s", "s");
    conversions_are("%-12s %zu %.*s", "szu*s");
    conversions_are("%llu%hhx", "lluhhx");
    conversions_are("at its end %", "");
    conversions_are("at its end %-", "");
    conversions_are("%%%d%%", "d");
}

static void chooses(void)
{
    struct error error;
    words_choose("nowhere");
    is_string(words_language(), "en", "a language without a catalogue is English");
    setenv("LANGUAGE", "zz:en", 1);
    words_choose(NULL);
    is_string(words_language(), "zz", "LANGUAGE, its first");
    is_int(setting_set("language", "en", &error), 0, "a setting");
    words_choose(NULL);
    is_string(words_language(), "en", "is stronger");
    is_int(setting_set("language", NULL, &error), 0, "taken away");
    ok(!setting_get("language"), "it is gone");
    unsetenv("LANGUAGE");
}

static void keeps_settings(void)
{
    struct error error;
    is_int(setting_set("theme", "safe", &error), 0, "a theme is set");
    is_int(setting_set("editor", "tmux", &error), 0, "and an editor");
    char *theme = setting_get("theme");
    is_string(theme, "safe", "both are there");
    free(theme);
    is_int(setting_set("theme", "pink", &error), -1, "no such theme");
    contains(error.message, "dark light mono safe", "which there are");
    is_int(setting_set("language", "de\nx = y", &error), -1, "no second line");
}

/* Red beside green is what most colour-blind people cannot tell apart. */
static void is_safe(void)
{
    int unsafe = 0;
    theme_choose(NULL, false);
    for (int style = 0; style < STYLE_COUNT; style++) {
        enum colour colour = theme_look((enum style)style).colour;
        unsafe += colour == COLOUR_RED || colour == COLOUR_GREEN;
    }
    is_int(unsafe, 0, "the setting 'safe' has neither red nor green");
    ok(theme_look(STYLE_HIT).colour != theme_look(STYLE_FAULT).colour, "hit and fault");
    ok(theme_look(STYLE_OK).colour != theme_look(STYLE_BAD).colour, "well and not well");
    ok(theme_look(STYLE_OK).colour != theme_look(STYLE_WARN).colour, "well and beware");
}

/* Spoilt files: bytes changed, cut off, doubled. */
static void survives(void)
{
    struct random random = {7};
    char text[sizeof sample];
    size_t whole = 0;
    for (int i = 0; i < ROUNDS; i++) {
        memcpy(text, sample, sizeof text);
        for (size_t n = random_below(&random, 8); n > 0; n--)
            text[random_below(&random, sizeof text - 1)] =
                (char)(random_next(&random) & 0xff);
        write_words("yy", text, random_below(&random, sizeof text));
        words_choose("yy");
        char *said = say_sentence("page 4 of frame 0 leaves");
        whole += strlen(said) > 0 && strlen(say("kit.back")) > 0 &&
                 words_same_conversions(say_as("list.tried", "%u"), "%u");
        free(said);
    }
    is_int((long long)whole, ROUNDS, "spoilt catalogues: always something is said");
}

int main(void)
{
    if (!mkdtemp(folder))
        skip_all("no folder can be made in /tmp");
    char *words = xasprintf("%s/words", folder);
    mkdir(words, 0700);
    setenv("RING3_DATA", folder, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    says();
    reads_conversions();
    chooses();
    keeps_settings();
    is_safe();
    survives();
    char *command = xasprintf("rm -rf '%s'", folder);
    int removed = system(command);
    is_int(removed, 0, "tidied up");
    free(command);
    free(words);
    return done_testing();
}
