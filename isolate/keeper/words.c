/* WORKDIR USER COUNT ARGV… ENVIRONMENT… */
#include "isolate/keeper/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct packer {
    char *body;
    size_t room, length;
};

static void put(struct packer *packer, const char *word)
{
    size_t size = strlen(word) + 1;
    if (packer->length + size <= packer->room)
        memcpy(packer->body + packer->length, word, size);
    packer->length += size;
}

long words_pack(const struct exec_wish *wish, char *body, size_t room,
                struct error *error)
{
    struct packer packer = {body, room, 0};
    char count[24];
    size_t words = 0;
    while (wish->argv[words])
        words++;
    snprintf(count, sizeof count, "%zu", words);
    put(&packer, wish->workdir);
    put(&packer, wish->user);
    put(&packer, count);
    for (size_t i = 0; wish->argv[i]; i++)
        put(&packer, wish->argv[i]);
    for (size_t i = 0; wish->environment[i]; i++)
        put(&packer, wish->environment[i]);
    if (packer.length > room || words > WORDS_MAX)
        return error_set(error, STATUS_REQUEST,
                         "the command and its variables take %zu bytes: at most %zu",
                         packer.length, room);
    return (long)packer.length;
}

int words_unpack(char *body, size_t length, struct exec_wish *wish)
{
    char **words = xcalloc(WORDS_MAX + 6, sizeof *words);
    size_t count = 0;
    for (size_t at = 0; at < length && count < WORDS_MAX + 4; at += strlen(body + at) + 1)
        words[count++] = body + at;
    size_t argc = count > 3 ? strtoul(words[2], NULL, 10) : 0;
    if (argc == 0 || argc > count - 3) {
        free(words);
        return -1;
    }
    *wish = (struct exec_wish){words[0], words[1], words, words + argc + 1};
    /* A NULL between the two: the commands move to the front. */
    memmove(words, words + 3, argc * sizeof *words);
    memmove(words + argc + 1, words + 3 + argc, (count - 3 - argc) * sizeof *words);
    words[argc] = NULL;
    words[argc + 1 + count - 3 - argc] = NULL;
    return 0;
}
