/* The program that a learner's policy is linked into. It is compiled and run in a
 * sandbox, and nothing of it is believed: see protocol.h.
 *
 * The block of the policy stands between two guard pages, so that the first access
 * behind it is caught where it happens. From time to time the block moves: a policy
 * that keeps pointers or state elsewhere is found out, here or by a second run.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "vmsim/own/protocol.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vmsim/policy.h"

extern const struct policy_type policy; /* the learner's */

enum { GUARD = 4096, CANARY = 0xa5, FIRST_MOVE = 3, BUFFERED = 4096 };

/* Where a block stands: guard, slack, block, canary, guard. */
struct place {
    unsigned char *map, *block;
    size_t mapped, bytes, canary;
};

static struct own_request request;
static const struct own_reference *references;
static struct own_progress *progress;
static struct place here, before;
static int decisions_fd;
static struct own_decision decisions[BUFFERED];
static size_t decision_count;

static void stop(enum own_problem problem)
{
    progress->problem = problem;
    _exit(1);
}

static int within(const unsigned char *at, const unsigned char *start, size_t size)
{
    return start && at >= start && at < start + size;
}

static void on_crash(int number, siginfo_t *info, void *context)
{
    const unsigned char *at = info->si_addr;
    (void)number, (void)context;
    if (within(at, here.map, GUARD))
        stop(OWN_BEFORE);
    if (within(at, here.map + here.mapped - GUARD, GUARD))
        stop(OWN_BEHIND);
    if (within(at, before.map, before.mapped))
        stop(OWN_MOVED);
    stop(OWN_CRASH);
}

static void catch_crashes(void)
{
    static unsigned char stack[64 * 1024];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = on_crash;
    sigaltstack(&alternate, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    sigaction(SIGFPE, &action, NULL);
    sigaction(SIGILL, &action, NULL);
}

/* ---- the block ---- */

static struct place place_new(size_t bytes)
{
    struct place place = {.bytes = bytes};
    size_t room = (bytes + 15) / 16 * 16;
    size_t pages = (room + GUARD - 1) / GUARD;
    place.canary = room - bytes;
    place.mapped = (pages + 2) * GUARD;
    place.map = mmap(NULL, place.mapped, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place.map == MAP_FAILED)
        stop(OWN_NO_BLOCK);
    mprotect(place.map, GUARD, PROT_NONE);
    mprotect(place.map + place.mapped - GUARD, GUARD, PROT_NONE);
    place.block = place.map + place.mapped - GUARD - room;
    memset(place.block + bytes, CANARY, place.canary);
    return place;
}

static void move_block(void)
{
    struct place there = place_new(here.bytes);
    memcpy(there.block, here.block, here.bytes);
    mprotect(here.map, here.mapped, PROT_NONE);
    if (before.map)
        munmap(before.map, before.mapped);
    before = here;
    here = there;
}

static void check_canary(void)
{
    for (size_t i = 0; i < here.canary; i++)
        if (here.block[here.bytes + i] != CANARY)
            stop(OWN_BEHIND);
}

/* ---- decisions ---- */

static void flush(void)
{
    const char *bytes = (const char *)decisions;
    size_t left = decision_count * sizeof decisions[0];
    while (left > 0) {
        ssize_t written = write(decisions_fd, bytes, left);
        if (written <= 0)
            _exit(2);
        bytes += written;
        left -= (size_t)written;
    }
    decision_count = 0;
}

static void decide(uint32_t time, uint32_t frame, uint32_t released, int recorded)
{
    if (!recorded)
        return;
    decisions[decision_count++] = (struct own_decision){time, frame, released};
    if (decision_count == BUFFERED)
        flush();
}

/* ---- the memory, as vmsim/memory.h has it ---- */

struct table {
    uint32_t *frame_of, *page_in, *free_frame;
    uint32_t used, free_count;
};

static void phase(enum own_phase now)
{
    progress->phase = now;
}

/* What the policy gives up. A decision that breaks a rule is written down, and is
 * the last one. */
static void release(struct table *table, const struct reference *reference, int recorded)
{
    while (policy.release) {
        struct reference given = *reference;
        int resident = table->frame_of[reference->page] != NO_FRAME;
        phase(OWN_RELEASE);
        uint32_t frame = policy.release(here.block, &given, resident);
        if (frame == NO_FRAME)
            return;
        decide(reference->time, frame, 1, recorded);
        if (frame >= table->used || table->page_in[frame] == NO_PAGE) {
            flush();
            _exit(0);
        }
        table->frame_of[table->page_in[frame]] = NO_FRAME;
        table->page_in[frame] = NO_PAGE;
        table->free_frame[table->free_count++] = frame;
    }
}

static uint32_t find_frame(struct table *table, const struct reference *reference,
                           int recorded)
{
    if (table->free_count > 0)
        return table->free_frame[--table->free_count];
    if (table->used < request.frames)
        return table->used++;
    struct reference given = *reference;
    phase(OWN_VICTIM);
    uint32_t frame = policy.victim(here.block, &given);
    decide(reference->time, frame, 0, recorded);
    if (frame >= request.frames) {
        flush();
        _exit(0);
    }
    table->frame_of[table->page_in[frame]] = NO_FRAME;
    return frame;
}

static void step(struct table *table, const struct reference *reference, int recorded)
{
    release(table, reference, recorded);
    struct reference given = *reference;
    uint32_t frame = table->frame_of[reference->page];
    if (frame != NO_FRAME) {
        phase(OWN_HIT);
        policy.hit(here.block, frame, &given);
        return;
    }
    frame = find_frame(table, reference, recorded);
    table->frame_of[reference->page] = frame;
    table->page_in[frame] = reference->page;
    phase(OWN_LOAD);
    policy.load(here.block, frame, &given);
}

/* ---- parameters ---- */

/* "2", or one of the words that the table has for the values from the least on. */
static int read_value(const struct policy_parameter *p, const char *text, uint64_t *value)
{
    char *end;
    size_t length = strlen(text);
    const char *word = p->words;
    for (*value = p->least; word && *word; (*value)++) {
        size_t size = strcspn(word, " ");
        if (size == length && memcmp(word, text, size) == 0)
            return 1;
        word += size + (word[size] == ' ');
    }
    errno = 0;
    *value = strtoull(text, &end, 10);
    return isdigit((unsigned char)*text) && !*end && errno == 0 && *value >= p->least &&
           *value <= p->most;
}

static void set_value(struct policy_setup *setup, char *item)
{
    char *text = strchr(item, '=');
    const struct policy_parameter *p = policy.parameters;
    *text++ = '\0';
    for (size_t i = 0; p && i < POLICY_PARAMETERS_MAX && p[i].name; i++) {
        if (strcmp(p[i].name, item) != 0)
            continue;
        progress->least = p[i].least;
        progress->most = p[i].most;
        if (!read_value(&p[i], text, &setup->values[i]))
            stop(OWN_BOUNDS);
        return;
    }
    stop(OWN_UNKNOWN);
}

static void set_values(struct policy_setup *setup)
{
    const struct policy_parameter *p = policy.parameters;
    char text[OWN_PARAMETERS], *rest = text;
    for (size_t i = 0; p && i < POLICY_PARAMETERS_MAX && p[i].name; i++)
        setup->values[i] = p[i].standard;
    memcpy(text, request.parameters, sizeof text);
    for (progress->item = 0; rest && *rest; progress->item++)
        set_value(setup, strsep(&rest, ","));
}

static void begin(const struct policy_setup *setup)
{
    phase(OWN_BYTES);
    size_t bytes = policy.bytes(setup);
    progress->bytes = bytes;
    if (bytes == 0 || bytes > (size_t)1 << 33)
        stop(OWN_NO_BLOCK);
    here = place_new(bytes);
    phase(OWN_INIT);
    policy.init(here.block, setup);
    check_canary();
}

static void simulate(uint64_t count, int recorded)
{
    struct policy_setup setup = {.frames = request.frames, .pages = request.pages};
    set_values(&setup);
    struct table table = {
        .frame_of = malloc(((size_t)request.pages + 1) * sizeof(uint32_t)),
        .page_in = calloc(request.frames, sizeof(uint32_t)),
        .free_frame = calloc(request.frames, sizeof(uint32_t)),
    };
    if (!table.frame_of || !table.page_in || !table.free_frame)
        _exit(2);
    memset(table.frame_of, 0xff, ((size_t)request.pages + 1) * sizeof(uint32_t));
    begin(&setup);
    uint64_t next_move = FIRST_MOVE;
    for (uint64_t time = 0; time < count; time++) {
        struct reference reference = {
            .page = references[time].page,
            .time = (uint32_t)time,
            .next = policy.needs_future ? references[time].next : NEVER,
            .write = references[time].write,
        };
        progress->time = time;
        step(&table, &reference, recorded);
        check_canary();
        if (time == next_move) {
            move_block();
            next_move *= 3;
        }
    }
    free(table.frame_of);
    free(table.page_in);
    free(table.free_frame);
}

/* ---- files ---- */

static void *map_file(const char *name, const char *number, int flags, size_t size)
{
    char path[64];
    struct stat status;
    snprintf(path, sizeof path, "%s.%s", name, number);
    int fd = open(path, flags, 0644);
    if (fd < 0 || (flags != O_RDONLY && ftruncate(fd, (off_t)size) < 0) ||
        fstat(fd, &status) < 0)
        _exit(2);
    int protection = flags == O_RDONLY ? PROT_READ : PROT_READ | PROT_WRITE;
    void *map = mmap(NULL, (size_t)status.st_size, protection, MAP_SHARED, fd, 0);
    close(fd);
    return map == MAP_FAILED ? NULL : map;
}

int main(int argc, char **argv)
{
    char path[64];
    if (argc != 2)
        return 2;
    progress = map_file("progress", argv[1], O_RDWR | O_CREAT, sizeof *progress);
    const char *file = map_file("references", argv[1], O_RDONLY, 0);
    snprintf(path, sizeof path, "decisions.%s", argv[1]);
    decisions_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (!progress || !file || decisions_fd < 0)
        return 2;
    memcpy(&request, file, sizeof request);
    references = (const struct own_reference *)(file + sizeof request);
    if (!policy.bytes || !policy.init || !policy.hit || !policy.victim || !policy.load)
        stop(OWN_INCOMPLETE);
    progress->needs_future = policy.needs_future;
    catch_crashes();
    simulate(request.rehearsal, 0);
    simulate(request.count, 1);
    flush();
    phase(OWN_DONE);
    return 0;
}
