/* Who shows: sends orders to the warden, and reads what was recorded. */
#include "isolate/play/builder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/host/host.h"
#include "isolate/play/building.h"
#include "labs/kit/cleanup.h"

/* ---- the warden ---- */

static int start_warden(struct builder *builder, struct error *error)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return error_errno(error, STATUS_HOST, "cannot prepare a container");
    builder->warden = fork();
    if (builder->warden == 0)
        warden_run(builder->shared, ends[1]);
    close(ends[1]);
    builder->channel = ends[0];
    builder->built = 0;
    if (builder->warden < 0)
        return error_errno(error, STATUS_HOST, "cannot start the container's process");
    return 0;
}

static void end_warden(struct builder *builder)
{
    close(builder->channel);
    while (waitpid(builder->warden, NULL, 0) < 0 && errno == EINTR)
        ;
    builder->channel = -1;
}

static int ask(struct builder *builder, const struct order *order, const int *descriptors,
               struct error *error)
{
    int answer = -2;
    if (order_send(builder->channel, order, descriptors) < 0 ||
        !answer_receive(builder->channel, &answer, NULL))
        return error_set(error, STATUS_HOST, "the container's process is gone");
    return answer;
}

int builder_start(struct builder *builder, const struct setting *setting,
                  const struct sequence *sequence, struct error *error)
{
    *builder = (struct builder){.sequence = *sequence, .channel = -1};
    builder->shared = mmap(NULL, sizeof *builder->shared, PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (builder->shared == MAP_FAILED)
        return error_errno(error, STATUS_HOST, "cannot prepare a container");
    builder->skipped = xcalloc(STEPS_MAX, sizeof *builder->skipped);
    builder->shared->setting = *setting;
    for (size_t i = 0; i < sequence->count; i++)
        builder->shared->setting.wanted[sequence->steps[i]] = true;
    return start_warden(builder, error);
}

void builder_stop(struct builder *builder)
{
    if (builder->channel >= 0)
        end_warden(builder);
    munmap(builder->shared, sizeof *builder->shared);
    free(builder->skipped);
    builder->shared = NULL;
}

/* ---- on ---- */

static int start_over(struct builder *builder, size_t count, struct error *error);

static int pass_over(struct builder *builder, unsigned step, const char *reason)
{
    snprintf(builder->skipped[step], SKIPPED_MAX, "%.*s", SKIPPED_MAX - 1, reason);
    return 0;
}

/* Is all there that this step stands on? False with the reason in the error. */
static bool can_be_made(const struct builder *builder, unsigned step, struct error *error)
{
    const struct step_type *type = step_types[step];
    const struct setting *setting = &builder->shared->setting;
    cleanup_free char *names = xstrdup(type->needs ? type->needs : "");
    char *rest = names, *name;
    while ((name = strsep(&rest, " ")))
        if (*name && !setting_has(setting, name)) {
            error_set(error, STATUS_HOST, "it stands on the step %s, which was not made",
                      name);
            return false;
        }
    if (type->privileged && !setting_has(setting, "user") && geteuid() != 0) {
        error_set(error, STATUS_HOST,
                  "it asks for a capability, which an ordinary user has only after the "
                  "step user");
        return false;
    }
    return !type->check || type->check(setting, error) == 0;
}

/* The container is as far as it came: it is built anew without this step. */
static int fail_step(struct builder *builder, size_t index, struct error *error)
{
    unsigned step = builder->sequence.steps[index];
    const struct record *record = &builder->shared->records[step];
    char call[512];
    if (record->row_count == 0)
        return error_set(error, STATUS_HOST, "the container's process is gone");
    const struct executed *row = &record->rows[record->row_count - 1];
    errno = row->outcome.error ? row->outcome.error : ESRCH;
    error_errno(error, STATUS_HOST, "%s",
                operation_call(&row->operation, call, sizeof call));
    host_explain_setup(error);
    pass_over(builder, step, error->message);
    return start_over(builder, index, error);
}

int builder_reach(struct builder *builder, size_t index, struct error *error)
{
    struct error reason = {0};
    unsigned step = builder->sequence.steps[index];
    struct building *shared = builder->shared;
    shared->records[step].row_count = 0;
    shared->records[step].microseconds = 0;
    shared->records[step].output[0] = 0;
    shared->setting.made[step] = false;
    if (!builder->skipped[step][0] && !can_be_made(builder, step, &reason))
        pass_over(builder, step, reason.message);
    if (!builder->skipped[step][0]) {
        int answer =
            ask(builder, &(struct order){ORDER_STEP, step, 0, false}, NULL, error);
        if (answer < 0 && fail_step(builder, index, error) < 0)
            return error_wrap(error, "step %zu", index + 1);
        shared->setting.made[step] = answer >= 0;
    }
    if (builder->skipped[step][0] && builder_look(builder, error) == 0)
        shared->records[step].before = shared->records[step].after = shared->now;
    builder->built = index + 1;
    return 0;
}

/* ---- back ---- */

static int undo_last(struct builder *builder, struct error *error)
{
    unsigned step = builder->sequence.steps[builder->built - 1];
    struct building *shared = builder->shared;
    if (shared->setting.made[step] &&
        ask(builder, &(struct order){ORDER_UNDO, step, 0, false}, NULL, error) < 0)
        return -1;
    shared->setting.made[step] = false;
    shared->records[step].row_count = 0;
    builder->built--;
    return 0;
}

/* Can each of these be undone by rows of its own? */
static bool has_way_back(const struct builder *builder, size_t index)
{
    struct operation rows[STEP_ROWS_MAX];
    const struct setting *setting = &builder->shared->setting;
    for (size_t i = index + 1; i < builder->built; i++) {
        const struct step_type *type = builder_type(builder, i);
        if (setting_has(setting, type->name) &&
            (!type->undo || type->undo(setting, rows) == NO_WAY_BACK))
            return false;
    }
    return true;
}

/* A new container with the first `count` steps. */
static int start_over(struct builder *builder, size_t count, struct error *error)
{
    struct building *shared = builder->shared;
    end_warden(builder);
    for (size_t step = 0; step < step_count(); step++) {
        shared->records[step].row_count = 0;
        shared->setting.made[step] = false;
    }
    if (start_warden(builder, error) < 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (builder_reach(builder, i, error) < 0)
            return -1;
    builder->rebuilt = true;
    return 0;
}

int builder_back(struct builder *builder, size_t index, struct error *error)
{
    struct error ignored;
    builder->rebuilt = false;
    builder->shared->undone_count = 0;
    bool real = builder->built > index && has_way_back(builder, index);
    while (real && builder->built > index + 1)
        real = undo_last(builder, &ignored) == 0;
    return real ? 0 : start_over(builder, index + 1, error);
}

/* ---- looking, a shell ---- */

int builder_look(struct builder *builder, struct error *error)
{
    return ask(builder, &(struct order){ORDER_LOOK, 0, 0, false}, NULL, error);
}

const struct observation *builder_now(const struct builder *builder)
{
    return &builder->shared->now;
}

int builder_shell_start(struct builder *builder, const int descriptors[3], bool terminal,
                        struct error *error)
{
    size_t last = builder->built ? builder->built - 1 : 0;
    struct order order = {ORDER_SHELL, builder->sequence.steps[last], (unsigned)last + 1,
                          terminal};
    if (order_send(builder->channel, &order, descriptors) < 0)
        return error_set(error, STATUS_HOST, "the container's process is gone");
    return 0;
}

int builder_shell_end(struct builder *builder, struct error *error)
{
    int status;
    if (!answer_receive(builder->channel, &status, NULL) || status < -1)
        return error_set(error, STATUS_HOST, "the container's process is gone");
    if (status < 0)
        return error_set(error, STATUS_HOST, "no shell could be started inside");
    return status;
}

int builder_channel(const struct builder *builder)
{
    return builder->channel;
}

/* ---- what is known ---- */

const struct step_type *builder_type(const struct builder *builder, size_t index)
{
    return step_types[builder->sequence.steps[index]];
}

const struct record *builder_record(const struct builder *builder, size_t index)
{
    return &builder->shared->records[builder->sequence.steps[index]];
}

struct record *builder_record_to_fill(const struct builder *builder, size_t index)
{
    return &builder->shared->records[builder->sequence.steps[index]];
}

const char *builder_skipped(const struct builder *builder, size_t index)
{
    const char *reason = builder->skipped[builder->sequence.steps[index]];
    return *reason ? reason : NULL;
}

const struct executed *builder_undone(const struct builder *builder, size_t *count)
{
    *count = builder->shared->undone_count;
    return builder->shared->undone;
}

const struct setting *builder_setting(const struct builder *builder)
{
    return &builder->shared->setting;
}

void builder_decide(struct builder *builder, unsigned answer)
{
    builder->shared->setting.answer = answer;
}
