/* The policies side by side: a step runs one, the table shows those that ran. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/cache.h"

size_t cache_count(void *model)
{
    return ((struct cache_lab *)model)->count;
}

int cache_reach(void *model, size_t index, struct error *error)
{
    struct cache_lab *lab = model;
    struct cache_result *result = &lab->results[index];
    return result->policy ? cache_run(lab, result, error)
                          : cache_run_own(lab, result, error);
}

static const char *title_of(const struct cache_lab *lab,
                            const struct cache_result *result)
{
    return result->policy ? result->policy->title : strrchr(lab->own, '/') + 1;
}

static const char *rule_of(const struct cache_result *result)
{
    return result->policy ? result->policy->rule
                          : "Your own policy, run in the sandbox over the pages that "
                            "SQLite asked for in the run before. It knows no pins.";
}

static const struct cache_result *best_up_to(const struct cache_lab *lab, size_t index)
{
    const struct cache_result *best = NULL;
    for (size_t i = 0; i <= index; i++)
        if (lab->results[i].ran &&
            (!best || lab->results[i].counts.misses < best->counts.misses))
            best = &lab->results[i];
    return best;
}

static double percent(const struct frames_counts *counts)
{
    uint64_t all = counts->hits + counts->misses;
    return all ? 100.0 * (double)counts->hits / (double)all : 0;
}

/* SQLite counts a page that it reads outside of a transaction, too. */
static bool agrees(const struct cache_result *result)
{
    return llabs(result->sqlite_misses - (int64_t)result->counts.misses) <= 1 &&
           llabs(result->sqlite_hits - (int64_t)result->counts.hits) <= 1;
}

static void ask_for_better(struct cache_lab *lab, size_t index, struct step *step)
{
    const struct cache_result *best = index ? best_up_to(lab, index - 1) : NULL;
    if (!best || !lab->results[index].ran)
        return;
    snprintf(lab->answer, sizeof lab->answer, "%s",
             lab->results[index].counts.misses < best->counts.misses ? "yes" : "no");
    snprintf(lab->text[1], CACHE_TEXT, "Will %s miss less often than %s? (yes, no)",
             title_of(lab, &lab->results[index]), title_of(lab, best));
    lab->question =
        (struct question){lab->text[1], lab->answer, rule_of(&lab->results[index])};
    step->question = &lab->question;
}

static void show_agreement(struct cache_lab *lab, const struct cache_result *result,
                           struct step *step)
{
    snprintf(lab->text[0], CACHE_TEXT,
             "sqlite3_db_status: %lld hits, %lld misses; ours %llu and %llu: %s",
             (long long)result->sqlite_hits, (long long)result->sqlite_misses,
             (unsigned long long)result->counts.hits,
             (unsigned long long)result->counts.misses,
             agrees(result) ? "they agree" : "they differ");
    lab->evidence[0] = (struct evidence){"SQLite", lab->text[0]};
    step->evidence = lab->evidence;
    step->evidence_count = 1;
}

void cache_step(void *model, size_t index, struct step *step)
{
    struct cache_lab *lab = model;
    const struct cache_result *result = &lab->results[index];
    const struct cache_result *best = best_up_to(lab, index);
    snprintf(lab->title, sizeof lab->title, "%s %s", title_of(lab, result),
             result->policy ? "in the place of SQLite's own policy"
                            : "on the references that SQLite made");
    *step = (struct step){.title = lab->title, .why = lab->why};
    if (!result->ran) {
        snprintf(lab->why, sizeof lab->why, "It did not come to its end: %s.",
                 result->failed);
        return;
    }
    snprintf(lab->why, sizeof lab->why, "%s %s", rule_of(result),
             best == result && index ? "So far it misses least." : "");
    if (result->policy)
        show_agreement(lab, result, step);
    step->notable = best == result;
    ask_for_better(lab, index, step);
}

/* One row of the table; of a policy that broke a rule there is nothing to count. */
static void draw_result(const struct cache_lab *lab, const struct cache_result *result,
                        bool present, struct area row)
{
    enum style style = present ? STYLE_STRONG : STYLE_NORMAL;
    int column = area_print(row, 0, 0, style, "%s %-16s", present ? "▸" : " ",
                            title_of(lab, result));
    if (!result->ran) {
        area_print(row, 0, column + 1, STYLE_BAD, "broken: %s", result->failed);
        return;
    }
    area_print(row, 0, column, style, "%9llu%9llu%6.1f%%",
               (unsigned long long)result->counts.misses,
               (unsigned long long)result->counts.hits, percent(&result->counts));
    uint64_t all = result->counts.hits + result->counts.misses;
    area_bar(row, 0, 46, 20, result->counts.hits, all ? all : 1);
}

void cache_draw(void *model, size_t index, struct area area)
{
    const struct cache_lab *lab = model;
    const struct cache_result *best = best_up_to(lab, index);
    area_print(area, 0, 0, STYLE_DIM, "%s: %s", lab->workload, lab->sql);
    area_print(area, 1, 0, STYLE_DIM, "%u times, %u pages, %u frames", lab->repeats,
               lab->pages, lab->frames);
    area_print(area, 2, 0, STYLE_STRONG, "  %-16s%9s%9s%7s", "policy", "misses", "hits",
               "");
    size_t rows = area.rows > 3 ? (size_t)area.rows - 3 : 0;
    size_t first = index + 1 > rows ? index + 1 - rows : 0;
    for (size_t i = first; i <= index; i++) {
        const struct cache_result *result = &lab->results[i];
        int row = 3 + (int)(i - first);
        draw_result(lab, result, i == index, area_part(area, row, 0, 1, area.columns));
        if (result == best)
            area_text(area, row, 68, STYLE_NEW, "● least");
        if (i == index)
            area_cursor(area, row, 0);
    }
}

void cache_describe(void *model, size_t index, FILE *out)
{
    const struct cache_lab *lab = model;
    const struct cache_result *result = &lab->results[index];
    if (!result->ran) {
        fprintf(out, "  %s, %u frames: broken: %s\n", lab->workload, lab->frames,
                result->failed);
        return;
    }
    fprintf(out, "  %s, %u frames: %llu misses, %llu hits (%.1f %%), %llu evictions\n",
            lab->workload, lab->frames, (unsigned long long)result->counts.misses,
            (unsigned long long)result->counts.hits, percent(&result->counts),
            (unsigned long long)result->counts.evictions);
    if (result->counts.pinned)
        fprintf(out, "  %llu times it named a page that was pinned\n",
                (unsigned long long)result->counts.pinned);
}

void cache_json(void *model, size_t index, struct json *json)
{
    const struct cache_lab *lab = model;
    const struct cache_result *result = &lab->results[index];
    json_string(json, "workload", lab->workload);
    json_string(json, "policy",
                result->policy ? result->policy->name : title_of(lab, result));
    json_unsigned(json, "frames", lab->frames);
    json_unsigned(json, "pages", lab->pages);
    if (!result->ran) {
        json_string(json, "broken", result->failed);
        return;
    }
    json_unsigned(json, "hits", result->counts.hits);
    json_unsigned(json, "misses", result->counts.misses);
    json_unsigned(json, "evictions", result->counts.evictions);
    json_unsigned(json, "pinned", result->counts.pinned);
    if (result->policy) {
        json_integer(json, "sqlite_hits", result->sqlite_hits);
        json_integer(json, "sqlite_misses", result->sqlite_misses);
    }
}
