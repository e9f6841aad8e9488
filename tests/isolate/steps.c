/* The table of steps: each has all its parts, and they fit together. */
#include <string.h>

#include "isolate/play/builder.h"
#include "labs/kit/cleanup.h"
#include "tests/tap.h"

/* Makes every condition of a row true. */
static struct setting full_setting(bool root)
{
    struct setting setting = {.real_root = root,
                              .range = root,
                              .uid_map = "0 1 1",
                              .gid_map = "0 1 1",
                              .hostname = "box",
                              .guest = "/bin/busybox",
                              .guest_name = "busybox",
                              .guest_point = "/tmp/bin/busybox",
                              .guest_links = "sh ls",
                              .word = "isolate-play-1"};
    for (size_t i = 0; i < step_count(); i++)
        setting.made[i] = setting.wanted[i] = true;
    return setting;
}

static bool is_sentence(const char *text)
{
    size_t length = text ? strlen(text) : 0;
    return length > 10 && text[length - 1] == '.' && !strstr(text, "  ");
}

static void test_texts(void)
{
    for (size_t i = 0; i < step_count(); i++) {
        const struct step_type *type = step_types[i];
        ok(type->name && type->title && strlen(type->title) <= 60, type->title);
        ok(strlen(type->why) <= 330 &&
               (is_sentence(type->why) || strstr(type->why, ".)")),
           "why is short, and a sentence");
        ok(is_sentence(type->undo_why), "so is how it is undone");
        ok(is_sentence(type->attacker), "and what is still possible");
        ok(!type->question == !type->answer && !type->question == !type->explain,
           "a question has an answer and a reason");
        ok(type->fact_count > 0 && type->fact_count <= STEP_FACTS_MAX, "facts");
        for (size_t j = 0; j < i; j++)
            if (!strcmp(type->name, step_types[j]->name))
                ok(false, "names are unique");
    }
    ok(step_count() < STEPS_MAX, "there is room for all of them");
}

/* A row has what its words are made of; whoever is needed comes before. */
static void test_rows(bool root)
{
    struct setting setting = full_setting(root);
    struct operation rows[STEP_ROWS_MAX];
    char call[1200], shell[1200];
    for (size_t i = 0; i < step_count(); i++) {
        const struct step_type *type = step_types[i];
        size_t count = type->rows(&setting, rows);
        bool good = count <= STEP_ROWS_MAX;
        for (size_t j = 0; j < count; j++)
            good = good && *operation_call(&rows[j], call, sizeof call) &&
                   *operation_shell(&rows[j], shell, sizeof shell) &&
                   !strstr(call, "(null)") && !strstr(shell, "(null)");
        ok(good, type->name);
        size_t undo = type->undo ? type->undo(&setting, rows) : NO_WAY_BACK;
        ok(undo == NO_WAY_BACK || undo <= STEP_ROWS_MAX, "undo fits");
    }
}

static void test_needs(void)
{
    for (size_t i = 0; i < step_count(); i++) {
        cleanup_free char *names =
            xstrdup(step_types[i]->needs ? step_types[i]->needs : "");
        char *rest = names, *name;
        while (*names && (name = strsep(&rest, " "))) {
            int needed = step_find(name);
            ok(needed >= 0 && needed < (int)i, "what a step needs comes before it");
        }
    }
}

static void test_sequence(void)
{
    struct sequence sequence;
    struct error error;
    const char *const layer[] = {"proc"}, *const two[] = {"uts,ipc"},
                      *const bad[] = {"utz"};
    is_int(sequence_make(NULL, NULL, 0, &sequence, &error), 0, "all steps");
    is_int((long)sequence.count, (long)step_count(), "are there");
    sequence_make("user", NULL, 0, &sequence, &error);
    is_int((long)sequence.count, step_find("user") + 1, "--until");
    sequence_make(NULL, layer, 1, &sequence, &error);
    is_int((long)sequence.count, (long)step_count() - 2, "a layer has two steps");
    sequence_make(NULL, two, 1, &sequence, &error);
    is_int((long)sequence.count, (long)step_count() - 2, "two words with a comma");
    is_int(sequence_make(NULL, bad, 1, &sequence, &error), -1, "a wrong word");
    contains(error.message, "there is no such step", "is refused");
    is_int(sequence_make("utz", NULL, 0, &sequence, &error), -1, "also after --until");
}

int main(void)
{
    test_texts();
    test_rows(true);
    test_rows(false);
    test_needs();
    test_sequence();
    return done_testing();
}
