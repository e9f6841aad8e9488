/* Typing in the player: the number of a step to go to, the answer to a question. */
#include <ctype.h>
#include <string.h>

#include "labs/kit/player_state.h"
#include "labs/kit/program.h"

/* Without case, and without blanks, commas and dots between the words: "Fault, 4"
 * answers "fault 4". */
static bool same_answer(const char *a, const char *b)
{
    static const char passed_over[] = " \t,.;:";
    for (;;) {
        a += strspn(a, passed_over);
        b += strspn(b, passed_over);
        if (!*a || !*b)
            return *a == *b;
        if (tolower((unsigned char)*a++) != tolower((unsigned char)*b++))
            return false;
    }
}

static enum reaction judge_answer(struct player *player, bool given)
{
    struct question question = *player_question(player);
    char verdict[sizeof player->verdict];
    size_t before = player->index;
    if (!given) {
        snprintf(verdict, sizeof verdict, "It is: %s", question.answer);
    } else if (same_answer(player->typed, question.answer)) {
        player->asked++;
        player->right++;
        snprintf(verdict, sizeof verdict, "Right: %s", question.answer);
    } else {
        player->asked++;
        snprintf(verdict, sizeof verdict, "You said %s; it is: %s. %s",
                 player->typed[0] ? player->typed : "nothing", question.answer,
                 question.explain ? question.explain : "");
    }
    player->input = INPUT_KEYS;
    player_jump(player, before + 1);
    if (player->index > before) /* otherwise the failure is what counts */
        memcpy(player->verdict, verdict, sizeof verdict);
    return REACT_DRAW;
}

static enum reaction go_to_typed(struct player *player)
{
    struct error error;
    uint64_t number;
    player->input = INPUT_KEYS;
    if (option_number("step", player->typed, 1, player_count(player), &number, &error) <
        0) {
        snprintf(player->message, sizeof player->message, "%.*s",
                 (int)sizeof player->message - 1, error.message);
        return REACT_DRAW;
    }
    return player_jump(player, (size_t)number - 1);
}

enum reaction player_input_key(struct player *player, uint32_t key)
{
    if (key == K_ESCAPE) {
        if (player->input == INPUT_ANSWER)
            return judge_answer(player, false);
        player->input = INPUT_KEYS;
    } else if (key == K_ENTER) {
        return player->input == INPUT_GO ? go_to_typed(player)
                                         : judge_answer(player, true);
    } else {
        key_types(key, player->typed, sizeof player->typed);
    }
    return REACT_DRAW;
}
