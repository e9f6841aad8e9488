/* How long until a program's first frame stands on the terminal, and what it does
 * while nobody types. Usage: first-paint WORD PROGRAM [ARGUMENT…]
 *
 * Each run starts the program on a terminal of its own (80x24) and reads until WORD
 * has come, the last one of the first frame. Beside it, in the same round, `true`
 * is started and waited for: the least that any program costs.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUNDS = 21,
    IDLE_SECONDS = 3,
    LIMIT_MS = 10000,
    SEEN_MAX = 1 << 16,
    SILENCE_MS = 30
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static pid_t start(char **argv, int *terminal)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    pid_t child = forkpty(terminal, NULL, NULL, &size);
    if (child == 0) {
        setenv("TERM", "xterm", 1);
        execvp(argv[0], argv);
        _exit(127);
    }
    return child;
}

/* Reads until `word` has come; false when it did not. */
static bool wait_for(int terminal, const char *word)
{
    static char seen[SEEN_MAX];
    size_t length = 0;
    struct pollfd ready = {.fd = terminal, .events = POLLIN};
    while (poll(&ready, 1, LIMIT_MS) > 0 && length + 1 < sizeof seen) {
        ssize_t got = read(terminal, seen + length, sizeof seen - 1 - length);
        if (got <= 0)
            return false;
        length += (size_t)got;
        seen[length] = 0;
        if (strstr(seen, word))
            return true;
    }
    return false;
}

static void end(pid_t child, int terminal)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(terminal);
}

static double plain_start(void)
{
    double begin = now();
    pid_t child = fork();
    if (child == 0) {
        execlp("true", "true", (char *)NULL);
        _exit(127);
    }
    waitpid(child, NULL, 0);
    return now() - begin;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Ticks of processor time, and switches of context, that the process has had. */
static void read_counts(pid_t process, unsigned long *ticks, unsigned long *switches)
{
    char path[64], line[512];
    unsigned long user = 0, kernel = 0, count;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
    FILE *file = fopen(path, "re");
    if (file && fgets(line, sizeof line, file))
        sscanf(strrchr(line, ')') + 1,
               " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel);
    if (file)
        fclose(file);
    *ticks = user + kernel;
    *switches = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "voluntary_ctxt_switches: %lu", &count) == 1 ||
            sscanf(line, "nonvoluntary_ctxt_switches: %lu", &count) == 1)
            *switches += count;
    if (file)
        fclose(file);
}

/* From a key to the last byte of what it draws: milliseconds; -1 if nothing comes. */
static double key_to_paint(int terminal, const char *key)
{
    char bytes[4096];
    struct pollfd ready = {.fd = terminal, .events = POLLIN};
    double begin = now(), last = -1;
    if (write(terminal, key, strlen(key)) < 0)
        return -1;
    while (poll(&ready, 1, last < 0 ? LIMIT_MS : SILENCE_MS) > 0 &&
           read(terminal, bytes, sizeof bytes) > 0)
        last = now() - begin;
    return last;
}

/* Down and up in turn: each moves the marked row, so each paints. */
static void print_keys(int terminal)
{
    double paint[ROUNDS];
    for (int i = 0; i < ROUNDS; i++)
        paint[i] = key_to_paint(terminal, i % 2 ? "k" : "j");
    qsort(paint, ROUNDS, sizeof *paint, by_size);
    printf("key to paint  median %.1f ms, worst %.1f ms\n", paint[ROUNDS / 2],
           paint[ROUNDS - 1]);
}

int main(int argc, char **argv)
{
    double paint[ROUNDS], plain[ROUNDS];
    int terminal;
    if (argc < 3)
        return 2;
    for (int i = 0; i < ROUNDS; i++) {
        plain[i] = plain_start();
        double begin = now();
        pid_t child = start(argv + 2, &terminal);
        if (!wait_for(terminal, argv[1])) {
            fprintf(stderr, "'%s' never came\n", argv[1]);
            return 1;
        }
        paint[i] = now() - begin;
        end(child, terminal);
    }
    qsort(paint, ROUNDS, sizeof *paint, by_size);
    qsort(plain, ROUNDS, sizeof *plain, by_size);
    printf("first frame  median %.1f ms, worst %.1f ms: %.1f times fork+exec of true\n",
           paint[ROUNDS / 2], paint[ROUNDS - 1], paint[ROUNDS / 2] / plain[ROUNDS / 2]);

    unsigned long ticks[2], switches[2];
    pid_t child = start(argv + 2, &terminal);
    wait_for(terminal, argv[1]);
    poll(NULL, 0, 200); /* what follows the frame */
    print_keys(terminal);
    read_counts(child, &ticks[0], &switches[0]);
    poll(NULL, 0, IDLE_SECONDS * 1000);
    read_counts(child, &ticks[1], &switches[1]);
    printf("idle for %d s  %lu ticks of processor time, %lu context switches\n",
           IDLE_SECONDS, ticks[1] - ticks[0], switches[1] - switches[0]);
    end(child, terminal);
    return 0;
}
