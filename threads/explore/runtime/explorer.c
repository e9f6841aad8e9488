/* The explorer: what runs in place of the program's main().
 *
 * The first argument is the request, in words separated by blanks; the rest are the
 * program's own. One request is answered per process.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "threads/explore/runtime/crash.h"
#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/heap.h"
#include "threads/explore/runtime/lifecycle.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/report.h"
#include "threads/explore/runtime/request.h"
#include "threads/explore/runtime/search.h"
#include "threads/explore/runtime/snapshot.h"
#include "threads/explore/runtime/store_buffer.h"
#include "threads/explore/runtime/tasks.h"
#include "threads/explore/runtime/thread_local.h"
#include "threads/explore/runtime/trace.h"

EXPORTED int __wrap_main(int argc, char **argv, char **environment);

/* The words of the first argument. */
static void read_request(struct request *request, char *text)
{
    char *rest;
    for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        request_word(request, word);
}

int __wrap_main(int argc, char **argv, char **environment)
{
    OURS static struct request request;
    request = request_default();
    report_open();
    if (argc < 2)
        _exit(125);
    read_request(&request, argv[1]);
    argv[1] = argv[0];
    lifecycle_arguments(argc - 1, argv + 1, environment);
    race_off = request.ignore_races;
    steps_max = request.steps;
    stutter_off = request.optimised;
    store_buffers_on = request.tso;
    thread_local_find();
    heap_keep();
    crash_watch();
    snapshot_take();
    task_run(&request);
    report_flush();
    _exit(0);
}
