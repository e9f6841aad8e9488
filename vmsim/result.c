/* Printing rows and comparing them. */
#include "vmsim/result.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/json.h"

void result_print(const struct result_row *row, FILE *out)
{
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_string(&json, "trace", row->trace);
    json_string(&json, "policy", row->policy);
    json_unsigned(&json, "frames", row->frames);
    json_unsigned(&json, "references", row->references);
    json_unsigned(&json, "distinct", row->distinct);
    json_unsigned(&json, "faults", row->faults);
    json_unsigned(&json, "hits", row->hits);
    json_unsigned(&json, "evictions", row->evictions);
    json_unsigned(&json, "writebacks", row->writebacks);
    json_number(&json, "seconds", row->seconds);
    json_end(&json);
}

void result_free(struct result_row *row)
{
    free(row->trace);
    free(row->policy);
    *row = (struct result_row){0};
}

void results_free(struct result_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        result_free(&list->rows[i]);
    free(list->rows);
    *list = (struct result_list){0};
}

int result_compare(const struct result_row *a, const struct result_row *b)
{
    int order = strcmp(a->trace, b->trace);
    if (order == 0)
        order = strcmp(a->policy, b->policy);
    if (order != 0)
        return order;
    return a->frames < b->frames ? -1 : a->frames > b->frames;
}

int result_agrees(const struct result_row *a, const struct result_row *b)
{
    return a->references == b->references && a->distinct == b->distinct &&
           a->faults == b->faults && a->hits == b->hits && a->evictions == b->evictions &&
           a->writebacks == b->writebacks;
}
