/* The scheduler: a baton, a depth-first search, and a report.
 *
 * Each run is a process of its own, so that nothing of the last run is left.
 * Within it the threads are real, but all wait for the baton; the one that
 * has it runs up to its next operation and hands it on. The choices of a run
 * are written to memory shared with the parent, which takes the last choice
 * that had an alternative, and starts the next run with that one.
 *
 * A thread whose trylock failed is passed over until another one has moved:
 * a loop that only waits its turn is no livelock, and is not taken for one.
 *
 * Source of the idea: Godefroid, "Model checking for programming languages
 * using VeriSoft", POPL 1997.
 */
#define INTERLEAVE_ITSELF
#include "interleave.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    NAMES_MAX = 16,
    RUN_SECONDS = 5,
    REPORT_MAX = 4096,
    UNWATCHED_MAX = 1000000, /* accesses between two operations */
};

enum kind { LOCKS, TRIES, UNLOCKS, READS, WRITES, ENDS };
static const char *const kind_words[] = {"locks", "tries", "unlocks",
                                         "reads", "writes", "ends"};

struct operation {
    enum kind kind;
    const void *object;
    int line; /* 0 where it is not known */
};

struct thread {
    int number;
    pthread_t id;
    sem_t baton;
    struct operation next; /* what it will do when it gets the baton */
    bool ended, passed_over;
    unsigned taken, given; /* mutexes by their place in `mutexes`, as bits */
    long unwatched;        /* accesses since its last operation */
};

struct mutex {
    const pthread_mutex_t *mutex;
    int owner; /* -1: free */
    int line;  /* where it was locked */
};

/* What the parent reads after a run. */
struct shared {
    int depth;
    unsigned enabled[OPERATIONS_MAX];
    int chosen[OPERATIONS_MAX];
    enum ending ending;
    bool overlapped, stepped_back;
    char reason[256], report[REPORT_MAX];
    enum race race;
    char race_text[128]; /* "thread 1 reads the balance of A" */
    void *code;          /* the place of it, or of a loop; NULL */
};

static struct named {
    const char *address;
    size_t size;
    const char *name;
    const pthread_mutex_t *guard; /* NULL: none */
} names[NAMES_MAX];
static int name_count;

static const struct scenario *scenario;
static struct shared *shared;
static struct thread threads[THREADS_MAX];
static struct mutex mutexes[NAMES_MAX];
static struct operation history[OPERATIONS_MAX];
static int prefix[OPERATIONS_MAX], prefix_length;
static sem_t arrived;
static bool starting;
static int printed = -1; /* the file that takes what a run prints */
static int running = -1;
static __thread struct thread *self;

static void add_name(const void *address, size_t size, const char *name)
{
    for (int i = 0; i < name_count; i++)
        if (names[i].address == address)
            return;
    if (name_count < NAMES_MAX)
        names[name_count++] = (struct named){address, size, name, NULL};
}

void watch_variable(const void *address, size_t size, const char *name)
{
    add_name(address, size, name);
}

void name_mutex(const pthread_mutex_t *mutex, const char *name)
{
    add_name(mutex, sizeof *mutex, name);
}

void guard_variable(const void *address, const pthread_mutex_t *mutex)
{
    for (int i = 0; i < name_count; i++)
        if (names[i].address == address)
            names[i].guard = mutex;
}

static const char *name_of(const void *address)
{
    for (int i = 0; i < name_count; i++)
        if ((const char *)address >= names[i].address &&
            (const char *)address < names[i].address + names[i].size)
            return names[i].name;
    return "another mutex";
}

static struct mutex *state_of(const pthread_mutex_t *mutex)
{
    for (int i = 0; i < NAMES_MAX; i++) {
        if (!mutexes[i].mutex)
            mutexes[i] = (struct mutex){mutex, -1, 0};
        if (mutexes[i].mutex == mutex)
            return &mutexes[i];
    }
    fprintf(stderr, "more than %d mutexes\n", NAMES_MAX);
    _exit(125);
}

/* Reports */

static void say(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
    size_t used = strlen(shared->report);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(shared->report + used, REPORT_MAX - used, format, arguments);
    va_end(arguments);
}

static void say_operation(int thread, const struct operation *operation)
{
    say("thread %d %s %s", thread + 1, kind_words[operation->kind],
        name_of(operation->object));
    if (operation->line)
        say(" (line %d)", operation->line);
    say("\n");
}

static void say_thread(const struct thread *thread)
{
    say("thread %d in %s:", thread->number + 1,
        scenario->calls[thread->number]);
    for (int i = 0; i < NAMES_MAX && mutexes[i].mutex; i++)
        if (mutexes[i].owner == thread->number)
            say(" holds %s since line %d,", name_of(mutexes[i].mutex),
                mutexes[i].line);
    if (thread->ended)
        say(" has ended\n");
    else if (thread->next.kind == LOCKS)
        say(" waits for %s in line %d\n", name_of(thread->next.object),
            thread->next.line);
    else
        say(" can go on\n");
}

static _Noreturn void end_run(enum ending ending, const char *reason)
{
    shared->ending = ending;
    snprintf(shared->reason, sizeof shared->reason, "%s", reason);
    if (ending != ENDED_WELL) {
        for (int i = 0; i < scenario->threads; i++)
            say_thread(&threads[i]);
        say("it came so:\n");
        int from = shared->depth > 24 ? shared->depth - 24 : 0;
        if (from)
            say("  … %d operations before …\n", from);
        for (int i = from; i < shared->depth; i++) {
            say("  ");
            say_operation(shared->chosen[i], &history[i]);
        }
    }
    _exit(0);
}

void run_is_wrong(const char *reason)
{
    end_run(ENDED_WRONG, reason);
}

/* The baton */

static bool can_go_on(const struct thread *thread)
{
    if (thread->ended)
        return false;
    return thread->next.kind != LOCKS ||
           state_of(thread->next.object)->owner < 0;
}

static unsigned enabled_threads(void)
{
    unsigned all = 0, fair = 0;
    for (int i = 0; i < scenario->threads; i++) {
        if (!can_go_on(&threads[i]))
            continue;
        all |= 1u << i;
        if (!threads[i].passed_over)
            fair |= 1u << i;
    }
    return fair ? fair : all;
}

/* Who goes on: as the parent says, else the same thread, else the first. */
static int choose(unsigned enabled)
{
    if (shared->depth < prefix_length)
        return prefix[shared->depth];
    if (running >= 0 && enabled & 1u << running)
        return running;
    return __builtin_ctz(enabled);
}

static bool all_ended(void)
{
    for (int i = 0; i < scenario->threads; i++)
        if (!threads[i].ended)
            return false;
    return true;
}

static void hand_on(void)
{
    unsigned enabled = enabled_threads();
    if (!enabled && all_ended()) {
        sem_post(&arrived);
        return;
    }
    if (!enabled)
        end_run(ENDED_IN_DEADLOCK, "a deadlock: nobody can go on");
    if (shared->depth == OPERATIONS_MAX)
        end_run(ENDED_IN_LIVELOCK,
                "a livelock: the threads move, but none gets to its end");
    int next = choose(enabled);
    shared->enabled[shared->depth] = enabled;
    shared->chosen[shared->depth] = next;
    history[shared->depth++] = threads[next].next;
    for (int i = 0; i < scenario->threads; i++)
        if (i != next)
            threads[i].passed_over = false;
    running = next;
    sem_post(&threads[next].baton);
}

/* A thread stops in front of an operation and waits for the baton. */
static void before(enum kind kind, const void *object, int line)
{
    self->next = (struct operation){kind, object, line};
    self->unwatched = 0;
    if (starting)
        sem_post(&arrived);
    else
        hand_on();
    while (sem_wait(&self->baton) < 0 && errno == EINTR)
        continue;
}

static void note_overlap(void)
{
    for (int i = 0; i < NAMES_MAX && mutexes[i].mutex; i++)
        if (mutexes[i].owner >= 0 && mutexes[i].owner != self->number)
            shared->overlapped = true;
}

static void *live(void *argument)
{
    self = argument;
    scenario->body(self->number);
    for (int i = 0; i < NAMES_MAX && mutexes[i].mutex; i++)
        if (mutexes[i].owner == self->number)
            end_run(ENDED_BY_MISUSE,
                    "a thread returned and still holds a mutex");
    note_overlap();
    self->ended = true;
    if (starting)
        sem_post(&arrived);
    else
        hand_on();
    return NULL;
}

/* What the learner's code calls in the place of the pthread functions */

static void take(struct mutex *state, int line)
{
    state->owner = self->number;
    state->line = line;
    self->taken |= 1u << (state - mutexes);
}

int traced_lock(pthread_mutex_t *mutex, int line)
{
    struct mutex *state = state_of(mutex);
    before(LOCKS, mutex, line);
    take(state, line);
    return 0;
}

int traced_trylock(pthread_mutex_t *mutex, int line)
{
    struct mutex *state = state_of(mutex);
    before(TRIES, mutex, line);
    if (state->owner >= 0) {
        self->passed_over = shared->stepped_back = true;
        return EBUSY;
    }
    take(state, line);
    return 0;
}

int traced_unlock(pthread_mutex_t *mutex, int line)
{
    struct mutex *state = state_of(mutex);
    before(UNLOCKS, mutex, line);
    if (state->owner != self->number)
        end_run(ENDED_BY_MISUSE,
                "a thread unlocks a mutex that it does not hold");
    state->owner = -1;
    self->given |= 1u << (state - mutexes);
    return 0;
}

/* The first race of a run. One thread alone has none. */
static void note_race(enum kind kind, const struct named *name, void *code)
{
    struct mutex *state = name->guard ? state_of(name->guard) : NULL;
    if (!state || state->owner == self->number || shared->race ||
        scenario->threads == 1)
        return;
    unsigned bit = 1u << (state - mutexes);
    shared->race = !self->taken        ? RACE_WITHOUT_LOCKS
                   : self->given & bit ? RACE_AFTER_UNLOCK
                                       : RACE_BEFORE_LOCK;
    shared->code = code;
    snprintf(shared->race_text, sizeof shared->race_text, "%s %s %s",
             scenario->calls[self->number], kind_words[kind], name->name);
}

static void access_memory(enum kind kind, const void *address, size_t size,
                          void *code)
{
    const char *from = address;
    if (!self)
        return;
    for (int i = 0; i < name_count; i++)
        if (from < names[i].address + names[i].size &&
            names[i].address < from + size &&
            names[i].size < sizeof(pthread_mutex_t)) {
            before(kind, names[i].address, 0);
            note_race(kind, &names[i], code);
        }
    if (++self->unwatched > UNWATCHED_MAX) {
        shared->code = code;
        end_run(ENDED_UNFOLLOWED, "a loop waits for a variable");
    }
}

/* What the compiler calls with -fsanitize=thread. Whatever is not here
 * (atomic operations) does not link: the check then says so. */
void __tsan_init(void);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void);
void __tsan_init(void)
{
}
void __tsan_func_entry(void *caller)
{
    (void)caller;
}
void __tsan_func_exit(void)
{
}
#define ANNOUNCED(name, kind, size)                                     \
    void __tsan_##name(void *address);                                  \
    void __tsan_##name(void *address)                                   \
    {                                                                   \
        access_memory(kind, address, size, __builtin_return_address(0)); \
    }
ANNOUNCED(read1, READS, 1)
ANNOUNCED(read2, READS, 2)
ANNOUNCED(read4, READS, 4)
ANNOUNCED(read8, READS, 8)
ANNOUNCED(read16, READS, 16)
ANNOUNCED(write1, WRITES, 1)
ANNOUNCED(write2, WRITES, 2)
ANNOUNCED(write4, WRITES, 4)
ANNOUNCED(write8, WRITES, 8)
ANNOUNCED(write16, WRITES, 16)
ANNOUNCED(unaligned_read2, READS, 2)
ANNOUNCED(unaligned_read4, READS, 4)
ANNOUNCED(unaligned_read8, READS, 8)
ANNOUNCED(unaligned_read16, READS, 16)
ANNOUNCED(unaligned_write2, WRITES, 2)
ANNOUNCED(unaligned_write4, WRITES, 4)
ANNOUNCED(unaligned_write8, WRITES, 8)
ANNOUNCED(unaligned_write16, WRITES, 16)

#define ANNOUNCED_RANGE(name, kind)                                     \
    void __tsan_##name(void *address, size_t size);                     \
    void __tsan_##name(void *address, size_t size)                      \
    {                                                                   \
        access_memory(kind, address, size, __builtin_return_address(0)); \
    }
ANNOUNCED_RANGE(read_range, READS)
ANNOUNCED_RANGE(write_range, WRITES)

/* memcpy() and its like are called and not announced: trace.h hands them to us,
 * and a compiler may do so by itself. */
#define COPIES(name, real)                                              \
    void *name(void *to, const void *from, size_t size);                \
    void *name(void *to, const void *from, size_t size)                 \
    {                                                                   \
        access_memory(READS, from, size, __builtin_return_address(0));  \
        access_memory(WRITES, to, size, __builtin_return_address(0));   \
        return real(to, from, size);                                    \
    }
COPIES(traced_memcpy, memcpy)
COPIES(traced_memmove, memmove)
COPIES(__tsan_memcpy, memcpy)
COPIES(__tsan_memmove, memmove)

#define SETS(name)                                                      \
    void *name(void *to, int byte, size_t size);                        \
    void *name(void *to, int byte, size_t size)                         \
    {                                                                   \
        access_memory(WRITES, to, size, __builtin_return_address(0));   \
        return memset(to, byte, size);                                  \
    }
SETS(traced_memset)
SETS(__tsan_memset)

/* One run */

static _Noreturn void run_once(void)
{
    alarm(RUN_SECONDS);
    dup2(printed, STDOUT_FILENO);
    dup2(printed, STDERR_FILENO);
    scenario->prepare();
    sem_init(&arrived, 0, 0);
    starting = true;
    for (int i = 0; i < scenario->threads; i++) {
        threads[i].number = i;
        sem_init(&threads[i].baton, 0, 0);
        if (pthread_create(&threads[i].id, NULL, live, &threads[i]))
            _exit(125);
        sem_wait(&arrived); /* it stands before its first operation */
    }
    starting = false;
    hand_on();
    sem_wait(&arrived); /* all have ended */
    for (int i = 0; i < scenario->threads; i++)
        pthread_join(threads[i].id, NULL);
    const char *wrong = scenario->judge();
    end_run(wrong ? ENDED_WRONG : ENDED_WELL, wrong ? wrong : "");
}

/* The run did not come to its own end. */
static void crashed(int status)
{
    char *reason = shared->reason;
    size_t size = sizeof shared->reason;
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    shared->ending = ENDED_IN_CRASH;
    if (signal == SIGALRM)
        snprintf(reason, size, "no operation for %d seconds: a loop without "
                 "an end?", RUN_SECONDS);
    else if (signal == SIGXFSZ)
        snprintf(reason, size, "your program prints without end");
    else if (signal)
        snprintf(reason, size, "the program crashed (%s)", strsignal(signal));
    else
        snprintf(reason, size, "the program ended itself (exit status %d)",
                 WEXITSTATUS(status));
}

static void start_run(void)
{
    *shared = (struct shared){.ending = ENDED_IN_CRASH};
    fflush(stdout);
    if (ftruncate(printed, 0) < 0)
        exit(125);
    pid_t child = fork();
    if (child == 0)
        run_once();
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0)
        exit(125);
    if (status || shared->ending == ENDED_IN_CRASH)
        crashed(status);
}

/* The line of a place in the code, 0 if it cannot be told. Our program is linked
 * at a fixed address (-no-pie), so that the addresses are those of the file. */
static int line_of(const void *code)
{
    char command[80], answer[4096] = "";
    snprintf(command, sizeof command, "addr2line -e /proc/%d/exe %#lx 2>&1",
             (int)getpid(), (unsigned long)code - 1);
    FILE *lines = popen(command, "r");
    if (lines && !fgets(answer, sizeof answer, lines))
        answer[0] = '\0';
    if (lines)
        pclose(lines);
    const char *colon = strrchr(answer, ':');
    return colon ? atoi(colon + 1) : 0;
}

static void add_line(char *text, size_t size, const void *code)
{
    int line = line_of(code);
    size_t used = strlen(text);
    if (line)
        snprintf(text + used, size - used, " in line %d", line);
}

/* The search */

/* Writes the next untried choices to `prefix`; false when none is left. */
static bool next_prefix(unsigned *tried)
{
    for (int i = 0; i < shared->depth; i++)
        tried[i] |= 1u << shared->chosen[i];
    for (int at = shared->depth - 1; at >= 0; at--) {
        unsigned left = shared->enabled[at] & ~tried[at];
        if (!left) {
            tried[at] = 0;
            continue;
        }
        memcpy(prefix, shared->chosen, (size_t)at * sizeof prefix[0]);
        prefix[at] = __builtin_ctz(left);
        prefix_length = at + 1;
        return true;
    }
    return false;
}

static void end_in_race(struct outcome *outcome)
{
    outcome->ending = ENDED_IN_RACE;
    add_line(shared->race_text, sizeof shared->race_text, shared->code);
    snprintf(shared->reason, sizeof shared->reason,
             "a data race: %s without its lock", shared->race_text);
}

/* True if this run was the last one that is needed. */
static bool decided(struct outcome *outcome)
{
    outcome->runs++;
    outcome->overlapped |= shared->overlapped;
    outcome->stepped_back |= shared->stepped_back;
    outcome->race = shared->race;
    outcome->ending = shared->ending;
    if (shared->ending != ENDED_WELL)
        return true;
    return scenario->wants_overlap && shared->overlapped && !shared->race;
}

/* A file that nobody can see, and that is gone with us. */
static int nameless_file(void)
{
    FILE *file = tmpfile();
    if (!file)
        return -1;
    int fd = fileno(file);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, O_APPEND);
    return fd;
}

struct outcome interleave(const struct scenario *chosen)
{
    unsigned tried[OPERATIONS_MAX] = {0};
    struct outcome outcome = {0};
    struct shared race = {0};
    scenario = chosen;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (printed < 0)
        printed = nameless_file();
    if (shared == MAP_FAILED || printed < 0)
        exit(125);
    prefix_length = 0;
    do {
        start_run();
        if (decided(&outcome))
            break;
        if (shared->race && !race.race)
            race = *shared;
        outcome.complete = !next_prefix(tried);
    } while (!outcome.complete && outcome.runs < RUNS_MAX &&
             !(race.race && outcome.runs >= RACE_RUNS_MAX));
    if (outcome.ending == ENDED_WELL && race.race) {
        *shared = race;
        outcome.race = race.race;
        end_in_race(&outcome);
    } else if (outcome.ending == ENDED_UNFOLLOWED) {
        add_line(shared->reason, sizeof shared->reason, shared->code);
    }
    outcome.reason = shared->reason;
    outcome.report = shared->report;
    return outcome;
}
