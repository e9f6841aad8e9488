/* The names of the layers. */
#include "isolate/layer.h"

#include <string.h>

const char *const layer_words[LAYER_COUNT] = {
#define LAYER_WORD(name, word, takes) word,
    LAYERS(LAYER_WORD)
#undef LAYER_WORD
};

const char *const layer_takes[LAYER_COUNT] = {
#define LAYER_TAKES(name, word, takes) takes,
    LAYERS(LAYER_TAKES)
#undef LAYER_TAKES
};

int layer_find(const char *word)
{
    for (int layer = 0; layer < LAYER_COUNT; layer++)
        if (!strcmp(layer_words[layer], word))
            return layer;
    return -1;
}
