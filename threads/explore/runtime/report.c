/* The report. It is written with system calls alone: the program's stdio is the
 * program's. */
#include "threads/explore/runtime/report.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/output.h"
#include "threads/explore/runtime/trace.h"

enum { BUFFER = 32 << 10, HIGH_FD = 900 };

OURS static int out;
OURS static char buffer[BUFFER];
OURS static unsigned long used;

void report_open(void)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, HIGH_FD);
    if (out < 0)
        out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
}

void report_flush(void)
{
    for (unsigned long sent = 0; sent < used;) {
        long got = syscall(SYS_write, out, buffer + sent, used - sent);
        if (got <= 0)
            _exit(125);
        sent += (unsigned long)got;
    }
    used = 0;
}

static void add(const char *bytes, unsigned long length)
{
    if (used + length > BUFFER)
        report_flush();
    memcpy(buffer + used, bytes, length);
    used += length;
}

void report(const char *format, ...)
{
    char line[2 * MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    add(line,
        (unsigned long)length < sizeof line ? (unsigned long)length : sizeof line - 1);
}

void report_text(const char *name, const char *bytes, unsigned long length)
{
    report("%s\t", name);
    for (unsigned long i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        char code[5];
        if (byte >= ' ' && byte != '\\' && byte != 0x7f) {
            add(&bytes[i], 1);
            continue;
        }
        snprintf(code, sizeof code, "\\x%02x", byte);
        add(code, 4);
    }
    add("\n", 1);
}

void report_ending(void)
{
    static char schedule[SCHEDULE_MAX] OURS;
    size_t length;
    const char *output = output_text(&length);
    trace_schedule(trace_length, schedule);
    report("ending\t%d\t%d\t%d\t%d\t%d\t%lx\n", ending.end, ending.kind,
           ending.exit_status, trace_preemptions(), trace_length,
           (unsigned long)ending.pc);
    report_text("message", ending.message, strlen(ending.message));
    report_text("schedule", schedule, strlen(schedule));
    report_text("output", output, length);
}

void report_steps(void)
{
    for (int i = 0; i < trace_length; i++) {
        const struct trace_step *step = &trace[i];
        report("step\t%d\t%d\t%d\t%lx\t%lx\t%d\t%d\t%d\t%lld\n", step->thread, step->kind,
               step->variant, (unsigned long)step->pc, (unsigned long)step->address,
               step->size, step->preemption, step->has_value, (long long)step->value);
    }
}
