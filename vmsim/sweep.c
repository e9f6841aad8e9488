/* vmsim sweep: a whole grid of traces, policies and sizes.
 *
 * Cells are numbered: trace by trace, there size by size, there policy by policy. A
 * shard is a piece of that row, so that it reads few traces. Each result is written at
 * once and as one line, with a single write(2): whatever ends a sweep, the file holds
 * whole lines (at most the last one is cut, when the disk was full), and --resume does
 * only what is missing.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/faults.h"
#include "vmsim/own_policy.h"
#include "vmsim/progress.h"
#include "vmsim/request.h"
#include "vmsim/result.h"
#include "vmsim/workers.h"

static const char *policy_text = "fifo,lru,clock,opt", *frames_text, *output, *shard_text;
static bool resume;

const struct option_row sweep_options[] = {
    {"policy", 'p', OPTION_TEXT, &policy_text, "LIST",
     "policies, or ./mine.c, your own; fifo,lru,clock,opt if none", NULL, 0, 0},
    {"frames", 'f', OPTION_TEXT, &frames_text, "LIST",
     "numbers of frames, or percent of each trace's pages", NULL, 0, 0},
    {"output", 'o', OPTION_TEXT, &output, "FILE",
     "where the lines go; standard output if not given", NULL, 0, 0},
    {"shard", 0, OPTION_TEXT, &shard_text, "I/N",
     "only the I-th of N parts of the grid, from 1", NULL, 0, 0},
    {"resume", 0, OPTION_FLAG, &resume, NULL,
     "keep what the file has, and do only what is missing in it", NULL, 0, 0},
    OWN_OPTION_ROW,
    TRACE_OPTION_ROWS,
    {0},
};

struct cell {
    size_t choice, size; /* indices into the lists */
};

struct sweep {
    const struct choices *choices;
    struct frame_list frames; /* as they were written; `sizes` are for this trace */
    struct result_list known; /* of the file that is resumed */
    size_t first, end;        /* cells of this shard */
    int fd;
    size_t done;

    /* Of the trace that is worked on. */
    const char *path;
    struct trace trace;
    struct frame_list sizes;
    struct cell *cells;
    size_t count;

    pthread_mutex_t lock; /* of what follows, and of writing */
    struct error *error;
    atomic_bool failed;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* ---- what there is to do ---- */

static void read_shard(struct sweep *sweep, size_t cells)
{
    unsigned long part = 1, parts = 1;
    int length = 0;
    if (shard_text &&
        (sscanf(shard_text, "%lu/%lu%n", &part, &parts, &length) != 2 ||
         shard_text[length] || part < 1 || part > parts || parts > 1000000 ||
         strspn(shard_text, "0123456789/") != strlen(shard_text)))
        die(STATUS_REQUEST, "--shard '%s' is no part; write 1/4 for the first of four",
            shard_text);
    sweep->first = cells * (part - 1) / parts;
    sweep->end = cells * part / parts;
}

static bool is_known(const struct sweep *sweep, const char *policy, uint32_t frames)
{
    for (size_t i = 0; i < sweep->known.count; i++) {
        const struct result_row *row = &sweep->known.rows[i];
        if (row->frames == frames && !strcmp(row->policy, policy) &&
            !strcmp(row->trace, sweep->path))
            return true;
    }
    return false;
}

/* The pages of a trace that the resumed file tells of; 0: it does not. */
static uint32_t known_pages(const struct sweep *sweep)
{
    for (size_t i = 0; i < sweep->known.count; i++)
        if (!strcmp(sweep->known.rows[i].trace, sweep->path))
            return (uint32_t)sweep->known.rows[i].distinct;
    return 0;
}

/* The cells of this trace that are in the shard and not in the file. `pages` 0: nothing
 * is known of it, so all are. */
static int choose_cells(struct sweep *sweep, size_t trace_index, uint32_t pages,
                        struct error *error)
{
    size_t policies = sweep->choices->count, per_trace = policies * sweep->frames.count;
    sweep->sizes = sweep->frames;
    sweep->count = 0;
    if (pages && frame_list_resolve(&sweep->sizes, pages, error) < 0)
        return -1;
    for (size_t i = 0; i < per_trace; i++) {
        size_t number = trace_index * per_trace + i;
        struct cell cell = {i % policies, i / policies};
        if (number < sweep->first || number >= sweep->end)
            continue;
        if (pages && is_known(sweep, sweep->choices->items[cell.choice].name,
                              sweep->sizes.items[cell.size]))
            continue;
        sweep->cells[sweep->count++] = cell;
    }
    return 0;
}

/* ---- doing it ---- */

static void fail(struct sweep *sweep, const struct error *error)
{
    if (!sweep->failed)
        *sweep->error = *error;
    sweep->failed = true;
}

static void write_line(struct sweep *sweep, const struct result_row *row)
{
    char *line = NULL;
    size_t length = 0;
    struct error error;
    FILE *memory = open_memstream(&line, &length);
    if (!memory)
        die(STATUS_HOST, "no memory is left");
    result_print(row, memory);
    fclose(memory);
    pthread_mutex_lock(&sweep->lock);
    if (!sweep->failed && write(sweep->fd, line, length) != (ssize_t)length) {
        error_errno(&error, STATUS_REQUEST, "cannot write %s",
                    output ? output : "standard output");
        fail(sweep, &error);
    }
    progress_show("sweep: runs", ++sweep->done, sweep->end - sweep->first);
    pthread_mutex_unlock(&sweep->lock);
    free(line);
}

static void write_result(struct sweep *sweep, const struct choice *choice,
                         uint32_t frames, const struct memory_counts *counts,
                         double seconds)
{
    struct result_row row = {
        .trace = (char *)(uintptr_t)sweep->path,
        .policy = (char *)(uintptr_t)choice->name,
        .frames = frames,
        .references = counts->references,
        .distinct = sweep->trace.pages.count,
        .faults = counts->faults,
        .hits = counts->references - counts->faults,
        .evictions = counts->evictions,
        .writebacks = counts->writebacks,
        .seconds = seconds,
    };
    write_line(sweep, &row);
}

static const struct choice *choice_of(const struct sweep *sweep, size_t cell)
{
    return &sweep->choices->items[sweep->cells[cell].choice];
}

/* Learners' own policies, before there are threads. */
static int run_own_cells(struct sweep *sweep, struct error *error)
{
    for (size_t i = 0; i < sweep->count && !sweep->failed; i++) {
        const struct choice *choice = choice_of(sweep, i);
        struct own_run run = {.frames = sweep->sizes.items[sweep->cells[i].size]};
        if (!choice_is_own(choice))
            continue;
        if (own_policy_simulate(choice, own_bare, &sweep->trace, &run, 1, error) < 0)
            return -1;
        write_result(sweep, choice, run.frames, &run.counts, run.seconds);
    }
    return 0;
}

static void run_cell(void *self, size_t index)
{
    struct sweep *sweep = self;
    const struct choice *choice = choice_of(sweep, index);
    uint32_t frames = sweep->sizes.items[sweep->cells[index].size];
    struct error error;
    if (sweep->failed || choice_is_own(choice))
        return;
    struct memory *memory = faults_memory(&sweep->trace, choice, frames, &error);
    if (!memory) {
        pthread_mutex_lock(&sweep->lock);
        fail(sweep, &error);
        pthread_mutex_unlock(&sweep->lock);
        return;
    }
    struct references all = trace_references(&sweep->trace, 0, sweep->trace.count);
    double start = now();
    memory_run(memory, &all);
    write_result(sweep, choice, frames, &memory->counts, now() - start);
    memory_free(memory);
}

static int sweep_trace(struct sweep *sweep, size_t index, struct error *error)
{
    uint32_t pages = known_pages(sweep);
    if (choose_cells(sweep, index, pages, error) < 0)
        return -1;
    if (sweep->count == 0)
        return 0;
    if (trace_load(&sweep->trace, sweep->path, &trace_request, error) < 0)
        return -1;
    int result = 0;
    if (pages && pages != sweep->trace.pages.count)
        result = error_set(error, STATUS_REQUEST,
                           "%s has %u pages, and had %u when %s was begun: it is not "
                           "the same trace; begin a new file",
                           sweep->path, sweep->trace.pages.count, pages, output);
    if (result == 0)
        result = frame_list_resolve(&sweep->sizes, sweep->trace.pages.count, error);
    for (size_t i = 0; i < sweep->count; i++)
        if (choice_of(sweep, i)->type->needs_future || choice_is_own(choice_of(sweep, i)))
            trace_look_ahead(&sweep->trace);
    if (result == 0)
        result = run_own_cells(sweep, error);
    if (result == 0)
        workers_run(sweep->count, run_cell, sweep);
    trace_free(&sweep->trace);
    return sweep->failed ? -1 : result;
}

/* ---- the file ---- */

/* A file that another sweep writes to is not touched. */
static int open_output(struct sweep *sweep, struct error *error)
{
    if (!output) {
        sweep->fd = STDOUT_FILENO;
        return 0;
    }
    struct stat status;
    sweep->fd = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (sweep->fd < 0 || fstat(sweep->fd, &status) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot write %s", output);
    if (!S_ISREG(status.st_mode))
        return 0;
    if (flock(sweep->fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
        return error_set(error, STATUS_REQUEST, "another sweep is writing to %s", output);
    if (!resume)
        return status.st_size == 0
                   ? 0
                   : error_set(error, STATUS_REQUEST,
                               "%s is there already: --resume goes on with it, or choose "
                               "another file",
                               output);
    size_t whole;
    if (results_read(&sweep->known, output, &whole, error) < 0)
        return -1;
    if (ftruncate(sweep->fd, (off_t)whole) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot write %s", output);
    return 0;
}

static int sweep_all(struct sweep *sweep, int count, char **paths, struct error *error)
{
    int result = open_output(sweep, error);
    for (int i = 0; result == 0 && i < count; i++) {
        sweep->path = paths[i];
        result = sweep_trace(sweep, (size_t)i, error);
    }
    progress_end();
    results_free(&sweep->known);
    if (output && sweep->fd >= 0)
        close(sweep->fd);
    return result;
}

int command_sweep(int argc, char **argv)
{
    struct error error;
    cleanup_free struct choices *choices = xcalloc(1, sizeof *choices);
    cleanup_free struct sweep *sweep = xcalloc(1, sizeof *sweep);
    if (!frames_text)
        die(STATUS_REQUEST, "--frames is missing: how many frames have the memories? Try "
                            "--frames 1%%,5%%,10%%");
    if (resume && !output)
        die(STATUS_REQUEST, "--resume goes on with a file: name it with -o FILE");
    for (int i = 0; i < argc; i++)
        if (!strcmp(argv[i], "-"))
            die(STATUS_REQUEST, "standard input has no name to be found again by; give "
                                "trace files");
    if (choices_parse_own(choices, policy_text, &error) < 0 ||
        frame_list_parse(&sweep->frames, frames_text, &error) < 0)
        die_error(&error);
    size_t per_trace = choices->count * sweep->frames.count;
    sweep->choices = choices;
    sweep->error = &error;
    pthread_mutex_init(&sweep->lock, NULL);
    read_shard(sweep, (size_t)argc * per_trace);
    cleanup_free struct cell *cells = xcalloc(per_trace, sizeof *cells);
    sweep->cells = cells;
    if (sweep_all(sweep, argc, argv, &error) < 0)
        die_error(&error);
    return STATUS_OK;
}
