#include "labs/classroom/slides.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "labs/files.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/markdown.h"
#include "labs/kit/paths.h"

enum { TEXT_COLUMNS = 74, SLIDE_LINES = 15, SLIDES_MAX = 64, SOLUTION_MAX = 1 << 16 };

struct slide {
    char *title;
    char *text; /* Markdown */
    bool asks;
};

struct slides {
    const struct exercise *exercise;
    struct slide items[SLIDES_MAX];
    size_t count;
    struct evidence *hints;
    char **hint_labels;
    struct question question;
    char *title, *command;
    struct show show;
};

static void add(struct slides *slides, struct slide slide)
{
    if (slides->count < SLIDES_MAX) {
        slides->items[slides->count++] = slide;
        return;
    }
    free(slide.title);
    free(slide.text);
}

static size_t lines_of(const char *text, size_t length)
{
    struct markdown *layout = markdown_layout(text, length, TEXT_COLUMNS);
    size_t lines = layout->count;
    markdown_free(layout);
    return lines;
}

/* Where the paragraph ends that begins at `text`; a block of code is one. */
static size_t paragraph(const char *text)
{
    bool fenced = false;
    const char *line = text;
    while (*line) {
        size_t length = strcspn(line, "\n");
        if (!strncmp(line, "```", 3))
            fenced = !fenced;
        if (!length && !fenced)
            break;
        line += length + (line[length] == '\n');
    }
    return (size_t)(line - text) + strspn(line, "\n");
}

/* So many whole paragraphs to a slide as fit. */
static void add_text(struct slides *slides, const char *title, const char *text)
{
    while (*text) {
        size_t length = paragraph(text);
        while (text[length]) {
            size_t more = length + paragraph(text + length);
            if (lines_of(text, more) > SLIDE_LINES)
                break;
            length = more;
        }
        char *part = xasprintf("%.*s", (int)length, text);
        add(slides, (struct slide){.title = xstrdup(title), .text = part});
        text += length;
    }
}

/* A source, so many lines to a slide. */
static void add_code(struct slides *slides, const char *name, const char *code)
{
    while (*code) {
        size_t length = 0;
        for (int line = 0; line < SLIDE_LINES && code[length]; line++) {
            length += strcspn(code + length, "\n");
            length += code[length] == '\n';
        }
        add(slides,
            (struct slide){.title = xstrdup(name),
                           .text = xasprintf("```\n%.*s```\n", (int)length, code)});
        code += length;
    }
}

/* The answers of exercises with seeds are those of one seed: no slide for a room. */
static void add_solution(struct slides *slides)
{
    const struct exercise *exercise = slides->exercise;
    cleanup_free char *folder = path_join(exercise->folder, "solution");
    struct dirent **names = NULL;
    size_t first = slides->count;
    int count = exercise->prepare ? 0 : scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        cleanup_free char *path = path_join(folder, names[i]->d_name);
        cleanup_free char *text = NULL;
        size_t length;
        if (names[i]->d_name[0] != '.' && file_exists(path) &&
            file_read(path, SOLUTION_MAX, &text, &length, NULL) == 0)
            add_code(slides, names[i]->d_name, text);
        free(names[i]);
    }
    free(names);
    if (slides->count == first)
        add(slides,
            (struct slide){.title = xstrdup("the answer"),
                           .text = xstrdup("Do it together, on this machine.\n")});
    slides->items[first].asks = true;
}

static void add_hints(struct slides *slides)
{
    const struct exercise *exercise = slides->exercise;
    slides->hints = xcalloc(exercise->hint_count, sizeof *slides->hints);
    slides->hint_labels = xcalloc(exercise->hint_count, sizeof *slides->hint_labels);
    for (size_t i = 0; i < exercise->hint_count; i++) {
        slides->hint_labels[i] = xasprintf("hint %zu", i + 1);
        slides->hints[i] = (struct evidence){slides->hint_labels[i], exercise->hints[i]};
    }
}

static size_t count(void *model)
{
    return ((struct slides *)model)->count;
}

static void step(void *model, size_t index, struct step *step)
{
    struct slides *slides = model;
    const struct slide *slide = &slides->items[index];
    *step = (struct step){.title = slide->title,
                          .notable = slide->asks,
                          .evidence = slides->hints,
                          .evidence_count = slides->exercise->hint_count,
                          .question = slide->asks ? &slides->question : NULL};
}

static void draw(void *model, size_t index, struct area area)
{
    const struct slide *slide = &((struct slides *)model)->items[index];
    int width = TEXT_COLUMNS < area.columns ? TEXT_COLUMNS : area.columns;
    struct markdown *layout = markdown_layout(slide->text, strlen(slide->text), width);
    markdown_draw(layout, 0,
                  area_part(area, 0, (area.columns - width) / 2, area.rows, width));
    markdown_free(layout);
}

static void describe(void *model, size_t index, FILE *out)
{
    const struct slide *slide = &((struct slides *)model)->items[index];
    struct markdown *layout =
        markdown_layout(slide->text, strlen(slide->text), TEXT_COLUMNS);
    markdown_print(layout, out);
    markdown_free(layout);
}

static int rows(void *model, size_t index)
{
    const struct slide *slide = &((struct slides *)model)->items[index];
    return (int)lines_of(slide->text, strlen(slide->text)) + 1;
}

struct slides *slides_of(const struct exercise *exercise)
{
    struct slides *slides = xcalloc(1, sizeof *slides);
    slides->exercise = exercise;
    slides->question = (struct question){
        .text = "How would you do it? Think, say it to your neighbour, then go on.",
        .answer = exercise->teaches};
    slides->title = xasprintf("%s · %s", exercise->name, exercise->title);
    slides->command = xasprintf("labs present %s", exercise->name);
    add_hints(slides);
    add(slides,
        (struct slide){
            .title = xstrdup(exercise->title),
            .text = xasprintf("%s · about %u minute%s\n\n%s\n",
                              exercise_kind_name(exercise->kind), exercise->minutes,
                              exercise->minutes == 1 ? "" : "s", exercise->teaches)});
    add_text(slides, "the task", exercise->task);
    add_solution(slides);
    add_text(slides, "why", exercise->why);
    slides->show = (struct show){.title = slides->title,
                                 .command = slides->command,
                                 .model = slides,
                                 .count = count,
                                 .step = step,
                                 .draw = draw,
                                 .describe = describe,
                                 .rows = rows,
                                 .flows = true};
    return slides;
}

void slides_free(struct slides *slides)
{
    for (size_t i = 0; i < slides->count; i++) {
        free(slides->items[i].title);
        free(slides->items[i].text);
    }
    for (size_t i = 0; i < slides->exercise->hint_count; i++)
        free(slides->hint_labels[i]);
    free(slides->hints);
    free(slides->hint_labels);
    free(slides->title);
    free(slides->command);
    free(slides);
}

const struct show *slides_show(const struct slides *slides)
{
    return &slides->show;
}
