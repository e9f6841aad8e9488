/* The table, live: a step starts the sweep of a setting, its row grows as the points
 * are done; below, a letter per point. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>

#include "sqlite-demo/crash.h"

size_t crash_count(void *model)
{
    return ((struct crash_lab *)model)->count;
}

static bool is_over(const struct sweep *sweep)
{
    return __atomic_load_n(&sweep->over, __ATOMIC_ACQUIRE);
}

static int wait_for(struct crash_lab *lab, size_t index, struct error *error)
{
    int status;
    if (lab->workers[index] > 0 && waitpid(lab->workers[index], &status, 0) > 0)
        lab->workers[index] = -1;
    if (!is_over(&lab->sweeps[index]))
        return error_set(error, STATUS_HOST, "the sweep was ended from outside");
    if (lab->sweeps[index].failed)
        return error_set(error, STATUS_HOST, "the sweep failed: %s",
                         lab->sweeps[index].why);
    return 0;
}

/* Sweeps share a folder, so the one before must be done. */
int crash_reach(void *model, size_t index, struct error *error)
{
    struct crash_lab *lab = model;
    if (index && wait_for(lab, index - 1, error) < 0)
        return -1;
    if (!lab->workers[index])
        lab->workers[index] =
            sweep_start(&lab->settings[index], lab->folder, &lab->sweeps[index], error);
    if (lab->workers[index] < 0 && !is_over(&lab->sweeps[index])) {
        lab->workers[index] = 0;
        return -1;
    }
    return lab->patient ? wait_for(lab, index, error) : 0;
}

int crash_live(void *model, size_t index)
{
    struct crash_lab *lab = model;
    return is_over(&lab->sweeps[index]) ? -1 : 60;
}

/* ---- words ---- */

static bool is_safe(const struct sweep *sweep)
{
    return sweep->torn + sweep->malformed == 0;
}

static void say_why(struct crash_lab *lab, const struct setting *setting,
                    const struct sweep *sweep)
{
    if (!is_over(sweep))
        snprintf(lab->why, sizeof lab->why,
                 "A process transfers money and is killed before each operation in turn. "
                 "After each death the file is opened again.");
    else if (sweep->failed)
        snprintf(lab->why, sizeof lab->why, "The sweep failed: %.300s", sweep->why);
    else if (!is_safe(sweep))
        snprintf(lab->why, sizeof lab->why,
                 "%u of %u times a part of the transfer had happened, or the file was "
                 "damaged. %u times integrity_check said ok all the same: it checks the "
                 "b-trees, not your money.",
                 sweep->torn + sweep->malformed, sweep->points, sweep->torn_but_ok);
    else if (setting->fault == FAULT_KILL)
        snprintf(lab->why, sizeof lab->why,
                 "All or nothing, %u times. A killed process loses nothing that it has "
                 "written: the kernel has it. The journal is what makes it whole.",
                 sweep->points);
    else
        snprintf(
            lab->why, sizeof lab->why,
            "All or nothing, %u times. What the power takes away was not needed yet: "
            "the syncs stand where the order matters.",
            sweep->points);
}

static void first_torn_words(struct crash_lab *lab, const struct sweep *sweep)
{
    char change[120];
    change_words(&sweep->first_change, change, sizeof change);
    snprintf(lab->text[0], CRASH_TEXT,
             "point %u, before %s: the sum was %lld and must be 200000%s",
             sweep->first_torn, change, (long long)sweep->first_torn_sum,
             sweep->first_torn_sum == 200000
                 ? "; but some accounts had moved their money and some had not"
                 : "");
}

void crash_step(void *model, size_t index, struct step *step)
{
    struct crash_lab *lab = model;
    const struct setting *setting = &lab->settings[index];
    const struct sweep *sweep = &lab->sweeps[index];
    snprintf(lab->title, sizeof lab->title, "journal_mode=%s, synchronous=%s, %s",
             setting->journal, setting->sync, fault_name(setting->fault));
    say_why(lab, setting, sweep);
    *step = (struct step){.title = lab->title, .why = lab->why};
    step->evidence = lab->evidence;
    if (is_over(sweep) && sweep->first_torn) {
        first_torn_words(lab, sweep);
        lab->evidence[step->evidence_count++] = (struct evidence){"first", lab->text[0]};
    }
    lab->evidence[step->evidence_count++] = (struct evidence){
        "model",
        setting->fault == FAULT_KILL
            ? "A real SIGKILL. What was written stays; syncs are not carried out."
            : "Simulated: unsynced writes are lost call by call. Torn sectors, "
              "disks that lie and lost directory entries are not covered."};
    step->notable = is_over(sweep) && !is_safe(sweep);
    snprintf(lab->answer, sizeof lab->answer, "%s", is_safe(sweep) ? "yes" : "no");
    lab->question = (struct question){
        "Will the money be whole after every crash? (yes, no)", lab->answer,
        "Killed: the journal decides. Without power: the "
        "syncs decide."};
    if (is_over(sweep))
        step->question = &lab->question;
}

/* ---- the picture ---- */

static void draw_setting(const struct crash_lab *lab, size_t index, bool here,
                         struct area area, int row)
{
    const struct setting *setting = &lab->settings[index];
    const struct sweep *sweep = &lab->sweeps[index];
    uint32_t bad = sweep->torn + sweep->malformed;
    area_print(area, row, 0, here ? STYLE_STRONG : STYLE_NORMAL, "%s %-9s%-8s%-12s",
               here ? "▸" : " ", setting->journal, setting->sync,
               fault_name(setting->fault));
    if (!lab->workers[index])
        return;
    area_print(area, row, 32, STYLE_NORMAL, "%5u/%-5u%6u%6u", sweep->done, sweep->points,
               sweep->old, sweep->new);
    area_print(area, row, 56, bad ? STYLE_BAD : STYLE_OK, "%6u%10u%s", bad,
               sweep->torn_but_ok, bad ? " !" : "");
    if (here)
        area_cursor(area, row, 0);
}

static void draw_letters(const struct sweep *sweep, struct area area, int row)
{
    uint32_t done = __atomic_load_n(&sweep->done, __ATOMIC_ACQUIRE);
    uint32_t per_row = (uint32_t)area.columns;
    for (uint32_t i = 0; i < done; i++) {
        char letter = sweep->letters[i];
        enum style style = letter == FOUND_OLD   ? STYLE_DIM
                           : letter == FOUND_NEW ? STYLE_OK
                                                 : STYLE_BAD;
        area_print(area, row + (int)(i / per_row), (int)(i % per_row), style, "%c",
                   letter);
    }
}

void crash_draw(void *model, size_t index, struct area area)
{
    const struct crash_lab *lab = model;
    int letters = 5, rows = area.rows - letters - 1;
    size_t first = index + 1 > (size_t)rows ? index + 1 - (size_t)rows : 0;
    area_text(area, 0, 2, STYLE_STRONG,
              "journal  sync    fault          points    old   new  torn  check=ok");
    for (int row = 1; row <= rows && first + (size_t)row <= lab->count; row++)
        draw_setting(lab, first + (size_t)row - 1, first + (size_t)row - 1 == index, area,
                     row);
    int below = (int)(lab->count - first) < rows ? (int)(lab->count - first) : rows;
    area_text(area, below + 1, 0, STYLE_DIM,
              "each point: o all old  n all new  T torn  M malformed");
    draw_letters(&lab->sweeps[index], area, below + 2);
}

int crash_rows(void *model, size_t index)
{
    (void)model, (void)index;
    return 14;
}

/* ---- lines and fields ---- */

void crash_describe(void *model, size_t index, FILE *out)
{
    const struct crash_lab *lab = model;
    const struct sweep *sweep = &lab->sweeps[index];
    fprintf(out,
            "  %u points: %u all old, %u all new, %u torn, %u malformed; integrity_check "
            "said ok of %u torn ones\n",
            sweep->points, sweep->old, sweep->new, sweep->torn, sweep->malformed,
            sweep->torn_but_ok);
    fprintf(out, "  %s\n", sweep->letters);
}

void crash_json(void *model, size_t index, struct json *json)
{
    const struct crash_lab *lab = model;
    const struct sweep *sweep = &lab->sweeps[index];
    json_string(json, "journal", lab->settings[index].journal);
    json_string(json, "sync", lab->settings[index].sync);
    json_string(json, "fault", fault_name(lab->settings[index].fault));
    json_unsigned(json, "points", sweep->points);
    json_unsigned(json, "old", sweep->old);
    json_unsigned(json, "new", sweep->new);
    json_unsigned(json, "torn", sweep->torn);
    json_unsigned(json, "malformed", sweep->malformed);
    json_unsigned(json, "torn_but_ok", sweep->torn_but_ok);
    json_string(json, "letters", sweep->letters);
    json_number(json, "seconds", sweep->seconds);
}
