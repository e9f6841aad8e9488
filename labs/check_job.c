/* The worker sends its verdict through a pipe: a head of fixed size, then the three
 * texts, each with its zero. Both ends are this program, so no format is needed.
 */
#include "labs/check_job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/words.h"

enum { CHUNK = 4096 };

struct head {
    enum verdict_status status;
    double seconds;
    unsigned points, points_good;
    bool wants_sandbox;
};

static void send(int fd, const void *data, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t put = write(fd, (const char *)data + done, length - done);
        if (put < 0 && errno != EINTR)
            _exit(1);
        done += put > 0 ? (size_t)put : 0;
    }
}

/* Of our screen's handlers none must run here: the terminal is not this process's. */
static void forget_handlers(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    signal(SIGINT, SIG_IGN); /* Ctrl-C is for who shows the screen, and ends us too */
}

static _Noreturn void work(const struct check *check, int fd, pid_t parent)
{
    struct verdict verdict;
    forget_handlers();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(1);
    check_run(check, &verdict);
    const struct head head = {verdict.status, verdict.seconds, verdict.points,
                              verdict.points_good, verdict.wants_sandbox};
    send(fd, &head, sizeof head);
    send(fd, verdict.message, strlen(verdict.message) + 1);
    send(fd, verdict.hint, strlen(verdict.hint) + 1);
    send(fd, verdict.detail, strlen(verdict.detail) + 1);
    _exit(0);
}

int check_job_start(struct check_job *job, const struct check *check, struct error *error)
{
    int ends[2];
    check_job_cancel(job);
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "%s", english("check.no-pipe"));
    pid_t parent = getpid();
    job->worker = fork();
    if (job->worker == 0)
        work(check, ends[1], parent);
    close(ends[1]);
    if (job->worker < 0) {
        job->worker = 0;
        close(ends[0]);
        return error_errno(error, STATUS_HOST, "%s", english("check.no-start"));
    }
    job->descriptor = ends[0];
    return 0;
}

static void clear(struct check_job *job)
{
    if (job->worker) {
        close(job->descriptor);
        while (waitpid(job->worker, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    free(job->bytes);
    *job = (struct check_job){.descriptor = -1};
}

void check_job_cancel(struct check_job *job)
{
    if (job->worker)
        kill(job->worker, SIGTERM); /* its scratch folder goes with it: files.c */
    clear(job);
}

/* The next text of what came, or NULL if it is not whole. */
static char *next_text(const struct check_job *job, size_t *at)
{
    const char *start = job->bytes + *at;
    if (*at >= job->used || !memchr(start, '\0', job->used - *at))
        return NULL;
    *at += strlen(start) + 1;
    return xstrdup(start);
}

static void read_verdict(const struct check_job *job, struct verdict *verdict)
{
    struct head head;
    size_t at = sizeof head;
    *verdict = (struct verdict){0};
    if (job->used > sizeof head) {
        memcpy(&head, job->bytes, sizeof head);
        *verdict = (struct verdict){.status = head.status,
                                    .seconds = head.seconds,
                                    .points = head.points,
                                    .points_good = head.points_good,
                                    .wants_sandbox = head.wants_sandbox};
        verdict->message = next_text(job, &at);
        verdict->hint = verdict->message ? next_text(job, &at) : NULL;
        verdict->detail = verdict->hint ? next_text(job, &at) : NULL;
    }
    if (verdict->detail)
        return;
    verdict_free(verdict); /* somebody killed it */
    *verdict = (struct verdict){.status = VERDICT_UNDECIDED,
                                .message = xstrdup(english("check.killed")),
                                .hint = xstrdup(""),
                                .detail = xstrdup("")};
}

/* The worker writes once, at its end: whoever sees the beginning has the rest at once. */
void check_job_take(struct check_job *job, struct verdict *verdict)
{
    char bytes[CHUNK];
    ssize_t got;
    while ((got = read(job->descriptor, bytes, sizeof bytes)) > 0 ||
           (got < 0 && errno == EINTR)) {
        size_t length = got > 0 ? (size_t)got : 0;
        job->bytes = xreallocarray(job->bytes, job->used + length + 1, 1);
        memcpy(job->bytes + job->used, bytes, length);
        job->used += length;
        job->bytes[job->used] = '\0';
    }
    read_verdict(job, verdict);
    clear(job);
}
