/* The picture of a step: left the program, right what the connections and the
 * disk say now.
 *
 *      4 db_execute(cur, "INSERT …      │ this connection          = 0
 *    ▸ 5 db_execute(cur, "INSERT …      │  transaction open, since step 4
 *      6 db_execute(cur, "SELECT …      │ second connection     ● 0 rows
 *                                       │ on disk
 *                                       │  film.db            8192 bytes
 *
 * "●" marks what changed with this step.
 */
#include "sqlite-demo/view.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/utf8.h"

enum { PANEL_COLUMNS = 34, ROWS_SHOWN = 2 };

static const struct record *record_at(const struct view *view, size_t index)
{
    return &view->lesson->records[index];
}

/* What was before the first step. */
static const struct record *record_before(const struct view *view, size_t index)
{
    static const struct record nothing;
    return index ? record_at(view, index - 1) : &nothing;
}

/* ---- right: what there is now ---- */

static void mark(struct area area, int row, bool changed)
{
    if (changed)
        area_text(area, row, 0, STYLE_NEW, "●");
}

static const char *result_word(const struct record *record)
{
    if (record->result < 0)
        return *record->err.name ? record->err.name : db_class_name(record->err.class);
    return record->result ? "1" : "0";
}

static void draw_heading(const struct view *view, const struct record *record, int who,
                         bool acts, struct area area, int row)
{
    const struct lesson *lesson = view->lesson;
    char name[32] = "this connection", text[80] = "";
    if (lesson->parties > 1)
        snprintf(name, sizeof name, "connection %s", party_name(lesson, who));
    if (acts)
        snprintf(text, sizeof text, "= %s", result_word(record));
    int end = area.columns - 1, room = end - utf8_columns(text) - 1;
    area_text(area_part(area, 0, 0, area.rows, room), row, 2, STYLE_STRONG, name);
    area_right(area, row, end, record->result < 0 ? STYLE_BAD : STYLE_OK, text);
}

static void transaction_text(const struct party *party, char *buffer, size_t size)
{
    if (!party->open)
        snprintf(buffer, size, party->opened ? "closed" : "not opened yet");
    else if (!party->in_transaction)
        snprintf(buffer, size, "no transaction open");
    else
        snprintf(buffer, size, "transaction open since step %zu", party->since);
}

static void counts_text(const struct party *party, char *buffer, size_t size)
{
    int used = snprintf(buffer, size, "rowcount %lld", (long long)party->rowcount);
    if (party->has_lastrowid)
        snprintf(buffer + used, size - (size_t)used, "  lastrowid %lld",
                 (long long)party->lastrowid);
}

static int draw_rows(const struct party *party, size_t most, struct area area, int row)
{
    size_t shown = party->fetched < most ? party->fetched : most;
    for (size_t i = 0; i < shown; i++)
        area_print(area, row++, 3, STYLE_NORMAL, "row %s", party->rows[i]);
    if (shown < party->fetched)
        area_right(area, row - 1, area.columns - 1, STYLE_DIM, " …");
    return row;
}

static int draw_party(const struct view *view, size_t index, int who, struct area area,
                      int row, size_t rows_shown)
{
    const struct record *record = record_at(view, index);
    const struct party *party = &record->parties[who];
    const struct party *before = &record_before(view, index)->parties[who];
    char text[96];

    draw_heading(view, record, who, view->lesson->lines[index].who == who, area, row++);
    transaction_text(party, text, sizeof text);
    mark(area, row,
         party->open != before->open || party->in_transaction != before->in_transaction);
    area_text(area, row++, 3, party->in_transaction ? STYLE_WARN : STYLE_NORMAL, text);
    if (party->fetched) {
        mark(area, row, true);
        row = draw_rows(party, rows_shown, area, row);
    } else if (party->has_cursor && view->lesson->parties == 1) {
        counts_text(party, text, sizeof text);
        area_text(area, row++, 3, STYLE_NORMAL, text);
    }
    return row;
}

static int draw_sight(const struct view *view, size_t index, struct area area, int row,
                      size_t rows_shown)
{
    const struct sight *sight = &record_at(view, index)->sight;
    const struct sight *before = &record_before(view, index)->sight;
    char summary[600], cut[32];

    area_text(area, row++, 2, STYLE_STRONG, witness_name(view->lesson));
    area_text(area, row++, 3, STYLE_CODE, view->lesson->witness.watch);
    sight_summary(sight, summary, sizeof summary);
    mark(area, row, !sight_same(sight, before));
    area_text(area, row++, 3, sight->result ? STYLE_WARN : STYLE_NORMAL, summary);
    size_t shown = sight->kept < rows_shown ? sight->kept : rows_shown;
    /* Beside the count: a row of its own could push the disk out. */
    snprintf(cut, sizeof cut, "first %zu …", shown);
    if (!sight->result && shown < sight->count)
        area_right(area, row - 1, area.columns - 1, STYLE_DIM, cut);
    for (size_t i = 0; i < shown; i++)
        area_text(area, row++, 5, STYLE_NORMAL, sight->rows[i]);
    return row;
}

static int draw_disk(const struct view *view, size_t index, struct area area, int row)
{
    const struct disk *disk = &record_at(view, index)->disk;
    const struct disk *before = &record_before(view, index)->disk;
    char text[64];

    /* The folder, so that one can look with another program in another terminal. */
    const char *path = view->lesson->path, *slash = strrchr(path, '/');
    area_text(area, row, 2, STYLE_STRONG, "on disk");
    area_print(area, row++, 10, STYLE_DIM, "%.*s", slash ? (int)(slash - path) : 1,
               slash ? path : ".");
    for (int i = 0; i < DISK_FILES; i++) {
        const struct disk_file *file = &disk->files[i], *old = &before->files[i];
        if (!file->exists && !old->exists)
            continue;
        mark(area, row, file->exists != old->exists || file->size != old->size);
        area_print(area, row, 3, file->exists ? STYLE_NORMAL : STYLE_DIM, "%s%s",
                   view->file, disk_suffixes[i]);
        snprintf(text, sizeof text, file->exists ? "%lld bytes" : "gone",
                 (long long)file->size);
        area_right(area, row++, area.columns - 1, STYLE_NORMAL, text);
    }
    return row;
}

void view_draw(void *model, size_t index, struct area area)
{
    const struct view *view = model;
    int left = area.columns - PANEL_COLUMNS - 2;
    bool tall = area.rows > 14;
    size_t rows_shown = tall ? SIGHT_ROWS : ROWS_SHOWN;
    int row = 0;

    if (left < 20)
        left = area.columns / 2;
    listing_draw(view->lesson, index, area_part(area, 0, 0, area.rows, left));
    area_vertical(area, left, STYLE_RULE);
    struct area panel = area_part(area, 0, left + 2, area.rows, area.columns - left - 2);
    for (int who = 0; who < view->lesson->parties; who++)
        row = draw_party(view, index, who, panel, row, rows_shown) + tall;
    row = draw_sight(view, index, panel, row, rows_shown) + tall;
    draw_disk(view, index, panel, row);
}

/* ---- the step ---- */

size_t view_count(void *model)
{
    return ((struct view *)model)->lesson->line_count;
}

int view_reach(void *model, size_t index, struct error *error)
{
    struct lesson *lesson = ((struct view *)model)->lesson;
    return index < lesson->done ? 0 : lesson_advance(lesson, error);
}

static void drop_texts(struct view *view)
{
    for (int i = 0; i < EVIDENCE_ROWS; i++)
        free(steal_pointer(&view->texts[i]));
}

void view_free(struct view *view)
{
    drop_texts(view);
}

static char *calls_text(const struct record *record)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return xstrdup("");
    if (!record->call_count)
        fputs("none", out);
    for (size_t i = 0; i < record->call_count; i++)
        fprintf(out, "%s%s = %s", i ? "\n" : "", record->calls[i].text,
                record->calls[i].result);
    fclose(out);
    return text;
}

static void fill_question(struct view *view, const struct line *line,
                          const struct record *record, struct step *step)
{
    static const char *const texts[] = {
        [ASK_SEEN] = "How many rows will the other connection see after the next line?",
        [ASK_TRANSACTION] = "Will a transaction be open after the next line? (yes, no)",
        [ASK_RESULT] = "Will the next line succeed? (yes, no)",
    };
    if (!line->ask)
        return;
    view->question = (struct question){texts[line->ask], record->answer, line->rule};
    step->question = &view->question;
}

static bool is_notable(const struct view *view, size_t index)
{
    const struct record *record = record_at(view, index);
    return record->result < 0 ||
           !sight_same(&record->sight, &record_before(view, index)->sight);
}

static void add_evidence(struct view *view, struct step *step, const char *label,
                         char *text)
{
    size_t at = step->evidence_count++;
    view->texts[at] = text;
    view->evidence[at] = (struct evidence){label, text};
}

static char *call_text(const struct view *view, size_t index)
{
    const struct lesson *lesson = view->lesson;
    cleanup_free char *source = line_source(lesson, &lesson->lines[index]);
    cleanup_free char *result = record_result(record_at(view, index));
    return xasprintf("%s  → %s", source, result);
}

/* An error comes first, for a small screen shows only the first lines; otherwise
 * SQLite's calls do: ours stands in the program on the left. */
void view_step(void *model, size_t index, struct step *step)
{
    struct view *view = model;
    const struct line *line = &view->lesson->lines[index];
    const struct record *record = record_at(view, index);

    drop_texts(view);
    *step = (struct step){.title = line->title, .why = line->why};
    if (record->result < 0)
        add_evidence(view, step, "call", call_text(view, index));
    if (record->milliseconds >= 50)
        add_evidence(view, step, "time",
                     xasprintf("%.0f milliseconds", record->milliseconds));
    add_evidence(view, step, "sqlite", calls_text(record));
    if (record->result >= 0)
        add_evidence(view, step, "call", call_text(view, index));
    step->evidence = view->evidence;
    step->notable = is_notable(view, index);
    fill_question(view, line, record, step);
}
